"""The metadata snapshot in bulk: one JSON object a line, plain or packed, read as a stream."""

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, cast

import msgspec
from isal import igzip

from ingest import record as rec
from ingest.source import SourceError
from ingest.sources.arxiv import names
from ingest.sources.arxiv.fields import day, version
from ingest.sources.arxiv.papers import LICENCE, SOURCE, Found, records

LARGE = 20 << 20
"""Bytes from which a process of its own pays off."""
_LONGEST = 16 << 20
"""Bytes of a line; the longest known one has 0.2 MB."""
_SHOWN = 2000
"""Bytes of a refused line that are kept."""


class _Revision(msgspec.Struct, gc=False):
    version: str
    created: str


class _Line(msgspec.Struct, rename="kebab", gc=False):
    """The fields that are read."""

    id: str
    title: str | None = None
    authors: str | None = None
    authors_parsed: list[list[str]] | None = msgspec.field(name="authors_parsed", default=None)
    abstract: str | None = None
    categories: str | None = None
    comments: str | None = None
    doi: str | None = None
    journal_ref: str | None = None
    license: str | None = None
    report_no: str | None = None
    versions: list[_Revision] = []


_decode = msgspec.json.Decoder(_Line).decode


@dataclass(frozen=True)
class ArxivBulk:
    """A file of the metadata snapshot.

    Parameters
    ----------
    path : Path
        JSON Lines; gzip or a zip archive of one file are told by their first bytes.
    retrieved_at : str, optional
        Date (YYYY-MM-DD) on which it was taken from upstream; that of the file if absent.
    limit : int, optional
        The most lines to read.
    """

    path: Path
    retrieved_at: str | None = None
    limit: int | None = None

    @property
    def large(self) -> bool:
        return self._facts().st_size > LARGE

    @cached_property
    def origin(self) -> rec.Origin:
        dated = datetime.fromtimestamp(self._facts().st_mtime, UTC).date().isoformat()
        return rec.Origin(SOURCE, f"the arXiv metadata snapshot: {self.path.name}", LICENCE, self.retrieved_at or dated)

    def _facts(self) -> os.stat_result:
        try:
            return self.path.stat()
        except OSError as error:
            raise SourceError(
                f"cannot read {self.path}: {error.strerror or error}; name a file that is there"
            ) from None

    def fingerprint(self) -> str:
        with _opened(self.path) as file:
            bytes_of = hashlib.file_digest(file, "sha256").hexdigest()
        return hashlib.sha256(f"{self.origin.retrieved_at}\n{self.limit}\n{bytes_of}".encode()).hexdigest()

    def records(self) -> rec.Records:
        seen: set[int | str] = set()
        origin, name, number = self.origin, self.path.name, 0
        with lines(self.path) as found:
            for number, line in enumerate(islice(found, self.limit), 1):
                if not line.isspace():
                    yield from papers(line, rec.Place(origin, f"{name}:{number}"), seen)
        if number and not seen:
            raise SourceError(f"no line of {self.path} is a paper; name the metadata snapshot of arXiv")


def papers(line: bytes, at: rec.Place, seen: set[int | str]) -> list[rec.Record]:
    """Give the records of a line; `seen` is the papers before, and is added to."""
    try:
        data = _decode(line)
        found = _found(data)
    except (ValueError, msgspec.MsgspecError) as error:
        return [rec.Rejected(at=at, reason=f"not a paper: {error}", raw=line[:_SHOWN].decode("utf-8", "replace"))]
    if _before(data.id, seen):
        return [rec.Rejected(at=at, reason=f"{data.id} stands in an earlier line already", raw=data.id)]
    return records(found, at)


def _before(name: str, seen: set[int | str]) -> bool:
    """Note a paper; tell whether it was noted before. Numbers take half the room of texts."""
    digits = name.replace(".", "1", 1)
    key = int(digits) if digits.isascii() and digits.isdigit() else name
    known = key in seen
    seen.add(key)
    return known


def _found(data: _Line) -> Found:
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
    if len(parts) == 3 and parts[0] and parts[1] and not parts[2]:
        return f"{parts[1]} {parts[0]}"
    return " ".join(filter(None, (*parts[1:2], *parts[:1], *parts[2:3])))


# The file


@contextmanager
def lines(path: Path) -> Iterator[Iterator[bytes]]:
    """Open the lines of a file, as a stream.

    Raises
    ------
    SourceError
        If it cannot be read, is damaged, or is not made of lines.
    """
    try:
        with _opened(path) as raw, _unpacked(raw, path) as plain:
            yield _lines(io.BufferedReader(plain, 1 << 20), path)  # type: ignore[type-var]
    except (OSError, EOFError, zipfile.BadZipFile, igzip.BadGzipFile) as error:
        raise SourceError(f"cannot read {path}: {error}; take it from upstream again") from None


def _lines(file: IO[bytes], path: Path) -> Iterator[bytes]:
    while line := file.readline(_LONGEST):
        if len(line) == _LONGEST and not line.endswith(b"\n"):
            raise SourceError(f"{path} has a line of more than {_LONGEST:,} bytes: JSON Lines are expected")
        yield line


@contextmanager
def _opened(path: Path) -> Iterator[io.BufferedReader]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror or error}; name a file that is there") from None
    with file:
        yield file


@contextmanager
def _unpacked(raw: IO[bytes], path: Path) -> Iterator[IO[bytes]]:
    start = raw.read(4)
    raw.seek(0)
    if start.startswith(b"\x1f\x8b"):
        with igzip.IGzipFile(fileobj=raw) as plain:
            yield cast(IO[bytes], plain)
    elif start.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(raw) as archive:
            inside = [info for info in archive.infolist() if not info.is_dir()]
            if len(inside) != 1:
                raise SourceError(f"{path} holds {len(inside)} files; one of JSON Lines is expected")
            with archive.open(inside[0]) as plain:
                yield plain
    else:
        yield raw
