"""What a load gathers of all statements as they pass: names, dates, citations, counts, and numbers for the rules.

Terms are N-Quads text; where only their equality matters they are kept as hashes of 64 bits.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from kg.statements import Block
from ontology import iri
from ontology.terms import CITO, NAMESPACE, PK, RDF

_NAMED = {PK.name, PK.title, PK.alternateName, PK.fullName, PK.identifier}
_DATED = {PK.submitted, PK.published, PK.publicationYear}
_MEASURED = {
    PK.hasMeasurement, PK.metric, PK.value, PK.rawValue, PK.sourceRow, PK.benchmark, PK.resultDate, PK.reportedIn,
    PK.direction,
}  # fmt: skip
_TEXTS = {*_NAMED, *_DATED, *_MEASURED, PK.doi, PK.introducedBy, CITO.cites}
"""Properties whose statements are kept as text."""
_KEPT = pl.Enum(sorted(_TEXTS))
_NUMBERS = {RDF.type, PK.name, PK.title, PK.identifier, PK.mergedInto, PK.hasAuthorship, PK.authorPosition}
"""Properties whose statements are kept as hashes."""
_LITERAL = r'^"((?:[^"\\]|\\.)*)"'
_THINGS, _ONTOLOGY = f"<{iri.BASE}", f"<{NAMESPACE}"


@dataclass
class Columns:
    """Statements by property, gathered block by block."""

    _texts: list[pl.DataFrame] = field(default_factory=list)
    _numbers: list[pl.DataFrame] = field(default_factory=list)
    _referenced: list[pl.Series] = field(default_factory=list)
    _graphs: list[str] = field(default_factory=list)

    def add(self, block: Block) -> None:
        """Gather what is needed of a block."""
        if block.lines.is_empty():
            return
        for name in ("texts", "numbers", "referenced"):
            self.__dict__.pop(name, None)
        if block.graph not in self._graphs:
            self._graphs.append(block.graph)
        graph = pl.lit(self._graphs.index(block.graph), pl.UInt16).alias("g")
        terms = block.terms
        texts = terms.filter(_among(_TEXTS))
        # Made anew, not taken out of the block: texts taken out of a block keep the whole block alive.
        self._texts.append(texts.select(_bare("s") + "", _bare("p").cast(_KEPT), pl.col("o") + ""))
        hashes = pl.col("p").cast(_kinds(_NUMBERS)), pl.col("s").hash(), pl.col("o").hash()
        self._numbers.append(terms.filter(_among(_NUMBERS)).select(*hashes, _position(), graph))
        self._referenced.append(terms.filter(_reference())["o"].hash().unique())

    @cached_property
    def texts(self) -> pl.DataFrame:
        """Columns s, p, o of the statements that name, date, introduce and cite."""
        return pl.concat(self._texts)

    @cached_property
    def numbers(self) -> pl.DataFrame:
        """Columns p, s, o (hashes), position (of an author, else null), g (which graph)."""
        return pl.concat(self._numbers)

    @cached_property
    def referenced(self) -> pl.Series:
        """Hashes of the things that are an object of a property of ours."""
        return pl.concat(self._referenced).unique()

    @property
    def graphs(self) -> pl.Series:
        """Hashes of the graphs that hold statements."""
        return pl.Series("g", [f"<{graph}>" for graph in self._graphs]).hash()

    def of(self, *properties: str) -> pl.DataFrame:
        """Give the hashes of the statements with these properties."""
        return self.numbers.filter(_among(set(properties)))

    def said(self, *properties: str) -> pl.DataFrame:
        """Give subject and object of the statements with these properties, once, sorted; literals as plain text."""
        found = self.texts.filter(pl.col("p").cast(pl.String).is_in(sorted(properties)))
        return found.select(pl.col("s"), _plain(found["o"])).unique().sort("s", "o")

    def instances(self, kinds: Iterable[str]) -> pl.DataFrame:
        """Give the hash of each instance of these classes, with its class (an IRI) in column kind."""
        classes = pl.DataFrame({"kind": list(kinds)}, {"kind": pl.String}).with_columns(
            (pl.lit("<") + pl.col("kind") + ">").hash().alias("o")
        )
        return self.of(RDF.type).join(classes, on="o").select("s", "kind").unique()


def hashed(things: pl.Expr) -> pl.Expr:
    """Hash IRIs as `Columns` does."""
    return (pl.lit("<") + things + ">").hash()


def _bare(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars("<>")


def _among(properties: set[str]) -> pl.Expr:
    return pl.col("p").cast(pl.String).is_in([f"<{found}>" for found in sorted(properties)])


def _kinds(properties: set[str]) -> pl.Enum:
    return pl.Enum([f"<{found}>" for found in sorted(properties)])


def _position() -> pl.Expr:
    position = pl.col("o").str.extract(_LITERAL).cast(pl.UInt32, strict=False)
    return pl.when(pl.col("p") == f"<{PK.authorPosition}>").then(position).alias("position")


def _reference() -> pl.Expr:
    ours = pl.col("o").str.starts_with(_THINGS) & ~pl.col("o").str.starts_with(f"{_THINGS}ontology")
    return ours & pl.col("p").str.starts_with(_ONTOLOGY)


def _plain(terms: pl.Series) -> pl.Series:
    """Give IRIs and literals as plain text."""
    text = pl.when(terms.str.starts_with("<")).then(terms.str.strip_chars("<>")).otherwise(terms.str.extract(_LITERAL))
    plain = pl.select(text.alias("o"))["o"]
    if not plain.str.contains("\\", literal=True).any():
        return plain
    return pl.Series("o", [_unescape(value) if "\\" in value else value for value in plain], pl.String)


def _unescape(text: str) -> str:
    r"""Read the escapes of N-Quads in canonical form; JSON has the same, but for ``\U``, which it does not write."""
    return str(json.loads(f'"{text}"'))
