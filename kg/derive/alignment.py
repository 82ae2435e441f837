"""The same facts in the field's vocabularies, so that both answer.

Every class and property of ours is a kind of the field's own; what follows from that (RDFS entailment rules
rdfs7 and rdfs9) is written out for the terms outside our namespace and for our own more general properties.
"""

from kg.store import Builder
from ontology.terms import PROPERTIES, SUPER_CLASSES, SUPER_PROPERTIES


def types(builder: Builder, graph: str) -> None:
    """Give each thing the field's classes for its class."""
    builder.retype(graph, ((kind, wider) for kind, above in SUPER_CLASSES.items() for wider in above))


def properties(builder: Builder, graph: str) -> None:
    """Give each statement in the wider properties of its property, where nobody states that already."""
    pairs = ((narrow, wider) for narrow, above in SUPER_PROPERTIES.items() for wider in above)
    builder.widen(graph, ((narrow, wider, wider in PROPERTIES) for narrow, wider in pairs))
