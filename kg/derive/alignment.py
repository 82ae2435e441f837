"""The same facts in the field's vocabularies, so that both answer.

Every class and property of ours is a kind of the field's own; what follows from that (RDFS entailment rules
rdfs7 and rdfs9) is written out for the terms outside our namespace and for our own more general properties.
"""

from collections.abc import Iterator

from kg.store import GraphStore
from kg.values import Iri, Statement
from ontology.terms import PROPERTIES, RDF, SUPER_CLASSES, SUPER_PROPERTIES


def types(store: GraphStore) -> Iterator[Statement]:
    """Give each thing the field's classes for its class."""
    for kind, above in SUPER_CLASSES.items():
        for thing in store.subjects(RDF.type, kind):
            yield from ((thing, RDF.type, Iri(wider)) for wider in above)


def properties(store: GraphStore) -> Iterator[Statement]:
    """Give each statement in the wider properties of its property, where nobody states that already."""
    for narrow, above in SUPER_PROPERTIES.items():
        for subject, value in store.pairs(narrow):
            for wider in above:
                if not (wider in PROPERTIES and store.has(subject, wider, value)):
                    yield subject, wider, value
