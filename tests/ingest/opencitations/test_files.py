"""Dumps of the index: their shapes, the rows that are none, and the real files."""

import csv
import gzip
import json
import tomllib
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import record as rec
from ingest import snapshot
from ingest.nquads import iri as node
from ingest.nquads import string
from ingest.source import SourceError
from ingest.sources.opencitations import files as reading
from ingest.sources.opencitations.reader import Reader, read
from ingest.sources.opencitations.source import OpenCitationsDump
from ingest.sources.opencitations.works import identify, spelt, told
from ontology.iri import paper
from ontology.terms import PK
from tests.conftest import REPOSITORY, SHARED

HEADER = '"oci","citing","cited","creation","timespan","journal_sc","author_sc"\n'
REAL = SHARED / "data" / "opencitations"
CITES = "<http://purl.org/spar/cito/cites>"

real = pytest.mark.skipif(not REAL.exists(), reason="the real dumps are not here")


def row(citing: str, cited: str) -> str:
    return f'"","{citing}","{cited}","","","",""\n'


def written(folder: Path, *paths: Path, **options: object) -> tuple[snapshot.Written, list[str]]:
    done = snapshot.write(OpenCitationsDump(paths, retrieved_at="2026-11-22", **options), folder)  # type: ignore[arg-type]
    return done, sorted(gzip.decompress(done.path.read_bytes()).decode().splitlines())


def edges(lines: list[str]) -> set[tuple[str, str]]:
    parts = [line.split(" ") for line in lines]
    return {(part[0][1:-1], part[2][1:-1]) for part in parts if part[1] == CITES}


def dump(folder: Path, text: str | bytes, name: str = "dump.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rejects(done: snapshot.Written) -> list[dict[str, str]]:
    text = done.path.with_name(done.manifest.id + ".rejects.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_row_is_an_edge_between_two_works_that_have_their_identifiers(tmp_path: Path) -> None:
    path = dump(tmp_path, HEADER + row("10.48550/arXiv.2010.11929v2", "10.1109/5.726791"))
    done, lines = written(tmp_path, path)
    vit, lenet = paper(arxiv="2010.11929"), paper(doi_name="10.1109/5.726791")
    assert edges(lines) == {(vit, lenet)}
    assert any(line.startswith(f'<{vit}> <{PK.identifier}> "arxiv:2010.11929" ') for line in lines)
    assert any(line.startswith(f"<{lenet}> ") and "ontology#Work>" in line for line in lines)
    assert done.manifest.records["kinds"] == {"Citation": 1}


@pytest.mark.parametrize("pack", ["plain", "gzip", "zip", "two members"])
def test_how_a_file_is_packed_is_told_by_its_first_bytes(tmp_path: Path, pack: str) -> None:
    text = (HEADER + row("10.1/a", "10.1/b") + row("10.1/a", "10.1/c")).encode()
    path = tmp_path / "part.zip"
    if pack == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("inner.csv", text)
            archive.writestr("read.me", b"not a table")
    else:
        half = len(text) // 2
        packed = {"plain": text, "gzip": gzip.compress(text),
                  "two members": gzip.compress(text[:half]) + gzip.compress(text[half:])}  # fmt: skip
        path.write_bytes(packed[pack])
    assert len(edges(written(tmp_path, path)[1])) == 2


def test_a_folder_of_parts_is_one_snapshot_and_a_citation_in_two_parts_is_one(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    (folder / "sub").mkdir(parents=True)
    dump(folder, HEADER + row("10.1/a", "10.1/b") + row("10.1/A", "https://doi.org/10.1/B"), "1.csv")
    dump(folder / "sub", HEADER + row("10.1/a", "10.1/b") + row("10.1/b", "10.1/a"), "1.csv")
    done, lines = written(tmp_path, folder)
    assert len(edges(lines)) == 2
    counts = done.manifest.records
    assert (counts["read"], counts["kept"], counts["duplicate"], counts["rejected"]) == (4, 2, 2, 0)
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('"","10.1/a","10.1/b",""', "has 4 cells"),
        ('"","10.1/a","10.1/b","","","","","x"', "has 8 cells"),
        ('"","10.1/a","","","","",""', "cited '': there is no identifier"),
        ('"","10.1 a","10.1/b","","","",""', "citing '10.1 a': no identifier"),
        ('"","10.1/a","10.48550/arXiv.nothing","","","",""', "a DOI of arXiv without"),
        ('"","10.1/a","10.1/b","","","","', "not valid CSV"),
        ('"","10.1/a","10.1/\x01b","","","",""', "control character"),
    ],
)
@pytest.mark.parametrize("regular", [True, False])
def test_a_bad_row_is_rejected_with_its_line_and_the_others_stay(
    tmp_path: Path, line: str, reason: str, regular: bool
) -> None:
    others = [row("10.1/a", "10.1/x"), row("10.1/a", "10.1/y")] + ([] if regular else ['"10.1/short"\n'])
    path = dump(tmp_path, HEADER + others[0] + line + "\n" + "".join(others[1:]))
    done, lines = written(tmp_path, path)
    first = rejects(done)[0]
    assert first["place"] == "dump.csv:3"
    assert reason in first["reason"]
    assert len(edges(lines)) == 2
    assert done.manifest.records["rejected"] == 2 - regular


def test_bytes_that_are_no_utf_8_cost_their_line_alone(tmp_path: Path) -> None:
    path = dump(tmp_path, (HEADER + row("10.1/a", "10.1/b")).encode() + b'"","10.1/\xff","10.1/b","","","",""\n')
    done, lines = written(tmp_path, path)
    assert [found["place"] for found in rejects(done)] == ["dump.csv:3"]
    assert len(edges(lines)) == 1


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3\n", "<html>Please wait</html>"])
def test_a_file_that_is_no_dump_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match=r"dump\.csv names no columns citing and cited"):
        written(tmp_path, dump(tmp_path, text))


