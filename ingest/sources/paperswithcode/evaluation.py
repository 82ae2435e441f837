"""The evaluation tables: tasks, data sets, benchmarks, models and their results, row by row.

The dump is a tree of tasks; a task hangs under each of its parents, with all its tables again. A row that says what
an earlier row of the same table said is counted as a repeat of it. A result is one benchmark, model name (trimmed,
otherwise as written) and paper; rows of one result that differ are kept as measurements of their own.

Left out: `model_links` (empty but for a handful), the titles of links (they repeat the address), `dataset_citations`,
`description` and `source_link` of tables.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from ingest import record as rec
from ingest.metrics import direction
from ingest.sources.paperswithcode.dump import Element
from ingest.sources.paperswithcode.identity import SOURCE, Identity, paper_iri
from ingest.values import parse
from ontology import iri

DATE_BASIS = "date that Papers with Code gives the paper"
NAMELESS = "(no name)"
_LONGEST = 2_000
"""Characters of a refused row that are kept."""


class _Unusable(Exception):
    """Something that cannot become a record; the message is the reason."""


@dataclass(frozen=True, slots=True)
class _Board:
    """A table of results and what its rows need of it."""

    iri: str
    key: tuple[str, ...]
    task: str


@dataclass
class Evaluation:
    """The records of the tables of one snapshot: one dump, or the files that it is split into.

    Parameters
    ----------
    origin : Origin
    """

    origin: rec.Origin
    _dump: str = ""
    _seen: dict[bytes, str] = field(default_factory=dict)
    """Digest of each row's content, and where it stood first."""
    _said: set[tuple[str, ...]] = field(default_factory=set)
    """Keys of what was said once and need not be said again."""

    def records(self, elements: Iterable[Element], dump: str) -> rec.Records:
        """Yield the records of the root tasks of one file; what is malformed as `Rejected`, never an exception.

        Parameters
        ----------
        elements : iterable of (str, object)
            JSON pointers and decoded elements.
        dump : str
            What tells this file's rows from another's: a digest of its bytes.
        """
        self._dump = dump
        for pointer, element in elements:
            yield from self._task(element, pointer, ())

    def _task(self, element: object, pointer: str, parents: tuple[str, ...]) -> rec.Records:
        try:
            entry = _mapping(element)
            name = (_text(entry, "task") or "").strip() or NAMELESS
        except _Unusable as error:
            yield self._rejected(pointer, str(error), element)
            return
        task = iri.thing("task", SOURCE, name)
        yield rec.Task(
            at=self._at(pointer), iri=task, name=name, aliases=tuple(_texts(entry, "synonyms")), parents=parents,
            areas=tuple((iri.thing("area", SOURCE, area), area) for area in _texts(entry, "categories")),
            description=_text(entry, "description"),
        )  # fmt: skip
        for place, table in _items(entry, "datasets", pointer):
            yield from self._table(table, place, name, ())
        for place, below in _items(entry, "subtasks", pointer):
            yield from self._task(below, place, (task,))

    def _table(self, table: object, pointer: str, task: str, above: tuple[str, ...]) -> rec.Records:
        try:
            entry = _mapping(table)
            key = (*above, _name(entry, "dataset"))
            sota = _mapping(entry.get("sota") or {})
        except _Unusable as error:
            yield self._rejected(pointer, str(error), table)
            return
        board = _Board(iri.benchmark(SOURCE, task, *key), key, task)
        yield from self._about(board, entry, sota, pointer)
        for place, row in _items(sota, "rows", f"{pointer}/sota"):
            yield from self._row(row, place, board)
        for place, below in _items(entry, "subdatasets", pointer):
            yield from self._table(below, place, task, key)

    def _about(self, board: _Board, entry: Mapping[str, Any], sota: Mapping[str, Any], pointer: str) -> rec.Records:
        at, metrics = self._at(pointer), _texts(sota, "metrics")
        dataset = _dataset(board.key)
        yield rec.Dataset(
            at=at, iri=dataset, name=board.key[-1], description=_text(entry, "description"),
            subset_of=_dataset(board.key[:-1]) if board.key[1:] else None,
        )  # fmt: skip
        yield from self._metrics(metrics, at)
        known = tuple(iri.thing("metric", SOURCE, name) for name in metrics)
        yield rec.Benchmark(
            at=at, iri=board.iri, name=f"{board.task} on {' / '.join(board.key)}", dataset=dataset, metrics=known,
            task=iri.thing("task", SOURCE, board.task), primary_metric=known[0] if known else None,
        )  # fmt: skip

    def _row(self, row: object, pointer: str, board: _Board) -> rec.Records:
        first = self._first(row, pointer, board)
        if first is not None:
            yield rec.Repeat(at=self._at(pointer), of=first)
            return
        try:
            yield from list(self._result(_mapping(row), pointer, board))
        except (_Unusable, ValueError) as error:
            yield self._rejected(pointer, str(error), row)

    def _first(self, row: object, pointer: str, board: _Board) -> str | None:
        """Give the place where this row stood before in the same table; remember this one otherwise."""
        content = json.dumps([board.task, board.key, row], sort_keys=True, default=str)
        digest = blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        first = self._seen.get(digest)
        if first is None:
            self._seen[digest] = pointer
        return first

    def _result(self, row: Mapping[str, Any], pointer: str, board: _Board) -> Iterator[rec.Record]:
        at = self._at(pointer)
        cells = tuple(_cells(row))
        if not cells:
            raise _Unusable("the row states no value of any metric")
        work = paper_iri(None, _text(row, "paper_url"), None, _text(row, "paper_title"))
        yield from self._metrics(_metrics(row), at)
        yield from self._paper(row, work, at)
        model, name = _model(row, work, board)
        if self._new("model", model):
            yield rec.Model(at=at, iri=model, name=name, paper=work.iri if work else None)
        mint = iri.thing("row", SOURCE, f"{self._dump} {pointer}")
        file, _, place = pointer.partition("#")
        yield rec.Row(at=at, iri=mint, label=pointer, pointer=place, file=file)
        yield rec.Result(
            at=at, iri=iri.result(board.iri, model), row=mint, benchmark=board.iri, model=model,
            paper=work.iri if work else None, cells=cells, date=_text(row, "paper_date"), date_basis=DATE_BASIS,
            uses_extra_data=_flag(row, "uses_additional_data"),
        )  # fmt: skip
        yield from self._code(row, work, at)

    def _paper(self, row: Mapping[str, Any], work: Identity | None, at: rec.Place) -> rec.Records:
        title, date = _text(row, "paper_title"), _text(row, "paper_date")
        if work is None or not self._new("paper", work.iri, title or "", date or "", *map(str, work.identifiers)):
            return
        on_arxiv = work.identifiers[0][0] == "arxiv"
        yield rec.Paper(
            at=at, iri=work.iri, title=title or work.identifiers[0][1], authors=(),
            identifiers=work.identifiers, submitted=date if on_arxiv else None, published=None if on_arxiv else date,
        )  # fmt: skip

    def _metrics(self, names: Iterable[str], at: rec.Place) -> rec.Records:
        yield from (_metric(name, at) for name in names if self._new("metric", name))

    def _code(self, row: Mapping[str, Any], work: Identity | None, at: rec.Place) -> rec.Records:
        paper = work.iri if work else None
        for link in _links(row):
            if self._new("code", link, paper or ""):
                yield rec.Repository(at=at, iri=iri.thing("repository", "web", link), url=link, paper=paper)

    def _new(self, *key: str) -> bool:
        """Tell whether this was not said yet, and remember that it now is."""
        before = len(self._said)
        self._said.add(key)
        return len(self._said) > before

    def _at(self, pointer: str) -> rec.Place:
        return rec.Place(self.origin, pointer)

    def _rejected(self, pointer: str, reason: str, raw: object) -> rec.Rejected:
        return rec.Rejected(at=self._at(pointer), reason=reason, raw=json.dumps(raw, default=str)[:_LONGEST])


