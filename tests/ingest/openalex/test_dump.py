"""Snapshots of OpenAlex: JSON Lines in parts, with references in columns."""

import gzip
import json
from pathlib import Path

import pytest

from ingest import jsonlines, snapshot
from ingest.source import SourceError
from ingest.sources.openalex.dump import OpenAlexDump
from tests.conftest import SHARED
from tests.ingest.citing.upstreams import _work

REAL = SHARED / "data" / "openalex"


def lines(done: snapshot.Written) -> list[str]:
    return gzip.decompress(done.path.read_bytes()).decode().splitlines()


def written(folder: Path, *paths: Path) -> snapshot.Written:
    return snapshot.write(OpenAlexDump(paths, "2026-11-01"), folder / "home")


@pytest.mark.parametrize("together", [1, 3, 100_000])
def test_parts_plain_or_packed_are_one_snapshot_without_repeats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(jsonlines, "TOGETHER", together)
    monkeypatch.setattr(OpenAlexDump, "large", False)
    parts = tmp_path / "works" / "updated_date=2026-01-01"
    parts.mkdir(parents=True)
    found = [json.dumps(work).encode() + b"\n" for work in (_work(1, 2, 3), _work(2, 3), _work(1, 2, 3))]
    (parts / "part_000.gz").write_bytes(gzip.compress(found[0] + b"\n" + found[1]))
    (parts / "part_001.jsonl").write_bytes(found[2])
    done = written(tmp_path, tmp_path / "works")
    quads = lines(done)
    assert len(quads) == len(set(quads))
    assert sum("/cito/cites>" in line for line in quads) == 3
    counts = done.manifest.records
    assert (counts["kept"], counts["duplicate"], counts["rejected"]) == (5, 3, 0)


def test_a_line_that_is_no_work_is_rejected_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "part.jsonl"
    path.write_text('{"id": 7}\n[]\n{"id": "https://openalex.org/W1"\n' + json.dumps(_work(1)) + "\n", encoding="utf-8")
    done = written(tmp_path, path)
    text = done.path.with_name(done.manifest.id + ".rejects.jsonl").read_text(encoding="utf-8")
    places = [json.loads(line)["place"] for line in text.splitlines()]
    assert {place.split("/")[0] for place in places} == {"part.jsonl:1", "part.jsonl:2", "part.jsonl:3"}
    assert done.manifest.records["kinds"]["Paper"] == 1


def test_a_damaged_part_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "part.gz"
    path.write_bytes(gzip.compress(json.dumps(_work(1)).encode() * 100)[:-10])
    with pytest.raises(SourceError, match=r"cannot read .*part\.gz: .*; download it again"):
        written(tmp_path, path)


@pytest.mark.skipif(not REAL.exists(), reason="the recorded works are not here")
def test_the_recorded_works_are_read_from_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "real"
    folder.mkdir()
    for path in REAL.glob("*.json"):
        (folder / path.name).write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    counts = written(tmp_path, folder).manifest.records
    assert counts["kinds"] == {"Paper": 2, "Citation": 50}


def test_a_file_of_something_else_is_an_error_and_no_empty_snapshot(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("not\nJSON\n")
    with pytest.raises(SourceError, match=r"no line of .*notes\.json is a JSON object"):
        written(tmp_path, tmp_path / "notes.json")
    assert not list((tmp_path / "home" / "snapshots").glob("*.json"))
