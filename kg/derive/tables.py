"""Columns for analysis, written once at load: names, nodes and edges as Parquet files.

names.parquet    iri, kind, name                     every name of every thing, for looking things up
things.parquet   iri, kind, label, date, paper       papers and techniques; a technique has its paper's date
lineage.parquet  source, target, kind, place, basis, stated_by, sentence
citations.parquet  source, target
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kg.columns import Columns, hashed
from kg.identity.precedence import rank
from kg.store import GraphStore
from ontology.terms import CITO, PK

_KINDS = {
    PK.Paper: "paper", PK.Technique: "technique", PK.Benchmark: "benchmark", PK.Dataset: "dataset", PK.Task: "task",
    PK.Metric: "metric", PK.Model: "model", PK.Author: "author",
}  # fmt: skip
_NO_SOURCES: Mapping[str, str | None] = {}
_NAMES = (PK.name, PK.title, PK.alternateName, PK.fullName, PK.identifier)
_LINEAGE = """
PREFIX pk: <https://w3id.org/paperkin/ontology#>
SELECT DISTINCT ?source ?target ?kind ?place ?basis ?stated_by ?sentence WHERE {
    ?claim a pk:LineageClaim ; pk:claimSubject ?source ; pk:claimObject ?target ; pk:claimRelation ?relation ;
           pk:basis ?how .
    OPTIONAL { ?claim pk:statedBy ?stated_by }
    OPTIONAL { ?claim pk:place ?place } OPTIONAL { ?claim pk:sentence ?sentence }
    BIND(STRAFTER(STR(?relation), "#") AS ?kind) BIND(STRAFTER(STR(?how), "#") AS ?basis) }
"""


def write(columns: Columns, store: GraphStore, folder: Path, sources: Mapping[str, str | None] = _NO_SOURCES) -> None:
    """Write all tables to `folder`, each sorted, so that the same store gives the same files.

    Parameters
    ----------
    columns : Columns
        Of all statements.
    store : GraphStore
        With the same statements.
    folder : Path
        To be made.
    sources : mapping of graph to source, optional
        Whose word comes first where they differ; see `kg.identity.precedence`.
    """
    folder.mkdir()
    names = _names(columns)
    things = _things(_First(columns, sources), names.select("iri", "kind").unique())
    frames = {"names": names, "things": things, "lineage": _lineage(store), "citations": _citations(columns)}
    for name, frame in frames.items():
        order = ["kind", "name", "iri"] if name == "names" else frame.columns
        frame.sort(order).write_parquet(folder / f"{name}.parquet", compression="zstd")


def _names(columns: Columns) -> pl.DataFrame:
    kinds = columns.instances(_KINDS).select("s", pl.col("kind").replace_strict(_KINDS, return_dtype=pl.String))
    other = columns.said(PK.mergedInto).select(iri="o", name="s")
    named = pl.concat([columns.said(*_NAMES).rename({"s": "iri", "o": "name"}), other])
    named = named.with_columns(hashed(pl.col("iri")).alias("s"))
    return named.join(kinds, on="s").select("iri", "kind", "name").unique()


@dataclass(frozen=True)
class _First:
    """One object a subject, of the source whose word comes first."""

    columns: Columns
    sources: Mapping[str, str | None]

    def of(self, kind: str) -> pl.DataFrame:
        return self.columns.first(kind, lambda graph: rank(kind, self.sources.get(graph)))


def _things(first: _First, kinds: pl.DataFrame) -> pl.DataFrame:
    dates = [first.of(kind) for kind in (PK.submitted, PK.published, PK.publicationYear)]
    dated = pl.concat(dates).unique("s", keep="first", maintain_order=True).rename({"s": "paper", "o": "date"})
    introduced = first.of(PK.introducedBy).rename({"s": "iri", "o": "paper"})
    papers = _labelled(first, kinds, "paper", PK.title).with_columns(pl.col("iri").alias("paper"))
    techniques = _labelled(first, kinds, "technique", PK.name).join(introduced, on="iri", how="left")
    things = pl.concat([papers, techniques]).join(dated, on="paper", how="left")
    return things.select("iri", "kind", "label", "date", "paper")


def _labelled(first: _First, kinds: pl.DataFrame, kind: str, label: str) -> pl.DataFrame:
    labels = first.of(label).rename({"s": "iri", "o": "label"})
    return kinds.filter(pl.col("kind") == kind).join(labels, on="iri")


def _lineage(store: GraphStore) -> pl.DataFrame:
    found = store.query(_LINEAGE).table()
    return pl.DataFrame(found.rows, schema=dict.fromkeys(found.columns, pl.String()), orient="row")


def _citations(columns: Columns) -> pl.DataFrame:
    return columns.said(CITO.cites).rename({"s": "source", "o": "target"})
