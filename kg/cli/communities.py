"""The command on communities: what belongs together, by citations or by use."""

import sys
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import polars as pl
import typer
from rich.text import Text

from kg.analysis.arrays import ArrayGraph, Node
from kg.analysis.coverage import coverage
from kg.cli import scope
from kg.cli.build import Home
from kg.cli.mainpath import GraphFormat
from kg.cli.output import TableFormat, out, say, show, show_json
from kg.cli.things import Things
from kg.errors import NoAnswer
from kg.projection import Projection
from kg.uses import Uses
from kg.values import Table, Value

if TYPE_CHECKING:
    from kg.analysis.communities import Partition
    from kg.analysis.portraits import Portrait

_NAMED = 3
"""How many of the most cited members are named."""
_LONGEST = 50


class Joined(StrEnum):
    citations = "citations"
    co_technique = "co-technique"


_NOUNS = {Joined.citations: "papers", Joined.co_technique: "techniques"}
_FOREMOST = {Joined.citations: "most cited", Joined.co_technique: "most used"}
_COUNTED = {Joined.citations: "in_view", Joined.co_technique: "used_by"}


def communities(
    view: Annotated[
        Joined, typer.Option(help="Papers joined by citations, or techniques that the same papers use.")
    ] = Joined.citations,
    resolution: Annotated[float, typer.Option(min=0.01, help="Higher: more and smaller communities.")] = 1.0,
    top: Annotated[int, typer.Option(min=1, help="How many communities a table shows.")] = 20,
    around: scope.Around = None,
    depth: scope.Depth = 2,
    since: scope.Since = None,
    until: scope.Until = None,
    benchmark: scope.OnBenchmark = None,
    task: scope.OfTask = None,
    form: Annotated[GraphFormat, typer.Option("--format", help="How to print it.")] = GraphFormat.table,
    home: Home = Path(),
) -> None:
    """Show what belongs together: parts with more citations within than between them (Leiden, modularity).

    A community is labelled by the techniques that its papers use more than others do, else by words of its titles, else
    by its most cited paper; the table says which. A table has a line for each community, csv and graphml hold every
    member, json both.
    """
    graph = scope.view(
        home, view, since=since, until=until, benchmark=benchmark, task=task, around=around, depth=depth
    )  # fmt: skip
    told = _Told.of(graph, Projection.open(home), view, resolution)
    if form is GraphFormat.table:
        out().print(Text(told.title))
        show(told.people(top), TableFormat.table)
    elif form is GraphFormat.csv:
        show(told.members(), TableFormat.csv)
    elif form is GraphFormat.json:
        show_json(told.document())
    else:
        from kg.export import graphml

        sys.stdout.write(graphml.text(told.drawn(), name="communities"))
    for note in told.notes(top if form is GraphFormat.table else None):
        say(note)


