"""What all mappings are made with: one thing, collecting the statements about it."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache, singledispatch

from ingest import record
from ingest.nquads import Triple, address, string, term, typed
from ingest.nquads import iri as node
from ontology import iri
from ontology.terms import PK, RDF, XSD


@singledispatch
def statements(rec: record.Record) -> Iterator[Triple]:
    """Give the statements of a record.

    Returns
    -------
    iterator of Triple
        Subject, predicate, object as N-Quads terms; no blank nodes; order depends on the record alone.

    Raises
    ------
    TypeError
        If there is no mapping for this kind of record.
    ValueError
        If a field cannot stand in RDF (an invalid IRI, a lone surrogate).
    """
    raise TypeError(f"no mapping for {type(rec).__name__}")


class Thing:
    """Collects the statements about one subject; fields that are None or empty say nothing."""

    def __init__(self, subject: str, kind: str) -> None:
        self.subject = node(subject)
        self.triples: list[Triple] = [(self.subject, term(RDF.type), term(kind))]

    def link(self, predicate: str, target: str | None) -> "Thing":
        return self._add(predicate, node(target) if target else None)

    def links(self, predicate: str, targets: Iterable[str]) -> "Thing":
        for target in targets:
            self.link(predicate, target)
        return self

    def text(self, predicate: str, value: str | None) -> "Thing":
        return self._add(predicate, string(value) if value else None)

    def texts(self, predicate: str, values: Iterable[str]) -> "Thing":
        for value in values:
            self.text(predicate, value)
        return self

    def number(self, predicate: str, value: int | None) -> "Thing":
        return self._add(predicate, None if value is None else integer(value))

    def addresses(self, predicate: str, values: Iterable[str]) -> "Thing":
        """Add web addresses as upstream writes them; what is no valid IRI is encoded."""
        for value in values:
            self._add(predicate, typed(address(value), XSD.anyURI))
        return self

    def literal(self, predicate: str, lexical: str | None, datatype: str) -> "Thing":
        return self._add(predicate, typed(lexical, datatype) if lexical else None)

    def flag(self, predicate: str, value: bool | None) -> "Thing":
        return self._add(predicate, None if value is None else typed(str(value).lower(), XSD.boolean))

    def date(self, predicate: str, value: str | None) -> "Thing":
        return self._add(predicate, _date(value) if value else None)

    def _add(self, predicate: str, value: str | None) -> "Thing":
        if value is not None:
            self.triples.append((self.subject, term(predicate), value))
        return self


@lru_cache(maxsize=1 << 12)
def integer(value: int) -> str:
    """Write a number as a term; small ones come again and again."""
    return typed(str(value), XSD.integer)


@lru_cache(maxsize=1 << 14)
def _date(value: str) -> str:
    return typed(value, date_type(value))


def date_type(value: str) -> str:
    """Name the datatype of a date by its precision: YYYY, YYYY-MM or YYYY-MM-DD.

    Raises
    ------
    ValueError
        If `value` is not such a date of the calendar.

    Examples
    --------
    >>> date_type("2020-06").rsplit("#")[1]
    'gYearMonth'
    """
    if not _DATE.fullmatch(value):
        raise ValueError(f"not a date: {value!r}; YYYY, YYYY-MM and YYYY-MM-DD are")
    date.fromisoformat(f"{value}-01-01"[:10])
    return {4: XSD.gYear, 7: XSD.gYearMonth}.get(len(value), XSD.date)


_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


def _arxiv(value: str) -> str:
    found = iri.arxiv_id(value)
    if found is None:
        raise ValueError(f"not an arXiv identifier: {value!r}")
    return found


_OWN_PREDICATE: dict[str, tuple[str, Callable[[str], str]]] = {
    "arxiv": (PK.arxivId, _arxiv), "doi": (PK.doi, iri.doi),
}  # fmt: skip
"""Schemes with a predicate of their own, and how to spell them in the one way."""


def identifier(scheme: str, value: str) -> str:
    """Give an identifier with its scheme in front, spelt in the one way.

    Raises
    ------
    ValueError
        If it is none of its scheme.

    Examples
    --------
    >>> identifier("arxiv", "2010.11929v2"), identifier("doi", "10.1162/NECO.1")
    ('arxiv:2010.11929', 'doi:10.1162/neco.1')
    """
    return f"{scheme}:{_OWN_PREDICATE[scheme][1](value) if scheme in _OWN_PREDICATE else value}"


def identify(thing: Thing, scheme: str, value: str) -> None:
    """Add an identifier, and what else says it."""
    whole = identifier(scheme, value)
    thing.text(PK.identifier, whole)
    if scheme in _OWN_PREDICATE:
        thing.text(_OWN_PREDICATE[scheme][0], whole.removeprefix(f"{scheme}:"))


def members(thing: Thing, predicate: str, kind: str, groups: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    """Put a thing into groups, each an IRI and a name, and say what the groups are."""
    for group, name in groups:
        thing.link(predicate, group)
        yield from Thing(group, kind).text(PK.name, name).triples


def one(value: str | None) -> list[str]:
    """Give what there is, as a list."""
    return [value] if value else []


def paths(thing: str | None) -> list[str]:
    """Give the path of a thing, if there is one."""
    return [path(thing)] if thing else []


def path(thing: str) -> str:
    """Give what of the IRI of a thing is its own."""
    return thing.removeprefix(iri.BASE)
