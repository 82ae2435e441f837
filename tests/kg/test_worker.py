"""A person's own query runs in a process of its own, which can be stopped and may die."""

import contextlib
import resource
import socket
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

import pytest

from kg import worker
from kg.errors import EngineFailure, UsageProblem
from kg.store import GraphStore
from kg.values import Iri

PAPER = "SELECT ?paper ?id WHERE { ?paper <https://w3id.org/paperkin/ontology#identifier> ?id }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_a_worker_gives_the_same_answer_as_the_store(home: Path, store: GraphStore) -> None:
    bindings = {"id": "arxiv:2010.11929"}
    assert worker.query(home, PAPER, bindings).table() == store.query(PAPER, bindings).table()


def test_bindings_of_all_types_survive_the_journey(home: Path) -> None:
    query = "SELECT ?a ?b ?c ?d ?e WHERE { VALUES ?x { 1 } BIND(?a AS ?f) }"
    values = {"a": 1, "b": Decimal("0.50"), "c": "x", "d": Iri("http://e/x"), "e": True}
    (row,) = worker.query(home, query, values).table().dicts()
    assert row == {"a": 1, "b": Decimal("0.5"), "c": "x", "d": "http://e/x", "e": True}


def test_a_query_that_does_not_end_is_stopped_at_its_limit(home: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(worker.QueryTimeout, match="stopped after 1 s"):
        worker.query(home, ENDLESS, timeout=1)
    assert time.monotonic() - begun < 10


def test_a_query_that_takes_too_much_memory_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is set in the child, so that a smaller one is set here by way of the system's own."""
    limit = resource.getrlimit(resource.RLIMIT_AS)
    greedy = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a ?d"
    monkeypatch.setattr(worker, "_child", _with_little_memory(worker._child))
    with pytest.raises(EngineFailure, match="GiB of memory"):
        worker.query(home, greedy, timeout=60)
    assert resource.getrlimit(resource.RLIMIT_AS) == limit


def _with_little_memory(child):
    def run(request: bytes, timeout: float):
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, hard))
        try:
            return child(request, timeout)
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))

    return run


def test_the_child_ends_when_the_parent_is_killed(home: Path) -> None:
    program = f"from kg import worker; from pathlib import Path; worker.query(Path({str(home)!r}), {ENDLESS!r})"
    parent = subprocess.Popen([sys.executable, "-c", program])
    (child,) = _eventually(lambda: _children(parent.pid))
    parent.kill()
    parent.wait()
    assert _eventually(lambda: not Path(f"/proc/{child}/cmdline").exists() or _is_zombie(child))


def _children(parent: int) -> list[int]:
    return [int(number) for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _is_zombie(process: int) -> bool:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def _eventually(found):
    for _ in range(200):
        if answer := found():
            return answer
        time.sleep(0.05)
    raise AssertionError("it did not happen within 10 s")


def test_malformed_and_refused_queries_are_usage_problems(home: Path) -> None:
    with pytest.raises(UsageProblem, match="malformed"):
        worker.query(home, "SELECT")
    with pytest.raises(UsageProblem, match="refused"):
        worker.query(home, "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


@pytest.mark.parametrize("query", ["SELECT * WHERE " + "{" * 5000 + "}" * 5000, "ASK { FILTER(" + "(" * 10000 + "1"])
def test_a_text_that_would_crash_the_engine_is_refused_before_it_does(home: Path, query: str) -> None:
    with pytest.raises(UsageProblem, match="brackets"):
        worker.query(home, query)


def test_an_engine_that_dies_is_an_error_and_not_our_death(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker.sys, "executable", "/bin/false")
    with pytest.raises(EngineFailure, match="died"):
        worker.query(home, PAPER)


def test_no_query_reaches_the_network(home: Path) -> None:
    """A listening socket stays without a visitor for every way that SPARQL has of reaching outwards."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        visitors: list[object] = []

        def accept() -> None:
            try:
                visitors.append(server.accept())
            except TimeoutError:
                return

        for query in (
            f"SELECT * WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * WHERE {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * WHERE {{ VALUES ?u {{ <{url}> }} SERVICE ?u {{ ?s ?p ?o }} }}",
            f"SELECT * FROM <{url}> WHERE {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{url}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"LOAD <{url}>",
        ):
            watch = threading.Thread(target=accept)
            watch.start()
            with contextlib.suppress(UsageProblem):
                worker.query(home, query)
            watch.join()
        assert visitors == []
