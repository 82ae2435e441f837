"""Ways between two things: equal to networkx's and to trying all, cycles or not."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import paths
from kg.analysis.arrays import arrays
from kg.analysis.reduction import transitive_reduction
from tests.kg.analysis.dags import dags

NODES = 7
PAIRS = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=20)
NODE = st.integers(0, NODES - 1)
MANY = 10_000


def made(pairs: list[tuple[int, int]]) -> nx.DiGraph:
    """Give a graph that may have cycles and loops."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(NODES))
    graph.add_edges_from(pairs)
    return graph


def tried(graph: nx.DiGraph, one: int, other: int) -> list[tuple[int, ...]]:
    """Give all simple paths as networkx finds them, the shorter first, then in the order of the nodes."""
    if one == other:
        return [(one,)]
    place = {node: at for at, node in enumerate(graph)}
    found = map(tuple, nx.all_simple_paths(graph, one, other))
    return sorted(found, key=lambda path: (len(path), [place[node] for node in path]))


# Ways


@given(PAIRS, NODE, NODE)
def test_all_ways_are_the_simple_paths_the_shorter_first(pairs: list[tuple[int, int]], one: int, other: int) -> None:
    graph = made(pairs)
    expected = tried(graph, one, other)
    assert paths.all_paths(graph, one, other, MANY) == paths.Ways(tuple(expected), len(expected), more=False)


@given(PAIRS, NODE, NODE, st.integers(0, 3))
def test_a_limit_says_when_there_are_more(pairs: list[tuple[int, int]], one: int, other: int, limit: int) -> None:
    graph = made(pairs)
    expected, found = tried(graph, one, other), paths.all_paths(graph, one, other, limit)
    assert found.paths == tuple(expected[:limit])
    assert found.more == (len(expected) > limit)
    assert found.total in (None, len(expected))


@given(dags(), st.data())
def test_ways_without_cycles_are_counted_beyond_the_limit(graph: nx.DiGraph, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(sorted(graph))) for _ in range(2))
    assert paths.all_paths(graph, one, other, 1).total == len(tried(graph, one, other))


@given(PAIRS, NODE, NODE)
def test_shortest_ways_are_those_of_networkx(pairs: list[tuple[int, int]], one: int, other: int) -> None:
    graph = made(pairs)
    try:
        expected = sorted(map(tuple, nx.all_shortest_paths(graph, one, other)))
    except nx.NetworkXNoPath:
        expected = []
    assert paths.shortest_paths(graph, one, other, MANY) == paths.Ways(tuple(expected), len(expected), more=False)


@given(dags(), st.data())
def test_longest_ways_are_the_longest_of_all(graph: nx.DiGraph, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(sorted(graph))) for _ in range(2))
    every = tried(graph, one, other)
    expected = tuple(path for path in every if len(path) == len(every[-1]))
    assert paths.longest_paths(graph, one, other, MANY) == paths.Ways(expected, len(expected), more=False)


def test_ways_beyond_counting_one_by_one_are_counted() -> None:
    graph = nx.DiGraph((f"{layer + 1}{one}", f"{layer}{two}") for layer in range(99) for one in "ab" for two in "ab")
    found = paths.all_paths(graph, "99a", "0a", 3)
    assert (found.total, found.more, [len(path) for path in found.paths]) == (2**98, True, [100] * 3)
    assert paths.shortest_paths(graph, "99a", "0a", 3) == found == paths.longest_paths(graph, "99a", "0a", 3)


def test_parallel_edges_are_one_way() -> None:
    graph = nx.MultiDiGraph([("b", "a", 1), ("b", "a", 2)])
    for ways in (paths.all_paths, paths.shortest_paths, paths.longest_paths):
        assert ways(graph, "b", "a") == paths.Ways((("b", "a"),), 1, more=False)


def test_the_longest_way_in_a_circle_is_an_error() -> None:
    with pytest.raises(nx.NetworkXUnfeasible, match="shrink it first"):
        paths.longest_paths(nx.DiGraph([("a", "b"), ("b", "a")]), "a", "b")


def test_a_long_line_does_not_exhaust_the_stack() -> None:
    line = nx.path_graph(5_000, create_using=nx.DiGraph)
    for ways in (paths.all_paths, paths.shortest_paths, paths.longest_paths):
        assert len(ways(line, 0, 4_999).paths[0]) == 5_000


@pytest.mark.parametrize("ways", [paths.all_paths, paths.shortest_paths, paths.longest_paths])
def test_an_end_that_is_not_there_is_named(ways) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(nx.NodeNotFound, match="z is not in the graph"):
        ways(nx.DiGraph([("b", "a")]), "b", "z")


# Reduction


@given(dags(most=12))
@settings(max_examples=200)
def test_the_transitive_reduction_is_that_of_networkx(graph: nx.DiGraph) -> None:
    found = transitive_reduction(graph)
    assert set(found.to_networkx().edges) == set(nx.transitive_reduction(graph).edges)
    assert list(found) == list(graph)


def test_the_reduction_of_a_graph_of_many_words_is_that_of_networkx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.analysis.reduction._WORDS", 1)
    graph = nx.DiGraph((one, two) for one in range(150) for two in range(one) if (one * 7 + two * 13) % 11 < 3)
    expected = set(nx.transitive_reduction(graph).edges)
    assert set(transitive_reduction(graph).to_networkx().edges) == expected


def test_a_loop_is_not_reduced_in_silence() -> None:
    with pytest.raises(nx.NetworkXUnfeasible):
        transitive_reduction(nx.DiGraph([("a", "a")]))


# What networkx's own functions give on arrays


@given(dags(most=10), st.data())
def test_functions_of_networkx_run_on_the_arrays(graph: nx.DiGraph, data: st.DataObject) -> None:
    found, node = arrays(graph), data.draw(st.sampled_from(sorted(graph)))
    assert nx.ancestors(found, node) == nx.ancestors(graph, node)
    assert nx.descendants(found, node) == nx.descendants(graph, node)
    assert nx.single_source_shortest_path_length(found, node, 2) == nx.single_source_shortest_path_length(
        graph, node, 2
    )
    assert [set(part) for part in nx.topological_generations(found)] == [
        set(part) for part in nx.topological_generations(graph)
    ]
    place = {end: at for at, end in enumerate(nx.topological_sort(found))}
    assert all(place[one] < place[two] for one, two in graph.edges)
    assert set(nx.transitive_reduction(found).to_networkx().edges) == set(nx.transitive_reduction(graph).edges)


def test_errors_of_networkx_are_errors_on_the_arrays() -> None:
    ring = arrays(nx.DiGraph([("a", "b"), ("b", "a")]))
    with pytest.raises(nx.NetworkXUnfeasible):
        list(nx.topological_sort(ring))
    with pytest.raises(nx.NetworkXError):
        nx.transitive_reduction(ring)
    with pytest.raises(nx.NetworkXError):
        nx.ancestors(ring, "z")


@given(PAIRS, NODE)
def test_undirected_graphs_are_walked_both_ways(pairs: list[tuple[int, int]], start: int) -> None:
    graph = nx.Graph(made(pairs))
    found = arrays(graph)
    assert nx.single_source_shortest_path_length(found, start) == nx.single_source_shortest_path_length(graph, start)
    assert nx.descendants(found, start) == nx.descendants(graph, start)
    with pytest.raises(nx.NetworkXError, match="undirected"):
        nx.topological_sort(found)
