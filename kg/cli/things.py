"""How commands of analysis name papers and techniques: by title and year for people, by IRI and date for machines."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from kg.analysis.arrays import Node
from kg.projection import Projection

FEW = 5
"""How many things or circles are named in a line."""
RELATIONS = {
    "buildsOn": ("builds on", "is the basis of"), "variantOf": ("is a variant of", "has the variant"),
    "hasComponent": ("has the component", "is a component of"), "replaces": ("replaces", "is replaced by"),
    "cites": ("cites", "is cited by"),
}  # fmt: skip
"""How an edge is read: from the newer to the older, and back."""
_READ_WHOLE = 10**12
_KEPT_WHOLE = 2**53


def readable(count: int) -> int | str:
    """Give a count as people read it: whole, or its size where it is very large.

    Examples
    --------
    >>> readable(1500), readable(12345678901234567890)
    (1500, '1.23e19')
    """
    if count < _READ_WHOLE:
        return count
    power = len(str(count)) - 1
    return f"{count // 10 ** (power - 2) / 100:.2f}e{power}"


def exact(count: int) -> int | str:
    """Give a count as JSON holds it: as text where some readers would lose digits of a number.

    Examples
    --------
    >>> exact(1500), exact(2**53)
    (1500, '9007199254740992')
    """
    return count if count < _KEPT_WHOLE else str(count)


@dataclass(frozen=True)
class Things:
    """The names of papers and techniques.

    Parameters
    ----------
    table : DataFrame
        Columns iri, label, date.
    """

    table: pl.DataFrame

    @classmethod
    def of(cls, projection: Projection) -> "Things":
        return cls(projection.things)

    @cached_property
    def _row(self) -> dict[str, int]:
        return {iri: row for row, iri in enumerate(self.table["iri"])}

    def title(self, node: Node) -> str:
        return str(self._known(node, "label") or node)

    def date(self, node: Node) -> str | None:
        return self._known(node, "date")

    def year(self, node: Node) -> str | None:
        date = self.date(node)
        return date[:4] if date else None

    def name(self, node: Node, longest: int | None = None) -> str:
        """Give a title, shortened if it is too long, and the year."""
        title, year = self.title(node), self.year(node)
        if longest is not None and len(title) > longest:
            title = title[: longest - 1].rstrip() + "…"
        return f"{title} ({year})" if year else title

    def some(self, nodes: Sequence[Node], longest: int = 40) -> str:
        """Name a few things and count the others."""
        named = "; ".join(self.name(node, longest) for node in nodes[:FEW])
        return f"{named}; and {len(nodes) - FEW:,} more" if len(nodes) > FEW else named

    def facts(self, node: Node) -> dict[str, str | None]:
        """Give what JSON documents say of a thing."""
        return {"thing": str(node), "title": self._known(node, "label"), "date": self.date(node)}

    def _known(self, node: Node, column: str) -> str | None:
        row = self._row.get(str(node))
        value = None if row is None else self.table[column][row]
        return None if value is None else str(value)
