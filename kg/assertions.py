"""Who says what, with every statement stored once.

A statement that one snapshot makes stands in that snapshot's named graph. One that several make stands once, in a
graph of its own for that set of snapshots. So the union of the graphs is a set (the engine does not make it one),
joins do not multiply, and still every statement's graph names all who assert it:
``?graph pk:assertedBy ?snapshot``.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from kg.errors import EngineFailure
from kg.identity.renaming import Renaming
from kg.statements import Block, blocks
from kg.values import Iri, Statement
from kg.workspace import Snapshot
from ontology import iri
from ontology.terms import PK, RDF


@dataclass
class Assertions:
    """The statements of several snapshots, each in the graph of those who make it.

    Parameters
    ----------
    snapshots : sequence of Snapshot
        Their files hold one statement a line, all in the snapshot's graph.
    renaming : Renaming, optional
        New names for things that are one.
    """

    snapshots: Sequence[Snapshot]
    renaming: Renaming = field(default_factory=Renaming)
    _aside: dict[str, int] = field(default_factory=dict)
    """Statements that several may make, each with its set of snapshots as a bit mask."""

    def blocks(self) -> Iterator[Block]:
        """Yield the statements of all snapshots, each once.

        What several say is found by hash first, then by text, so that no chance decides. All but the largest
        snapshot are read twice, the first time for their hashes.

        Raises
        ------
        EngineFailure
            If a file is damaged.
        """
        *smaller, largest = sorted(range(len(self.snapshots)), key=lambda n: self.snapshots[n].path.stat().st_size)
        hashes = [self._hashes(position) for position in smaller]
        every = pl.concat([pl.Series("line", [], pl.UInt64), *hashes])
        yield from self._own(largest, every.unique())
        met = fingerprints(pl.Series("line", list(self._aside), pl.String))
        several = pl.concat([every.filter(every.is_duplicated()), met]).unique()
        for position in smaller:
            yield from self._own(position, several)
        yield from self._together()

    def about(self) -> Iterator[Statement]:
        """Describe the graphs of statements that several snapshots make."""
        for mask in sorted({mask for mask in self._aside.values() if _many(mask)}):
            graph = self._graph(mask)
            yield graph, RDF.type, Iri(PK.SharedGraph)
            yield graph, PK.name, "Statements of " + ", ".join(snapshot.id for snapshot in self._of(mask))
            for snapshot in self._of(mask):
                yield graph, PK.assertedBy, Iri(snapshot.graph)

    def _read(self, position: int) -> Iterator[Block]:
        return map(self.renaming.of, blocks(self.snapshots[position]))

    def _hashes(self, position: int) -> pl.Series:
        """Give the hash of each statement of a snapshot; one that stands twice in it counts once."""
        return pl.concat([fingerprints(block.lines) for block in self._read(position)]).unique()

    def _own(self, position: int, others: pl.Series) -> Iterator[Block]:
        """Yield what one snapshot alone can have said; put aside what has the hash of something that others say."""
        for block in self._read(position):
            met = fingerprints(block.lines).is_in(others.implode())
            for line in block.lines.filter(met):
                self._aside[line] = self._aside.get(line, 0) | 1 << position
            yield Block(block.graph, block.lines.filter(~met)) if met.any() else block

    def _together(self) -> Iterator[Block]:
        schema = {"line": pl.String, "mask": pl.UInt64}
        found = pl.DataFrame({"line": list(self._aside), "mask": list(self._aside.values())}, schema)
        for (mask,), group in found.group_by("mask", maintain_order=True):
            yield Block(self._graph(int(str(mask))), group["line"])

    def _of(self, mask: int) -> list[Snapshot]:
        return [snapshot for position, snapshot in enumerate(self.snapshots) if mask >> position & 1]

    def _graph(self, mask: int) -> str:
        made_by = self._of(mask)
        if not _many(mask):
            return made_by[0].graph
        names = "\n".join(sorted(snapshot.id for snapshot in made_by))
        return iri.shared(hashlib.sha256(names.encode()).hexdigest()[:16])


def fingerprints(lines: pl.Series) -> pl.Series:
    """Give a hash of 64 bits of each line."""
    return lines.hash()


def _many(mask: int) -> bool:
    return mask & (mask - 1) != 0


def insist_on_its_manifest(snapshot: Snapshot) -> None:
    """See that a snapshot's file is the one that its manifest describes.

    Raises
    ------
    EngineFailure
        If it is not.
    """
    try:
        with snapshot.path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EngineFailure(f"{snapshot.path} cannot be read ({error.strerror}); ingest its source again") from None
    if found != snapshot.file_sha256:
        raise EngineFailure(f"{snapshot.path} was changed since it was written; ingest its source again")
