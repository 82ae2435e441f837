"""What is known of the results of a board beside their values, and who says it: size, extra data, techniques."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Generic, TypeVar

import polars as pl

from kg.analysis import ranking
from kg.analysis.steps import Entry
from kg.boards import Board
from kg.identity.precedence import rank
from kg.store import GraphStore
from kg.values import Iri, Value
from ontology.terms import PK

_PREFIX = "PREFIX pk: <https://w3id.org/paperkin/ontology#>\n"
_STATED = {
    "parameters": "?result pk:ofModel ?of . GRAPH ?graph { ?of pk:parameterCount ?value }",
    "extra": "GRAPH ?graph { ?result pk:usesExtraData ?value }",
    "samples": "GRAPH ?graph { ?result pk:extraTrainingSamples ?value }",
    "dataset": "GRAPH ?graph { ?result pk:trainedOn ?value }",
    "row": "GRAPH ?graph { ?result pk:sourceRow ?line } ?line pk:name ?value .",
    "technique": "?result pk:reportedIn|pk:ofModel ?of . GRAPH ?graph { ?of pk:usesTechnique ?value }",
    "introduced": "?result pk:reportedIn ?of . GRAPH ?graph { ?value pk:introducedBy ?of } ?value a pk:Technique .",
}
_MEASURED = """?result pk:hasMeasurement ?cell . ?cell pk:metric ?size . ?size pk:name ?name .
  FILTER(LCASE(?name) IN ("number of params", "number of parameters", "params", "parameters", "no. parameters"))
  GRAPH ?graph { ?cell pk:value ?value }"""
_QUERY = """SELECT DISTINCT ?result ?value ?source ?benchmark WHERE {
  ?result pk:benchmark ?benchmark .
  %s
  ?graph pk:assertedBy/pk:sourceName ?source .
}
ORDER BY ?result ?value ?source
"""
_NAMES = "SELECT ?thing ?name WHERE { ?thing a %s ; pk:name ?name } ORDER BY ?thing ?name"
_NAME = "SELECT ?thing ?name WHERE { ?thing pk:name ?name } ORDER BY ?name"
_FEWEST = 1_000
"""Parameters: a smaller number in a table is a number of thousands or millions whose unit is not written."""

Found = TypeVar("Found", covariant=True)


@dataclass(frozen=True)
class Said(Generic[Found]):
    """What was found, and who says so."""

    value: Found
    by: tuple[str, ...]
    """Names of sources, with the rows where the result stands there: ``review, Table 2, row 3``."""


@dataclass(frozen=True)
class Known:
    """What is known of one result; None where nobody says it."""

    parameters: Said[int] | None
    extra_data: Said[bool] | None
    samples: Said[int] | None
    datasets: Said[frozenset[str]] | None
    """IRIs; empty where it is said that there is no extra data."""
    techniques: Said[frozenset[str]] | None
    """IRIs of those that the model or the paper uses."""
    introduced: Said[frozenset[str]] | None
    """IRIs of those that the paper introduced."""


_Rows = Mapping[str, list[tuple[Value, str]]]
"""By result: a value and the source that says it."""


@dataclass(frozen=True)
class Entries:
    """The results of a board with what is known of them."""

    board: Board
    store: GraphStore

    @cached_property
    def name(self) -> str:
        """The name of the benchmark."""
        rows = self.store.select(_PREFIX + _NAME, {"thing": Iri(self.board.benchmark)})
        return str(rows[0]["name"]) if rows else self.board.benchmark

    @cached_property
    def known(self) -> dict[str, Known]:
        """What is known of each result, by IRI."""
        said = {name: self._stated(pattern) for name, pattern in _STATED.items()}
        said["size"] = self._stated(_MEASURED)
        return {result: _known(said, result) for result in dict.fromkeys(self.frame["result"])}

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The results as `kg.analysis.ranking` wants them."""
        return self.board.frame()

    @cached_property
    def uses(self) -> pl.DataFrame:
        """Columns result, technique."""
        pairs = [
            (result, technique) for result, known in self.known.items() if known.techniques
            for technique in sorted(known.techniques.value)
        ]  # fmt: skip
        return pl.DataFrame(pairs, schema={"result": pl.String(), "technique": pl.String()}, orient="row")

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row a result, the best first: rank, result, model, value (str), date, title, paper, parameters, and
        extra_data (yes, no or null)."""
        ranked = self.board.ranks().dicts()
        rows = [
            (
                row["rank"], str(row["result"]), row["model"], f"{row['value']:f}", row["date"], row["title"],
                row["paper"], _value(self.known[str(row["result"])].parameters),
                _value(self.known[str(row["result"])].extra_data),
            )
            for row in ranked
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=_TABLE, orient="row")

    @cached_property
    def holders(self) -> list[Entry]:
        """Who held the best result, by date."""
        models = dict(self.table.select("result", "model").iter_rows())
        reigns = ranking.reigns(self.frame).iter_rows(named=True)
        return [_entry(row, models[row["result"]], self.known[row["result"]]) for row in reigns]

    @cached_property
    def dataset_names(self) -> dict[str, str]:
        return names(self.store, "pk:Dataset")

    @cached_property
    def technique_names(self) -> dict[str, str]:
        return names(self.store, "pk:Technique")

    def _stated(self, pattern: str) -> _Rows:
        found: dict[str, list[tuple[Value, str]]] = defaultdict(list)
        for row in self.store.select(_PREFIX + _QUERY % pattern, {"benchmark": Iri(self.board.benchmark)}):
            found[str(row["result"])].append((row["value"], str(row["source"])))
        return found


def names(store: GraphStore, kind: str) -> dict[str, str]:
    """Give each thing of a class (such as ``pk:Dataset``) a name."""
    found: dict[str, str] = {}
    for row in store.select(_PREFIX + _NAMES % kind):
        found.setdefault(str(row["thing"]), str(row["name"]))
    return found


_TABLE: dict[str, pl.DataType] = {
    "rank": pl.Int64(), "result": pl.String(), "model": pl.String(), "value": pl.String(), "date": pl.String(),
    "title": pl.String(), "paper": pl.String(), "parameters": pl.Int64(), "extra_data": pl.Boolean(),
}  # fmt: skip


def _entry(row: Mapping[str, str], model: str, known: Known) -> Entry:
    return Entry(
        row["result"], model, row["value"], row["date"], row["margin"], _value(known.techniques),
        _value(known.parameters), _value(known.extra_data), _value(known.datasets), _value(known.samples),
        _value(known.introduced) or frozenset(),
    )  # fmt: skip


def _value(said: Said[Found] | None) -> Found | None:
    return None if said is None else said.value


def _known(said: Mapping[str, _Rows], result: str) -> Known:
    places: dict[str, list[str]] = defaultdict(list)
    for place, source in said["row"].get(result, ()):
        places[source].append(str(place))
    samples = _one(said["samples"].get(result, ()), PK.extraTrainingSamples, _whole, places)
    extra = _one(said["extra"].get(result, ()), PK.usesExtraData, bool, places) or _any(samples)
    return Known(
        parameters=_one(said["parameters"].get(result, ()), PK.parameterCount, _size, places)
        or _one(said["size"].get(result, ()), PK.value, _size, places),
        extra_data=extra,
        samples=samples,
        datasets=_all(said["dataset"].get(result, ()), places) or _no_dataset(extra),
        techniques=_all(said["technique"].get(result, ()), {}),
        introduced=_all(said["introduced"].get(result, ()), {}),
    )


def _one(
    found: Iterable[tuple[Value, str]], field: str, read: Callable[[Value], Found | None],
    places: Mapping[str, list[str]],
) -> Said[Found] | None:  # fmt: skip
    """Give what the source says whose word comes first, and all sources that say the same."""
    readable = [(value, source) for raw, source in found if (value := read(raw)) is not None]
    if not readable:
        return None
    chosen, _ = min(readable, key=lambda pair: rank(field, pair[1]))
    return Said(chosen, _by({source for value, source in readable if value == chosen}, places))


def _all(found: Iterable[tuple[Value, str]], places: Mapping[str, list[str]]) -> Said[frozenset[str]] | None:
    pairs = [(str(value), source) for value, source in found]
    if not pairs:
        return None
    return Said(frozenset(value for value, _ in pairs), _by({source for _, source in pairs}, places))


def _any(samples: Said[int] | None) -> Said[bool] | None:
    """Where the number of extra samples is said, it is said whether there is extra data."""
    return None if samples is None else Said(samples.value > 0, samples.by)


def _no_dataset(extra: Said[bool] | None) -> Said[frozenset[str]] | None:
    """Where it is said that there is no extra data, there is no extra dataset."""
    return Said(frozenset(), extra.by) if extra and not extra.value else None


def _by(sources: Iterable[str], places: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(", ".join([source, *sorted(set(places.get(source, ())))]) for source in sorted(sources))


def _size(value: Value) -> int | None:
    whole = _whole(value)
    return whole if whole is not None and whole >= _FEWEST else None


def _whole(value: Value) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return int(value) if value == int(value) else None
