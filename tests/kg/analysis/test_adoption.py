"""The adoption of a technique: who used it first, and the curve, beside a count by hand."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.adoption import CURVE, adoption

DATES = st.none() | st.one_of(
    st.integers(2015, 2019).map(str),
    st.builds("{}-{:02}".format, st.integers(2015, 2019), st.integers(1, 12)),
    st.builds("{}-{:02}-{:02}".format, st.integers(2015, 2019), st.integers(1, 12), st.integers(1, 28)),
)
PAPERS = st.lists(st.tuples(DATES, st.sets(st.sampled_from("tu"))), max_size=12)


def frames(found: list[tuple[str | None, set[str]]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give papers p0, p1, ... with their dates, and what they use."""
    papers = [(f"p{place}", date) for place, (date, _) in enumerate(found)]
    uses = [(f"p{place}", technique) for place, (_, techniques) in enumerate(found) for technique in sorted(techniques)]
    text = pl.String()
    return (
        pl.DataFrame(papers, schema={"paper": text, "date": text}, orient="row"),
        pl.DataFrame(uses, schema={"paper": text, "technique": text}, orient="row"),
    )


@given(PAPERS, st.sampled_from(["year", "month"]), st.none() | st.just("p0"))
def test_the_curve_counts_what_one_counts_by_hand(found, by: str, introduced_by: str | None) -> None:
    length = {"year": 4, "month": 7}[by]
    told = adoption(*frames(found), "t", introduced_by, by)
    cut = [(date[:length] if date and len(date) >= length else None, uses) for date, uses in found]
    for row in told.curve.iter_rows(named=True):
        now = [uses for period, uses in cut if period == row["period"]]
        assert row["all_papers"] == len(now)
        assert row["known"] == sum(map(bool, now))
        assert row["papers"] == sum("t" in uses for uses in now)
        assert row["cumulative"] == sum("t" in uses for period, uses in cut if period and period <= row["period"])
        assert row["share"] == (row["papers"] / len(now) if now else None)
        assert (row["share_of_known"] is None) == (row["known"] == 0)
    assert told.users == sum("t" in uses for _, uses in found)
    assert told.undated == sum("t" in uses for period, uses in cut if period is None)
    assert told.curve["papers"].sum() == told.users - told.undated


@given(PAPERS)
def test_no_period_is_left_out(found) -> None:
    periods = adoption(*frames(found), "t", by="month").curve["period"].to_list()
    months = [int(period[:4]) * 12 + int(period[5:]) for period in periods]
    assert months == list(range(months[0], months[-1] + 1)) if months else True


@given(PAPERS)
def test_the_first_are_those_whom_no_other_certainly_precedes(found) -> None:
    def days(date: str) -> tuple[str, str]:
        return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10], (date + "-12-31")[:10]

    users = {f"p{place}": date for place, (date, uses) in enumerate(found) if "t" in uses and date and place}
    full = {user: date for user, date in users.items() if len(date) == 10}
    first = adoption(*frames(found), "t", introduced_by="p0").first
    assert set(first) <= set(users)
    assert bool(first) == bool(users)
    if len(full) == len(users) and users:
        assert set(first) == {user for user, date in users.items() if date == min(users.values())}


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["2020", "2020-03-01"], ["p0", "p1"]), (["2020-02", "2020-03-01"], ["p0"]), (["2020", "2019-12"], ["p1"]),
        (["2020-05-01", "2020-05-01"], ["p0", "p1"]), ([None, "2021"], ["p1"]), ([None, None], []),
        (["2020-02-29", "2020-02"], ["p0", "p1"]),
    ],
)  # fmt: skip
def test_what_an_imprecise_date_leaves_open_stays_open(dates: list[str | None], first: list[str]) -> None:
    assert list(adoption(*frames([(date, {"t"}) for date in dates]), "t").first) == first


def test_the_introducing_paper_is_not_the_first_that_uses_it_and_older_ones_are_told() -> None:
    papers = [("2018-06-01", {"t"}), ("2018-09-01", {"t"}), ("2017", {"t"}), ("2018", {"t"})]
    told = adoption(*frames(papers), "t", introduced_by="p0")
    assert (told.introduced, told.first, told.earlier, told.users) == ("2018-06-01", ("p2",), ("p2",), 4)


def test_the_curve_begins_when_the_technique_was_introduced() -> None:
    curve = adoption(*frames([("2015", set()), ("2017", {"t"}), ("2018", set())]), "t", introduced_by="p0").curve
    assert curve.select("period", "cumulative").rows() == [("2015", 0), ("2016", 0), ("2017", 1), ("2018", 1)]
    assert curve["share"].to_list() == [0, None, 1, 0]


def test_a_technique_that_nobody_uses_has_no_curve() -> None:
    told = adoption(*frames([("2015", {"u"})]), "t")
    assert (told.users, told.first, told.curve.columns, len(told.curve)) == (0, (), list(CURVE), 0)
