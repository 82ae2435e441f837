"""Author lists of one line, and single fields."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.arxiv.fields import day, dois, tidy, tidy_all, withdrawn
from ingest.sources.arxiv.lines import _name
from ingest.sources.arxiv.names import authors, plain
from tests.ingest.arxiv.upstream import DATA


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"C. Bal\'azs", "C. Balázs"),
        (r"H. R{\"o}glin", "H. Röglin"),
        (r"\v{S}. \'{C}uk", "Š. Ćuk"),
        (r"J. Fran\c cois", "J. François"),
        (r"J. Fran\c{c}ois", "J. François"),
        (r"\L. M\"{u}ller and S. \O stlund", "Ł. Müller and S. Østlund"),
        (r"Gar\c{c}\'{\i}a", "Garçía"),
        (r"Gr\"obner", "Gröbner"),
        (r"Wei\ss{}", "Weiß"),
        (r"Erd\H{o}s", "Erdős"),
        ("O'Brien", "O'Brien"),
        (r"$\alpha$ \emph x", r"$\alpha$ \emph x"),
    ],
)
def test_accents_of_latex_become_letters(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lovelace", ("Ada Lovelace",)),
        ("A. B, C. D and E. F", ("A. B", "C. D", "E. F")),
        ("A. B, C. D, and E. F", ("A. B", "C. D", "E. F")),
        ("A. B (Linz, Graz) and C. D ((1) X, (2) Y and Z)", ("A. B", "C. D")),
        ("A. B (never closed, C. D", ("A. B",)),
        ("N. J. Evans, II, Sam Davis Jr., J. Doe, Jr.", ("N. J. Evans II", "Sam Davis Jr.", "J. Doe Jr.")),
        ("The BABAR Collaboration: B. Aubert", ("The BABAR Collaboration", "B. Aubert")),
        ("A.B. Sand, C.-P. Yuan", ("A. B. Sand", "C. -P. Yuan")),
        ("Alexander Sandor", ("Alexander Sandor",)),
        ("", ()),
    ],
)
def test_a_list_of_one_line_is_split(text: str, expected: tuple[str, ...]) -> None:
    assert authors(text) == (expected, True)


@pytest.mark.parametrize("text", ["A. B, et al", "A. B et al.", "A. B, et. al.", "A. B and others"])
def test_a_list_that_is_not_whole_says_so(text: str) -> None:
    assert authors(text) == (("A. B",), False)


@pytest.mark.skipif(not DATA.exists(), reason="the real snapshot lies in ../shared, which is absent here")
def test_nearly_all_real_lists_are_split_as_arxiv_splits_them() -> None:
    lines = (DATA / "kaggle-snapshot-head" / "arxiv-metadata-oai-snapshot.json").read_text("utf-8").splitlines()
    found = {data["id"]: (authors(data["authors"])[0], data["authors_parsed"]) for data in map(json.loads, lines)}
    others = [name for name, (ours, theirs) in found.items() if ours != tuple(map(_name, theirs))]
    assert others == ["0704.0030", "0704.0072"]


@given(st.lists(st.sampled_from(["Ada Lovelace", "E. Noether", "Y. LeCun", "J. C. de Haan"]), max_size=9))
def test_names_joined_by_commas_come_back(names: list[str]) -> None:
    assert authors(", ".join(names)) == (tuple(names), True)


@given(st.text())
def test_no_text_trips_the_reading_of_names(text: str) -> None:
    names, _ = authors(text)
    assert all(name.strip() for name in names)


@given(st.text())
def test_a_tidy_text_is_tidy(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert once is None or not set(once) & set(map(chr, (*range(32), 127)))
    assert once is None or ("  " not in once and once.split(" ") == [word for word in once.split(" ") if word])


@given(st.lists(st.none() | st.text() | st.text(st.sampled_from(" \n\0\x1f\x7f\xa0é\ud800b"))))
def test_many_texts_at_once_come_out_as_each_alone(texts: list[str | None]) -> None:
    assert tidy_all(texts) == [tidy(text) for text in texts]


@given(st.dates().filter(lambda day: day.year > 999))
def test_both_forms_of_a_day_mean_the_same(date: object) -> None:
    assert day(f"{date:%a, %d %b %Y} 19:18:42 GMT") == day(f"{date:%Y-%m-%d}T19:18:42Z") == f"{date:%Y-%m-%d}"


@pytest.mark.parametrize("text", ["", "yesterday", "2021-02-30", "Mon, 31 Feb 2021 10:00:00 GMT", "Mon, x Y Z", "2021"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        day(text)


def test_a_field_of_dois_gives_them_and_what_is_none() -> None:
    assert dois(None) == dois("") == ([], [])
    assert dois("https://doi.org/10.1/A, doi:10.2/b; soon") == (["10.1/A", "10.2/b"], ["soon"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This paper has been withdrawn by the author due to an error", True),
        ("Withdrawn", True),
        ("Paper withdrawn", True),
        ("has been withdrawn", True),
        ("12 pages", None),
        ("The money that was withdrawn", None),
        ("THIS SUBMISSION HAVE BEEN TEMPORARILY WITHDRAWN; it is withdrawn", True),
        (f"Withdrawn{'.' * 99}", True),
        (None, None),
    ],
)
def test_a_withdrawal_is_told_by_its_first_words(text: str | None, expected: bool | None) -> None:
    assert withdrawn(text) is expected
