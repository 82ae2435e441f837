"""Statements as columns: N-Quads in blocks, each a frame of subject, predicate and object.

A million lines become columns in about a second, where an engine takes ten to hand them out one by one. So what a
load needs to know of all statements at once is read here, on their way into the store.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, cast

import polars as pl
from isal import igzip, isal_zlib

from kg.errors import EngineFailure
from kg.workspace import Snapshot

DAMAGED: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error, cast(type[Exception], isal_zlib.error))
"""What reading a packed file raises that is not whole."""
BLOCK = 8 << 20
"""Bytes of text in a block, and the rest of its last line. The allocator keeps portions of this size for the next
block; larger ones it gets from the kernel each time, page by page."""


@dataclass(frozen=True)
class Block:
    """Statements of one named graph.

    Parameters
    ----------
    graph : str
        IRI of the graph.
    lines : Series of str
        Each statement as a line of N-Quads, without its graph and full stop.
    written : bytes, optional
        The block as N-Quads, where it is at hand.
    """

    graph: str
    lines: pl.Series
    written: bytes = field(default=b"", repr=False)

    @cached_property
    def terms(self) -> pl.DataFrame:
        """Columns s, p, o: the terms as N-Quads writes them."""
        parts = self.lines.str.splitn(" ", 3).struct.rename_fields(["s", "p", "o"])
        return parts.struct.unnest()

    def nquads(self) -> bytes:
        """Give the block as N-Quads."""
        if self.written or self.lines.is_empty():
            return self.written
        end = _end(self.graph) + "\n"
        return (str(self.lines.str.join(end).item()) + end).encode()


def of_nquads(data: bytes, graph: str) -> Block:
    """Make a block of N-Quads that all stand in `graph`.

    Raises
    ------
    ValueError
        If a line does not; its number is the error's argument.
    """
    end = _end(graph)
    lines = _lines(data)
    fits = lines.str.ends_with(end).fill_null(False)
    if not fits.all():
        raise ValueError(int(fits.arg_min() or 0) + 1)
    return Block(graph, lines.str.head(-len(end)), data)


def _lines(data: bytes) -> pl.Series:
    """Split text into lines, none of which has a control character: the reader of CSV is the fastest at it."""
    if not data:
        return pl.Series("line", [], pl.String)
    try:
        return pl.read_csv(data, has_header=False, separator="\x01", quote_char=None, schema={"line": pl.String})[
            "line"
        ]
    except pl.exceptions.PolarsError as error:
        raise ValueError(str(error)) from None


def blocks(snapshot: Snapshot) -> Iterator[Block]:
    """Yield the statements of a snapshot in blocks.

    Raises
    ------
    EngineFailure
        If the file is damaged, or a line is no statement of the snapshot's graph.
    """
    before = 0
    try:
        for data in portions(snapshot):
            yield of_nquads(data, snapshot.graph)
            before += data.count(b"\n")
    except ValueError as error:
        place = f"line {before + error.args[0]}" if isinstance(error.args[0], int) else f"after line {before}"
        raise EngineFailure(f"{snapshot.path}, {place}: not a statement of {snapshot.graph}") from None


def portions(snapshot: Snapshot) -> Iterator[bytes]:
    """Yield the text of a snapshot in portions of whole lines.

    Raises
    ------
    EngineFailure
        If the file is damaged.
    """
    try:
        with unpacked(snapshot.path) as file:
            yield from _whole_lines(file)
    except DAMAGED as error:
        raise EngineFailure(f"{snapshot.path} is damaged ({error}); ingest its source again") from None


def unpacked(path: Path) -> IO[bytes]:
    """Open a packed file of statements; a portion of it is read four times as fast as with the standard library."""
    return cast(IO[bytes], igzip.IGzipFile(str(path)))


def _whole_lines(file: IO[bytes]) -> Iterator[bytes]:
    while data := file.read(BLOCK):
        yield data + file.readline()


def _end(graph: str) -> str:
    return f" <{graph}> ."
