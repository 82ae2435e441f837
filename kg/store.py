"""The store: the only module that names the engine (Oxigraph, embedded).

Decided here, once: the default graph of a query that names none is the union of all; readers open read-only;
nothing that a query says makes the engine reach outwards (see `kg.guard`).
"""

import json
import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from kg import allocator, blanks, guard
from kg.errors import EngineFailure, UsageProblem
from kg.pouring import poured
from kg.sorting import sorted_lines
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
Taken = TypeVar("Taken")
_LONGEST_COMPLAINT = 200
_NO_ROOM = re.compile(r"(.*?) \(os error (27|28|122)\)")
"""What the engine says where a file grows too large, a disk is full, or a quota is used up."""
_PORTION = 1 << 13
"""Lines that are parsed at a time."""
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

    def query(self, text: str, bindings: Mapping[str, Binding] | None = None, graphs: Collection[str] = ()) -> Answer:
        """Run a SPARQL query over the union of the named graphs, or over those that its FROM clauses name.

        The prefixes of the ontology (``pk:``, ``dcterms:``, ``cito:``, ...) are known without being declared.

        Parameters
        ----------
        text : str
        bindings : mapping of variable name to value, optional
            Each variable must be in the query's projection (SEP-0007).
        graphs : collection of str, optional
            The only named graphs to ask; all where empty.

        Raises
        ------
        UsageProblem
            If the query is malformed or refused.
        EngineFailure
            If the store fails to answer.
        """
        return self._asked(text, bindings, graphs, _answer)

    def construct(
        self, text: str, out: Path, bindings: Mapping[str, Binding] | None = None, graphs: Collection[str] = ()
    ) -> None:
        """Run a CONSTRUCT as `query` does, and write what it gives to a file as N-Triples; some may stand twice."""
        self._asked(text, bindings, graphs, lambda found: found.serialize(str(out), format=ox.RdfFormat.N_TRIPLES))

    def _asked(
        self, text: str, bindings: Mapping[str, Binding] | None, graphs: Collection[str], take: Callable[[Any], Taken]
    ) -> Taken:
        guard.check(text)
        union = not graphs and not guard.names_its_dataset(text)
        substitutions: dict[Any, Any] = {ox.Variable(name): _term(value) for name, value in (bindings or {}).items()}
        try:
            found = self._inner.query(
                text, prefixes=PREFIXES, use_default_graph_as_union=union, substitutions=substitutions,
                default_graph=[ox.NamedNode(graph) for graph in graphs] or None,
            )  # fmt: skip
            return take(found)
        except SyntaxError as error:
            raise UsageProblem(f"malformed SPARQL: {_shortened(_first_line(error))}") from None
        except (OSError, RuntimeError) as error:
            if problem := _damage(error):
                raise EngineFailure(problem) from None
            raise UsageProblem(f"this query cannot be run: {_first_line(error)}") from None

    def select(
        self, text: str, bindings: Mapping[str, Binding] | None = None, graphs: Collection[str] = ()
    ) -> list[dict[str, Value]]:
        """Run a SELECT and give its rows as dicts."""
        return self.query(text, bindings, graphs).table().dicts()

    def dataset(self) -> "Dataset":
        """Give an rdflib Dataset over the same open store (default graph: the union)."""
        from oxrdflib.store import OxigraphStore
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self._inner), default_union=True)

    def pairs(
        self, predicate: str, graphs: Collection[str] = (), subject: str | None = None
    ) -> Iterator[tuple[str, Iri | Typed]]:
        """Yield subject and object of every statement with this predicate.

        Parameters
        ----------
        predicate : str
        graphs : collection of str, optional
            The only named graphs to look into; all where empty.
        subject : str, optional
            The only thing to look at.
        """
        about = None if subject is None else ox.NamedNode(subject)
        with _reading():
            homes: list[ox.NamedNode | None] = [ox.NamedNode(graph) for graph in graphs]
            for graph in homes or [None]:
                for quad in self._inner.quads_for_pattern(about, ox.NamedNode(predicate), None, graph):
                    yield _iri(quad.subject), _exact(quad.object)

    def graphs(self) -> list[str]:
        """Name the graphs that there are, sorted."""
        with _reading():
            return sorted(graph.value for graph in self._inner.named_graphs())

    def dump(self, out: IO[bytes], form: str, prefixes: Mapping[str, str], graphs: Iterable[str] = ()) -> int:
        """Write statements to `out`, sorted; formats without named graphs get each statement once.

        Blank nodes are named by RDF Dataset Canonicalization (RDFC-1.0), so that the same statements give the
        same bytes, whenever and wherever they were loaded. Memory does not grow with the statements: they are sorted
        in temporary files.

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
        with self.lines(graphs, merged=not RDF_FORMATS[form].supports_datasets) as found:
            return convert(found, out, form, prefixes)

    @contextmanager
    def lines(self, graphs: Iterable[str] = (), *, merged: bool = False) -> Iterator[Iterator[bytes]]:
        """Give statements as lines of N-Quads, graph by graph, each sorted; see `dump`.

        Parameters
        ----------
        graphs : iterable of str, optional
            The named graphs to give; all where empty.
        merged : bool
            Give each statement once, without its graph.
        """
        with tempfile.TemporaryDirectory(prefix="paperkin-") as place:
            files = self._poured(Path(place), sorted(graphs))
            blanks.name(files, _canonical)
            (aside := Path(place, "aside")).mkdir()
            if merged:
                yield sorted_lines(files.values(), aside)
            else:
                yield (_in_graph(line, graph) for graph, path in files.items() for line in sorted_lines([path], aside))

    def _poured(self, folder: Path, graphs: list[str]) -> dict[str, Path]:
        """Write graphs as N-Triples, one file each; the default graph has an empty name."""
        names = graphs or ["", *self.graphs()]
        files = {graph: folder / f"{number}.nt" for number, graph in enumerate(names)}
        with _reading():
            for graph, path in files.items():
                whence = ox.NamedNode(graph) if graph else ox.DefaultGraph()
                self._inner.dump(str(path), format=ox.RdfFormat.N_TRIPLES, from_graph=whence)
        return files


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


def convert(lines: Iterable[bytes], out: IO[bytes], form: str, prefixes: Mapping[str, str]) -> int:
    """Write lines of N-Quads in a format, in their order; give how many there are.

    Parameters
    ----------
    lines : iterable of bytes
    out : binary file
    form : str
        One of `RDF_FORMATS`; one without named graphs gets lines without them.
    prefixes : mapping of prefix to namespace
    """
    target, count = RDF_FORMATS[form], 0

    def counted() -> Iterator[Any]:
        nonlocal count
        for count, quad in enumerate(_parsed(lines), 1):  # noqa: B007
            yield quad if target.supports_datasets else quad.triple

    if form not in ("nt", "nquads"):
        ox.serialize(counted(), output=out, format=target, prefixes=dict(prefixes))
        return count
    for portion in _portions(lines):
        out.write(b"".join(portion))
        count += len(portion)
    return count


def read_lines(lines: Iterable[bytes]) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Yield graph (empty: the default one), subject, property and object of lines of N-Quads, in terms of JSON-LD."""
    for quad in _parsed(lines):
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else _id(quad.graph_name)
        yield graph, _id(quad.subject), quad.predicate.value, _expanded(quad.object)


