"""What an export says about itself."""

from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True, slots=True)
class Report:
    """How much was written; what a format does not have stays 0."""

    nodes: int = 0
    edges: int = 0
    attributes: int = 0
    """Values at nodes and edges."""
    rows: int = 0
    entries: int = 0
    """Papers of a bibliography."""
    statements: int = 0
    cleaned: int = 0
    """Values that were changed or left out because the format cannot carry them as they are."""
    left_out: "Report | None" = None
    """What stands under other licences; None where nobody asked."""

    def counts(self) -> dict[str, object]:
        """Give the counts that are not 0, and `cleaned` always.

        Examples
        --------
        >>> Report(rows=3).counts()
        {'rows': 3, 'cleaned': 0}
        """
        found = asdict(replace(self, left_out=None))
        return {name: count for name, count in found.items() if count or name == "cleaned"}

    def __str__(self) -> str:
        """Say it in a line.

        Examples
        --------
        >>> print(Report(nodes=2, edges=1, cleaned=1))
        wrote 2 nodes, 1 edge; cleaned 1 value
        >>> print(Report(rows=2, left_out=Report(nodes=3, edges=4)))
        wrote 2 rows; left out under other licences: 3 nodes, 4 edges
        """
        cleaned = f"; cleaned {_count(self.cleaned, 'values')}" if self.cleaned else ""
        without = ""
        if self.left_out is not None:
            without = f"; left out under other licences: {self.left_out.listed() or 'nothing'}"
        return f"wrote {self.listed() or 'nothing: the view is empty'}{cleaned}{without}"

    def listed(self) -> str:
        """List how much there is of what."""
        things = ("nodes", "edges", "rows", "entries", "statements")
        return ", ".join(_count(getattr(self, name), name) for name in things if getattr(self, name))


def _count(number: int, things: str) -> str:
    singular = "entry" if things == "entries" else things.removesuffix("s")
    return f"{number:,} {singular if number == 1 else things}"
