"""What a load gathers of all statements as they pass: names, dates, citations, counts, and numbers for the rules.

Terms are N-Quads text; where only their equality matters they are kept as hashes of 64 bits. Each property has
columns of its own, and what there is much of waits in files.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path

import polars as pl

from kg.statements import Block
from ontology import iri
from ontology.terms import CITO, DCTERMS, NAMESPACE, PK, RDF

_NAMED = {PK.name, PK.title, PK.alternateName, PK.fullName, PK.identifier}
_DATED = {PK.submitted, PK.published, PK.publicationYear}
_MEASURED = {
    PK.hasMeasurement, PK.metric, PK.value, PK.rawValue, PK.sourceRow, PK.benchmark, PK.resultDate, PK.reportedIn,
    PK.direction, PK.reportsMetric,
}  # fmt: skip
_TEXTS = {*_NAMED, *_DATED, *_MEASURED, PK.mergedInto, PK.doi, PK.introducedBy}
"""Properties whose statements are kept as text."""
_RANKED = {PK.position, PK.basis, PK.benchmark, PK.metric, PK.asOf}
_NUMBERS = {
    *_RANKED, DCTERMS.creator, RDF.type, PK.name, PK.title, PK.identifier, PK.mergedInto, PK.hasAuthorship,
    PK.authorPosition, PK.assertedBy, CITO.cites, PK.usesTechnique, PK.ofModel,
}  # fmt: skip
"""Properties whose statements are kept as hashes."""
_KEPT = pl.Enum([f"<{found}>" for found in sorted(_TEXTS | _NUMBERS)])
_LITERAL = r'^"((?:[^"\\]|\\.)*)"'
_THINGS, _ONTOLOGY = f"<{iri.BASE}", f"<{NAMESPACE}"
_FULL = 1 << 18
"""How many statements stay in memory before they are put into files."""
_MANY = 64
"""Of how many blocks the references are gathered before each is kept but once."""


class Columns:
    """Statements by property, gathered block by block.

    Parameters
    ----------
    folder : Path, optional
        An empty folder for what there is much of; without it, all stays in memory.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._texts = _Shelves("texts", {"s": pl.String, "o": pl.String, "g": pl.UInt16}, folder)
        numbers = {"s": pl.UInt64, "o": pl.UInt64, "position": pl.UInt32, "g": pl.UInt16}
        self._numbers = _Shelves("numbers", numbers, folder)
        self._referenced: list[pl.Series] = []
        self._graphs: list[str] = []

    def add(self, block: Block) -> None:
        """Gather what is needed of a block."""
        if block.lines.is_empty():
            return
        self.__dict__.pop("referenced", None)
        if block.graph not in self._graphs:
            self._graphs.append(block.graph)
        graph = pl.lit(self._graphs.index(block.graph), pl.UInt16).alias("g")
        terms = block.terms
        self._referenced.append(terms.filter(_reference())["o"].hash().unique())
        if len(self._referenced) == _MANY:
            self._referenced = [pl.concat(self._referenced).unique()]
        kept = terms.with_columns(pl.col("p").cast(_KEPT, strict=False)).drop_nulls("p")
        for (kind,), found in kept.partition_by("p", as_dict=True, include_key=False).items():
            name = str(kind).strip("<>")
            if name in _TEXTS:
                # Made anew, not taken out of the block: texts taken out of a block keep the whole block alive.
                self._texts.add(name, found.select(_bare("s") + "", pl.col("o") + "", graph))
            if name in _NUMBERS:
                numbers = pl.col("s").hash(), pl.col("o").hash(), _position(name)
                self._numbers.add(name, found.select(*numbers, graph))
        self._texts.put_aside()
        self._numbers.put_aside()

    @cached_property
    def referenced(self) -> pl.Series:
        """Hashes of the things that are an object of a property of ours."""
        return pl.concat(self._referenced).unique()

    @property
    def graphs(self) -> pl.Series:
        """Hashes of the graphs that hold statements."""
        return pl.Series("g", [f"<{graph}>" for graph in self._graphs]).hash()

    def of(self, kind: str) -> pl.DataFrame:
        """Give columns s, o (hashes), position (of an author, else null) and g (which graph) of a property."""
        return self._numbers.of(kind)

    def said(self, *properties: str, about: pl.Series | None = None) -> pl.DataFrame:
        """Give subject and object of the statements with these properties, once, sorted; literals as plain text.

        Parameters
        ----------
        *properties : str
        about : Series, optional
            Hashes of the subjects that are meant; all where absent.
        """
        found = pl.concat([self._texts.of(kind) for kind in properties])
        if about is not None:
            found = found.filter(hashed(pl.col("s")).is_in(about.implode()))
        return found.select(pl.col("s"), plain(found["o"])).unique().sort("s", "o")

    def first(self, kind: str, rank: Callable[[str], int]) -> pl.DataFrame:
        """Give each subject of a property one object: that of the graph with the least rank, then the least.

        Parameters
        ----------
        kind : str
        rank : callable
            Of a graph, by its IRI.
        """
        ranks = pl.Series("rank", [rank(graph) for graph in self._graphs], pl.Int64)
        found = self._texts.of(kind)
        placed = found.select("s", plain(found["o"]), ranks.gather(found["g"]).alias("rank"))
        return placed.sort("s", "rank", "o").unique("s", keep="first", maintain_order=True).select("s", "o")

    def instances(self, kinds: Iterable[str]) -> pl.DataFrame:
        """Give the hash of each instance of these classes, with its class (an IRI) in column kind."""
        classes = pl.DataFrame({"kind": list(kinds)}, {"kind": pl.String}).with_columns(
            (pl.lit("<") + pl.col("kind") + ">").hash().alias("o")
        )
        return self.of(RDF.type).join(classes, on="o").select("s", "kind").unique()


