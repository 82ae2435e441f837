"""Works of OpenAlex to records. What is left out is listed in `docs/citations.md`."""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from ingest import record as rec
from ingest.citing import Pair, known_by, usable
from ingest.identity import Identity, arxiv_in
from ingest.sources.paperswithcode.fields import Entry, UnusableError, read_each

SOURCE = "openalex"
LONGEST_ABSTRACT = 20_000
"""Words; positions beyond are none of an abstract."""

_WORK = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?)?(W[0-9]+)", re.IGNORECASE)
_OTHER = {
    "doi": ("doi", re.compile(r"(?:https?://(?:dx\.)?doi\.org/)?(10\..+)", re.IGNORECASE | re.DOTALL)),
    "mag": ("mag", re.compile(r"([0-9]+)")),
    "pmid": ("pmid", re.compile(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/)?([0-9]+)/?")),
    "pmcid": ("pmcid", re.compile(r"(?:https?://.*/)?(?:PMC)?([0-9]+)/?", re.IGNORECASE)),
}
"""Keys of `ids`, our schemes, and how their values look: most are addresses."""


def records(works: Iterable[tuple[str, object]], origin: rec.Origin, aliases: tuple[str, ...] = ()) -> rec.Records:
    """Yield each work as a paper, and its references.

    Parameters
    ----------
    works : iterable of (str, object)
        Place and decoded work.
    origin : Origin
    aliases : sequence of str
        Identifiers at OpenAlex that were asked for and led to the one work: it was merged.
    """
    return read_each(works, origin, partial(_work, aliases=aliases))


def work_id(text: str) -> str | None:
    """Give the identifier of a work at OpenAlex.

    Examples
    --------
    >>> work_id("https://openalex.org/W2741809807"), work_id("A7")
    ('W2741809807', None)
    """
    found = _WORK.fullmatch(text.strip())
    return found[1].upper() if found else None


def _work(entry: Entry, aliases: tuple[str, ...]) -> rec.Records:
    entry = entry.without_nulls()
    who = identity(entry, aliases)
    title = entry.text("title") or entry.text("display_name")
    if title is None:
        yield rec.Work(at=entry.at, iri=who.iri, identifiers=who.identifiers)
    else:
        yield _paper(entry, who, title)
    yield from _references(entry, who.iri)


def _paper(entry: Entry, who: Identity, title: str) -> rec.Paper:
    return rec.Paper(
        at=entry.at, iri=who.iri, title=title, authors=tuple(_authors(entry)),
        authors_complete=False if entry.flag("is_authors_truncated") else None, identifiers=who.identifiers,
        published=entry.day("publication_date"), year=entry.number("publication_year"), venue=_venue(entry),
        abstract=_abstract(entry),
    )  # fmt: skip


def identity(entry: Entry, aliases: tuple[str, ...] = ()) -> Identity:
    """Tell which work it is.

    Raises
    ------
    UnusableError
        If it has no identifier of OpenAlex.
    """
    own = work_id(entry.text("id") or "")
    if own is None:
        raise UnusableError("the work has no identifier of OpenAlex")
    pairs = [(SOURCE, own), *((SOURCE, alias) for alias in aliases), *_others(entry), *_on_arxiv(entry)]
    return known_by(pairs)


def _others(entry: Entry) -> Iterator[Pair]:
    ids = entry.entry("ids")
    for key, (scheme, looks) in _OTHER.items():
        value = (ids.identifier(key) if ids else None) or (entry.text("doi") if key == "doi" else None)
        if value and (found := looks.fullmatch(value)) and usable(scheme, found[1]):
            yield scheme, found[1]
        elif value:
            entry.refuse(f"ids/{key}", "no such identifier", value)


def _on_arxiv(entry: Entry) -> Iterator[Pair]:
    for place in entry.entries("locations"):
        if found := arxiv_in(place.text("landing_page_url") or ""):
            yield "arxiv", found


def _authors(entry: Entry) -> Iterator[str]:
    for role in entry.entries("authorships"):
        author = role.entry("author")
        name = (author.text("display_name") if author else None) or role.text("raw_author_name")
        if name:
            yield name


def _venue(entry: Entry) -> str | None:
    """Give the name of the journal or repository; `host_venue` is what older records have."""
    place = entry.entry("primary_location")
    venue = (place.entry("source") if place else None) or entry.entry("host_venue")
    return venue.text("display_name") if venue else None


def _abstract(entry: Entry) -> str | None:
    """Put the words of an abstract in order: the index lists the places of each word."""
    placed: dict[int, str] = {}
    for word, places in entry.mapping("abstract_inverted_index").items():
        for place in places if isinstance(places, list) else ():
            if isinstance(place, int) and 0 <= place < LONGEST_ABSTRACT:
                placed[place] = word
    return " ".join(placed[place] for place in sorted(placed)) or None


def _references(entry: Entry, citing: str) -> rec.Records:
    for text in entry.texts("referenced_works"):
        other = work_id(text)
        if other is None:
            entry.refuse("referenced_works", "no identifier of a work", text)
            continue
        cited = known_by([(SOURCE, other)])
        yield rec.Work(at=entry.at, iri=cited.iri, identifiers=cited.identifiers)
        yield rec.Citation(at=entry.at, citing=citing, cited=cited.iri)
