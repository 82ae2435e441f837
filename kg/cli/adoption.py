"""The command on how a technique spread."""

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from kg.analysis.adoption import Adoption, Period
from kg.cli.build import Home
from kg.cli.output import TableFormat, out, say, show, show_json
from kg.projection import Projection
from kg.resolve import resolve
from kg.uses import Uses
from kg.values import Table, Value


class By(StrEnum):
    year = "year"
    month = "month"


def adoption(
    technique: Annotated[str, typer.Argument(help="IRI or name of a technique.")],
    by: Annotated[By, typer.Option(help="How long a period is.")] = By.year,
    form: Annotated[TableFormat, typer.Option("--format", help="How to print it.")] = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Show who used a technique first, and how many papers use it by year or month.

    Papers count that a source says to use it: the papers dump of Papers with Code, and reviews. The share is of all
    papers of that time in the graph; share of known is of those of which any technique is known.
    """
    projection = Projection.open(home)
    uses = Uses(projection)
    thing = resolve(projection.names, technique, ["technique"])
    found = uses.adoption(thing, period(by))
    if form is TableFormat.json:
        show_json(_document(uses, thing, found))
        return
    people = form is TableFormat.table
    if people:
        out().print(Text(_title(uses, thing, found)))
    if found.users or not people:
        show(Table(tuple(found.curve.columns), [_rounded(row) if people else row for row in found.curve.rows()]), form)
    for note in _notes(uses, found):
        say(note)


def period(by: By) -> Period:
    """Give the length of a period as `kg.analysis.adoption` names it."""
    return "month" if by is By.month else "year"


def _title(uses: Uses, technique: str, found: Adoption) -> str:
    origin = (
        f"introduced by {_paper(uses, found.introduced_by)}" if found.introduced_by else "nobody says who introduced it"
    )
    first = " or ".join(_paper(uses, paper) for paper in found.first)
    unused = "no other use has a date" if found.users else "no paper is said to use it"
    used = f"first used besides by {first}" if first else unused
    return f"{uses.name(technique)}: {origin}; {used}"


def _paper(uses: Uses, paper: str) -> str:
    date = uses.dates.get(paper)
    return f"{uses.titles.get(paper, paper)} ({date or 'no date known'})"


def _notes(uses: Uses, found: Adoption) -> list[str]:
    notes = [str(uses)]
    if not found.users:
        notes.append("no paper is said to use it; who uses what is in the papers dump: kg ingest paperswithcode --help")
    if found.undated:
        notes.append(
            f"{found.undated} of {found.users} papers that use it are left out: their dates are not known so exactly"
        )
    notes += [f"older than what introduced it: {_paper(uses, paper)}" for paper in found.earlier]
    return notes


def _rounded(row: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(round(Decimal(cell), 3) if isinstance(cell, float) else cell for cell in row)


def _document(uses: Uses, technique: str, found: Adoption) -> dict[str, Any]:
    return {
        "technique": technique, "name": uses.name(technique),
        "introduced_by": _reference(uses, found.introduced_by) if found.introduced_by else None,
        "first": [_reference(uses, paper) for paper in found.first],
        "users": found.users, "undated": found.undated,
        "earlier": [_reference(uses, paper) for paper in found.earlier],
        "coverage": str(uses), "curve": found.curve.to_dicts(),
    }  # fmt: skip


def _reference(uses: Uses, paper: str) -> dict[str, str | None]:
    return {"paper": paper, "title": uses.titles.get(paper), "date": uses.dates.get(paper)}


COMMANDS = (adoption,)
