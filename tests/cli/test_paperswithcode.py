"""The real dumps of Papers with Code, through the commands: what their users lost comes back."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from tests.conftest import SHARED

FOLDER = SHARED / "data" / "paperswithcode"
DUMPS = [FOLDER / "evaluation-tables.json.gz", FOLDER / "methods.json.gz"]
BOARD = "Image Classification on ImageNet"

Rows = list[dict[str, str]]

pytestmark = [
    pytest.mark.skipif(not FOLDER.exists(), reason="the real dumps lie in ../shared, which is absent here"),
    pytest.mark.xdist_group("paperswithcode"),
]


@pytest.fixture(scope="module")
def dumped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of the review and the two whole dumps."""
    home = tmp_path_factory.mktemp("paperswithcode")
    assert main(["ingest", "paperswithcode", *map(str, DUMPS), "--retrieved", "2026-11-22", "--home", str(home)]) == 0
    assert main(["load", "--home", str(home)]) == 0
    return home


@pytest.fixture
def rows(dumped: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Rows]:
    def run(*arguments: str) -> Rows:
        assert main(["--home", str(dumped), *arguments, "--format", "csv"]) == 0
        return list(csv.DictReader(io.StringIO(capfd.readouterr().out)))

    return run


def test_every_row_is_counted(dumped: Path) -> None:
    (path,) = (dumped / "snapshots").glob("*.json")
    counts = json.loads(path.read_text())["records"]
    assert counts["read"] == counts["kept"] + counts["duplicate"] + counts["rejected"]
    assert counts["kinds"]["Row"] == 15_517
    assert counts["kinds"]["Lineage"] > 1_500


def test_ranks_today_and_as_of_a_date(rows: Callable[..., Rows]) -> None:
    today = rows("ranks", BOARD, "--metric", "Top 1 Accuracy", "--top", "3")
    assert [(row["model"], row["value"]) for row in today] == [
        ("FixEfficientNet-L2", "88.5"), ("NoisyStudent (EfficientNet-L2)", "88.4"), ("BiT-L (ResNet)", "87.54"),
    ]  # fmt: skip
    before = rows("ranks", BOARD, "--as-of", "2019-12-31", "--top", "2")
    assert [row["model"] for row in before] == ["NoisyStudent (EfficientNet-L2)", "BiT-L (ResNet)"]


def test_seventeen_reigns_from_alexnet_to_fixefficientnet(rows: Callable[..., Rows]) -> None:
    found = rows("reigns", BOARD)
    assert len(found) == 17
    assert (found[0]["model"], found[0]["from"][:4]) == ("AlexNet - 7CNNs", "2012")
    assert (found[-1]["model"], found[-1]["from"][:4]) == ("FixEfficientNet-L2", "2020")
    assert [row["until"] for row in found[:-1]] == [row["from"] for row in found[1:]]


def test_a_hundred_sorts_above_ninety_and_errors_rank_lowest_first(rows: Callable[..., Rows]) -> None:
    errors = rows("ranks", "Image Classification on MNIST", "--metric", "Percentage error")
    values = [float(row["value"]) for row in errors]
    assert values == sorted(values)
    accuracies = [float(row["value"]) for row in rows("ranks", BOARD, "--metric", "Top 5 Accuracy")]
    assert accuracies == sorted(accuracies, reverse=True)


def test_any_result_names_dump_file_pointer_date_and_licence(rows: Callable[..., Rows]) -> None:
    found = rows("query", "result-provenance", "--param", "model=FixEfficientNet-L2")
    assert found
    for row in found:
        assert row["source"] == "paperswithcode"
        assert row["place"].startswith("evaluation-tables.json.gz#/")
        assert row["pointer"].startswith("/")
        assert row["retrieved"] == "2026-11-22"
        assert row["licence"] == "https://creativecommons.org/licenses/by-sa/4.0/"


def test_smells_are_counted(rows: Callable[..., Rows]) -> None:
    found = {row["query"]: int(row["found"]) for row in rows("smells")}
    assert found["smell-rows-without-paper"] > 0
    assert found["smell-differing-values"] > 0
    assert found["smell-unknown-direction"] > 0


def test_ingesting_the_same_dumps_again_changes_nothing(dumped: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in (dumped / "snapshots").iterdir()}
    main(["ingest", "paperswithcode", *map(str, DUMPS), "--retrieved", "2026-11-22", "--home", str(dumped)])
    assert "unchanged" in capfd.readouterr().err
    assert {path: path.read_bytes() for path in (dumped / "snapshots").iterdir()} == before


def test_lineage_from_the_descriptions_of_methods(rows: Callable[..., Rows], dumped: Path) -> None:
    iri = "https://w3id.org/paperkin/technique/paperswithcode/gelu"
    found = rows("query", "lineage-claims", "--param", f"thing={iri}")
    assert any(row["object"] == "GELU" or row["subject"] == "GELU" for row in found)


@pytest.mark.parametrize("content", [b"", b"{", b'[{"a": 1}]', b"[1, 2", b"\x1f\x8b\x08\x00broken", b'{"a": []}'])
def test_a_file_that_is_no_dump_is_one_clear_line_and_leaves_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], content: bytes
) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    assert main(["ingest", "paperswithcode", str(path), "--home", str(tmp_path / "home")]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "broken.json" in err
    assert not list((tmp_path / "home" / "snapshots").glob("*.json"))
