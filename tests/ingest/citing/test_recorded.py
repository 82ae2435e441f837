"""Recorded answers of Semantic Scholar and OpenAlex: each field is in a record, or the documents say why not."""

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ingest import mapping
from ingest import record as rec
from ingest.sources.openalex import works
from ingest.sources.openalex.source import FIELDS
from ingest.sources.semanticscholar import answers
from ontology.terms import PK
from tests.conftest import REPOSITORY, SHARED

SCHOLAR, ALEX = SHARED / "data" / "semanticscholar", SHARED / "data" / "openalex"
AT = rec.Place(rec.Origin("semanticscholar", "x", "https://example.org/licence", "2026-11-22"), "#")
ORIGIN = rec.Origin("openalex", "x", "https://example.org/licence", "2026-11-22")
CITO = "http://purl.org/spar/cito/"
DOCUMENT = REPOSITORY / "docs" / "citations.md"

pytestmark = pytest.mark.skipif(not (SCHOLAR.exists() and ALEX.exists()), reason="the recorded answers are not here")


def loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def taped(name: str) -> list[tuple[int, Any]]:
    """Give status and decoded body of each recorded exchange."""
    tape = yaml.safe_load((SCHOLAR / name).read_text(encoding="utf-8"))["interactions"]
    replies = [one["response"] for one in tape]
    bodies = [reply.get("content") or reply["body"]["string"] for reply in replies]
    return [
        (reply.get("status_code") or reply["status"]["code"], json.loads(body))
        for reply, body in zip(replies, bodies, strict=True)
    ]


def written(records: list[rec.Record]) -> list[mapping.Triple]:
    return [triple for one in records for triple in mapping.statements(one)]


# Semantic Scholar


def test_a_citation_has_each_sentence_with_its_intent() -> None:
    paper, *citations = answers.entries([loaded(SCHOLAR / "Citation.json")], AT, "citations", "https://e.org/cited")
    assert isinstance(paper, rec.Paper)
    assert paper == rec.Paper(
        at=paper.at,
        iri="https://w3id.org/paperkin/paper/doi/10.1109%2Flra.2022.3229266",
        title="Learning to Throw With a Handful of Samples Using Decision Transformers",
        authors=("M. Monastirsky", "Osher Azulay", "A. Sintov"),
        identifiers=(
            ("doi", "10.1109/lra.2022.3229266"),
            ("semanticscholar", "bdcbc589c8d1e4dd0c6572630f8511557406ad2f"),
            ("corpusid", "254723237"),
            ("dblp", "journals/ral/MonastirskyAS23"),
        ),
        published="2023-02-01",
        year=2023,
        venue="IEEE Robotics and Automation Letters",
    )
    assert all(isinstance(one, rec.Citation) for one in citations)
    found = [(one.sentence[:12], one.intents, one.influential, one.citing, one.cited) for one in citations]  # type: ignore[attr-defined]
    ends = (paper.iri, "https://e.org/cited")
    assert found == [
        ("RP is implem", (f"{CITO}usesMethodIn",), True, *ends),
        ("work combine", (f"{CITO}usesMethodIn",), True, *ends),
        ("Baseline Com", (f"{CITO}discusses",), True, *ends),
        ("In a more re", (f"{CITO}obtainsBackgroundFrom",), True, *ends),
    ]


def test_each_sentence_is_a_citation_node_of_its_own_in_the_graph() -> None:
    triples = written(
        list(answers.entries([loaded(SCHOLAR / "Citation.json")], AT, "citations", "https://e.org/cited"))
    )
    assert sum(triple[2] == f"<{PK.Citation}>" for triple in triples) == 4
    assert len({triple[0] for triple in triples if triple[1] == f"<{PK.sentence}>"}) == 4
    assert len({triple for triple in triples if triple[1] == f"<{CITO}cites>"}) == 1


def test_a_reference_leads_from_the_paper_to_the_one_that_is_cited() -> None:
    paper, citation = answers.entries([loaded(SCHOLAR / "Reference.json")], AT, "references", "https://e.org/citing")
    assert isinstance(paper, rec.Paper)
    assert isinstance(citation, rec.Citation)
    assert paper.iri == "https://w3id.org/paperkin/paper/arxiv/1402.0030"
    assert dict(paper.identifiers)["mag"] == "2122262818"
    assert paper.authors == ("A. Mnih", "Karol Gregor")
    assert (citation.citing, citation.cited, citation.influential) == ("https://e.org/citing", paper.iri, False)
    assert citation.intents == (f"{CITO}obtainsBackgroundFrom",)


