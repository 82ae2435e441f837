"""Commands that check the graph and show it: check, diff, explore."""

from pathlib import Path
from typing import Annotated

import typer

from kg import agreement, integrity
from kg import diff as differences
from kg.cli.build import Home
from kg.cli.output import TableFormat, say, show
from kg.projection import Projection
from kg.store import GraphStore
from kg.values import Table, Value


def check(
    form: Annotated[TableFormat, typer.Option("--format", help="How to print the report.")] = TableFormat.table,
    home: Home = Path(),
) -> int:
    """Check the integrity rules, the SHACL shapes and the columns; exit 1 with a report if any is broken."""
    store = GraphStore.open(home)
    apart = agreement.disagreements(store, Projection.open(home))
    found = [*integrity.violations(store), *apart, *integrity.shacl(store)]
    columns = ("severity", "rule", "violation", "remedy")
    rows: list[tuple[Value, ...]] = [(v.severity, v.rule, v.what, v.remedy) for v in found]
    if rows or form is not TableFormat.table:
        show(Table(columns, rows), form)
    errors = sum(violation.severity == "error" for violation in found)
    warnings = len(found) - errors
    rules = f"{len(integrity.rules())} integrity rules, the SHACL shapes and the columns of analysis"
    say(f"{rules}: {errors} errors, {warnings} warnings")
    return 1 if errors else 0


def diff(
    before: Annotated[str, typer.Argument(help="Id of a snapshot, the beginning of one, or a file.")],
    after: Annotated[str, typer.Argument(help="The later one, of the same source.")],
    form: Annotated[TableFormat, typer.Option("--format", help="How to print it.")] = TableFormat.table,
    home: Home = Path(),
) -> None:
    """List the results that were added, removed and changed between two snapshots, and count all else."""
    found = differences.diff(home, before, after)
    columns = tuple(name for name in found.table.columns if name != "result" or form is not TableFormat.table)
    show(found.table, form, columns)
    say(found.summary)


def explore(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8501,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser.")] = True,
    home: Home = Path(),
) -> int:
    """Open the explorer in a browser; stop it with Ctrl-C."""
    from kg.pages.launch import launch

    GraphStore.open(home)
    return launch(home, port, browser)


COMMANDS = (check, diff, explore)
