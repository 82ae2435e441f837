"""Whether a review's statements hold: each has one small query in ``queries/claims``, and a comparison.

A claim's query gives rows with one column, ``?graph``; no rows mean that the graph cannot tell.
Several rows are joined, sorted, by ``; ``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kg.catalogue import claim_queries
from kg.store import GraphStore
from kg.values import Iri, Statement, Value
from ontology import iri
from ontology.terms import PK, RDF

NEARLY = Decimal("0.95")
"""A graph's value is "nearly" the stated one from this share of it up to the whole."""

_STATEMENTS = """
PREFIX pk: <https://w3id.org/paperkin/ontology#>
SELECT ?statement ?stated ?comparison ?reason WHERE {
  ?statement a pk:Statement ; pk:comparison ?comparison .
  OPTIONAL { ?statement pk:statedValue ?stated }
  OPTIONAL { ?statement pk:reason ?reason }
}
ORDER BY ?statement
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the graph says to one statement; `outcome` is an ontology term."""

    statement: str
    graph: str | None
    outcome: str


def judge(stated: str, graph: str, comparison: str) -> bool:
    """Tell whether the graph's value bears the stated one out.

    Parameters
    ----------
    stated, graph : str
        Numbers or names.
    comparison : str
        ``equal``; ``nearly`` (`NEARLY` of it up to the whole); ``over``, ``under`` (strictly).

    Raises
    ------
    ValueError
        If the comparison is not one of these, or wants numbers and gets names.

    Examples
    --------
    >>> judge("4", "2.9", "nearly"), judge("22", "22.0", "equal"), judge("300000", "301000", "over")
    (False, True, True)
    """
    left, right = _number(stated), _number(graph)
    if comparison == "equal":
        return stated == graph if left is None or right is None else left == right
    if left is None or right is None:
        raise ValueError(f"{comparison!r} compares numbers, not {stated!r} with {graph!r}")
    tests = {"nearly": NEARLY * left <= right <= left, "over": right > left, "under": right < left}
    if comparison not in tests:
        raise ValueError(f"no comparison named {comparison!r}")
    return tests[comparison]


def verdicts(store: GraphStore) -> Iterator[Verdict]:
    """Judge every statement in the store, in the order of their IRIs."""
    queries = claim_queries()
    for row in store.select(_STATEMENTS):
        statement = str(row["statement"])
        query = queries.get(iri.key(statement))
        graph = answer(store, query) if query else None
        yield Verdict(statement, graph, _outcome(row, graph))


def answer(store: GraphStore, query: str) -> str | None:
    """Give the graph's value for a claim; None where it cannot tell."""
    found = sorted({_plain(row["graph"]) for row in store.select(query) if row["graph"] is not None})
    return "; ".join(found) or None


def derived(store: GraphStore) -> Iterator[Statement]:
    """Give the statements that record all verdicts."""
    for verdict in verdicts(store):
        me = iri.part(verdict.statement, "verdict", "1")
        yield me, RDF.type, Iri(PK.Verdict)
        yield me, PK.ofStatement, Iri(verdict.statement)
        yield me, PK.outcome, Iri(verdict.outcome)
        if verdict.graph is not None:
            yield me, PK.graphValue, verdict.graph


def _outcome(row: dict[str, Value], graph: str | None) -> str:
    if graph is None or row["stated"] is None:
        return PK.Undecidable
    return PK.Holds if judge(str(row["stated"]), graph, str(row["comparison"])) else PK.Differs


def _plain(value: Value) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
