"""kg path, kg mainpath and kg lineage by citations, as people and scripts call them."""

import csv
import io
import json
import re
import shlex
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from kg.cli import main, things
from tests.conftest import REPOSITORY, SHARED
from tests.kg.analysis.dags import plain

REAL = SHARED / "data" / "opencitations" / "imagenet-papers.csv"
BOARD = "Image Classification on ImageNet"
VOLO, SWIN, TOKENS, VIT = "2106.13112", "2103.14030", "2104.10858", "2010.11929"
BIT, STUDENT, EFFICIENT = "1912.11370", "1911.04252", "1905.11946"
CITATIONS = [
    (VOLO, SWIN), (VOLO, TOKENS), (TOKENS, VIT), (SWIN, VIT), (VIT, BIT), (BIT, STUDENT), (STUDENT, BIT),
    (STUDENT, EFFICIENT), (VIT, EFFICIENT),
]  # fmt: skip
"""Between papers of the review; BiT and Noisy Student cite each other, as they do."""

Run = Callable[..., tuple[int, str, str]]


def iri(number: str) -> str:
    return f"https://w3id.org/paperkin/paper/arxiv/{number}"


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the review and a few citations; tests only read it."""
    folder = tmp_path_factory.mktemp("cited")
    lines = [f'"","10.48550/arxiv.{one}","10.48550/arxiv.{two}","","","",""' for one, two in CITATIONS]
    table = folder / "citations.csv"
    header = '"oci","citing","cited","creation","timespan","journal_sc","author_sc"'
    table.write_text("\n".join([header, *lines]) + "\n")
    _build(folder, table)
    return folder


def _build(folder: Path, table: Path) -> None:
    for arguments in (["build"], ["ingest", "opencitations", str(table)], ["load"]):
        assert main(["--home", str(folder), *arguments]) == 0


@pytest.fixture
def kg(cited: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    return _runner(cited, capfd)


def _runner(home: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    capfd.readouterr()

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["--home", str(home), *arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# Main paths


def test_a_main_path_is_a_table_from_the_oldest_to_the_newest(kg: Run) -> None:
    code, out, err = kg("mainpath", "--benchmark", BOARD)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Main path of citations (global, SPC): 6 papers, 6 citations"
    assert [line.split()[:2] for line in lines[2:]] == [
        ["1", "2019"], ["2", "2019"], ["3", "2020"], ["4", "2021"], ["5", "2021"], ["6", "2021"],
    ]  # fmt: skip
    assert "[and 1 in a circle with it]" in lines[3]
    assert re.search(r"VOLO.* 4, 5 +2 +50\.0$", lines[-1].rstrip())
    assert "references are known of 6 of" in err
    assert "a longest path has 4 citations; 6 papers lie on one, 6 of them on the main path" in err
    assert "made one, since they lead to each other in a circle: Self-training with Noisy Student" in err
    assert "1 of 9 citations with known dates run to something later, as Self-training with Noisy Student" in err


@pytest.mark.parametrize("weight", ["spc", "splc", "spnp"])
def test_weights_in_csv_are_those_of_the_plain_version(kg: Run, weight: str) -> None:
    _, out, _ = kg("mainpath", "--benchmark", BOARD, "--weight", weight, "--format", "csv")
    circle = {BIT: STUDENT}
    pairs = {(circle.get(one, one), circle.get(two, two)) for one, two in CITATIONS}
    expected = plain(nx.DiGraph(pair for pair in pairs if pair[0] != pair[1]), weight)
    found = rows(out)
    assert len(found) == 6
    for row in found:
        ends = row["newer"].rpartition("/")[2], row["older"].rpartition("/")[2]
        assert int(row["weight"]) == expected[ends]
    assert list(found[0]) == [
        "step", "newer", "newer_title", "newer_date", "older", "older_title", "older_date", "weight", "log10_weight",
    ]  # fmt: skip


@pytest.mark.parametrize("search", ["global", "local", "backward", "key-route", "key-route-local"])
def test_json_tells_the_path_and_what_was_done_to_the_graph(kg: Run, search: str) -> None:
    code, out, _ = kg("mainpath", "--benchmark", BOARD, "--search", search, "--key-routes", "1", "--format", "json")
    found = json.loads(out)
    assert (code, found["search"], found["view"], found["weight"]) == (0, search, "citations", "spc")
    assert found["circles"] == [[iri(STUDENT), iri(BIT)]]
    assert found["against_time"] == [[iri(STUDENT), iri(BIT)]]
    assert found["coverage"].startswith("references are known of 6 of")
    assert found["longest_path"]["edges"] == 4
    steps = {thing["thing"]: thing["step"] for thing in found["things"]}
    assert all(steps[edge["newer"]] > steps[edge["older"]] for edge in found["edges"])
    assert [thing["in_circle_with"] for thing in found["things"] if thing["thing"] == iri(STUDENT)] == [[iri(BIT)]]


def test_graphml_is_a_graph_with_weights_and_steps(kg: Run) -> None:
    _, out, _ = kg("mainpath", "--benchmark", BOARD, "--format", "graphml")
    graph = nx.read_graphml(io.BytesIO(out.encode()))
    assert nx.is_directed_acyclic_graph(graph)
    assert {facts["weight"] for *_, facts in graph.edges(data=True)} == {2}
    assert sorted(step for _, step in graph.nodes(data="step")) == [1, 2, 3, 4, 4, 5]
    assert etree.fromstring(out.encode()).tag.endswith("graphml")


def test_a_main_path_may_be_of_techniques(kg: Run) -> None:
    code, out, err = kg("mainpath", "--view", "technique-lineage")
    assert code == 0
    assert "Transformer" in out
    assert "techniques lie on one" in err
    assert "references are known" not in err


def test_a_main_path_may_be_of_what_is_near_a_technique(kg: Run) -> None:
    code, out, _ = kg("mainpath", "--around", "ViT", "--depth", "1", "--benchmark", BOARD, "--format", "csv")
    assert code == 0
    assert {row["newer"] for row in rows(out)} | {row["older"] for row in rows(out)} == {
        iri(number) for number in (EFFICIENT, BIT, VIT, SWIN, TOKENS)
    }


def test_without_edges_there_is_no_main_path(kg: Run) -> None:
    code, out, err = kg("mainpath", "--since", "2021-06", "--until", "2021-06", "--benchmark", BOARD)
    assert (code, out) == (1, "")
    assert "no edges in this part of the view citations" in err


# Ways


def test_ways_run_from_the_newer_to_the_older_whatever_the_order_in_which_they_are_asked_for(kg: Run) -> None:
    for ends in ([f"arxiv:{VOLO}", f"arxiv:{VIT}"], [f"arxiv:{VIT}", f"arxiv:{VOLO}"]):
        code, out, err = kg("path", *ends, "--format", "csv")
        assert code == 0
        assert [row["thing"] for row in rows(out)] == [
            iri(number) for number in (VOLO, SWIN, VIT, VOLO, TOKENS, VIT)
        ]  # fmt: skip
        assert "references are known of" in err


def test_a_table_of_ways_shows_titles_years_and_relations(kg: Run) -> None:
    code, out, _ = kg("path", "Swin Transformer", "Transformer", "--kind", "longest")
    assert code == 0
    lines = [line.rstrip() for line in out.splitlines()]
    assert lines[0] == (
        "Swin Transformer (2021) back to Transformer (2017) (technique-lineage): 1 longest way of 2 steps"
    )
    assert re.fullmatch(r"  1     0  2021 +Swin Transformer", lines[2])
    assert re.fullmatch(r"        1  2020  builds on  Vision Transformer", lines[3])


def test_all_ways_are_counted_and_what_they_run_through_is_named(kg: Run) -> None:
    _, out, err = kg("path", f"arxiv:{VOLO}", f"arxiv:{EFFICIENT}", "--kind", "all", "--limit", "1", "--format", "json")
    found = json.loads(out)
    assert len(found["ways"]) == 1
    assert (found["more"], found["newer"]["thing"], found["older"]["thing"]) == (True, iri(VOLO), iri(EFFICIENT))
    assert [thing["thing"] for thing in found["through"]] == [iri(VIT)]
    assert "runs through An Image is Worth 16x16 Words" in err
    assert "listed: 1" in err


def test_a_circle_on_every_way_names_none_of_its_members(kg: Run) -> None:
    _, out, _ = kg("path", f"arxiv:{BIT}", f"arxiv:{EFFICIENT}", "--kind", "all", "--format", "json")
    found = json.loads(out)
    assert (found["total"], found["through"]) == (1, [])
    assert [thing["thing"] for thing in found["ways"][0]] == [iri(BIT), iri(STUDENT), iri(EFFICIENT)]


def test_the_longest_way_takes_what_stands_in_a_circle_as_one(kg: Run) -> None:
    _, out, err = kg("path", f"arxiv:{VOLO}", f"arxiv:{EFFICIENT}", "--kind", "longest")
    assert "2 longest ways of 4 steps" in out
    assert "[and 1 in a circle with it]" in out
    assert "made one, since they lead to each other in a circle" in err


def test_things_in_a_circle_have_no_longest_way_and_a_shortest(kg: Run) -> None:
    ends = f"arxiv:{BIT}", f"arxiv:{STUDENT}"
    code, out, err = kg("path", *ends, "--kind", "longest")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "lead to each other in a circle" in err
    code, out, _ = kg("path", *ends, "--format", "csv")
    assert [row["thing"] for row in rows(out)] == [iri(BIT), iri(STUDENT)]


def test_where_no_way_leads_what_both_go_back_to_is_named(kg: Run) -> None:
    code, out, err = kg("path", f"arxiv:{SWIN}", f"arxiv:{TOKENS}")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "no way in citations between Swin Transformer" in err
    assert "both go back to An Image is Worth" in err
    code, _, err = kg("path", "VOLO", "CSWin Transformer")
    assert code == 1
    assert "both go back to" in err
    assert "try: --view citations" in err


def test_a_technique_stands_for_its_paper_where_the_graph_is_of_papers(kg: Run) -> None:
    _, out, _ = kg("path", "VOLO", "Vision Transformer", "--view", "citations", "--format", "csv")
    assert {rows(out)[0]["thing"], rows(out)[-1]["thing"]} == {iri(VOLO), iri(VIT)}


def test_ways_as_graphml_are_one_graph(kg: Run) -> None:
    _, out, _ = kg("path", f"arxiv:{VOLO}", f"arxiv:{VIT}", "--format", "graphml")
    graph = nx.read_graphml(io.BytesIO(out.encode()))
    assert (graph.order(), graph.size()) == (4, 4)


@pytest.mark.parametrize(
    "arguments",
    [
        ["path", "no such thing", "ViT"],
        ["path", "ViT", "Swin Transformer", "--view", "no-such-view"],
        ["path", "ViT", "Swin Transformer", "--limit", "0"],
        ["mainpath", "--search", "best"],
        ["mainpath", "--key-routes", "0"],
        ["mainpath", "--around", "no such thing"],
        ["mainpath", "--since", "yesterday"],
        ["lineage", "no such thing", "--view", "citations"],
    ],
)
def test_wrong_usage_is_one_line(kg: Run, arguments: list[str]) -> None:
    code, out, err = kg(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


# Lineage


def test_lineage_by_citations_goes_one_generation_unless_told(kg: Run) -> None:
    code, out, err = kg("lineage", "VOLO", "--view", "citations", "--direction", "ancestors", "--format", "csv")
    assert code == 0
    assert {row["thing"] for row in rows(out)} == {iri(SWIN), iri(TOKENS)}
    assert {row["relation"] for row in rows(out)} == {"cites"}
    assert "references are known of" in err
    _, out, _ = kg(
        "lineage", "VOLO", "--view", "citations", "--direction", "ancestors", "--depth", "9", "--format", "csv"
    )
    generations = {row["thing"]: row["generation"] for row in rows(out)}
    assert generations[iri(EFFICIENT)] == "3"
    assert list(generations.values()) == sorted(generations.values())


def test_lineage_as_a_table_reads_from_left_to_right(kg: Run) -> None:
    _, out, _ = kg("lineage", "Swin Transformer", "--format", "table")
    lines = [re.split(r"  +", line.strip()) for line in out.splitlines()]
    assert lines[0] == ["direction", "generation", "from", "relation", "to", "year", "place"]
    assert lines[2][:6] == ["ancestors", "1", "Swin Transformer", "builds on", "Vision Transformer", "2020"]
    assert lines[-1][:6] == ["descendants", "1", "Swin Transformer", "is the basis of", "CSWin Transformer", "2021"]


def test_lineage_of_a_technique_may_be_that_of_its_paper(kg: Run) -> None:
    _, out, _ = kg(
        "lineage", "Swin Transformer", "--view", "paper-lineage", "--direction", "ancestors", "--format", "csv"
    )
    assert {row["from"] for row in rows(out)} == {iri(SWIN)}
    assert iri(VIT) in {row["thing"] for row in rows(out)}


def test_large_counts_are_read_by_size_and_held_exactly() -> None:
    assert [things.readable(count) for count in (0, 10**12 - 1, 10**12, 10**300)] == [
        0, 999_999_999_999, "1.00e12", "1.00e300",
    ]  # fmt: skip
    assert [things.exact(count) for count in (2**53 - 1, 2**53, 10**30)] == [2**53 - 1, str(2**53), str(10**30)]


# Real citations


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not REAL.exists():
        pytest.skip("the real citations are not here")
    folder = tmp_path_factory.mktemp("real")
    _build(folder, REAL)
    return folder


def test_nine_thousand_real_citations_have_a_main_path_in_a_moment(
    real: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run = _runner(real, capfd)
    began = time.perf_counter()
    code, out, _ = run("mainpath", "--format", "json")
    assert time.perf_counter() - began < 2
    found = json.loads(out)
    assert code == 0
    assert any({iri(BIT), iri(STUDENT)} <= set(circle) for circle in found["circles"])
    things = [thing["thing"] for thing in found["things"]]
    along = [iri(number) for number in ("1512.03385", EFFICIENT, VIT, "2102.06171", "2104.00298", SWIN, TOKENS, VOLO)]
    assert [thing for thing in things if thing in along] == along


def test_the_chapter_on_main_paths_shows_what_the_commands_print(
    real: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change: run the commands on the data that the page names, with COLUMNS=120, and paste what they print."""
    monkeypatch.setenv("COLUMNS", "120")
    page = (REPOSITORY / "docs" / "analysis.md").read_text(encoding="utf-8")
    chapter = page.partition("## Where did it come from")[2].partition("\n## ")[0]
    shown = re.findall(r"```console\n\$ kg (.*?)\n(.*?)```", chapter, re.DOTALL)
    assert len(shown) == 4
    for line, text in shown:
        code, out, _ = _runner(real, capfd)(*shlex.split(line))
        assert code == 0
        assert [line.rstrip() for line in out.splitlines()] == text.splitlines()
