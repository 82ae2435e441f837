"""Each kind of record becomes sound statements in declared terms, and says nothing that it does not know."""

from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from ingest import mapping
from ingest import record as rec
from ingest.nquads import iri as node
from ingest.nquads import lines, string
from ontology.iri import BASE, author, paper, thing
from ontology.terms import CLASSES, DCTERMS, PK, PREDICATES, RDF, XSD
from tests.ingest.sources_for_tests import AT, ORIGIN, every_kind

GRAPH = node("https://example.org/graph")
KINDS = every_kind()
DECLARED = {*PREDICATES, RDF.type}


def kind(record: rec.Record) -> str:
    return type(record).__name__


def quads(*records: rec.Record) -> list[ox.Quad]:
    """Read a record's statements back with the engine."""
    written = [lines(mapping.statements(record), GRAPH) for record in records]
    return list(ox.parse("".join(written).encode(), ox.RdfFormat.N_QUADS))


def objects(found: Iterable[ox.Quad], predicate: str) -> set[str]:
    return {quad.object.value for quad in found if quad.predicate.value == predicate}


def typed(found: Iterable[ox.Quad], predicate: str) -> set[tuple[str, str]]:
    return {
        (quad.object.value, quad.object.datatype.value.rsplit("#")[1])
        for quad in found
        if quad.predicate.value == predicate and isinstance(quad.object, ox.Literal)
    }


def a_paper(**others: object) -> rec.Paper:
    return rec.Paper(at=AT, iri=paper(arxiv="2010.11929"), title="T", authors=(), **others)


UNWRITTEN = {rec.Record, rec.Rejected, rec.Repeat, rec.Citations}
"""What says nothing about the world; and many citations at once, which are written in columns."""


def test_every_kind_of_record_is_among_the_examples_and_has_a_mapping() -> None:
    kinds = {found for found in vars(rec).values() if isinstance(found, type) and issubclass(found, rec.Record)}
    assert kinds - UNWRITTEN == {type(record) for record in KINDS}
    assert kinds - UNWRITTEN == set(mapping.statements.registry) - {object}


def test_the_examples_fill_every_field() -> None:
    for record in KINDS:
        assert not [field.name for field in fields(record) if getattr(record, field.name) in (None, ())]


@pytest.mark.parametrize("record", KINDS, ids=kind)
def test_every_predicate_and_class_is_declared_and_no_node_is_blank(record: rec.Record) -> None:
    found = quads(record)
    assert found
    assert {quad.predicate.value for quad in found} <= DECLARED
    assert objects(found, RDF.type) <= set(CLASSES)
    assert all(isinstance(quad.subject, ox.NamedNode) for quad in found)
    assert not any(isinstance(quad.object, ox.BlankNode) for quad in found)


@pytest.mark.parametrize("record", KINDS, ids=kind)
def test_things_are_ours_and_terms_are_the_ontologys(record: rec.Record) -> None:
    assert all(quad.subject.value.startswith(BASE) for quad in quads(record))


@pytest.mark.parametrize("record", KINDS, ids=kind)
def test_the_same_record_gives_the_same_statements_in_the_same_order_once_each(record: rec.Record) -> None:
    first = list(mapping.statements(record))
    assert first == list(mapping.statements(record))
    assert len(first) == len(set(first))


def bare(record: rec.Record) -> rec.Record:
    """Forget every field that may be unknown."""
    optional = {field.name: () if getattr(record, field.name).__class__ is tuple else None for field in fields(record)}
    required = {field.name for field in fields(record) if field.default is field.default_factory}
    return replace(record, **{name: value for name, value in optional.items() if name not in required})


@pytest.mark.parametrize("record", [bare(record) for record in KINDS], ids=kind)
def test_what_is_unknown_is_not_said(record: rec.Record) -> None:
    found = quads(record)
    assert not [quad for quad in found if quad.object.value in ("None", "", "()")]
    assert not [quad for quad in found if "None" in quad.subject.value]
    assert {quad.predicate.value for quad in found} <= DECLARED


