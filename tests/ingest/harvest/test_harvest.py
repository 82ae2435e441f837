"""A harvest ends complete, or fails and goes on where it stood; a toy upstream counts from 1."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from filelock import FileLock

from ingest.harvest import Ask, Harvest, Page, Walk, complete, harvest, standing
from ingest.http import Client, Limits, Secret, UpstreamError, get
from ingest.source import Busy, SourceError
from tests.faults import FaultServer, answer, page, status

LIMITS = Limits(connect=1.0, read=0.4, total=0.8, attempts=3)


@dataclass(frozen=True)
class Counting:
    """Asks for /1, /2, ... as long as an answer says that there is more."""

    base: str
    name: str = "numbers"
    secret: Secret | None = None
    source: str = field(default="toy", init=False)

    def about(self) -> Mapping[str, object]:
        return {"base": self.base, "name": self.name}

    def walk(self) -> Walk:
        number, more = 1, True
        while more:
            request = get(f"{self.base}{number}", secrets=[self.secret])
            found = yield Ask(request, _numbers, statuses=(200, 404), done=number - 1, total=3)
            if found.status == 404:
                raise SourceError(f"there is no {number}; ask for less")
            more, number = _numbers(found)["more"], number + 1
        return {"numbers": number - 1}


def _numbers(found: Page) -> dict[str, bool]:
    if found.status == 404:
        return {}
    numbers: dict[str, bool] = found.json()
    return numbers


def _reply(more: bool) -> bytes:
    return json.dumps({"more": more}).encode()


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return Client(tmp_path, LIMITS, {}, lambda seconds: None)


@pytest.fixture
def plan(server: FaultServer) -> Counting:
    server.script("/1", answer(_reply(True)))
    server.script("/2", answer(_reply(True) + b" "))
    server.script("/3", answer(_reply(False)))
    return Counting(server.url("/"))


def _paths(server: FaultServer) -> list[str]:
    return [seen.path for seen in server.log]


def test_the_pages_of_a_harvest_are_those_that_upstream_gave(client: Client, plan: Counting, tmp_path: Path) -> None:
    done = harvest(client, plan, tmp_path)
    assert [found.body for found in done.pages()] == [_reply(True), _reply(True) + b" ", _reply(False)]
    assert [found.url for found in done.pages()] == [f"{plan.base}{number}" for number in (1, 2, 3)]
    assert (len(done), done.summary, done.about) == (3, {"numbers": 3}, plan.about())
    assert done.day == done.page(1).retrieved[:10]


def test_a_complete_harvest_is_not_asked_for_again(
    client: Client, plan: Counting, server: FaultServer, tmp_path: Path
) -> None:
    first = harvest(client, plan, tmp_path)
    assert harvest(client, plan, tmp_path) == first
    assert _paths(server) == ["/1", "/2", "/3"]


def test_a_refreshed_harvest_takes_the_place_of_the_old_one(
    client: Client, plan: Counting, server: FaultServer, tmp_path: Path
) -> None:
    first = harvest(client, plan, tmp_path)
    before = first.sha256
    server.script("/1", answer(_reply(False)))
    second = harvest(client, plan, tmp_path, refresh=True)
    assert (len(second), second.sha256 == before) == (1, False)
    assert not first.folder.exists()
    assert harvest(client, plan, tmp_path) == second


def test_a_refresh_that_fails_is_gone_on_with_and_keeps_the_old_harvest_until_it_is_complete(
    client: Client, plan: Counting, server: FaultServer, tmp_path: Path
) -> None:
    first = harvest(client, plan, tmp_path)
    server.script("/2", status(500), status(500), status(500), answer(_reply(True)))
    with pytest.raises(UpstreamError):
        harvest(client, plan, tmp_path, refresh=True)
    assert complete(tmp_path, "toy") == [first]
    second = harvest(client, plan, tmp_path)
    assert second.folder != first.folder
    assert complete(tmp_path, "toy") == [second]
    assert _paths(server).count("/1") == 2


def test_a_run_that_failed_goes_on_where_it_stood(
    client: Client, plan: Counting, server: FaultServer, tmp_path: Path
) -> None:
    server.script("/2", page(), page(), page(), answer(_reply(True) + b" "))
    with pytest.raises(UpstreamError, match="no answer"):
        harvest(client, plan, tmp_path)
    now = standing(plan, tmp_path)
    assert (now.pages, now.complete) == (1, False)
    done = harvest(client, plan, tmp_path)
    assert (len(done), _paths(server)) == (3, ["/1", "/2", "/2", "/2", "/2", "/3"])
    assert standing(plan, tmp_path).complete


def test_the_pages_are_the_same_whether_the_run_was_disturbed_or_not(
    plan: Counting, server: FaultServer, tmp_path: Path
) -> None:
    def client(home: str) -> Client:
        return Client(tmp_path / home, LIMITS, {}, lambda seconds: None)

    calm = harvest(client("calm"), plan, tmp_path / "calm")
    server.script("/3", status(404), answer(_reply(False)))
    with pytest.raises(SourceError, match="there is no 3"):
        harvest(client("wild"), plan, tmp_path / "wild")
    wild = harvest(client("wild"), plan, tmp_path / "wild")
    assert (wild.sha256, wild.summary) == (calm.sha256, calm.summary)


def test_an_answer_that_the_walk_refuses_is_not_kept(
    client: Client, plan: Counting, server: FaultServer, tmp_path: Path
) -> None:
    server.script("/1", status(404), answer(_reply(False)))
    with pytest.raises(SourceError, match="there is no 1; ask for less"):
        harvest(client, plan, tmp_path)
    assert standing(plan, tmp_path).pages == 0
    assert len(harvest(client, plan, tmp_path)) == 1


def test_plans_that_ask_for_other_things_are_apart(client: Client, plan: Counting, tmp_path: Path) -> None:
    other = Counting(plan.base, "others")
    found = [harvest(client, plan, tmp_path), harvest(client, other, tmp_path)]
    assert complete(tmp_path, "toy") == found
    assert complete(tmp_path, "another source") == []


def test_pages_of_another_walk_are_not_mixed_in(client: Client, plan: Counting, tmp_path: Path) -> None:
    done = harvest(client, plan, tmp_path)
    (done.folder / "complete.json").unlink()
    (done.folder / "000002.gz").replace(done.folder / "000001.gz")
    with pytest.raises(SourceError, match=r"another question.*--refresh"):
        harvest(client, plan, tmp_path)


def test_a_damaged_page_is_told(client: Client, plan: Counting, tmp_path: Path) -> None:
    done = harvest(client, plan, tmp_path)
    head, _, _ = gzip.decompress((done.folder / "000002.gz").read_bytes()).partition(b"\n")
    (done.folder / "000002.gz").write_bytes(gzip.compress(head + b"\nother"))
    with pytest.raises(SourceError, match=r"000002.gz is damaged .*--refresh"):
        list(done.pages())
    whole = (done.folder / "000001.gz").read_bytes()
    for damaged in (b"none", b"", whole[:-9], whole[:20] + b"\xff" * 40 + whole[60:]):
        (done.folder / "000002.gz").write_bytes(damaged)
        with pytest.raises(SourceError, match=r"000002.gz is damaged .*--refresh"):
            list(done.pages())
    (done.folder / "000002.gz").unlink()
    with pytest.raises(SourceError, match=r"000002.gz is damaged .*--refresh"):
        list(done.pages())


def test_one_process_at_a_time_asks_for_a_plan(client: Client, plan: Counting, tmp_path: Path) -> None:
    done = harvest(client, plan, tmp_path)
    with FileLock(done.folder.parent / ".lock"), pytest.raises(Busy, match="another process"):
        harvest(client, plan, tmp_path)


def test_an_answer_that_repeats_the_key_is_not_kept(client: Client, server: FaultServer, tmp_path: Path) -> None:
    server.script("/1", answer(b'{"more": false, "key": "s3cret"}'))
    plan = Counting(server.url("/"), secret=Secret("s3cret", header="x-key"))
    with pytest.raises(SourceError, match="repeats the key") as caught:
        harvest(client, plan, tmp_path)
    assert "s3cret" not in str(caught.value)
    assert not any(b"s3cret" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_people_who_wait_see_how_many_things_came(client: Client, plan: Counting, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    harvest(client, plan, tmp_path, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3)]


def test_the_day_is_that_on_which_the_harvest_began(plan: Counting, server: FaultServer, tmp_path: Path) -> None:
    days = iter([1_800_000_000.0])
    clock = lambda: next(days, 1_800_000_000.0 + 86400)  # noqa: E731
    done = harvest(Client(tmp_path, LIMITS, {}, lambda seconds: None, clock), plan, tmp_path)
    assert (done.began, done.page(3).retrieved[:10]) == ("2027-01-15T08:00:00+00:00", "2027-01-16")
    assert Harvest(done.folder).day == "2027-01-15"
