"""Ways between two things in a citation or lineage graph, and what they have in common.

Edges run from the newer to the older; a way runs along them, from the newer thing back to the older.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count as counting
from itertools import islice

import networkx as nx
import numpy as np

from kg.analysis import hygiene
from kg.analysis.acyclic import Order, order
from kg.analysis.arrays import Adjacency, ArrayGraph, Ints, Mask, Node, arrays

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


@dataclass(frozen=True, slots=True)
class CommonAncestor:
    """A thing from which two others descend.

    Parameters
    ----------
    node : node
    from_one, from_other : int
        Edges of the shortest ways to it.
    lowest : bool
        Does no other common ancestor descend from it?
    """

    node: Node
    from_one: int
    from_other: int
    lowest: bool


def generations(
    graph: nx.Graph | ArrayGraph, start: Node, *, up: bool, depth: int | None = None
) -> dict[Node, int]:  # fmt: skip
    """Give each ancestor (`up`) or descendant of a node with its generation, the length of a shortest way.

    As `kg.analysis.lineage.generations`, on arrays: nodes come by generation, then in the order of the graph.

    Raises
    ------
    networkx.NodeNotFound
        If `start` is not in the graph.

    Examples
    --------
    >>> generations(nx.DiGraph([("c", "b"), ("b", "a"), ("c", "a")]), "c", up=True)
    {'c': 0, 'b': 1, 'a': 1}
    """
    found = arrays(graph)
    distance = distances(found.out_edges if up else found.in_edges, found.number(start), depth)
    nodes = np.flatnonzero(distance >= 0)
    nodes = nodes[np.argsort(distance[nodes], kind="stable")].tolist()
    return {found.names[node]: int(distance[node]) for node in nodes}


def distances(onwards: Adjacency, start: int, depth: int | None = None) -> Ints:
    """Give the number of edges of a shortest way from a node (a number) to each other, shape (nodes,); -1 if none."""
    distance = np.full(len(onwards.start) - 1, -1, np.int64)
    frontier = np.array([start])
    for step in counting():
        distance[frontier] = step
        if step == depth:
            break
        frontier = np.unique(onwards.other[onwards.places(frontier)])
        frontier = frontier[distance[frontier] < 0]
        if not len(frontier):
            break
    return distance


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


def between(graph: nx.Graph | ArrayGraph, newer: Node, older: Node) -> Mask:
    """Tell which nodes lie on ways from one to another, both included, shape (nodes,); none if there is no way."""
    found = arrays(graph)
    start, end = found.number(newer), found.number(older)
    on: Mask = (distances(found.out_edges, start) >= 0) & (distances(found.in_edges, end) >= 0)
    return on


def common_ancestors(graph: nx.Graph | ArrayGraph, one: Node, other: Node) -> list[CommonAncestor]:
    """Give what two things both descend from: the lowest first, then the nearer; a thing counts as its own ancestor.

    Those that descend from each other in a circle are lowest together.

    Raises
    ------
    networkx.NodeNotFound
        If one of them is not in the graph.

    References
    ----------
    A. V. Aho, J. E. Hopcroft, J. D. Ullman: On finding lowest common ancestors in trees. SIAM Journal on Computing 5
    (1976), 115-132; in graphs: M. A. Bender et al., Journal of Algorithms 57 (2005), 75-94.

    Examples
    --------
    >>> graph = nx.DiGraph([("c", "b"), ("d", "b"), ("b", "a")])
    >>> [(found.node, found.lowest) for found in common_ancestors(graph, "c", "d")]
    [('b', True), ('a', False)]
    """
    found = arrays(graph)
    ways = [distances(found.out_edges, found.number(end)) for end in (one, other)]
    common = np.flatnonzero((ways[0] >= 0) & (ways[1] >= 0))
    lowest = _lowest(found, common)
    near = np.maximum(ways[0], ways[1])[common]
    ranked = common[np.lexsort((common, (ways[0] + ways[1])[common], near, ~lowest[common]))]
    return [
        CommonAncestor(found.names[node], int(ways[0][node]), int(ways[1][node]), bool(lowest[node]))
        for node in ranked.tolist()
    ]


def dominators(graph: nx.Graph | ArrayGraph, newer: Node, older: Node | None = None) -> tuple[Node, ...]:
    """Give what every way from a thing runs through: back to `older`, or back to those that cite nobody.

    The things come in the order of the ways, the newer first, without the two ends; an only root counts.

    Raises
    ------
    networkx.NodeNotFound
        If one of them is not in the graph.
    networkx.NetworkXUnfeasible
        If the graph has a cycle.

    Notes
    -----
    In an order in which each edge runs forward, every way runs through a node just where no edge passes over it.

    Examples
    --------
    >>> dominators(nx.DiGraph([("d", "c"), ("c", "b"), ("c", "x"), ("b", "a"), ("x", "a")]), "d")
    ('c', 'a')
    """
    found = order(graph)
    whole = found.graph
    on = between(whole, newer, older) if older is not None else distances(whole.out_edges, whole.number(newer)) >= 0
    nodes = np.flatnonzero(on)
    nodes = nodes[np.argsort(-found.level[nodes], kind="stable")]
    place = np.full(len(whole), -1)
    place[nodes] = np.arange(len(nodes))
    edges = on[whole.source] & on[whole.target]
    reach = np.where(found.level[nodes] == 0, len(nodes), 0) if older is None else np.zeros(len(nodes), np.int64)
    np.maximum.at(reach, place[whole.source[edges]], place[whole.target[edges]])
    passed = np.maximum.accumulate(reach)
    through = nodes[1:][passed[:-1] <= np.arange(1, len(nodes))] if len(nodes) else nodes
    return tuple(whole.names[node] for node in through.tolist() if whole.names[node] != older)


def _lowest(found: ArrayGraph, common: Ints) -> Mask:
    """Tell which of some nodes no other of them leads to, but in a circle."""
    on = np.zeros(len(found), bool)
    on[common] = True
    labels = hygiene.component_numbers(found)[1]
    led = on[found.source] & on[found.target] & (labels[found.source] != labels[found.target])
    below = np.zeros(len(found), bool)
    below[labels[found.target[led]]] = True
    return on & ~below[labels]


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
