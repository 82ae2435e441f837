"""The ontology file: every term is described, and every term of another vocabulary is one that it has."""

import doctest
import re

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib import namespace as known
from rdflib.collection import Collection
from rdflib.term import Node

import ontology
from ontology import CHECKS, CONTEXT, ONTOLOGY, SHAPES, check_queries, generate, path, text
from ontology.terms import (
    CLASSES,
    EXTERNAL_PROPERTIES,
    INDIVIDUALS,
    NAMESPACE,
    PREDICATES,
    PREFIXES,
    PROPERTIES,
    SUPER_CLASSES,
    SUPER_PROPERTIES,
)

CLOSED = (
    "CSVW", "DCAT", "DCTERMS", "FOAF", "OWL", "PROV", "QB", "RDF", "RDFS", "SDO", "SKOS", "VOID",
)  # fmt: skip
"""Vocabularies whose terms rdflib lists, so that a misspelt one is found."""

LOOKED_UP = {
    "cito": "Citation cites hasCitationCharacterization hasCitedEntity hasCitingEntity",
    "doco": "Table",
    "earl": "OutcomeValue TestResult outcome",
    "fabio": "ResearchPaper Work hasArXivId hasPublicationYear hasSequenceIdentifier Preprint",
    "fair4ml": "MLModel MLModelEvaluation evaluatedMLModel",
    "mls": "Algorithm EvaluationMeasure EvaluationSpecification Model ModelEvaluation Task"
    " defines hasPart hasValue specifiedBy",
    "prism": "doi publicationName",
    "pro": "RoleInTime isDocumentContextFor isHeldBy",
}
"""Terms of vocabularies that rdflib does not list, each looked up where it is published or used."""


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(data=text(ONTOLOGY), format="turtle")


def members(graph: Graph, node: Node | None) -> set[str]:
    """Give the members of a union, or the one class itself."""
    union = graph.value(node, OWL.unionOf)
    return {str(node)} if union is None else {str(member) for member in Collection(graph, union)}


@pytest.mark.parametrize("term", [*CLASSES, *INDIVIDUALS, *PROPERTIES, *EXTERNAL_PROPERTIES])
def test_a_term_has_one_label_and_a_comment_of_whole_sentences(term: str, graph: Graph) -> None:
    labels = list(graph.objects(URIRef(term), RDFS.label))
    comments = list(graph.objects(URIRef(term), RDFS.comment))
    assert len(labels) == len(comments) == 1
    assert labels[0].language == comments[0].language == "en"
    assert re.fullmatch(r"[A-Z].*\.", str(comments[0])), comments[0]


@pytest.mark.parametrize("term", [*PROPERTIES, *EXTERNAL_PROPERTIES])
def test_a_property_has_one_domain_and_one_range_that_are_declared(term: str, graph: Graph) -> None:
    domains, ranges = (list(graph.objects(URIRef(term), side)) for side in (RDFS.domain, RDFS.range))
    assert len(domains) == len(ranges) == 1
    assert members(graph, domains[0]) <= {*CLASSES, str(OWL.Thing)}
    named = members(graph, ranges[0])
    if (URIRef(term), RDF.type, OWL.ObjectProperty) in graph:
        assert named <= {
            *CLASSES,
            str(OWL.Thing),
            str(RDF.Property),
            str(RDFS.Class),
            str(known.DCTERMS.LicenseDocument),
        }
    else:
        assert named == {NAMESPACE + "PartialDate"} or all(datatype in known.XSD for datatype in named)


@pytest.mark.parametrize("term", PROPERTIES)
def test_a_property_is_no_wider_than_those_above_it(term: str, graph: Graph) -> None:
    for above in set(SUPER_PROPERTIES[term]) & set(PROPERTIES):
        for side in (RDFS.domain, RDFS.range):
            wide = members(graph, graph.value(URIRef(above), side))
            assert str(OWL.Thing) in wide or members(graph, graph.value(URIRef(term), side)) <= wide


def test_every_declared_term_of_ours_is_in_the_constants(graph: Graph) -> None:
    declared = {str(term) for term in graph.subjects(RDFS.label) if str(term).startswith(NAMESPACE)}
    assert declared - {NAMESPACE + "PartialDate"} == {*CLASSES, *INDIVIDUALS, *PROPERTIES}


