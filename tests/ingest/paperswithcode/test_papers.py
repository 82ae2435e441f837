"""Papers with abstracts: each entry is a paper or a refusal, and a broken field costs that field alone."""

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import fields, replace

from ingest import record as rec
from ingest.record import Paper, Rejected, Task, Technique
from ingest.sources.paperswithcode import papers
from ingest.sources.paperswithcode.identity import Known
from ingest.sources.paperswithcode.jsonstream import TooLong
from ingest.sources.paperswithcode.papers import by_name
from ontology import iri
from tests.ingest.paperswithcode.seeds import (
    ORIGIN,
    PAGE,
    VIT,
    anything,
    entries_like,
    numbered,
    of,
    read,
    refusals,
    sample,
    sampled,
    without,
)  # fmt: skip

read_papers = partial(read, papers.records)
TRANSFORMER = iri.thing("technique", "paperswithcode", "vision-transformer")
TECHNIQUES = {"Vision Transformer": TRANSFORMER}


def paper(entry: dict[str, Any], **options: Any) -> rec.Paper:
    (found,) = of(Paper, read(partial(papers.records, **options), entry))
    assert isinstance(found, rec.Paper)
    return found


def task(name: str) -> str:
    return iri.thing("task", "paperswithcode", name)


def technique(name: str, slug: str) -> rec.Technique:
    at = rec.Place(ORIGIN, "methods.json#/0")
    return Technique(at=at, iri=iri.thing("technique", "paperswithcode", slug), name=name)


def test_an_entry_becomes_one_paper_with_all_that_it_says() -> None:
    assert paper(VIT, techniques=TECHNIQUES) == Paper(
        at=rec.Place(ORIGIN, "dump.json#/0"),
        iri=iri.paper(arxiv="2010.11929"),
        title="An Image is Worth 16x16 Words",
        authors=("Alexey Dosovitskiy", "Lucas Beyer"),
        identifiers=(("arxiv", "2010.11929"), ("paperswithcode", "an-image-is-worth-16x16-words-transformers-1")),
        submitted="2020-10-22",
        venue="ICLR 2021 1",
        tasks=(task("Image Classification"), task("Fine-Grained Image Classification")),
        techniques=(TRANSFORMER,),
    )


def test_the_real_sample_is_read_to_its_last_field() -> None:
    (entry,) = sampled("papers-with-abstracts")
    (method,) = entry["methods"]
    known = {method["name"]: TRANSFORMER}
    found = list(papers.records(numbered(entry), ORIGIN, techniques=known))
    place = rec.Place(ORIGIN, "dump.json#/0")
    assert found[0] == Paper(
        at=place, iri=iri.paper(arxiv=entry["arxiv_id"]), title=entry["title"], authors=tuple(entry["authors"]),
        identifiers=(("arxiv", entry["arxiv_id"]), ("paperswithcode", entry["paper_url"].rsplit("/")[-1])),
        submitted=entry["date"], venue=entry["proceeding"], abstract=entry["abstract"],
        urls=(entry["conference_url_abs"], entry["conference_url_pdf"]),
        tasks=tuple(task(name) for name in entry["tasks"]), techniques=(TRANSFORMER,),
    )  # fmt: skip
    assert found[1:] == [Task(at=place, iri=task(name), name=name) for name in entry["tasks"]]


def test_every_key_of_the_real_sample_is_taken_or_named_as_left_out() -> None:
    (entry,) = json.loads(sample("papers-with-abstracts").read_text(encoding="utf-8"))
    taken = {*papers._PAGES, *(key for _, key in papers._SCHEMES)}
    taken |= {"arxiv_id", "title", "abstract", "proceeding", "authors", "tasks", "date", "methods"}
    assert entry.keys() <= taken | {"short_abstract", "conference", "reproduces_paper"}
    assert papers.__doc__
    assert all(f"`{key}`" in papers.__doc__ for key in entry.keys() - taken)


def test_a_paper_outside_arxiv_has_a_date_of_publication() -> None:
    found = paper(without(VIT, "arxiv_id") | {"url_abs": "https://doi.org/10.1162/NECO.1991.3.1.79"})
    assert found.iri == iri.paper(doi_name="10.1162/neco.1991.3.1.79")
    assert (found.submitted, found.published) == (None, "2020-10-22")


def test_a_paper_without_any_identifier_has_that_of_its_page() -> None:
    found = paper(without(VIT, "arxiv_id") | {"url_abs": "https://example.org/p"})
    assert found.iri == iri.paper(own=("paperswithcode", "an-image-is-worth-16x16-words-transformers-1"))
    assert found.identifiers[1] == ("url", "https://example.org/p")


