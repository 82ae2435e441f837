"""The source `paperswithcode`: the dumps of the site that closed in July 2025, from files of any of their kinds.

Which dump a file is, its first element tells, not its name.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from ingest import record as rec
from ingest.source import SourceError
from ingest.sources.paperswithcode import datasets, links, methods, papers
from ingest.sources.paperswithcode.evaluation import Element, Evaluation
from ingest.sources.paperswithcode.identity import SOURCE
from ingest.sources.paperswithcode.jsonstream import elements, open_dump

LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
SUFFIXES = (".json", ".gz")
LARGE = 20 << 20
"""Bytes of dumps from which a process of its own pays off: it costs half a second."""

Reader = Callable[[Iterable[Element], rec.Origin, str], rec.Records]

_KINDS: tuple[tuple[str, frozenset[str], Reader], ...] = (
    (
        "evaluation tables",
        frozenset({"task", "datasets", "subtasks"}),
        lambda found, origin, dump: Evaluation(origin, dump).records(found),
    ),
    ("methods", frozenset({"name", "introduced_year"}), lambda found, origin, dump: methods.records(found, origin)),
    ("papers with abstracts", frozenset({"paper_url", "abstract"}), lambda f, origin, dump: papers.records(f, origin)),
    (
        "links between papers and code",
        frozenset({"repo_url", "paper_url"}),
        lambda found, origin, dump: links.records(found, origin),
    ),
    ("datasets", frozenset({"name", "modalities"}), lambda found, origin, dump: datasets.records(found, origin)),
)
"""Each kind of dump, the keys that tell it, and who reads it."""


@dataclass(frozen=True)
class PapersWithCode:
    """Some dumps, read as one snapshot.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders whose dumps are taken in the order of their names.
    retrieved_at : str, optional
        Date (YYYY-MM-DD) on which they were taken from upstream; the newest file's date if absent.
    """

    paths: tuple[Path, ...]
    retrieved_at: str | None = None

    @cached_property
    def files(self) -> list[Path]:
        found = [file for path in self.paths for file in _files(path)]
        if not found:
            raise SourceError(f"no dump (*.json, *.json.gz) in {', '.join(map(str, self.paths))}")
        return found

    @property
    def large(self) -> bool:
        return sum(file.stat().st_size for file in self.files) > LARGE

    @cached_property
    def origin(self) -> rec.Origin:
        names = ", ".join(file.name for file in self.files)
        return rec.Origin(SOURCE, f"dumps of Papers with Code: {names}", LICENCE, self.retrieved_at or self._newest())

    def _newest(self) -> str:
        newest = max(file.stat().st_mtime for file in self.files)
        return datetime.fromtimestamp(newest, UTC).date().isoformat()

    def fingerprint(self) -> str:
        found = hashlib.sha256(self.origin.retrieved_at.encode())
        for file in self.files:
            found.update(f"\n{file.name} {_sha256(file)}".encode())
        return found.hexdigest()

    def records(self) -> rec.Records:
        for file in self.files:
            with open_dump(file) as stream:
                kind, found = _kind(elements(stream, file.name), file)
                yield from kind(found, self.origin, _sha256(file)[:12])


def _kind(found: Iterator[Element], file: Path) -> tuple[Reader, Iterator[Element]]:
    """Tell a dump's kind by its first element; give its reader, and all elements."""
    first = next(found, None)
    if first is None:
        return (lambda found, origin, dump: iter(())), iter(())
    keys = first[1].keys() if isinstance(first[1], Mapping) else frozenset()
    for _, needed, reader in _KINDS:
        if needed <= set(keys):
            return reader, itertools.chain([first], found)
    known = ", ".join(name for name, _, _ in _KINDS)
    raise SourceError(f"{file} is no dump of Papers with Code that is known here; these are: {known}")


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.suffix in SUFFIXES and file.is_file())
    if not path.is_file():
        raise SourceError(f"no such file or folder: {path}")
    return [path]


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
