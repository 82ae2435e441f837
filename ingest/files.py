"""Files that people write, TOML and CSV: what cannot be read is a `SourceError` that names the file."""

import csv
import io
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.source import SourceError

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a CSV file, and the line of the file on which it ends, from 1."""

    number: int
    raw: str
    row: Row | None
    """None where the row has more or fewer cells than the file has columns."""
    problem: str = ""


def text(path: Path) -> str:
    """Read UTF-8 text, with or without a byte order mark.

    Raises
    ------
    SourceError
        If there is no such file, or it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot read {path}: {error}") from None


def toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    SourceError
        If it cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(text(path))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path} is not valid TOML: {error}") from None


def tables(found: object) -> list[dict[str, Any]]:
    """Give the tables under a heading of TOML, be it `[x]` or `[[x]]`; anything else is an empty table."""
    listed = found if isinstance(found, list) else [found]
    return [entry if isinstance(entry, dict) else {} for entry in listed]


def lines(path: Path, columns: Sequence[str]) -> Iterator[Line]:
    """Yield each row of a CSV file that has a header; blank lines are none.

    Parameters
    ----------
    path : Path
    columns : sequence of str
        The columns that the header must name; it may name more, in any order.

    Raises
    ------
    SourceError
        If the file cannot be read, is not CSV, or its header lacks a column.
    """
    reader = csv.reader(io.StringIO(text(path), newline=""), strict=True)
    try:
        header = next(reader, [])
        if missing := [name for name in columns if name not in header]:
            raise SourceError(f"the header of {path} lacks: {', '.join(missing)}")
        for cells in filter(None, reader):
            yield _line(reader.line_num, header, cells)
    except csv.Error as error:
        raise SourceError(f"{path}, line {reader.line_num}, is not valid CSV: {error}") from None


def _line(number: int, header: list[str], cells: list[str]) -> Line:
    raw = ",".join(cells)
    if len(cells) != len(header):
        return Line(number, raw, None, f"the row has {len(cells)} cells; the header has {len(header)}")
    return Line(number, raw, dict(zip(header, cells, strict=True)))
