"""The review, the whole 2020 leaderboards and 9,029 real citations in one graph: each paper is one node."""

from pathlib import Path

import pytest

from ingest import snapshot
from ingest.sources.opencitations.source import OpenCitationsDump
from ingest.sources.paperswithcode.source import PapersWithCode
from ingest.sources.review import ReviewSource
from kg.catalogue import find
from kg.load import load
from kg.projection import Projection
from kg.resolve import resolve
from kg.store import GraphStore
from tests.conftest import SHARED

REVIEWED = """{ SELECT DISTINCT ?%s WHERE {
    ?rank a pk:Rank ; pk:basis pk:Asserted ; pk:result ?result ; pk:sourceRow ?row .
    ?row pk:inTable ?table . ?result pk:reportedIn ?%s } }"""


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dump, methods = (SHARED / f"data/paperswithcode/{name}.json.gz" for name in ("evaluation-tables", "methods"))
    citations = SHARED / "data/opencitations/imagenet-papers.csv"
    if not (dump.exists() and methods.exists() and citations.exists()):
        pytest.skip(f"{dump.parent} or {citations} is absent")
    home = tmp_path_factory.mktemp("together")
    snapshot.write(ReviewSource(), home)
    snapshot.write(PapersWithCode((dump, methods), "2020-09-01"), home)
    snapshot.write(OpenCitationsDump((citations,), retrieved_at="2026-11-22"), home)
    load(home)
    return home


@pytest.fixture(scope="module")
def graph(together: Path) -> GraphStore:
    return GraphStore.open(together)


def test_each_of_the_22_reviewed_papers_is_one_node_under_its_arxiv_identifier(graph: GraphStore) -> None:
    rows = graph.select(
        f"SELECT ?p ?id ?other WHERE {{ {REVIEWED % ('p', 'p')} ?p pk:arxivId ?id . ?other pk:arxivId ?id }}"
    )
    assert len(rows) == 22 == len({row["id"] for row in rows})
    assert all(row["p"] == row["other"] and str(row["p"]).endswith(f"/arxiv/{row['id']}") for row in rows)


def test_a_reviewed_paper_has_the_results_of_both_sources(graph: GraphStore) -> None:
    """Of the 22, these three were on the leaderboards of September 2020; the review has results of all."""
    rows = graph.select(
        f"""SELECT ?p (COUNT(DISTINCT ?source) AS ?n) WHERE {{ {REVIEWED % ("p", "p")}
        GRAPH ?g {{ ?any pk:reportedIn ?p }} ?g pk:assertedBy ?s . ?s pk:sourceName ?source }} GROUP BY ?p"""
    )
    both = {str(row["p"]).rpartition("/")[2] for row in rows if row["n"] == 2}
    assert (len(rows), both) == (22, {"1911.04252", "1912.11370", "2003.08237"})


def test_no_citation_is_lost_and_91_are_between_reviewed_papers(graph: GraphStore, together: Path) -> None:
    (row,) = graph.select(
        f"SELECT (COUNT(*) AS ?n) WHERE {{ {REVIEWED % ('a', 'a')} {REVIEWED % ('b', 'b')} ?a cito:cites ?b }}"
    )
    assert row["n"] == 91
    (all_of,) = graph.select(
        """SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?a cito:cites ?b }
        ?g pk:assertedBy ?s . ?s pk:sourceName "opencitations" }"""
    )
    assert all_of["n"] == 9029
    assert Projection.open(together).citations.number_of_edges() >= 9029


def test_another_name_of_a_joined_paper_still_finds_it(graph: GraphStore, together: Path) -> None:
    rows = find("same-joined").run(graph, {}).table().dicts()
    assert rows
    prefix = "https://w3id.org/paperkin/paper/"
    for row in rows:
        found = resolve(Projection.open(together).names, f"{prefix}{row['alias']}", ["paper"])
        assert found == f"{prefix}{row['paper']}"
        assert not graph.select(f"SELECT ?p WHERE {{ ?p pk:title ?t FILTER(?p = <{prefix}{row['alias']}>) }}")


def test_of_the_61_references_of_the_review_59_are_known_one_is_a_candidate_and_one_is_unknown(
    graph: GraphStore,
) -> None:
    rows = find("references").run(graph, {"paper": "https://w3id.org/paperkin/paper/review/the-review"}).table().dicts()
    assert sorted(row["number"] for row in rows) == list(range(1, 62))
    others = {row["number"]: (row["status"], row["candidate"]) for row in rows if row["status"] != "resolved"}
    dropout = "paperswithcode/dropout-a-simple-way-to-prevent-neural"
    assert others == {43: ("unknown", None), 45: ("candidate", dropout)}
    assert all(row["identifier"] for row in rows if row["status"] == "resolved")


def test_pairs_that_look_alike_are_listed_and_not_joined(graph: GraphStore) -> None:
    rows = find("same-candidates").run(graph, {}).table().dicts()
    assert {"paperswithcode/dropout-a-simple-way-to-prevent-neural", "review/reference-45"} in [
        {row["one"], row["other"]} for row in rows
    ]
    assert all(0 <= row["score"] <= 1 for row in rows)
