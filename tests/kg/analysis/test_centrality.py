"""Betweenness and cores: equal to networkx's, and estimates that know how wrong they may be."""

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import centrality
from kg.analysis.arrays import ArrayGraph, arrays
from tests.kg.analysis.graphs import NODES, PAIRS, directed, undirected

Pairs = list[tuple[int, int]]


@given(PAIRS, st.booleans())
def test_betweenness_is_that_of_networkx(pairs: Pairs, normalized: bool) -> None:
    for graph in (directed(pairs), undirected(pairs)):
        expected = nx.betweenness_centrality(graph, normalized=normalized)
        for found in (
            centrality.betweenness(graph, normalized=normalized),
            nx.betweenness_centrality(arrays(graph), normalized=normalized),
        ):
            assert found == pytest.approx(expected)


@given(PAIRS, st.booleans(), st.integers(2, NODES - 1), st.integers(0, 100))
def test_an_estimate_from_some_sources_is_that_of_networkx(pairs: Pairs, normalized: bool, k: int, seed: int) -> None:
    for graph in (directed(pairs), undirected(pairs)):
        expected = nx.betweenness_centrality(graph, k=k, normalized=normalized, seed=seed)
        assert nx.betweenness_centrality(arrays(graph), k=k, normalized=normalized, seed=seed) == pytest.approx(
            expected
        )


def test_the_standard_error_is_that_of_many_draws() -> None:
    graph = arrays(nx.gnp_random_graph(60, 0.06, seed=2, directed=True))
    exact = np.array(list(centrality.betweenness(graph).values()))
    drawn = [centrality.sampled_betweenness(graph, 20, seed=seed) for seed in range(300)]
    values = np.array([list(one.values.values()) for one in drawn])
    errors = np.array([list(one.errors.values()) for one in drawn])
    heavy = exact > np.median(exact)
    assert np.allclose(values.mean(axis=0), exact, atol=4 * errors.mean() / math.sqrt(300) + 0.002)
    told, seen = np.sqrt((errors**2).mean(axis=0))[heavy], values.std(axis=0)[heavy]
    assert np.all((told / seen > 0.8) & (told / seen < 1.25))


def test_all_sources_give_the_exact_value_without_an_error() -> None:
    graph = nx.path_graph(5, create_using=nx.DiGraph)
    found = centrality.sampled_betweenness(graph, 5)
    assert found.values == pytest.approx(nx.betweenness_centrality(graph))
    assert set(found.errors.values()) == {0.0}
    assert found.sources == 5


def test_one_source_cannot_tell_its_error() -> None:
    found = centrality.sampled_betweenness(nx.path_graph(5, create_using=nx.DiGraph), 1)
    assert set(found.errors.values()) == {math.inf}


def test_betweenness_that_is_not_made_for_arrays_says_so() -> None:
    with pytest.raises(NotImplementedError, match="paperkin"):
        nx.betweenness_centrality(arrays(nx.path_graph(3)), endpoints=True)
    with pytest.raises(ValueError, match="arger"):
        nx.betweenness_centrality(arrays(nx.path_graph(3)), k=4)


@given(PAIRS)
def test_cores_are_those_of_networkx(pairs: Pairs) -> None:
    for graph in (directed(pairs), undirected(pairs)):
        expected = nx.core_number(graph)
        assert centrality.core_number(graph) == nx.core_number(arrays(graph)) == expected


def test_parallel_edges_change_neither() -> None:
    once = nx.DiGraph([(0, 1), (1, 2), (0, 3), (3, 2)])
    twice = nx.MultiDiGraph([*once.edges, (0, 1)])
    assert centrality.betweenness(twice) == pytest.approx(nx.betweenness_centrality(once))
    assert centrality.core_number(twice) == nx.core_number(once)
    both_ways = ArrayGraph([0, 1], np.array([0, 1]), np.array([1, 0]), directed=False)
    assert centrality.core_number(both_ways) == {0: 1, 1: 1}


def test_a_loop_has_no_core() -> None:
    with pytest.raises(nx.NetworkXNotImplemented, match="loops"):
        centrality.core_number(nx.DiGraph([(0, 0)]))
