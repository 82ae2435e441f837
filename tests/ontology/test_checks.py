"""The integrity rules: each finds what was planted for it, and none finds anything in a sound graph."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Dataset

from ontology import check_queries
from ontology.terms import NAMESPACE, RDF, SUPER_CLASSES, SUPER_PROPERTIES

pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")

HERE = Path(__file__).parent
SOUND = (HERE / "sound.trig").read_text(encoding="utf-8")
PLANTED = {file.stem: file.read_text(encoding="utf-8") for file in sorted((HERE / "violations").glob("*.trig"))}
RULES = check_queries()
BASE = "https://w3id.org/paperkin/"
DERIVING = ["derivesFrom", "buildsOn", "variantOf", "hasComponent"]
CLAIMED = [*DERIVING, "replaces", "removes", "comparedWith"]

Rows = list[tuple[str, ...]]
Engine = Callable[[str, str], tuple[list[str], Rows]]


@cache
def with_wider_terms(*trig: str) -> str:
    """Give TriG as N-Quads, with what follows from our terms being kinds of others."""
    narrow = "".join(map(as_quads, trig))
    wider = {line for quad in narrow.splitlines() for line in _wider(*quad.split(" ", 2))}
    return narrow + "".join(sorted(wider))


def as_quads(trig: str) -> str:
    quads = pyoxigraph.parse(trig, format=pyoxigraph.RdfFormat.TRIG)
    return pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS).decode()


def _wider(subject: str, predicate: str, rest: str) -> Iterator[str]:
    value = rest.rsplit(" ", 2)[0]
    for property in SUPER_PROPERTIES.get(predicate[1:-1], ()):
        yield f"{subject} <{property}> {value} <{BASE}derived> .\n"
    if predicate[1:-1] == RDF.type:
        yield from (
            f"{subject} {predicate} <{kind}> <{BASE}derived> .\n" for kind in SUPER_CLASSES.get(value[1:-1], ())
        )


@cache
def oxigraph_store(quads: str) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(quads.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


@cache
def rdflib_dataset(quads: str) -> Dataset:
    dataset = Dataset(default_union=True)
    dataset.parse(data=quads, format="nquads")
    return dataset


@cache
def oxigraph(query: str, quads: str) -> tuple[list[str], Rows]:
    found = oxigraph_store(quads).query(query, use_default_graph_as_union=True)
    rows = [tuple("" if term is None else term.value for term in row) for row in found]
    return [variable.value for variable in found.variables], rows


@cache
def rdflib(query: str, quads: str) -> tuple[list[str], Rows]:
    found = rdflib_dataset(quads).query(query)
    return [str(name) for name in found.vars], [
        tuple("" if term is None else str(term) for term in row) for row in found
    ]


@pytest.fixture(params=[oxigraph, rdflib])
def engine(request: pytest.FixtureRequest) -> Engine:
    return request.param


@pytest.fixture(scope="module")
def sound() -> str:
    return with_wider_terms(SOUND)


def breakers(trig: str) -> list[str]:
    """Read which things a planted file says to break its rule."""
    named = trig.splitlines()[0].removeprefix("# breaks: ").split()
    return [BASE + name[1:] if name.startswith(":") else name for name in named]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_finds_nothing_in_a_sound_graph(name: str, engine: Engine, sound: str) -> None:
    assert engine(RULES[name], sound)[1] == []


@pytest.mark.parametrize("name", RULES)
def test_a_rule_finds_what_was_planted_for_it_and_nothing_else(name: str, engine: Engine) -> None:
    rows = engine(RULES[name], with_wider_terms(SOUND, PLANTED[name]))[1]
    assert sorted({row[0] for row in rows}) == breakers(PLANTED[name])


@pytest.mark.parametrize("name", RULES)
def test_a_rule_needs_no_wider_terms(name: str) -> None:
    narrow = as_quads(SOUND) + as_quads(PLANTED[name])
    assert sorted({row[0] for row in oxigraph(RULES[name], narrow)[1]}) == breakers(PLANTED[name])


@pytest.mark.parametrize("name", RULES)
def test_two_engines_give_the_same_rows(name: str) -> None:
    quads = with_wider_terms(SOUND, PLANTED[name])
    assert sorted(oxigraph(RULES[name], quads)[1]) == sorted(rdflib(RULES[name], quads)[1])


@pytest.mark.parametrize("name", RULES)
def test_the_header_of_a_rule_says_all_that_a_reader_needs(name: str, engine: Engine) -> None:
    header = dict(re.findall(r"^# (\w+): (.+)$", RULES[name], re.MULTILINE))
    assert list(header) == ["title", "problem", "remedy", "severity", "columns"]
    assert header["severity"] in {"error", "warning"}
    assert engine(RULES[name], "")[0] == header["columns"].split(", ")


@pytest.mark.parametrize("name", RULES)
def test_a_rule_uses_nothing_that_an_engine_evaluates_row_by_row(name: str) -> None:
    assert not re.search(r"\b(NOT\s+EXISTS|MINUS)\b", RULES[name], re.IGNORECASE)


@pytest.mark.parametrize("name", RULES)
def test_what_two_snapshots_both_say_is_reported_as_if_one_said_it(name: str) -> None:
    """Only Oxigraph is asked: its union of the named graphs holds a statement of two graphs twice."""
    once = with_wider_terms(SOUND, PLANTED[name])
    twice = once + once.replace(f" <{BASE}snapshot-a> .\n", f" <{BASE}copy> .\n")
    header, expected = oxigraph(RULES[name], once)
    rows = oxigraph(RULES[name], twice)[1]
    unmarked = [row for row in rows if BASE + "copy" not in row]
    assert unmarked == expected
    assert len(rows) == len(set(rows))
    assert len(rows) == len(unmarked) or "graph" in header


@pytest.mark.parametrize("relation", CLAIMED)
def test_an_edge_of_lineage_and_its_claim_need_each_other(relation: str, engine: Engine) -> None:
    edge = f"<{BASE}a> pk:{relation} <{BASE}b> ."
    claim = f"<{BASE}c> a pk:LineageClaim ; pk:claimSubject <{BASE}a> ; pk:claimObject <{BASE}b> ."
    claim += f"<{BASE}c> pk:claimRelation pk:{relation} ."
    for trig, without_claim, without_edge in ((edge, 1, 0), (claim, 0, 1), (edge + claim, 0, 0)):
        quads = as_quads(f"PREFIX pk: <{NAMESPACE}> GRAPH <{BASE}snapshot-a> {{ {trig} }}")
        assert len(engine(RULES["lineage-edge-without-claim"], quads)[1]) == without_claim
        assert len(engine(RULES["lineage-claim-without-edge"], quads)[1]) == without_edge


@pytest.mark.parametrize("relation", [*CLAIMED, "mentions"])
def test_a_thing_is_not_related_to_itself(relation: str, engine: Engine) -> None:
    quads = as_quads(f"PREFIX pk: <{NAMESPACE}> GRAPH <{BASE}g> {{ <{BASE}a> pk:{relation} <{BASE}a> , <{BASE}b> }}")
    assert engine(RULES["lineage-self-loop"], quads)[1] == [(BASE + "a",)]


@pytest.mark.parametrize("back", DERIVING)
@pytest.mark.parametrize("there", DERIVING)
def test_two_things_do_not_derive_from_each_other(there: str, back: str) -> None:
    edges = f"<{BASE}a> pk:{there} <{BASE}b> . <{BASE}b> pk:{back} <{BASE}a> . <{BASE}b> pk:{back} <{BASE}c> ."
    quads = as_quads(f"PREFIX pk: <{NAMESPACE}> GRAPH <{BASE}g> {{ {edges} }}")
    assert oxigraph(RULES["lineage-cycle-of-two"], quads)[1] == [(BASE + "a", BASE + "b")]


def test_every_rule_has_a_planted_violation() -> None:
    assert PLANTED.keys() == RULES.keys()


def test_the_dates_of_a_reign_are_compared_as_far_as_both_are_known(engine: Engine) -> None:
    rows = engine(RULES["reign-ends-before-start"], with_wider_terms(PLANTED["reign-ends-before-start"]))[1]
    assert (BASE + "bad-by-year", "2021-05-01", "2020") in rows


def test_a_paper_with_two_titles_is_reported_with_its_source_and_both_titles(engine: Engine) -> None:
    rows = engine(RULES["paper-with-two-titles"], with_wider_terms(PLANTED["paper-with-two-titles"]))[1]
    assert [row[1:] for row in rows] == [(BASE + "snapshot-a", "2", "Another work", "One work")]


def test_derived_ranks_are_judged_for_each_metric_and_day(engine: Engine) -> None:
    quads = with_wider_terms(SOUND, PLANTED["derived-rank-without-first"])
    rows = engine(RULES["derived-rank-without-first"], quads)[1]
    assert sorted(row[2:] for row in rows) == [("", "2"), ("2021-01-01", "3")]