def test_an_unknown_kind_is_a_type_error() -> None:
    class Poem(rec.Record, frozen=True, kw_only=True):
        verse: str

    with pytest.raises(TypeError, match="Poem"):
        mapping.statements(Poem(at=AT, verse="x"))
    with pytest.raises(TypeError, match="Rejected"):
        mapping.statements(rec.Rejected(at=AT, reason="x"))


def texts(record: rec.Record) -> list[str]:
    return [field.name for field in fields(record) if isinstance(getattr(record, field.name), str)]


@pytest.mark.parametrize("record", KINDS, ids=kind)
def test_an_invalid_iri_in_any_field_raises(record: rec.Record) -> None:
    links = [name for name in texts(record) if getattr(record, name).startswith("https://")]
    assert links
    for name in links:
        with pytest.raises(ValueError, match="IRI"):
            list(mapping.statements(replace(record, **{name: "https://example.org/a b"})))


@pytest.mark.parametrize("record", KINDS, ids=kind)
def test_a_lone_surrogate_in_any_text_raises(record: rec.Record) -> None:
    for name in texts(record):
        with pytest.raises(ValueError, match=r"surrogate|IRI|date"):
            list(mapping.statements(replace(record, **{name: "https://\ud800"})))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_title_and_name_is_kept_to_the_letter(text: str) -> None:
    record = rec.Paper(at=AT, iri=paper(arxiv="2010.11929"), title=text, authors=(text,))
    found = quads(record)
    assert objects(found, PK.title) == {text}
    ((author, name),) = mapping.authors(record)
    described = mapping.author(author, name)
    assert {triple[0] for triple in described} == {author}
    assert [triple[2] for triple in described if triple[1].endswith("#name>")] == [string(text)]


@pytest.mark.parametrize(
    ("date", "datatype"), [("2020", "gYear"), ("2020-02", "gYearMonth"), ("2020-02-29", "date"), ("0001", "gYear")]
)
def test_a_date_has_the_type_of_its_precision(date: str, datatype: str) -> None:
    assert typed(quads(a_paper(submitted=date)), PK.submitted) == {(date, datatype)}


