"""What the pages ask of the graph, where it is easily got wrong."""

import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest import record as rec
from ingest import snapshot
from kg.load import load
from kg.pages import data, facts
from ontology.iri import paper
from tests.ingest.sources_for_tests import Given


@pytest.fixture
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("KG_HOME", str(home))
    return data.folder()


def _standings(folder: str, measure: str = "Top 1 Accuracy", as_of: str | None = None) -> pl.DataFrame:
    row = data.board_list(folder).filter(pl.col("measure") == measure).to_dicts()[0]
    return data.standings(folder, row["board"], row["metric"], as_of)


def test_a_result_of_two_rows_is_one_line_that_names_both_places(folder: str) -> None:
    found = _standings(folder)
    align = found.filter(pl.col("model").str.starts_with("ALIGN"))
    assert len(align) == 1
    assert align["place"][0] == "Table 1, row 4; Table 6, row 2"
    assert found["result"].is_unique().all()


def test_values_are_exact(folder: str) -> None:
    assert 90.35 in _standings(folder)["value"].to_list()


def test_the_primary_metric_comes_first(folder: str) -> None:
    assert data.board_list(folder)["measure"][0] == "Top 1 Accuracy"


def test_a_reference_finds_the_thing_that_it_stands_for(folder: str) -> None:
    found = facts.things(folder)
    assert len({thing.ref for thing in found.values()}) == len(found)
    for thing in found.values():
        assert facts.find(folder, thing.ref) == thing


def test_authors_are_in_the_order_of_the_paper(folder: str) -> None:
    found = facts.paper(folder, facts.find(folder, "arxiv:1706.03762").iri)
    assert found.authors[0] == "Ashish Vaswani"
    assert found.web == "https://arxiv.org/abs/1706.03762"


def _said_by(source: str, title: str, **facts: Any) -> Given:
    origin = rec.Origin(source, "https://example.org/", "https://example.org/licence", "2026-01-01")
    known = {"iri": paper(arxiv="2010.11929"), "identifiers": (("arxiv", "2010.11929"),), "authors": (), **facts}
    return Given(lambda: [rec.Paper(at=rec.Place(origin, "#"), title=title, **known)], source, origin)


def test_where_sources_differ_the_table_of_precedence_says_whose_word_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_HOME", str(tmp_path))
    said = [
        _said_by("openalex", "A title", venue="Z, where it was published", authors=("A. First", "B. Second")),
        _said_by("arxiv", "The title", venue="A preprint", submitted="2020-10-22", authors=("Z. First",)),
        _said_by("paperswithcode", "0 title", submitted="2020-10-21", published="1999"),
    ]
    for source in said:
        snapshot.write(source, tmp_path)
    load(tmp_path)
    shown = facts.paper(data.folder(), paper(arxiv="2010.11929"))
    assert (shown.title, shown.date, shown.venue) == ("The title", "2020-10-22", "Z, where it was published")
    assert shown.authors == ("Z. First", "B. Second")
    assert shown.web == "https://arxiv.org/abs/2010.11929"


def test_a_paper_that_the_graph_does_not_have_goes_by_its_iri(folder: str) -> None:
    shown = facts.paper(folder, "https://example.org/none")
    assert (shown.title, shown.date, shown.venue, shown.authors, shown.web) == (
        "https://example.org/none",
        "",
        "",
        (),
        "",
    )


def test_a_new_load_is_seen_without_a_restart(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(home / "snapshots", copy / "snapshots")
    load(copy)
    monkeypatch.setenv("KG_HOME", str(copy))
    before = data.folder()
    assert data.class_counts(before)
    load(copy)
    after = data.folder()
    assert after != before
    assert data.class_counts(after) == data.class_counts(before)
