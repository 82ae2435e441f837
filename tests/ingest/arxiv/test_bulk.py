"""The metadata snapshot in bulk: plain or packed, line by line, whatever a line holds."""

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import record as rec
from ingest import snapshot
from ingest.source import SourceError
from ingest.sources.arxiv.bulk import ArxivBulk
from ingest.sources.arxiv.lines import papers
from tests.ingest.arxiv.upstream import AT, ids, name, names

LINE: dict[str, Any] = {
    "id": "2101.00000",
    "submitter": "Ada Lovelace",
    "authors": "Ada Lovelace (London), et al",
    "title": "A title\n  of two lines",
    "comments": None,
    "journal-ref": None,
    "doi": None,
    "report-no": None,
    "categories": "cs.LG stat.ML",
    "license": "http://creativecommons.org/licenses/by/4.0/",
    "abstract": "  It is so.\n",
    "versions": [{"version": "v1", "created": "Fri, 1 Jan 2021 10:00:00 GMT"}],
    "update_date": "2021-01-01",
    "authors_parsed": [["Lovelace", "Ada", ""]],
}


def line(**change: Any) -> bytes:
    return json.dumps(LINE | change).encode() + b"\n"


def whole(count: int) -> bytes:
    return b"".join(line(id=name(number)) for number in range(count))


def read(content: bytes, tmp_path: Path, **options: Any) -> list[Any]:
    path = tmp_path / "snapshot.json"
    path.write_bytes(content)
    return list(ArxivBulk(path, "2026-11-24", **options).records())


