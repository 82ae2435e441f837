"""No query reaches outwards, none crashes the engine, and no harmless one is refused."""

import subprocess
import sys
import time

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg import guard
from kg.catalogue import claim_queries, named_queries
from kg.errors import UsageProblem
from ontology import check_queries
from tests.conftest import REPOSITORY, SHARED

PREFIXES = "PREFIX : <http://127.0.0.1:9/> PREFIX ex: <http://127.0.0.1:9/> "
GROUP = "{ ?s ?p ?o }"
REACHES_OUT = {
    "plainly": f"SERVICE <http://127.0.0.1:9/> {GROUP}",
    "in any case": f"sErViCe <http://127.0.0.1:9/> {GROUP}",
    "silently": f"SERVICE SILENT <http://127.0.0.1:9/> {GROUP}",
    "without spaces": "SERVICE<http://127.0.0.1:9/>{?s?p?o}",
    "silently without spaces": "SERVICESILENT<http://127.0.0.1:9/>{?s?p?o}",
    "by a variable": f"VALUES ?x {{ ex:a }} SERVICE ?x {GROUP}",
    "by a prefixed name": f"SERVICE ex:a {GROUP}",
    "glued to a prefixed name": f"SERVICEex:a {GROUP}",
    "as what looks like a prefix": f"SERVICE:a {GROUP}",
    "after a number": f"?s ?p 1SERVICE:a {GROUP}",
    "after a truth value": f"?s ?p trueSERVICE:a {GROUP}",
    "after a comment that a carriage return ends": f"# harmless\rSERVICE <http://127.0.0.1:9/> {GROUP}",
    "with comments between": f"SERVICE # one\n SILENT # two\r\n <http://127.0.0.1:9/> # three\n {GROUP}",
    "behind a comparison that looks like an IRI": f"VALUES ?x {{ ex:a }} FILTER(1<2)SERVICE?x#>\n{GROUP}",
    "between escaped quotes of names": f"?s ex:it\\'s ?o SERVICE:a {GROUP} ?s ex:it\\'s ?o",
    "with an escaped brace in the name": f"SERVICE ex:a\\.b {GROUP}",
    "with letters escaped": f"SERVIC\\u0045 <http://127.0.0.1:9/> {GROUP}",
    "with letters escaped at length": f"\\U00000053ERVICE <http://127.0.0.1:9/> {GROUP}",
    "in a string that an escape ends": f'?s ?p "\\u0022 SERVICE:a {GROUP} ?s ?p "" ',
    "within other groups": f"OPTIONAL {{ {{ SERVICE ex:a {GROUP} }} UNION {{ }} }}",
}
HARMLESS = [
    'SELECT * WHERE { ?service ?p "SERVICE" }',
    "SELECT ?service ?x { ?service ?x ?o }",
    "SELECT ?my_service $SERVICE { GRAPH ?SERVICE { ?my_service ?p ?o } }",
    "# SERVICE is not used\nSELECT * { ?s ?p ?o } # no service",
    "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?s a sd:Service }",
    "PREFIX e: <http://e.org/service/> SELECT * { GRAPH e:service { ?s e:service ?o ; e:serviceLevel 1 } }",
    "SELECT * FROM <http://e.org/service> { ?s <http://e.org/service?a:b#c> ?o }",
    "SELECT * { GRAPH <http://e.org/service/a:b> { ?s ?p '''a SERVICE for all''' } }",
    'SELECT * { ?s ?p "don\'t }}}} ((((" , \'say "((((" \' FILTER(?o < 5 && ?o > 3) }',
    'SELECT * { ?s ?p \'\\\'((((\', """(("((\n""" }',
    "SELECT * { ?s <http://e.org/Foo_(bar)> ?o }",
    "ASK { FILTER(?load < 1) ?load ?p 'LOAD' }",
]


def refused(query: str) -> str | None:
    try:
        guard.check(query)
    except UsageProblem as problem:
        return str(problem)
    return None


def select(body: str) -> str:
    return f"{PREFIXES} SELECT * {{ {body} }}"


def reaches_out(query: str) -> bool:
    """Ask the engine, over one statement; port 9 is one that its client refuses to call."""
    store, thing = ox.Store(), ox.NamedNode("http://127.0.0.1:9/a")
    store.add(ox.Quad(thing, thing, thing))
    try:
        found = store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        for _ in found:
            pass
    except (OSError, RuntimeError) as error:
        return "port 9" in str(error) or "service" in str(error).lower()
    except SyntaxError:
        return False
    return False


