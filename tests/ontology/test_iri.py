"""The laws of IRIs: one thing, one IRI; different identifiers, different IRIs; never an IRI that a tool refuses."""

from urllib.parse import quote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from ontology import iri

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
"""Any text that UTF-8 can carry."""
HARD = st.one_of(TEXTS, st.text("./%#?&+ \\<>\"'2EeFf\u0000\u00e9\u202e\U0001f600", min_size=1, max_size=6))
"""Any text, and more often the signs that IRIs are built of."""
NEW_IDS = st.from_regex(r"[0-9]{4}\.[0-9]{4,5}", fullmatch=True)
OLD_IDS = st.from_regex(r"[a-z]{2,6}(-[a-z]{2,4})?/[0-9]{7}", fullmatch=True)
ARXIV_IDS = st.one_of(NEW_IDS, OLD_IDS)
VERSIONS = st.one_of(st.just(""), st.integers(1, 99).map("v{}".format))
DOIS = st.builds("10.{}/{}".format, st.from_regex(r"[0-9]{4,9}", fullmatch=True), st.from_regex(r"\S+", fullmatch=True))
SPELLINGS_OF_ARXIV = [
    "{}", " {} ", "arXiv:{}", "arxiv:{}", "http://arxiv.org/abs/{}", "https://arxiv.org/abs/{}",
    "https://www.arxiv.org/abs/{}", "http://export.arxiv.org/abs/{}", "https://arxiv.org/pdf/{}",
    "https://arxiv.org/pdf/{}.pdf", "https://arxiv.org/{}", "10.48550/arXiv.{}", "10.48550/ARXIV.{}",
    "https://doi.org/10.48550/arXiv.{}", "doi:10.48550/arxiv.{}", "arXiv: {}",
]  # fmt: skip
SPELLINGS_OF_DOI = [
    "{}",
    " {}\n",
    "doi:{}",
    "DOI: {}",
    "https://doi.org/{}",
    "http://dx.doi.org/{}",
    "doi:https://doi.org/{}",
]


def mints() -> st.SearchStrategy[tuple[str, tuple[str, ...]]]:
    """Give IRIs of every minting function, with the parts that they were minted from."""
    papers = st.builds(lambda source, key: ("paper", source, key), TEXTS, HARD)
    things = st.builds(lambda kind, source, key: (kind, source, key), st.sampled_from(["task", "metric"]), HARD, HARD)
    return st.one_of(
        papers.map(lambda parts: (iri.paper(own=parts[1:]), parts)),
        things.map(lambda parts: (iri.thing(*parts), parts)),
        st.tuples(HARD, HARD).map(lambda parts: (iri.author(*parts), ("author", *parts))),
        st.tuples(HARD, HARD, HARD).map(lambda parts: (iri.benchmark(*parts), ("benchmark", *parts))),
    )


@given(mints(), mints())
@example((iri.author("r", "a/b"), ("author", "r", "a/b")), (iri.author("r/a", "b"), ("author", "r/a", "b")))
@example((iri.author("r", "%2F"), ("author", "r", "%2F")), (iri.author("r", "/"), ("author", "r", "/")))
@example((iri.author("r", "."), ("author", "r", ".")), (iri.author("r", "%2E"), ("author", "r", "%2E")))
@example((iri.author("r", "é"), ("author", "r", "é")), (iri.author("r", "e\u0301"), ("author", "r", "e\u0301")))
def test_different_identifiers_give_different_iris_and_the_same_the_same(one: tuple, other: tuple) -> None:
    assert (one[0] == other[0]) == (one[1] == other[1])


@given(mints())
def test_an_iri_is_one_that_oxigraph_takes_and_names_only_our_space(minted: tuple) -> None:
    made, parts = minted
    assert NamedNode(made).value == made
    assert iri.valid(made)
    assert made.startswith(iri.BASE)
    assert made.removeprefix(iri.BASE).count("/") == len(parts) - 1


@given((HARD | st.text("aZ9 ._~-", min_size=1)).filter(lambda name: name not in {".", ".."}))
def test_a_name_is_encoded_as_rfc_3986_says(name: str) -> None:
    assert iri.author("r", name) == f"{iri.BASE}author/r/{quote(name, safe='')}"


@given(mints())
def test_no_iri_changes_when_a_tool_resolves_its_dots(minted: tuple) -> None:
    assert not {".", "..", ""} & set(minted[0].removeprefix(iri.BASE).split("/"))


@given(HARD, HARD)
def test_the_key_gives_back_what_an_iri_was_minted_from(source: str, key: str) -> None:
    assert iri.key(iri.thing("metric", source, key)) == key
    assert iri.key(iri.model(iri.paper(own=(source, "x")), key)) == key


@given(st.tuples(HARD, HARD, HARD), st.tuples(HARD, HARD, HARD))
def test_models_and_results_of_different_papers_benchmarks_and_names_differ(one: tuple, other: tuple) -> None:
    def models(parts: tuple) -> str:
        return iri.model(iri.paper(own=("review", parts[0])), parts[1])

    def results(parts: tuple) -> str:
        return iri.result(iri.benchmark("review", "task", parts[2]), models(parts))

    assert (models(one) == models(other)) == (one[:2] == other[:2])
    assert (results(one) == results(other)) == (one == other)
    assert NamedNode(results(one)).value == results(one)


@pytest.mark.parametrize(
    ("one", "other"), [("Net", "Net+"), ("M (384)", "M 384"), ("a", "A"), ("x", " x"), ("x", "x/")]
)
def test_names_that_differ_by_one_sign_are_different_models(one: str, other: str) -> None:
    paper = iri.paper(arxiv="1905.00546")
    assert iri.model(paper, one) != iri.model(paper, other)


