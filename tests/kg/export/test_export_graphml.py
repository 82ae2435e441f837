"""GraphML that networkx and igraph read back whole, and that the schema accepts."""

import io
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import igraph
import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from kg.export import graphml, ids
from kg.export.views import VIEWS, view
from kg.projection import Projection
from kg.store import GraphStore
from tests.conftest import SHARED
from tests.kg.export.tiny import names

SCHEMA = SHARED / "data" / "graphml-xsd" / "graphml.xsd"
BASE = "https://w3id.org/paperkin/"
A, B = f"{BASE}paper/a", f"{BASE}paper/b b"


def hostile() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_node(A, label='<b>"A" & \x00\x0b\ud800\uffff]]></b>', mixed=1, number=1, none=None, year=2020)
    graph.add_node(B, label=" \t\r\n", mixed="x", number=0.5, flag=True, tags=["x", None, 2], places={"q", "p"})
    graph.add_node("x:é", label="last", mixed=2**70, number=Decimal("1.50"), flag=False, empty="", nan=float("nan"))
    graph.add_edge(A, B, key="buildsOn", place="§ 1", day=date(2020, 1, 2))
    graph.add_edge(A, B, key="variantOf", day=datetime(2020, 1, 2, 3, tzinfo=UTC))
    graph.add_edge("x:é", "x:é", key="self x y", kind="self")
    return graph


def by_networkx(text: str) -> nx.Graph:
    return nx.read_graphml(io.BytesIO(text.encode()))


def by_igraph(text: str, folder: Path) -> igraph.Graph:
    path = folder / "read.graphml"
    path.write_bytes(text.encode())
    return igraph.Graph.Read_GraphML(str(path))


def fits_xml(sign: str) -> bool:
    code = ord(sign)
    return sign in "\t\n\r" or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def cleaned(text: str) -> str:
    return "".join(sign if fits_xml(sign) else "\ufffd" for sign in text)


def test_each_attribute_has_one_type() -> None:
    root = etree.fromstring(graphml.text(hostile()).encode())
    keys = [dict(key.attrib) for key in root.iterfind(f"{{{graphml.NAMESPACE}}}key")]
    assert {f"{key['for']} {key['attr.name']}": key["attr.type"] for key in keys} == {
        "graph name": "string", "node iri": "string", "node label": "string", "node mixed": "string",
        "node number": "double", "node year": "long", "node flag": "boolean", "node tags": "string",
        "node places": "string", "edge kind": "string", "edge place": "string", "edge day": "string",
    }  # fmt: skip
    assert len({key["id"] for key in keys}) == len(keys)


def test_networkx_reads_every_value_back() -> None:
    read = by_networkx(graphml.text(hostile(), name="hostile"))
    assert read.graph["name"] == "hostile"
    assert dict(read.nodes(data=True)) == {
        "paper:a": {
            "iri": A, "label": '<b>"A" & \ufffd\ufffd\ufffd\ufffd]]></b>', "mixed": "1", "number": 1.0,
            "year": 2020,
        },
        "paper:b_20b": {
            "iri": B, "label": " \t\r\n", "mixed": "x", "number": 0.5, "flag": True, "tags": "x; 2",
            "places": "p; q",
        },
        "_:x_3A_C3_A9": {"iri": "x:é", "label": "last", "mixed": str(2**70), "number": 1.5, "flag": False},
    }  # fmt: skip
    assert sorted(read.edges(keys=True, data=True)) == [
        ("_:x_3A_C3_A9", "_:x_3A_C3_A9", "e2", {"kind": "self"}),
        ("paper:a", "paper:b_20b", "e0", {"kind": "buildsOn", "place": "§ 1", "day": "2020-01-02"}),
        ("paper:a", "paper:b_20b", "e1", {"kind": "variantOf", "day": "2020-01-02T03:00:00+00:00"}),
    ]


