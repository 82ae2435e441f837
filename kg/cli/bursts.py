"""The commands on time: when something was uncommonly frequent, and to which years references go."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import numpy as np
import polars as pl
import typer
from rich.text import Text

from kg.analysis.arrays import ArrayGraph, Node
from kg.analysis.counts import Burst, citation_bursts, spectrum, use_bursts
from kg.analysis.coverage import coverage
from kg.analysis.dates import Dates
from kg.cli import scope
from kg.cli.build import Home
from kg.cli.lineage import ThingKind
from kg.cli.output import TableFormat, out, say, show
from kg.cli.things import Things
from kg.errors import NoAnswer
from kg.projection import Projection
from kg.resolve import resolve
from kg.uses import Uses
from kg.values import Table, Value

_CITED = 2
"""A paper that is cited less has no burst."""
_NAMED = 2
_LONGEST = 50

_COLUMNS = ("thing", "title", "date", "from", "until", "level", "weight")

Scale = Annotated[float, typer.Option(min=1.01, help="A burst has so many times the usual share.")]
Cost = Annotated[float, typer.Option(min=0.0, help="Higher: fewer and longer bursts.")]


def bursts(
    thing: Annotated[
        str | None, typer.Argument(show_default=False, help="A paper or technique; without it, all papers.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="How many of the strongest bursts to show.")] = 20,
    scale: Scale = 2.0,
    cost: Cost = 1.0,
    kind: Annotated[
        ThingKind | None, typer.Option(show_default=False, help="What the name is of, where it is of both.")
    ] = None,
    around: scope.Around = None,
    depth: scope.Depth = 2,
    since: scope.Since = None,
    until: scope.Until = None,
    benchmark: scope.OnBenchmark = None,
    task: scope.OfTask = None,
    form: Annotated[TableFormat, typer.Option("--format", help="How to print it.")] = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Show when a paper was cited, or a technique used, uncommonly often (Kleinberg's bursts, by year).

    A year counts by the share of all its citations; for a technique, of its papers of which any technique is known. The
    weight says how much better a burst explains the counts than a steady share. Exit 1 where there is no burst.
    """
    projection = Projection.open(home)
    things = Things.of(projection)
    named = None if thing is None else _meant(projection, thing, kind)
    if named is not None and named not in projection.citations:
        found: dict[Node, list[Burst]] = {named: _of_technique(projection, named, scale, cost)}
        told = str(Uses(projection))
    else:
        graph = scope.view(
            home, "citations", since=since, until=until, benchmark=benchmark, task=task, around=around, depth=depth
        )  # fmt: skip
        found = citation_bursts(graph, _chosen(graph, things, named), scale=scale, cost=cost)
        told = str(coverage(graph))
    rows = _rows(things, found, form is TableFormat.table)[:top]
    if not rows:
        raise NoAnswer(f"no burst of {'any paper' if named is None else things.name(named)} is known; {told}")
    columns = ("from", "until", "weight", "what") if form is TableFormat.table else _COLUMNS
    show(Table(columns, rows), form)
    say(told)


def _meant(projection: Projection, typed: str, kind: ThingKind | None) -> str:
    """Find the thing; a technique's name stands for the paper that introduced it where a paper is asked for."""
    if kind is ThingKind.paper:
        return scope.paper_of(projection, typed)
    return resolve(projection.names, typed, [kind] if kind else list(ThingKind))


def _of_technique(projection: Projection, technique: str, scale: float, cost: float) -> list[Burst]:
    uses = Uses(projection)
    dates = [
        [uses.dates.get(paper) for paper in pairs["paper"].unique(maintain_order=True)]
        for pairs in (uses.pairs.filter(pl.col("technique") == technique), uses.pairs)
    ]
    return use_bursts(*dates, scale=scale, cost=cost)


def _chosen(graph: ArrayGraph, things: Things, named: str | None) -> Sequence[Node]:
    if named is None:
        return [graph.names[number] for number in np.flatnonzero(graph.in_degrees >= _CITED).tolist()]
    if named not in graph:
        raise NoAnswer(f"{things.name(named)} is not in this part of the citations; widen the time, or ask for more")
    return [named]


def _rows(things: Things, found: dict[Node, list[Burst]], people: bool) -> list[tuple[Value, ...]]:
    """Give a row a burst, the strongest first."""
    each = [(node, burst) for node, several in found.items() for burst in several]
    each.sort(key=lambda pair: (-round(pair[1].weight, 9), pair[1].begin))
    if people:
        return [(one.begin, one.end, Decimal(f"{one.weight:.1f}"), things.name(node)) for node, one in each]
    return [(*things.facts(node).values(), one.begin, one.end, one.level, one.weight) for node, one in each]


def roots(
    around: scope.Around = None,
    depth: scope.Depth = 2,
    since: scope.Since = None,
    until: scope.Until = None,
    benchmark: scope.OnBenchmark = None,
    task: scope.OfTask = None,
    form: Annotated[TableFormat, typer.Option("--format", help="How to print it.")] = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Show to which years references go: years that stand out hold the roots of a field.

    The deviation is from the median of five years around (reference publication year spectroscopy); beside it, what is
    cited most of that year.
    """
    graph = scope.view(
        home, "citations", since=since, until=until, benchmark=benchmark, task=task, around=around, depth=depth
    )  # fmt: skip
    found, things = spectrum(graph), Things.of(Projection.open(home))
    if found.years.is_empty():
        raise NoAnswer("no reference here goes to a paper with a date; ask for more, or load more citations")
    years = found.years.filter(pl.col("references") > 0)
    foremost = _foremost(graph, years["year"].to_list())
    people = form is TableFormat.table
    rows: list[tuple[Value, ...]] = [
        (*row, _named(things, graph, foremost[row[0]], people)) for row in map(_whole, years.rows())
    ]
    if people:
        out().print(Text(f"References of {len(graph):,} papers, by the year of what is cited"))
    show(Table((*years.columns, "most_cited"), rows), form)
    say(str(coverage(graph)))
    if found.undated:
        say(f"{found.undated:,} references are left out: they go to papers without a date")


def _whole(row: tuple[int, int, float, float]) -> tuple[int, int, Decimal, Decimal]:
    """Give medians, which end in .5 or .0, as people write them."""
    median, deviation = (Decimal(f"{value:g}") for value in row[2:])
    return row[0], row[1], median, deviation


def _foremost(graph: ArrayGraph, years: Sequence[int]) -> dict[int, list[int]]:
    """Give the most cited papers of each year."""
    of = Dates.of_nodes(graph).years
    order = np.lexsort((np.arange(len(graph)), -graph.in_degrees))
    return {year: [n for n in order[of[order] == year][:_NAMED].tolist() if graph.in_degrees[n]] for year in years}


def _named(things: Things, graph: ArrayGraph, numbers: Sequence[int], people: bool) -> str:
    nodes = [graph.names[number] for number in numbers]
    if not people:
        return " ".join(map(str, nodes))
    return "\n".join(
        f"{things.name(node, _LONGEST)}: {graph.in_degrees[number]}"
        for node, number in zip(nodes, numbers, strict=True)
    )


COMMANDS = (bursts, roots)
