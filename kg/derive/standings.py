"""Derived ranks and reigns of every board whose direction is known."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from kg.analysis import ranking
from kg.columns import Columns
from kg.statements import Block
from ontology import iri
from ontology.terms import PK, RDF, XSD

_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
_HIGHER = {PK.HigherIsBetter: True, PK.LowerIsBetter: False}


def results(columns: Columns) -> pl.DataFrame:
    """Give every measured result, as `kg.boards.results` reads them out of a store, but for the form of numbers."""
    of = {name: columns.said(term) for name, term in _PARTS.items()}
    found = of["measurement"].rename({"s": "result", "o": "measurement"})
    for name, start in (("metric", "measurement"), ("value", "measurement"), ("benchmark", "result")):
        found = found.join(of[name].rename({"s": start, "o": name}), on=start)
    for name, start in (("direction", "metric"), ("date", "result")):
        found = found.join(of[name].rename({"s": start, "o": name}), on=start, how="left")
    higher = pl.col("direction").replace_strict(_HIGHER, default=None, return_dtype=pl.Boolean)
    return found.with_columns(higher=higher).select(*ranking.SCHEMA)


_PARTS = {
    "measurement": PK.hasMeasurement, "metric": PK.metric, "value": PK.value, "benchmark": PK.benchmark,
    "direction": PK.direction, "date": PK.resultDate,
}  # fmt: skip


def ranks(results: pl.DataFrame) -> Iterator[Block]:
    """Give a `pk:Rank` to every ranked result."""
    found = _minted("rank", ranking.ranks(results))
    position = pl.format('"{}"^^<{}>', "position", pl.lit(XSD.integer))
    yield from _about(iri.derived("ranks"), PK.Rank, found)
    yield _lines(iri.derived("ranks"), found, PK.position, position)
    yield _lines(iri.derived("ranks"), found, PK.basis, pl.lit(f"<{PK.Derived}>"))


def reigns(results: pl.DataFrame) -> Iterator[Block]:
    """Give a `pk:Reign` to every result that once was the best."""
    graph, found = iri.derived("reigns"), _minted("reign", ranking.reigns(results))
    yield from _about(graph, PK.Reign, found)
    yield _lines(graph, found, PK.validFrom, _date("date"))
    yield _lines(graph, found, PK.validUntil, _date("until"))
    margins = [None if text is None else f"{Decimal(text):f}" for text in found["margin"]]
    margin = pl.format('"{}"^^<{}>', pl.Series("margin", margins, pl.String), pl.lit(XSD.decimal))
    yield _lines(graph, found, PK.margin, margin)


def _minted(kind: str, found: pl.DataFrame) -> pl.DataFrame:
    """Add the IRI of each rank or reign as a term, as `ontology.iri.part` mints it."""
    metrics = found["metric"].unique().to_list()
    ends = {metric: iri.part("", "", iri.key(metric)).rpartition("/")[2] for metric in metrics}
    end = pl.col("metric").replace_strict(ends, return_dtype=pl.String) if ends else pl.col("metric")
    bare = pl.col("result").str.strip_prefix(iri.BASE)
    return found.with_columns(me=pl.format(f"<{iri.BASE}{kind}/{{}}/{{}}>", bare, end))


def _about(graph: str, kind: str, found: pl.DataFrame) -> Iterator[Block]:
    yield _lines(graph, found, RDF.type, pl.lit(f"<{kind}>"))
    for name, term in (("result", PK.result), ("benchmark", PK.benchmark), ("metric", PK.metric)):
        yield _lines(graph, found, term, pl.format("<{}>", name))


def _lines(graph: str, found: pl.DataFrame, predicate: str, said: pl.Expr) -> Block:
    """State one thing of each rank or reign of which it is known."""
    line = pl.format(f"{{}} <{predicate}> {{}}", "me", said).alias("line")
    return Block(graph, found.select(line)["line"].drop_nulls())


def _date(column: str) -> pl.Expr:
    kind = pl.col(column).str.len_chars().replace_strict(_DATES, default=XSD.date, return_dtype=pl.String)
    return pl.format('"{}"^^<{}>', pl.col(column), kind)
