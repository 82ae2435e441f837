"""Redirects are told, bounded, and lead to no place where they should not."""

import socket
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.http import Client, Hop, UpstreamError, get, post
from ingest.http.redirect import is_public
from tests.faults import FaultServer, Reply, answer, redirect, status
from tests.ingest.http.conftest import LIMITS

Resolution = dict[str, str]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Resolution:
    """Names of this test, and the addresses that they have."""
    known: Resolution = {}
    real = socket.getaddrinfo

    def resolve(host: str, *args: object, **kwargs: object) -> object:
        return real(known.get(host, host), *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


def _refused(client: Client, url: str) -> UpstreamError:
    with pytest.raises(UpstreamError) as raised:
        client.fetch(get(url))
    assert raised.value.attempts == 1
    return raised.value


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_the_end_and_the_way_there_are_told(server: FaultServer, client: Client, code: int) -> None:
    server.script("/W1", redirect("/moved?to=W2", code))
    server.script("/moved", redirect(server.url("/W2#part"), 301))
    server.script("/W2", answer(b"{}"))
    response = client.fetch(get(server.url("/W1")))
    assert response.url == server.url("/W2")
    assert response.history == (Hop(code, server.url("/W1")), Hop(301, server.url("/moved?to=W2")))


def test_another_host_at_the_same_address_is_followed(server: FaultServer, other: FaultServer, client: Client) -> None:
    server.script("/x", redirect(other.url("/y")))
    other.script("/y", answer(b"there"))
    assert client.fetch(get(server.url("/x"))).body == b"there"


@pytest.mark.parametrize(
    ("replies", "reason"),
    [
        ({"/x": redirect("/x")}, "in a circle"),
        ({"/x": redirect("/y"), "/y": redirect("/x")}, "in a circle"),
        ({"/x": status(302)}, "without saying where to"),
        ({"/x": redirect("file:///etc/passwd")}, "no http or https address"),
        ({"/x": redirect("ftp://a.org/")}, "no http or https address"),
        ({"/x": redirect("javascript:alert(1)")}, "no http or https address"),
        ({"/x": redirect("http://ada:pass@127.0.0.1/")}, "user's name or password"),
        ({"/x": redirect("http://[::1")}, "Invalid IPv6 URL"),
        ({"/x": redirect("http://a.org:99999/")}, "no web address"),
        ({"/x": redirect("http:///y")}, "status 404"),
        ({"/x": redirect("https://")}, "no http or https address"),
        ({"/x": status(300, location="/y")}, "status 300"),
    ],
)
def test_what_leads_nowhere_is_refused_at_once(
    server: FaultServer, client: Client, replies: dict[str, Reply], reason: str
) -> None:
    for path, reply in replies.items():
        server.script(path, reply)
    error = _refused(client, server.url("/x"))
    assert reason in str(error)
    assert "pass@" not in str(error)


def test_redirects_are_followed_up_to_the_limit_and_no_further(server: FaultServer, client: Client) -> None:
    for number in range(9):
        server.script(f"/{number}", redirect(f"/{number + 1}"))
    server.script("/9", answer(b"{}"))
    assert len(client.fetch(get(server.url("/4"))).history) == 5
    assert "more than 5 times" in str(_refused(client, server.url("/3")))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.2", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "[::1]",
     "[::ffff:127.0.0.2]", "[fe80::1]", "[fd00::1]", "[64:ff9b::a00:1]", "[2002:a00:1::]", "100.64.0.1",
     "2130706434", "0x7f000002", "127.2", "0177.0.0.2"],
)  # fmt: skip
def test_a_redirect_into_another_network_is_refused(server: FaultServer, client: Client, address: str) -> None:
    server.script("/x", redirect(f"http://{address}:{server.port}/y"))
    assert "is within a network" in str(_refused(client, server.url("/x")))


def test_a_public_host_cannot_send_us_to_loopback_by_any_name(
    server: FaultServer, client: Client, names: Resolution, monkeypatch: pytest.MonkeyPatch
) -> None:
    names.update({"upstream.test": "93.184.215.14", "inner.test": "127.0.0.1"})
    server.script("/y", answer(b"secret of this machine"))
    real = socket.create_connection
    monkeypatch.setattr(
        "urllib3.util.connection.create_connection", lambda to, *args, **kw: real(("127.0.0.1", server.port), 1)
    )
    for name in ("inner.test", "127.0.0.1"):
        server.script("/x", redirect(f"http://{name}:{server.port}/y"))
        assert "is within a network" in str(_refused(client, "http://upstream.test/x"))
    assert server.asked("/y") == []


def test_a_name_that_changes_its_address_after_the_check_is_caught_before_anything_is_sent(
    server: FaultServer, other: FaultServer, client: Client, names: Resolution, monkeypatch: pytest.MonkeyPatch
) -> None:
    names["rebinding.test"] = "93.184.215.14"
    real = socket.create_connection
    with FaultServer("127.0.0.2") as inner:
        server.script("/x", redirect(f"http://rebinding.test:{inner.port}/y"))
        monkeypatch.setattr(
            "urllib3.util.connection.create_connection",
            lambda to, *args, **kw: real(("127.0.0.2" if to[0] == "rebinding.test" else to[0], to[1]), 1),
        )
        assert "127.0.0.2, an address within a network" in str(_refused(client, server.url("/x")))
        assert inner.log == []


@pytest.mark.parametrize("code", [301, 302, 303])
def test_a_batch_is_not_turned_into_a_get(server: FaultServer, client: Client, code: int) -> None:
    server.script("/batch", redirect("/y", code))
    with pytest.raises(UpstreamError, match="drops its body"):
        client.fetch(post(server.url("/batch"), [1]))


@pytest.mark.parametrize("code", [307, 308])
def test_a_batch_is_sent_on_whole(server: FaultServer, client: Client, code: int) -> None:
    server.script("/batch", redirect("/y", code))
    server.script("/y", answer(b"[]"))
    client.fetch(post(server.url("/batch"), [1]))
    assert [(seen.method, seen.body) for seen in server.log] == [("POST", b"[1]")] * 2


def test_a_fault_behind_a_redirect_is_asked_again_from_the_start(server: FaultServer, client: Client) -> None:
    server.script("/x", redirect("/y"))
    server.script("/y", status(503), answer(b"{}"))
    client.fetch(get(server.url("/x")))
    assert [seen.path for seen in server.log] == ["/x", "/y", "/x", "/y"]


def test_a_place_in_utf_8_is_followed(server: FaultServer, client: Client) -> None:
    server.script("/x", redirect("/ü".encode().decode("latin-1")))
    server.script("/%C3%BC", answer(b"{}"))
    assert client.fetch(get(server.url("/x"))).url == server.url("/%C3%BC")


def test_a_slow_redirect_has_its_bound_too(server: FaultServer, client: Client) -> None:
    server.script("/x", lambda handler: server.over.wait(3) and None)
    with pytest.raises(UpstreamError, match=r"timed out"):
        replace(client, limits=replace(LIMITS, attempts=1)).fetch(get(server.url("/x")))


@given(st.ip_addresses())
def test_an_address_is_public_only_if_the_standard_library_says_so_too(address: object) -> None:
    assert not is_public(str(address)) or (address.is_global and not address.is_multicast)  # type: ignore[attr-defined]


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_of_ipv4_does_not_open_a_way(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]
    wrapped = [f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1"]
    assert {is_public(one) for one in wrapped} == {is_public(str(address))}