def test_a_damaged_file_is_refused_by_name(tmp_path: Path) -> None:
    packed = gzip.compress((HEADER + row("10.1/a", "10.1/b") * 1000).encode())
    with pytest.raises(SourceError, match=r"cannot read .*dump\.csv: .*; download it again"):
        written(tmp_path, dump(tmp_path, packed[:-20]))


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one, other = dump(tmp_path, HEADER), dump(tmp_path / "other", HEADER)
    with pytest.raises(SourceError, match="two files are named"):
        written(tmp_path, one, other)


def test_windows_line_ends_a_mark_of_order_and_no_last_line_end_change_nothing(tmp_path: Path) -> None:
    text = (HEADER + row("10.1/a", "10.1/b") + row("10.1/a", "10.1/c")).strip().replace("\n", "\r\n")
    done, lines = written(tmp_path, dump(tmp_path, b"\xef\xbb\xbf" + text.encode()))
    assert len(edges(lines)) == 2
    assert done.manifest.records["rejected"] == 0


def test_blocks_of_any_size_give_the_same_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [row(f"10.1/{place // 3}", f"10.2/{place % 5}") for place in range(40)] + ["bad\n"]
    path = dump(tmp_path, HEADER + "".join(lines))
    found = []
    for size in (7, 100, 1 << 20):
        monkeypatch.setattr(reading, "BLOCK", size)
        done, quads = written(tmp_path / str(size), path)
        found.append((quads, rejects(done)))
    assert found[0] == found[1] == found[2]


def test_citations_of_other_papers_are_passed_over_where_papers_are_named(tmp_path: Path) -> None:
    path = dump(tmp_path, HEADER + row("10.1/a", "10.1/b") + row("10.1/b", "10.1/c") + row("10.1/c", "10.1/d"))
    _, lines = written(tmp_path, path, only=frozenset([paper(doi_name="10.1/b")]))
    assert {(one[-1], other[-1]) for one, other in edges(lines)} == {("a", "b"), ("b", "c")}


def test_identifiers_of_the_newer_dumps_are_all_kept(tmp_path: Path) -> None:
    path = dump(tmp_path, HEADER + row("omid:br/061 doi:10.1/A pmid:7", "omid:br/062") + row("10.1/a", "10.1/z"))
    _, lines = written(tmp_path, path)
    known = [line.split('"')[1] for line in lines if "ontology#identifier>" in line]
    assert sorted(known) == ["doi:10.1/a", "doi:10.1/z", "omid:br/061", "omid:br/062", "pmid:7"]


