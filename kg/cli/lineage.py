"""The command on what a thing grew from, and what grew from it."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import networkx as nx
import typer
from rich.markup import escape
from rich.tree import Tree

from kg.analysis import lineage as descent
from kg.analysis.ancestry import distances
from kg.analysis.coverage import coverage
from kg.cli.build import Home
from kg.cli.mainpath import View
from kg.cli.output import TableFormat, out, say, show, show_json
from kg.cli.scope import paper_of
from kg.cli.things import RELATIONS
from kg.projection import Projection
from kg.resolve import resolve
from kg.values import Table, Value

_READ = ("direction", "generation", "from", "relation", "to", "year", "place")
_TOLD = ("direction", "generation", "from", "relation", "thing", "title", "date", "place")


class Way(StrEnum):
    ancestors = "ancestors"
    descendants = "descendants"
    both = "both"


class TreeFormat(StrEnum):
    tree = "tree"
    table = "table"
    csv = "csv"
    json = "json"
    graphml = "graphml"


class ThingKind(StrEnum):
    technique = "technique"
    paper = "paper"


def lineage(
    thing: Annotated[str, typer.Argument(help="IRI, identifier (arxiv:2010.11929) or name of a technique or paper.")],
    direction: Annotated[Way, typer.Option(help="Which way to go.")] = Way.both,
    depth: Annotated[
        int | None, typer.Option(min=1, show_default=False, help="The most generations; 1 of citations, if not given.")
    ] = None,
    kind: Annotated[ThingKind | None, typer.Option(help="What the name is of, where it is of both.")] = None,
    view: Annotated[
        View | None, typer.Option(show_default=False, help="Which graph; by kind of the thing, if not given.")
    ] = None,
    form: Annotated[TreeFormat, typer.Option("--format", help="How to print it.")] = TreeFormat.tree,
    home: Home = Path(),
) -> None:
    """Show what a technique or paper grew from, and what grew from it."""
    projection = Projection.open(home)
    node = _node(projection, thing, kind, view)
    if view is View.citations:
        depth = depth or 1
        say(str(coverage(projection.citations)))
        graph = _cited(projection, node, depth)
    else:
        graph = descent.descent(_whole(projection, node, view))
    if form is TreeFormat.tree:
        _show_trees(graph, node, direction, depth)
    elif form in (TreeFormat.table, TreeFormat.csv):
        _show_steps(graph, node, direction, depth, TableFormat(form))
    else:
        _show_graph(descent.neighbourhood(graph, node, direction, depth), form)


def _node(projection: Projection, thing: str, kind: ThingKind | None, view: View | None) -> str:
    if view in (View.citations, View.paper_lineage) and kind is not ThingKind.technique:
        return paper_of(projection, thing)
    return resolve(projection.names, thing, [kind] if kind else list(ThingKind))


def _whole(projection: Projection, node: str, view: View | None) -> nx.MultiDiGraph:
    """Give the lineage of papers or of techniques."""
    kind = None if view is None else "technique" if view is View.technique_lineage else "paper"
    return projection.lineage_of(node, kind)


def _cited(projection: Projection, node: str, depth: int) -> nx.MultiDiGraph:
    """Give the citations near a paper as a graph of lineage."""
    whole = projection.citations
    start = whole.number(node)
    near = [distances(ends, start, depth) >= 0 for ends in (whole.out_edges, whole.in_edges)]
    part = whole.keep(near[0] | near[1]).to_networkx()
    graph = nx.MultiDiGraph(name="citations")
    graph.add_nodes_from(part.nodes(data=True))
    graph.add_edges_from((one, two, "cites") for one, two in part.edges)
    return graph


def _show_graph(part: nx.MultiDiGraph, form: TreeFormat) -> None:
    if form is TreeFormat.json:
        show_json(nx.node_link_data(part, edges="edges"))
    else:
        from kg.export import graphml

        sys.stdout.write(graphml.text(part))


def _ways(direction: Way) -> list[tuple[Way, bool]]:
    return [(way, up) for way, up in ((Way.ancestors, True), (Way.descendants, False)) if direction in (way, Way.both)]


def _show_steps(graph: nx.MultiDiGraph, node: str, direction: Way, depth: int | None, form: TableFormat) -> None:
    """Print a row a step, by generation: for people with titles and years, for machines with IRIs and dates."""
    people = form is TableFormat.table
    rows: list[tuple[Value, ...]] = []
    for way, up in _ways(direction):
        found = descent.steps(graph, node, up=up, depth=depth)
        for step in sorted(found, key=lambda step: step.generation):
            told = _read(graph, step) if people else _told(graph, step)
            rows.append((way, step.generation, *told, _place(graph, step)))
    show(Table(_READ if people else _TOLD, rows), form)


def _read(graph: nx.MultiDiGraph, step: descent.Step) -> tuple[Value, ...]:
    facts, parent = graph.nodes[step.node], graph.nodes[step.parent]
    date = facts.get("date")
    return parent["label"], RELATIONS[step.kind][0 if step.up else 1], facts["label"], date and date[:4]


def _told(graph: nx.MultiDiGraph, step: descent.Step) -> tuple[Value, ...]:
    facts = graph.nodes[step.node]
    return step.parent, step.kind, step.node, facts["label"], facts.get("date")


def _place(graph: nx.MultiDiGraph, step: descent.Step) -> str | None:
    ends = (step.parent, step.node) if step.up else (step.node, step.parent)
    place: str | None = graph.edges[(*ends, step.kind)].get("place")
    return place


def _show_trees(graph: nx.MultiDiGraph, node: str, direction: Way, depth: int | None) -> None:
    for _, up in _ways(direction):
        out().print(_tree(graph, node, up, depth))


def _tree(graph: nx.MultiDiGraph, start: str, up: bool, depth: int | None) -> Tree:
    root = Tree(f"{_label(graph, start)}: {'ancestors' if up else 'descendants'}")
    branches = {start: root}
    for step in descent.steps(graph, start, up=up, depth=depth):
        relation = RELATIONS[step.kind][0 if up else 1]
        label = f"{relation} {_label(graph, step.node)}  [dim]{_place(graph, step) or ''}[/dim]"
        branches[step.node] = branches[step.parent].add(label)
    if len(branches) == 1:
        root.add("[dim]none is known[/dim]")
    return root


def _label(graph: nx.MultiDiGraph, node: str) -> str:
    facts = graph.nodes[node]
    year = f" ({facts['date'][:4]})" if facts.get("date") else ""
    return f"[bold]{escape(facts['label'])}[/bold]{year}"


COMMANDS = (lineage,)
