"""The commands on techniques and records: what spread, what entered with each record, what no other beats."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main

IMAGENET = "Image Classification on ImageNet"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kg(home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["--home", str(home), *arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# adoption


def test_the_adoption_of_a_technique_tells_its_origin_its_first_user_and_its_curve(kg: Run) -> None:
    code, out, err = kg("adoption", "transformer")
    head = out.splitlines()[0]
    assert code == 0
    assert "introduced by Attention Is All You Need (2017-06-12)" in head
    assert "first used besides by An Image is Worth 16x16 Words" in head
    assert out.splitlines()[-1].split() == ["2021", "11", "12", "18", "16", "0.611", "0.688"]
    assert "techniques are known of 22 of 62 papers (35.5%)" in err


def test_the_adoption_in_csv_is_the_curve_alone_and_in_json_all_that_is_known(kg: Run) -> None:
    found = rows(kg("adoption", "Transformer", "--format", "csv")[1])
    assert [(row["period"], row["papers"], row["cumulative"]) for row in found[-2:]] == [
        ("2020", "1", "1"), ("2021", "11", "12"),
    ]  # fmt: skip
    assert (found[0]["period"], found[0]["share_of_known"]) == ("2017", "")
    document = json.loads(kg("adoption", "Transformer", "--format", "json", "--by", "month")[1])
    assert document["introduced_by"]["date"] == "2017-06-12"
    assert [paper["date"] for paper in document["first"]] == ["2020-10-22"]
    assert document["curve"][0]["period"] == "2017-06"
    assert sum(row["papers"] for row in document["curve"]) + document["undated"] == document["users"] == 12


def test_a_technique_that_nobody_is_said_to_use_says_where_uses_come_from(kg: Run) -> None:
    code, out, err = kg("adoption", "Batch Normalization")
    assert code == 0
    assert "no paper is said to use it" in out
    assert "kg ingest paperswithcode --help" in err


def test_an_unknown_technique_is_wrong_usage(kg: Run) -> None:
    code, out, err = kg("adoption", "Transfomer")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "did you mean 'Transformer'" in err


# steps


def test_each_record_tells_what_entered_with_it_and_who_says_so(kg: Run) -> None:
    code, out, err = kg("steps", IMAGENET, "--format", "csv")
    last = rows(out)[-1]
    assert code == 0
    assert (last["model"], last["before"], last["margin"]) == ("CoAtNet-7", "ViT-G/14", "0.43")
    assert set(last["techniques_entered"].split("; ")) == {
        "CoAtNet", "Convolution", "Relative Attention", "Residual Connection", "Squeeze-and-Excitation Block",
    }  # fmt: skip
    assert last["lineage"] == "CoAtNet builds on Transformer (Section 3, paragraph 2)"
    assert (last["parameters"], last["ratio"][:4], last["extra_data"]) == ("2440000000", "1.32", "true")
    assert last["datasets_entered"] == "none"
    assert "Table 2, row 1" in last["parameters_said_by"]
    assert "of 6 records are known: techniques of 5, parameters of 5, extra data of 5" in err


def test_what_nobody_says_of_a_record_is_unknown_and_not_none(kg: Run) -> None:
    first, second, *_ = rows(kg("steps", IMAGENET, "--format", "csv")[1])
    assert (first["before"], first["parameters"], first["extra_data"]) == ("", "", "")
    assert (second["techniques_entered"], second["ratio"], second["datasets_entered"]) == ("", "", "")
    table = kg("steps", IMAGENET)[1].splitlines()
    assert "(the first record)" in table[1]
    assert "unknown; introduces Noisy Student" in table[2]
    documents = json.loads(kg("steps", IMAGENET, "--format", "json")[1])
    assert documents[1]["techniques"]["entered"] is None
    assert documents[-1]["extra_data"]["datasets_entered"] == []
    assert documents[-1]["lineage"][0]["stated_by"].endswith("paper/review/the-review")


def test_extra_data_that_is_new_is_marked(kg: Run) -> None:
    table = kg("steps", IMAGENET)[1].splitlines()
    assert "JFT-3B (new), 3 B samples" in table[5]
    assert "JFT-3B, 3 B samples" in table[6]


# pareto


def test_the_front_holds_what_no_smaller_result_reaches(kg: Run) -> None:
    code, out, err = kg("pareto", IMAGENET, "--format", "csv", "--all")
    found = rows(out)
    assert code == 0
    sized = [row for row in found if row["parameters"]]
    for row in sized:
        size, value = int(row["parameters"]), float(row["value"])
        better = [
            other for other in sized
            if int(other["parameters"]) <= size and float(other["value"]) >= value
            and (int(other["parameters"]), float(other["value"])) != (size, value)
        ]  # fmt: skip
        assert row["on_front"] == ("false" if better else "true")
    assert {row["on_front"] for row in found if not row["parameters"]} == {""}
    assert "parameters are known of 40 of 41 results" in err
    assert "extra data goes with 41.5% of the variance of the values (28 with, 12 without, 1 unknown" in err


def test_results_without_extra_data_have_a_front_of_their_own(kg: Run) -> None:
    found = rows(kg("pareto", IMAGENET, "--format", "csv")[1])
    alone = [row["model"] for row in found if row["extra_data"] == "false"]
    assert alone == ["VOLO-D3", "LV-ViT-L", "VOLO-D4", "VOLO-D5"]
    assert {row["on_front_alike"] for row in found} == {"true"}


def test_the_front_in_json_carries_what_extra_data_explains(kg: Run) -> None:
    document = json.loads(kg("pareto", IMAGENET, "--format", "json")[1])
    told = document["extra_data"]
    assert (told["with"], told["without"], told["unknown"]) == (28, 12, 1)
    assert told["share_of_variance"] == pytest.approx(0.415, abs=0.001)
    assert document["results"][-1]["model"] == "CoAtNet-7"


# techniques


def test_the_techniques_of_the_best_are_counted_at_the_end_of_each_year(kg: Run) -> None:
    code, out, err = kg("techniques", IMAGENET, "--top", "5", "--most", "1", "--format", "csv")
    found = rows(out)
    assert code == 0
    assert {row["date"] for row in found} == {"2019-12-31", "2020-12-31", "2021-12-31"}
    assert [row["technique"] for row in found if row["date"] == "2021-12-31"] == ["Transformer"]
    assert found[-1] | {"iri": ""} == {
        "date": "2021-12-31", "technique": "Transformer", "results": "4", "known": "5", "top": "5", "share": "0.800",
        "iri": "",
    }  # fmt: skip
    assert "techniques are known of 40 of 41 results" in err


def test_the_techniques_can_be_counted_at_each_change_of_the_best(kg: Run) -> None:
    dates = {row["date"] for row in rows(kg("techniques", IMAGENET, "--at", "reigns", "--format", "csv")[1])}
    reigns = {row["from"] for row in rows(kg("reigns", IMAGENET, "--format", "csv")[1])}
    assert dates <= reigns
    assert len(dates) == 5


@pytest.mark.parametrize("command", ["steps", "pareto", "techniques"])
def test_what_is_no_board_is_wrong_usage(kg: Run, command: str) -> None:
    code, out, err = kg(command, "no such board")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "kg query benchmarks" in err
    code, _, err = kg(command, IMAGENET, "--metric", "Number of params")
    assert code == 2
    assert "--direction" in err
