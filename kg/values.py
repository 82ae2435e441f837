"""Values that cross between the store and the rest, free of any engine's types."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


class Iri(str):
    """Text that names a thing; everything else that is text is a literal."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A literal of a datatype that Python has no plain value for, such as a year and month."""

    lexical: str
    datatype: str


Binding = str | int | Decimal | bool
"""What a query's parameter may be; an IRI is an `Iri`."""

Value = str | int | Decimal | float | bool | None
"""A cell of an answer: numbers and booleans as Python's, IRIs as `Iri`, other text as str, None where unbound."""

Statement = tuple[str, str, Binding | Typed]
"""Subject, predicate and object of a derived statement."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of Python values."""

    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]

    def dicts(self) -> list[dict[str, Value]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def to_json(bindings: dict[str, Binding]) -> str:
    """Write bindings so that `from_json` gives back the same values of the same types.

    Examples
    --------
    >>> from_json(to_json({"a": Iri("x:y"), "b": Decimal("1.50"), "c": 2}))
    {'a': 'x:y', 'b': Decimal('1.50'), 'c': 2}
    """
    return json.dumps({name: [_kind(value), str(value)] for name, value in bindings.items()})


def from_json(text: str) -> dict[str, Binding]:
    """Read what `to_json` wrote."""
    return {name: _READERS[kind](value) for name, (kind, value) in json.loads(text).items()}


_READERS: dict[str, Callable[[str], Binding]] = {
    "iri": Iri,
    "decimal": Decimal,
    "boolean": lambda text: text == "True",
    "integer": int,
    "string": str,
}


def _kind(value: Binding) -> str:
    kinds = ((Iri, "iri"), (bool, "boolean"), (int, "integer"), (Decimal, "decimal"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "string")