def test_a_paper_of_which_all_is_null_is_a_work_with_its_identifier() -> None:
    (work,) = answers.papers([loaded(SCHOLAR / "PaperWithNullValues.json")], AT)
    assert isinstance(work, rec.Work)
    assert work.identifiers == (("semanticscholar", "2d5673caa9e6af3a7b82a43f19ee920992db07ad"),)


def test_null_says_nothing_and_is_no_fault() -> None:
    nulls = dict.fromkeys(("contexts", "intents", "contextsWithIntent", "isInfluential"))
    inner = {"paperId": "f" * 40, "title": "T", "authors": None, "externalIds": None, "venue": None, "year": None}
    paper, citation = answers.entries([nulls | {"citedPaper": inner}], AT, "references", "https://e.org/x")
    assert (type(paper), type(citation)) == (rec.Paper, rec.Citation)
    work = {"id": "https://openalex.org/W1", "title": "T", "ids": None, "authorships": None, "locations": None,
            "referenced_works": None, "abstract_inverted_index": None, "primary_location": None}  # fmt: skip
    assert [type(one) for one in works.records([("#", work)], ORIGIN)] == [rec.Paper]


def test_a_batch_keeps_authors_in_order_and_the_identifier_that_a_merged_paper_had() -> None:
    ((_, batch),) = taped("test_get_papers.yaml")
    old = "0" * 40
    first, second, third = answers.papers(batch, AT, [old, "10.2139/ssrn.2250500", batch[2]["paperId"]])
    assert ("semanticscholar", old) in first.identifiers  # type: ignore[attr-defined]
    assert len(second.identifiers) == len(third.identifiers) == 1  # type: ignore[attr-defined]


def test_all_recorded_pages_of_a_list_are_read_and_what_has_no_identifier_is_refused() -> None:
    for name, what, count, nameless in (
        ("test_get_paper_citations.yaml", "citations", 1881, 8),
        ("test_get_paper_references.yaml", "references", 67, 23),
    ):
        found = [one for _, page in taped(name) for one in answers.entries(page["data"], AT, what, "https://e.org/x")]
        kinds = [type(one).__name__ for one in found]
        assert (kinds.count("Paper"), kinds.count("Rejected")) == (count - nameless, nameless)
        assert kinds.count("Citation") == count - nameless
        assert written([one for one in found if not isinstance(one, rec.Rejected)])
        refused = next(one for one in found if isinstance(one, rec.Rejected))
        assert "title alone" in refused.reason


def test_recorded_errors_are_what_the_source_takes_them_for() -> None:
    assert [status for status, _ in taped("test_not_found.yaml")] == [404, 404]
    assert taped("test_bad_query_parameters.yaml")[0][0] == 400
    assert taped("test_empty_paginated_results.yaml")[0][1] == {"total": 0, "offset": 0}
    ((_, paper),) = taped("test_get_paper.yaml")
    (found,) = answers.papers([paper], AT)
    assert found.title == "Computing Machinery and Intelligence"  # type: ignore[attr-defined]


# OpenAlex


def test_a_work_has_its_identifiers_authors_venue_abstract_and_references() -> None:
    paper, *rest = works.records([("#", loaded(ALEX / "W2741809807.json"))], ORIGIN)
    assert isinstance(paper, rec.Paper)
    assert paper.iri == "https://w3id.org/paperkin/paper/doi/10.7717%2Fpeerj.4375"
    assert paper.identifiers == (
        ("doi", "10.7717/peerj.4375"),
        ("openalex", "W2741809807"),
        ("pmid", "29456894"),
        ("pmcid", "5815332"),
        ("mag", "2741809807"),
    )
    assert (paper.published, paper.year, paper.venue) == ("2018-02-13", 2018, "PeerJ")
    assert (paper.authors[0], len(paper.authors)) == ("Heather Piwowar", 9)
    assert paper.abstract is not None
    assert paper.abstract.startswith("Despite growing interest")
    kinds = [type(one).__name__ for one in rest]
    assert (kinds.count("Work"), kinds.count("Citation"), len(kinds)) == (45, 45, 90)


def test_an_older_work_without_a_title_or_ids_is_read_by_its_other_fields() -> None:
    paper, *rest = works.records([("#", loaded(ALEX / "W-api-response.json"))], ORIGIN)
    assert isinstance(paper, rec.Paper)
    assert paper.title.startswith("GW170104")
    assert paper.identifiers == (("doi", "10.1103/physrevlett.118.091101"), ("openalex", "W2755950973"))
    assert paper.venue == "Physical Review Letters"
    assert len(rest) == 10
    assert written([paper, *rest])


