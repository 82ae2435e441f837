"""What looks alike is scored; the score says what it is made of."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from kg.identity.candidates import Described, alike, score_of

ONE = Described(frozenset({"deep residual learning"}), frozenset({"he", "zhang"}), frozenset({2015}))


def titles(*said: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(said, schema={"s": pl.String, "o": pl.String}, orient="row")


def test_titles_that_differ_by_case_and_signs_are_alike() -> None:
    assert alike(titles(("b", "SRM : A Style-based Module"), ("a", "SRM: a style based module"), ("c", "Other"))) == [
        ("a", "b")
    ]


def test_titles_in_other_scripts_are_compared_too() -> None:
    assert alike(titles(("a", "深度学习"), ("b", "深度学习"), ("c", "深度"))) == [("a", "b")]


def test_a_title_without_letters_is_like_none() -> None:
    assert not alike(titles(("a", "?!"), ("b", "?!")))


def test_a_title_of_many_papers_says_nothing() -> None:
    assert not alike(titles(*((str(n), "Preface") for n in range(5))))
    assert len(alike(titles(*((str(n), "Preface") for n in range(3))))) == 3


def test_what_a_person_refused_is_not_listed_again() -> None:
    assert not alike(titles(("a", "T"), ("b", "T")), {("a", "b")})


def test_the_same_paper_scores_one() -> None:
    assert score_of(ONE, ONE) == (1.0, "title 1.00, authors 1.00, year 1.00")


def test_what_is_not_known_adds_nothing() -> None:
    bare = Described(ONE.titles, frozenset(), frozenset())
    assert score_of(ONE, bare) == (0.4, "title 1.00")


def test_other_authors_and_another_year_count_against() -> None:
    other = Described(ONE.titles, frozenset({"he", "sun"}), frozenset({2016}))
    assert score_of(ONE, other) == (0.633, "title 1.00, authors 0.33, year 0.50")


_WORDS = st.frozensets(st.text(min_size=1, max_size=5), max_size=3)
_DESCRIBED = st.builds(Described, _WORDS, _WORDS, st.frozensets(st.integers(1900, 2030), max_size=2))


@given(_DESCRIBED, _DESCRIBED)
def test_scores_lie_between_zero_and_one_and_do_not_depend_on_the_side(one: Described, other: Described) -> None:
    assert 0 <= score_of(one, other)[0] <= 1
    assert score_of(one, other) == score_of(other, one)
