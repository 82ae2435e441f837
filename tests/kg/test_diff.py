"""Two snapshots of one source: what differs is told as people see it, and nothing else is."""

import gzip
import json
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import snapshot
from ingest.sources.paperswithcode.source import PapersWithCode
from kg import diff as module
from kg.diff import COLUMNS, Counts, Difference, diff, find
from kg.errors import EngineFailure, UsageProblem
from ontology import iri
from tests.conftest import SHARED
from tests.kg import snapshots

REAL = SHARED / "data" / "paperswithcode" / "evaluation-tables.json.gz"
VIT = "http://arxiv.org/abs/2010.11929v2"

Json = dict[str, Any]
Change = tuple[object, ...]


def row(model: str = "ViT", value: str = "88.5%", date: str | None = "2020-10-22", **more: object) -> Json:
    return {
        "model_name": model, "paper_title": "An Image is Worth 16x16 Words", "paper_url": VIT, "paper_date": date,
        "metrics": {"Top 1 Accuracy": value}, "code_links": [], "model_links": [], **more,
    }  # fmt: skip


def task(*rows: Json, dataset: str = "ImageNet", **more: object) -> Json:
    table = {"dataset": dataset, "subdatasets": [], "sota": {"metrics": ["Top 1 Accuracy"], "rows": list(rows)}}
    return {"task": "Image Classification", "description": "", "categories": [], "datasets": [table],
            "subtasks": [], "synonyms": [], **more}  # fmt: skip


