"""Reading one property of many things."""

from collections.abc import Container

from kg.store import GraphStore
from kg.values import Typed


def values(store: GraphStore, relation: str, wanted: Container[str]) -> dict[str, list[str]]:
    """Give the values of a property, sorted, for those of the wanted things that have any.

    Parameters
    ----------
    store : GraphStore
    relation : str
        IRI of the property.
    wanted : container of str
        IRIs.

    Examples
    --------
    >>> store = GraphStore.of_quads(b'<x:a> <x:name> "B" .\\n<x:a> <x:name> "A" .\\n<x:b> <x:name> "C" .')
    >>> values(store, "x:name", {"x:a", "x:c"})
    {'x:a': ['A', 'B']}
    """
    found: dict[str, set[str]] = {}
    for subject, value in store.pairs(relation):
        if subject in wanted:
            found.setdefault(subject, set()).add(value.lexical if isinstance(value, Typed) else str(value))
    return {subject: sorted(texts) for subject, texts in found.items()}
