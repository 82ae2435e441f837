"""RDF of the whole graph, or of the statements of a view."""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from kg.errors import UsageProblem
from kg.export import jsonld
from kg.export.files import opened
from kg.export.narrowed import narrow
from kg.export.report import Report
from kg.sorting import sorted_lines
from kg.store import RDF_FORMATS, GraphStore, convert, read_lines
from kg.values import Binding, Iri
from ontology.terms import PREFIXES

VIEWS = ("citations", "lineage", "leaderboard", "full")
"""The views whose statements are in the graph; others are computed."""


def write(
    store: GraphStore, out: Path, form: str, view: str = "full", *, benchmark: str | None = None,
    graphs: Collection[str] = (), left_out: Collection[str] = (),
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
        Replaced in one step, or left as it was; ``-`` is standard output.
    form : str
        One of `kg.store.RDF_FORMATS`.
    view : str
        One of `VIEWS`.
    benchmark : str, optional
        IRI of the one benchmark of a ``leaderboard``.
    graphs : collection of str, optional
        IRIs of the only named graphs to write, or to construct a view from; all where empty.
    left_out : collection of str, optional
        IRIs of what was left out of the view; statements about it are left out too.

    Returns
    -------
    Report
        How many statements were written.

    Raises
    ------
    UsageProblem
        If there is no such view, or as `kg.export.files.replacing` does.
    EngineFailure
        If the disk is full, or the store fails.
    """
    check(view)
    _check_graphs(store, graphs)
    if view == "full":
        found = store.lines(sorted(set(graphs)), merged=form in ("turtle", "nt"))
    else:
        found = _constructed(store, view, benchmark, graphs, left_out)
    with found as statements, opened(out) as stream:
        if form == "jsonld":
            return Report(statements=jsonld.write(read_lines(statements), stream))
        return Report(statements=convert(statements, stream, form, PREFIXES if form in _SHORTENED else {}))


def count(
    store: GraphStore, view: str, *, benchmark: str | None = None, graphs: Collection[str] = (),
    left_out: Collection[str] = (),
) -> int:  # fmt: skip
    """Count what `write` would write."""
    found = store.lines(graphs) if view == "full" else _constructed(store, view, benchmark, graphs, left_out)
    with found as statements:
        return sum(1 for _ in statements)


_SHORTENED = RDF_FORMATS.keys() - {"nt", "nquads", "jsonld"}


def check(view: str) -> None:
    """Refuse a view that RDF does not hold.

    Raises
    ------
    UsageProblem
        Naming those that it holds.
    """
    if view not in VIEWS:
        raise UsageProblem(f"{view} is computed, and no statement of the graph; RDF has: {', '.join(VIEWS)}")


def _check_graphs(store: GraphStore, graphs: Collection[str]) -> None:
    missing = sorted(set(graphs) - set(store.graphs())) if graphs else []
    if missing:
        raise UsageProblem(f"there is no graph <{missing[0]}>; there are: {', '.join(store.graphs())}")


@contextmanager
def _constructed(
    store: GraphStore, view: str, benchmark: str | None, graphs: Collection[str], left_out: Collection[str]
) -> Iterator[Iterator[bytes]]:
    """Give the statements of a view as sorted lines."""
    query = (files("kg") / "queries" / "views" / f"{view}.rq").read_text(encoding="utf-8")
    bindings: dict[str, Binding] = {} if benchmark is None else {"benchmark": Iri(benchmark)}
    with tempfile.TemporaryDirectory(prefix="paperkin-") as place:
        path = Path(place, "view.nt")
        store.construct(query, path, bindings, graphs)
        (aside := Path(place, "aside")).mkdir()
        found = sorted_lines([path], aside)
        if not left_out:
            yield found
            return
        ordered = Path(place, "sorted.nt")
        with ordered.open("wb") as file:
            file.writelines(found)
        yield narrow(ordered, left_out)
