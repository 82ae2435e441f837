"""GraphML that other software opens: valid against the schema, one type an attribute, nothing half-written.

The schema wants node ids without slashes, so a node's id is its IRI in another spelling (see `node_id`), and
the IRI itself stands in the node attribute `iri`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from kg.export import lines
from kg.export.cleaning import Cleaner
from kg.export.content import Content, Kinds, content
from kg.export.lines import GraphLike, around, joined, replaced
from kg.export.report import Report
from ontology.iri import BASE

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_UNFIT = re.compile(r"[^A-Za-z0-9.-]")
_FREQUENT = {"/": ":", "%": "_25", "_": "_5F", "(": "_28", ")": "_29", ":": "_3A", ";": "_3B"}
"""How signs are spelled that IRIs of ours have often."""
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


def node_id(name: str) -> str:
    """Spell a node's name as the schema wants it (`xs:NMTOKEN`): different names stay different.

    The common beginning of our IRIs is dropped, ``/`` becomes ``:``, and every other character that does not
    fit, ``_`` too, becomes ``_`` and its UTF-8 bytes in hexadecimal. Other names begin with ``_:``.

    Examples
    --------
    >>> node_id("https://w3id.org/paperkin/paper/arxiv/2010.11929")
    'paper:arxiv:2010.11929'
    >>> node_id("https://w3id.org/paperkin/model/arxiv/1905.00546/Net%2B")
    'model:arxiv:1905.00546:Net_252B'
    >>> node_id("http://example.org/a b")
    '_:http_3A::example.org:a_20b'
    """
    own = name.startswith(BASE) and name != BASE
    spelled = _UNFIT.sub(_spell, name.removeprefix(BASE) if own else name)
    return spelled if own else f"_:{spelled}"


def _spell(found: re.Match[str]) -> str:
    if found[0] == "/":
        return ":"
    return "".join(f"_{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))


def node_ids(made: Content) -> pl.Series:
    """Give `node_id` of each node."""
    iri = made.iris
    bare = iri.str.strip_prefix(BASE)
    plain = iri.str.starts_with(BASE) & (bare != "") & ~bare.str.contains(r"[^A-Za-z0-9./%_():;-]")
    ids = bare.str.replace_many(list(_FREQUENT), list(_FREQUENT.values()))
    rare = {row: made.odd.get(row, iri[row]) for row in (~plain).arg_true().to_list()} | dict(made.odd)
    if rare:
        ids = ids.scatter(list(rare), [node_id(name) for name in rare.values()])
    return ids.alias("id")


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
