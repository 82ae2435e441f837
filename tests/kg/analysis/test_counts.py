"""Counts of citations, references by year, and bursts: equal to the definitions written out."""

import math
from itertools import product
from statistics import median

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import counts
from kg.analysis.arrays import ArrayGraph
from kg.analysis.counts import Burst, Citations
from tests.kg.analysis.graphs import DATES, NODES, PAIRS, directed

Pairs = list[tuple[int, int]]
BATCHES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 30)), min_size=1, max_size=6)


def year(date: str | None) -> int | None:
    return None if date is None else int(date[:4])


def test_a_view_counts_its_own_papers_beside_all_that_are_known() -> None:
    facts = pl.DataFrame({"cited_by": [7, None, 0]})
    graph = ArrayGraph(["a", "b", "c"], np.array([1, 2, 2, 2]), np.array([0, 0, 0, 1]), facts)
    assert counts.citation_counts(graph) == {"a": Citations(2, 7), "b": Citations(1, 1), "c": Citations(0, 0)}
    assert counts.citation_counts(nx.DiGraph([("b", "a")]))["a"] == Citations(1, 1)


@given(PAIRS, DATES)
def test_a_spectrum_counts_references_by_the_year_of_what_is_cited(pairs: Pairs, dates: list[str | None]) -> None:
    graph = directed(pairs, date=dates)
    found = counts.spectrum(graph)
    cited = [year(dates[target]) for _, target in graph.edges]
    assert found.undated == cited.count(None)
    known = [when for when in cited if when]
    years = list(range(min(known), max(known) + 1)) if known else []
    assert found.years["year"].to_list() == years
    assert found.years["references"].to_list() == [known.count(when) for when in years]
    for row in found.years.iter_rows(named=True):
        near = [known.count(when) for when in years if abs(when - row["year"]) <= 2]
        assert row["median"] == median(near)
        assert row["deviation"] == row["references"] - row["median"]


@given(PAIRS, DATES)
def test_citations_by_year_are_those_of_dated_papers(pairs: Pairs, dates: list[str | None]) -> None:
    graph = directed(pairs, date=dates)
    first, table = counts.citations_by_year(graph)
    for node in graph:
        expected = [year(dates[citing]) for citing in graph.predecessors(node) if dates[citing]]
        found = [first + place for place, count in enumerate(table[node].tolist()) for _ in range(count)]
        assert found == sorted(expected)


def price(relevant: list[int], total: list[int], states: tuple[int, ...], scale: float, cost: float) -> float:
    """What Kleinberg's automaton pays for a way through its states."""
    usual = sum(relevant) / sum(total)
    paid, before = 0.0, 0
    for count, events, state in zip(relevant, total, states, strict=True):
        share = usual * scale**state
        paid -= math.log(math.comb(events, count) * share**count * (1 - share) ** (events - count))
        paid += max(state - before, 0) * cost * math.log(len(states))
        before = state
    return paid


@given(BATCHES, st.sampled_from([1.5, 2.0, 3.0]), st.sampled_from([0.2, 1.0]), st.sampled_from([1, 2]))
def test_bursts_are_the_cheapest_way_of_all(
    batches: list[tuple[int, int]], scale: float, cost: float, levels: int
) -> None:
    relevant, total = [count for count, _ in batches], [count + more for count, more in batches]
    found = counts.bursts(relevant, total, scale=scale, cost=cost, levels=levels)
    if not sum(relevant):
        assert found == []
        return
    highest = max(level for level in range(levels + 1) if level == 0 or sum(relevant) / sum(total) * scale**level < 1)
    if sum(relevant) == sum(total):
        assert found == []
        return
    ways = list(product(range(highest + 1), repeat=len(batches)))
    best = min(price(relevant, total, way, scale, cost) for way in ways)
    states = [0] * len(batches)
    for burst in found:
        for place in range(burst.begin, burst.end + 1):
            states[place] = max(states[place], burst.level)
    assert price(relevant, total, tuple(states), scale, cost) == pytest.approx(best)
    for burst in found:
        part = slice(burst.begin, burst.end + 1)
        below, above = (
            sum(price_of(count, events, sum(relevant) / sum(total) * scale**level)
                for count, events in zip(relevant[part], total[part], strict=True))
            for level in (burst.level - 1, burst.level)
        )  # fmt: skip
        assert burst.weight == pytest.approx(below - above)


def price_of(count: int, events: int, share: float) -> float:
    return -math.log(math.comb(events, count) * share**count * (1 - share) ** (events - count))


def test_a_burst_within_a_burst_has_the_higher_level() -> None:
    found = counts.bursts([*[1] * 8, 12, 40, 12, *[1] * 8], [100] * 19, first=2000, levels=2)
    assert [(burst.level, burst.begin, burst.end) for burst in found] == [(1, 2008, 2010), (2, 2009, 2009)]


def test_what_is_steady_or_always_there_has_no_burst() -> None:
    assert counts.bursts([5] * 6, [50] * 6) == []
    assert counts.bursts([5] * 6, [5] * 6) == []
    assert counts.bursts([0, 0], [5, 0]) == []
    with pytest.raises(ValueError, match="more relevant"):
        counts.bursts([2], [1])


def _star(when: dict[int, int], others: int) -> nx.DiGraph:
    """Cite paper 0 so many times a year, and another paper so many times in each of ten years."""
    graph = nx.DiGraph()
    graph.add_node("it", date="2005")
    graph.add_node("other", date="2000")
    for at in range(2005, 2015):
        for number in range(when.get(at, 0)):
            graph.add_node((at, number), date=f"{at}-03")
            graph.add_edge((at, number), "it")
        for number in range(others):
            graph.add_node((at, "x", number), date=str(at))
            graph.add_edge((at, "x", number), "other")
    return graph


def test_bursts_of_citations_begin_with_the_paper() -> None:
    graph = _star({2006: 1, 2009: 9, 2010: 12, 2012: 1}, 20)
    found = counts.citation_bursts(graph, ["it", "other", (2006, 0)])
    assert [(burst.begin, burst.end) for burst in found["it"]] == [(2009, 2010)]
    assert found["other"] == found[(2006, 0)] == []


@given(PAIRS, DATES)
def test_bursts_of_citations_are_bursts_of_the_counts_since_the_paper(pairs: Pairs, dates: list[str | None]) -> None:
    graph = directed(pairs, date=dates)
    first, table = counts.citations_by_year(graph)
    found = counts.citation_bursts(graph, range(NODES), cost=0.1)
    for node in graph:
        cited = [first + place for place, count in enumerate(table[node].tolist()) if count]
        own = year(dates[node])
        if not cited:
            assert found[node] == []
            continue
        begin = max(min(own or cited[0], cited[0]), first)
        rows = table[node, begin - first :], table.sum(axis=0)[begin - first :]
        assert found[node] == counts.bursts(*(row.tolist() for row in rows), first=begin, cost=0.1)


def test_bursts_of_uses_are_among_the_papers_of_which_uses_are_known() -> None:
    users = ["2018-01-05"] * 2 + ["2020"] * 9 + [None]
    papers = [str(at) for at in range(2010, 2023) for _ in range(20)]
    assert counts.use_bursts(users, papers) == [Burst(1, 2020, 2020, pytest.approx(6.1, abs=2))]
    assert counts.use_bursts([None], papers) == counts.use_bursts([], []) == []
