"""The named queries: one ``.rq`` file each, with a header that says what it asks and what it takes.

Header lines, in this order::

    # title: A short name of what is asked
    # question: The question in a sentence
    # parameter: NAME (integer|decimal|string|iri[, default VALUE]) What it means
    # columns: a,b,c

A SELECT projects its parameters too, since an engine binds only what is projected; they are dropped again
unless ``columns`` names them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files

from kg import header
from kg.errors import UsageProblem
from kg.store import Answer, GraphStore
from kg.values import Binding, Iri
from ontology.iri import valid

_PARAMETER = re.compile(r"(\w+) \((integer|decimal|string|iri)(?:, default ([^)]*))?\) (.+)")


class UnknownParameter(UsageProblem, TypeError):
    """A parameter that the query does not declare."""


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    kind: str
    default: str | None
    help: str

    def bind(self, text: str) -> Binding:
        """Turn what a person typed into a value of the declared kind.

        Raises
        ------
        UsageProblem
            If it is not of that kind.
        """
        try:
            return _BINDERS[self.kind](text)
        except (ValueError, InvalidOperation):
            raise UsageProblem(f"parameter {self.name} takes a value of kind {self.kind}, not {text!r}") from None


def _iri(text: str) -> Iri:
    bare = text.removeprefix("<").removesuffix(">")
    if not valid(bare):
        raise ValueError(text)
    return Iri(bare)


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


def _string(text: str) -> str:
    """Let no lone surrogate through, as bytes of a command line may leave them."""
    text.encode()
    return text


_BINDERS: dict[str, Callable[[str], Binding]] = {
    "integer": int,
    "decimal": _decimal,
    "string": _string,
    "iri": _iri,
}


@dataclass(frozen=True, slots=True)
class NamedQuery:
    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str

    def bindings(self, given: Mapping[str, str]) -> dict[str, Binding]:
        """Check and convert parameters.

        Raises
        ------
        UnknownParameter
            If one is not declared.
        UsageProblem
            If a required one is missing, or one has the wrong kind.
        """
        unknown = given.keys() - {parameter.name for parameter in self.parameters}
        if unknown:
            takes = ", ".join(parameter.name for parameter in self.parameters) or "none"
            raise UnknownParameter(f"query {self.name} has no parameter {min(unknown)!r}; it takes: {takes}")
        found = {parameter: given.get(parameter.name, parameter.default) for parameter in self.parameters}
        for parameter, value in found.items():
            if value is None:
                raise UsageProblem(f"query {self.name} needs --param {parameter.name}=... ({parameter.help})")
        return {parameter.name: parameter.bind(value) for parameter, value in found.items() if value is not None}

    def run(self, store: GraphStore, given: Mapping[str, str] | None = None) -> Answer:
        """Bind, ask, and keep the declared columns."""
        return store.query(self.text, self.bindings(given or {})).only(self.columns)


@cache
def named_queries() -> dict[str, NamedQuery]:
    """Read all shipped queries, by name."""
    folder = files("kg") / "queries"
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".rq")]
    read = (read_query(entry.name.removesuffix(".rq"), entry.read_text(encoding="utf-8")) for entry in found)
    return {query.name: query for query in sorted(read, key=lambda query: query.name)}


@cache
def claim_queries() -> dict[str, str]:
    """Read the small query of each checkable statement, by the statement's key."""
    folder = files("kg") / "queries" / "claims"
    found = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return {e.name.removesuffix(".rq"): e.read_text(encoding="utf-8") for e in found if e.name.endswith(".rq")}


def find(name: str) -> NamedQuery:
    """Look a shipped query up.

    Raises
    ------
    UsageProblem
        If there is none of that name.
    """
    known = named_queries()
    if name not in known:
        raise UsageProblem(f"no query named {name!r}; kg query --list shows the {len(known)} there are")
    return known[name]


def read_query(name: str, text: str) -> NamedQuery:
    """Read a query's header.

    Raises
    ------
    ValueError
        If the header lacks a title, a question or its columns, or a parameter line is malformed.
    """
    head = header.read(text)
    parameters = [_parameter(name, words) for heading, words in head if heading == "parameter"]
    fields = dict(head)
    missing = {"title", "question", "columns"} - fields.keys()
    if missing:
        raise ValueError(f"query {name}: its header lacks {', '.join(sorted(missing))}")
    columns = tuple(name.strip() for name in fields["columns"].split(","))
    return NamedQuery(name, fields["title"], fields["question"], tuple(parameters), columns, text)


def _parameter(query: str, text: str) -> Parameter:
    found = _PARAMETER.fullmatch(text)
    if not found:
        raise ValueError(f"query {query}: malformed parameter line {text!r}")
    return Parameter(found[1], found[2], found[3], found[4])
