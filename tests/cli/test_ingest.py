"""`kg ingest` from addresses, from the hub and from model zoos: what was read is counted and can be loaded."""

import csv
import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from tests.conftest import SHARED
from tests.faults import FaultServer, answer, file, page, status
from tests.ingest.paperswithcode.seeds import JFT, LINK, VIT
from tests.ingest.paperswithcode.test_archive import REVISION, SHARD, publish, tree
from tests.ingest.paperswithcode.test_parquet import METHOD, SHAPES, TASKS, save, shaped

ZOO = SHARED / "data" / "model-index" / "mmpretrain"
TABLES = json.dumps(TASKS).encode()
DIGEST = hashlib.sha256(TABLES).hexdigest()
METAFILE = """
Collections:
  - Name: Swin
    Paper: {URL: https://arxiv.org/abs/2103.14030, Title: Swin Transformer}
Models:
  - Name: swin-tiny
    In Collection: Swin
    Metadata: {Parameters: 28288354}
    Results:
      - {Task: Image Classification, Dataset: ImageNet-1k, Metrics: {Top 1 Accuracy: 81.18}}
      - {Task: Image Classification, Dataset: ImageNet-1k, Metrics: {Top 1 Accuracy: null}}
"""


class Cli:
    """Commands on one workspace."""

    def __init__(self, home: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.home, self._capfd = home, capfd

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Give exit code, output and messages."""
        code = main(["--home", str(self.home), *arguments])
        captured = self._capfd.readouterr()
        return code, captured.out, captured.err

    def done(self, *arguments: str) -> str:
        """Run what must succeed; give output and messages."""
        code, out, err = self.run(*arguments)
        assert code == 0, err
        return out + err

    def refused(self, code: int, *arguments: str) -> str:
        """Run what must fail with one line, and give the line."""
        found, out, err = self.run(*arguments)
        assert (found, out, err.count("\n")) == (code, "", 1), err
        assert err.startswith("kg: ")
        return err

    def manifests(self) -> list[dict[str, Any]]:
        return [json.loads(path.read_text()) for path in sorted((self.home / "snapshots").glob("*.json"))]

    def counts(self) -> dict[str, Any]:
        """Give the counts of the only snapshot, which must add up."""
        (manifest,) = self.manifests()
        counts: dict[str, Any] = manifest["records"]
        assert counts["read"] == counts["kept"] + counts["duplicate"] + counts["rejected"]
        assert counts["kept"] == sum(counts["kinds"].values())
        return counts

    def ranks(self, board: str) -> list[dict[str, str]]:
        code, out, err = self.run("ranks", board, "--format", "csv")
        assert code == 0, err
        return list(csv.DictReader(io.StringIO(out)))


@pytest.fixture
def cli(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Cli:
    return Cli(tmp_path / "home", capfd)


# Addresses


def test_a_dump_at_an_address_is_fetched_and_ingested(cli: Cli, server: FaultServer) -> None:
    server.script("/evaluation-tables.json", file(TABLES))
    said = cli.done("ingest", "paperswithcode", server.url("/evaluation-tables.json"))
    assert re.search(r"records read, [\d,]+ kept, ", said)
    assert cli.counts()["kinds"]["Result"] == 5
    assert cli.manifests()[0]["upstream"] == "dumps of Papers with Code: evaluation-tables.json"
    again = cli.done("ingest", "paperswithcode", server.url("/evaluation-tables.json"))
    assert ": unchanged: " in again


def test_an_address_and_a_file_are_one_snapshot(cli: Cli, server: FaultServer, tmp_path: Path) -> None:
    server.script("/evaluation-tables.json", file(TABLES))
    (tmp_path / "methods.json").write_text(json.dumps([METHOD]), encoding="utf-8")
    cli.done("ingest", "paperswithcode", server.url("/evaluation-tables.json"), str(tmp_path / "methods.json"))
    assert {"Result", "Technique"} <= cli.counts()["kinds"].keys()


def test_a_dump_whose_digest_is_told_is_fetched_once(cli: Cli, server: FaultServer) -> None:
    server.script("/e.json", file(TABLES))
    for _ in range(2):
        cli.done("ingest", "paperswithcode", server.url(f"/e.json#sha256={DIGEST}"))
    assert len(server.log) == 1
    assert cli.counts()["kinds"]["Result"] == 5


def test_a_dump_of_another_digest_is_one_line_and_no_snapshot(cli: Cli, server: FaultServer) -> None:
    server.script("/e.json", file(b"[]"))
    line = cli.refused(3, "ingest", "paperswithcode", server.url(f"/e.json#sha256={DIGEST}"))
    assert f"not {DIGEST}" in line
    assert cli.manifests() == []


def test_a_fragment_that_is_no_digest_is_one_line_before_anything_is_asked(cli: Cli, server: FaultServer) -> None:
    line = cli.refused(2, "ingest", "paperswithcode", server.url("/e.json#latest"))
    assert "sha256= and 64 hexadecimal digits" in line
    assert server.log == []


@pytest.mark.parametrize(("reply", "hint"), [(page(), "not what was wanted"), (status(404), "status 404")])
def test_an_address_without_a_dump_is_one_line_and_no_snapshot(
    cli: Cli, server: FaultServer, reply: Any, hint: str
) -> None:
    server.script("/e.json", reply)
    assert hint in cli.refused(3, "ingest", "paperswithcode", server.url("/e.json"))
    assert cli.manifests() == []


@pytest.mark.parametrize("arguments", [[], ["--latest", "dump.json"], ["--latest", "http://127.0.0.1:9/dump.json"]])
def test_neither_dumps_nor_the_latest_or_both_is_wrong_usage(cli: Cli, arguments: list[str]) -> None:
    line = cli.refused(2, "ingest", "paperswithcode", *arguments)
    assert "--latest" in line
    assert not cli.home.exists()


# The archive


@pytest.fixture
def hub(server: FaultServer, tmp_path: Path) -> FaultServer:
    """A hub whose five data sets hold small dumps; the tables in two files, and a row in both."""
    paper = VIT | {"abstract": "Patches.", "methods": [{"name": "GELU"}]}
    for name, element in (
        ("papers-with-abstracts", paper), ("links-between-paper-and-code", LINK), ("methods", METHOD), ("datasets", JFT)
    ):  # fmt: skip
        publish(server, name, {SHARD: save(tmp_path / "d.parquet", [element]).read_bytes(), "README.md": b"# Dump"})
    tables = [shaped(SHAPES["pairs"], found) for found in TASKS]
    shards = {
        f"data/train-0000{number}-of-00002.parquet": save(tmp_path / "d.parquet", found).read_bytes()
        for number, found in enumerate((tables[:1], tables))
    }
    publish(server, "evaluation-tables", shards)
    return server


def test_the_newest_archive_comes_from_the_hub_into_the_graph(cli: Cli, hub: FaultServer) -> None:
    cli.done("ingest", "paperswithcode", "--latest", "--hub", hub.url(""))
    counts = cli.counts()
    assert {"Paper", "Technique", "Result", "Row", "Repository", "Dataset"} <= counts["kinds"].keys()
    assert (counts["kinds"]["Result"], counts["rejected"]) == (5, 0)
    assert cli.manifests()[0]["upstream"].startswith("the archive of Papers with Code")
    cli.done("load")
    assert [row["model"] for row in cli.ranks("A on D")][:1] == ["Net"]
    rows = cli.done("query", "result-provenance", "--param", "model=Net", "--format", "csv")
    assert "evaluation-tables-train-00000-of-00002.parquet#/rows/0/datasets/0/sota/rows/0" in rows


def test_the_same_archive_is_fetched_and_ingested_once(cli: Cli, hub: FaultServer) -> None:
    cli.done("ingest", "paperswithcode", "--latest", "--hub", hub.url(""))
    assert ": unchanged: " in cli.done("ingest", "paperswithcode", "--latest", "--hub", hub.url(""))
    assert len([seen for seen in hub.log if "/resolve/" in seen.path]) == 6


def test_a_newer_revision_takes_the_place_of_the_older_one(cli: Cli, hub: FaultServer) -> None:
    cli.done("ingest", "paperswithcode", "--latest", "--hub", hub.url(""), "--retrieved", "2025-01-01")
    newer = "f" * 40
    path = f"/datasets/pwc-archive/methods/resolve/{REVISION}/{SHARD}"
    hub.script("/api/datasets/pwc-archive/methods", answer(json.dumps({"sha": newer}).encode()))
    hub.script(tree("methods").replace(REVISION, newer), answer(b'[{"type": "file", "path": "m.parquet"}]'))
    hub.script(f"/datasets/pwc-archive/methods/resolve/{newer}/m.parquet", file(json.dumps([METHOD] * 2).encode()))
    cli.done("ingest", "paperswithcode", "--latest", "--hub", hub.url(""), "--retrieved", "2025-02-01")
    assert (len(cli.manifests()), len(hub.asked(path))) == (2, 1)
    said = cli.done("load")
    (old,) = [found["id"] for found in cli.manifests() if found["retrieved_at"] == "2025-01-01"]
    assert f"left out, since there is a newer snapshot of the same: {old}" in said


def test_a_file_of_the_archive_that_is_not_the_listed_one_is_one_line_and_no_snapshot(
    cli: Cli, hub: FaultServer
) -> None:
    hub.script(f"/datasets/pwc-archive/methods/resolve/{REVISION}/{SHARD}", file(json.dumps([METHOD]).encode()))
    line = cli.refused(3, "ingest", "paperswithcode", "--latest", "--hub", hub.url(""))
    assert "the file has the sha256" in line
    assert cli.manifests() == []


def test_a_hub_without_the_archive_is_one_line(cli: Cli, server: FaultServer) -> None:
    line = cli.refused(3, "ingest", "paperswithcode", "--latest", "--hub", server.url(""))
    assert "/api/datasets/pwc-archive/papers-with-abstracts: status 404" in line


# Model zoos


def test_a_small_zoo_is_counted_and_loaded(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "metafile.yml").write_text(METAFILE, encoding="utf-8")
    licence = "https://spdx.org/licenses/Apache-2.0"
    said = cli.done(
        "ingest", "model-index", str(tmp_path), "--repository", "https://github.com/a/zoo", "--licence", licence,
        "--retrieved", "2026-11-22",
    )  # fmt: skip
    counts = cli.counts()
    assert (counts["kinds"]["Model"], counts["kinds"]["Result"], counts["rejected"]) == (1, 1, 1)
    (manifest,) = cli.manifests()
    assert [manifest[key] for key in ("upstream", "licence", "retrieved_at")] == [
        "model index of https://github.com/a/zoo", licence, "2026-11-22",
    ]  # fmt: skip
    assert f"{manifest['id']}.rejects.jsonl" in said
    cli.done("load")
    (row,) = cli.ranks("Image Classification on ImageNet-1k")
    assert (row["model"], row["value"]) == ("swin-tiny", "81.18")
    assert ": unchanged: " in cli.done(
        "ingest", "model-index", str(tmp_path / "metafile.yml"), "--repository", "https://github.com/a/zoo",
        "--licence", licence, "--retrieved", "2026-11-22",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "hint"),
    [("Models: [", "metafile.yml"), ("- 1", "metafile.yml"), ("", "metafile.yml"), (None, "no such file")],
)
def test_a_zoo_that_cannot_be_read_is_one_line_and_no_snapshot(
    cli: Cli, tmp_path: Path, text: str | None, hint: str
) -> None:
    path = tmp_path / "metafile.yml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert hint in cli.refused(2, "ingest", "model-index", str(path))
    assert cli.manifests() == []


@pytest.mark.skipif(not ZOO.exists(), reason="the real files lie in ../shared, which is absent here")
def test_a_real_zoo_is_counted_and_loaded(cli: Cli) -> None:
    cli.done("ingest", "model-index", str(ZOO), "--retrieved", "2026-11-22")
    counts = cli.counts()
    assert (counts["kinds"]["Model"], counts["kinds"]["Result"], counts["rejected"]) == (548, 464, 11)
    (rejects,) = (cli.home / "snapshots").glob("*.rejects.jsonl")
    assert len(rejects.read_text(encoding="utf-8").splitlines()) == counts["rejected"]
    cli.done("load")
    stats = json.loads(cli.run("stats", "--format", "json")[1])
    assert stats["classes"]["Result"] == 464
    assert len(cli.ranks("Image Classification on ImageNet-1k")) > 100


@pytest.mark.parametrize(
    "arguments",
    [["x.json", "--hub", "http://127.0.0.1:9"], [""], ["--latest", "--retrieved", "yesterday"], ["http://["]],
)
def test_usage_that_makes_no_sense_is_one_line_before_anything_is_asked(cli: Cli, arguments: list[str]) -> None:
    cli.refused(2, "ingest", "paperswithcode", *arguments)
