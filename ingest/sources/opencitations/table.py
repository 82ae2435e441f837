"""Blocks of lines to rows: the engine reads what is regular, and line by line is read what is not.

One line is one row. A row with more cells than the header, or with fewer, is refused; empty cells at its end do not
count as more.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from ingest.source import SourceError
from ingest.sources.opencitations.files import Block

CITING = ("citing", "citing_id")
CITED = ("cited", "cited_id")
"""The names that the columns have had in the dumps."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How many columns a table has, and which two of them say who cites whom."""

    width: int
    citing: int
    cited: int


@dataclass(slots=True)
class Rows:
    """What a block says, in columns ``line``, ``citing`` and ``cited``; and the lines that say nothing, with why."""

    frame: pl.DataFrame
    refused: list[tuple[int, str, str]] = field(default_factory=list)


def layout(block: Block) -> Layout:
    """Read the header.

    Raises
    ------
    SourceError
        If it does not name who cites and who is cited.
    """
    names = [name.strip().lower() for name in next(csv.reader([block.header.strip()]), [])]
    citing, cited = (next((names.index(name) for name in known if name in names), -1) for known in (CITING, CITED))
    if citing < 0 or cited < 0:
        shown = repr(block.header.strip()[:200]) if names else "it is empty"
        raise SourceError(
            f"the header of {block.table} names no columns citing and cited: {shown}; "
            "name a dump of the OpenCitations Index"
        )
    return Layout(len(names), citing, cited)


def rows(block: Block) -> Rows:
    """Read the rows of a block.

    Raises
    ------
    SourceError
        If its header names no citations.
    """
    found = layout(block)
    frame = _regular(block.data, found)
    if frame is None:
        return _irregular(block, found)
    line = pl.int_range(block.line, block.line + frame.height, dtype=pl.Int64, eager=True).alias("line")
    return Rows(frame.insert_column(0, line))


def _regular(data: bytes, found: Layout) -> pl.DataFrame | None:
    """Read a block in one go; None where a row may have too many cells or too few, or is no CSV."""
    last, beyond = f"column_{found.width}", f"column_{found.width + 1}"
    names = {f"column_{found.citing + 1}": "citing", f"column_{found.cited + 1}": "cited"}
    schema = {f"column_{place}": pl.String() for place in range(1, found.width + 2)}
    if not data:
        return pl.DataFrame(schema=dict.fromkeys(names.values(), pl.String()))
    wide = b"," * found.width + b"\n"  # a row with a cell more, so that the engine looks for one in each row
    try:
        columns = list(dict.fromkeys([*names, last, beyond]))
        frame = pl.read_csv(wide + data, has_header=False, schema=schema, columns=columns)[1:]
    except pl.exceptions.PolarsError:
        return None
    whole = frame[last].null_count() == 0 or _counted(data, found, frame.height)
    if frame.height != data.count(b"\n") or frame[beyond].null_count() != frame.height or not whole:
        return None
    return frame.select(pl.col(column).fill_null("").alias(name) for column, name in names.items())


def _counted(data: bytes, found: Layout, height: int) -> bool:
    """Tell whether there is a comma between any two cells, and none else: rows without quotes may end in nothing."""
    return b'"' not in data and data.count(b",") == (found.width - 1) * height


def _irregular(block: Block, found: Layout) -> Rows:
    kept: list[tuple[int, str, str]] = []
    refused: list[tuple[int, str, str]] = []
    for number, raw in enumerate(block.data.split(b"\n")[:-1], block.line):
        if raw.strip():
            cells = _cells(raw, found.width)
            if isinstance(cells, str):
                refused.append((number, cells, raw.decode("utf-8", "backslashreplace")))
            else:
                kept.append((number, cells[found.citing], cells[found.cited]))
    schema = {"line": pl.Int64(), "citing": pl.String(), "cited": pl.String()}
    return Rows(pl.DataFrame(kept, schema=schema, orient="row"), refused)


def _cells(raw: bytes, width: int) -> list[str] | str:
    """Give the cells of a line, or why it has none."""
    try:
        cells = next(csv.reader([raw.decode("utf-8").rstrip("\r")], strict=True), [])
    except UnicodeDecodeError as error:
        return f"the line is not UTF-8: {error.reason} at byte {error.start}"
    except csv.Error as error:
        return f"the line is not valid CSV: {error}"
    if len(cells) < width or any(cells[width:]):
        return f"the row has {len(cells)} cells; the header has {width}"
    return cells


def lines(block: Block, numbers: set[int]) -> Iterator[tuple[int, str]]:
    """Yield lines of a block by number, as they look."""
    for number, raw in enumerate(block.data.split(b"\n"), block.line):
        if number in numbers:
            yield number, raw.decode("utf-8", "backslashreplace")
