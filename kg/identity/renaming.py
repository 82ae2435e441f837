"""Blocks of statements under the names that things have once they are joined."""

import re
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from kg.statements import Block

_FEW = 50
"""Beginnings of names that are searched for one by one."""


@dataclass(frozen=True)
class Renaming:
    """New names for things, wherever a statement is about them or points to them.

    Parameters
    ----------
    names : DataFrame
        Columns alias, canonical: IRIs.
    """

    names: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"alias": pl.String, "canonical": pl.String})
    )

    @cached_property
    def _terms(self) -> pl.DataFrame:
        return self.names.select(pl.format("<{}>", "alias").alias("old"), pl.format("<{}>", "canonical").alias("new"))

    @cached_property
    def _starts(self) -> str:
        """How the old names begin, as a pattern: all lines are searched for it, names looked up in the few found."""
        starts = self._terms["old"].str.extract("^(.*[/#])").drop_nulls().unique().sort()
        return "|".join(map(re.escape, starts)) if len(starts) <= _FEW else re.escape("<")

    def of(self, block: Block) -> Block:
        """Give the block under the new names; what it says of nothing renamed stays as it is."""
        if self.names.is_empty() or block.lines.is_empty():
            return block
        may = block.lines.str.contains(self._starts)
        terms, old = Block(block.graph, block.lines.filter(may)).terms, self._terms["old"].implode()
        met = terms["s"].is_in(old) | terms["o"].is_in(old)
        if not met.any():
            return block
        for term in ("s", "o"):
            named = terms.select(pl.col(term).alias("old")).join(
                self._terms, on="old", how="left", maintain_order="left"
            )
            terms = terms.with_columns(named.select(pl.coalesce("new", "old").alias(term)))
        renamed = terms.select(pl.concat_str("s", "p", "o", separator=" ").alias("line"))["line"]
        return Block(block.graph, pl.concat([block.lines.filter(~may).alias("line"), renamed]))
