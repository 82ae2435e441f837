"""Derived ranks and reigns of every board whose direction is known."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from kg.analysis import ranking
from kg.values import Iri, Statement, Typed
from ontology import iri
from ontology.terms import PK, RDF, XSD

_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def ranks(results: pl.DataFrame) -> Iterator[Statement]:
    """Give a `pk:Rank` to every ranked result."""
    for row in ranking.ranks(results).iter_rows(named=True):
        me = iri.part(row["result"], "rank", iri.key(row["metric"]))
        yield from _about(me, PK.Rank, row)
        yield me, PK.position, row["position"]
        yield me, PK.basis, Iri(PK.Derived)


def reigns(results: pl.DataFrame) -> Iterator[Statement]:
    """Give a `pk:Reign` to every result that once was the best."""
    for row in ranking.reigns(results).iter_rows(named=True):
        me = iri.part(row["result"], "reign", iri.key(row["metric"]))
        yield from _about(me, PK.Reign, row)
        yield me, PK.validFrom, _date(row["date"])
        if row["until"] is not None:
            yield me, PK.validUntil, _date(row["until"])
        if row["margin"] is not None:
            yield me, PK.margin, Decimal(row["margin"]).normalize()


def _about(me: str, kind: str, row: dict[str, str]) -> Iterator[Statement]:
    yield me, RDF.type, Iri(kind)
    yield me, PK.result, Iri(row["result"])
    yield me, PK.benchmark, Iri(row["benchmark"])
    yield me, PK.metric, Iri(row["metric"])


def _date(text: str) -> Typed:
    return Typed(text, _DATES.get(len(text), XSD.date))
