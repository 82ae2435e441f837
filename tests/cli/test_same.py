"""The commands on which papers are one: what is decided by hand holds from the next load on."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from tests.kg import snapshots

Run = Callable[..., tuple[int, str, str]]
LONG, SHORT = "paper/other/dropout", "paper/review/reference-45"
BASE = "https://w3id.org/paperkin/"


@pytest.fixture
def kg(home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """A workspace with the review, and a source that knows one of its references by another name."""
    shutil.copytree(home / "snapshots", tmp_path / "snapshots")
    (manifest,) = (tmp_path / "snapshots").glob("review-*.json")
    facts = json.loads(manifest.read_text())
    graph = f"{BASE}snapshot/other/1"
    about = [
        line.replace(facts["graph"], graph).replace('"review"', '"other"')
        for line in snapshots.read(manifest).splitlines(True)
        if line.startswith(f"<{facts['graph']}>")
    ]
    pk, paper = f"{BASE}ontology#", f"<{BASE}{LONG}>"
    said = [
        f"{paper} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{pk}Paper> <{graph}> .\n",
        f'{paper} <{pk}title> "DROPOUT: A simple way to prevent neural networks from overfitting" <{graph}> .\n',
        f'{paper} <{pk}identifier> "other:dropout" <{graph}> .\n',
    ]
    new = manifest.with_name("other-1.json")
    snapshots.write(new, "".join([*said, *about]), facts | {"id": "other-1", "graph": graph, "source": "other"})

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["--home", str(tmp_path), *arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    assert run("load")[0] == 0
    return run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def decide(folder: Path, verdict: str) -> None:
    lines = f"one,other,verdict,by,why\nother/dropout,review/reference-45,{verdict},a test,same title\n"
    (folder / "same.csv").write_text(lines)


def test_what_looks_alike_is_listed_with_its_score_and_how_to_decide(kg: Run) -> None:
    code, out, messages = kg("same", "--format", "csv")
    (row,) = rows(out)
    assert code == 0
    assert {row["one"], row["other"]} == {"other/dropout", "review/reference-45"}
    assert 0.3 < float(row["score"]) < 0.5
    assert "same.csv" in messages
    assert rows(kg("same", "--least", "0.9", "--format", "csv")[1]) == []


def test_what_a_person_accepts_is_one_paper_from_the_next_load_on(kg: Run, tmp_path: Path) -> None:
    decide(tmp_path, "accept")
    assert kg("load")[0] == 0
    assert rows(kg("same", "--format", "csv")[1]) == []
    (joined,) = rows(kg("same", "joined", "--format", "csv")[1])
    assert {joined["paper"], joined["alias"]} == {"other/dropout", "review/reference-45"}
    assert kg("check")[0] == 0


def test_what_a_person_refuses_is_not_listed_again(kg: Run, tmp_path: Path) -> None:
    decide(tmp_path, "refuse")
    assert kg("load")[0] == 0
    assert rows(kg("same", "--format", "csv")[1]) == []
    assert rows(kg("same", "joined", "--format", "csv")[1]) == []


def test_a_faulty_file_stops_the_load_with_its_line_and_the_graph_stays(kg: Run, tmp_path: Path) -> None:
    decide(tmp_path, "maybe")
    code, _, messages = kg("load")
    assert code == 2
    assert "same.csv, line 2: 'maybe' is neither accept nor refuse" in messages
    assert kg("same", "--format", "csv")[0] == 0


def test_the_reference_list_of_the_review_says_what_is_known_of_each_work(kg: Run) -> None:
    code, out, messages = kg("references", f"{BASE}paper/review/the-review", "--format", "csv")
    found = {int(row["number"]): row["status"] for row in rows(out)}
    assert code == 0
    assert len(found) == 61
    assert {number: status for number, status in found.items() if status != "resolved"} == {
        43: "unknown", 45: "candidate",
    }  # fmt: skip
    assert "59 resolved" in messages
    assert kg("references", "arxiv:2010.11929")[2].strip().endswith("no reference list is in the graph")
