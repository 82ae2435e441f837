"""The commands on a leaderboard as a whole: its Pareto front, and the techniques of its best results over time."""

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from kg.analysis import ranking
from kg.analysis.board import Explained, explained_by_extra_data, techniques_of_the_top
from kg.analysis.pareto import front
from kg.cli.ask import BenchmarkName, BetterWhen, Direction, Format, Metric, board_of
from kg.cli.build import Home
from kg.cli.output import TableFormat, say, show, show_json
from kg.entries import Entries
from kg.errors import NoAnswer
from kg.store import GraphStore
from kg.values import Table, Value

_PARETO = ("model", "value", "parameters", "extra_data", "on_front", "on_front_alike", "date", "paper")


class Times(StrEnum):
    reigns = "reigns"
    years = "years"


def entries(home: Path, benchmark: str, metric: str | None, direction: Direction | None) -> Entries:
    """Read what is known of the results of a board, as a person names it."""
    return Entries(board_of(home, benchmark, metric, direction), GraphStore.open(home))


def pareto(
    benchmark: BenchmarkName,
    metric: Metric = None,
    direction: BetterWhen = None,
    everything: Annotated[bool, typer.Option("--all", help="Show results off the front as well.")] = False,
    form: Format = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Show the results that no other beats with as few parameters, and what extra data explains.

    On front: among all results. On front alike: among those with the same answer to whether they had extra training
    data. The last line tells how much of the variance of the values goes with that answer (eta squared); it says
    nothing of causes.
    """
    found = entries(home, benchmark, metric, direction)
    points = pareto_points(found)
    explained = explain(points)
    rows = points if everything else points.filter(pl.col("on_front") | pl.col("on_front_alike"))
    if form is TableFormat.json:
        show_json(_document(found, rows, explained))
        return
    people = form is TableFormat.table
    columns = tuple("title" if people and name == "paper" else name for name in _PARETO)
    show(_table(rows), form, columns if people else (*columns, "result"))
    say(f"parameters are known of {points['parameters'].count()} of {len(points)} results")
    say(str(explained))


def pareto_points(found: Entries) -> pl.DataFrame:
    """Give the results by size, the smallest first, and which of them are on the front, of all and of their kind."""
    table, higher = found.table, found.board.higher
    points = table.with_columns(
        on_front=front(table, higher=higher), on_front_alike=front(table, higher=higher, by="extra_data")
    )
    if not points["parameters"].count():
        raise NoAnswer(f"of no result on this benchmark the parameters are known ({len(points)} results)")
    return points.sort("parameters", "rank", "model", nulls_last=True)


def explain(points: pl.DataFrame) -> Explained:
    return explained_by_extra_data([Decimal(value) for value in points["value"]], points["extra_data"].to_list())


def _document(found: Entries, rows: pl.DataFrame, explained: Explained) -> dict[str, Any]:
    means = {name: None if mean is None else float(mean) for name, mean in (
        ("mean_with", explained.mean_with), ("mean_without", explained.mean_without))}  # fmt: skip
    return {
        "benchmark": found.board.benchmark, "metric": found.board.metric.iri, "higher_is_better": found.board.higher,
        "results": _table(rows).dicts(),
        "extra_data": {"share_of_variance": explained.share, "with": explained.with_extra,
                       "without": explained.without, "unknown": explained.unknown} | means,
    }  # fmt: skip


def _table(points: pl.DataFrame) -> Table:
    numbers = [{**row, "value": Decimal(row["value"])} for row in points.iter_rows(named=True)]
    return Table(tuple(points.columns), [tuple(row.values()) for row in numbers])


def techniques(
    benchmark: BenchmarkName,
    metric: Metric = None,
    direction: BetterWhen = None,
    top: Annotated[int, typer.Option(min=1, help="The last rank that counts; ties are kept.")] = 10,
    at: Annotated[
        Times, typer.Option(help="When to look: at each change of the best result, or at the end of years.")
    ] = Times.years,
    most: Annotated[int, typer.Option(min=1, help="How many techniques of each date; ties are kept.")] = 10,
    form: Format = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Show which techniques the best results of a benchmark used over time.

    Results: how many of the best use it. Known: of how many of the best any technique is known; the share is of these.
    """
    found = entries(home, benchmark, metric, direction)
    counted = techniques_of_the_top(found.frame, found.uses, _dates(found, at), top)
    often = counted.filter(pl.col("results").rank("min", descending=True).over("date") <= most)
    rows: list[tuple[Value, ...]] = [
        (row["date"], found.technique_names.get(row["technique"]), row["results"], row["known"], row["top"],
         round(Decimal(row["share"]), 3), row["technique"])
        for row in often.iter_rows(named=True)
    ]  # fmt: skip
    rows.sort(key=lambda row: (str(row[0]), -int(str(row[2])), str(row[1])))
    columns = ("date", "technique", "results", "known", "top", "share")
    show(Table((*columns, "iri"), rows), form, columns if form is TableFormat.table else None)
    known = found.uses["result"].n_unique()
    say(f"techniques are known of {known} of {found.frame['result'].n_unique()} results")


def _dates(found: Entries, at: Times) -> list[str]:
    if at is Times.reigns:
        return list(ranking.reigns(found.frame)["date"])
    years = {int(date[:4]) for date in found.frame["date"] if date}
    return [f"{year}-12-31" for year in range(min(years, default=0), max(years, default=-1) + 1)]


COMMANDS = (pareto, techniques)
