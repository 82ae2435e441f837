"""What differs between two snapshots of one source, read from their files alone.

A result is the same in both where task, data set, model and paper are. The rows of the dumps that state it are not
compared: where a row stands says nothing of what it says. All other statements are compared as sets.

Both files are read once, in blocks of lines, as columns. What is said of results is kept as text; of every other
statement a hash of 64 bits and its kind, 9 bytes, so that two snapshots of 35 million statements fit into 2 GB.
That two statements of one hash hide a difference happens among that many at most one time in 5,000.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import polars as pl

from kg.errors import EngineFailure, UsageProblem
from kg.statements import DAMAGED, unpacked
from kg.values import Iri, Table, Value
from ontology import iri
from ontology.terms import PK, RDF

COLUMNS = ("change", "benchmark", "model", "paper", "metric", "before", "after", "result")

_ORDER = [COLUMNS.index(name) for name in ("benchmark", "model", "result", "metric")]
_BLOCK = 1 << 24
"""Bytes of a file that are read at a time."""
_LONGEST = 1 << 28
"""Bytes of a line beyond which a file is not taken for a snapshot."""
_PASSES = 16
"""Parts in which the other statements are compared, one after the other, so that memory stays bounded."""
_UNREADABLE: tuple[type[Exception], ...] = (*DAMAGED, ValueError, pl.exceptions.PolarsError)
_OWN = ("result", "measurement", "row")
_NAMED = ("benchmark", "model", "metric", "paper")
_ELSE = "something else"
_KINDS = pl.Enum([
    *_OWN, *_NAMED, "snapshot", "area", "author", "authorship", "citation", "claim", "collection", "dataset", "rank",
    "repository", "statement", "table", "task", "technique", _ELSE,
])  # fmt: skip
"""The kinds that stand in the IRIs of things."""
_PROPERTIES = {
    PK.resultDate: "(date)", PK.usesExtraData: "(uses extra data)", PK.extraTrainingSamples: "(extra samples)",
    PK.trainedOn: "(trained on)",
}  # fmt: skip
"""What is said of a result besides its measurements, and how it is called in the column of metrics."""
_READ = pl.Enum([
    *(f"<{name}>" for name in (
        *_PROPERTIES, PK.benchmark, PK.ofModel, PK.reportedIn, PK.hasMeasurement, PK.metric, PK.rawValue, RDF.type,
    )),
])  # fmt: skip
_NAMES = pl.Enum([f"<{PK.name}>", f"<{PK.title}>"])


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were added, removed and changed."""

    added: int
    removed: int
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between an earlier and a later snapshot."""

    table: Table
    """Columns as `COLUMNS`: one row for each metric or date of a result that differs, as its source writes it."""
    results: Counts
    others: dict[str, Counts]
    """Statements about all else, by the kind of thing; a kind of which nothing differs is not there."""

    @property
    def summary(self) -> str:
        """All counts in one line."""
        found = self.results
        kinds = ", ".join(f"{kind} +{one.added:,} -{one.removed:,}" for kind, one in self.others.items())
        added, removed = (sum(getattr(one, way) for one in self.others.values()) for way in ("added", "removed"))
        return (
            f"results: {found.added:,} added, {found.removed:,} removed, {found.changed:,} changed; "
            f"other statements: {added:,} added, {removed:,} removed{f' ({kinds})' if kinds else ''}"
        )


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What one file says; subjects are hashes of their IRIs."""

    source: str
    said: pl.DataFrame
    """Columns subject, predicate, object: of results and measurements."""
    results: pl.DataFrame
    """Columns subject, result: each result and its IRI."""
    labels: pl.DataFrame
    """Columns subject, label: the names of benchmarks, models, metrics and papers."""
    others: pl.DataFrame
    """Columns line (the hash of a statement), kind."""


def diff(home: Path, before: str, after: str) -> Difference:
    """Compare two snapshots.

    Parameters
    ----------
    home : Path
        The workspace.
    before, after : str
        Each the id of a snapshot of the workspace, the beginning of one or of its digest, or the path of a manifest
        or of a file of statements, wherever it lies.

    Raises
    ------
    UsageProblem
        If there is no such snapshot, several are meant, or the two are of different sources.
    EngineFailure
        If a file is damaged.
    """
    paths = [find(home, wanted) for wanted in (before, after)]
    old, new = map(_read, paths)
    if old.source != new.source:
        raise UsageProblem(f"{paths[0]} is of {old.source}, {paths[1]} of {new.source}; compare two of one source")
    rows = _changes(old, new)
    return Difference(_table(rows, old, new), _counts(rows), _others(old.others, new.others))


