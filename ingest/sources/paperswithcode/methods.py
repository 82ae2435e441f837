"""The methods dump: techniques, the papers that introduce them, and what their descriptions say of each other.

`introduced_year` is not read: it is a placeholder in nearly every entry. The year of a technique is the one
of its introducing paper.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ingest import record as rec
from ingest.sources.paperswithcode.identity import SOURCE, paper_iri
from ingest.sources.paperswithcode.kinds import RELATIONS
from ingest.sources.paperswithcode.lineage import claims
from ingest.sources.paperswithcode.sentences import method_slug
from ontology import iri
from ontology.terms import PK

_SHOWN = 500
"""How many characters of an unusable entry are kept."""
_T = TypeVar("_T")


class _UnusableError(Exception):
    """An entry that cannot become a record; the message is the reason."""


@dataclass(frozen=True)
class _Method:
    """An entry that can be read: its records but for lineage, which needs all entries."""

    slug: str
    entry: Mapping[str, Any]
    technique: rec.Technique
    paper: rec.Paper | None
    refused: rec.Rejected | None


def records(methods: Iterable[tuple[str, Any]], origin: rec.Origin) -> Iterator[rec.Record]:
    """Give the records of a methods dump; what cannot be read is rejected with its reason.

    Parameters
    ----------
    methods : iterable of (str, object)
        The place of each entry, such as ``methods.json#/17``, and the entry as JSON gives it. All entries
        are held in memory, because a description links to entries that come later.
    origin : Origin

    Yields
    ------
    Record
        For each entry its introducing paper, its technique and its lineage claims, in the order of the dump.
        A link to the technique's own page says nothing; one to a page that the dump lacks is rejected.

    Examples
    --------
    >>> origin = rec.Origin("paperswithcode", "https://example.org/", "CC-BY-SA-4.0", "2022-06-01")
    >>> entry = {"url": "https://paperswithcode.com/method/a", "name": "A", "collections": []}
    >>> [type(found).__name__ for found in records([("#/0", entry), ("#/1", None)], origin)]
    ['Technique', 'Rejected']
    """
    read: list[_Method | rec.Rejected | rec.Repeat] = []
    known: dict[str, _Method] = {}
    for pointer, entry in methods:
        found = _once(_read(rec.Place(origin, pointer), entry), known)
        if isinstance(found, _Method):
            known[found.slug] = found
        read.append(found)
    for found in read:
        if isinstance(found, _Method):
            yield from _records(found, known)
        else:
            yield found


def _records(method: _Method, known: Mapping[str, _Method]) -> Iterator[rec.Record]:
    if method.paper:
        yield method.paper
    if method.refused:
        yield method.refused
    yield method.technique
    yield from _lineage(method, known)


def _lineage(method: _Method, known: Mapping[str, _Method]) -> Iterator[rec.Record]:
    at, missing = method.technique.at, set()
    for claim in claims(method.technique.description or ""):
        if claim.slug in known and claim.slug != method.slug:
            yield rec.Lineage(
                at=at, subject=method.technique.iri, relation=RELATIONS[claim.kind],
                object=known[claim.slug].technique.iri, stated_by=None, basis=PK.Extracted,
                place=f"method page {method.slug}, sentence {claim.sentence.number}", sentence=claim.sentence.text,
            )  # fmt: skip
        elif claim.slug not in known and claim.slug not in missing:
            missing.add(claim.slug)
            reason = "the description links to a method that is not in the dump"
            yield rec.Rejected(at=_within(at, "description"), reason=reason, raw=claim.slug[:_SHOWN])


def _once(found: _Method | rec.Rejected, known: Mapping[str, _Method]) -> _Method | rec.Rejected | rec.Repeat:
    """Let one entry stand for each page: the first."""
    if isinstance(found, rec.Rejected) or found.slug not in known:
        return found
    first = known[found.slug]
    if found.entry == first.entry:
        return rec.Repeat(at=found.technique.at, of=first.technique.at.pointer)
    reason = f"another method has the same address: {first.technique.at.pointer}"
    return _rejected(found.technique.at, reason, found.entry)


def _read(at: rec.Place, entry: object) -> _Method | rec.Rejected:
    try:
        return _method(at, entry)
    except (_UnusableError, ValueError) as error:
        return _rejected(at, str(error), entry)


def _method(at: rec.Place, entry: object) -> _Method:
    if not isinstance(entry, Mapping):
        raise _UnusableError(f"a method is no object but {type(entry).__name__}")
    url = _required(entry, "url")
    if (slug := method_slug(url)) is None:
        raise _UnusableError("url is no page of a method")
    paper = _paper(at, entry)
    technique = rec.Technique(
        at=at, iri=iri.thing("technique", SOURCE, slug), name=_required(entry, "name"),
        full_name=_text(entry, "full_name"), collections=tuple(_collections(entry)), areas=tuple(_areas(entry)),
        introduced_by=paper.iri if isinstance(paper, rec.Paper) else None,
        description=_lines(_text(entry, "description")), url=url, code=_text(entry, "code_snippet_url"),
        papers=_count(entry, "num_papers"),
    )  # fmt: skip
    if isinstance(paper, rec.Rejected):
        return _Method(slug, entry, technique, None, paper)
    return _Method(slug, entry, technique, paper, None)


# The introducing paper


def _paper(at: rec.Place, entry: Mapping[str, Any]) -> rec.Paper | rec.Rejected | None:
    """Read the introducing paper; its authors and its date are not in this dump."""
    about: Mapping[str, Any] = _typed(entry, "paper", dict, "object") or {}
    page, source = _text(about, "url"), _source(entry, about)
    title = _text(about, "title") or _text(entry, "source_title")
    if not (page or source or title):
        return None
    if title is None:
        return _rejected(_within(at, "paper"), "the introducing paper has no title", about)
    known = paper_iri(None, source, page, title)
    return known and rec.Paper(
        at=at, iri=known.iri, title=title, authors=(), identifiers=known.identifiers,
        urls=tuple(url for url in (source, page) if url),
    )  # fmt: skip


def _source(entry: Mapping[str, Any], about: Mapping[str, Any]) -> str | None:
    """Give the address of the paper; one that comes with another title is the address of another work."""
    source, title, paper = (_text(entry, "source_url"), _text(entry, "source_title"), _text(about, "title"))
    return source if not title or not paper or _plain(title) == _plain(paper) else None


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()


# Collections and areas


def _collections(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for group in _groups(entry):
        name = _required(group, "collection")
        yield iri.thing("collection", SOURCE, name), name


def _areas(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each area once; several collections of a technique may lie in one."""
    seen = set()
    for group in _groups(entry):
        key, name = _text(group, "area_id"), _text(group, "area")
        if (chosen := key or name) and chosen not in seen:
            seen.add(chosen)
            yield iri.thing("area", SOURCE, chosen), name or chosen


