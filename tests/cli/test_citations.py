"""The commands for the citation indexes, against services on loopback and real dumps."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.store import GraphStore
from tests.conftest import SHARED
from tests.faults import FaultServer, status
from tests.ingest.citing import upstreams
from tests.ingest.citing.upstreams import SERVICES

REAL = SHARED / "data" / "opencitations" / "imagenet-papers.csv"

BETWEEN_REVIEWED = """
PREFIX cito: <http://purl.org/spar/cito/>
SELECT (COUNT(*) AS ?n) WHERE {
  SELECT DISTINCT ?a ?b {
    ?a cito:cites ?b . ?one pk:reportedIn ?a ; pk:sourceRow/pk:inTable ?x .
    ?other pk:reportedIn ?b ; pk:sourceRow/pk:inTable ?y
  } }
"""
"""Citations between two papers that have rows in the review's tables."""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kg(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["--home", str(tmp_path), *arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return run


def rows(text: str) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["source"], row["list"]): row for row in csv.DictReader(io.StringIO(text))}


def test_the_three_indexes_become_one_sound_graph_that_says_what_was_asked(kg: Run, server: FaultServer) -> None:
    for name, service in SERVICES.items():
        service.script(server)
        code, _, messages = kg("ingest", name, "--paper", "doi:10.1/1", "--base", server.url(""))
        assert code == 0, messages
    assert kg("load")[0] == 0
    code, report, _ = kg("check", "--format", "csv")
    assert code == 0, report
    found = rows(kg("coverage", "--format", "csv")[1])
    assert len(found) == 6
    assert found["semanticscholar", "references"]["complete"] == "1"
    assert found["semanticscholar", "citations"]["unknown"] == "1"
    assert found["openalex", "citations"]["given"] == "3"
    assert {row["asked"] for row in found.values()} == {"1"}
    assert json.loads(kg("coverage", "--format", "json")[1])[0]["answered"] in (0, 1)


def test_a_run_that_is_complete_asks_nothing_and_refresh_asks_anew(kg: Run, server: FaultServer) -> None:
    SERVICES["opencitations"].script(server)
    arguments = ("ingest", "opencitations", "--paper", "10.1/1", "--base", server.url(""))
    assert kg(*arguments)[0] == 0
    assert "nothing, since all 2 answers are there" in kg(*arguments, "--dry-run")[2]
    assert "unchanged" in kg(*arguments, "--resume")[2]
    assert "2 requests or more; 0 answers are there" in kg(*arguments, "--refresh", "--dry-run")[2]
    assert len(server.log) == 2
    assert kg(*arguments, "--refresh")[0] == 0
    assert len(server.log) == 4


@pytest.mark.parametrize(("name", "least"), [("opencitations", 2), ("semanticscholar", 3), ("openalex", 2)])
def test_a_dry_run_says_how_many_requests_and_sends_none(kg: Run, server: FaultServer, name: str, least: int) -> None:
    code, _, said = kg("ingest", name, "--paper", "doi:10.1/1", "--base", server.url(""), "--dry-run")
    assert (code, f": {least} requests or more" in said) == (0, True)
    assert server.log == []


def test_a_dry_run_says_how_long_the_spacing_makes_it(kg: Run) -> None:
    said = kg("ingest", "semanticscholar", "--paper", "2010.11929", "--dry-run")[2]
    assert "api.semanticscholar.org: 3 requests or more, which takes 3 s or more" in said


def test_the_papers_of_the_graph_are_asked_for_by_their_best_identifiers(kg: Run, server: FaultServer) -> None:
    assert kg("build")[0] == 0
    server.script("/graph/v1/paper/batch", upstreams.body([None] * 59))
    code, _, said = kg("ingest", "semanticscholar", "--papers-in-graph", "--base", server.url(""))
    assert (code, "3 of 62 papers have no identifier" in said) == (0, True)
    asked = json.loads(server.log[0].body)["ids"]
    assert "ARXIV:2010.11929" in asked
    assert all(one.startswith(("ARXIV:", "DOI:")) for one in asked)


@pytest.mark.parametrize("name", ["opencitations", "openalex", "semanticscholar"])
def test_a_paper_of_which_a_service_knows_nothing_is_in_the_graph_with_its_coverage(
    kg: Run, server: FaultServer, name: str
) -> None:
    server.script("/index/v2/references/doi:10.9/none", upstreams.body([]))
    server.script("/index/v2/citations/doi:10.9/none", upstreams.body([]))
    server.script("/works", upstreams.page({"id": "https://openalex.org/W1"}, count=1), upstreams.page(count=0))
    server.script("/graph/v1/paper/batch", upstreams.body([{"paperId": "f" * 40}]))
    server.script(f"/graph/v1/paper/{'f' * 40}/references", status(404))
    server.script(f"/graph/v1/paper/{'f' * 40}/citations", upstreams.body({"offset": 0, "data": []}))
    assert kg("ingest", name, "--paper", "10.9/none", "--base", server.url(""))[0] == 0
    assert kg("load")[0] == 0
    assert kg("check")[0] == 0
    found = rows(kg("coverage", "--format", "csv")[1])
    assert {row["unknown"] for row in found.values()} == {"1"}


