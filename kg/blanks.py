"""Blank nodes in files of N-Triples: their names last only as long as a store, so they get names that stay."""

import mmap
import re
from collections.abc import Callable, Mapping
from pathlib import Path

Lines = Mapping[str, list[bytes]]
_BLANK = re.compile(rb"_:|\S+ \S+ _:")
"""How a line begins that has a blank node as its subject or its object."""


def name(files: Mapping[str, Path], canonical: Callable[[Lines], Mapping[str, bytes]]) -> None:
    """Rename the blank nodes of some graphs together; files without any stay as they are.

    Parameters
    ----------
    files : mapping of str to Path
        N-Triples of each graph, by its IRI; empty for the default graph.
    canonical : callable
        Takes the lines that have blank nodes, by graph, and gives them with other names.
    """
    taken = {graph: _taken(path) for graph, path in files.items() if _mentions(path)}
    if any(taken.values()):
        for graph, renamed in canonical(taken).items():
            with files[graph].open("ab") as file:
                file.write(renamed)


def _mentions(path: Path) -> bool:
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        return text.find(b"_:") >= 0


def _taken(path: Path) -> list[bytes]:
    """Take the lines with blank nodes out of a file."""
    rest, found = path.with_suffix(".rest"), list[bytes]()
    with path.open("rb") as file, rest.open("wb") as kept:
        for line in file:
            if _BLANK.match(line):
                found.append(line)
            else:
                kept.write(line)
    rest.replace(path)
    return found
