"""Counts that people ask for, and that an engine would take half a minute to make at full size."""

from collections.abc import Iterator, Mapping

import polars as pl

from kg.columns import Columns, hashed
from kg.values import Iri, Statement
from ontology import iri
from ontology.terms import CLASSES, PK, RDF

NAME = "statistics"


def of_classes(columns: Columns, vocabulary: Mapping[str, int]) -> Iterator[Statement]:
    """Count the things of each class.

    Parameters
    ----------
    columns : Columns
        All statements but those of the ontology.
    vocabulary : mapping of str to int
        How many things of each class (IRI) the ontology itself holds.
    """
    found = dict(columns.instances(CLASSES)["kind"].value_counts().iter_rows())
    for kind in sorted({*found, *vocabulary}):
        me = iri.part(iri.derived(NAME), "class", kind.rsplit("#")[1])
        yield me, RDF.type, Iri(PK.ClassPartition)
        yield me, PK.partitionClass, Iri(kind)
        yield me, PK.instanceCount, found.get(kind, 0) + vocabulary.get(kind, 0)


def of_benchmarks(columns: Columns) -> Iterator[Statement]:
    """Count the results on each benchmark, and on each of its leaderboards."""
    results = columns.instances([PK.Result])["s"]
    on = columns.said(PK.benchmark).rename({"s": "result", "o": "benchmark"})
    on = on.filter(hashed(pl.col("result")).is_in(results.implode()))
    for benchmark, count in on["benchmark"].value_counts().sort("benchmark").iter_rows():
        yield benchmark, PK.resultCount, count
    cells = columns.said(PK.hasMeasurement).rename({"s": "result", "o": "measurement"})
    metrics = columns.said(PK.metric).rename({"s": "measurement", "o": "metric"})
    boards = on.join(cells, on="result").join(metrics, on="measurement").group_by("benchmark", "metric")
    for benchmark, metric, count in boards.agg(pl.col("result").n_unique()).sort("benchmark", "metric").iter_rows():
        me = iri.part(benchmark, "leaderboard", iri.key(metric))
        yield me, RDF.type, Iri(PK.Leaderboard)
        yield me, PK.benchmark, Iri(benchmark)
        yield me, PK.metric, Iri(metric)
        yield me, PK.resultCount, count
