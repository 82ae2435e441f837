"""The command on main paths."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import polars as pl
import typer
from rich.text import Text

from kg.analysis import hygiene
from kg.analysis.acyclic import Basket, longest_path_basket, order
from kg.analysis.arrays import ArrayGraph, Node
from kg.analysis.coverage import coverage
from kg.analysis.lineage import DESCENT
from kg.analysis.mainpath import MainPath, main_path
from kg.cli import scope
from kg.cli.build import Home
from kg.cli.output import TableFormat, out, say, show, show_json
from kg.cli.things import FEW, Things, exact, readable
from kg.errors import NoAnswer
from kg.projection import Projection
from kg.values import Table, Value


class View(StrEnum):
    citations = "citations"
    technique_lineage = "technique-lineage"
    paper_lineage = "paper-lineage"


_NOUNS = {
    View.citations: ("papers", "citations"), View.paper_lineage: ("papers", "edges of descent"),
    View.technique_lineage: ("techniques", "edges of descent"),
}  # fmt: skip
_VERBS = {View.citations: "cites", View.paper_lineage: "comes from", View.technique_lineage: "comes from"}


class Weight(StrEnum):
    spc = "spc"
    splc = "splc"
    spnp = "spnp"


class Search(StrEnum):
    whole = "global"
    local = "local"
    backward = "backward"
    key_route = "key-route"
    key_route_local = "key-route-local"


class GraphFormat(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"
    graphml = "graphml"


def mainpath(
    view: Annotated[View, typer.Option(help="Which graph.")] = View.citations,
    weight: Annotated[Weight, typer.Option(help="How citations are weighed, by the ways through them.")] = Weight.spc,
    search: Annotated[Search, typer.Option(help="How a path is picked out by weight.")] = Search.whole,
    key_routes: Annotated[int, typer.Option(min=1, help="How many edges a search by key routes begins from.")] = 10,
    around: scope.Around = None,
    depth: scope.Depth = 2,
    since: scope.Since = None,
    until: scope.Until = None,
    benchmark: scope.OnBenchmark = None,
    task: scope.OfTask = None,
    form: Annotated[GraphFormat, typer.Option("--format", help="How to print it.")] = GraphFormat.table,
    home: Home = Path(),
) -> None:
    """Show the main path: the chain of citations along which most of what is known came down.

    Each citation is weighed by how many ways run through it: from the papers that cite nobody here to those that nobody
    here cites (spc), from any paper (splc), or from any paper to any paper (spnp). The search takes the path with the
    largest sum (global), the heaviest citation at each step (local, or backward from the newest), or goes both ways
    from the heaviest citations (key-route, key-route-local). Ties are kept, so a path may branch.
    """
    graph = scope.view(
        home, view, since=since, until=until, benchmark=benchmark, task=task, around=around, depth=depth
    )  # fmt: skip
    graph = descents(graph)
    acyclic = hygiene.shrink(graph)
    path = main_path(acyclic.graph, weight, search, key_routes)
    if not len(path):
        raise NoAnswer(f"there are no edges in this part of the view {view}; ask for more, or load more citations")
    basket = longest_path_basket(path.weights.order)
    told = _Told(graph, Things.of(Projection.open(home)), acyclic, path, basket)
    if form is GraphFormat.json:
        asked = {"view": view, "weight": weight, "search": search, "key_routes": key_routes}
        show_json(asked | told.document())
    elif form is GraphFormat.csv:
        show(told.edges(), TableFormat.csv)
    elif form is GraphFormat.graphml:
        from kg.export import graphml

        sys.stdout.write(graphml.text(told.drawn(), name="main path"))
    else:
        out().print(Text(f"Main path of {view} ({search}, {weight.upper()}): {told.size(view)}"))
        show(told.people(_VERBS[view]), TableFormat.table)
    for note in told.notes(view):
        say(note)


def descents(graph: ArrayGraph) -> ArrayGraph:
    """Keep the edges along which things descend; a graph of citations stays as it is."""
    if "kind" not in graph.edge_facts.columns:
        return graph
    return graph.keep_edges(graph.edge_facts["kind"].is_in(DESCENT).to_numpy())


@dataclass(frozen=True)
class _Told:
    """A main path in words, rows and documents.

    Parameters
    ----------
    graph : ArrayGraph
        As it was before circles were made one.
    things : Things
    acyclic : Acyclic
    path : MainPath
    basket : Basket
    """

    graph: ArrayGraph
    things: Things
    acyclic: hygiene.Acyclic
    path: MainPath
    basket: Basket

    @cached_property
    def step(self) -> dict[Node, int]:
        """The place of each thing on the path, from 1 at the oldest."""
        return self.path.graph.by_node(order(self.path.graph).level + 1)

    @cached_property
    def ordered(self) -> list[Node]:
        """The things on the path, the oldest first."""
        return sorted(self.step, key=lambda node: (self.step[node], self.things.date(node) or "", str(node)))

    @cached_property
    def longest(self) -> frozenset[Node]:
        return frozenset(self.basket.nodes)

    @cached_property
    def cited(self) -> dict[Node, list[tuple[Node, int]]]:
        """What each thing cites on the path, with the weights."""
        found: dict[Node, list[tuple[Node, int]]] = {node: [] for node in self.ordered}
        for (newer, older), weight in zip(self.path, self.path.integers, strict=True):
            found[newer].append((older, weight))
        return found

    @cached_property
    def all_ways(self) -> int:
        """How many ways there are from the oldest to the newest."""
        weights = self.path.weights
        into_oldest = np.flatnonzero(weights.graph.out_degrees[weights.graph.target] == 0)
        return sum(weights.integers(into_oldest))

    def size(self, view: View) -> str:
        things, edges = _NOUNS[view]
        return f"{len(self.ordered):,} {things}, {len(self.path):,} {edges}"

    def people(self, verb: str) -> Table:
        """Give a row a thing: its number, what it comes from by number, the weight of the heaviest of these edges."""
        number = {node: place for place, node in enumerate(self.ordered, 1)}
        share = self.path.weights.kind == "spc"
        rows: list[tuple[Value, ...]] = []
        for node in self.ordered:
            cited = self.cited[node]
            heaviest = max((weight for _, weight in cited), default=None)
            row: tuple[Value, ...] = (
                number[node], self.things.year(node), self._title(node),
                ", ".join(str(place) for place in sorted(number[older] for older, _ in cited)) or None,
                None if heaviest is None else readable(heaviest),
            )  # fmt: skip
            percent = None if heaviest is None else Decimal(1000 * heaviest // self.all_ways).scaleb(-1)
            rows.append((*row, percent) if share else row)
        columns = ("no", "year", "title", verb, "weight")
        return Table((*columns, "% of ways") if share else columns, rows)

    def _title(self, node: Node) -> str:
        others = len(self.acyclic.members(node)) - 1
        return f"{self.things.title(node)} [and {others} in a circle with it]" if others else self.things.title(node)

    def edges(self) -> Table:
        """Give a row an edge, from the oldest on."""
        columns = (
            "step", "newer", "newer_title", "newer_date", "older", "older_title", "older_date", "weight",
            "log10_weight",
        )  # fmt: skip
        rows = [
            (self.step[newer], *self._named(newer), *self._named(older), str(weight), _digits(weight))
            for newer in self.ordered for older, weight in self.cited[newer]
        ]  # fmt: skip
        return Table(columns, [tuple(row) for row in rows])

    def _named(self, node: Node) -> tuple[str, str, str | None]:
        return str(node), self.things.title(node), self.things.date(node)

    def drawn(self) -> ArrayGraph:
        """Give the path as a graph with steps and weights."""
        whole = self.path.graph
        nodes = whole.facts.with_columns(
            step=pl.Series([self.step[node] for node in whole.names]),
            longest_path=pl.Series([node in self.longest for node in whole.names]),
            in_circle=pl.Series([len(self.acyclic.members(node)) for node in whole.names]),
        )
        weights = self.path.integers
        weighed = {
            "weight": list(weights) if isinstance(exact(max(weights)), int) else [str(weight) for weight in weights],
            "log10_weight": [_digits(weight) for weight in weights],
        }
        edges = pl.DataFrame(whole.edge_facts.to_dict() | weighed)
        return ArrayGraph(whole.names, whole.source, whole.target, nodes, edges, "main path")

    def document(self) -> dict[str, Any]:
        found = hygiene.inspect(self.graph)
        return {
            "things": [self._thing(node) for node in self.ordered],
            "edges": [
                {"newer": newer, "older": older, "weight": exact(weight), "log10_weight": _digits(weight)}
                for newer in self.ordered for older, weight in self.cited[newer]
            ],
            "longest_path": {"edges": self.basket.length, "things": self.basket.nodes},
            "circles": self.acyclic.groups, "loops": found.loops, "parallel": found.parallel,
            "against_time": found.against_time, "undated": found.undated,
            "coverage": str(coverage(self.graph)),
        }  # fmt: skip

    def _thing(self, node: Node) -> dict[str, Any]:
        others = [str(member) for member in self.acyclic.members(node) if member != node]
        known = self.things.facts(node) | {"step": self.step[node], "longest_path": node in self.longest}
        return known | {"in_circle_with": others}

    def notes(self, view: View) -> list[str]:
        things, edges = _NOUNS[view]
        on = len(self.longest.intersection(self.ordered))
        here = [group for group in self.acyclic.groups if group[0] in self.step]
        off = [group for group in self.acyclic.groups if group[0] not in self.step]
        return [
            *([str(coverage(self.graph))] if view is View.citations else []),
            f"a longest path has {self.basket.length:,} {edges}; {len(self.longest):,} {things} lie on one, "
            f"{on:,} of them on the main path",
            *circles(self.things, [*here, *off]), *_against_time(self.things, hygiene.inspect(self.graph), edges),
        ]  # fmt: skip


def circles(things: Things, groups: Sequence[tuple[Node, ...]]) -> list[str]:
    """Say which things were made one."""
    notes = [f"made one, since they lead to each other in a circle: {things.some(group)}" for group in groups[:FEW]]
    if others := groups[FEW:]:
        circles = "circle" if len(others) == 1 else "circles"
        notes.append(f"and {len(others):,} more {circles}, of {sum(map(len, others)):,} things in all")
    return notes


def _against_time(things: Things, found: hygiene.Findings, edges: str) -> list[str]:
    if not found.against_time:
        return []
    newer, older = found.against_time[0]
    judged = found.edges - found.undated
    return [
        f"{len(found.against_time):,} of {judged:,} {edges} with known dates run to something later, "
        f"as {things.name(newer, 40)} to {things.name(older, 40)}; they were followed"
    ]


def _digits(weight: int) -> float:
    return round(math.log10(weight), 6)


COMMANDS = (mainpath,)
