"""Other programs' readers: what they find in an exported file, as a label of each node and a sentence of each edge."""

import csv
import html
import io
import json
import re
from pathlib import Path

import bibtexparser
import igraph
import networkx as nx
import pyarrow.parquet as pq
import pydot
from pybtex.database import BibliographyData, parse_bytes

Found = tuple[dict[str, str], list[str]]
"""The label of each node by its IRI, and the sentences of the edges, in the order of the file; empty where unknown."""


def of_networkx(graph: nx.Graph, iri: str | None = None, label: str = "label") -> Found:
    """Take a graph of networkx apart; `iri` is the attribute that names nodes, where nodes are named otherwise."""
    nodes = {(facts[iri] if iri else node): facts.get(label, "") for node, facts in graph.nodes(data=True)}
    return nodes, [facts.get("sentence", "") for *_, facts in graph.edges(data=True)]


def graphml(path: Path) -> Found:
    return of_networkx(nx.read_graphml(path, force_multigraph=True), "iri")


def graphml_by_igraph(path: Path) -> Found:
    return _of_igraph(igraph.Graph.Read_GraphML(str(path)))


def gexf(path: Path) -> Found:
    nodes, edges = of_networkx(nx.read_gexf(path, version="1.3"))
    return {node: _no_iri(node, label) for node, label in nodes.items()}, edges


def node_link(path: Path) -> Found:
    return of_networkx(nx.node_link_graph(json.loads(path.read_bytes()), edges="edges"))


def cytoscape(path: Path) -> Found:
    found = nx.cytoscape_graph(json.loads(path.read_bytes()))
    nodes, edges = of_networkx(found)
    # Who has no label is shown by its name, the IRI.
    assert all(facts["name"] == (nodes[node] or node) for node, facts in found.nodes(data=True))
    return nodes, edges


def gml(path: Path) -> Found:
    graph = nx.read_gml(path, label="iri")
    return {node: _no_iri(node, facts["label"]) for node, facts in graph.nodes(data=True)}, of_networkx(graph)[1]


def gml_by_igraph(path: Path) -> Found:
    nodes, edges = _of_igraph(igraph.Graph.Read_GML(str(path)))
    return {node: _no_iri(node, label) for node, label in nodes.items()}, edges


def dot(path: Path) -> Found:
    [graph] = pydot.graph_from_dot_data(path.read_text(encoding="utf-8"))
    nodes = {_of_dot(node.get_name()): node for node in graph.get_nodes() if node.get_name() != "node"}
    labels = {name: html.unescape(_of_dot(node.get("label") or "")) for name, node in nodes.items()}
    return labels, [_of_dot(edge.get("sentence") or "") for edge in graph.get_edges()]


def rows_of_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def tables(rows: list[dict[str, str]]) -> Found:
    """Take a table of edges apart."""
    ends = [(row[end], row[f"{end}_label"] or "") for row in rows for end in ("source", "target")]
    return dict(ends), [row["sentence"] or "" for row in rows]


def parquet(path: Path) -> Found:
    return tables(pq.read_table(path).to_pylist())


def bibtex(path: Path) -> BibliographyData:
    """Read by pybtex, and make sure that bibtexparser finds the same entries in the same order."""
    data = path.read_bytes()
    found, other = parse_bytes(data, "bibtex"), bibtexparser.parse_string(data.decode())
    assert not other.failed_blocks
    assert [entry.key for entry in other.entries] == list(found.entries)
    for entry in other.entries:
        fields = {name.lower(): value for name, value in found.entries[entry.key].fields.items()}
        assert {f.key.lower(): f.value for f in entry.fields if f.key != "author"} == fields
    return found


def plain(tex: str) -> str:
    """Read the escapes of LaTeX that stand for one sign each."""
    names = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^",
             "textasciitilde": "~"}  # fmt: skip
    return re.sub(r"\{\\(\w+)\}|\\(.)", lambda found: names[found[1]] if found[1] else found[2], tex)


def _no_iri(node: str, label: str) -> str:
    """Take back what stands for a label in formats that want one: the IRI."""
    return "" if label == node else label


def _of_igraph(graph: igraph.Graph) -> Found:
    labels = graph.vs["label"] if "label" in graph.vs.attributes() else [""] * graph.vcount()
    sentences = graph.es["sentence"] if "sentence" in graph.es.attributes() else [""] * graph.ecount()
    return dict(zip(graph.vs["iri"], labels, strict=True)), list(sentences)


def _of_dot(quoted: str) -> str:
    """Read a quoted text of DOT, and its line breaks."""
    signs = {"n": "\n", '"': '"', "\\": "\\"}
    return re.sub(r"\\(.)", lambda found: signs[found[1]], quoted[1:-1], flags=re.DOTALL)
