"""How a technique spreads: who used it first, and how many papers use it by month or year.

Dates are ISO 8601 text of any precision. What a less precise date leaves open stays open: papers that may all have been
the first are all given, and a paper of which only the year is known belongs to no month.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import polars as pl

Period = Literal["year", "month"]

CURVE: dict[str, pl.DataType] = {
    "period": pl.String(), "papers": pl.Int64(), "cumulative": pl.Int64(), "all_papers": pl.Int64(),
    "known": pl.Int64(), "share": pl.Float64(), "share_of_known": pl.Float64(),
}  # fmt: skip

_LENGTH: dict[Period, int] = {"year": 4, "month": 7}


@dataclass(frozen=True)
class Adoption:
    """How one technique spread.

    Parameters
    ----------
    introduced_by : str or None
        The paper that introduced it, where that is known.
    introduced : str or None
        The date of that paper.
    first : tuple of str
        The first papers that use it, besides the one that introduced it: all that no other certainly precedes.
    users : int
        Papers that are said to use it; the introducing paper counts where it is said to.
    undated : int
        Those of them that the curve leaves out, since their date is not known or too imprecise.
    earlier : tuple of str
        Those of them that are certainly older than the paper that introduced it.
    curve : DataFrame
        One row a period, from the first to the last of the graph, with columns period (ISO 8601), papers (that use it),
        cumulative, all_papers (of that period in the graph), known (those of them of which any technique is known),
        share (papers of all_papers; null where there are none) and share_of_known (papers of known).
    """

    introduced_by: str | None
    introduced: str | None
    first: tuple[str, ...]
    users: int
    undated: int
    earlier: tuple[str, ...]
    curve: pl.DataFrame


def adoption(
    papers: pl.DataFrame, uses: pl.DataFrame, technique: str, introduced_by: str | None = None, by: Period = "year"
) -> Adoption:
    """Tell how a technique spread.

    Parameters
    ----------
    papers : DataFrame
        Columns paper, date (str or null): all papers of the graph.
    uses : DataFrame
        Columns paper, technique: which paper is said to use which technique.
    technique : str
    introduced_by : str, optional
        The paper that introduced it.
    by : {'year', 'month'}

    References
    ----------
    Rogers: Diffusion of Innovations. 1962. (The cumulative curve of adopters.)

    Examples
    --------
    >>> papers = pl.DataFrame({"paper": ["a", "b", "c"], "date": ["2017", "2018-02-01", "2019"]})
    >>> uses = pl.DataFrame({"paper": ["a", "b"], "technique": ["t", "t"]})
    >>> found = adoption(papers, uses, "t", introduced_by="a")
    >>> found.first, found.curve.select("period", "papers", "cumulative", "share").rows()
    (('b',), [('2017', 1, 1, 1.0), ('2018', 1, 2, 1.0), ('2019', 0, 2, 0.0)])
    """
    users = uses.filter(pl.col("technique") == technique)["paper"].unique().sort().to_list()
    wanted = papers.filter(pl.col("paper").is_in([*users, introduced_by]))
    dates = dict(wanted.select("paper", "date").iter_rows())
    introduced = None if introduced_by is None else dates.get(introduced_by)
    counted = _counted(papers, uses["paper"].unique(), pl.Series(users, dtype=pl.String), by)
    others = [user for user in users if user != introduced_by]
    return Adoption(
        introduced_by=introduced_by,
        introduced=introduced,
        first=_first(others, dates),
        users=len(users),
        undated=len(users) - int(counted["papers"].sum()),
        earlier=tuple(user for user in others if _certainly_before(dates.get(user), introduced)),
        curve=_curve(counted, introduced, by),
    )


def _first(users: Iterable[str], dates: dict[str, str | None]) -> tuple[str, ...]:
    """Give the users that no other certainly precedes."""
    dated = {user: date for user in users if (date := dates.get(user))}
    ended = min(map(_end, dated.values()), default="")
    return tuple(sorted(user for user, date in dated.items() if _begin(date) <= ended))


def _certainly_before(one: str | None, other: str | None) -> bool:
    return bool(one and other) and _end(str(one)) < _begin(str(other))


def _begin(date: str) -> str:
    """Give the first day that a date may mean."""
    return date[:10] + "-01" * ((10 - len(date[:10])) // 3)


def _end(date: str) -> str:
    """Give the last day that a date may mean."""
    if len(date) >= 10:
        return date[:10]
    month = f"{date[:4]}-12" if len(date) < 7 else date[:7]
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02}"


def _counted(papers: pl.DataFrame, described: pl.Series, users: pl.Series, by: Period) -> pl.DataFrame:
    """Count papers by period: all, those with any technique, those with this one."""
    marked = papers.filter(pl.col("date").str.len_chars() >= _LENGTH[by]).select(
        pl.col("date").str.head(_LENGTH[by]).alias("period"),
        papers=pl.col("paper").is_in(users.implode()), known=pl.col("paper").is_in(described.implode()),
    )  # fmt: skip
    counts = marked.group_by("period").agg(
        pl.col("papers", "known").sum().cast(pl.Int64), all_papers=pl.len().cast(pl.Int64)
    )
    return counts.sort("period")


def _curve(counted: pl.DataFrame, introduced: str | None, by: Period) -> pl.DataFrame:
    """Give every period from the first use, or the introduction, to the last of the graph."""
    used = counted.filter(pl.col("papers") > 0)["period"].to_list()
    if not used:
        return pl.DataFrame(schema=CURVE)
    known = [introduced[: _LENGTH[by]]] if introduced and len(introduced) >= _LENGTH[by] else []
    periods = pl.DataFrame({"period": _periods(min([*used, *known]), counted["period"][-1], by)})
    curve = periods.join(counted, on="period", how="left").with_columns(pl.exclude("period").fill_null(0))
    share = [pl.when(pl.col(of) > 0).then(pl.col("papers") / pl.col(of)).alias(name) for of, name in _SHARES]
    return curve.sort("period").with_columns(pl.col("papers").cum_sum().alias("cumulative"), *share).select(*CURVE)


_SHARES = (("all_papers", "share"), ("known", "share_of_known"))


def _periods(first: str, last: str, by: Period) -> list[str]:
    if by == "year":
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    begin, end = (int(period[:4]) * 12 + int(period[5:7]) - 1 for period in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1)]
