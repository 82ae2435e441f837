"""Asking the three services while they fail: complete without duplicates, or an error from which a rerun goes on."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest
import yaml

from ingest.harvest import complete
from ingest.http import UpstreamError
from ingest.source import SourceError
from ingest.sources.openalex.source import Spent
from tests.conftest import REPOSITORY, SHARED
from tests.faults import FaultServer, Reply, answer, redirect, reset, stall, status, truncated
from tests.faults import page as html
from tests.ingest.citing import upstreams
from tests.ingest.citing.upstreams import ALEX, CITATIONS, SCHOLAR, SERVICES, Service, ingested, page, scholar_page

TAPE = SHARED / "data" / "semanticscholar" / "test_get_paper_citations.yaml"
_AT = {"date": formatdate(1_000_000_000, usegmt=True)}
LATER = formatdate(1_000_000_002, usegmt=True)

FAULTS: dict[str, Callable[[], Reply]] = {
    "503 with seconds": lambda: status(503, retry_after="2"),
    "503 with a date": lambda: status(503, retry_after=LATER, **_AT),
    "500": lambda: status(500),
    "HTML with 200": html,
    "empty body": lambda: answer(b""),
    "null": lambda: answer(b"null", content_type="application/json"),
    "truncated": lambda: truncated(b'{"data": ['),
    "cut JSON": lambda: answer(b'{"offset": 2, "data": [', content_type="application/json"),
    "reset": lambda: reset(b'{"da'),
    "stall": lambda: stall(30.0, b"{"),
    "control characters": lambda: answer(b'[{"citing": "doi:10.1/1\x01"}]', content_type="application/json"),
}
TOO_MANY: dict[str, Callable[[], Reply]] = {
    "429 with seconds": lambda: status(429, retry_after="2"),
    "429 with a date": lambda: status(429, retry_after=LATER, **_AT),
}
"""OpenAlex means the day's budget by it."""


def cases() -> list[tuple[Service, str]]:
    usual = [(service, fault) for service in SERVICES.values() for fault in FAULTS]
    return usual + [(service, fault) for service in (SCHOLAR, CITATIONS) for fault in TOO_MANY]


@pytest.fixture
def sound(server: FaultServer, tmp_path: Path) -> Callable[[Service], bytes]:
    """Give the snapshot of an undisturbed run."""

    def run(service: Service) -> bytes:
        service.script(server)
        return ingested(service, server.url(""), tmp_path / "sound")

    return run


@pytest.mark.parametrize(("service", "fault"), cases(), ids=lambda value: getattr(value, "name", value))
def test_a_fault_that_heals_leaves_no_trace(
    server: FaultServer, tmp_path: Path, sound: Callable[[Service], bytes], service: Service, fault: str
) -> None:
    expected, slept = sound(service), list[float]()
    service.script(server, (FAULTS | TOO_MANY)[fault]())
    assert ingested(service, server.url(""), tmp_path / "faulty", slept.append) == expected
    if " with seconds" in fault or " with a date" in fault:
        assert 2.0 in slept


@pytest.mark.parametrize(("service", "fault"), cases(), ids=lambda value: getattr(value, "name", value))
def test_a_fault_that_stays_is_an_error_and_the_next_run_goes_on(
    server: FaultServer, tmp_path: Path, sound: Callable[[Service], bytes], service: Service, fault: str
) -> None:
    expected = sound(service)
    service.script(server, (FAULTS | TOO_MANY)[fault](), forever=True)
    with pytest.raises(UpstreamError, match=r"127\.0\.0\.1.*\(3 attempts\)"):
        ingested(service, server.url(""), tmp_path / "faulty")
    server.log.clear()
    healed = service.replies[service.paged][service.at :]
    for path, replies in service.replies.items():
        server.script(path, *(healed if path == service.paged else replies))
    assert ingested(service, server.url(""), tmp_path / "faulty") == expected
    assert len(server.asked(service.paged)) == len(healed)
    assert "/graph/v1/paper/batch" not in {seen.path for seen in server.log}


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_a_redirect_to_another_host_that_answers_is_followed(
    server: FaultServer, tmp_path: Path, sound: Callable[[Service], bytes], service: Service
) -> None:
    expected = sound(service)
    with FaultServer() as other:
        other.script("/moved", service.replies[service.paged][service.at])
        service.script(server, redirect(other.url("/moved")))
        rest = service.replies[service.paged]
        before, after = rest[: service.at], rest[service.at + 1 :]
        server.script(service.paged, *before, redirect(other.url("/moved")), *after)
        assert ingested(service, server.url(""), tmp_path / "moved") == expected


