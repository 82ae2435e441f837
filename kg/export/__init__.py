"""Handing the graph to other software: GraphML, CSV and RDF of the whole graph or of a view."""

from collections.abc import Collection
from pathlib import Path

import networkx as nx

from kg.errors import UsageProblem
from kg.export import about, graphml, rdf, tables, views
from kg.export.report import Report
from kg.export.views import VIEWS
from kg.projection import Projection
from kg.resolve import resolve
from kg.store import RDF_FORMATS, GraphStore
from kg.workspace import Workspace

FORMATS = ("graphml", "csv", *RDF_FORMATS)

__all__ = ["FORMATS", "VIEWS", "Report", "export"]


def export(
    form: str, out: Path, view: str = "full", *, home: Path, benchmark: str | None = None,
    graphs: Collection[str] = (),
) -> Report:  # fmt: skip
    """Write the current graph, or a view of it, to a file, and what it is to ``OUT.about.json`` beside it.

    Parameters
    ----------
    form : str
        One of `FORMATS`.
    out : Path
        The file; an older one is replaced when the new one is whole.
    view : str
        One of `VIEWS`; what they hold stands at `kg.export.views.view`.
    home : Path
        The workspace.
    benchmark : str, optional
        The one benchmark of a ``leaderboard``: an IRI or a name.
    graphs : collection of str, optional
        IRIs of the named graphs to keep, in RDF of the ``full`` view.

    Returns
    -------
    Report
        How much was written.

    Raises
    ------
    UsageProblem
        If the format, the view, the benchmark or a graph is unknown, these do not go together, nothing was
        built yet, or the file cannot be written.
    EngineFailure
        If the disk is full, or the store is damaged.
    """
    _check(form, view, benchmark, graphs)
    generation = Workspace(home).current()
    store, projection = GraphStore.open_at(generation.store), Projection(generation.tables)
    chosen = None if benchmark is None else resolve(projection.names, benchmark, ["benchmark"])
    if form in RDF_FORMATS:
        report = rdf.write(store, out, form, view, benchmark=chosen, graphs=graphs)
    else:
        report = _write(form, out, view, views.view(view, projection, store, chosen))
    asked = {"format": str(form), "view": str(view), "benchmark": chosen, "graphs": sorted(set(graphs))}
    about.write(out, asked, report, store)
    return report


def _check(form: str, view: str, benchmark: str | None, graphs: Collection[str]) -> None:
    """Refuse what does not go together before anything is opened."""
    if form not in FORMATS:
        raise UsageProblem(f"no format {form!r}; take one of: {', '.join(FORMATS)}")
    views.check(view, benchmark)
    if form == "csv":
        tables.check(view)
    if graphs and form not in RDF_FORMATS:
        raise UsageProblem(f"{form} has no named graphs; take one of: {', '.join(RDF_FORMATS)}")
    if graphs and view != "full":
        raise UsageProblem(f"only the full view has named graphs to choose from, not {view}")


def _write(form: str, out: Path, view: str, graph: nx.MultiDiGraph) -> Report:
    if form == "csv":
        return tables.write(graph, view, out)
    return graphml.write(graph, out, name=str(view))
