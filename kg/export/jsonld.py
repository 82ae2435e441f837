"""JSON-LD that reads like plain JSON: compacted with our context, which stands in the file itself.

The engine writes expanded JSON-LD only. Its output has one shape (no lists, no sets, no nesting below a
graph), so that compaction is a renaming. Every node is written on a line of its own.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import IO, Any

import ontology
from ontology.terms import RDF, XSD

_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")

Node = dict[str, Any]


def write(expanded: bytes, out: IO[bytes]) -> None:
    """Compact what the engine wrote, and write it.

    Parameters
    ----------
    expanded : bytes
        Expanded, flattened JSON-LD: a list of nodes, and of graphs that are lists of nodes.
    out : binary file

    References
    ----------
    JSON-LD 1.1 Processing Algorithms and API, section 6 (compaction).
    """
    context = _context()
    entries = (_entry(entry, context) for entry in json.loads(expanded))
    out.write(b'{"@context":' + _bytes(context.document) + b',\n"@graph":[\n')
    _lines(entries, out)
    out.write(b"\n]}\n")


def _entry(entry: Node, context: "Context") -> bytes:
    """Write a node, or a named graph with its nodes."""
    if "@graph" not in entry:
        return _bytes(context.node(entry))
    nodes = b",\n".join(_bytes(context.node(node)) for node in entry["@graph"])
    return b'{"id":' + _bytes(entry["@id"]) + b',"@graph":[\n' + nodes + b"\n]}"


def _lines(entries: Iterable[bytes], out: IO[bytes]) -> None:
    for number, entry in enumerate(entries):
        out.write(b",\n" * (number > 0) + entry)


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