def _groups(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = entry.get("collections", [])
    if not isinstance(found, list) or not all(isinstance(group, Mapping) for group in found):
        raise _UnusableError("collections is no list of objects")
    return found


# Fields


def _typed(entry: Mapping[str, Any], field: str, kind: type[_T], what: str) -> _T | None:
    value = entry.get(field)
    if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
        raise _UnusableError(f"{field} is no {what} but {type(value).__name__}")
    return value


def _text(entry: Mapping[str, Any], field: str) -> str | None:
    """Give a text as it is; one of nothing but space is none."""
    found = _typed(entry, field, str, "text")
    return found if found and found.strip() else None


def _required(entry: Mapping[str, Any], field: str) -> str:
    if (found := _text(entry, field)) is None:
        raise _UnusableError(f"{field} is missing")
    return found


def _count(entry: Mapping[str, Any], field: str) -> int | None:
    found = _typed(entry, field, int, "number")
    if found is not None and found < 0:
        raise _UnusableError(f"{field} is below zero")
    return found


def _lines(text: str | None) -> str | None:
    return text.replace("\r\n", "\n").replace("\r", "\n") if text else None


def _within(at: rec.Place, field: str) -> rec.Place:
    return rec.Place(at.origin, f"{at.pointer}/{field}")


def _rejected(at: rec.Place, reason: str, entry: object) -> rec.Rejected:
    return rec.Rejected(at=at, reason=reason, raw=repr(entry)[:_SHOWN])
