"""What the pages ask of the graph, kept for as long as the same generation is current.

Every cached function takes the folder of the generation, so a new ``kg load`` is seen on the next run.
"""

import os
from pathlib import Path

import polars as pl
import streamlit as st

from kg import boards, catalogue
from kg.analysis import ranking
from kg.projection import Projection
from kg.store import GraphStore
from kg.values import Iri, Value
from kg.workspace import Generation, Snapshot, Workspace
from ontology import iri

HOME_VARIABLE = "KG_HOME"
DEFAULT_HOME = "kg-data"

_PREFIX = "PREFIX pk: <https://w3id.org/paperkin/ontology#>\n"
_BOARDS = """
SELECT DISTINCT ?board ?name ?metric ?measure ?unit ?direction ?primary WHERE {
  ?board a pk:Benchmark ; pk:name ?name ; pk:reportsMetric ?metric .
  ?metric pk:name ?measure .
  OPTIONAL { ?metric pk:unit ?unit }
  OPTIONAL { ?metric pk:direction ?direction }
  BIND(EXISTS { ?board pk:primaryMetric ?metric } AS ?primary)
}
ORDER BY ?name DESC(?primary) ?measure
"""
_ROWS = """
SELECT ?result ?model ?parameters ?samples ?title ?arxiv ?place ?family ?board ?metric WHERE {
  ?result pk:benchmark ?board ; pk:ofModel ?system ; pk:hasMeasurement ?measurement .
  ?measurement pk:metric ?metric .
  ?system pk:name ?model .
  OPTIONAL { ?system pk:parameterCount ?parameters }
  OPTIONAL { ?result pk:extraTrainingSamples ?samples }
  OPTIONAL { ?result pk:reportedIn ?paper . ?paper pk:title ?title OPTIONAL { ?paper pk:arxivId ?arxiv } }
  OPTIONAL { ?measurement pk:sourceRow ?row . ?row pk:name ?place
             OPTIONAL { ?row pk:inTable ?table . ?table pk:family ?family } }
}
ORDER BY ?result ?place ?title ?parameters
"""
_PRINTED = """
SELECT DISTINCT ?result ?rank ?board WHERE {
  ?printed a pk:Rank ; pk:basis pk:Asserted ; pk:result ?result ; pk:position ?rank ; pk:benchmark ?board
}
ORDER BY ?result ?rank
"""
_STATEMENTS = """
SELECT ?statement ?claim ?reading ?place ?review ?comparison ?graph ?outcome ?why ?because WHERE {
  ?statement a pk:Statement ; pk:claimText ?claim .
  OPTIONAL { ?statement pk:place ?place }
  OPTIONAL { ?statement pk:reading ?reading }
  OPTIONAL { ?statement pk:statedValue ?review }
  OPTIONAL { ?statement pk:comparison ?comparison }
  OPTIONAL { ?statement pk:reason ?why }
  OPTIONAL { ?verdict pk:ofStatement ?statement ; pk:outcome ?outcome
             OPTIONAL { ?verdict pk:graphValue ?graph } OPTIONAL { ?verdict pk:reason ?because } }
}
ORDER BY ?statement ?place
"""


def home() -> Path:
    """Give the workspace: the environment variable ``KG_HOME``, else ``kg-data`` here."""
    return Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME)


def generation() -> Generation:
    """Give the generation to read; raises as `Workspace.current` does."""
    return Workspace(home()).current()


def folder() -> str:
    """Give the folder of the current generation: the key of everything that is cached."""
    return str(generation().folder)


@st.cache_resource(max_entries=2, show_spinner=False)
def store(folder: str) -> GraphStore:
    """Open the store of a generation; sessions share it."""
    return GraphStore.open_at(Path(folder) / "store")


@st.cache_resource(max_entries=2, show_spinner=False)
def projection(folder: str) -> Projection:
    """Open the tables of a generation; sessions share them."""
    return Projection(Path(folder) / "tables")


def snapshots() -> list[Snapshot]:
    """List the snapshots that the current generation was built from."""
    built_from = generation().snapshots
    return [snapshot for snapshot in Workspace(home()).snapshots() if snapshot.id in built_from]


@st.cache_data(max_entries=2, show_spinner=False)
def class_counts(folder: str) -> dict[str, int]:
    """Count the things of each class."""
    found = catalogue.find("classes").run(store(folder)).table()
    return {str(row["class"]): int(str(row["things"])) for row in found.dicts()}


@st.cache_data(max_entries=2, show_spinner=False)
def board_list(folder: str) -> pl.DataFrame:
    """List benchmarks with their metrics.

    Returns
    -------
    DataFrame
        Columns board, name, metric, measure, unit, direction, primary; a benchmark's primary metric first.
    """
    return _frame(_select(folder, _BOARDS))


