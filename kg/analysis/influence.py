"""How much runs together in a thing when readers follow references: PageRank, CiteRank, hubs and authorities.

Edges run from the citing (derived) to the cited (original) thing, so that rank flows to what others build on. Parallel
edges add up.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy import sparse

from kg.analysis.arrays import ArrayGraph, Floats, Ints, Mask, Node, arrays, edge_numbers
from kg.analysis.dates import Dates

TOLERANCE = 1e-12
"""The last step of an iteration changes all ranks together by less than this."""
_STEPS = 1_000
_NARROW = np.iinfo(np.int32).max
"""Up to so many nodes and edges, numbers of half the width do, and are read faster."""
_DIRECTIONS = 300
"""Steps of the search for hubs and authorities; it takes some dozens."""
_NOTHING = 1e-10
"""A direction that is so short beside the others is made of rounding errors."""


def pagerank(
    graph: nx.Graph | ArrayGraph,
    alpha: float = 0.85,
    personalization: Mapping[Node, float] | None = None,
    *,
    weight: str | None = None,
    dangling: Mapping[Node, float] | None = None,
    tolerance: float = TOLERANCE,
    steps: int = _STEPS,
) -> dict[Node, float]:
    """Give the share of time that a reader spends at each node who follows a random edge, or else begins anew.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
    alpha : float
        The chance to follow an edge, less than 1.
    personalization : mapping of node to float, optional
        Where readers begin, in any unit; everywhere alike if absent.
    weight : str, optional
        An attribute of edges to choose by; without it, all edges of a node are alike.
    dangling : mapping of node to float, optional
        Where readers go from a node without edges; where they begin, if absent.
    tolerance : float
        Ends the iteration: the sum of the changes of all ranks, whatever the number of nodes. The error of the result
        is at most `alpha` / (1 - `alpha`) times that.
    steps : int
        How many at most.

    Returns
    -------
    dict of node to float
        The sum is 1.

    Raises
    ------
    networkx.PowerIterationFailedConvergence
        If that is not reached.
    ZeroDivisionError
        If the values of a mapping add up to 0.

    Notes
    -----
    The readers who begin at one time are followed until none of them is left, those at a node without edges dropping
    out; the visits of all are the rank, but for a factor. That takes fewer steps than to send them on from there.

    References
    ----------
    L. Page, S. Brin, R. Motwani, T. Winograd: The PageRank citation ranking: bringing order to the Web. Stanford, 1999.
    G. M. Del Corso, A. Gulli, F. Romani: Fast PageRank computation via a sparse linear system. Internet Mathematics 2
    (2005), 251-273.
    """
    found = arrays(graph)
    if not len(found):
        return {}
    begin = np.full(len(found), 1 / len(found)) if personalization is None else _shares(found, personalization)
    flow = _Flow.of(found, edge_numbers(graph, weight))
    rank = flow.visits(begin, alpha, tolerance, steps)
    if dangling is not None:
        again = flow.visits(_shares(found, dangling), alpha, tolerance, steps)
        dropped = (1 - alpha) * rank[flow.stuck].sum() / (1 - alpha * again[flow.stuck].sum())
        rank = (1 - alpha) * rank + alpha * dropped * again
    return found.by_node(rank / rank.sum())


def citerank(graph: nx.Graph | ArrayGraph, *, tau: float = 2.6, alpha: float = 0.5) -> dict[Node, float | None]:
    """Give how often a reader comes by each paper who begins at a recent one and follows references.

    A reader begins at a paper of age t with a chance in proportion to exp(-t / `tau`), where the newest paper has age
    0, and after each paper stops with the chance `alpha`, or where it has no references.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
        With the attribute ``date`` of nodes; nobody begins at a paper without one.
    tau : float
        In years.
    alpha : float
        Greater than 0, at most 1.

    Returns
    -------
    dict of node to float or None
        The expected visits of one reader; their sum is between 1 and 1 / `alpha`. None for all where nothing is dated.

    References
    ----------
    D. Walker, H. Xie, K.-K. Yan, S. Maslov: Ranking scientific publications using a model of network traffic. Journal
    of Statistical Mechanics (2007) P06010.
    """
    found, moments = arrays(graph), Dates.of_nodes(graph).moments
    if np.isnan(moments).all():
        return dict.fromkeys(found, None)
    begin = np.nan_to_num(np.exp((moments - np.nanmax(moments)) / tau))
    return found.by_node(_Flow.of(found).visits(begin / begin.sum(), 1 - alpha))


def hits(
    graph: nx.Graph | ArrayGraph, *, weight: str | None = None, normalized: bool = True
) -> tuple[dict[Node, float], dict[Node, float]]:
    """Give hubs, which point to good authorities, and authorities, to which good hubs point.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
    weight : str, optional
        An attribute of edges.
    normalized : bool
        Both have the sum 1; else the authorities have length 1, and the hubs that of the largest singular value.

    Returns
    -------
    two dicts of node to float
        Hubs and authorities; all 0 where there are no edges. Where several parts of a graph are equally
        strong, each gets what Kleinberg's iteration gives it, which begins with all nodes alike.

    Raises
    ------
    networkx.PowerIterationFailedConvergence
        If the largest singular value cannot be told from the next.

    References
    ----------
    J. Kleinberg: Authoritative sources in a hyperlinked environment. Journal of the ACM 46 (1999), 604-632.
    """
    found = arrays(graph)
    matrix = _matrix(found, edge_numbers(graph, weight))
    if not matrix.nnz:
        return dict.fromkeys(found, 0.0), dict.fromkeys(found, 0.0)
    authorities = _authorities(matrix)
    authorities /= authorities.sum() if normalized else np.linalg.norm(authorities)
    hubs = matrix @ authorities
    return found.by_node(hubs / hubs.sum() if normalized else hubs), found.by_node(authorities)


def _authorities(matrix: sparse.csr_array) -> Floats:
    """Give the limit of Kleinberg's iteration by the method of Lanczos, which needs fewer steps, from the same start.

    The first steps of the iteration span a space; its best approximation of the limit is kept. Where the space does not
    grow any more, it holds the limit.
    """
    basis = np.ones((1, matrix.shape[0])) / math.sqrt(matrix.shape[0])
    middle: list[float] = []
    beside: list[float] = []
    while len(middle) < _DIRECTIONS:
        step = matrix.T @ (matrix @ basis[-1])
        middle.append(float(step @ basis[-1]))
        for _ in range(2):  # once leaves what rounding brings back
            step -= (basis @ step) @ basis
        values, vectors = np.linalg.eigh(np.diag(middle) + np.diag(beside, 1) + np.diag(beside, -1))
        left = float(np.linalg.norm(step))
        if left <= _NOTHING * values[-1] or left * abs(vectors[-1, -1]) <= TOLERANCE * values[-1]:
            found: Floats = np.abs(vectors[:, -1] @ basis)
            return found
        beside.append(left)
        basis = np.vstack([basis, step / left])
    raise nx.PowerIterationFailedConvergence(_DIRECTIONS)


def rescaled(
    values: Mapping[Node, float], graph: nx.Graph | ArrayGraph, *, window: int | None = None
) -> dict[Node, float | None]:
    """Compare each paper with papers of about the same age: by how many standard deviations it exceeds their mean.

    The `window` papers of nearest rank by date count; those of one date count together, so that the order of nodes does
    not matter.

    Parameters
    ----------
    values : mapping of node to float
        Such as PageRank or a number of citations.
    graph : networkx graph or ArrayGraph
        With the attribute ``date`` of nodes.
    window : int, optional
        A tenth of the papers if absent, but at least 30 and at most 1,000.

    Returns
    -------
    dict of node to float or None
        None where there is no date, or where all papers of the window have the same value.

    References
    ----------
    M. S. Mariani, M. Medo, Y.-C. Zhang: Identification of milestone papers through time-balanced network centrality.
    Journal of Informetrics 10 (2016), 1207-1223.
    """
    found, moments = arrays(graph), Dates.of_nodes(graph).moments
    order = np.argsort(moments, kind="stable")[: int((~np.isnan(moments)).sum())]
    if not len(order):
        return dict.fromkeys(found, None)
    wide = window or min(1_000, max(30, len(order) // 10))
    given = np.array([values[node] for node in found], float)
    low, high = _windows(moments[order], wide)
    mean, spread = _mean_and_spread(given[order], low, high)
    scores = np.full(len(found), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        scores[order] = np.where(spread > 0, (given[order] - mean) / spread, np.nan)
    return {node: None if score != score else score for node, score in found.by_node(scores).items()}


def _windows(moments: Floats, wide: int) -> tuple[Ints, Ints]:
    """Give the first of the papers around each, and the first behind them; `moments` are sorted."""
    size = len(moments)
    first, behind = np.searchsorted(moments, moments, "left"), np.searchsorted(moments, moments, "right")
    start = np.clip((first + behind - wide) // 2, 0, max(size - wide, 0))
    low = first[np.minimum(start, first)]
    high = behind[np.maximum(np.minimum(start + wide, size), behind) - 1]
    return low, high


def _mean_and_spread(values: Floats, low: Ints, high: Ints) -> tuple[Floats, Floats]:
    """Give mean and standard deviation of each window; the spread of equal values is 0."""
    scale = np.abs(values).max() or 1.0
    sums, squares = (np.concatenate([[0.0], np.cumsum(part)]) for part in (values / scale, (values / scale) ** 2))
    count = high - low
    mean = (sums[high] - sums[low]) / count
    spread = np.sqrt(np.maximum((squares[high] - squares[low]) / count - mean**2, 0))
    changes = np.concatenate([[0], np.cumsum(np.diff(values) != 0)])
    spread[changes[high - 1] == changes[low]] = 0
    return mean * scale, spread * scale


@dataclass(frozen=True, eq=False)
class _Flow:
    """The edges by their target, one over the weight of each node's edges, and which nodes have none."""

    edges: sparse.csr_array
    share: Floats
    stuck: Mask

    @classmethod
    def of(cls, found: ArrayGraph, weights: Floats | None = None) -> "_Flow":
        matrix = _matrix(found, weights)
        total = matrix.sum(axis=1)
        stuck = total == 0
        return cls(matrix.T.tocsr(), np.where(stuck, 0.0, 1 / np.where(stuck, 1, total)), stuck)

    def visits(self, begin: Floats, follow: float, tolerance: float = TOLERANCE, steps: int = _STEPS) -> Floats:
        """Give the expected visits at each node, where each reader goes on with the chance `follow`."""
        at, visits = begin, begin.copy()
        for _ in range(steps):
            at = self.edges @ (at * self.share)
            at *= follow
            visits += at
            if at.sum() < tolerance:
                return visits
        raise nx.PowerIterationFailedConvergence(steps)


def _matrix(found: ArrayGraph, weights: Floats | None) -> sparse.csr_array:
    """Give the matrix of a graph; an edge that is not directed runs both ways, a loop once."""
    matrix = found.matrix(weights)
    if max(*matrix.shape, matrix.nnz) <= _NARROW:
        matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    if found.directed:
        return matrix
    both: sparse.csr_array = matrix + matrix.T - sparse.diags_array(matrix.diagonal())
    return both


def _shares(found: ArrayGraph, given: Mapping[Node, float]) -> Floats:
    """Bring the values of nodes to a sum of 1; a node that is not named has none."""
    values = np.zeros(len(found))
    for node, value in given.items():
        if node in found:
            values[found.number(node)] = value
    if values.sum() == 0:
        raise ZeroDivisionError("the values of the nodes add up to 0")
    shares: Floats = values / values.sum()
    return shares
