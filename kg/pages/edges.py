"""The edges of a lineage as the pages list them. Pure: knows no Streamlit."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from kg.pages.facts import Thing
from kg.projection import Projection

_EVIDENCE = ("place", "basis", "stated_by", "sentence")


@dataclass(frozen=True, slots=True)
class Edge:
    """One statement of lineage, as it is drawn and listed."""

    ref: str
    """What an address says for it."""
    subject: Thing
    kind: str
    object: Thing
    places: str
    basis: str
    stated_by: str
    sentence: str


def edges_of(near: nx.MultiDiGraph, things: Mapping[str, Thing]) -> list[Edge]:
    """List the edges of a graph by the names of their ends."""
    told = near.edges(keys=True, data=True)
    found = [_edge(things[one], kind, things[two], evidence) for one, two, kind, evidence in told]
    return sorted(found, key=lambda edge: (edge.subject.label.lower(), edge.kind, edge.object.label.lower()))


def related(projection: Projection, things: Mapping[str, Thing], most: int) -> list[Thing]:
    """Give the things that have lineage, by name; where there are too many, those with the most edges.

    Parameters
    ----------
    projection : Projection
    things : mapping of IRI to Thing
        In the order of their names.
    most : int
        How many to give.
    """
    degrees = {thing.iri: _degree(projection, thing) for thing in things.values()}
    with_edges = [iri for iri, degree in degrees.items() if degree]
    kept = set(sorted(with_edges, key=lambda iri: -degrees[iri])[:most])
    return [thing for iri, thing in things.items() if iri in kept]


def busiest(projection: Projection, things: Mapping[str, Thing]) -> Thing:
    """Give the technique with the most edges; where there is no technique, the paper."""
    candidates = [thing for thing in things.values() if thing.kind == "technique"] or list(things.values())
    return max(candidates, key=lambda thing: _degree(projection, thing))


def _degree(projection: Projection, thing: Thing) -> int:
    graph = projection.lineage if thing.kind == "technique" else projection.paper_lineage
    return int(graph.degree(thing.iri)) if thing.iri in graph else 0


def _edge(one: Thing, kind: str, two: Thing, told: Mapping[str, str]) -> Edge:
    evidence = [str(told.get(name) or "") for name in _EVIDENCE]
    return Edge(f"{one.ref} | {kind} | {two.ref}", one, kind, two, *evidence)