def test_igraph_reads_every_node_and_edge_back(tmp_path: Path) -> None:
    read = by_igraph(graphml.text(hostile()), tmp_path)
    assert sorted(read.vs["iri"]) == sorted(hostile())
    assert set(zip(read.vs["iri"], read.vs["number"], strict=True)) == {(A, 1.0), (B, 0.5), ("x:é", 1.5)}
    assert sorted(read.es["kind"]) == ["buildsOn", "self", "variantOf"]
    assert read.is_directed()


def test_the_report_counts_what_was_written_and_what_was_cleaned(tmp_path: Path) -> None:
    report = graphml.write(hostile(), tmp_path / "a.graphml", name="hostile")
    read = by_networkx((tmp_path / "a.graphml").read_text(encoding="utf-8"))
    data = [facts for _, facts in read.nodes(data=True)] + [facts for *_, facts in read.edges(data=True)]
    assert (report.nodes, report.edges) == (3, 3)
    assert report.attributes == sum(map(len, data)) + len(read.graph.keys() & {"name"})
    assert report.cleaned == 2, "a label with characters that XML forbids, and a number that is none"


def test_a_graph_without_parallel_edges_or_directions_is_written_too(tmp_path: Path) -> None:
    for kind in (nx.Graph, nx.DiGraph, nx.MultiGraph):
        graph = kind([("b", "a"), ("b", "c")])
        read = by_igraph(graphml.text(graph), tmp_path)
        assert (read.vcount(), read.ecount(), read.is_directed()) == (3, 2, graph.is_directed())


def test_keys_that_are_no_text_are_no_kind() -> None:
    graph = nx.MultiDiGraph([("a", "b"), ("a", "b")])
    assert [facts for *_, facts in by_networkx(graphml.text(graph)).edges(data=True)] == [{}, {}]


@pytest.mark.parametrize("number", [5e-324, Decimal("1E-400"), Decimal("-1E+400"), -(2**63) - 1])
def test_a_number_that_readers_cannot_hold_is_kept_as_text(tmp_path: Path, number: Decimal | float) -> None:
    graph = nx.Graph()
    graph.add_node("a", number=1.5)
    graph.add_node("b", number=number)
    text = graphml.text(graph)
    assert Decimal(by_networkx(text).nodes["_:b"]["number"]) == Decimal(str(number))
    assert by_igraph(text, tmp_path).vcount() == 2


def test_an_empty_graph_is_a_whole_file(tmp_path: Path) -> None:
    assert len(by_networkx(graphml.text(nx.MultiDiGraph()))) == 0
    assert by_igraph(graphml.text(nx.MultiDiGraph()), tmp_path).vcount() == 0


def test_the_order_in_which_a_graph_was_made_does_not_show() -> None:
    graph, again = hostile(), nx.MultiDiGraph()
    again.add_nodes_from(reversed([(node, dict(reversed(facts.items()))) for node, facts in graph.nodes(data=True)]))
    again.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert graphml.text(graph) == graphml.text(again)


@pytest.mark.parametrize("value", [object(), {"a": 1}, b"bytes", [object()]])
def test_a_value_that_no_rule_fits_leaves_the_old_file(tmp_path: Path, value: object) -> None:
    target = tmp_path / "a.graphml"
    target.write_bytes(b"old")
    with pytest.raises(TypeError, match="carries a value of type"):
        graphml.write(nx.Graph([("a", "b", {"odd": value})]), target, name="odd")
    assert (target.read_bytes(), names(tmp_path)) == (b"old", ["a.graphml"])


def test_an_attribute_name_that_the_schema_refuses_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot name an attribute 'two words'"):
        graphml.text(nx.Graph([("a", "b", {"two words": 1})]))


def test_a_graph_that_fails_midway_leaves_the_old_file(tmp_path: Path) -> None:
    class Failing(list[str]):
        rounds = 0

        def __iter__(self):
            Failing.rounds += 1
            yield "well"
            if Failing.rounds > 1:
                raise RuntimeError("midway")

    target = tmp_path / "a.graphml"
    target.write_bytes(b"old")
    graph = nx.MultiDiGraph([("a", "b")])
    graph.add_node("z", odd=Failing())
    with pytest.raises(RuntimeError, match="midway"):
        graphml.write(graph, target, name="failing")
    assert (target.read_bytes(), names(tmp_path)) == (b"old", ["a.graphml"])