def _plain(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _gzip(content: bytes, path: Path) -> None:
    path.write_bytes(gzip.compress(content))


def _zip(content: bytes, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("arxiv-metadata-oai-snapshot.json", content)


@pytest.mark.parametrize("pack", [_plain, _gzip, _zip])
def test_the_first_bytes_tell_how_a_file_is_packed(pack: Callable[[bytes, Path], None], tmp_path: Path) -> None:
    path = tmp_path / "archive"
    pack(whole(3), path)
    assert ids(list(ArxivBulk(path, "2026-11-24").records())) == names(3)


def test_a_line_gives_a_paper_and_its_place(tmp_path: Path) -> None:
    (paper,) = read(line(), tmp_path)
    assert (paper.at.pointer, paper.title, paper.abstract) == ("snapshot.json:1", "A title of two lines", "It is so.")
    assert (paper.authors, paper.authors_complete) == (("Ada Lovelace",), False)
    assert (paper.categories, paper.submitted, paper.revised) == (("cs.LG", "stat.ML"), "2021-01-01", None)


def test_a_line_without_parsed_authors_is_split(tmp_path: Path) -> None:
    (paper,) = read(line(authors_parsed=None, authors=r"J. M\"uller and O. Y"), tmp_path)
    assert (paper.authors, paper.authors_complete) == (("J. Müller", "O. Y"), True)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{\n", "not a paper"),
        (b"[]\n", "not a paper"),
        (b'{"title": "A"}\n', "missing required field `id`"),
        (line(title=7), r"Expected `str \| null`"),
        (line(title=" \n"), "2101.00000 has no title"),
        (line(id="one"), "not an arXiv identifier: 'one'"),
        (line(versions=[{"version": "v1", "created": "never"}]), "not a date: 'never'"),
        (b'{"id": "2101.00000", "title": "\xff"}\n', "not a paper"),
    ],
)
def test_a_line_that_is_no_paper_is_refused_and_the_next_is_read(bad: bytes, reason: str, tmp_path: Path) -> None:
    refused, paper = read(bad + line(id="2101.00001"), tmp_path)
    assert isinstance(refused, rec.Rejected)
    assert refused.at.pointer == "snapshot.json:1"
    with pytest.raises(AssertionError, match=reason):
        raise AssertionError(refused.reason)
    assert isinstance(paper, rec.Paper)


def test_what_cannot_be_used_of_a_paper_is_told_and_the_paper_kept(tmp_path: Path) -> None:
    *refused, paper = read(line(doi="10.1/x soon", license="mine own"), tmp_path)
    assert [one.reason for one in refused] == [
        "2101.00000: not a DOI: 'soon'", "2101.00000: the licence is no web address: 'mine own'",
    ]  # fmt: skip
    assert (paper.identifiers[1:], paper.licence) == ((("doi", "10.1/x"),), None)


def test_a_paper_that_comes_again_is_refused(tmp_path: Path) -> None:
    found = read(line() + line(title="B") + line(id="math/0309136") + line(id="math/0309136"), tmp_path)
    assert ids(found) == ["2101.00000", "math/0309136"]
    assert [one.reason for one in found if isinstance(one, rec.Rejected)] == [
        "2101.00000 stands in an earlier line already", "math/0309136 stands in an earlier line already",
    ]  # fmt: skip


def test_a_limit_ends_the_reading(tmp_path: Path) -> None:
    assert ids(read(whole(9), tmp_path, limit=4)) == names(4)


@pytest.mark.parametrize("block", [1, 100, 700, 1 << 16])
def test_where_a_block_ends_tells_in_no_record(block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"\n" + whole(7) + b" \r\n{\n\n" + line(id="math/0309136") + line(id=name(3)) + line(id=name(8)).strip()
    expected = [*enumerate(names(7), 2), (12, "math/0309136"), (14, name(8))]
    monkeypatch.setattr("ingest.sources.arxiv.bulk._BLOCK", block)
    found = read(content, tmp_path)
    kept = [one for one in found if isinstance(one, rec.Paper)]
    assert [(int(one.at.pointer.split(":")[1]), one.identifiers[0][1]) for one in kept] == expected
    assert [one.at.pointer for one in found if isinstance(one, rec.Rejected)] == [
        "snapshot.json:10",
        "snapshot.json:13",
    ]


@pytest.mark.parametrize("limit", range(5))
def test_a_limit_counts_lines_wherever_blocks_end(limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sources.arxiv.bulk._BLOCK", 2 * len(line()))
    assert ids(read(whole(4), tmp_path, limit=limit)) == names(limit)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    packed = gzip.compress(whole(2000))
    (tmp_path / "cut.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04 and no more")
    for name_ in ("absent", "cut.gz", "cut.zip"):
        with pytest.raises(SourceError, match=f"cannot read .*{name_}"):
            list(ArxivBulk(tmp_path / name_, "2026-11-24").records())


def test_an_archive_of_several_files_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as out:
        out.writestr("a", whole(1))
        out.writestr("b", whole(1))
    with pytest.raises(SourceError, match="holds 2 files"):
        list(ArxivBulk(tmp_path / "two.zip", "2026-11-24").records())


def test_a_file_without_line_ends_is_refused_before_it_fills_memory(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="JSON Lines are expected"):
        read(b"[" + b" " * (17 << 20), tmp_path)


def test_a_large_file_is_read_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "snapshot.json"
    path.write_bytes(whole(1200))
    small = snapshot.write(ArxivBulk(path, "2026-11-24"), tmp_path / "small")
    assert not ArxivBulk(path).large
    monkeypatch.setattr("ingest.sources.arxiv.bulk.LARGE", 1000)
    assert ArxivBulk(path).large
    apart = snapshot.write(ArxivBulk(path, "2026-11-24"), tmp_path / "large")
    assert (apart.manifest, apart.path.read_bytes()) == (small.manifest, small.path.read_bytes())
    assert apart.manifest.records["kinds"] == {"Paper": 1200}


@given(st.dictionaries(st.sampled_from(sorted(LINE)), st.none() | st.text() | st.integers() | st.lists(st.text())))
def test_whatever_a_field_holds_the_line_gives_a_paper_or_a_reason(change: dict[str, Any]) -> None:
    for record in papers([line(**change)], [AT], set()):
        assert isinstance(record, rec.Paper | rec.Rejected)


@pytest.mark.parametrize("content", ['"oci","citing","cited"\n"","10.1/a","10.1/b"\n', "", "\n\n"])
def test_a_file_of_something_else_is_an_error_and_no_empty_snapshot(tmp_path: Path, content: str) -> None:
    (tmp_path / "citations.csv").write_text(content)
    with pytest.raises(SourceError, match=r"no line of .*citations\.csv is a paper"):
        list(ArxivBulk(tmp_path / "citations.csv").records())
