"""Communities: found again where they are plain, the same each time, with modularity as networkx counts and marks."""

import random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import communities
from kg.analysis.arrays import arrays
from tests.kg.analysis.graphs import PAIRS, directed

Pairs = list[tuple[int, int]]


def _islands() -> nx.DiGraph:
    """Three dense groups that hardly know each other, and a node alone."""
    graph = nx.DiGraph()
    graph.add_node("alone")
    for name, size in (("a", 5), ("b", 8), ("c", 5)):
        graph.add_edges_from(((name, one), (name, two)) for one in range(size) for two in range(one))
    graph.add_edges_from([(("a", 0), ("b", 0)), (("b", 1), ("c", 0))])
    return graph


def test_dense_groups_are_found_the_largest_first_and_what_is_alone_belongs_to_none() -> None:
    found = communities.leiden(_islands())
    groups = [{name for name, _ in group} for group in found.communities]
    assert groups == [{"b"}, {"a"}, {"c"}]
    assert [len(group) for group in found.communities] == [8, 5, 5]
    assert found.alone == ("alone",)


@given(PAIRS, st.sampled_from([0.5, 1.0, 2.0]))
def test_modularity_is_that_of_networkx(pairs: Pairs, resolution: float) -> None:
    graph = directed(pairs)
    found = communities.leiden(graph, resolution=resolution)
    joined = nx.Graph(graph)
    if not joined.number_of_edges():
        assert found == communities.Partition((), None, tuple(graph))
        assert communities.modularity(graph, []) is None
        return
    groups = [set(group) for group in found.communities] + [{node} for node in found.alone]
    expected = nx.community.modularity(joined, groups, resolution=resolution)
    assert found.modularity == pytest.approx(expected)
    assert communities.modularity(graph, found.communities, resolution=resolution) == pytest.approx(expected)
    assert sorted(node for group in groups for node in group) == sorted(graph)


@given(PAIRS, st.integers(0, 50))
def test_the_same_seed_gives_the_same_and_everybodys_chance_stays_as_it_was(pairs: Pairs, seed: int) -> None:
    graph = directed(pairs)
    random.seed(5)
    before = random.getstate()
    assert communities.leiden(graph, seed=seed) == communities.leiden(arrays(graph), seed=seed)
    assert random.getstate() == before


def test_a_higher_resolution_gives_more_communities() -> None:
    graph = nx.connected_caveman_graph(6, 5)
    sizes = [len(communities.leiden(graph, resolution=resolution).communities) for resolution in (0.05, 1, 8)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_weights_count() -> None:
    graph = nx.cycle_graph(4)
    weights = {(0, 1): 9, (1, 2): 1, (2, 3): 9, (0, 3): 1}
    nx.set_edge_attributes(graph, weights, "weight")
    found = communities.leiden(graph, weight="weight")
    assert found.communities == ((0, 1), (2, 3))
    assert found.modularity == pytest.approx(nx.community.modularity(graph, found.communities))
    assert communities.modularity(graph, found.communities, weight="weight") == pytest.approx(found.modularity)


def test_marks_tell_a_community_from_the_rest() -> None:
    groups = [["a", "b", "c", "d"], ["x", "y", "z"]]
    features = {
        "a": ["attention", "images"], "b": ["attention"], "c": ["images"],
        "x": ["convolution", "images"], "y": ["convolution", "rare"], "z": ["images"],
    }  # fmt: skip
    first, second = communities.marks(groups, features)
    assert [(mark.feature, mark.members, round(mark.share, 3), mark.elsewhere) for mark in first] == [
        ("attention", 2, 0.667, 0.0)
    ]
    assert [mark.feature for mark in second] == ["convolution"]
    assert communities.marks([["q"]], features) == [[]]


def test_what_is_common_here_comes_before_what_is_rare_everywhere() -> None:
    groups = [list(range(100)), list(range(100, 200))]
    features = {node: ["common"] * (node < 80) + ["seldom"] * (node < 6) + ["all"] for node in range(200)}
    assert [mark.feature for mark in communities.marks(groups, features)[0]] == ["common", "seldom"]


def test_words_of_a_title_are_those_that_say_what_it_is_about() -> None:
    assert communities.words("Swin Transformer: Hierarchical Vision Transformer using Shifted Windows") == [
        "swin", "transformer", "hierarchical", "vision", "shifted", "windows",
    ]  # fmt: skip
    assert communities.words("On the 3D of it") == []


def test_numpy_is_not_asked_for_chance() -> None:
    np.random.seed(1)
    before = np.random.get_state()[1].tolist()
    communities.leiden(_islands())
    assert np.random.get_state()[1].tolist() == before
