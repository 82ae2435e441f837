"""Synthetic dumps look like the real ones, are read without loss, and are the same for the same seed."""

import gzip
import json
import re
import subprocess
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import dumps
from benchmarks.archive import BOARDS, DATASETS, LINKS, METHODS, PAPERS, ROOTS, Archive
from benchmarks.dumps import Dumps, main, write
from benchmarks.words import PEOPLE, Prose, at_quantile, coin, person, skewed, slug
from ingest import record as rec
from ingest import snapshot
from ingest.sources.paperswithcode.source import PapersWithCode
from kg import integrity
from kg.load import load
from kg.store import GraphStore
from tests.conftest import REPOSITORY, SHARED

REAL = SHARED / "data" / "paperswithcode"
SCALE = 0.004
INTENDED = {
    "the description links to a method that is not in the dump",
    "the row states no value of any metric",
}
"""Why something of the dumps may be refused: the real ones have such places too."""

Json = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("dumps")
    write(found, Archive(7, SCALE))
    return found


@pytest.fixture(scope="module")
def boards() -> list[tuple[str, Json]]:
    """Every table as it is met in a tree of some size, with its task."""
    return list(_boards(_tables(Archive(7, 0.1))))


def _tables(archive: Archive, changed: float = 0.0) -> Iterator[Json]:
    return Dumps(archive, changed).all()["evaluation-tables"]()


def _boards(tasks: Iterator[Json] | list[Json]) -> Iterator[tuple[str, Json]]:
    for task in tasks:
        yield from ((task["task"], table) for table in task["datasets"])
        yield from _boards(task["subtasks"])


def _once(boards: list[tuple[str, Json]]) -> list[tuple[str, Json]]:
    return list({(task, table["dataset"]): (task, table) for task, table in boards}.values())


def _elements(folder: Path, name: str) -> list[Json]:
    found: list[Json] = json.loads(gzip.decompress((folder / f"{name}.json.gz").read_bytes()))
    return found


# Read by the readers


def test_the_readers_take_every_dump_and_refuse_only_what_is_meant_to_be(folder: Path) -> None:
    found = list(PapersWithCode((folder,), "2025-07-28").records())
    refused = [record.reason for record in found if isinstance(record, rec.Rejected)]
    kinds = Counter(type(record).__name__ for record in found)
    assert set(refused) <= INTENDED
    assert len(refused) < len(found) / 1_000
    assert {"Paper", "Task", "Dataset", "Technique", "Result", "Row", "Repository", "Lineage"} <= kinds.keys()
    assert kinds["Repeat"] > kinds["Row"] / 10


def test_a_graph_of_them_breaks_no_integrity_rule(tmp_path: Path) -> None:
    write(tmp_path / "dumps", Archive(1, 0.0005))
    snapshot.write(PapersWithCode((tmp_path / "dumps",), "2025-07-28"), tmp_path)
    load(tmp_path)
    found = integrity.violations(GraphStore.open(tmp_path))
    assert [violation for violation in found if violation.severity == "error"] == []


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("papers-with-abstracts", PAPERS),
        ("links-between-papers-and-code", LINKS),
        ("methods", METHODS),
        ("datasets", DATASETS),
        ("evaluation-tables", ROOTS),
    ],
)
def test_a_dump_has_its_share_of_the_whole_archive(folder: Path, name: str, whole: int) -> None:
    assert len(_elements(folder, name)) == round(whole * SCALE)


@pytest.mark.skipif(not REAL.exists(), reason="the real dumps lie in ../shared, which is absent here")
@pytest.mark.parametrize("name", ["papers-with-abstracts", "links-between-papers-and-code", "datasets"])
def test_an_element_has_the_fields_of_a_real_one(folder: Path, name: str) -> None:
    real = json.loads((REAL / "samples" / f"{name}.sample.json").read_text(encoding="utf-8"))[0]
    assert _elements(folder, name)[0].keys() == real.keys()


@pytest.mark.skipif(not REAL.exists(), reason="the real dumps lie in ../shared, which is absent here")
def test_methods_and_tasks_have_the_fields_of_real_ones(folder: Path) -> None:
    for name in ("methods", "evaluation-tables"):
        with gzip.open(REAL / f"{name}.json.gz") as stream:
            real = json.load(stream)[0]
        assert _elements(folder, name)[0].keys() == real.keys()


