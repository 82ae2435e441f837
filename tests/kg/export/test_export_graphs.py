"""What each format of a graph has of its own, and that graphs over arrays give the same as networkx's."""

import json
import re
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from lxml import etree

from kg.analysis.arrays import ArrayGraph
from kg.export import dot, gexf, gml, graphjson, graphml, tables
from kg.export.content import BATCH, content
from kg.export.views import VIEWS, view
from kg.projection import Projection
from kg.store import GraphStore
from tests.kg.export import readers

GEXF = {"g": gexf.NAMESPACE}
WRITERS = {
    "graphml": graphml.write, "gexf": gexf.write, "json": graphjson.write_node_link,
    "cytoscape": graphjson.write_cytoscape, "gml": gml.write, "dot": dot.write,
}  # fmt: skip
READERS = {
    "graphml": readers.graphml, "gexf": readers.gexf, "json": readers.node_link, "cytoscape": readers.cytoscape,
    "gml": readers.gml, "dot": readers.dot,
}  # fmt: skip

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pydot.*")


def arrays() -> ArrayGraph:
    facts = pl.DataFrame({
        "label": ["A", "B", None], "date": ["2020-10-22", "2017", None], "cited_by": [0, 3_000_000_000, 1],
        "score": [0.5, float("nan"), 1e-7], "review": [True, None, False], "places": [["p", None, "q"], [], None],
    })  # fmt: skip
    return ArrayGraph(["x:a", "x:b", "x:c"], np.array([0, 0, 2]), np.array([1, 2, 1]), facts, name="arrays")


@pytest.mark.parametrize("form", WRITERS)
def test_a_graph_over_arrays_gives_what_networkx_gives(form: str, tmp_path: Path) -> None:
    graph = arrays()
    WRITERS[form](graph, tmp_path / "arrays")
    WRITERS[form](graph.to_networkx(), tmp_path / "networkx")
    assert READERS[form](tmp_path / "arrays") == READERS[form](tmp_path / "networkx")
    assert READERS[form](tmp_path / "arrays")[0] == {"x:a": "A", "x:b": "B", "x:c": ""}


def test_numbers_that_are_none_are_counted(tmp_path: Path) -> None:
    report = graphml.write(arrays(), tmp_path / "a")
    assert (report.nodes, report.edges, report.cleaned) == (3, 3, 1)
    assert dict(nx.read_graphml(tmp_path / "a").nodes(data=True))["_:x_3Aa"] == {
        "iri": "x:a", "label": "A", "date": "2020-10-22", "cited_by": 0, "score": 0.5, "review": True, "places": "p; q",
    }  # fmt: skip


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("size", [BATCH - 1, BATCH, BATCH + 1])
def test_nothing_is_lost_between_portions(form: str, size: int, tmp_path: Path) -> None:
    ends = np.arange(size)
    graph = ArrayGraph([f"x:{number}" for number in range(size)], ends, np.roll(ends, 1), name="ring")
    report = WRITERS[form](graph, tmp_path / "a")
    assert (report.nodes, report.edges) == (size, size)
    text = (tmp_path / "a").read_text(encoding="utf-8")
    assert len(re.findall(r"\bx(?:_3A|:)\d+", text)) >= size * (3 if form != "gml" else 1)
    if form in ("json", "cytoscape"):
        json.loads(text)
    if form in ("graphml", "gexf"):
        etree.fromstring(text.encode(), etree.XMLParser(huge_tree=True))


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_of_the_review_is_read_back(
    form: str, name: str, projection: Projection, store: GraphStore, tmp_path: Path
) -> None:
    if form == "dot" and name == "full":
        pytest.skip("the reader of DOT is slow; the other views have all of its parts")
    made = view(name, projection, store)
    WRITERS[form](made, tmp_path / "a")
    nodes, edges = READERS[form](tmp_path / "a")
    assert nodes == dict(made.nodes.frame.select("iri", "label").iter_rows())
    assert len(edges) == made.number_of_edges()


