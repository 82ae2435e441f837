"""Random acyclic graphs, and the plain versions of what is asked of them."""

from collections.abc import Iterator
from itertools import pairwise

import networkx as nx
from hypothesis import strategies as st

Edge = tuple[int, int]


def _made(size: int, wanted: list[Edge], names: list[int]) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from((names[max(pair)], names[min(pair)]) for pair in wanted if pair[0] != pair[1])
    return graph


@st.composite
def dags(draw: st.DrawFn, most: int = 8) -> nx.DiGraph:
    """Give acyclic graphs whose nodes stand in any order; edges run from the citing to the cited."""
    size = draw(st.integers(1, most))
    node = st.integers(0, size - 1)
    return _made(size, draw(st.lists(st.tuples(node, node), max_size=3 * size)), draw(st.permutations(range(size))))


def plain(graph: nx.DiGraph, kind: str) -> dict[Edge, int]:
    """Count paths by networkx's order and Python's integers."""
    order = list(nx.topological_sort(graph))
    into, out = dict[int, int](), dict[int, int]()
    for node in order:
        out[node] = sum(out[end] for end in graph.predecessors(node)) + (kind == "spnp" or not graph.in_degree(node))
    for node in reversed(order):
        into[node] = sum(into[end] for end in graph.successors(node)) + (kind != "spc" or not graph.out_degree(node))
    return {(one, two): out[one] * into[two] for one, two in graph.edges}


def flows(graph: nx.DiGraph) -> Iterator[tuple[int, ...]]:
    """Give every path of two nodes or more, from the newer to the older."""
    waiting = [(node,) for node in graph]
    while waiting:
        path = waiting.pop()
        if len(path) > 1:
            yield path
        waiting += [(*path, end) for end in graph.successors(path[-1])]


def whole_flows(graph: nx.DiGraph) -> list[tuple[int, ...]]:
    """Give the paths from a node that nobody cites to one that cites nobody."""
    return [path for path in flows(graph) if not graph.in_degree(path[0]) and not graph.out_degree(path[-1])]


def edges_of(path: tuple[int, ...]) -> list[Edge]:
    return list(pairwise(path))


def layers(width: int, depth: int) -> nx.DiGraph:
    """Give a graph in which each node of a layer cites all of the layer below: it has width to the depth paths."""
    graph = nx.DiGraph()
    for layer in range(1, depth):
        graph.add_edges_from(
            (layer * width + one, (layer - 1) * width + two) for one in range(width) for two in range(width)
        )
    return graph