class Bench:
    """A workspace, and a short way to put snapshots of dumps into it and to compare them."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def ingest(self, *elements: Json) -> str:
        dump = self.home / "evaluation-tables.json"
        dump.write_text(json.dumps(elements), encoding="utf-8")
        return snapshot.write(PapersWithCode((dump,), "2025-07-28"), self.home).manifest.id

    def compare(self, before: Json, after: Json) -> Difference:
        return diff(self.home, self.ingest(before), self.ingest(after))

    def changes(self, before: Json, after: Json) -> list[Change]:
        """Give change, model, metric, before and after of each row."""
        return [(r[0], r[2], r[4], r[5], r[6]) for r in self.compare(before, after).table.rows]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


# What differs


def test_a_snapshot_does_not_differ_from_itself(bench: Bench) -> None:
    found = bench.compare(task(row()), task(row()))
    assert (found.table.rows, found.results, found.others) == ([], Counts(0, 0), {})
    assert found.summary == "results: 0 added, 0 removed, 0 changed; other statements: 0 added, 0 removed"


def test_rows_that_only_moved_do_not_differ(bench: Bench) -> None:
    rows = [row(f"model {number}") for number in range(5)]
    moved = bench.compare(task(*rows), task(*reversed(rows)))
    assert (moved.table.rows, moved.others) == ([], {})
    deeper = bench.compare(task(*rows), task(*rows) | {"datasets": [], "subtasks": [task(*rows)]})
    assert (deeper.table.rows, deeper.others.keys()) == ([], {"task"})


def test_a_changed_value_is_told_with_names_and_the_result(bench: Bench) -> None:
    found = bench.compare(task(row(value="88.5%")), task(row(value="**88.6**")))
    assert found.table.columns == COLUMNS
    board = iri.benchmark("paperswithcode", "Image Classification", "ImageNet")
    assert found.table.rows == [(
        "changed", "Image Classification on ImageNet", "ViT", "An Image is Worth 16x16 Words", "Top 1 Accuracy",
        "88.5%", "**88.6**", iri.result(board, iri.model(iri.paper(arxiv="2010.11929"), "ViT")),
    )]  # fmt: skip
    assert found.results == Counts(0, 0, 1)


def test_a_changed_date_and_a_changed_flag_are_told_beside_the_metrics(bench: Bench) -> None:
    before, after = row(uses_additional_data=False), row(date="2021-01-01", uses_additional_data=True)
    assert bench.changes(task(before), task(after)) == [
        ("changed", "ViT", "(date)", "2020-10-22", "2021-01-01"),
        ("changed", "ViT", "(uses extra data)", "false", "true"),
    ]


def test_results_that_came_and_went_are_told_with_all_they_say(bench: Bench) -> None:
    assert bench.changes(task(row("old")), task(row("new", value="90"))) == [
        ("added", "new", "(date)", None, "2020-10-22"), ("added", "new", "Top 1 Accuracy", None, "90"),
        ("removed", "old", "(date)", "2020-10-22", None), ("removed", "old", "Top 1 Accuracy", "88.5%", None),
    ]  # fmt: skip


def test_a_metric_that_one_side_lacks_is_a_change_of_the_result(bench: Bench) -> None:
    more = row(metrics={"Top 1 Accuracy": "88.5%", "GFLOPs": "1,016"})
    assert bench.changes(task(more), task(row())) == [("changed", "ViT", "GFLOPs", "1,016", None)]
    assert bench.changes(task(row()), task(more)) == [("changed", "ViT", "GFLOPs", None, "1,016")]


def test_all_values_of_a_result_that_is_stated_differently_are_told(bench: Bench) -> None:
    before, after = task(row(value="2"), row(value="1")), task(row(value="1"), row(value="3"), row(value="1"))
    assert bench.changes(before, after) == [("changed", "ViT", "Top 1 Accuracy", "1; 2", "1; 3")]


def test_one_name_on_two_boards_is_two_results(bench: Bench) -> None:
    before = task(row(), subtasks=[task(row(), dataset="CIFAR-10")])
    after = task(row(), subtasks=[task(row(value="99"), dataset="CIFAR-10")])
    (changed,) = bench.compare(before, after).table.rows
    assert changed[1] == "Image Classification on CIFAR-10"


def test_models_whose_names_differ_by_one_sign_are_not_one(bench: Bench) -> None:
    found = bench.compare(task(row("Net")), task(row("Net+")))
    assert found.results == Counts(added=1, removed=1)


def test_a_result_without_a_paper_has_none_to_show(bench: Bench) -> None:
    nobodys = row(paper_url="", paper_title="", date=None)
    (found,) = bench.compare(task(nobodys), task(nobodys | {"metrics": {"Top 1 Accuracy": "1"}})).table.rows
    assert found[:4] == ("changed", "Image Classification on ImageNet", "ViT", None)


@pytest.mark.parametrize(
    "text", ['a "b"', "back\\slash", "two\nlines", "naïve – 模型 😀", "\u2028 \x85", "tab\there", "\ufeff9", "a\rb"]
)
def test_texts_come_back_as_they_were_written(bench: Bench, text: str) -> None:
    before, after = row(f"M{text}M", value=f"{text} 1"), row(f"M{text}M", value=f"{text} 2")
    (found,) = bench.compare(task(before), task(after)).table.rows
    assert (found[2], found[5], found[6]) == (f"M{text}M", f"{text} 1", f"{text} 2")


def test_other_statements_are_counted_by_the_kind_of_thing(bench: Bench) -> None:
    found = bench.compare(task(row(), description="Old."), task(row(), description="New.", categories=["Vision"]))
    assert found.table.rows == []
    assert found.others == {"area": Counts(2, 0), "task": Counts(2, 1)}
    assert found.summary.endswith("other statements: 4 added, 1 removed (area +2 -0, task +2 -1)")


def test_a_statement_that_a_dump_repeats_counts_once(bench: Bench) -> None:
    code = [{"title": "", "url": "https://example.org/code"}]
    other = row("other", paper_url="https://arxiv.org/abs/2101.00001", code_links=code)
    once, twice = task(row(code_links=code)), task(row(code_links=code), other)
    assert "repository" not in bench.compare(once, twice).others


_cells = st.dictionaries(
    st.sampled_from(["Accuracy", "F1", "x/y"]), st.sampled_from(["1", "1%", "-", "2.0"]), min_size=1
)
_rows = st.dictionaries(
    st.sampled_from(["Net", "Net+", "Net (384)", "ネット", "a b"]),
    st.tuples(_cells, st.sampled_from([None, "2020-01-01", "2021-01-01"])),
)  # fmt: skip

Board = Mapping[str, tuple[Mapping[str, str], str | None]]


@given(_rows, _rows, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_difference_is_that_of_the_tables(
    tmp_path_factory: pytest.TempPathFactory, before: Board, after: Board, chance: random.Random
) -> None:
    bench = Bench(tmp_path_factory.mktemp("law"))
    found = bench.changes(_shuffled(before, chance), _shuffled(after, chance))
    old, new = _facts(before), _facts(after)
    expected = {
        ("removed" if model not in after else "added" if model not in before else "changed", model, name,
         old.get((model, name)), new.get((model, name)))
        for model, name in old.keys() | new.keys() if old.get((model, name)) != new.get((model, name))
    }  # fmt: skip
    assert len(found) == len(expected)
    assert set(found) == expected


def _shuffled(board: Board, chance: random.Random) -> Json:
    rows = [row(model, metrics=dict(cells), date=date) for model, (cells, date) in board.items()]
    chance.shuffle(rows)
    return task(*rows)


def _facts(board: Board) -> dict[tuple[str, str], str]:
    cells = {(model, name): raw for model, (found, _) in board.items() for name, raw in found.items()}
    return cells | {(model, "(date)"): date for model, (_, date) in board.items() if date}


def test_the_other_way_round_what_came_is_what_went(bench: Bench) -> None:
    ids = bench.ingest(task(row("a"), row("b"))), bench.ingest(task(row("b", value="1"), row("c"), row("d")))
    there, back = diff(bench.home, *ids), diff(bench.home, *reversed(ids))
    assert (there.results, back.results) == (Counts(2, 1, 1), Counts(1, 2, 1))
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(turned[str(r[0])], *r[1:5], r[6], r[5], r[7]) for r in there.table.rows] == back.table.rows
    assert {kind: (one.removed, one.added) for kind, one in there.others.items()} == {
        kind: (one.added, one.removed) for kind, one in back.others.items()
    }


def test_how_a_file_is_cut_into_blocks_does_not_matter(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = bench.ingest(task(row("a"), row("b"))), bench.ingest(task(row("b", value="1"), row("ç" * 300)))
    whole = diff(bench.home, *ids)
    for size in (64, 1_000, 4_099):
        monkeypatch.setattr(module, "_BLOCK", size)
        assert diff(bench.home, *ids) == whole


def test_snapshots_without_results_are_compared_too(bench: Bench) -> None:
    found = bench.compare(task(), task(dataset="CIFAR-10"))
    assert (found.table.rows, found.results) == ([], Counts(0, 0))
    assert {"benchmark", "dataset"} <= found.others.keys()


def test_a_changed_cell_of_the_review_is_found(home: Path, tmp_path: Path) -> None:
    (manifest,) = (home / "snapshots").glob("review-*.json")
    facts, lines = json.loads(manifest.read_text()), snapshots.read(manifest)
    later = lines.replace("/review/" + facts["id"].partition("-")[2], "/review/1").replace('"90.88%"', '"90.99%"')
    snapshots.write(tmp_path / "review-1.json", later, facts | {"id": "review-1"})
    found = diff(home, facts["id"], str(tmp_path / "review-1.json"))
    assert found.table.rows
    assert {(r[0], r[5], r[6]) for r in found.table.rows} == {("changed", "90.88%", "90.99%")}
    assert found.others == {}


@pytest.mark.skipif(not REAL.exists(), reason="the real dumps lie in ../shared, which is absent here")
def test_one_changed_one_removed_and_one_added_row_of_a_real_dump(bench: Bench) -> None:
    with gzip.open(REAL) as stream:
        tasks = json.load(stream)[:25]
    before = bench.ingest(*tasks)
    (rows, *_) = [t["sota"]["rows"] for found in tasks for t in found["datasets"] if len(t["sota"]["rows"]) > 5]
    rows[0]["metrics"] = dict.fromkeys(rows[0]["metrics"], "12.345")
    gone = rows.pop(3)
    rows.insert(0, gone | {"model_name": "quite new"})
    found = diff(bench.home, before, bench.ingest(*tasks))
    assert found.results == Counts(1, 1, 1)
    assert {r[2] for r in found.table.rows} == {rows[1]["model_name"], gone["model_name"].strip(), "quite new"}
    assert found.others.keys() == {"model"}


# Which snapshots are meant


def test_a_snapshot_goes_by_its_id_its_beginning_its_digest_and_its_files(bench: Bench, tmp_path: Path) -> None:
    name = bench.ingest(task(row()))
    path = bench.home / "snapshots" / f"{name}.nq.gz"
    elsewhere = shutil.copytree(bench.home / "snapshots", tmp_path / "elsewhere") / path.name
    for wanted in (name, "paperswithcode", "p", name[:-3], name.partition("-")[2], name.partition("-")[2][:4]):
        assert find(bench.home, wanted) == path
    assert find(bench.home, str(elsewhere)) == elsewhere
    assert find(bench.home / "none", str(elsewhere.with_name(f"{name}.json"))) == elsewhere
    assert diff(bench.home, name, str(elsewhere)).table.rows == []


@pytest.mark.parametrize("wanted", ["nothing", "../snapshots", "*", "paperswithcode-", ""])
def test_what_is_no_one_snapshot_is_refused_with_those_that_are(bench: Bench, wanted: str) -> None:
    known = [bench.ingest(task(row())), bench.ingest(task(row("other")))]
    with pytest.raises(UsageProblem) as refused:
        diff(bench.home, known[0], wanted)
    assert all(name in str(refused.value) for name in known)


def test_an_empty_workspace_tells_how_to_fill_it(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="kg ingest"):
        diff(tmp_path, "a", "b")


def test_two_sources_are_not_compared(home: Path, bench: Bench) -> None:
    (review,) = (home / "snapshots").glob("review-*.json")
    with pytest.raises(UsageProblem, match=r"paperswithcode.*review"):
        diff(bench.home, bench.ingest(task(row())), str(review))


# Hostile files


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flipped(data: bytes) -> bytes:
    return data[:200] + bytes([data[200] ^ 0xFF]) + data[201:]


def _repacked(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda data: gzip.compress(change(gzip.decompress(data)))


@pytest.mark.parametrize(
    "spoil",
    [
        _cut, _flipped, lambda data: data[:-6], lambda data: b"", gzip.decompress, lambda data: data + b"more",
        _repacked(lambda text: b""), _repacked(lambda text: text[:-9]), _repacked(lambda text: b"hello\n"),
        _repacked(lambda text: b"\n" + text), _repacked(lambda text: text + b"\xff\xfe\n"),
        _repacked(lambda text: text + b"<a:b> <a:b> <a:b> <a:other> .\n"), _repacked(lambda text: b"\x00" * 10**6),
        _repacked(lambda text: text.replace(b"#Row>", b"#Row>\x01")),
        _repacked(lambda text: text.replace(b"\n", b"\r\n")), _repacked(lambda text: text + b"\n"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_named_and_is_no_traceback(bench: Bench, spoil: Callable[[bytes], bytes]) -> None:
    good, bad = bench.ingest(task(row())), bench.ingest(task(row("other")))
    path = bench.home / "snapshots" / f"{bad}.nq.gz"
    path.write_bytes(spoil(path.read_bytes()))
    for pair in ((good, bad), (bad, good)):
        with pytest.raises(EngineFailure) as failed:
            diff(bench.home, *pair)
        assert str(path) in str(failed.value)


def test_a_manifest_without_its_statements_is_named(bench: Bench) -> None:
    name = bench.ingest(task(row()))
    (bench.home / "snapshots" / f"{name}.nq.gz").unlink()
    with pytest.raises(EngineFailure, match=name):
        diff(bench.home, name, name)


def test_a_line_without_end_is_met_with_a_bound(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 1_000)
    monkeypatch.setattr(module, "_LONGEST", 5_000)
    name = bench.ingest(task(row(), description="x" * 6_000))
    with pytest.raises(EngineFailure, match="5,000 bytes"):
        diff(bench.home, name, name)


def test_comparing_writes_nothing(bench: Bench) -> None:
    ids = bench.ingest(task(row())), bench.ingest(task(row("other")))
    before = {path: path.read_bytes() for path in bench.home.rglob("*") if path.is_file()}
    diff(bench.home, *ids)
    assert {path: path.read_bytes() for path in bench.home.rglob("*") if path.is_file()} == before