def test_nodes_and_edges_of_gexf_begin_at_their_dates(tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    dates = {"x:day": "2020-10-22", "x:month": "2019-05", "x:year": "2017", "x:odd": "soon", "x:none": None}
    graph.add_nodes_from((node, {"date": date}) for node, date in dates.items())
    graph.add_edge("x:day", "x:year", "cites")
    graph.add_edge("x:year", "x:day", "cites")
    graph.add_edge("x:none", "x:month", "cites")
    graph.add_edge("x:none", "x:odd", "cites")
    graph.add_edge("x:day", "x:month", "rankedOn", date="2021")
    gexf.write(graph, tmp_path / "a.gexf")
    root = etree.parse(tmp_path / "a.gexf")
    assert {node.get("id"): node.get("start") for node in root.iterfind(".//g:node", GEXF)} == {
        "x:day": "2020-10-22", "x:month": "2019-05-01", "x:year": "2017-01-01", "x:odd": None, "x:none": None,
    }  # fmt: skip
    ends = [(e.get("source"), e.get("target"), e.get("start")) for e in root.iterfind(".//g:edge", GEXF)]
    assert sorted(ends, key=str) == [
        ("x:day", "x:month", "2021-01-01"), ("x:day", "x:year", "2020-10-22"), ("x:none", "x:month", "2019-05-01"),
        ("x:none", "x:odd", None), ("x:year", "x:day", "2020-10-22"),
    ]  # fmt: skip
    [own] = root.iterfind(".//g:graph", GEXF)
    assert (own.get("mode"), own.get("timeformat")) == ("dynamic", "date")


def test_the_dates_of_the_review_are_those_of_gexf(projection: Projection, store: GraphStore, tmp_path: Path) -> None:
    made = view("lineage", projection, store)
    gexf.write(made, tmp_path / "a.gexf")
    nodes = etree.parse(tmp_path / "a.gexf").iterfind(".//g:node", GEXF)
    starts = {node.get("id"): node.get("start") for node in nodes}
    dates = dict(made.nodes.frame.select("iri", "date").iter_rows())
    assert all((dates[iri] is None) == (start is None) for iri, start in starts.items())
    assert all(start.startswith(dates[iri]) for iri, start in starts.items() if start)


def test_weights_are_weights(tmp_path: Path) -> None:
    graph = nx.Graph([("x:a", "x:b", {"weight": 3, "kind": "usedTogether"})])
    gexf.write(graph, tmp_path / "a.gexf")
    assert nx.read_gexf(tmp_path / "a.gexf", version="1.3").edges["x:a", "x:b"]["weight"] == 3
    assert not nx.read_gexf(tmp_path / "a.gexf", version="1.3").is_directed()
    dot.write(graph, tmp_path / "a.dot")
    assert '"x:a" -- "x:b" [kind="usedTogether" weight=3 ];' in (tmp_path / "a.dot").read_text()


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([1, -7], ["1", "-7"]), ([3_000_000_000, 1], ["3000000000.0", "1.0"]), ([2**60, 1], [f'"{2**60}"', '"1"']),
        ([0.5, 1e300], ["0.5", "1.0E+300"]), ([True, False], ["1", "0"]), (["1", "x"], ['"1"', '"x"']),
    ],
)  # fmt: skip
def test_numbers_of_gml_fit_its_grammar(values: list[object], written: list[str], tmp_path: Path) -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from((f"x:{number}", {"size": value}) for number, value in enumerate(values))
    gml.write(graph, tmp_path / "a.gml")
    assert re.findall(r"^    size (.*)$", (tmp_path / "a.gml").read_text("ascii"), re.MULTILINE) == written
    nodes = nx.read_gml(tmp_path / "a.gml", label="iri").nodes
    assert [str(nodes[node]["size"]) for node in graph] == [str(_of_gml(text)) for text in written]


def _of_gml(text: str) -> object:
    return text.strip('"') if text.startswith('"') else float(text) if "." in text else int(text)


def test_names_of_attributes_fit_gml_and_dot(tmp_path: Path) -> None:
    graph = nx.DiGraph([("x:a", "x:b", {"1st.key-of": "v", "rank": 2})])
    gml.write(graph, tmp_path / "a.gml")
    [edge] = nx.read_gml(tmp_path / "a.gml", label="iri").edges(data=True)
    assert edge == ("x:a", "x:b", {"a1st_key_of": "v", "rank": 2})
    dot.write(graph, tmp_path / "a.dot")
    assert '[_1st_key_of="v" _rank=2 ]' in (tmp_path / "a.dot").read_text()


def test_a_label_of_dot_is_no_markup_for_graphviz(tmp_path: Path) -> None:
    graph = nx.DiGraph()
    graph.add_node("x:a", label="AT&T &amp; &#233; \\N")
    dot.write(graph, tmp_path / "a.dot")
    assert 'label="AT&T &amp;amp; &amp;#233; \\\\N"' in (tmp_path / "a.dot").read_text()


