"""Counts that people ask for, and that an engine would take half a minute to make at full size."""

from collections.abc import Iterator, Mapping

import polars as pl

from kg.columns import Columns, hashed
from kg.values import Iri, Statement
from ontology import iri
from ontology.terms import CLASSES, PK, RDF

NAME = "statistics"


def counts(columns: Columns, vocabulary: Mapping[str, int]) -> Iterator[Statement]:
    """Count the things of each class, and the results of each benchmark.

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
    results = columns.instances([PK.Result])["s"]
    of_results = columns.said(PK.benchmark).filter(hashed(pl.col("s")).is_in(results.implode()))
    for benchmark, count in of_results["o"].value_counts().sort("o").iter_rows():
        yield benchmark, PK.resultCount, count
