"""Lines of a file made of columns: thousands at a time, where a line at a time takes ten times as long."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeAlias

import networkx as nx
import polars as pl

from kg.analysis.arrays import ArrayGraph
from kg.export.cleaning import Cleaner
from kg.export.content import Content, content
from kg.export.files import opened
from kg.export.report import Report

GraphLike: TypeAlias = nx.Graph | ArrayGraph | Content


class Portions(Protocol):
    """What a format is: a way to give a file in portions."""

    def __call__(self, content: Content, cleaner: Cleaner) -> Iterator[str]: ...


def write(graph: GraphLike, out: Path, name: str | None, portions: Portions, *, ascii_only: bool = False) -> Report:
    """Write a graph in a format.

    Parameters
    ----------
    graph : networkx graph, ArrayGraph or Content
    out : Path
        Replaced in one step, or left as it was; ``-`` is standard output.
    name : str, optional
        The name of the graph, where it shall have another.
    portions : callable
        Gives the file in portions.
    ascii_only : bool
        Write other characters as ``&#233;``.

    Returns
    -------
    Report
        Nodes, edges, attribute values, and how many of them were cleaned.

    Raises
    ------
    UsageProblem, EngineFailure
        As `kg.export.files.replacing` does.
    TypeError, ValueError
        As `kg.export.content.content` does.
    """
    made, cleaner = content(graph, name), Cleaner()
    with opened(out) as stream:
        for portion in portions(made, cleaner):
            stream.write(portion.encode("ascii", "xmlcharrefreplace") if ascii_only else portion.encode())
    cleaned = made.cleaned + cleaner.cleaned
    return Report(len(made), made.number_of_edges(), cleaner.attributes, cleaned=cleaned)


def nodes(made: Content, cleaner: Cleaner, names: pl.Series) -> Iterator[pl.DataFrame]:
    """Yield some nodes at a time: their attributes as clean text, and their name in the file in column ``@id``."""
    begin = 0
    for rows in made.nodes.batches(cleaner):
        yield rows.with_columns(names.slice(begin, len(rows)).alias("@id"))
        begin += len(rows)


def edges(made: Content, cleaner: Cleaner, names: pl.Series) -> Iterator[pl.DataFrame]:
    """Yield some edges at a time: as `nodes` does, ``@number``, and the names ``@source`` and ``@target``."""
    begin = 0
    for rows in made.edges.batches(cleaner):
        numbered = rows.with_row_index("@number", begin).with_columns(pl.col("@number").cast(pl.String))
        yield numbered.with_columns(names.gather(rows[end]).alias(f"@{end}") for end in ("source", "target"))
        begin += len(rows)


def joined(rows: pl.DataFrame, *pieces: str | pl.Expr, between: str = "") -> str:
    """Make one line of each row, and join them.

    Parameters
    ----------
    rows : DataFrame
    *pieces : str or Expr
        What each line is made of; pieces that are null for a row are left out.
    between : str
        Stands between the lines, not after the last.
    """
    made = (pl.lit(piece) if isinstance(piece, str) else piece for piece in pieces)
    lines = rows.select(pl.concat_str(list(made), ignore_nulls=True).alias("line"))["line"]
    return str(lines.str.join(between).item())


def separated(portions: Iterable[str], between: str) -> Iterator[str]:
    """Put what stands between lines between portions of lines too."""
    for place, portion in enumerate(portions):
        yield between + portion if place else portion


def around(before: str, value: pl.Expr, after: str) -> pl.Expr:
    """Put text around a value; null where the value is."""
    return pl.concat_str([pl.lit(before), value, pl.lit(after)], ignore_nulls=False)


def replaced(value: pl.Expr, signs: dict[str, str]) -> pl.Expr:
    """Replace signs by what stands for them, all in one go; of two that begin alike, the one that is named first."""
    return value.str.replace_many(list(signs), list(signs.values()), leftmost=True)