def test_an_enumeration_lists_its_members(graph: Graph) -> None:
    listed = {
        str(member): str(kind)
        for kind, members in graph.subject_objects(OWL.oneOf)
        for member in Collection(graph, members)
    }
    assert set(listed) == set(INDIVIDUALS)
    assert all((URIRef(member), RDF.type, URIRef(kind)) in graph for member, kind in listed.items())


@pytest.mark.parametrize("supers", [SUPER_CLASSES, SUPER_PROPERTIES])
def test_the_terms_above_a_term_are_closed_and_without_a_cycle(supers: dict[str, tuple[str, ...]]) -> None:
    for term, above in supers.items():
        assert term not in above
        assert all(set(supers.get(parent, ())) <= set(above) for parent in above)


def test_every_term_above_ours_exists_in_its_vocabulary() -> None:
    looked_up = {PREFIXES[prefix] + name for prefix, names in LOOKED_UP.items() for name in names.split()}
    above = {parent for supers in (SUPER_CLASSES, SUPER_PROPERTIES) for term in supers.values() for parent in term}
    foreign = {term for term in above if not term.startswith(NAMESPACE)} | {*EXTERNAL_PROPERTIES}
    listed = {term for term in foreign if any(term in getattr(known, vocabulary) for vocabulary in CLOSED)}
    assert foreign - listed == looked_up


def test_a_property_that_is_always_wider_never_goes_from_things_to_text(graph: Graph) -> None:
    """A link and a text cannot be kinds of each other: what follows from them would be neither."""
    links = {str(term) for term in graph.subjects(RDF.type, OWL.ObjectProperty)}
    for term in PROPERTIES:
        for above in set(SUPER_PROPERTIES[term]) & set(PROPERTIES):
            assert (term in links) == (above in links)


def test_a_built_graph_may_hold_our_predicates_the_wider_ones_and_types() -> None:
    wider = {parent for above in SUPER_PROPERTIES.values() for parent in above}
    assert set(PREDICATES) == {*PROPERTIES, *EXTERNAL_PROPERTIES, *wider, str(RDF.type)}


def test_the_ontology_names_itself_its_licence_and_its_version(graph: Graph) -> None:
    me = URIRef(NAMESPACE.removesuffix("#"))
    assert (me, RDF.type, OWL.Ontology) in graph
    assert str(graph.value(me, known.DCTERMS.license)) == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert str(graph.value(me, OWL.versionInfo)) == "0.1.0"
    assert str(graph.value(me, known.VANN.preferredNamespaceUri)) == NAMESPACE == PREFIXES["pk"]


@pytest.mark.parametrize("name", check_queries())
def test_a_rule_speaks_of_declared_terms_only(name: str) -> None:
    query = check_queries()[name]
    declared = dict(re.findall(r"^PREFIX (\w+): <(.+)>$", query, re.MULTILINE))
    body = re.sub(r'^#.*$|"[^"]*"|<[^>]*>', "", query, flags=re.MULTILINE)
    used = re.findall(r"\b(\w+):(\w+)", body)
    assert {prefix for prefix, _ in used} == set(declared)
    assert all(PREFIXES[prefix] == namespace for prefix, namespace in declared.items())
    terms = {declared[prefix] + local for prefix, local in used} - {str(OWL.Ontology)}
    assert terms <= {*CLASSES, *INDIVIDUALS, *PROPERTIES, *EXTERNAL_PROPERTIES}


@pytest.mark.parametrize("name", [ONTOLOGY, SHAPES, CONTEXT, CHECKS, "checks/citation-self.rq"])
def test_a_file_of_the_package_is_found(name: str) -> None:
    assert path(name).exists()


def test_a_file_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(FileNotFoundError, match=r"no 'shape\.ttl' at .*; there are: .*shapes\.ttl"):
        path("shape.ttl")


def test_the_rules_come_in_the_order_of_their_names() -> None:
    assert list(check_queries()) == sorted(check_queries())


@pytest.mark.parametrize("module", [ontology, generate])
def test_the_examples_in_the_docstrings_run(module: object) -> None:
    assert doctest.testmod(module).failed == 0
