"""Which papers a benchmark or a task is about: what views are narrowed to."""

from kg.store import GraphStore
from kg.values import Iri

_PREFIX = "PREFIX pk: <https://w3id.org/paperkin/ontology#>\n"
_ON_BENCHMARK = "SELECT DISTINCT ?paper ?benchmark WHERE { ?result pk:benchmark ?benchmark ; pk:reportedIn ?paper }"
_ON_TASK = "SELECT DISTINCT ?paper ?task WHERE { ?on pk:task ?task . ?result pk:benchmark ?on ; pk:reportedIn ?paper }"
_ABOUT_TASK = "SELECT DISTINCT ?paper ?task WHERE { ?paper pk:aboutTask ?task }"
_BENCHMARKS = "SELECT DISTINCT ?benchmark ?task WHERE { ?benchmark a pk:Benchmark ; pk:task ?task }"


def papers_on(store: GraphStore, benchmark: str) -> set[str]:
    """Give the papers (IRIs) that report a result on a benchmark (an IRI)."""
    return {str(row["paper"]) for row in store.select(_PREFIX + _ON_BENCHMARK, {"benchmark": Iri(benchmark)})}


def papers_of_task(store: GraphStore, task: str) -> set[str]:
    """Give the papers (IRIs) that are about a task (an IRI), or report a result on a benchmark of it."""
    asked = (store.select(_PREFIX + query, {"task": Iri(task)}) for query in (_ON_TASK, _ABOUT_TASK))
    return {str(row["paper"]) for rows in asked for row in rows}


def benchmarks_of(store: GraphStore, task: str) -> set[str]:
    """Give the benchmarks (IRIs) of a task (an IRI)."""
    return {str(row["benchmark"]) for row in store.select(_PREFIX + _BENCHMARKS, {"task": Iri(task)})}
