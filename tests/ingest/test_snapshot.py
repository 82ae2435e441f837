"""A run becomes one snapshot: the same input the same bytes, whole or not at all, and every record accounted for."""

import gzip
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rdflib import Dataset

from ingest import mapping, snapshot
from ingest import record as rec
from ingest.disk import DiskError
from ingest.nquads import lines
from ingest.source import SourceError
from ingest.sources.review import ReviewSource
from ontology.terms import CLASSES, PK, PREDICATES, RDF
from tests.conftest import REPOSITORY
from tests.ingest.sources_for_tests import AT, ORIGIN, Given, every_kind, task, tasks

WRITE_THE_REVIEW = """
import sys
from pathlib import Path
from ingest import snapshot
from ingest.sources.review import ReviewSource
snapshot.write(ReviewSource(), Path(sys.argv[1]))
"""
STOP_HALF_WAY = """
import sys, time
from pathlib import Path
from ingest import snapshot
from ingest.sources.review import ReviewSource

class Slow(ReviewSource):
    def records(self):
        for number, record in enumerate(super().records()):
            if number == 400:
                print("half way", flush=True)
                time.sleep(60)
            yield record

snapshot.write(Slow(), Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> snapshot.Written:
    """The snapshot of the shipped review; tests only read it."""
    return snapshot.write(ReviewSource(), tmp_path_factory.mktemp("review"))


def files(home: Path) -> dict[str, bytes]:
    """Read what a workspace keeps of its snapshots, but for the time at which they were written."""
    found = {path.name: path.read_bytes() for path in (home / "snapshots").iterdir() if path.name != ".lock"}
    return {name: re.sub(rb'\n *"written_at": "[^"]*",', b"", data) for name, data in found.items()}


def statements(written: snapshot.Written) -> bytes:
    return gzip.decompress(written.path.read_bytes())


def rejects(written: snapshot.Written) -> list[dict[str, str]]:
    path = written.path.with_name(f"{written.manifest.id}.rejects.jsonl")
    return [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]


def fates(written: snapshot.Written) -> dict[str, int]:
    """Give what became of the records, without their kinds."""
    return {name: count for name, count in written.manifest.records.items() if name != "kinds"}


def python(script: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=REPOSITORY,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def broken(message: str, after: int) -> Given:
    """Give a source that fails midway."""

    def records() -> Iterator[rec.Record]:
        yield from (task(f"{number}") for number in range(after))
        raise SourceError(message)

    return Given(records)


# The same input


def test_the_same_input_gives_the_same_bytes_in_another_folder(review: snapshot.Written, tmp_path: Path) -> None:
    again = snapshot.write(ReviewSource(), tmp_path)
    assert again.manifest == review.manifest
    assert files(tmp_path) == files(review.path.parent.parent)


def test_the_same_input_gives_the_same_bytes_under_another_seed_of_hashing(
    review: snapshot.Written, tmp_path: Path
) -> None:
    for seed in ("1", "4711"):
        process = python(WRITE_THE_REVIEW, str(tmp_path / seed), PYTHONHASHSEED=seed, TZ="Asia/Tokyo")
        assert process.communicate(timeout=60) == ("", "")
        assert files(tmp_path / seed) == files(review.path.parent.parent)


def test_ingesting_twice_says_unchanged_and_touches_no_statement(tmp_path: Path) -> None:
    first = snapshot.write(tasks("a"), tmp_path)
    before = first.path.stat()
    second = snapshot.write(tasks("a"), tmp_path)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert (second.path, second.manifest) == (first.path, first.manifest)
    after = second.path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_ingesting_again_makes_a_snapshot_the_newest_of_its_source(tmp_path: Path) -> None:
    written = [snapshot.write(tasks(name), tmp_path).manifest for name in ("a", "b", "a")]
    kept = snapshot.read_manifest(tmp_path / "snapshots" / f"{written[0].id}.json")
    assert kept == written[2]
    assert written[0].written_at < written[1].written_at < written[2].written_at


def test_changed_input_gives_another_snapshot_beside_the_first(tmp_path: Path) -> None:
    one, other = snapshot.write(tasks("a"), tmp_path), snapshot.write(tasks("b"), tmp_path)
    assert one.manifest.id != other.manifest.id
    assert one.manifest.graph != other.manifest.graph
    assert one.path.exists()
    assert other.path.exists()


@pytest.mark.parametrize("what", ["code", "software"])
def test_another_version_of_mapping_or_software_gives_another_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    one = snapshot.write(tasks("a"), tmp_path)
    if what == "code":
        monkeypatch.setattr(snapshot, "code", lambda source: "later")
    else:
        monkeypatch.setattr(snapshot, "version", lambda name: "99")
    assert snapshot.write(tasks("a"), tmp_path).manifest.id != one.manifest.id


# What is in it


def test_the_manifest_says_what_the_file_holds(review: snapshot.Written) -> None:
    data, manifest = statements(review), review.manifest
    assert manifest.nquads_sha256 == hashlib.sha256(data).hexdigest()
    assert manifest.statements == data.count(b"\n")
    assert manifest == snapshot.read_manifest(review.path.with_name(f"{manifest.id}.json"))
    assert manifest.upstream_sha256 == ReviewSource().fingerprint()


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
def test_rdflib_and_oxigraph_read_the_same_number_of_statements(review: snapshot.Written) -> None:
    data = statements(review)
    by_engine = set(ox.parse(data, ox.RdfFormat.N_QUADS))
    dataset = Dataset()
    dataset.parse(data=data.decode(), format="nquads")
    assert len(by_engine) == len(dataset) == len(set(data.splitlines()))


def test_every_predicate_and_class_is_declared_and_every_statement_is_in_the_snapshots_graph(
    review: snapshot.Written,
) -> None:
    found = list(ox.parse(statements(review), ox.RdfFormat.N_QUADS))
    assert {quad.predicate.value for quad in found} <= {*PREDICATES, RDF.type}
    assert {quad.object.value for quad in found if quad.predicate.value == RDF.type} <= set(CLASSES)
    assert {quad.graph_name.value for quad in found} == {review.manifest.graph}


def test_the_snapshot_describes_itself(review: snapshot.Written) -> None:
    found = ox.parse(statements(review), ox.RdfFormat.N_QUADS)
    about = {q.predicate.value: q.object.value for q in found if q.subject.value == review.manifest.graph}
    manifest, counts = review.manifest, review.manifest.records
    assert about[RDF.type] == PK.Snapshot
    assert (about[PK.upstream], about[PK.licence]) == (manifest.upstream, manifest.licence)
    assert about[PK.sha256] == manifest.upstream_sha256
    assert [about[predicate] for predicate in (PK.recordsRead, PK.recordsKept, PK.recordsRejected)] == [
        str(counts[name]) for name in ("read", "kept", "rejected")
    ]


def test_neither_name_nor_time_of_the_run_is_in_the_compressed_file(review: snapshot.Written) -> None:
    assert review.path.read_bytes()[3:8] == bytes(5)


# The fate of records


def unwritable(name: str) -> rec.Task:
    return replace(task(name), iri=f"https://example.org/not an iri {name}")


MAKERS = st.sampled_from(
    [
        task,
        unwritable,
        lambda name: rec.Rejected(at=AT, reason=f"{name} is no number", raw=name),
        lambda name: rec.Citation(at=AT, citing="https://example.org/a", cited=None),
    ]
)
RECORDS = st.lists(st.builds(lambda make, name: make(name), MAKERS, st.sampled_from("abc")), max_size=12)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_=RECORDS)
def test_every_record_is_kept_or_duplicate_or_rejected(
    given_: list[rec.Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    written = snapshot.write(Given(lambda: given_), tmp_path_factory.mktemp("fate"))
    counts = written.manifest.records
    assert counts["read"] == len(given_) == counts["kept"] + counts["duplicate"] + counts["rejected"]
    assert counts["rejected"] == len(rejects(written))
    sound = [
        record for record in given_ if not isinstance(record, rec.Rejected) and " " not in getattr(record, "iri", "")
    ]
    assert counts["kept"] == len(set(sound))


def test_a_rejected_record_is_listed_with_its_place_and_the_reason(tmp_path: Path) -> None:
    where = rec.Place(ORIGIN, "dump.json#/7")
    bad = rec.Rejected(at=where, reason="not a number: 'YES' \ud800", raw="YES\n")
    written = snapshot.write(Given(lambda: [task("a"), bad, unwritable("b")]), tmp_path)
    first, second = rejects(written)
    assert first == {"place": "dump.json#/7", "reason": "not a number: 'YES' \ud800", "record": "YES\n"}
    assert second["place"] == "dump.json#/0"
    assert "not a valid IRI" in second["reason"]
    assert "not an iri b" in second["record"]
    assert fates(written) == {"read": 3, "kept": 1, "duplicate": 0, "rejected": 2}


def test_a_record_said_again_elsewhere_is_a_duplicate_and_adds_nothing(tmp_path: Path) -> None:
    once = snapshot.write(Given(lambda: [task("a")]), tmp_path / "once")
    twice = snapshot.write(Given(lambda: [task("a", "dump.json#/1"), task("a", "dump.json#/22")]), tmp_path / "twice")
    assert fates(twice) == {"read": 2, "kept": 1, "duplicate": 1, "rejected": 0}
    assert twice.manifest.statements == once.manifest.statements


def test_what_upstream_repeats_is_read_and_a_duplicate(tmp_path: Path) -> None:
    again = rec.Repeat(at=rec.Place(ORIGIN, "dump.json#/9"), of="dump.json#/0")
    written = snapshot.write(Given(lambda: [task("a"), again]), tmp_path)
    assert fates(written) == {"read": 2, "kept": 1, "duplicate": 1, "rejected": 0}


def test_the_kept_are_counted_by_kind(tmp_path: Path) -> None:
    written = snapshot.write(Given(lambda: [*every_kind(), task("a"), task("a")]), tmp_path)
    kinds = written.manifest.records["kinds"]
    assert kinds["Task"] == 2
    assert kinds.keys() == {type(record).__name__ for record in every_kind()}
    assert sum(kinds.values()) == written.manifest.records["kept"]


def test_a_rejected_record_leaves_none_of_its_statements(tmp_path: Path) -> None:
    half = rec.Paper(at=AT, iri="https://example.org/p", title="A title", authors=("\ud800",))
    written = snapshot.write(Given(lambda: [half]), tmp_path)
    assert b"A title" not in statements(written)


def test_all_kinds_of_records_go_into_one_file(tmp_path: Path) -> None:
    written = snapshot.write(Given(every_kind), tmp_path)
    graph = f"<{written.manifest.graph}>"
    expected = {lines([triple], graph) for record in every_kind() for triple in mapping.statements(record)}
    assert expected <= set(statements(written).decode().splitlines(keepends=True))
    assert written.manifest.records["rejected"] == 0


def test_progress_counts_up(tmp_path: Path) -> None:
    told: list[int] = []
    snapshot.write(tasks(*map(str, range(250))), tmp_path, told.append)
    assert told == [100, 200]


# When things go wrong


def test_a_source_that_fails_midway_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="went away"):
        snapshot.write(broken("upstream went away", after=500), tmp_path)
    assert files(tmp_path) == {}


def test_a_source_that_fails_leaves_the_snapshots_that_were_there(tmp_path: Path) -> None:
    snapshot.write(tasks("a"), tmp_path)
    before = files(tmp_path)
    with pytest.raises(SourceError):
        snapshot.write(broken("x", after=5), tmp_path)
    assert files(tmp_path) == before


def test_a_record_without_a_mapping_is_a_fault_of_ours_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="no mapping"):
        snapshot.write(Given(lambda: [task("a"), rec.Record(at=AT)]), tmp_path)
    assert files(tmp_path) == {}


def test_killed_midway_the_next_run_is_whole(review: snapshot.Written, tmp_path: Path) -> None:
    process = python(STOP_HALF_WAY, str(tmp_path))
    assert process.stdout is not None
    assert process.stdout.readline() == "half way\n"
    left = sorted(path.name for path in (tmp_path / "snapshots").glob("*.partial"))
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    assert len(left) == 2
    written = snapshot.write(ReviewSource(), tmp_path)
    assert not written.unchanged
    assert files(tmp_path) == files(review.path.parent.parent)


@pytest.mark.parametrize("suffix", [".nq.gz", ".json"])
@pytest.mark.parametrize("spoil", ["missing", "empty", "cut", "other bytes"])
def test_a_damaged_snapshot_is_written_anew(tmp_path: Path, suffix: str, spoil: str) -> None:
    written = snapshot.write(tasks("a", "b"), tmp_path)
    whole, path = files(tmp_path), written.path.with_name(written.manifest.id + suffix)
    data = path.read_bytes()
    path.unlink()
    if spoil != "missing":
        path.write_bytes({"empty": b"", "cut": data[:-9], "other bytes": data[:40] + b"\0\0" + data[42:]}[spoil])
    again = snapshot.write(tasks("a", "b"), tmp_path)
    assert not again.unchanged
    assert files(tmp_path) == whole


def test_a_manifest_of_another_layout_is_written_anew(tmp_path: Path) -> None:
    written = snapshot.write(tasks("a"), tmp_path)
    path = written.path.with_name(f"{written.manifest.id}.json")
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"colour": "red"}), encoding="utf-8")
    assert not snapshot.write(tasks("a"), tmp_path).unchanged


def test_a_second_writer_gets_one_clear_error(tmp_path: Path) -> None:
    process = python(STOP_HALF_WAY, str(tmp_path))
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "half way\n"
        begun = time.monotonic()
        with pytest.raises(SourceError, match="another process is writing snapshots"):
            snapshot.write(tasks("a"), tmp_path)
        assert time.monotonic() - begun < 5
        assert len(list((tmp_path / "snapshots").glob("*.partial"))) == 2
    finally:
        process.kill()
        process.communicate(timeout=30)


def test_a_writer_that_was_killed_holds_no_lock(tmp_path: Path) -> None:
    process = python(STOP_HALF_WAY, str(tmp_path))
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate(timeout=30)
    assert snapshot.write(tasks("a"), tmp_path).manifest.records["kept"] == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("licence", "CC BY 4.0"), ("licence", ""), ("retrieved_at", "yesterday"), ("retrieved_at", "2021")],
)
def test_an_origin_that_cannot_be_stated_is_an_error_before_anything_is_read(
    tmp_path: Path, field: str, value: str
) -> None:
    def never() -> Iterator[rec.Record]:
        raise AssertionError("read")

    with pytest.raises(SourceError, match="licence or the date of small"):
        snapshot.write(Given(never, origin=replace(ORIGIN, **{field: value})), tmp_path)
    assert files(tmp_path) == {}


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshot.os, "fsync", full)
    with pytest.raises(DiskError, match="No space left"):
        snapshot.write(tasks("a"), tmp_path)
    assert files(tmp_path) == {}


def test_every_module_of_the_mapping_and_of_the_source_decides_what_a_snapshot_is() -> None:
    deciding = set(snapshot.decisive(ReviewSource()))
    assert set(Path(str(mapping.__file__)).parent.glob("*.py")) < deciding
    assert Path(str(sys.modules[ReviewSource.__module__].__file__)) in deciding
    assert Path(str(rec.__file__)) in deciding
