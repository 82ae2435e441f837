"""Rows of the index to records: many citations at once, and what is refused with its line."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice

import polars as pl

from ingest import record as rec
from ingest.seen import Seen, pairs
from ingest.sources.opencitations import table
from ingest.sources.opencitations.files import Block
from ingest.sources.opencitations.works import identify, spelt, told

LONGEST_RAW = 2_000
"""Characters of a refused line that are kept."""
_IDENTIFIED = {"iri": pl.String(), "identifier": pl.String()}


_AHEAD = 3
"""Blocks that are read before they are needed."""


@dataclass(frozen=True, slots=True)
class Read:
    """A block as `table.rows` and `resolved` read it."""

    block: Block
    frame: pl.DataFrame
    special: pl.DataFrame
    unread: list[tuple[int, str, str]]
    unknown: dict[int, str]


def read(block: Block) -> Read:
    """Read a block, which needs nothing of those before it.

    Raises
    ------
    SourceError
        If its header names no citations.
    """
    rows = table.rows(block)
    frame, special, unknown = resolved(rows.frame)
    return Read(block, frame, special, rows.refused, unknown)


def read_ahead(blocks: Iterator[Block]) -> Iterator[Read]:
    """Read blocks on two threads, and give them in their order."""
    with ThreadPoolExecutor(2) as beside:
        waiting = deque(beside.submit(read, block) for block in islice(blocks, _AHEAD))
        while waiting:
            found = waiting.popleft().result()
            waiting.extend(beside.submit(read, block) for block in islice(blocks, 1))
            yield found


@dataclass
class Reader:
    """Reads blocks, and knows which citations and works were given before."""

    origin: rec.Origin
    only: frozenset[str] | None = None
    """IRIs of works; citations of and by others are passed over. None: all are wanted."""
    _cited: Seen = field(default_factory=Seen)
    _named: Seen = field(default_factory=Seen)
    _identified: Seen = field(default_factory=Seen)

    def all_records(self, blocks: Iterator[Block]) -> rec.Records:
        """Yield what blocks say; while one is written, the next ones are read."""
        for found in read_ahead(blocks):
            yield from self.records(found)

    def records(self, found: Read) -> rec.Records:
        """Yield what a block says."""
        block, frame, special = found.block, found.frame, found.special
        yield from self._rejected(block, found.unread, found.unknown)
        if self.only is not None:
            frame = frame.filter(pl.col("citing").is_in(self.only) | pl.col("cited").is_in(self.only))
        if frame.height:
            yield self._citations(block, frame, special)

    def _citations(self, block: Block, frame: pl.DataFrame, special: pl.DataFrame) -> rec.Citations:
        ends = pl.concat([frame["citing"], frame["cited"]])
        hashes = ends.hash().to_numpy()
        fresh = self._cited.fresh(pairs(hashes[: frame.height], hashes[frame.height :]))
        named = pl.Series(self._named.fresh(hashes))
        works = self._works(
            ends.filter(named), special.join(ends.to_frame("iri"), on="iri", how="semi", maintain_order="left")
        )
        kept = frame.filter(pl.Series(fresh))
        at = rec.Place(self.origin, f"{block.table}:{block.line}")
        return rec.Citations(
            at=at, citing=kept["citing"], cited=kept["cited"], works=works["iri"], identifiers=works["identifier"],
            repeats=frame.height - kept.height,
        )  # fmt: skip

    def _works(self, new: pl.Series, special: pl.DataFrame) -> pl.DataFrame:
        """Give ``iri`` and ``identifier`` of works; of those that are special, each identifier that is new."""
        plain = new.alias("iri").to_frame()
        if special.height:
            plain = plain.join(special, on="iri", how="anti", maintain_order="left")
            hashes = pairs(special["iri"].hash().to_numpy(), special["identifier"].hash().to_numpy())
            special = special.filter(pl.Series(self._identified.fresh(hashes)))
        plain = plain.with_columns(spelt(plain["iri"]).alias("identifier"))
        return pl.concat([plain, special])

    def _rejected(
        self, block: Block, unread: list[tuple[int, str, str]], unknown: dict[int, str]
    ) -> Iterator[rec.Rejected]:
        shown = table.lines(block, set(unknown)) if unknown else ()
        both = [*unread, *((number, unknown[number], raw) for number, raw in shown)]
        for number, reason, raw in sorted(both):
            at = rec.Place(self.origin, f"{block.table}:{number}")
            yield rec.Rejected(at=at, reason=reason, raw=raw[:LONGEST_RAW])


def resolved(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, dict[int, str]]:
    """Resolve the identifiers of rows.

    Returns
    -------
    frame : DataFrame
        ``line``, ``citing`` and ``cited``, the two as IRIs.
    special : DataFrame
        ``iri`` and each ``identifier`` of the works that are not told by the plain rules.
    refused : dict
        The reason for each line that names no work.
    """
    citing, cited = told(rows["citing"]), told(rows["cited"])
    if citing.null_count() or cited.null_count():
        return _one_by_one(rows, citing, cited)
    found = rows.select("line", citing.alias("citing"), cited.alias("cited"))
    return found, pl.DataFrame(schema=_IDENTIFIED), {}


def _one_by_one(
    rows: pl.DataFrame, citing: pl.Series, cited: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame, dict[int, str]]:
    unknown = pl.concat([rows["citing"].filter(citing.is_null()), rows["cited"].filter(cited.is_null())])
    names, special, reasons = _identified(unknown.unique(maintain_order=True))
    found = rows.select(
        "line", pl.col("citing").alias("a"), pl.col("cited").alias("b"),
        citing=pl.coalesce(citing, _looked_up("citing", names)), cited=pl.coalesce(cited, _looked_up("cited", names)),
    )  # fmt: skip
    bad = found.filter(pl.col("citing").is_null() | pl.col("cited").is_null())
    refused = {line: _reason(a, b, reasons) for line, a, b in bad.select("line", "a", "b").iter_rows()}
    return found.drop_nulls(["citing", "cited"]).select("line", "citing", "cited"), special, refused


def _looked_up(column: str, names: dict[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(list(names), list(names.values()), default=None, return_dtype=pl.String)


def _identified(texts: pl.Series) -> tuple[dict[str, str], pl.DataFrame, dict[str, str]]:
    names: dict[str, str] = {}
    reasons: dict[str, str] = {}
    special = []
    for text in texts:
        try:
            names[text], identifiers = identify(text)
        except ValueError as error:
            reasons[text] = str(error)
            continue
        special += [(names[text], f"{scheme}:{value}") for scheme, value in identifiers]
    return names, pl.DataFrame(special, schema=_IDENTIFIED, orient="row").unique(maintain_order=True), reasons


def _reason(citing: str, cited: str, reasons: dict[str, str]) -> str:
    ends = [("citing", citing), ("cited", cited)]
    return "; ".join(f"{end} {text[:80]!r}: {reasons[text]}" for end, text in ends if text in reasons)
