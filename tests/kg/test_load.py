"""Loading replaces the graph in one step, or not at all."""

import gzip
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from kg.errors import EngineFailure, NoAnswer, UsageProblem
from kg.load import load
from kg.store import GraphStore
from kg.workspace import FORMAT, Workspace
from tests.kg import snapshots

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    """A built workspace that a test may spoil."""
    return Path(shutil.copytree(home, tmp_path / "own"))


def _count(home: Path) -> int:
    return int(str(GraphStore.open(home).select(COUNT)[0]["n"]))


def _load_in_child(home: Path, **options: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "kg", "load", "--home", str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload, no-any-return]


def test_a_load_makes_the_next_generation_current_and_keeps_the_one_before(own: Path) -> None:
    before = Workspace(own).current()
    after = load(own)
    assert after.number == before.number + 1
    assert Workspace(own).current() == after
    assert before.folder.exists()
    load(own)
    assert not before.folder.exists()


def test_the_same_snapshots_give_the_same_statements(own: Path) -> None:
    def dumped() -> bytes:
        path = own / "dump.nq"
        with path.open("wb") as out:
            GraphStore.open(own).dump(out, "nquads", {})
        return path.read_bytes()

    before = dumped()
    load(own)
    assert dumped() == before


def test_an_open_reader_keeps_its_generation_while_another_is_loaded(own: Path) -> None:
    reader = GraphStore.open(own)
    expected = reader.select(COUNT)
    load(own)
    load(own)
    assert reader.select(COUNT) == expected


def test_killed_at_any_moment_readers_find_a_whole_generation(own: Path) -> None:
    whole, chance = _count(own), random.Random(2)
    begun = time.monotonic()
    assert _load_in_child(own).wait() == 0
    length = time.monotonic() - begun
    for _ in range(16):
        child = _load_in_child(own)
        time.sleep(chance.uniform(0, length * 1.05))
        child.kill()
        child.communicate()
        assert _count(own) == whole
    assert _load_in_child(own).wait() == 0
    assert not list((own / "generations").glob("*.partial"))
    assert _count(own) == whole


def test_a_load_without_snapshots_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="kg ingest review"):
        load(tmp_path)


def test_a_second_writer_gets_one_clear_line(own: Path) -> None:
    with FileLock(own / "generations" / ".lock"):
        with pytest.raises(EngineFailure, match="another process is loading"):
            load(own)
        child = _load_in_child(own)
        out, err = child.communicate()
    assert child.returncode == 3
    assert out == ""
    assert err.count("\n") == 1


def test_a_damaged_snapshot_leaves_the_graph_that_was_there(own: Path) -> None:
    whole = _count(own)
    (path,) = (own / "snapshots").glob("*.nq.gz")
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(EngineFailure, match=path.name):
        load(own)
    assert _count(own) == whole
    assert not list((own / "generations").glob("*.partial"))


def test_a_snapshot_that_was_changed_is_not_believed(own: Path) -> None:
    whole = _count(own)
    (path,) = (own / "snapshots").glob("*.nq.gz")
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"90.88", b"99.88")))
    with pytest.raises(EngineFailure, match=f"{path.name} was changed .*ingest its source again"):
        load(own)
    assert _count(own) == whole


def test_a_snapshot_whose_statements_are_gone_is_named(own: Path) -> None:
    (path,) = (own / "snapshots").glob("*.nq.gz")
    path.unlink()
    with pytest.raises(EngineFailure, match=f"{path.name} cannot be read"):
        load(own)


def test_a_broken_integrity_rule_leaves_the_graph_that_was_there(own: Path) -> None:
    whole = _count(own)
    (manifest,) = (own / "snapshots").glob("*.json")
    kept = [line for line in snapshots.read(manifest).splitlines(True) if "ontology#title>" not in line]
    snapshots.write(manifest, "".join(kept), json.loads(manifest.read_text()))
    with pytest.raises(NoAnswer, match="paper-without-title"):
        load(own)
    assert _count(own) == whole


def test_a_full_disk_leaves_the_graph_that_was_there(own: Path) -> None:
    whole = _count(own)

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    child = _load_in_child(own, preexec_fn=little_room)
    out, err = child.communicate()
    assert child.returncode == 3, err
    assert (out, err.count("\n")) == ("", 1)
    assert "File too large" in err
    assert _count(own) == whole
    assert not list((own / "generations").glob("*.partial"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small file system")
def test_a_really_full_disk_is_one_line_and_loses_nothing(own: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "none", small], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small file system")
    try:
        shutil.copytree(own / "snapshots", small / "snapshots")
        child = _load_in_child(small)
        _, err = child.communicate()
        assert (child.returncode, err.count("\n")) == (3, 1), err
        assert "No space left" in err
        assert not (small / "CURRENT").exists()
        assert not list((small / "generations").glob("*.partial"))
    finally:
        subprocess.run(["umount", small], check=True)


@pytest.mark.parametrize(
    ("other", "remedy"), [(FORMAT + 1, "upgrade paperkin, or run: kg load"), (FORMAT - 1, "run: kg load")]
)
def test_a_store_of_another_layout_is_refused_and_a_load_mends_it(own: Path, other: int, remedy: str) -> None:
    path = Workspace(own).current().folder / "generation.json"
    facts = json.loads(path.read_text()) | {"format": other, "software": "paperkin 9.0"}
    path.write_text(json.dumps({"format": facts["format"], "software": facts["software"]}))
    with pytest.raises(UsageProblem, match=rf"format {other}, by paperkin 9\.0; .* reads format {FORMAT}; {remedy}"):
        GraphStore.open(own)
    load(own)
    assert GraphStore.open(own).select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda home: (home / "CURRENT").write_text("what"),
        lambda home: (home / "CURRENT").write_text(""),
        lambda home: (home / "CURRENT").write_text("000099\n"),
        lambda home: (Workspace(home).current().folder / "generation.json").write_text("{"),
        lambda home: (Workspace(home).current().folder / "generation.json").write_text("[]"),
        lambda home: (Workspace(home).current().folder / "generation.json").write_text("{}"),
        lambda home: shutil.rmtree(Workspace(home).current().store),
        lambda home: (Workspace(home).current().store / "CURRENT").unlink(),
    ],
)
def test_a_half_written_workspace_is_one_clear_error_and_a_load_mends_it(own: Path, spoil: object) -> None:
    spoil(own)  # type: ignore[operator]
    with pytest.raises(EngineFailure, match="kg load"):
        GraphStore.open(own)
    load(own)
    assert _count(own) > 0


def test_a_damaged_manifest_says_which(own: Path) -> None:
    (path,) = (own / "snapshots").glob("*.json")
    path.write_text("{")
    with pytest.raises(EngineFailure, match=path.name):
        load(own)


def test_of_two_snapshots_of_one_source_the_newer_is_loaded(own: Path) -> None:
    (manifest,) = (own / "snapshots").glob("*.json")
    older = manifest.with_name("review-0000000000000000.json")
    older.write_text(json.dumps(json.loads(manifest.read_text()) | {"id": older.stem, "written_at": "2001-01-01"}))
    assert [snapshot.id for snapshot in Workspace(own).snapshots()] == [manifest.stem]
    assert load(own).snapshots == (manifest.stem,)
