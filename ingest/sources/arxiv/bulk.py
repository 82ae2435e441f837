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
from pathlib import Path
from typing import IO, cast

from isal import igzip

from ingest import record as rec
from ingest.source import SourceError
from ingest.sources.arxiv.lines import papers
from ingest.sources.arxiv.papers import LICENCE, SOURCE

LARGE = 20 << 20
"""Bytes from which a process of its own pays off."""
_LONGEST = 16 << 20
"""Bytes of a line; the longest known one has 0.2 MB."""
_BLOCK = 1 << 16
"""Bytes read at a time: what is made of them stays in the cache of a core."""


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
        seen: set[str] = set()
        origin, name, number = self.origin, self.path.name, 0
        with blocks(self.path) as found:
            for lines in found:
                if self.limit is not None:
                    del lines[max(0, self.limit - number) :]
                places = [rec.Place(origin, f"{name}:{line}") for line in range(number + 1, number + len(lines) + 1)]
                yield from papers(lines, places, seen)
                number += len(lines)
                if number == self.limit:
                    break
        if not seen and self.limit != 0:
            raise SourceError(f"no line of {self.path} is a paper; name the metadata snapshot of arXiv")


# The file


@contextmanager
def blocks(path: Path) -> Iterator[Iterator[list[bytes]]]:
    """Open a file as a stream of blocks of lines.

    Raises
    ------
    SourceError
        If it cannot be read, is damaged, or is not made of lines.
    """
    try:
        with _opened(path) as raw, _unpacked(raw, path) as plain:
            yield _blocks(io.BufferedReader(plain, 1 << 20), path)  # type: ignore[type-var]
    except (OSError, EOFError, zipfile.BadZipFile, igzip.BadGzipFile) as error:
        raise SourceError(f"cannot read {path}: {error}; take it from upstream again") from None


def _blocks(file: IO[bytes], path: Path) -> Iterator[list[bytes]]:
    rest = b""
    while data := file.read(_BLOCK):
        lines = io.BytesIO(data).readlines()
        lines[0] = rest + lines[0]
        if len(lines[0]) > _LONGEST:
            raise SourceError(f"{path} has a line of more than {_LONGEST:,} bytes: JSON Lines are expected")
        rest = b"" if lines[-1].endswith(b"\n") else lines.pop()
        if lines:
            yield lines
    if rest:
        yield [rest]


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
