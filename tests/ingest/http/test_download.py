"""Downloads: the same bytes whatever happens on the way, or an error that says what to do."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time as real_time
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.http import Client, DiskError, Limits, UpstreamError, get
from tests.faults import (
    FaultServer,
    Reply,
    answer,
    chunked,
    close,
    drip,
    file,
    page,
    redirect,
    reset,
    stall,
    status,
)  # fmt: skip
from tests.ingest.http.conftest import LIMITS, Time

DATA = random.Random(1).randbytes(20_000)
SHA256 = hashlib.sha256(DATA).hexdigest()
FETCH = """
import sys
from pathlib import Path
from ingest.http import Client, get
Client(Path(sys.argv[1])).download(get(sys.argv[2]), Path(sys.argv[3]))
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "data" / "dump.json.gz"


def _beside(target: Path) -> list[str]:
    """Name what stands beside the target, the lock apart."""
    return sorted(path.name for path in target.parent.iterdir() if path != target and path.suffix != ".lock")


def _ranges(server: FaultServer) -> list[str | None]:
    return [seen.headers.get("range") for seen in server.log]


def _failing(client: Client, server: FaultServer, target: Path, **options: object) -> UpstreamError:
    with pytest.raises(UpstreamError) as raised:
        client.download(get(server.url("/dump")), target, **options)  # type: ignore[arg-type]
    return raised.value


def test_a_file_comes_whole_with_its_digest_and_nothing_beside_it(
    server: FaultServer, client: Client, target: Path, time: Time
) -> None:
    server.script("/dump", file(DATA))
    seen: list[tuple[int, int | None]] = []
    done = client.download(get(server.url("/dump")), target, progress=lambda *state: seen.append(state))
    assert (target.read_bytes(), _beside(target)) == (DATA, [])
    assert (done.sha256, done.size, done.path, done.unchanged) == (SHA256, len(DATA), target, False)
    assert (done.url, done.retrieved.timestamp()) == (server.url("/dump"), time.now)
    assert (seen[-1], seen == sorted(seen)) == ((len(DATA), len(DATA)), True)
    assert server.log[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "fault",
    [file(DATA, breaks_after=7000), status(503), close(), reset(), stall(), file(DATA, breaks_after=0)],
    ids=["broken off", "503", "closed", "reset", "silent", "nothing"],
)
def test_a_fault_on_the_way_changes_nothing(server: FaultServer, client: Client, target: Path, fault: Reply) -> None:
    server.script("/dump", fault, file(DATA))
    client.download(get(server.url("/dump")), target, sha256=SHA256.upper())
    assert (target.read_bytes(), len(server.log)) == (DATA, 2)


def test_each_attempt_goes_on_where_the_last_one_broke_off(server: FaultServer, client: Client, target: Path) -> None:
    server.script("/dump", file(DATA, breaks_after=7000))
    client.download(get(server.url("/dump")), target)
    assert target.read_bytes() == DATA
    assert _ranges(server) == [None, "bytes=7000-", "bytes=14000-"]
    assert [seen.headers.get("if-range") for seen in server.log] == [None, '"one"', '"one"']


def test_progress_is_not_counted_as_failure_and_its_lack_is(server: FaultServer, client: Client, target: Path) -> None:
    server.script("/dump", file(DATA, breaks_after=1000))
    client.download(get(server.url("/dump")), target)
    assert (target.read_bytes(), len(server.log)) == (DATA, 20)
    server.script("/dump", file(DATA, breaks_after=LIMITS.slow_bytes - 1))
    assert _failing(client, server, target).attempts == LIMITS.attempts


