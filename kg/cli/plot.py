"""The commands that draw pictures for print."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import networkx as nx
import polars as pl
import typer

from kg import catalogue
from kg.analysis import communities, ranking
from kg.analysis import lineage as descent
from kg.analysis.arrays import ArrayGraph, Node
from kg.analysis.coverage import coverage
from kg.cli import boards, scope
from kg.cli.adoption import By, period
from kg.cli.ask import BenchmarkName, BetterWhen, Metric
from kg.cli.build import Home
from kg.cli.lineage import ThingKind, Way, node_kind
from kg.cli.output import say
from kg.entries import Entries
from kg.errors import NoAnswer, UsageProblem
from kg.export.files import replacing
from kg.projection import Projection
from kg.resolve import resolve
from kg.store import GraphStore
from kg.uses import Uses
from ontology.schemes import SCHEMES

if TYPE_CHECKING:
    from kg.plot.canvas import Picture, Sheet
    from kg.plot.ranks import Point

plot = typer.Typer(no_args_is_help=True, help="Draw pictures for print: SVG or PNG, by the name of the file.")

Out = Annotated[Path, typer.Argument(metavar="OUT", help="The picture: a name that ends in .svg or .png.")]
Width = Annotated[float, typer.Option(min=2, max=60, help="Inches.")]
Height = Annotated[
    float | None, typer.Option(min=1.5, max=60, show_default=False, help="Inches; what is needed if absent.")
]
Dpi = Annotated[float, typer.Option(min=30, max=1200, help="Dots an inch, of PNG.")]
Names = Annotated[int, typer.Option(min=0, help="How many names at most.")]

_FORMS = (".svg", ".png")


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
    _check(out)
    projection = Projection.open(home)
    node = resolve(projection.names, thing, [kind] if kind else list(ThingKind))
    of_techniques = node_kind(projection, node) == ThingKind.technique
    whole = descent.descent(projection.lineage if of_techniques else projection.paper_lineage)
    part = descent.neighbourhood(whole, node, direction, depth)
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
    _write(home, out, f"{ways[direction]} {_label(part, node)}", notes, draw, width, height, dpi)


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
    _check(out)
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

    _write(home, out, found.name, notes, draw, width, height, dpi)


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
    _check(out)
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

    _write(home, out, found.name, notes, draw, width, height, dpi)


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
    _check(out)
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
    _write(home, out, title, [*notes, f"{coverage[:1].upper()}{coverage[1:]}."], draw, width, height, dpi)


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
    _check(out)
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
    groups = _groups(graph, chosen.graph.names) if colour is Colour.community else None
    notes = [f"{len(chosen.graph):,} of {len(graph):,}: those {words[1]} most that are joined to each other."]
    if view is View.citations:
        told = str(coverage(graph))
        notes.append(f"{told[:1].upper()}{told[1:]}.")
    _write(home, out, words[0], notes, draw, width, height, dpi)


def _groups(graph: ArrayGraph, nodes: Sequence[Node]) -> list[str | None]:
    """Give the community of each node, named by the words that tell its titles from those of others."""
    weight = "weight" if "weight" in graph.edge_facts.columns else None
    found = communities.leiden(graph, weight=weight).communities
    labels = zip(graph.names, graph.facts["label"], strict=True)
    features = {node: communities.words(_title(label)) for node, label in labels}
    of: dict[Node, str] = {}
    for place, (group, marks) in enumerate(zip(found, communities.marks(found, features), strict=True), 1):
        name = ", ".join(mark.feature for mark in marks) or "(no common words)"
        of |= dict.fromkeys(group, f"{place}: {name}")
    return [of.get(node) for node in nodes]


def _title(label: str | None) -> str:
    """Give the title of a thing; of a work that goes by its identifier, none is known."""
    return "" if label is None or label.partition(":")[0] in SCHEMES else label


_VIEWS = {
    View.citations: (("Papers and whom they cite", "cited"), "cited by papers here"),
    View.technique_lineage: (("Techniques and what they come from", "built on"), "techniques that come from it"),
    View.paper_lineage: (("Papers and what they come from", "built on"), "papers that come from it"),
    View.co_technique: (("Techniques that are used together", "used"), "papers that use it"),
}
"""Of each view: a title, what makes a node important, and what its size tells."""


def _check(out: Path) -> None:
    """Refuse a name that tells no format, before anything is read."""
    if out.suffix.lower() not in _FORMS:
        raise UsageProblem(f"{out.name!r} does not say the format; name a file that ends in {' or '.join(_FORMS)}")


def _write(
    home: Path, out: Path, title: str, notes: list[str], draw: Callable[["Sheet"], "Picture"], width: float,
    height: float | None, dpi: float,
) -> None:  # fmt: skip
    """Draw a picture and put it into its file when it is whole."""
    from kg.plot.canvas import Sheet, render, style

    with style():
        figure = draw(Sheet(title, [*notes, _sources(home)], width, height))
        picture = render(figure, out.suffix.lower().removeprefix("."), dpi)
    with replacing(out) as stream:
        stream.write(picture)
    say(f"{out}: {len(picture) / 1000:,.0f} kB")


def _sources(home: Path) -> str:
    """Say which snapshots a picture is drawn from."""
    rows = catalogue.find("snapshots").run(GraphStore.open(home)).table().dicts()
    newest: dict[str, str] = {}
    for row in rows:
        name, date = str(row["source"]), str(row["retrieved"])[:10]
        newest[name] = max(date, newest.get(name, ""))
    named = ", ".join(f"{name} ({date})" for name, date in sorted(newest.items()))
    return f"Sources: {named}. Drawn with Paperkin {version('paperkin')}."


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
