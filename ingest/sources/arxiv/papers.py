"""From the fields of any of arXiv's formats to a record: the same rule for all."""

from collections.abc import Sequence

from msgspec import Struct

from ingest import record as rec
from ingest.sources.arxiv.fields import dois, tidy, withdrawn
from ontology import iri

SOURCE = "arxiv"
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
"""Of the metadata."""


class Found(Struct, gc=False):
    """What a format says of a paper, as it is written there but for the dates."""

    id: str
    title: str | None
    abstract: str | None
    authors: Sequence[str] = ()
    authors_complete: bool | None = None
    categories: Sequence[str] = ()
    """The primary one first."""
    versions: Sequence[rec.Version] = ()
    """In their order."""
    submitted: str | None = None
    revised: str | None = None
    """Day of the newest version, where that is not the first."""
    doi: str | None = None
    journal: str | None = None
    comments: str | None = None
    licence: str | None = None
    reports: str | None = None
    subjects: Sequence[str] = ()
    withdrawn: bool | None = None


def records(found: Found, at: rec.Place) -> list[rec.Record]:
    """Give the paper, and before it what of it could not be used as `Rejected`."""
    title, name = tidy(found.title), iri.arxiv_id(found.id)
    if name is None:
        return [rec.Rejected(at=at, reason=f"not an arXiv identifier: {found.id!r}", raw=repr(found))]
    if title is None:
        return [rec.Rejected(at=at, reason=f"{found.id} has no title", raw=repr(found))]
    refused: list[rec.Record] = []
    identifiers: tuple[tuple[str, str], ...] = ((SOURCE, name),)
    if found.doi:
        known, others = dois(found.doi)
        identifiers += tuple([("doi", doi) for doi in known])
        if others:
            reason = f"{found.id}: not a DOI: {' '.join(others)!r}"
            refused.append(rec.Rejected(at=at, reason=reason, raw=found.doi))
    licence = tidy(found.licence)
    if licence and not iri.valid(licence):
        reason = f"{found.id}: the licence is no web address: {licence!r}"
        refused.append(rec.Rejected(at=at, reason=reason, raw=licence))
        licence = None
    comments, abstract = tidy(found.comments), tidy(found.abstract)
    paper = rec.Paper(
        at=at,
        iri=iri.on_arxiv(name),
        title=title,
        authors=tuple(found.authors),
        authors_complete=found.authors_complete,
        identifiers=identifiers,
        submitted=found.submitted,
        abstract=abstract,
        revised=found.revised,
        versions=tuple(found.versions),
        categories=tuple(found.categories),
        subjects=tuple(found.subjects),
        journal_reference=tidy(found.journal),
        comments=comments,
        licence=licence,
        report_number=tidy(found.reports),
        withdrawn=found.withdrawn or withdrawn(comments, abstract),
    )
    return [*refused, paper]
