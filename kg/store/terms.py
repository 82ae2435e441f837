"""Terms of the engine and values of ours, both ways."""

from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from kg.values import Binding, Iri, Typed, Value
from ontology.terms import XSD

_INTEGERS = frozenset({XSD.integer, "http://www.w3.org/2001/XMLSchema#int", "http://www.w3.org/2001/XMLSchema#long"})
_FLOATS = frozenset({"http://www.w3.org/2001/XMLSchema#double", "http://www.w3.org/2001/XMLSchema#float"})


def term(value: Binding | Typed) -> ox.NamedNode | ox.Literal:
    if isinstance(value, Iri):
        return ox.NamedNode(value)
    if isinstance(value, Typed):
        return ox.Literal(value.lexical, datatype=ox.NamedNode(value.datatype))
    if isinstance(value, bool | str):
        return ox.Literal(value)
    kind = XSD.integer if isinstance(value, int) else XSD.decimal
    return ox.Literal(f"{value:f}" if isinstance(value, Decimal) else str(value), datatype=ox.NamedNode(kind))


def value(term: object) -> Value:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    kind = term.datatype.value
    if kind in _INTEGERS:
        return int(term.value)
    if kind == XSD.decimal:
        return Decimal(term.value)
    if kind in _FLOATS:
        return float(term.value)
    return term.value == "true" if kind == XSD.boolean else term.value


def iri(term: Any) -> str:
    """Give a subject's IRI: no graph of ours holds blank nodes or quoted triples as subjects."""
    return str(term.value)


def exact(term: Any) -> Iri | Typed:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    return Typed(term.value, term.datatype.value)
