"""What each view holds."""

from collections import Counter

import networkx as nx
import pytest

from kg import boards
from kg.errors import UsageProblem
from kg.export import views
from kg.export.views import VIEWS, Only
from kg.projection import Projection
from kg.store import GraphStore

BASE = "https://w3id.org/paperkin/"
VIT, OLD = f"{BASE}paper/arxiv/2010.11929", f"{BASE}paper/doi/10.1%2Fold"
TOY = f"{BASE}benchmark/tiny/toy"
PREFIXES = "PREFIX pk: <https://w3id.org/paperkin/ontology#> PREFIX cito: <http://purl.org/spar/cito/> "


def view(name: str, projection: Projection, store: GraphStore, only: Only = views.ALL) -> nx.MultiDiGraph:
    """Give a view as a networkx graph, to look into it."""
    return views.view(name, projection, store, only).to_networkx()


def kinds(graph: nx.MultiDiGraph) -> Counter[str]:
    return Counter(facts.get("kind", key) for *_, key, facts in graph.edges(keys=True, data=True))


def node_kinds(graph: nx.MultiDiGraph) -> Counter[str]:
    return Counter(kind for _, kind in graph.nodes.data("kind"))


def test_citations_hold_the_papers_that_cite_or_are_cited(tiny: GraphStore, tiny_tables: Projection) -> None:
    graph = view("citations", tiny_tables, tiny)
    assert set(graph) == {VIT, OLD}
    assert graph.nodes[OLD] == {
        "kind": "paper", "label": '=HYPERLINK("http://example.org") & <b>Co</b>',
        "date": "2017", "year": 2017, "url": "https://doi.org/10.1/old%3C1%3E",
    }  # fmt: skip
    assert graph.edges[VIT, OLD, "cites"] == {
        "kind": "cites", "place": "Section 1; Section 2", "stated_by": VIT, "intent": "usesMethodIn",
    }  # fmt: skip


def test_an_arxiv_page_goes_before_a_doi(tiny: GraphStore, tiny_tables: Projection) -> None:
    graph = view("full", tiny_tables, tiny)
    assert graph.nodes[VIT]["url"] == "https://arxiv.org/abs/2010.11929"
    assert graph.nodes[f"{BASE}paper/tiny/lonely"]["url"] == "https://example.org/lonely"


def test_lineage_holds_every_technique_and_the_evidence(tiny: GraphStore, tiny_tables: Projection) -> None:
    graph = view("lineage", tiny_tables, tiny)
    young, root = f"{BASE}technique/tiny/vit", f"{BASE}technique/tiny/transformer"
    assert set(graph) == {young, root}
    assert graph.nodes[young] == {
        "kind": "technique", "label": "ViT", "date": "2020-10-22", "year": 2020, "paper": VIT,
    }  # fmt: skip
    assert graph.edges[young, root, "buildsOn"] == {
        "kind": "buildsOn", "place": "Abstract", "basis": "Stated", "stated_by": VIT,
        "sentence": 'We apply a "pure" Transformer, e.g. <this>.',
    }  # fmt: skip


def test_a_leaderboard_holds_the_derived_ranks_and_the_best_values(tiny: GraphStore, tiny_tables: Projection) -> None:
    graph = view("leaderboard", tiny_tables, tiny)
    ranked = [(graph.nodes[s]["label"], f) for s, _, f in graph.edges(data=True) if f.get("kind") == "rankedOn"]
    assert sorted((name, f["rank"], f["value"], f["metric"]) for name, f in ranked) == [
        ("-mean", 2, -1.5, "Accuracy"), ("@Net", 2, -1.5, "Accuracy"), ("ViT-L", 1, 88.55, "Accuracy"),
    ]  # fmt: skip
    [best] = [facts for name, facts in ranked if name == "ViT-L"]
    assert best == {
        "kind": "rankedOn", "basis": "Derived", "rank": 1, "value": best["value"], "metric": "Accuracy",
        "unit": "%", "result": f"{BASE}result/1", "paper": VIT, "date": "2020-10-22",
        "extra_samples": 14_000_000, "uses_extra_data": True, "place": "Table 1, row 1", "stated_by": VIT,
    }  # fmt: skip


def test_a_leaderboard_joins_models_papers_and_datasets(tiny: GraphStore, tiny_tables: Projection) -> None:
    graph = view("leaderboard", tiny_tables, tiny)
    assert node_kinds(graph) == {"model": 3, "paper": 2, "benchmark": 1, "dataset": 1}
    assert graph.nodes[f"{BASE}model/tiny/large"] == {
        "kind": "model",
        "label": "ViT-L",
        "parameters": 3_000_000_000,
    }
    joins = sorted((s, t, key) for s, t, key in graph.edges(keys=True) if not key.startswith("rankedOn"))
    assert joins == [
        (f"{BASE}model/tiny/large", f"{BASE}dataset/tiny/more", "trainedOn"),
        (f"{BASE}model/tiny/large", VIT, "describedIn"),
        (f"{BASE}model/tiny/minus", OLD, "describedIn"),
    ]


