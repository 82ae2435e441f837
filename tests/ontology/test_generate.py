"""What is written from the ontology file: always the same bytes, and the shipped files are those."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib import namespace as known

from ontology import CONTEXT, ONTOLOGY, generate, path, terms, text
from ontology.terms import (
    CITO,
    CLASSES,
    EXTERNAL_PROPERTIES,
    INDIVIDUALS,
    NAMESPACE,
    PK,
    PREFIXES,
    PROPERTIES,
)

GENERATED = generate.generated(text(ONTOLOGY))
TINY = """
@prefix pk: <https://w3id.org/paperkin/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
pk:Thing a owl:Class .
pk:from a owl:DatatypeProperty ; rdfs:range xsd:date ; rdfs:subPropertyOf pk:when .
pk:when a owl:DatatypeProperty ; rdfs:range xsd:date ; rdfs:subPropertyOf dcterms:date .
dcterms:creator a owl:ObjectProperty ; rdfs:range pk:Thing .
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the command writes to instead of the package."""
    monkeypatch.setattr(generate, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", GENERATED)
def test_a_shipped_file_is_what_the_ontology_gives(name: str) -> None:
    """If this fails, run: python -m ontology.generate"""
    assert path(name).read_bytes() == GENERATED[name].encode()


def test_the_bytes_do_not_depend_on_the_order_of_hashing() -> None:
    script = (
        "import hashlib; from ontology import ONTOLOGY, text; from ontology.generate import generated;"
        "print(hashlib.sha256(repr(generated(text(ONTOLOGY))).encode()).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            cwd=path(ONTOLOGY).parent.parent,
            capture_output=True,
            text=True,
            check=True,
        )
        for seed in ("1", "2")
    ]
    assert len({run.stdout for run in runs}) == 1


def test_the_check_accepts_current_files_and_writes_nothing(folder: Path) -> None:
    assert generate.main([]) == 0
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert set(before) == set(GENERATED)
    assert generate.main(["--check"]) == 0
    assert generate.main([]) == 0
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == before


def test_the_check_names_a_stale_file_and_leaves_it_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate.main([])
    (folder / "terms.py").write_text("class PK: ...\n")
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().err == "stale: terms.py; run: python -m ontology.generate\n"
    assert (folder / "terms.py").read_text() == "class PK: ...\n"


def test_a_stale_file_is_written_anew(folder: Path) -> None:
    (folder / "terms.py").write_text("class PK: ...\n")
    assert generate.main([]) == 0
    assert (folder / "terms.py").read_text(encoding="utf-8") == GENERATED["terms.py"]


def test_documentation_without_pylode_is_refused_with_the_command_to_type(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pylode", None)
    assert generate.main(["--html", str(folder / "page.html")]) == 2
    assert "pip install 'pylode" in capsys.readouterr().err
    assert not (folder / "page.html").exists()


def test_the_terms_import_only_typing_and_do_no_work() -> None:
    for node in ast.parse(GENERATED["terms.py"]).body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        typing = isinstance(node, ast.ImportFrom) and node.module == "typing"
        assert docstring or typing or isinstance(node, ast.ClassDef | ast.AnnAssign)
    calls = [node for node in ast.walk(ast.parse(GENERATED["terms.py"])) if isinstance(node, ast.Call)]
    assert calls == []


def test_a_constant_is_named_as_the_term_it_stands_for() -> None:
    constants = {name: value for name, value in vars(PK).items() if not name.startswith("__")}
    assert {NAMESPACE + name for name in constants} == set(constants.values())
    assert set(constants.values()) == {*CLASSES, *INDIVIDUALS, *PROPERTIES}
    assert (PK.Paper, CITO.cites) == (NAMESPACE + "Paper", "http://purl.org/spar/cito/cites")


def test_a_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError):
        _ = PK.Papers  # type: ignore[attr-defined]


def test_a_term_that_is_a_word_of_python_gets_an_underscore() -> None:
    made = generate.terms_module(generate.read(TINY))
    assert '    from_: Final[str] = "https://w3id.org/paperkin/ontology#from"' in made
    compile(made, "terms.py", "exec")


def test_terms_above_the_terms_above_are_given_too() -> None:
    above = generate.read(TINY).supers(NAMESPACE + "from")
    assert above == ("http://purl.org/dc/terms/date", NAMESPACE + "when")


def test_terms_of_others_get_a_class_for_each_vocabulary() -> None:
    namespace: dict[str, object] = {}
    exec(generate.terms_module(generate.read(TINY)), namespace)
    assert namespace["DCTERMS"].creator == "http://purl.org/dc/terms/creator"  # type: ignore[attr-defined]
    assert namespace["EXTERNAL_PROPERTIES"] == ("http://purl.org/dc/terms/creator",)


def test_the_datatypes_are_those_that_properties_point_to() -> None:
    datatypes = {value for name, value in vars(terms.XSD).items() if not name.startswith("__")}
    wanted = "anyURI boolean date dateTime decimal gYear gYearMonth integer string"
    assert datatypes == {str(known.XSD[name]) for name in wanted.split()}


def test_prefixes_end_so_that_a_name_can_follow() -> None:
    assert all(namespace.endswith(("#", "/")) for namespace in PREFIXES.values())
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_the_context_gives_every_term_its_iri() -> None:
    context = json.loads(text(CONTEXT))["@context"]
    for iri in (*CLASSES, *INDIVIDUALS, *PROPERTIES, *EXTERNAL_PROPERTIES):
        local = iri.replace("#", "/").rpartition("/")[2]
        entry = context[local]
        prefix, _, name = (entry if isinstance(entry, str) else entry["@id"]).partition(":")
        assert PREFIXES[prefix] + name == iri


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_a_document_with_the_context_reads_as_typed_statements() -> None:
    thing, other = "https://example.org/thing", "https://example.org/other"
    document = {
        "@context": json.loads(text(CONTEXT))["@context"],
        "id": thing,
        "type": "Measurement",
        "value": "93.10",
        "rawValue": "93.10%",
        "metric": other,
        "direction": "LowerIsBetter",
        "claimRelation": "buildsOn",
        "submitted": {"@value": "2020", "@type": "xsd:gYear"},
        "cites": other,
        "url": "https://example.org/page",
    }
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    told = {(str(predicate), value) for predicate, value in graph.predicate_objects(URIRef(thing))}
    assert told == {
        (str(known.RDF.type), URIRef(PK.Measurement)),
        (PK.value, Literal("93.10", datatype=known.XSD.decimal, normalize=False)),
        (PK.rawValue, Literal("93.10%")),
        (PK.metric, URIRef(other)),
        (PK.direction, URIRef(PK.LowerIsBetter)),
        (PK.claimRelation, URIRef(PK.buildsOn)),
        (PK.submitted, Literal("2020", datatype=known.XSD.gYear)),
        (CITO.cites, URIRef(other)),
        (PK.url, Literal("https://example.org/page", datatype=known.XSD.anyURI)),
    }