def _portions(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = iter(lines)
    while portion := list(islice(rest, _PORTION)):
        yield portion


def _parsed(lines: Iterable[bytes]) -> Iterator[ox.Quad]:
    for portion in _portions(lines):
        yield from ox.parse(b"".join(portion), ox.RdfFormat.N_QUADS, lenient=True)


def _id(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


def _expanded(term: Any) -> dict[str, str]:
    if not isinstance(term, ox.Literal):
        return {"@id": _id(term)}
    if term.language is not None:
        return {"@language": term.language, "@value": term.value}
    kind = term.datatype.value
    return {"@value": term.value} if kind == XSD.string else {"@value": term.value, "@type": kind}


def _in_graph(line: bytes, graph: str) -> bytes:
    return line[:-2] + f"<{graph}> .\n".encode() if graph else line


def _canonical(lines: blanks.Lines) -> dict[str, bytes]:
    """Name the blank nodes of N-Triples, by graph, by what is said about them in all of the graphs."""
    homes = {graph: ox.NamedNode(graph) if graph else ox.DefaultGraph() for graph in lines}
    anonymous = ox.Dataset(
        ox.Quad(quad.subject, quad.predicate, quad.object, home)
        for graph, home in homes.items()
        for quad in ox.parse(b"".join(lines[graph]), ox.RdfFormat.N_TRIPLES, lenient=True)
    )
    anonymous.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {
        graph: ox.serialize(
            (quad.triple for quad in anonymous.quads_for_graph_name(home)), format=ox.RdfFormat.N_TRIPLES
        ) or b""
        for graph, home in homes.items()
    }  # fmt: skip


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
    if found := _NO_ROOM.match(_first_line(error)):
        place = tempfile.gettempdir()
        return f"no room for temporary files in {place}: {found[1]}; make room, or name another folder in TMPDIR"
    if isinstance(error, OSError) or _first_line(error).startswith(("Corruption", "IO error")):
        return f"the store is damaged or cannot be read ({_first_line(error)}); run: kg load"
    return None


def _shortened(text: str) -> str:
    """Keep the place and the first of the words that a parser would have taken: there may be a hundred."""
    return text if len(text) <= _LONGEST_COMPLAINT else text[:_LONGEST_COMPLAINT].rpartition(",")[0] + " ..."


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0]
