"""Cycles, loops, parallel edges and edges against time: what is found, and what the transforms do about it."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import hygiene

PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=30)


def dated(pairs: list[tuple[str, str]], **dates: str) -> nx.DiGraph:
    graph = nx.DiGraph(pairs)
    nx.set_node_attributes(graph, dates, "date")
    return graph


def test_what_stands_in_the_way_is_listed() -> None:
    graph = nx.MultiDiGraph([("a", "b"), ("b", "a"), ("a", "a"), ("a", "b"), ("c", "a"), ("d", "c")])
    nx.set_node_attributes(graph, {"a": "2020-06", "b": "2019-01-01", "c": "2020-05-09"}, "date")
    found = hygiene.inspect(graph)
    assert (found.nodes, found.edges, found.loops, found.parallel) == (4, 6, 1, 1)
    assert (found.groups, found.edges_in_groups) == ((("a", "b"),), 3)
    assert (found.against_time, found.undated) == ((("b", "a"), ("c", "a")), 1)


def test_a_date_is_later_only_where_the_shared_precision_tells() -> None:
    graph = dated([("a", "b")], a="2020", b="2020-06-01")
    assert hygiene.inspect(graph).against_time == ()


def test_a_component_becomes_one_node_and_its_members_are_told() -> None:
    graph = nx.DiGraph([("a", "b"), ("b", "a"), ("z", "a"), ("z", "b"), ("b", "c")])
    made = hygiene.shrink(graph)
    assert set(made.graph.to_networkx().edges) == {("z", "a"), ("a", "c")}
    assert (made.groups, made.members("a"), made.members("c")) == ((("a", "b"),), ("a", "b"), ("c",))
    assert made.dropped == 3


def test_papers_of_a_component_cite_each_other_as_preprints() -> None:
    graph = nx.DiGraph([("a", "b"), ("b", "a"), ("z", "a"), ("b", "c")])
    made = hygiene.preprint(graph).graph.to_networkx()
    assert set(made.edges) == {
        ("a", "preprint of b"), ("b", "preprint of a"), ("preprint of b", "c"), ("z", "a"), ("b", "c"),
    }  # fmt: skip


@given(PAIRS)
def test_transforms_leave_no_cycle_and_keep_what_is_reached(pairs: list[tuple[int, int]]) -> None:
    graph = nx.MultiDiGraph(pairs)
    shrunk, doubled = hygiene.shrink(graph), hygiene.preprint(graph)
    assert nx.is_directed_acyclic_graph(shrunk.graph.to_networkx())
    assert nx.is_directed_acyclic_graph(doubled.graph.to_networkx())
    same = nx.condensation(nx.DiGraph(graph))
    assert len(shrunk.graph) == same.order()
    assert shrunk.graph.number_of_edges() == same.size()
    assert shrunk.dropped == graph.size() - same.size()
    assert sum(len(shrunk.members(node)) for node in shrunk.graph) == graph.order()


@given(PAIRS)
def test_findings_are_those_of_networkx(pairs: list[tuple[int, int]]) -> None:
    graph = nx.MultiDiGraph(pairs)
    found = hygiene.inspect(graph)
    assert found.loops == nx.number_of_selfloops(graph)
    assert found.parallel == graph.size() - nx.DiGraph(graph).size()
    assert {frozenset(group) for group in found.groups} == {
        frozenset(part) for part in nx.strongly_connected_components(graph) if len(part) > 1
    }
    assert hygiene.is_acyclic(graph) == nx.is_directed_acyclic_graph(graph)


@given(PAIRS)
def test_components_come_largest_first(pairs: list[tuple[int, int]]) -> None:
    sizes = [len(part) for part in hygiene.components(nx.MultiDiGraph(pairs), strong=False)]
    assert sizes == sorted(sizes, reverse=True)


def test_one_node_stands_for_all_of_its_component() -> None:
    made = hygiene.shrink(nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")]))
    assert [made.standing_for(node) for node in "abc"] == ["a", "a", "c"]
