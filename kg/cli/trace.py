"""The command on ways between two things."""

import sys
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.text import Text

from kg.analysis import hygiene
from kg.analysis.ancestry import between, common_ancestors, dominators
from kg.analysis.arrays import ArrayGraph, Node
from kg.analysis.coverage import Coverage, coverage
from kg.analysis.paths import Ways, all_paths, longest_paths, shortest_paths
from kg.cli.build import Home
from kg.cli.mainpath import GraphFormat, View, circles, descents
from kg.cli.output import TableFormat, out, say, show, show_json
from kg.cli.scope import paper_of
from kg.cli.things import RELATIONS, Things, exact, readable
from kg.errors import NoAnswer, UsageProblem
from kg.projection import Projection
from kg.resolve import resolve
from kg.values import Table, Value


class Kind(StrEnum):
    shortest = "shortest"
    longest = "longest"
    all = "all"


_SEARCHES = {Kind.shortest: shortest_paths, Kind.longest: longest_paths, Kind.all: all_paths}


def path(
    one: Annotated[str, typer.Argument(help="IRI, identifier (arxiv:2010.11929) or name of a paper or technique.")],
    other: Annotated[str, typer.Argument(help="The same of another; which of the two is the newer is found out.")],
    view: Annotated[
        View | None, typer.Option(show_default=False, help="Which graph; technique-lineage where both are techniques.")
    ] = None,
    kind: Annotated[Kind, typer.Option(help="Which ways.")] = Kind.shortest,
    limit: Annotated[int, typer.Option(min=1, help="The most ways to list.")] = 20,
    form: Annotated[GraphFormat, typer.Option("--format", help="How to print it.")] = GraphFormat.table,
    home: Home = Path(),
) -> None:
    """Show the ways from one thing back to another, by citations or by lineage.

    In a graph of papers a technique stands for the paper that introduced it. Exit 1 where there is no way; what both
    things go back to is named then.
    """
    projection = Projection.open(home)
    chosen, ends = _ends(projection, one, other, view)
    found = _search(descents(projection.view(chosen)), Things.of(projection), ends, chosen, kind, limit)
    if form is GraphFormat.json:
        show_json(found.document())
    elif form is GraphFormat.csv:
        show(found.table(people=False), TableFormat.csv)
    elif form is GraphFormat.graphml:
        from kg.export import graphml

        sys.stdout.write(graphml.text(found.drawn(), name="ways"))
    else:
        out().print(Text(found.title()))
        show(found.table(people=True), TableFormat.table)
    for note in found.notes():
        say(note)


def _ends(projection: Projection, one: str, other: str, view: View | None) -> tuple[View, tuple[str, str]]:
    """Find what is meant, and in which graph to look."""
    if view in (None, View.technique_lineage):
        try:
            techniques = [resolve(projection.names, typed, ["technique"]) for typed in (one, other)]
            return View.technique_lineage, (techniques[0], techniques[1])
        except UsageProblem:
            if view is not None:
                raise
    return view or View.citations, (paper_of(projection, one), paper_of(projection, other))


def _search(
    graph: ArrayGraph, things: Things, ends: tuple[str, str], view: View, kind: Kind, limit: int
) -> "_Found":  # fmt: skip
    """Find the ways; for the longest, what leads to itself in circles is made one first.

    Raises
    ------
    NoAnswer
        If there is no way.
    """
    newer, older = _directed(graph, things, ends, view)
    told = coverage(graph) if view is View.citations else None
    acyclic = hygiene.shrink(graph.keep(between(graph, newer, older)))
    if kind is Kind.longest:
        graph = acyclic.graph
        if acyclic.standing_for(newer) == acyclic.standing_for(older):
            raise NoAnswer(
                f"{things.name(newer)} and {things.name(older)} lead to each other in a circle, "
                "so no way between them is the longest; try: --kind shortest"
            )
        newer, older = (str(acyclic.standing_for(end)) for end in (newer, older))
    ways = _SEARCHES[kind](graph, newer, older, limit)
    return _Found(graph, things, acyclic, view, kind, newer, older, ways, told)


def _directed(graph: ArrayGraph, things: Things, ends: tuple[str, str], view: View) -> tuple[str, str]:
    """Tell which of two things goes back to the other."""
    elsewhere = "" if view is View.citations else f"; try: --view {View.citations}"
    for end in ends:
        if end not in graph:
            raise NoAnswer(f"the view {view} has nothing on {things.name(end)}{elsewhere}")
    for newer, older in (ends, ends[::-1]):
        if between(graph, newer, older).any():
            return newer, older
    lowest = tuple(found.node for found in common_ancestors(graph, *ends) if found.lowest)
    shared = f"both go back to {things.some(lowest)}" if lowest else "they go back to nothing in common"
    names = " and ".join(things.name(end) for end in ends)
    raise NoAnswer(f"no way in {view} between {names}; {shared}{elsewhere}")


