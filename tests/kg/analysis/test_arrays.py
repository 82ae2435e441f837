"""Graphs over arrays: they say the same as networkx's, and networkx's functions run on them."""

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.arrays import ArrayGraph, _grouped, arrays

PAIRS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=30, unique=True)


def made(pairs: list[tuple[int, int]]) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(9))
    graph.add_edges_from(pairs)
    return graph


@given(PAIRS)
def test_a_graph_comes_back_from_arrays_as_it_was(pairs: list[tuple[int, int]]) -> None:
    graph = made(pairs)
    again = arrays(graph).to_networkx()
    assert list(again) == list(graph)
    assert set(again.edges) == set(graph.edges)
    assert nx.is_frozen(again)


@given(PAIRS)
def test_degrees_and_neighbours_are_those_of_networkx(pairs: list[tuple[int, int]]) -> None:
    graph = made(pairs)
    found = arrays(graph)
    assert found.out_degrees.tolist() == [graph.out_degree(node) for node in graph]
    assert found.in_degrees.tolist() == [graph.in_degree(node) for node in graph]
    for node in graph:
        assert sorted(found.out_edges.at(node).tolist()) == sorted(graph.successors(node))
        assert sorted(found.in_edges.at(node).tolist()) == sorted(graph.predecessors(node))


@given(PAIRS, st.lists(st.integers(0, 8), max_size=5))
def test_the_edges_of_several_nodes_come_node_after_node(pairs: list[tuple[int, int]], nodes: list[int]) -> None:
    found = arrays(made(pairs)).out_edges
    several = found.other[found.places(np.array(nodes, int))].tolist()
    assert several == [end for node in nodes for end in found.at(node).tolist()]


@given(PAIRS, st.sets(st.integers(0, 12)))
def test_a_part_of_a_graph_is_the_part_that_networkx_gives(pairs: list[tuple[int, int]], nodes: set[int]) -> None:
    graph = made(pairs)
    part, same = arrays(graph).subgraph(nodes).to_networkx(), graph.subgraph(nodes)
    assert set(part) == set(same)
    assert set(part.edges) == set(same.edges)


@given(PAIRS)
def test_components_that_networkx_is_asked_for_are_found_on_the_arrays(pairs: list[tuple[int, int]]) -> None:
    graph = made(pairs)
    for function in (nx.strongly_connected_components, nx.weakly_connected_components):
        assert set(map(frozenset, function(arrays(graph)))) == set(map(frozenset, function(graph)))
    for count in (nx.number_strongly_connected_components, nx.number_weakly_connected_components):
        assert count(arrays(graph)) == count(graph)
    assert nx.is_directed_acyclic_graph(arrays(graph)) == nx.is_directed_acyclic_graph(graph)


def test_what_is_not_made_for_arrays_says_so() -> None:
    with pytest.raises(NotImplementedError, match="paperkin"):
        nx.diameter(arrays(nx.DiGraph([("a", "b")])))


def test_attributes_follow_their_nodes_and_edges() -> None:
    facts = pl.DataFrame({"label": ["A", None, "C"], "date": ["2019", "2020", None]})
    graph = ArrayGraph(
        ["a", "b", "c"], np.array([0, 2]), np.array([1, 1]), facts, pl.DataFrame({"kind": ["x", "y"]}), "some"
    )
    part = graph.keep(np.array([False, True, True])).to_networkx()
    assert dict(part.nodes(data=True)) == {"b": {"date": "2020"}, "c": {"label": "C"}}
    assert list(part.edges(data=True)) == [("c", "b", {"kind": "y"})]
    assert graph.reversed().to_networkx().has_edge("b", "a")
    assert part.graph["name"] == "some"


@given(PAIRS, st.booleans())
def test_a_graph_made_of_arrays_is_the_one_that_networkx_makes(pairs: list[tuple[int, int]], directed: bool) -> None:
    kinds = pl.DataFrame({"kind": [f"{one} {two}" for one, two in pairs]}, schema={"kind": pl.String})
    ends = np.array(pairs, int).reshape(-1, 2)
    ours = ArrayGraph(range(9), ends[:, 0], ends[:, 1], edge_facts=kinds, directed=directed).to_networkx()
    theirs = nx.DiGraph() if directed else nx.Graph()
    theirs.add_nodes_from(range(9))
    theirs.add_edges_from((one, two, {"kind": f"{one} {two}"}) for one, two in pairs)
    assert (ours._adj, ours._node) == (theirs._adj, theirs._node)
    assert not directed or ours._pred == theirs._pred
    assert list(ours.edges) == list(theirs.edges)


def test_a_node_that_is_not_there_is_named() -> None:
    with pytest.raises(nx.NodeNotFound, match="z is not in the graph"):
        arrays(nx.DiGraph([("a", "b")])).number("z")


def test_an_undirected_graph_stays_one() -> None:
    found = arrays(nx.Graph([("a", "b")]))
    assert not found.is_directed()
    assert not found.to_networkx().is_directed()


def test_parallel_edges_add_up_in_the_matrix() -> None:
    assert arrays(nx.MultiDiGraph([(0, 1), (0, 1)])).matrix().toarray().tolist() == [[0, 2], [0, 0]]


def test_an_empty_graph_is_a_graph() -> None:
    found = arrays(nx.DiGraph())
    assert (len(found), found.number_of_edges(), found.to_networkx().order()) == (0, 0, 0)


@given(st.lists(st.integers(0, 5)), st.sampled_from([6, 2**62]))
def test_edges_are_grouped_as_a_stable_sort_does(ends: list[int], nodes: int) -> None:
    end = np.array(ends, np.int64)
    assert _grouped(end, nodes).tolist() == np.argsort(end, kind="stable").tolist()
