"""Columns for analysis, written once at load: names, nodes and edges as Parquet files.

names.parquet    iri, kind, name                     every name of every thing, for looking things up
things.parquet   iri, kind, label, date, paper       papers and techniques; a technique has its paper's date
lineage.parquet  source, target, kind, place, basis, stated_by, sentence
citations.parquet  source, target
"""

from pathlib import Path

import polars as pl

from kg.store import GraphStore
from kg.values import Table

_PREFIX = "PREFIX pk: <https://w3id.org/paperkin/ontology#> PREFIX cito: <http://purl.org/spar/cito/> "
_QUERIES = {
    "names": """SELECT DISTINCT ?iri ?kind ?name WHERE {
        ?iri a ?type ; ?named ?name .
        VALUES ?named { pk:name pk:title pk:alternateName pk:fullName pk:identifier }
        VALUES (?type ?kind) {
          (pk:Paper "paper") (pk:Technique "technique") (pk:Benchmark "benchmark") (pk:Dataset "dataset")
          (pk:Task "task") (pk:Metric "metric") (pk:Model "model") (pk:Author "author") } }""",
    "things": """SELECT DISTINCT ?iri ?kind ?label ?date ?paper WHERE {
        { ?iri a pk:Paper ; pk:title ?label . BIND(?iri AS ?paper) BIND("paper" AS ?kind) }
        UNION { ?iri a pk:Technique ; pk:name ?label ; pk:introducedBy ?paper . BIND("technique" AS ?kind) }
        OPTIONAL { ?paper pk:submitted ?submitted } OPTIONAL { ?paper pk:published ?published }
        OPTIONAL { ?paper pk:publicationYear ?year }
        BIND(STR(COALESCE(?submitted, ?published, ?year)) AS ?date) }""",
    "undated": """SELECT DISTINCT ?iri ?kind ?label WHERE {
        ?iri a pk:Technique ; pk:name ?label . BIND("technique" AS ?kind)
        OPTIONAL { ?iri pk:introducedBy ?paper } FILTER(!BOUND(?paper)) }""",
    "lineage": """SELECT DISTINCT ?source ?target ?kind ?place ?basis ?stated_by ?sentence WHERE {
        ?claim a pk:LineageClaim ; pk:claimSubject ?source ; pk:claimObject ?target ; pk:claimRelation ?relation ;
               pk:basis ?how .
        OPTIONAL { ?claim pk:statedBy ?stated_by }
        OPTIONAL { ?claim pk:place ?place } OPTIONAL { ?claim pk:sentence ?sentence }
        BIND(STRAFTER(STR(?relation), "#") AS ?kind) BIND(STRAFTER(STR(?how), "#") AS ?basis) }""",
    "citations": "SELECT DISTINCT ?source ?target WHERE { ?source cito:cites ?target }",
}


def write(store: GraphStore, folder: Path) -> None:
    """Write all tables to `folder`, each sorted, so that the same store gives the same files."""
    folder.mkdir()
    frames = {name: _frame(store.query(_PREFIX + query).table()) for name, query in _QUERIES.items()}
    frames["things"] = pl.concat([frames["things"], frames.pop("undated")], how="diagonal")
    for name, frame in frames.items():
        frame.sort(frame.columns).write_parquet(folder / f"{name}.parquet", compression="zstd")


def _frame(found: Table) -> pl.DataFrame:
    return pl.DataFrame(found.rows, schema=dict.fromkeys(found.columns, pl.String()), orient="row")
