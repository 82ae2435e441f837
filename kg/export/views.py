"""The views of the graph that are exported, and what they are narrowed to."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from kg.analysis.arrays import ArrayGraph, Mask
from kg.errors import UsageProblem
from kg.export import leaderboard
from kg.export.content import Content, Sheet
from kg.export.describing import describe
from kg.export.numbering import ENDS, Numbering, between, kept, together
from kg.projection import Projection, dated, near
from kg.store import GraphStore
from ontology.terms import PK

VIEWS = ("citations", "lineage", "leaderboard", "full", "paper-lineage", "co-technique")

_CITATIONS = """
PREFIX pk: <https://w3id.org/paperkin/ontology#>
SELECT DISTINCT ?source ?target ?place ?stated_by ?sentence ?intent WHERE {
  ?citation a pk:Citation ; pk:citingEntity ?source ; pk:citedEntity ?target .
  OPTIONAL { ?citation pk:place ?place }
  OPTIONAL { ?citation pk:statedBy ?stated_by }
  OPTIONAL { ?citation pk:sentence ?sentence }
  OPTIONAL { ?citation pk:intent ?reason BIND(REPLACE(STR(?reason), "^.*[/#]", "") AS ?intent) }
}
"""
_EVIDENCE = ("place", "stated_by", "sentence", "intent")


@dataclass(frozen=True, slots=True)
class Only:
    """What a view is narrowed to; see `view`."""

    since: str | None = None
    until: str | None = None
    papers: frozenset[str] | None = None
    benchmarks: frozenset[str] | None = None
    around: str | None = None
    depth: int = 1
    graphs: tuple[str, ...] = ()

    @property
    def is_all(self) -> bool:
        """Tell whether nothing is left out; named graphs are no part of this."""
        asked = (self.since, self.until, self.papers, self.benchmarks, self.around)
        return all(value is None for value in asked)


ALL = Only()


def view(name: str, projection: Projection, store: GraphStore, only: Only = ALL) -> Content:
    """Give a view of the graph.

    The views:

    - ``citations``: papers; an edge `cites` from the citing to the cited paper, with the places in the text,
      who states them, the sentences and the intents where they are known.
    - ``lineage``: techniques, and the papers that take part; an edge from the derived thing to its origin, of
      kind `buildsOn`, `variantOf`, `hasComponent`, `replaces`, ..., with place, basis, source and sentence.
    - ``leaderboard``: models, benchmarks, papers and datasets; edges `rankedOn` from a model to a benchmark,
      one for each result and metric whose direction is known, with the derived rank and the value;
      `describedIn` from a model to a paper; `trainedOn` from a model to a dataset.
    - ``full``: all of these joined, with every paper and technique; and between what is there `introducedBy`
      from a technique or dataset to a paper, and `usesTechnique` from a paper or model to a technique.
    - ``paper-lineage``: lineage between papers, where a technique stands for the paper that introduced it.
    - ``co-technique``: techniques, joined by `usedTogether` where papers use both; `weight` is the number of papers.

    Parameters
    ----------
    name : str
        One of `VIEWS`.
    projection : Projection
    store : GraphStore
        Of the same generation.
    only : Only
        ``since``, ``until``: ISO 8601 dates of any precision, of papers, techniques and results; those without a
        date are left out. ``papers``: only these, the techniques that they introduce or use, and the edges between
        them. ``benchmarks``: the only ones of a leaderboard. ``around``: only what is within ``depth`` edges of
        this thing, either way. ``graphs``: named graphs that evidence and facts are read from; the projection is to be
        of the same.

    Returns
    -------
    Content
        Node attributes, where known: label, kind, date (ISO 8601), year, url, paper (of a technique), parameters (of
        a model), papers (of co-technique). Edge attributes, where known: kind, place, basis, stated_by,
        sentence, intent; `rankedOn` has those of `kg.export.leaderboard`. Several values are joined by ``; ``.

    Raises
    ------
    UsageProblem
        If there is no such view, or ``around`` is not in it.
    """
    check(name)
    numbering = Numbering(projection.things)
    edges, alone = _BUILDERS[name](_Asked(projection, store, only, numbering))
    wanted = np.zeros(len(numbering.iris), bool)
    wanted[: len(alone)] = alone
    for end in ENDS:
        wanted[edges.frame[end].to_numpy()] = True
    if only.around is not None:
        wanted &= _nearby(numbering, edges, wanted, only, name)
        edges = between(edges, wanted)
    return describe(name, projection, store, numbering, edges, wanted, only.graphs)


def check(name: str) -> None:
    """Refuse a view that is unknown.

    Raises
    ------
    UsageProblem
        Naming the views that there are.
    """
    if name not in VIEWS:
        raise UsageProblem(f"no view {name!r}; take one of: {', '.join(VIEWS)}")


@dataclass(frozen=True)
class _Asked:
    projection: Projection
    store: GraphStore
    only: Only
    numbering: Numbering

    @property
    def nobody(self) -> Mask:
        return np.zeros(0, bool)

    def things(self) -> Mask:
        """Tell which papers and techniques are asked for."""
        things, only = self.projection.things, self.only
        found = dated(things["date"], only.since, only.until) & things["label"].is_not_null().to_numpy()
        if only.papers is None:
            return np.asarray(found)
        return np.asarray(found & self.projection.about(only.papers))

    def arrays(self, name: str) -> ArrayGraph:
        return self.projection.view(name, since=self.only.since, until=self.only.until, among=self.only.papers)

    def numbered(self, graph: ArrayGraph) -> dict[str, pl.Series]:
        """Give the ends of edges by number."""
        numbers = self.numbering.of(pl.Series(graph.names, dtype=pl.String))
        return {"source": numbers.gather(graph.source), "target": numbers.gather(graph.target)}


Found = tuple[Sheet, Mask]
"""Edges, and which things are there without any."""


def _citations(asked: _Asked) -> Found:
    ends = pl.DataFrame(asked.numbered(asked.arrays("citations")), ENDS)
    evidence = pl.DataFrame(
        asked.store.query(_CITATIONS, graphs=asked.only.graphs).table().rows,
        schema=dict.fromkeys(("source", "target", *_EVIDENCE), pl.String), orient="row",
    )  # fmt: skip
    numbered = evidence.with_columns(asked.numbering.of(evidence[end]).cast(pl.UInt32).alias(end) for end in ENDS)
    each = [pl.col(name).drop_nulls().unique().sort().str.join("; ").replace("", None) for name in _EVIDENCE]
    known = numbered.group_by(*ENDS).agg(each)
    edges = ends.join(known, on=list(ENDS), how="left", maintain_order="left").with_columns(kind=pl.lit("cites"))
    return Sheet(edges), asked.nobody


def _lineage(asked: _Asked) -> Found:
    things = asked.things()
    techniques = (asked.projection.things["kind"] == "technique").to_numpy()
    return between(asked.numbering.edges(asked.projection.lineage), things), things & techniques


def _paper_lineage(asked: _Asked) -> Found:
    return between(asked.numbering.edges(asked.projection.paper_lineage), asked.things()), asked.nobody


def _co_technique(asked: _Asked) -> Found:
    graph = asked.arrays("co-technique")
    ends = pl.DataFrame(asked.numbered(graph), ENDS).hstack(graph.edge_facts.get_columns())
    return Sheet(ends.with_columns(kind=pl.lit("usedTogether"))), asked.nobody


def _leaderboard(asked: _Asked) -> Found:
    edges = asked.numbering.edges(leaderboard.graph(asked.store, asked.only.benchmarks, asked.only.graphs))
    if "date" not in edges.frame.columns or (asked.only.since, asked.only.until) == (None, None):
        return edges, asked.nobody
    in_time = pl.Series(dated(edges.frame["date"], asked.only.since, asked.only.until))
    ranked = (edges.frame["kind"] == "rankedOn") & in_time
    models = edges.frame.filter(ranked)["source"].unique().implode()
    return kept(edges, ranked | ((pl.col("kind") != "rankedOn") & pl.col("source").is_in(models))), asked.nobody


def _full(asked: _Asked) -> Found:
    things = asked.things()
    parts = [part(asked)[0] for part in (_citations, _lineage, _leaderboard)]
    edges = together([*parts, _related(asked, PK.introducedBy), _related(asked, PK.usesTechnique)])
    there = np.pad(things, (0, len(asked.numbering.iris) - len(things)))
    board = parts[2].frame
    there[pl.concat([board["source"], board["target"]]).to_numpy()] = True
    return between(edges, there), things


def _related(asked: _Asked, relation: str) -> Sheet:
    pairs = list(asked.store.pairs(relation, asked.only.graphs))
    ends = {end: asked.numbering.of(pl.Series([str(pair[at]) for pair in pairs], dtype=pl.String)) for at, end in
            enumerate(ENDS)}  # fmt: skip
    return Sheet(pl.DataFrame(ends, ENDS).unique().with_columns(kind=pl.lit(relation.rsplit("#", 1)[1])))


_BUILDERS: dict[str, Callable[[_Asked], Found]] = {
    "citations": _citations, "lineage": _lineage, "leaderboard": _leaderboard, "full": _full,
    "paper-lineage": _paper_lineage, "co-technique": _co_technique,
}  # fmt: skip


def _nearby(numbering: Numbering, edges: Sheet, wanted: Mask, only: Only, name: str) -> Mask:
    start = numbering.iris.index_of(only.around)
    if start is None or not wanted[start]:
        raise UsageProblem(f"<{only.around}> is not in the view {name}; take another, or ask for less")
    source, target = (edges.frame[end].to_numpy() for end in ENDS)
    return near(ArrayGraph(range(len(numbering.iris)), source, target), start, only.depth)
