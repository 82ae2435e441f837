"""What commands print: tables for people and machines on standard output, messages on standard error."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)
from rich.table import Table as RichTable
from rich.text import Text

from kg.separated import line
from kg.values import Table, Value

_SHORT = 12
"""Characters of a cell that is never folded."""
_UNLIMITED = 10_000
"""Columns of a printed table where nobody watches: lines are as long as they are."""


class TableFormat(StrEnum):
    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"


def out() -> Console:
    """Give the console for data: as wide as the terminal, or as COLUMNS says."""
    bounded = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if bounded else _UNLIMITED, highlight=False)


def err() -> Console:
    """Give the console for progress and messages."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def complain(message: str, code: int) -> int:
    """Print one line on standard error and give the exit code."""
    if line := " ".join(message.split()):
        print(f"kg: {line}", file=sys.stderr)
    return code


def say(message: str) -> None:
    """Print a message on standard error."""
    err().print(escape(message))


def show(table: Table, form: TableFormat, columns: tuple[str, ...] | None = None, title: str = "") -> None:
    """Print a table.

    Parameters
    ----------
    table : Table
    form : TableFormat
    columns : tuple of str, optional
        The columns to print; all if absent.
    title : str, optional
        Printed above, for people only.
    """
    rows = [[row[name] for name in columns or table.columns] for row in table.dicts()]
    names = list(columns or table.columns)
    if form is TableFormat.table:
        out().print(_rich(names, rows, title))
        if not rows:
            say("no rows")
    elif form is TableFormat.json:
        document = [dict(zip(names, map(_jsonable, row), strict=True)) for row in rows]
        print(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        sys.stdout.write(_separated(names, rows, "," if form is TableFormat.csv else "\t"))


def show_json(document: Any) -> None:
    """Print a JSON document."""
    print(json.dumps(document, indent=2, ensure_ascii=False, default=_jsonable))


@contextmanager
def stages(total: int) -> Iterator[Progress]:
    """Show on standard error, where a person watches, which of some stages is under way."""
    with _watched(BarColumn(), MofNCompleteColumn()) as bar:
        bar.add_task("", total=total)
        yield bar


@contextmanager
def counting(what: str) -> Iterator[Progress]:
    """Show how many things were done, and how many in a second: how many there are nobody knows."""
    with _watched(BarColumn(), _Counted()) as bar:
        bar.add_task(what, total=None)
        yield bar


@contextmanager
def downloading() -> Iterator[Progress]:
    """Show how much of each file has come."""
    with _watched(BarColumn(), DownloadColumn(), TransferSpeedColumn()) as bar:
        yield bar


def _watched(*columns: ProgressColumn) -> Progress:
    shown = (TextColumn("{task.description}"), *columns, TimeElapsedColumn())
    return Progress(*shown, console=err(), transient=True, disable=not sys.stderr.isatty())


class _Counted(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = f", {task.speed:,.0f}/s" if task.speed else ""
        return Text(f"{int(task.completed):,}{speed}", style="progress.data.speed")


def _rich(names: list[str], rows: list[list[Value]], title: str) -> RichTable:
    numeric = [all(isinstance(row[i], int | float | Decimal | None) for row in rows) for i in range(len(names))]
    table = RichTable(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    cells = [[_readable(value) for value in row] for row in rows]
    short = [all(len(row[i]) <= _SHORT for row in cells) for i in range(len(names))]
    for name, number, whole in zip(names, numeric, short, strict=True):
        side: Literal["left", "right"] = "right" if number else "left"
        table.add_column(Text(name.replace("_", " ")), justify=side, overflow="fold", no_wrap=whole)
    for row in cells:
        table.add_row(*map(Text, row))
    return table


def _readable(value: Value) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: ""}[value]
    if isinstance(value, int) and abs(value) >= 10_000:
        return f"{value:,}"
    return _plain(value)


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _jsonable(value: Value) -> Value:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _separated(names: list[str], rows: list[list[Value]], delimiter: str) -> str:
    lines = [names, *([_plain(value) for value in row] for row in rows)]
    return "".join(line(cells, delimiter) for cells in lines)