class _Shelves:
    """A frame for each property, in parts; of the large ones, parts lie in files."""

    def __init__(self, name: str, schema: Mapping[str, type[pl.DataType]], folder: Path | None) -> None:
        self._name, self._schema, self._folder = name, schema, folder
        self._parts: dict[str, list[pl.LazyFrame]] = defaultdict(list)
        self._new: dict[str, list[pl.DataFrame]] = defaultdict(list)
        self._rows = self._files = 0

    def add(self, kind: str, frame: pl.DataFrame) -> None:
        self._new[kind].append(frame)
        self._rows += len(frame)

    def put_aside(self) -> None:
        """Put what is in memory into files, where that is much."""
        if self._folder is None or self._rows < _FULL:
            return
        for kind, frames in self._new.items():
            path, self._files = self._folder / f"{self._name}-{self._files}.arrow", self._files + 1
            pl.concat(frames).write_ipc(path)
            self._parts[kind].append(pl.scan_ipc(path))
        self._new.clear()
        self._rows = 0

    def of(self, kind: str) -> pl.DataFrame:
        fresh = [frame.lazy() for frame in self._new.get(kind, ())]
        parts = [pl.LazyFrame(schema=self._schema), *self._parts.get(kind, ()), *fresh]
        found: pl.DataFrame = pl.concat(parts).collect()
        return found


def hashed(things: pl.Expr) -> pl.Expr:
    """Hash IRIs as `Columns` does."""
    return (pl.lit("<") + things + ">").hash()


def _bare(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars("<>")


def _position(kind: str) -> pl.Expr:
    if kind != PK.authorPosition:
        return pl.lit(None, pl.UInt32).alias("position")
    return pl.col("o").str.extract(_LITERAL).cast(pl.UInt32, strict=False).alias("position")


def _reference() -> pl.Expr:
    ours = pl.col("o").str.starts_with(_THINGS) & ~pl.col("o").str.starts_with(f"{_THINGS}ontology")
    return ours & pl.col("p").str.starts_with(_ONTOLOGY)


def plain(terms: pl.Series) -> pl.Series:
    """Give IRIs and literals as plain text."""
    text = pl.when(terms.str.starts_with("<")).then(terms.str.strip_chars("<>")).otherwise(terms.str.extract(_LITERAL))
    plain = pl.select(text.alias("o"))["o"]
    if not plain.str.contains("\\", literal=True).any():
        return plain
    return pl.Series("o", [_unescape(value) if "\\" in value else value for value in plain], pl.String)


def _unescape(text: str) -> str:
    r"""Read the escapes of N-Quads in canonical form; JSON has the same, but for ``\U``, which it does not write."""
    return str(json.loads(f'"{text}"'))
