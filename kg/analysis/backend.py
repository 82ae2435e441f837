"""networkx's functions on `ArrayGraph`: what its dispatch calls when a graph of ours is given to it.

Each function has the name and the parameters of networkx's, and gives what it gives. What is not here, networkx
refuses to run on an `ArrayGraph`; `ArrayGraph.to_networkx` makes a graph on which it runs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import polars as pl

from kg.analysis import acyclic, ancestry, centrality, disruption, hygiene, influence, reduction
from kg.analysis.arrays import ArrayGraph, Node, arrays, node_facts


def convert_from_nx(
    graph: nx.Graph,
    edge_attrs: Mapping[str, Any] | None = None,
    node_attrs: Mapping[str, Any] | None = None,
    preserve_edge_attrs: Any = False,
    preserve_node_attrs: Any = False,
    **_: Any,
) -> ArrayGraph:
    """Give a networkx graph over arrays, with the attributes that networkx says a function needs."""
    edges = _wanted(edge_attrs, preserve_edge_attrs, (facts for *_, facts in graph.edges(data=True)))
    nodes = _wanted(node_attrs, preserve_node_attrs, (facts for _, facts in graph.nodes(data=True)))
    return replace(arrays(graph), edge_facts=_columns(edges), facts=_columns(nodes))


def _wanted(named: Mapping[str, Any] | None, whole: Any, facts: Iterator[dict[str, Any]]) -> dict[str, list[Any]]:
    """Give a column for each attribute that is asked for, which others have a default, or for all."""
    rows = list(facts) if named or whole else []
    asked = dict.fromkeys(name for row in rows for name in row) if whole is True else dict(named or {})
    if isinstance(whole, Mapping):
        asked |= {name: default for of_graph in whole.values() for name, default in of_graph.items()}
    return {name: [row.get(name, default) for row in rows] for name, default in asked.items()}


def _columns(wanted: dict[str, list[Any]]) -> pl.DataFrame:
    return pl.DataFrame([pl.Series(name, values, strict=False) for name, values in wanted.items()])


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


def pagerank(
    G: ArrayGraph,  # noqa: N803
    alpha: float = 0.85,
    personalization: Mapping[Node, float] | None = None,
    max_iter: int = 100,
    tol: float = 1e-6,
    nstart: Mapping[Node, float] | None = None,
    weight: str | None = "weight",
    dangling: Mapping[Node, float] | None = None,
) -> dict[Node, float]:
    """Give the ranks to a tighter tolerance than is asked for; where the iteration begins makes no difference."""
    if max_iter < 1:
        raise nx.PowerIterationFailedConvergence(max_iter)
    tolerance = min(influence.TOLERANCE, tol * max(len(G), 1))
    return influence.pagerank(G, alpha, personalization, weight=weight, dangling=dangling, tolerance=tolerance)


def hits(
    G: ArrayGraph,  # noqa: N803
    max_iter: int = 100,
    tol: float = 1e-8,
    nstart: Mapping[Node, float] | None = None,
    normalized: bool = True,
) -> tuple[dict[Node, float], dict[Node, float]]:
    """Give hubs and authorities."""
    if max_iter < 1:
        raise nx.PowerIterationFailedConvergence(max_iter)
    return influence.hits(G, weight="weight", normalized=normalized)


def betweenness_centrality(
    G: ArrayGraph,  # noqa: N803
    k: int | None = None,
    normalized: bool = True,
    weight: str | None = None,
    endpoints: bool = False,
    seed: Any = None,
) -> dict[Node, float]:
    """Give the betweenness, without weights and without the ends of paths."""
    if weight is not None or endpoints:
        raise NotImplementedError("betweenness with weights or endpoints: give networkx the graph of to_networkx()")
    if k is None or k == len(G):
        return centrality.betweenness(G, normalized=normalized)
    drawn = seed.sample(range(len(G)), k)  # networkx has made it a generator
    return centrality.from_sources(G, np.array(drawn), normalized=normalized).values


def core_number(G: ArrayGraph) -> dict[Node, int]:  # noqa: N803
    return centrality.core_number(G)


def cd_index(
    G: ArrayGraph,  # noqa: N803
    node: Node,
    time_delta: Any,
    *,
    time: str = "time",
    weight: str | None = None,
) -> float:
    weights = None if weight is None else [1 if value is None else value for value in node_facts(G, weight)]
    return disruption.as_networkx(G, node, node_facts(G, time), time_delta, weights)