def test_a_later_run_goes_on_where_an_earlier_one_gave_up(server: FaultServer, client: Client, target: Path) -> None:
    server.script("/dump", file(DATA, breaks_after=7000), status(503))
    assert "what was fetched is kept" in str(_failing(client, server, target))
    assert _beside(target) == ["dump.json.gz.partial", "dump.json.gz.partial.version"]
    server.script("/dump", file(DATA))
    client.download(get(server.url("/dump")), target)
    assert (target.read_bytes(), _ranges(server)[-1], _beside(target)) == (DATA, "bytes=7000-", [])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (file(DATA[::-1], etag='"old"', breaks_after=7000), file(DATA)),
        (file(DATA[::-1], breaks_after=7000), file(DATA, etag='"new"', ranges=False)),
        (file(DATA, breaks_after=7000), file(DATA, ranges=False)),
        (file(DATA[::-1], etag="", breaks_after=7000), file(DATA)),
        (file(DATA[::-1], etag='W/"one"', breaks_after=7000), file(DATA, etag='W/"one"')),
        (file(DATA[:8000], breaks_after=7000), status(416)),
        (file(DATA, breaks_after=7000), answer(DATA[:9], 206, content_range="bytes 0-8/20000")),
        (file(DATA, breaks_after=7000), answer(DATA[:9], 206)),
        (file(DATA, breaks_after=7000), answer(DATA[:9], 206, content_range="bytes 7000-7008/99999")),
        (file(DATA, breaks_after=7000), answer(DATA[:9], 206, content_range="bytes 7000-7008/*", etag='"two"')),
        (answer(DATA[:9], 206, content_range="bytes 0-8/20000"), close()),
    ],
)
def test_what_does_not_fit_what_is_there_is_fetched_anew(
    server: FaultServer, client: Client, target: Path, first: Reply, second: Reply
) -> None:
    server.script("/dump", first, second, file(DATA))
    client.download(get(server.url("/dump")), target)
    assert target.read_bytes() == DATA


def test_a_server_may_send_less_than_the_rest(server: FaultServer, client: Client, target: Path) -> None:
    part = answer(DATA[7000:9000], 206, content_range="bytes 7000-8999/20000", etag='"one"')
    server.script("/dump", file(DATA, breaks_after=7000), part, file(DATA))
    client.download(get(server.url("/dump")), target)
    assert (target.read_bytes(), _ranges(server)[-1]) == (DATA, "bytes=9000-")


def test_last_modified_serves_where_the_etag_is_weak(server: FaultServer, client: Client, target: Path) -> None:
    date = "Wed, 01 Jan 2020 00:00:00 GMT"
    server.script("/dump", file(DATA, etag='W/"one"', last_modified=date, breaks_after=7000), status(404))
    _failing(client, server, target)
    assert server.log[1].headers["if-range"] == date


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"nonsense", b'{"key": 1}', None])
def test_bytes_whose_version_is_unknown_are_not_gone_on_with(
    server: FaultServer, client: Client, target: Path, damage: bytes | None
) -> None:
    target.parent.mkdir()
    target.with_name("dump.json.gz.partial").write_bytes(b"of something else")
    if damage is not None:
        target.with_name("dump.json.gz.partial.version").write_bytes(damage)
    server.script("/dump", file(DATA))
    client.download(get(server.url("/dump")), target)
    assert (target.read_bytes(), _ranges(server)) == (DATA, [None])


def test_the_bytes_of_another_address_are_not_gone_on_with(server: FaultServer, client: Client, target: Path) -> None:
    server.script("/other", file(DATA[::-1], breaks_after=7000), status(404))
    with pytest.raises(UpstreamError):
        client.download(get(server.url("/other")), target)
    server.script("/dump", file(DATA))
    client.download(get(server.url("/dump")), target)
    assert target.read_bytes() == DATA


def test_more_bytes_than_there_can_be_are_thrown_away(server: FaultServer, client: Client, target: Path) -> None:
    server.script("/dump", file(DATA, breaks_after=7000), status(404))
    _failing(client, server, target)
    with target.with_name("dump.json.gz.partial").open("ab") as partial:
        partial.write(bytes(30_000))
    server.script("/dump", file(DATA))
    client.download(get(server.url("/dump")), target)
    assert target.read_bytes() == DATA


def test_a_run_killed_just_before_the_end_needs_no_request(server: FaultServer, client: Client, target: Path) -> None:
    server.script("/dump", file(DATA, breaks_after=7000), status(404))
    _failing(client, server, target)
    target.with_name("dump.json.gz.partial").write_bytes(DATA)
    before = len(server.log)
    assert client.download(get(server.url("/dump")), target).sha256 == SHA256
    assert len(server.log) == before


