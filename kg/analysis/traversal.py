"""How much of what is known flows through each citation: the traversal weights SPC, SPLC and SPNP.

Knowledge flows against the edges, from the cited to the citing. So a *source* of knowledge is a node that cites nobody
in the graph, a *sink* one that nobody there cites; the *tail* of an arc of flow is the cited end of an edge, its *head*
the citing end. For each edge,

- SPC counts the paths of flow from any source to any sink that run through it;
- SPLC those from the tail or any of its ancestors to any sink;
- SPNP those from the tail or any of its ancestors to the head or any of its descendants.

Each is the product of two counts: of paths that end at the tail, and of paths that begin at the head.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.analysis.acyclic import Order, Sweep, order
from kg.analysis.arrays import ArrayGraph, Floats, Ints, Node

KINDS = ("spc", "splc", "spnp")

_BITS = 62
"""Numbers below 2 to this power are counted as int64."""


@dataclass(frozen=True, eq=False)
class Weights(Mapping[tuple[Node, Node], int | float]):
    """A traversal weight of each edge, also by its two ends: ``weights["newer", "older"]``.

    Parameters
    ----------
    order : Order
    kind : str
        One of `KINDS`.
    array : array of int or float, shape (edges,)
        The weights where `exact`, else their natural logarithms; the error is that of rounding the logarithm.
    exact : bool
    """

    order: Order
    kind: str
    array: NDArray[np.int64] | Floats
    exact: bool

    @property
    def graph(self) -> ArrayGraph:
        return self.order.graph

    def __getitem__(self, ends: tuple[Node, Node]) -> int | float:
        one, two = (self.graph.number(end) if end in self.graph else -1 for end in ends)
        if one >= 0:
            edges = self.graph.out_edges.edges_at(one)
            for edge in edges[self.graph.target[edges] == two].tolist():
                return int(self.array[edge]) if self.exact else float(self.array[edge])
        raise KeyError(ends)

    def __iter__(self) -> Iterator[tuple[Node, Node]]:
        names = self.graph.names
        for one, two in zip(self.graph.source.tolist(), self.graph.target.tolist(), strict=True):
            yield names[one], names[two]

    def __len__(self) -> int:
        return len(self.array)

    @cached_property
    def logarithms(self) -> Floats:
        """The natural logarithm of each weight, shape (edges,)."""
        return np.log(self.array) if self.exact else self.array.astype(np.float64, copy=False)

    def integers(self, edges: Ints) -> list[int]:
        """Give the exact weights of some edges (numbers), however large."""
        if self.exact:
            return [int(value) for value in self.array[edges].tolist()]
        into, out = self._counts
        return [int(value) for value in (into[self.graph.target[edges]] * out[self.graph.source[edges]]).tolist()]

    @cached_property
    def _counts(self) -> tuple[NDArray[Any], NDArray[Any]]:
        before, after = _sides(self.order, self.kind)
        return _counts(*before, object), _counts(*after, object)


def traversal_weights(graph: nx.Graph | ArrayGraph, kind: str = "spc") -> Weights:
    """Give the traversal weight of each edge of an acyclic graph.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
        Edges run from the citing to the cited. Parallel edges are ways of their own.
    kind : str
        ``spc`` (search path count), ``splc`` (search path link count) or ``spnp`` (search path node pair).

    Returns
    -------
    Weights
        Exact integers if all counts are below 2**62, else natural logarithms. `Weights.integers` has exact integers
        in either case.

    Raises
    ------
    networkx.NetworkXUnfeasible
        If there is a cycle.
    ValueError
        If there is no such kind of weight.

    References
    ----------
    N. P. Hummon, P. Doreian: Connectivity in a citation network. Social Networks 11 (1989), 39-63 (SPLC, SPNP).
    V. Batagelj: Efficient algorithms for citation network analysis. arXiv:cs/0309023, 2003 (SPC; all in linear time).
    J. S. Liu, L. Y. Y. Lu, M. H.-C. Ho: A few notes on main path analysis. Scientometrics 119 (2019), 379-391.

    Examples
    --------
    >>> weights = traversal_weights(nx.DiGraph([("d", "b"), ("d", "c"), ("b", "a"), ("c", "a"), ("e", "d")]))
    >>> weights["e", "d"], weights["d", "b"]
    (2, 1)
    """
    if kind not in KINDS:
        raise ValueError(f"a traversal weight is one of {', '.join(KINDS)}, not {kind!r}")
    found = order(graph)
    source, target = found.graph.source, found.graph.target
    before, after = _sides(found, kind)
    into, out = _scaled_counts(*before), _scaled_counts(*after)
    power = into.power[target] + out.power[source]
    if max(_largest(power), _largest(into.power), _largest(out.power)) <= _BITS:
        product = _counts(*before, np.int64)[target] * _counts(*after, np.int64)[source]
        return Weights(found, kind, product, exact=True)
    return Weights(found, kind, into.logarithms[target] + out.logarithms[source], exact=False)


def _sides(found: Order, kind: str) -> tuple[tuple[Sweep, bool], tuple[Sweep, bool]]:
    """Tell how to count paths that end at a node, and that begin there: which way, and whether other ends are free."""
    return (found.older_first, kind != "spc"), (found.newer_first, kind == "spnp")


def _counts(sweep: Sweep, anywhere: bool, kind: type) -> NDArray[Any]:
    """Count paths at each node as int64, or as Python's integers (object)."""
    counts: NDArray[Any] = np.ones(sweep.size, kind)
    for step in sweep:
        counts[step.nodes] = np.add.reduceat(counts[step.other], step.first) + int(anywhere)
    return counts


@dataclass(frozen=True, eq=False)
class _Scaled:
    """Numbers of any size: fraction times 2 to a power, so that no sum of them overflows or loses what float64 holds.

    Parameters
    ----------
    fraction : array of float, shape (nodes,)
        From 0.5 up to 1.
    power : array of int32, shape (nodes,)
    """

    fraction: Floats
    power: NDArray[np.int32]

    @property
    def logarithms(self) -> Floats:
        logarithms: Floats = np.log(self.fraction) + self.power * np.log(2.0)
        return logarithms


def _scaled_counts(sweep: Sweep, anywhere: bool) -> _Scaled:
    """Count paths at each node in floating point."""
    fraction, power = np.full(sweep.size, 0.5), np.ones(sweep.size, np.int32)
    for step in sweep:
        theirs = power[step.other]
        top = np.maximum.reduceat(theirs, step.first)
        total = np.add.reduceat(np.ldexp(fraction[step.other], theirs - np.repeat(top, step.count)), step.first)
        if anywhere:
            total += np.ldexp(1.0, -top)
        fraction[step.nodes], shift = np.frexp(total)
        power[step.nodes] = top + shift
    return _Scaled(fraction, power)


def _largest(power: NDArray[np.int32]) -> int:
    return int(power.max(initial=0))
