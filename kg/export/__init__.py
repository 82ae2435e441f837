"""Handing the graph to other software: as a graph, a table, a bibliography or RDF, the whole of it or a view."""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg import scope
from kg.errors import UsageProblem
from kg.export import about, formats, rdf, tables, views
from kg.export.files import STANDARD_OUTPUT
from kg.export.formats import FORMATS
from kg.export.licences import permitted
from kg.export.report import Report
from kg.export.views import VIEWS, Only
from kg.export.work import Export
from kg.projection import Projection
from kg.resolve import resolve
from kg.store import RDF_FORMATS, GraphStore
from kg.workspace import Workspace

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

__all__ = ["FORMATS", "VIEWS", "Report", "export"]


def export(
    form: str, out: Path, view: str = "full", *, home: Path, table: str | None = None, benchmark: str | None = None,
    task: str | None = None, since: str | None = None, until: str | None = None, around: str | None = None,
    depth: int = 1, licences: Sequence[str] = (), graphs: Collection[str] = (),
) -> Report:  # fmt: skip
    """Write the current graph, or a view of it, to a file, and what it is to ``OUT.about.json`` beside it.

    Parameters
    ----------
    form : str
        One of `FORMATS`.
    out : Path
        The file; an older one is replaced when the new one is whole. ``-`` is standard output, with nothing beside.
    view : str
        One of `VIEWS`; what they hold stands at `kg.export.views.view`.
    home : Path
        The workspace.
    table : str, optional
        Which table of the view: ``edges``, ``results`` or ``nodes``; for CSV and Parquet.
    benchmark, task : str, optional
        IRI or name: only papers about it, and of leaderboards, only these benchmarks.
    since, until : str, optional
        ISO 8601 dates of any precision; what has no date is left out.
    around : str, optional
        IRI, identifier or name of a technique or paper: only what is within `depth` edges of it, either way.
    depth : int
    licences : sequence of str, optional
        SPDX identifiers or IRIs: only what snapshots under these state, and what was computed from such alone.
    graphs : collection of str, optional
        IRIs of the named graphs to keep, in RDF of the ``full`` view.

    Returns
    -------
    Report
        How much was written.

    Raises
    ------
    UsageProblem
        If a format, view, table, name, licence or graph is unknown, these do not go together, nothing was built
        yet, or the file cannot be written.
    EngineFailure
        If the disk is full, or the store is damaged.
    """
    narrowed = [benchmark, task, since, until, around]
    _check(form, view, table, graphs, narrowed)
    generation = Workspace(home).current()
    store, projection = GraphStore.open_at(generation.store), Projection(generation.tables)
    asked = {
        "format": str(form), "view": str(view), "table": table, "benchmark": _iri(projection, benchmark, ["benchmark"]),
        "task": _iri(projection, task, ["task"]), "since": since, "until": until,
        "around": _iri(projection, around, ["technique", "paper"]), "depth": depth if around else None,
        "graphs": sorted(set(graphs)),
    }  # fmt: skip
    allowed = permitted(store, licences) if licences else None
    work = Export(form, out, view, store, projection, _only(store, asked), table, allowed)
    report = work.write_rdf(graphs) if form in RDF_FORMATS else work.write()
    if out != STANDARD_OUTPUT:
        about.write(out, asked, report, store, allowed)
    return report


def _check(form: str, view: str, table: str | None, graphs: Collection[str], narrowed: list[str | None]) -> None:
    """Refuse what does not go together before anything is opened."""
    if form not in FORMATS:
        raise UsageProblem(f"no format {form!r}; take one of: {', '.join(FORMATS)}")
    views.check(view)
    for date in narrowed[2:4]:
        if date is not None and not _DATE.fullmatch(date):
            raise UsageProblem(f"a date is a year, or YYYY-MM or YYYY-MM-DD, not {date!r}")
    if form in formats.TABLES:
        tables.table_of(view, table)
    elif table is not None:
        raise UsageProblem(f"{form} is no table; take one of: {', '.join(formats.TABLES)}")
    if form in RDF_FORMATS:
        rdf.check(view)
    if form in RDF_FORMATS and view == "full" and any(narrowed):
        raise UsageProblem(f"the full view in {form} is everything; narrow another view: {', '.join(rdf.VIEWS[:-1])}")
    if graphs and form not in RDF_FORMATS:
        raise UsageProblem(f"{form} has no named graphs; take one of: {', '.join(RDF_FORMATS)}")
    if graphs and view != "full":
        raise UsageProblem(f"only the full view has named graphs to choose from, not {view}")


def _iri(projection: Projection, typed: str | None, kinds: list[str]) -> str | None:
    return None if typed is None else resolve(projection.names, typed, kinds)


def _only(store: GraphStore, asked: Mapping[str, Any]) -> Only:
    """Find the papers and the benchmarks that are meant."""
    papers, boards = [], []
    if benchmark := asked["benchmark"]:
        papers.append(scope.papers_on(store, benchmark))
        boards.append({benchmark})
    if task := asked["task"]:
        papers.append(scope.papers_of_task(store, task))
        boards.append(scope.benchmarks_of(store, task))
    return Only(
        asked["since"], asked["until"], _common(papers), _common(boards), asked["around"], asked["depth"] or 1
    )  # fmt: skip


def _common(sets: list[set[str]]) -> frozenset[str] | None:
    return frozenset(set.intersection(*sets)) if sets else None