# The same again, and a later dump


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(folder: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again", tmp_path / "other"
    for path in write(again, Archive(7, SCALE)):
        assert path.read_bytes() == (folder / path.name).read_bytes()
    for path in write(other, Archive(8, SCALE)):
        assert path.read_bytes() != (folder / path.name).read_bytes()


def test_a_later_archive_differs_in_the_evaluation_tables_alone(folder: Path, tmp_path: Path) -> None:
    differing = [path.name for path in write(tmp_path, Archive(7, SCALE), 0.2)
                 if path.read_bytes() != (folder / path.name).read_bytes()]  # fmt: skip
    assert differing == ["evaluation-tables.json.gz"]


def test_a_later_dump_changes_the_asked_share_and_removes_and_adds_a_fifth_of_it() -> None:
    archive = Archive(7, 0.1)
    before, after = (_rows(_once(list(_boards(_tables(archive, share))))) for share in (0.0, 0.05))
    lost, won = before - after, after - before
    added = sum(count for row, count in won.items() if row[1].endswith("(new)"))
    total = before.total()
    assert added == pytest.approx(total / 100, rel=0.4)
    assert lost.total() == pytest.approx(total * 0.06, rel=0.2)
    assert won.total() - added == pytest.approx(total * 0.05, rel=0.2)


def test_nothing_changes_where_no_change_is_asked_for() -> None:
    assert list(_tables(Archive(3, SCALE), 0.0)) == list(_tables(Archive(3, SCALE)))


def test_a_board_is_the_same_under_each_of_its_tasks_parents() -> None:
    met: dict[tuple[str, str], list[Json]] = {}
    for task, table in _boards(_tables(Archive(7, 0.05), 0.1)):
        met.setdefault((task, table["dataset"]), []).append(table)
    assert max(map(len, met.values())) > 2
    assert all(table == found[0] for found in met.values() for table in found)


def _rows(boards: list[tuple[str, Json]]) -> Counter[tuple[str, ...]]:
    return Counter(
        (f"{task} {table['dataset']}", row["model_name"], json.dumps(row["metrics"]), str(row["paper_date"]))
        for task, table in boards for row in table["sota"]["rows"]
    )  # fmt: skip


# The shapes and skews of the real dump


def test_boards_are_as_unequal_as_real_ones(boards: list[tuple[str, Json]]) -> None:
    once = _once(boards)
    sizes = sorted(len(table["sota"]["rows"]) for _, table in once)
    assert len(once) == pytest.approx(BOARDS * 0.1, rel=0.02)
    assert sizes[len(sizes) // 2] == 2
    assert 10 <= sizes[len(sizes) * 9 // 10] <= 16
    assert sizes[-1] > 250
    assert sum(sizes) == pytest.approx(5 * 15_518 * 0.1, rel=0.15)


def test_about_half_of_the_rows_stand_under_several_parents(boards: list[tuple[str, Json]]) -> None:
    nested = sum(len(table["sota"]["rows"]) for _, table in boards)
    distinct = sum(len(table["sota"]["rows"]) for _, table in _once(boards))
    assert 0.4 < distinct / nested < 0.7


def test_papers_of_rows_are_on_arxiv_dated_or_absent_as_often_as_real_ones(boards: list[tuple[str, Json]]) -> None:
    rows = [row for _, table in _once(boards) for row in table["sota"]["rows"]]
    addresses = [row["paper_url"] for row in rows]
    on_arxiv = [address for address in addresses if "arxiv.org" in address]
    assert 0.78 < len(on_arxiv) / len(rows) < 0.9
    assert sum(bool(re.search(r"v\d+$", address)) for address in on_arxiv) / len(on_arxiv) > 0.95
    assert 0.02 < addresses.count("") / len(rows) < 0.07
    assert all(bool(row["paper_url"]) == bool(row["paper_title"]) == bool(row["paper_date"]) for row in rows)
    assert 0.001 < sum(row["model_name"] != row["model_name"].strip() for row in rows) / len(rows) < 0.01


@pytest.mark.parametrize(
    ("shape", "least", "most"),
    [
        (r"\d+\.\d+", 0.6, 0.9), (r"\d+(\.\d+)?%", 0.08, 0.2), (r"\d+(\.\d)?[kKmMB]|\d+00k", 0.005, 0.08),
        (r"-|--|N/A|YES|", 0.001, 0.02), (r"\d+\.\d+ ± 0\.\d+", 0.0001, 0.01), (r"\s+\S+|\S+\s+", 0.0005, 0.02),
    ],
)  # fmt: skip
def test_cells_are_written_as_untidily_as_real_ones(
    boards: list[tuple[str, Json]], shape: str, least: float, most: float
) -> None:
    cells = [cell for _, table in boards for row in table["sota"]["rows"] for cell in row["metrics"].values()]
    assert least < sum(bool(re.fullmatch(shape, cell)) for cell in cells) / len(cells) < most


def test_results_belong_to_papers_and_methods_that_the_other_dumps_hold(folder: Path) -> None:
    papers = _elements(folder, "papers-with-abstracts")
    addresses = {paper["url_abs"] for paper in papers}
    named = {row["paper_url"] for _, table in _boards(_elements(folder, "evaluation-tables"))
             for row in table["sota"]["rows"]}  # fmt: skip
    assert len(named - addresses) < 3
    methods = {method["name"] for method in _elements(folder, "methods")}
    used = [method["name"] for paper in papers for method in paper["methods"]]
    assert set(used) <= methods
    assert Counter(used).most_common(1)[0][1] > 20


def test_papers_are_told_apart_by_page_and_by_arxiv_identifier(folder: Path) -> None:
    papers = _elements(folder, "papers-with-abstracts")
    arxiv = [paper["arxiv_id"] for paper in papers if paper["arxiv_id"]]
    assert len({paper["paper_url"] for paper in papers}) == len(papers)
    assert len(set(arxiv)) == len(arxiv)
    assert 0.8 < len(arxiv) / len(papers) < 0.92
    assert len({paper["title"] for paper in papers}) < len(papers)


def test_papers_have_dates_authors_and_abstracts_of_the_right_sizes(folder: Path) -> None:
    papers = _elements(folder, "papers-with-abstracts")
    years = Counter(int(paper["date"][:4]) for paper in papers)
    lengths = [len(paper["abstract"]) for paper in papers]
    authors = Counter(name for paper in papers for name in paper["authors"])
    assert years[2024] > 3 * years[2015] > 9 * years[2010]
    assert 1_000 < sum(lengths) / len(lengths) < 1_500
    assert 3.5 < authors.total() / len(papers) < 5.5
    assert authors.most_common(1)[0][1] > 5
    assert any(not paper["abstract"].isascii() for paper in papers)
    assert any("$" in paper["abstract"] for paper in papers)


def test_descriptions_of_methods_link_to_methods(folder: Path) -> None:
    methods = _elements(folder, "methods")
    pages = {method["url"] for method in methods}
    links = [link for method in methods for link in re.findall(r"\]\((\S+?)\)", method["description"])]
    assert len(pages) == len(methods)
    assert sum(link in pages for link in links) > 0.9 * len(links) > 10
    assert any("\r\n" in method["description"] for method in methods)
    assert any(method["paper"] is None for method in methods)


# Words


@given(st.sets(st.integers(0, 10**7), min_size=2, max_size=50))
def test_different_numbers_are_different_words(numbers: set[int]) -> None:
    assert len({coin(number) for number in numbers}) == len(numbers)


@given(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1))
def test_different_numbers_are_different_people(one: int, other: int) -> None:
    assert (person(one) == person(other)) == (one == other)


@given(st.floats(0, 0.999), st.floats(0, 0.999))
def test_a_distribution_ascends(one: float, other: float) -> None:
    points = [(0.0, 1.0), (0.5, 1.0), (0.9, 20.0), (1.0, 1000.0)]
    low, high = sorted((one, other))
    assert 1 <= at_quantile(points, low) <= at_quantile(points, high) <= 1000


@given(st.integers(1, 1000), st.integers(0, 9))
def test_a_skewed_number_lies_below_its_bound(count: int, seed: int) -> None:
    assert 0 <= skewed(Archive(seed, 1).chance("x"), count) < count


@given(st.text())
def test_an_address_has_words_and_hyphens_alone(text: str) -> None:
    assert re.fullmatch(r"([^\W_]+(-[^\W_]+)*)?", slug(text))


def test_prose_has_as_many_sentences_as_asked() -> None:
    prose, chance = Prose(1, sentences=50), Archive(1, 1).chance("x")
    found = prose.text(chance, 3, 3)
    assert len(re.findall(r"\.(?=\s[A-Z]|$)", found)) >= 3
    assert Prose(1, sentences=50).text(Archive(1, 1).chance("x"), 3, 3) == found


# Writing


def test_memory_does_not_grow_with_the_number_of_papers() -> None:
    found = Dumps(Archive(7, 0.01)).all()["papers-with-abstracts"]()
    next(found)
    tracemalloc.start()
    try:
        for _ in islice(found, 100):
            pass
        tracemalloc.reset_peak()
        begun = tracemalloc.get_traced_memory()[0]
        for _ in islice(found, 2_000):
            pass
        assert tracemalloc.get_traced_memory()[1] - begun < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_dump_takes_its_place_only_when_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "methods.json.gz"
    path.write_bytes(b"the old one")

    def broken(self: Dumps) -> dict[str, Any]:
        return {"methods": lambda: (1 / (2 - number) for number in range(5))}

    monkeypatch.setattr(dumps.Dumps, "all", broken)
    with pytest.raises(ZeroDivisionError):
        write(tmp_path, Archive(7, 0.001))
    assert path.read_bytes() == b"the old one"


def test_the_least_archive_has_one_of_each(tmp_path: Path) -> None:
    for path in write(tmp_path, Archive(0, 1e-9)):
        assert len(json.loads(gzip.decompress(path.read_bytes()))) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--scale", "0"], ["--scale", "nan"], ["--scale", "11"], ["--scale", "x"], ["--changed", "0.6"],
        ["--changed", "-0.1"], ["--seed", "1.5"], ["--colour", "red"],
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_before_anything_is_written(tmp_path: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path / "out"), *arguments])
    assert stopped.value.code == 2
    assert not (tmp_path / "out").exists()


def test_the_command_writes_five_dumps_and_names_them(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.dumps", str(tmp_path / "out"), "--scale", "0.0005", "--seed", "3"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert sorted(map(Path, done.stdout.split())) == sorted((tmp_path / "out").iterdir())
    assert len(done.stdout.split()) == 5
