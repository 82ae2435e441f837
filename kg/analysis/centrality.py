"""Where a thing stands in the whole: between others (betweenness), and how deep in the dense middle (k-core).

igraph does the work, in C, on a graph without parallel edges.
"""

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kg.analysis.arrays import ArrayGraph, Floats, Ints, Node, arrays

if TYPE_CHECKING:
    import igraph


@dataclass(frozen=True, eq=False)
class Sampled:
    """A betweenness that was estimated from the shortest paths of some nodes.

    Parameters
    ----------
    values : dict of node to float
    errors : dict of node to float
        The standard error of each; infinite where there were too few sources to tell.
    sources : int
        Of how many nodes the paths were followed.
    """

    values: dict[Node, float]
    errors: dict[Node, float]
    sources: int


def betweenness(graph: nx.Graph | ArrayGraph, *, normalized: bool = True) -> dict[Node, float]:
    """Give the share of shortest paths between two others that run through each node.

    Takes time in proportion to nodes times edges.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
    normalized : bool
        The share, else the number of pairs whose shortest paths run through.

    References
    ----------
    L. C. Freeman: A set of measures of centrality based on betweenness. Sociometry 40 (1977), 35-41.
    U. Brandes: A faster algorithm for betweenness centrality. Journal of Mathematical Sociology 25 (2001), 163-177.
    """
    found = arrays(graph)
    values = np.array(to_igraph(found).betweenness(), float)
    return found.by_node(values / _pairs(found) if normalized else values)


def sampled_betweenness(
    graph: nx.Graph | ArrayGraph, sources: int, *, normalized: bool = True, seed: int = 0
) -> Sampled:
    """Estimate the betweenness from the shortest paths of some nodes, drawn without putting back.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
    sources : int
        All nodes, exactly, where there are not more.
    normalized : bool
    seed : int
        The same seed draws the same nodes.

    References
    ----------
    U. Brandes, C. Pich: Centrality estimation in large networks. International Journal of Bifurcation and Chaos 17
    (2007), 2303-2318.
    """
    found = arrays(graph)
    if sources >= len(found):
        return Sampled(betweenness(found, normalized=normalized), dict.fromkeys(found, 0.0), len(found))
    drawn = np.array(random.Random(seed).sample(range(len(found)), sources), np.int64)
    return from_sources(found, drawn, normalized=normalized)


def from_sources(graph: nx.Graph | ArrayGraph, drawn: Ints, *, normalized: bool = True) -> Sampled:
    """Estimate the betweenness from the shortest paths of the nodes with these numbers.

    A node says nothing about the paths that run through itself, so where it is drawn, it counts with one source less;
    if it is the only source, its value is NaN.
    """
    found = arrays(graph)
    made, size = to_igraph(found), len(found)
    factor = (1.0 if found.directed else 2.0) / max(size - 2, 1) * (1 if normalized else _pairs(found))
    total, squares = np.zeros(size), np.zeros(size)
    for source in drawn.tolist():
        share = np.array(made.betweenness(sources=[source]), float) * factor
        total += share
        squares += share**2
    count = np.full(size, len(drawn), float)
    count[drawn] -= 1
    mean, error = _mean_and_error(total, squares, count)
    return Sampled(found.by_node(mean), found.by_node(error), len(drawn))


def _mean_and_error(total: Floats, squares: Floats, count: Floats) -> tuple[Floats, Floats]:
    """Give mean and standard error of samples that were drawn without putting back, of all nodes but one."""
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / count
        variance = np.maximum(squares - count * mean**2, 0) / (count - 1)
        error = np.sqrt(variance / count * np.maximum(1 - count / (len(total) - 1), 0))
    return mean, np.where(count > 1, error, math.inf)


def core_number(graph: nx.Graph | ArrayGraph) -> dict[Node, int]:
    """Give the largest k such that a node is in a part where each has at least k edges within it, in and out together.

    Raises
    ------
    networkx.NetworkXNotImplemented
        If there are edges from a node to itself.

    References
    ----------
    S. B. Seidman: Network structure and minimum degree. Social Networks 5 (1983), 269-287.
    V. Batagelj, M. Zaversnik: An O(m) algorithm for cores decomposition of networks. arXiv:cs/0310049, 2003.
    """
    found = arrays(graph)
    if (found.source == found.target).any():
        raise nx.NetworkXNotImplemented(
            "cores are not defined where an edge runs from a node to itself; drop loops first"
        )
    return found.by_node(np.array(to_igraph(found).coreness(mode="all"), np.int64))


def to_igraph(found: ArrayGraph) -> "igraph.Graph":
    """Give a graph to igraph: nodes by number, no attributes, no loops, no parallel edges."""
    import igraph  # it imports matplotlib, which no other command should wait for

    ends = zip(found.source.tolist(), found.target.tolist(), strict=True)
    made: igraph.Graph = igraph.Graph(len(found), ends, directed=found.directed)
    return made.simplify()


def _pairs(found: ArrayGraph) -> int:
    """Count the pairs of other nodes that a node could be between."""
    others = max(len(found) - 1, 0) * max(len(found) - 2, 0)
    return max(others if found.directed else others // 2, 1)
