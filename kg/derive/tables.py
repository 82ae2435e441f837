"""Columns for analysis, written once at load: names, nodes and edges as Parquet files.

names.parquet      iri, kind, name                   every name of every thing, for looking things up
things.parquet     iri, kind, label, date, paper     papers and techniques; a technique has its paper's date,
                                                     and where nobody dates a paper, its arXiv id tells the month
lineage.parquet    source, target, kind, place, basis, stated_by, sentence
citations.parquet  source, target                    rows of things.parquet, from 0
uses.parquet       paper, technique                  rows of things.parquet, from 0
results.parquet    benchmark, metric, model, result, paper, date, value, position    what is ranked, with its rank
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kg import boards
from kg.analysis import ranking
from kg.columns import Columns, hashed
from kg.derive import standings
from kg.errors import NoAnswer
from kg.identity.precedence import rank
from kg.store import GraphStore
from ontology.schemes import SCHEMES
from ontology.terms import CITO, PK

_KINDS = {
    PK.Paper: "paper", PK.Work: "paper", PK.Technique: "technique", PK.Benchmark: "benchmark", PK.Dataset: "dataset",
    PK.Task: "task", PK.Metric: "metric", PK.Model: "model", PK.Author: "author",
}  # fmt: skip
_RANK = {scheme: rank for rank, scheme in enumerate(SCHEMES)}
_ARXIV_MONTH = r"^arxiv:(?:[a-z-]+/)?([0-9]{2})(0[1-9]|1[0-2])(?:\.[0-9]{4,5}|[0-9]{3})$"
_FIRST_ARXIV_YEAR = 91
"""arXiv began in 1991: an identifier of a smaller number is of this century."""
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

    Raises
    ------
    NoAnswer
        If a citation has an end that no snapshot describes.
    """
    folder.mkdir()
    names = _names(columns)
    things = _things(_First(columns, sources), names.select("iri", "kind").unique(), columns.said(PK.identifier))
    frames = {"names": names, "things": things, "lineage": _lineage(store), "results": _results(columns, names)}
    frames |= _edges(columns, things)
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


def _things(first: _First, kinds: pl.DataFrame, identifiers: pl.DataFrame) -> pl.DataFrame:
    """Give papers and techniques, each once, by IRI: a paper's row here is its number in the tables of edges."""
    said = [first.of(kind) for kind in (PK.submitted, PK.published, PK.publicationYear)]
    dates = pl.concat([*said, _months(identifiers)]).rename({"s": "paper", "o": "date"})
    dated = dates.unique("paper", keep="first", maintain_order=True)
    introduced = first.of(PK.introducedBy).rename({"s": "iri", "o": "paper"})
    titled = _labelled(first, kinds, "paper", PK.title)
    works = kinds.filter(pl.col("kind") == "paper").join(titled, on="iri", how="anti")
    papers = pl.concat([titled, works.join(_strongest(identifiers), on="iri")]).with_columns(paper="iri")
    techniques = _labelled(first, kinds, "technique", PK.name).join(introduced, on="iri", how="left")
    things = pl.concat([papers, techniques]).join(dated, on="paper", how="left")
    return things.select("iri", "kind", "label", "date", "paper").unique("iri", keep="first").sort("iri")


def _months(identifiers: pl.DataFrame) -> pl.DataFrame:
    """Give each thing the month in which arXiv gave it its first identifier, which begins with year and month."""
    year, month = (pl.col("o").str.extract(_ARXIV_MONTH, place) for place in (1, 2))
    century = pl.when(year.cast(pl.Int64) < _FIRST_ARXIV_YEAR).then(pl.lit("20")).otherwise(pl.lit("19"))
    found = identifiers.select("s", (century + year + "-" + month).alias("o")).drop_nulls("o")
    return found.group_by("s").agg(pl.col("o").min())


def _labelled(first: _First, kinds: pl.DataFrame, kind: str, label: str) -> pl.DataFrame:
    labels = first.of(label).rename({"s": "iri", "o": "label"})
    return kinds.filter(pl.col("kind") == kind).join(labels, on="iri")


def _strongest(identifiers: pl.DataFrame) -> pl.DataFrame:
    """Give each thing its strongest identifier: the label of a work that nobody titles."""
    scheme = pl.col("o").str.extract("^([^:]*):").replace_strict(_RANK, default=len(_RANK), return_dtype=pl.Int64)
    ranked = identifiers.with_columns(scheme.alias("rank")).sort("s", "rank", "o")
    return ranked.unique("s", keep="first").select(pl.col("s").alias("iri"), pl.col("o").alias("label"))


def _lineage(store: GraphStore) -> pl.DataFrame:
    found = store.query(_LINEAGE).table()
    return pl.DataFrame(found.rows, schema=dict.fromkeys(found.columns, pl.String()), orient="row")


def _results(columns: Columns, names: pl.DataFrame) -> pl.DataFrame:
    """Give the results that are ranked: those of boards whose direction is known."""
    found = ranking.ranks(boards.ranked(standings.results(columns))).with_columns(s=hashed(pl.col("result")))
    models = names.filter(pl.col("kind") == "model").select(pl.col("iri").alias("model")).unique()
    of_model = columns.of(PK.ofModel).select("s", "o").unique("s", keep="first")
    named = of_model.join(models.with_columns(hashed(pl.col("model")).alias("o")), on="o").select("s", "model")
    paper = columns.said(PK.reportedIn).rename({"s": "result", "o": "paper"}).unique("result", keep="first")
    joined = found.join(named, on="s").join(paper, on="result", how="left")
    return joined.select("benchmark", "metric", "model", "result", "paper", "date", "value", "position")


def _edges(columns: Columns, things: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Give the tables of edges between papers and techniques."""
    rows = things.with_row_index("row").select("row", "kind", hashed(pl.col("iri")).alias("thing"))
    numbered = [_numbered(columns, relation, rows) for relation in (CITO.cites, PK.usesTechnique)]
    if missing := sum(numbered[0].select("source", "target").null_count().row(0)):
        raise NoAnswer(
            f"{missing} ends of citations are things that no snapshot describes; the graph that was there stays"
        )
    used = numbered[1].drop_nulls().filter((pl.col("kind") == "paper") & (pl.col("kind_right") == "technique"))
    return {
        "citations": numbered[0].select("source", "target"),
        "uses": used.select(paper="source", technique="target"),
    }


def _numbered(columns: Columns, relation: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Give the statements of a property with the rows of their ends, each once."""
    found = columns.of(relation).select("s", "o").unique()
    source = found.join(rows, left_on="s", right_on="thing", how="left").rename({"row": "source"})
    return source.join(rows, left_on="o", right_on="thing", how="left").rename({"row": "target"})
