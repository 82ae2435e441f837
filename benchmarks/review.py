"""The graph of the review: how long it takes to build, and to ask, beside plain rdflib on the same statements."""

import gzip
import io
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import XSD

from benchmarks.measure import measure
from ingest import snapshot
from ingest.sources.review import ReviewSource
from kg.catalogue import NamedQuery, named_queries
from kg.load import load
from kg.store import GraphStore
from kg.workspace import Workspace
from tests.kg.examples import PARAMETERS


def ingest_review(home: str) -> None:
    shutil.rmtree(home, ignore_errors=True)
    snapshot.write(ReviewSource(), Path(home))


def load_review(home: str) -> None:
    load(Path(home))


def rdflib_parse(home: str) -> None:
    """The plain way to a graph that can be asked: rdflib in memory, without ranks, verdicts or checks."""
    rdflib_dataset(Path(home))


def rdflib_dataset(home: Path) -> Dataset:
    (found,) = Workspace(home).snapshots()
    dataset = Dataset(default_union=True)
    dataset.parse(data=gzip.decompress(found.path.read_bytes()), format="nquads")
    return dataset


def run() -> None:
    """Print the figures."""
    home = Path(tempfile.mkdtemp(prefix="paperkin-bench-"))
    try:
        print("Building (each in a fresh process, imports included)")
        for name, work in (
            ("ingest", ingest_review),
            ("load", load_review),
            ("rdflib parses the snapshot", rdflib_parse),
        ):
            print(" ", measure(name, work, str(home)))
        print("\nAsking: median of 20, milliseconds: Paperkin, rdflib over its own dump in memory")
        _ask(GraphStore.open(home))
    finally:
        shutil.rmtree(home)


def _ask(store: GraphStore) -> None:
    dump = io.BytesIO()
    store.dump(dump, "nquads", {})
    plain = Dataset(default_union=True)
    plain.parse(data=dump.getvalue(), format="nquads")
    for name, query in named_queries().items():
        given = PARAMETERS.get(name, {})
        ours = _median(lambda: query.run(store, given).table())  # noqa: B023
        theirs = _median(lambda: list(plain.query(query.text, initBindings=_terms(query, given))), runs=3)  # noqa: B023
        print(f"  {name:<24} {ours:>9.2f} {theirs:>9.2f}")


def _terms(query: NamedQuery, given: dict[str, str]) -> dict[str, object]:
    kinds: dict[str, Callable[[str], object]] = {
        "iri": URIRef, "string": Literal, "integer": lambda text: Literal(text, datatype=XSD.integer),
    }  # fmt: skip
    return {parameter.name: kinds[parameter.kind](given[parameter.name]) for parameter in query.parameters}


def _median(work: Callable[[], object], runs: int = 20) -> float:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000
