"""A graph over arrays: millions of edges in a few numbers each, where a networkx graph needs a dictionary for each.

`ArrayGraph` takes part in networkx's dispatch: `networkx.pagerank(graph)` and the other functions that
`kg.analysis.backend` holds run on the arrays. What else networkx has runs on `to_networkx()`.
"""

import gc
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Node = Hashable


@dataclass(frozen=True, eq=False)
class ArrayGraph:
    """A graph whose edge `e` runs from node number ``source[e]`` to node number ``target[e]``.

    Edges are directed unless `directed` is false; several may join the same two nodes. Arrays are not to be written to.

    Parameters
    ----------
    names : sequence of hashable
        The nodes, each once; a node's number is its place here.
    source, target : array of int, shape (edges,)
        Numbers of nodes.
    facts : DataFrame, optional
        Attributes of the nodes, one row a node.
    edge_facts : DataFrame, optional
        Attributes of the edges, one row an edge.
    name : str
    directed : bool

    Examples
    --------
    >>> graph = ArrayGraph(["a", "b", "c"], np.array([1, 2]), np.array([0, 0]))
    >>> graph.number_of_edges(), graph.in_degrees.tolist()
    (2, [2, 0, 0])
    """

    names: Sequence[Node]
    source: Ints
    target: Ints
    facts: pl.DataFrame = field(default_factory=pl.DataFrame)
    edge_facts: pl.DataFrame = field(default_factory=pl.DataFrame)
    name: str = ""
    directed: bool = True

    __networkx_backend__ = "paperkin"

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.names)

    def __contains__(self, node: object) -> bool:
        return node in self.numbers

    def is_directed(self) -> bool:
        return self.directed

    def is_multigraph(self) -> bool:
        return False

    def number_of_nodes(self) -> int:
        return len(self.names)

    def number_of_edges(self) -> int:
        return len(self.source)

    @cached_property
    def numbers(self) -> dict[Node, int]:
        """The number of each node."""
        return {node: number for number, node in enumerate(self.names)}

    def number(self, node: Node) -> int:
        """Give the number of a node.

        Raises
        ------
        networkx.NodeNotFound
            If it is not in the graph.
        """
        try:
            return self.numbers[node]
        except KeyError:
            raise nx.NodeNotFound(f"{node} is not in the graph") from None

    @cached_property
    def out_edges(self) -> "Adjacency":
        """Edges by their source."""
        return Adjacency.of(self.source, self.target, len(self))

    @cached_property
    def in_edges(self) -> "Adjacency":
        """Edges by their target."""
        return Adjacency.of(self.target, self.source, len(self))

    @cached_property
    def out_degrees(self) -> Ints:
        return np.bincount(self.source, minlength=len(self))

    @cached_property
    def in_degrees(self) -> Ints:
        return np.bincount(self.target, minlength=len(self))

    def matrix(self, weights: Floats | None = None) -> sparse.csr_array:
        """Give the adjacency matrix: row of the source, column of the target; parallel edges add up.

        Parameters
        ----------
        weights : array of float, shape (edges,), optional
            1 for each edge if absent.
        """
        values = np.ones(len(self.source)) if weights is None else weights
        return sparse.coo_array((values, (self.source, self.target)), shape=(len(self), len(self))).tocsr()

    def reversed(self) -> "ArrayGraph":
        """Give the graph whose edges run the other way."""
        return ArrayGraph(
            self.names, self.target, self.source, self.facts, self.edge_facts, self.name, directed=self.directed
        )

    def keep(self, nodes: Mask) -> "ArrayGraph":
        """Give the sub-graph of some nodes, in the same order.

        Parameters
        ----------
        nodes : array of bool, shape (nodes,)
        """
        new = np.cumsum(nodes) - 1
        edges = nodes[self.source] & nodes[self.target]
        return ArrayGraph(
            [self.names[number] for number in np.flatnonzero(nodes).tolist()],
            new[self.source[edges]], new[self.target[edges]],
            _rows(self.facts, nodes), _rows(self.edge_facts, edges), self.name, directed=self.directed,
        )  # fmt: skip

    def keep_edges(self, edges: Mask) -> "ArrayGraph":
        """Give the graph with some of the edges, and all nodes.

        Parameters
        ----------
        edges : array of bool, shape (edges,)
        """
        kept = self.source[edges], self.target[edges]
        return ArrayGraph(
            self.names, *kept, self.facts, _rows(self.edge_facts, edges), self.name, directed=self.directed
        )

    def subgraph(self, nodes: Iterable[Node]) -> "ArrayGraph":
        """Give the sub-graph of some nodes; those that are not in the graph are left out, as networkx does."""
        mask = np.zeros(len(self), bool)
        mask[[self.numbers[node] for node in nodes if node in self.numbers]] = True
        return self.keep(mask)

    def to_networkx(self, nodes: Iterable[Node] | None = None) -> nx.Graph:
        """Make a frozen networkx graph, with the attributes that are known.

        Parameters
        ----------
        nodes : iterable of hashable, optional
            Only the sub-graph of these.

        Returns
        -------
        DiGraph or Graph
            Of parallel edges it has one, with the attributes of the last.
        """
        if nodes is not None:
            return self.subgraph(nodes).to_networkx()
        made: nx.Graph = nx.DiGraph(name=self.name) if self.directed else nx.Graph(name=self.name)
        with _no_collection():
            made.add_nodes_from(zip(self.names, _known(self.facts), strict=True) if self.facts.width else self.names)
            self._join(made)
        return nx.freeze(made)

    def _join(self, made: nx.Graph) -> None:
        """Put the edges straight into the dictionaries of a networkx graph that has all their ends.

        `add_edges_from` looks for each end anew, which takes more than half of its time.
        """
        out = made._succ if self.directed else made._adj
        into = made._pred if self.directed else made._adj
        of = self.names.__getitem__
        known = _known(self.edge_facts) if self.edge_facts.width else ({} for _ in self.source)
        for one, two, facts in zip(map(of, self.source.tolist()), map(of, self.target.tolist()), known, strict=True):
            out[one][two] = into[two][one] = facts

    def by_node(self, values: NDArray[Any]) -> dict[Node, Any]:
        """Give an array of one value a node as a dictionary, as networkx's functions do."""
        return dict(zip(self.names, values.tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Adjacency:
    """Edges grouped by one of their ends: those of node `n` are ``edges[start[n]:start[n + 1]]``, with `other` ends.

    Parameters
    ----------
    start : array of int, shape (nodes + 1,)
    edges : array of int, shape (edges,)
        Numbers of edges.
    other : array of int, shape (edges,)
        The other end of each of `edges`.
    """

    start: Ints
    edges: Ints
    other: Ints

    @classmethod
    def of(cls, end: Ints, other: Ints, nodes: int) -> "Adjacency":
        """Group edges by `end`; those of a node stay in their order."""
        order = _grouped(end, nodes)
        start = np.zeros(nodes + 1, np.int64)
        np.cumsum(np.bincount(end, minlength=nodes), out=start[1:])
        return cls(start, order, other[order])

    def at(self, node: int) -> Ints:
        """Give the other ends of a node's edges."""
        return self.other[self.start[node] : self.start[node + 1]]

    def edges_at(self, node: int) -> Ints:
        """Give the numbers of a node's edges."""
        return self.edges[self.start[node] : self.start[node + 1]]

    def places(self, nodes: Ints) -> Ints:
        """Give the places in `edges` and `other` of the edges of several nodes, node after node."""
        first, count = self.start[nodes], self.start[nodes + 1] - self.start[nodes]
        ends = np.cumsum(count)
        total = int(ends[-1]) if len(ends) else 0
        found: Ints = np.arange(total) + np.repeat(first - (ends - count), count)
        return found


def arrays(graph: nx.Graph | ArrayGraph) -> ArrayGraph:
    """Give a graph over arrays; attributes of a networkx graph stay where they are.

    Keys of parallel edges are dropped; the edges are not.

    Examples
    --------
    >>> arrays(nx.DiGraph([("a", "b")])).target.tolist()
    [1]
    """
    if isinstance(graph, ArrayGraph):
        return graph
    names = list(graph)
    number = {node: place for place, node in enumerate(names)}
    ends = np.array([(number[edge[0]], number[edge[1]]) for edge in graph.edges()], np.int64).reshape(-1, 2)
    return ArrayGraph(
        names, ends[:, 0].copy(), ends[:, 1].copy(), name=str(graph.graph.get("name", "")), directed=graph.is_directed()
    )


def node_facts(graph: nx.Graph | ArrayGraph, name: str) -> list[Any]:
    """Give an attribute of each node, in the order of the nodes; None where it is not known."""
    if isinstance(graph, ArrayGraph):
        return graph.facts[name].to_list() if name in graph.facts.columns else [None] * len(graph)
    return [facts.get(name) for _, facts in graph.nodes(data=True)]


def edge_numbers(graph: nx.Graph | ArrayGraph, name: str | None) -> Floats | None:
    """Give an attribute of each edge as a number, in the order of `arrays`; 1 where it is not known.

    Returns
    -------
    array of float, shape (edges,), or None
        None where no edge has it, or `name` is None.
    """
    if name is None:
        return None
    if not isinstance(graph, ArrayGraph):
        found = [facts.get(name) for *_, facts in graph.edges(data=True)]
        return (
            None if all(value is None for value in found) else np.array([1 if v is None else v for v in found], float)
        )
    return graph.edge_facts[name].fill_null(1).to_numpy().astype(float) if name in graph.edge_facts.columns else None


def _grouped(end: Ints, nodes: int) -> Ints:
    """Give the order that brings equal numbers together, each in their order."""
    if nodes * len(end) >= 2**63:
        return np.argsort(end, kind="stable")
    if (end[1:] >= end[:-1]).all():
        return np.arange(len(end))
    keys = end.astype(np.int64) * len(end) + np.arange(len(end))
    keys.sort()  # numbers are sorted six times as fast as places are found
    return keys % len(end)


def _rows(frame: pl.DataFrame, mask: Mask) -> pl.DataFrame:
    return frame.filter(pl.Series(mask)) if frame.width else frame


def _known(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the attributes of each row, without what is not known."""
    for row in frame.iter_rows(named=True):
        yield {name: value for name, value in row.items() if value is not None}


@contextmanager
def _no_collection() -> Iterator[None]:
    """Stop looking for garbage: a graph that grows makes none, and looking takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
