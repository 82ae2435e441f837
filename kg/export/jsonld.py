"""JSON-LD that reads like plain JSON: compacted with our context, which stands in the file itself.

What is compacted has one shape (no lists, no sets, no nesting below a graph), so that compaction is a renaming.
Every node is written on a line of its own, as soon as it is whole.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import IO, Any

import ontology
from ontology.terms import RDF, XSD

_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")

Node = dict[str, Any]
Statement = tuple[str, str, str, dict[str, str]]


def write(statements: Iterable[Statement], out: IO[bytes]) -> int:
    """Write statements as compacted JSON-LD, and give how many there are.

    Parameters
    ----------
    statements : iterable of tuple
        Graph (empty: the default one), subject, property, object (a JSON-LD value), those of a graph and of a subject
        one after the other.
    out : binary file

    References
    ----------
    JSON-LD 1.1 Processing Algorithms and API, section 6 (compaction).
    """
    context, count = _context(), 0
    out.write(b'{"@context":' + _bytes(context.document) + b',\n"@graph":[\n')
    for number, (graph, of_graph) in enumerate(groupby(statements, itemgetter(0))):
        out.write(b",\n" * (number > 0))
        if graph:
            out.write(b'{"id":' + _bytes(graph) + b',"@graph":[\n')
        for place, (subject, about) in enumerate(groupby(of_graph, itemgetter(1))):
            node: Node = {"@id": subject}
            for _, _, relation, value in about:
                node.setdefault(relation, []).append(value)
                count += 1
            out.write(b",\n" * (place > 0) + _bytes(context.node(node)))
        if graph:
            out.write(b"\n]}")
    out.write(b"\n]}\n")
    return count


def _bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Context:
    """The terms of `context.jsonld`, turned round: from IRIs to terms."""

    def __init__(self, document: Node) -> None:
        self.document = document
        plain: dict[str, str] = {
            term: of for term, of in document.items() if isinstance(of, str) and not of.startswith("@")
        }
        self._prefixes = {term: of for term, of in plain.items() if of[-1] in "/#"}
        typed = {term: of for term, of in document.items() if isinstance(of, dict)}
        self._coercions = {term: self._expand(of["@type"]) for term, of in typed.items() if "@type" in of}
        named = plain | {term: of["@id"] for term, of in typed.items()}
        terms = sorted(named.keys() - self._prefixes.keys())
        self._terms: dict[str, str] = {self._expand(named[term]): term for term in terms}

    def node(self, expanded: Node) -> Node:
        """Compact one node.

        Examples
        --------
        >>> _context().node({"@id": "x:a", "https://w3id.org/paperkin/ontology#position":
        ...     [{"@value": "3", "@type": "http://www.w3.org/2001/XMLSchema#integer"}]})
        {'id': 'x:a', 'position': 3}
        """
        made: Node = {"id": expanded["@id"]}
        for relation, values in expanded.items():
            if relation == RDF.type:
                self._put(made, "type", [self._term(value["@id"]) for value in values if "@id" in value])
                self._put(made, self._term(RDF.type), [value for value in values if "@id" not in value])
            elif relation != "@id":
                term = self._term(relation)
                self._put(made, term, [self._value(value, self._coercions.get(term)) for value in values])
        return made

    @staticmethod
    def _put(made: Node, term: str, values: list[Any]) -> None:
        if values:
            made[term] = values[0] if len(values) == 1 else values

    def _value(self, value: Node, coercion: str | None) -> Any:
        if "@id" in value:
            plain = {"@id": value["@id"], "@vocab": self._term(value["@id"])}
            return plain.get(coercion or "", {"id": value["@id"]})
        kind, text = value.get("@type", XSD.string), value["@value"]
        if "@language" in value:
            return value
        if coercion in (None, kind) and (native := _native(text, kind)) is not None:
            return native
        if coercion == kind or (coercion is None and kind == XSD.string):
            return text
        return {"@value": text} if kind == XSD.string else {"@value": text, "type": self._term(kind)}

    def _term(self, iri: str) -> str:
        """Give the term of an IRI, else its prefixed name, else the IRI."""
        if iri in self._terms:
            return self._terms[iri]
        fitting = [prefix for prefix, namespace in self._prefixes.items() if iri.startswith(namespace)]
        if not fitting:
            return iri
        prefix = max(fitting, key=lambda prefix: len(self._prefixes[prefix]))
        local = iri.removeprefix(self._prefixes[prefix])
        return f"{prefix}:{local}" if local and not local.startswith("//") else iri

    def _expand(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes[prefix] + local if prefix in self._prefixes else name


def _native(text: str, kind: str) -> int | bool | None:
    """Give JSON's own value where it says the same: a decimal number would become a double."""
    if kind == XSD.boolean and text in ("true", "false"):
        return text == "true"
    return int(text) if kind == XSD.integer and _INTEGER.fullmatch(text) else None


@cache
def _context() -> Context:
    return Context(json.loads(ontology.text(ontology.CONTEXT))["@context"])
