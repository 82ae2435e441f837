"""The named queries: each says what it asks, takes what it declares, and gives the same on two engines."""

import io
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery

from kg import catalogue, header
from kg.catalogue import NamedQuery, UnknownParameter, find, named_queries, read_query
from kg.errors import UsageProblem
from kg.store import Answer, GraphStore
from kg.values import Binding, Iri
from tests.conftest import REPOSITORY
from tests.kg.examples import PARAMETERS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

NAMES = sorted(named_queries())
SMALL = """# title: A title
# question: What is it?
# parameter: thing (iri) A thing
# parameter: least (integer, default 1) The least
# parameter: word (string, default ) A word
# parameter: share (decimal, default 0.5) A share
# columns: a, b
SELECT ?a ?b ?thing ?least ?word ?share WHERE { VALUES (?a ?b) { (1 2) } }"""
THING = {"thing": "https://example.org/x"}


@pytest.fixture(scope="module")
def plain_rdflib(store: GraphStore) -> Dataset:
    """The same statements in rdflib's own store, by way of a dump."""
    dump = io.BytesIO()
    store.dump(dump, "nquads", {})
    dataset = Dataset(default_union=True)
    dataset.parse(data=dump.getvalue().decode(), format="nquads")
    return dataset


def by_rdflib(dataset: Dataset, query: NamedQuery, given_: dict[str, str]) -> list[tuple]:
    bound = {name: _term(value) for name, value in query.bindings(given_).items()}
    found = dataset.query(query.text, initBindings=bound).serialize(format="json")
    return Answer("table", found).only(query.columns).table().rows


def _term(value: Binding) -> URIRef | Literal:
    return URIRef(value) if isinstance(value, Iri) else Literal(value)


def projected(query: NamedQuery) -> set[str]:
    return {str(variable) for variable in prepareQuery(query.text).algebra["PV"]}


# Every shipped query


def test_every_query_file_is_a_named_query_and_none_is_lost() -> None:
    files = sorted(path.stem for path in (REPOSITORY / "kg" / "queries").glob("*.rq"))
    assert files == NAMES
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_what_it_asks(name: str) -> None:
    query = find(name)
    assert query.name == name
    assert query.question.endswith("?")
    assert query.title
    assert not query.title.endswith(".")
    assert len(set(query.columns)) == len(query.columns) > 0
    assert all(parameter.help for parameter in query.parameters)


def test_no_two_queries_share_a_title_or_a_question() -> None:
    queries = named_queries().values()
    assert len({query.title for query in queries}) == len({query.question for query in queries}) == len(queries)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_and_parameter_is_projected_and_no_name_is_both(name: str) -> None:
    query = find(name)
    parameters = {parameter.name for parameter in query.parameters}
    assert {*query.columns, *parameters} <= projected(query)
    assert not parameters & set(query.columns)


@pytest.mark.parametrize("name", NAMES)
def test_prefixes_are_written_out_in_the_file(name: str) -> None:
    prepareQuery(find(name).text, initNs={})


def test_there_are_example_parameters_for_the_queries_that_take_some() -> None:
    taking = [name for name in NAMES if find(name).parameters]
    assert taking == sorted(PARAMETERS)
    for name, values in PARAMETERS.items():
        assert values.keys() == {parameter.name for parameter in find(name).parameters}


@pytest.mark.parametrize("name", NAMES)
def test_oxigraph_and_rdflib_give_the_same_rows(name: str, store: GraphStore, plain_rdflib: Dataset) -> None:
    query, values = find(name), PARAMETERS.get(name, {})
    rows = query.run(store, values).table().rows
    assert Counter(by_rdflib(plain_rdflib, query, values)) == Counter(rows)


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_the_example_parameters_find_something_and_others_find_less(name: str, store: GraphStore) -> None:
    query = find(name)
    rows = query.run(store, PARAMETERS[name]).table().rows
    nothing = {"iri": "https://example.org/nothing", "integer": "-1", "string": "nothing", "decimal": "-1"}
    other = {parameter.name: nothing[parameter.kind] for parameter in query.parameters}
    assert rows
    assert query.run(store, other).table().rows == []


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_has_the_declared_columns_in_their_order(name: str, store: GraphStore) -> None:
    assert find(name).run(store, PARAMETERS.get(name, {})).table().columns == find(name).columns


@pytest.mark.parametrize("name", NAMES)
def test_the_same_store_answers_in_the_same_order(name: str, store: GraphStore) -> None:
    values = PARAMETERS.get(name, {})
    assert find(name).run(store, values).data == find(name).run(store, values).data


