"""Parts of a graph that have more edges within than between them, found by the Leiden algorithm, with a label each."""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import networkx as nx
import numpy as np

from kg.analysis.arrays import ArrayGraph, Floats, Ints, Node, arrays, edge_numbers

ITERATIONS = 10
LEAST_SHARE = 0.05
"""A feature labels a community only if at least so many of those of its members that have any have it."""
_LEAST = 2
"""... and at least so many members."""
_WORD = re.compile(r"[^\W\d_][\w-]+\w")
_FUNCTION_WORDS = frozenset((
    "a", "all", "an", "and", "are", "as", "at", "based", "be", "beyond", "by", "can", "do", "does", "for",
    "from", "has", "how", "in", "into", "is", "it", "its", "more", "new", "not", "novel", "of", "on", "one",
    "or", "our", "that", "the", "their", "they", "this", "to", "toward", "towards", "using", "via", "we",
    "what", "when", "where", "which", "why", "with", "without", "you", "your",
))  # fmt: skip
"""Words that say nothing of what a paper is about."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A division of the nodes of a graph into communities.

    Parameters
    ----------
    communities : tuple of tuples of nodes
        The largest first, equal ones by their first node; members in the order of the graph.
    modularity : float or None
        How much more edges lie within communities than chance would have it, as a share of all edges. None where there
        are no edges.
    alone : tuple of nodes
        Those without an edge: they belong to no community.
    """

    communities: tuple[tuple[Node, ...], ...]
    modularity: float | None
    alone: tuple[Node, ...]


def leiden(
    graph: nx.Graph | ArrayGraph,
    *,
    resolution: float = 1.0,
    weight: str | None = None,
    seed: int = 0,
    iterations: int = ITERATIONS,
) -> Partition:
    """Divide a graph into communities such that its modularity is high.

    The direction of edges does not count, nor do loops; edges both ways between two nodes are one.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
    resolution : float
        The higher, the more and the smaller communities.
    weight : str, optional
        An attribute of edges; the highest counts where several edges join two nodes.
    seed : int
        The same seed, graph and order of nodes give the same communities.
    iterations : int
        How many at most; -1 goes on until nothing changes. On large graphs the last changes take longest and gain
        least.

    References
    ----------
    V. A. Traag, L. Waltman, N. J. van Eck: From Louvain to Leiden: guaranteeing well-connected communities. Scientific
    Reports 9 (2019) 5233.
    M. E. J. Newman, M. Girvan: Finding and evaluating community structure in networks. Physical Review E 69 (2004)
    026113.
    """
    found = arrays(graph)
    ends, weights = _joined(found, edge_numbers(graph, weight))
    if not len(ends):
        return Partition((), None, tuple(found.names))
    used = np.unique(ends)
    import igraph  # it imports matplotlib, which no other command should wait for

    made = igraph.Graph(len(used), np.searchsorted(used, ends).tolist())
    with _seeded(seed):
        clusters = made.community_leiden(
            objective_function="modularity", weights=weights.tolist(), resolution=resolution, n_iterations=iterations
        )
    labels = np.array(clusters.membership)
    modularity = made.modularity(labels.tolist(), weights=weights.tolist(), resolution=resolution)
    groups = (used[labels == label].tolist() for label in range(labels.max() + 1))
    ordered = sorted(groups, key=lambda group: (-len(group), group[0]))
    alone = np.setdiff1d(np.arange(len(found)), used)
    return Partition(tuple(_names(found, group) for group in ordered), float(modularity), _names(found, alone.tolist()))


