"""Records to statements: one pure function a kind of record, nothing else decides a predicate."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache, singledispatch
from hashlib import blake2b

import polars as pl

from ingest import record
from ingest.nquads import Triple, address, string, term, typed
from ingest.nquads import iri as node
from ontology import iri
from ontology.terms import CITO, DCTERMS, PK, RDF, XSD


@singledispatch
def statements(rec: record.Record) -> Iterator[Triple]:
    """Give the statements of a record.

    Returns
    -------
    iterator of Triple
        Subject, predicate, object as N-Quads terms; no blank nodes; order depends on the record alone.

    Raises
    ------
    TypeError
        If there is no mapping for this kind of record.
    ValueError
        If a field cannot stand in RDF (an invalid IRI, a lone surrogate).
    """
    raise TypeError(f"no mapping for {type(rec).__name__}")


class _Thing:
    """Collects the statements about one subject; fields that are None or empty say nothing."""

    def __init__(self, subject: str, kind: str) -> None:
        self.subject = node(subject)
        self.triples: list[Triple] = [(self.subject, term(RDF.type), term(kind))]

    def link(self, predicate: str, target: str | None) -> "_Thing":
        return self._add(predicate, node(target) if target else None)

    def links(self, predicate: str, targets: Iterable[str]) -> "_Thing":
        for target in targets:
            self.link(predicate, target)
        return self

    def text(self, predicate: str, value: str | None) -> "_Thing":
        return self._add(predicate, string(value) if value else None)

    def texts(self, predicate: str, values: Iterable[str]) -> "_Thing":
        for value in values:
            self.text(predicate, value)
        return self

    def number(self, predicate: str, value: int | None) -> "_Thing":
        return self._add(predicate, None if value is None else typed(str(value), XSD.integer))

    def addresses(self, predicate: str, values: Iterable[str]) -> "_Thing":
        """Add web addresses as upstream writes them; what is no valid IRI is encoded."""
        for value in values:
            self._add(predicate, typed(address(value), XSD.anyURI))
        return self

    def literal(self, predicate: str, lexical: str | None, datatype: str) -> "_Thing":
        return self._add(predicate, typed(lexical, datatype) if lexical else None)

    def flag(self, predicate: str, value: bool | None) -> "_Thing":
        return self._add(predicate, None if value is None else typed(str(value).lower(), XSD.boolean))

    def date(self, predicate: str, value: str | None) -> "_Thing":
        return self._add(predicate, typed(value, date_type(value)) if value else None)

    def _add(self, predicate: str, value: str | None) -> "_Thing":
        if value is not None:
            self.triples.append((self.subject, term(predicate), value))
        return self


def date_type(value: str) -> str:
    """Name the datatype of a date by its precision: YYYY, YYYY-MM or YYYY-MM-DD.

    Raises
    ------
    ValueError
        If `value` is not such a date of the calendar.

    Examples
    --------
    >>> date_type("2020-06").rsplit("#")[1]
    'gYearMonth'
    """
    if not _DATE.fullmatch(value):
        raise ValueError(f"not a date: {value!r}; YYYY, YYYY-MM and YYYY-MM-DD are")
    date.fromisoformat(f"{value}-01-01"[:10])
    return {4: XSD.gYear, 7: XSD.gYearMonth}.get(len(value), XSD.date)


_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


def _arxiv(value: str) -> str:
    found = iri.arxiv_id(value)
    if found is None:
        raise ValueError(f"not an arXiv identifier: {value!r}")
    return found


_OWN_PREDICATE: dict[str, tuple[str, Callable[[str], str]]] = {
    "arxiv": (PK.arxivId, _arxiv), "doi": (PK.doi, iri.doi),
}  # fmt: skip
"""Schemes with a predicate of their own, and how to spell them in the one way."""


@statements.register
def _paper(rec: record.Paper) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Paper).text(PK.title, rec.title)
    for scheme, value in rec.identifiers:
        _identify(thing, scheme, value)
    thing.date(PK.submitted, rec.submitted).date(PK.published, rec.published)
    thing.literal(PK.publicationYear, f"{rec.year:04d}" if rec.year else None, XSD.gYear)
    thing.text(PK.venue, rec.venue)
    thing.flag(PK.authorsComplete, rec.authors_complete).text(PK.abstract, rec.abstract)
    thing.addresses(PK.url, rec.urls).links(PK.aboutTask, rec.tasks).links(PK.usesTechnique, rec.techniques)
    _preprint(thing, rec)
    yield from thing.triples
    for one in rec.versions:
        yield from _version(rec, one)
    for position, name in enumerate(rec.authors, 1):
        yield from _authorship(rec, thing.subject, position, name)


def _preprint(thing: _Thing, rec: record.Paper) -> None:
    """Add what a preprint server says of a paper."""
    thing.date(PK.revised, rec.revised).texts(PK.primaryCategory, rec.categories[:1])
    thing.texts(PK.category, rec.categories[1:]).texts(PK.subject, rec.subjects)
    thing.text(PK.journalReference, rec.journal_reference).text(PK.authorComment, rec.comments)
    thing.link(PK.paperLicence, rec.licence).text(PK.reportNumber, rec.report_number)
    thing.flag(PK.isWithdrawn, rec.withdrawn)
    thing.links(PK.hasVersion, (_version_iri(rec, one) for one in rec.versions))


def _version_iri(rec: record.Paper, version: record.Version) -> str:
    return iri.part(rec.iri, "version", str(version.number))


def _version(rec: record.Paper, version: record.Version) -> Iterator[Triple]:
    thing = _Thing(_version_iri(rec, version), PK.Version).number(PK.versionNumber, version.number)
    yield from thing.date(PK.versionDate, version.date).text(PK.contentSize, version.size).triples


@statements.register
def _removed(rec: record.Removed) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Work)
    for scheme, value in rec.identifiers:
        thing.text(PK.identifier, f"{scheme}:{_OWN_PREDICATE.get(scheme, (None, str))[1](value)}")
    yield from thing.date(PK.removedOn, rec.removed).triples


def _identify(thing: _Thing, scheme: str, value: str) -> None:
    predicate, spell = _OWN_PREDICATE.get(scheme, (None, str))
    value = spell(value)
    thing.text(PK.identifier, f"{scheme}:{value}")
    if predicate:
        thing.text(predicate, value)


def _authorship(rec: record.Paper, paper: str, position: int, name: str) -> Iterator[Triple]:
    author = _author(rec.at.origin.source, name)
    role = f"<{iri.part(rec.iri, 'authorship', str(position))}>"
    yield role, term(RDF.type), term(PK.Authorship)
    yield role, term(PK.author), author
    yield role, term(PK.authorPosition), typed(str(position), XSD.integer)
    yield paper, term(PK.hasAuthorship), role
    yield paper, term(DCTERMS.creator), author


@lru_cache(maxsize=1 << 16)
def _author(source: str, name: str) -> str:
    return node(iri.author(source, name))


def authors(rec: record.Record) -> Iterator[tuple[str, list[Triple]]]:
    """Give each author whom a record names: the term, and the statements that describe him, alike in every record."""
    if isinstance(rec, record.Paper):
        for name in rec.authors:
            author = _author(rec.at.origin.source, name)
            yield author, [(author, term(RDF.type), term(PK.Author)), (author, term(PK.name), string(name))]


@statements.register
def _technique(rec: record.Technique) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Technique).text(PK.name, rec.name)
    thing.text(PK.fullName, rec.full_name).texts(PK.alternateName, rec.aliases)
    thing.link(PK.introducedBy, rec.introduced_by).text(PK.description, rec.description)
    thing.addresses(PK.url, _one(rec.url)).addresses(PK.codeSnippet, _one(rec.code)).number(PK.paperCount, rec.papers)
    yield from _members(thing, PK.inCollection, PK.Collection, rec.collections)
    yield from _members(thing, PK.inArea, PK.Area, rec.areas)
    yield from thing.triples


def _one(value: str | None) -> list[str]:
    return [value] if value else []


def _members(thing: _Thing, predicate: str, kind: str, groups: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    """Put a thing into groups, each an IRI and a name, and say what the groups are."""
    for group, name in groups:
        thing.link(predicate, group)
        yield from _Thing(group, kind).text(PK.name, name).triples


@statements.register
def _use(rec: record.Use) -> Iterator[Triple]:
    yield node(rec.paper), term(PK.usesTechnique), node(rec.technique)


@statements.register
def _task(rec: record.Task) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Task).text(PK.name, rec.name).texts(PK.alternateName, rec.aliases)
    thing.links(PK.parentTask, rec.parents).text(PK.description, rec.description)
    yield from _members(thing, PK.inArea, PK.Area, rec.areas)
    yield from thing.triples


@statements.register
def _dataset(rec: record.Dataset) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Dataset).text(PK.name, rec.name).texts(PK.alternateName, rec.aliases)
    thing.number(PK.sampleCount, rec.samples).flag(PK.isPublic, rec.public)
    thing.link(PK.introducedBy, rec.introduced_by).text(PK.description, rec.description)
    thing.addresses(PK.url, _one(rec.url)).link(PK.subsetOf, rec.subset_of).links(PK.aboutTask, rec.tasks)
    thing.texts(PK.modality, rec.modalities).texts(PK.language, rec.languages).number(PK.paperCount, rec.papers)
    yield from thing.triples


@statements.register
def _metric(rec: record.Metric) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Metric).text(PK.name, rec.name).text(PK.unit, rec.unit)
    yield from thing.link(PK.direction, rec.direction).triples


@statements.register
def _benchmark(rec: record.Benchmark) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Benchmark).text(PK.name, rec.name)
    thing.link(PK.task, rec.task).link(PK.dataset, rec.dataset).text(PK.split, rec.split)
    yield from thing.links(PK.reportsMetric, rec.metrics).link(PK.primaryMetric, rec.primary_metric).triples


@statements.register
def _table(rec: record.Table) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Table).text(PK.name, f"Table {rec.number}")
    thing.link(PK.ofPaper, rec.paper).number(PK.tableNumber, rec.number).text(PK.family, rec.family)
    yield from thing.triples


@statements.register
def _model(rec: record.Model) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Model).text(PK.name, rec.name).link(PK.describedIn, rec.paper)
    yield from thing.number(PK.parameterCount, rec.parameters).triples


@statements.register
def _row(rec: record.Row) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Row).text(PK.name, rec.label).text(PK.pointer, rec.pointer)
    thing.text(PK.fileName, rec.file)
    yield from thing.link(PK.inTable, rec.table).number(PK.rowNumber, rec.number).triples


@statements.register
def _result(rec: record.Result) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Result).link(PK.benchmark, rec.benchmark).link(PK.ofModel, rec.model)
    thing.link(PK.reportedIn, rec.paper).link(PK.sourceRow, rec.row)
    thing.date(PK.resultDate, rec.date).text(PK.resultDateBasis, rec.date_basis if rec.date else None)
    thing.number(PK.extraTrainingSamples, rec.extra_samples).links(PK.trainedOn, rec.extra_datasets)
    thing.flag(PK.usesExtraData, rec.uses_extra_data)
    yield from thing.triples
    for cell in rec.cells:
        yield from _measurement(rec, cell)
    if rec.rank is not None:
        yield from _asserted_rank(rec)


def _measurement(rec: record.Result, cell: record.Measured) -> Iterator[Triple]:
    measurement = iri.part(rec.row, "measurement", iri.key(cell.metric))
    yield node(rec.iri), term(PK.hasMeasurement), node(measurement)
    thing = _Thing(measurement, PK.Measurement).link(PK.metric, cell.metric).link(PK.sourceRow, rec.row)
    thing.literal(PK.value, cell.value, XSD.decimal).text(PK.rawValue, cell.raw)
    yield from thing.literal(PK.spread, cell.spread, XSD.decimal).triples


def _asserted_rank(rec: record.Result) -> Iterator[Triple]:
    thing = _Thing(iri.part(rec.row, "rank"), PK.Rank).link(PK.result, rec.iri)
    thing.link(PK.benchmark, rec.benchmark).link(PK.metric, rec.rank_metric).number(PK.position, rec.rank)
    yield from thing.link(PK.basis, PK.Asserted).link(PK.sourceRow, rec.row).triples


@statements.register
def _lineage(rec: record.Lineage) -> Iterator[Triple]:
    yield node(rec.subject), term(rec.relation), node(rec.object)
    keys = (rec.relation.rsplit("#")[-1], _path(rec.object), *_paths(rec.stated_by), rec.place)
    claim = iri.part(rec.subject, "claim", *keys)
    thing = _Thing(claim, PK.LineageClaim).link(PK.claimSubject, rec.subject)
    thing.link(PK.claimRelation, rec.relation).link(PK.claimObject, rec.object)
    thing.link(PK.statedBy, rec.stated_by)
    thing.text(PK.place, rec.place).text(PK.sentence, rec.sentence).link(PK.basis, rec.basis)
    yield from thing.triples


@statements.register
def _work(rec: record.Work) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Work)
    for scheme, value in rec.identifiers:
        thing.text(PK.identifier, f"{scheme}:{_OWN_PREDICATE.get(scheme, (None, str))[1](value)}")
    yield from thing.triples


@statements.register
def _citation(rec: record.Citation) -> Iterator[Triple]:
    if rec.cited:
        yield node(rec.citing), term(CITO.cites), node(rec.cited)
    if rec.place is not None:
        work = [str(rec.number)] if rec.number is not None else _paths(rec.cited)
        yield from _act(rec, *work, rec.place, *_paths(rec.technique))
    elif rec.sentence or rec.intents or rec.influential:
        words = [blake2b(rec.sentence.encode(), digest_size=8).hexdigest()] if rec.sentence else []
        yield from _act(rec, *_paths(rec.cited), rec.at.origin.source, *words)


def _act(rec: record.Citation, *keys: str) -> Iterator[Triple]:
    """Describe one act of citing, of which more is known than who cites whom."""
    thing = _Thing(iri.part(rec.citing, "citation", *keys), PK.Citation)
    thing.link(PK.citingEntity, rec.citing).link(PK.citedEntity, rec.cited)
    thing.number(PK.referenceNumber, rec.number).text(PK.place, rec.place).text(PK.sentence, rec.sentence)
    thing.link(PK.citedTechnique, rec.technique).links(PK.intent, rec.intents).flag(PK.isInfluential, rec.influential)
    yield from thing.link(PK.statedBy, rec.citing if rec.place else None).triples


def many(rec: record.Citations, graph: str) -> str:
    """Write the statements of many citations as N-Quads in the named graph `graph` (a term).

    The columns hold IRIs that `ontology.iri` minted, and identifiers without characters that need an escape but the
    quote and the backslash.
    """
    kind, known, cites = (term(one) for one in (RDF.type, PK.identifier, CITO.cites))
    spelt = rec.identifiers.str.replace_many({"\\": "\\\\", '"': '\\"'})
    works = rec.works.to_frame("iri").with_columns(spelt.alias("identifier"))
    typed_once = works.select("iri").unique(maintain_order=True)
    ends = rec.citing.to_frame("a").with_columns(rec.cited.alias("b"))
    parts = (
        typed_once.select(pl.format(f"<{{}}> {kind} {term(PK.Work)} {graph} .\n", "iri")),
        works.select(pl.format(f'<{{}}> {known} "{{}}" {graph} .\n', "iri", "identifier")),
        ends.select(pl.format(f"<{{}}> {cites} <{{}}> {graph} .\n", "a", "b")),
    )
    return "".join(str(part.to_series().str.join("")[0]) for part in parts)


@statements.register
def _coverage(rec: record.Coverage) -> Iterator[Triple]:
    source = rec.at.origin.source
    me = iri.part(rec.paper, "coverage", source, rec.asked_for.rsplit("#")[-1], rec.day)
    thing = _Thing(me, PK.Coverage).link(PK.coverageOf, rec.paper).text(PK.sourceName, source)
    thing.link(PK.askedFor, rec.asked_for).link(PK.completeness, rec.completeness)
    thing.date(PK.answeredOn, rec.day).number(PK.answerCount, rec.count)
    yield from thing.number(PK.statedTotal, rec.total).triples


def _paths(thing: str | None) -> list[str]:
    return [_path(thing)] if thing else []


def _path(thing: str) -> str:
    return thing.removeprefix(iri.BASE)


@statements.register
def _repository(rec: record.Repository) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Repository).text(PK.name, rec.url).addresses(PK.url, [rec.url])
    yield from thing.text(PK.framework, rec.framework).triples
    if rec.paper:
        yield node(rec.paper), term(PK.repository), node(rec.iri)
        if rec.official:
            yield node(rec.paper), term(PK.officialRepository), node(rec.iri)


@statements.register
def _statement(rec: record.Statement) -> Iterator[Triple]:
    thing = _Thing(rec.iri, PK.Statement).text(PK.claimText, rec.text).text(PK.reading, rec.reading)
    thing.link(PK.statedBy, rec.stated_by).text(PK.place, rec.place).text(PK.comparison, rec.comparison)
    yield from thing.text(PK.statedValue, rec.value).text(PK.reason, rec.undecidable_because).triples
