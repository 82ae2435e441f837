"""Main paths: equal to trying all paths, to what was published, ties kept, in integers of any size."""

import random
from collections.abc import Iterable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import traversal
from kg.analysis.mainpath import SEARCHES, global_path, key_route_path, local_path, main_path
from kg.analysis.traversal import KINDS, traversal_weights
from tests.kg.analysis.dags import Edge, dags, edges_of, layers, plain, whole_flows
from tests.kg.analysis.test_traversal import sample


def tried(graph: nx.DiGraph, weight: dict[Edge, int]) -> set[Edge]:
    """Sum the weights of all paths and take the largest."""
    sums = {path: sum(weight[edge] for edge in edges_of(path)) for path in whole_flows(graph)}
    best = max(sums.values(), default=0)
    return {edge for path, total in sums.items() if total == best for edge in edges_of(path)}


def followed(weight: dict[Edge, int], starts: Iterable[int], backward: bool) -> set[Edge]:
    """Take the heaviest edge at each node, again and again."""
    near = 0 if backward else 1
    waiting, found = set(starts), set[Edge]()
    while waiting:
        node = waiting.pop()
        here = {edge: value for edge, value in weight.items() if edge[near] == node}
        best = {edge for edge, value in here.items() if value == max(here.values())}
        waiting |= {edge[1 - near] for edge in best - found}
        found |= best
    return found


def begun(graph: nx.DiGraph, weight: dict[Edge, int], backward: bool) -> set[Edge]:
    """Take the heaviest of all edges at the ends of the graph."""
    first = {
        (one, two): value for (one, two), value in weight.items()
        if not (graph.in_degree(one) if backward else graph.out_degree(two))
    }  # fmt: skip
    return {edge for edge, value in first.items() if value == max(first.values())}


def heaviest(weight: dict[Edge, int], count: int) -> set[Edge]:
    limit = sorted(weight.values(), reverse=True)[: max(count, 1)]
    return {edge for edge, value in weight.items() if value >= limit[-1]} if weight else set()


def largest_ways(graph: nx.DiGraph, weight: dict[Edge, int], start: int) -> set[Edge]:
    """Sum the weights of all ways from a node to the end of the graph, along the edges of `graph`."""
    ends = [node for node in graph if not graph.out_degree(node)]
    paths = [tuple(path) for end in ends for path in nx.all_simple_paths(graph, start, end) if start != end]
    sums = {path: sum(weight[edge] for edge in edges_of(path)) for path in paths}
    best = max(sums.values(), default=0)
    return {edge for path, total in sums.items() if total == best for edge in edges_of(path)}


@pytest.fixture(params=[62, -1], ids=["integers", "logarithms"])
def bits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traversal, "_BITS", request.param)


@pytest.mark.usefixtures("bits")
def test_the_global_path_is_the_one_that_the_encyclopedia_sums_up() -> None:
    found = main_path(sample(), "spc", "global")
    assert set(found) == {("D", "B"), ("F", "D"), ("I", "F"), ("M", "I"), ("N", "M")}
    assert sum(found.integers) == 15


@pytest.mark.usefixtures("bits")
def test_the_local_path_parts_where_the_encyclopedia_says() -> None:
    found = main_path(sample(), "spc", "local")
    assert set(found) == {("D", "B"), ("F", "D"), ("I", "F"), ("L", "I"), ("M", "I"), ("N", "M")}