def find(home: Path, wanted: str) -> Path:
    """Find the file of statements of a snapshot, named as for `diff`."""
    path = Path(wanted)
    if path.is_file():
        return path.with_suffix(".nq.gz") if path.suffix == ".json" else path
    known = {path.stem: path.with_suffix(".nq.gz") for path in sorted((home / "snapshots").glob("*.json"))}
    meant = [name for name in known if wanted in (name, name.rpartition("-")[2])] or [
        name for name in known if name.startswith(wanted) or name.rpartition("-")[2].startswith(wanted)
    ]
    if len(meant) == 1:
        return known[meant[0]]
    problem = "several snapshots begin" if meant else "no snapshot and no file begins"
    there = ", ".join(meant or known) or "none yet; make one with: kg ingest"
    raise UsageProblem(f"{problem} with {wanted!r}; there are: {there}")


# Reading


def _read(path: Path) -> _Snapshot:
    try:
        blocks = _blocks(path)
        first = next(blocks, b"")
        graph = _graph(first)
        parts = [_parts(_statements(block, f" <{graph}> .")) for block in chain([first], blocks)]
    except _UNREADABLE as error:
        raise EngineFailure(f"{path} cannot be read as a snapshot ({error}); ingest its source again") from None
    said, results, labels, others = (pl.concat(part) for part in zip(*parts, strict=True))
    source = graph.rpartition("/")[0].rpartition("/")[2]
    return _Snapshot(source, said, results, labels.unique("subject", keep="first", maintain_order=True), others)


def _graph(block: bytes) -> str:
    """Give the named graph of a block's first statement."""
    words = block[: block.find(b"\n")].decode().split(" ")
    if len(words) < 5 or words[-1] != ".":
        raise ValueError("its first line is no statement of a named graph")
    return words[-2].strip("<>")


