"""Which citations and works were given before: hashes of 64 bits in sorted runs, 8 bytes for each of many millions.

Two different things have one hash once in a hundred thousand dumps of ten million rows.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ingest import record as rec

Hashes = NDArray[np.uint64]


class Seen:
    """A growing set of hashes. A run is merged with the next one when that has half its length."""

    def __init__(self) -> None:
        self._runs: list[Hashes] = []

    def fresh(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Tell which of some hashes come for the first time, and take them in."""
        each, first = np.unique(hashes, return_index=True)
        new = np.ones(len(each), dtype=np.bool_)
        for run in self._runs:
            place = np.minimum(np.searchsorted(run, each), len(run) - 1)
            new &= run[place] != each
        self._add(each[new])
        found = np.zeros(len(hashes), dtype=np.bool_)
        found[first[new]] = True
        return found

    def _add(self, run: Hashes) -> None:
        if not len(run):
            return
        while self._runs and len(self._runs[-1]) < 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]), kind="stable")
        self._runs.append(run)


def pairs(one: Hashes, other: Hashes) -> Hashes:
    """Hash ordered pairs of hashes."""
    mixed: Hashes = one * np.uint64(0x9E3779B97F4A7C15) + other
    return mixed


@dataclass
class Once:
    """Makes records of many citations, such that no citation and no work is given twice."""

    _cited: Seen = field(default_factory=Seen)
    _named: Seen = field(default_factory=Seen)

    def citations(
        self, at: rec.Place, citing: pl.Series, cited: pl.Series, works: pl.Series, identifiers: pl.Series
    ) -> rec.Citations:
        """Give what is new.

        Parameters
        ----------
        at : Place
        citing, cited : Series of String
            As many IRIs, a pair for each citation.
        works, identifiers : Series of String
            IRIs of works, and an identifier of each with its scheme in front; a work may have several.
        """
        fresh = self._cited.fresh(pairs(_hashes(citing), _hashes(cited)))
        named = self._named.fresh(pairs(_hashes(works), _hashes(identifiers)))
        kept = pl.Series(fresh)
        return rec.Citations(
            at=at, citing=citing.filter(kept), cited=cited.filter(kept),
            works=works.filter(pl.Series(named)), identifiers=identifiers.filter(pl.Series(named)),
            repeats=len(citing) - int(kept.sum()),
        )  # fmt: skip


def _hashes(texts: pl.Series) -> Hashes:
    found: Hashes = texts.hash().to_numpy()
    return found
