"""What a citation graph needs before anything that wants it acyclic: cycles, loops, parallel edges, edges against time.

Nothing is mended in silence: `inspect` says what there is, and each transform gives what it did beside its graph.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import networkx as nx
import numpy as np
import polars as pl
from scipy.sparse import csgraph

from kg.analysis.arrays import ArrayGraph, Ints, Mask, Node, arrays, node_facts

PREPRINT = "preprint of "


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands in the way of reading a graph as time's arrow.

    Parameters
    ----------
    nodes, edges : int
    loops : int
        Edges from a node to itself.
    parallel : int
        Edges that repeat another.
    groups : tuple of tuples of nodes
        Strongly connected components of two nodes or more, the largest first.
    edges_in_groups : int
        Edges within them, without loops.
    against_time : tuple of pairs of nodes
        Edges to a node with a later date than where they come from.
    undated : int
        Edges that cannot be judged, since an end has no date.
    """

    nodes: int
    edges: int
    loops: int
    parallel: int
    groups: tuple[tuple[Node, ...], ...]
    edges_in_groups: int
    against_time: tuple[tuple[Node, Node], ...]
    undated: int


@dataclass(frozen=True)
class Acyclic:
    """An acyclic graph, and what was done to make it one.

    Parameters
    ----------
    graph : ArrayGraph
        Without loops, parallel edges and cycles.
    groups : tuple of tuples of nodes
        The strongly connected components that were undone.
    dropped : int
        How many edges the graph has less than the one that it was made of.
    """

    graph: ArrayGraph
    groups: tuple[tuple[Node, ...], ...]
    dropped: int

    def members(self, node: Node) -> tuple[Node, ...]:
        """Give the nodes that one node of the graph stands for."""
        return next((group for group in self.groups if group[0] == node), (node,))

    def standing_for(self, node: Node) -> Node:
        """Give the node of the graph that stands for a node of the one that it was made of."""
        return next((group[0] for group in self.groups if node in group), node)


def component_numbers(graph: nx.Graph | ArrayGraph, *, strong: bool = True) -> tuple[int, Ints]:
    """Give how many components there are, and which one each node is in.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
    strong : bool
        Strongly connected components, else weakly connected ones.
    """
    found = arrays(graph)
    kind: Literal["strong", "weak"] = "strong" if strong and found.directed else "weak"
    count, labels = csgraph.connected_components(found.matrix(), directed=True, connection=kind)
    return int(count), labels


def components(graph: nx.Graph | ArrayGraph, *, strong: bool = True) -> list[set[Node]]:
    """Give the strongly (or weakly) connected components, the largest first; equal ones by their first node.

    Examples
    --------
    >>> components(nx.DiGraph([(1, 2), (2, 1), (2, 3)]))
    [{1, 2}, {3}]
    """
    found = arrays(graph)
    parts = _parts(*component_numbers(found, strong=strong))
    return [{found.names[number] for number in part.tolist()} for part in parts]


def groups(graph: nx.Graph | ArrayGraph) -> tuple[tuple[Node, ...], ...]:
    """Give the nodes that lie on cycles together: strongly connected components of two or more, the largest first."""
    found = arrays(graph)
    return _named(found, _groups(found))


def is_acyclic(graph: nx.Graph | ArrayGraph) -> bool:
    """Tell whether a directed graph has no cycle, not even a loop."""
    found = arrays(graph)
    return component_numbers(found)[0] == len(found) and not bool((found.source == found.target).any())


def inspect(graph: nx.Graph | ArrayGraph) -> Findings:
    """Say what stands in the way of reading a graph as time's arrow.

    Dates are the node attribute ``date`` (ISO 8601, any precision); a date is later only where the shared
    precision tells.
    """
    found = arrays(graph)
    loops = found.source == found.target
    inside = _inside(found, _groups(found)) & ~loops
    against, undated = _against_time(found, node_facts(graph, "date"))
    ends = zip(found.source[against].tolist(), found.target[against].tolist(), strict=True)
    repeated = int((~_first_of_each(found)).sum())
    return Findings(
        len(found), found.number_of_edges(), int(loops.sum()), repeated,
        groups(found), int(inside.sum()), tuple((found.names[one], found.names[two]) for one, two in ends), undated,
    )  # fmt: skip


def simple(graph: nx.Graph | ArrayGraph) -> ArrayGraph:
    """Give a graph without loops, and with the first of parallel edges."""
    found = arrays(graph)
    return found.keep_edges((found.source != found.target) & _first_of_each(found))


