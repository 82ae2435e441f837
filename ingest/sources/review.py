"""The source `review`: the facts of one literature review, kept as plain files that a person can check.

The folder's files and columns are described in `docs/review.md`. Rows that refer to something unknown are
rejected with file and line; a missing or unreadable file is an error.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from ingest import files
from ingest import record as rec
from ingest.files import Line, Row
from ingest.places import place_text, places_text
from ingest.source import SourceError
from ingest.values import Value, parse
from ontology import iri
from ontology.terms import PK

NAME = "review"
_COLUMNS = {
    "techniques.csv": "id name full_name aliases collection introduced_by paperswithcode place",
    "datasets.csv": "id name aliases samples public introduced_by paperswithcode place",
    "results.csv": "table row rank reference model top1 parameters extra_samples extra_dataset model_source",
    "text_results.csv": "reference model metric unit value place",
    "uses.csv": "reference technique place basis",
    "lineage.csv": "subject relation object place basis",
    "citations.csv": "number place work",
    "statements.csv": "id claim reading place value comparison undecidable_because",
}
_SECTIONS = {
    "review": "title authors", "source": "upstream licence retrieved_at", "benchmark": "task dataset metrics",
    "tables": "number family",
}  # fmt: skip
FILES = ("review.toml", "references.toml", *_COLUMNS)
SHIPPED = Path(__file__).parent.parent / "data" / "review"
_PWC = "paperswithcode"
_LICENCES = {"CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/"}
_RELATIONS = {
    "builds-on": PK.buildsOn, "variant-of": PK.variantOf, "has-component": PK.hasComponent,
    "replaces": PK.replaces, "removes": PK.removes, "compared-with": PK.comparedWith,
}  # fmt: skip
_BASES = {"stated": PK.Stated, "described": PK.Described}
_DIRECTIONS = {"higher": PK.HigherIsBetter, "lower": PK.LowerIsBetter}
_PUBLIC = {"yes": True, "no": False, "": None}
_DATE_BASIS = "first submission of the paper to arXiv"


_T = TypeVar("_T")


class _UnusableError(Exception):
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
        for name in FILES:
            content = files.text(self.folder / name).encode()
            found.update(f"{name} {len(content)}\n".encode() + content)
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
        path = self.folder / "review.toml"
        found = files.toml(path)
        for section, keys in _SECTIONS.items():
            for entry in files.tables(found.get(section)):
                if missing := set(keys.split()) - entry.keys():
                    raise SourceError(f"{path}: [{section}] lacks {', '.join(sorted(missing))}")
        return found

    @cached_property
    def _references(self) -> dict[str, dict[str, Any]]:
        path = self.folder / "references.toml"
        entries = files.tables(files.toml(path).get("reference"))
        found = {str(entry.get("number", "")): entry for entry in entries}
        if len(found) < len(entries) or "" in found:
            raise SourceError(f"{path}: every [[reference]] needs a number of its own")
        return found

    @cached_property
    def _me(self) -> str:
        about = self._about["review"]
        try:
            return iri.paper(arxiv=about.get("arxiv"), doi_name=about.get("doi"), own=(NAME, "the-review"))
        except ValueError as error:
            raise SourceError(f"{self.folder / 'review.toml'}: {error}") from None

    def _papers(self) -> rec.Records:
        at = rec.Place(self.origin, "review.toml")
        yield self._paper(self._me, self._about["review"], at, key="the-review")
        for number, entry in self._references.items():
            at = rec.Place(self.origin, f"references.toml#{number}")
            yield from _attempt(partial(self._cited, number, at), at, str(entry))

    def _cited(self, number: str, at: rec.Place) -> rec.Records:
        yield self._paper(self._reference(number), self._references[number], at, key=f"reference-{number}")
        yield rec.Citation(at=at, citing=self._me, cited=self._reference(number))

    def _paper(self, mint: str, entry: dict[str, Any], at: rec.Place, key: str) -> rec.Paper:
        schemes = (("arxiv", entry.get("arxiv")), ("doi", iri.doi(entry.get("doi", ""))))
        known = tuple((scheme, value) for scheme, value in schemes if value) or ((NAME, key),)
        on_arxiv, date = entry.get("date_is") == "arXiv v1", _date(entry)
        return rec.Paper(
            at=at, iri=mint, title=_field(entry, "title", str), authors=tuple(_field(entry, "authors", list)),
            authors_complete=entry.get("authors_complete", True), identifiers=known,
            submitted=date if on_arxiv else None, published=None if on_arxiv else date,
            year=entry.get("year"), venue=entry.get("venue"),
        )  # fmt: skip

    def _reference(self, number: str) -> str:
        entry = self._references.get(number)
        if entry is None:
            raise _UnusableError(f"no reference is numbered {number!r}")
        own = (NAME, f"reference-{number}")
        return iri.paper(arxiv=entry.get("arxiv"), doi_name=entry.get("doi"), own=own)

    # Techniques, datasets, the board

    @cached_property
    def _techniques(self) -> dict[str, str]:
        return self._index("techniques.csv", "technique")

    @cached_property
    def _datasets(self) -> dict[str, str]:
        return self._index("datasets.csv", "dataset")

    def _index(self, name: str, kind: str) -> dict[str, str]:
        rows = (line.row for line in self._csv(name) if line.row and line.row["id"])
        return {row["id"]: _mint(kind, row) for row in rows}

    def _technique(self, row: Row, at: rec.Place) -> rec.Records:
        name = row["collection"]
        collections = ((iri.thing("collection", NAME, name), name),) if name else ()
        yield rec.Technique(
            at=at, iri=_mint("technique", row), name=row["name"], full_name=row["full_name"] or None,
            aliases=_split(row["aliases"]), collections=collections, introduced_by=self._introducer(row),
        )  # fmt: skip

    def _dataset(self, row: Row, at: rec.Place) -> rec.Records:
        public = _known(_PUBLIC, row["public"], "answer to public")
        samples = _whole(row["samples"]) if row["samples"] else None
        yield rec.Dataset(
            at=at, iri=_mint("dataset", row), name=row["name"], aliases=_split(row["aliases"]),
            samples=samples, public=public, introduced_by=self._introducer(row),
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
            direction = _direction(metric)
            yield rec.Metric(at=at, iri=mint, name=metric["name"], unit=metric["unit"], direction=direction)
        yield rec.Benchmark(
            at=at, iri=self._benchmark, name=f"{about['task']} on {about['dataset']}", task=task,
            dataset=dataset, metrics=tuple(metrics), primary_metric=metrics[0], split=about.get("split"),
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
            model=iri.model(paper, model), paper=paper, cells=cells, date=self._submitted(row["reference"]),
            date_basis=_DATE_BASIS, extra_samples=_whole(row["extra_samples"]),
            uses_extra_data=_whole(row["extra_samples"]) > 0,
            extra_datasets=self._extra(row),
            rank=int(row["rank"]), rank_metric=_metric(self._metrics["top1"]["name"]),
        )  # fmt: skip

    def _text_result(self, row: Row, at: rec.Place) -> rec.Records:
        """A number in the running text; its row is the sentence's paragraph."""
        paper, place = self._reference(row["reference"]), place_text(row["place"])
        keys = (row["place"], row["reference"], row["model"], row["metric"])
        mint = iri.part(f"{iri.BASE}{NAME}", "row", *keys)
        metric = _metric(row["metric"])
        yield rec.Row(at=at, iri=mint, label=place, pointer=at.pointer)
        if row["metric"] not in {known["name"] for known in self._metrics.values()}:
            yield rec.Metric(at=at, iri=metric, name=row["metric"], unit=row["unit"])
        yield self._model(row["reference"], row["model"], at, None)
        yield rec.Result(
            at=at, iri=self._result(paper, row["model"]), row=mint, benchmark=self._benchmark,
            model=iri.model(paper, row["model"]), paper=paper, cells=(_cell(metric, row["value"]),),
            date=self._submitted(row["reference"]), date_basis=_DATE_BASIS,
        )  # fmt: skip

    def _model(self, reference: str, name: str, at: rec.Place, parameters: int | None) -> rec.Model:
        paper = self._reference(reference)
        return rec.Model(at=at, iri=iri.model(paper, name), name=name, paper=paper, parameters=parameters)

    def _result(self, paper: str, model: str) -> str:
        return iri.result(self._benchmark, iri.model(paper, model))

    def _submitted(self, reference: str) -> str | None:
        entry = self._references[reference]
        return _date(entry) if entry.get("date_is") == "arXiv v1" else None

    def _extra(self, row: Row) -> tuple[str, ...]:
        return (_known(self._datasets, row["extra_dataset"], "dataset"),) if row["extra_dataset"] else ()

    # Lineage and the rest

    def _use(self, row: Row, at: rec.Place) -> rec.Records:
        technique = _known(self._techniques, row["technique"], "technique")
        yield rec.Use(at=at, paper=self._reference(row["reference"]), technique=technique)

    def _lineage(self, row: Row, at: rec.Place) -> rec.Records:
        yield rec.Lineage(
            at=at, subject=self._end(row["subject"]), object=self._end(row["object"]), stated_by=self._me,
            relation=_known(_RELATIONS, row["relation"], "relation"),
            basis=_known(_BASES, row["basis"], "basis"), place=places_text(row["place"]),
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
            place=places_text(row["place"]), value=row["value"], comparison=row["comparison"],
            reading=row["reading"] or None, undecidable_because=row["undecidable_because"] or None,
        )  # fmt: skip

    # Files

    def _each(self, name: str, make: Callable[[Row, rec.Place], rec.Records]) -> rec.Records:
        for line in self._csv(name):
            at = rec.Place(self.origin, f"{name}:{line.number}")
            if line.row is None:
                yield rec.Rejected(at=at, reason=line.problem, raw=line.raw)
            else:
                yield from _attempt(partial(make, line.row, at), at, line.raw)

    def _csv(self, name: str) -> Iterator[Line]:
        return files.lines(self.folder / name, _COLUMNS[name].split())


