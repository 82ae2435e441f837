"""The CD index: the definition written out, the example of its authors, and networkx's where both speak of the same."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.arrays import arrays
from kg.analysis.disruption import Disruption, disruption
from tests.kg.analysis.graphs import DATES, NODES, PAIRS, YEARS, directed
from tests.kg.analysis.test_dates import later

Pairs = list[tuple[int, int]]


def naive(graph: nx.DiGraph, node: int, window: int) -> tuple[int, int, int]:
    dates = [graph.nodes[other].get("date") for other in graph]
    due = {n for n in graph if later(dates[n], dates[node], 0) and not later(dates[n], dates[node], window)}
    citing = due & set(graph.predecessors(node))
    by_references = {n for n in due if set(graph.successors(n)) & set(graph.successors(node))}
    return len(citing - by_references), len(citing & by_references), len(by_references - citing)


@given(PAIRS, DATES, st.integers(0, 4))
def test_the_counts_are_those_of_the_definition(pairs: Pairs, dates: list[str | None], window: int) -> None:
    graph = directed(pairs, date=dates)
    found = disruption(graph, window)
    for node in graph:
        one = found[node]
        assert one.references == graph.out_degree(node)
        assert one.undated == sum(dates[other] is None for other in graph.predecessors(node))
        known = dates[node] is not None and graph.out_degree(node) > 0
        assert (one.alone, one.together, one.around) == (naive(graph, node, window) if known else (None, None, None))
        if known and sum(naive(graph, node, window)):
            alone, together, around = naive(graph, node, window)
            assert one.cd == (alone - together) / (alone + together + around)
        else:
            assert one.cd is None


@given(PAIRS, YEARS)
def test_it_is_that_of_networkx_where_both_are_about_the_same_papers(pairs: Pairs, years: list[int]) -> None:
    graph = directed(pairs, date=[str(year) for year in years], time=years)
    for node, found in disruption(graph, 3).items():
        if found.cd is None:
            continue
        references = set(graph.successors(node))
        due = {other for other in graph if years[node] < years[other] <= years[node] + 3}
        part = nx.DiGraph(graph.subgraph({node} | references | due))
        others = references - due
        part.remove_edges_from([(one, two) for one, two in part.edges if one in others])
        part.remove_edges_from([(node, node)])
        assert nx.cd_index(part, node, 3) == pytest.approx(round(found.cd, 2))


@given(PAIRS, YEARS, st.integers(0, NODES - 1), st.integers(0, 4))
def test_networkx_runs_its_own_count_on_arrays(pairs: Pairs, years: list[int], node: int, window: int) -> None:
    graph = directed(pairs, time=years, heft=[1 + year % 3 for year in years])
    for weight in (None, "heft"):
        try:
            expected = nx.cd_index(graph, node, window, weight=weight)
        except nx.NetworkXError as error:
            with pytest.raises(nx.NetworkXError, match=str(error)[:20]):
                nx.cd_index(graph, node, window, weight=weight, backend="paperkin")
        else:
            assert nx.cd_index(graph, node, window, weight=weight, backend="paperkin") == pytest.approx(expected)


def test_the_example_of_its_authors() -> None:
    """The eleven nodes in the README of `cdindex`, and the values that its test run prints for five years."""
    years = [1992, 1992, 1993, 1993, 1995, 1997, 1998, 1999, 1999, 1998, 1997]
    edges = [(4, 2), (4, 0), (4, 1), (4, 3), (5, 2), (6, 2), (6, 4), (7, 4), (8, 4), (9, 4), (9, 1), (9, 3), (10, 4)]
    graph = nx.DiGraph()
    graph.add_nodes_from((node, {"date": f"{year}-01-01"}) for node, year in enumerate(years))
    graph.add_edges_from(edges)
    found = {node: one.cd for node, one in disruption(graph, 5).items()}
    assert found[4] == pytest.approx(1 / 6)
    assert [found[node] for node in (5, 6, 9, 10)] == [0, 0, 0, 0]
    assert [found[node] for node in (7, 8)] == [None, None]
    assert [found[node] for node in range(4)] == [None] * 4, "who has no known references, has no index with us"


def test_only_the_papers_that_are_asked_for_are_looked_at() -> None:
    graph = arrays(nx.DiGraph([("b", "a"), ("c", "b")]))
    assert list(disruption(graph, nodes=["b"])) == ["b"]
    assert disruption(graph, nodes=[]) == {}
    with pytest.raises(nx.NodeNotFound):
        disruption(graph, nodes=["z"])


def test_much_is_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.gnp_random_graph(60, 0.1, seed=5, directed=True)
    nx.set_node_attributes(graph, {node: str(2000 + node // 4) for node in graph}, "date")
    whole = disruption(graph)
    monkeypatch.setattr("kg.analysis.disruption._AT_ONCE", 50)
    assert disruption(graph) == whole
    assert any(one.cd not in (None, 0.0) for one in whole.values())


def test_parallel_edges_count_once() -> None:
    graph = nx.MultiDiGraph([("b", "a"), ("b", "a"), ("c", "b"), ("c", "b")])
    nx.set_node_attributes(graph, {"a": "2000", "b": "2001", "c": "2002"}, "date")
    assert disruption(graph)["b"] == Disruption(1, 0, 0, references=1)
