"""Requests to a host keep their distance: in one process, in two, after a restart and after kill -9."""

import os
import signal
import subprocess
import sys
import threading
import time as real_time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from ingest.http import SPACING, Client, DiskError, UpstreamError, get
from ingest.http.spacing import Spacing
from tests.faults import FaultServer, answer, close, redirect, status
from tests.ingest.http.conftest import LIMITS, Time

EVERY = 0.3
ASK = """
import sys
from pathlib import Path
from ingest.http import Client, get
for _ in range(int(sys.argv[3])):
    Client(Path(sys.argv[1]), spacing={"127.0.0.1": 0.3}).fetch(get(sys.argv[2]))
"""


def _slow(handler: object) -> None:
    """Answer after a while, so that two at once would be seen."""
    real_time.sleep(0.05)
    answer(b"{}")(handler)  # type: ignore[arg-type]


def _asking(home: Path, url: str, times: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", ASK, str(home), url, str(times)])


def _spacing(folder: Path, time: Time, seconds: dict[str, float] | None = None) -> Spacing:
    return Spacing(folder, {"a.org": 3.0} if seconds is None else seconds, time.sleep, time.clock)


def test_the_server_sees_the_distance_between_requests_of_one_client(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", close(), status(500), redirect("/y"))
    server.script("/y", answer(b"{}"))
    client = Client(tmp_path, LIMITS, {"127.0.0.1": EVERY}, random=lambda: 0.0)
    client.fetch(get(server.url("/x")))
    assert [seen.path for seen in server.log] == ["/x", "/x", "/x", "/y"]
    assert min(server.gaps()) >= EVERY


def test_two_processes_and_a_restart_keep_the_distance_and_one_connection(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", _slow)
    both = [_asking(tmp_path, server.url("/x"), 3) for _ in range(2)]
    assert [process.wait(30) for process in both] == [0, 0]
    Client(tmp_path, LIMITS, {"127.0.0.1": EVERY}).fetch(get(server.url("/x")))
    assert len(server.log) == 7
    assert (min(server.gaps()) >= EVERY, server.most_at_once()) == (True, 1)


def test_threads_of_one_process_take_turns(server: FaultServer, tmp_path: Path) -> None:
    server.script("/x", _slow)
    client = Client(tmp_path, LIMITS, {"127.0.0.1": 0.1})
    threads = [threading.Thread(target=client.fetch, args=[get(server.url("/x"))]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (len(server.log), server.most_at_once(), min(server.gaps()) >= 0.1) == (4, 1, True)


def test_after_kill_9_in_the_middle_of_a_request_the_distance_is_kept(server: FaultServer, tmp_path: Path) -> None:
    asked = threading.Event()

    def hang(handler: object) -> None:
        asked.set()
        server.over.wait(5)

    server.script("/x", hang, answer(b"{}"))
    process = _asking(tmp_path, server.url("/x"), 1)
    assert asked.wait(20)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    killed = real_time.monotonic()
    Client(tmp_path, LIMITS, {"127.0.0.1": EVERY}).fetch(get(server.url("/x")))
    assert server.log[1].began - killed >= EVERY


def test_a_host_without_spacing_is_not_waited_for_and_leaves_no_state(
    server: FaultServer, client: Client, time: Time
) -> None:
    server.script("/x", answer(b"{}"))
    spaced = replace(client, spacing={"example.org": 3.0})
    spaced.fetch(get(server.url("/x")))
    spaced.fetch(get(server.url("/x")))
    assert (time.waits, (client.home / "http" / "spacing").exists()) == ([], False)


@pytest.mark.parametrize("host", ["arxiv.org", "export.arxiv.org", "OAIPMH.arXiv.org", "arxiv.org."])
def test_all_hosts_of_a_domain_share_a_turn(tmp_path: Path, time: Time, host: str) -> None:
    spacing = _spacing(tmp_path, time, dict(SPACING))
    with spacing.turn("arxiv.org"):
        pass
    with spacing.turn(host):
        assert time.waits == [3.0]


@pytest.mark.parametrize("host", ["notarxiv.org", "arxiv.org.example.com", "org", ""])
def test_a_name_that_only_looks_alike_is_another_host(tmp_path: Path, time: Time, host: str) -> None:
    spacing = _spacing(tmp_path, time, dict(SPACING))
    for one in ("arxiv.org", host):
        with spacing.turn(one):
            pass
    assert time.waits == []


def test_the_nearest_domain_decides(tmp_path: Path, time: Time) -> None:
    spacing = _spacing(tmp_path, time, {"a.org": 3.0, "bulk.a.org": 9.0})
    for _ in range(2):
        with spacing.turn("bulk.a.org"):
            pass
    assert time.waits == [9.0]


def test_the_distance_counts_from_the_end_of_the_last_request(tmp_path: Path, time: Time) -> None:
    spacing = _spacing(tmp_path, time)
    with spacing.turn("a.org"):
        time.now += 100
    time.now += 1
    with spacing.turn("a.org"):
        assert time.waits == [2.0]


def test_a_request_that_fails_counts_too(tmp_path: Path, time: Time) -> None:
    spacing = _spacing(tmp_path, time)
    with pytest.raises(KeyboardInterrupt), spacing.turn("a.org"):
        raise KeyboardInterrupt
    with spacing.turn("a.org"):
        assert time.waits == [3.0]


@given(steps=st.lists(st.floats(-1e9, 1e9), max_size=8))
def test_a_clock_that_is_put_back_or_forward_never_makes_us_wait_longer(
    steps: Sequence[float], tmp_path_factory: pytest.TempPathFactory
) -> None:
    time = Time()
    spacing = _spacing(tmp_path_factory.mktemp("spacing"), time)
    for step in steps:
        before = len(time.waits)
        with spacing.turn("a.org"):
            assert sum(time.waits[before:]) <= 3.0 + 1e-3
        time.now += step


@pytest.mark.parametrize("state", [b"", b"nonsense", b"nan", b"inf", b"1e999", "zwölf".encode(), b"9999999999999"])
def test_a_damaged_state_costs_one_full_wait(tmp_path: Path, time: Time, state: bytes) -> None:
    (tmp_path / "a.org.last").write_bytes(state)
    with _spacing(tmp_path, time).turn("a.org"):
        assert time.waits == [3.0]


def test_a_turn_that_is_never_given_up_is_an_error(tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.http.spacing.LONGEST_TURN", 0.1)
    held = FileLock(tmp_path / "a.org.lock")
    caught: list[Exception] = []

    def other() -> None:
        try:
            with _spacing(tmp_path, time).turn("a.org"):
                pass
        except DiskError as error:
            caught.append(error)

    with held:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(10)
    assert [error.args[0] for error in caught if "another process holds" in error.args[0]]


def test_a_workspace_that_cannot_hold_the_state_is_an_error_before_anything_is_sent(
    server: FaultServer, client: Client
) -> None:
    client.home.mkdir()
    (client.home / "http").write_text("in the way")
    with pytest.raises(DiskError, match=r"cannot lock .*see who may write there"):
        replace(client, spacing={"127.0.0.1": 1.0}).fetch(get(server.url("/x")))
    assert server.log == []


def test_no_wait_is_spent_holding_the_turn(server: FaultServer, tmp_path: Path, time: Time) -> None:
    server.script("/x", status(503, retry_after="1"))
    free: list[bool] = []

    def sleep(seconds: float) -> None:
        lock = FileLock(tmp_path / "http" / "spacing" / "127.0.0.1.lock", timeout=0)
        with lock:
            free.append(lock.is_locked)
        time.sleep(seconds)

    with pytest.raises(UpstreamError):
        Client(tmp_path, LIMITS, {"127.0.0.1": 3.0}, sleep, time.clock, lambda: 0.0).fetch(get(server.url("/x")))
    assert (free, time.waits) == ([True] * 4, [1.0, 2.0, 1.0, 2.0])
