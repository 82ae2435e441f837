"""One rule tells which paper an entry means; weaker identifiers never displace stronger ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import record as rec
from ingest.sources.paperswithcode.identity import Known, named_paper, paper_iri, slug
from ontology import iri
from tests.ingest.paperswithcode.seeds import ORIGIN, PAGE

BASE = "https://w3id.org/paperkin/paper"
AT = rec.Place(ORIGIN, "dump.json#/0")
SLUG = f"{PAGE}/paper/a-paper"


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2010.11929", "http://arxiv.org/abs/2010.11929v4", " https://arxiv.org/abs/2010.11929v1 ",
        "https://www.arxiv.org/pdf/2010.11929v2.pdf", "http://arxiv.org/pdf/2010.11929", "arxiv.org/abs/2010.11929",
        "https://export.arxiv.org/abs/2010.11929v2", "https://arxiv.org/abs/2010.11929v2/",
        "https://arxiv.org/pdf/2010.11929.pdf#page=3", "https://arxiv.org/abs/2010.11929?context=cs.CV",
        "https://arxiv.org/html/2010.11929v1", "https://doi.org/10.48550/arXiv.2010.11929",
        "https://doi.org/10.48550%2FarXiv.2010.11929v2",
    ],
)  # fmt: skip
def test_every_way_to_write_an_arxiv_address_means_one_paper(url: str) -> None:
    found = paper_iri(None, url, None, "T")
    assert found == (f"{BASE}/arxiv/2010.11929", (("arxiv", "2010.11929"),))


@pytest.mark.parametrize("arxiv", ["2010.11929", "2010.11929v2", "arXiv:2010.11929"])
def test_the_arxiv_identifier_goes_before_all_else_and_the_rest_is_kept(arxiv: str) -> None:
    found = paper_iri(arxiv, "https://doi.org/10.1/X", SLUG, "T")
    assert found is not None
    assert found.iri == f"{BASE}/arxiv/2010.11929"
    assert found.identifiers == (("arxiv", "2010.11929"), ("doi", "10.1/x"), ("paperswithcode", "a-paper"))


def test_old_arxiv_identifiers_keep_their_archive() -> None:
    found = paper_iri(None, "http://arxiv.org/abs/astro-ph/0601001v1", None, None)
    assert found == (f"{BASE}/arxiv/astro-ph%2F0601001", (("arxiv", "astro-ph/0601001"),))


@pytest.mark.parametrize(
    "url",
    ["https://doi.org/10.3389/FPHYS.2018.01206", "http://dx.doi.org/10.3389%2Ffphys.2018.01206"],
)
def test_a_link_to_a_doi_goes_before_the_page(url: str) -> None:
    found = paper_iri("no identifier", url, SLUG, "T")
    assert found is not None
    assert found.iri == f"{BASE}/doi/10.3389%2Ffphys.2018.01206"
    assert found.identifiers == (("doi", "10.3389/fphys.2018.01206"), ("paperswithcode", "a-paper"))


def test_the_page_goes_before_another_address_which_is_kept() -> None:
    found = paper_iri(None, "https://example.org/p.html", SLUG, "T")
    assert found == (
        f"{BASE}/paperswithcode/a-paper",
        (("paperswithcode", "a-paper"), ("url", "https://example.org/p.html")),
    )


def test_a_page_in_place_of_the_address_is_the_page() -> None:
    assert paper_iri(None, SLUG, None, "T") == paper_iri(None, None, SLUG, "T") == paper_iri(None, SLUG, SLUG, None)


@pytest.mark.parametrize(
    "url",
    ["https://example.org/p.html", "https://dl.acm.org/doi/10.1145/1", "https://doi.org/10.1/", "https://doi.org/10.1/%20",
     "https://arxiv.org/list/cs.CV/recent"],
)  # fmt: skip
def test_an_address_alone_identifies(url: str) -> None:
    found = paper_iri(None, url, "https://example.org/no-page", "T")
    assert found == (iri.paper(own=("url", url)), (("url", url),))


def test_two_addresses_that_differ_by_one_sign_are_two_papers() -> None:
    one, other = (paper_iri(None, f"https://example.org/{name}", None, "T") for name in ("a+b", "a%2Bb"))
    assert one is not None
    assert other is not None
    assert one.iri != other.iri


@pytest.mark.parametrize("url", [None, "", " ", "N/A", "-", "://x", "https://"])
def test_the_title_comes_last_and_what_is_no_address_does_not_count(url: str | None) -> None:
    assert paper_iri(None, url, None, " A title ") == (f"{BASE}/title/A%20title", (("title", "A title"),))
    assert paper_iri(None, url, None, " ") is None


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (SLUG, "a-paper"), (f"{SLUG}/", "a-paper"), (f"{SLUG}/review/?x=1", "a-paper"), (f"{SLUG}#code", "a-paper"),
        ("http://www.paperswithcode.com/paper/a-paper", "a-paper"), (f"{PAGE}/paper/", None), (f"{PAGE}/task/x", None),
        ("https://example.org/?u=https://paperswithcode.com/paper/x", None),
    ],
)  # fmt: skip
def test_the_page_of_a_paper_is_told_from_others(url: str, found: str | None) -> None:
    assert slug(url) == found


@given(st.none() | st.text(), st.none() | st.text(), st.none() | st.text(), st.none() | st.text())
def test_any_text_gives_a_valid_iri_or_none(arxiv: str, url: str, page: str, title: str) -> None:
    found = paper_iri(arxiv, url, page, title)
    assert found is None or (iri.valid(found.iri) and found.identifiers)


@given(st.sampled_from(["https://doi.org/10.1/", "https://arxiv.org/abs/", f"{PAGE}/paper/"]), st.text())
def test_whatever_follows_a_known_beginning_gives_a_valid_iri(beginning: str, rest: str) -> None:
    found = paper_iri(None, beginning + rest, None, None)
    assert found is not None
    assert iri.valid(found.iri)


def test_a_paper_is_named_once_and_not_at_all_after_it_was_given_whole() -> None:
    known, who, other = Known(), paper_iri("2010.11929", None, SLUG, "T"), paper_iri(None, None, SLUG, "T")
    assert who is not None
    assert other is not None
    assert known.whole(other.iri)
    assert not known.whole(other.iri)
    assert [paper.title for title in ("T", "U") for paper in named_paper(AT, who, title, known)] == ["T"]
    assert not list(named_paper(AT, other, "T", known))
    assert known.whole(who.iri), "that it was named does not make it whole"


def test_a_paper_without_a_title_is_not_named_and_waits_for_one() -> None:
    known, who = Known(), paper_iri("2010.11929", None, SLUG, None)
    assert who is not None
    assert not list(named_paper(AT, who, None, known))
    (paper,) = named_paper(AT, who, "T", known)
    assert (paper.iri, paper.authors, paper.authors_complete, paper.identifiers) == (
        who.iri,
        (),
        None,
        who.identifiers,
    )
