"""The API and OAI-PMH that fail as they do: all papers come, once each, or a clear error from which a rerun goes on."""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from ingest.harvest import Plan, harvest, standing
from ingest.http import UpstreamError
from ingest.source import SourceError
from ingest.sources.arxiv.lists import Listed
from ingest.sources.arxiv.plans import Search
from tests import faults
from tests.faults import FaultServer, Reply, answer, status
from tests.ingest.arxiv.upstream import Api, Oai, client, error, feed, ids, names, oai, page, record, replying, take

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    b"<feed><title>&c;</title></feed>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><feed><title>&a;</title></feed>'
DEEP = b"<a>" * 5000 + b"</a>" * 5000


@dataclass(frozen=True)
class Door:
    """A way into arXiv: its whole answers, its pages, and the plan that asks there."""

    api: Api | Oai
    plan: Callable[[str], Plan]
    empty: bytes
    first: bytes
    """The first of three pages."""

    def __call__(self, asked: dict[str, str]) -> bytes:
        return self.api(asked)


DOORS = {
    "api": Door(Api(), lambda base: Search("all:x", base=base, slice=10), feed([], 30, 10), feed(names(10), 30)),
    "oai": Door(
        Oai(),
        lambda base: Listed("cs", base=base),
        oai("<ListRecords></ListRecords>"),
        page([record(one, "2021-02-01") for one in names(10)], "|10", 30),
    ),
}


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest) -> Door:
    return DOORS[request.param]


HEALING: dict[str, Callable[[Door], Reply]] = {
    "429 with seconds": lambda door: status(429, retry_after="7"),
    "429 with a date": lambda door: status(
        429, retry_after=formatdate(2_000_000_007, usegmt=True), date=formatdate(2e9)
    ),
    "503 with seconds": lambda door: status(503, retry_after="7"),
    "503 with a date": lambda door: status(
        503, retry_after=formatdate(2_000_000_007, usegmt=True), date=formatdate(2e9)
    ),
    "500": lambda door: status(500),
    "HTML with 200": lambda door: faults.page(),
    "an empty body": lambda door: answer(b""),
    "an empty page": lambda door: answer(door.empty),
    "a truncated body": lambda door: faults.truncated(door.first[:300]),
    "a truncated body of the right length": lambda door: answer(door.first[:300]),
    "a reset": lambda door: faults.reset(b"<feed"),
    "a closed connection": lambda door: faults.close(),
    "a stall": lambda door: faults.stall(before=b"<feed"),
    "an entity bomb": lambda door: answer(BOMB),
    "an outer entity": lambda door: answer(OUTSIDE),
    "a deep nesting": lambda door: answer(DEEP),
    "bytes that are no text": lambda door: answer(b"<feed>\xff</feed>"),
    "another kind of XML": lambda door: answer(b"<rss/>"),
}


@pytest.mark.parametrize("fault", HEALING)
@pytest.mark.parametrize("place", [0, 1], ids=["on the first page", "in the middle"])
def test_a_fault_that_passes_costs_no_paper(
    door: Door, fault: str, place: int, server: FaultServer, tmp_path: Path
) -> None:
    if fault == "an empty page" and place == 0 and isinstance(door.api, Api):
        bad = answer(feed([], 30))
    else:
        bad = HEALING[fault](door)
    whole = door.api.reply
    server.script("/x", *[whole] * place, bad, whole)
    assert sorted(ids(take(door.plan(server.url("/x")), tmp_path))) == names(30)
    assert len(server.log) == 4


