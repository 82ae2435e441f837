"""The same over TLS, as all real upstreams speak it."""

import shutil
import socket
import ssl
import subprocess
import threading
import time as real_time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.http import Client, Secret, UpstreamError, get
from tests.faults import FaultServer, answer, drip, file, redirect, reset
from tests.ingest.http.conftest import LIMITS

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", str(path.with_suffix(".key")), "-out", str(path), "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[FaultServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    with FaultServer(tls=context) as running:
        yield running


@pytest.fixture
def trusting(client: Client, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    return client


def test_answers_and_downloads_come_and_faults_heal(secure: FaultServer, trusting: Client, tmp_path: Path) -> None:
    secure.script("/x", reset(), answer(b"{}"))
    secure.script("/dump", file(bytes(9000), breaks_after=5000), file(bytes(9000)))
    assert trusting.fetch(get(secure.url("/x"))).body == b"{}"
    trusting.download(get(secure.url("/dump")), tmp_path / "dump")
    assert (tmp_path / "dump").read_bytes() == bytes(9000)


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(secure: FaultServer, client: Client) -> None:
    with pytest.raises(UpstreamError, match=r"its certificate is not trusted: .*self.signed") as raised:
        client.fetch(get(secure.url("/x"), secrets=[Secret("s3cret-key", parameter="key")]))
    assert (raised.value.attempts, "s3cret" in str(raised.value), secure.log) == (1, False, [])


@pytest.mark.parametrize("headers_too", [False, True])
def test_a_drip_is_cut(secure: FaultServer, trusting: Client, headers_too: bool) -> None:
    secure.script("/x", drip(0.02, headers_too))
    with pytest.raises(UpstreamError, match=r"not whole after 0\.4 s"):
        replace(trusting, limits=replace(LIMITS, attempts=1, total=0.4)).fetch(get(secure.url("/x")))


def test_a_handshake_that_drips_is_cut(trusting: Client) -> None:
    listening = socket.create_server(("127.0.0.1", 0))

    def trickle() -> None:
        connection, _ = listening.accept()
        try:
            connection.sendall(b"\x16\x03\x03\x3f\xff")
            while True:
                connection.sendall(b"\x02")
                real_time.sleep(0.02)
        except OSError:
            connection.close()

    thread = threading.Thread(target=trickle)
    thread.start()
    once = replace(trusting, limits=replace(LIMITS, attempts=1, total=0.4, connect=5, read=5))
    began = real_time.monotonic()
    with pytest.raises(UpstreamError):
        once.fetch(get(f"https://127.0.0.1:{listening.getsockname()[1]}/"))
    took = real_time.monotonic() - began
    thread.join(5)
    listening.close()
    assert took < 1


def test_http_may_lead_to_https_and_never_back(secure: FaultServer, server: FaultServer, trusting: Client) -> None:
    server.script("/x", redirect(secure.url("/y")))
    secure.script("/y", answer(b"{}"), redirect(server.url("/z")))
    assert trusting.fetch(get(server.url("/x"))).url == secure.url("/y")
    with pytest.raises(UpstreamError, match="redirects from https to http:"):
        trusting.fetch(get(secure.url("/y")))
    assert server.asked("/z") == []