hostile_text = st.text(st.characters(codec=None) | st.sampled_from("\x00\x1b\ud800\udfff\ufffe<>&\"'\r\n\t /_%:#"))
values = (
    hostile_text | st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.dates()
    | st.lists(st.none() | st.integers() | hostile_text, max_size=3)
)  # fmt: skip
facts = st.dictionaries(st.sampled_from(["one", "two", "three"]), values, max_size=3)
nodes = st.dictionaries(hostile_text | hostile_text.map(BASE.__add__), st.tuples(hostile_text, facts), max_size=6)


@st.composite
def graphs(draw: st.DrawFn) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for node, (label, others) in draw(nodes).items():
        graph.add_node(node, label=label, **others)
    if len(graph):
        ends = st.sampled_from(sorted(graph))
        edges = draw(st.lists(st.tuples(ends, ends, hostile_text | st.integers(), facts), max_size=8))
        graph.add_edges_from(edges)
    return graph


@settings(max_examples=120, deadline=None)
@given(graph=graphs())
def test_any_graph_is_read_back_whole_by_networkx_and_igraph(
    graph: nx.MultiDiGraph, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = graphml.text(graph)
    first, second = by_networkx(text), by_igraph(text, tmp_path_factory.getbasetemp())
    assert (len(first), first.number_of_edges()) == (len(graph), graph.number_of_edges())
    assert (second.vcount(), second.ecount()) == (len(graph), graph.number_of_edges())
    labels = Counter(cleaned(label) for _, label in graph.nodes.data("label"))
    assert Counter(label or "" for _, label in first.nodes.data("label", "")) == labels
    if any(labels):
        assert Counter(second.vs["label"]) == labels
    kinds = Counter(cleaned(key) for *_, key in graph.edges(keys=True) if isinstance(key, str) and key)
    assert Counter(kind for *_, kind in first.edges(data="kind") if kind is not None) == kinds
    ends = Counter((ids.node_id(source), ids.node_id(target)) for source, target in graph.edges())
    assert Counter(list(first.edges())) == ends
    if SCHEMA.exists():
        _schema().assertValid(etree.fromstring(text.encode()))


@given(hostile_text, hostile_text)
@example("a b", "a_20b")
@example("a/b", "a:b")
@example("", "_:")
def test_different_names_have_different_ids(one: str, other: str) -> None:
    spelled = {ids.node_id(name) for name in (one, other, BASE + one, BASE + other)}
    assert len(spelled) == len({one, other, BASE + one, BASE + other})


def _schema() -> etree.XMLSchema:
    if not SCHEMA.exists():
        pytest.skip("the GraphML schema is not in ../shared/data/graphml-xsd")
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


def test_the_schema_accepts_a_hostile_graph() -> None:
    _schema().assertValid(etree.fromstring(graphml.text(hostile(), name="hostile & co").encode()))


@pytest.mark.parametrize("name", VIEWS)
def test_the_schema_and_both_libraries_accept_every_view_of_the_review(
    name: str, projection: Projection, store: GraphStore, tmp_path: Path
) -> None:
    graph = view(name, projection, store)
    text = graphml.text(graph, name=name)
    first, second = by_networkx(text), by_igraph(text, tmp_path)
    assert {iri for _, iri in first.nodes.data("iri")} == set(graph.iris) == set(second.vs["iri"])
    assert first.number_of_edges() == second.ecount() == graph.number_of_edges()
    assert dict(zip(second.vs["iri"], second.vs["label"], strict=True)) == dict(
        graph.nodes.frame.select("iri", "label").iter_rows()
    )
    _schema().assertValid(etree.fromstring(text.encode()))
