"""What an export says about itself."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """How much was written; what a format does not have stays 0."""

    nodes: int = 0
    edges: int = 0
    attributes: int = 0
    """Values at nodes and edges."""
    rows: int = 0
    statements: int = 0
    cleaned: int = 0
    """Values that were changed or left out because the format cannot carry them as they are."""

    def counts(self) -> dict[str, int]:
        """Give the counts that are not 0, and `cleaned` always.

        Examples
        --------
        >>> Report(rows=3).counts()
        {'rows': 3, 'cleaned': 0}
        """
        return {name: count for name, count in asdict(self).items() if count or name == "cleaned"}

    def __str__(self) -> str:
        """Say it in a line.

        Examples
        --------
        >>> print(Report(nodes=2, edges=1, cleaned=1))
        wrote 2 nodes, 1 edge; cleaned 1 value
        """
        things = ("nodes", "edges", "rows", "statements")
        counts = [_count(getattr(self, name), name) for name in things if getattr(self, name)]
        cleaned = f"; cleaned {_count(self.cleaned, 'values')}" if self.cleaned else ""
        return f"wrote {', '.join(counts) or 'nothing: the view is empty'}{cleaned}"


def _count(number: int, things: str) -> str:
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"
