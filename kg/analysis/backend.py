"""networkx's functions on `ArrayGraph`: what its dispatch calls when a graph of ours is given to it.

Each function has the name and the parameters of networkx's, and gives what it gives. What is not here, networkx
refuses to run on an `ArrayGraph`; `ArrayGraph.to_networkx` makes a graph on which it runs.
"""

from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np

from kg.analysis import acyclic, ancestry, hygiene, reduction
from kg.analysis.arrays import ArrayGraph, Node, arrays


def convert_from_nx(graph: nx.Graph, *_: Any, **__: Any) -> ArrayGraph:
    """Give a networkx graph over arrays."""
    return arrays(graph)


def convert_to_nx(result: Any, **_: Any) -> Any:
    """Give a graph of ours as networkx's; what is no graph, as it is."""
    return result.to_networkx() if isinstance(result, ArrayGraph) else result


def strongly_connected_components(G: ArrayGraph) -> Iterator[set[Node]]:  # noqa: N803 (networkx's name)
    return iter(hygiene.components(G, strong=True))


def weakly_connected_components(G: ArrayGraph) -> Iterator[set[Node]]:  # noqa: N803
    return iter(hygiene.components(G, strong=False))


def number_strongly_connected_components(G: ArrayGraph) -> int:  # noqa: N803
    return hygiene.component_numbers(G, strong=True)[0]


def number_weakly_connected_components(G: ArrayGraph) -> int:  # noqa: N803
    return hygiene.component_numbers(G, strong=False)[0]


def is_directed_acyclic_graph(G: ArrayGraph) -> bool:  # noqa: N803
    return hygiene.is_acyclic(G)


def ancestors(G: ArrayGraph, source: Node) -> set[Node]:  # noqa: N803
    return _reached(G, source, up=False)


def descendants(G: ArrayGraph, source: Node) -> set[Node]:  # noqa: N803
    return _reached(G, source, up=True)


def single_source_shortest_path_length(
    G: ArrayGraph,  # noqa: N803
    source: Node,
    cutoff: int | None = None,
) -> dict[Node, int]:
    return ancestry.generations(_both_ways(G), source, up=True, depth=cutoff)


def topological_generations(G: ArrayGraph) -> Iterator[list[Node]]:  # noqa: N803
    if not G.directed:
        raise nx.NetworkXError("Topological sort not defined on undirected graphs.")
    level = acyclic.order(G.reversed()).level
    nodes = np.argsort(level, kind="stable")
    bounds = np.flatnonzero(np.diff(level[nodes])) + 1
    return iter([[G.names[node] for node in part.tolist()] for part in np.split(nodes, bounds) if len(part)])


def topological_sort(G: ArrayGraph) -> Iterator[Node]:  # noqa: N803
    return (node for generation in topological_generations(G) for node in generation)


def transitive_reduction(G: ArrayGraph) -> ArrayGraph:  # noqa: N803
    if not hygiene.is_acyclic(G):
        raise nx.NetworkXError("Directed Acyclic Graph required for transitive_reduction")
    return reduction.transitive_reduction(G)


def _reached(graph: ArrayGraph, source: Node, *, up: bool) -> set[Node]:
    """Give the nodes that an edge leads to, or comes from, and so on: networkx follows edges up to what is cited."""
    if source not in graph:
        raise nx.NetworkXError(f"The node {source} is not in the digraph.")
    return ancestry.generations(_both_ways(graph), source, up=up).keys() - {source}


def _both_ways(graph: ArrayGraph) -> ArrayGraph:
    """Give an undirected graph as a directed one with each edge in both directions."""
    if graph.directed:
        return graph
    ends = np.concatenate([graph.source, graph.target]), np.concatenate([graph.target, graph.source])
    return ArrayGraph(graph.names, *ends)
