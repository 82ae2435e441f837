"""The way onwards with the largest sum of weights, from any node: near it in logarithms, then exactly in integers."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kg.analysis.acyclic import Order, Sweep
from kg.analysis.arrays import Adjacency, ArrayGraph, Floats, Ints, Mask
from kg.analysis.traversal import Weights

ROUNDING = 1e-9
"""Logarithms that are nearer than this are compared as integers."""


@dataclass(frozen=True, eq=False)
class NearBest:
    """The largest sum of weights of a way onwards from each node, as a logarithm, and the edges that come near it.

    Parameters
    ----------
    weights : Weights
    sweep : Sweep
    sums : array of float, shape (nodes,)
        Minus infinity where there is no way on.
    near : array of bool, shape (edges,)
        By place in `sweep`: may the edge be on the best way from its node?
    """

    weights: Weights
    sweep: Sweep
    sums: Floats
    near: Mask

    @classmethod
    def of(cls, weights: Weights, sweep: Sweep) -> "NearBest":
        logarithms = weights.logarithms[sweep.edges]
        sums = np.full(sweep.size, -np.inf)
        near = np.zeros(len(sweep.edges), bool)
        done = 0
        for step in sweep:
            part = slice(done, done := done + len(step.edges))
            through = np.logaddexp(logarithms[part], sums[step.other])
            top = np.maximum.reduceat(through, step.first)
            sums[step.nodes] = top
            near[part] = through >= np.repeat(top, step.count) - ROUNDING
        return cls(weights, sweep, sums, near)

    def exactly(self, starts: Ints) -> "Best":
        """Decide in exact integers which ways on from some nodes are best."""
        edges = self._reached(starts)
        graph, order = self.weights.graph, self.weights.order
        weight = dict(zip(edges.tolist(), self.weights.integers(edges), strict=True))
        return Best.of(graph, order, self.sweep is order.older_first, weight, starts.tolist())

    def _reached(self, starts: Ints) -> Ints:
        """Give the near edges on the ways from some nodes."""
        edges, other = self.sweep.edges[self.near], self.sweep.other[self.near]
        nodes = np.repeat(self.sweep.nodes, np.diff(self.sweep.start))[self.near]
        onwards = Adjacency.of(nodes, other, self.sweep.size)
        seen = np.zeros(self.sweep.size, bool)
        frontier = np.unique(starts)
        found: list[Ints] = [np.empty(0, np.int64)]
        while len(frontier):
            seen[frontier] = True
            places = onwards.places(frontier)
            found.append(edges[onwards.edges[places]])
            frontier = np.unique(onwards.other[places])
            frontier = frontier[~seen[frontier]]
        return np.unique(np.concatenate(found))


@dataclass(frozen=True, eq=False)
class Best:
    """The largest sum of weights of a way onwards from a few nodes, in integers, and the edges that reach it."""

    sums: dict[int, int]
    edges: dict[int, list[tuple[int, int]]]
    """Of each node: the edges on its best ways, each with its other end."""

    @classmethod
    def of(
        cls, graph: ArrayGraph, order: Order, older: bool, weight: dict[int, int], starts: Iterable[int]
    ) -> "Best":  # fmt: skip
        onwards: dict[int, list[tuple[int, int]]] = {}
        for edge in weight:
            one, two = int(graph.source[edge]), int(graph.target[edge])
            onwards.setdefault(one if older else two, []).append((edge, two if older else one))
        sums: dict[int, int] = dict.fromkeys([*starts, *(end for ends in onwards.values() for _, end in ends)], 0)
        best: dict[int, list[tuple[int, int]]] = {}
        for node in sorted(onwards, key=lambda node: order.level[node], reverse=not older):
            through = [weight[edge] + sums[end] for edge, end in onwards[node]]
            sums[node] = max(through)
            best[node] = [way for way, sum_ in zip(onwards[node], through, strict=True) if sum_ == sums[node]]
        return cls(sums, best)

    def ways(self, starts: Iterable[int]) -> list[int]:
        """Give the edges on the best ways from some nodes."""
        waiting, seen, found = list(starts), set(starts), list[int]()
        while waiting:
            for edge, end in self.edges.get(waiting.pop(), []):
                found.append(edge)
                if end not in seen:
                    seen.add(end)
                    waiting.append(end)
        return found
