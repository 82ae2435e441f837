"""The facts of the review: as many as it has, as it prints them, and an error in a file is found where it stands."""

import csv
import re
import shutil
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ingest import record as rec
from ingest.places import place_text, places_text
from ingest.source import SourceError
from ingest.sources.review import FILES, SHIPPED, ReviewSource
from kg.store import GraphStore
from ontology import iri
from tests.ingest import seed


@cache
def records() -> list[rec.Record]:
    return list(ReviewSource().records())


def rows(name: str, folder: Path = SHIPPED) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(kind: type[rec.Record]) -> list[rec.Record]:
    return [record for record in records() if type(record) is kind]


def references() -> list[dict]:
    return tomllib.loads((SHIPPED / "references.toml").read_text(encoding="utf-8"))["reference"]


def sections() -> tuple[str, ...]:
    about = tomllib.loads((SHIPPED / "review.toml").read_text(encoding="utf-8"))
    return tuple(f"{section['number']} {section['title']}" for section in about["review"]["sections"])


# As many as there are


def test_nothing_that_ships_is_rejected() -> None:
    assert of(rec.Rejected) == []


def test_the_review_and_its_61_references_are_62_different_papers() -> None:
    papers = of(rec.Paper)
    assert len(papers) == len({paper.iri for paper in papers}) == 62
    assert [entry["number"] for entry in references()] == list(range(1, 62))


def test_22_papers_are_reviewed_and_they_are_those_with_rows() -> None:
    marked = {str(entry["number"]) for entry in references() if entry["reviewed"]}
    assert marked == {row["reference"] for row in rows("results.csv")}
    assert len(marked) == 22


def test_41_rows_hold_the_40_ranks_and_rank_9_stands_twice() -> None:
    ranks = Counter(int(row["rank"]) for row in rows("results.csv"))
    assert ranks == Counter(range(1, 41)) + Counter([9])
    found = [record for record in of(rec.Result) if record.rank is not None]
    assert Counter(record.rank for record in found) == ranks
    assert len({record.iri for record in found}) == 40


def test_the_rows_of_each_table_count_from_1() -> None:
    for table, count in zip("123456", (21, 3, 6, 1, 3, 7), strict=True):
        numbers = [row["row"] for row in rows("results.csv") if row["table"] == table]
        assert numbers == [str(number) for number in range(1, count + 1)]


def test_there_are_at_least_60_techniques_each_of_its_own_name() -> None:
    techniques = of(rec.Technique)
    assert len(techniques) >= 60
    assert len({record.iri for record in techniques}) == len(techniques)
    assert len({record.name for record in techniques}) == len(techniques)


def test_there_are_at_least_80_lineage_claims_each_with_a_place_of_the_text() -> None:
    known = {row["place"] for row in rows("places.csv")} | {f"R{number}" for number in range(1, 62)}
    claims = rows("lineage.csv")
    assert len(claims) == len(of(rec.Lineage)) >= 80
    for claim in claims:
        assert claim["place"]
        assert set(claim["place"].split("|")) <= known


@pytest.mark.parametrize(
    "name", ["techniques.csv", "datasets.csv", "uses.csv", "text_results.csv", "statements.csv", "citations.csv"]
)
def test_every_place_of_every_file_is_one_of_the_review(name: str) -> None:
    known = {row["place"] for row in rows("places.csv")} | {f"R{number}" for number in range(1, 62)} | {"F1", "F2"}
    known |= {f"T{row['table']}:{row['row']}" for row in rows("results.csv")} | {f"T{table}" for table in range(1, 7)}
    for row in rows(name):
        assert set(row["place"].split("|")) <= known, row


def test_no_line_stands_twice_in_a_file() -> None:
    for name in FILES[2:]:
        lines = (SHIPPED / name).read_text(encoding="utf-8").splitlines()
        assert [line for line, count in Counter(lines).items() if count > 1] == []


