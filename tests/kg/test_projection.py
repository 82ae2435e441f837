"""From the tables of a generation to graphs: views over arrays and their filters; they are what the store says."""

import json
from pathlib import Path

import networkx as nx
import polars as pl
import pytest

from ingest import snapshot
from ingest.sources.review import ReviewSource
from kg.errors import NoAnswer, UsageProblem
from kg.load import load
from kg.projection import VIEWS, Projection
from kg.store import GraphStore
from ontology.iri import BASE
from ontology.terms import CITO, PK, RDF
from tests.kg import snapshots


def pairs(graph: object) -> set[tuple[str, str]]:
    return set(graph.to_networkx().edges)


def test_citations_and_uses_are_those_of_the_store(projection: Projection, store: GraphStore) -> None:
    cited = {(str(one), str(two)) for one, two in store.pairs(CITO.cites)}
    assert pairs(projection.citations) == cited
    iris = projection.things["iri"]
    uses = {(iris[paper], iris[technique]) for paper, technique in projection.uses.iter_rows()}
    papers = set(projection.citations.names)
    stated = {(str(one), str(two)) for one, two in store.pairs(PK.usesTechnique)}
    assert uses == {pair for pair in stated if pair[0] in papers}
    assert uses


def test_lineage_over_arrays_is_the_lineage(projection: Projection) -> None:
    for name, graph in (("technique-lineage", projection.lineage), ("paper-lineage", projection.paper_lineage)):
        assert pairs(projection.view(name)) == set(nx.DiGraph(graph).edges)
        assert projection.view(name).number_of_edges() == graph.number_of_edges()


def test_a_paper_tells_how_many_references_are_known_wherever_they_are(projection: Projection) -> None:
    whole = projection.citations
    part = projection.view("citations", among=whole.names[:5])
    told = dict(zip(whole.names, whole.facts["references"], strict=True))
    assert [told[name] for name in part.names] == part.facts["references"].to_list()


def test_a_view_is_of_the_time_that_was_asked_for(projection: Projection) -> None:
    part = projection.view("citations", since="2020", until="2021-06-30")
    assert len(part)
    assert all(date[:4] >= "2020" and date[:10] <= "2021-06-30" for date in part.facts["date"])
    years = projection.view("citations", since="2020-03-01", until="2020").facts["date"]
    assert {date[:4] for date in years} == {"2020"}


def test_a_view_around_a_thing_holds_what_is_near_it(projection: Projection) -> None:
    whole = projection.view("technique-lineage").to_networkx()
    start = max(whole, key=whole.degree)
    near = nx.ego_graph(whole, start, radius=2, undirected=True)
    assert set(projection.view("technique-lineage", around=start, depth=2).names) == set(near)
    with pytest.raises(nx.NodeNotFound):
        projection.view("technique-lineage", around="nothing")


def test_techniques_are_joined_by_the_papers_that_use_both(projection: Projection) -> None:
    iris = projection.things["iri"]
    users: dict[str, set[str]] = {}
    for paper, technique in projection.uses.iter_rows():
        users.setdefault(iris[technique], set()).add(iris[paper])
    graph = projection.view("co-technique").to_networkx()
    expected = {
        frozenset((one, two)): len(users[one] & users[two])
        for one in users for two in users if one < two and users[one] & users[two]
    }  # fmt: skip
    assert {frozenset(edge[:2]): edge[2]["weight"] for edge in graph.edges(data=True)} == expected
    assert {node: facts["papers"] for node, facts in graph.nodes(data=True)} == {n: len(of) for n, of in users.items()}


def test_an_unknown_view_names_those_that_work(projection: Projection) -> None:
    with pytest.raises(UsageProblem, match=", ".join(VIEWS)):
        projection.view("family")


def _review_and(folder: Path, *statements: str) -> None:
    """Write the review's snapshot with more statements in it."""
    written = snapshot.write(ReviewSource(), folder)
    manifest = written.path.with_name(written.path.name.removesuffix(".nq.gz") + ".json")
    graph = json.loads(manifest.read_text())["graph"]
    lines = "".join(f"{statement} <{graph}> .\n" for statement in statements)
    snapshots.write(manifest, snapshots.read(manifest) + lines, json.loads(manifest.read_text()))


