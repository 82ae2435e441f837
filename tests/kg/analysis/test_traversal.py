"""Traversal weights: equal to counting paths one by one, to what was published, and to big integers in any size."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from kg.analysis import traversal
from kg.analysis.arrays import ArrayGraph, arrays
from kg.analysis.traversal import KINDS, traversal_weights
from tests.kg.analysis.dags import dags, edges_of, flows, layers, plain, whole_flows

ENCYCLOPEDIA = "BD DF DI FH FI HK IL IM MN BJ JM"
"""What the article on main path analysis says in words of its sample network: the flow from B through D and J.

Its paths through (B, D) are B-D-F-H-K, B-D-F-I-L, B-D-F-I-M-N, B-D-I-L and B-D-I-M-N; another path is B-J-M-N.
"""


def sample() -> nx.DiGraph:
    """Edges run from the citing to the cited: against the flow."""
    return nx.DiGraph([(head, tail) for tail, head in ENCYCLOPEDIA.split()])


def counted(graph: nx.DiGraph, kind: str) -> dict[tuple[int, int], int]:
    """Count the paths through each edge one by one."""
    paths = {
        "spc": whole_flows(graph),
        "splc": [path for path in flows(graph) if not graph.in_degree(path[0])],
        "spnp": list(flows(graph)),
    }[kind]
    found = dict.fromkeys(graph.edges, 0)
    for path in paths:
        for edge in edges_of(path):
            found[edge] += 1
    return found


def test_weights_are_those_that_the_encyclopedia_counts() -> None:
    assert traversal_weights(sample(), "spc")["D", "B"] == 5
    assert traversal_weights(sample(), "splc")["F", "D"] == 6


@given(dags())
@settings(max_examples=300)
def test_weights_equal_counting_path_by_path(graph: nx.DiGraph) -> None:
    for kind in KINDS:
        weights = traversal_weights(graph, kind)
        assert weights.exact
        assert dict(weights) == counted(graph, kind) == plain(graph, kind)


@given(dags())
def test_what_flows_into_a_node_flows_out_of_it(graph: nx.DiGraph) -> None:
    weights = traversal_weights(graph)
    for node in graph:
        if graph.in_degree(node) and graph.out_degree(node):
            assert sum(weights[edge] for edge in graph.in_edges(node)) == sum(
                weights[edge] for edge in graph.out_edges(node)
            )


@given(dags(most=14))
def test_each_weight_is_at_most_the_next(graph: nx.DiGraph) -> None:
    spc, splc, spnp = (traversal_weights(graph, kind).array for kind in KINDS)
    assert (spc <= splc).all()
    assert (splc <= spnp).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("depth", [18, 19, 20, 250, 2_000])
def test_weights_of_any_size_agree_with_big_integers(kind: str, depth: int) -> None:
    graph = layers(9, depth) if depth < 1_000 else layers(2, depth)
    weights, expected = traversal_weights(graph, kind), plain(graph, kind)
    assert weights.exact == (max(expected.values()) < 2**62)
    assert weights.integers(np.arange(len(weights))) == [expected[edge] for edge in weights]
    error = max(abs(found - math.log(expected[edge])) for edge, found in zip(weights, weights.logarithms, strict=True))
    assert error < 1e-9


def test_counts_of_hundreds_of_digits_are_logarithms() -> None:
    graph = layers(9, 250)
    weights = traversal_weights(graph)
    assert not weights.exact
    assert len(str(max(plain(graph, "spc").values()))) > 230
    assert max(weights.values()) == pytest.approx(math.log(9**250 // 81), rel=1e-12)


@given(dags())
def test_logarithms_say_the_same_as_integers(graph: nx.DiGraph) -> None:
    for kind in KINDS:
        exact = traversal_weights(graph, kind)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(traversal, "_BITS", -1)
            logarithms = traversal_weights(graph, kind)
        assert not logarithms.exact
        assert np.allclose(np.exp(logarithms.array), exact.array, rtol=1e-12)
        assert logarithms.integers(np.arange(len(exact))) == exact.array.tolist()


def test_parallel_edges_are_ways_of_their_own() -> None:
    graph = nx.MultiDiGraph([("b", "a"), ("b", "a"), ("c", "b")])
    weights = traversal_weights(graph)
    assert (weights["b", "a"], weights["c", "b"], len(weights)) == (1, 2, 3)


def test_a_cycle_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(nx.NetworkXUnfeasible, match=r"shrink it first: kg\.analysis\.hygiene\.shrink"):
        traversal_weights(nx.DiGraph([("a", "b"), ("b", "a")]))


def test_a_loop_is_a_cycle() -> None:
    with pytest.raises(nx.NetworkXUnfeasible):
        traversal_weights(nx.DiGraph([("a", "a"), ("a", "b")]))


def test_a_weight_that_there_is_not_names_those_that_there_are() -> None:
    with pytest.raises(ValueError, match="spc, splc, spnp, not 'nppc'"):
        traversal_weights(nx.DiGraph(), "nppc")


def test_an_edge_that_is_not_there_has_no_weight() -> None:
    weights = traversal_weights(nx.DiGraph([("b", "a")]))
    assert ("a", "b") not in weights
    assert ("z", "a") not in weights
    assert ("a", "a") not in weights


def test_an_empty_graph_has_no_weights() -> None:
    for graph in (nx.DiGraph(), nx.empty_graph(3, create_using=nx.DiGraph)):
        assert dict(traversal_weights(graph)) == {}


def test_arrays_and_networkx_graphs_give_the_same() -> None:
    graph = layers(3, 5)
    found = arrays(graph)
    turned = ArrayGraph(found.names, found.source[::-1].copy(), found.target[::-1].copy())
    assert dict(traversal_weights(graph)) == dict(traversal_weights(found)) == dict(traversal_weights(turned))
