"""The SHACL shapes: every message has a node that gets it, and a sound graph gets none."""

import re
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SH, Dataset, Graph, URIRef

from ontology import ONTOLOGY, SHAPES, generate, text
from ontology.terms import CLASSES, NAMESPACE, PREDICATES, PROPERTIES, SUPER_CLASSES, SUPER_PROPERTIES

HERE = Path(__file__).parent
BASE = "https://w3id.org/paperkin/"
BROKEN = Graph().parse(HERE / "broken.ttl", format="turtle")
EXPECTED = sorted((str(node), str(words)) for node, words in BROKEN.subject_objects(URIRef(BASE + "expect")))
ONLY_INDIVIDUALS = {"Smell", "Direction", "Basis", "Outcome", "CitationList", "Completeness"}
NO_RULES = {"Author", "Technique", "Collection", "Area", "Task"}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=text(SHAPES), format="turtle")


def results(data: Graph, shapes: Graph) -> set[tuple[str, str, str]]:
    """Validate, and give the node, message and severity of each result."""
    _, report, _ = validate(data, shacl_graph=shapes, inference="none")
    found = report.subjects(RDF.type, SH.ValidationResult)
    return {
        (
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.resultMessage)),
            str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
        )
        for result in found
    }


@pytest.fixture(scope="module")
def reported(shapes: Graph) -> set[tuple[str, str, str]]:
    return results(BROKEN, shapes)


def union_of_the_sound_graph() -> Graph:
    """Parse the sound graph without its graph names, as the shapes see it."""
    named = Dataset()
    named.parse(HERE / "sound.trig", format="trig")
    union = Graph()
    for subject, predicate, value, _ in named.quads():
        union.add((subject, predicate, value))
    return union


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
def test_a_sound_graph_conforms(shapes: Graph) -> None:
    assert results(union_of_the_sound_graph(), shapes) == set()


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
def test_a_sound_graph_with_wider_terms_conforms(shapes: Graph) -> None:
    union = union_of_the_sound_graph()
    for subject, predicate, value in list(union):
        for wider in SUPER_PROPERTIES.get(str(predicate), ()):
            union.add((subject, URIRef(wider), value))
        for wider in SUPER_CLASSES.get(str(value), ()) if predicate == RDF.type else ():
            union.add((subject, RDF.type, URIRef(wider)))
    assert results(union, shapes) == set()


@pytest.mark.parametrize(("node", "words"), EXPECTED, ids=lambda value: value.removeprefix(BASE))
def test_a_planted_violation_is_reported_at_its_node(
    node: str, words: str, reported: set[tuple[str, str, str]]
) -> None:
    assert any(where == node and message.startswith(words) for where, message, _ in reported)


def test_nothing_is_reported_that_was_not_planted(reported: set[tuple[str, str, str]]) -> None:
    surplus = {
        (where, message)
        for where, message, _ in reported
        if not any(where == node and message.startswith(words) for node, words in EXPECTED)
    }
    assert surplus == set()


def test_every_message_of_the_shapes_is_planted_at_least_once(shapes: Graph) -> None:
    words = {words for _, words in EXPECTED}
    messages = {str(message) for message in shapes.objects(None, SH.message)}
    assert {message for message in messages if not message.startswith(tuple(words))} == set()


def test_every_message_names_a_problem_and_a_remedy(shapes: Graph) -> None:
    for message in shapes.objects(None, SH.message):
        assert re.fullmatch(r"[A-Z][^;]+; .+\.", str(message)), message


def test_every_constraint_has_a_message_of_its_own(shapes: Graph) -> None:
    for constraint in shapes.objects(None, SH.property):
        inside_or = any(shapes.subjects(RDF.first, part) for part in shapes.subjects(SH.property, constraint))
        assert inside_or or shapes.value(constraint, SH.message), shapes.value(constraint, SH.path)


def test_only_a_second_title_is_a_warning(reported: set[tuple[str, str, str]]) -> None:
    assert {message[:31] for _, message, level in reported if level == "Warning"} == {"A paper has several titles; see"}


def test_shapes_speak_of_declared_terms_only(shapes: Graph) -> None:
    targets = set(shapes.objects(None, SH.targetClass)) | set(shapes.objects(None, SH["class"]))
    paths = {path for path in shapes.objects(None, SH.path) if isinstance(path, URIRef)}
    paths |= set(shapes.objects(None, SH.targetSubjectsOf)) | set(shapes.objects(None, SH.inversePath))
    assert {str(target) for target in targets} <= set(CLASSES)
    assert {str(path) for path in paths} <= set(PROPERTIES) <= set(PREDICATES)


def test_every_class_with_things_in_the_graph_has_a_shape(shapes: Graph) -> None:
    shaped = {str(target).removeprefix(NAMESPACE) for target in shapes.objects(None, SH.targetClass)}
    ours = {name.removeprefix(NAMESPACE) for name in CLASSES}
    assert ours - shaped == ONLY_INDIVIDUALS | NO_RULES


def test_a_shape_asks_for_the_datatype_or_class_that_the_ontology_gives(shapes: Graph) -> None:
    ranges = generate.read(text(ONTOLOGY)).ranges
    asked: dict[str, set[str]] = {}
    for constraint, path in shapes.subject_objects(SH.path):
        steps = SH.datatype | SH["class"] | (SH["or"] / (RDF.rest * "*") / RDF.first / SH.datatype)
        found = {str(kind) for kind in shapes.objects(constraint, steps)}
        asked.setdefault(str(path), set()).update(found)
    assert {path: kinds for path, kinds in asked.items() if kinds and kinds != set(ranges[path])} == {}