WORK = f"<{BASE}paper/doi/10.1%2Fcited>"
CITES = f"<{BASE}paper/arxiv/2010.11929> <{CITO.cites}> {WORK}"


def test_a_work_without_a_title_goes_by_its_identifier(tmp_path: Path) -> None:
    _review_and(tmp_path, f"{WORK} <{RDF.type}> <{PK.Work}>", f'{WORK} <{PK.identifier}> "doi:10.1/cited"', CITES)
    load(tmp_path)
    found = Projection.open(tmp_path).citations
    place = found.number(WORK.strip("<>"))
    assert found.facts.row(place, named=True) == {
        "kind": "paper", "label": "doi:10.1/cited", "date": None, "references": 0, "cited_by": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("identifier", "month"),
    [("2106.99999", "2021-06"), ("0704.0001", "2007-04"), ("hep-th/9901001", "1999-01"), ("hep-th/9913001", None)],
)
def test_where_nobody_dates_a_paper_its_arxiv_id_tells_the_month(
    tmp_path: Path, identifier: str, month: str | None
) -> None:
    _review_and(tmp_path, f"{WORK} <{RDF.type}> <{PK.Work}>", f'{WORK} <{PK.identifier}> "arxiv:{identifier}"', CITES)
    load(tmp_path)
    found = Projection.open(tmp_path).citations
    assert found.facts["date"][found.number(WORK.strip("<>"))] == month


def test_what_somebody_says_of_a_date_comes_before_the_identifier(projection: Projection) -> None:
    place = projection.citations.number(f"{BASE}paper/arxiv/2010.11929")
    assert projection.citations.facts["date"][place] == "2020-10-22"


def test_a_citation_of_what_nobody_describes_stops_a_load(tmp_path: Path) -> None:
    _review_and(tmp_path, CITES)
    with pytest.raises(NoAnswer, match="1 ends of citations are things that no snapshot describes"):
        load(tmp_path)


def test_a_lineage_of_some_papers_holds_the_techniques_that_they_introduce_or_use(projection: Projection) -> None:
    things = projection.things
    row = things.with_row_index().filter(pl.col("label") == "Swin Transformer").row(0, named=True)
    used = {things["iri"][to] for paper, to in projection.uses.iter_rows() if things["iri"][paper] == row["paper"]}
    part = projection.view("technique-lineage", among=[row["paper"]])
    assert row["iri"] in part
    assert set(part.names) <= used | {row["iri"], row["paper"]} | set(things.filter(paper=row["paper"])["iri"])
    assert len(part) > 2


def test_a_leaderboard_over_arrays_holds_every_derived_rank(projection: Projection, store: GraphStore) -> None:
    graph = projection.view("leaderboard")
    kinds = dict(zip(graph.names, graph.facts["kind"], strict=True))
    assert {kinds[graph.names[end]] for end in graph.source.tolist()} == {"model"}
    assert {kinds[graph.names[end]] for end in graph.target.tolist()} == {"benchmark"}
    ranks = store.select(
        "SELECT ?result ?position WHERE { ?r a pk:Rank ; pk:basis pk:Derived ; pk:result ?result ; "
        "pk:position ?position FILTER NOT EXISTS { ?r pk:asOf ?day } }"
    )
    told = zip(graph.edge_facts["result"], graph.edge_facts["position"], strict=True)
    assert sorted(told) == sorted((str(row["result"]), row["position"]) for row in ranks)
    early = projection.view("leaderboard", until="2020").edge_facts
    assert 0 < len(early) < graph.number_of_edges()
    assert all(date[:4] <= "2020" for date in early["date"])
    paper = graph.edge_facts["paper"][0]
    assert set(projection.view("leaderboard", among=[paper]).edge_facts["paper"]) == {paper}
