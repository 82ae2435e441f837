"""GraphML that other software opens: valid against the schema, one type an attribute, nothing half-written.

The schema wants node ids without slashes, so a node's id is its IRI in another spelling (see `node_id`), and
the IRI itself stands in the node attribute `iri`.
"""

import io
import math
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import networkx as nx
from lxml import etree

from kg.export.cleaning import Cleaner, written
from kg.export.files import replacing
from kg.export.report import Report
from ontology.iri import BASE

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_LONGS = range(-(2**63), 2**63)
_SMALLEST = sys.float_info.min
"""Readers written in C refuse a number nearer to 0 that is not 0, as they refuse one that is too large."""
_UNFIT = re.compile(r"[^A-Za-z0-9.-]")
_NAME = re.compile(r"[A-Za-z0-9._:-]+")

Facts = Mapping[str, object]
Edge = tuple[str, str, str, Facts]
Kinds = dict[tuple[str, str], str]
"""The GraphML type of each attribute, by what it is of (``node``, ``edge``) and its name."""


def write(graph: nx.Graph, out: Path, *, name: str) -> Report:
    """Write a graph as GraphML 1.0.

    Nodes and edges are sorted, so that the same graph gives the same bytes. A text key of a multigraph's edge
    becomes its attribute `kind`, unless the edge has one. None and empty text are left out; lists are joined
    by ``; ``; characters that XML cannot carry are replaced.

    Each attribute has one type: `boolean` for truth values, `long` for whole numbers, `double` for numbers,
    `string` for everything else and for mixtures.

    Parameters
    ----------
    graph : Graph, DiGraph, MultiGraph or MultiDiGraph
        Its nodes are text.
    out : Path
        Replaced in one step, or left as it was.
    name : str
        The graph attribute `name`.

    Returns
    -------
    Report
        Nodes, edges, attribute values, and how many of them were cleaned.

    Raises
    ------
    UsageProblem, EngineFailure
        As `kg.export.files.replacing` does.
    TypeError
        If an attribute has a value of a kind that GraphML cannot carry.
    ValueError
        If the name of an attribute is no plain word.

    References
    ----------
    U. Brandes, M. Eiglsperger, J. Lerner: GraphML Primer, http://graphml.graphdrawing.org/primer/graphml-primer.html
    """
    with replacing(out) as stream:
        return _write(graph, stream, name)


def text(graph: nx.Graph, *, name: str = "") -> str:
    """Give a graph as GraphML; see `write`."""
    stream = io.BytesIO()
    _write(graph, stream, name)
    return stream.getvalue().decode()


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


def _write(graph: nx.Graph, stream: IO[bytes], name: str) -> Report:
    direction = "directed" if graph.is_directed() else "undirected"
    with etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        writer = _Writer(xml, _kinds(graph))
        with xml.element(_tag("graphml"), nsmap={None: NAMESPACE}):
            writer.keys()
            with writer.line("graph", {"id": "G", "edgedefault": direction}):
                writer.facts("graph", {"name": name})
                for node in sorted(graph):
                    writer.node(node, graph.nodes[node])
                for number, edge in enumerate(sorted(_edges(graph), key=lambda edge: edge[:3])):
                    writer.edge(number, edge)
                xml.write("\n")
            xml.write("\n")
    return Report(len(graph), graph.number_of_edges(), writer.attributes, cleaned=writer.cleaner.cleaned)


class _Writer:
    """Writes one element after the other, so that memory does not grow with the graph."""

    def __init__(self, xml: Any, kinds: Kinds) -> None:
        self._xml = xml
        self._kinds = kinds
        self.cleaner = Cleaner()
        self.attributes = 0

    def line(self, tag: str, attributes: dict[str, str]) -> Any:
        """Begin a line and an element on it."""
        self._xml.write("\n")
        return self._xml.element(_tag(tag), attributes)

    def keys(self) -> None:
        for (of, name), kind in sorted(self._kinds.items()):
            with self.line("key", {"id": f"{of}.{name}", "for": of, "attr.name": name, "attr.type": kind}):
                pass

    def node(self, name: str, facts: Facts) -> None:
        with self.line("node", {"id": node_id(name)}):
            self.facts("node", _of_node(name, facts))

    def edge(self, number: int, edge: Edge) -> None:
        source, target, key, facts = edge
        with self.line("edge", {"id": f"e{number}", "source": node_id(source), "target": node_id(target)}):
            self.facts("edge", _of_edge(key, facts))

    def facts(self, of: str, facts: Facts) -> None:
        for name in sorted(facts):
            value = self.cleaner.value(facts[name])
            if value is not None:
                self.attributes += 1
                with self._xml.element(_tag("data"), key=f"{of}.{name}"):
                    self._xml.write(written(value))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _of_node(name: str, facts: Facts) -> Facts:
    return {"iri": name, **facts}


def _of_edge(key: str, facts: Facts) -> Facts:
    return {"kind": key, **facts} if key else facts


def _edges(graph: nx.Graph) -> Iterator[Edge]:
    """Give source, target, key and attributes of each edge; the key is empty where it is no text."""
    keyed = graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges.data()
    for source, target, *key, facts in keyed:
        yield *_ends(graph, source, target), key[0] if key and isinstance(key[0], str) else "", facts


def _ends(graph: nx.Graph, source: str, target: str) -> tuple[str, str]:
    return (source, target) if graph.is_directed() or source <= target else (target, source)


def _kinds(graph: nx.Graph) -> Kinds:
    """Find the one type of each attribute."""
    found: dict[tuple[str, str], set[str]] = {("graph", "name"): {"string"}}
    for of, facts in _all_facts(graph):
        for name, raw in facts.items():
            kind = _kind(raw)
            if kind is not None:
                found.setdefault((of, name), set()).add(kind)
    for _, name in found:
        if not _NAME.fullmatch(name):
            raise ValueError(f"GraphML cannot name an attribute {name!r}; use letters, digits, and . _ : -")
    return {attribute: _common(kinds) for attribute, kinds in found.items()}


def _all_facts(graph: nx.Graph) -> Iterator[tuple[str, Facts]]:
    for node, facts in graph.nodes(data=True):
        yield "node", _of_node(node, facts)
    for *_, key, facts in _edges(graph):
        yield "edge", _of_edge(key, facts)


def _kind(raw: object) -> str | None:
    """Give the type that the value alone would have; None where it is left out."""
    if isinstance(raw, str):
        return "string" if raw else None
    value = Cleaner().value(raw)
    if value is None or isinstance(value, str):
        return "string" if value else None
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "long" if value in _LONGS else "string"
    return "double" if value == 0 or _SMALLEST <= abs(float(value)) < math.inf else "string"


def _common(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return min(kinds)
    return "double" if kinds == {"long", "double"} else "string"
