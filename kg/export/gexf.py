"""GEXF 1.3, the format of Gephi: nodes and edges begin at their dates, so that a time line can play them."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from kg.export import ids, lines
from kg.export.cleaning import Cleaner
from kg.export.content import Content, Kinds
from kg.export.lines import GraphLike, around, joined, replaced
from kg.export.report import Report

NAMESPACE = "http://gexf.net/1.3"
_TEXT = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;",
}  # fmt: skip
_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_FIRST_DAY = "0000-01-01"


def write(graph: GraphLike, out: Path, *, name: str | None = None) -> Report:
    """Write a graph as GEXF 1.3.

    A node's id is its IRI. Nodes begin at their attribute `date`, edges at their own date, else when both ends are
    there. A year begins with its first day, a month too, since GEXF knows whole days only; the attribute `date` stays
    as it is known. What has no date is there from the beginning, and nothing ends. The attribute `weight` of
    an edge is its weight.

    Parameters, returns and errors are those of `kg.export.lines.write`.

    References
    ----------
    GEXF 1.3, https://gexf.net/schema.html
    """
    return lines.write(graph, out, name, portions)


def portions(content: Content, cleaner: Cleaner) -> Iterator[str]:
    """Give the file in portions."""
    title = pl.DataFrame({"name": cleaner.column(pl.Series([content.name], dtype=pl.String))})
    direction = "directed" if content.directed else "undirected"
    of_node = {name: kind for name, kind in content.nodes.attributes.items() if name not in ("iri", "label")}
    of_edge = {name: kind for name, kind in content.edges.attributes.items() if not _is_weight(name, kind)}
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="{NAMESPACE}" version="1.3">\n<meta>'
    yield joined(title, "<creator>Paperkin</creator>", around("<description>", _text("name"), "</description>"))
    yield f'</meta>\n<graph mode="dynamic" defaultedgetype="{direction}" timeformat="date"'
    yield ' timerepresentation="interval">'
    yield from _declared("node", of_node)
    yield from _declared("edge", of_edge)
    yield f'\n<nodes count="{len(content)}">'
    keys = ids.keys(content)
    label = pl.coalesce("label", "@id") if "label" in content.nodes.attributes else pl.col("@id")
    for rows in lines.nodes(content, cleaner, keys):
        yield joined(
            rows.with_columns(label.alias("@label"), _start(rows)),
            around('\n<node id="', _text("@id"), '"'), around(' label="', _text("@label"), '"'),
            around(' start="', pl.col("@start"), '"'), *_values(of_node, "node"),
        )  # fmt: skip
    yield f'\n</nodes>\n<edges count="{content.number_of_edges()}">'
    yield from _edges(content, cleaner, keys, of_edge)
    yield "\n</edges>\n</graph>\n</gexf>\n"


def _edges(content: Content, cleaner: Cleaner, keys: pl.Series, attributes: Kinds) -> Iterator[str]:
    starts = content.nodes.frame.with_columns(_start(content.nodes.frame))["@start"]
    is_weighted = len(attributes) < len(content.edges.attributes)
    weighted = [around(' weight="', pl.col("weight"), '"')] if is_weighted else []
    kind = [around(' kind="', _text("kind"), '"')] if "kind" in attributes else []
    for rows in lines.edges(content, cleaner, keys):
        ends = [starts.gather(rows[end]).alias(f"@{end}_start") for end in ("source", "target")]
        began = rows.with_columns(*ends, _start(rows)).with_columns(
            pl.coalesce("@start", pl.max_horizontal("@source_start", "@target_start")).alias("@start")
        )
        yield joined(
            began, around('\n<edge id="', pl.col("@number"), '"'), around(' source="', _text("@source"), '"'),
            around(' target="', _text("@target"), '"'), *kind, *weighted, around(' start="', pl.col("@start"), '"'),
            *_values(attributes, "edge"),
        )  # fmt: skip


def _declared(of: str, attributes: Kinds) -> Iterator[str]:
    if attributes:
        yield f'\n<attributes class="{of}" mode="static">'
        for number, (name, kind) in enumerate(attributes.items()):
            yield f'\n<attribute id="{number}" title="{name}" type="{kind}"/>'
        yield "\n</attributes>"


def _values(attributes: Kinds, of: str) -> list[str | pl.Expr]:
    """Give the rest of an element: its values, and its end."""
    if not attributes:
        return ["/>"]
    values = [
        around(f'<attvalue for="{number}" value="', _text(name) if kind == "string" else pl.col(name), '"/>')
        for number, (name, kind) in enumerate(attributes.items())
    ]
    return ["><attvalues>", *values, f"</attvalues></{of}>"]


def _start(rows: pl.DataFrame) -> pl.Expr:
    """Give the first day of the date."""
    if rows.schema.get("date") != pl.String:
        return pl.lit(None, pl.String).alias("@start")
    date = pl.when(pl.col("date").str.contains(_DATE)).then("date")
    rest = pl.lit(_FIRST_DAY).str.slice(date.str.len_chars())
    return pl.concat_str([date, rest], ignore_nulls=False).alias("@start")


def _is_weight(name: str, kind: str) -> bool:
    return name == "weight" and kind in ("long", "double")


def _text(name: str) -> pl.Expr:
    return replaced(pl.col(name), _TEXT)
