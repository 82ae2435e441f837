"""Lines of the bulk snapshot as records: a common line in half the time, any other by the rule for all formats.

Of a common line both make the same record; a test holds it.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from operator import attrgetter

import msgspec

from ingest import record as rec
from ingest.sources.arxiv import names
from ingest.sources.arxiv.fields import day, is_doi, tidy, tidy_all, version, withdrawn
from ingest.sources.arxiv.papers import SOURCE, Found, records
from ontology import iri

_SHOWN = 2000
"""Bytes of a refused line that are kept."""
WRAPPED = ("title", "abstract", "journal_ref", "comments", "report_no")
"""The fields whose text may be on several lines."""


class _Revision(msgspec.Struct, gc=False):
    version: str
    created: str


class Line(msgspec.Struct, rename="kebab", gc=False):
    """The fields that are read, in the order of the file, in which they are found fastest."""

    id: str
    authors: str | None = None
    title: str | None = None
    comments: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    report_no: str | None = None
    categories: str | None = None
    license: str | None = None
    abstract: str | None = None
    versions: list[_Revision] = []
    authors_parsed: list[list[str]] | None = msgspec.field(name="authors_parsed", default=None)


_decode = msgspec.json.Decoder(Line).decode
wrapped = attrgetter(*WRAPPED)
"""Gives those fields of a line."""


def papers(lines: Sequence[bytes], places: Sequence[rec.Place], seen: set[str]) -> list[rec.Record]:
    """Give the records of some lines.

    Parameters
    ----------
    lines : sequence of bytes
    places : sequence of Place
        That of each line.
    seen : set
        The papers before, which is added to.
    """
    read = _decoded(lines, places)
    fields = chain.from_iterable(map(wrapped, [one for one in read if isinstance(one, Line)]))
    tidied = zip(*[iter(tidy_all(list(fields)))] * len(WRAPPED), strict=True)
    found: list[rec.Record] = []
    for one, line, at in zip(read, lines, places, strict=True):
        if not isinstance(one, Line):
            found += [one] if one else []
            continue
        paper = common(one, next(tidied), at)
        if paper and not _before(one.id, seen):
            found.append(paper)
        else:
            found += _again(one, at) if paper else unusual(one, line, at, seen)
    return found


def _decoded(lines: Sequence[bytes], places: Sequence[rec.Place]) -> Sequence[Line | rec.Rejected | None]:
    try:
        return list(map(_decode, lines))
    except (ValueError, msgspec.MsgspecError):
        return list(map(_read, lines, places))


def _read(line: bytes, at: rec.Place) -> Line | rec.Rejected | None:
    """Decode a line; a blank one is nothing."""
    try:
        data: Line = _decode(line)
        return data
    except (ValueError, msgspec.MsgspecError) as error:
        return None if line.isspace() else _refused(line, at, error)


def _refused(line: bytes, at: rec.Place, error: Exception) -> rec.Rejected:
    return rec.Rejected(at=at, reason=f"not a paper: {error}", raw=line[:_SHOWN].decode("utf-8", "replace"))


def _again(data: Line, at: rec.Place) -> list[rec.Record]:
    return [rec.Rejected(at=at, reason=f"{data.id} stands in an earlier line already", raw=data.id)]


def _before(name: str, seen: set[str]) -> bool:
    """Note a paper; tell whether it was noted before."""
    before = len(seen)
    seen.add(name)
    return len(seen) == before


# Any line


def unusual(data: Line, line: bytes, at: rec.Place, seen: set[str]) -> list[rec.Record]:
    """Give the records of a line, whatever it holds, by the rule for all formats."""
    try:
        found = _found(data)
    except ValueError as error:
        return [_refused(line, at, error)]
    return _again(data, at) if _before(data.id, seen) else records(found, at)


def _found(data: Line) -> Found:
    versions = [rec.Version(version(one.version) or 0, day(one.created)) for one in data.versions]
    if data.authors_parsed is None:
        people, whole = names.authors(data.authors or "")
    else:
        people = tuple(filter(None, map(_name, data.authors_parsed)))
        whole = names.is_whole(data.authors or "")
    return Found(
        data.id, data.title, data.abstract, people, whole, (data.categories or "").split(), versions,
        versions[0].date if versions else None, versions[-1].date if len(versions) > 1 else None,
        data.doi, data.journal_ref, data.comments, data.license, data.report_no,
    )  # fmt: skip


def _name(parts: list[str]) -> str:
    """Put family name, forenames and suffix into the order in which they are printed."""
    return " ".join(filter(None, (*parts[1:2], *parts[:1], *parts[2:3])))


# Nearly every line


def common(data: Line, tidied: Sequence[str | None], at: rec.Place) -> rec.Paper | None:
    """Give the paper that `unusual` gives, in half the time; None where a field is out of the ordinary.

    Parameters
    ----------
    data : Line
    tidied : sequence of str or None
        The fields of ``wrapped(data)``, made tidy.
    at : Place
    """
    title, abstract, journal, comments, reports = tidied
    name, (licence, usable) = iri.arxiv_id(data.id), _licence(data.license)
    try:
        people = _people(data.authors_parsed or [])
        versions = [
            rec.Version(version(one.version) or 0, _day(one.created.partition(":")[0][:-3])) for one in data.versions
        ]
    except ValueError:
        return None
    if not (name and title and usable and people and versions) or (data.doi and not is_doi(data.doi)):
        return None
    identifiers = ((SOURCE, name), ("doi", data.doi)) if data.doi else ((SOURCE, name),)
    newest = versions[-1].date if len(versions) > 1 else None
    # By position, since msgspec takes four times as long to find fields by name.
    return rec.Paper(
        at, iri.on_arxiv(name), title, people, names.is_whole(data.authors or ""),
        identifiers, versions[0].date, None, None, None,
        abstract, (), (), (), newest, tuple(versions),
        _categories(data.categories), (), journal, comments, licence, reports, withdrawn(comments, abstract),
    )  # fmt: skip


def _people(parsed: list[list[str]]) -> tuple[str, ...]:
    """Give the names; nothing where one is empty."""
    try:
        named = [
            f"{fore} {family}" if fore and family and not suffix else _name([family, fore, suffix])
            for family, fore, suffix in parsed
        ]
    except ValueError:  # others than three parts: an affiliation is the fourth
        named = list(map(_name, parsed))
    return () if "" in named else tuple(named)


@lru_cache(maxsize=1 << 15)
def _day(said: str) -> str:
    """Give the day of a text such as ``Mon, 2 Apr 2007``; most of millions of versions share some thousand days.

    Raises
    ------
    ValueError
        If it is another form of a day, or none.
    """
    if said[3:5] != ", ":
        raise ValueError(said)
    return day(f"{said} 00:00:00 GMT")


@lru_cache(maxsize=1 << 12)
def _categories(said: str | None) -> tuple[str, ...]:
    return tuple((said or "").split())


@lru_cache(maxsize=64)
def _licence(said: str | None) -> tuple[str | None, bool]:
    """Give a licence, of which papers share a handful, and tell whether it is usable; none at all is."""
    licence = tidy(said)
    return licence, licence is None or iri.valid(licence)