@dataclass(frozen=True)
class _Told:
    """Communities in words, rows and documents."""

    graph: ArrayGraph
    things: Things
    uses: Uses
    view: Joined
    resolution: float
    partition: "Partition"

    @classmethod
    def of(cls, graph: ArrayGraph, projection: Projection, view: Joined, resolution: float) -> "_Told":
        """Find the communities of a graph.

        Raises
        ------
        NoAnswer
            If nothing is joined.
        """
        from kg.analysis.communities import leiden  # loads igraph, which takes a while

        partition = leiden(graph, resolution=resolution, weight="weight")
        if partition.modularity is None:
            raise NoAnswer(f"nothing is joined in this part of the view {view}; ask for more, or load more of it")
        return cls(graph, Things.of(projection), Uses(projection), view, resolution, partition)

    @cached_property
    def portraits(self) -> "list[Portrait]":
        from kg.analysis.portraits import portraits

        papers = self.view is Joined.citations
        techniques = self.uses.by_paper if papers else {}
        return portraits(self.graph, self.partition, techniques, self.rank, titles=papers)

    @property
    def title(self) -> str:
        joined = sum(len(found.members) for found in self.portraits)
        many = "community" if len(self.portraits) == 1 else "communities"
        return (
            f"{len(self.portraits):,} {many} of {joined:,} {_NOUNS[self.view]} in {self.view}, "
            f"modularity {self.partition.modularity:.3f}"
        )

    def people(self, top: int) -> Table:
        rows: list[tuple[Value, ...]] = [
            (
                number,
                len(found.members),
                _span(found),
                found.middle,
                found.label,
                self._basis(found),
                self._foremost(found),
            )
            for number, found in enumerate(self.portraits[:top], 1)
        ]
        return Table(("no", _NOUNS[self.view], "years", "middle", "label", "label from", _FOREMOST[self.view]), rows)

    def _basis(self, found: "Portrait") -> str:
        if not found.marks:
            return f"the {_FOREMOST[self.view]}"
        return f"{found.basis} of {found.known:,} {'paper' if found.known == 1 else 'papers'}"

    def _foremost(self, found: "Portrait") -> str:
        named = [node for node in found.members if self.things.title(node) != found.label]
        return "\n".join(self.things.name(node, _LONGEST) for node in named[:_NAMED])

    @cached_property
    def rank(self) -> dict[Node, int]:
        """How many papers of this graph cite each paper; how many use each technique."""
        papers = self.view is Joined.citations
        return self.graph.by_node(self.graph.in_degrees if papers else self.graph.facts["papers"].to_numpy())

    @cached_property
    def community(self) -> dict[Node, int]:
        """The number of each thing's community, from 1."""
        return {node: number for number, found in enumerate(self.portraits, 1) for node in found.members}

    def members(self) -> Table:
        """Give a row a thing: those of the largest community first, the most cited of each first."""
        rows: list[tuple[Value, ...]] = [
            (number, found.label, *self.things.facts(node).values(), self.rank[node])
            for number, found in enumerate(self.portraits, 1) for node in found.members
        ]  # fmt: skip
        rows += [(None, None, *self.things.facts(node).values(), self.rank[node]) for node in self.partition.alone]
        return Table(("community", "label", "thing", "title", "date", _COUNTED[self.view]), rows)

    def drawn(self) -> ArrayGraph:
        """Give the graph with the community and its label of each thing."""
        number = [self.community.get(node) for node in self.graph.names]
        label = [None if place is None else self.portraits[place - 1].label for place in number]
        facts = self.graph.facts.with_columns(
            community=pl.Series(number, dtype=pl.Int64), community_label=pl.Series(label, dtype=pl.String)
        )
        return replace(self.graph, facts=facts)

    def document(self) -> dict[str, Any]:
        return {
            "view": self.view, "resolution": self.resolution, "modularity": self.partition.modularity,
            "communities": [self._community(number, found) for number, found in enumerate(self.portraits, 1)],
            "alone": [str(node) for node in self.partition.alone],
            "coverage": self._coverage,
        }  # fmt: skip

    def _community(self, number: int, found: "Portrait") -> dict[str, Any]:
        marks = [
            {"feature": mark.feature, "members": mark.members, "share": mark.share, "elsewhere": mark.elsewhere}
            for mark in found.marks
        ]
        return {
            "community": number, "size": len(found.members), "label": found.label, "label_from": found.basis,
            "known_of": found.known, "marks": marks, "first": found.first, "middle": found.middle, "last": found.last,
            "members": [self.things.facts(node) for node in found.members],
        }  # fmt: skip

    @property
    def _coverage(self) -> str:
        return str(coverage(self.graph)) if self.view is Joined.citations else str(self.uses)

    def notes(self, top: int | None) -> list[str]:
        things = _NOUNS[self.view]
        notes = [self._coverage]
        if alone := len(self.partition.alone):
            notes.append(f"{alone:,} {things} are joined to nothing here and belong to no community")
        if top is not None and (smaller := self.portraits[top:]):
            sizes = sum(len(found.members) for found in smaller)
            notes.append(f"{len(smaller):,} smaller communities of {sizes:,} {things} are not shown; try: --top")
        return notes


def _span(found: "Portrait") -> str | None:
    return None if found.first is None else f"{found.first}–{found.last}"


COMMANDS = (communities,)
