"""Which things are alike, and why: by what both cite, who cites both, who uses both, what both grew from.

Each way to be alike is a table of things and features: two things are the more alike the more features they share, as
a share of the geometric mean of what each has (Salton's cosine).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import polars as pl
from scipy import sparse

from kg.analysis import hygiene
from kg.analysis.arrays import ArrayGraph, Floats, Ints, Node

TELLING = 3
"""How many of the shared features are named."""
_AT_ONCE = 20_000_000
"""How many shared features are looked at together: a few hundred megabytes."""


@dataclass(frozen=True, eq=False)
class Features:
    """A way to be alike: which thing has which feature.

    Parameters
    ----------
    way : str
        In words, such as ``references``.
    things, features : sequence of hashable
        Names of the rows and columns.
    table : csr_array of int, shape (things, features)
        1 where a thing has a feature.
    """

    way: str
    things: Sequence[Node]
    features: Sequence[Node]
    table: sparse.csr_array

    @classmethod
    def of(cls, way: str, things: Sequence[Node], features: Sequence[Node], rows: Ints, columns: Ints) -> "Features":
        """Make the table from pairs of a row and a column, each of which counts once."""
        made = sparse.coo_array((np.ones(len(rows), np.int32), (rows, columns)), shape=(len(things), len(features)))
        table = made.tocsr()
        table.data[:] = 1
        return cls(way, things, features, table)


def references(graph: nx.Graph | ArrayGraph) -> Features:
    """Papers by what they cite: sharing it is bibliographic coupling.

    References
    ----------
    M. M. Kessler: Bibliographic coupling between scientific papers. American Documentation 14 (1963), 10-25.
    """
    found = hygiene.simple(graph)
    return Features.of("references", found.names, found.names, found.source, found.target)


def citing(graph: nx.Graph | ArrayGraph) -> Features:
    """Papers by who cites them: sharing that is co-citation.

    References
    ----------
    H. Small: Co-citation in the scientific literature: a new measure of the relationship between two documents. Journal
    of the American Society for Information Science 24 (1973), 265-269.
    """
    found = hygiene.simple(graph)
    return Features.of("cited by", found.names, found.names, found.target, found.source)


def users(uses: pl.DataFrame, techniques: Sequence[Node], papers: Sequence[Node]) -> Features:
    """Techniques by the papers that use them.

    Parameters
    ----------
    uses : DataFrame
        Columns technique and paper, as numbers of `techniques` and `papers`.
    """
    return Features.of("used by", techniques, papers, uses["technique"].to_numpy(), uses["paper"].to_numpy())


def kin(graph: nx.Graph | ArrayGraph, things: Sequence[Node] | None = None) -> Features:
    """Things by what they grew from and what grew from them: their neighbours in a graph of lineage.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
    things : sequence of hashable, optional
        The rows; all nodes if absent. What is not in the graph has no kin.
    """
    found = hygiene.simple(graph)
    rows = found.names if things is None else things
    place = {thing: number for number, thing in enumerate(rows)}
    row_of = np.array([place.get(node, -1) for node in found.names], np.int64)
    one, other = np.concatenate([found.source, found.target]), np.concatenate([found.target, found.source])
    wanted = row_of[one] >= 0
    return Features.of("kin", rows, found.names, row_of[one[wanted]], other[wanted])


@dataclass(frozen=True, slots=True)
class Shared:
    """What two things share in one way.

    Parameters
    ----------
    way : str
    count : int
        How many features.
    cosine : float or None
        Salton's cosine; None where a thing has no known feature of this kind.
    telling : tuple of nodes
        Some of the features, those that the fewest things have first.
    """

    way: str
    count: int
    cosine: float | None
    telling: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """A thing that is like the one that was asked about.

    Parameters
    ----------
    node : hashable
    score : float
        The mean cosine over the ways in which the thing that was asked about has features; what is not known of the
        other thing adds nothing.
    reasons : tuple of Shared
        One for each way.
    """

    node: Node
    score: float
    reasons: tuple[Shared, ...]


def cosines(features: Features, number: int) -> tuple[Ints, Floats]:
    """Give how many features a thing (a row) shares with each thing, and Salton's cosine, NaN where that is undefined.

    References
    ----------
    G. Salton, M. J. McGill: Introduction to Modern Information Retrieval. McGraw-Hill, 1983.
    """
    shared: Ints = features.table @ features.table[[number]].toarray()[0]
    size = np.diff(features.table.indptr).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return shared, shared / np.sqrt(size * size[number])


def similar(ways: Sequence[Features], node: Node, most: int = 10) -> list[Alike]:
    """Give the things that are most like one, with the reasons.

    Parameters
    ----------
    ways : sequence of Features
        Of the same things in the same order.
    node : hashable
    most : int
        How many at most; those equal to the last in everything but their name are kept.

    Returns
    -------
    list of Alike
        By score, then by the number of shared features, then in the order of the things. Only things that share
        something.

    Raises
    ------
    networkx.NodeNotFound
        If the node is not among the things.
    """
    number = _number(ways[0], node)
    found = [cosines(features, number) for features in ways]
    counts = sum((shared for shared, _ in found), np.zeros(len(ways[0].things), np.int64))
    told = sum(features.table.indptr[number + 1] > features.table.indptr[number] for features in ways)
    scores = sum((np.nan_to_num(cosine) for _, cosine in found), np.zeros(len(counts))) / max(int(told), 1)
    scores[number] = counts[number] = 0
    order = np.lexsort((-counts, -np.round(scores, 12)))[: int((counts > 0).sum())]
    return [_alike(ways, found, number, other, float(scores[other])) for other in _first(order, scores, counts, most)]


def _first(order: Ints, scores: Floats, counts: Ints, most: int) -> list[int]:
    """Keep the first ones, and those that are equal to the last of them."""
    end = min(most, len(order))
    while 0 < end < len(order) and _equal(order[end], order[end - 1], scores, counts):
        end += 1
    kept: list[int] = order[:end].tolist()
    return kept


def _equal(one: int, two: int, scores: Floats, counts: Ints) -> bool:
    return bool(counts[one] == counts[two] and abs(scores[one] - scores[two]) < 1e-12)


def _alike(
    ways: Sequence[Features], found: Sequence[tuple[Ints, Floats]], number: int, other: int, score: float
) -> Alike:
    reasons = (
        Shared(
            features.way, int(shared[other]), None if np.isnan(cosine[other]) else float(cosine[other]),
            _telling(features, number, other),
        )
        for features, (shared, cosine) in zip(ways, found, strict=True)
    )  # fmt: skip
    return Alike(ways[0].things[other], score, tuple(reasons))


def _telling(features: Features, one: int, two: int) -> tuple[Node, ...]:
    """Name the shared features that the fewest things have."""
    both = np.intersect1d(_of(features, one), _of(features, two))
    common = np.bincount(features.table.indices, minlength=len(features.features))[both]
    return tuple(features.features[place] for place in both[np.argsort(common, kind="stable")][:TELLING].tolist())


def _of(features: Features, number: int) -> Ints:
    start, end = features.table.indptr[number], features.table.indptr[number + 1]
    found: Ints = features.table.indices[start:end]
    return found


def _number(features: Features, node: Node) -> int:
    try:
        return list(features.things).index(node)
    except ValueError:
        raise nx.NodeNotFound(f"{node} is not in the graph") from None


def pairs(features: Features, least: float = 0.5, shared: int = 1) -> pl.DataFrame:
    """Give all pairs of things that are alike in one way.

    Parameters
    ----------
    features : Features
    least : float
        The least cosine, greater than 0.
    shared : int
        The least number of shared features.

    Returns
    -------
    DataFrame
        Columns one, two (numbers of things, the lower first), shared and cosine, ordered by one and two.
    """
    size = np.diff(features.table.indptr)
    having = features.table.T.tocsr()
    found = [_pairs_of(features.table, having, size, part, least, shared) for part in _parts(features.table)]
    schema = {"one": pl.Int64, "two": pl.Int64, "shared": pl.Int64, "cosine": pl.Float64}
    return pl.concat([pl.DataFrame(schema=schema), *found])


def _pairs_of(
    table: sparse.csr_array, having: sparse.csr_array, size: Ints, rows: Ints, least: float, shared: int
) -> pl.DataFrame:
    product = table[rows] @ having
    one, two = np.repeat(rows, np.diff(product.indptr)), product.indices.astype(np.int64)
    cosine = product.data / np.sqrt(size[one].astype(float) * size[two])
    kept = (one < two) & (cosine >= least) & (product.data >= shared)
    columns = one[kept], two[kept], product.data[kept].astype(np.int64), cosine[kept]
    return pl.DataFrame(dict(zip(("one", "two", "shared", "cosine"), columns, strict=True))).sort("one", "two")


def _parts(table: sparse.csr_array) -> Iterator[Ints]:
    """Split the rows so that each part has about as many shared features as fit."""
    common = np.bincount(table.indices, minlength=table.shape[1])
    work = np.concatenate([[0], np.cumsum(common[table.indices])])[table.indptr[1:]]
    yield from np.split(np.arange(table.shape[0]), np.flatnonzero(np.diff(work // _AT_ONCE)) + 1)