PAGES = {
    "an empty page, and more": (SCHOLAR, scholar_page(2, following=4), ALEX, page(count=3, following="c")),
    "an empty last page": (SCHOLAR, scholar_page(2), ALEX, page(count=3)),
    "the page before": (
        SCHOLAR, scholar_page(2, 2, 3),
        ALEX, page(upstreams._work(4, 1), upstreams._work(5, 1), count=3, following="b"),
    ),
    "another page": (SCHOLAR, scholar_page(0, 2, 3, following=2), ALEX, html()),
}  # fmt: skip


@pytest.mark.parametrize("case", PAGES)
@pytest.mark.parametrize("paged", [0, 2], ids=["semanticscholar", "openalex"])
def test_a_page_that_is_empty_or_repeated_is_asked_for_again_and_never_the_end(
    server: FaultServer, tmp_path: Path, sound: Callable[[Service], bytes], case: str, paged: int
) -> None:
    service, wrong = PAGES[case][paged : paged + 2]
    assert isinstance(service, Service)
    expected = sound(service)
    service.script(server, wrong, wrong)
    assert ingested(service, server.url(""), tmp_path / "healed") == expected
    service.script(server, wrong, forever=True)
    with pytest.raises(UpstreamError, match="no answer"):
        ingested(service, server.url(""), tmp_path / "for ever")


def coverage(snapshot: bytes) -> dict[str, str]:
    """Give the completeness of each list of the paper."""
    lines = [line.split(" ") for line in gzip.decompress(snapshot).decode().splitlines()]
    found = {part[0].split("/")[-2]: part[2] for part in lines if part[1].endswith("#completeness>")}
    return {name: term.rpartition("#")[2][:-1] for name, term in found.items()}


def test_an_empty_first_page_though_there_are_entries_is_partial_coverage(server: FaultServer, tmp_path: Path) -> None:
    SCHOLAR.script(server)
    server.script(SCHOLAR.paged, scholar_page(0))
    assert coverage(ingested(SCHOLAR, server.url(""), tmp_path)) == {"References": "Partial", "CitedBy": "Unknown"}
    assert len(server.asked(SCHOLAR.paged)) == 3


def test_references_that_a_publisher_withholds_are_partial_coverage(server: FaultServer, tmp_path: Path) -> None:
    SCHOLAR.script(server)
    server.script(SCHOLAR.paged, upstreams.body({"data": None, "citingPaperInfo": {}}))
    assert coverage(ingested(SCHOLAR, server.url(""), tmp_path))["References"] == "Partial"


def test_a_list_longer_than_the_service_gives_is_partial_coverage(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upstreams.scholar, "MOST", 3)
    SCHOLAR.script(server)
    assert coverage(ingested(SCHOLAR, server.url(""), tmp_path))["References"] == "Partial"
    assert len(server.asked(SCHOLAR.paged)) == 1


@pytest.mark.parametrize(
    ("service", "expected"),
    [(SCHOLAR, ("Complete", "Unknown")), (ALEX, ("Complete", "Complete")), (CITATIONS, ("Complete", "Complete"))],
    ids=SERVICES,
)
def test_a_sound_run_says_how_complete_each_list_is(
    sound: Callable[[Service], bytes], service: Service, expected: tuple[str, str]
) -> None:
    found = coverage(sound(service))
    assert (found["References"], found["CitedBy"]) == expected


def test_an_empty_answer_of_opencitations_is_unknown(server: FaultServer, tmp_path: Path) -> None:
    CITATIONS.script(server)
    server.script(CITATIONS.paged, upstreams.body([]))
    assert coverage(ingested(CITATIONS, server.url(""), tmp_path))["CitedBy"] == "Unknown"


def test_a_total_that_changes_on_the_way_is_no_error(server: FaultServer, tmp_path: Path) -> None:
    first, second, _ = ALEX.replies["/works"]
    server.script("/works", first, second, page(upstreams._work(6, 1), count=4))
    assert coverage(ingested(ALEX, server.url(""), tmp_path / "grown"))["CitedBy"] == "Partial"
    server.script("/works", first, second, page(count=2))
    assert coverage(ingested(ALEX, server.url(""), tmp_path / "shrunk"))["CitedBy"] == "Complete"


