"""Who shares an identifier is one paper; evidence that is at odds joins nobody and is reported."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity.joins import Joins, joined
from ontology.iri import paper
from ontology.schemes import SCHEMES

VIT, DOI, PAGE = paper(arxiv="2010.11929"), paper(doi_name="10.1/vit"), paper(own=("paperswithcode", "vit"))
SWIN = paper(arxiv="2103.14030")


def evidence(*said: tuple[str, str]) -> pl.DataFrame:
    """Make evidence of pairs of a thing and an identifier with its scheme."""
    rows = [(thing, *identifier.split(":", 1)) for thing, identifier in said]
    return pl.DataFrame(rows, schema={"thing": pl.String, "scheme": pl.String, "value": pl.String}, orient="row")


def names(joins: Joins) -> dict[str, str]:
    return dict(joins.renamed.iter_rows())


def test_records_that_share_an_identifier_get_the_name_of_the_strongest_that_any_has() -> None:
    found = joined(
        evidence(
            (PAGE, "paperswithcode:vit"), (PAGE, "doi:10.1/vit"), (DOI, "doi:10.1/vit"), (DOI, "openalex:W1"),
            (VIT, "openalex:W1"), (VIT, "arxiv:2010.11929"),
        )
    )  # fmt: skip
    assert names(found) == {PAGE: VIT, DOI: VIT}
    assert found.conflicts.is_empty()


def test_a_name_that_no_record_has_yet_is_minted_where_it_is_the_strongest() -> None:
    other = paper(own=("mag", "1"))
    found = joined(evidence((PAGE, "acl:P1"), (PAGE, "paperswithcode:vit"), (other, "acl:P1"), (other, "mag:1")))
    acl = paper(own=("acl", "P1"))
    assert names(found) == {PAGE: acl, other: acl}


def test_records_that_share_nothing_keep_their_names() -> None:
    assert not names(joined(evidence((VIT, "arxiv:2010.11929"), (SWIN, "arxiv:2103.14030"), (DOI, "doi:10.1/vit"))))


def test_one_doi_on_two_arxiv_papers_joins_nobody_and_is_reported() -> None:
    found = joined(
        evidence(
            (VIT, "arxiv:2010.11929"), (VIT, "doi:10.1/vit"), (SWIN, "arxiv:2103.14030"), (SWIN, "doi:10.1/vit"),
            (DOI, "doi:10.1/vit"),
        )
    )  # fmt: skip
    assert not names(found)
    assert found.conflicts.rows() == [("doi:10.1/vit", thing) for thing in sorted([VIT, SWIN, DOI])]


def test_a_chain_from_one_arxiv_paper_to_another_is_left_apart_and_reported() -> None:
    found = joined(
        evidence(
            (VIT, "arxiv:2010.11929"), (VIT, "openalex:W1"), (DOI, "openalex:W1"), (DOI, "doi:10.1/vit"),
            (PAGE, "doi:10.1/vit"), (PAGE, "mag:5"), (SWIN, "mag:5"), (SWIN, "arxiv:2103.14030"),
        )
    )  # fmt: skip
    assert not names(found)
    assert set(found.conflicts["identifier"]) == {"openalex:W1", "doi:10.1/vit", "mag:5"}


def test_a_conflict_does_not_keep_other_papers_apart() -> None:
    work, page = paper(own=("openalex", "W9")), paper(own=("paperswithcode", "else"))
    found = joined(
        evidence(
            (VIT, "arxiv:2010.11929"), (VIT, "doi:10.1/x"), (SWIN, "arxiv:2103.14030"), (SWIN, "doi:10.1/x"),
            (work, "doi:10.1/y"), (page, "doi:10.1/y"),
        )
    )  # fmt: skip
    assert names(found) == dict.fromkeys([work, page], paper(doi_name="10.1/y"))


def test_a_person_may_join_what_shares_nothing_but_not_two_arxiv_papers() -> None:
    said = evidence((VIT, "arxiv:2010.11929"), (SWIN, "arxiv:2103.14030"), (PAGE, "paperswithcode:vit"))
    assert names(joined(said, [(VIT, PAGE)])) == {PAGE: VIT}
    assert not names(joined(said, [(VIT, SWIN)]))


def test_papers_known_by_title_alone_can_be_joined_by_a_person() -> None:
    one, other = paper(own=("title", "A")), paper(own=("title", "B"))
    assert names(joined(evidence(), [(one, other)])) == {other: one}


_THINGS = st.sampled_from([paper(own=("openalex", f"W{n}")) for n in range(6)])
_IDENTIFIERS = st.builds(
    "{}:{}".format, st.sampled_from(SCHEMES[1:]), st.sampled_from(["10.1/a", "10.1/b"])
) | st.sampled_from(["arxiv:2010.11929", "arxiv:2103.14030"])
_SAID = st.lists(st.tuples(_THINGS, _IDENTIFIERS), max_size=14, unique=True)


@given(_SAID, st.randoms())
def test_joins_depend_on_the_evidence_and_not_on_its_order(said: list[tuple[str, str]], chance: object) -> None:
    first = joined(evidence(*said))
    chance.shuffle(said)  # type: ignore[attr-defined]
    again = joined(evidence(*said))
    assert first.renamed.equals(again.renamed)
    assert first.conflicts.equals(again.conflicts)


@given(_SAID)
def test_no_name_stands_for_two_arxiv_papers(said: list[tuple[str, str]]) -> None:
    found = names(joined(evidence(*said)))
    papers: dict[str, set[str]] = {}
    for thing, identifier in said:
        if identifier.startswith("arxiv:") and thing in found:
            papers.setdefault(found[thing], set()).add(identifier)
    assert all(len(ids) == 1 for ids in papers.values())


@given(_SAID)
def test_what_is_joined_has_one_name_that_is_not_renamed_again(said: list[tuple[str, str]]) -> None:
    found = names(joined(evidence(*said)))
    assert not set(found) & set(found.values())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_joins(scheme: str) -> None:
    value = {"arxiv": "2010.11929", "doi": "10.1/vit"}.get(scheme, "x")
    one, other = paper(own=("a", "1")), paper(own=("b", "1"))
    found = names(joined(evidence((one, f"{scheme}:{value}"), (other, f"{scheme}:{value}"))))
    assert found[one] == found[other]
