"""Who uses a technique: frames for `kg.analysis.adoption` out of the tables of a generation."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from kg.analysis.adoption import Adoption, Period, adoption
from kg.analysis.arrays import Node
from kg.projection import Projection


@dataclass(frozen=True)
class Uses:
    """Papers, and the techniques that they are said to use."""

    projection: Projection

    @cached_property
    def papers(self) -> pl.DataFrame:
        """Columns paper, date, title: all papers."""
        papers = self.projection.things.filter(pl.col("kind") == "paper")
        return papers.select(paper="iri", date="date", title="label")

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """Columns paper, technique (IRIs)."""
        things, uses = self.projection.things["iri"], self.projection.uses
        return pl.DataFrame([things.gather(uses[name]).alias(name) for name in ("paper", "technique")])

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each paper."""
        return dict(self.papers.select("paper", "title").iter_rows())

    @cached_property
    def dates(self) -> dict[str, str | None]:
        """The date of each paper."""
        return dict(self.papers.select("paper", "date").iter_rows())

    @cached_property
    def by_paper(self) -> dict[Node, list[str]]:
        """The names of the techniques that each paper uses."""
        found: dict[Node, list[str]] = {}
        for paper, technique in self.pairs.iter_rows():
            found.setdefault(paper, []).append(self.name(technique))
        return found

    def adoption(self, technique: str, by: Period = "year") -> Adoption:
        """Tell how a technique (an IRI) spread."""
        return adoption(self.papers, self.pairs, technique, self._techniques[technique][1], by)

    def name(self, technique: str) -> str:
        """Give the name of a technique (an IRI)."""
        return self._techniques[technique][0]

    @cached_property
    def _techniques(self) -> dict[str, tuple[str, str | None]]:
        """The name of each technique, and the paper that introduced it."""
        techniques = self.projection.things.filter(pl.col("kind") == "technique")
        return {iri: (label, paper) for iri, label, paper in techniques.select("iri", "label", "paper").iter_rows()}

    def __str__(self) -> str:
        known, papers = self.pairs["paper"].n_unique(), len(self.papers)
        share = f" ({100 * known / papers:.1f}%)" if papers else ""
        return f"techniques are known of {known:,} of {papers:,} papers{share}"
