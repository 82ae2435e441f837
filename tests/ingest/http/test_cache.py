"""Cached answers: whole or not there, accepted, without keys, and revalidated when they are too old."""

import json
import math
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.http import Client, DiskError, Response, Secret, UpstreamError, get, post
from tests.faults import ETAG, FaultServer, answer, close, page, redirect, revalidated, status
from tests.ingest.http.conftest import LIMITS, Time

BODY = b'{"results": [1, 2]}'
DAY = 86400.0


def _files(client: Client) -> list[Path]:
    return sorted(path for path in (client.home / "http" / "cache").rglob("*") if path.is_file())


def _is_json(response: Response) -> None:
    response.json()


def test_a_young_answer_is_given_without_asking(server: FaultServer, client: Client, time: Time) -> None:
    server.script("/old", redirect("/x", 301))
    server.script("/x", answer(BODY, etag=ETAG, content_type="application/json", set_cookie="a=b"))
    request = get(server.url("/old"), {"q": "ü & b"})
    first = client.fetch(request, max_age=DAY)
    time.now += DAY - 1
    again = Client(client.home, LIMITS, {}, time.sleep, time.clock).fetch(request, max_age=DAY)
    assert (first.cached, again.cached, len(server.log)) == (False, True, 2)
    assert (again.body, again.url, again.history, again.headers, again.retrieved, again.status) == (
        first.body, first.url, first.history, first.headers, first.retrieved, first.status,
    )  # fmt: skip
    assert set(again.headers) == {"content-type", "etag"}


def test_without_a_max_age_the_cache_is_left_alone(server: FaultServer, client: Client) -> None:
    server.script("/x", answer(BODY))
    client.fetch(get(server.url("/x")))
    assert (_files(client), len(server.log)) == ([], 1)
    client.fetch(get(server.url("/x")), max_age=math.inf)
    client.fetch(get(server.url("/x")))
    assert len(server.log) == 3


def test_an_old_answer_is_revalidated_and_young_again_then(server: FaultServer, client: Client, time: Time) -> None:
    server.script("/x", revalidated(BODY))
    request = get(server.url("/x"))
    client.fetch(request, max_age=DAY)
    time.now += DAY
    again = client.fetch(request, max_age=DAY)
    assert (again.cached, again.body, again.retrieved.timestamp()) == (True, BODY, time.now)
    assert client.fetch(request, max_age=DAY).cached
    assert [seen.headers.get("if-none-match") for seen in server.log] == [None, ETAG]


def test_max_age_0_always_asks_and_takes_what_is_new(server: FaultServer, client: Client) -> None:
    server.script("/x", revalidated(BODY), revalidated(b"new", etag='"two"'))
    bodies = [client.fetch(get(server.url("/x")), max_age=0).body for _ in range(3)]
    assert (bodies, len(server.log)) == ([BODY, b"new", b"new"], 3)
    assert server.log[2].headers["if-none-match"] == '"two"'


def test_last_modified_serves_where_there_is_no_etag(server: FaultServer, client: Client) -> None:
    date = "Wed, 01 Jan 2020 00:00:00 GMT"
    server.script("/x", answer(BODY, last_modified=date), status(304))
    assert [client.fetch(get(server.url("/x")), max_age=0).cached for _ in range(2)] == [False, True]
    assert server.log[1].headers["if-modified-since"] == date


def test_conditions_go_only_to_the_address_that_gave_the_answer(server: FaultServer, client: Client) -> None:
    server.script("/x", redirect("/one"), redirect("/two"))
    server.script("/one", answer(BODY, etag=ETAG))
    server.script("/two", revalidated(b"two"))
    assert [client.fetch(get(server.url("/x")), max_age=0).body for _ in range(2)] == [BODY, b"two"]


def test_304_to_who_knows_nothing_is_no_answer(server: FaultServer, client: Client) -> None:
    server.script("/x", status(304))
    with pytest.raises(UpstreamError, match="status 304"):
        client.fetch(get(server.url("/x")), max_age=0)


def test_a_clock_that_was_put_back_does_not_make_an_answer_young_for_ever(
    server: FaultServer, client: Client, time: Time
) -> None:
    server.script("/x", answer(BODY))
    client.fetch(get(server.url("/x")), max_age=DAY)
    time.now -= 10 * DAY
    assert not client.fetch(get(server.url("/x")), max_age=DAY).cached


@pytest.mark.parametrize("reply", [page(), answer(b""), status(500), close(), answer(BODY[:-1])])
def test_what_is_no_answer_is_never_cached(server: FaultServer, client: Client, reply: object) -> None:
    server.script("/x", reply)  # type: ignore[arg-type]
    with pytest.raises(UpstreamError):
        client.fetch(get(server.url("/x")), accept=_is_json, max_age=DAY)
    assert _files(client) == []


def test_a_cached_answer_that_is_no_longer_accepted_is_asked_for_anew(server: FaultServer, client: Client) -> None:
    server.script("/x", page(), answer(BODY))
    client.fetch(get(server.url("/x")), max_age=DAY)
    assert client.fetch(get(server.url("/x")), accept=_is_json, max_age=DAY).body == BODY
    assert client.fetch(get(server.url("/x")), statuses=(404, 200), max_age=DAY).cached