# Laws

_LETTERS = st.characters(codec="utf-8", exclude_characters='"')
_NAMES = st.one_of(
    st.from_regex(r"\A10\.[0-9.]{1,5}/[ -~]{1,9}\Z"),
    st.from_regex(r"\A10\.48550/arXiv\.[0-9]{4}\.[0-9]{4,5}(v[0-9])?\Z"),
    st.from_regex(r"\A10\.48550/(arxiv|ARXIV)\.[a-z-]{2,6}/[0-9]{7}\Z"),
    st.from_regex(r"\A(doi:|https://doi.org/|omid:br/| )10\.1/[a-zA-Z%.]{1,4}\Z"),
    st.text(_LETTERS, max_size=12).map("10.1/".__add__),
)


@given(st.lists(_NAMES, max_size=12))
def test_the_fast_way_tells_the_same_works_as_the_rule(texts: list[str]) -> None:
    fast = told(pl.Series(texts, dtype=pl.String))
    for text, minted, known in zip(texts, fast, spelt(fast), strict=True):
        if minted is not None:
            iri, identifiers = identify(text)
            assert (minted, known) == (iri, ":".join(identifiers[0]))


@given(st.text(_LETTERS, max_size=12).map("10.1/".__add__))
def test_a_work_that_is_told_has_an_iri_and_identifiers_that_rdf_takes(text: str) -> None:
    try:
        minted, identifiers = identify(text)
    except ValueError:
        return
    assert node(minted)
    assert all(string(value) for _, value in identifiers)


def test_most_works_are_told_in_the_fast_way() -> None:
    texts = pl.Series(
        ["10.1038/sj.cdd.4401289", "10.1130/2015.2513(00)", "10.1/A:b;c<d>[e]~_", "10.48550/arXiv.2010.11929"]
    )
    assert told(texts).null_count() == 0


# The real files


@real
@pytest.mark.parametrize(
    ("name", "count"), [("citations_data.csv", 6), ("croci_dump.csv", 13), ("crossref_citations.csv", 40)]
)
def test_the_real_rows_are_all_read(tmp_path: Path, name: str, count: int) -> None:
    done, lines = written(tmp_path, REAL / name)
    with (REAL / name).open(newline="", encoding="utf-8") as file:
        wanted = {
            tuple(line.get(key) or line[f"{key}_id"] for key in ("citing", "cited")) for line in csv.DictReader(file)
        }
    assert edges(lines) == {(paper(doi_name=one), paper(doi_name=other)) for one, other in wanted}
    assert done.manifest.records["read"] == count
    assert done.manifest.records["rejected"] == 0


@real
def test_the_9029_citations_of_the_imagenet_papers_all_come_through(tmp_path: Path) -> None:
    done, lines = written(tmp_path, REAL / "imagenet-papers.csv")
    found = edges(lines)
    assert len(found) == done.manifest.records["kept"] == 9029
    assert len({citing for citing, _ in found}) == 275
    assert any((cited, citing) in found for citing, cited in found)


@real
def test_91_of_them_are_between_two_of_the_22_reviewed_papers(tmp_path: Path) -> None:
    facts = REPOSITORY / "ingest" / "data" / "review" / "references.toml"
    references = tomllib.loads(facts.read_text(encoding="utf-8"))["reference"]
    reviewed = {paper(arxiv=entry["arxiv"]) for entry in references if entry["reviewed"]}
    assert len(reviewed) == 22
    _, lines = written(tmp_path, REAL / "imagenet-papers.csv", only=frozenset(reviewed))
    assert sum(citing in reviewed and cited in reviewed for citing, cited in edges(lines)) == 91


def test_a_block_says_where_it_stands() -> None:
    origin = rec.Origin("opencitations", "x", "https://example.org/licence", "2026-11-22")
    block = reading.Block("t.csv", "citing,cited\n", 12, b"10.1/a,10.1/b\n10.1/a\n")
    refused, kept = Reader(origin).records(read(block))
    assert (refused.at.pointer, kept.at.pointer) == ("t.csv:13", "t.csv:12")
