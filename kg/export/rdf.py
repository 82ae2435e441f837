"""RDF of the whole graph, or of the statements of a view."""

import io
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path
from typing import IO

from kg.errors import UsageProblem
from kg.export import jsonld, views
from kg.export.files import replacing
from kg.export.report import Report
from kg.store import RDF_FORMATS, GraphStore
from kg.values import Iri
from ontology.terms import PREFIXES

_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?subject ?property ?object } }"


def write(
    store: GraphStore, out: Path, form: str, view: str = "full", *, benchmark: str | None = None,
    graphs: Collection[str] = (),
) -> Report:  # fmt: skip
    """Write RDF, sorted, so that the same statements give the same bytes.

    ``full`` is everything: TriG, N-Quads and JSON-LD keep the named graphs, Turtle and N-Triples have each
    statement once. Another view is what its query in ``queries/views`` constructs, without named graphs.

    JSON-LD is compacted with the context of the ontology, which is written into the file: nobody needs the
    network to read it. Whole numbers and truth values are JSON's own; decimal numbers are text, because
    JSON-LD would read them as floating point.

    Parameters
    ----------
    store : GraphStore
    out : Path
        Replaced in one step, or left as it was.
    form : str
        One of `kg.store.RDF_FORMATS`.
    view : str
        One of `kg.export.views.VIEWS`.
    benchmark : str, optional
        IRI of the one benchmark of a ``leaderboard``.
    graphs : collection of str, optional
        IRIs of the named graphs to keep of ``full``; all where empty.

    Returns
    -------
    Report
        How many statements were written.

    Raises
    ------
    UsageProblem
        If there is no such view or graph, `benchmark` or `graphs` does not fit the view, or as
        `kg.export.files.replacing` does.
    EngineFailure
        If the disk is full, or the store fails.
    """
    views.check(view, benchmark)
    chosen = _checked(store, view, graphs)
    part = store if view == "full" else _constructed(store, view, benchmark)
    with replacing(out) as stream:
        if form == "jsonld":
            return Report(statements=_jsonld(part, stream, chosen))
        return Report(statements=part.dump(stream, form, PREFIXES if form in _SHORTENED else {}, chosen))


_SHORTENED = RDF_FORMATS.keys() - {"nt", "nquads", "jsonld"}


def _checked(store: GraphStore, view: str, graphs: Collection[str]) -> list[str]:
    if graphs and view != "full":
        raise UsageProblem(f"only the full view has named graphs to choose from, not {view}")
    known = {str(row["graph"]) for row in store.select(_GRAPHS)} if graphs else set()
    missing = sorted(set(graphs) - known)
    if missing:
        raise UsageProblem(f"there is no graph <{missing[0]}>; there are: {', '.join(sorted(known))}")
    return sorted(set(graphs))


def _constructed(store: GraphStore, view: str, benchmark: str | None) -> GraphStore:
    """Hold the statements of a view in memory."""
    query = (files("kg") / "queries" / "views" / f"{view}.rq").read_text(encoding="utf-8")
    found = store.query(query, {} if benchmark is None else {"benchmark": Iri(benchmark)})
    return GraphStore.of_quads(found.data)


def _jsonld(part: GraphStore, stream: IO[bytes], graphs: Collection[str]) -> int:
    expanded = io.BytesIO()
    count = part.dump(expanded, "jsonld", {}, graphs)
    jsonld.write(expanded.getvalue(), stream)
    return count
