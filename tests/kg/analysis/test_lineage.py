"""Lineage by generation, over graphs that may hold cycles."""

from collections import deque

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import lineage

FAMILY = [
    ("swin", "vit", "buildsOn"),
    ("vit", "transformer", "variantOf"),
    ("cait", "vit", "buildsOn"),
    ("cait", "layerscale", "hasComponent"),
    ("transformer", "attention", "hasComponent"),
    ("swin", "attention", "hasComponent"),
    ("swin", "cnn", "comparedWith"),
    ("vit", "convolution", "removes"),
]


def graph(edges: list[tuple[str, str, str]], **dates: str) -> nx.MultiDiGraph:
    made = nx.MultiDiGraph()
    made.add_edges_from(edges)
    for node, date in dates.items():
        made.add_node(node, date=date)
    return nx.freeze(made)


NODES = st.sampled_from("abcdefgh")
EDGES = st.lists(st.tuples(NODES, NODES, st.sampled_from(["buildsOn", "variantOf", "comparedWith"])), max_size=16)
"""Any small graph: cycles, loops and parallel edges of several kinds included."""


def walked(edges: list[tuple[str, str, str]], start: str, up: bool) -> dict[str, int]:
    """Count generations by hand, edge by edge."""
    found, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        for derived, origin, _ in edges:
            near, far = (derived, origin) if up else (origin, derived)
            if near == here and far not in found:
                found[far] = found[here] + 1
                waiting.append(far)
    return found


# Generations


@given(EDGES, NODES, st.booleans(), st.one_of(st.none(), st.integers(0, 4)))
def test_generations_are_shortest_distances_even_in_cycles(
    edges: list[tuple[str, str, str]], start: str, up: bool, depth: int | None
) -> None:
    made = nx.MultiDiGraph(graph(edges))
    made.add_node(start)
    expected = {node: level for node, level in walked(edges, start, up).items() if depth is None or level <= depth}
    assert lineage.generations(made, start, up=up, depth=depth) == expected


@given(EDGES, NODES, NODES)
def test_who_is_an_ancestor_has_a_descendant_at_the_same_distance(edges: list, one: str, other: str) -> None:
    made = nx.MultiDiGraph(edges)
    made.add_nodes_from([one, other])
    above = lineage.generations(made, one, up=True).get(other)
    assert above == lineage.generations(made, other, up=False).get(one)


def test_a_thing_that_is_not_there_is_an_error() -> None:
    with pytest.raises(nx.NodeNotFound):
        lineage.generations(graph(FAMILY), "bert", up=True)


def test_only_edges_of_descent_are_kept_by_default() -> None:
    family = lineage.descent(graph(FAMILY))
    assert lineage.generations(family, "swin", up=True) == {"swin": 0, "vit": 1, "attention": 1, "transformer": 2}
    assert {kind for *_, kind in family.edges(keys=True)} <= set(lineage.DESCENT)
    assert "removes" not in lineage.DESCENT
    assert "comparedWith" not in lineage.DESCENT


def test_other_kinds_may_be_asked_for() -> None:
    compared = lineage.descent(graph(FAMILY), ["comparedWith"])
    assert list(compared.edges(keys=True)) == [("swin", "cnn", "comparedWith")]


# Steps


@given(EDGES, NODES, st.booleans(), st.one_of(st.none(), st.integers(0, 4)))
def test_steps_visit_every_relative_once_under_a_parent_one_generation_nearer(
    edges: list[tuple[str, str, str]], start: str, up: bool, depth: int | None
) -> None:
    made = nx.MultiDiGraph(edges)
    made.add_node(start)
    distance = lineage.generations(made, start, up=up, depth=depth)
    steps = list(lineage.steps(made, start, up=up, depth=depth))
    assert sorted(step.node for step in steps) == sorted(distance.keys() - {start})
    for step in steps:
        ends = (step.parent, step.node) if up else (step.node, step.parent)
        assert made.has_edge(*ends, key=step.kind)
        assert (step.generation, step.up) == (distance[step.node], up)
        assert distance[step.parent] == step.generation - 1


@given(EDGES, NODES)
def test_a_parent_comes_before_its_children_so_that_a_tree_can_be_printed_as_it_comes(edges: list, start: str) -> None:
    made = nx.MultiDiGraph(edges)
    made.add_node(start)
    seen = {start}
    for step in lineage.steps(made, start, up=True):
        assert step.parent in seen
        seen.add(step.node)


