"""From columns to graphs: the Parquet tables of a generation as frames and frozen networkx graphs."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import networkx as nx
import polars as pl

from kg.errors import EngineFailure
from kg.workspace import Workspace

Names = pl.DataFrame


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
    def lineage(self) -> nx.MultiDiGraph:
        """Techniques and papers; edges run from the derived thing to its origin, keyed by kind.

        Node attributes: kind, label, date, paper. Edge attributes: place, basis, stated_by, sentence: one edge a
        pair and kind, whose places are joined by ``; `` where several claims say the same.
        """
        graph = nx.MultiDiGraph(name="lineage")
        self._add_things(graph)
        joined = [pl.col(name).drop_nulls().unique(maintain_order=True).str.join("; ") for name in _EVIDENCE]
        edges = self._read("lineage").group_by(["source", "target", "kind"], maintain_order=True).agg(joined)
        for source, target, kind, *evidence in edges.iter_rows():
            graph.add_edge(source, target, key=kind, **dict(zip(_EVIDENCE, evidence, strict=True)))
        return nx.freeze(graph)

    @cached_property
    def paper_lineage(self) -> nx.MultiDiGraph:
        """The lineage graph lifted to papers: a technique stands for the paper that introduced it."""
        graph = nx.MultiDiGraph(name="paper lineage")
        self._add_things(graph, kind="paper")
        for source, target, kind, facts in self.lineage.edges(keys=True, data=True):
            ends = self._paper_of(source), self._paper_of(target)
            if all(ends) and ends[0] != ends[1] and not graph.has_edge(*ends, key=kind):
                graph.add_edge(*ends, key=kind, **facts)
        return nx.freeze(graph)

    @cached_property
    def citations(self) -> nx.MultiDiGraph:
        """Papers; edges run from the citing to the cited paper, keyed ``cites``."""
        graph = nx.MultiDiGraph(name="citations")
        self._add_things(graph, kind="paper")
        graph.add_edges_from((source, target, "cites") for source, target in self._read("citations").iter_rows())
        return nx.freeze(graph)

    def _paper_of(self, node: str) -> str | None:
        facts = self.lineage.nodes[node]
        found = facts.get("paper")
        return str(found) if found else None

    def _add_things(self, graph: nx.MultiDiGraph, kind: str | None = None) -> None:
        things = self._read("things").unique("iri", maintain_order=True)
        for row in things.iter_rows(named=True):
            if kind in (None, row["kind"]):
                graph.add_node(row.pop("iri"), **row)

    def _read(self, table: str) -> pl.DataFrame:
        path = self.folder / f"{table}.parquet"
        try:
            return pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise EngineFailure(f"{path} is damaged or missing ({str(error).splitlines()[0]}); run: kg load") from None


_EVIDENCE = ("place", "basis", "stated_by", "sentence")
