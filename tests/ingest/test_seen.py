"""Sets of hashes, and columns of citations that are given once."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from ingest import mapping
from ingest import record as rec
from ingest.nquads import iri, string
from ingest.seen import Once, Seen
from ontology.iri import paper
from ontology.terms import CITO, PK, RDF

AT = rec.Place(rec.Origin("s", "u", "https://example.org/licence", "2026-11-22"), "1")


@given(st.lists(st.lists(st.integers(0, 40), max_size=12), max_size=12))
def test_what_comes_for_the_first_time_is_told_as_a_set_would(portions: list[list[int]]) -> None:
    seen, known = Seen(), set[int]()
    for portion in portions:
        expected = []
        for value in portion:
            expected.append(value not in known)
            known.add(value)
        assert seen.fresh(np.array(portion, dtype=np.uint64)).tolist() == expected


def series(*texts: str) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def test_a_citation_that_comes_again_is_counted_and_not_given() -> None:
    once = Once()
    first = once.citations(AT, series("a", "a"), series("b", "c"), series("a"), series("x:1"))
    again = once.citations(AT, series("a", "b"), series("b", "a"), series("a", "a"), series("x:1", "y:1"))
    assert (first.repeats, again.repeats) == (0, 1)
    assert again.citing.to_list() == ["b"]
    assert again.identifiers.to_list() == ["y:1"]


@given(st.lists(st.tuples(st.text("ab/()", min_size=1), st.text('ab"\\(', min_size=1)), max_size=5))
def test_many_citations_at_once_are_written_as_each_by_itself_would_be(pairs: list[tuple[str, str]]) -> None:
    ends = [(paper(doi_name=f"10.1/{one}"), paper(doi_name=f"10.2/{other}")) for one, other in pairs]
    known = [f"doi:10.2/{other}" for _, other in pairs]
    many = rec.Citations(
        at=AT, citing=series(*(one for one, _ in ends)), cited=series(*(other for _, other in ends)),
        works=series(*(other for _, other in ends)), identifiers=series(*known),
    )  # fmt: skip
    expected = {f"{iri(one)} {iri(CITO.cites)} {iri(other)} <g> ." for one, other in ends}
    expected |= {f"{iri(other)} {iri(RDF.type)} {iri(PK.Work)} <g> ." for _, other in ends}
    expected |= {
        f"{iri(other)} {iri(PK.identifier)} {string(name)} <g> ." for (_, other), name in zip(ends, known, strict=True)
    }
    assert set(mapping.many(many, "<g>").splitlines()) == expected