def test_any_sequence_of_faults_gives_one_version_whole_and_never_a_mixture(
    server: FaultServer, client: Client, tmp_path: Path
) -> None:
    faults = [*(file(DATA, breaks_after=after) for after in (0, 1, 999, 5000, 19_999)), status(503), close(),
              file(DATA, ranges=False, breaks_after=3000), file(DATA[::-1], etag='"b"', breaks_after=9000),
              status(416), answer(b"", 206)]  # fmt: skip
    patient = replace(client, limits=replace(LIMITS, attempts=50))

    @settings(max_examples=20)
    @given(script=st.lists(st.sampled_from(faults), max_size=8))
    def unmixed(script: list[Reply]) -> None:
        server.script("/dump", *script, file(DATA))
        target = tmp_path / "dump"
        patient.download(get(server.url("/dump")), target)
        assert target.read_bytes() in (DATA, DATA[::-1])
        target.unlink()

    unmixed()


def test_kill_9_in_the_middle_and_a_second_run_give_the_same_bytes(
    server: FaultServer, target: Path, tmp_path: Path
) -> None:
    server.script("/dump", file(DATA, pause=0.05), file(DATA))
    partial = target.with_name("dump.json.gz.partial")
    command = [sys.executable, "-c", FETCH, str(tmp_path), server.url("/dump"), str(target)]
    process = subprocess.Popen(command)
    deadline = real_time.monotonic() + 20
    while not (partial.exists() and partial.stat().st_size):
        assert real_time.monotonic() < deadline
        real_time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    assert not target.exists()
    subprocess.run(command, check=True, timeout=30)
    assert target.read_bytes() == DATA
    assert 0 < int((_ranges(server)[1] or "").removeprefix("bytes=").rstrip("-")) < len(DATA)


def test_a_second_process_for_the_same_target_is_refused_and_harms_nothing(
    server: FaultServer, client: Client, target: Path
) -> None:
    server.script("/dump", file(DATA, pause=0.02))
    thread = threading.Thread(target=client.download, args=[get(server.url("/dump")), target])
    thread.start()
    while not server.log:
        real_time.sleep(0.01)
    with pytest.raises(DiskError, match="another process is downloading"):
        client.download(get(server.url("/dump")), target)
    thread.join(10)
    assert target.read_bytes() == DATA


def test_a_wrong_digest_is_an_error_and_the_bytes_are_thrown_away(
    server: FaultServer, client: Client, target: Path
) -> None:
    target.parent.mkdir()
    target.write_bytes(b"old")
    server.script("/dump", file(DATA))
    error = _failing(client, server, target, sha256="0" * 64)
    assert f"the file has the sha256 {SHA256}, not 000" in str(error)
    assert (target.read_bytes(), _beside(target), error.attempts) == (b"old", [], 1)


