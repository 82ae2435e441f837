"""From columns to graphs: the Parquet tables of a generation as frames, graphs over arrays and networkx graphs."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl

from kg.analysis.arrays import ArrayGraph, Ints, Mask
from kg.errors import EngineFailure, UsageProblem
from kg.workspace import Workspace

Names = pl.DataFrame

VIEWS = ("citations", "technique-lineage", "paper-lineage", "co-technique", "leaderboard")
"""The views that are made of columns alone."""


@dataclass(frozen=True)
class Projection:
    """The tables of one generation; frames and graphs are made when first asked for, then kept."""

    folder: Path

    @classmethod
    def open(cls, home: Path) -> "Projection":
        """Open the tables of the current generation; raises as `Workspace.current` does."""
        return cls(Workspace(home).current().tables)

    @cached_property
    def names(self) -> Names:
        """Columns iri, kind, name: every name of everything."""
        return self._read("names")

    @cached_property
    def things(self) -> pl.DataFrame:
        """Columns iri, kind, label, date, paper: papers and techniques; a node's number is its row here."""
        return self._read("things")

    @cached_property
    def lineage(self) -> nx.MultiDiGraph:
        """The things that have lineage; edges run from the derived thing to its origin, keyed by kind.

        Node attributes: kind, label, date, paper. Edge attributes: place, basis, stated_by, sentence: one edge a
        pair and kind, whose places are joined by ``; `` where several claims say the same.
        """
        graph = nx.MultiDiGraph(name="lineage")
        graph.add_nodes_from(self._facts(pl.concat([self._claims["source"], self._claims["target"]])))
        for source, target, kind, *evidence in self._claims.iter_rows():
            graph.add_edge(source, target, key=kind, **dict(zip(_EVIDENCE, evidence, strict=True)))
        return nx.freeze(graph)

    @cached_property
    def paper_lineage(self) -> nx.MultiDiGraph:
        """The lineage graph lifted to papers: a technique stands for the paper that introduced it."""
        graph = nx.MultiDiGraph(name="paper lineage")
        papers = nx.get_node_attributes(self.lineage, "paper")
        graph.add_nodes_from(self._facts(pl.Series(papers.values(), dtype=pl.String)))
        for source, target, kind, facts in self.lineage.edges(keys=True, data=True):
            ends = papers.get(source), papers.get(target)
            if all(ends) and ends[0] != ends[1] and not graph.has_edge(*ends, key=kind):
                graph.add_edge(*ends, key=kind, **facts)
        return nx.freeze(graph)

    def kind(self, thing: str) -> str:
        """Tell whether a thing (an IRI) is a technique or a paper."""
        return str(self.things.row(by_predicate=pl.col("iri") == thing, named=True)["kind"])

    def lineage_of(self, thing: str, kind: str | None = None) -> nx.MultiDiGraph:
        """Give the graph that a thing has its lineage in; where it has none, a graph of that thing alone.

        Parameters
        ----------
        thing : str
            IRI of a technique or paper.
        kind : str, optional
            ``technique`` or ``paper``: papers have a lineage of their own. That of the thing if absent.
        """
        whole = self.lineage if (kind or self.kind(thing)) == "technique" else self.paper_lineage
        if thing in whole:
            return whole
        alone = nx.MultiDiGraph(name=whole.name)
        alone.add_nodes_from(self._facts(pl.Series([thing])))
        return nx.freeze(alone)

    @cached_property
    def citations(self) -> ArrayGraph:
        """All papers; edges run from the citing to the cited paper.

        Attributes of a node: those of `things`, and references, cited_by: how many are known, wherever they are.
        """
        papers = self.things.with_row_index("row").filter(pl.col("kind") == "paper")
        number = np.full(len(self.things), -1, np.int64)
        number[papers["row"].to_numpy()] = np.arange(len(papers))
        edges = self._read("citations")
        source, target = number[edges["source"].to_numpy()], number[edges["target"].to_numpy()]
        facts = papers.select("kind", "label", "date").with_columns(
            references=_degrees(source, len(papers)), cited_by=_degrees(target, len(papers))
        )
        return ArrayGraph(papers["iri"].to_list(), source, target, facts, name="citations")

    @cached_property
    def uses(self) -> pl.DataFrame:
        """Columns paper, technique (rows of `things`): which paper uses which technique."""
        return self._read("uses")

    def view(
        self, name: str, *, since: str | None = None, until: str | None = None, among: Collection[str] | None = None,
        around: str | None = None, depth: int = 1,
    ) -> ArrayGraph:  # fmt: skip
        """Give a view as a graph over arrays.

        Parameters
        ----------
        name : str
            ``citations``: papers, citing to cited. ``technique-lineage``, ``paper-lineage``: derived to origin, with
            the attribute kind of an edge. ``co-technique``: techniques, joined where papers use both; the attribute
            weight of an edge is the number of papers.
        since, until : str, optional
            ISO 8601 dates of any precision: only things of that time; those without a date are left out.
        among : collection of str, optional
            Only these papers (IRIs), and techniques that they introduce or use.
        around : str, optional
            Only what is within `depth` edges of this thing, either way.
        depth : int

        Raises
        ------
        UsageProblem
            If there is no such view.
        networkx.NodeNotFound
            If `around` is not in the view.
        """
        if name not in VIEWS:
            raise UsageProblem(f"no view {name!r}; take one of: {', '.join(VIEWS)}")
        graph = self._whole(name, among, since, until)
        return graph if around is None else graph.keep(near(graph, graph.number(around), depth))

    def _whole(self, name: str, among: Collection[str] | None, since: str | None, until: str | None) -> ArrayGraph:
        if name == "co-technique":
            return self._co_technique(among, since, until)
        if name == "leaderboard":
            return self._leaderboard(among, since, until)
        if name == "citations":
            graph = self.citations
        else:
            graph = self._lineage_arrays(self.lineage if name == "technique-lineage" else self.paper_lineage)
        kept = dated(graph.facts["date"], since, until)
        if among is not None:
            told = self.things.filter(self.about(among))["iri"]
            kept &= pl.Series(graph.names, dtype=pl.String).is_in(told.implode()).to_numpy()
        return graph if kept.all() else graph.keep(kept)

    def about(self, papers: Collection[str]) -> Mask:
        """Tell which of `things` are these papers (IRIs), or techniques that they introduce or use."""
        these = list(papers)
        named = self.things["iri"].is_in(these) | self.things["paper"].is_in(these).fill_null(False)
        found = named.to_numpy().copy()
        found[self.uses.filter(named.gather(self.uses["paper"]))["technique"].to_numpy()] = True
        return np.asarray(found)

    def _lineage_arrays(self, graph: nx.MultiDiGraph) -> ArrayGraph:
        """Give the things that have lineage, over arrays."""
        wanted = {end for edge in graph.edges() for end in edge}
        things = self.things.filter(pl.col("iri").is_in(list(wanted)))
        number = {iri: place for place, iri in enumerate(things["iri"])}
        edges = sorted((number[one], number[two], kind) for one, two, kind in graph.edges(keys=True))
        ends = np.array([edge[:2] for edge in edges], np.int64).reshape(-1, 2)
        kinds = pl.DataFrame({"kind": [edge[2] for edge in edges]}, schema={"kind": pl.String})
        facts = things.select("kind", "label", "date")
        return ArrayGraph(things["iri"].to_list(), ends[:, 0].copy(), ends[:, 1].copy(), facts, kinds, graph.name)

    def _co_technique(self, among: Collection[str] | None, since: str | None, until: str | None) -> ArrayGraph:
        """Join techniques that the same papers use; the filters are about the papers."""
        things = self.things.with_row_index("row")
        kept = dated(things["date"], since, until)
        if among is not None:
            kept &= things["iri"].is_in(list(among)).to_numpy()
        uses = self.uses.filter(pl.Series(kept[self.uses["paper"].to_numpy()]))
        pairs = uses.join(uses, on="paper").filter(pl.col("technique") < pl.col("technique_right"))
        edges = pairs.group_by("technique", "technique_right").len("weight").sort("technique", "technique_right")
        used = uses["technique"].unique().sort()
        number = np.full(len(things), -1, np.int64)
        number[used.to_numpy()] = np.arange(len(used))
        facts = things[used.to_list()] if len(used) else things.clear()
        papers = uses.group_by("technique").len("papers").sort("technique")["papers"]
        return ArrayGraph(
            facts["iri"].to_list(), number[edges["technique"].to_numpy()], number[edges["technique_right"].to_numpy()],
            facts.select("kind", "label", "date").with_columns(papers=papers), edges.select("weight"),
            "co-technique", directed=False,
        )  # fmt: skip

    def _leaderboard(self, among: Collection[str] | None, since: str | None, until: str | None) -> ArrayGraph:
        """Join models to the benchmarks that they have results on; the filters are about the results."""
        found = self.results.filter(pl.Series(dated(self.results["date"], since, until)))
        if among is not None:
            found = found.filter(pl.col("paper").is_in(list(among)))
        ends = pl.concat([found["model"], found["benchmark"]]).alias("iri").unique().sort()
        names = self.names.filter(pl.col("kind").is_in(["model", "benchmark"])).unique("iri", keep="first")
        nodes = ends.to_frame().with_row_index("row").join(names, on="iri", how="left", maintain_order="left")
        rows = nodes.select("row", pl.col("iri").alias("end"))
        source, target = (
            found.select(end=end).join(rows, on="end", maintain_order="left")["row"].to_numpy().astype(np.int64)
            for end in ("model", "benchmark")
        )
        facts = found.select("metric", "position", "date", "result", "paper", pl.col("value").cast(pl.Float64))
        told = nodes.select("kind", pl.col("name").alias("label"))
        return ArrayGraph(nodes["iri"].to_list(), source, target, told, facts, "leaderboard")

    @cached_property
    def results(self) -> pl.DataFrame:
        """Columns benchmark, metric, model, result, paper (IRIs), date, value (text), position: what is ranked."""
        return self._read("results")

    @cached_property
    def _claims(self) -> pl.DataFrame:
        joined = [pl.col(name).drop_nulls().unique(maintain_order=True).str.join("; ") for name in _EVIDENCE]
        return self._read("lineage").group_by(["source", "target", "kind"], maintain_order=True).agg(joined)

    def _facts(self, iris: pl.Series) -> Iterator[tuple[str, dict[str, str | None]]]:
        """Yield some things in their order, with what is known of each."""
        for row in self.things.filter(pl.col("iri").is_in(iris.implode())).iter_rows(named=True):
            yield row.pop("iri"), row

    def _read(self, table: str) -> pl.DataFrame:
        path = self.folder / f"{table}.parquet"
        try:
            return pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise EngineFailure(f"{path} is damaged or missing ({str(error).splitlines()[0]}); run: kg load") from None


