"""Techniques, introducing papers and lineage claims from a methods dump."""

import gzip
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import record as rec
from ingest.mapping import statements
from ingest.sources.paperswithcode.methods import records
from ontology.terms import PK
from tests.conftest import SHARED

DUMP = SHARED / "data" / "paperswithcode" / "methods.json.gz"
ORIGIN = rec.Origin("paperswithcode", "https://example.org/", "https://example.org/licence", "2022-06-01")
THING = "https://w3id.org/paperkin/"


def _entry(slug: str = "net", **fields: Any) -> dict[str, Any]:
    return {
        "url": f"https://paperswithcode.com/method/{slug}", "name": slug.title(), "full_name": f"The {slug.title()}",
        "description": f"**{slug.title()}** is a net.", "paper": {"title": "A Paper", "url": "https://paperswithcode.com/paper/a-paper"},
        "introduced_year": 2000, "source_url": "http://arxiv.org/abs/1512.03385v1", "source_title": "A Paper",
        "code_snippet_url": "https://example.org/code#L1", "num_papers": 7,
        "collections": [{"collection": "Nets", "area_id": "computer-vision", "area": "Computer Vision"}],
    } | fields  # fmt: skip


def _records(*entries: object) -> list[rec.Record]:
    return list(records(((f"methods.json#/{number}", entry) for number, entry in enumerate(entries)), ORIGIN))


def _only(kind: type, *entries: object) -> list[Any]:
    return [found for found in _records(*entries) if isinstance(found, kind)]


# Techniques


def test_a_method_becomes_a_technique_with_all_its_fields() -> None:
    (technique,) = _only(rec.Technique, _entry())
    assert technique == rec.Technique(
        at=rec.Place(ORIGIN, "methods.json#/0"), iri=f"{THING}technique/paperswithcode/net", name="Net",
        full_name="The Net", collections=((f"{THING}collection/paperswithcode/Nets", "Nets"),),
        areas=((f"{THING}area/paperswithcode/computer-vision", "Computer Vision"),),
        introduced_by=f"{THING}paper/arxiv/1512.03385", description="**Net** is a net.",
        url="https://paperswithcode.com/method/net", code="https://example.org/code#L1", papers=7,
    )  # fmt: skip


def test_several_collections_of_one_area_name_the_area_once() -> None:
    groups = [{"collection": name, "area_id": "general", "area": "General"} for name in ("Nets", "Losses")]
    (technique,) = _only(rec.Technique, _entry(collections=groups))
    assert [name for _, name in technique.collections] == ["Nets", "Losses"]
    assert [name for _, name in technique.areas] == ["General"]


def test_an_area_without_an_identifier_goes_by_its_name() -> None:
    (technique,) = _only(
        rec.Technique, _entry(collections=[{"collection": "Nets", "area_id": None, "area": "Big Nets"}])
    )
    assert technique.areas == ((f"{THING}area/paperswithcode/Big%20Nets", "Big Nets"),)


def test_line_ends_of_a_description_become_plain() -> None:
    (technique,) = _only(rec.Technique, _entry(description="One\r\n\r\nTwo\rThree\n"))
    assert technique.description == "One\n\nTwo\nThree\n"


@pytest.mark.parametrize("empty", ["full_name", "description", "code_snippet_url", "num_papers", "paper"])
def test_a_field_that_is_null_says_nothing(empty: str) -> None:
    (technique,) = _only(rec.Technique, _entry(**{empty: None}))
    of = {"code_snippet_url": "code", "num_papers": "papers"}
    if empty != "paper":
        assert getattr(technique, of.get(empty, empty)) is None


def test_a_field_that_is_absent_says_nothing() -> None:
    (technique,) = _records({"url": "https://paperswithcode.com/method/net", "name": "Net"})
    assert isinstance(technique, rec.Technique)
    assert (technique.full_name, technique.collections, technique.introduced_by) == (None, (), None)


def test_names_and_hostile_text_stay_as_they_are() -> None:
    name, text = ' Net+ <script>"\u202e\x00 ', "A \x07 <b>[x](javascript:1)</b> \ufffc\\"
    (technique,) = _only(rec.Technique, _entry(name=name, description=text))
    assert (technique.name, technique.description) == (name, text)
    assert list(statements(technique))


# Introducing papers


