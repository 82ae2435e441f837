"""The elements of a dump that is kept as parquet, in the very shape that the JSON dump has.

The archive's columns are the keys of the JSON, but parquet cannot say all that JSON can. What differs, and is brought
back here: the metrics of a row may be a struct with a field for each metric of the whole dump, a list of pairs or a
map; what is nested may be a text of JSON; an empty list may be null; a date may be a date; a count that is missing
somewhere may be a float.
"""

import json
import math
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet as pq

from ingest.source import SourceError
from ingest.sources.paperswithcode.jsonstream import MOST_ELEMENT, MOST_TEXT, MOST_UNPACKED, TooLong

BATCH = 16
"""Rows decoded at a time: a row may be a task with all its boards, a tenth of a whole dump."""
BUFFER = 1 << 20
"""Bytes of a column read at a time; a whole column of a row group would be read at once otherwise."""

_MAGIC = b"PAR1"
_ENCRYPTED = b"PARE"
_METRICS = "metrics"
_OBJECTS = frozenset(
    {
        _METRICS, "datasets", "subdatasets", "subtasks", "sota", "rows", "code_links", "model_links", "dataset_links",
        "dataset_citations", "paper", "collections", "methods", "tasks", "data_loaders",
    }
)  # fmt: skip
"""Keys of an object or of a list of objects."""
_NESTED = _OBJECTS | {"authors", "categories", "synonyms", "modalities", "languages", "variants"}
"""Keys whose values may be a text of JSON."""
_EXACT = 1 << 53
"""Up to here a float holds every whole number."""


def is_parquet(path: Path) -> bool:
    """Tell by its first bytes, not by its name, whether a file is parquet, encrypted or not.

    Raises
    ------
    SourceError
        If the file cannot be opened.
    """
    try:
        with path.open("rb") as raw:
            return raw.read(4) in (_MAGIC, _ENCRYPTED)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}; name a file that can be read") from None


def elements(path: Path) -> Iterator[tuple[str, object]]:
    """Yield the rows of a parquet file one at a time, each with its place, as `jsonstream.elements` does.

    Memory is bounded by `BATCH` rows and by the pages that hold them, whatever the size of a row group.

    Parameters
    ----------
    path : Path

    Yields
    ------
    (str, object)
        The file's name and the row, from 0 (``methods.parquet#/rows/12``); and an object as JSON gives it: lists,
        dicts, texts, whole numbers, `Decimal`, booleans, None. A text of more than `MOST_TEXT` characters
        is replaced by `TooLong`.

    Raises
    ------
    SourceError
        If the file is no parquet, is encrypted, truncated or damaged; the message names the row group. What stands
        before was yielded.
    """
    given, place = 0, "the footer"
    try:
        with _open(path) as file:
            for group in range(file.num_row_groups):
                place = f"row group {group} of {file.num_row_groups}"
                for row in _rows(file, group):
                    yield f"{path.name}#/rows/{given}", row
                    given += 1
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise SourceError(f"{path}: {place}, after {given} rows: {reason}; fetch the file again") from None


def _open(path: Path) -> pq.ParquetFile:
    with path.open("rb") as raw:
        if raw.read(4) == _ENCRYPTED:
            raise SourceError(f"{path}: the file is encrypted; decrypt it first")
    file = pq.ParquetFile(path, buffer_size=BUFFER, pre_buffer=False, page_checksum_verification=True)
    groups = map(file.metadata.row_group, range(file.metadata.num_row_groups))
    if sum(group.total_byte_size for group in groups) > MOST_UNPACKED:
        raise SourceError(f"{path}: unpacks to more than {MOST_UNPACKED} bytes")
    return file


def _rows(file: pq.ParquetFile, group: int) -> Iterator[object]:
    for batch in file.iter_batches(BATCH, row_groups=[group]):
        for row in range(batch.num_rows):
            cells = zip(batch.schema, batch.columns, strict=True)
            yield _object({field.name: _plain(column[row].as_py(), field.type) for field, column in cells})


# The values of JSON


def _plain(value: Any, kind: pa.DataType) -> object:
    """Give a value as JSON would hold it; null where there is a list is an empty list.

    Parameters
    ----------
    value : object
        As pyarrow gives it.
    kind : DataType
    """
    if pa.types.is_struct(kind):
        return None if value is None else {field.name: _plain(value[field.name], field.type) for field in kind}
    if pa.types.is_map(kind):
        return {name: _plain(item, kind.item_type) for name, item in value or []}
    if hasattr(kind, "value_type") and not pa.types.is_dictionary(kind):
        return [_plain(item, kind.value_type) for item in value or []]
    return _scalar(value)


def _scalar(value: object) -> object:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return _number(value)
    return value.decode() if isinstance(value, bytes) else value


def _number(value: float) -> int | Decimal | None:
    """Give a float as a number of JSON, which has neither NaN nor infinity."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < _EXACT else Decimal(repr(value))


# The shape of the dumps


def _object(found: dict[str, Any]) -> dict[str, object]:
    """Give an object whose nested values are nested, whatever they were put into."""
    return {key: _shaped(value, key, "[{" if key in _NESTED else "") for key, value in found.items()}


def _shaped(found: object, key: str, nested: str) -> object:
    """Give what stands under a key, or in a list there, in the shape of the dump.

    Parameters
    ----------
    found : object
    key : str
    nested : str
        The characters with which a text begins here that is JSON.
    """
    if isinstance(found, dict):
        return _metrics(found) if key == _METRICS else _object(found)
    if isinstance(found, list):
        items = [_shaped(item, key, "{" if key in _OBJECTS else "") for item in found]
        return _paired(items) if key == _METRICS else items
    return _text(found, key, nested) if isinstance(found, str) else found


def _metrics(found: dict[str, Any]) -> dict[str, object]:
    """Give the metrics that a row has; a struct holds those of all rows."""
    return {name: _shaped(value, "", "") for name, value in found.items() if value is not None}


def _paired(items: list[Any]) -> object:
    """Make an object of pairs of key and value; the metrics of a table are a list of names."""
    if items and all(isinstance(item, dict) and item.keys() <= {"key", "value"} and "key" in item for item in items):
        return {item["key"]: item.get("value") for item in items}
    return items


def _text(text: str, key: str, nested: str) -> object:
    """Decode a text of JSON; one that is none stays, for the readers to refuse."""
    if text and text[0] in nested and len(text) <= MOST_ELEMENT:
        with suppress(ValueError, ArithmeticError, RecursionError):
            return _shaped(json.loads(text, parse_float=Decimal), key, "")
    return TooLong(len(text)) if len(text) > MOST_TEXT else text