_EVIDENCE = ("place", "basis", "stated_by", "sentence")


def _degrees(ends: Ints, nodes: int) -> pl.Series:
    return pl.Series(np.bincount(ends, minlength=nodes), dtype=pl.UInt32)


def dated(dates: pl.Series, since: str | None, until: str | None) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which dates lie between two; where a date is less precise, its precision decides."""
    frame = dates.to_frame("date")
    tests = [pl.lit(True)]
    if since is not None:
        tests.append(pl.col("date") >= pl.lit(since).str.head(pl.col("date").str.len_chars()))
    if until is not None:
        tests.append(pl.col("date").str.head(len(until)) <= until)
    found = frame.select(pl.all_horizontal(tests).fill_null(False).alias("kept"))
    return np.broadcast_to(found["kept"].to_numpy(), (len(dates),)).copy()


def near(graph: ArrayGraph, start: int, depth: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which nodes are within `depth` edges of one, either way."""
    seen = np.zeros(len(graph), bool)
    seen[start] = True
    edge = np.array([start])
    for _ in range(depth):
        ends = [found.other[found.places(edge)] for found in (graph.out_edges, graph.in_edges)]
        edge = np.unique(np.concatenate(ends))
        edge = edge[~seen[edge]]
        if not len(edge):
            break
        seen[edge] = True
    return seen