def test_the_introducing_paper_has_no_authors_and_no_date_from_here() -> None:
    (paper,) = _only(rec.Paper, _entry(introduced_year=2015))
    assert paper == rec.Paper(
        at=rec.Place(ORIGIN, "methods.json#/0"), iri=f"{THING}paper/arxiv/1512.03385", title="A Paper", authors=(),
        identifiers=(("arxiv", "1512.03385"), ("paperswithcode", "a-paper")),
        urls=("http://arxiv.org/abs/1512.03385v1", "https://paperswithcode.com/paper/a-paper"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "iri"),
    {
        "https://arxiv.org/pdf/1512.03385.pdf": "paper/arxiv/1512.03385",
        "https://doi.org/10.1109/ACCESS.2020.3026193": "paper/doi/10.1109%2Faccess.2020.3026193",
        "https://openreview.net/forum?id=Sy2": "paper/paperswithcode/a-paper",
        None: "paper/paperswithcode/a-paper",
    }.items(),
)
def test_a_paper_goes_by_the_strongest_identifier(source: str | None, iri: str) -> None:
    (paper,) = _only(rec.Paper, _entry(source_url=source))
    (technique,) = _only(rec.Technique, _entry(source_url=source))
    assert paper.iri == technique.introduced_by == THING + iri


def test_an_address_that_comes_with_another_title_is_not_the_papers() -> None:
    (paper,) = _only(rec.Paper, _entry(source_url="https://arxiv.org/abs/1511.00001", source_title="Another Text"))
    assert (paper.iri, paper.urls) == (
        f"{THING}paper/paperswithcode/a-paper",
        ("https://paperswithcode.com/paper/a-paper",),
    )


def test_a_method_without_a_paper_is_introduced_by_nothing() -> None:
    found = _records(_entry(paper=None, source_url=None, source_title=None))
    assert [type(each) for each in found] == [rec.Technique]
    assert found[0].introduced_by is None  # type: ignore[attr-defined]


def test_a_source_without_a_page_is_a_paper_still() -> None:
    (paper,) = _only(rec.Paper, _entry(paper=None))
    assert (paper.iri, paper.title) == (f"{THING}paper/arxiv/1512.03385", "A Paper")


def test_a_paper_without_a_title_is_rejected_and_the_technique_kept() -> None:
    paper = {"title": None, "url": "https://paperswithcode.com/paper/a-paper"}
    refused, technique = _records(_entry(paper=paper, source_title=""))
    assert isinstance(refused, rec.Rejected)
    assert (refused.reason, refused.at.pointer) == ("the introducing paper has no title", "methods.json#/0/paper")
    assert isinstance(technique, rec.Technique)
    assert technique.introduced_by is None


# Lineage


def test_a_link_becomes_a_claim_with_its_sentence_and_place() -> None:
    text = (
        "It is big.\r\n\r\n**Net** is a variant of [Old $x. Y$](http://www.paperswithcode.com/method/old/#code). More."
    )
    (claim,) = _only(rec.Lineage, _entry(description=text), _entry("old"))
    assert claim == rec.Lineage(
        at=rec.Place(ORIGIN, "methods.json#/0"), subject=f"{THING}technique/paperswithcode/net", relation=PK.variantOf,
        object=f"{THING}technique/paperswithcode/old", stated_by=None, place="method page net, sentence 2",
        basis=PK.Extracted, sentence="Net is a variant of Old $x. Y$.",
    )  # fmt: skip


def test_links_reach_methods_that_come_earlier_and_later() -> None:
    first, second = (
        _entry("a", description="It uses [B](/method/b)."),
        _entry("b", description="It uses [A](/method/a)."),
    )
    assert [claim.relation for claim in _only(rec.Lineage, first, second)] == [PK.hasComponent] * 2


def test_a_link_to_itself_says_nothing() -> None:
    assert [type(found) for found in _records(_entry(description="[Net](/method/net) is a net."))] == [
        rec.Paper,
        rec.Technique,
    ]


def test_a_link_to_a_method_that_is_not_there_is_rejected_once() -> None:
    (refused,) = _only(rec.Rejected, _entry(description="It uses [Gone](/method/gone). And [Gone](/method/gone)."))
    assert refused.reason == "the description links to a method that is not in the dump"
    assert (refused.raw, refused.at.pointer) == ("gone", "methods.json#/0/description")


def test_every_record_can_be_written() -> None:
    found = _records(_entry(description="It uses [Old](/method/old) instead of [Old](/method/old)."), _entry("old"))
    assert all(list(statements(each)) for each in found)


