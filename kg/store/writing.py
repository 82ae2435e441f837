"""Statements as lines of N-Quads and in other formats, a portion at a time."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, Any

import pyoxigraph as ox

from kg import blanks
from kg.store.answer import RDF_FORMATS
from ontology.terms import XSD

_PORTION = 1 << 13
"""Lines that are parsed at a time."""


def convert(lines: Iterable[bytes], out: IO[bytes], form: str, prefixes: Mapping[str, str]) -> int:
    """Write lines of N-Quads in a format, in their order; give how many there are.

    Parameters
    ----------
    lines : iterable of bytes
    out : binary file
    form : str
        One of `RDF_FORMATS`; one without named graphs gets lines without them.
    prefixes : mapping of prefix to namespace
    """
    target, count = RDF_FORMATS[form], 0

    def counted() -> Iterator[Any]:
        nonlocal count
        for count, quad in enumerate(_parsed(lines), 1):  # noqa: B007
            yield quad if target.supports_datasets else quad.triple

    if form not in ("nt", "nquads"):
        ox.serialize(counted(), output=out, format=target, prefixes=dict(prefixes))
        return count
    for portion in _portions(lines):
        out.write(b"".join(portion))
        count += len(portion)
    return count


def read_lines(lines: Iterable[bytes]) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Yield graph (empty: the default one), subject, property and object of lines of N-Quads, in terms of JSON-LD."""
    for quad in _parsed(lines):
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else _id(quad.graph_name)
        yield graph, _id(quad.subject), quad.predicate.value, _expanded(quad.object)


def _portions(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = iter(lines)
    while portion := list(islice(rest, _PORTION)):
        yield portion


def _parsed(lines: Iterable[bytes]) -> Iterator[ox.Quad]:
    for portion in _portions(lines):
        yield from ox.parse(b"".join(portion), ox.RdfFormat.N_QUADS, lenient=True)


def _id(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


def _expanded(term: Any) -> dict[str, str]:
    if not isinstance(term, ox.Literal):
        return {"@id": _id(term)}
    if term.language is not None:
        return {"@language": term.language, "@value": term.value}
    kind = term.datatype.value
    return {"@value": term.value} if kind == XSD.string else {"@value": term.value, "@type": kind}


def in_graph(line: bytes, graph: str) -> bytes:
    return line[:-2] + f"<{graph}> .\n".encode() if graph else line


def canonical(lines: blanks.Lines) -> dict[str, bytes]:
    """Name the blank nodes of N-Triples, by graph, by what is said about them in all of the graphs."""
    homes = {graph: ox.NamedNode(graph) if graph else ox.DefaultGraph() for graph in lines}
    anonymous = ox.Dataset(
        ox.Quad(quad.subject, quad.predicate, quad.object, home)
        for graph, home in homes.items()
        for quad in ox.parse(b"".join(lines[graph]), ox.RdfFormat.N_TRIPLES, lenient=True)
    )
    anonymous.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {
        graph: ox.serialize(
            (quad.triple for quad in anonymous.quads_for_graph_name(home)), format=ox.RdfFormat.N_TRIPLES
        ) or b""
        for graph, home in homes.items()
    }  # fmt: skip
