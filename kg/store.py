"""The store: the only module that names the engine (Oxigraph, embedded).

Decided here, once: the default graph of a query that names none is the union of all; readers open read-only;
nothing that a query says makes the engine reach outwards (see `kg.guard`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import allocator, guard
from kg.errors import EngineFailure, UsageProblem
from kg.pouring import poured
from kg.statements import Block, of_nquads
from kg.values import Binding, Iri, Statement, Table, Typed, Value
from kg.workspace import Workspace
from ontology.terms import PREFIXES, XSD

if TYPE_CHECKING:
    from rdflib import Dataset

RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
_TABLE_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
}  # fmt: skip
_LONGEST_COMPLAINT = 200
_INTEGERS = frozenset({XSD.integer, "http://www.w3.org/2001/XMLSchema#int", "http://www.w3.org/2001/XMLSchema#long"})
_FLOATS = frozenset({"http://www.w3.org/2001/XMLSchema#double", "http://www.w3.org/2001/XMLSchema#float"})


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
        return Table(columns, [tuple(_value(term) for term in row) for row in solutions])

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


class GraphStore:
    """A generation of the graph, opened for reading."""

    def __init__(self, inner: ox.Store) -> None:
        self._inner = inner

    @classmethod
    def open(cls, home: Path) -> "GraphStore":
        """Open the current generation of a workspace.

        Raises
        ------
        UsageProblem
            If there is none yet, or it is of a newer format.
        EngineFailure
            If its files are damaged.
        """
        generation = Workspace(home).current()
        return cls.open_at(generation.store)

    @classmethod
    def open_at(cls, folder: Path) -> "GraphStore":
        """Open the engine's files in `folder`, read-only."""
        if not folder.is_dir():
            raise EngineFailure(f"{folder} is missing; run: kg load")
        with _reading():
            return cls(ox.Store.read_only(str(folder)))

    @classmethod
    def of_quads(cls, nquads: bytes) -> "GraphStore":
        """Hold N-Quads in memory: for tests and examples."""
        inner = ox.Store()
        inner.load(nquads, format=ox.RdfFormat.N_QUADS)
        return cls(inner)

    def query(self, text: str, bindings: Mapping[str, Binding] | None = None) -> Answer:
        """Run a SPARQL query over the union of the named graphs, or over those that its FROM clauses name.

        The prefixes of the ontology (``pk:``, ``dcterms:``, ``cito:``, ...) are known without being declared.

        Parameters
        ----------
        text : str
        bindings : mapping of variable name to value, optional
            Each variable must be in the query's projection (SEP-0007).

        Raises
        ------
        UsageProblem
            If the query is malformed or refused.
        EngineFailure
            If the store fails to answer.
        """
        guard.check(text)
        union = not guard.names_its_dataset(text)
        substitutions: dict[Any, Any] = {ox.Variable(name): _term(value) for name, value in (bindings or {}).items()}
        try:
            found = self._inner.query(
                text, prefixes=PREFIXES, use_default_graph_as_union=union, substitutions=substitutions
            )
            return _answer(found)
        except SyntaxError as error:
            raise UsageProblem(f"malformed SPARQL: {_shortened(_first_line(error))}") from None
        except (OSError, RuntimeError) as error:
            if problem := _damage(error):
                raise EngineFailure(problem) from None
            raise UsageProblem(f"this query cannot be run: {_first_line(error)}") from None

    def select(self, text: str, bindings: Mapping[str, Binding] | None = None) -> list[dict[str, Value]]:
        """Run a SELECT and give its rows as dicts."""
        return self.query(text, bindings).table().dicts()

    def dataset(self) -> "Dataset":
        """Give an rdflib Dataset over the same open store (default graph: the union)."""
        from oxrdflib.store import OxigraphStore
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self._inner), default_union=True)

    def pairs(self, predicate: str) -> Iterator[tuple[str, Iri | Typed]]:
        """Yield subject and object of every statement with this predicate."""
        with _reading():
            for quad in self._inner.quads_for_pattern(None, ox.NamedNode(predicate), None):
                yield _iri(quad.subject), _exact(quad.object)

    def dump(self, out: IO[bytes], form: str, prefixes: Mapping[str, str], graphs: Iterable[str] = ()) -> int:
        """Write statements to `out`, sorted; formats without named graphs get each statement once.

        Blank nodes are named by RDF Dataset Canonicalization (RDFC-1.0), so that the same statements give the
        same bytes, whenever and wherever they were loaded.

        Parameters
        ----------
        out : binary file
        form : str
            One of `RDF_FORMATS`.
        prefixes : mapping of prefix to namespace
        graphs : iterable of str, optional
            The named graphs to write; all where empty.

        Returns
        -------
        int
            How many statements were written.
        """
        target = RDF_FORMATS[form]
        statements: list[ox.Quad] | list[ox.Triple]
        with _reading():
            quads = _canonical(self._quads([ox.NamedNode(graph) for graph in graphs]))
            if target.supports_datasets:
                statements = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
            else:
                statements = sorted({quad.triple for quad in quads}, key=str)
        ox.serialize(statements, output=out, format=target, prefixes=dict(prefixes))
        return len(statements)

    def _quads(self, graphs: list[ox.NamedNode]) -> Iterator[ox.Quad]:
        if not graphs:
            yield from self._inner
        for graph in graphs:
            yield from self._inner.quads_for_pattern(None, None, None, graph)


