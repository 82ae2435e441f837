"""The source `review`: the facts of one literature review, kept as plain files that a person can check.

The folder's files and columns are described in `docs/review.md`. Rows that refer to something unknown are
rejected with file and line; a missing or unreadable file is an error.
"""

import csv
import hashlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ingest import record as rec
from ingest.source import SourceError
from ingest.values import Value, parse
from ontology import iri
from ontology.terms import PK

NAME = "review"
SHIPPED = Path(__file__).parent.parent / "data" / "review"
_PWC = "paperswithcode"
_LICENCES = {"CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/"}
_RELATIONS = {
    "builds-on": PK.buildsOn, "variant-of": PK.variantOf, "has-component": PK.hasComponent,
    "replaces": PK.replaces, "removes": PK.removes, "compared-with": PK.comparedWith,
}  # fmt: skip
_BASES = {"stated": PK.Stated, "described": PK.Described}
_DIRECTIONS = {"higher": PK.HigherIsBetter, "lower": PK.LowerIsBetter}
_DATE_BASIS = "first submission of the paper to arXiv"

Row = dict[str, str]


class _Unusable(Exception):
    """A row that cannot become a record; the message is the reason."""


@dataclass(frozen=True)
class ReviewSource:
    """The review's facts in `folder`."""

    folder: Path = SHIPPED

    @cached_property
    def origin(self) -> rec.Origin:
        about = self._about["source"]
        licence = _LICENCES.get(about["licence"], about["licence"])
        return rec.Origin(NAME, about["upstream"], licence, about["retrieved_at"])

    def fingerprint(self) -> str:
        found = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            content = path.read_bytes()
            found.update(f"{path.name} {len(content)}\n".encode() + content)
        return found.hexdigest()

    def records(self) -> rec.Records:
        yield from self._papers()
        yield from self._each("techniques.csv", self._technique)
        yield from self._each("datasets.csv", self._dataset)
        yield from self._board()
        yield from self._each("results.csv", self._table_row)
        yield from self._each("text_results.csv", self._text_result)
        yield from self._each("uses.csv", self._use)
        yield from self._each("lineage.csv", self._lineage)
        yield from self._each("citations.csv", self._citation)
        yield from self._each("statements.csv", self._statement)

    # Papers

    @cached_property
    def _about(self) -> dict[str, Any]:
        return self._toml("review.toml")

    @cached_property
    def _references(self) -> dict[str, dict[str, Any]]:
        return {str(entry["number"]): entry for entry in self._toml("references.toml")["reference"]}

    @cached_property
    def _me(self) -> str:
        about = self._about["review"]
        return iri.paper(arxiv=about.get("arxiv"), doi_name=about.get("doi"), own=(NAME, "the-review"))

    def _papers(self) -> rec.Records:
        at = rec.Place(self.origin, "review.toml")
        yield self._paper(self._me, self._about["review"], at, key="the-review")
        for number, entry in self._references.items():
            at = rec.Place(self.origin, f"references.toml#{number}")
            yield self._paper(self._reference(number), entry, at, key=f"reference-{number}")
            yield rec.Citation(at=at, citing=self._me, cited=self._reference(number))

    def _paper(self, mint: str, entry: dict[str, Any], at: rec.Place, key: str) -> rec.Paper:
        schemes = ((scheme, entry.get(scheme)) for scheme in ("arxiv", "doi"))
        known = tuple((scheme, value) for scheme, value in schemes if value) or ((NAME, key),)
        on_arxiv = entry.get("date_is") == "arXiv v1"
        return rec.Paper(
            at=at, iri=mint, title=entry["title"], authors=tuple(entry["authors"]),
            authors_complete=entry.get("authors_complete", True), identifiers=known,
            submitted=entry.get("date") if on_arxiv else None, published=None if on_arxiv else entry.get("date"),
            year=entry.get("year"), venue=entry.get("venue"),
        )  # fmt: skip

    def _reference(self, number: str) -> str:
        entry = self._references.get(number)
        if entry is None:
            raise _Unusable(f"no reference is numbered {number!r}")
        own = (NAME, f"reference-{number}")
        return iri.paper(arxiv=entry.get("arxiv"), doi_name=entry.get("doi"), own=own)

    # Techniques, datasets, the board

    @cached_property
    def _techniques(self) -> dict[str, str]:
        return {row["id"]: _mint("technique", row) for _, row in self._csv("techniques.csv")}

    @cached_property
    def _datasets(self) -> dict[str, str]:
        return {row["id"]: _mint("dataset", row) for _, row in self._csv("datasets.csv")}

    def _technique(self, row: Row, at: rec.Place) -> rec.Records:
        collection = (iri.thing("collection", NAME, row["collection"]), row["collection"])
        yield rec.Technique(
            at=at, iri=_mint("technique", row), name=row["name"], full_name=row["full_name"] or None,
            aliases=_split(row["aliases"]), collection=collection, introduced_by=self._introducer(row),
        )  # fmt: skip

    def _dataset(self, row: Row, at: rec.Place) -> rec.Records:
        public = {"yes": True, "no": False}.get(row["public"])
        samples = _whole(row["samples"]) if row["samples"] else None
        yield rec.Dataset(
            at=at, iri=_mint("dataset", row), name=row["name"], aliases=_split(row["aliases"]), samples=samples,
            public=public, introduced_by=self._introducer(row),
        )  # fmt: skip

    def _introducer(self, row: Row) -> str | None:
        return self._reference(row["introduced_by"]) if row["introduced_by"] else None

    @cached_property
    def _metrics(self) -> dict[str, dict[str, str]]:
        """The board's metrics by the column of results.csv that holds them."""
        return {metric["column"]: metric for metric in self._about["benchmark"]["metrics"]}

    @cached_property
    def _benchmark(self) -> str:
        about = self._about["benchmark"]
        return iri.benchmark(_PWC, about["task"], about["dataset"])

    def _board(self) -> rec.Records:
        about, at = self._about["benchmark"], rec.Place(self.origin, "review.toml#benchmark")
        task, dataset = iri.thing("task", _PWC, about["task"]), iri.thing("dataset", _PWC, about["dataset"])
        yield rec.Task(at=at, iri=task, name=about["task"])
        metrics = [_metric(metric["name"]) for metric in self._metrics.values()]
        for mint, metric in zip(metrics, self._metrics.values(), strict=True):
            direction = _DIRECTIONS.get(metric.get("direction", ""))
            yield rec.Metric(at=at, iri=mint, name=metric["name"], unit=metric["unit"], direction=direction)
        yield rec.Benchmark(
            at=at, iri=self._benchmark, name=f"{about['task']} on {about['dataset']}", task=task, dataset=dataset,
            metrics=tuple(metrics), primary_metric=metrics[0], split=about.get("split"),
        )  # fmt: skip
        for table in self._about["tables"]:
            mint = self._table(str(table["number"]))
            yield rec.Table(at=at, iri=mint, paper=self._me, number=table["number"], family=table["family"])

    def _table(self, number: str) -> str:
        return iri.thing("table", NAME, number)

    # Results

    def _table_row(self, row: Row, at: rec.Place) -> rec.Records:
        place = f"Table {row['table']}, row {row['row']}"
        mint = iri.thing("row", NAME, f"table-{row['table']}-row-{row['row']}")
        table = self._table(row["table"])
        yield rec.Row(at=at, iri=mint, label=place, pointer=at.pointer, table=table, number=int(row["row"]))
        cells = tuple(_cell(_metric(metric["name"]), row[column]) for column, metric in self._metrics.items())
        model = row["model"] or f"unnamed, {row['parameters']} parameters"
        paper = self._reference(row["reference"])
        yield self._model(row["reference"], model, at, _whole(row["parameters"]))
        yield rec.Result(
            at=at, iri=self._result(paper, model), row=mint, benchmark=self._benchmark,
            model=iri.model(paper, model), paper=paper, cells=cells, **self._dated(row["reference"]),
            extra_samples=_whole(row["extra_samples"]), extra_datasets=self._extra(row),
            rank=int(row["rank"]), rank_metric=_metric(self._metrics["top1"]["name"]),
        )  # fmt: skip

    def _text_result(self, row: Row, at: rec.Place) -> rec.Records:
        """A number in the running text; its row is the sentence's paragraph."""
        paper, place = self._reference(row["reference"]), place_text(row["place"])
        mint = iri.thing("row", NAME, f"{row['place']} {row['model']} {row['metric']}")
        metric = _metric(row["metric"])
        yield rec.Row(at=at, iri=mint, label=place, pointer=at.pointer)
        if row["metric"] not in {known["name"] for known in self._metrics.values()}:
            yield rec.Metric(at=at, iri=metric, name=row["metric"], unit=row["unit"])
        yield self._model(row["reference"], row["model"], at, None)
        yield rec.Result(
            at=at, iri=self._result(paper, row["model"]), row=mint, benchmark=self._benchmark,
            model=iri.model(paper, row["model"]), paper=paper, cells=(_cell(metric, row["value"]),),
            **self._dated(row["reference"]),
        )  # fmt: skip

    def _model(self, reference: str, name: str, at: rec.Place, parameters: int | None) -> rec.Model:
        paper = self._reference(reference)
        return rec.Model(at=at, iri=iri.model(paper, name), name=name, paper=paper, parameters=parameters)

    def _result(self, paper: str, model: str) -> str:
        return iri.result(self._benchmark, iri.model(paper, model))

    def _dated(self, reference: str) -> dict[str, str]:
        entry = self._references[reference]
        submitted = entry.get("date_is") == "arXiv v1" and entry.get("date")
        return {"date": submitted, "date_basis": _DATE_BASIS} if submitted else {}

    def _extra(self, row: Row) -> tuple[str, ...]:
        return (_known(self._datasets, row["extra_dataset"], "dataset"),) if row["extra_dataset"] else ()

    # Lineage and the rest

    def _use(self, row: Row, at: rec.Place) -> rec.Records:
        technique = _known(self._techniques, row["technique"], "technique")
        yield rec.Use(at=at, paper=self._reference(row["reference"]), technique=technique)

    def _lineage(self, row: Row, at: rec.Place) -> rec.Records:
        yield rec.Lineage(
            at=at, subject=self._end(row["subject"]), object=self._end(row["object"]), stated_by=self._me,
            relation=_known(_RELATIONS, row["relation"], "relation"), basis=_known(_BASES, row["basis"], "basis"),
            place="; ".join(map(place_text, _split(row["place"]))),
        )  # fmt: skip

    def _end(self, key: str) -> str:
        kind, _, number = key.partition(":")
        return self._reference(number) if kind == "ref" else _known(self._techniques, key, "technique")

    def _citation(self, row: Row, at: rec.Place) -> rec.Records:
        technique = row["work"].removeprefix("technique:")
        yield rec.Citation(
            at=at, citing=self._me, cited=None if technique else self._reference(row["number"]),
            number=int(row["number"]), place=place_text(row["place"]),
            technique=_known(self._techniques, technique, "technique") if technique else None,
        )  # fmt: skip

    def _statement(self, row: Row, at: rec.Place) -> rec.Records:
        yield rec.Statement(
            at=at, iri=iri.thing("statement", NAME, row["id"]), text=row["claim"], stated_by=self._me,
            place="; ".join(map(place_text, _split(row["place"]))), value=row["value"], comparison=row["comparison"],
            reading=row["reading"] or None, undecidable_because=row["undecidable_because"] or None,
        )  # fmt: skip

    # Files

    def _each(self, name: str, make: Callable[[Row, rec.Place], rec.Records]) -> rec.Records:
        for line, row in self._csv(name):
            at = rec.Place(self.origin, f"{name}:{line}")
            try:
                yield from list(make(row, at))
            except (_Unusable, ValueError, KeyError) as error:
                yield rec.Rejected(at=at, reason=str(error), raw=",".join(map(str, row.values())))

    def _csv(self, name: str) -> Iterator[tuple[int, Row]]:
        text = self._text(name)
        reader = csv.DictReader(text.splitlines(), restval="", strict=True)
        for row in reader:
            yield reader.line_num, row

    def _toml(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text(name))
        except tomllib.TOMLDecodeError as error:
            raise SourceError(f"{self.folder / name} is not valid TOML: {error}") from None

    def _text(self, name: str) -> str:
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"cannot read {self.folder / name}: {error}") from None


