"""The header of a query file: its first lines, each ``# heading: words``."""

import re

_LINE = re.compile(r"# (\w+): (.*)")


def read(query: str) -> list[tuple[str, str]]:
    """Give the heading and words of each header line, in order.

    Examples
    --------
    >>> read("# title: No loops\\n# columns: thing\\nSELECT ?thing {}")
    [('title', 'No loops'), ('columns', 'thing')]
    """
    found = []
    for line in query.splitlines():
        matched = _LINE.fullmatch(line)
        if not matched:
            break
        found.append((matched[1], matched[2].strip()))
    return found