class Builder:
    """A store being built; nobody reads it before it is published."""

    def __init__(self, folder: Path) -> None:
        allocator.return_large_portions()
        try:
            self._inner = ox.Store(str(folder))
        except OSError as error:
            raise EngineFailure(f"cannot make a store in {folder}: {_first_line(error)}") from None

    def load(self, chunks: Iterator[bytes]) -> None:
        """Bulk-load N-Quads that come in chunks, atomically.

        Raises
        ------
        EngineFailure
            If they are not valid, or the disk is full.

        Notes
        -----
        The parser is lenient: IRIs were checked when they were written, and the files are what was written.
        """
        with poured(chunks) as source:
            try:
                self._inner.bulk_load(path=source, format=ox.RdfFormat.N_QUADS, lenient=True)
            except (OSError, SyntaxError, ValueError) as error:
                raise EngineFailure(f"cannot load the snapshots: {_first_line(error)}") from None

    def reader(self) -> GraphStore:
        """Read what is loaded so far."""
        return GraphStore(self._inner)

    def finish(self) -> None:
        """Flush everything to disk and settle the files."""
        try:
            self._inner.flush()
            self._inner.optimize()
        except OSError as error:
            raise EngineFailure(f"cannot finish the store: {_first_line(error)}") from None


def as_block(graph: str, statements: Iterable[Statement]) -> Block:
    """Write derived statements as a block of one named graph."""
    home = ox.NamedNode(graph)
    quads = (ox.Quad(ox.NamedNode(s), ox.NamedNode(p), _term(o), home) for s, p, o in statements)
    return of_nquads(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", graph)


def turtle_block(text: str, graph: str) -> Block:
    """Read Turtle as a block of one named graph; blank nodes get IRIs by their order, so that loads are alike."""
    home, known = ox.NamedNode(graph), dict[str, ox.NamedNode]()

    def named(term: Any) -> Any:
        if not isinstance(term, ox.BlankNode):
            return term
        return known.setdefault(term.value, ox.NamedNode(f"{graph}/.well-known/genid/{len(known) + 1}"))

    parsed = ox.parse(text, ox.RdfFormat.TURTLE)
    quads = [ox.Quad(named(q.subject), q.predicate, named(q.object), home) for q in parsed]
    return of_nquads(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", graph)


def _canonical(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Give the same quads, their blank nodes named by what is said about them."""
    anonymous = ox.Dataset()
    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            anonymous.add(quad)
        else:
            yield quad
    anonymous.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    yield from anonymous


def _answer(found: Any) -> Answer:
    if isinstance(found, ox.QueryTriples):
        return Answer("graph", found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
    kind = "boolean" if isinstance(found, ox.QueryBoolean) else "table"
    return Answer(kind, found.serialize(format=ox.QueryResultsFormat.JSON) or b"")


def _term(value: Binding | Typed) -> ox.NamedNode | ox.Literal:
    if isinstance(value, Iri):
        return ox.NamedNode(value)
    if isinstance(value, Typed):
        return ox.Literal(value.lexical, datatype=ox.NamedNode(value.datatype))
    if isinstance(value, bool | str):
        return ox.Literal(value)
    kind = XSD.integer if isinstance(value, int) else XSD.decimal
    return ox.Literal(f"{value:f}" if isinstance(value, Decimal) else str(value), datatype=ox.NamedNode(kind))


def _value(term: object) -> Value:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    kind = term.datatype.value
    if kind in _INTEGERS:
        return int(term.value)
    if kind == XSD.decimal:
        return Decimal(term.value)
    if kind in _FLOATS:
        return float(term.value)
    return term.value == "true" if kind == XSD.boolean else term.value


def _iri(term: Any) -> str:
    """Give a subject's IRI: no graph of ours holds blank nodes or quoted triples as subjects."""
    return str(term.value)


def _exact(term: Any) -> Iri | Typed:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    return Typed(term.value, term.datatype.value)


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise EngineFailure(_damage(error) or f"the store cannot be read ({_first_line(error)})") from None


def _damage(error: OSError | RuntimeError) -> str | None:
    """Say what to do about a failure of the files; None where the engine means something else."""
    if isinstance(error, OSError) or _first_line(error).startswith(("Corruption", "IO error")):
        return f"the store is damaged or cannot be read ({_first_line(error)}); run: kg load"
    return None


def _shortened(text: str) -> str:
    """Keep the place and the first of the words that a parser would have taken: there may be a hundred."""
    return text if len(text) <= _LONGEST_COMPLAINT else text[:_LONGEST_COMPLAINT].rpartition(",")[0] + " ..."


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0]
