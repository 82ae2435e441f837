"""The commands as scripts call them: their data on standard output, their exit codes, their one-line errors."""

import csv
import io
import json
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import networkx as nx
import pytest

from ingest.sources.review import SHIPPED
from kg.cli import main


@pytest.fixture
def kg(home: Path, capfd: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run a command in this process; give its exit code, output and messages."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["--home", str(home), *arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return run


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_stats_as_json_counts_classes_and_lists_snapshots(kg) -> None:
    code, out, _ = kg("stats", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["classes"]["Paper"] == 62
    assert found["classes"]["Result"] >= 40
    assert [snapshot["source"] for snapshot in found["snapshots"]] == ["review"]


def test_ranks_in_csv_are_plain_numbers_in_the_columns_of_the_contract(kg) -> None:
    code, out, _ = kg("ranks", "Image Classification on ImageNet", "--format", "csv")
    assert code == 0
    assert out.splitlines()[0] == "rank,model,value,paper,date"
    first = _rows(out)[0]
    assert (first["rank"], first["model"], first["value"]) == ("1", "CoAtNet-7", "90.88")
    assert first["paper"] == "https://w3id.org/paperkin/paper/arxiv/2106.04803"
    assert first["date"] == "2021-06-09"


def test_ranks_as_of_a_date_leave_later_results_out(kg) -> None:
    _, out, _ = kg("ranks", "image classification on imagenet", "--as-of", "2020-12-31", "--format", "csv")
    rows = _rows(out)
    assert rows[0]["model"] == "Meta Pseudo Labels (EfficientNet-L2)"
    assert all(row["date"] <= "2020-12-31" for row in rows)


@pytest.mark.parametrize("date", ["yesterday", "2021-13-01", "2021-6-1", ""])
def test_a_date_that_is_none_is_wrong_usage(kg, date: str) -> None:
    code, out, err = kg("ranks", "Image Classification on ImageNet", "--as-of", date)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "YYYY-MM-DD" in err


def test_ties_share_a_rank_and_the_next_rank_skips(kg) -> None:
    _, out, _ = kg("ranks", "Image Classification on ImageNet", "--format", "csv", "--top", "4")
    assert [row["rank"] for row in _rows(out)] == ["1", "2", "2", "4"]


def test_a_metric_of_unknown_direction_is_not_ranked_silently(kg) -> None:
    board = "Image Classification on ImageNet"
    code, _, err = kg("ranks", board, "--metric", "Number of params")
    assert code == 2
    assert "--direction" in err
    _, out, _ = kg("ranks", board, "--metric", "Number of params", "--direction", "lower", "--format", "csv")
    assert _rows(out)[0]["value"] == "30000000"


def test_reigns_tell_from_when_to_when_and_by_how_much(kg) -> None:
    code, out, _ = kg("reigns", "Image Classification on ImageNet", "--format", "csv")
    rows = _rows(out)
    assert code == 0
    assert out.splitlines()[0] == "model,value,paper,from,until,margin"
    assert rows[0]["margin"] == ""
    assert rows[-1] | {"paper": ""} == {
        "model": "CoAtNet-7", "value": "90.88", "paper": "", "from": "2021-06-09", "until": "", "margin": "0.43",
    }  # fmt: skip
    assert [row["until"] for row in rows[:-1]] == [row["from"] for row in rows[1:]]


def test_the_ancestors_of_swin_transformer_reach_vit_and_the_transformer(kg) -> None:
    code, out, _ = kg("lineage", "Swin Transformer", "--direction", "ancestors", "--format", "json")
    labels = {node["label"] for node in json.loads(out)["nodes"]}
    assert code == 0
    assert {"Vision Transformer", "Transformer"} <= labels


def test_at_least_ten_reviewed_works_descend_from_vit(kg) -> None:
    _, table, _ = kg("query", "reviewed-papers", "--format", "csv")
    reviewed = {row["paper"] for row in _rows(table)}
    _, out, _ = kg("lineage", "ViT", "--direction", "descendants", "--format", "json")
    works = {node["paper"] for node in json.loads(out)["nodes"]} & reviewed
    assert len(reviewed) == 22
    assert len(works) >= 10


def test_a_tree_shows_kinds_years_and_places(kg) -> None:
    code, out, _ = kg("lineage", "Swin Transformer", "--direction", "ancestors", "--depth", "1")
    assert code == 0
    assert "builds on Vision Transformer (2020)" in out
    assert "Section 2, paragraph 7" in out
    assert "Class Token" not in out


def test_a_paper_has_a_lineage_of_papers(kg) -> None:
    _, out, _ = kg("lineage", "arxiv:2103.14030v2", "--direction", "ancestors", "--format", "json")
    found = json.loads(out)
    assert {node["kind"] for node in found["nodes"]} == {"paper"}
    assert any(node["id"].endswith("2010.11929") for node in found["nodes"])


def test_lineage_as_graphml_is_read_by_networkx(kg) -> None:
    _, out, _ = kg("lineage", "ViT", "--format", "graphml")
    graph = nx.parse_graphml(out, force_multigraph=True)
    assert any(facts["label"] == "Vision Transformer" for _, facts in graph.nodes(data=True))


def test_claims_in_csv_have_the_columns_of_the_contract(kg) -> None:
    code, out, _ = kg("claims", "--format", "csv")
    rows = _rows(out)
    verdicts = [row["verdict"] for row in rows]
    assert code == 0
    assert out.splitlines()[0] == "claim,place,review,graph,verdict"
    assert set(verdicts) == {"holds", "differs", "undecidable"}
    assert len(rows) - verdicts.count("undecidable") >= 15
    assert verdicts.count("differs") >= 2
    assert all(row["place"] for row in rows)


def test_check_passes_on_the_shipped_graph(kg) -> None:
    code, _, err = kg("check")
    assert code == 0, err
    assert "0 errors" in err


@pytest.mark.parametrize("table", range(1, 7))
def test_a_table_of_the_review_comes_back_in_plain_numbers(kg, table: int) -> None:
    code, out, _ = kg("query", "review-table", "--param", f"table={table}", "--format", "csv")
    assert code == 0
    assert out.splitlines()[0] == "rank,accuracy,parameters,extra_samples,title,paper"
    assert all(row["parameters"].isdigit() for row in _rows(out))


def test_a_query_may_come_from_a_file_or_standard_input(home: Path, kg, tmp_path: Path) -> None:
    text = "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?p a <https://w3id.org/paperkin/ontology#Paper> }"
    path = tmp_path / "papers.rq"
    path.write_text(text)
    assert kg("query", str(path), "--format", "csv")[1].split() == ["n", "62"]
    command = [sys.executable, "-m", "kg", "query", "-", "--format", "json", "--home", str(home)]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["results"]["bindings"][0]["n"]["value"] == "62"


def test_a_construct_prints_turtle_and_an_ask_yes_or_no(kg, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text("CONSTRUCT WHERE { ?p <https://w3id.org/paperkin/ontology#doi> ?d }")
    assert "<https://w3id.org/paperkin/ontology#doi>" in kg("query", str(path))[1]
    path.write_text("ASK { ?s ?p ?o }")
    assert kg("query", str(path))[:2] == (0, "yes\n")


def test_an_ask_that_is_answered_with_no_exits_with_1(kg, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text("ASK { ?s pk:nothing ?o }")
    assert kg("query", str(path))[:2] == (1, "no\n")


def test_an_answer_without_rows_says_so_to_a_person_only(kg, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text("SELECT ?s { ?s pk:nothing ?o }")
    assert kg("query", str(path))[2] == "no rows\n"
    assert kg("query", str(path), "--format", "csv")[1:] == ("s\r\n", "")


def test_the_list_of_queries_names_every_query_and_parameter(kg) -> None:
    from kg.catalogue import named_queries

    _, out, _ = kg("query", "--list", "--format", "csv")
    rows = {row["name"]: row for row in _rows(out)}
    assert rows.keys() == named_queries().keys()
    assert rows["review-table"]["parameters"] == "table (integer)"


WRONG = {
    "an unknown command": (["frobnicate"], "frobnicate"),
    "an unknown option": (["stats", "--frob"], "--frob"),
    "an unknown format": (["stats", "--format", "xls"], "xls"),
    "an unknown benchmark": (["ranks", "Image Classification on ImageNett"], "did you mean"),
    "an unknown metric": (["ranks", "Image Classification on ImageNet", "--metric", "F1"], "Top 1 Accuracy"),
    "an unknown thing": (["lineage", "Swim Transformer"], "Swin Transformer"),
    "an ambiguous name": (["lineage", "Meta Pseudo Labels"], "ambiguous"),
    "an unknown query": (["query", "no-such-query"], "--list"),
    "a missing parameter": (["query", "review-table"], "--param table"),
    "an unknown parameter": (["query", "review-table", "--param", "tabel=1"], "tabel"),
    "a parameter of the wrong kind": (["query", "review-table", "--param", "table=one"], "integer"),
    "a parameter without a sign": (["query", "review-table", "--param", "table"], "name=value"),
    "a parameter given twice": (
        ["query", "review-table", "--param", "table=1", "--param", "table=2"],
        "more than once",
    ),
    "a time limit without end": (["query", "classes", "--timeout", "inf"], "--timeout"),
    "a workspace that is a file": (["--home", __file__, "stats"], "is a file"),
    "a benchmark named by its dataset": (["ranks", "ImageNet"], "kg query benchmarks"),
    "an unknown source": (["build", "frob"], "review"),
    "an export to a missing folder": (
        ["export", "graphml", "/no/such/folder/x.graphml", "--view", "lineage"],
        "folder",
    ),
    "a folder that is no review": (["ingest", "review", "/no/such/folder"], "/no/such/folder"),
}


@pytest.mark.parametrize(("arguments", "hint"), WRONG.values(), ids=WRONG)
def test_wrong_usage_is_one_line_that_says_the_next_step(kg, arguments: list[str], hint: str) -> None:
    code, out, err = kg(*arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith("kg: ")
    assert hint in err
    assert "Traceback" not in err


def test_a_malformed_query_is_one_line(kg, tmp_path: Path) -> None:
    path = tmp_path / "broken.rq"
    path.write_text("SELECT ?x WHERE {\n ?x ?y\n}")
    code, out, err = kg("query", str(path))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "3" in err, "the line of the mistake"


@pytest.mark.parametrize("command", ["stats", "claims", "check", "reigns x", "lineage x", "query classes"])
def test_without_a_graph_every_command_says_how_to_build_one(tmp_path: Path, capfd, command: str) -> None:
    code = main(["--home", str(tmp_path), *command.split()])
    out, err = capfd.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"kg build --home {tmp_path}" in err
    assert list(tmp_path.iterdir()) == []


def test_the_workspace_comes_from_the_option_else_the_environment(
    home: Path, monkeypatch, capfd, tmp_path: Path
) -> None:
    monkeypatch.setenv("KG_HOME", str(home))
    assert main(["stats"]) == 0
    assert main(["--home", str(tmp_path), "stats"]) == 2
    assert main(["stats", "--home", str(tmp_path)]) == 2
    monkeypatch.setenv("KG_HOME", str(tmp_path))
    assert main(["stats", "--home", str(home)]) == 0
    capfd.readouterr()


def test_build_makes_the_graph_and_a_second_build_says_unchanged(tmp_path: Path, capfd) -> None:
    assert main(["build", "--home", str(tmp_path)]) == 0
    first = capfd.readouterr()
    assert main(["build", "--home", str(tmp_path)]) == 0
    assert first.out == ""
    assert "0 rejected" in first.err
    assert "unchanged" in capfd.readouterr().err


def test_a_second_build_of_another_input_says_what_is_left_out(tmp_path: Path, capfd) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(SHIPPED, changed)
    facts = changed / "review.toml"
    facts.write_text(facts.read_text() + "\n# the same facts in other bytes\n")
    (first,) = _ids(tmp_path, ["build"])
    assert main(["ingest", "review", str(changed), "--home", str(tmp_path)]) == 0
    capfd.readouterr()
    assert main(["load", "--home", str(tmp_path)]) == 0
    assert f"left out, since there is a newer snapshot of the same: {first}" in capfd.readouterr().err


def _ids(home: Path, arguments: list[str]) -> set[str]:
    assert main([*arguments, "--home", str(home)]) == 0
    return {path.stem for path in (home / "snapshots").glob("*.json")}


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_standard_stream_that_the_caller_closed_is_no_error(home: Path, closed: str) -> None:
    command = f"{sys.executable} -m kg stats --home {home} {closed}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_bytes_that_are_no_text_are_a_wrong_query(home: Path) -> None:
    command = [sys.executable, "-m", "kg", "--home", str(home), "query", "-"]
    done = subprocess.run(command, input=b"SELECT \xff", capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


def test_the_command_alone_shows_its_help_and_asks_which(capfd) -> None:
    assert main([]) == 2
    captured = capfd.readouterr()
    assert "Usage: kg" in captured.out + captured.err
    assert "kg: ;" not in captured.err


def test_the_version_is_that_of_the_distribution(capfd) -> None:
    assert main(["--version"]) == 0
    assert capfd.readouterr().out == f"paperkin {version('paperkin')}\n"


@pytest.mark.parametrize("arguments", ["claims --format csv", "stats", "lineage ViT", "--help"])
def test_a_reader_that_leaves_early_is_no_error(home: Path, arguments: str) -> None:
    command = f"{sys.executable} -m kg --home {home} {arguments} | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_names_every_command_of_the_contract(capfd) -> None:
    assert main(["--help"]) == 0
    text = capfd.readouterr().out
    for command in (
        "build",
        "ingest",
        "load",
        "query",
        "ranks",
        "reigns",
        "lineage",
        "export",
        "check",
        "stats",
    ):
        assert command in text
