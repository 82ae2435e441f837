"""kg influence, similar, communities, bursts and roots, as people and scripts call them."""

import csv
import io
import json
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from kg import alike
from kg.analysis import influence, likeness, mainpath
from kg.analysis.communities import leiden
from kg.analysis.hygiene import shrink, simple
from kg.cli import main
from kg.projection import Projection
from tests.conftest import SHARED

REAL = SHARED / "data" / "opencitations" / "imagenet-papers.csv"
PAPER = "https://w3id.org/paperkin/paper/arxiv/"
VIT, RESNET = f"{PAPER}2010.11929", f"{PAPER}1512.03385"

ATTENTION = ("1706.03762", "2010.11929", "2103.14030", "2103.17239", "2104.10858", "2106.08254", "2106.13112")
CONVOLUTION = ("1512.03385", "1709.01507", "1905.11946", "1911.04252", "2003.10580", "2104.00298")
"""Papers of the review, the oldest first: each cites all older ones of its group, and the first of the other."""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the review and citations among two groups of its papers; tests only read it."""
    folder = tmp_path_factory.mktemp("cited")
    pairs = [
        (one, two) for group in (ATTENTION, CONVOLUTION) for place, one in enumerate(group) for two in group[:place]
    ]
    pairs += [(one, CONVOLUTION[0]) for one in ATTENTION[1:]]
    lines = [f'"","10.48550/arxiv.{one}","10.48550/arxiv.{two}","","","",""' for one, two in pairs]
    table = folder / "citations.csv"
    header = '"oci","citing","cited","creation","timespan","journal_sc","author_sc"'
    table.write_text("\n".join([header, *lines]) + "\n")
    _build(folder, table)
    return folder


def _build(folder: Path, table: Path) -> None:
    for arguments in (["build"], ["ingest", "opencitations", str(table)], ["load"]):
        assert main(["--home", str(folder), *arguments]) == 0


@pytest.fixture(scope="module")
def projection(cited: Path) -> Projection:
    return Projection.open(cited)


@pytest.fixture
def kg(cited: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; give its exit code, output and messages."""
    return _runner(cited, capfd, monkeypatch)


