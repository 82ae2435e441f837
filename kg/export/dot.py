"""Graphviz DOT."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from kg.export import ids, lines
from kg.export.cleaning import Cleaner
from kg.export.content import Content, Kinds
from kg.export.lines import GraphLike, around, joined, replaced
from kg.export.report import Report

_TEXT = {"\\": "\\\\", '"': '\\"', "\r\n": "\\n", "\n": "\\n", "\r": "\\n"}
"""In a quoted text of DOT, a backslash begins an escape, and a line may not just end."""
_ENTITY = r"&(#?\w+;)"
"""Graphviz reads HTML entities in labels, which are no markup of ours."""
_KNOWN_TO_GRAPHVIZ = {"url": "URL", "label": "label"}
_CLASHING = {"rank", "style", "shape", "color", "size", "pos", "constraint", "dir", "group"}
"""What Graphviz would take for a wish how to draw."""


def write(graph: GraphLike, out: Path, *, name: str | None = None) -> Report:
    """Write a graph as DOT: a node is named by its IRI, drawn with its label, and leads to its page.

    All other attributes are kept; those that would mean something else to Graphviz begin with ``_``.

    Parameters, returns and errors are those of `kg.export.lines.write`.

    References
    ----------
    https://graphviz.org/doc/info/lang.html
    """
    return lines.write(graph, out, name, portions)


def portions(content: Content, cleaner: Cleaner) -> Iterator[str]:
    """Give the file in portions."""
    title = pl.DataFrame({"name": cleaner.column(pl.Series([content.name], dtype=pl.String)).fill_null("")})
    kind, arrow = ("digraph", "->") if content.directed else ("graph", "--")
    yield joined(title, f"{kind} ", _quoted("name"), " {\nnode [shape=box];\n")
    keys = ids.keys(content)
    of_node = _values({name: kind for name, kind in content.nodes.attributes.items() if name != "iri"})
    for rows in lines.nodes(content, cleaner, keys):
        yield joined(rows, _quoted("@id"), *of_node, ";\n")
    of_edge = _values(content.edges.attributes)
    for rows in lines.edges(content, cleaner, keys):
        yield joined(rows, _quoted("@source"), f" {arrow} ", _quoted("@target"), *of_edge, ";\n")
    yield "}\n"


def _values(attributes: Kinds) -> list[str | pl.Expr]:
    values = [around(f"{_key(name)}=", _value(name, kind), " ") for name, kind in attributes.items()]
    return [" [", *values, "]"] if values else []


def _value(name: str, kind: str) -> pl.Expr:
    if kind in ("long", "boolean"):
        return pl.col(name)
    return _quoted(name, pl.col(name).str.replace_all(_ENTITY, "&amp;$1") if name == "label" else None)


def _key(name: str) -> str:
    if name in _KNOWN_TO_GRAPHVIZ:
        return _KNOWN_TO_GRAPHVIZ[name]
    plain = "".join(sign if sign.isalnum() else "_" for sign in name)
    return f"_{plain}" if plain in _CLASHING or plain[0].isdigit() else plain


def _quoted(name: str, value: pl.Expr | None = None) -> pl.Expr:
    return around('"', replaced(pl.col(name) if value is None else value, _TEXT), '"')