@given(graph=dags(), kind=st.sampled_from(KINDS), in_integers=st.booleans())
@settings(max_examples=300)
def test_a_global_path_is_the_best_of_all_paths(graph: nx.DiGraph, kind: str, in_integers: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(traversal, "_BITS", 62 if in_integers else -1)
        found = global_path(traversal_weights(graph, kind))
    weight = plain(graph, kind)
    assert set(found) == tried(graph, weight)
    assert found.integers == tuple(weight[edge] for edge in found)


@given(graph=dags(), kind=st.sampled_from(KINDS), backward=st.booleans(), in_integers=st.booleans())
@settings(max_examples=300)
def test_a_local_path_takes_the_heaviest_edge_each_time(
    graph: nx.DiGraph, kind: str, backward: bool, in_integers: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(traversal, "_BITS", 62 if in_integers else -1)
        found = set(local_path(traversal_weights(graph, kind), backward=backward))
    weight = plain(graph, kind)
    first = begun(graph, weight, backward)
    assert found == first | followed(weight, {edge[1 if backward else 0] for edge in first}, backward)


@given(graph=dags(), kind=st.sampled_from(KINDS), count=st.integers(1, 5), in_integers=st.booleans())
@settings(max_examples=300)
def test_key_routes_are_searched_both_ways(graph: nx.DiGraph, kind: str, count: int, in_integers: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(traversal, "_BITS", 62 if in_integers else -1)
        weights = traversal_weights(graph, kind)
        local, whole = set(key_route_path(weights, count, local=True)), set(key_route_path(weights, count))
    weight = plain(graph, kind)
    keys = heaviest(weight, count)
    ahead, back = ({edge[end] for edge in keys} for end in (0, 1))
    assert local == keys | followed(weight, ahead, backward=False) | followed(weight, back, backward=True)
    against = {(two, one): value for (one, two), value in weight.items()}
    later = {(one, two) for node in ahead for two, one in largest_ways(graph.reverse(), against, node)}
    assert whole == keys | later | {edge for node in back for edge in largest_ways(graph, weight, node)}


@given(dags())
def test_enough_key_routes_are_the_whole_graph(graph: nx.DiGraph) -> None:
    for local in (True, False):
        assert set(key_route_path(traversal_weights(graph), graph.size() + 1, local=local)) == set(graph.edges)


def planned(graph: nx.DiGraph, weight: dict[Edge, int]) -> set[Edge]:
    """Find the best path node by node, in Python's integers."""
    best = dict.fromkeys(graph, 0)
    for node in reversed(list(nx.topological_sort(graph))):
        best[node] = max((weight[node, end] + best[end] for end in graph.successors(node)), default=0)
    waiting = {node for node in graph if best[node] == max(best.values())}
    found = set[Edge]()
    while waiting:
        node = waiting.pop()
        ends = [end for end in graph.successors(node) if weight[node, end] + best[end] == best[node]]
        found |= {(node, end) for end in ends}
        waiting |= set(ends)
    return found


def test_ties_of_hundreds_of_digits_are_kept() -> None:
    graph = layers(4, 400)
    found = main_path(graph)
    assert not found.weights.exact
    assert set(found) == set(graph.edges)


def test_a_difference_of_one_in_hundreds_of_digits_decides() -> None:
    """In the middle of many ways that tie, one paper cites one paper more than its neighbour."""
    graph = layers(2, 1_000)
    graph.add_edge(1_000, 9_999)
    for search in ("global", "backward"):
        found = main_path(graph, search=search)
        assert 1_000 in found.graph
        assert 1_001 not in found.graph
    assert set(main_path(graph)) == planned(graph, plain(graph, "spc"))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("kind", KINDS)
def test_large_graphs_have_the_path_that_big_integers_have(kind: str, seed: int) -> None:
    graph = layers(5, 120)
    graph.remove_edges_from(random.Random(seed).sample(list(graph.edges), 200))
    found = main_path(graph, kind)
    weight = plain(graph, kind)
    assert not found.weights.exact
    assert set(found) == planned(graph, weight)
    assert found.integers == tuple(weight[edge] for edge in found)


def test_the_path_is_a_graph_with_the_attributes_of_its_things() -> None:
    graph = nx.DiGraph([("c", "b"), ("b", "a"), ("d", "a")])
    found = main_path(graph)
    assert list(found.graph) == ["c", "b", "a"]
    assert (list(found), found.integers, len(found)) == ([("c", "b"), ("b", "a")], (1, 1), 2)


@pytest.mark.parametrize("search", SEARCHES)
def test_a_graph_without_edges_has_an_empty_path(search: str) -> None:
    for graph in (nx.DiGraph(), nx.empty_graph(3, create_using=nx.DiGraph)):
        found = main_path(graph, search=search)
        assert (list(found), len(found.graph)) == ([], 0)


def test_a_search_that_there_is_not_names_those_that_there_are() -> None:
    with pytest.raises(ValueError, match="global, local, backward, key-route, key-route-local, not 'best'"):
        main_path(nx.DiGraph(), search="best")


def test_no_key_route_is_too_few() -> None:
    with pytest.raises(ValueError, match="not 0"):
        key_route_path(traversal_weights(nx.DiGraph([("b", "a")])), 0)


def test_the_same_graph_gives_the_same_order_of_edges() -> None:
    graph = layers(3, 4)
    assert list(main_path(graph)) == [edge for edge in graph.edges if edge in set(main_path(graph))]
    assert np.all(np.diff(main_path(graph).edges) > 0)
