"""Leaderboards out of the store: results as frames, and the standings of one board for a person."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import polars as pl

from kg import catalogue
from kg.analysis import ranking
from kg.errors import NoAnswer, UsageProblem
from kg.store import GraphStore
from kg.values import Table, Value
from ontology.terms import PK

_RESULTS = """
PREFIX pk: <https://w3id.org/paperkin/ontology#>
SELECT ?benchmark ?metric ?result ?value ?direction ?date WHERE {
  ?result pk:hasMeasurement ?measurement ; pk:benchmark ?benchmark .
  ?measurement pk:metric ?metric ; pk:value ?value .
  OPTIONAL { ?metric pk:direction ?direction }
  OPTIONAL { ?result pk:resultDate ?date }
}
"""
_HIGHER = {"higher": True, "lower": False}


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of a benchmark; `higher` is None where its direction is unknown."""

    iri: str
    name: str
    unit: str | None
    higher: bool | None
    primary: bool
    results: int


@dataclass(frozen=True)
class Board:
    """A benchmark by one metric: its results, with what people want to read beside them."""

    benchmark: str
    metric: Metric
    rows: tuple[dict[str, Value], ...]
    higher: bool

    def ranks(self, as_of: str | None = None) -> Table:
        """Rank the board; see `kg.analysis.ranking.ranks`.

        Parameters
        ----------
        as_of : str, optional
            The day to rank for, as YYYY-MM-DD; later results and undated ones are left out.

        Raises
        ------
        UsageProblem
            If `as_of` is no such day.

        Returns
        -------
        Table
            Columns rank, model, value, paper, date, title, parameters, extra_samples, result.
        """
        found = ranking.ranks(self.frame(), None if as_of is None else _day(as_of))
        columns = (
            "rank",
            "model",
            "value",
            "paper",
            "date",
            "title",
            "parameters",
            "extra_samples",
            "result",
        )
        ranked = [(row["position"], *self._of(row, columns[1:])) for row in found.iter_rows(named=True)]
        return Table(columns, sorted(ranked, key=lambda row: (row[0], str(row[1]))))

    def reigns(self) -> Table:
        """Tell who held the best result; see `kg.analysis.ranking.reigns`.

        Returns
        -------
        Table
            Columns model, value, paper, from, until, margin, title, result.
        """
        columns = ("model", "value", "paper", "from", "until", "margin", "title", "result")
        found = ranking.reigns(self.frame()).iter_rows(named=True)
        return Table(columns, [tuple(self._reign(row)[name] for name in columns) for row in found])

    def _reign(self, row: dict[str, Value]) -> dict[str, Value]:
        own = dict(zip(("model", "value", "paper", "title", "result"), self._of(row, None), strict=True))
        return own | {"from": row["date"], "until": row["until"], "margin": _number(row["margin"])}

    def _of(self, row: dict[str, Value], columns: tuple[str, ...] | None) -> tuple[Value, ...]:
        facts = self._facts[str(row["result"]), str(row["value"])]
        return tuple(facts[name] for name in columns or ("model", "value", "paper", "title", "result"))

    @cached_property
    def _facts(self) -> dict[tuple[str, str], dict[str, Value]]:
        return {(str(row["result"]), _lexical(row["value"])): row for row in self.rows}

    def frame(self) -> pl.DataFrame:
        """Give the results as `kg.analysis.ranking` wants them."""
        same = (self.benchmark, self.metric.iri)
        rows = [
            (*same, str(row["result"]), _lexical(row["value"]), self.higher, _text(row["date"])) for row in self.rows
        ]
        return pl.DataFrame(rows, schema=ranking.SCHEMA, orient="row")


def board(store: GraphStore, benchmark: str, metric: str | None = None, direction: str | None = None) -> Board:
    """Read one board.

    Parameters
    ----------
    store : GraphStore
    benchmark : str
        IRI.
    metric : str, optional
        Name or IRI; the benchmark's primary metric if absent, else the one that most results have.
    direction : {'higher', 'lower'}, optional
        Which values are better, for a metric of unknown direction.

    Raises
    ------
    UsageProblem
        If the benchmark has no such metric, or its direction is unknown and not given.
    NoAnswer
        If the benchmark has no results.
    """
    chosen = _choose(metrics(store, benchmark), metric)
    higher = chosen.higher if direction is None else _told(direction)
    if higher is None:
        raise UsageProblem(
            f"nobody says whether a higher {chosen.name!r} is better, so it is not ranked; "
            f"say it with --direction higher or --direction lower"
        )
    rows = catalogue.find("board").run(store, {"benchmark": benchmark, "metric": chosen.iri}).table().dicts()
    return Board(benchmark, chosen, tuple(rows), higher)


def metrics(store: GraphStore, benchmark: str) -> list[Metric]:
    """List the metrics of a benchmark, the primary first, then by number of results."""
    rows = catalogue.find("benchmark-metrics").run(store, {"benchmark": benchmark}).table().dicts()
    return [
        Metric(str(row["metric"]), str(row["name"]), _text(row["unit"]), _higher(row["direction"]),
               bool(row["primary"]), int(str(row["results"])))
        for row in rows
    ]  # fmt: skip


def results(store: GraphStore) -> pl.DataFrame:
    """Read every measured result.

    Returns
    -------
    DataFrame
        As `kg.analysis.ranking` wants it; `higher` is null where the metric's direction is unknown.
    """
    rows = [
        (str(row["benchmark"]), str(row["metric"]), str(row["result"]), _lexical(row["value"]),
         _higher(row["direction"]), _text(row["date"]))
        for row in store.select(_RESULTS)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=ranking.SCHEMA, orient="row")


def ranked(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep the boards whose metric has a known direction: only those can be ranked."""
    return frame.filter(pl.col("higher").is_not_null())


def _choose(among: list[Metric], wanted: str | None) -> Metric:
    if not among:
        raise NoAnswer("this benchmark has no results")
    if wanted is None:
        return among[0]
    for metric in among:
        if wanted in (metric.iri, metric.name) or wanted.lower() == metric.name.lower():
            return metric
    raise UsageProblem(f"this benchmark has no metric {wanted!r}; it has: {', '.join(m.name for m in among)}")


def _told(direction: str) -> bool:
    if direction not in _HIGHER:
        raise UsageProblem(f"a direction is higher or lower, not {direction!r}")
    return _HIGHER[direction]


def _higher(direction: Value) -> bool | None:
    return None if direction is None else direction == PK.HigherIsBetter


def _lexical(value: Value) -> str:
    return f"{value:f}"


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _number(margin: Value) -> Decimal | None:
    return None if margin is None else Decimal(str(margin))


def _day(text: str) -> str:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return str(date.fromisoformat(text))
    except ValueError:
        raise UsageProblem(f"not a day: {text!r}; write it as YYYY-MM-DD") from None