def _runner(home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(["--home", str(home), *arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_influence_puts_figures_beside_each_other_in_order_with_coverage(kg: Run, projection: Projection) -> None:
    code, out, err = kg("influence", "--format", "csv", "--top", "62")
    assert code == 0
    found = rows(out)
    assert out.splitlines()[0] == (
        "thing,title,date,citations,in_view,pagerank,rescaled,citerank,cd,alone,together,around,references,undated"
    )
    graph = simple(projection.citations)
    expected = nx.pagerank(graph.to_networkx(), tol=1e-12 / len(graph), max_iter=1_000)
    assert {row["thing"]: float(row["pagerank"]) for row in found} == pytest.approx(expected)
    ranks = [float(row["pagerank"]) for row in found]
    assert ranks == sorted(ranks, reverse=True)
    assert {row["thing"]: int(row["citations"]) for row in found} == dict(graph.to_networkx().in_degree)
    assert "references are known of" in err


@pytest.mark.parametrize("by", ["pagerank", "citations", "rescaled", "citerank", "cd", "hits", "betweenness", "core"])
@pytest.mark.parametrize("view", ["citations", "technique-lineage", "paper-lineage"])
def test_every_order_runs_on_every_view_the_highest_first(kg: Run, by: str, view: str) -> None:
    code, out, _ = kg("influence", "--view", view, "--by", by, "--format", "csv", "--top", "9")
    assert code == 0
    column = {"hits": "authority", "citations": "citations" if view == "citations" else "in_view"}.get(by, by)
    values = [float(row[column]) for row in rows(out) if row[column]]
    assert values == sorted(values, reverse=True)
    assert len(rows(out)) == 9


def test_people_see_titles_and_years_not_iris_and_no_column_that_says_nothing(kg: Run) -> None:
    code, out, err = kg("influence", "--top", "3")
    assert code == 0
    assert "https://" not in out
    assert "Influence in citations, by pagerank: the first 3 of 62 papers" in out
    assert "PageRank %" in out
    assert "in view" not in out
    assert "references are known of" in err
    _, out, _ = kg("influence", "--top", "3", "--until", "2018")
    assert "in view" in out
    assert all(line.split()[0] <= "2018" for line in out.splitlines()[2:] if line.strip())


@pytest.mark.parametrize("by", ["rescaled", "citerank", "cd", "hits", "betweenness", "core"])
def test_people_see_the_figure_that_the_order_is_by(kg: Run, by: str) -> None:
    code, out, _ = kg("influence", "--by", by, "--top", "4")
    heading = {"hits": "authority %", "cd": "CD", "citerank": "CiteRank %"}.get(by, by)
    assert code == 0
    assert heading in out.splitlines()[1]
    assert "error" not in out


def test_the_cd_index_counts_what_lies_outside_of_the_part_that_is_shown(kg: Run) -> None:
    columns = ("cd", "alone", "together", "around", "references")
    shown = {}
    for part in ([], ["--since", "2020-06"]):
        for by in ("cd", "pagerank"):
            _, out, _ = kg("influence", "--by", by, "--top", "62", "--format", "csv", *part)
            found = next(row for row in rows(out) if row["thing"] == VIT)
            shown[(*part, by)] = [found[name] for name in columns]
    assert len({tuple(values) for values in shown.values()}) == 1
    assert all(values[-1] == "2" for values in shown.values())


def test_what_is_cut_off_though_it_is_equal_is_told(kg: Run) -> None:
    _, out, err = kg("influence", "--by", "core", "--top", "2", "--format", "csv")
    last = rows(out)[-1]["core"]
    _, out, _ = kg("influence", "--by", "core", "--top", "62", "--format", "csv")
    more = sum(row["core"] == last for row in rows(out)) - 2
    assert f"{more} more are equal to the last in core" in err
    assert more > 0


def test_an_unknown_cd_index_is_empty_and_counted(kg: Run) -> None:
    _, out, err = kg("influence", "--by", "cd", "--top", "62", "--format", "json")
    found = json.loads(out)
    assert found[-1]["cd"] is None
    unknown = sum(row["cd"] is None for row in found)
    assert f"the CD index is unknown of {unknown} of 62 papers" in err
    for row in found:
        if row["cd"] is not None:
            assert row["cd"] == (row["alone"] - row["together"]) / (row["alone"] + row["together"] + row["around"])


def test_a_part_without_edges_has_no_influence(kg: Run) -> None:
    code, out, err = kg("influence", "--since", "2021-07")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "no edges" in err


def test_similar_papers_are_those_of_the_naive_count_and_say_why(kg: Run, projection: Projection) -> None:
    code, out, err = kg("similar", "arxiv:2010.11929", "--format", "csv", "--top", "100")
    assert code == 0
    graph = projection.citations.to_networkx()
    for row in rows(out):
        shared = set(graph[VIT]) & set(graph[row["thing"]])
        citing = set(graph.pred[VIT]) & set(graph.pred[row["thing"]])
        assert (int(row["references_shared"]), int(row["cited_by_shared"])) == (len(shared), len(citing))
        assert set(row["references_telling"].split()) <= shared
        assert set(row["cited_by_telling"].split()) <= citing
    assert "references are known of" in err
    _, out, _ = kg("similar", "arxiv:2010.11929", "--top", "3")
    assert "Like An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale (2020):" in out
    assert "in common (" in out
    assert "https://" not in out


def test_similar_techniques_share_papers_and_kin(kg: Run) -> None:
    code, out, err = kg("similar", "Swin Transformer", "--format", "json", "--top", "3")
    found = json.loads(out)
    assert code == 0
    assert found["thing"]["title"] == "Swin Transformer"
    assert found["similar"][0]["used_by"]["telling"][0]["title"].startswith("Swin Transformer: Hierarchical")
    assert {"used_by", "kin", "likeness"} <= set(found["similar"][0])
    assert "techniques are known of" in err


def test_a_technique_stands_for_its_paper_where_a_paper_is_asked_for(kg: Run) -> None:
    _, out, _ = kg("similar", "Swin Transformer", "--kind", "paper", "--top", "1")
    assert "Like Swin Transformer: Hierarchical Vision Transformer" in out


def test_more_that_are_equal_are_counted(kg: Run, projection: Projection) -> None:
    node = f"{PAPER}1706.03762"
    whole = likeness.similar(alike.ways(projection, node), node, 1)
    code, out, err = kg("similar", node, "--top", "1", "--format", "csv")
    assert (code, len(rows(out))) == (0, 1)
    assert (f"{len(whole) - 1} more are as much alike" in err) == (len(whole) > 1)


def test_a_thing_that_shares_nothing_says_where_more_is_to_be_had(kg: Run) -> None:
    code, out, err = kg("similar", "ALIGN")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "kg ingest paperswithcode --help" in err


def test_communities_are_those_of_leiden_with_labels_from_their_techniques(kg: Run, projection: Projection) -> None:
    code, out, err = kg("communities", "--format", "json")
    found = json.loads(out)
    assert code == 0
    expected = leiden(projection.citations)
    assert found["modularity"] == expected.modularity
    assert [{one["thing"] for one in group["members"]} for group in found["communities"]] == [
        set(group) for group in expected.communities
    ]
    assert set(found["alone"]) == set(expected.alone)
    labelled = next(group for group in found["communities"] if group["label_from"] == "techniques")
    names = {name for name, kind in projection.names.select("name", "kind").iter_rows() if kind == "technique"}
    assert {mark["feature"] for mark in labelled["marks"]} <= names
    assert "references are known of" in err
    assert found["coverage"] in err


def test_communities_come_as_a_table_a_list_of_members_and_a_graph(kg: Run, projection: Projection) -> None:
    _, table, err = kg("communities", "--top", "1")
    assert "communities of" in table
    assert "modularity 0." in table
    assert "techniques of" in table
    assert "smaller communities of" in err
    _, out, _ = kg("communities", "--format", "csv")
    members = rows(out)
    assert {row["thing"] for row in members} == set(projection.citations.names)
    _, out, _ = kg("communities", "--format", "graphml")
    drawn = nx.parse_graphml(out)
    told = {facts["iri"]: facts.get("community") for _, facts in drawn.nodes(data=True)}
    assert told == {row["thing"]: int(row["community"]) if row["community"] else None for row in members}
    etree.fromstring(out.encode())


def test_techniques_have_communities_by_use(kg: Run) -> None:
    code, out, err = kg("communities", "--view", "co-technique", "--format", "csv")
    found = rows(out)
    assert code == 0
    assert found[0]["label"] == found[0]["title"]
    used = [int(row["used_by"]) for row in found if row["community"] == "1"]
    assert used == sorted(used, reverse=True)
    assert "techniques are known of" in err
    _, finer, _ = kg("communities", "--view", "co-technique", "--format", "csv", "--resolution", "4")
    assert len({row["community"] for row in rows(finer)}) > len({row["community"] for row in found})


def test_a_part_without_edges_has_no_communities(kg: Run) -> None:
    code, out, err = kg("communities", "--since", "2021-07")
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_references_by_year_name_what_is_cited_most(kg: Run, projection: Projection) -> None:
    code, out, _ = kg("roots", "--format", "csv")
    assert code == 0
    found = {int(row["year"]): row for row in rows(out)}
    graph = projection.citations.to_networkx()
    years = [int(graph.nodes[cited]["date"][:4]) for _, cited in graph.edges if graph.nodes[cited].get("date")]
    assert {year: int(row["references"]) for year, row in found.items()} == {year: years.count(year) for year in years}
    assert found[2017]["most_cited"].split()[0] == f"{PAPER}1706.03762"
    _, out, _ = kg("roots")
    assert "Attention Is All You Need (2017)" in out


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review with 9,029 real citations."""
    if not REAL.exists():
        pytest.skip("the real citations are not here")
    folder = tmp_path_factory.mktemp("real")
    _build(folder, REAL)
    return folder


def test_on_real_citations_bursts_and_influence_are_told(
    real: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kg = _runner(real, capfd, monkeypatch)
    _, out, _ = kg("bursts", "--format", "csv")
    found = rows(out)
    assert (found[0]["title"].split(":")[0], found[0]["from"], found[0]["until"]) == (
        "Batch Normalization",
        "2015",
        "2019",
    )
    assert [float(row["weight"]) for row in found] == sorted((float(row["weight"]) for row in found), reverse=True)
    code, out, _ = kg("bursts", "Deep Residual Learning for Image Recognition")
    assert (code, len(out.splitlines())) == (0, 2)
    code, _, err = kg("bursts", "Transformer")
    assert (code, err.count("\n")) == (1, 1)
    _, out, err = kg("influence", "--top", "1", "--format", "csv")
    assert rows(out)[0]["thing"] == RESNET
    assert "references are known of 276 of 1,811 papers (15.2%)" in err


def test_main_path_communities_and_similar_papers_of_real_citations_take_under_two_seconds(real: Path) -> None:
    projection = Projection.open(real)
    reviewed = [f"{PAPER}{number}" for number in ("2010.11929", "2103.14030", "1911.04252", "2106.04560")]
    start = time.perf_counter()
    graph = projection.citations
    assert len(mainpath.main_path(shrink(graph).graph, "spc"))
    assert len(leiden(graph).communities) > 3
    ways = alike.of_papers(projection)
    assert all(likeness.similar(ways, paper) for paper in reviewed)
    assert max(influence.pagerank(graph).values()) > 0
    assert time.perf_counter() - start < 2