def test_a_status_that_this_caller_does_not_take_is_not_given_from_the_cache(
    server: FaultServer, client: Client
) -> None:
    server.script("/x", status(404), answer(BODY))
    assert client.fetch(get(server.url("/x")), statuses=(404,), max_age=DAY).status == 404
    assert client.fetch(get(server.url("/x")), max_age=DAY).status == 200


def test_what_decides_the_answer_decides_the_place_in_the_cache(server: FaultServer, client: Client) -> None:
    server.script("/x", answer(BODY))
    url = server.url("/x")
    requests = [
        get(url), get(url, {"a": 1}), get(url, {"a": 2}), get(url, headers={"Accept": "text/csv"}),
        post(url, [1]), post(url, [2]),
    ]  # fmt: skip
    for request in [*requests, *requests, get(url, [("a", "1")]), get(url + "?a=1#part")]:
        client.fetch(request, max_age=DAY)
    assert (len(server.log), len(_files(client))) == (6, 6)


def test_with_another_key_the_cached_answer_is_the_same(server: FaultServer, client: Client) -> None:
    server.script("/x", answer(BODY))
    for key in ("first-key", "other-key"):
        client.fetch(get(server.url("/x"), secrets=[Secret(key, parameter="api_key")]), max_age=DAY)
    client.fetch(get(server.url("/x")), max_age=DAY)
    assert len(server.log) == 1


def test_any_damage_is_noticed_and_the_answer_fetched_again(server: FaultServer, client: Client) -> None:
    server.script("/x", answer(BODY, etag=ETAG))
    client.fetch(get(server.url("/x")), max_age=DAY)
    [path] = _files(client)
    whole = path.read_bytes()

    @settings(max_examples=20)
    @given(place=st.integers(0, len(whole) - 1), damage=st.binary(max_size=3))
    def damaged(place: int, damage: bytes) -> None:
        path.write_bytes(data := whole[:place] + damage + whole[place + 3 :])
        before = len(server.log)
        assert client.fetch(get(server.url("/x")), max_age=DAY).body == BODY
        assert len(server.log) == before + (data != whole)

    damaged()


def test_an_answer_under_the_name_of_another_or_of_a_later_version_is_not_taken(
    server: FaultServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script("/x", answer(BODY))
    server.script("/y", answer(b"other"))
    client.fetch(get(server.url("/x")), max_age=DAY)
    [path] = _files(client)
    key = get(server.url("/y")).key
    (path.parent.parent / key[:2]).mkdir(exist_ok=True)
    (path.parent.parent / key[:2] / key).write_bytes(path.read_bytes())
    assert client.fetch(get(server.url("/y")), max_age=DAY).body == b"other"
    monkeypatch.setattr("ingest.http.cache.FORMAT", 2)
    assert not client.fetch(get(server.url("/x")), max_age=DAY).cached


def test_a_body_of_any_bytes_comes_back_as_it_was(server: FaultServer, client: Client) -> None:
    @settings(max_examples=12)
    @given(body=st.binary(max_size=200))
    def kept(body: bytes) -> None:
        server.script("/x", answer(body))
        client.fetch(get(server.url("/x")), max_age=0)
        assert client.fetch(get(server.url("/x")), max_age=DAY).body == body

    kept()


def test_a_write_that_fails_leaves_the_old_answer_and_no_litter(
    server: FaultServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script("/x", answer(BODY), answer(b"new"))
    client.fetch(get(server.url("/x")), max_age=DAY)
    before = [path.read_bytes() for path in _files(client)]
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(DiskError, match="No space left on device; make room"):
            client.fetch(get(server.url("/x")), max_age=0)
    assert [path.read_bytes() for path in _files(client)] == before


def test_what_killed_runs_left_is_swept_and_what_is_being_written_is_not(server: FaultServer, client: Client) -> None:
    server.script("/x", answer(BODY))
    client.fetch(get(server.url("/x")), max_age=0)
    [path] = _files(client)
    old, young = path.with_name("old.partial"), path.with_name("young.partial")
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    client.fetch(get(server.url("/x")), max_age=0)
    assert _files(client) == sorted([path, young])


def test_many_writers_of_one_answer_do_not_disturb_each_other(server: FaultServer, client: Client) -> None:
    server.script("/x", answer(BODY * 1000))
    bodies: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: bodies.append(client.fetch(get(server.url("/x")), max_age=0).body))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (bodies, len(_files(client))) == ([BODY * 1000] * 8, 1)


def test_the_metadata_say_what_was_asked_and_when(server: FaultServer, client: Client) -> None:
    server.script("/x", answer(BODY, content_type="application/json"))
    client.fetch(get(server.url("/x"), {"a": 1}), max_age=0)
    [path] = _files(client)
    _, about, body = path.read_bytes().split(b"\n", 2)
    told = json.loads(about)
    assert (told["asked"], told["method"], told["status"], body) == (server.url("/x?a=1"), "GET", 200, BODY)
    assert told["retrieved"] == "2027-01-15T08:00:00+00:00"
