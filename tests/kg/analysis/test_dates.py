"""Dates of any precision as numbers: the order they give is that of the text, as far as both are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dates import Dates
from tests.kg.analysis.graphs import DATES


def later(one: str | None, two: str | None, years: int) -> bool:
    """Whether `one` is later than `two` and some years, read off the text."""
    if one is None or two is None:
        return False
    moved = f"{int(two[:4]) + years}{two[4:]}"
    shared = min(len(one), len(moved))
    return one[:shared] > moved[:shared]


@given(DATES, st.integers(0, 3))
def test_a_window_holds_what_is_later_as_far_as_both_dates_tell_but_not_too_late(
    dates: list[str | None], years: int
) -> None:
    found = Dates.of(dates)
    rows = np.flatnonzero(found.known)
    window = found.window(rows, years)
    for place, row in enumerate(rows.tolist()):
        held = window.holds(np.full(len(dates), place), np.arange(len(dates)))
        expected = [later(date, dates[row], 0) and not later(date, dates[row], years) for date in dates]
        assert held.tolist() == expected


def test_years_and_moments_are_unknown_where_the_date_is() -> None:
    found = Dates.of(["2020-02", None, "in press"])
    assert found.years.tolist() == [2020, 0, 0]
    assert found.known.tolist() == [True, False, False]
    assert np.isnan(found.moments).tolist() == [False, True, True]


@pytest.mark.parametrize("odd", ["2020-13", "2020-00-10", "2020-13-40"])
def test_a_month_that_is_none_leaves_the_year(odd: str) -> None:
    assert Dates.of([odd]).number.tolist() == [20200000]
    assert Dates.of([odd]).unit.tolist() == [10_000]


def test_moments_lie_in_the_middle_of_what_is_said() -> None:
    year, january, december, first, last = Dates.of(["2020", "2020-01", "2020-12", "2020-01-01", "2020-12-31"]).moments
    assert year == 2020.5
    assert 2020 < first < january < year < december < last < 2021
