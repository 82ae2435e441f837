"""Does a paper take the place of what it builds on, or bring readers to it? The CD index, with a window in years."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy import sparse

from kg.analysis import hygiene
from kg.analysis.arrays import ArrayGraph, Ints, Node, arrays
from kg.analysis.dates import Dates, Window

WINDOW = 5
_AT_ONCE = 20_000_000
"""How many citations of references are looked at together: a few hundred megabytes."""


@dataclass(frozen=True, slots=True)
class Disruption:
    """How the papers of a window after a paper cite it and its references.

    Parameters
    ----------
    alone : int or None
        They cite the paper and none of its references: what came before is forgotten.
    together : int or None
        They cite the paper and a reference of it.
    around : int or None
        They cite a reference, not the paper.
    references : int
        How many references of the paper are known, in the graph.
    undated : int
        Papers that cite it, and of which it is not known whether they fall into the window.

    Notes
    -----
    The three counts are None where the paper has no date, or none of its references is known.

    Examples
    --------
    >>> Disruption(3, 1, 4, 2).cd
    0.25
    """

    alone: int | None
    together: int | None
    around: int | None
    references: int = 0
    undated: int = 0

    @property
    def cd(self) -> float | None:
        """From -1 (all who cite it cite its references too) to 1 (none does); None where nothing can be said."""
        if self.alone is None or self.together is None or self.around is None:
            return None
        all_of = self.alone + self.together + self.around
        return (self.alone - self.together) / all_of if all_of else None


def disruption(
    graph: nx.Graph | ArrayGraph, window: int = WINDOW, nodes: Iterable[Node] | None = None
) -> dict[Node, Disruption]:
    """Count how later papers cite each paper and its references.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
        Edges run from the citing to the cited paper; nodes have the attribute ``date``. Parallel edges count once.
    window : int
        Years. A paper falls into the window if it is later than the one that is looked at, and not later than that
        many years after it; both at the precision that the two dates have in common.
    nodes : iterable of hashable, optional
        The papers to look at; all if absent.

    Notes
    -----
    `networkx.cd_index` counts those who cite only references whenever they come, before the paper too, and gives a
    paper without references 1; the definition speaks of what comes after, and a paper whose references are not known
    may have any. On papers with references of which all others come within the window, both give the same.

    References
    ----------
    R. J. Funk, J. Owen-Smith: A dynamic network measure of technological change. Management Science 63 (2017), 791-817.
    L. Wu, D. Wang, J. A. Evans: Large teams develop and small teams disrupt science and technology. Nature 566 (2019),
    378-382.
    """
    found, dates = hygiene.simple(graph), Dates.of_nodes(graph)
    chosen = np.arange(len(found)) if nodes is None else np.array([found.number(node) for node in nodes], np.int64)
    counts = np.zeros((3, len(found)), np.int64)
    cites = found.matrix().astype(np.int32)
    cited_by = cites.T.tocsr()
    able = chosen[dates.known[chosen] & (found.out_degrees[chosen] > 0)]
    for part in _parts(found, able):
        counts[:, part] = _counted(cites, cited_by, part, dates.window(part, window))
    undated = np.bincount(found.target, ~dates.known[found.source], len(found)).astype(int)
    known = np.isin(chosen, able).tolist()
    facts = np.vstack([counts, found.out_degrees, undated])[:, chosen].T.tolist()
    made = [
        Disruption(*fact) if sure else Disruption(None, None, None, *fact[3:])
        for fact, sure in zip(facts, known, strict=True)
    ]
    return {found.names[number]: one for number, one in zip(chosen.tolist(), made, strict=True)}


def _counted(
    cites: sparse.csr_array, cited_by: sparse.csr_array, part: Ints, window: Window
) -> tuple[Ints, Ints, Ints]:
    """Give how many papers of the window cite each paper of a part alone, with references, or only these."""
    directly, by_references = (_within(found, window) for found in (cited_by[part], cites[part] @ cited_by))
    both = directly.multiply(by_references).tocsr()
    direct, through, shared = (np.diff(matrix.indptr) for matrix in (directly, by_references, both))
    return direct - shared, shared, through - shared


def _within(matrix: sparse.csr_array, window: Window) -> sparse.csr_array:
    """Keep the columns that fall into the window of their row, as ones."""
    kept = window.holds(np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)), matrix.indices)
    start = np.concatenate([[0], np.cumsum(kept)])[matrix.indptr]
    return sparse.csr_array((np.ones(int(start[-1]), np.int32), matrix.indices[kept], start), shape=matrix.shape)


def _parts(found: ArrayGraph, nodes: Ints) -> Iterator[Ints]:
    """Split nodes so that each part has about as much to look at as fits."""
    of_references = np.bincount(found.source, found.in_degrees[found.target], len(found))
    ends = np.cumsum(of_references[nodes]) // _AT_ONCE
    yield from np.split(nodes, np.flatnonzero(np.diff(ends)) + 1) if len(nodes) else ()


def as_networkx(
    graph: nx.Graph | ArrayGraph, node: Node, times: list[object], delta: object, weights: list[float] | None = None
) -> float:
    """Give the CD index of one node as `networkx.cd_index` counts; see the notes at `disruption`.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
    node : hashable
    times : list
        Of each node; `delta` can be added to them.
    delta : object
    weights : list of float, optional
        Of each node: a citing paper counts with one over it.

    Returns
    -------
    float
        With two decimals.

    Raises
    ------
    networkx.NetworkXError
        If times are missing or cannot be compared, or if nobody cites the node or a reference of it.
    """
    found = arrays(graph)
    number = found.number(node)
    if any(time is None for time in times):
        raise nx.NetworkXError("Not all nodes have a time.")
    try:
        last = times[number] + delta  # type: ignore[operator]
        citing = {other for other in found.in_edges.at(number).tolist() if times[other] <= last}
    except TypeError:
        raise nx.NetworkXError("The times and the window cannot be added and compared.") from None
    references = set(found.out_edges.at(number).tolist())
    by_references = {one for reference in references for one in found.in_edges.at(reference).tolist()}
    size = len(citing | by_references - {number})
    if not size:
        raise nx.NetworkXError("The cd index cannot be defined.")
    signs = [(-1 if other in by_references else 1) / (weights[other] if weights else 1) for other in sorted(citing)]
    return round(sum(signs) / size, 2)
