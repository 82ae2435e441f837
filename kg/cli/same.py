"""The commands on which papers are one, and on what reference lists mean."""

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import catalogue
from kg.cli.build import Home
from kg.cli.output import TableFormat, say, show
from kg.identity import decisions
from kg.projection import Projection
from kg.resolve import resolve
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


def references(
    paper: Annotated[str, typer.Argument(help="An IRI, an identifier (arxiv:2010.11929) or a title.")],
    form: Annotated[TableFormat, typer.Option("--format", help="How to print it.")] = TableFormat.table,
    home: Home = Path(),
) -> None:
    """The reference list of a paper: which works are known by an identifier, which may be one, which are unknown."""
    meant = resolve(Projection.open(home).names, paper, ["paper"])
    found = catalogue.find("references").run(GraphStore.open(home), {"paper": meant}).table()
    show(found, form)
    counts = Counter(str(row["status"]) for row in found.dicts())
    say(", ".join(f"{count} {status}" for status, count in counts.most_common()) or "no reference list is in the graph")


COMMANDS = (same, references)
