"""The Atom API: pages of a feed, and the papers in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from ingest import record as rec
from ingest.sources.arxiv import xmlpage
from ingest.sources.arxiv.fields import day, tidy, version
from ingest.sources.arxiv.papers import Found, records
from ontology import iri

_ERRORS = "/api/errors"


@dataclass(frozen=True)
class Feed:
    """A page."""

    total: int
    start: int
    entries: tuple[etree._Element, ...]
    error: str | None
    """What arXiv says is wrong with the question."""
    controls: int

    @property
    def ids(self) -> list[str]:
        """The identifiers of the papers, without versions; as they stand where they are none."""
        named = [xmlpage.text_of(entry, "id") or "" for entry in self.entries]
        return [iri.arxiv_id(name) or name for name in named]


@lru_cache(maxsize=1)
def feed(body: bytes) -> Feed:
    """Read a page.

    Raises
    ------
    ValueError
        If it is no feed.
    """
    root, controls = xmlpage.read(body)
    if xmlpage.name(root) != "feed":
        raise ValueError(f"a feed of arXiv is expected, this is <{xmlpage.name(root)}>")
    entries = xmlpage.children(root, "entry")
    error = next((_error(entry) for entry in entries if _is_error(entry)), None)
    return Feed(
        _number(root, "totalResults"), _number(root, "startIndex"), () if error else tuple(entries), error, controls
    )


def _number(root: etree._Element, name: str) -> int:
    said = xmlpage.text_of(root, name) or ""
    if not (said.isascii() and said.isdigit()):
        raise ValueError(f"the feed does not tell {name}")
    return int(said)


def _is_error(entry: etree._Element) -> bool:
    return _ERRORS in (xmlpage.text_of(entry, "id") or "")


def _error(entry: etree._Element) -> str:
    return tidy(xmlpage.text_of(entry, "summary")) or "an error without a reason"


def papers(entry: etree._Element, at: rec.Place) -> Iterator[rec.Record]:
    """Give the records of an entry."""
    try:
        found = _found(entry)
    except ValueError as error:
        yield rec.Rejected(at=at, reason=str(error), raw=etree.tostring(entry, encoding="unicode"))
        return
    yield from records(found, at)


def _found(entry: etree._Element) -> Found:
    address, primary = xmlpage.text_of(entry, "id") or "", xmlpage.child(entry, "primary_category")
    first, last = xmlpage.text_of(entry, "published"), xmlpage.text_of(entry, "updated")
    terms = [one.get("term") for one in (*_one(primary), *xmlpage.children(entry, "category"))]
    number, submitted = version(address), day(first) if first else None
    revised = day(last) if last and last != first else None
    named = [tidy(xmlpage.text_of(author, "name")) for author in xmlpage.children(entry, "author")]
    return Found(
        id=address,
        title=xmlpage.text_of(entry, "title"),
        abstract=xmlpage.text_of(entry, "summary"),
        authors=[name for name in named if name],
        categories=list(dict.fromkeys(filter(None, terms))),
        versions=_versions(number, submitted, revised),
        submitted=submitted,
        revised=revised,
        doi=xmlpage.text_of(entry, "doi"),
        journal=xmlpage.text_of(entry, "journal_ref"),
        comments=xmlpage.text_of(entry, "comment"),
    )


def _one(element: etree._Element | None) -> list[etree._Element]:
    return [] if element is None else [element]


def _versions(number: int | None, submitted: str | None, revised: str | None) -> list[rec.Version]:
    """Give the first version and the one that the entry is of; of those between nothing is said."""
    versions = [rec.Version(1, submitted)] if submitted else []
    if number and number > 1:
        versions.append(rec.Version(number, revised or submitted))
    return versions
