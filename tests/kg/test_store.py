"""The store answers over the union of its graphs, never writes for a reader, and never reaches outwards."""

import io
import shutil
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Dataset, Graph, URIRef

from kg.errors import EngineFailure, UsageProblem
from kg.store import RDF_FORMATS, GraphStore
from kg.values import Iri
from kg.workspace import Workspace

SMALL = b"""\
<http://e/a> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g> .
<http://e/a> <http://e/p> "93.10"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://e/g> .
<http://e/a> <http://e/q> "text" <http://e/h> .
<http://e/a> <http://e/q> "text" <http://e/g> .
<http://e/a> <http://e/r> <http://e/b> <http://e/h> .
<http://e/a> <http://e/s> "2021-06"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> <http://e/h> .
<http://e/a> <http://e/t> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> <http://e/h> .
"""


@pytest.fixture
def small() -> GraphStore:
    return GraphStore.of_quads(SMALL)


def test_values_come_as_python_values(small: GraphStore) -> None:
    rows = small.query("SELECT DISTINCT ?o WHERE { ?s ?p ?o } ORDER BY STR(?o)").table().rows
    assert [row[0] for row in rows] == [1, "2021-06", Decimal("93.1"), Iri("http://e/b"), "text", True]
    assert isinstance(rows[3][0], Iri)


@pytest.mark.parametrize(
    ("value", "count"),
    [(1, 1), (Decimal("93.1"), 1), ("text", 1), (Iri("http://e/b"), 1), (True, 1), ("1", 0)],
)
def test_bindings_keep_their_type(small: GraphStore, value: object, count: int) -> None:
    rows = small.select("SELECT DISTINCT ?s ?o WHERE { ?s ?p ?o }", {"o": value})  # type: ignore[dict-item]
    assert len(rows) == count


def test_the_union_shows_a_statement_once_for_each_graph_so_queries_say_distinct(small: GraphStore) -> None:
    """What the engine does, which the shipped queries are written for (see docs/decisions.md)."""
    assert len(small.select("SELECT ?s WHERE { ?s <http://e/q> 'text' }")) == 2
    assert len(small.select("SELECT DISTINCT ?s WHERE { ?s <http://e/q> 'text' }")) == 1


def test_a_binding_cannot_be_read_as_query_text(small: GraphStore) -> None:
    hostile = 'text" } UNION { ?s ?p ?o } #'
    assert small.select("SELECT ?s ?o WHERE { ?s <http://e/q> ?o }", {"o": hostile}) == []


def test_a_binding_of_a_variable_that_is_not_projected_is_an_error(small: GraphStore) -> None:
    with pytest.raises(UsageProblem, match="nothere"):
        small.query("SELECT ?s WHERE { ?s ?p ?o }", {"nothere": 1})


@pytest.mark.parametrize("query", ["SELECT", "SELECT * WHERE { ?s ?p }", "SELECT ?x WHERE { ?x foo:bar 1 }"])
def test_malformed_sparql_is_one_line(small: GraphStore, query: str) -> None:
    with pytest.raises(UsageProblem, match="malformed SPARQL") as caught:
        small.query(query)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("query", ["DROP ALL", "INSERT DATA { <http://e/a> <http://e/p> 1 }", "CLEAR DEFAULT"])
def test_updates_are_refused(small: GraphStore, query: str) -> None:
    with pytest.raises(UsageProblem, match="a query only reads"):
        small.query(query)


@pytest.mark.parametrize("query", ["", "  \n", "# only a comment"])
def test_a_query_without_words_is_empty(small: GraphStore, query: str) -> None:
    with pytest.raises(UsageProblem, match="the query is empty"):
        small.query(query)


