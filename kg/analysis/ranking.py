"""Ranks and reigns of leaderboards, computed by columns over all boards at once.

A board is a benchmark and a metric. The input frame has one row a result and board::

    benchmark, metric, result : str    identifiers
    value                     : str    the number as written in the graph
    higher                    : bool   whether higher is better
    date                      : str or null    ISO 8601, of any precision

Where a result has several values on one board, its best one counts.
"""

from decimal import Context, Decimal

import polars as pl

BOARD = ["benchmark", "metric"]
_EXACT = Context(prec=5_000)
SCHEMA: dict[str, pl.DataType] = {
    "benchmark": pl.String(), "metric": pl.String(), "result": pl.String(),
    "value": pl.String(), "higher": pl.Boolean(), "date": pl.String(),
}  # fmt: skip


def ranks(results: pl.DataFrame, as_of: str | None = None) -> pl.DataFrame:
    """Rank results by standard competition ranking: ties share a position, the next position skips.

    Parameters
    ----------
    results : DataFrame
        As the module says.
    as_of : str, optional
        ISO date; later results and undated ones are left out.

    Returns
    -------
    DataFrame
        The columns of `results` and `position` (from 1), ordered by board, position and result.

    Examples
    --------
    >>> frame = pl.DataFrame({"benchmark": ["b"] * 3, "metric": ["m"] * 3, "result": ["x", "y", "z"],
    ...     "value": ["90.1", "100.0", "90.1"], "higher": [True] * 3, "date": [None] * 3}, schema=SCHEMA)
    >>> ranks(frame).select("result", "position").rows()
    [('y', 1), ('x', 2), ('z', 2)]
    """
    known = results if as_of is None else results.filter(pl.col("date") <= as_of)
    ranked = _keyed(known, _numbers(known)).with_columns(position=pl.col("key").rank("min").over(BOARD).cast(pl.Int64))
    return ranked.sort([*BOARD, "position", "result"]).drop("key")


def reigns(results: pl.DataFrame) -> pl.DataFrame:
    """Find who held the best result of each board, from when to when.

    A reign starts with a result that is strictly better than everything dated before its day. Several equal
    best results of one day share a reign. Results without a date cannot reign.

    Returns
    -------
    DataFrame
        The columns of `results`, `until` (start of the next reign; null while it lasts) and `margin` (how much
        better than the best before, written as a number; null for the first), ordered by board and date.
    """
    numbers = _numbers(results)
    keyed = _keyed(results, numbers).filter(pl.col("date").is_not_null())
    days = keyed.group_by([*BOARD, "date"]).agg(pl.col("key").min()).sort([*BOARD, "date"])
    before = pl.col("key").cum_min().shift(1).over(BOARD)
    days = days.with_columns(before=before).filter(pl.col("before").is_null() | (pl.col("key") < pl.col("before")))
    margins = [_margin(numbers, *pair) for pair in days.select("before", "key").iter_rows()]
    until = pl.col("date").shift(-1).over(BOARD)
    days = days.with_columns(until=until, margin=pl.Series(margins, dtype=pl.String)).drop("before")
    found = keyed.join(days, on=[*BOARD, "date", "key"])
    return found.sort([*BOARD, "date", "result"]).drop("key")


def _numbers(results: pl.DataFrame) -> list[Decimal]:
    """List all different numbers, in order: exact, where no width of a column of decimals could hold them all."""
    return sorted({Decimal(text) for text in results["value"].unique()})


def _keyed(results: pl.DataFrame, numbers: list[Decimal]) -> pl.DataFrame:
    """Give each result one row a board, with `key`, the place of its number in `numbers`: lower is better."""
    place = {number: key for key, number in enumerate(numbers)}
    texts = results["value"].unique().to_list()
    keys = [place[Decimal(text)] for text in texts]
    table = pl.DataFrame({"value": texts, "key": keys}, schema={"value": pl.String, "key": pl.Int64})
    signed = pl.when(pl.col("higher")).then(-pl.col("key")).otherwise(pl.col("key"))
    keyed = results.join(table, on="value").with_columns(key=signed)
    ordered = keyed.sort([*BOARD, "result", "key", "date", "value"], nulls_last=True)
    return ordered.unique([*BOARD, "result"], keep="first", maintain_order=True)


def _margin(numbers: list[Decimal], before: int | None, key: int) -> str | None:
    if before is None:
        return None
    text = f"{abs(_EXACT.subtract(numbers[abs(before)], numbers[abs(key)])):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