# Reaching outwards


@pytest.mark.parametrize("way", REACHES_OUT)
def test_a_query_that_leaves_the_machine_is_refused(way: str) -> None:
    assert "SERVICE is refused" in (refused(select(REACHES_OUT[way])) or "")


@pytest.mark.parametrize("way", ["plainly", "as what looks like a prefix", "glued to a prefixed name", "by a variable"])
def test_the_engine_would_really_have_gone_out(way: str) -> None:
    assert reaches_out(select(REACHES_OUT[way]))


FRAGMENTS = st.sampled_from(
    ["SERVICE", "service", "SILENT", " ", "\n", "\r", "#", "<http://127.0.0.1:9/>", ":a", "ex:a", "$x", "?x",
     "{?s ?p ?o}", "{", "}", "1", "true", "<", ">", "FILTER(1", ")", ".", ";", "'", '"', "\\'", "\\", "ex:b\\'", "a",
     "VALUES ?x {ex:a}", "?s ?p ", "?s ex:p ", "-", "_:b", "@en", "\\u0053", "OPTIONAL", "\u00b7", "\u1680", "é", "?"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(FRAGMENTS, max_size=14).map("".join))
@example("FILTER(1<2)SERVICE$x#>\n{?s ?p ?o}")
@example("?s ?p 1SERVICE:a{?s ?p ?o}")
@example("?s ex:p?1SERVICE:a{?s ?p ?o}")
def test_no_mixture_that_the_guard_lets_through_goes_out(body: str) -> None:
    query = select(f"VALUES ?x {{ ex:a }} VALUES ?s {{ ex:a }} {body}")
    assert refused(query) or not reaches_out(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_a_harmless_query_is_let_through(query: str) -> None:
    assert refused(query) is None


def test_every_shipped_query_is_let_through() -> None:
    texts = [query.text for query in named_queries().values()]
    texts += [*claim_queries().values(), *check_queries().values()]
    texts += [path.read_text(encoding="utf-8") for path in (REPOSITORY / "kg" / "queries").rglob("*.rq")]
    assert [text for text in texts if refused(text)] == []


def test_of_the_w3c_tests_only_those_of_services_are_refused() -> None:
    folder = SHARED / "data" / "w3c-sparql11"
    if not folder.is_dir():
        pytest.skip(f"the W3C test suites are not in {folder}: they do not ship with the project")
    texts = {path.name: path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*.rq")}
    found = {name for name, text in texts.items() if refused(text)}
    assert found == {name for name in texts if "service" in name and "SERVICE" in texts[name]}
    assert len(found) > 5


def test_an_update_of_the_web_is_refused() -> None:
    assert "LOAD is refused" in (refused("LOAD <http://example.org/>") or "")


# Crashing the engine


CHAINS = {
    "brackets": lambda n: select(f"FILTER({'(' * n}1{')' * n})"),
    "groups": lambda n: select("{" * n + "}" * n),
    "functions": lambda n: select(f"FILTER({'STR(' * n}1{')' * n})"),
    "selects": lambda n: select("{ SELECT * {" * n + "}}" * n),
    "lists": lambda n: select(f"?s ?p {'(' * n}1{')' * n}"),
    "blank nodes": lambda n: select(f"?s ?p {'[ ?p ' * n}1{']' * n}"),
    "quoted triples": lambda n: select("<<" * n + "?s ?p ?o" + ">>" * n + " ?p ?o"),
    "ors": lambda n: select(f"FILTER(1{'||1' * n})"),
    "sums": lambda n: select(f"FILTER(1{'+1' * n})"),
    "differences": lambda n: select(f"FILTER(1{' -1' * n})"),
    "nots": lambda n: select(f"FILTER({'!' * n}1)"),
    "unions": lambda n: select("{}" + "UNION {}" * n),
    "optionals": lambda n: select("OPTIONAL { ?s ?p ?o }" * n),
    "differences of groups": lambda n: select("MINUS { ?s ?p ?o }" * n),
    "bindings": lambda n: select("".join(f"BIND(1 AS ?x{i})" for i in range(n))),
    "filters": lambda n: select("FILTER(1)" * n),
    "values": lambda n: select("VALUES ?x { 1 }" * n),
    "statements": lambda n: select("?s ?p ?o." * n),
    "statements without spaces": lambda n: select("ex:a ex:a ex:a." * n),
    "predicates": lambda n: select("?s ?p ?o" + ";?p ?o" * n),
    "objects": lambda n: select("?s ?p ?o" + ",?o" * n),
    "paths": lambda n: select("?s ex:a" + "/ex:a" * n + " ?o"),
    "columns": lambda n: f"SELECT {''.join(f'(1 AS ?x{i})' for i in range(n))} {{}}",
    "conditions": lambda n: f"SELECT (1 AS ?q) {{}} GROUP BY ?x HAVING {'(1)' * n}",
}
"""Shapes of query that overflow the engine's stack when they are long; most die at 4,000, all at 15,000."""
SLOW = {"lists", "blank nodes", "values", "statements", "statements without spaces", "predicates", "objects", "paths",
        "optionals"}  # fmt: skip
"""Those that the engine takes too long over at the limit, which is for a limit of time to stop."""


def longest(make: object) -> int:
    """Find how long a chain is let through, closely."""
    lengths = (14_000, 7_900, 1_990, 990, 660, 495, 195, 98)
    return next(length for length in lengths if not refused(make(length)))


@pytest.mark.parametrize("shape", CHAINS)
def test_a_chain_that_would_crash_the_engine_is_refused(shape: str) -> None:
    assert refused(CHAINS[shape](15_000))


@pytest.mark.parametrize("shape", CHAINS)
def test_a_chain_of_fifty_is_let_through(shape: str) -> None:
    assert refused(CHAINS[shape](50)) is None


def test_the_longest_chains_that_are_let_through_do_not_kill_the_engine() -> None:
    queries = [CHAINS[shape](longest(CHAINS[shape])) for shape in sorted(CHAINS.keys() - SLOW)]
    script = (
        f"import pyoxigraph as ox\nfor q in {queries!r}:\n try: list(ox.Store().query(q))\n except SyntaxError: pass"
    )
    done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "body",
    [
        "FILTER(1<((((1>0)" + "||1<((((1>0" * 80 + ")" * 400,
        "FILTER(1<" + "(" * 5_000 + "1" + ")" * 5_000 + "&&2>1)",
        "FILTER(1<1" + "-1" * 15_000 + "&&2>1)",
        "#\r FILTER(" + "(" * 5_000 + "1" + ")" * 5_001,
        "?s ex:it\\'s ?o . FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") ?s ex:it\\'s ?o",
        "?s ex:a\\)\\)\\)\\) ?o . " * 100 + "FILTER(" + "(" * 300 + "1" + ")" * 301,
        "FILTER(" + "\\u0028" * 5_000 + "1" + ")" * 5_001,
        ")" * 300 + "(" * 300,
    ],
    ids=["unclosed in IRIs", "in one IRI", "a chain in an IRI", "after a comment", "between quotes",
         "closed by escapes", "escaped", "closed before"],
)  # fmt: skip
def test_brackets_and_chains_cannot_be_hidden_from_the_count(body: str) -> None:
    assert refused(select(body))


def test_ordinary_data_is_no_operator() -> None:
    rows = "\n".join(f'(<http://e.org/a-b/c+d_({i})> ex:a.b-c 1.5 "a-b+c"@en-GB "1"^^ex:t -5)' for i in range(1_900))
    assert refused(f"{PREFIXES} SELECT * {{ VALUES (?a ?b ?c ?d ?e ?f) {{ {rows} }} }}") is None


def test_a_query_of_too_many_characters_is_refused() -> None:
    query = "ASK {} #"
    assert refused(query.ljust(guard.LONGEST, "#")) is None
    assert refused(query.ljust(guard.LONGEST + 1, "#")) == "a query of 200,001 characters; the most is 200,000"


# What it says, and how fast


def test_the_line_is_named() -> None:
    assert (refused(f"SELECT *\n{{\n SERVICE <http://e.org/> {GROUP} }}") or "").startswith("line 3: SERVICE")
    assert (refused("SELECT * {\n" + "{" * 300) or "").startswith("line 2: more than 200 brackets")


@given(st.text())
def test_no_text_makes_the_guard_itself_fail(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    "part",
    [".", "1", "-", "a.", "a-", "SERVICE", "SERVICE#", "SERVICE ", "SERVICE:", "SERVICE?", "'", "'''", '"""a"', "<a",
     ":", "\\", "a:\\", "(", "?a ", "#", "1a", "é",
     "@a-", "\\u0041", "<", "<<", "#\n"],
)  # fmt: skip
def test_a_text_made_to_waste_time_wastes_little(part: str) -> None:
    begun = time.monotonic()
    refused((part * guard.LONGEST)[: guard.LONGEST])
    assert time.monotonic() - begun < 5
