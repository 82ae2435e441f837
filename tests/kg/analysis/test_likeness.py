"""Coupling, co-citation and likeness of techniques: equal to sets that are intersected one by one, and they say why."""

import math

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import likeness
from kg.analysis.likeness import Features
from tests.kg.analysis.graphs import NODES, PAIRS, directed

Pairs = list[tuple[int, int]]


def having(graph: nx.DiGraph) -> list[list[set[int]]]:
    """What each paper cites, and who cites it."""
    return [[set(graph.successors(node)) for node in graph], [set(graph.predecessors(node)) for node in graph]]


def salton(one: set[int], two: set[int]) -> float | None:
    return len(one & two) / math.sqrt(len(one) * len(two)) if one and two else None


@given(PAIRS, st.integers(0, NODES - 1))
def test_similar_papers_are_those_of_the_naive_count(pairs: Pairs, node: int) -> None:
    graph = directed(pairs)
    ways = [likeness.references(graph), likeness.citing(graph)]
    found = {one.node: one for one in likeness.similar(ways, node, NODES)}
    known = having(graph)
    told = sum(bool(way[node]) for way in known)
    for other in graph:
        shared = [way[node] & way[other] for way in known]
        if other == node or not any(shared):
            assert other not in found
            continue
        cosines = [salton(way[node], way[other]) for way in known]
        assert [reason.count for reason in found[other].reasons] == [len(both) for both in shared]
        assert [reason.cosine for reason in found[other].reasons] == pytest.approx(cosines)
        assert found[other].score == pytest.approx(sum(cosine or 0 for cosine in cosines) / told)


@given(PAIRS, st.integers(0, NODES - 1), st.integers(1, 4))
def test_the_order_is_by_score_then_by_what_is_shared_and_ties_at_the_end_are_kept(
    pairs: Pairs, node: int, most: int
) -> None:
    graph = directed(pairs)
    ways = [likeness.references(graph), likeness.citing(graph)]
    whole, first = likeness.similar(ways, node, NODES), likeness.similar(ways, node, most)

    def key(one: likeness.Alike) -> tuple[float, int]:
        return -round(one.score, 9), -sum(reason.count for reason in one.reasons)

    assert [(*key(one), one.node) for one in whole] == sorted((*key(one), one.node) for one in whole)
    assert first == whole[: len(first)]
    assert len(first) == len(whole) or (len(first) >= most and key(whole[len(first)]) != key(first[-1]))
    assert len(first) <= most or key(first[most - 1]) == key(first[-1])


def test_the_reasons_that_are_named_are_the_rarest() -> None:
    graph = nx.DiGraph([("a", end) for end in "wxyz"] + [("b", end) for end in "wxyz"])
    graph.add_edges_from([("c", "w"), ("d", "w"), ("c", "x")])
    (alike, *_) = likeness.similar([likeness.references(graph)], "a")
    assert (alike.node, alike.score) == ("b", 1)
    assert alike.reasons[0].telling == ("y", "z", "x")


def test_what_is_not_known_of_the_other_adds_nothing() -> None:
    graph = nx.DiGraph([("a", "x"), ("b", "x"), ("new", "a"), ("new", "c")])
    ways = [likeness.references(graph), likeness.citing(graph)]
    found = {one.node: one for one in likeness.similar(ways, "a")}
    assert found["c"].score == 0.5
    assert [reason.cosine for reason in found["c"].reasons] == [None, 1.0]
    assert found["b"].score == 0.5
    alone = {one.node: one.score for one in likeness.similar(ways, "c")}
    assert alone == {"a": 1.0}


def test_a_thing_that_shares_nothing_has_none_like_it_and_an_unknown_one_is_named() -> None:
    ways = [likeness.references(nx.DiGraph([("a", "b")]))]
    assert likeness.similar(ways, "b") == []
    with pytest.raises(nx.NodeNotFound, match="z is not in the graph"):
        likeness.similar(ways, "z")


@given(PAIRS, st.sampled_from([0.1, 0.5, 0.9]), st.integers(1, 2))
def test_all_pairs_above_a_threshold_are_those_of_the_naive_count(pairs: Pairs, least: float, shared: int) -> None:
    graph = directed(pairs)
    for features, known in zip((likeness.references(graph), likeness.citing(graph)), having(graph), strict=True):
        expected = [
            (one, two, len(known[one] & known[two]), salton(known[one], known[two]))
            for one in range(NODES) for two in range(one + 1, NODES)
            if len(known[one] & known[two]) >= shared and (salton(known[one], known[two]) or 0) >= least
        ]  # fmt: skip
        found = likeness.pairs(features, least, shared).rows()
        assert [row[:3] for row in found] == [row[:3] for row in expected]
        assert [row[3] for row in found] == pytest.approx([row[3] for row in expected])


def test_pairs_are_found_in_parts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    features = likeness.references(nx.gnp_random_graph(50, 0.1, seed=1, directed=True))
    whole = likeness.pairs(features, 0.2)
    monkeypatch.setattr("kg.analysis.likeness._AT_ONCE", 40)
    assert likeness.pairs(features, 0.2).equals(whole)
    assert len(whole) > 5


def test_techniques_are_alike_by_the_papers_that_use_both_and_by_their_kin() -> None:
    uses = pl.DataFrame({"paper": [0, 0, 1, 1, 2], "technique": [0, 1, 0, 1, 2]})
    used = likeness.users(uses, ["t", "u", "v"], ["p", "q", "r"])
    lineage = nx.MultiDiGraph([("t", "root"), ("v", "root"), ("t", "root")])
    lineage.add_node("u")
    family = likeness.kin(lineage.subgraph(["t", "u", "v", "root"]))
    assert likeness.similar([used], "t")[0].node == "u"
    assert likeness.similar([family], "t")[0] == likeness.Alike("v", 1.0, (likeness.Shared("kin", 1, 1.0, ("root",)),))


def test_a_feature_that_is_told_twice_counts_once() -> None:
    made = Features.of("x", ["a", "b"], ["f"], np.array([0, 0, 1]), np.array([0, 0, 0]))
    assert made.table.toarray().tolist() == [[1], [1]]