def shrink(graph: nx.Graph | ArrayGraph) -> Acyclic:
    """Make each strongly connected component one node, which has the name of its first member.

    References
    ----------
    V. Batagelj: Efficient algorithms for citation network analysis. arXiv:cs/0309023, 2003.

    Examples
    --------
    >>> made = shrink(nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")]))
    >>> list(made.graph), made.groups, made.dropped
    (['a', 'c'], (('a', 'b'),), 2)
    """
    found = arrays(graph)
    parts = _groups(found)
    into = np.arange(len(found))
    for part in parts:
        into[part] = part[0]
    moved = ArrayGraph(found.names, into[found.source], into[found.target], found.facts, found.edge_facts, found.name)
    made = simple(moved).keep(into == np.arange(len(found)))
    return Acyclic(made, _named(found, parts), found.number_of_edges() - made.number_of_edges())


def preprint(graph: nx.Graph | ArrayGraph) -> Acyclic:
    """Give each paper on a cycle a preprint of its own, which the others of its component cite in its place.

    A paper of a component cites the preprints of those that it cites there; a preprint cites what its paper cites
    outside of the component. All else stays. The preprints have no attributes but a label.

    References
    ----------
    The transformation is that of V. Batagelj: Efficient algorithms for citation network analysis. arXiv:cs/0309023,
    2003. That preprints keep what is cited outside is our reading of it.
    """
    found = simple(graph)
    parts = _groups(found)
    inside = _inside(found, parts)
    doubled = np.concatenate([*parts, np.empty(0, np.int64)]).astype(np.int64)
    copy_of = np.full(len(found), -1)
    copy_of[doubled] = len(found) + np.arange(len(doubled))
    kept = found.keep_edges(np.ones(found.number_of_edges(), bool))
    leaving = ~inside & (copy_of[found.source] >= 0)
    source = np.concatenate([kept.source, copy_of[found.source[leaving]]])
    target = np.concatenate([np.where(inside, copy_of[found.target], found.target), found.target[leaving]])
    names: Sequence[Node] = [*found.names, *(f"{PREPRINT}{found.names[number]}" for number in doubled.tolist())]
    facts = _with_preprints(found.facts, doubled)
    made = ArrayGraph(names, source, target, facts, name=found.name)
    return Acyclic(made, _named(found, parts), arrays(graph).number_of_edges() - found.number_of_edges())


def _with_preprints(facts: pl.DataFrame, doubled: Ints) -> pl.DataFrame:
    if not facts.width:
        return facts
    added = facts[doubled.tolist()]
    if "label" in facts.columns:
        added = added.with_columns(pl.lit(PREPRINT) + pl.col("label"))
    known = [name for name in ("label", "date", "kind") if name in facts.columns]
    joined: pl.DataFrame = pl.concat([facts, added.select(known)], how="diagonal")
    return joined


def _named(found: ArrayGraph, parts: list[Ints]) -> tuple[tuple[Node, ...], ...]:
    return tuple(tuple(found.names[number] for number in part.tolist()) for part in parts)


def _groups(found: ArrayGraph) -> list[Ints]:
    count, labels = component_numbers(found)
    return [] if count == len(found) else [part for part in _parts(count, labels) if len(part) > 1]


def _parts(count: int, labels: Ints) -> list[Ints]:
    """Give the numbers of the nodes of each component, the largest first; equal ones by their first node."""
    order = np.argsort(labels, kind="stable")
    sizes = np.bincount(labels, minlength=count)
    parts = np.split(order, np.cumsum(sizes)[:-1])
    return sorted(parts, key=lambda part: (-len(part), int(part[0]))) if len(labels) else []


def _inside(found: ArrayGraph, parts: list[Ints]) -> Mask:
    """Tell which edges run within a group."""
    number = np.full(len(found), -1)
    for place, part in enumerate(parts):
        number[part] = place
    inside: Mask = (number[found.source] >= 0) & (number[found.source] == number[found.target])
    return inside


def _first_of_each(found: ArrayGraph) -> Mask:
    """Tell which edges are the first between their two ends."""
    keys = found.source.astype(np.int64) * len(found) + found.target
    first = np.zeros(len(keys), bool)
    first[np.unique(keys, return_index=True)[1]] = True
    return first


def _against_time(found: ArrayGraph, dates: list[str | None]) -> tuple[Mask, int]:
    """Tell which edges run to a later node, and how many cannot be judged."""
    told = pl.Series("date", dates, pl.String)
    ends = pl.DataFrame({"one": told.gather(found.source), "two": told.gather(found.target)})
    shared = pl.min_horizontal(pl.col("one").str.len_chars(), pl.col("two").str.len_chars())
    later = ends.select((pl.col("two").str.head(shared) > pl.col("one").str.head(shared)).alias("later"))["later"]
    return later.fill_null(False).to_numpy(), later.null_count()
