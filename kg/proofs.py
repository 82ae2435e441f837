"""Integrity rules that hold for sure: a quick look at columns says so, and the rule's query need not run.

A rule that is not proven here may hold all the same; its query decides, and names what breaks it. Two different things
have the same hash of 64 bits once in a million loads of the largest graph.
"""

from collections.abc import Callable

import polars as pl

from kg.columns import Columns, hashed
from ontology.terms import PK, RDF, XSD

_NAMED = (PK.Author, PK.Technique, PK.Collection, PK.Area, PK.Dataset, PK.Task, PK.Benchmark, PK.Metric, PK.Model)
_GRAPHS = (PK.Snapshot, PK.SharedGraph, PK.DerivedGraph)


def proven(columns: Columns) -> set[str]:
    """Give the names of the rules that hold for sure."""
    return {rule for rule, holds in RULES.items() if holds(columns)}


def _all_declared(columns: Columns) -> bool:
    return _within(columns.referenced, columns.of(RDF.type)["s"])


def _no_doi_of_arxiv(columns: Columns) -> bool:
    return not columns.said(PK.identifier, PK.doi)["o"].str.contains(r"(?i)^(doi:)?10\.48550/arxiv").any()


def _graphs_described(columns: Columns) -> bool:
    return _within(columns.graphs, columns.instances(_GRAPHS)["s"])


def _things_named(columns: Columns) -> bool:
    return _within(columns.instances(_NAMED)["s"], columns.of(PK.name)["s"])


def _papers_titled(columns: Columns) -> bool:
    return _within(columns.instances([PK.Paper])["s"], columns.of(PK.title)["s"])


def _one_title(columns: Columns) -> bool:
    titles = columns.of(PK.title).select("s", "g", "o").unique()
    return not titles.select("s", "g").is_duplicated().any()


def _positions_apart(columns: Columns) -> bool:
    authors = _not_joined(columns, _authors(columns), "paper")
    return not authors.select("paper", "g", "position").is_duplicated().any()


def _not_joined(columns: Columns, found: pl.DataFrame, paper: str) -> pl.DataFrame:
    """Leave out the papers that entries were joined to."""
    return found.join(columns.of(PK.mergedInto).select(pl.col("o").alias(paper)), on=paper, how="anti")


def _positions_whole(columns: Columns) -> bool:
    by_snapshot = _authors(columns).join(_asserted(columns), on="g")
    positions = by_snapshot.group_by("paper", "snapshot").agg(
        pl.col("position").n_unique().alias("count"), pl.col("position").min().alias("first"),
        pl.col("position").max().alias("last"), pl.col("position").null_count().alias("unknown"),
    )  # fmt: skip
    fine = (pl.col("first") == 1) & (pl.col("last") == pl.col("count")) & (pl.col("unknown") == 0)
    return bool(positions.select(fine.all())[0, 0])


def _authors(columns: Columns) -> pl.DataFrame:
    """Give paper, graph and position of each authorship whose edge and position stand in one graph."""
    edges = columns.of(PK.hasAuthorship).select(pl.col("s").alias("paper"), pl.col("o").alias("role"), "g")
    positions = columns.of(PK.authorPosition).select(pl.col("s").alias("role"), "position", "g")
    return edges.join(positions, on=["role", "g"])


def _asserted(columns: Columns) -> pl.DataFrame:
    """Give graph and snapshot: what several snapshots say alike stands in one graph."""
    graphs = columns.graphs.rename("graph").to_frame().with_row_index("g").with_columns(pl.col("g").cast(pl.UInt16))
    said = columns.of(PK.assertedBy).select(pl.col("s").alias("graph"), pl.col("o").alias("snapshot"))
    return graphs.join(said, on="graph").select("g", "snapshot")


def _values_kept(columns: Columns) -> bool:
    return _within(columns.said(PK.value)["s"], columns.said(PK.rawValue)["s"])


def _on_one_result(columns: Columns) -> bool:
    return not columns.said(PK.hasMeasurement)["o"].is_duplicated().any()


def _part_of_results(columns: Columns) -> bool:
    parts = columns.said(PK.hasMeasurement).select(h=hashed(pl.col("o")))["h"]
    return _within(columns.instances([PK.Measurement])["s"], parts)


def _on_benchmarks(columns: Columns) -> bool:
    placed = columns.said(PK.benchmark).select(h=hashed(pl.col("s")))["h"]
    return _within(columns.instances([PK.Result])["s"], placed)


def _first_among_ranks(columns: Columns) -> bool:
    derived = columns.of(PK.basis).filter(pl.col("o") == _hash(f"<{PK.Derived}>"))["s"]
    ranks, board = derived.unique().to_frame("s"), [PK.benchmark, PK.metric, PK.asOf]
    for term in (*board, PK.position):
        ranks = ranks.join(columns.of(term).select("s", pl.col("o").alias(term)), on="s", how="left")
    first = pl.col(PK.position) == _hash(f'"1"^^<{XSD.integer}>')
    return bool(ranks.group_by(board).agg(first.any()).select(pl.col(PK.position).all())[0, 0])


def _hash(term: str) -> int:
    return int(pl.Series([term]).hash()[0])


def _within(some: pl.Series, all_of: pl.Series) -> bool:
    return bool(some.is_in(all_of.unique().implode()).all())


RULES: dict[str, Callable[[Columns], bool]] = {
    "undeclared-reference": _all_declared,
    "arxiv-doi-not-normalised": _no_doi_of_arxiv,
    "statement-without-snapshot": _graphs_described,
    "thing-without-name": _things_named,
    "paper-without-title": _papers_titled,
    "paper-with-two-titles": _one_title,
    "author-position-twice": _positions_apart,
    "author-position-gap": _positions_whole,
    "derived-rank-without-first": _first_among_ranks,
    "measurement-value-without-raw": _values_kept,
    "measurement-on-two-results": _on_one_result,
    "measurement-without-result": _part_of_results,
    "result-without-benchmark": _on_benchmarks,
}