@pytest.mark.skipif(not TAPE.exists(), reason="the recorded exchanges are not here")
def test_the_recorded_pages_of_a_long_list_are_taken_to_the_last_entry(server: FaultServer, tmp_path: Path) -> None:
    tape = yaml.safe_load(TAPE.read_text(encoding="utf-8"))["interactions"]
    pages = [answer(one["response"]["content"].encode(), content_type="application/json") for one in tape]
    server.script("/graph/v1/paper/batch", upstreams.body([upstreams._paper(1) | {"citationCount": 1881}]))
    server.script(f"/graph/v1/paper/{1:040x}/citations", *pages)
    plan = upstreams.Papers((("corpusid", "14514057"),), ("citations",), base=server.url(""))
    done = upstreams.written(Service("s", lambda base: plan, SCHOLAR.source, {}, "", 0), "", tmp_path)
    assert len(server.asked(f"/graph/v1/paper/{1:040x}/citations")) == len(pages) == 19
    kinds = done.manifest.records["kinds"]
    assert (kinds["Citation"], done.manifest.records["rejected"]) == (1873, 8)
    assert coverage(done.path.read_bytes()) == {"CitedBy": "Complete"}


def test_too_fast_at_openalex_is_waited_for_and_a_spent_budget_ends_it(server: FaultServer, tmp_path: Path) -> None:
    ALEX.script(server, status(403), status(403))
    expected = ingested(ALEX, server.url(""), tmp_path / "fast")
    ALEX.script(server, status(429, b'{"error": "budget"}'))
    with pytest.raises(Spent, match="budget is spent; run the same again tomorrow"):
        ingested(ALEX, server.url(""), tmp_path / "spent")
    server.script("/works", *ALEX.replies["/works"][2:])
    assert ingested(ALEX, server.url(""), tmp_path / "spent") == expected


def test_a_work_that_was_merged_is_found_and_keeps_its_old_identifier(server: FaultServer, tmp_path: Path) -> None:
    service = Service("openalex", lambda base: upstreams.Works((("openalex", "W9"),), ("references",), base=base),
                      ALEX.source, {}, "", 0)  # fmt: skip
    server.script("/works", page(count=0))
    server.script("/works/W9", redirect(server.url("/works/W1"), 301))
    server.script("/works/W1", upstreams.body(upstreams._work(1, 2)))
    text = gzip.decompress(ingested(service, server.url(""), tmp_path)).decode()
    assert '"openalex:W9"' in text
    assert '"openalex:W1"' in text


def test_a_doi_with_a_comma_which_no_filter_takes_is_asked_for_alone(server: FaultServer, tmp_path: Path) -> None:
    server.script("/works/doi:10.1/a%2Cb", upstreams.body(upstreams._work(1)))
    plan = upstreams.Works((("doi", "10.1/a,b"),), ("references",), base=server.url(""))
    service = Service("openalex", lambda base: plan, ALEX.source, {}, "", 0)
    assert coverage(ingested(service, server.url(""), tmp_path)) == {"References": "Unknown"}


def test_papers_that_a_service_does_not_know_are_among_the_rejected(server: FaultServer, tmp_path: Path) -> None:
    for service, path, reply in (
        (SCHOLAR, "/graph/v1/paper/batch", upstreams.body([None])),
        (SCHOLAR, "/graph/v1/paper/batch", status(400, b'{"error": "No valid paper ids given"}')),
        (ALEX, "/works", page(count=0)),
    ):
        server.script(path, reply)
        home = tmp_path / str(len(list(tmp_path.iterdir())))
        done = upstreams.written(service, server.url(""), home)
        (line,) = done.path.with_name(done.manifest.id + ".rejects.jsonl").read_text(encoding="utf-8").splitlines()
        assert json.loads(line)["reason"] == "the index does not know this paper"


