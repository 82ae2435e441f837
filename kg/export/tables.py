"""CSV of a view: one row an edge, or one row a ranked result."""

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import IO

import networkx as nx

from kg.errors import UsageProblem
from kg.export.cleaning import Cleaner, written
from kg.export.files import replacing
from kg.export.report import Report
from kg.separated import line
from kg.store import RDF_FORMATS

EDGES = (
    "source", "target", "kind", "source_label", "target_label",
    "place", "basis", "stated_by", "sentence", "intent",
)  # fmt: skip
LEADERBOARD = (
    "rank", "model", "value", "metric", "paper", "date", "parameters", "extra_samples",
    "title", "benchmark", "result",
)  # fmt: skip
VIEWS = ("citations", "lineage", "leaderboard")
"""The views that fit one table."""

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""A spreadsheet takes text that begins so for a formula, or drops the sign and then does."""

Row = Mapping[str, object]


def write(graph: nx.MultiDiGraph, view: str, out: Path) -> Report:
    """Write a view as CSV (RFC 4180, UTF-8, a header line, lines that end in a line feed).

    ``leaderboard`` has the columns `LEADERBOARD`: model, metric, title and benchmark are names, paper and
    result are IRIs. The other views are lists of edges with the columns `EDGES`: source, target and stated_by
    are IRIs. Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay as
    they are.

    Parameters
    ----------
    graph : MultiDiGraph
        As `kg.export.views.view` gives it.
    view : str
        One of `VIEWS`.
    out : Path
        Replaced in one step, or left as it was.

    Returns
    -------
    Report
        Rows, and how many cells were changed.

    Raises
    ------
    UsageProblem
        If the view does not fit one table, or as `kg.export.files.replacing` does.
    EngineFailure
        If the disk is full.

    References
    ----------
    OWASP: CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    check(view)
    columns, rows = (LEADERBOARD, _results(graph)) if view == "leaderboard" else (EDGES, _edges(graph))
    with replacing(out) as stream:
        return _write(stream, columns, rows)


def check(view: str) -> None:
    """Refuse a view that does not fit one table.

    Raises
    ------
    UsageProblem
        Naming the formats and the views that work.
    """
    if view not in VIEWS:
        others = ", ".join(("graphml", *RDF_FORMATS))
        fitting = ", ".join(VIEWS)
        raise UsageProblem(f"{view} does not fit one table; take one of: {others}; or a view: {fitting}")


def _write(stream: IO[bytes], columns: tuple[str, ...], rows: Iterable[Row]) -> Report:
    cleaner = Cleaner()
    stream.write(line(columns).encode())
    count = 0
    for row in rows:
        stream.write(line(_cell(row.get(name), cleaner) for name in columns).encode())
        count += 1
    return Report(rows=count, cleaned=cleaner.cleaned)


def _cell(raw: object, cleaner: Cleaner) -> str:
    value = cleaner.value(raw)
    if isinstance(value, str) and value.startswith(_FORMULA):
        cleaner.cleaned += 1
        return f"'{value}"
    return "" if value is None else written(value)


def _edges(graph: nx.MultiDiGraph) -> Iterator[Row]:
    labels = graph.nodes.data("label")
    for source, target, kind in sorted(graph.edges(keys=True)):
        ends = {"source": source, "target": target, "kind": kind}
        named = {"source_label": labels[source], "target_label": labels[target]}
        yield ends | named | graph.edges[source, target, kind]


def _results(graph: nx.MultiDiGraph) -> list[Row]:
    """Give the ranked results, board by board."""
    found = [
        _result(graph, model, benchmark, facts)
        for model, benchmark, facts in graph.edges(data=True)
        if facts.get("kind") == "rankedOn"
    ]
    return sorted(found, key=itemgetter("benchmark", "metric", "rank", "model", "result"))


def _result(graph: nx.MultiDiGraph, model: str, benchmark: str, facts: Row) -> Row:
    system = graph.nodes[model]
    title = graph.nodes[facts["paper"]]["label"] if facts["paper"] else None
    named = {"model": system["label"], "benchmark": graph.nodes[benchmark]["label"], "title": title}
    return {**facts, **named, "parameters": system.get("parameters")}
