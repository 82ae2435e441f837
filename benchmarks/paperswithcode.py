"""Papers with Code at the size of its last archive: from dumps to a checked store, beside the engine and plain rdflib.

``SCALE=1 python -m benchmarks paperswithcode`` takes half an hour and 40 GB of disk (in the folder ``SPACE``, else
where temporary files go); without SCALE, a tenth of the size is measured in two minutes. Measured are, each in a
process of its own:

- the whole way: ingest the five dumps, then load (derive, write columns, check, settle);
- the engine alone: `bulk_load` of the ready statements into an empty store, and until they are settled on disk;
- plain rdflib on a slice of the statements: a Dataset with named graphs in memory, filled by `add`; scaled to all of
  them by their number, which flatters it;
- every named query on the store, in a process that has opened it before.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
from isal import igzip
from rdflib import Dataset, Literal, URIRef

from benchmarks.archive import Archive
from benchmarks.dumps import write
from benchmarks.measure import measure
from kg.catalogue import NamedQuery, named_queries
from kg.store import GraphStore
from kg.workspace import Workspace

SLICE = 300_000
"""Statements that plain rdflib is given."""
RUNS = 20


def run() -> None:
    """Print the figures."""
    scale = float(os.environ.get("SCALE", "0.1"))
    home = Path(tempfile.mkdtemp(prefix="paperkin-bench-", dir=os.environ.get("SPACE")))
    try:
        write(home / "dumps", Archive(7, scale))
        _building(home)
        _asking(home)
    finally:
        shutil.rmtree(home)  # tens of gigabytes


def _building(home: Path) -> None:
    ingest = measure("ingest the dumps", _command, "ingest", "paperswithcode", str(home / "dumps"), str(home), runs=1)
    load = measure("load: derive, check, settle", _command, "load", str(home), runs=1)
    (found,) = Workspace(home).snapshots()
    alone = measure("the engine's bulk_load alone", bulk_load, str(found.path), str(home / "alone"), runs=1)
    settled = measure("the same, settled on disk", settled_load, str(found.path), str(home / "alone"), runs=1)
    plain = measure(f"rdflib adds {SLICE:,} of them", rdflib_adds, str(found.path), runs=1)
    print(f"{found.statements:,} statements")
    for measured in (ingest, load, alone, settled, plain):
        print(" ", measured)
    whole, part = ingest.wall + load.wall, found.statements / SLICE
    print(f"  whole way {whole:.0f} s: {whole / alone.wall:.2f} times bulk_load, {whole / settled.wall:.2f} settled")
    print(f"  plain rdflib, scaled: {plain.wall * part:.0f} s, {plain.memory * part / 1024:.0f} GiB")


def _command(*words: str) -> None:
    *arguments, home = words
    subprocess.run([sys.executable, "-m", "kg", *arguments, "--home", home], check=True, stderr=subprocess.DEVNULL)


def bulk_load(packed: str, folder: str) -> ox.Store:
    shutil.rmtree(folder, ignore_errors=True)
    store = ox.Store(folder)
    with igzip.open(packed) as file:
        store.bulk_load(input=file, format=ox.RdfFormat.N_QUADS, lenient=True)
    return store


def settled_load(packed: str, folder: str) -> None:
    store = bulk_load(packed, folder)
    store.flush()
    store.optimize()


def rdflib_adds(packed: str) -> None:
    dataset = Dataset()
    for subject, predicate, value, graph in islice(_quads(packed), SLICE):
        dataset.graph(graph).add((subject, predicate, value))


def _quads(packed: str) -> Iterator[tuple[URIRef, URIRef, URIRef | Literal, URIRef]]:
    with igzip.open(packed) as file:
        for quad in ox.parse(file, ox.RdfFormat.N_QUADS):
            value: URIRef | Literal
            if isinstance(quad.object, ox.Literal):
                value = Literal(quad.object.value, datatype=URIRef(quad.object.datatype.value))
            else:
                value = URIRef(quad.object.value)
            yield URIRef(quad.subject.value), URIRef(quad.predicate.value), value, URIRef(quad.graph_name.value)


# Asking


def _asking(home: Path) -> None:
    store = GraphStore.open(home)
    print("Asking: median, 95th percentile and slowest (the first, as a rule) of", RUNS, "in milliseconds")
    for name, query in named_queries().items():
        times = sorted(_timed(query, store, given) for given in _given(query, store) for _ in range(RUNS))
        late = times[round(0.95 * (len(times) - 1))]
        print(f"  {name:<34} {statistics.median(times):>9.1f} {late:>9.1f} {times[-1]:>9.1f}")


def _timed(query: NamedQuery, store: GraphStore, given: dict[str, str]) -> float:
    begun = time.perf_counter()
    query.run(store, given)
    return (time.perf_counter() - begun) * 1000


def _given(query: NamedQuery, store: GraphStore) -> list[dict[str, str]]:
    """Give values of the parameters: of things that many statements are about, and of others."""
    names = [parameter.name for parameter in query.parameters]
    if "benchmark" in names:
        rows = store.select(_BOARDS)
        chosen = [rows[0], rows[len(rows) // 2], rows[-1]]
        return [{name: str(row[name]) for name in names} for row in chosen]
    asked = {name: [str(row["x"]) for row in store.select(_EXAMPLES[name])] for name in names if name in _EXAMPLES}
    if not names:
        return [{}]
    if set(names) - asked.keys():
        return [dict.fromkeys(names, "1")]
    return [dict(zip(names, values, strict=True)) for values in zip(*asked.values(), strict=True)]


_BOARDS = """
SELECT ?benchmark ?metric (COUNT(*) AS ?n) WHERE {
  ?result pk:benchmark ?benchmark ; pk:hasMeasurement/pk:metric ?metric
} GROUP BY ?benchmark ?metric ORDER BY DESC(?n) ?benchmark LIMIT 1000
"""
_EXAMPLES = {
    "model": "SELECT ?x WHERE { ?m a pk:Model ; pk:name ?x } LIMIT 3",
    "technique": "SELECT ?x WHERE { ?t a pk:Technique ; pk:name ?x ; pk:paperCount ?n } ORDER BY DESC(?n) LIMIT 3",
    "thing": "SELECT (?t AS ?x) WHERE { ?t a pk:Technique ; pk:paperCount ?n } ORDER BY DESC(?n) LIMIT 3",
    "paper": "SELECT (?p AS ?x) WHERE { ?p a pk:Paper } LIMIT 3",
    "one": "SELECT ?x WHERE { ?p pk:identifier ?x } LIMIT 3",
    "other": "SELECT ?x WHERE { ?p pk:identifier ?x } LIMIT 3 OFFSET 3",
}
