"""Statements as columns: N-Quads in blocks, each a frame of subject, predicate and object.

A million lines become columns in about a second, where an engine takes ten to hand them out one by one. So what a
load needs to know of all statements at once is read here, on their way into the store.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from kg.errors import EngineFailure
from kg.workspace import Snapshot

BLOCK = 32 << 20
"""Bytes of text in a block."""


@dataclass(frozen=True, slots=True)
class Block:
    """Statements of one named graph.

    Parameters
    ----------
    graph : str
        IRI of the graph.
    lines : Series of str
        Each statement as a line of N-Quads, without its graph and full stop.
    """

    graph: str
    lines: pl.Series

    @property
    def terms(self) -> pl.DataFrame:
        """Columns s, p, o: the terms as N-Quads writes them."""
        parts = self.lines.str.splitn(" ", 3).struct.rename_fields(["s", "p", "o"])
        return parts.struct.unnest()

    def nquads(self) -> bytes:
        """Give the block as N-Quads."""
        return nquads(self.lines, self.graph)


def nquads(lines: pl.Series, graph: str) -> bytes:
    """Put lines without a graph into one."""
    if lines.is_empty():
        return b""
    end = _end(graph)
    return str(lines.str.join(end + "\n").item()).encode() + f"{end}\n".encode()


def of_nquads(data: bytes, graph: str) -> Block:
    """Make a block of N-Quads that all stand in `graph`.

    Raises
    ------
    ValueError
        If a line does not; its number is the error's argument.
    """
    lines = pl.Series("line", [data.decode()]).str.strip_suffix("\n").str.split("\n").explode()
    end = _end(graph)
    fits = lines.str.ends_with(end)
    if not fits.all():
        raise ValueError(int(fits.arg_min() or 0) + 1)
    return Block(graph, lines.str.strip_suffix(end))


def blocks(snapshot: Snapshot) -> Iterator[Block]:
    """Yield the statements of a snapshot in blocks.

    Raises
    ------
    EngineFailure
        If the file is damaged, or a line is no statement of the snapshot's graph.
    """
    before = 0
    try:
        with gzip.open(snapshot.path) as packed:
            for data in _whole_lines(packed):
                yield of_nquads(data, snapshot.graph)
                before += data.count(b"\n")
    except ValueError as error:
        place = f"line {before + error.args[0]}" if isinstance(error.args[0], int) else f"after line {before}"
        raise EngineFailure(f"{snapshot.path}, {place}: not a statement of {snapshot.graph}") from None
    except (OSError, EOFError, zlib.error) as error:
        raise EngineFailure(f"{snapshot.path} is damaged ({error}); ingest its source again") from None


def _whole_lines(file: gzip.GzipFile) -> Iterator[bytes]:
    rest = b""
    while data := file.read(BLOCK):
        head, newline, tail = data.rpartition(b"\n")
        if newline:
            yield rest + head + newline
            rest = tail
        else:
            rest += tail
    if rest:
        yield rest


def _end(graph: str) -> str:
    return f" <{graph}> ."