def test_a_query_that_names_its_graphs_sees_only_those(small: GraphStore) -> None:
    (graph,) = {str(row["g"]) for row in small.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 1")}
    count = "SELECT (COUNT(*) AS ?n) "
    (here,) = small.select(f"{count} {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    (everywhere,) = small.select(f"{count} {{ ?s ?p ?o }}")
    assert here != everywhere
    assert small.select(f"{count} FROM <{graph}> {{ ?s ?p ?o }}") == [here]
    assert small.select(f"{count} FROM NAMED <{graph}> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == [here]
    assert small.select(f"{count} FROM <http://e/no-such-graph> {{ ?s ?p ?o }}") == [{"n": 0}]


def test_the_prefixes_of_the_ontology_need_no_declaration(small: GraphStore) -> None:
    assert small.select("SELECT ?s { ?s pk:nothing ?o }") == []
    assert len(small.select("PREFIX pk: <http://e/> SELECT DISTINCT ?s { ?s pk:p ?o }")) > 0


@pytest.mark.parametrize("pattern", ["*.sst", "MANIFEST-*", "CURRENT"])
def test_a_damaged_store_says_what_to_type(home: Path, tmp_path: Path, pattern: str) -> None:
    shutil.copytree(Workspace(home).current().store, tmp_path / "store")
    for path in (tmp_path / "store").glob(pattern):
        data = bytearray(path.read_bytes())
        data[::7] = bytes(len(data[::7]))
        path.write_bytes(data)
    with pytest.raises(EngineFailure, match="run: kg load"):
        GraphStore.open_at(tmp_path / "store").select("SELECT * { ?s ?p ?o }")


def test_a_reader_of_files_cannot_write(home: Path) -> None:
    with pytest.raises((OSError, RuntimeError, NotImplementedError)):
        GraphStore.open(home).dataset().add(
            (URIRef("http://e/a"), URIRef("http://e/b"), URIRef("http://e/c"), URIRef("http://e/g"))
        )


def test_the_same_store_is_an_rdflib_dataset_over_the_union(store: GraphStore) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    dataset = store.dataset()
    assert isinstance(dataset, Dataset)
    (row,) = dataset.query(query)
    assert int(row[0]) == store.select(query)[0]["n"]


def test_answers_come_in_the_standard_formats(small: GraphStore) -> None:
    answer = small.query("SELECT ?p ?o WHERE { ?s ?p ?o FILTER(isNumeric(?o)) } ORDER BY ?o")
    assert answer.text("csv") == "p,o\r\nhttp://e/p,1\r\nhttp://e/p,93.1\r\n"
    assert answer.text("tsv").splitlines()[0] == "?p\t?o"
    for form in ("json", "xml"):
        parsed = pyoxigraph.parse_query_results(
            answer.text(form),
            pyoxigraph.QueryResultsFormat.JSON if form == "json" else pyoxigraph.QueryResultsFormat.XML,
        )
        assert len(list(parsed)) == 2
    assert '"boolean":true' in small.query("ASK { ?s ?p ?o }").text("json")


def test_a_construct_comes_as_rdf_and_refuses_table_formats(small: GraphStore) -> None:
    answer = small.query("CONSTRUCT { ?s <http://e/x> ?o } WHERE { ?s <http://e/r> ?o }")
    assert len(Graph().parse(data=answer.text("turtle"), format="turtle")) == 1
    with pytest.raises(UsageProblem, match="turtle"):
        answer.text("csv")


@pytest.mark.parametrize("form", sorted(RDF_FORMATS))
def test_a_dump_is_read_back_whole_by_rdflib(small: GraphStore, form: str) -> None:
    out = io.BytesIO()
    small.dump(out, form, {"e": "http://e/"})
    reader = {"nt": "nt", "turtle": "turtle", "nquads": "nquads", "trig": "trig", "jsonld": "json-ld"}[form]
    dataset = Dataset(default_union=True)
    dataset.parse(data=out.getvalue(), format=reader)
    assert len(set(dataset.triples((None, None, None)))) == 6


def test_only_the_columns_asked_for_are_kept(small: GraphStore) -> None:
    answer = small.query("SELECT ?s ?p ?o WHERE { ?s ?p ?o }").only(["o"])
    assert answer.table().columns == ("o",)
    assert all(len(row) == 1 for row in answer.table().rows)


def test_a_missing_store_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="kg build"):
        GraphStore.open(tmp_path)
    with pytest.raises(EngineFailure, match="kg load"):
        GraphStore.open_at(tmp_path / "nothing")
