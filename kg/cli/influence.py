"""The command on what is influential."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.text import Text

from kg.analysis import hygiene
from kg.analysis.arrays import ArrayGraph
from kg.analysis.coverage import coverage
from kg.analysis.disruption import disruption
from kg.analysis.figures import LEADING, SOURCES, cd_columns, figures
from kg.cli import scope
from kg.cli.build import Home
from kg.cli.mainpath import View, descents
from kg.cli.output import TableFormat, out, say, show
from kg.cli.things import Things
from kg.errors import NoAnswer
from kg.projection import Projection
from kg.values import Table, Value


class By(StrEnum):
    pagerank = "pagerank"
    citations = "citations"
    rescaled = "rescaled"
    citerank = "citerank"
    cd = "cd"
    hits = "hits"
    betweenness = "betweenness"
    core = "core"


_NOUNS = {
    View.citations: ("papers", "citations"), View.paper_lineage: ("papers", "edges of descent"),
    View.technique_lineage: ("techniques", "edges of descent"),
}  # fmt: skip
_PARTS = ("alone", "together", "around", "references", "undated")
"""What the CD index is made of."""
_PERCENT = {"pagerank": "PageRank %", "citerank": "CiteRank %", "authority": "authority %", "hub": "hub %"}
"""Shares that people read as percentages."""


def influence(
    view: Annotated[View, typer.Option(help="Which graph.")] = View.citations,
    by: Annotated[By, typer.Option(help="What the order is by.")] = By.pagerank,
    top: Annotated[int, typer.Option(min=1, help="How many to show.")] = 20,
    window: Annotated[int, typer.Option(min=1, help="Years after a paper that count for the CD index.")] = 5,
    around: scope.Around = None,
    depth: scope.Depth = 2,
    since: scope.Since = None,
    until: scope.Until = None,
    benchmark: scope.OnBenchmark = None,
    task: scope.OfTask = None,
    form: Annotated[TableFormat, typer.Option("--format", help="How to print it.")] = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Show what is influential: counts of citations, PageRank and its kin, the CD index, beside each other.

    cited counts all who are known to cite a paper, in view those in this part of the graph. PageRank is where readers
    are who follow references from anywhere; CiteRank where they are who begin at recent papers; rescaled compares the
    PageRank with papers of the same age, in standard deviations. The CD index is 1 where those who cite a paper forget
    what it builds on, -1 where they cite that too; all that is known counts for it, also outside of this part, and it
    is unknown where no references of a paper are known. hits shows authorities and hubs, betweenness what lies between
    others, core how deep in the dense middle something is.
    """
    graph = scope.view(
        home, view, since=since, until=until, benchmark=benchmark, task=task, around=around, depth=depth
    )  # fmt: skip
    found, projection = descents(graph), Projection.open(home)
    told = _Told(found, hygiene.simple(found), projection, Things.of(projection), view, by, window)
    if not told.graph.number_of_edges():
        raise NoAnswer(f"there are no edges in this part of the view {view}; ask for more, or load more citations")
    rows = told.rows()
    shown = told.first(rows, top)
    if form is TableFormat.table:
        out().print(Text(f"{told.title}: the first {len(shown):,} of {len(rows):,} {_NOUNS[view][0]}"))
        show(told.people(shown), form)
    else:
        show(told.machines(shown), form)
    for note in told.notes(rows, shown):
        say(note)


