"""PageRank, CiteRank, HITS and ranks among papers of one age: equal to networkx's, or to the definition written out."""

import math
from statistics import fmean, pstdev

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import influence
from kg.analysis.arrays import arrays
from tests.kg.analysis.graphs import DATES, NODES, PAIRS, directed, undirected

Pairs = list[tuple[int, int]]
SHARES = st.dictionaries(st.integers(0, NODES - 1), st.floats(0.1, 10), min_size=1)


def close(one: dict[int, float], two: dict[int, float], allowed: float = 1e-10) -> bool:
    return list(one) == list(two) and all(abs(one[node] - two[node]) < allowed for node in one)


@given(PAIRS, st.none() | SHARES, st.none() | SHARES, st.sampled_from([0.5, 0.85, 0.95]))
def test_pagerank_is_that_of_networkx_at_a_tight_tolerance(
    pairs: Pairs, begin: dict[int, float] | None, dangling: dict[int, float] | None, alpha: float
) -> None:
    graph = directed(pairs)
    options = {"alpha": alpha, "personalization": begin, "dangling": dangling}
    expected = nx.pagerank(graph, tol=1e-13 / NODES, max_iter=10_000, **options)
    assert close(influence.pagerank(graph, **options), expected)
    assert close(nx.pagerank(arrays(graph), **options), expected)
    assert math.isclose(sum(influence.pagerank(graph, **options).values()), 1)


@given(PAIRS, st.lists(st.floats(0.1, 5), min_size=30, max_size=30))
def test_pagerank_heeds_weights_and_edges_that_run_both_ways(pairs: Pairs, weights: list[float]) -> None:
    for graph in (directed(pairs), undirected(pairs)):
        nx.set_edge_attributes(graph, dict(zip(graph.edges, weights, strict=False)), "weight")
        expected = nx.pagerank(graph, tol=1e-13 / NODES, max_iter=10_000)
        assert close(influence.pagerank(graph, weight="weight"), expected)
        assert close(nx.pagerank(graph, backend="paperkin"), expected)


def test_the_tolerance_does_not_grow_with_the_graph() -> None:
    chain = nx.path_graph(30_000, create_using=nx.DiGraph)
    found, near = influence.pagerank(chain), nx.pagerank(chain, tol=1e-13 / len(chain), max_iter=1_000)
    assert sum(abs(found[node] - near[node]) for node in chain) < 1e-11
    loose = nx.pagerank(chain)
    assert sum(abs(loose[node] - near[node]) for node in chain) > 1e-4


def test_pagerank_of_nothing_and_of_nobody() -> None:
    assert influence.pagerank(nx.DiGraph()) == {}
    with pytest.raises(ZeroDivisionError):
        influence.pagerank(nx.DiGraph([(0, 1)]), personalization={0: 0})
    with pytest.raises(nx.PowerIterationFailedConvergence):
        nx.pagerank(arrays(nx.DiGraph([(0, 1)])), max_iter=0)
    with pytest.raises(nx.PowerIterationFailedConvergence):
        influence.pagerank(nx.DiGraph([(0, 1), (1, 0)]), steps=3)


@given(PAIRS, DATES, st.sampled_from([0.3, 0.5, 1.0]), st.sampled_from([0.5, 2.6]))
def test_citerank_is_the_sum_of_all_walks_from_recent_papers(
    pairs: Pairs, dates: list[str | None], alpha: float, tau: float
) -> None:
    graph = directed(pairs, date=dates)
    found = influence.citerank(graph, tau=tau, alpha=alpha)
    moments = influence.Dates.of(dates).moments
    if np.isnan(moments).all():
        assert set(found.values()) == {None}
        return
    begin = np.array([0 if math.isnan(at) else math.exp((at - np.nanmax(moments)) / tau) for at in moments])
    follow = np.zeros((NODES, NODES))
    for citing, cited in graph.edges:
        follow[cited, citing] = (1 - alpha) / graph.out_degree(citing)
    expected = np.linalg.solve(np.eye(NODES) - follow, begin / begin.sum())
    assert np.allclose(list(found.values()), expected, atol=1e-10)


def test_citerank_sends_readers_to_what_recent_papers_cite() -> None:
    graph = nx.DiGraph([("old", "first"), ("new", "second")])
    dates = {"first": "2000", "second": "2000", "old": "2001", "new": "2020"}
    nx.set_node_attributes(graph, dates, "date")
    found = influence.citerank(graph)
    assert found["second"] > 100 * found["first"]


