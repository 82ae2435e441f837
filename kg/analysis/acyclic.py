"""The order of an acyclic graph: its levels, and ways to go through it level by level, on arrays.

Edges run from the newer (citing, derived) to the older (cited, origin). A node of level 0 cites nobody; every other
node stands one level above the highest that it cites.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np

from kg.analysis.arrays import Adjacency, ArrayGraph, Ints, Mask, Node, arrays


@dataclass(frozen=True, slots=True)
class Step:
    """The nodes of one level that have edges in the direction of a sweep, and these edges.

    Parameters
    ----------
    nodes : array of int, shape (some,)
    edges, other : array of int, shape (edges of these nodes,)
        Numbers of their edges, node after node, and of the nodes at the other end, which came in an earlier step.
    first : array of int, shape (some,)
        Where the edges of each node begin: what `numpy.ufunc.reduceat` takes.
    count : array of int, shape (some,)
        How many edges each node has.
    """

    nodes: Ints
    edges: Ints
    other: Ints
    first: Ints
    count: Ints


@dataclass(frozen=True, eq=False)
class Sweep:
    """The steps through an acyclic graph in one direction: each node comes after all those at its edges' other ends.

    Parameters
    ----------
    size : int
        How many nodes the graph has.
    nodes : array of int, shape (nodes with edges,)
        In the order of the sweep.
    start : array of int, shape (nodes with edges + 1,)
        Where the edges of each of `nodes` begin in `edges` and `other`.
    edges, other : array of int, shape (edges,)
    bounds : array of int, shape (steps + 1,)
        Where each step begins in `nodes`.
    """

    size: int
    nodes: Ints
    start: Ints
    edges: Ints
    other: Ints
    bounds: Ints

    @classmethod
    def over(cls, ends: Adjacency, rank: Ints) -> "Sweep":
        """Go through the nodes that have such edges, by rank."""
        nodes = np.flatnonzero(np.diff(ends.start))
        nodes = nodes[np.argsort(rank[nodes], kind="stable")]
        places = ends.places(nodes)
        start = np.concatenate([[0], np.cumsum(ends.start[nodes + 1] - ends.start[nodes])])
        changes = np.flatnonzero(np.diff(rank[nodes])) + 1
        bounds = np.unique(np.concatenate([[0], changes, [len(nodes)]]))
        return cls(len(rank), nodes, start, ends.edges[places], ends.other[places], bounds)

    def __iter__(self) -> Iterator[Step]:
        for low, high in zip(self.bounds[:-1].tolist(), self.bounds[1:].tolist(), strict=True):
            start = self.start[low : high + 1]
            part = slice(int(start[0]), int(start[-1]))
            yield Step(
                self.nodes[low:high], self.edges[part], self.other[part], start[:-1] - start[0], np.diff(start)
            )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Order:
    """An acyclic graph and the level of each node.

    Parameters
    ----------
    graph : ArrayGraph
    level : array of int, shape (nodes,)
        The length of the longest way from a node to one that cites nobody.
    """

    graph: ArrayGraph
    level: Ints

    @cached_property
    def older_first(self) -> Sweep:
        """Nodes after all that they cite."""
        return Sweep.over(self.graph.out_edges, self.level)

    @cached_property
    def newer_first(self) -> Sweep:
        """Nodes after all that cite them."""
        return Sweep.over(self.graph.in_edges, -self.level)

    @cached_property
    def depth(self) -> Ints:
        """The length of the longest way to each node from one that nobody cites, shape (nodes,)."""
        depth = np.zeros(len(self.graph), np.int64)
        for step in self.newer_first:
            depth[step.nodes] = np.maximum.reduceat(depth[step.other], step.first) + 1
        return depth


def order(graph: nx.Graph | ArrayGraph) -> Order:
    """Give the level of each node of an acyclic graph.

    Raises
    ------
    networkx.NetworkXUnfeasible
        If there is a cycle.

    References
    ----------
    A. B. Kahn: Topological sorting of large networks. Communications of the ACM 5 (1962), 558-562.

    Examples
    --------
    >>> order(nx.DiGraph([("a", "b"), ("a", "c"), ("c", "b")])).level.tolist()
    [2, 0, 1]
    """
    found = arrays(graph)
    waiting = found.out_degrees.copy()
    level = np.zeros(len(found), np.int64)
    ready = np.flatnonzero(waiting == 0)
    placed = step = 0
    while len(ready):
        level[ready] = step
        placed += len(ready)
        step += 1
        citing = found.in_edges.other[found.in_edges.places(ready)]
        np.subtract.at(waiting, citing, 1)
        ready = np.unique(citing[waiting[citing] == 0])
    if placed < len(found):
        raise nx.NetworkXUnfeasible("the graph has a cycle; shrink it first: kg.analysis.hygiene.shrink")
    return Order(found, level)


@dataclass(frozen=True, eq=False)
class Basket:
    """What lies on a longest path.

    Parameters
    ----------
    length : int
        Edges of a longest path.
    nodes : tuple of nodes
        The nodes that lie on one, by level, the oldest first.
    edges : array of bool, shape (edges,)
        The edges that lie on one.
    """

    length: int
    nodes: tuple[Node, ...]
    edges: Mask


def criticality(graph: nx.Graph | ArrayGraph) -> dict[Node, int]:
    """Tell by how many edges the longest path through each node is shorter than the longest of all.

    References
    ----------
    H. C. W. Price, T. S. Evans: Understanding main path analysis. arXiv:2512.12355, 2025 (unit criticality).

    Examples
    --------
    >>> criticality(nx.DiGraph([("c", "b"), ("b", "a"), ("d", "a")]))
    {'c': 0, 'b': 0, 'a': 0, 'd': 1}
    """
    found = order(graph)
    return found.graph.by_node(_criticality(found))


def longest_path_basket(graph: nx.Graph | ArrayGraph | Order) -> Basket:
    """Give the nodes and edges that lie on a longest path of an acyclic graph: those of criticality 0.

    A node's height (the longest way to a node that cites nobody) and depth (the longest way from one that nobody
    cites) add up to the length of the longest path through it.

    Raises
    ------
    networkx.NetworkXUnfeasible
        If there is a cycle.

    References
    ----------
    T. S. Evans, L. Calmon, V. Vasiliauskaite: The longest path in the Price model. Scientific Reports 10 (2020), 10503.
    H. C. W. Price, T. S. Evans: Understanding main path analysis. arXiv:2512.12355, 2025 (the basket).

    Examples
    --------
    >>> longest_path_basket(nx.DiGraph([("c", "b"), ("b", "a"), ("c", "a")])).nodes
    ('a', 'b', 'c')
    """
    found = graph if isinstance(graph, Order) else order(graph)
    on = _criticality(found) == 0
    nodes = np.flatnonzero(on)
    nodes = nodes[np.argsort(found.level[nodes], kind="stable")]
    one, two = found.graph.source, found.graph.target
    edges = on[one] & on[two] & (found.level[one] == found.level[two] + 1)
    length = int(found.level.max(initial=0))
    return Basket(length, tuple(found.graph.names[number] for number in nodes.tolist()), edges)


def _criticality(found: Order) -> Ints:
    through = found.level + found.depth
    shorter: Ints = through.max(initial=0) - through
    return shorter
