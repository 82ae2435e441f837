"""Figures beside each other, and portraits of communities: the orders they come in, and what labels are made of."""

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import influence
from kg.analysis.arrays import ArrayGraph
from kg.analysis.communities import Partition
from kg.analysis.disruption import disruption
from kg.analysis.figures import BY, figures
from kg.analysis.portraits import portraits
from tests.kg.analysis.graphs import DATES, PAIRS, directed

Pairs = list[tuple[int, int]]


@given(PAIRS, DATES)
def test_the_figures_are_those_of_each_measure(pairs: Pairs, dates: list[str | None]) -> None:
    graph = directed(pairs, date=dates)
    found = {row["number"]: row for row in figures(graph, "cd", window=2).iter_rows(named=True)}
    ranks, recent = influence.pagerank(graph), influence.citerank(graph)
    scaled, indices = influence.rescaled(ranks, graph), disruption(graph, 2)
    for node in graph:
        row = found[node]
        assert (row["citations"], row["in_view"]) == (None, graph.in_degree(node))
        assert (row["pagerank"], row["citerank"], row["rescaled"]) == (ranks[node], recent[node], scaled[node])
        assert (row["cd"], row["alone"], row["undated"]) == (
            indices[node].cd, indices[node].alone, indices[node].undated,
        )  # fmt: skip


@given(PAIRS, DATES, st.sampled_from([by for by in BY if by not in ("hits", "citations")]))
def test_the_order_is_by_value_then_citations_then_node_and_the_unknown_is_last(
    pairs: Pairs, dates: list[str | None], by: str
) -> None:
    rows = figures(directed(pairs, date=dates), by).select(by, "in_view", "number").rows()
    known = [row for row in rows if row[0] is not None]
    assert rows[: len(known)] == known
    assert known == sorted(known, key=lambda row: (-row[0], -row[1], row[2]))


def test_an_order_that_is_none_names_those_that_there_are() -> None:
    with pytest.raises(ValueError, match="pagerank, citations"):
        figures(nx.DiGraph([(0, 1)]), "fame")


def test_all_known_citations_count_before_those_in_view() -> None:
    facts = pl.DataFrame({"cited_by": [1, 5, 2]})
    graph = ArrayGraph(["a", "b", "c"], np.array([1, 2]), np.array([0, 0]), facts)
    found = figures(graph, "citations")
    assert found.select("number", "citations", "in_view").rows() == [(1, 5, 0), (2, 2, 0), (0, 1, 2)]


def test_betweenness_of_a_large_graph_is_estimated_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.gnp_random_graph(300, 0.02, seed=1, directed=True)
    exact = figures(graph, "betweenness")
    assert exact["error"].to_list() == [0.0] * 300
    monkeypatch.setattr("kg.analysis.figures._EXACT", 1)
    sampled = figures(graph, "betweenness")
    joined = exact.join(sampled, on="number")
    near = (joined["betweenness"] - joined["betweenness_right"]).abs() <= 5 * joined["error_right"] + 1e-12
    assert near.mean() > 0.99
    assert sampled["error"].max() > 0


def _two_groups() -> tuple[ArrayGraph, Partition]:
    labels = ["Vision Attention", "Attention Networks", "Deep Nets", "Deep Learning of Nets", "x1", "x2"]
    facts = pl.DataFrame({"label": labels, "date": ["2015", "2017-01", "2012", None, None, None]})
    names = ["a", "b", "c", "d", "e", "f"]
    graph = ArrayGraph(names, np.array([0, 2, 3, 5, 5]), np.array([1, 3, 2, 4, 3]), facts)
    return graph, Partition((("a", "b"), ("c", "d"), ("e", "f")), 0.5, ())


def test_a_label_is_made_of_techniques_then_of_titles_then_of_the_foremost_member() -> None:
    graph, partition = _two_groups()
    techniques = {"a": ["Transformer", "GELU"], "b": ["Transformer"], "c": ["ResNet"]}
    one, two, three = portraits(graph, partition, techniques)
    assert (one.label, one.basis, one.known, one.members) == ("Transformer", "techniques", 2, ("b", "a"))
    assert (two.label, two.basis, two.known) == ("deep, nets", "titles", 2)
    assert (three.label, three.basis, three.members) == ("x1", "member", ("e", "f"))
    assert [(found.first, found.middle, found.last) for found in (one, two, three)] == [
        (2015, 2015, 2017), (2012, 2012, 2012), (None, None, None),
    ]  # fmt: skip


def test_labels_of_techniques_are_no_titles_and_a_rank_may_be_given() -> None:
    graph, partition = _two_groups()
    found = portraits(graph, partition, {}, {"a": 3, "b": 1, "c": 0, "d": 0, "e": 0, "f": 2}, titles=False)
    assert [one.label for one in found] == ["Vision Attention", "Deep Nets", "x2"]
    assert {one.basis for one in found} == {"member"}


def test_a_few_titles_do_not_speak_for_many_papers() -> None:
    labels = ["Deep Nets", "Deep Learning", *(f"id{number}" for number in range(30)), "Other", "Words Here"]
    graph = ArrayGraph(range(34), np.array([0]), np.array([1]), pl.DataFrame({"label": labels}))
    groups = Partition((tuple(range(32)), (32, 33)), 0.1, ())
    assert portraits(graph, groups, {})[0].basis == "member"
    less = Partition((tuple(range(12)), (32, 33)), 0.1, ())
    assert portraits(graph, less, {})[0].label == "deep"