def test_a_service_that_fails_ends_in_one_line_and_exit_code_3(kg: Run, server: FaultServer) -> None:
    server.script("/graph/v1/paper/batch", status(418))
    code, out, said = kg("ingest", "semanticscholar", "--paper", "10.1/1", "--base", server.url(""))
    assert (code, out, said.count("\n")) == (3, "", 1)
    assert "status 418" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("opencitations",), "name files, or papers by --paper ID, or all that are there by --papers-in-graph"),
        (("semanticscholar", "--paper", "ViT"), "'ViT' is no identifier of a paper"),
        (
            ("openalex", "--paper", "dblp:x"),
            "no paper has an identifier that the service looks up; name one by: openalex,",
        ),
        (
            ("openalex", "--paper", "10.1/1", "--base", "nonsense", "--dry-run"),
            "'nonsense' is no http or https address",
        ),
        (("opencitations", "dump.csv", "--limit", "3"), "--limit goes with asking the service"),
        (("openalex", "w.gz", "--depth", "2", "--lists", "citations"), "--lists, --depth goes with asking the service"),
        (("openalex", "w.gz", "--paper", "10.1/1"), "name files, or papers"),
        (("openalex", "--paper", "10.1/1", "--retrieved", "2026-01-01"), "--retrieved goes with files"),
        (("opencitations", "/nowhere.csv"), "no such file or folder"),
    ],
)
def test_wrong_usage_is_told_in_a_line_and_exit_code_2(kg: Run, arguments: tuple[str, ...], said: str) -> None:
    code, _, messages = kg("ingest", *arguments)
    assert (code, messages.count("\n")) == (2, 1)
    assert said in messages


@pytest.mark.parametrize(
    ("content", "openalex", "opencitations"),
    [
        (b"", "(it is empty)", "it is empty"),
        (b'{"title": "of another kind"}\n', "(the first line is refused: ", "names no columns citing and cited"),
        (b"\x94\xff\n", "no line of", "is no text in UTF-8"),
    ],
)
def test_a_file_of_another_kind_is_told_in_a_line_and_makes_no_snapshot(
    kg: Run, tmp_path: Path, content: bytes, openalex: str, opencitations: str
) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    for name, said in (("openalex", openalex), ("semanticscholar", openalex), ("opencitations", opencitations)):
        code, _, messages = kg("ingest", name, str(path))
        assert (code, messages.count("\n")) == (2, 1), messages
        assert said in messages
    assert not list((tmp_path / "snapshots").glob("*.json"))


def test_a_base_may_end_in_a_slash(kg: Run, server: FaultServer) -> None:
    SERVICES["opencitations"].script(server)
    assert kg("ingest", "opencitations", "--paper", "10.1/1", "--base", server.url("/"))[0] == 0
    assert {seen.path.count("//") for seen in server.log} == {0}


def test_a_graph_for_which_nothing_was_asked_says_how_to_ask(kg: Run) -> None:
    assert kg("build")[0] == 0
    code, _, said = kg("coverage", "--format", "csv")
    assert (code, "kg ingest openalex --papers-in-graph" in said) == (0, True)


def test_works_of_openalex_are_read_from_files(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "part.jsonl"
    path.write_text(json.dumps(upstreams._work(1, 2)) + "\nno work\n", encoding="utf-8")
    code, _, said = kg("ingest", "openalex", str(path), "--retrieved", "2026-11-01")
    assert code == 0
    assert "3 records read, 2 kept, 0 duplicate, 1 rejected" in said


@pytest.mark.skipif(not REAL.exists(), reason="the real citations are not here")
def test_the_real_citations_load_with_the_review_and_are_flagged_not_refused(kg: Run, tmp_path: Path) -> None:
    assert kg("build")[0] == 0
    assert "9,029 kept" in kg("ingest", "opencitations", str(REAL))[2]
    assert kg("load")[0] == 0
    code, report, _ = kg("check", "--format", "csv")
    assert code == 0
    assert "citation-of-newer" in report
    count = "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?a ?b { ?a <http://purl.org/spar/cito/cites> ?b } }"
    store = GraphStore.open(tmp_path)
    assert int(str(store.query(count).table().rows[0][0])) > 9029
    assert int(str(store.query(BETWEEN_REVIEWED).table().rows[0][0])) == 91
    vit = "ASK { <https://w3id.org/paperkin/paper/arxiv/2010.11929> a pk:Paper , pk:Work }"
    assert not store.query(vit).says_no


@pytest.mark.skipif(not REAL.exists(), reason="the real citations are not here")
def test_a_dump_can_be_made_smaller_by_the_papers_of_the_graph(kg: Run) -> None:
    assert kg("build")[0] == 0
    said = kg("ingest", "opencitations", str(REAL), "--papers-in-graph")[2]
    kept = int(said.partition(" records read")[0].rpartition(" ")[2].replace(",", ""))
    assert 91 < kept < 9029
