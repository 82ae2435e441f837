"""The leaderboard view: who is ranked where, by which value, and who says so."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

import networkx as nx
import polars as pl

from kg.analysis import ranking
from kg.export.facts import values
from kg.store import GraphStore
from kg.values import Iri, Value
from ontology.terms import PK

_RANKED = """
PREFIX pk: <https://w3id.org/paperkin/ontology#>
SELECT DISTINCT ?benchmark ?metric ?result ?rank WHERE {
  ?standing a pk:Rank ; pk:basis pk:Derived ; pk:benchmark ?benchmark ; pk:metric ?metric ;
            pk:result ?result ; pk:position ?rank .
  OPTIONAL { ?standing pk:asOf ?day }
  FILTER(!BOUND(?day))
}
"""
_MEASURED = """
PREFIX pk: <https://w3id.org/paperkin/ontology#>
SELECT DISTINCT ?benchmark ?metric ?direction ?result ?model ?value WHERE {
  ?result pk:benchmark ?benchmark ; pk:ofModel ?model ; pk:hasMeasurement ?measurement .
  ?measurement pk:metric ?metric ; pk:value ?value .
  ?metric pk:direction ?direction .
}
"""
"""Asked apart: engines join the two badly, and do not end on ten thousand results."""

_OF_RESULTS = {
    "date": PK.resultDate, "paper": PK.reportedIn, "extra_samples": PK.extraTrainingSamples,
    "uses_extra_data": PK.usesExtraData,
}  # fmt: skip

_FEW = 20
"""Up to so many benchmarks are asked for one by one."""

Rows = list[dict[str, Value]]
Lists = Mapping[str, list[str]]


def graph(
    store: GraphStore, benchmarks: Collection[str] | None = None, graphs: Collection[str] = ()
) -> nx.MultiDiGraph:
    """Give models, benchmarks, papers and datasets, and what joins them.

    A result without a derived rank, as on a metric whose direction nobody says, is not in it. Where only some graphs
    count, ranks are counted anew among the results that these state.

    Parameters
    ----------
    store : GraphStore
    benchmarks : collection of str, optional
        IRIs of the only benchmarks.
    graphs : collection of str, optional
        The only named graphs to look into; all where empty.

    Returns
    -------
    MultiDiGraph
        Nodes are bare IRIs. Edges `rankedOn` have kind, rank, value (of the best measurement), metric (its
        name), basis (of the rank: always `Derived`) and result (IRI); where they are known also unit, date,
        extra_samples, uses_extra_data, paper (IRI), and the rows that state it: place, stated_by.
    """
    rows = _best(_ranked(store, benchmarks, graphs))
    made = nx.MultiDiGraph(name="leaderboard")
    for row, facts in zip(rows, _facts(store, rows, graphs), strict=True):
        key = f"rankedOn {row['result']} {row['metric']}"
        made.add_edge(row["model"], row["benchmark"], key=key, **facts)
    _join(made, store, rows, graphs)
    return made


def _ranked(store: GraphStore, benchmarks: Collection[str] | None, graphs: Collection[str]) -> Rows:
    """Give the ranks, each with every value that was measured."""
    rows = _of_benchmarks(store, _MEASURED, benchmarks, graphs)
    measured: dict[tuple[Value, Value], Rows] = {}
    for row in rows:
        measured.setdefault((row["result"], row["metric"]), []).append(row)
    ranks = _counted_anew(rows) if graphs else _of_benchmarks(store, _RANKED, benchmarks, graphs)
    return [value | rank for rank in ranks for value in measured.get((rank["result"], rank["metric"]), ())]


def _counted_anew(measured: Rows) -> Rows:
    """Rank the results that are there: the ranks of the graph were counted among all."""
    facts = [
        (str(row["benchmark"]), str(row["metric"]), str(row["result"]), f"{row['value']:f}",
         row["direction"] == PK.HigherIsBetter, None)
        for row in measured
    ]  # fmt: skip
    found = ranking.ranks(pl.DataFrame(facts, ranking.SCHEMA, orient="row"))
    return found.select("benchmark", "metric", "result", rank="position").to_dicts()


def _of_benchmarks(store: GraphStore, query: str, benchmarks: Collection[str] | None, graphs: Collection[str]) -> Rows:
    if benchmarks is None or len(benchmarks) > _FEW:
        rows = store.select(query, {}, graphs)
        return [row for row in rows if benchmarks is None or row["benchmark"] in benchmarks]
    return [row for one in sorted(benchmarks) for row in store.select(query, {"benchmark": Iri(one)}, graphs)]


def _best(rows: Rows) -> Rows:
    """Keep one row a result and metric: where sources give several values, the one that was ranked."""
    best: dict[tuple[Value, Value], dict[str, Value]] = {}
    for row in rows:
        held = best.setdefault((row["result"], row["metric"]), row)
        if _goodness(row) > _goodness(held):
            best[row["result"], row["metric"]] = row
    return sorted(best.values(), key=lambda row: (str(row["result"]), str(row["metric"])))


def _goodness(row: dict[str, Value]) -> Decimal:
    value = Decimal(str(row["value"]))
    return value if row["direction"] == PK.HigherIsBetter else -value


def _facts(store: GraphStore, rows: Rows, graphs: Collection[str]) -> Iterator[dict[str, object]]:
    """Give the attributes of each row's edge."""
    results = {str(row["result"]) for row in rows}
    metrics = {str(row["metric"]) for row in rows}
    names, units = values(store, PK.name, metrics, graphs), values(store, PK.unit, metrics, graphs)
    of_results = {name: values(store, relation, results, graphs) for name, relation in _OF_RESULTS.items()}
    places, papers = _provenance(store, values(store, PK.sourceRow, results, graphs), graphs)
    for row in rows:
        result, metric = str(row["result"]), str(row["metric"])
        first = {name: of.get(result, [None])[0] for name, of in of_results.items()}
        yield {
            "kind": "rankedOn",
            "basis": "Derived",
            "rank": row["rank"],
            "value": row["value"],
            "metric": names.get(metric, [metric])[0],
            "unit": units.get(metric),
            "result": result,
            "paper": first["paper"],
            "date": first["date"],
            "extra_samples": _number(first["extra_samples"]),
            "uses_extra_data": _truth(first["uses_extra_data"]),
            "place": places.get(result),
            "stated_by": papers.get(result),
        }


