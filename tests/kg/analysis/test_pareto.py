"""The Pareto front beside a comparison of every result with every other."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.pareto import front

POINTS = st.lists(
    st.tuples(
        st.decimals(-5, 5, places=1).map(str), st.none() | st.integers(1, 4), st.sampled_from([True, False, None])
    ),
    max_size=15,
)
SCHEMA = {"value": pl.String(), "parameters": pl.Int64(), "extra": pl.Boolean()}


def points(rows: list[tuple[str, int | None, bool | None]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def beaten(one: tuple, other: tuple, higher: bool) -> bool:
    sign = 1 if higher else -1
    gain, saved = sign * (Decimal(other[0]) - Decimal(one[0])), one[1] - other[1]
    return gain >= 0 and saved >= 0 and (gain > 0 or saved > 0)


@given(POINTS, st.booleans())
def test_who_is_on_the_front_is_beaten_by_nobody(rows, higher: bool) -> None:
    known = [row for row in rows if row[1] is not None]
    expected = [None if row[1] is None else not any(beaten(row, other, higher) for other in known) for row in rows]
    assert front(points(rows), higher=higher).to_list() == expected


@given(POINTS, st.booleans())
def test_each_kind_has_a_front_of_its_own(rows, higher: bool) -> None:
    found = front(points(rows), higher=higher, by="extra").to_list()
    for kind in (True, False):
        alone = [row for row in rows if row[2] is kind]
        told = [on for row, on in zip(rows, found, strict=True) if row[2] is kind]
        assert told == front(points(alone), higher=higher).to_list()
    assert all(on is None for row, on in zip(rows, found, strict=True) if row[2] is None)


def test_equal_results_stand_or_fall_together() -> None:
    rows = [("90.0", 5, None), ("90", 5, None), ("80", 7, None), ("80.00", 7, None)]
    assert front(points(rows), higher=True).to_list() == [True, True, False, False]


@pytest.mark.parametrize("last", ["1", "0"])
def test_numbers_are_compared_to_the_last_digit(last: str) -> None:
    rows = [("0." + "0" * 30 + "1", 1, None), ("0." + "0" * 30 + last, 1, None)]
    assert front(points(rows), higher=True).to_list() == [True, last == "1"]
