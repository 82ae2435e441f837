"""CSV and Parquet of a view: one row an edge, or one row a ranked result, or one row a node."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import UsageProblem
from kg.export.cleaning import Cleaner
from kg.export.content import Content, Sheet, content
from kg.export.files import opened
from kg.export.ids import keys
from kg.export.lines import GraphLike
from kg.export.report import Report

EDGES = (
    "source", "target", "kind", "source_label", "target_label",
    "place", "basis", "stated_by", "sentence", "intent",
)  # fmt: skip
LEADERBOARD = (
    "rank", "model", "value", "metric", "paper", "date", "parameters", "extra_samples",
    "title", "benchmark", "result",
)  # fmt: skip
NODES = ("iri", "kind", "label", "date", "year", "url", "paper", "parameters")
TABLES = ("edges", "results", "nodes")

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""A spreadsheet takes text that begins so for a formula, or drops the sign and then does."""
_QUOTED = r'[",\r\n]'
_TYPES: dict[str, Any] = {"long": pl.Int64, "double": pl.Float64, "boolean": pl.Boolean}


def write_csv(graph: GraphLike, out: Path, table: str) -> Report:
    """Write a view as CSV (RFC 4180, UTF-8, a header line, lines that end in a line feed).

    Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay as they are.

    Parameters
    ----------
    graph : networkx graph, ArrayGraph or Content
    out : Path
        Replaced in one step, or left as it was; ``-`` is standard output.
    table : str
        ``edges`` has the columns `EDGES`, and others that edges of the view have: source, target and stated_by are
        IRIs. ``results`` has the columns `LEADERBOARD`: model, metric, title and benchmark are names, paper and
        result are IRIs. ``nodes`` has the columns `NODES`, and others that nodes of the view have.

    Returns
    -------
    Report
        Rows, and how many cells were changed.

    Raises
    ------
    UsageProblem, EngineFailure
        As `kg.export.files.replacing` does.

    References
    ----------
    OWASP: CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    return _write(graph, out, table, _csv)


def write_parquet(graph: GraphLike, out: Path, table: str) -> Report:
    """Write a view as Parquet: as `write_csv` does, but numbers are numbers, and no text is guarded."""
    return _write(graph, out, table, _parquet)


def table_of(view: str, table: str | None) -> str:
    """Give the table that a view is written as.

    Parameters
    ----------
    view : str
    table : str, optional
        The one that was asked for; else the one that the view fits.

    Raises
    ------
    UsageProblem
        If the view does not fit one table, naming what works.
    """
    if table == "results" and view not in ("leaderboard", "full"):
        raise UsageProblem(f"{view} has no results; take the view leaderboard, or one of the tables: edges, nodes")
    if table is None and view == "full":
        raise UsageProblem(f"full does not fit one table; take one of the tables: {', '.join(TABLES)}; or another view")
    return table or ("results" if view == "leaderboard" else "edges")


def _write(graph: GraphLike, out: Path, table: str, write: Any) -> Report:
    made, cleaner = content(graph), Cleaner()
    columns, kinds = _columns(made, table)
    with opened(out) as stream:
        rows = write(stream, columns, kinds, _MAKERS[table](made, cleaner), cleaner)
    return Report(rows=rows, cleaned=made.cleaned + cleaner.cleaned)


def _columns(made: Content, table: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Give the columns of a table, and the kind of those that are not text."""
    nodes, edges = made.nodes.attributes, made.edges.attributes
    if table == "nodes":
        return (*NODES, *(name for name in nodes if name not in NODES)), nodes
    if table == "results":
        return LEADERBOARD, nodes | edges
    return (*EDGES, *(name for name in edges if name not in EDGES)), edges


def _nodes(made: Content, cleaner: Cleaner) -> Iterator[pl.DataFrame]:
    yield from made.nodes.batches(cleaner)


