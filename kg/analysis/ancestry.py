"""What things descend from: by generation, what two have in common, what all ways back run through.

Edges run from the newer to the older: ancestors are what they lead to.
"""

from dataclasses import dataclass
from itertools import count

import networkx as nx
import numpy as np

from kg.analysis import hygiene
from kg.analysis.acyclic import order
from kg.analysis.arrays import Adjacency, ArrayGraph, Ints, Mask, Node, arrays


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
    for step in count():
        distance[frontier] = step
        if step == depth:
            break
        frontier = np.unique(onwards.other[onwards.places(frontier)])
        frontier = frontier[distance[frontier] < 0]
        if not len(frontier):
            break
    return distance


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
