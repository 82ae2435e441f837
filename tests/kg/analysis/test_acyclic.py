"""Levels of acyclic graphs, and what lies on their longest paths."""

import networkx as nx
import pytest
from hypothesis import given

from kg.analysis.acyclic import Order, Sweep, criticality, longest_path_basket, order
from kg.analysis.arrays import arrays
from tests.kg.analysis.dags import dags, edges_of, flows


@given(dags(most=12))
def test_levels_are_the_generations_of_networkx(graph: nx.DiGraph) -> None:
    level = order(graph).graph.by_node(order(graph).level)
    for expected, generation in enumerate(nx.topological_generations(graph.reverse())):
        assert all(level[node] == expected for node in generation)


@given(dags(most=12))
def test_a_sweep_comes_to_each_edge_once_and_to_its_other_end_before(graph: nx.DiGraph) -> None:
    found = order(graph)
    for sweep, before in ((found.older_first, found.graph.target), (found.newer_first, found.graph.source)):
        visited = set(_without_edges(found, sweep))
        seen = []
        for step in sweep:
            assert set(step.other.tolist()) <= visited
            assert before[step.edges].tolist() == step.other.tolist()
            visited |= set(step.nodes.tolist())
            seen += step.edges.tolist()
        assert sorted(seen) == list(range(graph.size()))


def _without_edges(found: Order, sweep: Sweep) -> set[int]:
    return set(range(len(found.graph))) - set(sweep.nodes.tolist())


@given(dags())
def test_the_basket_holds_what_lies_on_a_longest_path(graph: nx.DiGraph) -> None:
    paths = list(flows(graph)) + [(node,) for node in graph]
    longest = max(len(path) for path in paths)
    on = [path for path in paths if len(path) == longest]
    basket = longest_path_basket(graph)
    assert basket.length == longest - 1 == nx.dag_longest_path_length(graph)
    assert set(basket.nodes) == {node for path in on for node in path}
    found = arrays(graph)
    kept = found.keep_edges(basket.edges).to_networkx()
    assert set(kept.edges) == {edge for path in on for edge in edges_of(path)}


@given(dags())
def test_criticality_tells_how_much_shorter_the_longest_path_through_a_node_is(graph: nx.DiGraph) -> None:
    paths = list(flows(graph)) + [(node,) for node in graph]
    longest = max(len(path) for path in paths)
    assert criticality(graph) == {
        node: longest - max(len(path) for path in paths if node in path) for node in graph
    }  # fmt: skip


def test_the_basket_comes_the_oldest_first() -> None:
    assert longest_path_basket(nx.DiGraph([("c", "b"), ("b", "a"), ("d", "a")])).nodes == ("a", "b", "c")


def test_a_deep_line_is_ordered() -> None:
    assert order(nx.path_graph(20_000, create_using=nx.DiGraph)).level.tolist() == list(range(19_999, -1, -1))


def test_a_graph_with_a_cycle_has_no_order() -> None:
    with pytest.raises(nx.NetworkXUnfeasible, match="shrink it first"):
        order(nx.DiGraph([("c", "a"), ("a", "b"), ("b", "a")]))


def test_an_empty_graph_has_an_empty_basket() -> None:
    basket = longest_path_basket(nx.DiGraph())
    assert (basket.length, basket.nodes, len(basket.edges)) == (0, (), 0)
