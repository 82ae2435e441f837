"""Dates of any precision as numbers: what measures of influence compare and count the age with.

A date is ISO 8601 text of a year, a month or a day. Two dates are compared at the precision that both have.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np
import polars as pl

from kg.analysis.arrays import ArrayGraph, Floats, Ints, Mask, node_facts

YEAR = 10_000
"""A year in the numbers of `Dates`, which read as YYYYMMDD."""
_MONTH = 100
UNITS = np.array([1, _MONTH, YEAR])
"""Of a day, a month and a year."""
_DATE = r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?"


@dataclass(frozen=True, eq=False)
class Dates:
    """The date of each node.

    Parameters
    ----------
    number : array of int, shape (nodes,)
        YYYYMMDD, with zeros for what is not known; 0 where there is no date.
    unit : array of int, shape (nodes,)
        1 for a day, 100 for a month, 10,000 for a year, which is the precision.

    Examples
    --------
    >>> found = Dates.of(["2020-10-22", "2020", None])
    >>> found.number.tolist(), found.unit.tolist()
    ([20201022, 20200000, 0], [1, 10000, 10000])
    """

    number: Ints
    unit: Ints

    @classmethod
    def of(cls, dates: Sequence[str | None]) -> "Dates":
        """Read dates; text that is no date counts as none."""
        parts = pl.Series("date", dates, pl.String).str.extract_groups(_DATE).struct.unnest()
        year, month, day = (parts.to_series(place).cast(pl.Int64).fill_null(0).to_numpy() for place in range(3))
        month = np.where((month >= 1) & (month <= 12), month, 0)
        day = np.where((month > 0) & (day >= 1) & (day <= 31), day, 0)
        return cls(year * YEAR + month * _MONTH + day, np.where(day > 0, 1, np.where(month > 0, _MONTH, YEAR)))

    @classmethod
    def of_nodes(cls, graph: nx.Graph | ArrayGraph) -> "Dates":
        """Read the attribute ``date`` of the nodes of a graph."""
        return cls.of([None if date is None else str(date) for date in node_facts(graph, "date")])

    @property
    def known(self) -> Mask:
        """Tell which nodes have a date."""
        found: Mask = self.number > 0
        return found

    @cached_property
    def years(self) -> Ints:
        """The year of each node; 0 where there is no date."""
        found: Ints = self.number // YEAR
        return found

    @cached_property
    def moments(self) -> Floats:
        """Years with a fraction, NaN where there is no date: the middle of what a date says, in months of equal length.

        Examples
        --------
        >>> Dates.of(["2020", "2020-01", "2020-01-01"]).moments.round(3).tolist()
        [2020.5, 2020.042, 2020.001]
        """
        month, day = self.number // _MONTH % 100, self.number % _MONTH
        within = np.where(day > 0, (day - 0.5) / 31, 0.5)
        moments = self.years + np.where(month > 0, (month - 1 + within) / 12, 0.5)
        return np.where(self.known, moments, np.nan)

    def window(self, nodes: Ints, years: int) -> "Window":
        """Give the time after each of some nodes that have a date, up to and with so many years after it.

        What is later at the precision that both dates have falls into it.
        """
        unit = np.maximum(self.unit[nodes, None], UNITS)
        begin, end = ((self.number[nodes, None] + more) // unit * unit + unit for more in (0, years * YEAR))
        kind = np.searchsorted(UNITS, self.unit)
        return Window(self.number.astype(np.int32), kind, begin.astype(np.int32), end.astype(np.int32))


@dataclass(frozen=True, eq=False)
class Window:
    """A span of time for each of some rows.

    Parameters
    ----------
    number, kind : array of int, shape (nodes,)
        The date of each node, and the place of its unit in `UNITS`.
    begin, end : array of int, shape (rows, units)
        The first date in the span and the first behind it, for dates of each unit.
    """

    number: Ints
    kind: Ints
    begin: Ints
    end: Ints

    def holds(self, rows: Ints, nodes: Ints) -> Mask:
        """Tell whether each of some nodes falls into the span of the row beside it; what has no date does not."""
        number = self.number[nodes]
        place = rows * len(UNITS) + self.kind[nodes]
        found: Mask = (number >= self.begin.ravel()[place]) & (number < self.end.ravel()[place])
        return found
