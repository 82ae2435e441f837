"""Things by number, while a view is put together."""

from collections.abc import Collection

import networkx as nx
import numpy as np
import polars as pl

from kg.analysis.arrays import Mask
from kg.export.cleaning import Cleaner
from kg.export.content import Kinds, Sheet, columns, common

ENDS = {"source": pl.UInt32, "target": pl.UInt32}


class Numbering:
    """Gives things numbers: papers and techniques have their rows in the columns, others come after.

    Parameters
    ----------
    things : DataFrame
        With a column iri.
    """

    def __init__(self, things: pl.DataFrame) -> None:
        self.iris = things["iri"]

    def of(self, iris: pl.Series) -> pl.Series:
        """Give the numbers of some things; those that have none get one."""
        wanted = iris.alias("iri").to_frame()
        new = wanted.unique(maintain_order=True).join(self.iris.to_frame(), on="iri", how="anti", maintain_order="left")
        self.iris = pl.concat([self.iris, new["iri"]])
        numbered = self.iris.to_frame().with_row_index("number")
        return wanted.join(numbered, on="iri", how="left", maintain_order="left")["number"]

    def mask(self, iris: Collection[str]) -> Mask:
        """Tell of all things so far whether they are among these."""
        return self.iris.is_in(list(iris)).to_numpy()

    def edges(self, graph: nx.MultiDiGraph) -> Sheet:
        """Give the edges of a networkx graph whose nodes are IRIs; the key of an edge is its kind."""
        found = ((s, t, {"kind": key} | facts) for s, t, key, facts in graph.edges(keys=True, data=True))
        rows = sorted(found, key=_ends)
        facts = columns([row[2] for row in rows], Cleaner())
        source, target = (pl.Series([row[end] for row in rows], dtype=pl.String) for end in (0, 1))
        ends = pl.DataFrame({"source": self.of(source), "target": self.of(target)}, ENDS)
        return Sheet(ends.hstack(facts.frame.get_columns()), facts.kinds)


def _ends(row: tuple[str, str, object]) -> tuple[str, str]:
    return row[0], row[1]


def together(parts: list[Sheet]) -> Sheet:
    """Put edges together; what a part does not have is unknown there."""
    kinds: Kinds = {}
    for part in parts:
        kinds = common(kinds, part.attributes)
    frames = [part.frame.with_columns(pl.col(*ENDS).cast(pl.UInt32)) for part in parts]
    as_text = [frame.with_columns(pl.exclude(*ENDS).cast(pl.String)) for frame in frames]
    return Sheet(pl.concat(as_text, how="diagonal"), {name: kind for name, kind in kinds.items() if kind})


def kept(edges: Sheet, rows: pl.Expr) -> Sheet:
    """Keep some of the edges."""
    return Sheet(edges.frame.filter(rows), edges.kinds)


def between(edges: Sheet, things: Mask) -> Sheet:
    """Keep the edges both of whose ends are among these; things without a place in the mask are."""
    size = len(things)
    ends = [edges.frame[end].to_numpy() for end in ENDS]
    good = [things[np.minimum(end, size - 1)] | (end >= size) if size else np.ones(len(end), bool) for end in ends]
    return Sheet(edges.frame.filter(pl.Series(good[0] & good[1], dtype=pl.Boolean)), edges.kinds)