def _blocks(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes in blocks of whole lines."""
    with unpacked(path) as file:
        rest = b""
        while block := file.read(_BLOCK):
            cut = block.rfind(b"\n") + 1
            if cut:
                yield b"".join((rest, memoryview(block)[:cut]))
            rest = block[cut:] if cut else rest + block
            if len(rest) > _LONGEST:
                raise ValueError(f"a line of more than {_LONGEST:,} bytes")
    if rest:
        raise ValueError("the last line is not whole")


def _statements(block: bytes, end: str) -> pl.DataFrame:
    """Split a block into statements without their graph, each with the kind of its subject."""
    lines = pl.read_csv(block, has_header=False, separator="\x01", quote_char=None, schema={"line": pl.String})
    if not lines["line"].str.ends_with(end).fill_null(False).all():
        raise ValueError(f"not every line is a statement of{end[:-2]}")
    kind = pl.col("line").str.extract(f"^<{iri.BASE}([a-z]+)/").cast(_KINDS, strict=False).fill_null(_ELSE)
    return lines.select(pl.col("line").str.strip_suffix(end)).with_columns(kind=kind)


def _parts(statements: pl.DataFrame) -> tuple[pl.DataFrame, ...]:
    """Sort statements into the frames of a `_Snapshot`."""
    kind = pl.col("kind")
    own = _split(statements.filter(kind.is_in(("result", "measurement"))), _READ)
    said = own.select(pl.col("subject").hash(), "predicate", "object")
    results = own.filter((pl.col("predicate") == f"<{RDF.type}>") & (pl.col("kind") == "result"))
    labels = _split(statements.filter(kind.is_in(_NAMED)), _NAMES)
    others = statements.filter(~kind.is_in((*_OWN, "snapshot"))).select(pl.col("line").hash(), "kind")
    return (
        said,
        results.select(pl.col("subject").hash(), result="subject"),
        labels.select(pl.col("subject").hash(), label="object"),
        others,
    )


def _split(statements: pl.DataFrame, predicates: pl.Enum) -> pl.DataFrame:
    """Split statements with some of the predicates into kind, subject, predicate and object."""
    parts = pl.col("line").str.splitn(" ", 3).struct.rename_fields(["subject", "predicate", "object"])
    found = statements.select("kind", parts).unnest("line")
    found = found.with_columns(pl.col("predicate").cast(predicates, strict=False)).drop_nulls("predicate")
    return found.with_columns(pl.col("subject", "object") + "")  # a copy: a part of a block keeps the whole block


# Comparing


def _changes(old: _Snapshot, new: _Snapshot) -> pl.DataFrame:
    """Give what differs of results: subject, property (as a term), before, after (terms, one a line), change."""
    key = ["subject", "property"]
    both = _values(old.said).join(_values(new.said), on=key, how="full", coalesce=True, suffix="_after")
    both = both.rename({"value": "before", "value_after": "after"})
    was, still = (pl.col("subject").is_in(side.results["subject"].implode()) for side in (old, new))
    change = pl.when(~was).then(pl.lit("added")).when(~still).then(pl.lit("removed")).otherwise(pl.lit("changed"))
    return both.filter(pl.col("before").ne_missing(pl.col("after"))).with_columns(change=change)


def _values(said: pl.DataFrame) -> pl.DataFrame:
    """Give the values of each result by metric, and its other properties; several values stand in lines."""
    measured = _of(said, PK.hasMeasurement).select("subject", measurement=pl.col("object").hash())
    metric, raw = (
        _of(said, predicate).select(measurement="subject", **{name: "object"})
        for predicate, name in ((PK.metric, "property"), (PK.rawValue, "value"))
    )
    cells = measured.join(metric, on="measurement").join(raw, on="measurement").select("subject", "property", "value")
    besides = said.filter(pl.col("predicate").is_in([f"<{name}>" for name in _PROPERTIES]))
    besides = besides.select("subject", property=pl.col("predicate").cast(pl.String), value="object")
    together = pl.concat([cells, besides]).group_by("subject", "property")
    return together.agg(pl.col("value").unique().sort().str.join("\n"))


def _of(said: pl.DataFrame, predicate: str) -> pl.DataFrame:
    return said.filter(pl.col("predicate") == f"<{predicate}>")


def _counts(rows: pl.DataFrame) -> Counts:
    found = dict(rows.group_by("change").agg(pl.col("subject").n_unique()).iter_rows())
    return Counts(*(found.get(change, 0) for change in ("added", "removed", "changed")))


def _others(old: pl.DataFrame, new: pl.DataFrame) -> dict[str, Counts]:
    """Count the statements that only one side makes, by kind."""
    added, removed = dict.fromkeys(_KINDS.categories, 0), dict.fromkeys(_KINDS.categories, 0)
    for part in range(_PASSES):
        mine = pl.col("line") % _PASSES == part
        left, right = old.filter(mine).unique("line"), new.filter(mine).unique("line")
        for counts, here, there in ((removed, left, right), (added, right, left)):
            for kind, count in here.join(there, on="line", how="anti")["kind"].value_counts().iter_rows():
                counts[kind] += count
    return {kind: Counts(added[kind], removed[kind]) for kind in added if added[kind] or removed[kind]}


# Showing


def _table(rows: pl.DataFrame, old: _Snapshot, new: _Snapshot) -> Table:
    about = pl.concat([new.said, old.said]).join(rows.select("subject").unique(), on="subject", how="semi")
    found = rows.join(pl.concat([new.results, old.results]).unique("subject"), on="subject")
    for name, predicate in (("benchmark", PK.benchmark), ("model", PK.ofModel), ("paper", PK.reportedIn)):
        named = _of(about, predicate).unique("subject", keep="first", maintain_order=True)
        found = found.join(named.select("subject", pl.col("object").alias(name)), on="subject", how="left")
    labels = pl.concat([new.labels, old.labels]).unique("subject", keep="first", maintain_order=True)
    for name in ("benchmark", "model", "paper", "property"):
        named = labels.rename({"subject": "key", "label": f"{name}_label"})
        found = found.with_columns(key=pl.col(name).hash()).join(named, on="key", how="left").drop("key")
    table = [_row(row) for row in found.iter_rows(named=True)]
    return Table(COLUMNS, sorted(table, key=lambda row: [str(row[place]) for place in _ORDER]))


def _row(row: dict[str, str | None]) -> tuple[Value, ...]:
    names = [_text(row[f"{name}_label"] or row[name]) for name in ("benchmark", "model", "paper")]
    metric = _PROPERTIES.get(str(row["property"])[1:-1]) or _text(row["property_label"] or row["property"])
    return (row["change"], *names, metric, _text(row["before"]), _text(row["after"]), Iri(_text(row["result"])))


def _text(terms: str | None) -> str | None:
    """Give what terms say to a person: the text of a literal, or an IRI; several are parted by semicolons."""
    return None if terms is None else "; ".join(map(_plain, terms.split("\n")))


def _plain(term: str) -> str:
    """Read a term; what N-Quads escapes in its canonical form, JSON escapes alike."""
    if not term.startswith('"'):
        return term[1:-1]
    literal = term[: term.rindex('"') + 1]
    try:
        return str(json.loads(literal, strict=False))
    except ValueError:
        return literal
