"""Generations, common ancestors and dominators: equal to networkx's and to what a few lines say, cycles or not."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import ancestry, lineage
from tests.kg.analysis.dags import dags
from tests.kg.analysis.test_paths import NODE, PAIRS, made

# Generations and ancestors


@given(PAIRS, NODE, st.booleans(), st.none() | st.integers(0, 3))
def test_generations_are_those_of_lineage(
    pairs: list[tuple[int, int]], start: int, up: bool, depth: int | None
) -> None:
    found = ancestry.generations(made(pairs), start, up=up, depth=depth)
    assert found == lineage.generations(nx.MultiDiGraph(made(pairs)), start, up=up, depth=depth)
    assert list(found) == sorted(found, key=lambda node: (found[node], node))


@given(PAIRS, NODE, NODE)
def test_common_ancestors_are_what_both_reach_the_lowest_first(
    pairs: list[tuple[int, int]], one: int, other: int
) -> None:
    graph = made(pairs)
    found = ancestry.common_ancestors(graph, one, other)
    common = ({one} | nx.descendants(graph, one)) & ({other} | nx.descendants(graph, other))
    assert {ancestor.node for ancestor in found} == common
    for ancestor in found:
        assert ancestor.from_one == nx.shortest_path_length(graph, one, ancestor.node)
        assert ancestor.from_other == nx.shortest_path_length(graph, other, ancestor.node)
        leading = {node for node in common if nx.has_path(graph, node, ancestor.node)}
        assert ancestor.lowest == all(nx.has_path(graph, ancestor.node, node) for node in leading)
    keys = [(not it.lowest, max(it.from_one, it.from_other), it.from_one + it.from_other, it.node) for it in found]
    assert keys == sorted(keys)


@given(dags(), st.data())
def test_the_lowest_common_ancestor_of_networkx_is_a_lowest_one(graph: nx.DiGraph, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from(sorted(graph))) for _ in range(2))
    expected = nx.lowest_common_ancestor(graph.reverse(), one, other)
    lowest = {found.node for found in ancestry.common_ancestors(graph, one, other) if found.lowest}
    assert expected in lowest if lowest else expected is None


# Dominators


@given(dags(), st.data())
def test_dominators_are_those_of_networkx(graph: nx.DiGraph, data: st.DataObject) -> None:
    start = data.draw(st.sampled_from(sorted(graph)))
    ended = graph.copy()
    ended.add_edges_from((node, "end") for node in graph if not graph.out_degree(node))
    assert set(ancestry.dominators(graph, start)) == _dominators(ended, start, "end")
    end = data.draw(st.sampled_from(sorted({start} | nx.descendants(graph, start))))
    assert set(ancestry.dominators(graph, start, end)) == _dominators(graph, start, end)


def _dominators(graph: nx.DiGraph, start: object, end: object) -> set[object]:
    """Climb networkx's tree of immediate dominators from the end to the start."""
    above = nx.immediate_dominators(graph, start)
    found, node = set(), above.get(end)
    while node is not None and node != start:
        found.add(node)
        node = above[node]
    return found - {start, end}


def test_dominators_come_in_the_order_of_the_way() -> None:
    graph = nx.DiGraph([("e", "d"), ("d", "c"), ("d", "b"), ("c", "a"), ("b", "a"), ("a", "z")])
    assert ancestry.dominators(graph, "e") == ("d", "a", "z")
    assert ancestry.dominators(graph, "e", "z") == ("d", "a")
    assert ancestry.dominators(graph, "z", "e") == ()


def test_an_end_that_is_not_there_is_named() -> None:
    for asked in (ancestry.between, ancestry.common_ancestors, ancestry.dominators):
        with pytest.raises(nx.NodeNotFound, match="z is not in the graph"):
            asked(nx.DiGraph([("b", "a")]), "b", "z")
