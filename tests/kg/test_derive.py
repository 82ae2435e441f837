"""What a load derives by columns is what the engine would derive by queries: the queries are the oracle."""

from pathlib import Path

import polars as pl
import pytest

from kg import boards
from kg.columns import Columns
from kg.derive import standings
from kg.statements import blocks, of_nquads
from kg.store import GraphStore
from kg.workspace import Workspace

COUNTED = """
SELECT ?type (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  ?thing a ?type FILTER(STRSTARTS(STR(?type), "https://w3id.org/paperkin/ontology#") && ?type != pk:ClassPartition)
} GROUP BY ?type
"""
PARTITIONS = "SELECT ?type ?things WHERE { ?p pk:partitionClass ?type ; pk:instanceCount ?things }"
RESULTS = "SELECT ?board (COUNT(DISTINCT ?r) AS ?n) WHERE { ?r a pk:Result ; pk:benchmark ?board } GROUP BY ?board"
RESULT_COUNTS = "SELECT ?board ?n WHERE { ?board pk:resultCount ?n }"


def _rows(store: GraphStore, query: str) -> set[tuple[object, ...]]:
    return {tuple(row.values()) for row in store.select(query)}


@pytest.fixture(scope="module")
def columns(home: Path) -> Columns:
    found = Columns()
    for snapshot in Workspace(home).snapshots():
        for block in blocks(snapshot):
            found.add(block)
    return found


def test_the_counts_of_classes_are_those_of_the_engine(store: GraphStore) -> None:
    assert _rows(store, PARTITIONS) == _rows(store, COUNTED) != set()


def test_the_counts_of_results_are_those_of_the_engine(store: GraphStore) -> None:
    assert _rows(store, RESULT_COUNTS) == _rows(store, RESULTS) != set()


def test_the_results_of_the_columns_are_those_of_the_store(store: GraphStore, columns: Columns) -> None:
    """The store writes 93.10 as 93.1, so values are compared as numbers."""
    ours, theirs = (
        frame.with_columns(pl.col("value").cast(pl.Decimal(38, 10))).sort(pl.all())
        for frame in (standings.results(columns), boards.results(store))
    )
    assert ours.rows() == theirs.rows() != []


def test_columns_know_what_came_after_they_were_first_asked() -> None:
    name = '<https://e.org/{}> <https://w3id.org/paperkin/ontology#name> "n" <https://e.org/g> .\n'
    columns = Columns()
    for number in range(2):
        columns.add(of_nquads(name.format(number).encode(), "https://e.org/g"))
        assert len(columns.said("https://w3id.org/paperkin/ontology#name")) == number + 1
        assert len(columns.of("https://w3id.org/paperkin/ontology#name")) == number + 1
