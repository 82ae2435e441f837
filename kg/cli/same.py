"""The command on which papers are one."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import catalogue
from kg.cli.build import Home
from kg.cli.output import TableFormat, say, show
from kg.identity import decisions
from kg.store import GraphStore


class What(StrEnum):
    candidates = "candidates"
    joined = "joined"
    conflicts = "conflicts"


def same(
    what: Annotated[
        What,
        typer.Argument(
            help="Pairs that look alike; names that were joined; identifiers that papers share all the same."
        ),
    ] = What.candidates,
    least: Annotated[float, typer.Option("--least", min=0, max=1, help="The least score of a candidate.")] = 0.0,
    form: Annotated[TableFormat, typer.Option("--format", help="How to print it.")] = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Which papers are one, which may be, and where the evidence is at odds.

    Records that share an identifier are joined at load. What only looks alike waits for a person: write a line in
    same.csv in the workspace (one,other,verdict,by,why; verdict is accept or refuse), then load.
    """
    found = catalogue.find(f"same-{what}").run(GraphStore.open(home)).table()
    if what is What.candidates:
        score = found.columns.index("score")
        found = type(found)(found.columns, [row for row in found.rows if float(str(row[score])) >= least])
    show(found, form)
    if found.rows and what is What.candidates:
        say(f"decide in {home / decisions.FILE}: {','.join(decisions.COLUMNS)}; then run: kg load")


COMMANDS = (same,)
