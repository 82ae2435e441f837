"""From any attribute to a value that a file can carry: clean text, a number, a truth value, or nothing."""

import math
import re
from datetime import date
from decimal import Decimal

Plain = str | bool | int | float | Decimal

# What XML 1.0 has no way to write: most control characters, lone surrogates, and two non-characters.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


class Cleaner:
    """Cleans values and counts those that it had to change."""

    def __init__(self) -> None:
        self.cleaned = 0

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