def _joined(found: ArrayGraph, weights: Floats | None) -> tuple[Ints, Floats]:
    """Give the pairs of nodes that are joined, the lower number first, and the highest weight of each."""
    low, high = np.minimum(found.source, found.target), np.maximum(found.source, found.target)
    values = np.ones(len(low)) if weights is None else weights
    apart = low != high
    keys, place = np.unique(low[apart].astype(np.int64) * len(found) + high[apart], return_inverse=True)
    highest = np.zeros(len(keys))
    np.maximum.at(highest, place, values[apart])
    return np.column_stack([keys // max(len(found), 1), keys % max(len(found), 1)]), highest


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Let igraph draw from a generator of our own, then from that of everybody again."""
    import igraph

    igraph.set_random_number_generator(random.Random(seed))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def _names(found: ArrayGraph, numbers: Iterable[int]) -> tuple[Node, ...]:
    return tuple(found.names[number] for number in numbers)


@dataclass(frozen=True, slots=True)
class Mark:
    """A feature that is more common in a community than outside of it.

    Parameters
    ----------
    feature : str
    members : int
        How many members have it.
    share, elsewhere : float
        Of the members and of the other nodes, in each case of those that have any feature.
    """

    feature: str
    members: int
    share: float
    elsewhere: float


def marks(
    communities: Sequence[Sequence[Node]], features: Mapping[Node, Iterable[str]], most: int = 3
) -> list[list[Mark]]:
    """Give the features that tell each community from the rest, the most telling first.

    The order is by how far the share of members with a feature exceeds that of all nodes with it, in the measure of
    Kullback and Leibler: what is common here and rare elsewhere comes first, not what a single member has. A feature
    that fewer than two members have, or fewer than a twentieth of those with any, is no mark.

    Parameters
    ----------
    communities : sequence of sequences of nodes
    features : mapping of node to str
        Such as techniques that a paper uses, or words of its title.
    most : int
        How many at most for each.

    References
    ----------
    S. Kullback, R. A. Leibler: On information and sufficiency. Annals of Mathematical Statistics 22 (1951), 79-86.
    """
    counted = [_count(group, features) for group in communities]
    whole: Counter[str] = sum((counts for counts, _ in counted), Counter())
    having = sum(with_any for _, with_any in counted)
    return [_marks_of(counts, with_any, whole, having)[:most] for counts, with_any in counted]


def _count(group: Iterable[Node], features: Mapping[Node, Iterable[str]]) -> tuple[Counter[str], int]:
    found = [set(features.get(node, ())) for node in group]
    return Counter(feature for known in found for feature in known), sum(bool(known) for known in found)


def _marks_of(counts: Counter[str], with_any: int, whole: Counter[str], having: int) -> list[Mark]:
    marked = []
    for feature, members in counts.items():
        share, overall = members / with_any, whole[feature] / having
        if members >= _LEAST and share >= LEAST_SHARE and share > overall:
            others = having - with_any
            elsewhere = (whole[feature] - members) / others if others else 0.0
            marked.append((-share * np.log(share / overall), feature, Mark(feature, members, share, elsewhere)))
    return [mark for _, _, mark in sorted(marked, key=lambda found: found[:2])]


def words(title: str) -> list[str]:
    """Give the words of a title that say what it is about, in lower case, each once.

    Examples
    --------
    >>> words("Is Attention All You Need? An Attention-Free Model of 2021")
    ['attention', 'need', 'attention-free', 'model']
    """
    found = (word.lower() for word in _WORD.findall(title))
    return list(dict.fromkeys(word for word in found if word not in _FUNCTION_WORDS))


def modularity(
    graph: nx.Graph | ArrayGraph,
    communities: Iterable[Iterable[Node]],
    *,
    weight: str | None = None,
    resolution: float = 1.0,
) -> float | None:
    """Give the modularity of a division, as `leiden` counts; None where there are no edges.

    Every node with an edge belongs to one community.
    """
    found = arrays(graph)
    ends, weights = _joined(found, edge_numbers(graph, weight))
    if not len(ends):
        return None
    label = np.zeros(len(found), np.int64)
    for place, group in enumerate(communities):
        label[[found.number(node) for node in group]] = place
    total, within = weights.sum(), label[ends[:, 0]] == label[ends[:, 1]]
    degree = np.bincount(np.concatenate([label[ends[:, 0]], label[ends[:, 1]]]), np.concatenate([weights, weights]))
    return float(weights[within].sum() / total - resolution * ((degree / (2 * total)) ** 2).sum())