@st.cache_resource(max_entries=2, show_spinner=False)
def all_results(folder: str) -> pl.DataFrame:
    """Read every measured result, as `kg.analysis.ranking` wants it."""
    return boards.results(store(folder))


@st.cache_data(max_entries=20, show_spinner=False)
def standings(folder: str, board: str, metric: str, as_of: str | None) -> pl.DataFrame:
    """Rank the results of one board.

    Returns
    -------
    DataFrame
        Columns rank (null where the metric has no known direction), printed (the rank in the source),
        model, value, parameters, samples, title, arxiv, date, family, place; the best first.
    """
    chosen = all_results(folder).filter((pl.col("benchmark") == board) & (pl.col("metric") == metric))
    ranked = _ranked(chosen, as_of)
    bound = {"board": Iri(board), "metric": Iri(metric)}
    printed = _first(_select(folder, _PRINTED, {"board": Iri(board)}), {"rank": "printed"})
    return ranked.join(_details(folder, bound), on="result", how="left").join(printed, on="result", how="left")


@st.cache_data(max_entries=2, show_spinner=False)
def statements(folder: str) -> pl.DataFrame:
    """List a review's checkable statements with what the graph says to them.

    Returns
    -------
    DataFrame
        Columns key, claim, place, review, graph, verdict, reading, comparison, reason: one row a statement.
    """
    rows: dict[str, dict[str, str]] = {}
    for row in _select(folder, _STATEMENTS):
        known = rows.setdefault(str(row["statement"]), _statement(row))
        if row["place"] and str(row["place"]) not in known["place"].split("; "):
            known["place"] += f"; {row['place']}"
    return pl.DataFrame(list(rows.values()), schema=dict.fromkeys(_STATEMENT_COLUMNS, pl.String()))


def claim_query(key: str) -> str | None:
    """Give the query that checks a statement; None where there is none."""
    return catalogue.claim_queries().get(key)


_STATEMENT_COLUMNS = (
    "key",
    "claim",
    "place",
    "review",
    "graph",
    "verdict",
    "reading",
    "comparison",
    "reason",
)


def _statement(row: dict[str, Value]) -> dict[str, str]:
    plain = {name: "" if value is None else str(value) for name, value in row.items()}
    found = {name: plain[name] for name in ("claim", "place", "review", "graph", "reading", "comparison")}
    found["key"] = iri.key(plain["statement"])
    found["verdict"] = plain["outcome"].rpartition("#")[2].lower() or "undecidable"
    found["reason"] = plain["because"] or plain["why"]
    return found


def _ranked(chosen: pl.DataFrame, as_of: str | None) -> pl.DataFrame:
    """Rank; where the direction is unknown, sort by the value, the highest first, and leave the rank open."""
    known = chosen.get_column("higher").is_not_null().all()
    ranked = ranking.ranks(chosen if known else chosen.with_columns(higher=pl.lit(True)), as_of)
    rank = pl.col("position") if known else pl.lit(None, pl.Int64)
    numbers = pl.Series("value", [float(value) for value in ranked["value"]], pl.Float64())
    return ranked.with_columns(numbers, rank=rank).select("result", "rank", "value", "date")


def _details(folder: str, bound: dict[str, Iri]) -> pl.DataFrame:
    """Describe each result in one row; what several rows say differently is joined by ``; ``."""
    frame = _frame(_select(folder, _ROWS, bound), numbers=("parameters", "samples"))
    joined = [pl.col(name).drop_nulls().unique(maintain_order=True).str.join("; ") for name in ("family", "place")]
    rest = [pl.col(name).drop_nulls().first() for name in ("model", "parameters", "samples", "title", "arxiv")]
    return frame.group_by("result", maintain_order=True).agg(*rest, *joined)


def _first(rows: list[dict[str, Value]], renamed: dict[str, str]) -> pl.DataFrame:
    frame = (
        _frame(rows, numbers=tuple(renamed))
        if rows
        else pl.DataFrame(schema={"result": pl.String(), "rank": pl.Int64()})
    )
    return frame.unique("result", keep="first", maintain_order=True).rename(renamed).select("result", *renamed.values())


def _select(folder: str, query: str, bound: dict[str, Iri] | None = None) -> list[dict[str, Value]]:
    return store(folder).select(_PREFIX + query, bound)


def _frame(rows: list[dict[str, Value]], numbers: tuple[str, ...] = ()) -> pl.DataFrame:
    """Make columns of text, save for some of whole numbers and those of yes and no."""
    names = rows[0].keys() if rows else ()
    kinds = {name: pl.Int64() if name in numbers else pl.String() for name in names}
    plain = [
        {name: value if value is None or name in numbers else str(value) for name, value in row.items()} for row in rows
    ]
    return pl.DataFrame(plain, schema=kinds)