def place_text(code: str) -> str:
    """Spell a place code out.

    Examples
    --------
    >>> place_text("2:3"), place_text("T1:3"), place_text("A"), place_text("F2"), place_text("R27")
    ('Section 2, paragraph 3', 'Table 1, row 3', 'Abstract', 'Figure 2', 'Reference 27')
    """
    head, _, tail = code.partition(":")
    if code == "A":
        return "Abstract"
    if code[0] == "T":
        return f"Table {head[1:]}" + (f", row {tail}" if tail else "")
    if code[0] in "FR":
        return f"{'Figure' if code[0] == 'F' else 'Reference'} {code[1:]}"
    return f"Section {head}" + (f", paragraph {tail}" if tail else "")


def _mint(kind: str, row: Row) -> str:
    own = (NAME, row["id"])
    return iri.thing(kind, *((_PWC, row["paperswithcode"]) if row["paperswithcode"] else own))


def _metric(name: str) -> str:
    return iri.thing("metric", _PWC, name)


def _known(table: dict[str, str], key: str, what: str) -> str:
    if key not in table:
        raise _Unusable(f"no {what} is called {key!r}")
    return table[key]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _value(raw: str) -> Value:
    found = parse(raw)
    if found is None:
        raise _Unusable(f"not a number: {raw!r}")
    return found


def _whole(raw: str) -> int:
    return int(_value(raw).number)


def _cell(metric: str, raw: str) -> rec.Measured:
    return rec.Measured(metric, raw, _value(raw).plain)
