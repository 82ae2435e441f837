"""What goes wrong on the wire is told in a line: the address, what happened, and what to do."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
import urllib3

from ingest.http import Client, UpstreamError, get
from ingest.http.limits import Limits
from ingest.http.words import HERE, THERE, trouble
from tests.faults import FaultServer, Reply, chunked, close, drip, redirect, reset, stall, truncated
from tests.ingest.http.conftest import LIMITS

LATER = "try again later; what was fetched is kept"
INSIDES = (
    "Errno",
    "host=",
    " at 0x",
    "Error",
    "Exception",
    "urllib3",
    "Pool",
    "_Watched",
    "_ssl.c",
    "read timeout",
    "(<",
)


def told(client: Client, url: str) -> str:
    with pytest.raises(UpstreamError) as raised:
        client.fetch(get(url))
    assert raised.value.status is None
    text = str(raised.value)
    assert not [one for one in INSIDES if one in text]
    assert "\n" not in text
    return text


@pytest.fixture
def closed() -> str:
    """The address of a port of loopback where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        return f"http://127.0.0.1:{gone.getsockname()[1]}/x"


@pytest.fixture
def full() -> Iterator[str]:
    """The address of a server that takes no more connections."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listening:
        address = listening.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        yield f"http://127.0.0.1:{address[1]}/x"
        for one in waiting:
            one.close()


def test_a_port_where_nobody_listens(client: Client, closed: str) -> None:
    assert told(client, closed) == f"{closed}: connection refused (3 attempts); {THERE}"


def test_a_name_that_nobody_has(client: Client) -> None:
    url = "http://nobody.invalid/x"
    assert told(client, url) == f"{url}: name not known (3 attempts); {HERE}"


def test_a_redirect_to_a_name_that_nobody_has_tells_the_name(server: FaultServer, client: Client) -> None:
    server.script("/x", redirect("http://nobody.invalid/y"))
    url = server.url("/x")
    assert told(client, url) == f"{url}: name not known: nobody.invalid (3 attempts); {HERE}"


def test_a_server_that_takes_no_connection(client: Client, full: str) -> None:
    impatient = replace(client, limits=replace(LIMITS, connect=0.2, attempts=1))
    assert told(impatient, full) == f"{full}: connecting timed out after 0.2 s (1 attempt); {THERE}"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (stall(), "timed out after 0.4 s without a byte"),
        (stall(before=b"half"), "timed out after 0.4 s without a byte"),
        (drip(), "the answer was not whole after 0.8 s"),
        (close(), "connection closed without an answer"),
        (reset(), "connection reset by peer"),
        (reset(b"half"), "connection reset by peer"),
        (truncated(b"half", 1000), "the answer breaks off: 1,000 bytes are missing"),
        (chunked(b"half", end=b"nonsense\r\n"), "the answer breaks off"),
        (chunked(b"half", end=b""), "the answer breaks off"),
        (lambda handler: handler.wfile.write(b"SSH-2.0\r\n\r\n") and None, "does not speak HTTP: 'SSH-2.0"),
    ],
)
def test_a_server_that_fails(server: FaultServer, client: Client, fault: Reply, words: str) -> None:
    server.script("/x", fault)
    text = told(replace(client, limits=replace(LIMITS, attempts=1)), server.url("/x"))
    assert text.startswith(f"{server.url('/x')}: ")
    assert words in text
    assert text.endswith(f" (1 attempt); {LATER}")


def test_a_proxy_that_is_not_there_is_named(client: Client, closed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("http_proxy", closed)
    text = told(client, "http://a.invalid/x")
    assert "the proxy does not serve: connection refused" in text
    assert "HTTP_PROXY" in text


def test_what_is_missing_of_a_download_is_told_as_clearly(client: Client, closed: str, tmp_path: Path) -> None:
    with pytest.raises(UpstreamError, match="connection refused") as raised:
        client.download(get(closed), tmp_path / "dump")
    assert "_Watched" not in str(raised.value)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(101, "Network is unreachable"), "network is unreachable"),
        (ValueError(), "ValueError()"),
        (requests.exceptions.ConnectionError(urllib3.exceptions.ProtocolError("Odd.", OSError("so"))), "so"),
    ],
)
def test_whatever_else_is_raised_has_words_too(error: Exception, words: str) -> None:
    assert trouble(error, Limits()).reason == words


def test_errors_that_wrap_each_other_come_to_an_end() -> None:
    one, other = OSError("one"), OSError("other")
    one.__cause__, other.__cause__ = other, one
    assert trouble(one, Limits()).reason == "other"
