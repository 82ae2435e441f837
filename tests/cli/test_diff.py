"""`kg diff` as scripts call it: the table on standard output, the counts on standard error."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main

BOARD = "Image Classification on ImageNet"
BEFORE = {"stays": "80", "goes": "81", "changes": "88.5%"}
AFTER = {"stays": "80", "comes": "82", "changes": "88.6%"}
SUMMARY = "results: 1 added, 1 removed, 1 changed; other statements: "


def row(model: str, value: str) -> dict[str, Any]:
    return {
        "model_name": model, "paper_title": "T", "paper_url": "https://arxiv.org/abs/2101.00001",
        "paper_date": "2021-01-01", "metrics": {"Top 1 Accuracy": value}, "code_links": [], "model_links": [],
    }  # fmt: skip


def dump(path: Path, values: dict[str, str]) -> Path:
    rows = [row(model, value) for model, value in values.items()]
    table = {"dataset": "ImageNet", "subdatasets": [], "sota": {"metrics": ["Top 1 Accuracy"], "rows": rows}}
    task = {"task": "Image Classification", "categories": [], "datasets": [table], "subtasks": []}
    path.write_text(json.dumps([task]), encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def ids(home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> list[str]:
    """Two snapshots between which one row came, one went and one changed."""
    found: list[str] = []
    for values in (BEFORE, AFTER):
        path = dump(tmp_path / "evaluation-tables.json", values)
        assert main(["ingest", "paperswithcode", str(path), "--retrieved", "2025-07-28", "--home", str(home)]) == 0
        found += [path.stem for path in (home / "snapshots").glob("*.json") if path.stem not in found]
    capfd.readouterr()
    return found


def test_what_came_went_and_changed_is_a_table_and_the_counts_are_a_message(
    home: Path, ids: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(home), "diff", *ids, "--format", "csv"]) == 0
    out, err = capfd.readouterr()
    assert out.splitlines()[0] == "change,benchmark,model,paper,metric,before,after,result"
    rows = [(r["change"], r["model"], r["metric"], r["before"], r["after"]) for r in csv.DictReader(io.StringIO(out))]
    assert rows == [
        ("changed", "changes", "Top 1 Accuracy", "88.5%", "88.6%"),
        ("added", "comes", "(date)", "", "2021-01-01"), ("added", "comes", "Top 1 Accuracy", "", "82"),
        ("removed", "goes", "(date)", "2021-01-01", ""), ("removed", "goes", "Top 1 Accuracy", "81", ""),
    ]  # fmt: skip
    assert {r["benchmark"] for r in csv.DictReader(io.StringIO(out))} == {BOARD}
    assert err.startswith(SUMMARY)
    assert err.count("\n") == 1


def test_people_see_no_iris_and_programs_do(home: Path, ids: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home), "diff", *ids]) == 0
    assert "https://" not in capfd.readouterr().out
    assert main(["--home", str(home), "diff", *ids, "--format", "json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert all(change["result"].startswith("https://w3id.org/paperkin/result/") for change in found)
    assert len(found) == 5


def test_a_beginning_of_a_digest_and_a_file_name_a_snapshot(
    home: Path, ids: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    before, after = ids[0].rpartition("-")[2][:12], home / "snapshots" / f"{ids[1]}.json"
    assert main(["--home", str(home), "diff", before, str(after), "--format", "csv"]) == 0
    assert capfd.readouterr().err.startswith(SUMMARY)


def test_a_snapshot_does_not_differ_from_itself(home: Path, ids: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home), "diff", ids[0], ids[0], "--format", "csv"]) == 0
    out, err = capfd.readouterr()
    assert out.splitlines() == ["change,benchmark,model,paper,metric,before,after,result"]
    assert err == "results: 0 added, 0 removed, 0 changed; other statements: 0 added, 0 removed\n"


def test_an_unknown_snapshot_is_one_line_with_those_that_are_there(
    home: Path, ids: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(home), "diff", ids[0], "nothing"]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("kg: no snapshot and no file begins with 'nothing'; there are: ")
    assert all(name in err for name in ids)


def test_a_beginning_that_several_have_is_one_line_with_those(
    home: Path, ids: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(home), "diff", "paperswithcode", ids[0]]) == 2
    err = capfd.readouterr().err
    assert err.startswith("kg: several snapshots begin with 'paperswithcode'")
    assert err.count("\n") == 1


def test_an_empty_workspace_says_how_to_fill_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path), "diff", "a", "b"]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "kg ingest" in err


def test_a_damaged_snapshot_is_one_line(home: Path, ids: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    (home / "snapshots" / f"{ids[1]}.nq.gz").write_bytes(b"damaged")
    assert main(["--home", str(home), "diff", *ids]) == 3
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "ingest its source again" in err
