"""A generation of the graph, opened for reading."""

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from kg import blanks, guard
from kg.errors import EngineFailure, UsageProblem
from kg.sorting import sorted_lines
from kg.store.answer import RDF_FORMATS, Answer, answer
from kg.store.failures import damage, first_line, reading, shortened
from kg.store.terms import exact, iri, term
from kg.store.writing import canonical, convert, in_graph
from kg.values import Binding, Iri, Typed, Value
from kg.workspace import Workspace
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset

Taken = TypeVar("Taken")


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
            If there is none yet, or it has another layout.
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
        with reading():
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
        return self._asked(text, bindings, graphs, answer)

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
        substitutions: dict[Any, Any] = {ox.Variable(name): term(value) for name, value in (bindings or {}).items()}
        try:
            found = self._inner.query(
                text, prefixes=PREFIXES, use_default_graph_as_union=union, substitutions=substitutions,
                default_graph=[ox.NamedNode(graph) for graph in graphs] or None,
            )  # fmt: skip
            return take(found)
        except SyntaxError as error:
            raise UsageProblem(f"malformed SPARQL: {shortened(first_line(error))}") from None
        except (OSError, RuntimeError) as error:
            if problem := damage(error):
                raise EngineFailure(problem) from None
            raise UsageProblem(f"this query cannot be run: {first_line(error)}") from None

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
        with reading():
            homes: list[ox.NamedNode | None] = [ox.NamedNode(graph) for graph in graphs]
            for graph in homes or [None]:
                for quad in self._inner.quads_for_pattern(about, ox.NamedNode(predicate), None, graph):
                    yield iri(quad.subject), exact(quad.object)

    def graphs(self) -> list[str]:
        """Name the graphs that there are, sorted."""
        with reading():
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
            blanks.name(files, canonical)
            (aside := Path(place, "aside")).mkdir()
            if merged:
                yield sorted_lines(files.values(), aside)
            else:
                yield (in_graph(line, graph) for graph, path in files.items() for line in sorted_lines([path], aside))

    def _poured(self, folder: Path, graphs: list[str]) -> dict[str, Path]:
        """Write graphs as N-Triples, one file each; the default graph has an empty name."""
        names = graphs or ["", *self.graphs()]
        files = {graph: folder / f"{number}.nt" for number, graph in enumerate(names)}
        with reading():
            for graph, path in files.items():
                whence = ox.NamedNode(graph) if graph else ox.DefaultGraph()
                self._inner.dump(str(path), format=ox.RdfFormat.N_TRIPLES, from_graph=whence)
        return files
