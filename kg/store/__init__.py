"""The store: the only room that names the engine (Oxigraph, embedded).

Decided here, once: the default graph of a query that names none is the union of all; readers open read-only;
nothing that a query says makes the engine reach outwards (see `kg.guard`).
"""

from kg.store.answer import RDF_FORMATS, Answer
from kg.store.building import Builder, as_block, turtle_block
from kg.store.graph import GraphStore
from kg.store.writing import convert, read_lines

__all__ = ["RDF_FORMATS", "Answer", "Builder", "GraphStore", "as_block", "convert", "read_lines", "turtle_block"]
