"""The columns and the store: where they say different things, a check tells which edge and where it is."""

import shutil
from pathlib import Path

import polars as pl

from kg.agreement import disagreements
from kg.projection import Projection
from kg.store import GraphStore


def test_columns_of_a_load_agree_with_its_store(store: GraphStore, projection: Projection) -> None:
    assert disagreements(store, projection) == []


def _altered(projection: Projection, folder: Path, table: str, rows: slice) -> Projection:
    shutil.copytree(projection.folder, folder / "tables")
    path = folder / "tables" / f"{table}.parquet"
    pl.read_parquet(path)[rows].write_parquet(path)
    return Projection(folder / "tables")


def test_an_edge_that_the_columns_lack_is_named(store: GraphStore, projection: Projection, tmp_path: Path) -> None:
    for table in ("citations", "uses", "lineage", "results"):
        found = disagreements(store, _altered(projection, tmp_path / table, table, slice(1, None)))
        assert [violation.severity for violation in found] == ["error"]
        assert f"1 edges of {table} are only in the store, the first: https://" in found[0].what


def test_an_edge_that_the_store_lacks_is_named(projection: Projection) -> None:
    found = disagreements(GraphStore.of_quads(b""), projection)
    assert len(found) == 4
    assert all("only in the columns" in violation.what for violation in found)