@pytest.mark.parametrize("number", [8192, "8192"])
def test_identifiers_of_conferences_are_kept(number: object) -> None:
    found = paper(VIT | {"nips_id": number, "openreview_id": "YicbFdNTTy"})
    assert found.identifiers[-2:] == (("nips", "8192"), ("openreview", "YicbFdNTTy"))


def test_two_papers_of_one_title_stay_apart() -> None:
    other = VIT | {"arxiv_id": "2101.00001", "url_abs": None, "paper_url": f"{PAGE}/paper/other"}
    one, two = of(Paper, read_papers(VIT, other))
    assert one.title == two.title
    assert one.iri != two.iri


def test_addresses_come_once_and_empty_ones_not_at_all() -> None:
    page = "https://example.org/vit"
    assert paper(VIT | {"url_pdf": page, "conference_url_abs": " ", "conference_url_pdf": page}).urls == (page,)


def test_an_address_that_an_identifier_of_the_paper_gives_is_not_repeated_but_that_of_another_paper_is_kept() -> None:
    other = "https://arxiv.org/abs/1706.03762"
    assert paper(VIT | {"conference_url_abs": other}).urls == (other,)


def test_each_task_is_given_once_in_a_file_and_once_in_a_paper() -> None:
    found = read_papers(VIT | {"tasks": ["A", "B", "A"]}, VIT | {"tasks": ["B", "C"]})
    assert [record.name for record in of(Task, found)] == ["A", "B", "C"]
    assert [paper.tasks for paper in of(Paper, found)] == [(task("A"), task("B")), (task("B"), task("C"))]


def test_authors_keep_their_order_and_namesakes_both_count() -> None:
    assert paper(VIT | {"authors": ["B. Two", "A. One", "B. Two"]}).authors == ("B. Two", "A. One", "B. Two")


@pytest.mark.parametrize("authors", [[], None])
def test_an_empty_author_list_gives_no_authors(authors: object) -> None:
    assert paper(VIT | {"authors": authors}).authors == ()


def test_the_dump_does_not_say_that_its_author_lists_are_complete() -> None:
    assert paper(VIT).authors_complete is None


def test_a_second_entry_of_a_paper_does_not_mix_its_authors_in() -> None:
    found = read_papers(VIT, VIT | {"arxiv_id": "2010.11929v2", "authors": ["Another Spelling"]})
    assert [paper.authors for paper in of(Paper, found)] == [("Alexey Dosovitskiy", "Lucas Beyer"), ()]
    assert list(refusals(found)) == ["#/1/authors"]
    assert "Another Spelling" in of(Rejected, found)[0].raw


def test_text_is_trimmed_and_control_characters_survive() -> None:
    assert paper(VIT | {"abstract": " a\x00\x0b\u2028b\r\n"}).abstract == "a\x00\x0b\u2028b"


# Techniques


def test_methods_are_taken_only_where_the_methods_dump_knows_them() -> None:
    assert paper(VIT).techniques == ()
    assert refusals(read_papers(VIT)) == {}
    found = read(
        partial(papers.records, techniques=TECHNIQUES), VIT | {"methods": [{"name": "Adam"}, VIT["methods"][0]]}
    )
    assert of(Paper, found)[0].techniques == (TRANSFORMER,)
    assert list(refusals(found)) == ["#/0/methods/0/name"]


def test_a_name_of_two_techniques_means_none() -> None:
    found = by_name(
        [technique("Net", "net"), technique("Net+", "net-1"), technique("Net", "net-2"), technique("Net", "net")]
    )
    assert found == {"Net+": iri.thing("technique", "paperswithcode", "net-1")}
    assert by_name([technique("A", "a"), technique("A", "a")]) == {"A": iri.thing("technique", "paperswithcode", "a")}


