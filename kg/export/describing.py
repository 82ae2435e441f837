"""What is said of each node of a view: its label, kind, date, page."""

from collections.abc import Collection, Mapping
from urllib.parse import quote

import polars as pl

from kg.analysis.arrays import Mask
from kg.export.content import Content, Sheet
from kg.export.facts import values
from kg.export.numbering import ENDS, Numbering
from kg.projection import Projection
from kg.store import GraphStore
from ontology.iri import BASE, key
from ontology.terms import PK


def doi_page(doi: str) -> str:
    """Give the page of a DOI.

    Examples
    --------
    >>> doi_page("10.1/a<b>")
    'https://doi.org/10.1/a%3Cb%3E'
    """
    return "https://doi.org/" + quote(doi, safe="/:;().")


PAGES = (
    (PK.url, lambda address: address),
    (PK.doi, doi_page),
    (PK.arxivId, lambda name: "https://arxiv.org/abs/" + quote(name)),
)
"""Where to read about a thing; the last that is known counts."""


def describe(
    name: str, projection: Projection, store: GraphStore, numbering: Numbering, edges: Sheet, wanted: Mask,
    graphs: Collection[str],
) -> Content:  # fmt: skip
    """Make a view whole: its nodes sorted and described, its edges sorted.

    Parameters
    ----------
    name : str
    projection : Projection
    store : GraphStore
    numbering : Numbering
    edges : Sheet
        Columns source and target are numbers of things.
    wanted : array of bool
        Which things are there.
    graphs : collection of str
        The only named graphs that facts are read from; all where empty.
    """
    there = numbering.iris.to_frame("iri").with_row_index("number").filter(pl.Series(wanted)).sort("iri")
    place = pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(wanted))
    place = place.scatter(there["number"], pl.int_range(len(there), dtype=pl.UInt32, eager=True))
    numbered = edges.frame.with_columns(place.gather(edges.frame[end]).alias(end) for end in ENDS)
    order = [column for column in (*ENDS, "kind", "result", "metric") if column in numbered.columns]
    nodes = _facts(there["iri"], projection, store, graphs)
    if name == "co-technique":
        nodes = nodes.join(_papers(projection, wanted, numbering), on="iri", how="left", maintain_order="left")
    directed = name != "co-technique"
    return Content(name, Sheet(nodes), Sheet(numbered.sort(order, maintain_order=True), edges.kinds), directed)


def _facts(iris: pl.Series, projection: Projection, store: GraphStore, graphs: Collection[str]) -> pl.DataFrame:
    known = projection.things.select("iri", "label", "kind", "date", "paper")
    nodes = iris.to_frame().join(known, on="iri", how="left", maintain_order="left")
    unnamed = set(nodes.filter(pl.col("label").is_null())["iri"])
    names = {iri: found[0] for iri, found in values(store, PK.name, unnamed, graphs).items()}
    labels = {iri: names.get(iri) or _last(iri) for iri in unnamed}
    among = set(iris)
    pages: dict[str, str] = {}
    for property_, page in PAGES:
        pages |= {iri: page(found[0]) for iri, found in values(store, property_, among, graphs).items()}
    sizes = {iri: int(found[0]) for iri, found in values(store, PK.parameterCount, among, graphs).items()}
    return nodes.with_columns(
        pl.coalesce("label", _column(iris, labels)).alias("label"),
        pl.coalesce("kind", _kind(iris)).alias("kind"),
        pl.when(pl.col("paper") != pl.col("iri")).then("paper").alias("paper"),
        pl.col("date").str.extract(r"^(\d{4})").cast(pl.Int32).alias("year"),
        _column(iris, pages).alias("url"),
        pl.Series("parameters", [sizes.get(iri) for iri in iris], pl.Int64),
    )


def _papers(projection: Projection, wanted: Mask, numbering: Numbering) -> pl.DataFrame:
    """Give how many papers use each technique."""
    counts = projection.uses.group_by("technique").len("papers")
    return counts.select(numbering.iris.gather(counts["technique"]).alias("iri"), "papers")


def _column(iris: pl.Series, found: Mapping[str, str]) -> pl.Series:
    return pl.Series([found.get(iri) for iri in iris], dtype=pl.String)


def _kind(iris: pl.Series) -> pl.Series:
    """Read what a thing is from its IRI."""
    ours = iris.str.starts_with(BASE)
    first = iris.str.strip_prefix(BASE).str.split("/").list.first()
    return pl.select(pl.when(ours).then(first).otherwise(pl.lit("thing")))[:, 0]


def _last(node: str) -> str:
    """Make a label of an IRI that nobody names."""
    return key(node) if "/" in node else node
