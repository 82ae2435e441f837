"""The same facts in the field's vocabularies, so that both answer.

Every class and property of ours is a kind of the field's own; what follows from that (RDFS entailment rules
rdfs7 and rdfs9) is written out for the terms outside our namespace and for our own more general properties.
What makes up most of a big graph is the exception: authorships, addresses, abstracts, identifiers (each has a property
of its own besides), and which techniques a paper uses. With them it would double in size.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from kg.statements import Block
from ontology import iri
from ontology.terms import PK, PROPERTIES, RDF, SUPER_CLASSES, SUPER_PROPERTIES

TYPES, WIDER = iri.derived("types"), iri.derived("properties")
"""The graphs of wider types, and of statements in wider properties."""


LEFT_OUT = {
    PK.Authorship, PK.hasAuthorship, PK.author, PK.authorPosition, PK.nameAsPrinted, PK.url, PK.abstract, PK.identifier,
    PK.usesTechnique,
}  # fmt: skip
"""Terms whose wider terms stand in the ontology alone."""


def _pairs(above: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    kept = ((narrow, wide) for narrow, all_wide in above.items() if narrow not in LEFT_OUT for wide in all_wide)
    pairs = [(f"<{narrow}>", f"<{wide}>", wide in PROPERTIES) for narrow, wide in kept]
    return pl.DataFrame(pairs, schema={"narrow": pl.String, "wide": pl.String, "stated": pl.Boolean}, orient="row")


_CLASSES, _PROPERTIES = _pairs(SUPER_CLASSES), _pairs(SUPER_PROPERTIES)
_TYPE = pl.lit(f"<{RDF.type}>")
_STATED = _PROPERTIES.filter("stated")["wide"].unique().implode()


@dataclass
class Alignment:
    """What follows from the statements that it was shown."""

    _held: list[pl.Series] = field(default_factory=list)
    """Statements in those of our properties that somebody may state himself."""
    _stated: list[pl.Series] = field(default_factory=list)

    def of(self, block: Block) -> Iterator[Block]:
        """Yield what follows from a block, but for what `rest` gives."""
        terms = block.terms
        kinds = terms.filter(pl.col("p") == _TYPE).join(_CLASSES, left_on="o", right_on="narrow")
        yield Block(TYPES, _lines(kinds, pl.col("s"), _TYPE, pl.col("wide")))
        wider = terms.join(_PROPERTIES, left_on="p", right_on="narrow")
        said = [pl.col("s"), pl.col("wide"), pl.col("o")]
        yield Block(WIDER, _lines(wider.filter(~pl.col("stated")), *said))
        self._held.append(_lines(wider.filter("stated"), *said))
        self._stated.append(_lines(terms.filter(pl.col("p").is_in(_STATED)), *terms.columns))

    def rest(self) -> Block:
        """Give what follows in properties that may be stated too, where nobody states it: call it at the end."""
        held, stated = pl.concat(self._held), pl.concat(self._stated)
        return Block(WIDER, held.filter(~held.is_in(stated.implode())))


def _lines(frame: pl.DataFrame, *terms: pl.Expr | str) -> pl.Series:
    return frame.select(pl.concat_str(*terms, separator=" ").alias("line"))["line"].unique(maintain_order=True)
