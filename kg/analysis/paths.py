"""Ways between two things in a citation or lineage graph: the shortest, the longest, all.

Edges run from the newer to the older; a way runs along them, from the newer thing back to the older.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import networkx as nx
import numpy as np

from kg.analysis import hygiene
from kg.analysis.acyclic import Order, order
from kg.analysis.ancestry import between, distances
from kg.analysis.arrays import ArrayGraph, Ints, Node, arrays

Next = Callable[[int, int], list[int]]
"""Where to go on from a node, with so many edges left to go."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways between two things.

    Parameters
    ----------
    paths : tuple of tuples of nodes
        Each from the newer thing to the older, both included: the shorter first, then in the order of the nodes.
    total : int or None
        How many there are, listed or not; None where they were not counted.
    more : bool
        Are there more than those listed?
    """

    paths: tuple[tuple[Node, ...], ...]
    total: int | None
    more: bool


def shortest_paths(graph: nx.Graph | ArrayGraph, newer: Node, older: Node, limit: int = 20) -> Ways:
    """Give the shortest ways from the newer thing back to the older; all are counted, `limit` of them are listed.

    Raises
    ------
    networkx.NodeNotFound
        If one of them is not in the graph.

    Examples
    --------
    >>> shortest_paths(nx.DiGraph([("c", "b"), ("b", "a"), ("c", "x"), ("x", "a")]), "c", "a")
    Ways(paths=(('c', 'b', 'a'), ('c', 'x', 'a')), total=2, more=False)
    """
    found = arrays(graph)
    start, end = found.number(newer), found.number(older)
    return _ranked(found, distances(found.in_edges, end), start, limit)


def longest_paths(graph: nx.Graph | ArrayGraph, newer: Node, older: Node, limit: int = 20) -> Ways:
    """Give the longest ways from the newer thing back to the older; all are counted, `limit` of them are listed.

    Raises
    ------
    networkx.NodeNotFound
        If one of them is not in the graph.
    networkx.NetworkXUnfeasible
        If the graph has a cycle.

    Examples
    --------
    >>> longest_paths(nx.DiGraph([("c", "b"), ("b", "a"), ("c", "a")]), "c", "a").paths
    (('c', 'b', 'a'),)
    """
    found = order(graph)
    start, end = found.graph.number(newer), found.graph.number(older)
    rank = np.where(distances(found.graph.in_edges, end) == 0, 0, -1)
    for step in found.older_first:
        highest = np.maximum.reduceat(rank[step.other], step.first)
        rank[step.nodes] = np.where(highest >= 0, highest + 1, rank[step.nodes])
    return _ranked(found.graph, rank, start, limit)


def all_paths(graph: nx.Graph | ArrayGraph, newer: Node, older: Node, limit: int = 20) -> Ways:
    """Give ways from the newer thing back to the older that come to nothing twice, the shorter first, up to a limit.

    They are counted only where the things between the two are free of cycles.

    Raises
    ------
    networkx.NodeNotFound
        If one of them is not in the graph.

    Examples
    --------
    >>> all_paths(nx.DiGraph([("c", "b"), ("b", "a"), ("c", "a")]), "c", "a", limit=1)
    Ways(paths=(('c', 'a'),), total=2, more=True)
    """
    found = arrays(graph)
    part = hygiene.simple(found).keep(between(found, newer, older))
    if len(part) == 0:
        return Ways((), 0, more=False)
    start, end = part.number(newer), part.number(older)
    paths = list(islice(_simple_paths(part, start, end), limit + 1))
    total = _count(order(part), end)[start] if hygiene.is_acyclic(part) else None
    if len(paths) <= limit:
        total = len(paths)
    return Ways(_named(part, paths[:limit]), total, more=len(paths) > limit)


def _ranked(found: ArrayGraph, rank: Ints, start: int, limit: int) -> Ways:
    """Give the ways from a node along which the rank falls by one at each edge, down to 0; -1 is off all ways."""
    length = int(rank[start])
    if length < 0:
        return Ways((), 0, more=False)
    onwards: dict[int, list[int]] = {}
    waiting = {start}
    while waiting:
        node = waiting.pop()
        ends = np.unique(found.out_edges.at(node))
        onwards[node] = ends[rank[ends] == rank[node] - 1].tolist() if rank[node] else []
        waiting.update(end for end in onwards[node] if end not in onwards)
    ways: dict[int, int] = {}
    for node in sorted(onwards, key=lambda node: int(rank[node])):
        ways[node] = sum(ways[end] for end in onwards[node]) if rank[node] else 1
    paths = list(islice(_walk(start, length, lambda node, left: onwards[node]), limit))
    return Ways(_named(found, paths), ways[start], more=ways[start] > len(paths))


def _simple_paths(part: ArrayGraph, start: int, end: int) -> Iterator[list[int]]:
    """Yield the ways between two nodes, the shorter first. All nodes lie on ways between the two."""
    onwards = [sorted(part.out_edges.at(node).tolist()) for node in range(len(part))]
    reaching = [{end}]  # by number of edges: the nodes from which a walk of that length leads to the end
    for length in range(len(part)):
        if start in reaching[length]:
            yield from _walk(start, length, lambda node, left: [way for way in onwards[node] if way in reaching[left]])
        before = {other for node in reaching[length] for other in part.in_edges.at(node).tolist()}
        reaching.append(before - {end})


def _walk(start: int, length: int, onwards: Next) -> Iterator[list[int]]:
    """Yield the walks of a length that come to nothing twice, in the order of their nodes."""
    if not length:
        yield [start]
        return
    path, choices = [start], [iter(onwards(start, length - 1))]
    while choices:
        following = next((node for node in choices[-1] if node not in path), None)
        if following is None:
            choices.pop()
            path.pop()
        elif len(path) == length:
            yield [*path, following]
        else:
            path.append(following)
            choices.append(iter(onwards(following, length - len(path))))


def _count(found: Order, end: int) -> list[int]:
    """Count the ways from each node to one, in Python's integers."""
    ways = np.zeros(len(found.graph), object)
    ways[end] = 1
    for step in found.older_first:
        ways[step.nodes] += np.add.reduceat(ways[step.other], step.first)
    counted: list[int] = ways.tolist()
    return counted


def _named(found: ArrayGraph, paths: list[list[int]]) -> tuple[tuple[Node, ...], ...]:
    return tuple(tuple(found.names[node] for node in path) for path in paths)
