"""Whose word on a field of a paper is shown first, where sources differ. All of them stay in the graph."""

from collections.abc import Mapping

from ontology.terms import PK

_REGISTRAR = ("arxiv", "review", "openalex", "semanticscholar", "paperswithcode", "model-index", "opencitations")
"""Where the paper was deposited comes first, then what was transcribed by hand, then indexes by how they are made."""
_PUBLISHED = ("openalex", "semanticscholar", "review", "paperswithcode", "arxiv", "model-index", "opencitations")
"""What happened after the deposit, an index of publications knows better."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    PK.title: _REGISTRAR,
    PK.submitted: _REGISTRAR,
    PK.published: _PUBLISHED,
    PK.publicationYear: _PUBLISHED,
    PK.venue: _PUBLISHED,
}
"""The sources of each field, the first one first."""


def rank(field: str, source: str | None) -> int:
    """Give the place of a source in the order of a field; unlisted ones come last.

    What several sources say alike (`source` is None) comes before what any says alone.

    Examples
    --------
    >>> rank(PK.title, None) < rank(PK.title, "arxiv") < rank(PK.title, "another")
    True
    """
    order = FIELDS.get(field, _REGISTRAR)
    if source is None:
        return -1
    return order.index(source) if source in order else len(order)
