"""Records that share an identifier are one paper, unless what they say cannot all be true."""

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
import polars as pl

from kg.identity.evidence import mint
from ontology import iri
from ontology.schemes import SCHEMES, UNIQUE

_RANK = {scheme: rank for rank, scheme in enumerate(SCHEMES)}


@dataclass(frozen=True)
class Joins:
    """What is one paper, and what would be if the evidence were not at odds.

    Parameters
    ----------
    renamed : DataFrame
        Columns alias, canonical (IRIs), sorted: under which IRI the statements about another are kept.
    conflicts : DataFrame
        Columns identifier, thing, sorted: identifiers that papers share which an arXiv identifier each keeps apart.
    """

    renamed: pl.DataFrame
    conflicts: pl.DataFrame


def joined(evidence: pl.DataFrame, accepted: Iterable[tuple[str, str]] = ()) -> Joins:
    """Join the things that share an identifier.

    An identifier that two arXiv papers have says nothing about which is which: it joins nobody, and is reported.
    Where a chain of others leads from one arXiv paper to another, the whole chain is left apart, and reported.

    Parameters
    ----------
    evidence : DataFrame
        Columns thing, scheme, value, as `evidence.identifiers` gives them.
    accepted : iterable of pairs of IRIs
        Papers that a person says are one. What would join two arXiv papers is not followed.

    Notes
    -----
    The name of what is joined is minted from its strongest identifier, by the order of `SCHEMES`, the first in
    the order of text where there are several; so it depends on the evidence alone, not on its order.
    """
    ids = pl.concat_str("scheme", "value", separator=":")
    evidence = evidence.with_columns(ids.alias("identifier"))
    tainted = _of_two_papers(evidence)
    usable = evidence.join(tainted, on="identifier", how="anti")
    graph = nx.Graph()
    graph.add_edges_from(_shared(usable).select("thing", "identifier").iter_rows())
    graph.add_edges_from(accepted)
    among = evidence.filter(pl.col("thing").is_in(list(graph)))
    papers, strongest = _papers(among), _strongest(among)
    names, chained = dict[str, str](), list[tuple[str, str]]()
    for part in nx.connected_components(graph):
        things = sorted(node for node in part if node.startswith(iri.BASE))
        if len({paper for thing in things for paper in papers.get(thing, ())}) > 1:
            chained += [(node, thing) for node in part - set(things) for thing in graph[node]]
            continue
        best = min((strongest[thing] for thing in things if thing in strongest), default=None)
        names |= dict.fromkeys(things, mint(SCHEMES[best[0]], best[1]) if best else things[0])
    return Joins(_renamed(names), _conflicts(evidence, tainted, chained))


def _of_two_papers(evidence: pl.DataFrame) -> pl.DataFrame:
    """Find the identifiers of things that have different arXiv identifiers."""
    papers = evidence.filter(pl.col("scheme") == UNIQUE).select("thing", pl.col("value").alias("paper"))
    others = evidence.filter(pl.col("scheme") != UNIQUE).join(papers, on="thing")
    counted = others.group_by("identifier").agg(pl.col("paper").n_unique())
    return counted.filter(pl.col("paper") > 1).select("identifier")


def _shared(evidence: pl.DataFrame) -> pl.DataFrame:
    """Keep the identifiers that more than one thing has: no other joins anything."""
    return evidence.filter(pl.col("thing").n_unique().over("identifier") > 1)


def _papers(evidence: pl.DataFrame) -> dict[str, list[str]]:
    found = evidence.filter(pl.col("scheme") == UNIQUE).group_by("thing").agg("value")
    return dict(found.iter_rows())


def _strongest(evidence: pl.DataFrame) -> dict[str, tuple[int, str]]:
    """Give rank and value of the identifier that names each thing which shares one."""
    ranked = evidence.with_columns(pl.col("scheme").replace_strict(_RANK, return_dtype=pl.Int64).alias("rank"))
    first = ranked.sort("rank", "value").unique("thing", keep="first", maintain_order=True)
    return {thing: (rank, value) for thing, rank, value in first.select("thing", "rank", "value").iter_rows()}


def _renamed(names: dict[str, str]) -> pl.DataFrame:
    pairs = sorted((alias, canonical) for alias, canonical in names.items() if alias != canonical)
    return pl.DataFrame(pairs, schema={"alias": pl.String, "canonical": pl.String}, orient="row")


def _conflicts(evidence: pl.DataFrame, tainted: pl.DataFrame, chained: list[tuple[str, str]]) -> pl.DataFrame:
    direct = evidence.join(tainted, on="identifier").select("identifier", "thing")
    chains = pl.DataFrame(chained, schema=direct.schema, orient="row")
    return pl.concat([direct, chains]).unique().sort("identifier", "thing")