def test_the_graph_holds_as_many(store: GraphStore) -> None:
    asked = "SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE { ?thing a <https://w3id.org/paperkin/ontology#%s> }"
    counts = {kind: store.select(asked % kind)[0]["n"] for kind in ("Paper", "Technique", "LineageClaim", "Table")}
    assert (counts["Paper"], counts["Table"]) == (62, 6)
    assert counts["Technique"] == len(rows("techniques.csv"))
    assert counts["LineageClaim"] == len(rows("lineage.csv"))


def test_one_system_that_two_tables_name_is_one_model_with_one_result_and_two_rows() -> None:
    rank_9 = [record for record in of(rec.Result) if record.rank == 9]
    assert len({record.iri for record in rank_9}) == len({record.model for record in rank_9}) == 1
    assert len({record.row for record in rank_9}) == 2


# As the review prints them


def test_the_tables_are_as_the_review_prints_them() -> None:
    printed = seed.rows()
    named = ("rank", "top1", "parameters", "extra_samples", "reference")
    read = [seed.Printed(int(row["table"]), **{name: row[name] for name in named}) for row in rows("results.csv")]
    assert read == printed
    assert len(printed) == 41


def test_the_numbers_of_the_records_are_those_of_the_tables() -> None:
    powers = {"M": 10**6, "B": 10**9}
    for record, printed in zip((r for r in of(rec.Result) if r.rank), seed.rows(), strict=True):
        top1, parameters, samples = (cell.value for cell in record.cells)
        assert (record.rank, f"{top1}%") == (int(printed.rank), printed.top1)
        for value, text in ((parameters, printed.parameters), (samples, printed.extra_samples)):
            digits, unit = re.fullmatch(r"([\d.]+)([MB]?)", text).groups()
            assert float(value) == pytest.approx(float(digits) * powers.get(unit, 1))


def test_the_paragraphs_are_counted_as_places_csv_counts_them() -> None:
    counted = [(found.place, found.first_words) for found in seed.paragraphs(sections())]
    assert counted == [(row["place"], row["first_words"]) for row in rows("places.csv")]


def test_every_citation_of_the_text_is_kept_with_its_place() -> None:
    in_text = Counter(
        (number, found.place) for found in seed.paragraphs(sections()) for number in dict.fromkeys(found.citations)
    )
    listed = Counter((row["number"], row["place"]) for row in rows("citations.csv"))
    of_tables = Counter((row["reference"], f"T{row['table']}:{row['row']}") for row in rows("results.csv"))
    assert listed == in_text + of_tables


def test_every_entry_of_the_bibliography_is_kept_with_first_author_year_and_identifier() -> None:
    printed = {number: text.replace("Jastrz bski", "Jastrzębski") for number, text in seed.bibliography().items()}
    assert len(printed) == 61
    for entry in references():
        text, author = printed[str(entry["number"])], entry["authors"][0]
        assert letters(author.split()[-1]) in letters(text[:40]), entry["number"]
        assert f"({entry['year']})" in text or re.search(rf"\b{entry['year']}\b", text), entry["number"]
        for found in re.findall(r"arxiv\.org/abs/ ?(\d{4}\.\d{5})", text):
            assert entry["arxiv"] == found


def test_every_title_is_that_of_the_entry() -> None:
    printed = seed.bibliography()
    shortened = {26}
    for entry in references():
        if entry["number"] not in shortened:
            assert letters(entry["title"]) in letters(printed[str(entry["number"])]), entry["number"]