def test_full_joins_all_views_and_adds_who_introduced_and_who_uses(tiny: GraphStore, tiny_tables: Projection) -> None:
    full = view("full", tiny_tables, tiny)
    for name in ("citations", "lineage", "leaderboard"):
        part = view(name, tiny_tables, tiny)
        assert all(full.nodes[node] == facts for node, facts in part.nodes(data=True))
        assert all(full.edges[edge] == facts for *edge, facts in part.edges(keys=True, data=True))
    assert f"{BASE}paper/tiny/lonely" in full
    assert kinds(full) == {
        "rankedOn": 3, "describedIn": 2, "introducedBy": 2, "cites": 1, "buildsOn": 1, "trainedOn": 1,
        "usesTechnique": 1,
    }  # fmt: skip


def test_one_benchmark_is_a_part_of_the_leaderboard(tiny: GraphStore, tiny_tables: Projection) -> None:
    whole = view("leaderboard", tiny_tables, tiny)
    assert nx.utils.graphs_equal(view("leaderboard", tiny_tables, tiny, Only(benchmarks=frozenset({TOY}))), whole)
    none = frozenset({f"{BASE}benchmark/tiny/none"})
    assert len(view("leaderboard", tiny_tables, tiny, Only(benchmarks=none))) == 0


def test_the_citations_of_the_review_are_those_of_the_store(projection: Projection, store: GraphStore) -> None:
    rows = store.select(PREFIXES + "SELECT DISTINCT ?a ?b WHERE { ?a cito:cites ?b }")
    assert set(view("citations", projection, store).edges()) == {(row["a"], row["b"]) for row in rows}


def test_the_lineage_of_the_review_is_that_of_the_store(projection: Projection, store: GraphStore) -> None:
    claims = "?c a pk:LineageClaim ; pk:claimSubject ?a ; pk:claimRelation ?r ; pk:claimObject ?b"
    rows = store.select(f"{PREFIXES} SELECT DISTINCT ?a ?r ?b WHERE {{ {claims} }}")
    expected = {(row["a"], row["b"], str(row["r"]).split("#")[1]) for row in rows}
    graph = view("lineage", projection, store)
    assert set(graph.edges(keys=True)) == expected
    assert all(facts["place"] and facts["stated_by"] and facts["basis"] for *_, facts in graph.edges(data=True))


def test_the_leaderboard_of_the_review_ranks_as_kg_ranks_does(projection: Projection, store: GraphStore) -> None:
    graph = view("leaderboard", projection, store)
    [board] = [node for node, kind in graph.nodes.data("kind") if kind == "benchmark"]
    table = boards.board(store, board).ranks().dicts()
    expected = {(row["result"], row["rank"], row["value"], row["paper"], row["date"]) for row in table}
    ranked = [facts for *_, facts in graph.edges(data=True) if facts.get("kind") == "rankedOn"]
    names = ("result", "rank", "value", "paper", "date")
    found = {tuple(facts[name] for name in names) for facts in ranked}
    assert found == {(result, rank, float(value), paper, date) for result, rank, value, paper, date in expected}


@pytest.mark.parametrize("name", VIEWS)
def test_every_node_has_a_label_and_a_kind_and_no_view_can_be_changed(
    name: str, projection: Projection, store: GraphStore
) -> None:
    graph = view(name, projection, store)
    assert all(facts["label"] and facts["kind"] for _, facts in graph.nodes(data=True))
    assert graph.number_of_edges() > 0
    assert nx.is_frozen(graph)


def test_reading_a_view_leaves_the_projection_as_it_was(projection: Projection, store: GraphStore) -> None:
    before = (
        sorted(projection.lineage.nodes(data=True), key=str),
        (projection.citations.source.tolist(), projection.citations.target.tolist()),
    )
    for name in VIEWS:
        view(name, projection, store)
    after = (
        sorted(projection.lineage.nodes(data=True), key=str),
        (projection.citations.source.tolist(), projection.citations.target.tolist()),
    )
    assert before == after


def test_a_thing_that_nobody_names_is_called_by_its_key(tmp_path) -> None:
    from tests.kg.export.tiny import tiny_projection

    claim = f"<{BASE}claim/1>"
    pk = "https://w3id.org/paperkin/ontology#"
    lines = [
        f"<{BASE}paper/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{pk}Paper>",
        f'<{BASE}paper/a> <{pk}title> "A"',
        f"{claim} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{pk}LineageClaim>",
        f"{claim} <{pk}claimSubject> <{BASE}paper/a>",
        f"{claim} <{pk}claimObject> <{BASE}dataset/source/Some%20Set>",
        f"{claim} <{pk}claimRelation> <{pk}buildsOn>",
        f"{claim} <{pk}basis> <{pk}Stated>",
        f"{claim} <{pk}statedBy> <{BASE}paper/a>",
    ]
    store = GraphStore.of_quads("".join(f"{line} <x:g> .\n" for line in lines).encode())
    graph = view("lineage", tiny_projection(store, tmp_path), store)
    assert graph.nodes[f"{BASE}dataset/source/Some%20Set"] == {"kind": "dataset", "label": "Some Set"}


def test_an_unknown_view_names_those_that_there_are(projection: Projection, store: GraphStore) -> None:
    with pytest.raises(UsageProblem, match="no view 'authors'; take one of: citations, lineage, leaderboard, full, "):
        view("authors", projection, store)
