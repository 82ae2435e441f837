"""Graphs as JSON: node-link, which networkx and D3 read, and Cytoscape's own."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from kg.export import ids, lines
from kg.export.cleaning import Cleaner
from kg.export.content import Content, Kinds
from kg.export.lines import GraphLike, around, joined, replaced, separated
from kg.export.report import Report

_SIGNS = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"}
"""What JSON writes in another way, of the characters that cleaning leaves."""
_OF_CYTOSCAPE = {"id", "key", "interaction"}
"""Attributes of edges that mean something there."""


def write_node_link(graph: GraphLike, out: Path, *, name: str | None = None) -> Report:
    """Write a graph as node-link JSON: ``networkx.node_link_graph(json.load(file))`` reads it.

    A node's id is its IRI. Each node and each edge stands on a line of its own. What is not known is left out.

    Parameters, returns and errors are those of `kg.export.lines.write`.

    References
    ----------
    https://networkx.org/documentation/stable/reference/readwrite/json_graph.html
    """
    return lines.write(graph, out, name, node_link)


def write_cytoscape(graph: GraphLike, out: Path, *, name: str | None = None) -> Report:
    """Write a graph as Cytoscape JSON: Cytoscape, Cytoscape.js and ``networkx.cytoscape_graph`` read it.

    A node's id is its IRI, its name is its label; an edge's interaction is its kind, and its key tells networkx
    parallel edges apart.

    Parameters, returns and errors are those of `kg.export.lines.write`.

    References
    ----------
    https://js.cytoscape.org/#notation/elements-json
    """
    return lines.write(graph, out, name, cytoscape)


def node_link(content: Content, cleaner: Cleaner) -> Iterator[str]:
    """Give the file in portions."""
    yield f'{{"directed":{_truth(content.directed)},"multigraph":true,"graph":{_name(content, cleaner)},\n"nodes":[\n'
    keys = ids.keys(content)
    of_node = _fields({name: kind for name, kind in content.nodes.attributes.items() if name not in ("iri", "id")})
    nodes = (
        joined(rows, around('{"id":"', _text("@id"), '"'), *of_node, "}", between=",\n")
        for rows in lines.nodes(content, cleaner, keys)
    )
    yield from separated(nodes, ",\n")
    yield '\n],\n"edges":[\n'
    of_edge = _fields(content.edges.attributes)
    edges = (
        joined(rows, *_ends('{"source":"'), *of_edge, "}", between=",\n")
        for rows in lines.edges(content, cleaner, keys)
    )
    yield from separated(edges, ",\n")
    yield "\n]}\n"


def cytoscape(content: Content, cleaner: Cleaner) -> Iterator[str]:
    """Give the file in portions."""
    yield f'{{"data":{_name(content, cleaner)},"directed":{_truth(content.directed)},"multigraph":true,\n'
    yield '"elements":{"nodes":[\n'
    keys = ids.keys(content)
    known = content.nodes.attributes
    of_node = _fields({name: kind for name, kind in known.items() if name not in ("iri", "id", "value", "name")})
    label = pl.coalesce("label", "@id") if "label" in known else pl.col("@id")
    begin = '{"data":{"id":"', _text("@id"), '","value":"', _text("@id"), '","name":"', replaced(label, _SIGNS), '"'
    nodes = (joined(rows, *begin, *of_node, "}}", between=",\n") for rows in lines.nodes(content, cleaner, keys))
    yield from separated(nodes, ",\n")
    yield '\n],"edges":[\n'
    attributes = {name: kind for name, kind in content.edges.attributes.items() if name not in _OF_CYTOSCAPE}
    of_edge = [*_fields(attributes), *_interaction(attributes)]
    number = '{"data":{"id":"e', pl.col("@number"), '","key":', pl.col("@number")
    edges = (
        joined(rows, *number, *_ends(',"source":"'), *of_edge, "}}", between=",\n")
        for rows in lines.edges(content, cleaner, keys)
    )
    yield from separated(edges, ",\n")
    yield "\n]}}\n"


def _interaction(attributes: Kinds) -> list[pl.Expr]:
    return [around(',"interaction":"', _text("kind"), '"')] if attributes.get("kind") == "string" else []


def _ends(before: str) -> tuple[pl.Expr, pl.Expr]:
    return around(before, _text("@source"), '"'), around(',"target":"', _text("@target"), '"')


def _fields(attributes: Kinds) -> list[pl.Expr]:
    return [
        around(f',"{name}":"', _text(name), '"') if kind == "string" else around(f',"{name}":', pl.col(name), "")
        for name, kind in attributes.items()
    ]


def _name(content: Content, cleaner: Cleaner) -> str:
    named = pl.DataFrame({"name": cleaner.column(pl.Series([content.name], dtype=pl.String)).fill_null("")})
    return joined(named, around('{"name":"', _text("name"), '"}'))


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _text(name: str) -> pl.Expr:
    return replaced(pl.col(name), _SIGNS)
