"""Do the columns say what the store says? Each edge of the tables is looked for in the store, and each of it there."""

from collections.abc import Iterator

import polars as pl

from kg.integrity import Violation
from kg.projection import Projection
from kg.store import GraphStore
from ontology.terms import CITO, PK

RULE = "columns-agree"
Edges = set[tuple[str, ...]]
_REMEDY = "run: kg load"
_CLAIMS = """
PREFIX pk: <https://w3id.org/paperkin/ontology#>
SELECT DISTINCT ?source ?target ?kind WHERE {
  ?claim a pk:LineageClaim ; pk:claimSubject ?source ; pk:claimObject ?target ; pk:claimRelation ?relation
  BIND(STRAFTER(STR(?relation), "#") AS ?kind)
}
"""


_RANKED = """
PREFIX pk: <https://w3id.org/paperkin/ontology#>
SELECT DISTINCT ?result ?benchmark ?metric ?model ?position WHERE {
  ?rank a pk:Rank ; pk:basis pk:Derived ; pk:result ?result ; pk:benchmark ?benchmark ; pk:metric ?metric ;
        pk:position ?position .
  ?result pk:ofModel ?model
}
"""


def disagreements(store: GraphStore, projection: Projection) -> list[Violation]:
    """Compare citations, uses, results and lineage of the columns with the statements of the store.

    Reads every citation out of the store: ten seconds a million.
    """
    tables: dict[str, tuple[Edges, Edges]] = {
        "citations": (_cited(projection), {(str(one), str(two)) for one, two in store.pairs(CITO.cites)}),
        "uses": (_used(projection), _uses(store, projection)),
        "results": (_placed(projection), {tuple(map(str, row.values())) for row in store.select(_RANKED)}),
        "lineage": (_derived(projection), {tuple(map(str, row.values())) for row in store.select(_CLAIMS)}),
    }
    return [found for name, (columns, stated) in tables.items() for found in _compared(name, columns, stated)]


def _compared(table: str, columns: Edges, stated: Edges) -> Iterator[Violation]:
    for edges, where in ((columns - stated, "only in the columns"), (stated - columns, "only in the store")):
        if edges:
            first = " ".join(map(str, min(edges)))
            yield Violation(RULE, f"{len(edges)} edges of {table} are {where}, the first: {first}", _REMEDY)


def _cited(projection: Projection) -> Edges:
    graph = projection.citations
    ends = zip(graph.source.tolist(), graph.target.tolist(), strict=True)
    return {(str(graph.names[one]), str(graph.names[two])) for one, two in ends}


def _used(projection: Projection) -> Edges:
    iris = projection.things["iri"].to_list()
    return {(iris[paper], iris[technique]) for paper, technique in projection.uses.iter_rows()}


def _uses(store: GraphStore, projection: Projection) -> Edges:
    """Give who uses what, of papers: models use techniques too."""
    papers = set(projection.citations.names)
    stated = ((str(one), str(two)) for one, two in store.pairs(PK.usesTechnique))
    return {pair for pair in stated if pair[0] in papers}


def _placed(projection: Projection) -> Edges:
    told = projection.results.select("result", "benchmark", "metric", "model", pl.col("position").cast(pl.String))
    return set(told.iter_rows())


def _derived(projection: Projection) -> Edges:
    return {(str(one), str(two), kind) for one, two, kind in projection.lineage.edges(keys=True)}
