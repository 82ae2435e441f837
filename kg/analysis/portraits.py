"""What each community of a graph is about, who is in it, and when: for people to read beside its members."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

import networkx as nx

from kg.analysis.arrays import ArrayGraph, Node, arrays, node_facts
from kg.analysis.communities import Mark, Partition, marks, words
from kg.analysis.dates import Dates

MOST = 3
"""How many marks a label has."""
ENOUGH = 0.1
"""Words of titles label a community only if the titles of at least so many of its members are known."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A community.

    Parameters
    ----------
    members : tuple of nodes
        The foremost first.
    label : str
        Of its marks, or else the label of its foremost member.
    basis : str
        What the label is made of: ``techniques``, ``titles`` or ``member``.
    known : int
        Of how many members that is known.
    marks : tuple of Mark
    first, middle, last : int or None
        Years: of the oldest member, of the one in the middle, of the newest. None where no date is known.
    """

    members: tuple[Node, ...]
    label: str
    basis: str
    known: int
    marks: tuple[Mark, ...]
    first: int | None
    middle: int | None
    last: int | None


def portraits(
    graph: nx.Graph | ArrayGraph,
    partition: Partition,
    techniques: Mapping[Node, Sequence[str]],
    rank: Mapping[Node, int] | None = None,
    *,
    titles: bool = True,
) -> list[Portrait]:
    """Describe the communities of a graph by what tells each from the others.

    The label is made of the techniques that its members use more than others do; where these are not known, of words
    in its titles; where these say nothing, it is the label of the foremost member.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
        Nodes may have the attributes ``label`` and ``date``.
    partition : Partition
    techniques : mapping of node to sequence of str
        Names of the techniques that each uses, where known.
    rank : mapping of node to int, optional
        Makes the highest foremost; the number of edges that run to a node if absent.
    titles : bool
        Whether the labels of nodes are titles, whose words say something.
    """
    found = arrays(graph)
    labels = {node: str(label or node) for node, label in zip(found.names, node_facts(graph, "label"), strict=True)}
    worded = {node: words(label) for node, label in labels.items() if titles and " " in label}
    years = found.by_node(Dates.of_nodes(graph).years)
    ranks = rank or found.by_node(found.in_degrees)
    members = [tuple(sorted(group, key=lambda node: -ranks[node])) for group in partition.communities]
    bases = {"techniques": techniques, "titles": worded}
    marked = {basis: marks(members, features, MOST) for basis, features in bases.items()}
    return [
        _portrait(
            group, {basis: (marked[basis][place], _known(group, of)) for basis, of in bases.items()}, labels, years
        )
        for place, group in enumerate(members)
    ]


def _known(group: Iterable[Node], features: Mapping[Node, Sequence[str]]) -> int:
    return sum(bool(features.get(node)) for node in group)


def _portrait(
    group: tuple[Node, ...], bases: dict[str, tuple[list[Mark], int]], labels: dict[Node, str], years: dict[Node, int]
) -> Portrait:
    when = sorted(years[node] for node in group if years[node])
    span = (when[0], median_low(when), when[-1]) if when else (None, None, None)
    for basis, (found, known) in bases.items():
        enough = basis == "techniques" or known >= ENOUGH * len(group)
        if found and enough:
            label = ", ".join(mark.feature for mark in found)
            return Portrait(group, label, basis, known, tuple(found), *span)
    return Portrait(group, labels[group[0]], "member", 1, (), *span)
