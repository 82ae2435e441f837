"""What the pages ask of the graph, where it is easily got wrong."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from kg.load import load
from kg.pages import data, facts


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
    paper = facts.paper(folder, facts.find(folder, "arxiv:1706.03762").iri)
    assert paper.authors[0] == "Ashish Vaswani"
    assert paper.web == "https://arxiv.org/abs/1706.03762"


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