@dataclass(frozen=True)
class _Told:
    """Figures of influence as rows for people and for machines.

    Parameters
    ----------
    found : ArrayGraph
    graph : ArrayGraph
        The same without loops and parallel edges.
    """

    found: ArrayGraph
    graph: ArrayGraph
    projection: Projection
    things: Things
    view: View
    by: By
    window: int

    @property
    def title(self) -> str:
        return f"Influence in {self.view}, by {self.by}"

    def rows(self) -> pl.DataFrame:
        return figures(self.graph, self.by, self.window, self._whole)

    @property
    def _whole(self) -> ArrayGraph:
        """All citations that are known, for the CD index."""
        return self.projection.citations if self.view is View.citations else self.graph

    def first(self, rows: pl.DataFrame, top: int) -> pl.DataFrame:
        """Give the first rows, with the CD index where that is of citations."""
        shown = rows.head(top)
        if self.by is By.cd or self.view is not View.citations:
            return shown
        nodes = [self.graph.names[number] for number in shown["number"]]
        return shown.with_columns(cd_columns(list(disruption(self._whole, self.window, nodes).values())))

    def machines(self, shown: pl.DataFrame) -> Table:
        named = [self.things.facts(self.graph.names[number]) for number in shown["number"]]
        figured = shown.drop("number")
        rows = [(*facts.values(), *row) for facts, row in zip(named, figured.rows(), strict=True)]
        return Table(("thing", "title", "date", *figured.columns), rows)

    def people(self, shown: pl.DataFrame) -> Table:
        left_out = {"number", "rescaled", "citerank", "undated"} if self.by is By.cd else {"number", *_PARTS}
        figured = shown.drop([name for name in left_out if name in shown.columns])
        told = [column for column in figured if column.null_count() < len(figured)]
        figured = figured.select(column for column in told if not self._says_nothing(column, shown))
        nodes = [self.graph.names[number] for number in shown["number"]]
        rows: list[tuple[Value, ...]] = [
            (self.things.year(node), self.things.title(node), *map(_readable, figured.columns, row))
            for node, row in zip(nodes, figured.rows(), strict=True)
        ]
        return Table(("year", "title", *(_heading(name, self.view) for name in figured.columns)), rows)

    def _says_nothing(self, column: pl.Series, shown: pl.DataFrame) -> bool:
        """Tell whether people need not see a column: all that is known is in view, or nothing was estimated."""
        if column.name == "in_view":
            return column.equals(shown["citations"], check_names=False)
        return column.name == "error" and not (column != 0).any()

    def notes(self, rows: pl.DataFrame, shown: pl.DataFrame) -> list[str]:
        things, edges = _NOUNS[self.view]
        dropped = self.found.number_of_edges() - self.graph.number_of_edges()
        told = [str(coverage(self.graph))] if self.view is View.citations else []
        if undated := rows["rescaled"].null_count():
            told.append(
                f"rescaled is unknown of {undated:,} of {len(rows):,} {things}: no date, or the same as all of that age"
            )
        if dropped:
            told.append(f"{dropped:,} {edges} are left out, from a thing to itself or said twice")
        if more := self._equal_to_last(rows, shown):
            told.append(f"{more:,} more are equal to the last in {self.by}")
        return [*told, *self._of_order(rows)]

    def _equal_to_last(self, rows: pl.DataFrame, shown: pl.DataFrame) -> int:
        """Count what was cut off though it is not less."""
        column = rows[LEADING.get(self.by, self.by)] if self.by is not By.citations else rows["citations"]
        if column.null_count() == len(column):
            column = rows["in_view"]
        last = column[len(shown) - 1]
        return 0 if last is None else int((column[len(shown) :] == last).sum())

    def _of_order(self, rows: pl.DataFrame) -> list[str]:
        """Say what is particular to the order."""
        if self.by is By.cd and (unknown := rows["cd"].null_count()):
            return [
                f"the CD index is unknown of {unknown:,} of {len(rows):,} papers: no date, no references, or no "
                f"citations known in the {self.window} years after it"
            ]
        if self.by is By.betweenness and rows["error"].max():
            return [
                f"betweenness is estimated from the shortest paths of {SOURCES} things; error is its standard error"
            ]
        return []


def _heading(name: str, view: View) -> str:
    counted = {"citations": "cited", "in_view": "in view" if view is View.citations else "descendants"}
    return counted.get(name) or _PERCENT.get(name) or {"cd": "CD"}.get(name, name)


def _readable(name: str, value: Any) -> Value:
    """Round for people: three digits that count, or two decimals."""
    if not isinstance(value, float):
        return None if value is None else int(value)
    if name in ("cd", "rescaled"):
        return Decimal(f"{value:.2f}")
    return Decimal(f"{100 * value if name in _PERCENT else value:.3g}")


COMMANDS = (influence,)
