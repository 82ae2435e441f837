"""What maintainers of leaderboards look for, marked at load: an engine takes ten seconds to find it in all results."""

from collections.abc import Iterator

import polars as pl

from kg.columns import Columns, hashed
from kg.statements import Block
from ontology import iri
from ontology.terms import PK

GRAPH = iri.derived("smells")


def smells(columns: Columns) -> Iterator[Block]:
    """Mark results without a paper, those that rows state differently or again, cells that are no numbers, leaderboards
    whose direction nobody knows, and benchmarks that spell a metric in several ways."""
    cells = _cells(columns)
    results = columns.said(PK.benchmark).rename({"s": "result"})
    results = results.filter(hashed(pl.col("result")).is_in(columns.instances([PK.Result])["s"].implode()))
    reported = columns.said(PK.reportedIn)["s"]
    yield _marked(PK.WithoutPaper, results.filter(~pl.col("result").is_in(reported.implode()))["result"])
    yield _marked(PK.NotANumber, cells.filter(pl.col("number").is_null())["measurement"])
    yield _marked(PK.DifferingValues, _several(cells.drop_nulls("number"), ["result", "metric"], "number"))
    yield _marked(PK.UnknownDirection, _unknown(columns, cells, results))
    yield _marked(PK.MetricSpellings, _spellings(columns))
    yield _marked(PK.RepeatedRows, _several(cells, ["result", "metric", "raw"], "row"))


def _unknown(columns: Columns, cells: pl.DataFrame, results: pl.DataFrame) -> pl.Series:
    """Give the leaderboards by a metric without a direction."""
    directed = columns.said(PK.direction)["s"]
    measured = cells.filter(~pl.col("metric").is_in(directed.implode())).join(results, on="result")
    boards = measured.select("o", "metric").unique()
    found = [iri.part(benchmark, "leaderboard", iri.key(metric)) for benchmark, metric in boards.iter_rows()]
    return pl.Series("thing", found, pl.String)


def _spellings(columns: Columns) -> pl.Series:
    """Give the benchmarks of whose metrics several have the same letters, digits, ``@``, ``+`` and ``%``."""
    reported = columns.said(PK.reportsMetric).rename({"s": "thing", "o": "metric"})
    metrics = reported.select(hashed(pl.col("metric")).unique()).to_series()
    plain = pl.col("o").str.to_lowercase().str.replace_all("[^a-z0-9@+%]", "")
    named = columns.said(PK.name, about=metrics).select(metric="s", plain=plain, name="o")
    spelt = reported.join(named, on="metric").group_by("thing", "plain").agg(pl.col("name").n_unique())
    return spelt.filter(pl.col("name") > 1)["thing"]


def _cells(columns: Columns) -> pl.DataFrame:
    """Give every cell: result, measurement, metric, raw, row, and number (null where it is none)."""
    cells = columns.said(PK.hasMeasurement).rename({"s": "result", "o": "measurement"})
    for name, term in (("metric", PK.metric), ("raw", PK.rawValue), ("row", PK.sourceRow), ("number", PK.value)):
        said = columns.said(term).rename({"s": "measurement", "o": name})
        cells = cells.join(said, on="measurement", how="left" if name == "number" else "inner")
    return cells.with_columns(number=_alike(pl.col("number")))


def _alike(number: pl.Expr) -> pl.Expr:
    """Write numbers of one value alike: 93.10 as 93.1, 5.0 as 5."""
    short = number.str.strip_chars_end("0").str.strip_chars_end(".")
    return pl.when(number.str.contains(".", literal=True)).then(short).otherwise(number)


def _several(cells: pl.DataFrame, by: list[str], what: str) -> pl.Series:
    """Give the results that have more than one of something."""
    counted = cells.group_by(by).agg(pl.col(what).n_unique().alias("count"))
    return counted.filter(pl.col("count") > 1)["result"]


def _marked(smell: str, things: pl.Series) -> Block:
    line = pl.format(f"<{{}}> <{PK.hasSmell}> <{smell}>", things.unique().sort().alias("thing"))
    return Block(GRAPH, pl.select(line.alias("line"))["line"])
