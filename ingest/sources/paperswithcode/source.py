"""The source `paperswithcode`: the dumps of the site that closed in July 2025."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from pathlib import Path

from ingest import record as rec
from ingest.sources.paperswithcode import datasets, links, methods, papers
from ingest.sources.paperswithcode.dump import KINDS, Dump, Element, dumps
from ingest.sources.paperswithcode.evaluation import Evaluation
from ingest.sources.paperswithcode.identity import SOURCE, Known

LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
LARGE = 20 << 20
"""Bytes of dumps from which a process of its own pays off: it costs half a second."""


@dataclass(frozen=True)
class PapersWithCode:
    """Some dumps, read as one snapshot.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders whose dumps are taken in the order of their names.
    retrieved_at : str, optional
        Date (YYYY-MM-DD) on which they were taken from upstream; the newest file's date if absent.
    upstream : str, optional
        What they are, for people; of two snapshots of one upstream the newer counts. Their file names if absent.
    """

    paths: tuple[Path, ...]
    retrieved_at: str | None = None
    upstream: str | None = None

    @cached_property
    def dumps(self) -> list[Dump]:
        return dumps(self.paths)

    @property
    def large(self) -> bool:
        return sum(dump.path.stat().st_size for dump in self.dumps) > LARGE

    @cached_property
    def origin(self) -> rec.Origin:
        upstream = self.upstream or "dumps of Papers with Code: " + ", ".join(dump.path.name for dump in self.dumps)
        return rec.Origin(SOURCE, upstream, LICENCE, self.retrieved_at or self._newest())

    def _newest(self) -> str:
        newest = max(dump.path.stat().st_mtime for dump in self.dumps)
        return datetime.fromtimestamp(newest, UTC).date().isoformat()

    def fingerprint(self) -> str:
        found = hashlib.sha256(self.origin.retrieved_at.encode())
        for dump in self.dumps:
            found.update(f"\n{dump.path.name} {dump.sha256}".encode())
        return found.hexdigest()

    def records(self) -> rec.Records:
        readers = _Readers(self.origin)
        for kind in KINDS:
            yield from getattr(readers, kind)([dump for dump in self.dumps if dump.kind == kind])


@dataclass
class _Readers:
    """Who reads each kind, and what they learn from each other."""

    origin: rec.Origin
    _known: Known = field(default_factory=Known)
    _techniques: dict[str, str] | None = None
    """IRI of the technique of each name; None where no methods were read."""

    def methods(self, found: list[Dump]) -> rec.Records:
        named = []
        for record in methods.records(_all(found), self.origin):
            if isinstance(record, rec.Technique):
                named.append(record)
            yield record
        self._techniques = papers.by_name(named) if found else None

    def papers(self, found: list[Dump]) -> rec.Records:
        return papers.records(_all(found), self.origin, self._known, self._techniques)

    def evaluation(self, found: list[Dump]) -> rec.Records:
        tables = Evaluation(self.origin)
        for dump in found:
            yield from tables.records(dump.elements(), dump.sha256[:12])

    def links(self, found: list[Dump]) -> rec.Records:
        return links.records(_all(found), self.origin, self._known)

    def datasets(self, found: list[Dump]) -> rec.Records:
        return datasets.records(_all(found), self.origin, self._known)


def _all(found: Iterable[Dump]) -> Iterator[Element]:
    return chain.from_iterable(dump.elements() for dump in found)
