"""CSV that spreadsheets read and never run."""

import csv
import io
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings

from kg import boards
from kg.errors import UsageProblem
from kg.export import tables
from kg.export.views import view
from kg.projection import Projection
from kg.store import GraphStore
from tests.kg.export.test_export_graphml import cleaned, hostile_text


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def labelled(label: str, **facts: object) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_node("x:a", label=label)
    graph.add_node("x:b", label="B")
    graph.add_edge("x:a", "x:b", "buildsOn", **facts)
    return graph


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "－1", "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str, tmp_path: Path) -> None:
    report = tables.write_csv(labelled(text), tmp_path / "a.csv", "edges")
    assert rows(tmp_path / "a.csv")[0]["source_label"] == f"'{text}"
    assert (report.rows, report.cleaned) == (1, 1)


@pytest.mark.parametrize(
    ("value", "cell"), [(-1.5, "-1.5"), (-3, "-3"), (True, "true"), (None, ""), (float("nan"), "")]
)
def test_numbers_stay_plain(value: object, cell: str, tmp_path: Path) -> None:
    tables.write_csv(labelled("A", place=value), tmp_path / "a.csv", "edges")
    assert rows(tmp_path / "a.csv")[0]["place"] == cell


@settings(max_examples=100, deadline=None)
@given(label=hostile_text, sentence=hostile_text)
def test_any_text_is_read_back_and_never_begins_a_formula(
    label: str, sentence: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    report = tables.write_csv(labelled(label, sentence=sentence), path, "edges")
    [row] = rows(path)
    guarded = 0
    for text, cell in ((label, row["source_label"]), (sentence, row["sentence"])):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert cell in (cleaned(text), f"'{cleaned(text)}")
        guarded += cell != text
    assert report.cleaned >= guarded


def test_edges_are_listed_with_their_evidence(projection: Projection, store: GraphStore, tmp_path: Path) -> None:
    graph = view("lineage", projection, store)
    report = tables.write_csv(graph, tmp_path / "a.csv", "edges")
    found, made = rows(tmp_path / "a.csv"), graph.to_networkx()
    assert report.rows == len(found) == graph.number_of_edges()
    for row in found:
        facts = made.edges[row["source"], row["target"], row["kind"]]
        assert (row["place"], row["stated_by"]) == (facts["place"], facts["stated_by"])
        assert row["target_label"] == made.nodes[row["target"]]["label"]


def test_the_leaderboard_lists_what_kg_ranks_lists(projection: Projection, store: GraphStore, tmp_path: Path) -> None:
    graph = view("leaderboard", projection, store)
    tables.write_csv(graph, tmp_path / "a.csv", "results")
    [board] = graph.nodes.frame.filter(kind="benchmark")["iri"]
    shared = ("rank", "model", "value", "paper", "date", "title", "parameters", "extra_samples", "result")
    expected = [
        {name: "" if row[name] is None else str(row[name]) for name in shared}
        for row in boards.board(store, board).ranks().dicts()
    ]
    assert [{name: row[name] for name in shared} for row in rows(tmp_path / "a.csv")] == expected


def test_what_does_not_fit_one_table_is_refused_with_what_works() -> None:
    works = "edges, results, nodes; or another view"
    with pytest.raises(UsageProblem, match=f"full does not fit one table; take one of the tables: {works}"):
        tables.table_of("full", None)
    with pytest.raises(UsageProblem, match="lineage has no results"):
        tables.table_of("lineage", "results")
    assert [tables.table_of(name, None) for name in ("citations", "leaderboard")] == ["edges", "results"]
    assert tables.table_of("full", "nodes") == "nodes"


def test_a_row_that_fails_midway_leaves_the_old_file(tmp_path: Path) -> None:
    graph = labelled("A")
    graph.add_node("x:c", label=object())
    graph.add_edge("x:b", "x:c", "buildsOn")
    (tmp_path / "a.csv").write_bytes(b"old")
    with pytest.raises(TypeError):
        tables.write_csv(graph, tmp_path / "a.csv", "edges")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"old")]
