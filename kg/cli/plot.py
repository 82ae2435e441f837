"""The commands that draw pictures for print."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import networkx as nx
import polars as pl
import typer

from kg.analysis import lineage as descent
from kg.analysis import ranking
from kg.analysis.arrays import ArrayGraph, Node
from kg.analysis.coverage import coverage
from kg.cli import boards, scope
from kg.cli.adoption import By, period
from kg.cli.ask import BenchmarkName, BetterWhen, Metric
from kg.cli.build import Home
from kg.cli.lineage import ThingKind, Way
from kg.cli.picture import Dpi, Height, Names, Out, Width, check, write
from kg.entries import Entries
from kg.errors import NoAnswer
from kg.projection import Projection
from kg.resolve import resolve
from kg.uses import Uses

if TYPE_CHECKING:
    from kg.plot.canvas import Picture, Sheet
    from kg.plot.ranks import Point

plot = typer.Typer(no_args_is_help=True, help="Draw pictures for print: SVG or PNG, by the name of the file.")


class Shown(StrEnum):
    cumulative = "cumulative"
    papers = "papers"
    share = "share"
    share_of_known = "share-of-known"


class Colour(StrEnum):
    community = "community"
    year = "year"


class View(StrEnum):
    citations = "citations"
    technique_lineage = "technique-lineage"
    paper_lineage = "paper-lineage"
    co_technique = "co-technique"


@plot.command()
def lineage(
    thing: Annotated[str, typer.Argument(help="IRI, identifier (arxiv:2010.11929) or name of a technique or paper.")],
    out: Out,
    direction: Annotated[Way, typer.Option(help="Which way to go.")] = Way.both,
    depth: Annotated[int | None, typer.Option(min=1, show_default=False, help="The most generations.")] = None,
    kind: Annotated[
        ThingKind | None, typer.Option(show_default=False, help="What the name is of, where it is of both.")
    ] = None,
    most: Annotated[int, typer.Option(min=2, help="How many things at most: the nearest ones.")] = 40,
    width: Width = 7.2,
    height: Height = None,
    dpi: Dpi = 300,
    home: Home = Path(),
) -> None:
    """What a technique or paper grew from, and what grew from it, on a time axis."""
    check(out)
    projection = Projection.open(home)
    node = resolve(projection.names, thing, [kind] if kind else list(ThingKind))
    part = descent.neighbourhood(descent.descent(projection.lineage_of(node)), node, direction, depth)
    if len(part) == 1:
        raise NoAnswer(f"of the lineage of {_label(part, node)} nothing is known, so there is nothing to draw")
    kept = sorted(part, key=lambda other: _nearness(part, other))[:most]
    notes = [f"The {len(kept)} nearest of {len(part)} things."] if len(kept) < len(part) else []
    notes.append("An arrow leads from a thing to what it comes from; pale ones skip a generation.")

    def draw(sheet: "Sheet") -> "Picture":
        from kg.plot import lineage as picture

        chosen = part.subgraph(kept)
        things = [picture.Thing(key, _label(part, key), facts.get("date"), facts["kind"], facts["generation"])
                  for key in kept for facts in [part.nodes[key]]]  # fmt: skip
        edges = [picture.Edge(*edge) for edge in sorted(chosen.edges(keys=True))]
        return picture.draw(sheet, things, edges)

    ways = {Way.both: "Lineage of", Way.ancestors: "What came before", Way.descendants: "What grew from"}
    write(home, out, f"{ways[direction]} {_label(part, node)}", notes, draw, width, height, dpi)


@plot.command()
def ranks(
    benchmark: BenchmarkName,
    out: Out,
    metric: Metric = None,
    direction: BetterWhen = None,
    names: Names = 25,
    width: Width = 7.2,
    height: Height = None,
    dpi: Dpi = 300,
    home: Home = Path(),
) -> None:
    """The results of a benchmark by date, and the line of the best so far."""
    check(out)
    found = boards.entries(home, benchmark, metric, direction)
    record = set(ranking.reigns(found.frame)["result"])
    table = found.table.with_columns(best=pl.col("result").is_in(record))
    undated = table["date"].null_count()
    if undated == len(table):
        raise NoAnswer("no result on this benchmark has a date, so there is no time axis to draw it on")
    notes = [f"{undated} of {len(table)} results have no date and are not drawn."] if undated else []

    def draw(sheet: "Sheet") -> "Picture":
        from kg.plot import ranks as picture

        return picture.draw(sheet, _points(table), _measure(found), higher=found.board.higher, names=names)

    write(home, out, found.name, notes, draw, width, height, dpi)


@plot.command()
def pareto(
    benchmark: BenchmarkName,
    out: Out,
    metric: Metric = None,
    direction: BetterWhen = None,
    names: Names = 25,
    width: Width = 7.2,
    height: Height = None,
    dpi: Dpi = 300,
    home: Home = Path(),
) -> None:
    """The results of a benchmark by parameters, with a Pareto front for those with extra training data, and without."""
    check(out)
    found = boards.entries(home, benchmark, metric, direction)
    points = boards.pareto_points(found)
    known = points["parameters"].count()
    explained = str(boards.explain(points))
    notes = [f"Parameters are known of {known} of {len(points)} results.", f"{explained[:1].upper()}{explained[1:]}."]

    def draw(sheet: "Sheet") -> "Picture":
        from kg.plot import pareto as picture

        alike, of_all = (pl.col(name).fill_null(pl.lit(False)) for name in ("on_front_alike", "on_front"))
        table = points.with_columns(best=alike | of_all, on_front=of_all)
        return picture.draw(sheet, _points(table), _measure(found), higher=found.board.higher, names=names)

    write(home, out, found.name, notes, draw, width, height, dpi)


@plot.command()
def adoption(
    technique: Annotated[list[str], typer.Argument(help="IRIs or names of techniques.")],
    out: Out,
    show: Annotated[Shown, typer.Option(help="What the curves show.")] = Shown.cumulative,
    by: Annotated[By, typer.Option(help="How long a period is.")] = By.year,
    width: Width = 7.2,
    height: Height = None,
    dpi: Dpi = 300,
    home: Home = Path(),
) -> None:
    """How techniques spread: papers that use them, by year or month."""
    check(out)
    projection = Projection.open(home)
    uses = Uses(projection)
    things = dict.fromkeys(resolve(projection.names, name, ["technique"]) for name in technique)
    curves = {thing: uses.adoption(thing, period(by)) for thing in things}
    unused = [uses.name(thing) for thing, found in curves.items() if not len(found.curve)]
    if len(unused) == len(curves):
        raise NoAnswer(f"no paper with a date is said to use {' or '.join(unused)}, so there is no curve to draw")
    notes = [f"No paper with a date is said to use {', '.join(unused)}."] if unused else []

    def draw(sheet: "Sheet") -> "Picture":
        from kg.plot import adoption as picture

        spreads = [picture.Spread(uses.name(thing), found) for thing, found in curves.items()]
        return picture.draw(sheet, spreads, show.value.replace("-", "_"))

    coverage = str(uses)
    title = "Papers that use " + ", ".join(uses.name(thing) for thing in things)
    write(home, out, title, [*notes, f"{coverage[:1].upper()}{coverage[1:]}."], draw, width, height, dpi)


@plot.command()
def network(
    out: Out,
    view: Annotated[View, typer.Option(help="What is joined to what.")] = View.citations,
    since: scope.Since = None,
    until: scope.Until = None,
    benchmark: scope.OnBenchmark = None,
    task: scope.OfTask = None,
    around: scope.Around = None,
    depth: scope.Depth = 1,
    colour: Annotated[Colour, typer.Option(help="What the colour of a node tells.")] = Colour.community,
    most: Annotated[int, typer.Option(min=2, max=5000, help="How many nodes at most: the most cited, or used.")] = 120,
    names: Names = 30,
    width: Width = 7.2,
    height: Height = None,
    dpi: Dpi = 300,
    home: Home = Path(),
) -> None:
    """A network of papers or techniques: joined ones stand close; the larger, the more often it is cited or used."""
    check(out)
    graph = scope.view(home, view, since=since, until=until, benchmark=benchmark, task=task, around=around, depth=depth)
    if not bool((graph.source != graph.target).any()):
        raise NoAnswer(f"nothing in the view {view} is joined to anything else, so there is no network to draw")
    words, measure = _VIEWS[view]

    def draw(sheet: "Sheet") -> "Picture":
        from kg.plot import network as picture

        return picture.draw(sheet, chosen, measure, groups, names=names)

    from kg.plot.network import most_important

    chosen = most_important(graph, most)
    if not len(chosen.graph):
        raise NoAnswer(f"the {most} most important nodes are not joined to each other; take more with --most")
    groups = _groups(home, graph, view, chosen.graph.names) if colour is Colour.community else None
    notes = [f"{len(chosen.graph):,} of {len(graph):,}: those {words[1]} most that are joined to each other."]
    if view is View.citations:
        told = str(coverage(graph))
        notes.append(f"{told[:1].upper()}{told[1:]}.")
    write(home, out, words[0], notes, draw, width, height, dpi)


def _groups(home: Path, graph: ArrayGraph, view: View, nodes: Sequence[Node]) -> list[str | None]:
    """Give the community of each node, numbered and labelled as `kg communities` does."""
    from kg.analysis.communities import leiden  # loads igraph, which takes a while
    from kg.analysis.portraits import portraits

    techniques = Uses(Projection.open(home)).by_paper if view is View.citations else {}
    rank = graph.by_node(graph.facts["papers"].to_numpy()) if view is View.co_technique else None
    titles = view in (View.citations, View.paper_lineage)
    found = portraits(graph, leiden(graph, weight="weight"), techniques, rank, titles=titles)
    of = {node: f"{no}: {portrait.label}" for no, portrait in enumerate(found, 1) for node in portrait.members}
    return [of.get(node) for node in nodes]


_VIEWS = {
    View.citations: (("Papers and whom they cite", "cited"), "cited by papers here"),
    View.technique_lineage: (("Techniques and what they come from", "built on"), "techniques that come from it"),
    View.paper_lineage: (("Papers and what they come from", "built on"), "papers that come from it"),
    View.co_technique: (("Techniques that are used together", "used"), "papers that use it"),
}
"""Of each view: a title, what makes a node important, and what its size tells."""


def _points(table: pl.DataFrame) -> "list[Point]":
    from kg.plot.ranks import Point

    columns = ["model", "value", "date", "parameters", "extra_data", "best", *({"on_front"} & set(table.columns))]
    rows = table.sort("result").select(columns).iter_rows()
    return [Point(str(model), float(value), *rest) for model, value, *rest in rows]


def _measure(found: Entries) -> str:
    metric = found.board.metric
    unit = f" ({metric.unit})" if metric.unit else ""
    return f"{metric.name}{unit}" + ("" if found.board.higher else ", lower is better")


def _nearness(graph: nx.MultiDiGraph, node: str) -> tuple[int, bool, int, str]:
    """Order things by generation, those with a date first, then those with the most edges."""
    facts = graph.nodes[node]
    return abs(facts["generation"]), not facts.get("date"), -graph.degree(node), node


def _label(graph: nx.MultiDiGraph, node: str) -> str:
    return str(graph.nodes[node]["label"])
