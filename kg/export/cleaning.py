"""From any attribute to a value that a file can carry: clean text, a number, a truth value, or nothing."""

import math
import re
from datetime import date
from decimal import Decimal

import polars as pl

Plain = str | bool | int | float | Decimal

# What XML 1.0 has no way to write: most control characters, lone surrogates, and two non-characters.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORBIDDEN_IN_COLUMNS = r"[^\t\n\r\x{20}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]"
"""The same, as Polars writes it."""
REPLACEMENT = "\ufffd"


class Cleaner:
    """Cleans values and counts those that it had to change, and those that are left to be written."""

    def __init__(self) -> None:
        self.cleaned = 0
        self.attributes = 0

    def text(self, raw: str) -> str:
        """Put U+FFFD for each character that XML 1.0 forbids.

        References
        ----------
        Extensible Markup Language (XML) 1.0, fifth edition, production 2 (Char).

        Examples
        --------
        >>> Cleaner().text("a\\x00b") == "a\\ufffdb"
        True
        """
        fit = _FORBIDDEN.sub(REPLACEMENT, raw)
        self.cleaned += fit != raw
        return fit

    def value(self, raw: object) -> Plain | None:
        """Give the plain value; None for what is to be left out: empty text, numbers that are not finite.

        Dates become ISO 8601 text; the members of lists and sets are joined by ``; ``.

        Raises
        ------
        TypeError
            If no rule fits the kind of `raw`.

        Examples
        --------
        >>> Cleaner().value([date(2020, 10, 22), None, "x"])
        '2020-10-22; x'
        """
        if isinstance(raw, str):
            return self.text(str(raw)) or None
        if raw is None or isinstance(raw, int):
            return raw
        if isinstance(raw, float | Decimal):
            return self._number(raw)
        if isinstance(raw, date):
            return raw.isoformat()
        if isinstance(raw, list | tuple | set | frozenset):
            return self._joined(raw)
        raise TypeError(f"no file format here carries a value of type {type(raw).__name__}")

    def column(self, values: pl.Series) -> pl.Series:
        """Give a column of values as text, each as `value` does; null for what is to be left out.

        Examples
        --------
        >>> Cleaner().column(pl.Series([1.5, float("nan"), None])).to_list()
        ['1.5', None, None]
        """
        found = values
        if values.dtype == pl.List:
            found = values.list.drop_nulls().list.join("; ")
        elif values.dtype.is_float():
            found = values.fill_nan(None).replace([float("inf"), float("-inf")], None)
            self.cleaned += found.null_count() - values.null_count()
        text = found.cast(pl.String)
        if values.dtype in (pl.String, pl.List):
            text = self._texts(text)
        self.attributes += len(text) - text.null_count()
        return text

    def _texts(self, texts: pl.Series) -> pl.Series:
        odd = texts.str.contains(_FORBIDDEN_IN_COLUMNS)
        if odd.any():
            self.cleaned += int(odd.sum())
            texts = texts.str.replace_all(_FORBIDDEN_IN_COLUMNS, REPLACEMENT)
        return texts.replace("", None)

    def _number(self, raw: float | Decimal) -> float | Decimal | None:
        finite = raw.is_finite() if isinstance(raw, Decimal) else math.isfinite(raw)
        self.cleaned += not finite
        return raw if finite else None

    def _joined(self, raw: list[object] | tuple[object, ...] | set[object] | frozenset[object]) -> str | None:
        parts = [written(part) for part in map(self.value, raw) if part is not None]
        return "; ".join(sorted(parts) if isinstance(raw, set | frozenset) else parts) or None


def written(value: Plain) -> str:
    """Write a plain value as text: numbers plain, truth values as ``true`` and ``false``.

    Examples
    --------
    >>> written(True), written(Decimal("90.10")), written(Decimal("1E+3")), written(0.1)
    ('true', '90.10', '1000', '0.1')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
