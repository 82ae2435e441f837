"""What a load derives by columns is what the engine would derive by queries: the queries are the oracle."""

import json
from pathlib import Path

import polars as pl
import pytest

from ingest import snapshot
from ingest.sources.paperswithcode.source import PapersWithCode
from kg import boards, proofs
from kg.columns import Columns
from kg.derive import standings
from kg.load import load
from kg.statements import blocks, of_nquads
from kg.store import GraphStore
from kg.workspace import Workspace
from ontology.terms import PK, RDF

COUNTED = """
SELECT ?type (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  ?thing a ?type FILTER(STRSTARTS(STR(?type), "https://w3id.org/paperkin/ontology#") && ?type != pk:ClassPartition)
} GROUP BY ?type
"""
PARTITIONS = "SELECT ?type ?things WHERE { ?p pk:partitionClass ?type ; pk:instanceCount ?things }"
RESULTS = "SELECT ?board (COUNT(DISTINCT ?r) AS ?n) WHERE { ?r a pk:Result ; pk:benchmark ?board } GROUP BY ?board"
RESULT_COUNTS = "SELECT ?board ?n WHERE { ?board a pk:Benchmark ; pk:resultCount ?n }"
BY_METRIC = """
SELECT ?board ?metric (COUNT(DISTINCT ?r) AS ?n) WHERE {
  ?r a pk:Result ; pk:benchmark ?board ; pk:hasMeasurement ?m . ?m pk:metric ?metric
} GROUP BY ?board ?metric
"""
LEADERBOARDS = """
SELECT ?board ?metric ?n WHERE { ?l a pk:Leaderboard ; pk:benchmark ?board ; pk:metric ?metric ; pk:resultCount ?n }
"""


def _rows(store: GraphStore, query: str) -> set[tuple[object, ...]]:
    return {tuple(row.values()) for row in store.select(query)}


@pytest.fixture(scope="module")
def columns(home: Path) -> Columns:
    found = Columns()
    for one in Workspace(home).snapshots():
        for block in blocks(one):
            found.add(block)
    return found


def test_the_counts_of_classes_are_those_of_the_engine(store: GraphStore) -> None:
    assert _rows(store, PARTITIONS) == _rows(store, COUNTED) != set()


def test_the_counts_of_results_are_those_of_the_engine(store: GraphStore) -> None:
    assert _rows(store, RESULT_COUNTS) == _rows(store, RESULTS) != set()


def test_the_counts_of_leaderboards_are_those_of_the_engine(store: GraphStore) -> None:
    assert _rows(store, LEADERBOARDS) == _rows(store, BY_METRIC) != set()


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


def test_columns_in_files_are_those_in_memory(
    home: Path, columns: Columns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.columns._FULL", 100)
    monkeypatch.setattr("kg.columns._MANY", 2)
    monkeypatch.setattr("kg.statements.BLOCK", 1 << 14)
    aside = Columns(tmp_path)
    for one in Workspace(home).snapshots():
        for block in blocks(one):
            aside.add(block)
    assert len(list(tmp_path.iterdir())) > 20
    for term in (PK.name, PK.title, PK.value, PK.benchmark):
        assert aside.said(term).equals(columns.said(term))
    for term in (RDF.type, PK.authorPosition, PK.metric):
        assert aside.of(term).sort(pl.all()).equals(columns.of(term).sort(pl.all()))
    assert aside.referenced.sort().equals(columns.referenced.sort())
    assert proofs.proven(aside) == proofs.proven(columns)


SMELLS = {
    "WithoutPaper": "?thing a pk:Result OPTIONAL { ?thing pk:reportedIn ?paper } FILTER(!BOUND(?paper))",
    "NotANumber": "?thing a pk:Measurement OPTIONAL { ?thing pk:value ?value } FILTER(!BOUND(?value))",
    "DifferingValues": """{ SELECT ?thing WHERE {
        ?thing pk:hasMeasurement ?m . ?m pk:metric ?metric ; pk:value ?value
      } GROUP BY ?thing ?metric HAVING (COUNT(DISTINCT ?value) > 1) }""",
    "RepeatedRows": """{ SELECT ?thing WHERE {
        ?thing pk:hasMeasurement ?m . ?m pk:metric ?metric ; pk:rawValue ?raw ; pk:sourceRow ?row
      } GROUP BY ?thing ?metric ?raw HAVING (COUNT(DISTINCT ?row) > 1) }""",
    "UnknownDirection": """?thing a pk:Leaderboard ; pk:metric ?metric
      OPTIONAL { ?metric pk:direction ?direction } FILTER(!BOUND(?direction))""",
    "MetricSpellings": """?thing pk:reportsMetric ?a , ?b . ?a pk:name ?one . ?b pk:name ?other FILTER(?one < ?other)
      FILTER(REPLACE(LCASE(?one), "[^a-z0-9@+%]", "") = REPLACE(LCASE(?other), "[^a-z0-9@+%]", ""))""",
}


@pytest.mark.parametrize("smell", SMELLS)
def test_things_with_a_smell_are_those_that_the_engine_finds(smelly: GraphStore, smell: str) -> None:
    marked = _rows(smelly, f"SELECT ?thing WHERE {{ ?thing pk:hasSmell pk:{smell} }}")
    assert marked == _rows(smelly, f"SELECT DISTINCT ?thing WHERE {{ {SMELLS[smell]} }}") != set()


@pytest.fixture(scope="module")
def smelly(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    """A graph of rows that have each smell, and of others that nearly have it."""
    home = tmp_path_factory.mktemp("smelly")
    (home / "tables.json").write_text(json.dumps([{"task": "T", "subtasks": [], "datasets": [_board()]}]))
    snapshot.write(PapersWithCode((home / "tables.json",), "2025-07-28"), home)
    load(home)
    return GraphStore.open(home)


def _board() -> dict[str, object]:
    page = "https://arxiv.org/abs/2010.11929"
    said = [
        ("plain", page, "90.1"), ("no paper", "", "90.1"), ("no number", page, "90/91"), ("differs", page, "90.1"),
        ("differs", page, "90.2"), ("alike", page, "90.10"), ("alike", page, "90.1"), ("twice", page, "80"),
    ]  # fmt: skip
    rows = [
        {
            "model_name": name,
            "paper_url": url,
            "paper_title": "P" if url else "",
            "metrics": {"Accuracy": value, "Odd-ness": "1"},
        }
        for name, url, value in said
    ]
    again = {**rows[-1], "paper_date": "2020-10-22"}
    return {
        "dataset": "D",
        "subdatasets": [],
        "sota": {"metrics": ["Accuracy", "Odd-ness", "odd ness"], "rows": [*rows, again]},
    }
