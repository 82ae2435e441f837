"""Papers, their versions and authors; works and papers of which there are identifiers alone."""

from collections.abc import Iterator
from functools import lru_cache

from ingest import record
from ingest.mapping.thing import Thing, identifier, identify, statements
from ingest.nquads import Triple, string, term, typed
from ingest.nquads import iri as node
from ontology import iri
from ontology.terms import DCTERMS, PK, RDF, XSD


@statements.register
def _paper(rec: record.Paper) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Paper).text(PK.title, rec.title)
    for scheme, value in rec.identifiers:
        identify(thing, scheme, value)
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


def _preprint(thing: Thing, rec: record.Paper) -> None:
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
    thing = Thing(_version_iri(rec, version), PK.Version).number(PK.versionNumber, version.number)
    yield from thing.date(PK.versionDate, version.date).text(PK.contentSize, version.size).triples


@statements.register
def _removed(rec: record.Removed) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Work)
    for scheme, value in rec.identifiers:
        thing.text(PK.identifier, identifier(scheme, value))
    yield from thing.date(PK.removedOn, rec.removed).triples


@statements.register
def _work(rec: record.Work) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Work)
    for scheme, value in rec.identifiers:
        thing.text(PK.identifier, identifier(scheme, value))
    yield from thing.triples


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
