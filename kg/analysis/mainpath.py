"""Main paths: the ways through a citation graph along which most of what is known came down.

A main path is a set of edges that the traversal weights pick out. All ties are kept, so it may branch. Where the
weights are logarithms, what lies within rounding of the best is compared again in exact integers: a tie is a tie of
the integers, and no other.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np

from kg.analysis.arrays import Adjacency, ArrayGraph, Ints, Node
from kg.analysis.heaviest import ROUNDING, NearBest
from kg.analysis.traversal import Weights, traversal_weights

SEARCHES = ("global", "local", "backward", "key-route", "key-route-local")


@dataclass(frozen=True, eq=False)
class MainPath:
    """Edges that a search picked out of a graph, with their weights.

    Parameters
    ----------
    weights : Weights
        Of all edges of the graph.
    edges : array of int, shape (edges of the path,)
        Numbers of edges, ascending.
    """

    weights: Weights
    edges: Ints

    @cached_property
    def graph(self) -> ArrayGraph:
        """The path as a graph: its nodes and edges, with all their attributes."""
        whole = self.weights.graph
        chosen, nodes = np.zeros(len(whole.source), bool), np.zeros(len(whole), bool)
        chosen[self.edges] = True
        nodes[whole.source[self.edges]] = nodes[whole.target[self.edges]] = True
        return whole.keep_edges(chosen).keep(nodes)

    @cached_property
    def integers(self) -> tuple[int, ...]:
        """The exact weight of each edge of `graph`."""
        return tuple(self.weights.integers(self.edges))

    def __iter__(self) -> Iterator[tuple[Node, Node]]:
        whole = self.weights.graph
        ends = zip(whole.source[self.edges].tolist(), whole.target[self.edges].tolist(), strict=True)
        return ((whole.names[one], whole.names[two]) for one, two in ends)

    def __len__(self) -> int:
        return len(self.edges)


def main_path(
    graph: nx.Graph | ArrayGraph, weight: str = "spc", search: str = "global", key_routes: int = 1
) -> MainPath:
    """Weigh the edges of an acyclic graph and pick out a main path.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
        Edges run from the citing to the cited.
    weight : str
        One of `kg.analysis.traversal.KINDS`.
    search : str
        ``global``: see `global_path`; ``local`` (along the flow) and ``backward``: see `local_path`; ``key-route``
        and ``key-route-local``: see `key_route_path`.
    key_routes : int
        How many edges a search by key routes begins from.

    Returns
    -------
    MainPath

    Raises
    ------
    networkx.NetworkXUnfeasible
        If there is a cycle.
    ValueError
        If there is no such weight or search, or fewer than one key route.

    Examples
    --------
    >>> graph = nx.DiGraph([("d", "c"), ("c", "b"), ("b", "a"), ("d", "a"), ("x", "b")])
    >>> found = main_path(graph)
    >>> list(found), found.integers
    ([('d', 'c'), ('c', 'b'), ('b', 'a')], (1, 1, 2))
    """
    if search not in SEARCHES:
        raise ValueError(f"a search is one of {', '.join(SEARCHES)}, not {search!r}")
    weights = traversal_weights(graph, weight)
    if search == "global":
        return global_path(weights)
    if search in ("local", "backward"):
        return local_path(weights, backward=search == "backward")
    return key_route_path(weights, key_routes, local=search == "key-route-local")


def local_path(weights: Weights, *, backward: bool = False) -> MainPath:
    """Follow the heaviest edge at each step.

    The search begins with the heaviest of all edges to the nodes that cite nobody, and goes on from its citing end
    with the heaviest edge to that, until nobody cites. Backward it begins with the heaviest of all edges from nodes
    that nobody cites, and goes on with the heaviest edge from its cited end.

    References
    ----------
    N. P. Hummon, P. Doreian: Connectivity in a citation network. Social Networks 11 (1989), 39-63 (priority first
    search). J. S. Liu, L. Y. Y. Lu: An integrated approach for main path analysis. Journal of the American Society
    for Information Science and Technology 63 (2012), 528-542 (forward and backward).
    """
    graph = weights.graph
    ends, starts = (graph.out_edges, graph.in_degrees) if backward else (graph.in_edges, graph.out_degrees)
    first = np.flatnonzero(starts == 0)
    begun = _heaviest(weights, ends.edges[ends.places(first)])
    further = _follow_heaviest(weights, ends, _far_ends(graph, begun, backward))
    return _path(weights, begun, further)


def global_path(weights: Weights) -> MainPath:
    """Give the path with the largest sum of weights, of all from a node that nobody cites to one that cites nobody.

    This is the critical path method with the weights as durations.

    References
    ----------
    V. Batagelj: Efficient algorithms for citation network analysis. arXiv:cs/0309023, 2003 (critical path).
    J. S. Liu, L. Y. Y. Lu: An integrated approach for main path analysis. Journal of the American Society for
    Information Science and Technology 63 (2012), 528-542 (global search).
    """
    found = NearBest.of(weights, weights.order.older_first)
    top = found.sums.max(initial=-np.inf)
    if top == -np.inf:
        return _path(weights)
    starts = np.flatnonzero(found.sums >= top - ROUNDING)
    exact = found.exactly(starts)
    best = max(exact.sums[start] for start in starts.tolist())
    return _path(weights, exact.ways([start for start in starts.tolist() if exact.sums[start] == best]))


def key_route_path(weights: Weights, key_routes: int = 1, *, local: bool = False) -> MainPath:
    """Search from the heaviest edges both ways.

    Parameters
    ----------
    weights : Weights
    key_routes : int
        How many of the heaviest edges; those as heavy as the last of them count too.
    local : bool
        Follow the heaviest edge at each step, else the way with the largest sum.

    Raises
    ------
    ValueError
        If `key_routes` is less than one.

    References
    ----------
    J. S. Liu, L. Y. Y. Lu: An integrated approach for main path analysis. Journal of the American Society for
    Information Science and Technology 63 (2012), 528-542.
    """
    if key_routes < 1:
        raise ValueError(f"at least one key route is needed, not {key_routes}")
    graph, order = weights.graph, weights.order
    keys = _key_edges(weights, key_routes)
    newer, older = np.unique(graph.source[keys]), np.unique(graph.target[keys])
    if local:
        later = _follow_heaviest(weights, graph.in_edges, newer)
        earlier = _follow_heaviest(weights, graph.out_edges, older)
    else:
        later = NearBest.of(weights, order.newer_first).exactly(newer).ways(newer.tolist())
        earlier = NearBest.of(weights, order.older_first).exactly(older).ways(older.tolist())
    return _path(weights, keys, later, earlier)


def _path(weights: Weights, *edges: Ints | Collection[int]) -> MainPath:
    joined = np.concatenate([np.empty(0, np.int64), *(np.array(list(some), np.int64) for some in edges)])
    return MainPath(weights, np.unique(joined))


def _far_ends(graph: ArrayGraph, edges: Ints, backward: bool) -> Ints:
    return np.unique((graph.target if backward else graph.source)[edges])


def _heaviest(weights: Weights, edges: Ints) -> Ints:
    """Give the heaviest of some edges, all that tie."""
    if len(edges) == 0:
        return edges
    logarithms = weights.logarithms[edges]
    near = edges[logarithms >= logarithms.max() - ROUNDING]
    exact = weights.integers(near)
    best = max(exact)
    heaviest: Ints = near[np.array([value == best for value in exact])]
    return heaviest


def _follow_heaviest(weights: Weights, ends: Adjacency, start: Ints) -> list[int]:
    """Give the heaviest edges at some nodes, at their other ends, and so on."""
    graph, found = weights.graph, list[int]()
    waiting, seen = start.tolist(), set(start.tolist())
    while waiting:
        node = waiting.pop()
        chosen = _heaviest(weights, ends.edges_at(node))
        found += chosen.tolist()
        others = np.where(graph.source[chosen] == node, graph.target[chosen], graph.source[chosen]).tolist()
        waiting += [other for other in dict.fromkeys(others) if other not in seen]
        seen.update(others)
    return found


def _key_edges(weights: Weights, count: int) -> Ints:
    """Give so many of the heaviest edges, and those that are as heavy as the last of them."""
    logarithms = weights.logarithms
    if len(logarithms) <= count:
        return np.arange(len(logarithms))
    last = np.partition(logarithms, -count)[-count]
    surely = np.flatnonzero(logarithms > last + ROUNDING)
    near = np.flatnonzero(np.abs(logarithms - last) <= ROUNDING)
    exact = weights.integers(near)
    limit = sorted(exact, reverse=True)[count - len(surely) - 1]
    return np.concatenate([surely, near[np.array([value >= limit for value in exact])]])
