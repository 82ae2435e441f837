"""networkx's functions on `ArrayGraph`: what its dispatch calls when a graph of ours is given to it.

Each function has the name and the parameters of networkx's, and gives what it gives. What is not here, networkx
refuses to run on an `ArrayGraph`; `ArrayGraph.to_networkx` makes a graph on which it runs.
"""

from collections.abc import Iterator
from typing import Any

import networkx as nx

from kg.analysis import hygiene
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
