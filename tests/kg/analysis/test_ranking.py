"""Ranks and reigns equal what a person would count by hand, result by result and day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.analysis import ranking


@dataclass(frozen=True)
class Result:
    """One row of a frame of results."""

    result: str
    value: str
    date: str | None = None
    higher: bool = True
    metric: str = "accuracy"
    benchmark: str = "images"

    @property
    def board(self) -> tuple[str, str]:
        return self.benchmark, self.metric

    @property
    def worse(self) -> Decimal:
        """A number that is the lower, the better the result."""
        return -Decimal(self.value) if self.higher else Decimal(self.value)


def frame(results: Iterable[Result]) -> pl.DataFrame:
    rows = [(r.benchmark, r.metric, r.result, r.value, r.higher, r.date) for r in results]
    return pl.DataFrame(rows, schema=ranking.SCHEMA, orient="row")


def positions(results: Iterable[Result], as_of: str | None = None) -> dict[tuple, int]:
    found = ranking.ranks(frame(results), as_of)
    return {(row["benchmark"], row["metric"], row["result"]): row["position"] for row in found.iter_rows(named=True)}


def reigns(results: Iterable[Result]) -> list[tuple]:
    columns = ("benchmark", "metric", "result", "date", "until")
    found = ranking.reigns(frame(results)).iter_rows(named=True)
    return [(*(row[name] for name in columns), row["margin"] and Decimal(row["margin"])) for row in found]


VALUES = st.one_of(
    st.decimals("-5", "5", places=1).map("{:f}".format),
    st.sampled_from(["90.1", "90.10", "100.0", "9", "0.1234567890123456789", "0.1234567890123456788", "1" + "0" * 30]),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20).map("{:f}".format),
)
DATES = st.one_of(st.none(), st.sampled_from(["2020-01-01", "2020-01-02", "2020-02-01", "2021-01-01", "2021-01-02"]))
BOARDS = st.sampled_from([("a", "m", True), ("a", "n", False), ("b", "m", True)])


@st.composite
def boards(draw: st.DrawFn) -> list[Result]:
    """Give results on several boards, each result once a board, so that a naive count is plain."""
    results = []
    for number in range(draw(st.integers(0, 14))):
        benchmark, metric, higher = draw(BOARDS)
        results.append(Result(f"r{number}", draw(VALUES), draw(DATES), higher, metric, benchmark))
    return results


def counted_rank(one: Result, results: list[Result]) -> int:
    return 1 + sum(other.board == one.board and other.worse < one.worse for other in results)


def counted_reigns(results: list[Result], board: tuple[str, str]) -> list[tuple]:
    """Go through the days of one board and note who is better than all before."""
    dated = [result for result in results if result.board == board and result.date]
    found: list[tuple] = []
    best: Decimal | None = None
    for day in sorted({result.date for result in dated}):
        todays = [result for result in dated if result.date == day]
        top = min(result.worse for result in todays)
        if best is None or top < best:
            found = [(*row[:4], row[4] or day, row[5]) for row in found]
            margin = None if best is None else best - top
            winners = sorted(result.result for result in todays if result.worse == top)
            found += [(*board, winner, day, None, margin) for winner in winners]
            best = top
    return found


@given(boards())
def test_ranks_equal_a_naive_count(results: list[Result]) -> None:
    expected = {(*result.board, result.result): counted_rank(result, results) for result in results}
    assert positions(results) == expected


@given(boards(), st.sampled_from(["2019-12-31", "2020-01-01", "2020-06-15", "2021-01-01", "2030-01-01"]))
def test_ranks_as_of_a_day_are_the_ranks_of_what_was_there_on_that_day(results: list[Result], day: str) -> None:
    known = [result for result in results if result.date and result.date <= day]
    assert positions(results, day) == positions(known)


@given(boards())
def test_reigns_equal_a_naive_walk_through_the_days(results: list[Result]) -> None:
    among = sorted({result.board for result in results})
    assert reigns(results) == [row for board in among for row in counted_reigns(results, board)]


@settings(max_examples=50)
@given(boards(), st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_rows(results: list[Result], random: object) -> None:
    shuffled = list(results)
    random.shuffle(shuffled)
    assert ranking.ranks(frame(shuffled)).equals(ranking.ranks(frame(results)))
    assert ranking.reigns(frame(shuffled)).equals(ranking.reigns(frame(results)))


@settings(max_examples=50)
@given(boards())
def test_boards_do_not_touch_each_other(results: list[Result]) -> None:
    whole = positions(results)
    for board in {result.board for result in results}:
        own = [result for result in results if result.board == board]
        assert positions(own) == {key: position for key, position in whole.items() if key[:2] == board}


@settings(max_examples=50)
@given(boards())
def test_positions_start_at_1_and_skip_as_many_as_tie(results: list[Result]) -> None:
    found = ranking.ranks(frame(results))
    for _, board in found.group_by(ranking.BOARD):
        taken = sorted(board["position"].to_list())
        assert [1 + sum(other < position for other in taken) for position in taken] == taken


@given(st.lists(st.tuples(st.sampled_from("xyz"), VALUES), max_size=8), st.booleans())
def test_of_several_values_of_a_result_the_best_counts(pairs: list[tuple[str, str]], higher: bool) -> None:
    results = [Result(name, value, higher=higher) for name, value in pairs]
    best = {name: min((r for r in results if r.result == name), key=lambda r: r.worse) for name, _ in pairs}
    expected = {(*result.board, result.result): counted_rank(result, [*best.values()]) for result in best.values()}
    assert positions(results) == expected


@given(VALUES, VALUES)
@example("100.0", "90.1")
@example("1" + "0" * 30, "1" + "0" * 29 + "1")
@example("0.1234567890123456789", "0.1234567890123456788")
def test_values_are_compared_as_numbers_exactly(one: str, other: str) -> None:
    found = positions([Result("one", one), Result("other", other)])
    ahead = found["images", "accuracy", "one"] - found["images", "accuracy", "other"]
    assert (ahead < 0, ahead > 0) == (Decimal(one) > Decimal(other), Decimal(one) < Decimal(other))


def test_100_is_above_90() -> None:
    assert positions([Result("low", "90.1"), Result("high", "100.0")]) == {
        ("images", "accuracy", "high"): 1,
        ("images", "accuracy", "low"): 2,
    }


def test_of_errors_the_lower_is_the_better() -> None:
    errors = [Result("bad", "12.5", "2020-01-01", higher=False), Result("good", "9.9", "2020-01-02", higher=False)]
    assert positions(errors)["images", "accuracy", "good"] == 1
    assert [(row[2], row[5]) for row in reigns(errors)] == [("bad", None), ("good", Decimal("2.6"))]


def test_a_tie_shares_a_position_whatever_the_zeros() -> None:
    found = positions([Result("a", "90.10"), Result("b", "90.1"), Result("c", "89")])
    assert sorted(found.values()) == [1, 1, 3]


def test_two_equal_bests_of_one_day_share_a_reign() -> None:
    results = [Result("a", "90", "2020-01-01"), Result("b", "90.0", "2020-01-01"), Result("c", "91", "2020-01-02")]
    assert [row[2:] for row in reigns(results)] == [
        ("a", "2020-01-01", "2020-01-02", None),
        ("b", "2020-01-01", "2020-01-02", None),
        ("c", "2020-01-02", None, Decimal(1)),
    ]


def test_an_equal_value_of_a_later_day_does_not_reign() -> None:
    results = [Result("a", "90", "2020-01-01"), Result("b", "90", "2020-01-02")]
    assert [row[2:5] for row in reigns(results)] == [("a", "2020-01-01", None)]


def test_what_was_beaten_on_its_own_day_does_not_reign() -> None:
    results = [Result("a", "90", "2020-01-01"), Result("b", "91", "2020-01-01")]
    assert [row[2] for row in reigns(results)] == ["b"]


def test_a_result_without_a_date_ranks_and_cannot_reign() -> None:
    results = [Result("a", "95"), Result("b", "90", "2020-01-01")]
    assert positions(results)["images", "accuracy", "a"] == 1
    assert positions(results, "2030-01-01") == {("images", "accuracy", "b"): 1}
    assert [row[2] for row in reigns(results)] == ["b"]


def test_as_of_a_day_an_earlier_value_counts_where_the_better_one_came_later() -> None:
    results = [Result("a", "80", "2020-01-01"), Result("a", "90", "2021-01-01"), Result("b", "85", "2020-01-01")]
    assert positions(results, "2020-06-01") == {("images", "accuracy", "b"): 1, ("images", "accuracy", "a"): 2}


def test_of_a_value_with_and_without_a_date_the_dated_one_counts() -> None:
    assert [row[2] for row in reigns([Result("a", "80"), Result("a", "80", "2020-01-01")])] == ["a"]


@pytest.mark.parametrize(
    ("before", "after", "margin"), [("80", "90", "10"), ("0.1", "0.3", "0.2"), ("1", "101", "100")]
)
def test_a_margin_is_exact_and_written_plainly(before: str, after: str, margin: str) -> None:
    results = [Result("a", before, "2020-01-01"), Result("b", after, "2020-01-02")]
    assert ranking.reigns(frame(results))["margin"].to_list() == [None, margin]


def test_an_empty_frame_has_no_ranks_and_no_reigns_and_all_columns() -> None:
    assert ranking.ranks(frame([])).columns == [*ranking.SCHEMA, "position"]
    assert ranking.reigns(frame([])).columns == [*ranking.SCHEMA, "until", "margin"]
