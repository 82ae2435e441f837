"""OAI-PMH: pages of a list, and the papers and tombstones in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from ingest import record as rec
from ingest.identity import paper_iri
from ingest.sources.arxiv import xmlpage
from ingest.sources.arxiv.fields import day, tidy, version
from ingest.sources.arxiv.names import authors
from ingest.sources.arxiv.papers import SOURCE, Found, records
from ontology import iri

_PREFIX = "oai:arXiv.org:"
_VERBS = ("ListRecords", "GetRecord")


@dataclass(frozen=True, slots=True)
class Item:
    """A record of the list."""

    id: str
    """The arXiv identifier, as its header has it."""
    datestamp: str
    deleted: bool
    metadata: etree._Element | None


@dataclass(frozen=True)
class Listing:
    """A page."""

    items: tuple[Item, ...]
    token: str | None
    """What to ask with for the next page; None on the last one."""
    size: int | None
    """How many records the whole list has, where that is told."""
    error: str | None
    """Code, such as `noRecordsMatch`."""
    message: str
    responded: str | None
    """Day."""
    controls: int


@lru_cache(maxsize=1)
def listing(body: bytes) -> Listing:
    """Read a page.

    Raises
    ------
    ValueError
        If it is no answer of OAI-PMH.
    """
    root, controls = xmlpage.read(body)
    if xmlpage.name(root) != "OAI-PMH":
        raise ValueError(f"an answer of OAI-PMH is expected, this is <{xmlpage.name(root)}>")
    verbs, errors = xmlpage.children(root, *_VERBS), xmlpage.children(root, "error")
    if not verbs and not errors:
        raise ValueError("the answer of OAI-PMH holds neither records nor an error")
    token = xmlpage.child(verbs[0], "resumptionToken") if verbs else None
    responded = xmlpage.text_of(root, "responseDate")
    return Listing(
        items=tuple(_item(one) for one in (xmlpage.children(verbs[0], "record") if verbs else ())),
        token=xmlpage.text(token),
        size=_size(token),
        error=None if verbs else errors[0].get("code") or "an error without a code",
        message="" if verbs else tidy(xmlpage.text(errors[0])) or "",
        responded=day(responded) if responded else None,
        controls=controls,
    )


def _size(token: etree._Element | None) -> int | None:
    said = (token.get("completeListSize") if token is not None else None) or ""
    return int(said) if said.isascii() and said.isdigit() else None


def _item(record: etree._Element) -> Item:
    header = xmlpage.child(record, "header")
    if header is None:
        raise ValueError("a record has no header")
    name, stamp = xmlpage.text_of(header, "identifier"), xmlpage.text_of(header, "datestamp")
    if not name or not stamp:
        raise ValueError("the header of a record has no identifier or no datestamp")
    metadata = xmlpage.child(record, "metadata")
    inner = None if metadata is None else next(iter(metadata), None)
    return Item(name.removeprefix(_PREFIX), day(stamp), header.get("status") == "deleted", inner)


def papers(item: Item, at: rec.Place) -> Iterator[rec.Record]:
    """Give the records of an item."""
    if item.deleted:
        yield _tombstone(item, at)
        return
    try:
        found = _found(item)
    except ValueError as error:
        raw = "" if item.metadata is None else etree.tostring(item.metadata, encoding="unicode")
        yield rec.Rejected(at=at, reason=f"{item.id}: {error}", raw=raw)
        return
    yield from records(found, at)


def _tombstone(item: Item, at: rec.Place) -> rec.Record:
    who = paper_iri(item.id, None, None, None)
    if who is None or who.identifiers[0][0] != SOURCE:
        return rec.Rejected(at=at, reason=f"not an arXiv identifier: {item.id!r}", raw=repr(item))
    return rec.Removed(at=at, iri=who.iri, identifiers=who.identifiers, removed=item.datestamp)


def _found(item: Item) -> Found:
    if item.metadata is None:
        raise ValueError("neither deleted nor with metadata")
    kind = xmlpage.name(item.metadata)
    if kind not in _FORMATS:
        raise ValueError(f"unknown format <{kind}>; ask for arXiv or arXivRaw")
    return _FORMATS[kind](item.metadata, item)


# The formats


def _arxiv(data: etree._Element, item: Item) -> Found:
    listed = xmlpage.child(data, "authors")
    found = _common(data)
    found.authors = [name for one in (() if listed is None else listed) if (name := _name(one))]
    created, updated = xmlpage.text_of(data, "created"), xmlpage.text_of(data, "updated")
    found.submitted, found.revised = day(created) if created else None, day(updated) if updated else None
    return found


def _name(author: etree._Element) -> str | None:
    parts = [xmlpage.text_of(author, part) for part in ("forenames", "keyname", "suffix")]
    return tidy(" ".join(filter(None, parts)))


def _raw(data: etree._Element, item: Item) -> Found:
    found, listed = _common(data), xmlpage.children(data, "version")
    found.authors, found.authors_complete = authors(xmlpage.text_of(data, "authors") or "")
    found.versions = [_version(one) for one in listed]
    dates = [one.date for one in found.versions]
    found.submitted = dates[0] if dates else None
    found.revised = dates[-1] if len(dates) > 1 else None
    if listed and (xmlpage.text_of(listed[-1], "size") or "").lower() == "0kb":
        found.withdrawn = True
    return found


def _version(element: etree._Element) -> rec.Version:
    number, date = version(element.get("version") or ""), xmlpage.text_of(element, "date")
    if number is None:
        raise ValueError(f"not a version: {element.get('version')!r}")
    return rec.Version(number, day(date) if date else None, xmlpage.text_of(element, "size"))


def _common(data: etree._Element) -> Found:
    """Read what `arXiv` and `arXivRaw` have in common."""
    classes = [(scheme, xmlpage.text_of(data, f"{scheme}-class")) for scheme in ("msc", "acm")]
    return Found(
        id=xmlpage.text_of(data, "id") or "",
        title=xmlpage.text_of(data, "title"),
        abstract=xmlpage.text_of(data, "abstract"),
        categories=(xmlpage.text_of(data, "categories") or "").split(),
        doi=xmlpage.text_of(data, "doi"),
        journal=xmlpage.text_of(data, "journal-ref"),
        comments=xmlpage.text_of(data, "comments"),
        licence=xmlpage.text_of(data, "license"),
        reports=xmlpage.text_of(data, "report-no"),
        subjects=[f"{scheme}:{tidy(value)}" for scheme, value in classes if value],
    )


def _dublin(data: etree._Element, item: Item) -> Found:
    """Read `oai_dc`, which mixes the abstract with comments, and identifiers of several kinds."""

    def all_of(name: str) -> list[str]:
        return [value for one in xmlpage.children(data, name) if (value := tidy(xmlpage.text(one)))]

    described, dates = all_of("description"), [day(value) for value in all_of("date")]
    said = [text for text in described if text.startswith("Comment: ")]
    named = [name.removeprefix("doi:") for name in all_of("identifier") if name.lower().startswith("doi:")]
    places = [name for name in all_of("identifier") if not name.lower().startswith("doi:") and not iri.arxiv_id(name)]
    return Found(
        id=item.id,
        title=xmlpage.text_of(data, "title"),
        abstract=next((text for text in described if text not in said), None),
        authors=[_turned(name) for name in all_of("creator")],
        subjects=all_of("subject"),
        submitted=min(dates, default=None),
        revised=max(dates) if len(set(dates)) > 1 else None,
        doi=" ".join(named),
        journal="; ".join(places),
        comments=said[0].removeprefix("Comment: ") if said else None,
    )


def _turned(name: str) -> str:
    """Put the forenames of ``Family, Forenames`` in front."""
    family, _, rest = name.partition(", ")
    return f"{rest} {family}".strip()


_FORMATS = {"arXiv": _arxiv, "arXivRaw": _raw, "dc": _dublin}
