"""One file of a dump, whichever shape it has: JSON, gzip of JSON, parquet. Its first bytes tell, not its name."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from ingest.source import SourceError
from ingest.sources.paperswithcode import jsonstream, parquet

Element = tuple[str, object]
"""A JSON pointer with the file in front (``evaluation-tables.json#/12``) and what stands there."""

SUFFIXES = (".json", ".gz", ".parquet")
KINDS: dict[str, frozenset[str]] = {
    "methods": frozenset({"name", "introduced_year"}),
    "papers": frozenset({"paper_url", "abstract"}),
    "evaluation": frozenset({"task", "datasets", "subtasks"}),
    "links": frozenset({"repo_url", "paper_url"}),
    "datasets": frozenset({"name", "modalities"}),
}
"""The kinds of dumps, each with the keys that tell it, in the order in which they are read: techniques and papers
are known before others name them."""


@dataclass(frozen=True)
class Dump:
    """A file that holds a dump, or a part of one."""

    path: Path

    def elements(self) -> Iterator[Element]:
        """Yield the elements one at a time.

        Raises
        ------
        SourceError
            If the file cannot be read or is damaged; what stands before was yielded.
        """
        if parquet.is_parquet(self.path):
            yield from parquet.elements(self.path)
            return
        with jsonstream.open_dump(self.path) as stream:
            yield from jsonstream.elements(stream, self.path.name)

    @cached_property
    def kind(self) -> str | None:
        """Tell which dump it is, by its first element; None where it holds nothing.

        Raises
        ------
        SourceError
            If it is no dump that is known here.
        """
        first = next(self.elements(), None)
        if first is None:
            return None
        keys = set(first[1]) if isinstance(first[1], Mapping) else set()
        for kind, needed in KINDS.items():
            if needed <= keys:
                return kind
        known = ", ".join(KINDS)
        raise SourceError(f"{self.path} is no dump of Papers with Code that is known here; these are: {known}")

    @cached_property
    def sha256(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def dumps(paths: tuple[Path, ...]) -> list[Dump]:
    """List the files, and those in the folders, each once, by name: their order is not the order of the paths.

    Raises
    ------
    SourceError
        If a path does not exist, there is no dump at all, or two files have one name: places would not tell them apart.
    """
    found = {file.resolve(): file for path in paths for file in _files(path)}
    if not found:
        named = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
        raise SourceError(f"no dump ({named}) in {', '.join(map(str, paths))}")
    listed = sorted(found.values(), key=lambda file: file.name)
    for one, other in pairwise(listed):
        if one.name == other.name:
            raise SourceError(f"{one} and {other} have one name, so places would not tell them apart; rename one")
    return [Dump(file) for file in listed]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return [file for file in path.rglob("*") if file.suffix in SUFFIXES and file.is_file()]
    if not path.is_file():
        raise SourceError(f"no such file or folder: {path}")
    return [path]