@pytest.mark.parametrize(
    "date",
    ["2021-02-29", "2020-13", "2020-00", "20", "20200101", "2020-1-1", "2020-W01-1", "about 2020",
     "2020-06-15T10:00:00", "٢٠٢٠", "2020-", "0000", " 2020"],
)  # fmt: skip
def test_a_date_that_is_none_raises(date: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day|year"):
        list(mapping.statements(a_paper(published=date)))


@pytest.mark.parametrize(("year", "lexical"), [(2020, "2020"), (476, "0476")])
def test_a_year_has_four_digits(year: int, lexical: str) -> None:
    assert typed(quads(a_paper(year=year)), PK.publicationYear) == {(lexical, "gYear")}


def test_identifiers_are_spelt_in_the_one_way_whatever_the_source_writes() -> None:
    found = quads(
        a_paper(identifiers=(("arxiv", "http://arxiv.org/abs/2010.11929v2"), ("doi", "https://doi.org/10.1/ABC")))
    )
    assert objects(found, PK.identifier) == {"arxiv:2010.11929", "doi:10.1/abc"}
    assert (objects(found, PK.arxivId), objects(found, PK.doi)) == ({"2010.11929"}, {"10.1/abc"})


def test_an_identifier_that_is_none_raises() -> None:
    with pytest.raises(ValueError, match="not an arXiv identifier"):
        list(mapping.statements(a_paper(identifiers=(("arxiv", "ViT"),))))


def test_authors_keep_their_order_and_a_name_that_is_the_authors_own_is_said_once() -> None:
    found = quads(rec.Paper(at=AT, iri=paper(arxiv="2010.11929"), title="T", authors=("B", "A", "B")))
    positions = {q.subject.value: int(q.object.value) for q in found if q.predicate.value == PK.authorPosition}
    signed = {q.subject.value: q.object.value for q in found if q.predicate.value == PK.author}
    a, b = author(AT.origin.source, "A"), author(AT.origin.source, "B")
    assert [signed[role] for role in sorted(positions, key=positions.__getitem__)] == [b, a, b]
    assert objects(found, DCTERMS.creator) == {a, b}
    assert not objects(found, PK.nameAsPrinted)


@pytest.mark.parametrize(("uses", "said"), [(False, {"false"}), (True, {"true"}), (None, set())])
def test_extra_data_is_said_only_where_it_is_known(uses: bool | None, said: set[str]) -> None:
    (result,) = (record for record in KINDS if isinstance(record, rec.Result))
    assert objects(quads(replace(result, uses_extra_data=uses)), PK.usesExtraData) == said


def test_a_cell_without_a_number_keeps_its_text_and_has_no_value() -> None:
    (result,) = (record for record in KINDS if isinstance(record, rec.Result))
    found = quads(result)
    assert objects(found, PK.rawValue) == {"88.55 ± 0.1%", "-"}
    assert typed(found, PK.value) == {("88.55", "decimal")}
    assert len(objects(found, PK.hasMeasurement)) == 2


def citation(cited: str, number: int | None) -> rec.Citation:
    return rec.Citation(at=AT, citing=paper(arxiv="2010.11929"), cited=cited, number=number, place="Abstract")


@pytest.mark.parametrize("number", [None, 7])
def test_two_works_cited_in_one_place_are_two_citations(number: int | None) -> None:
    one, other = paper(arxiv="1706.03762"), paper(arxiv="1810.04805")
    found = quads(citation(one, number), citation(other, number and number + 1))
    assert len({quad.subject for quad in found if quad.object.value == PK.Citation}) == 2


def test_a_plain_citation_is_one_statement() -> None:
    plain = rec.Citation(at=AT, citing=paper(arxiv="2010.11929"), cited=paper(arxiv="1706.03762"))
    assert len(quads(plain)) == 1


def test_two_papers_that_say_the_same_at_places_of_one_name_make_two_claims() -> None:
    (lineage,) = (record for record in KINDS if isinstance(record, rec.Lineage))
    found = quads(lineage, replace(lineage, stated_by=paper(arxiv="1706.03762")))
    assert len({quad.subject for quad in found if quad.object.value == PK.LineageClaim}) == 2
    assert len({quad for quad in found if quad.predicate.value == PK.buildsOn}) == 1


def test_statements_do_not_depend_on_where_within_the_source_they_stood() -> None:
    moved = rec.Place(ORIGIN, "elsewhere")
    for record in KINDS:
        assert list(mapping.statements(replace(record, at=moved))) == list(mapping.statements(record))


def test_numbers_are_integers() -> None:
    found = quads(
        rec.Model(at=AT, iri=thing("model", "small", "x"), name="x", paper=paper(arxiv="2010.11929"), parameters=0)
    )
    assert typed(found, PK.parameterCount) == {("0", XSD.integer.rsplit("#")[1])}


@pytest.mark.parametrize(
    ("known", "nodes"),
    [
        ({}, 0),
        ({"influential": False}, 0),
        ({"influential": True}, 1),
        ({"intents": ("http://purl.org/spar/cito/usesMethodIn",)}, 1),
        ({"sentence": "As they say."}, 1),
    ],
)
def test_a_citation_is_a_thing_only_where_more_is_known_than_who_cites_whom(
    known: dict[str, object], nodes: int
) -> None:
    one, other = paper(arxiv="2010.11929"), paper(doi_name="10.1/x")
    found = quads(rec.Citation(at=AT, citing=one, cited=other, **known))
    assert [quad.object.value for quad in found].count(PK.Citation) == nodes
    assert sum(quad.predicate.value == "http://purl.org/spar/cito/cites" for quad in found) == 1
