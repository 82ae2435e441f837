"""The results that no other beats with as few parameters: the Pareto front of value against size."""

from decimal import Decimal

import polars as pl


def front(points: pl.DataFrame, *, higher: bool, by: str | None = None) -> pl.Series:
    """Tell which results are on the Pareto front of value against parameters.

    A result is on the front if none is at least as good with at most as many parameters, and better in one of the two.
    Results that are equal in both stand or fall together.

    Parameters
    ----------
    points : DataFrame
        Columns value (str: a number as it is written), parameters (int or null), and the one that `by` names.
    higher : bool
        Whether a higher value is better.
    by : str, optional
        Each value of this column has a front of its own.

    Returns
    -------
    Series of bool, named on_front
        In the order of `points`; null where the parameters, or the value of the column `by`, are not known.

    References
    ----------
    Kung, Luccio, Preparata: On finding the maxima of a set of vectors. Journal of the ACM 22(4), 1975.

    Examples
    --------
    >>> points = pl.DataFrame({"value": ["80", "81", "79.5", "90"], "parameters": [10, 20, 20, None]})
    >>> front(points, higher=True).to_list()
    [True, True, False, None]
    """
    kind = pl.lit(0) if by is None else pl.col(by)
    frame = points.select(
        row=pl.int_range(pl.len()), kind=kind, size=pl.col("parameters"), cost=_costs(points["value"], higher)
    )
    known = frame.drop_nulls()
    best = known.group_by("kind", "size").agg(pl.col("cost").min().alias("least")).sort("kind", "size")
    smaller = pl.col("least").cum_min().shift(1).over("kind")
    best = best.with_columns(kept=smaller.is_null() | (pl.col("least") < smaller))
    told = known.join(best, on=["kind", "size"]).select(
        "row", on_front=pl.col("kept") & (pl.col("cost") == pl.col("least"))
    )
    return frame.join(told, on="row", how="left").sort("row")["on_front"]


def _costs(values: pl.Series, higher: bool) -> pl.Series:
    """Give each number its place among all of them, the best one first: exact, whatever its length."""
    numbers = [Decimal(text) for text in values]
    places = {number: place for place, number in enumerate(sorted(set(numbers), reverse=higher))}
    return pl.Series("cost", [places[number] for number in numbers], pl.Int64)