# What cannot be read


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (None, "a method is no object but NoneType"),
        ([], "a method is no object but list"),
        ("text", "a method is no object but str"),
        ({}, "url is missing"),
        (_entry(url=None), "url is missing"),
        (_entry(url=5), "url is no text but int"),
        (_entry(url="https://paperswithcode.com/paper/net"), "url is no page of a method"),
        (_entry(url="https://paperswithcode.com/method/\ud800"), "surrogates not allowed"),
        (_entry(name=None), "name is missing"),
        (_entry(name="  "), "name is missing"),
        (_entry(name=["Net"]), "name is no text but list"),
        (_entry(description={}), "description is no text but dict"),
        (_entry(num_papers="7"), "num_papers is no number but str"),
        (_entry(num_papers=True), "num_papers is no number but bool"),
        (_entry(num_papers=-1), "num_papers is below zero"),
        (_entry(collections=None), "collections is no list of objects"),
        (_entry(collections={}), "collections is no list of objects"),
        (_entry(collections=[None]), "collections is no list of objects"),
        (_entry(collections=[{"area": "x"}]), "collection is missing"),
        (_entry(paper="A Paper"), "paper is no object but str"),
        (_entry(paper={"title": 5}), "title is no text but int"),
    ],
)
def test_an_entry_that_cannot_be_read_is_rejected_with_its_reason_and_place(entry: object, reason: str) -> None:
    good, refused = _entry("good"), _records(entry, _entry("good"))[0]
    assert isinstance(refused, rec.Rejected)
    assert refused.reason.endswith(reason)
    assert refused.at.pointer == "methods.json#/0"
    assert len(refused.raw) <= 500
    assert _only(rec.Technique, entry, good)[0].name == "Good"


def test_a_method_told_twice_is_a_repeat_and_one_told_differently_is_rejected() -> None:
    *_, repeat, refused = _records(_entry(), _entry(), _entry(name="Other"))
    assert isinstance(repeat, rec.Repeat)
    assert repeat.of == "methods.json#/0"
    assert isinstance(refused, rec.Rejected)
    assert refused.reason == "another method has the same address: methods.json#/0"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.lists(
        JSON | st.builds(_entry, **{key: JSON | st.just(value) for key, value in _entry().items() if key != "url"})
    )
)
def test_nothing_that_json_can_say_raises(entries: list[object]) -> None:
    found = _records(*entries)
    fates = Counter(each.at.pointer for each in found if isinstance(each, (rec.Technique, rec.Repeat, rec.Rejected)))
    assert all(fates[f"methods.json#/{number}"] == 1 for number in range(len(entries)))


# The real dump


@pytest.fixture(scope="module")
def real() -> list[rec.Record]:
    if not DUMP.exists():
        pytest.skip("the real methods dump is not here: it is no part of the project")
    with gzip.open(DUMP, "rt", encoding="utf-8") as file:
        return _records(*json.load(file))


def test_the_real_dump_is_read_whole(real: list[rec.Record]) -> None:
    techniques = [found for found in real if isinstance(found, rec.Technique)]
    assert len(techniques) == len({technique.iri for technique in techniques}) == 1924
    assert sum(technique.introduced_by is None for technique in techniques) == 178
    assert sum(technique.description is None for technique in techniques) == 126
    assert not any("\r" in (technique.description or "") for technique in techniques)
    assert not any(isinstance(found, rec.Repeat) for found in real)


def test_the_real_dump_gives_no_year_and_mostly_arxiv_papers(real: list[rec.Record]) -> None:
    papers = [found for found in real if isinstance(found, rec.Paper)]
    assert len(papers) == 1746
    assert {(paper.year, paper.submitted, paper.published) for paper in papers} == {(None, None, None)}
    assert sum(paper.identifiers[0][0] == "arxiv" for paper in papers) > 1600


def test_the_real_dump_gives_over_1500_claims_each_with_its_sentence(real: list[rec.Record]) -> None:
    found = [each for each in real if isinstance(each, rec.Lineage)]
    assert len(found) > 1500
    assert all(claim.sentence and claim.place.startswith("method page ") for claim in found)
    assert len({(claim.subject, claim.relation, claim.object, claim.place) for claim in found}) == len(found)
    assert all(claim.subject != claim.object for claim in found)


def test_the_real_dump_rejects_only_links_that_lead_nowhere(real: list[rec.Record]) -> None:
    refused = [found for found in real if isinstance(found, rec.Rejected)]
    assert {found.reason for found in refused} == {"the description links to a method that is not in the dump"}
    assert len(refused) == 7