@dataclass(frozen=True)
class _Found:
    """Ways from one thing back to another, in words, rows and documents.

    Parameters
    ----------
    graph : ArrayGraph
        In which they were searched.
    things : Things
    acyclic : Acyclic
        What lies between the two, its circles made one.
    view : View
    kind : Kind
    newer, older : str
    ways : Ways
    coverage : Coverage or None
        Of the whole view, where it is of citations.
    """

    graph: ArrayGraph
    things: Things
    acyclic: hygiene.Acyclic
    view: View
    kind: Kind
    newer: str
    older: str
    ways: Ways
    coverage: Coverage | None

    def title(self) -> str:
        count, listed = self.ways.total, len(self.ways.paths)
        many = _many(count) if count is not None else f"more than {listed:,}"
        if self.kind is Kind.all:
            said = f"{many} {'way' if count == 1 else 'ways'}"
        else:
            steps = len(self.ways.paths[0]) - 1
            said = (
                f"{many} {self.kind} {'way' if count == 1 else 'ways'} of {steps} {'step' if steps == 1 else 'steps'}"
            )
        return f"{self.things.name(self.newer)} back to {self.things.name(self.older)} ({self.view}): {said}"

    def table(self, *, people: bool) -> Table:
        """Give a row a step: how the thing before it leads to it, and what it is."""
        rows: list[tuple[Value, ...]] = []
        for number, way in enumerate(self.ways.paths, 1):
            for step, node in enumerate(way):
                relations = self._relations(way[step - 1], node) if step else []
                if people:
                    how = ", ".join(RELATIONS[relation][0] for relation in relations)
                    rows.append((None if step else number, step, self.things.year(node), how, self._name(node)))
                else:
                    how = "; ".join(relations)
                    rows.append((number, step, str(node), self.things.title(node), self.things.date(node), how))
        columns = ("way", "step", "year", "relation", "title")
        return Table(columns if people else ("way", "step", "thing", "title", "date", "relation"), rows)

    def document(self) -> dict[str, Any]:
        total = self.ways.total
        return {
            "view": self.view, "kind": self.kind, "newer": self.things.facts(self.newer),
            "older": self.things.facts(self.older), "total": None if total is None else exact(total),
            "more": self.ways.more,
            "through": [self.things.facts(node) for node in self.through], "circles": self.acyclic.groups,
            "ways": [[self.things.facts(node) for node in way] for way in self.ways.paths],
            "coverage": None if self.coverage is None else str(self.coverage),
        }  # fmt: skip

    def drawn(self) -> ArrayGraph:
        """Give the ways that are listed as one graph."""
        pairs = {pair for way in self.ways.paths for pair in pairwise(way)}
        number = self.graph.number
        edges = np.zeros(self.graph.number_of_edges(), bool)
        for newer, older in pairs:
            at = self.graph.out_edges.edges_at(number(newer))
            edges[at[self.graph.target[at] == number(older)]] = True
        return self.graph.keep_edges(edges).subgraph(node for way in self.ways.paths for node in way)

    @cached_property
    def through(self) -> tuple[Node, ...]:
        """What every way there is runs through; a circle can be passed by any of its members."""
        ends = (self.acyclic.standing_for(end) for end in (self.newer, self.older))
        found = dominators(self.acyclic.graph, *ends)
        return tuple(node for node in found if len(self.acyclic.members(node)) == 1)

    def notes(self) -> list[str]:
        notes = [] if self.coverage is None else [str(self.coverage)]
        if self.ways.more:
            total = "" if self.ways.total is None else f" of {_many(self.ways.total)}"
            notes.append(f"listed: {len(self.ways.paths):,}{total}; more: --limit N")
        if self.ways.total is None:
            notes.append("the ways were not counted: between the two, things lead to each other in circles")
        if self.ways.total != 1 and self.through:
            notes.append(f"every way, listed or not, runs through {self.things.some(self.through)}")
        return notes + (circles(self.things, self.acyclic.groups) if self.kind is Kind.longest else [])

    def _name(self, node: Node) -> str:
        others = len(self.acyclic.members(node)) - 1 if self.kind is Kind.longest else 0
        return f"{self.things.title(node)} [and {others} in a circle with it]" if others else self.things.title(node)

    def _relations(self, newer: Node, older: Node) -> list[str]:
        at = self.graph.out_edges.edges_at(self.graph.number(newer))
        edges = at[self.graph.target[at] == self.graph.number(older)]
        if "kind" not in self.graph.edge_facts.columns:
            return ["cites"]
        return sorted(set(self.graph.edge_facts["kind"].gather(edges).to_list()))


def _many(count: int) -> str:
    shown = readable(count)
    return f"{shown:,}" if isinstance(shown, int) else shown


COMMANDS = (path,)
