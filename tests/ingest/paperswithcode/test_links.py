"""Links between papers and code: one repository a link, and the papers that nobody else gives."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given

from ingest import record as rec
from ingest.record import Paper, Rejected, Repository
from ingest.sources.paperswithcode import links, papers
from ingest.sources.paperswithcode.identity import Known
from ontology import iri
from tests.ingest.paperswithcode.seeds import (
    LINK,
    ORIGIN,
    PAGE,
    VIT,
    anything,
    entries_like,
    of,
    read,
    refusals,
    sampled,
    without,
)  # fmt: skip

read_links = partial(read, links.records)
AT = rec.Place(ORIGIN, "dump.json#/0")
REPOSITORY = LINK["repo_url"]


def repository(entry: dict[str, Any]) -> rec.Repository:
    (found,) = of(Repository, read_links(entry))
    assert isinstance(found, rec.Repository)
    return found


def test_a_link_becomes_a_repository_and_the_paper_it_is_for() -> None:
    vit = iri.paper(arxiv="2010.11929")
    assert read_links(LINK) == [
        Repository(
            at=AT, iri=iri.thing("repository", "web", REPOSITORY), url=REPOSITORY, paper=vit, official=True,
            framework="jax",
        ),
        Paper(
            at=AT, iri=vit, title="An Image is Worth 16x16 Words", authors=(),
            identifiers=(("arxiv", "2010.11929"), ("paperswithcode", "an-image-is-worth-16x16-words-transformers-1")),
        ),
    ]  # fmt: skip


def test_the_real_samples_are_read_to_their_last_field() -> None:
    entries = sampled("links-between-papers-and-code")
    found = read_links(*entries)
    assert [(one.url, one.official, one.framework, one.paper) for one in of(Repository, found)] == [
        (
            entry["repo_url"], entry["is_official"], None if entry["framework"] == "none" else entry["framework"],
            iri.paper(arxiv=entry["paper_arxiv_id"]),
        )
        for entry in entries
    ]  # fmt: skip
    assert [one.title for one in of(Paper, found)] == [entry["paper_title"] for entry in entries]
    assert not refusals(found)


def test_every_key_of_the_real_samples_is_taken_or_named_as_left_out() -> None:
    taken = {"paper_url", "paper_title", "paper_arxiv_id", "paper_url_abs", "repo_url", "is_official", "framework"}
    assert links.__doc__
    for entry in sampled("links-between-papers-and-code"):
        assert all(f"`{key}`" in links.__doc__ for key in entry.keys() - taken)


def test_the_paper_is_the_one_of_papers_with_abstracts() -> None:
    for change in ({}, {"arxiv_id": None, "url_abs": "https://doi.org/10.1/X"}, {"arxiv_id": None, "url_abs": None}):
        entry = VIT | change
        link = LINK | {"paper_arxiv_id": entry["arxiv_id"], "paper_url_abs": entry["url_abs"]}
        (paper,) = of(Paper, read(papers.records, entry))
        assert repository(link).paper == paper.iri


def test_a_paper_that_was_given_is_not_named_again() -> None:
    known = Known()
    read(partial(papers.records, known=known), VIT)
    assert not of(Paper, read(partial(links.records, known=known), LINK))


def test_a_paper_of_several_repositories_is_named_once() -> None:
    found = read_links(LINK, LINK | {"repo_url": "https://example.org/fork"})
    assert len(of(Repository, found)) == 2
    assert len(of(Paper, found)) == 1


def test_repositories_that_differ_by_one_sign_are_two() -> None:
    one, two = (repository(LINK | {"repo_url": f"https://github.com/a/net{sign}"}) for sign in ("", "+"))
    assert one.iri != two.iri


@pytest.mark.parametrize("framework", ["none", None, ""])
def test_no_framework_is_none(framework: object) -> None:
    assert repository(LINK | {"framework": framework}).framework is None


@pytest.mark.parametrize("official", [None, False])
def test_a_link_is_official_only_if_it_says_so(official: object) -> None:
    assert not repository(LINK | {"is_official": official}).official


@pytest.mark.parametrize(("key", "value"), [("is_official", "yes"), ("is_official", 1), ("framework", 5)])
def test_a_broken_field_is_refused_and_the_link_is_kept(key: str, value: object) -> None:
    found = read_links(LINK | {key: value})
    assert set(refusals(found)) == {f"#/0/{key}"}
    assert of(Repository, found)[0].url == REPOSITORY


@pytest.mark.parametrize("url", [None, "", 5, "github.com/a/b", "http://", "https://[", ["https://example.org"]])
def test_a_link_without_an_address_is_refused(url: object) -> None:
    (found,) = read_links(LINK | {"repo_url": url})
    assert isinstance(found, Rejected)
    assert "repo_url" in found.reason


def test_a_link_that_names_no_paper_is_refused() -> None:
    (found,) = read_links({"repo_url": REPOSITORY})
    assert isinstance(found, Rejected)
    assert found.reason == "nothing tells which paper it is"


def test_a_link_without_a_title_keeps_its_paper() -> None:
    (found,) = read_links(without(LINK, "paper_title"))
    assert isinstance(found, Repository)
    assert found.paper == iri.paper(arxiv="2010.11929")


def test_an_address_with_signs_that_no_iri_may_hold_is_kept_as_written() -> None:
    assert repository(LINK | {"repo_url": f"{PAGE}/a b<c>"}).url == f"{PAGE}/a b<c>"


@given(anything)
def test_any_element_becomes_records_or_a_refusal(element: object) -> None:
    assert read_links(element)


@given(entries_like(LINK))
def test_any_values_in_the_fields_become_a_repository_that_can_be_written_or_a_refusal(entry: dict[str, Any]) -> None:
    found = read_links(entry)
    assert len(of(Repository, found)) == 1 or [type(record) for record in found] == [Rejected]
