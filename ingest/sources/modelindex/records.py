"""What the files of a model zoo state, as records.

A file names tasks, data sets and metrics as Papers with Code does, so they are those of Papers with Code; a technique
it knows there by its page and here by its name alone, so techniques are the model index's own. A collection is a
technique, introduced by its paper; its members inherit what it says and they do not. Dates are not given, so results
have none.

What is left out is listed in `docs/model-index.md`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import partial

from ingest import record as rec
from ingest import values
from ingest.identity import SOURCE as PAPERSWITHCODE
from ingest.identity import Identity, arxiv_in, paper_iri
from ingest.metrics import direction
from ingest.sources.modelindex.zoo import Indexed
from ingest.sources.paperswithcode.fields import Entry, UnusableError, read_each
from ontology import iri

SOURCE = "model-index"

_ARXIV = re.compile(r"(?:https?://)?(?:[a-z]+\.)?arxiv\.org/", re.IGNORECASE)
_FILE_OF = re.compile(r"(https://(?:www\.)?(?:github|gitlab)\.com/[^/\s]+/[^/\s?#]+)/(?:-/)?(?:blob|raw)/.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _About:
    """What a collection or a model says of itself; None and empty where it says nothing."""

    paper: Identity | None = None
    title: str | None = None
    parameters: int | None = None
    architecture: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    code: tuple[str, ...] = ()

    def over(self, inherited: "_About") -> "_About":
        """Fill what is not said here from the collection."""
        names = [known.name for known in fields(self)]
        return _About(**{name: getattr(self, name) or getattr(inherited, name) for name in names})


@dataclass(frozen=True, slots=True)
class _Collection:
    technique: str
    about: _About
    file: str
    """Digest of the file that defines it."""


@dataclass
class Reader:
    """The records of the files of one zoo.

    Parameters
    ----------
    origin : Origin
    repository : str, optional
        Address of the zoo's own repository, which has code for each of the papers.
    """

    origin: rec.Origin
    repository: str | None = None
    _collections: dict[str, list[_Collection]] = field(default_factory=dict)
    _said: set[tuple[str | None, ...]] = field(default_factory=set)
    """What was said once and need not be said again."""

    def records(self, files: list[Indexed]) -> rec.Records:
        """Yield all collections, then all models with their results; what is malformed as `Rejected`."""
        for file in files:
            yield from read_each(file.collections, self.origin, partial(self._collection, file=file))
        for file in files:
            for pointer, model in file.models:
                yield from read_each([(pointer, model)], self.origin, partial(self._model, found=model, file=file))

    # Collections

    def _collection(self, entry: Entry, file: Indexed) -> rec.Records:
        name, about = entry.needed("Name"), _about(entry)
        paper = about.paper.iri if about.paper else None
        technique = iri.part(paper, "technique", name) if paper else iri.thing("technique", SOURCE, name)
        self._collections.setdefault(name, []).append(_Collection(technique, about, file.sha256))
        yield from self._paper(about, entry.at)
        yield rec.Technique(at=entry.at, iri=technique, name=name, introduced_by=paper)
        yield from self._code(about, entry.at)

    def _find(self, name: str, file: Indexed) -> list[_Collection]:
        """Give the collections of that name: of the file, else of all; those of one technique are one."""
        known = self._collections.get(name, [])
        near = [one for one in known if one.file == file.sha256] or known
        return list({one.technique: one for one in near}.values())

    def _inherited(self, entry: Entry, file: Indexed) -> _Collection | None:
        name = entry.text("In Collection")
        if name is None:
            return None
        found = self._find(name, file)
        if len(found) == 1:
            return found[0]
        entry.refuse("In Collection", "several collections have this name" if found else "no such collection", name)
        return None

    # Models

    def _model(self, entry: Entry, found: object, file: Indexed) -> rec.Records:
        name, collection, about = entry.needed("Name"), self._inherited(entry, file), _about(entry)
        about = about.over(collection.about) if collection else about
        paper = about.paper.iri if about.paper else None
        model = iri.model(paper, name) if paper else iri.thing("model", SOURCE, f"{file.sha256[:12]} {name}")
        yield from self._paper(about, entry.at)
        yield rec.Model(at=entry.at, iri=model, name=name, paper=paper, parameters=about.parameters)
        yield from self._uses(model, about, collection, file, entry.at)
        yield from self._code(about, entry.at)
        results = found.get("Results", []) if isinstance(found, dict) else []
        places = ((f"{entry.at.pointer}/Results/{place}", result) for place, result in enumerate(results))
        yield from read_each(places, self.origin, partial(self._result, model=model, about=about, file=file))

    def _uses(
        self, model: str, about: _About, collection: _Collection | None, file: Indexed, at: rec.Place
    ) -> rec.Records:
        used = {collection.technique: None} if collection else {}
        for name in about.architecture + about.training:
            found = self._find(name, file)
            technique = found[0].technique if len(found) == 1 else iri.thing("technique", SOURCE, name)
            used[technique] = None
            if len(found) != 1 and self._new("technique", name):
                yield rec.Technique(at=at, iri=technique, name=name)
        yield from (rec.Use(at=at, paper=model, technique=technique) for technique in used)

    # Results

    def _result(self, entry: Entry, model: str, about: _About, file: Indexed) -> rec.Records:
        task, dataset = entry.needed("Task"), entry.needed("Dataset")
        cells = _cells(entry)
        if not cells:
            raise UnusableError("the row states no value of any metric")
        board, metrics = iri.benchmark(PAPERSWITHCODE, task, dataset), tuple(cell.metric for cell in cells)
        yield from self._board(board, task, dataset, metrics, entry.at)
        extra = tuple(name for name in about.data if name != dataset)
        for name in extra:
            yield from self._dataset(name, entry.at)
        name, _, pointer = entry.at.pointer.partition("#")
        row = iri.thing("row", SOURCE, f"{file.sha256[:12]} {entry.at.pointer}")
        yield rec.Row(at=entry.at, iri=row, label=entry.at.pointer, pointer=pointer, file=name)
        yield rec.Result(
            at=entry.at, iri=iri.result(board, model), row=row, benchmark=board, model=model,
            paper=about.paper.iri if about.paper else None, cells=cells,
            uses_extra_data=_uses_extra(about.data, dataset), extra_datasets=tuple(map(_dataset, extra)),
        )  # fmt: skip

    def _board(self, board: str, task: str, dataset: str, metrics: tuple[str, ...], at: rec.Place) -> rec.Records:
        on = iri.thing("task", PAPERSWITHCODE, task)
        if self._new("task", task):
            yield rec.Task(at=at, iri=on, name=task)
        yield from self._dataset(dataset, at)
        for metric in metrics:
            if self._new("metric", metric):
                known = direction(iri.key(metric))
                yield rec.Metric(at=at, iri=metric, name=iri.key(metric), unit=known.unit, direction=known.term)
        if self._new("benchmark", board, *metrics):
            name = f"{task} on {dataset}"
            yield rec.Benchmark(at=at, iri=board, name=name, task=on, dataset=_dataset(dataset), metrics=metrics)

    # What is said once

    def _dataset(self, name: str, at: rec.Place) -> rec.Records:
        if self._new("dataset", name):
            yield rec.Dataset(at=at, iri=_dataset(name), name=name)

    def _paper(self, about: _About, at: rec.Place) -> rec.Records:
        """Give a paper; one without a title goes by its identifier."""
        who = about.paper
        if who and self._new("paper", who.iri, about.title, *map(str, who.identifiers)):
            yield rec.Paper(
                at=at, iri=who.iri, title=about.title or who.identifiers[0][1], authors=(),
                identifiers=who.identifiers,
            )  # fmt: skip

    def _code(self, about: _About, at: rec.Place) -> rec.Records:
        own = (self.repository,) if self.repository else ()
        paper = about.paper.iri if about.paper else None
        for url in dict.fromkeys(about.code + own):
            if self._new("code", url, paper):
                yield rec.Repository(at=at, iri=iri.thing("repository", "web", url), url=url, paper=paper)

    def _new(self, *key: str | None) -> bool:
        """Tell whether this was not said yet, and remember that it now is."""
        before = len(self._said)
        self._said.add(key)
        return len(self._said) > before


# What a collection or a model says


def _about(entry: Entry) -> _About:
    metadata = entry.entry("Metadata") or Entry(entry.at, {}, entry.rejected)
    paper, title = _paper(entry)
    return _About(
        paper=paper, title=title, parameters=_count(metadata, "Parameters"), code=_once(_links(entry)),
        architecture=metadata.texts("Architecture"), training=metadata.texts("Training Techniques"),
        data=_once(metadata.texts("Training Data")),
    )  # fmt: skip


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _paper(entry: Entry) -> tuple[Identity | None, str | None]:
    """Give the paper and its title, which may stand where the address belongs."""
    about = entry.entry("Paper")
    if about is None:
        return None, None
    url, title = about.text("URL"), about.text("Title")
    if url and _ARXIV.match(url) and not arxiv_in(url):
        about.refuse("URL", "an address at arXiv without an identifier", url)
        url = None
    if url and title is None and "/" not in url and iri.arxiv_id(url) is None:
        url, title = None, url
    found = paper_iri(url, url, url, title)
    if url and (found is None or found.identifiers[0][0] == "title"):
        about.refuse("URL", "nothing tells which paper it is", url)
    return found, title


def _count(entry: Entry, key: str) -> int | None:
    raw = entry.text(key)
    found = values.parse(raw) if raw else None
    if found and found.unit is None and found.number >= 0 and found.number == int(found.number):
        return int(found.number)
    if raw:
        entry.refuse(key, f"expected a count, found {raw[:80]!r}", raw)
    return None


def _links(entry: Entry) -> Iterator[str]:
    """Give the repositories of the code; a link to a file in one stands for it, one to a folder may be a project."""
    for holder in (entry, entry.entry("Converted From")):
        code = holder.entry("Code") if holder else None
        url = code.address("URL") if code else None
        if url:
            found = _FILE_OF.fullmatch(url)
            yield found[1] if found else url


# What a result says


def _cells(entry: Entry) -> tuple[rec.Measured, ...]:
    found: dict[str, rec.Measured] = {}
    for metric in entry.entries("Metrics"):
        name, raw = metric.text("Name"), metric.text("Value")
        if name is None or name in found:
            metric.refuse("Name", "another metric of the row has this name" if name else "a metric without a name", raw)
        elif raw:
            found[name] = _cell(name, raw)
    return tuple(found.values())


def _cell(name: str, raw: str) -> rec.Measured:
    value = values.parse(raw)
    spread = None if value is None or value.spread is None else f"{value.spread:f}"
    return rec.Measured(iri.thing("metric", PAPERSWITHCODE, name), raw, value.plain if value else None, spread)


def _dataset(name: str) -> str:
    return iri.thing("dataset", PAPERSWITHCODE, name)


def _uses_extra(data: tuple[str, ...], dataset: str) -> bool | None:
    """Tell whether a model saw more than the benchmark's data: unknown where only other names are given."""
    return len(data) > 1 if dataset in data else None
