"""GML, which yEd, Gephi, igraph and networkx read."""

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from kg.export import ids, lines
from kg.export.cleaning import Cleaner
from kg.export.content import Content, Sheet
from kg.export.lines import GraphLike, around, joined, replaced
from kg.export.report import Report

_TEXT = {"&": "&amp;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;"}
_LARGEST = 2**31
"""Whole numbers are below this, in size; larger ones are written as real numbers, which hold them to 2**53."""
_EXACT = 2**53
_RESERVED = {"id", "label", "source", "target"}


def write(graph: GraphLike, out: Path, *, name: str | None = None) -> Report:
    """Write a graph as GML: numbered nodes, whose `iri` and `label` are text.

    The file is ASCII, as GML wants it: other characters are written as ``&#233;``. Truth values are 1 and 0.
    Read it with ``networkx.read_gml(file, label="iri")``: labels need not differ.

    Parameters, returns and errors are those of `kg.export.lines.write`.

    References
    ----------
    M. Himsolt: GML: A portable Graph File Format. Universität Passau, 1996.
    """
    return lines.write(graph, out, name, portions, ascii_only=True)


def portions(content: Content, cleaner: Cleaner) -> Iterator[str]:
    """Give the file in portions."""
    title = pl.DataFrame({"name": cleaner.column(pl.Series([content.name], dtype=pl.String))})
    yield f'Creator "Paperkin"\nVersion 1\ngraph [\n  directed {int(content.directed)}\n  multigraph 1'
    yield joined(title, around('\n  name "', _text("name"), '"'))
    numbers = pl.int_range(len(content), eager=True).cast(pl.String)
    keys = ids.keys(content)
    known = content.nodes.attributes
    label = pl.coalesce("label", "@iri") if "label" in known else pl.col("@iri")
    of_node = _values(content.nodes, {"iri", *_RESERVED})
    for rows in lines.nodes(content, cleaner, numbers):
        named = rows.with_columns(keys.gather(rows["@id"].cast(pl.UInt32)).alias("@iri"))
        yield joined(
            named, around("\n  node [\n    id ", pl.col("@id"), ""), around('\n    iri "', _text("@iri"), '"'),
            around('\n    label "', replaced(label, _TEXT), '"'), *of_node, "\n  ]",
        )  # fmt: skip
    of_edge = _values(content.edges, _RESERVED)
    for rows in lines.edges(content, cleaner, numbers):
        ends = (
            around("\n  edge [\n    source ", pl.col("@source"), ""), around("\n    target ", pl.col("@target"), ""),
        )  # fmt: skip
        yield joined(rows, *ends, *of_edge, "\n  ]")
    yield "\n]\n"


def _values(sheet: Sheet, without: set[str]) -> list[pl.Expr]:
    return [
        around(f"\n    {_key(name)} ", _value(sheet, name, kind), "")
        for name, kind in sheet.attributes.items()
        if name not in without
    ]


def _value(sheet: Sheet, name: str, kind: str) -> pl.Expr:
    column = pl.col(name)
    if kind == "boolean":
        return column.replace({"true": "1", "false": "0"})
    if kind == "long":
        kind = _size(sheet.frame[name])
    if kind == "double":
        return _real(column)
    return column if kind == "long" else around('"', _text(name), '"')


def _size(values: pl.Series) -> str:
    """Tell as what whole numbers can be written so that nothing is lost."""
    largest = int(values.cast(pl.Int128).abs().max() or 0)  # type: ignore[arg-type]
    return "long" if largest < _LARGEST else "double" if largest <= _EXACT else "string"


def _real(value: pl.Expr) -> pl.Expr:
    """Give a number its point, which GML wants in every real number."""
    return value.str.replace(r"^([+-]?\d+)($|[eE])", "${1}.0${2}").str.replace("e", "E", literal=True)


def _key(name: str) -> str:
    """Spell the name of an attribute as GML wants it: letters and digits, beginning with a letter."""
    spelled = re.sub("[^A-Za-z0-9_]", "_", name)
    return spelled if spelled[0].isalpha() else f"a{spelled}"


def _text(name: str) -> pl.Expr:
    return replaced(pl.col(name), _TEXT)
