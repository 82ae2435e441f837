"""One export: the view is made, what may not go along is left out, and a writer is called."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kg.errors import UsageProblem
from kg.export import formats, papers, rdf, tables
from kg.export.content import Content
from kg.export.licences import LicensedProjection, Permitted
from kg.export.report import Report
from kg.export.views import Only, view
from kg.projection import Projection
from kg.store import GraphStore


@dataclass(frozen=True)
class Export:
    """What is to be written, whereto, and from what.

    Parameters
    ----------
    form : str
    out : Path
    name : str
        Of the view.
    store : GraphStore
    projection : Projection
    only : Only
    table : str, optional
    allowed : Permitted, optional
        The graphs that may go together; all where absent.
    """

    form: str
    out: Path
    name: str
    store: GraphStore
    projection: Projection
    only: Only
    table: str | None = None
    allowed: Permitted | None = None

    def write(self) -> Report:
        """Write a format that is made of columns."""
        made = self._content
        if self.form in formats.BIBLIOGRAPHIES:
            found = papers.read(self.store, self._projection, papers.papers_in(made), self._graphs)
            report = formats.BIBLIOGRAPHIES[self.form](found, self.out)
        elif self.form in formats.TABLES:
            report = formats.TABLES[self.form](made, self.out, tables.table_of(self.name, self.table))
        else:
            report = formats.GRAPHS[self.form](made, self.out)
        if self.allowed is None:
            return report
        whole = view(self.name, self.projection, self.store, self.only)
        nodes, edges = len(whole) - len(made), whole.number_of_edges() - made.number_of_edges()
        return replace(report, left_out=Report(nodes=nodes, edges=edges))

    def write_rdf(self, graphs: Collection[str]) -> Report:
        """Write RDF; of the full view, the given graphs alone where there are any."""
        board = self._board
        left_out = self._left_out()
        if self.allowed and (others := set(graphs) - set(self.allowed.graphs)):
            raise UsageProblem(f"<{min(others)}> does not stand under {' or '.join(self.allowed.licences)}")
        report = rdf.write(
            self.store, self.out, self.form, self.name, benchmark=board, graphs=graphs or self._graphs,
            left_out=left_out,
        )  # fmt: skip
        if self.allowed is None:
            return report
        if self.name == "full":
            without = rdf.count(self.store, "full", graphs=self.allowed.left_out) if self.allowed.left_out else 0
        else:
            without = rdf.count(self.store, self.name, benchmark=board, left_out=left_out) - report.statements
        return replace(report, left_out=Report(statements=without))

    @property
    def _graphs(self) -> tuple[str, ...]:
        return self.allowed.graphs if self.allowed else ()

    @cached_property
    def _projection(self) -> Projection:
        if self.allowed is None:
            return self.projection
        return LicensedProjection(self.projection.folder, store=self.store, graphs=self.allowed.graphs)

    @cached_property
    def _content(self) -> Content:
        return view(self.name, self._projection, self.store, replace(self.only, graphs=self._graphs))

    @property
    def _board(self) -> str | None:
        """The one benchmark of a leaderboard, which the query of its statements takes."""
        found = self.only.benchmarks or ()
        return next(iter(found)) if self.name == "leaderboard" and len(found) == 1 else None

    def _left_out(self) -> set[str]:
        """Name the things and results of the view that it was narrowed without."""
        asked = replace(self.only, benchmarks=None) if self._board else self.only
        if asked.is_all:
            return set()
        base = Only(benchmarks=self.only.benchmarks) if self._board else Only()
        whole, part = (_named(view(self.name, self.projection, self.store, only)) for only in (base, self.only))
        return whole - part


def _named(made: Content) -> set[str]:
    """Give the things of a view, the papers that introduced its techniques, and its results."""
    results = made.edges.frame["result"].drop_nulls() if "result" in made.edges.frame.columns else ()
    return {*made.iris, *made.nodes.frame["paper"].drop_nulls(), *results}
