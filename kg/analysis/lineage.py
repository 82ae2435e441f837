"""Lineage: what a thing grew from and what grew from it, by generation.

A lineage graph is a `networkx.MultiDiGraph` whose edges run from the derived thing to the thing it derives
from, keyed by kind (`buildsOn`, `variantOf`, ...). Cycles are allowed: a generation is a shortest distance.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import networkx as nx

DESCENT = ("buildsOn", "variantOf", "hasComponent", "replaces")
"""The kinds of edge along which things descend."""

DIRECTIONS = ("ancestors", "descendants", "both")


@dataclass(frozen=True, slots=True)
class Step:
    """One edge on the way from the start: `node` was reached from `parent` at distance `generation`."""

    node: str
    parent: str
    kind: str
    generation: int
    up: bool
    """True towards ancestors."""


def descent(graph: nx.MultiDiGraph, kinds: Collection[str] = DESCENT) -> nx.MultiDiGraph:
    """Keep only the edges of these kinds (a read-only view)."""
    return nx.subgraph_view(graph, filter_edge=lambda _u, _v, key: key in kinds)


def generations(graph: nx.MultiDiGraph, start: str, *, up: bool, depth: int | None = None) -> dict[str, int]:
    """Give each ancestor (`up`) or descendant of `start` with its generation.

    Parameters
    ----------
    graph : MultiDiGraph
        Edges run from the derived thing to its origin.
    start : str
    up : bool
        True for ancestors, False for descendants.
    depth : int, optional
        The most generations to go.

    Returns
    -------
    dict of node to int
        `start` itself at 0.

    Raises
    ------
    networkx.NodeNotFound
        If `start` is not in the graph.
    """
    walk = graph if up else graph.reverse(copy=False)
    return dict(nx.single_source_shortest_path_length(walk, start, cutoff=depth))


def steps(graph: nx.MultiDiGraph, start: str, *, up: bool, depth: int | None = None) -> Iterator[Step]:
    """Yield a tree of first visits, each node under the parent that is nearest to `start`.

    Nodes come in depth-first order, siblings by kind and name, so that it can be printed as it comes.
    """
    distance = generations(graph, start, up=up, depth=depth)
    seen = {start}
    pending = _below(graph, start, distance, up)
    while pending:
        step = pending.pop()
        if step.node not in seen:
            seen.add(step.node)
            yield step
            pending += _below(graph, step.node, distance, up)


def _below(graph: nx.MultiDiGraph, parent: str, distance: dict[str, int], up: bool) -> list[Step]:
    """Give the steps to the next generation, last first, as a stack takes them."""
    level = distance[parent] + 1
    found = [Step(node, parent, kind, level, up) for kind, node in _next(graph, parent, up)]
    return [step for step in reversed(found) if distance.get(step.node) == level]


def _next(graph: nx.MultiDiGraph, node: str, up: bool) -> list[tuple[str, str]]:
    edges = graph.out_edges(node, keys=True) if up else graph.in_edges(node, keys=True)
    return sorted((kind, target if up else source) for source, target, kind in edges)


def neighbourhood(
    graph: nx.MultiDiGraph, start: str, direction: str = "both", depth: int | None = None
) -> nx.MultiDiGraph:
    """Give the sub-graph of a thing with its ancestors, its descendants, or both.

    Returns
    -------
    MultiDiGraph
        A frozen copy; each node has `generation`: negative for ancestors, positive for descendants, 0 for `start`.

    Raises
    ------
    ValueError
        If `direction` is not one of `DIRECTIONS`.
    """
    if direction not in DIRECTIONS:
        raise ValueError(f"direction is one of {', '.join(DIRECTIONS)}, not {direction!r}")
    found = {start: 0}
    if direction != "descendants":
        found |= {node: -level for node, level in generations(graph, start, up=True, depth=depth).items()}
    if direction != "ancestors":
        below = generations(graph, start, up=False, depth=depth)
        found |= {node: level for node, level in below.items() if node not in found or node == start}
    kept = graph.subgraph(found).copy()
    nx.set_node_attributes(kept, found, "generation")
    return nx.freeze(kept)


def against_time(graph: nx.MultiDiGraph) -> list[tuple[str, str, str]]:
    """List edges (derived, origin, kind) whose origin has a later date than the derived thing.

    Dates are the node attribute `date` (ISO 8601, any precision); edges without two dates are not judged, and
    a date counts as later only where the shared precision tells.
    """
    return sorted(
        (derived, origin, kind)
        for derived, origin, kind in graph.edges(keys=True)
        if _later(graph.nodes[origin].get("date"), graph.nodes[derived].get("date"))
    )


def _later(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    shared = min(len(one), len(other))
    return one[:shared] > other[:shared]