@given(EDGES, NODES, st.randoms(use_true_random=False))
def test_steps_do_not_depend_on_the_order_in_which_edges_were_added(edges: list, start: str, random: object) -> None:
    shuffled = list(edges)
    random.shuffle(shuffled)
    one, other = nx.MultiDiGraph(edges), nx.MultiDiGraph(shuffled)
    one.add_node(start)
    other.add_node(start)
    assert list(lineage.steps(one, start, up=True)) == list(lineage.steps(other, start, up=True))


def test_steps_come_depth_first_with_siblings_by_kind_and_name() -> None:
    family = lineage.descent(graph(FAMILY))
    up = [(step.node, step.parent, step.kind) for step in lineage.steps(family, "swin", up=True)]
    assert up == [
        ("vit", "swin", "buildsOn"),
        ("transformer", "vit", "variantOf"),
        ("attention", "swin", "hasComponent"),
    ]
    down = [(step.node, step.generation) for step in lineage.steps(family, "transformer", up=False)]
    assert down == [("vit", 1), ("cait", 2), ("swin", 2)]


def test_a_deep_line_does_not_exhaust_the_stack() -> None:
    line = graph([(str(number), str(number + 1), "buildsOn") for number in range(5_000)])
    assert max(step.generation for step in lineage.steps(line, "0", up=True)) == 5_000


def test_a_cycle_is_walked_once() -> None:
    ring = graph([("a", "b", "buildsOn"), ("b", "c", "buildsOn"), ("c", "a", "buildsOn"), ("a", "a", "buildsOn")])
    assert [(step.node, step.generation) for step in lineage.steps(ring, "a", up=True)] == [("b", 1), ("c", 2)]
    assert [(step.node, step.generation) for step in lineage.steps(ring, "a", up=False)] == [("c", 1), ("b", 2)]


# Neighbourhoods


@given(EDGES, NODES, st.sampled_from(lineage.DIRECTIONS), st.one_of(st.none(), st.integers(0, 3)))
def test_a_neighbourhood_has_who_is_within_reach_with_signed_generations(
    edges: list, start: str, direction: str, depth: int | None
) -> None:
    made = nx.MultiDiGraph(edges)
    made.add_node(start)
    near = lineage.neighbourhood(made, start, direction, depth)
    above = lineage.generations(made, start, up=True, depth=depth) if direction != "descendants" else {start: 0}
    below = lineage.generations(made, start, up=False, depth=depth) if direction != "ancestors" else {start: 0}
    assert set(near) == {*above, *below}
    for node, generation in near.nodes(data="generation"):
        assert generation == (-above[node] if node in above else below[node])
    assert set(near.edges(keys=True)) == {edge for edge in made.edges(keys=True) if {*edge[:2]} <= set(near)}


def test_a_neighbourhood_is_frozen_and_leaves_the_graph_as_it_was() -> None:
    family = graph(FAMILY, vit="2020-10-22")
    near = lineage.neighbourhood(family, "vit", "both", 1)
    assert nx.is_frozen(near)
    assert near.nodes["vit"] == {"date": "2020-10-22", "generation": 0}
    assert family.nodes["vit"] == {"date": "2020-10-22"}
    assert {node: data["generation"] for node, data in near.nodes(data=True)} == {
        "vit": 0, "transformer": -1, "convolution": -1, "swin": 1, "cait": 1,
    }  # fmt: skip


def test_a_direction_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"ancestors, descendants, both, not 'up'"):
        lineage.neighbourhood(graph(FAMILY), "vit", "up")


# Time


@pytest.mark.parametrize(
    ("derived", "origin", "against"),
    [
        ("2020-01-01", "2020-01-02", True),
        ("2020-01-02", "2020-01-01", False),
        ("2020-01-01", "2020-01-01", False),
        ("2020", "2020-12-31", False),
        ("2020-03", "2020-04-01", True),
        ("2020-04-01", "2020-03", False),
        ("2020", "2021-01", True),
        (None, "2021", False),
        ("2021", None, False),
        ("", "2021", False),
    ],
)
def test_an_origin_that_is_surely_later_runs_against_time(
    derived: str | None, origin: str | None, against: bool
) -> None:
    dated = graph([("new", "old", "buildsOn")], new=derived, old=origin)
    assert lineage.against_time(dated) == ([("new", "old", "buildsOn")] if against else [])


@given(EDGES, st.dictionaries(NODES, st.sampled_from(["2019", "2020-05", "2020-05-04", "2021-01-01"])))
def test_edges_against_time_are_sorted_and_turned_round_run_with_it(edges: list, dates: dict[str, str]) -> None:
    made = graph(edges, **dates)
    found = lineage.against_time(made)
    assert found == sorted(found)
    assert set(found) <= set(made.edges(keys=True))
    assert lineage.against_time(graph([(b, a, kind) for a, b, kind in found], **dates)) == []
