"""The border file is text that every reader of RDF takes, and takes alike."""

import re

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Dataset

from ingest.nquads import iri, lines, string, typed
from ontology.terms import XSD

pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
SUBJECT, PREDICATE, GRAPH = map(iri, ("https://e.org/s", "https://e.org/p", "https://e.org/g"))


def by_oxigraph(text: str) -> tuple[str, str | None]:
    (quad,) = ox.parse(text.encode(), ox.RdfFormat.N_QUADS)
    assert isinstance(quad.object, ox.Literal)
    return quad.object.value, quad.object.datatype.value


def by_rdflib(text: str) -> tuple[str, str]:
    dataset = Dataset()
    dataset.parse(data=text, format="nquads")
    (quad,) = dataset.quads()
    return str(quad[2]), str(quad[2].datatype or XSD.string)


@given(TEXTS)
@example("".join(map(chr, range(0x100))))
@example('\\"\\u0041\\')
@example("\u2028\u2029\x85\x0b\x0c\x1c\ufeff")
@example("\ufffe\uffff\U0010ffff")
def test_any_text_is_read_back_the_same_by_both_readers(text: str) -> None:
    written = lines([(SUBJECT, PREDICATE, string(text))], GRAPH)
    assert by_oxigraph(written) == (text, XSD.string)
    assert by_rdflib(written) == (text, XSD.string)


@given(TEXTS)
def test_a_statement_is_one_line(text: str) -> None:
    written = lines([(SUBJECT, PREDICATE, string(text))], GRAPH)
    assert re.fullmatch(r"[^\r\n]*\.\n", written)


@given(TEXTS)
@example("".join(map(chr, range(0x100))) + "\ufffe\uffff")
def test_the_form_is_canonical_so_that_the_engine_writes_the_same_bytes(text: str) -> None:
    written = lines([(SUBJECT, PREDICATE, string(text))], GRAPH)
    quads = ox.parse(written.encode(), ox.RdfFormat.N_QUADS)
    assert ox.serialize(quads, format=ox.RdfFormat.N_QUADS) == written.encode()


@given(st.decimals(allow_nan=False, allow_infinity=False).map("{:f}".format))
def test_a_typed_literal_keeps_its_letters_and_its_type(lexical: str) -> None:
    written = lines([(SUBJECT, PREDICATE, typed(lexical, XSD.decimal))], GRAPH)
    assert by_oxigraph(written) == (lexical, XSD.decimal)


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_a_lone_surrogate_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(ValueError, match="lone surrogate at character"):
        string(text)


@pytest.mark.parametrize(
    "text",
    ["", "x", "e.org/a", "/a", "#a", ":a", "1a:b", "http://e.org/a b", "http://e.org/<a>", 'http://e.org/"', "http://e.org/{a}",
     "http://e.org/a|b", "http://e.org/a^b", "http://e.org/a`b", "http://e.org/a\\b", "http://e.org/\n", "http://e.org/%",
     "http://e.org/%4", "http://e.org/%zz", "http://e.org/\ud800", "http://e.org/[a]", "http://e.org/#a#b", "http://e.org:x/",
     "http://e.org/\x7f", "http://e.org/\ufffe"],
)  # fmt: skip
def test_an_invalid_iri_raises(text: str) -> None:
    with pytest.raises(ValueError, match="not a valid IRI"):
        iri(text)


@given(st.text(max_size=12), st.sampled_from(["", "http://e.org/", "urn:x:", "http://"]))
def test_an_iri_that_is_written_is_one_that_the_engine_loads(text: str, start: str) -> None:
    try:
        written = lines([(iri(start + text), PREDICATE, string(""))], GRAPH)
    except ValueError:
        return
    (quad,) = ox.parse(written.encode(), ox.RdfFormat.N_QUADS)
    assert quad.subject == ox.NamedNode(start + text)
