"""Numbers as people write them in tables: percent signs, magnitudes, spreads, emphasis."""

import re
import string
from dataclasses import dataclass
from decimal import Decimal

_MAGNITUDES = {"": 0, "k": 3, "m": 6, "b": 9, "g": 9, "t": 12}
_NUMBER = r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3})?"
_VALUE = re.compile(
    rf"(?P<number>{_NUMBER})(?:\s*(?P<magnitude>[kKmMbBgGtT]))?"
    rf"(?:\s*(?:±|\+/-|\+-)\s*(?P<spread>{_NUMBER}))?\s*(?P<unit>%{{0,2}})"
)
_MARKS = "*_†‡\ufeff\u00a0" + string.whitespace


@dataclass(frozen=True, slots=True)
class Value:
    """A parsed number; `spread` is in the same unit, `unit` is ``%`` or None."""

    number: Decimal
    unit: str | None = None
    spread: Decimal | None = None

    @property
    def plain(self) -> str:
        """The number without exponent, as `xsd:decimal` wants it."""
        return plain(self.number)


def parse(raw: str) -> Value | None:
    """Read one cell of a results table.

    Parameters
    ----------
    raw : str
        The cell as written.

    Returns
    -------
    Value or None
        None where the cell holds no single number (``-``, ``N/A``, ``54.60/55.55``).

    Examples
    --------
    >>> parse("14,700M").plain
    '14700000000'
    >>> parse("0.57 ± 0.23").spread
    Decimal('0.23')
    >>> parse("**88.5%**")
    Value(number=Decimal('88.5'), unit='%', spread=None)
    >>> parse("54.60/55.55") is None
    True
    """
    found = _VALUE.fullmatch(raw.strip(_MARKS))
    if not found:
        return None
    power = _MAGNITUDES[(found["magnitude"] or "").lower()]
    spread = _decimal(found["spread"], power) if found["spread"] else None
    return Value(_decimal(found["number"], power), "%" if found["unit"] else None, spread)


def plain(number: Decimal) -> str:
    """Write a number in full, without exponent or needless zeros.

    Examples
    --------
    >>> plain(Decimal("2.440E+9")), plain(Decimal("86.50"))
    ('2440000000', '86.5')
    """
    text = format(number if number else abs(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimal(text: str, power: int) -> Decimal:
    """Read digits and move the point; multiplying would round to the 28 digits of the context."""
    sign, digits, exponent = Decimal(text.replace(",", "")).as_tuple()
    return Decimal((sign, digits, int(exponent) + power))