def test_parquet_has_numbers_and_truth_values(projection: Projection, store: GraphStore, tmp_path: Path) -> None:
    made = view("leaderboard", projection, store)
    tables.write_parquet(made, tmp_path / "a.parquet", "results")
    tables.write_csv(made, tmp_path / "a.csv", "results")
    rows = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert tuple(rows[0]) == tables.LEADERBOARD
    assert [type(rows[0][name]) for name in ("rank", "value", "parameters", "title")] == [int, float, int, str]
    assert [row["model"] for row in rows] == [row["model"] for row in readers.rows_of_csv(tmp_path / "a.csv")]
    tables.write_parquet(made, tmp_path / "b.parquet", "edges")
    found = pl.read_parquet(tmp_path / "b.parquet")
    assert found["uses_extra_data"].dtype == pl.Boolean
    assert (found["uses_extra_data"].null_count() < len(found), len(found)) == (True, made.number_of_edges())
    tables.write_parquet(made, tmp_path / "c.parquet", "nodes")
    assert pl.read_parquet(tmp_path / "c.parquet")["iri"].to_list() == made.iris.to_list()


@pytest.mark.parametrize("write", [tables.write_csv, tables.write_parquet])
@pytest.mark.parametrize("table", tables.TABLES)
def test_an_empty_view_is_a_table_without_rows(write, table: str, tmp_path: Path) -> None:
    report = write(nx.MultiDiGraph(), tmp_path / "a", table)
    assert report.rows == 0
    if write is tables.write_csv:
        assert (tmp_path / "a").read_text().count("\n") == 1
    else:
        assert len(pl.read_parquet(tmp_path / "a")) == 0


@pytest.mark.parametrize("form", WRITERS)
def test_an_empty_graph_is_a_whole_file(form: str, tmp_path: Path) -> None:
    WRITERS[form](nx.MultiDiGraph(), tmp_path / "a")
    if form not in ("gexf", "dot", "gml"):
        assert READERS[form](tmp_path / "a") == ({}, [])
    assert (tmp_path / "a").stat().st_size > 20


def test_a_content_is_named_anew_and_else_left_alone() -> None:
    made = content(nx.DiGraph([("a", "b")], name="one"))
    assert content(made) is made
    assert (content(made, "two").name, content(made, "two").nodes) == ("two", made.nodes)


_OF_GEXF = {
    "gexf": ({"version"}, ["meta", "graph"]), "meta": (set(), ["creator", "description"]),
    "graph": ({"mode", "defaultedgetype", "timeformat", "timerepresentation"}, ["attributes", "nodes", "edges"]),
    "attributes": ({"class", "mode"}, ["attribute"]), "attribute": ({"id", "title", "type"}, []),
    "nodes": ({"count"}, ["node"]), "edges": ({"count"}, ["edge"]), "node": ({"id", "label", "start"}, ["attvalues"]),
    "edge": ({"id", "source", "target", "kind", "weight", "start"}, ["attvalues"]), "attvalues": (set(), ["attvalue"]),
    "attvalue": ({"for", "value"}, []), "creator": (set(), []), "description": (set(), []),
}  # fmt: skip
"""What the grammar of GEXF 1.3 lets stand where, of what we write: attributes, and elements in their order."""


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_fits_the_grammar_of_gexf(
    name: str, projection: Projection, store: GraphStore, tmp_path: Path
) -> None:
    gexf.write(view(name, projection, store), tmp_path / "a.gexf")
    root = etree.parse(tmp_path / "a.gexf").getroot()
    for element in root.iter():
        attributes, children = _OF_GEXF[etree.QName(element).localname]
        assert etree.QName(element).namespace == gexf.NAMESPACE
        assert set(element.attrib) <= attributes
        places = [children.index(etree.QName(child).localname) for child in element]
        assert places == sorted(places)
    types = {attribute.get("type") for attribute in root.iterfind(".//g:attribute", GEXF)}
    assert types <= {"string", "long", "double", "boolean"}
    for of in ("node", "edge"):
        declared = {a.get("id") for a in root.iterfind(f".//g:attributes[@class='{of}']/g:attribute", GEXF)}
        assert {value.get("for") for value in root.iterfind(f".//g:{of}/g:attvalues/g:attvalue", GEXF)} <= declared
        assert int(root.find(f".//g:{of}s", GEXF).get("count")) == len(root.findall(f".//g:{of}", GEXF))
    ids = {node.get("id") for node in root.iterfind(".//g:node", GEXF)}
    assert {edge.get(end) for edge in root.iterfind(".//g:edge", GEXF) for end in ("source", "target")} <= ids
