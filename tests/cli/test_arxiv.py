"""`kg ingest arxiv`, against a small arXiv on loopback."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from tests.faults import FaultServer, answer
from tests.ingest.arxiv.test_bulk import whole
from tests.ingest.arxiv.upstream import Api, Oai, error, name

API, OAI = "GET https://export.arxiv.org/api/query?", "GET https://oaipmh.arxiv.org/oai?"

Printed = pytest.CaptureFixture[str]


def run(*arguments: str, home: Path) -> int:
    return main(["ingest", "arxiv", *arguments, "--home", str(home)])


def manifests(home: Path) -> list[dict[str, Any]]:
    """Give the manifests, the oldest first."""
    found = [json.loads(path.read_text()) for path in (home / "snapshots").glob("*.json")]
    return sorted(found, key=lambda one: str(one["written_at"]))


def test_papers_by_identifier(server: FaultServer, tmp_path: Path, capfd: Printed) -> None:
    server.script("/x", Api(5).reply)
    assert run("--id", name(1), "--id", f"{name(3)}v2", "--id", name(7), "--base", server.url("/x"), home=tmp_path) == 0
    said = capfd.readouterr()
    assert said.out == ""
    assert "3 records read, 2 kept, 0 duplicate, 1 rejected" in " ".join(said.err.split())
    (found,) = manifests(tmp_path)
    assert found["upstream"] == "arXiv, the papers 2101.00001, 2101.00003, 2101.00007"


def test_a_limit_of_papers_by_identifier_takes_the_first_ones(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Api(5).reply)
    given = [f"--id={name(number)}" for number in range(4)]
    assert run(*given, "--limit", "2", "--base", server.url("/x"), home=tmp_path) == 0
    assert dict(server.log[0].query)["id_list"] == f"{name(0)},{name(1)}"
    assert manifests(tmp_path)[0]["records"]["rejected"] == 0


def test_a_search_with_a_limit(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Api(50).reply)
    assert run("--query", "all:x", "--limit", "7", "--base", server.url("/x"), home=tmp_path) == 0
    assert manifests(tmp_path)[0]["records"]["kinds"] == {"Paper": 7}


def test_a_set_and_then_what_changed_since(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Oai(30).reply)
    assert run("--set", "cs", "--base", server.url("/x"), home=tmp_path) == 0
    server.script("/x", Oai(40, gone={39}).reply)
    asked = len(server.log)
    assert run("--update", home=tmp_path) == 0
    assert [dict(seen.query).get("from") for seen in server.log[asked:]] == ["2021-02-10", None]
    first, second = manifests(tmp_path)
    assert first["upstream"] == second["upstream"] == "arXiv by OAI-PMH, the set cs as arXiv"
    assert (first["records"]["kinds"], second["records"]["kinds"]) == ({"Paper": 30}, {"Paper": 39, "Removed": 1})


def test_an_update_on_a_day_on_which_nothing_changed_asks_again_the_next_time(
    server: FaultServer, tmp_path: Path
) -> None:
    server.script("/x", Oai(3).reply)
    assert run("--set", "cs", "--base", server.url("/x"), home=tmp_path) == 0
    for count in (2, 3, 4):
        assert run("--update", "--set", "cs", home=tmp_path) == 0
        assert len(server.log) == count
        assert dict(server.log[-1].query)["from"] == "2021-02-01"


def test_an_update_without_a_harvest_says_how_to_begin(tmp_path: Path, capfd: Printed) -> None:
    assert run("--update", home=tmp_path) == 2
    assert "begin with: kg ingest arxiv --set SET" in capfd.readouterr().err


def test_a_complete_harvest_is_not_asked_for_again_unless_told(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Oai(3).reply)
    given = ("--set", "cs", "--from", "2021-02-01", "--until", "2021-02-09", "--base", server.url("/x"))
    assert run(*given, home=tmp_path) == 0
    assert run(*given, "--resume", home=tmp_path) == 0
    assert len(server.log) == 1
    assert run(*given, "--refresh", home=tmp_path) == 0
    assert len(server.log) == 2
    assert dict(server.log[0].query) | {"verb": ""} == {
        "verb": "", "metadataPrefix": "arXiv", "set": "cs", "from": "2021-02-01", "until": "2021-02-09",
    }  # fmt: skip


def test_all_of_arxiv_in_the_raw_format(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Oai(3).reply)
    assert run("--set", "all", "--format", "arXivRaw", "--base", server.url("/x"), home=tmp_path) == 0
    assert dict(server.log[0].query) == {"verb": "ListRecords", "metadataPrefix": "arXivRaw"}


def test_the_bulk_snapshot(tmp_path: Path) -> None:
    (tmp_path / "bulk.json").write_bytes(whole(9))
    given = (str(tmp_path / "bulk.json"), "--limit", "5", "--retrieved", "2026-11-22")
    assert run(*given, home=tmp_path / "home") == 0
    (found,) = manifests(tmp_path / "home")
    assert (found["records"]["kinds"], found["retrieved_at"]) == ({"Paper": 5}, "2026-11-22")


def test_a_refusal_of_arxiv_is_one_line(server: FaultServer, tmp_path: Path, capfd: Printed) -> None:
    server.script("/x", answer(error("badArgument", "no such set")))
    assert run("--set", "nothing", "--base", server.url("/x"), home=tmp_path) == 2
    assert capfd.readouterr().err.count("\n") == 1


def test_an_upstream_that_is_gone_is_no_fault_of_the_user(server: FaultServer, tmp_path: Path) -> None:
    assert run("--set", "cs", "--base", server.url("/absent"), home=tmp_path) == 3


@pytest.mark.parametrize(
    ("given", "first", "said"),
    [
        (("--id", "2010.11929"), f"{API}id_list=2010.11929&", "1 request, and its answer"),
        (("--query", "cat:cs.CV"), f"{API}search_query=cat%3Acs.CV&", "at most 30 requests, 3 s apart: 87"),
        (("--query", "x", "--limit", "1500"), f"{API}search_query=x&", "at most 2 requests, 3 s apart: 3 s"),
        (("--set", "cs"), f"{OAI}verb=ListRecords&metadataPrefix=arXiv&set=cs", "as many more"),
        (tuple(f"--id={name(number)}" for number in range(4200)), f"{API}id_list=", "21 requests, 3 s apart: 60 s"),
    ],
)
def test_a_dry_run_says_what_would_be_asked_and_asks_nothing(
    given: tuple[str, ...], first: str, said: str, tmp_path: Path, capfd: Printed
) -> None:
    assert run(*given, "--dry-run", home=tmp_path) == 0
    printed = capfd.readouterr()
    assert printed.out.startswith(first)
    assert said in " ".join(printed.err.split())
    assert not (tmp_path / "harvests").exists()


def test_a_dry_run_knows_what_is_there_already(server: FaultServer, tmp_path: Path, capfd: Printed) -> None:
    given = ("--set", "cs", "--base", server.url("/x"))
    server.script("/x", Oai(30).reply, answer(b"", 403))
    assert run(*given, home=tmp_path) == 3
    capfd.readouterr()
    assert run(*given, "--dry-run", home=tmp_path) == 0
    assert "1 answers are there already" in capfd.readouterr().err
    server.script("/x", Oai(30).reply)
    assert run(*given, home=tmp_path) == 0
    capfd.readouterr()
    assert run(*given, "--dry-run", home=tmp_path) == 0
    printed = capfd.readouterr()
    assert (printed.out, "nothing would be asked" in printed.err) == ("", True)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((), "name a FILE, or give one of"),
        (("--id", "2010.11929", "--query", "x"), "name a FILE, or give one of"),
        (("--query", "x", "--from", "2021-01-01"), "go with --set"),
        (("--query", "x", "--format", "arXiv"), "go with --set"),
        (("--set", "cs", "--format", "oai_dc"), "no format 'oai_dc'; there are: arXiv, arXivRaw"),
        (("--set", "cs", "--from", "yesterday"), "is no day"),
        (("--set", "cs", "--retrieved", "2021-01-01"), "--retrieved goes with a FILE"),
        (("--set", "cs", "--update", "--limit", "3"), "leave out"),
        (("--set", "cs", "--resume", "--refresh"), "give one of them"),
        (("--id", "abc"), "not an arXiv identifier: abc"),
        (("absent.json",), "cannot read absent.json"),
        (("absent.json", "--dry-run"), "nothing is asked for a FILE"),
    ],
)
def test_what_cannot_be_asked_is_told(given: tuple[str, ...], message: str, tmp_path: Path, capfd: Printed) -> None:
    assert run(*given, home=tmp_path) == 2
    assert message in " ".join(capfd.readouterr().err.split())
