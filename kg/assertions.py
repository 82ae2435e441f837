"""Who says what, with every statement stored once.

A statement that one snapshot makes stands in that snapshot's named graph. One that several make stands once, in a
graph of its own for that set of snapshots. So the union of the graphs is a set (the engine does not make it one),
joins do not multiply, and still every statement's graph names all who assert it:
``?graph pk:assertedBy ?snapshot``.
"""

import gzip
import hashlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.errors import EngineFailure
from kg.values import Iri, Statement
from kg.workspace import Snapshot
from ontology import iri
from ontology.terms import PK, RDF

_CHUNK = 1 << 20
"""Bytes handed to the engine at a time."""


@dataclass
class Assertions:
    """The statements of several snapshots, each in the graph of those who make it.

    Parameters
    ----------
    snapshots : sequence of Snapshot
        Their files hold one statement a line, all in the snapshot's graph.
    """

    snapshots: Sequence[Snapshot]
    _shared: dict[bytes, int] = field(default_factory=dict)
    """Statements made by several, each with its set of snapshots as a bit mask."""

    def chunks(self) -> Iterator[bytes]:
        """Yield N-Quads of all snapshots in chunks of whole lines.

        Raises
        ------
        EngineFailure
            If a file is damaged, or is not the one that its manifest describes.
        """
        for snapshot in self.snapshots:
            _insist_on_its_manifest(snapshot)
        self._find_shared()
        for snapshot in self.snapshots:
            yield from _whole_lines(self._own(snapshot))
        yield from _whole_lines(self._common())

    def about(self) -> Iterator[Statement]:
        """Describe the graphs of statements that several snapshots make."""
        for mask in sorted(set(self._shared.values())):
            graph = self._graph(mask)
            yield graph, RDF.type, Iri(PK.SharedGraph)
            yield graph, PK.name, "Statements of " + ", ".join(snapshot.id for snapshot in self._of(mask))
            for snapshot in self._of(mask):
                yield graph, PK.assertedBy, Iri(snapshot.graph)

    def _find_shared(self) -> None:
        """Find what several say: first by hash, then by text, so that no chance decides."""
        if len(self.snapshots) < 2:
            return
        twice = _in_several([array("q", map(hash, _statements(snapshot))) for snapshot in self.snapshots])
        found: dict[bytes, int] = {}
        for position, snapshot in enumerate(self.snapshots):
            for statement in _statements(snapshot):
                if hash(statement) in twice:
                    found[statement] = found.get(statement, 0) | 1 << position
        self._shared = {statement: mask for statement, mask in found.items() if mask & (mask - 1)}

    def _own(self, snapshot: Snapshot) -> Iterator[bytes]:
        end = _end(snapshot.graph)
        for statement in _statements(snapshot):
            if statement not in self._shared:
                yield statement + end

    def _common(self) -> Iterator[bytes]:
        ends = {mask: _end(self._graph(mask)) for mask in set(self._shared.values())}
        for statement, mask in self._shared.items():
            yield statement + ends[mask]

    def _of(self, mask: int) -> list[Snapshot]:
        return [snapshot for position, snapshot in enumerate(self.snapshots) if mask >> position & 1]

    def _graph(self, mask: int) -> str:
        names = "\n".join(sorted(snapshot.id for snapshot in self._of(mask)))
        return iri.shared(hashlib.sha256(names.encode()).hexdigest()[:16])


def _insist_on_its_manifest(snapshot: Snapshot) -> None:
    try:
        with snapshot.path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EngineFailure(f"{snapshot.path} cannot be read ({error.strerror}); ingest its source again") from None
    if found != snapshot.file_sha256:
        raise EngineFailure(f"{snapshot.path} was changed since it was written; ingest its source again")


def _statements(snapshot: Snapshot) -> Iterator[bytes]:
    """Yield each line of a snapshot without its graph."""
    end = _end(snapshot.graph)
    try:
        with gzip.open(snapshot.path) as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith(end):
                    raise EngineFailure(f"{snapshot.path}, line {number}: not a statement of {snapshot.graph}")
                yield line[: -len(end)]
    except (OSError, EOFError) as error:
        raise EngineFailure(f"{snapshot.path} is damaged ({error}); ingest its source again") from None


def _end(graph: str) -> bytes:
    return f" <{graph}> .\n".encode()


def _in_several(hashes: list["array[int]"]) -> set[int]:
    """Give the hashes that stand in more than one of the arrays."""
    everything = sorted(value for one in hashes for value in set(one))
    return {one for one, other in pairwise(everything) if one == other}


def _whole_lines(lines: Iterator[bytes]) -> Iterator[bytes]:
    chunk = bytearray()
    for line in lines:
        chunk += line
        if len(chunk) >= _CHUNK:
            yield bytes(chunk)
            chunk.clear()
    yield bytes(chunk)
