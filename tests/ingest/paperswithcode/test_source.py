"""The source as a whole: several dumps, in whichever shape and order, are one snapshot."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from ingest import mapping, snapshot
from ingest import record as rec
from ingest.source import SourceError
from ingest.sources.paperswithcode.source import PapersWithCode
from ontology.terms import PK
from tests.ingest.paperswithcode.seeds import JFT, LINK, VIT, of, refusals
from tests.ingest.paperswithcode.test_parquet import METHOD, SHAPES, TASKS, save, shaped

NOWHERE = rec.Place(rec.Origin("", "", "", ""), "")
GELU = "https://w3id.org/paperkin/technique/paperswithcode/gelu"
PAPER = VIT | {"abstract": "Patches.", "methods": [{"name": "GELU"}, {"name": "Unheard of"}]}
DUMPS: dict[str, list[Any]] = {
    "a-papers": [PAPER], "b-tables": TASKS, "c-links": [LINK], "d-datasets": [JFT], "z-methods": [METHOD]
}  # fmt: skip


def written(folder: Path, **files: list[Any]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, elements in files.items():
        (folder / f"{name}.json").write_text(json.dumps(elements), encoding="utf-8")
    return folder


def records(*paths: Path) -> list[rec.Record]:
    return list(PapersWithCode(paths, "2025-07-28", "dumps").records())


def placeless(record: rec.Record) -> rec.Record:
    """Leave out where a record stands: its place, and what names a row by its file."""
    if isinstance(record, rec.Row):
        return replace(record, at=NOWHERE, iri="", label="", pointer="", file="")
    return replace(record, at=NOWHERE, **({"row": ""} if isinstance(record, rec.Result) else {}))


# Several dumps


def test_all_five_dumps_of_a_folder_are_read(tmp_path: Path) -> None:
    found = records(written(tmp_path / "dumps", **DUMPS))
    kinds = {type(record) for record in found}
    assert {rec.Paper, rec.Technique, rec.Task, rec.Result, rec.Row, rec.Repository, rec.Dataset} <= kinds
    assert len(of(rec.Result, found)) == 5


def test_methods_are_read_before_papers_whatever_the_names(tmp_path: Path) -> None:
    found = records(written(tmp_path / "dumps", **DUMPS))
    files = dict.fromkeys(record.at.pointer.partition("#")[0].removesuffix(".json") for record in found)
    assert list(files) == ["z-methods", "a-papers", "b-tables", "c-links", "d-datasets"]


def test_a_paper_uses_the_techniques_that_the_methods_dump_names(tmp_path: Path) -> None:
    found = records(written(tmp_path / "dumps", **DUMPS))
    (paper,) = [one for one in of(rec.Paper, found) if one.title == VIT["title"]]
    assert paper.techniques == (GELU,)
    assert any(PK.usesTechnique in triple[1] and GELU in triple[2] for triple in mapping.statements(paper))


def test_a_method_of_a_paper_that_no_technique_is_called_is_rejected(tmp_path: Path) -> None:
    found = refusals(records(written(tmp_path / "dumps", **DUMPS)))
    assert found == {"a-papers.json#/0/methods/1/name": "no technique of the methods dump, or several, have this name"}


def test_a_name_that_two_techniques_have_leads_to_neither(tmp_path: Path) -> None:
    twin = METHOD | {"url": f"{METHOD['url']}-2"}
    found = records(written(tmp_path / "dumps", **DUMPS | {"z-methods": [METHOD, twin]}))
    assert [paper.techniques for paper in of(rec.Paper, found) if paper.title == VIT["title"]] == [()]
    assert "a-papers.json#/0/methods/0/name" in refusals(found)


def test_without_a_methods_dump_no_method_of_a_paper_is_taken_or_rejected(tmp_path: Path) -> None:
    found = records(written(tmp_path / "dumps", papers=[PAPER]))
    assert [paper.techniques for paper in of(rec.Paper, found)] == [()]
    assert refusals(found) == {}


def test_a_dump_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    folder = written(tmp_path / "dumps", **DUMPS)
    assert records(folder / "b-tables.json", folder) == records(folder)


def test_an_empty_array_gives_nothing(tmp_path: Path) -> None:
    folder = written(tmp_path / "dumps", methods=[], papers=[])
    assert records(folder) == []
    whole = written(tmp_path / "whole", **DUMPS)
    assert records(whole, folder) == records(whole)


# Shapes


@pytest.mark.parametrize("shape", SHAPES)
def test_parquet_and_json_of_one_dump_give_the_same_records_but_for_places(tmp_path: Path, shape: str) -> None:
    plain, columns = written(tmp_path / "json", **DUMPS), tmp_path / "parquet"
    columns.mkdir()
    for name, elements in DUMPS.items():
        changed = [shaped(SHAPES[shape], found) for found in elements] if name == "b-tables" else elements
        save(columns / f"{name}.parquet", changed)
    assert [*map(placeless, records(columns))] == [*map(placeless, records(plain))]


def test_packed_and_plain_json_give_the_same_records_but_for_places(tmp_path: Path) -> None:
    plain, packed = written(tmp_path / "json", **DUMPS), tmp_path / "gzip"
    packed.mkdir()
    for path in plain.iterdir():
        (packed / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert [*map(placeless, records(packed))] == [*map(placeless, records(plain))]


# Shards


def test_a_row_that_a_second_file_repeats_is_counted_and_not_read_again(tmp_path: Path) -> None:
    folder = written(tmp_path / "dumps", shard1=TASKS[:1], shard2=[TASKS[1], TASKS[0]])
    found = records(folder)
    alone = records(folder / "shard1.json")
    assert len(of(rec.Result, found)) == len(of(rec.Result, alone)) == len(of(rec.Row, found)) == 5
    repeats = of(rec.Repeat, found)
    assert len(repeats) == 5
    assert all(repeat.at.pointer.replace("shard2.json#/1", "shard1.json#/0") == repeat.of for repeat in repeats)


def test_the_repeats_of_a_second_file_are_duplicates_of_the_snapshot(tmp_path: Path) -> None:
    folder = written(tmp_path / "dumps", shard1=TASKS[:1], shard2=TASKS[:1] + TASKS[1:])
    counts = snapshot.write(PapersWithCode((folder,), "2025-07-28"), tmp_path).manifest.records
    assert counts["read"] == counts["kept"] + counts["duplicate"] + counts["rejected"]
    assert (counts["kinds"]["Row"], counts["kinds"]["Result"], counts["rejected"]) == (5, 5, 0)
    assert counts["duplicate"] >= 5


def test_rows_of_two_shards_at_one_place_are_two_rows(tmp_path: Path) -> None:
    other = json.loads(json.dumps(TASKS[:1]).replace("88.5%", "88.6%"))
    found = records(written(tmp_path / "dumps", shard1=TASKS[:1], shard2=other))
    rows = of(rec.Row, found)
    changed = [row for row in rows if row.file == "shard2.json"]
    assert len(changed) == 1
    assert len({row.iri for row in rows}) == len(rows) == 6


# Origin and fingerprint


def test_the_origin_names_the_files_and_the_day_of_the_newest(tmp_path: Path) -> None:
    folder = written(tmp_path / "dumps", methods=[METHOD], papers=[PAPER])
    os.utime(folder / "methods.json", (1_600_000_000, 1_600_000_000))
    os.utime(folder / "papers.json", (1_500_000_000, 1_500_000_000))
    origin = PapersWithCode((folder,)).origin
    assert (origin.source, origin.retrieved_at) == ("paperswithcode", "2020-09-13")
    assert origin.upstream == "dumps of Papers with Code: methods.json, papers.json"
    told = PapersWithCode((folder,), "2021-01-01", "the archive").origin
    assert (told.retrieved_at, told.upstream) == ("2021-01-01", "the archive")


def test_the_fingerprint_is_that_of_names_bytes_and_day(tmp_path: Path) -> None:
    folder, copy = (written(tmp_path / name, methods=[METHOD], papers=[PAPER]) for name in ("a", "b"))

    def mark(path: Path, day: str = "2025-07-28") -> str:
        return PapersWithCode((path,), day).fingerprint()

    assert mark(folder) == mark(copy)
    assert mark(folder) != mark(folder, "2025-07-29")
    written(copy, papers=[PAPER, VIT])
    assert mark(folder) != mark(copy)
    written(copy, papers=[PAPER])
    (copy / "papers.json").rename(copy / "renamed.json")
    assert mark(folder) != mark(copy)


def test_a_file_that_is_no_dump_ends_the_reading_and_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "dumps", methods=[METHOD], package=[{"version": 1}])
    with pytest.raises(SourceError, match=r"package\.json is no dump"):
        records(folder)
