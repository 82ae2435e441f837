"""GraphML that other software opens: valid against the schema, one type an attribute, nothing half-written.

The schema wants node ids without slashes, so a node's id is its IRI in another spelling (see
`kg.export.ids.node_id`), and the IRI itself stands in the node attribute `iri`.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from kg.export import lines
from kg.export.cleaning import Cleaner
from kg.export.content import Content, Kinds, content
from kg.export.ids import node_ids
from kg.export.lines import GraphLike, around, joined, replaced
from kg.export.report import Report

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def write(graph: GraphLike, out: Path, *, name: str | None = None) -> Report:
    """Write a graph as GraphML 1.0.

    None and empty text are left out; lists are joined by ``; ``; characters that XML cannot carry are replaced.
    Each attribute has one type: `boolean` for truth values, `long` for whole numbers, `double` for numbers, `string`
    for everything else and for mixtures.

    Parameters, returns and errors are those of `kg.export.lines.write`.

    References
    ----------
    U. Brandes, M. Eiglsperger, J. Lerner: GraphML Primer, http://graphml.graphdrawing.org/primer/graphml-primer.html
    """
    return lines.write(graph, out, name, portions)


def text(graph: GraphLike, *, name: str = "") -> str:
    """Give a graph as GraphML; see `write`."""
    return "".join(portions(content(graph, name), Cleaner()))


def portions(content: Content, cleaner: Cleaner) -> Iterator[str]:
    """Give the file in portions."""
    yield f"<?xml version='1.0' encoding='utf-8'?>\n<graphml xmlns=\"{NAMESPACE}\">"
    for of, sheet in (("edge", content.edges), ("graph", None), ("node", content.nodes)):
        yield from _declared(of, {"name": "string"} if sheet is None else sheet.attributes)
    direction = "directed" if content.directed else "undirected"
    yield f'\n<graph id="G" edgedefault="{direction}">'
    name = pl.DataFrame({"name": cleaner.column(pl.Series([content.name]))})
    yield joined(name, *_data("graph", {"name": "string"}))
    ids = node_ids(content)
    of_node, of_edge = _data("node", content.nodes.attributes), _data("edge", content.edges.attributes)
    for rows in lines.nodes(content, cleaner, ids):
        yield joined(rows, around('\n<node id="', pl.col("@id"), '">'), *of_node, "</node>")
    begin = around('\n<edge id="e', pl.col("@number"), '" source="')
    for rows in lines.edges(content, cleaner, ids):
        ends = begin, pl.col("@source"), around('" target="', pl.col("@target"), '">')
        yield joined(rows, *ends, *of_edge, "</edge>")
    yield "\n</graph>\n</graphml>"


def _declared(of: str, attributes: Kinds) -> Iterator[str]:
    for name, kind in attributes.items():
        yield f'\n<key id="{of}.{name}" for="{of}" attr.name="{name}" attr.type="{kind}"></key>'


def _data(of: str, attributes: Kinds) -> list[pl.Expr]:
    return [around(f'<data key="{of}.{name}">', _value(name, kind), "</data>") for name, kind in attributes.items()]


def _value(name: str, kind: str) -> pl.Expr:
    return replaced(pl.col(name), _TEXT) if kind == "string" else pl.col(name)
