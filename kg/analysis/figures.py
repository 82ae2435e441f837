"""The figures of influence of all things of a graph, beside each other and in order by one of them."""

import networkx as nx
import numpy as np
import polars as pl

from kg.analysis import influence
from kg.analysis.arrays import ArrayGraph, Node, arrays
from kg.analysis.counts import citation_counts
from kg.analysis.disruption import WINDOW, Disruption, disruption

BY = ("pagerank", "citations", "rescaled", "citerank", "cd", "hits", "betweenness", "core")
"""What the order can be by; the last three are figured out only then, since they take longer."""

_EXACT = 300_000_000
"""Up to so many nodes times edges, betweenness is exact: some seconds."""
SOURCES = 256
"""Of so many nodes the shortest paths are followed where there are more."""
LEADING = {"hits": "authority"}
"""The column that goes with an order, where it has another name."""


def figures(
    graph: nx.Graph | ArrayGraph,
    by: str = "pagerank",
    window: int = WINDOW,
    whole: nx.Graph | ArrayGraph | None = None,
) -> pl.DataFrame:
    """Give the figures of influence of each thing, the most influential first.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
        Edges run from the citing (derived) to the cited (original) thing; nodes may have the attributes ``date`` and
        ``cited_by``. Parallel edges add up where readers follow edges.
    by : str
        One of `BY`.
    window : int
        Years of the CD index.
    whole : networkx graph or ArrayGraph, optional
        All that is known, of which `graph` is a part: the CD index counts in it, since it says nothing where only some
        of the references of a paper are looked at.

    Returns
    -------
    DataFrame
        Columns number (of the node), citations (all that are known, null where that is not told), in_view, pagerank,
        rescaled, citerank; for ``hits`` authority and hub, for ``betweenness`` that and its standard error, for
        ``core`` the core number, for ``cd`` the index and what it is made of. Unknown values come last; equal ones are
        in order of citations, then of the nodes.

    Raises
    ------
    ValueError
        If there is no such order.
    """
    if by not in BY:
        raise ValueError(f"the order is by one of {', '.join(BY)}, not {by!r}")
    found = _always(graph).with_columns(_also(graph, by, window, whole))
    leading = pl.coalesce("citations", "in_view") if by == "citations" else pl.col(LEADING.get(by, by))
    ties = pl.coalesce("citations", "in_view")
    return found.sort(leading, ties, "number", descending=[True, True, False], nulls_last=True)


def _always(graph: nx.Graph | ArrayGraph) -> pl.DataFrame:
    counted, ranks = citation_counts(graph).values(), influence.pagerank(graph)
    told = isinstance(graph, ArrayGraph) and "cited_by" in graph.facts.columns
    columns = {
        "number": np.arange(len(graph)),
        "citations": pl.Series([count.known if told else None for count in counted], dtype=pl.Int64),
        "in_view": pl.Series([count.local for count in counted], dtype=pl.Int64),
        "pagerank": pl.Series(list(ranks.values()), dtype=pl.Float64),
        "rescaled": pl.Series(list(influence.rescaled(ranks, graph).values()), dtype=pl.Float64),
        "citerank": pl.Series(list(influence.citerank(graph).values()), dtype=pl.Float64),
    }
    return pl.DataFrame(columns)


def _also(graph: nx.Graph | ArrayGraph, by: str, window: int, whole: nx.Graph | ArrayGraph | None) -> list[pl.Series]:
    """Figure out what only this order needs."""
    if by == "hits":
        hubs, authorities = influence.hits(graph)
        return [_column("authority", authorities), _column("hub", hubs)]
    if by == "cd":
        return cd_columns(list(disruption(graph if whole is None else whole, window, list(graph)).values()))
    if by not in ("betweenness", "core"):
        return []
    from kg.analysis import centrality  # loads igraph, which takes a while

    if by == "core":
        return [_column("core", centrality.core_number(graph), pl.Int64)]
    found = arrays(graph)
    few = len(found) * found.number_of_edges() <= _EXACT
    between = centrality.sampled_betweenness(found, len(found) if few else SOURCES)
    return [_column("betweenness", between.values), _column("error", between.errors)]


def cd_columns(found: list[Disruption]) -> list[pl.Series]:
    """Give columns cd, alone, together, around, references and undated."""
    names = ("alone", "together", "around", "references", "undated")
    counts = [pl.Series(name, [getattr(one, name) for one in found], pl.Int64) for name in names]
    return [pl.Series("cd", [one.cd for one in found], pl.Float64), *counts]


def _column(name: str, values: dict[Node, float] | dict[Node, int], kind: type[pl.DataType] = pl.Float64) -> pl.Series:
    return pl.Series(name, list(values.values()), kind)
