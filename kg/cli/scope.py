"""What the commands of analysis have in common: which part of the graph they are about."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import networkx as nx
import polars as pl
import typer

from kg import scope
from kg.analysis.arrays import ArrayGraph
from kg.errors import UsageProblem
from kg.projection import Projection
from kg.resolve import resolve
from kg.store import GraphStore

Since = Annotated[
    str | None, typer.Option(metavar="DATE", show_default=False, help="Only papers from this year or date on.")
]
Until = Annotated[
    str | None, typer.Option(metavar="DATE", show_default=False, help="Only papers up to this year or date.")
]
OnBenchmark = Annotated[
    str | None,
    typer.Option("--benchmark", metavar="NAME", show_default=False, help="Only papers with a result on it."),
]
OfTask = Annotated[
    str | None, typer.Option("--task", metavar="NAME", show_default=False, help="Only papers about this task.")
]
Around = Annotated[
    str | None, typer.Option(metavar="THING", show_default=False, help="Only what is near this paper or technique.")
]
Depth = Annotated[int, typer.Option(min=1, help="How many edges away `--around` goes.")]

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def view(
    home: Path, name: str, *, since: str | None = None, until: str | None = None, benchmark: str | None = None,
    task: str | None = None, around: str | None = None, depth: int = 1,
) -> ArrayGraph:  # fmt: skip
    """Give a view of the current generation, narrowed as a person asks.

    Raises
    ------
    UsageProblem
        If a date is none, a name is unknown or ambiguous, or nothing is left.
    """
    projection = Projection.open(home)
    for date in (since, until):
        if date is not None and not _DATE.fullmatch(date):
            raise UsageProblem(f"a date is a year, or YYYY-MM or YYYY-MM-DD, not {date!r}")
    start = None if around is None else _start(projection, around, name)
    among = _among(home, projection, benchmark, task)
    try:
        found = projection.view(name, since=since, until=until, among=among, around=start, depth=depth)
    except nx.NodeNotFound:
        raise UsageProblem(f"{around!r} is not in the view {name}; take another, or widen the time") from None
    if not len(found):
        raise UsageProblem(f"nothing of the view {name} is left; ask for less, or load more: kg ingest --help")
    return found


def paper_of(projection: Projection, typed: str) -> str:
    """Find the paper that is meant, or the one that introduced the technique that is meant.

    Raises
    ------
    UsageProblem
        If there is none, or more than one.
    """
    try:
        return resolve(projection.names, typed, ["paper"])
    except UsageProblem:
        technique = resolve(projection.names, typed, ["technique", "paper"])
    paper = projection.things.filter(pl.col("iri") == technique)["paper"].to_list()
    if paper in ([], [None]):
        raise UsageProblem(f"nobody says which paper introduced {typed!r}; name the paper itself")
    return str(paper[0])


def _start(projection: Projection, around: str, view: str) -> str:
    if view in ("citations", "paper-lineage"):
        return paper_of(projection, around)
    return resolve(projection.names, around, ["technique", "paper"])


def _among(home: Path, projection: Projection, benchmark: str | None, task: str | None) -> Collection[str] | None:
    """Give the papers that are about both, where they are asked for."""
    found: set[str] | None = None
    for typed, kind, papers in ((benchmark, "benchmark", scope.papers_on), (task, "task", scope.papers_of_task)):
        if typed is not None:
            named = papers(GraphStore.open(home), resolve(projection.names, typed, [kind]))
            found = named if found is None else found & named
    return found
