"""Views narrowed by time, papers, benchmark and nearness, and to what stands under some licences."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import scope
from kg.errors import UsageProblem
from kg.export import about, graphml, rdf, views
from kg.export.licences import LicensedProjection, permitted, short
from kg.export.report import Report
from kg.export.views import VIEWS, Only
from kg.export.work import Export
from kg.projection import Projection
from kg.store import GraphStore
from tests.kg.export.test_export_rdf import by_oxigraph

BASE = "https://w3id.org/paperkin/"
VIT, OLD, SWIN = (f"{BASE}paper/{name}" for name in ("arxiv/2010.11929", "doi/10.1%2Fold", "arxiv/2103.14030"))
LONELY = f"{BASE}paper/tiny/lonely"
TRANSFORMER, OF_VIT, OF_SWIN = (f"{BASE}technique/{name}" for name in ("tiny/transformer", "tiny/vit", "other/swin"))
TOY, TASK = f"{BASE}benchmark/tiny/toy", f"{BASE}task/tiny/toy"

Edges = set[tuple[str, str, str]]


def edges(name: str, projection: Projection, store: GraphStore, only: Only = views.ALL) -> Edges:
    graph = views.view(name, projection, store, only).to_networkx()
    return {(one, two, facts["kind"]) for one, two, facts in graph.edges(data=True)}


def test_citations_are_narrowed_by_the_dates_of_both_papers(both: GraphStore, both_tables: Projection) -> None:
    new, old = (SWIN, VIT, "cites"), (VIT, OLD, "cites")
    undated = (OLD, LONELY, "cites")
    assert edges("citations", both_tables, both) == {new, old, undated}
    assert edges("citations", both_tables, both, Only(since="2020")) == {new}
    assert edges("citations", both_tables, both, Only(until="2020-10-22")) == {old}
    assert edges("citations", both_tables, both, Only(papers=frozenset({VIT, OLD}))) == {old}


def test_lineage_of_papers_is_that_of_the_techniques_they_introduce_or_use(
    both: GraphStore, both_tables: Projection
) -> None:
    only = Only(papers=frozenset({VIT}))
    made = views.view("lineage", both_tables, both, only)
    assert set(made.iris) == {OF_VIT, TRANSFORMER}, "what it introduces, and what it uses"
    made = views.view("lineage", both_tables, both, Only(since="2021"))
    assert (set(made.iris), made.number_of_edges()) == ({OF_SWIN}, 0)


def test_paper_lineage_and_co_technique_have_what_the_projection_has(both: GraphStore, both_tables: Projection) -> None:
    assert edges("paper-lineage", both_tables, both) == {(SWIN, VIT, "buildsOn"), (VIT, OLD, "buildsOn")}
    made = views.view("co-technique", both_tables, both)
    assert not made.directed
    [edge] = made.to_networkx().edges(data=True)
    assert edge == (TRANSFORMER, OF_VIT, {"kind": "usedTogether", "weight": 2})
    assert dict(made.nodes.frame.select("iri", "papers").iter_rows()) == {TRANSFORMER: 2, OF_VIT: 2}


def test_a_leaderboard_in_time_has_the_results_of_that_time(both: GraphStore, both_tables: Projection) -> None:
    made = edges("leaderboard", both_tables, both, Only(until="2020"))
    large = f"{BASE}model/tiny/large"
    assert made == {
        (large, TOY, "rankedOn"), (large, VIT, "describedIn"), (large, f"{BASE}dataset/tiny/more", "trainedOn"),
    }  # fmt: skip


def test_around_goes_both_ways_so_many_edges(both: GraphStore, both_tables: Projection) -> None:
    assert edges("citations", both_tables, both, Only(around=SWIN)) == {(SWIN, VIT, "cites")}
    assert len(edges("citations", both_tables, both, Only(around=SWIN, depth=3))) == 3
    assert len(edges("citations", both_tables, both, Only(around=VIT))) == 2
    with pytest.raises(UsageProblem, match="is not in the view citations"):
        edges("citations", both_tables, both, Only(around=SWIN, until="2020"))


def test_full_narrowed_is_the_narrowed_views_joined(both: GraphStore, both_tables: Projection) -> None:
    only = Only(until="2020")
    found = edges("full", both_tables, both, only)
    for name in ("citations", "lineage", "leaderboard"):
        assert edges(name, both_tables, both, only) <= found
    assert not any(SWIN in edge or OF_SWIN in edge for edge in found)


def test_papers_and_benchmarks_of_a_task(both: GraphStore) -> None:
    assert scope.papers_of_task(both, TASK) == scope.papers_on(both, TOY) == {VIT, SWIN}
    assert scope.benchmarks_of(both, TASK) == {TOY}
    assert scope.benchmarks_of(both, f"{TASK}-not") == set()


@pytest.mark.parametrize("name", ["citations", "lineage", "leaderboard"])
def test_rdf_of_a_narrowed_view_says_nothing_of_what_was_left_out(
    name: str, both: GraphStore, both_tables: Projection, tmp_path: Path
) -> None:
    only, out = Only(until="2020"), tmp_path / "a.nt"
    Export("nt", out, name, both, both_tables, only).write_rdf(())
    found = by_oxigraph(out, "nt")
    rdf.write(both, tmp_path / "whole.nt", "nt", name)
    assert found < by_oxigraph(tmp_path / "whole.nt", "nt")
    gone = {SWIN, OF_SWIN, f"{BASE}claim/2", f"{BASE}result/4", f"{BASE}measurement/4", f"{BASE}rank/4"}
    named = {f"<{iri}>" for iri in gone}
    assert not any(term in named for line in found for term in line.split(" "))
    kept = {"citations": VIT, "lineage": f"{BASE}claim/1", "leaderboard": f"{BASE}measurement/1"}[name]
    assert any(line.startswith(f"<{kept}> ") for line in found)


def test_an_identifier_of_a_licence_is_that_of_spdx() -> None:
    assert [short(licence) for licence in (
        "https://creativecommons.org/publicdomain/zero/1.0/", "http://creativecommons.org/licenses/by/4.0",
        "https://opendatacommons.org/licenses/by/1-0/", "https://www.apache.org/licenses/LICENSE-2.0",
        "https://spdx.org/licenses/BSD-3-Clause", "https://www.semanticscholar.org/product/api/license",
    )] == [
        "CC0-1.0", "CC-BY-4.0", "ODC-By-1.0", "Apache-2.0", "BSD-3-Clause",
        "https://www.semanticscholar.org/product/api/license",
    ]  # fmt: skip


def test_a_computed_graph_may_go_only_with_all_it_was_computed_from(both: GraphStore) -> None:
    one, other, two = (permitted(both, asked) for asked in (["cc0-1.0"], ["CC-BY-SA-4.0"], ["CC0-1.0", "cc-by-sa-4.0"]))
    assert one.licences == ("CC0-1.0",)
    assert [graph.removeprefix(BASE) for graph in one.graphs] == ["shared/2", "snapshot/tiny/1"]
    assert [graph.removeprefix(BASE) for graph in other.graphs] == ["shared/2", "snapshot/other/1"]
    assert {graph.removeprefix(BASE) for graph in two.left_out} == {"derived/twice"}, "nobody says what it is from"
    with pytest.raises(UsageProblem, match=r"nothing stands under 'MIT'; there are: CC-BY-SA-4\.0, CC0-1\.0"):
        permitted(both, ["CC0-1.0", "MIT"])


@pytest.mark.parametrize("name", VIEWS)
def test_under_a_licence_only_what_its_snapshots_state_is_there(
    name: str, both: GraphStore, both_tables: Projection, tiny: GraphStore, tiny_tables: Projection, tmp_path: Path
) -> None:
    allowed = permitted(both, ["CC0-1.0"])
    report = Export("graphml", tmp_path / "a", name, both, both_tables, views.ALL, allowed=allowed).write()
    text = (tmp_path / "a").read_text(encoding="utf-8")
    assert "Swin" not in text
    assert "2103.14030" not in text
    assert "other title" not in text
    projection = LicensedProjection(both_tables.folder, store=both, graphs=allowed.graphs)
    found = edges(name, projection, both, Only(graphs=allowed.graphs))
    shared = {(OLD, LONELY, "cites")} if name in ("citations", "full") else set()
    assert found == edges(name, tiny_tables, tiny) | shared
    whole = views.view(name, both_tables, both)
    assert report.left_out is not None
    assert report.left_out.edges == whole.number_of_edges() - len(found) >= 1


def test_ranks_are_counted_anew_under_a_licence(both: GraphStore, both_tables: Projection) -> None:
    def ranks(graphs: tuple[str, ...]) -> dict[str, int]:
        graph = views.view("leaderboard", both_tables, both, Only(graphs=graphs)).to_networkx()
        return {facts["result"]: facts["rank"] for *_, facts in graph.edges(data=True) if facts["kind"] == "rankedOn"}

    result = f"{BASE}result/"
    assert ranks(permitted(both, ["CC-BY-SA-4.0"]).graphs) == {f"{result}4": 1}
    assert ranks(permitted(both, ["CC0-1.0"]).graphs) == {f"{result}1": 1, f"{result}2": 2, f"{result}3": 2}


def test_ranks_counted_anew_among_all_are_those_of_the_graph(store: GraphStore, projection: Projection) -> None:
    again = views.view("leaderboard", projection, store, Only(graphs=tuple(store.graphs())))
    assert graphml.text(again) == graphml.text(views.view("leaderboard", projection, store))


def test_facts_come_from_a_source_that_may_go_along(both: GraphStore, both_tables: Projection) -> None:
    graphs = permitted(both, ["CC-BY-SA-4.0"]).graphs
    made = views.view(
        "citations", LicensedProjection(both_tables.folder, store=both, graphs=graphs), both, Only(graphs=graphs)
    ).to_networkx()
    assert made.nodes[VIT] == {"kind": "paper", "label": "An Image (other title)"}, "its date is another's to tell"
    assert made.nodes[OLD] == {"kind": "paper", "label": "10.1/old"}, "named by its key: its title is not there"


def test_rdf_under_a_licence_has_its_graphs_alone(both: GraphStore, both_tables: Projection, tmp_path: Path) -> None:
    allowed = permitted(both, ["CC0-1.0"])
    work = Export("nquads", tmp_path / "a.nq", "full", both, both_tables, views.ALL, allowed=allowed)
    report = work.write_rdf(())
    quads = list(ox.parse((tmp_path / "a.nq").read_bytes(), ox.RdfFormat.N_QUADS))
    assert {quad.graph_name.value for quad in quads} == set(allowed.graphs)
    assert report.left_out == Report(statements=len(list(both._inner)) - len(quads))
    with pytest.raises(UsageProblem, match=r"does not stand under CC0-1\.0"):
        work.write_rdf([f"{BASE}snapshot/other/1"])
    view = Export("nt", tmp_path / "a.nt", "citations", both, both_tables, views.ALL, allowed=allowed).write_rdf(())
    text = (tmp_path / "a.nt").read_text(encoding="utf-8")
    assert "Swin" not in text
    assert "lonely" in text
    assert view.left_out is not None
    assert view.left_out.statements > 0


def test_the_file_beside_tells_licences_and_what_was_left_out(both: GraphStore, tmp_path: Path) -> None:
    import json

    allowed = permitted(both, ["CC0-1.0"])
    about.write(tmp_path / "a", {"format": "csv"}, Report(rows=1, left_out=Report(edges=3)), both, allowed)
    told = json.loads((tmp_path / "a.about.json").read_bytes())
    assert told["licences"] == ["CC0-1.0"]
    assert told["left_out"] == {"edges": 3, "graphs": list(allowed.left_out)}
    assert [snapshot["source"] for snapshot in told["snapshots"]] == ["tiny"]
