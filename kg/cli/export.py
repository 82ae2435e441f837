"""The command that hands the graph to other software."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.build import Home
from kg.cli.output import say
from kg.cli.scope import Around, Depth, OfTask, OnBenchmark, Since, Until, paper_of
from kg.errors import UsageProblem
from kg.projection import Projection


class ExportFormat(StrEnum):
    graphml = "graphml"
    gexf = "gexf"
    json = "json"
    cytoscape = "cytoscape"
    gml = "gml"
    dot = "dot"
    csv = "csv"
    parquet = "parquet"
    bibtex = "bibtex"
    csl = "csl"
    turtle = "turtle"
    trig = "trig"
    nquads = "nquads"
    nt = "nt"
    jsonld = "jsonld"


class View(StrEnum):
    citations = "citations"
    lineage = "lineage"
    leaderboard = "leaderboard"
    full = "full"
    paper_lineage = "paper-lineage"
    co_technique = "co-technique"


_OF_PAPERS = (View.citations, View.leaderboard, View.paper_lineage)
"""Views without techniques: a technique stands for its paper."""


class Sheet(StrEnum):
    edges = "edges"
    results = "results"
    nodes = "nodes"


def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=", ".join(ExportFormat))],
    out: Annotated[
        Path | None,
        typer.Argument(
            metavar="OUT",
            show_default=False,
            help="The file to write, or - for standard output. Where a file is all that is named, its suffix tells the "
            "format.",
        ),
    ] = None,
    view: Annotated[View, typer.Option(help="Which part of the graph.")] = View.full,
    table: Annotated[
        Sheet | None,
        typer.Option(show_default=False, help="Which table of the view, in csv and parquet; else results or edges."),
    ] = None,
    since: Since = None,
    until: Until = None,
    benchmark: OnBenchmark = None,
    task: OfTask = None,
    around: Around = None,
    depth: Depth = 1,
    licence: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", show_default=False, help="Only what stands under this licence, such as CC0-1.0; repeatable."
        ),
    ] = None,
    home: Home = Path(),
) -> None:
    """Write the graph, or a view of it, to a file: as a graph, a table, a bibliography of its papers, or RDF.

    What was written, from which snapshots and under which licences, stands in OUT.about.json beside it.
    """
    from kg.export import export as write
    from kg.export.formats import of_file

    if out is None:
        form, out = _alone(form, of_file), Path(form)
    if around is not None and view in _OF_PAPERS:
        around = paper_of(Projection.open(home), around)
    report = write(
        form, out, view, home=home, table=table, benchmark=benchmark, task=task, since=since, until=until,
        around=around, depth=depth, licences=licence or (),
    )  # fmt: skip
    say(str(report))


def _alone(named: str, of_file: Callable[[Path], str]) -> str:
    if named in list(ExportFormat):
        raise UsageProblem(f"name a file to write after {named}, or - for standard output")
    return of_file(Path(named))


COMMANDS = (export,)