@given(PAIRS)
def test_hits_are_those_of_networkx_where_these_are_certain(pairs: Pairs) -> None:
    for graph in (directed(pairs), undirected(pairs)):
        matrix = nx.to_numpy_array(graph)
        values = np.linalg.svd(matrix, compute_uv=False)
        if values[1] >= 0.99 * values[0]:
            continue
        expected = nx.hits(graph, tol=1e-13)
        for found, same in zip(influence.hits(graph), expected, strict=True):
            assert close(found, same, 1e-8)
        for found, same in zip(nx.hits(arrays(graph)), expected, strict=True):
            assert close(found, same, 1e-8)


@given(PAIRS)
def test_hits_are_the_limit_of_kleinbergs_iteration_from_equal_weights(pairs: Pairs) -> None:
    graph = directed(pairs)
    matrix = nx.to_numpy_array(graph)
    hubs, authorities = influence.hits(graph)
    if not matrix.any():
        assert set(hubs.values()) == set(authorities.values()) == {0.0}
        return
    at = np.ones(NODES)
    for _ in range(3_000):
        at = matrix.T @ (matrix @ at)
        at /= at.sum()
    assert np.allclose(list(authorities.values()), at, atol=1e-3)
    assert all(value >= 0 for value in hubs.values())


def test_hits_of_a_large_graph_are_those_of_the_matrix() -> None:
    graph = nx.gnp_random_graph(500, 0.02, seed=3, directed=True)
    expected = np.abs(np.linalg.svd(nx.to_numpy_array(graph))[2][0])
    found = np.array(list(influence.hits(graph)[1].values()))
    assert np.allclose(found, expected / expected.sum(), atol=1e-10)


@pytest.mark.parametrize(
    "graph",
    [
        nx.cycle_graph(600, create_using=nx.DiGraph),
        nx.disjoint_union_all([nx.gnp_random_graph(120, 0.05, seed=3, directed=True)] * 5),
        nx.disjoint_union_all([nx.DiGraph([(0, 1)])] * 300 + [nx.DiGraph([(0, 1), (2, 1)])]),
    ],
    ids=["all alike", "equal parts", "one part is stronger"],
)
def test_hits_of_graphs_with_equal_parts_are_the_same_each_time(graph: nx.DiGraph) -> None:
    matrix = nx.to_scipy_sparse_array(graph, dtype=float)
    at = np.ones(len(graph))
    for _ in range(500):
        at = matrix.T @ (matrix @ at)
        at /= at.sum()
    found = influence.hits(graph)
    assert np.allclose(list(found[1].values()), at, atol=1e-10)
    assert influence.hits(graph) == found


@given(st.lists(st.integers(0, 5), min_size=NODES, max_size=NODES), DATES, st.integers(1, 12))
def test_a_rescaled_value_is_that_among_the_papers_of_nearest_age(
    values: list[int], dates: list[str | None], window: int
) -> None:
    graph = directed([], date=dates)
    found = influence.rescaled(dict(enumerate(values)), graph, window=window)
    moments = influence.Dates.of(dates).moments
    order = sorted((node for node in range(NODES) if not math.isnan(moments[node])), key=lambda node: moments[node])
    for node in range(NODES):
        if node not in order:
            assert found[node] is None
            continue
        same = [place for place, other in enumerate(order) if moments[other] == moments[node]]
        start = (same[0] + same[-1] + 1 - window) // 2
        start = min(max(start, 0), max(len(order) - window, 0))
        ends = moments[order[min(start, same[0])]], moments[order[max(min(start + window, len(order)) - 1, same[-1])]]
        among = [values[other] for other in order if ends[0] <= moments[other] <= ends[1]]
        if len(set(among)) == 1:
            assert found[node] is None
        else:
            assert math.isclose(found[node], (values[node] - fmean(among)) / pstdev(among), abs_tol=1e-9)


@given(st.permutations(range(NODES)), DATES)
def test_a_rescaled_value_does_not_depend_on_the_order_of_nodes(order: list[int], dates: list[str | None]) -> None:
    values = {node: node * node % 7 for node in range(NODES)}
    graph = directed([], date=dates)
    other = nx.DiGraph()
    other.add_nodes_from((node, graph.nodes[node]) for node in order)
    one, two = (influence.rescaled(values, made, window=3) for made in (graph, other))
    assert all(one[node] == pytest.approx(two[node]) for node in values)
