"""How often things are cited: in a view and in all, by the year of what is cited, and in bursts.

Bursts are those of Kleinberg's automaton: it looks for the times in which something is uncommonly frequent among all
that happens, and changes its mind only where that pays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import gammaln

from kg.analysis import hygiene
from kg.analysis.arrays import ArrayGraph, Floats, Ints, Node, arrays, node_facts
from kg.analysis.dates import Dates

_HALF = 2
"""Years on each side of the one whose median is taken."""
_LONG_AGO = 1_000
"""A paper that is so many years older than any citation has no date: its year is 0."""


@dataclass(frozen=True, slots=True)
class Citations:
    """How often a paper is cited: by the papers of a view, and by all papers that are known."""

    local: int
    known: int


def citation_counts(graph: nx.Graph | ArrayGraph) -> dict[Node, Citations]:
    """Count the papers that cite each paper.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
        Edges run from the citing to the cited paper; parallel ones count once. The attribute ``cited_by`` of a node is
        the number of all who are known to cite it; without it, the graph is all that is known.
    """
    found = hygiene.simple(graph)
    local, known = found.in_degrees.tolist(), node_facts(graph, "cited_by")
    rows = zip(found.names, local, known, strict=True)
    return {node: Citations(here, here if everywhere is None else int(everywhere)) for node, here, everywhere in rows}


@dataclass(frozen=True, eq=False)
class Spectrum:
    """How many references go to the papers of each year.

    Parameters
    ----------
    years : DataFrame
        Columns year, references, median (of the year and two years on each side) and deviation from it; one row for
        each year from the first to the last.
    undated : int
        References to papers of which no year is known.
    """

    years: pl.DataFrame
    undated: int


def spectrum(graph: nx.Graph | ArrayGraph) -> Spectrum:
    """Count references by the year of the cited paper: years that stand out hold the roots of a field.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
        Edges run from the citing to the cited paper; nodes have the attribute ``date``.

    Notes
    -----
    The median at the first and last years is that of the years that there are.

    References
    ----------
    W. Marx, L. Bornmann, A. Barth, L. Leydesdorff: Detecting the historical roots of research fields by reference
    publication year spectroscopy (RPYS). Journal of the Association for Information Science and Technology 65 (2014),
    751-764.
    """
    found, cited = hygiene.simple(graph), Dates.of_nodes(graph).years
    years = cited[found.target]
    dated = years[years > 0]
    first = int(dated.min()) if len(dated) else 0
    counts = np.bincount(dated - first) if len(dated) else np.empty(0, np.int64)
    table = pl.DataFrame({"year": first + np.arange(len(counts)), "references": counts})
    median = pl.col("references").rolling_median(2 * _HALF + 1, min_samples=1, center=True)
    table = table.with_columns(median=median).with_columns(deviation=pl.col("references") - pl.col("median"))
    return Spectrum(table, int((years == 0).sum()))


@dataclass(frozen=True, slots=True)
class Burst:
    """A time in which something was uncommonly frequent.

    Parameters
    ----------
    level : int
        1, or more for a burst within a burst.
    begin, end : int
        Places of its first and last batch; years, where the batches are years.
    weight : float
        How much better the burst explains what happened than the level below (a difference of logarithms).
    """

    level: int
    begin: int
    end: int
    weight: float


def bursts(
    relevant: Sequence[int],
    total: Sequence[int],
    *,
    first: int = 0,
    scale: float = 2.0,
    cost: float = 1.0,
    levels: int = 1,
) -> list[Burst]:
    """Find the bursts of events in batches, such as years.

    Parameters
    ----------
    relevant, total : sequence of int
        Of each batch: how many of the events are of the kind in question, and how many events there are.
    first : int
        The number of the first batch, such as its year.
    scale : float
        A burst is a time with so many times the usual share of relevant events; one of level n, with `scale` to the
        power n.
    cost : float
        What it takes to go up a level, in units of the logarithm of the number of batches; going down is free.
    levels : int
        The highest level; those whose share would not be less than 1 are not defined and left out.

    Returns
    -------
    list of Burst
        By begin and level. Where two explanations are equally good, the lower level counts.

    Raises
    ------
    ValueError
        If a batch has more relevant events than events.

    References
    ----------
    J. Kleinberg: Bursty and hierarchical structure in streams. Proceedings of KDD 2002, 91-101; section 4, batches.

    Examples
    --------
    >>> bursts([1, 1, 9, 8, 1], [20] * 5, first=2016)[0].begin
    2018
    """
    counts, totals = np.array(relevant, np.int64), np.array(total, np.int64)
    if (counts > totals).any():
        raise ValueError("a batch has more relevant events than events")
    if not counts.sum():
        return []
    shares = counts.sum() / totals.sum() * scale ** np.arange(levels + 1)
    fit = _costs(counts, totals, shares[shares < 1])
    states = _cheapest(fit, cost * np.log(len(counts)))
    found = [burst for level in range(1, fit.shape[1]) for burst in _at(level, states, fit)]
    moved = [Burst(one.level, one.begin + first, one.end + first, one.weight) for one in found]
    return sorted(moved, key=lambda one: (one.begin, one.level))


def _costs(counts: Ints, totals: Ints, shares: Floats) -> Floats:
    """Give minus the logarithm of the chance of each batch at each level; shape (batches, levels)."""
    if not len(shares):
        return np.zeros((len(counts), 1))
    ways = gammaln(totals + 1) - gammaln(counts + 1) - gammaln(totals - counts + 1)
    chance = counts[:, None] * np.log(shares) + (totals - counts)[:, None] * np.log1p(-shares)
    costs: Floats = -(ways[:, None] + chance)
    return costs


def _cheapest(fit: Floats, step: float) -> Ints:
    """Give the level of each batch in the cheapest way through all; it begins at level 0."""
    batches, levels = fit.shape
    going = step * np.maximum(np.arange(levels)[None, :] - np.arange(levels)[:, None], 0)
    best, came = np.where(np.arange(levels) == 0, 0.0, np.inf), np.zeros((batches, levels), np.int64)
    for place in range(batches):
        ways = best[:, None] + going
        came[place] = ways.argmin(axis=0)
        best = ways.min(axis=0) + fit[place]
    states = np.zeros(batches, np.int64)
    at = int(best.argmin())
    for place in range(batches - 1, -1, -1):
        states[place], at = at, int(came[place, at])
    return states


def _at(level: int, states: Ints, fit: Floats) -> list[Burst]:
    """Give the longest runs of batches at a level or above it."""
    edges = np.diff(np.concatenate([[0], states >= level, [0]]).astype(np.int64))
    runs = zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True)
    gain = fit[:, level - 1] - fit[:, level]
    return [Burst(level, begin, end - 1, float(gain[begin:end].sum())) for begin, end in runs]


def citations_by_year(graph: nx.Graph | ArrayGraph) -> tuple[int, NDArray[np.int64]]:
    """Count the citations of each paper by the year of the citing one.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
        Nodes have the attribute ``date``; citations by papers without one are left out.

    Returns
    -------
    int and array of int, shape (nodes, years)
        The first year, and the counts; no columns where nothing is dated.
    """
    found, years = hygiene.simple(graph), Dates.of_nodes(graph).years
    dated = found.keep_edges(years[found.source] > 0)
    when = years[dated.source]
    if not len(when):
        return 0, np.zeros((len(found), 0), np.int64)
    first, last = int(when.min()), int(when.max())
    wide = last - first + 1
    counted = np.bincount(dated.target * wide + when - first, minlength=len(found) * wide)
    return first, counted.reshape(len(found), wide)


def citation_bursts(
    graph: nx.Graph | ArrayGraph, nodes: Sequence[Node], *, scale: float = 2.0, cost: float = 1.0, levels: int = 1
) -> dict[Node, list[Burst]]:
    """Find the bursts in which papers were cited, among all citations of each year; see `bursts`.

    The years of a paper begin with its own, or with that of the first who cites it where no date of it is known.
    """
    found, years = arrays(graph), Dates.of_nodes(graph).years
    first, table = citations_by_year(graph)
    totals, made = table.sum(axis=0), {}
    for node in nodes:
        number = found.number(node)
        begin = _beginning(table[number], int(years[number]) - first)
        counted = table[number, begin:].tolist(), totals[begin:].tolist()
        made[node] = bursts(*counted, first=first + begin, scale=scale, cost=cost, levels=levels)
    return made


def _beginning(counts: Ints, own: int) -> int:
    """Give the place of a paper's first year: its own, unless that is not known or somebody cites it before."""
    cited = np.flatnonzero(counts)
    first = int(cited[0]) if len(cited) else 0
    return min(first, own) if own >= 0 else 0 if own > -_LONG_AGO else first


def use_bursts(
    users: Sequence[str | None], papers: Sequence[str | None], *, scale: float = 2.0, cost: float = 1.0, levels: int = 1
) -> list[Burst]:
    """Find the bursts in which a technique was used, among the papers of each year of which uses are known.

    Parameters
    ----------
    users, papers : sequence of str or None
        Dates of the papers that use it, and of all of which it is known what they use; those without one are left out.
    """
    when, all_of = (found.years[found.known] for found in (Dates.of(users), Dates.of(papers)))
    if not len(when):
        return []
    first = int(when.min())
    wide = max(int(all_of.max()), int(when.max())) - first + 1
    counts, totals = (np.bincount(part[part >= first] - first, minlength=wide).tolist() for part in (when, all_of))
    return bursts(counts, totals, first=first, scale=scale, cost=cost, levels=levels)
