"""Answers held in memory: whole, within limits and accepted, or an error after some attempts."""

import gc
import gzip
import subprocess
import sys
import threading
import time as real_time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.http import Client, Limits, Response, UpstreamError, get, post
from ingest.http.errors import Trouble
from ingest.http.retry import Patience
from ingest.http.wire import CHUNK, gunzipped
from ingest.source import SourceError
from tests.faults import (
    FaultServer,
    Reply,
    answer,
    bomb,
    chunked,
    close,
    drip,
    packed,
    page,
    reset,
    stall,
    status,
    truncated,
)  # fmt: skip
from tests.ingest.http.conftest import LIMITS, Time

GOOD = answer(b'{"ok": true}', content_type="application/json")
HEALING: dict[str, Reply] = {
    "closed without an answer": close(),
    "reset": reset(),
    "reset in the body": reset(b"half"),
    "silent": stall(),
    "silent in the body": stall(before=b"half"),
    "dripping body": drip(),
    "dripping headers": drip(headers_too=True),
    "truncated": truncated(b"half"),
    "empty, though bytes were promised": truncated(b""),
    "a chunk without a length": chunked(b"half", end=b"nonsense\r\n"),
    "no last chunk": chunked(b"half", end=b""),
    "a chunk broken off": chunked(end=b"ff\r\nhalf"),
    "gzip broken off": packed(b"a long text " * 50, cut=12),
    "gzip without its checksum": packed(b"a long text " * 50, cut=1),
    "no gzip at all": answer(b"plain", content_encoding="gzip"),
    "a packing that was not asked for": answer(b"plain", content_encoding="br"),
    "no HTTP": lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n") and None,
    **{str(code): status(code) for code in (429, 500, 502, 503, 504)},
}


def _is_json(response: Response) -> None:
    response.json()


@pytest.mark.parametrize("fault", HEALING.values(), ids=HEALING)
def test_a_fault_that_heals_is_asked_again(server: FaultServer, client: Client, time: Time, fault: Reply) -> None:
    server.script("/x", fault, GOOD)
    assert client.fetch(get(server.url("/x"))).body == b'{"ok": true}'
    assert (len(server.log), time.waits) == (2, [1.0])


def test_a_fault_that_stays_becomes_an_error_that_says_what_was_tried(server: FaultServer, client: Client) -> None:
    server.script("/x", status(503, b"over capacity", content_type="text/plain"))
    with pytest.raises(UpstreamError, match=r"status 503 \(over capacity\) \(3 attempts\); try again later") as raised:
        client.fetch(get(server.url("/x"), {"page": 2}))
    error = raised.value
    assert (error.url, error.status, error.attempts) == (server.url("/x?page=2"), 503, 3)
    assert (error.retry_at, error.exit_code, isinstance(error, SourceError)) == (None, 3, True)
    assert len(server.log) == 3


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 501])
def test_a_refusal_is_not_asked_again(server: FaultServer, client: Client, code: int) -> None:
    server.script("/x", status(code, b'{"error": "no\n such"}', content_type="application/json"), GOOD)
    with pytest.raises(UpstreamError, match=rf'status {code} .*"no such".*1 attempt\); see whether') as raised:
        client.fetch(get(server.url("/x")))
    assert (raised.value.status, len(server.log)) == (code, 1)


def test_the_caller_says_which_statuses_are_answers_and_which_heal(server: FaultServer, client: Client) -> None:
    server.script("/x", status(403), status(404, b"none"))
    response = client.fetch(get(server.url("/x")), statuses=(200, 404), retried=(403,))
    assert (response.status, response.body, len(server.log)) == (404, b"none", 2)


@pytest.mark.parametrize("reply", [page(), answer(b""), answer(b"{}", content_type="text/html"), GOOD])
def test_only_what_the_caller_accepts_is_an_answer(server: FaultServer, client: Client, reply: Reply) -> None:
    def accept(response: Response) -> None:
        response.json()
        if response.headers["content-type"] != "application/json":
            raise SourceError("not declared as JSON")

    server.script("/x", reply, GOOD)
    assert client.fetch(get(server.url("/x")), accept=accept).json() == {"ok": True}
    assert len(server.log) == (1 if reply is GOOD else 2)


def test_what_is_never_accepted_is_an_error_with_the_reason(server: FaultServer, client: Client) -> None:
    server.script("/x", page())
    with pytest.raises(UpstreamError, match="status 200, yet no answer: Expecting value"):
        client.fetch(get(server.url("/x")), accept=_is_json)


@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize("as_date", [False, True])
def test_retry_after_is_heeded(server: FaultServer, client: Client, time: Time, code: int, as_date: bool) -> None:
    then = format_datetime(datetime.fromtimestamp(time.now, UTC) + timedelta(seconds=120), usegmt=True)
    server.script("/x", status(code, retry_after=then if as_date else "120"), GOOD)
    client.fetch(get(server.url("/x")))
    assert time.waits == [120]


