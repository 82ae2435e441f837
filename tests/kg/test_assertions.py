"""Every statement is stored once, whoever makes it, and its graph names all who do."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from kg.assertions import Assertions
from kg.catalogue import claim_queries, named_queries
from kg.claims import answer
from kg.errors import EngineFailure
from kg.integrity import violations
from kg.load import load
from kg.store import GraphStore
from kg.workspace import Workspace
from ontology.terms import PK
from tests.kg import snapshots
from tests.kg.examples import PARAMETERS

BY_SOURCE = {"result-provenance", "snapshots", "classes"}
"""Queries that speak of sources, so that a second one rightly adds rows."""


def add_source(home: Path, name: str, keep: slice = slice(None), extra: str = "") -> None:
    """Add a second source that says the same as the review (or some of it), and something of its own."""
    (manifest,) = (home / "snapshots").glob("review-*.json")
    facts = json.loads(manifest.read_text())
    graph = f"https://w3id.org/paperkin/snapshot/{name}/1"
    lines = snapshots.read(manifest).replace(facts["graph"], graph)
    about = [line.replace('"review"', f'"{name}"') for line in lines.splitlines(True) if line.startswith(f"<{graph}>")]
    said = [line for line in lines.splitlines(True) if not line.startswith(f"<{graph}>")][keep]
    new = manifest.with_name(f"{name}-1.json")
    snapshots.write(new, "".join([*said, extra, *about]), facts | {"id": f"{name}-1", "graph": graph, "source": name})


@pytest.fixture(scope="module")
def doubled(home: Path, tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    folder = tmp_path_factory.mktemp("doubled")
    shutil.copytree(home / "snapshots", folder / "snapshots")
    add_source(folder, "other")
    load(folder)
    return GraphStore.open(folder)


@pytest.mark.parametrize("name", sorted(named_queries().keys() - BY_SOURCE))
def test_a_named_query_counts_a_fact_once(name: str, store: GraphStore, doubled: GraphStore) -> None:
    query = named_queries()[name]
    parameters = PARAMETERS.get(name, {})
    assert query.run(store, parameters).table() == query.run(doubled, parameters).table()


@pytest.mark.parametrize("name", sorted(claim_queries()))
def test_a_claim_counts_a_fact_once(name: str, store: GraphStore, doubled: GraphStore) -> None:
    query = claim_queries()[name]
    assert answer(store, query) == answer(doubled, query)


def test_integrity_rules_hold_with_two_sources(doubled: GraphStore) -> None:
    assert violations(doubled) == []


def test_the_union_holds_no_statement_twice(doubled: GraphStore) -> None:
    (counted,) = doubled.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert counted["n"] == len(doubled.query("SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o }").table().rows)


def test_a_number_that_two_sources_state_names_both(doubled: GraphStore) -> None:
    query = named_queries()["result-provenance"]
    rows = query.run(doubled, {"model": "VOLO-D5"}).table().dicts()
    by_metric = {(row["metric"], row["snapshot"]) for row in rows}
    assert len(by_metric) == len(rows) == 6
    assert {row["source"] for row in rows} == {"review", "other"}


def _nquads(assertions: Assertions) -> list[bytes]:
    return b"".join(block.nquads() for block in assertions.blocks()).splitlines()


def test_what_one_source_says_alone_stays_in_its_own_graph(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "snapshots", tmp_path / "snapshots")
    mine = f'<https://e.org/me> <{PK.name}> "mine" <https://w3id.org/paperkin/snapshot/other/1> .\n'
    add_source(tmp_path, "other", keep=slice(0, 100), extra=mine)
    assertions = Assertions(Workspace(tmp_path).snapshots())
    lines = _nquads(assertions)
    graphs = [line.rsplit(b" ", 2)[1] for line in lines]
    shared = {graph for graph in graphs if b"/shared/" in graph}
    assert len({line.rsplit(b" ", 2)[0] for line in lines}) == len(set(lines))
    assert len(shared) == 1
    assert 90 <= graphs.count(shared.pop()) <= 100
    assert mine.strip().encode() in lines


def test_statements_that_hash_alike_are_told_apart(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(home / "snapshots", tmp_path / "snapshots")
    add_source(tmp_path, "other", keep=slice(0, 500))
    snapshots = Workspace(tmp_path).snapshots()
    expected = set(_nquads(Assertions(snapshots)))
    monkeypatch.setattr("kg.assertions.fingerprints", lambda lines: lines.str.len_bytes().cast(pl.UInt64))
    assert set(_nquads(Assertions(snapshots))) == expected


def test_a_line_of_another_graph_is_refused_with_its_place(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "snapshots", tmp_path / "snapshots")
    add_source(tmp_path, "other", extra="<https://e.org/a> <https://e.org/b> <https://e.org/c> <https://e.org/g> .\n")
    with pytest.raises(EngineFailure, match=r"other-1\.nq\.gz, line \d+"):
        load(tmp_path)
