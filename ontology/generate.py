"""Write `terms.py` and `context.jsonld` from `paperkin.ttl`: `python -m ontology.generate [--check]`.

With `--check` nothing is written, and the exit code is 1 when a file is not what it would be. With
`--html FILE` pyLODE, which only development needs, also writes the documentation of the ontology.
"""

import argparse
import importlib
import json
import keyword
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology import CONTEXT, ONTOLOGY, text

NAMESPACE = "https://w3id.org/paperkin/ontology#"
COMMAND = "python -m ontology.generate"
TERMS = "terms.py"
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Ontology:
    """What the two files need to know of the ontology; IRIs are sorted.

    Parameters
    ----------
    prefixes : dict of str to str
        Namespace IRI of each prefix that the Turtle file declares.
    classes, individuals, properties : tuple of str
        IRIs of our own terms.
    external : tuple of str
        IRIs of the properties of other vocabularies that are declared to be used as they are.
    ranges : dict of str to tuple of str
        The classes or datatypes that each property points to.
    parents : dict of str to tuple of str
        The named terms directly above each class and property.
    enumerated : frozenset of str
        The classes whose members are listed.
    """

    prefixes: dict[str, str]
    classes: tuple[str, ...]
    individuals: tuple[str, ...]
    properties: tuple[str, ...]
    external: tuple[str, ...]
    ranges: dict[str, tuple[str, ...]]
    parents: dict[str, tuple[str, ...]]
    enumerated: frozenset[str]

    def supers(self, term: str) -> tuple[str, ...]:
        """Give all terms above a term, near and far, sorted."""
        found: set[str] = set()
        waiting = list(self.parents.get(term, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in found:
                found.add(parent)
                waiting.extend(self.parents.get(parent, ()))
        return tuple(sorted(found))


def read(turtle: str) -> Ontology:
    """Read the Turtle file.

    Parameters
    ----------
    turtle : str
        The text of `paperkin.ttl`.

    Returns
    -------
    Ontology
        Its terms.

    Examples
    --------
    >>> read(text(ONTOLOGY)).supers(NAMESPACE + "subsetOf")
    ('http://purl.org/dc/terms/isPartOf',)
    """
    graph = Graph(bind_namespaces="none").parse(data=turtle, format="turtle")
    declared = _typed(graph, OWL.ObjectProperty) | _typed(graph, OWL.DatatypeProperty)
    classes = {iri for iri in _typed(graph, OWL.Class) if iri.startswith(NAMESPACE)}
    return Ontology(
        prefixes={prefix: str(iri) for prefix, iri in sorted(graph.namespaces())},
        classes=tuple(sorted(classes)),
        individuals=tuple(sorted(_typed(graph, OWL.NamedIndividual))),
        properties=tuple(sorted(iri for iri in declared if iri.startswith(NAMESPACE))),
        external=tuple(sorted(iri for iri in declared if not iri.startswith(NAMESPACE))),
        ranges={iri: _ranges(graph, URIRef(iri)) for iri in sorted(declared)},
        parents={iri: _parents(graph, URIRef(iri)) for iri in sorted(declared | classes)},
        enumerated=frozenset(str(term) for term in graph.subjects(OWL.oneOf)),
    )


def _typed(graph: Graph, kind: URIRef) -> set[str]:
    return {str(term) for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef)}


def _parents(graph: Graph, term: URIRef) -> tuple[str, ...]:
    above = graph.objects(term, RDFS.subClassOf | RDFS.subPropertyOf)
    return tuple(sorted(str(parent) for parent in above if isinstance(parent, URIRef)))


def _ranges(graph: Graph, term: URIRef) -> tuple[str, ...]:
    return tuple(sorted({iri for node in graph.objects(term, RDFS.range) for iri in _members(graph, node)}))


def _members(graph: Graph, node: Node) -> Iterable[str]:
    """Give the members of a union, also of a named one, or else the class or datatype itself."""
    meaning = graph.value(node, OWL.equivalentClass) or node
    union = graph.value(meaning, OWL.unionOf)
    return [str(node)] if union is None else [str(member) for member in Collection(graph, union)]


def terms_module(ontology: Ontology) -> str:
    """Write the Python module of constants.

    Parameters
    ----------
    ontology : Ontology
        The terms.

    Returns
    -------
    str
        The text of `terms.py`.
    """
    ours = sorted((*ontology.classes, *ontology.individuals, *ontology.properties))
    datatypes = sorted({iri for found in ontology.ranges.values() for iri in found if iri in XSD})
    above = {parent for term in ontology.properties for parent in ontology.supers(term)}
    predicates = sorted({*ontology.properties, *ontology.external, *above, str(RDF.type)})
    parts = [
        f'"""The terms of the Paperkin ontology as plain constants.\n\nWritten by `{COMMAND}` from'
        f' `{ONTOLOGY}`: do not edit.\n"""\n\nfrom typing import Final\n',
        f'NAMESPACE: Final[str] = "{NAMESPACE}"\n\n',
        _constants("PK", "Our own terms.", ours),
        *(_constants(*group) for group in _external_groups(ontology)),
        _constants("RDF", "The RDF term that every graph needs.", [str(RDF.type)]),
        _constants("XSD", "The datatypes that our properties point to.", datatypes),
        _mapping("PREFIXES", "dict[str, str]", {name: f'"{iri}"' for name, iri in ontology.prefixes.items()}),
        _tuple("CLASSES", "Our classes.", ontology.classes),
        _tuple("INDIVIDUALS", "The members of our enumerations.", ontology.individuals),
        _tuple("PROPERTIES", "Our properties.", ontology.properties),
        _tuple("EXTERNAL_PROPERTIES", "Properties of others that are stated as they are.", ontology.external),
        _tuple("PREDICATES", "All predicates that a built graph may hold, super-properties too.", predicates),
        "# All terms above each class and property, near and far, ours and others.",
        _mapping("SUPER_CLASSES", SUPERS, _supers(ontology, ontology.classes)),
        _mapping("SUPER_PROPERTIES", SUPERS, _supers(ontology, (*ontology.properties, *ontology.external))),
    ]
    return "\n".join(parts)


SUPERS = "dict[str, tuple[str, ...]]"


def _external_groups(ontology: Ontology) -> list[tuple[str, str, list[str]]]:
    groups = []
    for prefix, namespace in ontology.prefixes.items():
        terms = [iri for iri in ontology.external if iri.startswith(namespace)]
        if terms:
            groups.append((prefix.upper(), f"Terms of {namespace} that are stated as they are.", terms))
    return groups


def _constants(name: str, about: str, iris: Iterable[str]) -> str:
    lines = [f'    {_attribute(iri)}: Final[str] = "{iri}"' for iri in iris]
    return "\n".join([f"class {name}:", f'    """{about}"""\n', *lines, "\n"])


def _attribute(iri: str) -> str:
    local = iri.replace("#", "/").rpartition("/")[2]
    return f"{local}_" if keyword.iskeyword(local) else local


def _tuple(name: str, about: str, iris: Iterable[str]) -> str:
    lines = [f'    "{iri}",' for iri in iris]
    return "\n".join([f"# {about}", f"{name}: Final[tuple[str, ...]] = (", *lines, ")"])


def _mapping(name: str, kind: str, entries: Mapping[str, str]) -> str:
    lines = [f'    "{key}": {value},' for key, value in entries.items()]
    return "\n".join([f"{name}: Final[{kind}] = {{", *lines, "}", ""])


def _supers(ontology: Ontology, terms: Iterable[str]) -> dict[str, str]:
    return {term: _literal(ontology.supers(term)) for term in terms}


def _literal(iris: tuple[str, ...]) -> str:
    """Write a tuple as ruff formats it: on one line when empty, else one member a line."""
    return "(\n" + "".join(f'        "{iri}",\n' for iri in iris) + "    )" if iris else "()"


def context(ontology: Ontology) -> str:
    """Write the JSON-LD context.

    Parameters
    ----------
    ontology : Ontology
        The terms.

    Returns
    -------
    str
        The text of `context.jsonld`.

    References
    ----------
    JSON-LD 1.1, https://www.w3.org/TR/json-ld11/#the-context
    """
    terms: dict[str, object] = {"@version": 1.1, "id": "@id", "type": "@type"}
    terms.update(ontology.prefixes)
    for iri in (*ontology.classes, *ontology.individuals):
        terms[_attribute(iri)] = _compact(ontology, iri)
    for iri in (*ontology.properties, *ontology.external):
        terms[_attribute(iri)] = _definition(ontology, iri)
    return json.dumps({"@context": terms}, indent=2) + "\n"


def _compact(ontology: Ontology, iri: str) -> str:
    for prefix, namespace in ontology.prefixes.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _definition(ontology: Ontology, iri: str) -> str | dict[str, str]:
    kind = _value_kind(ontology, ontology.ranges[iri])
    compact = _compact(ontology, iri)
    return {"@id": compact, "@type": kind} if kind else compact


def _value_kind(ontology: Ontology, ranges: tuple[str, ...]) -> str | None:
    """Tell how JSON-LD is to read a value; None when it is a string or must name its datatype itself."""
    if any(iri in XSD for iri in ranges):
        return _compact(ontology, ranges[0]) if len(ranges) == 1 and ranges[0] != str(XSD.string) else None
    words = ontology.enumerated | {str(RDF.Property)}
    return "@vocab" if words.issuperset(ranges) else "@id"


def generated(turtle: str) -> dict[str, str]:
    """Give the text of each file that is generated.

    Parameters
    ----------
    turtle : str
        The text of `paperkin.ttl`.

    Returns
    -------
    dict of str to str
        File name and text.
    """
    ontology = read(turtle)
    return {TERMS: terms_module(ontology), CONTEXT: context(ontology)}


def html(page: Path) -> None:
    """Write the documentation of the ontology as one HTML page that fetches nothing.

    Parameters
    ----------
    page : Path
        The file to write. Its bytes differ from run to run in the order of some lists.

    Raises
    ------
    ImportError
        When pyLODE is not installed.
    """
    importlib.import_module("pylode").OntPub(FOLDER / ONTOLOGY).make_html(page)


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or tell which are stale.

    Parameters
    ----------
    arguments : list of str, optional
        The command line; that of the process when absent.

    Returns
    -------
    int
        0, or 1 when `--check` found a stale file, or 2 when `--html` lacks pyLODE.
    """
    options = _parser().parse_args(arguments)
    wanted = {FOLDER / name: content.encode() for name, content in generated(text(ONTOLOGY)).items()}
    stale = {file: content for file, content in wanted.items() if not _holds(file, content)}
    if options.check and stale:
        return _complain(f"stale: {', '.join(file.name for file in stale)}; run: {COMMAND}", 1)
    for file, content in stale.items():
        file.write_bytes(content)
    if options.html:
        try:
            html(options.html)
        except ImportError as error:
            return _complain(f"pyLODE cannot be used ({error}); run: pip install 'pylode>=3.2,<3.4'", 2)
    return 0


def _parser() -> argparse.ArgumentParser:
    about = f"Write {TERMS} and {CONTEXT} from {ONTOLOGY}."
    parser = argparse.ArgumentParser(prog=COMMAND, description=about)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is stale")
    parser.add_argument("--html", type=Path, metavar="FILE", help="also write the documentation to FILE")
    return parser


def _complain(problem: str, code: int) -> int:
    print(problem, file=sys.stderr)
    return code


def _holds(file: Path, content: bytes) -> bool:
    return file.is_file() and file.read_bytes() == content


if __name__ == "__main__":
    raise SystemExit(main())
