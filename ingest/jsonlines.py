"""Dumps of citation indexes as JSON Lines, plain or packed by gzip, in many parts: read line by line.

Citations that are no more than that, and works that are known by identifiers alone, are gathered in columns: there are
dozens to a paper, and a record for each would take too much memory.
"""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import IO, ClassVar, cast

import polars as pl

from ingest import record as rec
from ingest.packing import DAMAGED, unpacked
from ingest.seen import Once
from ingest.source import SourceError

SUFFIXES = (".gz", ".jsonl", ".json")
LONGEST_LINE = 64 << 20
"""Bytes; the largest works, with thousands of authors, have some."""
TOGETHER = 100_000
"""Citations and works that are given as one record."""
_TWO = {"a": pl.String(), "b": pl.String()}
_GZIP = b"\x1f\x8b"
_UNREADABLE: tuple[type[Exception], ...] = (*DAMAGED, EOFError)


@dataclass(frozen=True)
class JsonLines(ABC):
    """Some files, read as one snapshot; each index says how a line is read.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders whose files are taken in the order of their paths.
    retrieved_at : str, optional
        Date (YYYY-MM-DD) on which they were taken from upstream; the newest file's date if absent.
    """

    paths: tuple[Path, ...]
    retrieved_at: str | None = None
    large: ClassVar[bool] = True
    SOURCE: ClassVar[str]
    TITLE: ClassVar[str]
    LICENCE: ClassVar[str]

    @abstractmethod
    def read(self, at: rec.Place, found: object) -> rec.Records:
        """Yield what a decoded line says."""

    @cached_property
    def files(self) -> list[tuple[str, Path]]:
        found = {file.resolve(): (name, file) for path in self.paths for name, file in _files(path)}
        if not found:
            raise SourceError(f"no dump ({', '.join(SUFFIXES)}) in {', '.join(map(str, self.paths))}; name other files")
        return sorted(found.values())

    @cached_property
    def origin(self) -> rec.Origin:
        upstream = f"{self.TITLE}: " + ", ".join(name for name, _ in self.files)
        return rec.Origin(self.SOURCE, upstream, self.LICENCE, self.retrieved_at or self._newest())

    def _newest(self) -> str:
        newest = max(path.stat().st_mtime for _, path in self.files)
        return datetime.fromtimestamp(newest, UTC).date().isoformat()

    def fingerprint(self) -> str:
        found = hashlib.sha256(self.origin.retrieved_at.encode())
        for name, path in self.files:
            with path.open("rb") as file:
                found.update(f"\n{name} {hashlib.file_digest(file, 'sha256').hexdigest()}".encode())
        return found.hexdigest()

    def records(self) -> rec.Records:
        return in_columns(self._usable())

    def _usable(self) -> rec.Records:
        """Yield what all files say, and insist that it is something: files of another kind would be no error else."""
        first, usable = None, False
        for one in self._all():
            usable = usable or not isinstance(one, rec.Rejected)
            first = first or one
            yield one
        if not usable:
            names = ", ".join(map(str, self.paths))
            why = f"the first line is refused: {first.reason}" if isinstance(first, rec.Rejected) else "it is empty"
            raise SourceError(f"nothing in {names} is among {self.TITLE} ({why}); name other files")

    def _all(self) -> rec.Records:
        for name, path in self.files:
            empty, usable = True, False
            try:
                for pointer, line in _lines(name, path):
                    empty, at = False, rec.Place(self.origin, pointer)
                    found = _decoded(at, line)
                    usable = usable or isinstance(found, dict)
                    yield from [found] if isinstance(found, rec.Rejected) else self.read(at, found)
            except _UNREADABLE as error:
                raise SourceError(f"cannot read {path}: {error}; download it again") from None
            if not (empty or usable):
                raise SourceError(f"no line of {path} is a JSON object; name dumps in JSON Lines")


def _decoded(at: rec.Place, line: bytes) -> object:
    """Decode a line, or give it as rejected."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raw = line[:2_000].decode("utf-8", "backslashreplace")
        return rec.Rejected(at=at, reason=f"no JSON: {error}", raw=raw)


def in_columns(records: rec.Records) -> rec.Records:
    """Gather citations of which no more is known, and works."""
    once, ends, works = Once(), list[tuple[str, str]](), list[tuple[str, str]]()
    at = None
    for one in records:
        at = one.at
        if isinstance(one, rec.Citation) and one.cited and not (one.sentence or one.intents or one.influential):
            ends.append((one.citing, one.cited))
        elif isinstance(one, rec.Work):
            works += [(one.iri, f"{scheme}:{value}") for scheme, value in one.identifiers]
        else:
            yield one
        if len(ends) + len(works) > TOGETHER:
            yield _columns(once, at, ends, works)
            ends, works = [], []
    if at and (ends or works):
        yield _columns(once, at, ends, works)


def _columns(once: Once, at: rec.Place, ends: list[tuple[str, str]], works: list[tuple[str, str]]) -> rec.Citations:
    edges, named = (pl.DataFrame(pairs, schema=_TWO, orient="row") for pairs in (ends, works))
    return once.citations(at, edges["a"], edges["b"], named["a"], named["b"])


def _lines(name: str, path: Path) -> Iterator[tuple[str, bytes]]:
    with path.open("rb") as raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        stream = cast(IO[bytes], unpacked(raw)) if packed else raw
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise SourceError(f"line {number} of {path} is longer than {LONGEST_LINE:,} bytes; name another file")
            if line.strip():
                yield f"{name}:{number}", line


def _files(path: Path) -> Iterator[tuple[str, Path]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix in SUFFIXES and file.is_file():
                yield file.relative_to(path).as_posix(), file
    elif path.is_file():
        yield path.name, path
    else:
        raise SourceError(f"no such file or folder: {path}")
