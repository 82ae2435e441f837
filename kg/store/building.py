"""A store being built, and the blocks of statements that are made for it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import allocator
from kg.errors import EngineFailure
from kg.pouring import poured
from kg.statements import Block, of_nquads
from kg.store.failures import first_line
from kg.store.graph import GraphStore
from kg.store.terms import term
from kg.values import Statement


class Builder:
    """A store being built; nobody reads it before it is published."""

    def __init__(self, folder: Path) -> None:
        allocator.return_large_portions()
        try:
            self._inner = ox.Store(str(folder))
        except OSError as error:
            raise EngineFailure(f"cannot make a store in {folder}: {first_line(error)}") from None

    def load(self, chunks: Iterator[bytes]) -> None:
        """Bulk-load N-Quads that come in chunks, atomically.

        Raises
        ------
        EngineFailure
            If they are not valid, or the disk is full.

        Notes
        -----
        The parser is lenient: IRIs were checked when they were written, and the files are what was written.
        """
        with poured(chunks) as source:
            try:
                self._inner.bulk_load(path=source, format=ox.RdfFormat.N_QUADS, lenient=True)
            except (OSError, SyntaxError, ValueError) as error:
                raise EngineFailure(f"cannot load the snapshots: {first_line(error)}") from None

    def reader(self) -> GraphStore:
        """Read what is loaded so far."""
        return GraphStore(self._inner)

    def finish(self) -> None:
        """Flush everything to disk and settle the files."""
        try:
            self._inner.flush()
            self._inner.optimize()
        except OSError as error:
            raise EngineFailure(f"cannot finish the store: {first_line(error)}") from None


def as_block(graph: str, statements: Iterable[Statement]) -> Block:
    """Write derived statements as a block of one named graph."""
    home = ox.NamedNode(graph)
    quads = (ox.Quad(ox.NamedNode(s), ox.NamedNode(p), term(o), home) for s, p, o in statements)
    return of_nquads(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", graph)


def turtle_block(text: str, graph: str) -> Block:
    """Read Turtle as a block of one named graph; blank nodes get IRIs by their order, so that loads are alike."""
    home, known = ox.NamedNode(graph), dict[str, ox.NamedNode]()

    def named(term: Any) -> Any:
        if not isinstance(term, ox.BlankNode):
            return term
        return known.setdefault(term.value, ox.NamedNode(f"{graph}/.well-known/genid/{len(known) + 1}"))

    parsed = ox.parse(text, ox.RdfFormat.TURTLE)
    quads = [ox.Quad(named(q.subject), q.predicate, named(q.object), home) for q in parsed]
    return of_nquads(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", graph)
