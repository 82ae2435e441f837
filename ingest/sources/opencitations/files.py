"""The files of a dump: CSV, plain or packed as gzip or zip, told by their first bytes; and folders of them.

A file is taken in blocks of whole lines, so that its size does not matter.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, cast

from ingest.packing import DAMAGED, unpacked
from ingest.source import SourceError

SUFFIXES = (".csv", ".csv.gz", ".zip")
"""What counts in a folder; a file that is named itself may be called anything."""
BLOCK = 8 << 20
"""Bytes taken at a time."""
LONGEST_LINE = 1 << 20
"""Bytes; a line is some hundred bytes long, so more is no CSV."""
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_MARK = b"\xef\xbb\xbf"
_UNREADABLE: tuple[type[Exception], ...] = (
    *DAMAGED, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a table, whole, without its header."""

    table: str
    """Name of the file, and within an archive that of its member."""
    header: str
    line: int
    """Number of the first line, from 1."""
    data: bytes


@dataclass(frozen=True)
class File:
    """A file of a dump, and what it is called in messages."""

    path: Path
    name: str

    def blocks(self) -> Iterator[Block]:
        """Yield the lines of each table in it.

        Raises
        ------
        SourceError
            If the file cannot be read, is damaged, or has a line that cannot be one.
        """
        try:
            for table, stream in self._tables():
                yield from _blocks(stream, table, BLOCK)
        except _UNREADABLE as error:
            raise SourceError(f"cannot read {self.path}: {error}; download it again") from None

    def _tables(self) -> Iterator[tuple[str, IO[bytes]]]:
        with self.path.open("rb") as raw:
            first = raw.read(4)
            raw.seek(0)
            if first == _ZIP:
                yield from _members(raw, self.name)
            else:
                yield self.name, cast(IO[bytes], unpacked(raw)) if first[:2] == _GZIP else raw

    @cached_property
    def sha256(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def _members(raw: IO[bytes], name: str) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(raw) as archive:
        for member in sorted(archive.namelist()):
            if member.endswith(".csv"):
                with _opened(archive, member) as stream:
                    yield f"{name}/{member}", stream


@contextmanager
def _opened(archive: zipfile.ZipFile, member: str) -> Iterator[IO[bytes]]:
    with archive.open(member) as stream:
        yield stream


def _blocks(stream: IO[bytes], table: str, size: int) -> Iterator[Block]:
    header = stream.readline(LONGEST_LINE).removeprefix(_MARK)
    line, rest = 2, b""
    while taken := stream.read(size):
        whole, end, rest = (rest + taken).rpartition(b"\n")
        if len(rest) > LONGEST_LINE:
            raise SourceError(f"{table} has a line of more than {LONGEST_LINE:,} bytes; it is no table of citations")
        if end:
            yield Block(table, _decoded(header, table), line, whole + b"\n")
            line += whole.count(b"\n") + 1
    if rest or line == 2:
        yield Block(table, _decoded(header, table), line, rest and rest + b"\n")


def _decoded(header: bytes, table: str) -> str:
    try:
        return header.decode("utf-8")
    except UnicodeDecodeError:
        raise SourceError(
            f"the header of {table} is no text in UTF-8; name a dump of the OpenCitations Index"
        ) from None


def files(paths: Iterable[Path]) -> list[File]:
    """List files, and those in folders by their names there, each once.

    Raises
    ------
    SourceError
        If a path does not exist, there is nothing to read, or two files have one name: places would not tell them
        apart.
    """
    found = {file.path.resolve(): file for path in paths for file in _files(path)}
    listed = sorted(found.values(), key=lambda file: file.name)
    if not listed:
        raise SourceError(f"no dump ({', '.join(SUFFIXES)}) in {', '.join(map(str, paths))}; name another folder")
    names = [file.name for file in listed]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise SourceError(f"two files are named {twice}, so places would not tell them apart; rename one")
    return listed


def _files(path: Path) -> list[File]:
    if path.is_dir():
        within = [file for file in path.rglob("*") if file.name.endswith(SUFFIXES) and file.is_file()]
        return [File(file, file.relative_to(path).as_posix()) for file in within]
    if not path.is_file():
        raise SourceError(f"no such file or folder: {path}")
    return [File(path, path.name)]
