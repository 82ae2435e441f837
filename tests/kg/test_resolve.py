"""From what a person types to one thing, or to a message that helps."""

import polars as pl
import pytest

from kg.errors import UsageProblem
from kg.projection import Names, Projection
from kg.resolve import resolve

BASE = "https://w3id.org/paperkin"
VIT, SWIN = f"{BASE}/technique/paperswithcode/vision-transformer", f"{BASE}/technique/paperswithcode/swin-transformer"
PAPER, OTHER = f"{BASE}/paper/arxiv/2010.11929", f"{BASE}/paper/doi/10.1162%2Fneco.1991.3.1.79"
NET, NET_PLUS = f"{BASE}/model/arxiv/1905.00546/Net", f"{BASE}/model/arxiv/1905.00546/Net%2B"
ROWS = [
    (VIT, "technique", "Vision Transformer"),
    (VIT, "technique", "ViT"),
    (VIT, "technique", "vit"),
    (SWIN, "technique", "Swin Transformer"),
    (SWIN, "technique", "Meta"),
    (PAPER, "paper", "An Image is Worth 16x16 Words"),
    (PAPER, "paper", "arxiv:2010.11929"),
    (PAPER, "paper", "Meta"),
    (OTHER, "paper", "Adaptive Mixtures"),
    (OTHER, "paper", "doi:10.1162/neco.1991.3.1.79"),
    (NET, "model", "Net"),
    (NET_PLUS, "model", "Net+"),
    (f"{BASE}/task/t/a", "task", "ABC"),
    (f"{BASE}/task/t/b", "task", "abc"),
    (f"{BASE}/task/t/c", "task", "Same"),
    (f"{BASE}/task/t/d", "task", "Same"),
]
BOTH = ["technique", "paper"]


@pytest.fixture
def names() -> Names:
    return pl.DataFrame(ROWS, schema=["iri", "kind", "name"], orient="row")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (VIT, VIT), (f"<{VIT}>", VIT), (f" {VIT} ", VIT), ("Vision Transformer", VIT), ("vision transformer", VIT),
        ("VIT", VIT), (" ViT ", VIT), ("arxiv:2010.11929", PAPER), ("2010.11929", PAPER), ("arXiv:2010.11929v2", PAPER),
        ("https://arxiv.org/abs/2010.11929v2", PAPER), ("http://arxiv.org/pdf/2010.11929.pdf", PAPER),
        ("10.48550/arXiv.2010.11929", PAPER), ("doi:10.1162/neco.1991.3.1.79", OTHER),
        ("10.1162/NECO.1991.3.1.79", OTHER), ("https://doi.org/10.1162/neco.1991.3.1.79", OTHER),
    ],
)  # fmt: skip
def test_an_iri_an_identifier_and_a_name_lead_to_the_thing(names: Names, typed: str, found: str) -> None:
    assert resolve(names, typed, BOTH) == found


@pytest.mark.parametrize(("typed", "found"), [("Net", NET), ("Net+", NET_PLUS), ("net+", NET_PLUS)])
def test_names_that_differ_by_one_sign_lead_to_different_things(names: Names, typed: str, found: str) -> None:
    assert resolve(names, typed, ["model"]) == found


def test_the_exact_name_goes_before_the_same_in_another_case(names: Names) -> None:
    assert resolve(names, "ABC", ["task"]).endswith("/a")
    assert resolve(names, "abc", ["task"]).endswith("/b")


@pytest.mark.parametrize("typed", ["Same", "same", "Abc"])
def test_an_ambiguous_name_lists_the_candidates(names: Names, typed: str) -> None:
    with pytest.raises(UsageProblem, match="is ambiguous; take one of: ") as caught:
        resolve(names, typed, ["task"])
    ends = "cd" if typed.lower() == "same" else "ab"
    assert all(f"task <{BASE}/task/t/{end}>" in str(caught.value) for end in ends)
    assert str(caught.value).count("<") == 2


def test_a_name_of_two_kinds_is_ambiguous_until_the_kind_is_told(names: Names) -> None:
    with pytest.raises(UsageProblem, match=f"paper <{PAPER}>; technique <{SWIN}>"):
        resolve(names, "Meta", BOTH)
    assert resolve(names, "Meta", ["paper"]) == PAPER
    assert resolve(names, "Meta", ["technique"]) == SWIN


def test_an_unknown_name_says_which_kinds_were_looked_through_and_what_is_near(names: Names) -> None:
    near = r"no technique or paper is named 'Swin Trafo'; did you mean 'Swin Transformer'"
    with pytest.raises(UsageProblem, match=near):
        resolve(names, "Swin Trafo", BOTH)


def test_a_name_is_suggested_by_a_word_in_it_and_by_its_words_in_another_order(names: Names) -> None:
    with pytest.raises(UsageProblem, match=r"did you mean 'Swin Transformer'"):
        resolve(names, "transformer", BOTH)
    with pytest.raises(UsageProblem, match=r"did you mean 'Swin Transformer'"):
        resolve(names, "transfomer swin", BOTH)


def test_what_is_spelt_otherwise_is_not_suggested(names: Names) -> None:
    with pytest.raises(UsageProblem) as caught:
        resolve(names, "nope", BOTH)
    assert "did you mean" not in str(caught.value)


def test_a_long_name_is_echoed_in_part(names: Names) -> None:
    with pytest.raises(UsageProblem) as caught:
        resolve(names, "x" * 10_000, BOTH)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("typed", ["", "zzzzzz", "arxiv:9999.99999", "10.9999/x", f"{BASE}/paper/arxiv/9999.99999"])
def test_what_is_not_there_is_wrong_usage(names: Names, typed: str) -> None:
    with pytest.raises(UsageProblem, match="no technique or paper is named"):
        resolve(names, typed, BOTH)


def test_a_thing_of_another_kind_does_not_count(names: Names) -> None:
    with pytest.raises(UsageProblem, match="no benchmark is named 'ViT'"):
        resolve(names, "ViT", ["benchmark"])


def test_every_name_in_the_graph_leads_to_its_thing_or_lists_it(projection: Projection) -> None:
    for typed, kind, iri in projection.names.sample(300, seed=1).select("name", "kind", "iri").iter_rows():
        assert iri in found(projection.names, typed, kind)


def found(names: Names, typed: str, kind: str) -> str:
    """Give the thing that is found, or the message that lists the candidates."""
    try:
        return resolve(names, typed, [kind])
    except UsageProblem as problem:
        return str(problem)


def test_every_paper_is_found_by_its_identifier(projection: Projection) -> None:
    papers = projection.names.filter(pl.col("kind") == "paper", pl.col("name").str.contains("^(arxiv|doi):"))
    assert len(papers) > 60
    for iri, _, name in papers.iter_rows():
        assert resolve(projection.names, name, ["paper"]) == iri
        assert resolve(projection.names, name.upper(), ["paper"]) == iri
