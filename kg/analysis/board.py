"""A leaderboard as a whole: the techniques of its best results over time, and how much extra data explains."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

import polars as pl

from kg.analysis.ranking import ranks

TOP: dict[str, pl.DataType] = {
    "date": pl.String(), "technique": pl.String(), "results": pl.Int64(), "known": pl.Int64(), "top": pl.Int64(),
    "share": pl.Float64(),
}  # fmt: skip


def techniques_of_the_top(results: pl.DataFrame, uses: pl.DataFrame, dates: Iterable[str], top: int) -> pl.DataFrame:
    """Count which techniques the best results of a board use, as of each date.

    Parameters
    ----------
    results : DataFrame
        The results of one board, as `kg.analysis.ranking` wants them.
    uses : DataFrame
        Columns result, technique. Of a result without a row it is not known what it uses.
    dates : iterable of str
        ISO 8601.
    top : int
        The last rank that counts. Ties are kept, so that more results may be among the best.

    Returns
    -------
    DataFrame
        One row a date and technique, the most used first: columns date, technique, results (that use it), known (of
        which any technique is known), top (how many are among the best) and share (results of known).
    """
    found = [_at(results, uses, date, top) for date in sorted(set(dates))]
    return pl.concat([pl.DataFrame(schema=TOP), *found])


def _at(results: pl.DataFrame, uses: pl.DataFrame, date: str, top: int) -> pl.DataFrame:
    best = ranks(results, date).filter(pl.col("position") <= top)
    used = uses.select("result", "technique").unique().join(best.select("result"), on="result", how="semi")
    known = used["result"].n_unique()
    counted = used.group_by("technique").agg(results=pl.len().cast(pl.Int64))
    return counted.sort("results", "technique", descending=[True, False]).select(
        pl.lit(date).alias("date"), "technique", "results", pl.lit(known, pl.Int64).alias("known"),
        pl.lit(len(best), pl.Int64).alias("top"), (pl.col("results") / known).alias("share"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explained:
    """How much of the spread of a board's values goes with extra training data.

    Parameters
    ----------
    share : float or None
        Eta squared, from 0 to 1: the part of the variance of the values that lies between the results with and those
        without extra data. None where one of the two is empty, or all values are equal.
    with_extra, without : int
        How many results there are of each.
    unknown : int
        Results of which nobody says it; they are left out.
    mean_with, mean_without : Fraction or None
    """

    share: float | None
    with_extra: int
    without: int
    unknown: int
    mean_with: Fraction | None
    mean_without: Fraction | None

    def __str__(self) -> str:
        counts = f"{self.with_extra} with, {self.without} without, {self.unknown} unknown"
        if self.share is None:
            return f"how much extra data explains is not defined ({counts})"
        means = f"means {_rounded(self.mean_with)} and {_rounded(self.mean_without)}"
        return f"extra data goes with {self.share:.1%} of the variance of the values ({counts}; {means})"


def explained_by_extra_data(values: Sequence[Decimal | float], extra: Sequence[bool | None]) -> Explained:
    """Tell how much of the variance of values goes with the answer to one question of yes and no.

    It is the correlation ratio, eta squared: it says how far the two groups lie apart compared with how far results
    lie apart at all. It says nothing of causes: newer and larger models have more data and other techniques as well.

    Parameters
    ----------
    values : sequence of numbers
        They are reckoned with exactly.
    extra : sequence of bool or None, of the same length
        Whether each result was trained on extra data; None where that is not known.

    References
    ----------
    Pearson: On the general theory of skew correlation and non-linear regression. 1905.
    Fisher: Statistical Methods for Research Workers. 1925.

    Examples
    --------
    >>> explained_by_extra_data([80, 82, 90, 92, 99], [False, False, True, True, None]).share
    0.9615384615384616
    """
    pairs = list(zip(map(Fraction, values), extra, strict=True))
    groups = [[value for value, answer in pairs if answer is wanted] for wanted in (True, False)]
    means = [_mean(group) if group else None for group in groups]
    unknown = len(pairs) - sum(map(len, groups))
    return Explained(_eta_squared(groups), len(groups[0]), len(groups[1]), unknown, means[0], means[1])


def _eta_squared(groups: Sequence[Sequence[Fraction]]) -> float | None:
    if not all(groups):
        return None
    everything = [value for group in groups for value in group]
    middle = _mean(everything)
    whole = sum((value - middle) ** 2 for value in everything)
    between = sum(len(group) * (_mean(group) - middle) ** 2 for group in groups)
    return float(between / whole) if whole else None


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _rounded(mean: Fraction | None) -> str:
    if mean is None:
        return "unknown"
    return f"{_FOUR_DIGITS.divide(Decimal(mean.numerator), Decimal(mean.denominator))}"


_FOUR_DIGITS = Context(prec=4)