def test_what_lists_name_is_asked_for_in_turn_to_the_depth_and_the_limit(server: FaultServer, tmp_path: Path) -> None:
    rows = {1: [2, 3], 2: [1, 4], 3: [], 4: [5]}
    for citing, cited in rows.items():
        found = [upstreams._row(citing, one) for one in cited]
        server.script(f"/index/v2/references/doi:10.1/{citing}", upstreams.body(found))
    for depth, limit, asked in ((1, None, "1"), (2, None, "123"), (3, None, "1234"), (3, 2, "12")):
        server.log.clear()
        plan = upstreams.Index((("doi", "10.1/1"),), ("references",), depth, limit, server.url(""))
        service = Service("opencitations", lambda base, plan=plan: plan, CITATIONS.source, {}, "", 0)  # type: ignore[misc]
        ingested(service, server.url(""), tmp_path)
        assert "".join(seen.path[-1] for seen in server.log) == asked


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_an_identifier_that_a_service_cannot_look_up_is_refused(service: Service) -> None:
    kind = type(service.plan(""))
    with pytest.raises(SourceError, match="knows no isbn"):
        kind((("isbn", "1"),))


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_plans_that_ask_for_something_else_are_not_taken_for_each_other(service: Service) -> None:
    plan = type(service.plan("http://here"))
    one = plan((("doi", "10.1/1"),))
    others = [
        plan((("doi", "10.1/2"),)),
        replace(one, lists=("references",)),
        replace(one, depth=2),
        replace(one, limit=1),
        replace(one, base="http://here"),
    ]
    known = [json.dumps(found.about()) for found in (one, *others)]
    assert len(set(known)) == len(known)
    assert one.about() == plan(one.identifiers).about()
    assert one.base.startswith("https://")


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_a_limit_makes_a_plan_cheaper(service: Service) -> None:
    three = type(service.plan(""))(tuple(("doi", f"10.1/{number}") for number in range(3)))
    assert three.least() - replace(three, limit=1).least() == 2 * (1 if service.name == "openalex" else 2)
    assert replace(three, limit=9).least() == three.least()


def test_keys_go_to_the_service_and_into_no_file(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"semanticscholar": "SEMANTIC_SCHOLAR_API_KEY", "openalex": "OPENALEX_API_KEY",
             "opencitations": "OPENCITATIONS_ACCESS_TOKEN"}  # fmt: skip
    for name, variable in names.items():
        monkeypatch.setenv(variable, "hush-hush")
        server.log.clear()
        SERVICES[name].script(server)
        ingested(SERVICES[name], server.url(""), tmp_path)
        shown = [f"{seen.headers} {seen.query}" for seen in server.log]
        assert all("hush-hush" in one for one in shown)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    data = [path.read_bytes() for path in files]
    unpacked = [gzip.decompress(one) if one[:2] == b"\x1f\x8b" else one for one in data]
    assert files
    assert not any(b"hush-hush" in one for one in unpacked)


_CHILD = """
import sys
from pathlib import Path
from tests.ingest.citing.upstreams import SERVICES, ingested
ingested(SERVICES[sys.argv[1]], sys.argv[2], Path(sys.argv[3]))
"""


def test_pages_that_answer_other_questions_than_are_asked_now_are_refused(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    SCHOLAR.script(server)
    ingested(SCHOLAR, server.url(""), tmp_path)
    monkeypatch.setattr(upstreams.scholar, "_LISTED", "contexts")
    with pytest.raises(SourceError, match="start it anew with --refresh"):
        list(SCHOLAR.source(SCHOLAR.plan(server.url("")), complete(tmp_path, "semanticscholar")[0]).records())


KILLED = [
    replace(service, paged=path, at=place)
    for service in SERVICES.values()
    for path, replies in service.replies.items()
    for place in range(len(replies))
]
"""Each service, at each of its requests."""


@pytest.mark.parametrize("service", KILLED, ids=lambda service: f"{service.name} {service.paged[-12:]} {service.at}")
def test_killed_and_run_again_the_snapshot_is_the_same_to_the_byte(
    server: FaultServer, tmp_path: Path, sound: Callable[[Service], bytes], service: Service
) -> None:
    expected = sound(service)
    service.script(server, stall(5.0))
    server.log.clear()
    command = [sys.executable, "-c", _CHILD, service.name, server.url(""), str(tmp_path / "killed")]
    with subprocess.Popen(command, cwd=REPOSITORY, env=os.environ | {"NO_PROXY": "*"}) as child:
        while len(server.asked(service.paged)) < service.at + 1:
            assert child.poll() is None
            time.sleep(0.01)
        child.send_signal(signal.SIGKILL)
    before = len(server.log) - 1
    for path, replies in service.replies.items():
        server.script(path, *(replies[service.at :] if path == service.paged else replies))
    server.log.clear()
    assert ingested(service, server.url(""), tmp_path / "killed") == expected
    assert len(server.log) == sum(map(len, service.replies.values())) - before