def _model(row: Mapping[str, Any], work: Identity | None, board: _Board) -> tuple[str, str]:
    """Mint a model within its paper, or within the board where there is no paper; and give its name."""
    name = (_text(row, "model_name") or "").strip()
    if name:
        return iri.model(work.iri if work else board.iri, name), name
    paper = [work.iri.removeprefix(iri.BASE)] if work else []
    return iri.part(board.iri, "model-without-name", *paper), NAMELESS


def _cells(row: Mapping[str, Any]) -> Iterator[rec.Measured]:
    for name, raw in _metrics(row).items():
        value = parse(raw)
        spread = None if value is None or value.spread is None else f"{value.spread:f}"
        yield rec.Measured(iri.thing("metric", SOURCE, name), raw, value.plain if value else None, spread)


def _metrics(row: Mapping[str, Any]) -> dict[str, str]:
    """Give the metrics of a row with their cells as written; empty cells state nothing."""
    found = _mapping(row.get("metrics") or {})
    return {name: str(raw) for name, raw in found.items() if name.strip() and raw is not None and str(raw).strip()}


def _metric(name: str, at: rec.Place) -> rec.Metric:
    known = direction(name)
    return rec.Metric(at=at, iri=iri.thing("metric", SOURCE, name), name=name, unit=known.unit, direction=known.term)


def _dataset(key: tuple[str, ...]) -> str:
    return iri.thing("dataset", SOURCE, " / ".join(key))


def _links(row: Mapping[str, Any]) -> Iterator[str]:
    for link in row.get("code_links") or []:
        url = link.get("url") if isinstance(link, Mapping) else None
        if isinstance(url, str) and url.strip():
            yield url.strip()


# What upstream sends, checked


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _Unusable(f"an object is expected here, not {type(value).__name__}")
    return value


def _name(entry: Mapping[str, Any], key: str) -> str:
    found = _text(entry, key)
    if not found or not found.strip():
        raise _Unusable(f"no {key} is named here")
    return found.strip()


def _text(entry: Mapping[str, Any], key: str) -> str | None:
    found = entry.get(key)
    if found is not None and not isinstance(found, str):
        raise _Unusable(f"{key} is text, not {type(found).__name__}")
    return found or None


def _texts(entry: Mapping[str, Any], key: str) -> list[str]:
    found = entry.get(key) or []
    return [text.strip() for text in found if isinstance(text, str) and text.strip()] if isinstance(found, list) else []


def _flag(entry: Mapping[str, Any], key: str) -> bool | None:
    found = entry.get(key)
    return found if isinstance(found, bool) else None


def _items(entry: Mapping[str, Any], key: str, pointer: str) -> Iterator[Element]:
    """Yield the elements of a list with their pointers; null counts as an empty list."""
    found = entry.get(key) or []
    for position, item in enumerate(found if isinstance(found, list) else [found]):
        yield f"{pointer}/{key}/{position}", item
