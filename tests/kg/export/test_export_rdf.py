"""RDF that rdflib and pyoxigraph read back as the statements of the store."""

import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

import ontology
from kg.errors import UsageProblem
from kg.export import rdf
from kg.export.rdf import VIEWS
from kg.store import RDF_FORMATS, GraphStore
from ontology.terms import CITO, PK, PREFIXES, RDF, XSD
from tests.kg.export.tiny import names, tiny_store

WITH_GRAPHS = ("nquads", "trig", "jsonld")
RDFLIB = {"turtle": "turtle", "nt": "nt", "nquads": "nquads", "trig": "trig", "jsonld": "json-ld"}
PARTS = tuple(name for name in VIEWS if name != "full")
TOY = "https://w3id.org/paperkin/benchmark/tiny/toy"


def canonical(quads) -> set[str]:
    """Give the statements as text, blank nodes named by what is said about them."""
    held = ox.Dataset(quads)
    held.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in held}


def of_store(store: GraphStore, form: str) -> set[str]:
    quads = list(store._inner)
    if form not in WITH_GRAPHS:
        quads = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    return canonical(quads)


def by_oxigraph(path: Path, form: str) -> set[str]:
    return canonical(ox.parse(path.read_bytes(), RDF_FORMATS[form]))


def by_rdflib(path: Path, form: str) -> set[str]:
    held = rdflib.Dataset()
    held.parse(path, format=RDFLIB[form])
    written = held.serialize(format="nquads", encoding="utf-8")
    quads = ox.parse(written.replace(b"<urn:x-rdflib:default>", b""), ox.RdfFormat.N_QUADS)
    return canonical(quads)


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@pytest.fixture
def _lexical(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers stay as they are written."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.mark.usefixtures("_lexical")
@pytest.mark.parametrize("form", RDF_FORMATS)
def test_everything_is_read_back_as_it_is_in_the_store(form: str, store: GraphStore, tmp_path: Path) -> None:
    report = rdf.write(store, tmp_path / "full", form)
    expected = of_store(store, form)
    assert report.statements == len(expected) > 10_000
    assert by_oxigraph(tmp_path / "full", form) == expected
    if form in (
        "turtle",
        "jsonld",
    ):  # rdflib takes its time; it reads the other formats of the tiny graph below
        assert by_rdflib(tmp_path / "full", form) == expected


@pytest.mark.usefixtures("_lexical")
@pytest.mark.parametrize("form", RDF_FORMATS)
def test_blank_nodes_languages_and_repeated_statements_are_read_back(
    form: str, tiny: GraphStore, tmp_path: Path
) -> None:
    report = rdf.write(tiny, tmp_path / "tiny", form)
    expected = of_store(tiny, form)
    assert report.statements == len(expected)
    assert by_oxigraph(tmp_path / "tiny", form) == by_rdflib(tmp_path / "tiny", form) == expected


def test_the_statements_of_a_view_are_statements_of_the_store(store: GraphStore, tmp_path: Path) -> None:
    whole = of_store(store, "nt")
    for view in PARTS:
        report = rdf.write(store, tmp_path / view, "nt", view)
        part = by_oxigraph(tmp_path / view, "nt")
        assert report.statements == len(part) > 1_000
        assert part < whole


@pytest.mark.parametrize("view", PARTS)
def test_every_format_of_a_view_has_the_same_statements(view: str, tiny: GraphStore, tmp_path: Path) -> None:
    read = []
    for form in RDF_FORMATS:
        rdf.write(tiny, tmp_path / form, form, view)
        read.append(by_oxigraph(tmp_path / form, form))
    assert all(statements == read[0] for statements in read)


def test_a_view_constructs_what_rdflib_constructs(tiny: GraphStore, tmp_path: Path) -> None:
    for view in PARTS:
        rdf.write(tiny, tmp_path / "part", "nt", view)
        query = (Path(rdf.__file__).parents[1] / "queries" / "views" / f"{view}.rq").read_text(encoding="utf-8")
        union = rdflib.Graph().parse(data=_all_triples(tiny), format="nt")
        constructed = union.query(query).serialize(format="nt")
        assert canonical(ox.parse(constructed, ox.RdfFormat.N_TRIPLES)) == by_oxigraph(tmp_path / "part", "nt")


def _all_triples(store: GraphStore) -> bytes:
    out = io.BytesIO()
    store.dump(out, "nt", {})
    return out.getvalue()


def test_the_leaderboard_of_an_unknown_benchmark_has_no_statements(tiny: GraphStore, tmp_path: Path) -> None:
    whole = rdf.write(tiny, tmp_path / "a", "nt", "leaderboard")
    assert rdf.write(tiny, tmp_path / "b", "nt", "leaderboard", benchmark=TOY) == whole
    assert rdf.write(tiny, tmp_path / "c", "nt", "leaderboard", benchmark=f"{TOY}-not").statements == 0


@pytest.mark.parametrize("form", WITH_GRAPHS)
def test_chosen_graphs_are_all_that_is_written(form: str, tiny: GraphStore, tmp_path: Path) -> None:
    graph = "https://w3id.org/paperkin/derived/ranks"
    report = rdf.write(tiny, tmp_path / "part", form, graphs=[graph, graph])
    quads = list(ox.parse((tmp_path / "part").read_bytes(), RDF_FORMATS[form]))
    assert {quad.graph_name.value for quad in quads} == {graph}
    assert report.statements == len(quads)


def test_a_graph_that_is_not_there_is_named(tiny: GraphStore, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"there is no graph <x:nowhere>; there are: .*derived/ranks"):
        rdf.write(tiny, tmp_path / "part", "trig", graphs=["x:nowhere"])
    assert names(tmp_path) == []


def test_prefixes_shorten_what_people_read(tiny: GraphStore, tmp_path: Path) -> None:
    for form in ("turtle", "trig"):
        rdf.write(tiny, tmp_path / form, form)
        text = (tmp_path / form).read_text(encoding="utf-8")
        assert all(f"@prefix {prefix}: <{namespace}> ." in text for prefix, namespace in PREFIXES.items())
        assert "a pk:Paper" in text
        assert PREFIXES["pk"] + "Paper" not in text


def test_trig_and_jsonld_open_each_graph_once(tiny: GraphStore, tmp_path: Path) -> None:
    rdf.write(tiny, tmp_path / "a.trig", "trig")
    assert (tmp_path / "a.trig").read_text(encoding="utf-8").count("> {\n") == 3
    rdf.write(tiny, tmp_path / "a.jsonld", "jsonld")
    graphs = json.loads((tmp_path / "a.jsonld").read_bytes())["@graph"]
    assert len(graphs) == 3
    for graph in graphs:
        ids = [node["id"] for node in graph["@graph"]]
        assert len(ids) == len(set(ids))


def test_jsonld_carries_its_context_and_reads_like_json(tiny: GraphStore, tmp_path: Path) -> None:
    rdf.write(tiny, tmp_path / "a.jsonld", "jsonld", "leaderboard")
    document = json.loads((tmp_path / "a.jsonld").read_bytes())
    assert document["@context"] == json.loads(ontology.text(ontology.CONTEXT))["@context"]
    nodes = {node["id"].removeprefix("https://w3id.org/paperkin/"): node for node in document["@graph"]}
    assert nodes["rank/1"]["position"] == 1
    assert nodes["rank/1"]["basis"] == "Derived"
    assert nodes["result/1"]["usesExtraData"] is True
    assert nodes["result/1"]["type"] == "Result"
    assert nodes["measurement/1"]["value"] == "88.55"
    assert nodes["result/1"]["resultDate"] == {"@value": "2020-10-22", "type": "xsd:date"}
    assert nodes["benchmark/tiny/toy"]["reportsMetric"] == [
        f"https://w3id.org/paperkin/metric/tiny/{name}" for name in ("accuracy", "cost")
    ]


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_the_same_statements_loaded_again_give_the_same_bytes(form: str, tmp_path: Path) -> None:
    one, other = tiny_store(), tiny_store()
    assert {str(quad) for quad in one._inner} != {str(quad) for quad in other._inner}, "blank nodes get new names"
    rdf.write(one, tmp_path / "one", form)
    rdf.write(other, tmp_path / "other", form)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


LEXICAL = ("1", "-7", "01", "true", "1.50", "2020", "2020-10-22", "9007199254740993", "", 'é\n"')
DATATYPES = (XSD.integer, XSD.boolean, XSD.decimal, XSD.date, XSD.gYear, XSD.anyURI, XSD.string, "x:own")
RELATIONS = (
    RDF.type, PK.position, PK.value, PK.title, PK.basis, PK.buildsOn, PK.usesExtraData, PK.url, PK.asOf,
    CITO.cites, "https://schema.org/position", "http://purl.org/spar/cito/", "x:p",
)  # fmt: skip
IRIS = ("x:a", PK.Stated, PK.Paper, PK.title, PREFIXES["cito"], PREFIXES["cito"] + "//x", "urn:x:y")


def _survives(statements: list[ox.Quad], out: Path) -> None:
    store = GraphStore.of_quads(ox.serialize(statements, format=ox.RdfFormat.N_QUADS))
    report = rdf.write(store, out, "jsonld")
    expected = of_store(store, "jsonld")
    assert report.statements == len(expected)
    assert by_oxigraph(out, "jsonld") == expected


def test_any_value_of_any_property_survives_jsonld(tmp_path: Path) -> None:
    values = [ox.NamedNode(iri) for iri in IRIS] + [ox.Literal("text", language="de-ch"), ox.BlankNode("b")]
    values += [ox.Literal(text, datatype=ox.NamedNode(kind)) for text in LEXICAL for kind in DATATYPES]
    subjects = (ox.NamedNode(f"x:{number}") for number in range(len(values)))
    for subject, value in zip(subjects, values, strict=True):
        statements = [ox.Quad(subject, ox.NamedNode(relation), value) for relation in RELATIONS]
        _survives(statements, tmp_path / "one.jsonld")


iris = st.sampled_from(IRIS).map(ox.NamedNode)
nodes = iris | st.sampled_from(["b0", "b1"]).map(ox.BlankNode)
literals = st.builds(ox.Literal, st.text(st.characters(codec="utf-8"), max_size=8))
quads = st.builds(
    ox.Quad, nodes, st.sampled_from(RELATIONS).map(ox.NamedNode), nodes | literals, st.just(ox.DefaultGraph()) | iris
)


@settings(max_examples=80, deadline=None)
@given(statements=st.lists(quads, max_size=12))
def test_any_shape_of_graphs_survives_jsonld(
    statements: list[ox.Quad], tmp_path_factory: pytest.TempPathFactory
) -> None:
    _survives(statements, tmp_path_factory.getbasetemp() / "any.jsonld")