def _provenance(store: GraphStore, rows: Lists, graphs: Collection[str]) -> tuple[Lists, Lists]:
    """Give, for each result, the names of the rows that state it, and the papers that those rows stand in."""
    wanted = {row for of in rows.values() for row in of}
    names, tables = values(store, PK.name, wanted, graphs), values(store, PK.inTable, wanted, graphs)
    papers = values(store, PK.ofPaper, {table for of in tables.values() for table in of}, graphs)
    return _through(rows, names), _through(_through(rows, tables), papers)


def _through(first: Lists, second: Lists) -> Lists:
    ends = {one: {end for between in of for end in second.get(between, ())} for one, of in first.items()}
    return {one: sorted(found) for one, found in ends.items()}


def _join(made: nx.MultiDiGraph, store: GraphStore, rows: Rows, graphs: Collection[str]) -> None:
    """Add the papers that describe the models, and the datasets that they were trained on."""
    of_results = {str(row["result"]): str(row["model"]) for row in rows}
    of_models = {model: model for model in of_results.values()}
    for relation, kind, models in (
        (PK.reportedIn, "describedIn", of_results),
        (PK.describedIn, "describedIn", of_models),
        (PK.trainedOn, "trainedOn", of_results),
    ):
        for subject, ends in values(store, relation, models, graphs).items():
            made.add_edges_from((models[subject], end, kind) for end in ends)


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _truth(text: str | None) -> bool | None:
    return None if text is None else text in ("true", "1")
