"""`kg export` as a person and a script see it."""

import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from kg.cli import main
from kg.cli.export import ExportFormat, Sheet, View
from kg.export import FORMATS, VIEWS
from kg.export.tables import TABLES

BOARD = "Image Classification on ImageNet"


@pytest.fixture
def kg(home: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    def run(*arguments: str) -> tuple[int, bytes, str]:
        code = main(["--home", str(home), "export", *arguments])
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return run


def test_the_command_offers_what_there_is() -> None:
    assert set(ExportFormat) == set(FORMATS)
    assert set(View) == set(VIEWS)
    assert set(Sheet) == set(TABLES)


def test_a_file_says_on_standard_error_what_was_written(kg, tmp_path: Path) -> None:
    out = tmp_path / "swin.gexf"
    assert kg("gexf", str(out), "--view", "lineage", "--around", "Swin Transformer") == (
        0, b"", f"wrote {len(nx.read_gexf(out, version='1.3'))} nodes, "
        f"{nx.read_gexf(out, version='1.3').number_of_edges()} edges\n",
    )  # fmt: skip
    told = json.loads((tmp_path / "swin.gexf.about.json").read_bytes())
    assert (told["view"], told["depth"]) == ("lineage", 1)
    assert told["around"].endswith("/swin-transformer")


def test_the_suffix_tells_the_format(kg, tmp_path: Path) -> None:
    assert kg(str(tmp_path / "review.csl.json"), "--view", "leaderboard")[0] == 0
    assert {item["type"] for item in json.loads((tmp_path / "review.csl.json").read_bytes())} <= {
        "article", "paper-conference", "article-journal",
    }  # fmt: skip


@pytest.mark.parametrize("form", ["graphml", "csv", "bibtex", "turtle", "parquet"])
def test_standard_output_has_the_bytes_of_the_file_and_nothing_beside(
    form: str, kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert kg(form, "file", "--view", "lineage")[0] == 0
    code, out, err = kg(form, "-", "--view", "lineage")
    assert (code, out) == (0, (tmp_path / "file").read_bytes())
    assert err.startswith("wrote ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "file.about.json"]


def test_a_reader_that_leaves_early_is_no_error(home: Path) -> None:
    command = f"{sys.executable} -m kg --home {home} export nquads - | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_view_is_narrowed_as_asked(kg, tmp_path: Path) -> None:
    def rows(*arguments: str) -> int:
        code, out, _ = kg("csv", "-", *arguments)
        assert code == 0
        return out.count(b"\n") - 1

    assert rows("--view", "lineage") > rows("--view", "lineage", "--since", "2019") > 0
    assert rows("--view", "leaderboard", "--benchmark", BOARD) == rows("--view", "leaderboard") == 41
    assert rows("--view", "leaderboard", "--until", "2020") < 41
    near = rows("--view", "paper-lineage", "--around", "Swin Transformer")
    assert rows("--view", "paper-lineage") > near > 0, "a technique stands for its paper where there are papers only"
    assert rows("--view", "full", "--table", "nodes", "--task", "Image Classification") > 20


def test_licences_are_told(kg, tmp_path: Path) -> None:
    code, _, err = kg("json", str(tmp_path / "a.json"), "--view", "lineage", "--licence", "cc0-1.0")
    assert (code, err) == (0, err)
    assert "left out under other licences: nothing" in err
    assert json.loads((tmp_path / "a.json.about.json").read_bytes())["licences"] == ["CC0-1.0"]


WRONG = {
    "no file": (["graphml"], "name a file to write after graphml, or - for standard output"),
    "a suffix that tells nothing": (["x.pdf"], "tells no format"),
    "an unknown format": (["gif", "x"], "no format 'gif'"),
    "an unknown view": (["csv", "x", "--view", "authors"], "authors"),
    "no one table": (["csv", "x"], "edges, results, nodes"),
    "a table of what is none": (["dot", "x", "--table", "nodes"], "dot is no table"),
    "no results": (["csv", "x", "--view", "lineage", "--table", "results"], "lineage has no results"),
    "no date": (["csv", "x", "--view", "citations", "--since", "soon"], "YYYY-MM-DD"),
    "a computed view as RDF": (["turtle", "x", "--view", "co-technique"], "co-technique is computed"),
    "all of RDF narrowed": (["turtle", "x", "--since", "2020"], "narrow another view"),
    "an unknown licence": (["graphml", "x", "--licence", "MIT"], "nothing stands under 'MIT'; there are: CC0-1.0"),
    "an unknown thing": (["graphml", "x", "--around", "Swim Transformer"], "Swin Transformer"),
    "not in the view": (["dot", "x", "--view", "citations", "--around", "ViT", "--since", "2024"], "not in the view"),
}


@pytest.mark.parametrize(("arguments", "hint"), WRONG.values(), ids=WRONG)
def test_wrong_usage_is_one_line(
    arguments: list[str], hint: str, kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = kg(*arguments)
    assert (code, out, err.count("\n")) == (2, b"", 1)
    assert hint in err
    assert list(tmp_path.iterdir()) == []
