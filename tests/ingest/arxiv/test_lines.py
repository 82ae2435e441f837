"""The quick way for common lines gives what the rule for all formats gives, whatever real and made-up lines hold."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import record as rec
from ingest.sources.arxiv.fields import tidy
from ingest.sources.arxiv.lines import Line, _decode, common, papers, unusual, wrapped
from tests.ingest.arxiv.test_bulk import LINE, line
from tests.ingest.arxiv.upstream import AT, DATA

PLACES = [rec.Place(AT.origin, f"lines:{number}") for number in range(1000)]


def quick(data: Line) -> rec.Paper | None:
    return common(data, list(map(tidy, wrapped(data))), AT)


def plainly(lines: list[bytes]) -> list[rec.Record]:
    """Read lines one by one, none as a common one."""
    seen: set[str] = set()
    return [record for one, at in zip(lines, PLACES, strict=False) for record in unusual(_decode(one), one, at, seen)]


def real() -> list[bytes]:
    return (DATA / "kaggle-snapshot-head" / "arxiv-metadata-oai-snapshot.json").read_bytes().splitlines(keepends=True)


needs_data = pytest.mark.skipif(not DATA.exists(), reason="the real lines lie in ../shared, which is absent here")


@needs_data
def test_both_ways_give_the_same_of_real_lines_and_most_are_common() -> None:
    lines = real()
    assert papers(lines, PLACES[: len(lines)], set()) == plainly(lines)
    assert sum(quick(_decode(one)) is not None for one in lines) > 0.97 * len(lines)


def nearly(value: str) -> st.SearchStrategy[str]:
    """Give texts like one that upstream wrote, with something unexpected in it or missing from it."""
    bits = [
        "",
        " ",
        "  ",
        "\n",
        "\x00",
        "\x7f",
        "\xa0",
        "\u2028",
        "é",
        "\\",
        ":",
        ",",
        "v1",
        "doi:",
        "et al",
        "withdrawn",
    ]
    places = st.tuples(st.integers(0, len(value)), st.integers(0, 3), st.sampled_from(bits))
    return st.lists(places, max_size=3).map(lambda changes: _changed(value, changes))


def _changed(value: str, changes: list[tuple[int, int, str]]) -> str:
    for start, length, bit in changes:
        value = value[:start] + bit + value[start + length :]
    return value


TEXTS = {
    "id": "2101.00000", "authors": "A. Lovelace, E. Noether", "title": "A title\n  of two lines",
    "comments": "This paper has been withdrawn", "journal-ref": "J. A\n 1", "report-no": "A-1",
    "categories": "cs.LG stat.ML", "doi": "10.1103/PhysRevD.76",
    "license": "http://creativecommons.org/licenses/by/4.0/", "abstract": "  It is so.\nAnd so.\n",
}  # fmt: skip
NAMES = st.lists(st.sampled_from(["Noether", "Emmy", "Jr.", "", " ", "de la"]), max_size=4)
DATES = (
    nearly("Fri, 1 Jan 2021 10:00:00 GMT") | nearly("Mon, 31 Feb 2021 10:00:00 GMT") | nearly("2021-01-01T10:00:00Z")
)
VERSIONS = st.fixed_dictionaries({"version": nearly("v12"), "created": DATES})
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        **{key: st.none() | nearly(value) for key, value in TEXTS.items() if key != "id"},
        "id": nearly(TEXTS["id"]),
        "authors_parsed": st.none() | st.lists(NAMES | st.just(["Noether", "Emmy", ""]), max_size=3),
        "versions": st.lists(VERSIONS, max_size=3),
    },
)


@given(CHANGES)
def test_a_line_that_counts_as_common_gives_the_same_paper_as_any_line(change: dict[str, Any]) -> None:
    content = line(**change)
    found = quick(_decode(content))
    assert found is None or [found] == unusual(_decode(content), content, AT, set())


@given(st.lists(CHANGES, max_size=5))
def test_lines_together_give_the_same_records_in_the_same_order_as_one_by_one(changes: list[dict[str, Any]]) -> None:
    lines = [line(**change) for change in changes]
    found, expected = papers(lines, PLACES[: len(lines)], set()), plainly(lines)
    assert found == expected
    assert repr(found) == repr(expected)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"doi": "10.1/a"},
        {"license": None, "journal-ref": " J\n 1"},
        {"authors_parsed": [["Noether", "Emmy", "Jr."], ["Plato", "", ""]]},
        {"authors_parsed": [["Noether", "Emmy", "", "Bryn Mawr"], ["Plato"]]},
        {"versions": LINE["versions"] * 2},
    ],
)
def test_ordinary_fields_are_common(change: dict[str, Any]) -> None:
    assert quick(_decode(line(**change))) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"doi": "10.1/a, soon"},
        {"doi": "10.1/a 10.1/b"},
        {"license": "mine own"},
        {"title": " "},
        {"authors_parsed": None},
        {"authors_parsed": []},
        {"authors_parsed": [["Plato", ""], ["", "", ""]]},
        {"authors_parsed": [[]]},
        {"versions": []},
        {"versions": [{"version": "v1", "created": "2021-01-01T10:00:00Z"}]},
        {"versions": [{"version": "v1", "created": "Fri, 1 Jan 2021 and no hour"}]},
        {"id": "one"},
    ],
)
def test_what_is_out_of_the_ordinary_is_left_to_the_rule_for_all(change: dict[str, Any]) -> None:
    assert quick(_decode(line(**change))) is None


def test_what_one_line_is_refused_for_does_not_touch_its_neighbours() -> None:
    lines = [line(id="2101.00001"), b"{\n", b" \n", line(id="2101.00002", title=""), line(id="2101.00003")]
    found = papers(lines, PLACES[:5], set())
    assert [(type(one), one.at.pointer) for one in found] == [
        (rec.Paper, "lines:0"), (rec.Rejected, "lines:1"), (rec.Rejected, "lines:3"), (rec.Paper, "lines:4"),
    ]  # fmt: skip
    assert json.loads(lines[0])["id"] == found[0].identifiers[0][1]  # type: ignore[attr-defined]