def _attempt(make: Callable[[], rec.Records], at: rec.Place, raw: str) -> rec.Records:
    """Yield all records of one row or entry, or none of them and why."""
    try:
        yield from list(make())
    except (_UnusableError, ValueError) as error:
        yield rec.Rejected(at=at, reason=str(error), raw=raw)


def _field(entry: dict[str, Any], name: str, kind: type[_T]) -> _T:
    found = entry.get(name)
    if not isinstance(found, kind):
        raise _UnusableError(f"{name} is {found!r}; a {kind.__name__} was expected")
    return found


def _date(entry: dict[str, Any]) -> str | None:
    """Give the date of an entry, which TOML may hold as text or as a date."""
    return str(entry["date"]) if "date" in entry else None


def _direction(metric: dict[str, str]) -> str | None:
    named = metric.get("direction")
    if named is not None and named not in _DIRECTIONS:
        raise SourceError(f"review.toml: no direction is called {named!r}; there are: higher, lower")
    return _DIRECTIONS[named] if named else None


def _mint(kind: str, row: Row) -> str:
    own = (NAME, row["id"])
    return iri.thing(kind, *((_PWC, row["paperswithcode"]) if row["paperswithcode"] else own))


def _metric(name: str) -> str:
    return iri.thing("metric", _PWC, name)


def _known(table: dict[str, _T], key: str, what: str) -> _T:
    if key not in table:
        raise _UnusableError(f"no {what} is called {key!r}")
    return table[key]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _value(raw: str) -> Value:
    found = parse(raw)
    if found is None:
        raise _UnusableError(f"not a number: {raw!r}")
    return found


def _whole(raw: str) -> int:
    number = _value(raw).number
    if number != int(number):
        raise _UnusableError(f"not a whole number: {raw!r}")
    return int(number)


def _cell(metric: str, raw: str) -> rec.Measured:
    return rec.Measured(metric, raw, _value(raw).plain)