@given(st.lists(HARD, max_size=3), st.lists(HARD, max_size=3))
def test_parts_of_one_thing_differ_by_their_keys_and_never_end_in_a_slash(one: list[str], other: list[str]) -> None:
    whole = iri.paper(arxiv="2010.11929")
    made = iri.part(whole, "claim", *one)
    assert (made == iri.part(whole, "claim", *other)) == (one == other)
    assert made.startswith(f"{iri.BASE}claim/paper/arxiv/2010.11929")
    assert not made.endswith("/")
    assert iri.valid(made)


def test_an_empty_key_identifies_nothing() -> None:
    with pytest.raises(ValueError, match="identifies nothing"):
        iri.thing("task", "review", "")


def test_a_lone_surrogate_is_an_error_and_no_other_thing() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        iri.author("review", "\ud800")


@given(ARXIV_IDS, VERSIONS, st.sampled_from(SPELLINGS_OF_ARXIV))
def test_every_spelling_of_an_arxiv_identifier_is_the_identifier_without_version(
    bare: str, version: str, spelling: str
) -> None:
    assert iri.arxiv_id(spelling.format(bare + version)) == bare


@given(ARXIV_IDS, VERSIONS)
def test_an_arxiv_doi_and_an_arxiv_identifier_are_one_paper(bare: str, version: str) -> None:
    by_id = iri.paper(arxiv=bare + version)
    assert by_id == iri.paper(doi_name=f"10.48550/arXiv.{bare}") == iri.paper(arxiv=f"10.48550/arxiv.{bare}")
    assert by_id == iri.paper(arxiv=bare, doi_name="10.1162/neco.1991.3.1.79", own=("review", "1"))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("math.GT/0309136v1", "math/0309136"), ("cond-mat.mes-hall/0401001", "cond-mat/0401001"),
        ("astro-ph/0601001v1", "astro-ph/0601001"), ("10.48550/arXiv.math.GT/0309136", "math/0309136"),
    ],
)  # fmt: skip
def test_old_identifiers_lose_their_subject_class(text: str, bare: str) -> None:
    assert iri.arxiv_id(text) == bare


@pytest.mark.parametrize(
    "text",
    ["", "ViT", "2010", "20101.1929", "2010.119290", "2010.11929v", "x2010.11929", "2010.11929 and more", "٢٠١٠.١١٩٢٩",
     "10.1162/neco.1991.3.1.79", "https://example.org/2010.11929", "math/030913", "see arxiv:2010.11929"],
)  # fmt: skip
def test_what_is_no_arxiv_identifier_gives_none(text: str) -> None:
    assert iri.arxiv_id(text) is None


@given(TEXTS)
def test_normal_forms_are_idempotent_whatever_the_text(text: str) -> None:
    found = iri.arxiv_id(text)
    assert found is None or iri.arxiv_id(found) == found
    assert iri.doi(iri.doi(text)) == iri.doi(text)


@given(DOIS, st.sampled_from(SPELLINGS_OF_DOI))
def test_every_spelling_of_a_doi_has_one_form(bare: str, spelling: str) -> None:
    assert iri.doi(spelling.format(bare)) == iri.doi(bare)


@given(DOIS, DOIS)
def test_dois_that_differ_by_more_than_the_case_of_ascii_letters_stay_different(one: str, other: str) -> None:
    def lower(text: str) -> str:
        return "".join(letter.lower() if letter.isascii() else letter for letter in text)

    assume(lower(one) != lower(other))
    assert iri.paper(doi_name=one) != iri.paper(doi_name=other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("10.1000/doi:5", "10.1000/5"), ("10.1000/xhttps://doi.org/5", "10.1000/x5"), ("10.1/É", "10.1/é")],
)
def test_a_doi_never_loses_what_stands_within_it(one: str, other: str) -> None:
    assert iri.paper(doi_name=one) != iri.paper(doi_name=other)


@pytest.mark.parametrize("text", ["n/a", "unknown", "10.1000", "doi:", "978-3-319-46478-7", "11.1000/x"])
def test_what_is_no_doi_identifies_no_paper(text: str) -> None:
    with pytest.raises(ValueError, match="DOI"):
        iri.paper(doi_name=text)


@pytest.mark.parametrize("given_", [{"arxiv": "ViT"}, {"arxiv": "2010.1"}, {}])
def test_a_paper_without_a_sound_identifier_is_an_error(given_: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"arXiv identifier"):
        iri.paper(**given_)


def named(text: str) -> bool:
    try:
        return NamedNode(text).value == text
    except ValueError:
        return False


@given(st.text("aZ0:/?#[]@!$&'()*+,;=%-._~ <>\"{}|^`\\\x7f\x85\xa0\ue000\ufdd0\ufffeé\U0001fffe\U000e0001\U000f0000"))
@example("http://x/%zz")
@example("x://[::1]/")
@example("x:///a")
@example("http://a@b@c")
@example("http://a:80:80")
def test_what_counts_as_an_iri_is_what_oxigraph_takes_but_for_literal_addresses(text: str) -> None:
    for whole in (text, f"http://{text}", f"x:{text}"):
        if iri.valid(whole):
            assert named(whole)
        elif named(whole):
            assert "[" in whole


@pytest.mark.parametrize("end", ["(", " ", "#x", "%", "\n"])
@pytest.mark.parametrize("part", ["a", "a%20", "a-b.", "a:"])
def test_a_long_address_is_checked_in_one_go_however_it_ends(part: str, end: str) -> None:
    """An expression that tries again at each character would not come back from this for ages."""
    address = "https://e.org/" + part * 20_000
    assert iri.valid(address)
    assert iri.valid(address + end) == (end in ("(", "#x"))
