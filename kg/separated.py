"""Lines of CSV (RFC 4180) and of the same with tabs."""

from collections.abc import Iterable


def line(cells: Iterable[str], delimiter: str = ",") -> str:
    r"""Join cells to a line, quoting what needs it; Python's own writer leaves a lone carriage return bare.

    Examples
    --------
    >>> line(["a", "1,5", "two\rlines"])
    'a,"1,5","two\rlines"\n'
    """
    special = {'"', "\r", "\n", delimiter}
    quoted = ('"' + cell.replace('"', '""') + '"' if special & set(cell) else cell for cell in cells)
    return delimiter.join(quoted) + "\n"
