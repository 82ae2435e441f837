"""Answers of queries, and the formats in which they are written."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import UsageProblem
from kg.store.terms import value
from kg.values import Table

RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
_TABLE_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """A query's answer as bytes: SPARQL results in JSON (SELECT, ASK), or N-Triples (CONSTRUCT, DESCRIBE)."""

    kind: str
    """``table``, ``boolean`` or ``graph``."""
    data: bytes

    @property
    def says_no(self) -> bool:
        """Tell whether this answers ASK with no."""
        return self.kind == "boolean" and not json.loads(self.data)["boolean"]

    def only(self, columns: Iterable[str]) -> "Answer":
        """Keep these columns, in this order."""
        document = json.loads(self.data)
        document["head"]["vars"] = list(columns)
        keep = set(document["head"]["vars"])
        for row in document["results"]["bindings"]:
            for name in row.keys() - keep:
                del row[name]
        return Answer(self.kind, json.dumps(document, ensure_ascii=False).encode())

    def table(self) -> Table:
        """Give a SELECT's answer as Python values."""
        solutions = ox.parse_query_results(self.data, ox.QueryResultsFormat.JSON)
        if not isinstance(solutions, ox.QuerySolutions):
            raise UsageProblem("this query answers yes or no, not a table")
        columns = tuple(variable.value for variable in solutions.variables)
        return Table(columns, [tuple(value(term) for term in row) for row in solutions])

    def text(self, form: str) -> str:
        """Write the answer in a standard format.

        Raises
        ------
        UsageProblem
            If the format cannot carry this kind of answer.
        """
        if self.kind == "graph" and form in RDF_FORMATS:
            triples = ox.parse(self.data, ox.RdfFormat.N_TRIPLES)
            return (ox.serialize((quad.triple for quad in triples), format=RDF_FORMATS[form]) or b"").decode()
        if self.kind != "graph" and form in _TABLE_FORMATS:
            found = ox.parse_query_results(self.data, ox.QueryResultsFormat.JSON)
            return (found.serialize(format=_TABLE_FORMATS[form]) or b"").decode()
        fitting = RDF_FORMATS if self.kind == "graph" else _TABLE_FORMATS
        raise UsageProblem(f"{form} cannot carry this query's answer; take one of: {', '.join(fitting)}")


def answer(found: Any) -> Answer:
    if isinstance(found, ox.QueryTriples):
        return Answer("graph", found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
    kind = "boolean" if isinstance(found, ox.QueryBoolean) else "table"
    return Answer(kind, found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