def test_a_date_to_wait_for_is_by_the_clock_of_the_server(server: FaultServer, client: Client, time: Time) -> None:
    dates = {"date": "Wed, 01 Jan 2020 00:00:00 GMT", "retry_after": "Wed, 01 Jan 2020 00:00:40 GMT"}
    server.script("/x", status(503, **dates), GOOD)
    client.fetch(get(server.url("/x")))
    assert time.waits == [40]


@pytest.mark.parametrize("said", ["soon", "-5", "", "1.5", "Wed, 99 Foo 2020", "Wed, 01 Jan 2020 00:00:00 GMT", "0"])
def test_an_odd_or_past_retry_after_leaves_the_usual_wait(
    server: FaultServer, client: Client, time: Time, said: str
) -> None:
    server.script("/x", status(503, retry_after=said), GOOD)
    client.fetch(get(server.url("/x")))
    assert time.waits == [1]


@pytest.mark.parametrize("said", ["86400", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_server_that_asks_for_a_day_is_not_waited_for(
    server: FaultServer, client: Client, time: Time, said: str
) -> None:
    server.script("/x", status(429, retry_after=said))
    with pytest.raises(UpstreamError, match=r"left alone until \d{4}-\d\d-\d\d .* UTC; try again then") as raised:
        client.fetch(get(server.url("/x")))
    assert (time.waits, raised.value.attempts) == ([], 1)
    assert raised.value.retry_at is not None
    assert raised.value.retry_at.timestamp() >= time.now + 86400


def test_waits_double_up_to_a_bound(server: FaultServer, tmp_path: Path, time: Time) -> None:
    server.script("/x", close())
    limits = replace(LIMITS, attempts=6, longest_backoff=5)
    with pytest.raises(UpstreamError):
        Client(tmp_path, limits, {}, time.sleep, time.clock, lambda: 0.5).fetch(get(server.url("/x")))
    assert time.waits == [0.5, 1, 2, 2.5, 2.5]


@given(
    troubles=st.lists(st.tuples(st.floats(0, 1000), st.booleans()), min_size=1, max_size=30),
    draw=st.floats(0, 1, exclude_max=True),
)
def test_no_wait_is_longer_than_the_bounds_and_attempts_without_progress_are_few(
    troubles: list[tuple[float, bool]], draw: float
) -> None:
    time, calls = Time(), iter(troubles)

    def attempt() -> str:
        for wait, progress in calls:
            raise Trouble("fault", wait=wait, progress=progress)
        return "done"

    limits = Limits()
    patience = Patience(limits, time.sleep, time.clock, lambda: draw)
    try:
        assert patience.run(get("http://a.org/"), attempt) == "done"
    except UpstreamError as error:
        asked = troubles[: error.attempts]
        assert asked[-1][0] > limits.longest_retry_after or not any(moved for _, moved in asked[-4:])
    assert max(time.waits, default=0) <= max(limits.longest_backoff, limits.longest_retry_after)


@pytest.mark.parametrize("fault", [drip(0.02), drip(0.02, headers_too=True)], ids=["body", "headers"])
def test_a_server_that_drips_does_not_hold_us(server: FaultServer, client: Client, fault: Reply) -> None:
    server.script("/x", fault)
    patient = replace(client, limits=replace(LIMITS, attempts=1, total=0.4))
    began = real_time.monotonic()
    with pytest.raises(UpstreamError, match=r"the answer was not whole after 0\.4 s"):
        patient.fetch(get(server.url("/x")))
    assert 0.3 < real_time.monotonic() - began < 0.8


def test_a_body_without_a_length_that_was_cut_is_no_answer(server: FaultServer, client: Client) -> None:
    def endless(handler: object) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")  # type: ignore[attr-defined]
        while not server.over.wait(0.05):
            handler.wfile.write(b"x")  # type: ignore[attr-defined]

    server.script("/x", endless)
    with pytest.raises(UpstreamError, match="not whole after"):
        replace(client, limits=replace(LIMITS, attempts=1)).fetch(get(server.url("/x")))


@pytest.mark.parametrize(
    "fault", [bomb(40), answer(bytes((1 << 20) + 1)), chunked(*[bytes(1 << 18)] * 5), truncated(b"", 1 << 40)]
)
def test_a_body_beyond_the_limit_is_refused_at_once(server: FaultServer, client: Client, fault: Reply) -> None:
    server.script("/x", fault)
    with pytest.raises(UpstreamError, match="more than 1048576 bytes") as raised:
        client.fetch(get(server.url("/x")))
    assert raised.value.attempts == 1


def test_gzip_that_unpacks_to_nothing_for_ever_is_refused(server: FaultServer, client: Client) -> None:
    nothing = gzip.compress(b"") * 10_000
    server.script("/x", chunked(*[nothing] * 6, content_encoding="gzip"), GOOD)
    with pytest.raises(UpstreamError, match="more than 1048576 bytes"):
        client.fetch(get(server.url("/x")))


def test_a_body_at_the_limit_is_taken(server: FaultServer, client: Client) -> None:
    server.script("/x", answer(bytes(1 << 20)))
    server.script("/packed", packed(bytes(1 << 20)))
    assert client.fetch(get(server.url("/x"))).body == client.fetch(get(server.url("/packed"))).body == bytes(1 << 20)


@given(bodies=st.lists(st.binary(max_size=300), min_size=1, max_size=3), step=st.integers(1, 40))
def test_gzip_is_unpacked_however_it_is_cut_into_blocks(bodies: list[bytes], step: int) -> None:
    data = b"".join(map(gzip.compress, bodies))
    blocks = [data[place : place + step] for place in range(0, len(data), step)]
    assert b"".join(gunzipped(blocks)) == b"".join(bodies)


@given(cut=st.integers(1, 60))
def test_gzip_that_breaks_off_is_never_taken_for_whole(cut: int) -> None:
    data = gzip.compress(bytes(range(200)))
    with pytest.raises(Trouble, match="breaks off"):
        list(gunzipped([data[:-cut]]))


def test_a_gzip_bomb_is_unpacked_in_small_pieces() -> None:
    assert max(map(len, gunzipped([gzip.compress(bytes(8 << 20))]))) <= CHUNK


def test_who_asks_is_said_with_a_contact_if_there_is_one(
    server: FaultServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script("/x", GOOD)
    client.fetch(get(server.url("/x")))
    monkeypatch.setenv("PAPERKIN_CONTACT", "ada@example.org")
    client.fetch(get(server.url("/x")))
    anonymous, named = (seen.headers["user-agent"] for seen in server.log)
    assert anonymous == f"paperkin/{version('paperkin')} (+https://w3id.org/paperkin)"
    assert named == f"paperkin/{version('paperkin')} (+https://w3id.org/paperkin; mailto:ada@example.org)"


@pytest.mark.parametrize("contact", ["a@b.org\r\nx-evil: 1", "a@b.org)", "ä@b.org", "a@b.org, c"])
def test_a_contact_that_breaks_the_header_is_refused(
    server: FaultServer, client: Client, monkeypatch: pytest.MonkeyPatch, contact: str
) -> None:
    monkeypatch.setenv("PAPERKIN_CONTACT", contact)
    with pytest.raises(SourceError, match="PAPERKIN_CONTACT"):
        client.fetch(get(server.url("/x")))
    assert server.log == []


def test_a_batch_is_asked_for_by_post_and_again_after_a_fault(server: FaultServer, client: Client) -> None:
    server.script("/batch", reset(), GOOD)
    client.fetch(post(server.url("/batch"), {"ids": ["ARXIV:1706.03762"]}, {"fields": "title"}))
    first, second = server.log
    assert (first.method, first.body, first.query) == (second.method, second.body, second.query)
    assert (first.method, first.body) == ("POST", b'{"ids":["ARXIV:1706.03762"]}')
    assert (first.query, first.headers["content-type"]) == ([("fields", "title")], "application/json")


def test_tls_with_a_server_that_speaks_none_is_an_upstream_error(server: FaultServer, client: Client) -> None:
    with pytest.raises(UpstreamError, match=r"no secure connection: .*wrong version number"):
        client.fetch(get(server.url("/x").replace("http:", "https:")))


def test_the_environments_proxy_is_used(server: FaultServer, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("http_proxy", server.url(""))
    server.script("/x", GOOD)
    assert client.fetch(get("http://nobody.invalid/x")).body == b'{"ok": true}'


def test_a_netrc_file_adds_no_credentials(
    server: FaultServer, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ada password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.script("/x", GOOD)
    client.fetch(get(server.url("/x")))
    assert "authorization" not in server.log[0].headers


def _ours() -> int:
    """Count the open files, server and client alike, and the threads of this process."""
    return len(list(Path("/proc/self/fd").iterdir())) + threading.active_count()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted under /proc")
def test_no_connection_and_no_thread_is_left_behind(server: FaultServer, client: Client) -> None:
    faults = [fault for name, fault in HEALING.items() if not name.startswith(("silent", "dripping"))]
    server.script("/x", *faults, GOOD)
    gc.collect()
    gc.disable()
    try:
        before = _ours()
        replace(client, limits=replace(LIMITS, attempts=99)).fetch(get(server.url("/x")))
        deadline = real_time.monotonic() + 2
        while _ours() > before and real_time.monotonic() < deadline:
            real_time.sleep(0.02)
        assert _ours() <= before
    finally:
        gc.enable()


def test_importing_the_client_does_not_touch_the_loggers() -> None:
    script = "import logging, ingest.http; print(logging.getLogger('urllib3.connectionpool').filters)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
