"""Techniques of the best results over time, and the part of the variance that goes with extra data."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.board import explained_by_extra_data, techniques_of_the_top
from kg.analysis.ranking import SCHEMA

ANSWERS = st.lists(st.tuples(st.integers(-50, 50), st.sampled_from([True, False, None])), max_size=12)


def eta_squared(pairs: list[tuple[int, bool | None]]) -> Fraction | None:
    """Give one minus the sum of squares within the groups by the whole sum of squares, in exact numbers."""
    groups = [[Fraction(value) for value, answer in pairs if answer is wanted] for wanted in (True, False)]

    def spread(values: list[Fraction]) -> Fraction:
        middle = sum(values, Fraction(0)) / len(values)
        return sum(((value - middle) ** 2 for value in values), Fraction(0))

    if not all(groups) or not (whole := spread(groups[0] + groups[1])):
        return None
    return 1 - sum(map(spread, groups)) / whole


@given(ANSWERS)
def test_the_share_is_eta_squared(pairs: list[tuple[int, bool | None]]) -> None:
    told = explained_by_extra_data([float(value) for value, _ in pairs], [answer for _, answer in pairs])
    expected = eta_squared(pairs)
    assert told.share == (None if expected is None else pytest.approx(float(expected), abs=1e-12))
    assert told.with_extra + told.without + told.unknown == len(pairs)


def test_where_two_groups_lie_apart_all_is_explained_and_where_they_lie_alike_nothing() -> None:
    assert explained_by_extra_data([1, 1, 5, 5], [False, False, True, True]).share == 1
    assert explained_by_extra_data([1, 5, 1, 5], [False, False, True, True]).share == 0


@pytest.mark.parametrize(
    ("values", "extra"), [([], []), ([1.0, 2.0], [True, True]), ([3.0, 3.0], [True, False]), ([1.0], [None])]
)
def test_where_it_is_not_defined_it_is_unknown(values: list[float], extra: list[bool | None]) -> None:
    told = explained_by_extra_data(values, extra)
    assert told.share is None
    assert "not defined" in str(told)


def test_numbers_of_any_size_are_reckoned_with() -> None:
    told = explained_by_extra_data([Decimal("1e400"), Decimal("-1e400"), Decimal(0)], [True, False, None])
    assert told.share == 1
    assert "means 1.000E+400 and -1.000E+400" in str(told)


def test_it_is_told_in_one_sentence_with_its_counts() -> None:
    told = explained_by_extra_data([Decimal("88.55"), Decimal(85), Decimal(86), Decimal(2)], [True, False, True, None])
    assert str(told) == (
        "extra data goes with 51.5% of the variance of the values (2 with, 1 without, 1 unknown; means 87.28 and 85)"
    )


def board(*rows: tuple[str, str, str | None]) -> pl.DataFrame:
    return pl.DataFrame([("b", "m", name, value, True, date) for name, value, date in rows], SCHEMA, orient="row")


USES = pl.DataFrame({"result": ["x", "x", "y", "z"], "technique": ["s", "t", "t", "u"]})


def test_the_techniques_of_the_best_are_counted_as_of_each_date() -> None:
    results = board(("x", "80", "2019"), ("y", "90", "2020"), ("z", "70", "2019"), ("w", "95", "2021"))
    found = techniques_of_the_top(results, USES, ["2019-12-31", "2020-12-31", "2021-12-31"], 2)
    assert found.rows() == [
        ("2019-12-31", "s", 1, 2, 2, 0.5), ("2019-12-31", "t", 1, 2, 2, 0.5), ("2019-12-31", "u", 1, 2, 2, 0.5),
        ("2020-12-31", "t", 2, 2, 2, 1.0), ("2020-12-31", "s", 1, 2, 2, 0.5),
        ("2021-12-31", "t", 1, 1, 2, 1.0),
    ]  # fmt: skip


def test_ties_are_among_the_best_together() -> None:
    results = board(("x", "80", "2019"), ("y", "80.0", "2019"))
    assert set(techniques_of_the_top(results, USES, ["2020"], 1)["top"]) == {2}


def test_no_date_and_no_result_give_no_row() -> None:
    assert len(techniques_of_the_top(board(), USES, ["2020"], 3)) == 0
    assert len(techniques_of_the_top(board(("x", "1", "2020")), USES, [], 3)) == 0