# What is broken


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"authors": None}, "authors"), ({"authors": "A. One"}, "authors"), ({"authors": ["A", None]}, "authors/1"),
        ({"authors": ["", "A"]}, "authors/0"), ({"authors": [["A"]]}, "authors/0"), ({"tasks": None}, "tasks"),
        ({"tasks": {"a": 1}}, "tasks"), ({"tasks": [7]}, "tasks/0"), ({"date": "2020-02-30"}, "date"),
        ({"date": "May 2020"}, "date"), ({"date": 20200101}, "date"), ({"date": "٢٠٢٠-01-01"}, "date"),
        ({"abstract": 5}, "abstract"), ({"abstract": TooLong(20 << 20)}, "abstract"),
        ({"abstract": "\ud800"}, "abstract"),
        ({"url_pdf": "not an address"}, "url_pdf"), ({"url_pdf": "http://[x"}, "url_pdf"),
        ({"proceeding": []}, "proceeding"),
        ({"url_pdf": "javascript:alert(1)"}, "url_pdf"), ({"url_pdf": "https://"}, "url_pdf"),
        ({"openreview_id": True}, "openreview_id"), ({"methods": None}, "methods"),
        ({"methods": ["Adam"]}, "methods/0"),
        ({"methods": [{}]}, "methods/0/name"), ({"methods": [{"name": 1}]}, "methods/0/name"),
    ],
)  # fmt: skip
def test_a_broken_field_is_refused_with_its_place_and_the_paper_is_kept(change: dict[str, Any], place: str) -> None:
    found = read(partial(papers.records, techniques=TECHNIQUES), VIT | change)
    assert set(refusals(found)) == {f"#/0/{place}"}
    whole = paper(VIT, techniques=TECHNIQUES)
    blank = {field.name: getattr(of(Paper, found)[0], field.name) for field in fields(rec.Paper)}
    touched = {name for name, value in blank.items() if value != getattr(whole, name)}
    assert touched <= {"authors", "tasks", "submitted", "venue", "urls", "techniques"}
    assert len(touched) <= 1


@pytest.mark.parametrize("day", ["2020-10-22T00:00:00", "2020-10-22 00:00:00+00:00", " 2020-10-22 "])
def test_a_time_behind_a_date_is_cut_off(day: str) -> None:
    assert paper(VIT | {"date": day}) == paper(VIT)


@pytest.mark.parametrize("entry", [None, 5, "text", [], [VIT], TooLong(9), True])
def test_what_is_no_object_is_refused(entry: object) -> None:
    (found,) = read_papers(entry)
    assert isinstance(found, Rejected)
    assert found.reason.startswith("expected an object, found ")


@pytest.mark.parametrize("title", [None, "", " \n", 5, ["T"], "\udfff", TooLong(20 << 20)])
def test_a_paper_without_a_usable_title_is_refused_as_a_whole(title: object) -> None:
    (found,) = read_papers(VIT | {"title": title})
    assert isinstance(found, Rejected)
    assert (found.at.pointer, found.reason) == ("dump.json#/0", "title is missing")
    assert len(found.raw) <= 2_000
    assert "2010.11929" in found.raw


def test_a_refused_entry_keeps_its_first_2000_characters() -> None:
    (found,) = read_papers({"abstract": "a" * 5_000})
    assert isinstance(found, Rejected)
    assert found.raw == json.dumps({"abstract": "a" * 5_000})[:2_000]


def test_an_entry_nested_to_the_limit_is_refused_without_failing() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    (found,) = read_papers([deep])
    assert isinstance(found, Rejected)
    while deep:
        deep = deep.pop()


def test_a_refused_entry_takes_no_task_along() -> None:
    found = read_papers(VIT | {"title": None}, VIT)
    assert [record.name for record in of(Task, found)] == VIT["tasks"]


def test_an_entry_with_a_title_alone_is_known_by_its_title() -> None:
    found = paper({"title": "Alone"})
    assert found.identifiers == (("title", "Alone"),)
    assert found.urls == found.tasks == ()


def test_papers_become_known() -> None:
    known = Known()
    paper(VIT, known=known)
    assert not known.named(iri.paper(arxiv="2010.11929"))
    assert known.named(iri.paper(arxiv="2101.00001"))


def test_the_same_input_gives_the_same_records() -> None:
    assert read_papers(VIT, None, VIT) == read_papers(VIT, None, VIT)


@given(anything)
def test_any_element_becomes_records_or_a_refusal(element: object) -> None:
    assert read_papers(element)


@given(entries_like(VIT | {"nips_id": None, "openreview_id": None}))
def test_any_values_in_the_fields_become_a_paper_that_can_be_written_or_a_refusal(entry: dict[str, Any]) -> None:
    found = read(partial(papers.records, techniques=TECHNIQUES), entry)
    assert len(of(Paper, found)) == 1 or [type(record) for record in found] == [Rejected]
    for record in of(Paper, found):
        assert replace(record, at=record.at) == record
        assert all(record.at.pointer == "dump.json#/0" for record in of(Task, found))