def test_a_merged_work_keeps_the_identifier_that_led_to_it() -> None:
    paper, *_ = works.records([("#", loaded(ALEX / "W2741809807.json"))], ORIGIN, ("W1",))
    assert isinstance(paper, rec.Paper)
    assert {value for scheme, value in paper.identifiers if scheme == "openalex"} == {"W1", "W2741809807"}


@pytest.mark.parametrize(("mark", "complete"), [("absent", None), (None, None), (False, None), (True, False)])
def test_authors_are_known_to_be_cut_off_where_that_is_marked_and_else_unknown(mark: object, complete: object) -> None:
    work = {"id": "https://openalex.org/W1", "title": "One", "authorships": [{"author": {"display_name": "Ada"}}]}
    marked = {} if mark == "absent" else {"is_authors_truncated": mark}
    (paper,) = works.records([("#", {**work, **marked})], ORIGIN)
    assert isinstance(paper, rec.Paper)
    assert (paper.authors, paper.authors_complete) == (("Ada",), complete)


def test_what_is_asked_for_of_a_work_is_all_that_is_read_of_it() -> None:
    whole = {**loaded(ALEX / "W2741809807.json"), "is_authors_truncated": True}
    asked = {name: whole[name] for name in FIELDS.split(",")}
    assert list(works.records([("#", asked)], ORIGIN)) == list(works.records([("#", whole)], ORIGIN))


def test_a_copy_on_arxiv_tells_the_arxiv_identifier() -> None:
    work = {"id": "https://openalex.org/W1", "locations": [{"landing_page_url": "http://arxiv.org/abs/2010.11929v2"}]}
    (found,) = works.records([("#", work)], ORIGIN)
    assert found.iri == "https://w3id.org/paperkin/paper/arxiv/2010.11929"  # type: ignore[attr-defined]


# Laws

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
    | st.sampled_from(["10.1/x", "10.48550/arXiv.no", "2010.11929", "https://openalex.org/W1", "2020-02-30", "W2"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
_EXTERNAL = st.dictionaries(st.sampled_from([*answers.SCHEMES, "openalex", "doi", "pmid", "mag"]), _VALUES, max_size=4)
_KEYS = (
    "paperId", "corpusId", "title", "authors", "year", "venue", "publicationDate", "doi", "display_name",
    "publication_date", "publication_year", "authorships", "primary_location", "locations", "referenced_works",
    "abstract_inverted_index", "is_authors_truncated",
)  # fmt: skip
_PAPERS = st.fixed_dictionaries(
    {
        "externalIds": _EXTERNAL | _VALUES,
        "ids": _EXTERNAL | _VALUES,
        "id": st.just("https://openalex.org/W7") | _VALUES,
    },
    optional=dict.fromkeys(_KEYS, _VALUES),
)
_ENTRIES = st.fixed_dictionaries(
    {"citedPaper": _PAPERS | _VALUES},
    optional=dict.fromkeys(("contexts", "intents", "isInfluential", "contextsWithIntent"), _VALUES),
)


def expected_of(records: list[rec.Record]) -> None:
    """Insist that each record is refused with a reason, or becomes statements, or tells why it cannot."""
    for one in records:
        if isinstance(one, rec.Rejected):
            assert one.reason
            continue
        with contextlib.suppress(ValueError):  # a snapshot rejects the record for it
            assert list(mapping.statements(one))


@given(st.lists(_ENTRIES | _VALUES, max_size=3))
def test_whatever_semantic_scholar_sends_becomes_records_or_is_refused(found: list[Any]) -> None:
    expected_of(list(answers.entries(found, AT, "references", "https://e.org/x")))


@given(st.lists(_PAPERS | _VALUES, max_size=3))
def test_whatever_openalex_sends_becomes_records_or_is_refused(found: list[Any]) -> None:
    expected_of(list(works.records([("#", one) for one in found], ORIGIN)))


# The documents


def _documented(section: str) -> set[str]:
    text = DOCUMENT.read_text(encoding="utf-8").partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"`([A-Za-z_0-9]+)`", text))


@pytest.mark.parametrize("name", ["Citation.json", "Reference.json", "PaperWithNullValues.json"])
def test_each_field_of_semantic_scholar_is_documented(name: str) -> None:
    found = loaded(SCHOLAR / name)
    inner = found.get("citingPaper") or found.get("citedPaper") or {}
    fields = {*found, *inner, *(inner.get("externalIds") or {})}
    assert fields - _documented("Semantic Scholar") == set()


@pytest.mark.parametrize("name", ["W2741809807.json", "W-api-response.json"])
def test_each_field_of_openalex_is_documented(name: str) -> None:
    found = loaded(ALEX / name)
    fields = {*found, *found.get("ids", {}), *found["authorships"][0], *found["primary_location"]}
    assert fields - _documented("OpenAlex") == set()
