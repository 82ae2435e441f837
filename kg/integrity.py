"""Integrity: the ontology's rules (SELECTs that return violators) and its SHACL shapes."""

import io
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import header
from kg.store import GraphStore
from ontology import SHAPES, check_queries, text

if TYPE_CHECKING:
    from rdflib import Graph


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule at one thing."""

    rule: str
    what: str
    remedy: str
    severity: str = "error"
    """``error``, or ``warning`` where a source may say so in good faith."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An integrity rule: a SELECT of which every row is a violation."""

    name: str
    title: str
    problem: str
    remedy: str
    severity: str
    query: str


def rules() -> list[Rule]:
    """Read the shipped rules, by name."""
    return [_rule(name, query) for name, query in sorted(check_queries().items())]


def violations(store: GraphStore, passed_over: Collection[str] = ()) -> list[Violation]:
    """Run every rule but those that are named; an empty list means that all hold."""
    found = []
    for rule in (rule for rule in rules() if rule.name not in passed_over):
        for row in store.select(rule.query):
            where = ", ".join(f"{name} {value}" for name, value in row.items() if value is not None)
            found.append(Violation(rule.name, f"{rule.problem} ({where})", rule.remedy, rule.severity))
    return found


def shacl(store: GraphStore) -> list[Violation]:
    """Validate the whole graph against the shapes (pySHACL, over a copy in memory)."""
    from pyshacl import validate
    from rdflib import Graph

    triples = io.BytesIO()
    store.dump(triples, "nt", {})
    data = Graph().parse(data=triples.getvalue(), format="nt")
    shapes = Graph().parse(data=text(SHAPES), format="turtle")
    _, report, _ = validate(data, shacl_graph=shapes, inference="none", advanced=False)
    return sorted(_results(report), key=lambda violation: (violation.rule, violation.what))


def _results(report: "Graph") -> list[Violation]:
    from rdflib.namespace import RDF, SH

    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        message = str(report.value(result, SH.resultMessage) or "no message")
        focus, where = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
        severity = "error" if report.value(result, SH.resultSeverity) == SH.Violation else "warning"
        found.append(Violation("shacl", f"{focus} at {where}: {message}", "mend the source or its mapping", severity))
    return found


def _rule(name: str, query: str) -> Rule:
    head = dict(header.read(query))
    return Rule(name, head["title"], head["problem"], head["remedy"], head["severity"], query)