def test_a_file_that_is_there_with_its_digest_is_not_fetched(server: FaultServer, client: Client, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(DATA)
    done = client.download(get(server.url("/dump")), target, sha256=SHA256)
    assert (done.unchanged, done.sha256, server.log) == (True, SHA256, [])


def test_a_file_that_the_caller_does_not_accept_never_gets_its_name(
    server: FaultServer, client: Client, target: Path
) -> None:
    def accept(path: Path) -> None:
        if path.read_bytes().startswith(b"<"):
            raise ValueError("a page of HTML")

    server.script("/dump", page(), file(DATA))
    assert "not what was wanted: a page of HTML" in str(_failing(client, server, target, accept=accept))
    assert (target.exists(), _beside(target)) == (False, [])
    client.download(get(server.url("/dump")), target, accept=accept)
    assert target.read_bytes() == DATA


@pytest.mark.parametrize("reply", [file(DATA), chunked(DATA[:10_000], DATA[10_000:])], ids=["told", "not told"])
def test_a_file_beyond_the_limit_is_refused(server: FaultServer, client: Client, target: Path, reply: Reply) -> None:
    server.script("/dump", reply)
    error = _failing(client, server, target, limit=len(DATA) - 1)
    assert "more than 19999 bytes (1 attempt); raise the limit" in str(error)
    assert _beside(target) == []
    client.download(get(server.url("/dump")), target, limit=len(DATA))
    assert target.read_bytes() == DATA


def test_a_file_without_a_length_is_whole_only_with_its_end(server: FaultServer, client: Client, target: Path) -> None:
    server.script("/dump", chunked(DATA[:5000], end=b""), chunked(DATA))
    seen: list[tuple[int, int | None]] = []
    client.download(get(server.url("/dump")), target, progress=lambda *state: seen.append(state))
    assert (target.read_bytes(), seen[-1]) == (DATA, (len(DATA), None))


def test_an_empty_file_is_a_file(server: FaultServer, client: Client, target: Path) -> None:
    server.script("/dump", file(b""))
    assert client.download(get(server.url("/dump")), target).size == 0
    assert target.read_bytes() == b""


def test_bytes_are_kept_as_they_are_sent(server: FaultServer, client: Client, target: Path) -> None:
    server.script("/dump", file(DATA, content_encoding="gzip"))
    client.download(get(server.url("/dump")), target)
    assert target.read_bytes() == DATA


def test_a_download_follows_redirects_and_goes_on_behind_them(
    server: FaultServer, other: FaultServer, client: Client, target: Path
) -> None:
    server.script("/dump", redirect(other.url("/signed?x=1")), redirect(other.url("/signed?x=2")))
    other.script("/signed", file(DATA, breaks_after=7000), file(DATA))
    client.download(get(server.url("/dump")), target)
    assert (target.read_bytes(), _ranges(other)) == (DATA, [None, "bytes=7000-"])


def test_no_room_is_an_error_that_keeps_the_bytes(
    server: FaultServer, client: Client, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script("/dump", file(DATA, breaks_after=7000), status(404))
    _failing(client, server, target)
    server.script("/dump", file(DATA))
    usage = namedtuple("usage", "total used free")
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda path: usage(0, 0, 12_999))
        with pytest.raises(DiskError, match="needs 13000 bytes more, 12999 are free; make room") as raised:
            client.download(get(server.url("/dump")), target)
    assert raised.value.exit_code == 3
    client.download(get(server.url("/dump")), target)
    assert (target.read_bytes(), _ranges(server)[-1]) == (DATA, "bytes=7000-")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_disk_that_fills_up_is_an_error_that_names_the_file(
    server: FaultServer, client: Client, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script("/dump", file(DATA))
    real = Path.open

    def full(self: Path, mode: str = "r", **options: str) -> object:
        return real(Path("/dev/full") if mode == "ab" else self, mode, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DiskError, match=r"cannot write .*dump.json.gz: No space left on device; .*goes on"):
        client.download(get(server.url("/dump")), target)
    assert not target.exists()


def test_a_target_that_is_a_folder_or_under_a_file_is_an_error(
    server: FaultServer, client: Client, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for target in (tmp_path, tmp_path / "file" / "dump"):
        with pytest.raises(DiskError, match=r"folder|cannot write"):
            client.download(get(server.url("/dump")), target)
    assert server.log == []


def test_a_drip_is_broken_off_and_a_slow_flow_is_not(server: FaultServer, client: Client, target: Path) -> None:
    slow = replace(LIMITS, slow_window=0.5, slow_bytes=1500, total=0.1, attempts=1)
    server.script("/dump", drip(0.02))
    assert "not whole after 0.5 s" in str(_failing(replace(client, limits=slow), server, target))
    server.script("/dump", file(DATA[:8000], pause=0.1))
    assert replace(client, limits=slow).download(get(server.url("/dump")), target).size == 8000


def test_the_sidecar_says_what_the_bytes_are_of(server: FaultServer, client: Client, target: Path) -> None:
    server.script("/dump", file(DATA, breaks_after=7000), status(404))
    _failing(client, server, target)
    told = json.loads(target.with_name("dump.json.gz.partial.version").read_bytes())
    assert (told["url"], told["etag"], told["length"]) == (server.url("/dump"), '"one"', len(DATA))


def test_limits_that_a_real_dump_needs_are_the_usual_ones() -> None:
    assert Limits().download >= 10 << 30
    assert Limits().slow_bytes / Limits().slow_window < 2000