@pytest.mark.parametrize("name", NAMES)
def test_a_misspelt_parameter_is_a_type_error_and_wrong_usage(name: str, store: GraphStore) -> None:
    for kind in (TypeError, UsageProblem):
        with pytest.raises(kind, match="has no parameter 'no-such'"):
            find(name).run(store, {"no-such": "x"})


# Parameters


def small(text: str = SMALL) -> NamedQuery:
    return read_query("small", text)


def test_defaults_fill_what_is_not_given() -> None:
    bound = small().bindings(THING)
    assert bound == {"thing": Iri(THING["thing"]), "least": 1, "word": "", "share": Decimal("0.5")}
    assert [type(value) for value in bound.values()] == [Iri, int, str, Decimal]


def test_a_missing_parameter_says_what_to_type() -> None:
    with pytest.raises(UsageProblem, match=r"needs --param thing=\.\.\. \(A thing\)"):
        small().bindings({})


def test_an_unknown_parameter_says_which_there_are() -> None:
    with pytest.raises(UnknownParameter, match="it takes: thing, least, word, share"):
        small().bindings({"Thing": "x"})


@pytest.mark.parametrize(
    ("name", "text"),
    [("least", "one"), ("least", "1.5"), ("least", ""), ("share", "half"), ("share", "NaN"), ("share", "-Infinity"),
     ("thing", "no iri"), ("thing", "vit"), ("thing", "x:{y}"), ("thing", "x:<y>"), ("thing", "https://e.org/%zz"),
     ("thing", "https://e.org/\n"), ("word", "\udcff")],
)  # fmt: skip
def test_a_value_of_another_kind_is_wrong_usage(name: str, text: str) -> None:
    with pytest.raises(UsageProblem, match=f"parameter {name} takes a value of kind"):
        small().bindings(THING | {name: text})


def test_an_iri_may_stand_in_angle_brackets() -> None:
    assert small().bindings({"thing": "<https://example.org/x>"})["thing"] == THING["thing"]


@given(st.text())
def test_no_text_given_as_an_iri_reaches_the_engine_unless_it_takes_it(text: str) -> None:
    query = read_query("q", "# title: t\n# question: q?\n# parameter: x (iri) A thing\n# columns: x\nSELECT ?x {}")
    try:
        bound = query.bindings({"x": f"x:{text}"})
    except UsageProblem:
        return
    (row,) = GraphStore.of_quads(b"").select("SELECT ?x WHERE { VALUES ?y { 1 } }", bound)
    assert row["x"] == bound["x"]


@pytest.mark.parametrize("value", ['" } UNION { ?s ?p ?o }', "\\", "?word", "<x:y>", "'''", "\n", "é"])
def test_a_string_is_bound_and_never_read_as_query_text(value: str, store: GraphStore) -> None:
    query = read_query("q", "# title: t\n# question: q?\n# parameter: word (string) W\n# columns: n,word\n"
                            "SELECT ?n ?word WHERE { VALUES ?n { 1 } }")  # fmt: skip
    assert query.run(store, {"word": value}).table().rows == [(1, value)]


def test_a_query_of_no_name_says_how_to_list_them() -> None:
    with pytest.raises(UsageProblem, match=rf"no query named 'ranks'; kg query --list shows the {len(NAMES)}"):
        find("ranks")


# Headers


def test_columns_may_be_written_with_spaces() -> None:
    assert small().columns == ("a", "b")


@pytest.mark.parametrize("heading", ["title", "question", "columns"])
def test_a_header_that_lacks_a_line_is_an_error_that_names_it(heading: str) -> None:
    lines = [line for line in SMALL.splitlines() if not line.startswith(f"# {heading}")]
    with pytest.raises(ValueError, match=f"query small: its header lacks {heading}"):
        small("\n".join(lines))


@pytest.mark.parametrize("line", ["thing", "thing (colour) A", "thing (iri)", "two words (iri) A", "(iri) A"])
def test_a_malformed_parameter_line_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match="malformed parameter line"):
        small(SMALL.replace("thing (iri) A thing", line))


HEADINGS = st.from_regex(r"[a-z]+", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=["Cc", "Zl", "Zp", "Cs"])).map(str.strip)


ENDS = st.sampled_from(["", "SELECT * {}", "#no heading", "\n# late: x", "# a b: c"])


@given(st.lists(st.tuples(HEADINGS, WORDS)), ENDS)
def test_a_header_that_is_written_is_read_back(lines: list[tuple[str, str]], rest: str) -> None:
    text = "".join(f"# {heading}: {words}\n" for heading, words in lines) + rest
    assert header.read(text) == lines


def test_the_catalogue_is_read_once() -> None:
    assert named_queries() is named_queries()
    assert catalogue.claim_queries() is catalogue.claim_queries()
