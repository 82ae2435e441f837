"""A file of a dump: what it holds tells which it is, and a dump that is named twice is read once."""

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from ingest.source import SourceError
from ingest.sources.paperswithcode.dump import KINDS, Dump, dumps
from tests.ingest.paperswithcode.seeds import JFT, LINK, VIT, sampled
from tests.ingest.paperswithcode.test_parquet import METHOD, TASKS, save

FIRST: dict[str, Any] = {
    "methods": METHOD,
    "papers": VIT | {"abstract": "Patches."},
    "evaluation": TASKS[0],
    "links": LINK,
    "datasets": JFT,
}


def written(path: Path, elements: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(elements), encoding="utf-8")
    return path


# Kinds


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_element_tells_the_kind_whatever_the_name(tmp_path: Path, kind: str) -> None:
    for name in KINDS:
        assert Dump(written(tmp_path / f"{name}.json", [FIRST[kind], {}, 5])).kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_gzip_and_parquet_are_told_by_their_bytes(tmp_path: Path, kind: str) -> None:
    plain = written(tmp_path / "plain.gz", [FIRST[kind]])
    packed = tmp_path / "packed.parquet"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    subtasks = {"subtasks": json.dumps([])} if kind == "evaluation" else {}
    columns = save(tmp_path / "columns.json", [FIRST[kind] | subtasks])
    assert [Dump(path).kind for path in (plain, packed, columns)] == [kind] * 3


@pytest.mark.parametrize(
    ("name", "kind"),
    [("papers-with-abstracts", "papers"), ("links-between-papers-and-code", "links"), ("datasets", "datasets")],
)
def test_the_real_samples_are_told_apart(tmp_path: Path, name: str, kind: str) -> None:
    assert Dump(written(tmp_path / "x.json", sampled(name))).kind == kind


@pytest.mark.parametrize("content", [b"[]", b" [ ] ", gzip.compress(b"[]", mtime=0)], ids=["bare", "spaced", "packed"])
def test_an_empty_array_is_of_no_kind_and_gives_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "methods.json").write_bytes(content)
    found = Dump(tmp_path / "methods.json")
    assert (found.kind, list(found.elements())) == (None, [])


def test_parquet_without_rows_is_of_no_kind(tmp_path: Path) -> None:
    schema = pa.schema([("name", pa.string()), ("introduced_year", pa.int64())])
    assert Dump(save(tmp_path / "m.parquet", [], schema)).kind is None


@pytest.mark.parametrize("elements", [[{"a": 1}], [{"name": "x"}], [5], [None], [[]], ["methods"], [{}]])
def test_what_is_no_dump_is_named_with_the_kinds_that_are(tmp_path: Path, elements: object) -> None:
    path = written(tmp_path / "methods.json", elements)
    with pytest.raises(SourceError) as refused:
        _ = Dump(path).kind
    assert str(path) in str(refused.value)
    assert all(kind in str(refused.value) for kind in KINDS)


@pytest.mark.parametrize("content", [b"", b"{}", b"<html>", b"[", b"PAR1", b"\x1f\x8b"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(SourceError, match=r"x\.json"):
        _ = Dump(tmp_path / "x.json").kind


def test_only_the_first_element_is_read_to_tell_the_kind(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(json.dumps([METHOD]).encode()[:-1] + b", damaged")
    assert Dump(path).kind == "methods"


# Which files


def paths(*named: Path) -> list[Path]:
    return [dump.path for dump in dumps(named)]


def test_the_dumps_of_a_folder_and_below_it_come_by_name(tmp_path: Path) -> None:
    for name in ("b.json", "a.json.gz", "c/a.parquet", "README.md", "d.json.partial", "e.csv"):
        written(tmp_path / name, [])
    (tmp_path / "f.json").mkdir()
    assert paths(tmp_path) == [tmp_path / "a.json.gz", tmp_path / "c" / "a.parquet", tmp_path / "b.json"]


def test_files_come_by_name_in_whichever_order_they_are_named(tmp_path: Path) -> None:
    first, second = written(tmp_path / "z.json", []), written(tmp_path / "a.json", [])
    assert paths(first, second) == paths(second, first) == [second, first]


def test_two_files_of_one_name_are_refused_since_places_would_not_tell_them_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    found = [written(tmp_path / folder / "a.json", []) for folder in ("one", "two")]
    with pytest.raises(SourceError, match="have one name"):
        paths(*found)


def test_a_dump_that_is_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "d" / "a.json", [])
    (tmp_path / "link.json").symlink_to(path)
    monkeypatch.chdir(tmp_path / "d")
    for named in (
        (path, path.parent), (path.parent, path), (path, path), (path, Path("a.json")), (path, Path()),
        (path, tmp_path / "d" / ".." / "d" / "a.json"), (path, tmp_path / "link.json"), (path.parent, tmp_path),
    ):  # fmt: skip
        assert [found.resolve() for found in paths(*named)] == [path]


def test_a_file_is_taken_whatever_its_name_where_it_is_named_itself(tmp_path: Path) -> None:
    path = written(tmp_path / "dump", [])
    assert paths(path) == [path]


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no such file or folder: .*gone\.json"):
        dumps((tmp_path / "gone.json",))


def test_a_folder_without_a_dump_is_named_with_what_a_dump_is_called(tmp_path: Path) -> None:
    written(tmp_path / "notes.txt", [])
    with pytest.raises(SourceError, match=r"no dump \(\*\.json, \*\.gz, \*\.parquet\) in ") as refused:
        dumps((tmp_path,))
    assert str(tmp_path) in str(refused.value)