def _edges(made: Content, cleaner: Cleaner) -> Iterator[pl.DataFrame]:
    names, labels = keys(made), _of_nodes(made, "label", cleaner)
    for rows in made.edges.batches(cleaner):
        ends = rows["source"], rows["target"]
        named = [names.gather(end).alias(end.name) for end in ends]
        yield rows.with_columns(*named, *(labels.gather(end).alias(f"{end.name}_label") for end in ends))


def _results(made: Content, cleaner: Cleaner) -> Iterator[pl.DataFrame]:
    """Give the ranked results, board by board."""
    frame, names = made.edges.frame, keys(made)
    labels, sizes = (_of_nodes(made, name, cleaner) for name in ("label", "parameters"))
    by_name = pl.DataFrame({"paper": names, "title": labels})
    ranked = Sheet(frame.filter(kind="rankedOn") if "kind" in frame.columns else frame.clear(), made.edges.kinds)
    for rows in ranked.batches(cleaner, max(1, len(ranked.frame))):
        found = rows.with_columns(
            labels.gather(rows["source"]).alias("model"),
            labels.gather(rows["target"]).alias("benchmark"), sizes.gather(rows["source"]).alias("parameters"),
        )  # fmt: skip
        if "paper" in found.columns:
            found = found.join(by_name, on="paper", how="left", maintain_order="left")
        yield found.sort("benchmark", "metric", pl.col("rank").cast(pl.Int64), "model", "result")


_MAKERS = {"nodes": _nodes, "edges": _edges, "results": _results}


def _of_nodes(made: Content, name: str, cleaner: Cleaner) -> pl.Series:
    found = made.nodes.frame
    return Cleaner().column(found[name]) if name in found.columns else pl.Series([None] * len(found), dtype=pl.String)


def _csv(
    stream: IO[bytes], columns: tuple[str, ...], kinds: dict[str, str], tables: Iterator[pl.DataFrame], cleaner: Cleaner
) -> int:
    stream.write((",".join(columns) + "\n").encode())
    count = 0
    for rows in tables:
        cells = [_guarded(rows, name, kinds.get(name, "string"), cleaner) for name in columns]
        lines = pl.select(pl.concat_str(cells, separator=",")).to_series()
        stream.write((str(lines.str.join("\n").item()) + "\n").encode())
        count += len(rows)
    return count


def _guarded(rows: pl.DataFrame, name: str, kind: str, cleaner: Cleaner) -> pl.Series:
    """Give a column as cells of CSV."""
    if name not in rows.columns or rows[name].null_count() == len(rows):
        return pl.Series([""]).new_from_index(0, len(rows))
    cells = rows[name].fill_null("")
    if kind != "string":
        return cells
    formula = cells.str.contains("^[" + "".join(_FORMULA).replace("-", r"\-") + "]")
    cleaner.cleaned += int(formula.sum())
    guarded = pl.select(pl.when(formula).then("'" + cells).otherwise(cells)).to_series()
    quoted = '"' + guarded.str.replace_all('"', '""', literal=True) + '"'
    return pl.select(pl.when(guarded.str.contains(_QUOTED)).then(quoted).otherwise(guarded)).to_series()


def _parquet(
    stream: IO[bytes], columns: tuple[str, ...], kinds: dict[str, str], tables: Iterator[pl.DataFrame], cleaner: Cleaner
) -> int:
    types = {name: _TYPES.get(kinds.get(name, "string"), pl.String) for name in columns}
    schema = pl.DataFrame(schema=types).to_arrow().schema
    count = 0
    with pq.ParquetWriter(pa.PythonFile(stream, mode="w"), schema, compression="zstd") as writer:
        for rows in tables:
            missing = [pl.lit(None, pl.String).alias(name) for name in columns if name not in rows.columns]
            typed = rows.with_columns(*missing).select(_typed(name, found) for name, found in types.items())
            writer.write_table(typed.to_arrow().cast(schema))
            count += len(rows)
    return count


def _typed(name: str, found: Any) -> pl.Expr:
    return pl.col(name) == "true" if found == pl.Boolean else pl.col(name).cast(found)