def letters(text: str) -> str:
    """Fold case, accents and all that is no letter or digit."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


# Names and identifiers


def test_one_person_is_spelt_one_way() -> None:
    names = {name for entry in references() for name in entry["authors"]}
    folded = Counter(letters(name) for name in names)
    assert [name for name, count in folded.items() if count > 1] == []
    ends = Counter((letters(name.split()[0]), letters(name.split()[-1])) for name in names)
    assert [name for name, count in ends.items() if count > 1] == []
    assert [name for name in names if name != unicodedata.normalize("NFC", name).strip() or "  " in name] == []


def test_authors_with_initials_are_not_someone_who_is_spelt_out_elsewhere() -> None:
    names = {name for entry in references() for name in entry["authors"]}
    full = {(letters(name)[0], letters(name.split()[-1])) for name in names if not re.match(r"\w\.", name)}
    short = {(letters(name)[0], letters(name.split()[-1])) for name in names if re.match(r"\w\. ?\w*\.? ?\w*$", name)}
    assert short & full == set()


def test_identifiers_are_in_their_one_spelling_and_no_doi_is_an_arxiv_identifier() -> None:
    for entry in references():
        assert iri.arxiv_id(entry.get("arxiv", "2010.11929")) == entry.get("arxiv", "2010.11929")
        assert not entry.get("doi", "").lower().startswith("10.48550/")
        assert entry["identified_by"]
    identifiers = Counter(entry.get("arxiv") or entry.get("doi") for entry in references())
    assert [name for name, count in identifiers.items() if name and count > 1] == []


def test_dates_agree_with_the_numbers_of_arxiv() -> None:
    for entry in references():
        if entry.get("date_is") == "arXiv v1" and re.match(r"\d{4}\.", entry["arxiv"]):
            assert entry["date"][2:7].replace("-", "") == entry["arxiv"][:4], entry["number"]


def test_every_collection_technique_and_dataset_that_is_named_by_two_files_is_one() -> None:
    declared = {record.iri for record in (*of(rec.Technique), *of(rec.Dataset), *of(rec.Paper), *of(rec.Table))}
    used = {record.technique for record in of(rec.Use)} | {record.paper for record in of(rec.Use)}
    used |= {end for record in of(rec.Lineage) for end in (record.subject, record.object)}
    used |= {dataset for record in of(rec.Result) for dataset in record.extra_datasets}
    used |= {record.table for record in of(rec.Row) if record.table}
    assert used <= declared


# Places


@pytest.mark.parametrize(
    "code", ["", "B", "T", "F", "R", "2:", ":2", "2:3:4", "T1:", "x2", "2.:1", "a", "Ab", "2|3", "٢"]
)
def test_a_code_that_is_no_place_is_an_error(code: str) -> None:
    with pytest.raises(ValueError, match="not a place"):
        place_text(code)


def test_several_places_are_spelt_out_in_their_order() -> None:
    assert places_text("8:1|T2|A") == "Section 8, paragraph 1; Table 2; Abstract"
    with pytest.raises(ValueError, match="not a place"):
        places_text("")


# Errors in the files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the facts, to spoil."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "facts"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(path: Path, row: str) -> int:
    """Add a row and give the number of its line."""
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    return len(path.read_text(encoding="utf-8").splitlines())


def rejected(folder: Path) -> list[rec.Rejected]:
    return [record for record in ReviewSource(folder).records() if isinstance(record, rec.Rejected)]


ROW = "1,22,41,{},Name,86.0%,{},{},{},nowhere"
PLANTED = [
    ("results.csv", ROW.format("99", "1M", "0", ""), "no reference is numbered '99'"),
    ("results.csv", ROW.format("6", "1M", "0", "jft-9b"), "no dataset is called 'jft-9b'"),
    ("results.csv", ROW.format("6", "many", "0", ""), "not a number: 'many'"),
    ("results.csv", ROW.format("6", "1.5", "0", ""), "not a whole number: '1.5'"),
    ("results.csv", ROW.format("6", "e5", "0", ""), "not a number: 'e5'"),
    ("results.csv", "1,22,first,6,Name,86.0%,1M,0,,nowhere", "invalid literal"),
    ("results.csv", "1,22,41,6,Name,86.0%,1M,0,", "the row has 9 cells; the header has 10"),
    ("results.csv", "1,22,41,6,Name,86.0%,1M,0,,nowhere,more", "the row has 11 cells; the header has 10"),
    ("results.csv", "41", "the row has 1 cells; the header has 10"),
    ("text_results.csv", "34,EfficientNet,Top 1 Accuracy,%,84.4%,here", "not a place: 'here'"),
    ("text_results.csv", "34,EfficientNet,Top 1 Accuracy,%,high,4.1:2", "not a number: 'high'"),
    ("techniques.csv", "new,New,,,Attention,99,,A", "no reference is numbered '99'"),
    ("techniques.csv", ",New,,,Attention,,,A", "identifies nothing"),
    ("datasets.csv", "new,New,,12M,perhaps,,,A", "no answer to public is called 'perhaps'"),
    ("datasets.csv", "new,New,,a lot,yes,,,A", "not a number: 'a lot'"),
    ("uses.csv", "6,warp-drive,2:3,stated", "no technique is called 'warp-drive'"),
    ("uses.csv", "62,vit,2:3,stated", "no reference is numbered '62'"),
    ("lineage.csv", "vit,builds-on,warp-drive,2:2,stated", "no technique is called 'warp-drive'"),
    ("lineage.csv", "ref:77,builds-on,vit,2:2,stated", "no reference is numbered '77'"),
    ("lineage.csv", "vit,resembles,transformer,2:2,stated", "no relation is called 'resembles'"),
    ("lineage.csv", "vit,builds-on,transformer,2:2,guessed", "no basis is called 'guessed'"),
    ("lineage.csv", "vit,builds-on,transformer,,stated", "not a place: ''"),
    ("lineage.csv", "vit,builds-on,transformer,2:2", "the row has 4 cells; the header has 5"),
    ("citations.csv", "62,2:2,", "no reference is numbered '62'"),
    ("citations.csv", "6,2:2,technique:warp-drive", "no technique is called 'warp-drive'"),
    ("citations.csv", "6,,", "not a place: ''"),
    ("statements.csv", "new,A claim.,A reading.,,1,equal,", "not a place: ''"),
]


@pytest.mark.parametrize(("name", "row", "reason"), PLANTED, ids=[f"{name}: {row}" for name, row, _ in PLANTED])
def test_a_planted_error_is_rejected_with_file_and_line_and_nothing_else_is(
    folder: Path, name: str, row: str, reason: str
) -> None:
    line = add(folder / name, row)
    everything = list(ReviewSource(folder).records())
    (found,) = (record for record in everything if isinstance(record, rec.Rejected))
    assert found.at.pointer == f"{name}:{line}"
    assert reason in found.reason
    assert found.raw == row
    assert [record for record in everything if record is not found] == records()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('title = "Attention is all you need"', 'note = "x"', "title is None; a str was expected"),
        ('arxiv = "1706.03762"', 'arxiv = "ViT"', "not an arXiv identifier: 'ViT'"),
        ('arxiv = "1706.03762"', 'doi = "unknown"', "not a DOI: 'unknown'"),
    ],
)
def test_an_unsound_entry_of_the_bibliography_is_rejected_with_its_number(
    folder: Path, old: str, new: str, reason: str
) -> None:
    path = folder / "references.toml"
    text = path.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.lower().startswith(old.lower()))
    change(path, old, new)
    problems = rejected(folder)
    assert "references.toml#4" in {found.at.pointer for found in problems}
    assert any(reason in found.reason for found in problems)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_an_error_that_names_it(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SourceError, match=re.escape(name)):
        ReviewSource(folder).fingerprint()
    with pytest.raises(SourceError, match=re.escape(name)):
        list(ReviewSource(folder).records())


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("spoilt", [b"\xff\xfe\x00", b""])
def test_a_file_that_is_no_text_or_empty_is_an_error_that_names_it(folder: Path, name: str, spoilt: bytes) -> None:
    (folder / name).write_bytes(spoilt)
    with pytest.raises(SourceError, match=re.escape(name)):
        list(ReviewSource(folder).records())


@pytest.mark.parametrize("name", ["review.toml", "references.toml"])
@pytest.mark.parametrize("text", ["[[", "x = ", "= 1", 'x = "', "x = 1\nx = 2"])
def test_malformed_toml_is_an_error_that_names_the_file(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=f"{re.escape(name)} is not valid TOML"):
        list(ReviewSource(folder).records())


@pytest.mark.parametrize(
    "text", ['number = 1\ntitle = "x"', "[[reference]]", "reference = 1", "[reference]\ntitle = 'x'"]
)
def test_a_bibliography_without_numbered_entries_is_an_error(folder: Path, text: str) -> None:
    (folder / "references.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"references\.toml: every \[\[reference\]\] needs a number"):
        list(ReviewSource(folder).records())


def test_two_entries_of_one_number_are_an_error(folder: Path) -> None:
    change(folder / "references.toml", "number = 61\n", "number = 60\n")
    with pytest.raises(SourceError, match="a number of its own"):
        list(ReviewSource(folder).records())


@pytest.mark.parametrize(
    ("old", "lacking"),
    [("title =", r"\[review\] lacks title"), ("licence =", r"\[source\] lacks licence"),
     ("task =", r"\[benchmark\] lacks task"), ("family =", r"\[tables\] lacks family")],
)  # fmt: skip
def test_a_key_that_the_review_lacks_is_named(folder: Path, old: str, lacking: str) -> None:
    change(folder / "review.toml", old, f"no_{old}")
    with pytest.raises(SourceError, match=lacking):
        list(ReviewSource(folder).records())


def test_a_direction_that_is_none_is_an_error_and_not_unknown(folder: Path) -> None:
    change(folder / "review.toml", 'direction = "higher"', 'direction = "hihger"')
    with pytest.raises(SourceError, match="hihger"):
        list(ReviewSource(folder).records())


@pytest.mark.parametrize("name", FILES[2:])
def test_a_header_that_lacks_a_column_is_an_error_that_names_both(folder: Path, name: str) -> None:
    header = (folder / name).read_text(encoding="utf-8").splitlines()[0]
    last = header.split(",")[-1]
    change(folder / name, header, header.replace(last, "other"))
    with pytest.raises(SourceError, match=rf"{re.escape(name)} lacks: {last}"):
        list(ReviewSource(folder).records())


def test_a_broken_quotation_is_an_error_with_file_and_line(folder: Path) -> None:
    line = add(folder / "uses.csv", '6,"vit"x,2:3,stated')
    with pytest.raises(SourceError, match=rf"uses\.csv, line {line}, is not valid CSV"):
        list(ReviewSource(folder).records())


def test_a_cell_of_two_lines_keeps_both(folder: Path) -> None:
    add(folder / "techniques.csv", 'new,"New\nTechnique",,,Attention,,,A')
    names = {record.name for record in ReviewSource(folder).records() if isinstance(record, rec.Technique)}
    assert "New\nTechnique" in names


def test_columns_may_stand_in_another_order_and_there_may_be_more(folder: Path) -> None:
    path = folder / "results.csv"
    names = list(rows("results.csv")[0])[::-1]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*names, "note"], restval="x", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows("results.csv"))
    assert list(ReviewSource(folder).records()) == records()


@pytest.mark.parametrize("name", ["results.csv", "references.toml"])
def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert list(ReviewSource(folder).records()) == records()


def test_a_date_may_be_a_date_of_toml(folder: Path) -> None:
    path = folder / "references.toml"
    path.write_text(re.sub(r'^date = "(\d{4}-\d\d-\d\d)"', r"date = \1", path.read_text("utf-8"), flags=re.M), "utf-8")
    assert list(ReviewSource(folder).records()) == records()


def test_files_that_are_no_facts_change_no_fingerprint_and_facts_do(folder: Path) -> None:
    (folder / ".hidden").mkdir()
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    assert ReviewSource(folder).fingerprint() == ReviewSource().fingerprint()
    for name in FILES:
        before = ReviewSource(folder).fingerprint()
        (folder / name).write_text((folder / name).read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert ReviewSource(folder).fingerprint() != before