@pytest.mark.parametrize("fault", ["429 with seconds", "503 with a date"])
def test_upstream_is_left_alone_as_long_as_it_asks(door: Door, fault: str, server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", HEALING[fault](door), door.api.reply)
    waits: list[float] = []
    harvest(client(tmp_path, waits), door.plan(server.url("/x")), tmp_path)
    assert max(waits) == 7.0


@pytest.mark.parametrize("fault", [name for name in HEALING if "date" not in name])
def test_a_fault_that_stays_is_an_error_from_which_a_rerun_goes_on(
    door: Door, fault: str, server: FaultServer, tmp_path: Path
) -> None:
    plan = door.plan(server.url("/x"))
    server.script("/x", door.api.reply, HEALING[fault](door))
    with pytest.raises(UpstreamError) as caught:
        harvest(client(tmp_path), plan, tmp_path)
    assert str(caught.value).count("\n") == 0
    assert standing(plan, tmp_path).pages == 1
    asked = len(server.log)
    server.script("/x", door.api.reply)
    assert sorted(ids(take(plan, tmp_path))) == names(30)
    assert len(server.log) == asked + 2


def test_a_page_that_comes_twice_is_asked_for_again(door: Door, server: FaultServer, tmp_path: Path) -> None:
    again = door.first.replace(b"<o:startIndex>0<", b"<o:startIndex>10<")
    server.script("/x", door.api.reply, answer(again), door.api.reply)
    assert sorted(ids(take(door.plan(server.url("/x")), tmp_path))) == names(30)


def test_a_page_that_comes_again_and_again_is_an_error(door: Door, server: FaultServer, tmp_path: Path) -> None:
    again = door.first.replace(b"<o:startIndex>0<", b"<o:startIndex>10<")
    server.script("/x", door.api.reply, answer(again))
    with pytest.raises(UpstreamError, match="repeats"):
        take(door.plan(server.url("/x")), tmp_path)


def test_a_token_that_comes_again_ends_in_an_error_and_not_never(server: FaultServer, tmp_path: Path) -> None:
    same = page([record(one, "2021-02-09") for one in names(10, 10)], "|10", 30)
    plan = Listed("cs", base=server.url("/x"))
    server.script("/x", Oai().reply, answer(same))
    with pytest.raises(UpstreamError, match="repeats a resumption token"):
        take(plan, tmp_path)
    server.script("/x", Oai().reply)
    assert sorted(ids(take(plan, tmp_path))) == names(30)


def test_a_list_that_ends_early_is_an_error(server: FaultServer, tmp_path: Path) -> None:
    short = page([record(one, "2021-02-09") for one in names(10, 10)], "", 30)
    server.script("/x", Oai().reply, answer(short))
    with pytest.raises(UpstreamError, match="ends after 20 of 30"):
        take(Listed("cs", base=server.url("/x")), tmp_path)


def test_a_page_that_is_too_short_is_asked_for_again(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Api().reply, answer(feed(names(7, 10), 30, 10)), Api().reply)
    assert sorted(ids(take(DOORS["api"].plan(server.url("/x")), tmp_path))) == names(30)


def test_a_page_of_another_place_is_asked_for_again(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Api().reply, answer(feed(names(10, 20), 30, 20)), Api().reply)
    assert sorted(ids(take(DOORS["api"].plan(server.url("/x")), tmp_path))) == names(30)


def test_papers_that_are_submitted_meanwhile_come_too(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", Api(30).reply, Api(33).reply)
    assert sorted(ids(take(DOORS["api"].plan(server.url("/x")), tmp_path))) == names(33)
    assert len(server.log) == 4


def test_after_a_total_that_fell_the_search_is_walked_through_again(server: FaultServer, tmp_path: Path) -> None:
    plan = DOORS["api"].plan(server.url("/x"))
    server.script("/x", Api(31).reply, Api(30).reply)
    assert sorted(ids(take(plan, tmp_path))) == names(30)
    assert [dict(seen.query)["start"] for seen in server.log] == ["0", "10", "20"] * 2


def test_a_total_that_never_settles_is_an_error(server: FaultServer, tmp_path: Path) -> None:
    falling = [Api(count).reply for count in range(40, 30, -1)]
    server.script("/x", *falling, *falling, *falling)
    with pytest.raises(SourceError, match=r"total changes.*--refresh"):
        take(DOORS["api"].plan(server.url("/x")), tmp_path)


def test_a_redirect_within_the_host_is_followed(door: Door, server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", status(301, location="/y"), door.api.reply)
    server.script("/y", answer(door.first))
    assert sorted(ids(take(door.plan(server.url("/x")), tmp_path))) == names(30)
    assert len(server.asked("/y")) == 1


def test_a_redirect_to_another_host_within_a_network_is_refused_and_gone_on_from(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with FaultServer() as first, FaultServer("127.0.0.2") as second:
        plan = door.plan(first.url("/x"))
        second.script("/x", door.api.reply)
        first.script("/x", door.api.reply, faults.redirect(second.url("/x")))
        with pytest.raises(UpstreamError, match="within a network"):
            harvest(client(tmp_path), plan, tmp_path)
        assert second.log == []
        first.script("/x", door.api.reply)
        assert sorted(ids(take(plan, tmp_path))) == names(30)


def test_control_characters_are_read_as_spaces_and_counted(door: Door, server: FaultServer, tmp_path: Path) -> None:
    def soiled(asked: dict[str, str]) -> bytes:
        return door(asked).replace(b"A title of 2101.00003", b"A\x01 title&#x2; of\x0b2101.00003")

    server.script("/x", replying(soiled))
    records = take(door.plan(server.url("/x")), tmp_path)
    assert sorted(ids(records)) == names(30)
    assert [one.title for one in records if getattr(one, "iri", "").endswith("00003")] == ["A title of 2101.00003"]
    refused: list[Any] = [one for one in records if type(one).__name__ == "Rejected"]
    assert [one.reason[:20] for one in refused] == ["3 control characters"]


def test_an_error_of_the_api_says_what_is_wrong(server: FaultServer, tmp_path: Path) -> None:
    said = (
        b'<feed xmlns:o="x"><o:totalResults>1</o:totalResults><o:startIndex>0</o:startIndex><entry>'
        b"<id>https://arxiv.org/api/errors#max</id><title>Error</title><summary>max_results is odd</summary>"
        b"</entry></feed>"
    )
    server.script("/x", answer(said, 400))
    with pytest.raises(SourceError, match="max_results is odd; correct"):
        take(DOORS["api"].plan(server.url("/x")), tmp_path)
    assert len(server.log) == 1


def test_an_error_of_the_list_says_what_is_wrong(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", answer(error("badArgument", "no such set")))
    with pytest.raises(SourceError, match=r"badArgument \(no such set\); correct the set"):
        take(DOORS["oai"].plan(server.url("/x")), tmp_path)
    assert len(server.log) == 1
