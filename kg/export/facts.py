"""Reading one property of many things."""

from collections.abc import Collection, Iterator

from kg.identity.precedence import rank
from kg.store import GraphStore
from kg.values import Iri, Typed
from ontology.terms import PK

_FEW = 500
"""Up to so many things are looked up one by one; for more, all statements of the property are read."""


def values(
    store: GraphStore, relation: str, wanted: Collection[str], graphs: Collection[str] = ()
) -> dict[str, list[str]]:
    """Give the values of a property, sorted, for those of the wanted things that have any.

    Parameters
    ----------
    store : GraphStore
    relation : str
        IRI of the property.
    wanted : collection of str
        IRIs.
    graphs : collection of str, optional
        The only named graphs to look into; all where empty.

    Examples
    --------
    >>> store = GraphStore.of_quads(b'<x:a> <x:name> "B" .\\n<x:a> <x:name> "A" .\\n<x:b> <x:name> "C" .')
    >>> values(store, "x:name", {"x:a", "x:c"})
    {'x:a': ['A', 'B']}
    """
    found: dict[str, set[str]] = {}
    for subject, value in _pairs(store, relation, wanted, graphs):
        found.setdefault(subject, set()).add(value)
    return {subject: sorted(texts) for subject, texts in found.items()}


def first(store: GraphStore, relation: str, wanted: Collection[str], graphs: Collection[str] = ()) -> dict[str, str]:
    """Give one value each: of the source whose word on the property comes first, and of that, the least.

    Things stand in the order of those sources.

    Parameters and examples are those of `values`.
    """
    sources = {graph: str(name.lexical) for graph, name in store.pairs(PK.sourceName) if isinstance(name, Typed)}
    found: dict[str, str] = {}
    for graph in sorted(graphs or store.graphs(), key=lambda graph: (rank(relation, sources.get(graph)), graph)):
        for subject, texts in values(store, relation, wanted, [graph]).items():
            found.setdefault(subject, texts[0])
    return found


def _pairs(
    store: GraphStore, relation: str, wanted: Collection[str], graphs: Collection[str]
) -> Iterator[tuple[str, str]]:
    if len(wanted) <= _FEW:
        for one in wanted:
            yield from ((subject, _text(value)) for subject, value in store.pairs(relation, graphs, one))
        return
    among = wanted if isinstance(wanted, set | frozenset | dict) else set(wanted)
    for subject, value in store.pairs(relation, graphs):
        if subject in among:
            yield subject, _text(value)


def _text(value: Iri | Typed) -> str:
    return value.lexical if isinstance(value, Typed) else str(value)
