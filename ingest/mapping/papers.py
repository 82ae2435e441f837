"""Papers, their versions and authors; works and papers of which there are identifiers alone."""

from collections.abc import Iterator
from functools import lru_cache

from ingest import record
from ingest.mapping.thing import Thing, identifier, identify, integer, statements
from ingest.nquads import Triple, string, term
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
    for one in rec.versions:
        thing.triples += _version(rec, one)
    for position, name in enumerate(rec.authors, 1):
        thing.triples += _authorship(rec, thing.subject, position, name)
    return iter(thing.triples)


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


def _version(rec: record.Paper, version: record.Version) -> list[Triple]:
    thing = Thing(_version_iri(rec, version), PK.Version).number(PK.versionNumber, version.number)
    return thing.date(PK.versionDate, version.date).text(PK.contentSize, version.size).triples


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


def _authorship(rec: record.Paper, paper: str, position: int, name: str) -> tuple[Triple, ...]:
    who, role = _author(rec.at.origin.source, name), f"<{iri.part(rec.iri, 'authorship', str(position))}>"
    return (
        (role, _TYPE, _AUTHORSHIP),
        (role, _AUTHOR, who),
        (role, _POSITION, integer(position)),
        (paper, _HAS_AUTHORSHIP, role),
        (paper, _CREATOR, who),
    )


_TYPE, _AUTHORSHIP, _AUTHOR, _POSITION, _HAS_AUTHORSHIP, _CREATOR = map(
    term, (RDF.type, PK.Authorship, PK.author, PK.authorPosition, PK.hasAuthorship, DCTERMS.creator)
)
"""Most of all statements about papers are made with these."""


@lru_cache(maxsize=1 << 16)
def _author(source: str, name: str) -> str:
    return f"<{iri.author(source, name)}>"


def authors(rec: record.Record) -> list[tuple[str, str]]:
    """Give each author whom a record names: the term, and the name."""
    if not isinstance(rec, record.Paper):
        return []
    return [(_author(rec.at.origin.source, name), name) for name in rec.authors]


def author(subject: str, name: str) -> list[Triple]:
    """Describe an author whom `authors` gave, alike for every record that names him."""
    return [(subject, _TYPE, term(PK.Author)), (subject, term(PK.name), string(name))]
