"""A server on loopback that fails as upstreams do, and that keeps its own log of what was asked and when.

Each path has a script: replies that are given one after another, the last one again and again.

>>> with FaultServer() as server:
...     server.script("/works", status(503), answer(b"{}"))
...     server.url("/works").startswith("http://127.0.0.1:")
True
"""

import gzip
import http.server
import itertools
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

ETAG = '"one"'


@dataclass(slots=True)
class Seen:
    """A request as the server saw it; times are monotonic, in seconds."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    """Names in small letters."""
    body: bytes
    began: float
    ended: float = field(default=float("nan"))


class Handler(http.server.BaseHTTPRequestHandler):
    """Logs a request, and has the script's next reply write the answer."""

    server: "_Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        faults, parts = self.server.faults, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.command, parts.path, parse_qsl(parts.query), headers, body, time.monotonic())
        reply = faults.seen(seen)
        self.close_connection = True
        try:
            reply(self)
        except OSError:
            pass  # the client has gone, as some tests want
        finally:
            seen.ended = time.monotonic()

    def do_POST(self) -> None:
        self.do_GET()

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        """Write the status line and the headers."""
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def wait(self, seconds: float) -> None:
        """Wait, but not after the server has ended."""
        self.server.faults.over.wait(seconds)

    def log_message(self, form: str, *values: object) -> None:
        """Print nothing."""


Reply = Callable[[Handler], None]


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    faults: "FaultServer"

    def handle_error(self, request: object, client_address: object) -> None:
        """Print nothing: a client that breaks off is part of the play."""


class FaultServer:
    """The server; a context manager. `log` is what it has seen.

    Parameters
    ----------
    address : str
        Of loopback.
    tls : SSLContext, optional
        With a certificate, for a server that speaks https.
    """

    def __init__(self, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.log: list[Seen] = []
        self.over = threading.Event()
        self._scripts: dict[str, list[Reply]] = {}
        self._lock = threading.Lock()
        self._server = _Server((address, 0), Handler)
        self._server.faults = self
        self._scheme = "https" if tls else "http"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.005,), daemon=True)
        self.address, self.port = address, self._server.server_address[1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str = "/") -> str:
        return f"{self._scheme}://{self.address}:{self.port}{path}"

    def script(self, path: str, *replies: Reply) -> None:
        """Give the replies for a path, from now on."""
        with self._lock:
            self._scripts[path] = list(replies)

    def seen(self, request: Seen) -> Reply:
        """Log a request; give the reply that is due."""
        with self._lock:
            self.log.append(request)
            script = self._scripts.get(request.path, [status(404)])
            return script.pop(0) if len(script) > 1 else script[0]

    def asked(self, path: str) -> list[Seen]:
        """Give the requests for a path."""
        return [seen for seen in self.log if seen.path == path]

    def gaps(self) -> list[float]:
        """Give the seconds between the beginnings of requests."""
        return [later.began - earlier.began for earlier, later in itertools.pairwise(self.log)]

    def most_at_once(self) -> int:
        """Give how many requests were under way at the same time, at most."""
        return max(sum(one.began <= seen.began < one.ended for one in self.log) for seen in self.log)


def answer(body: bytes, code: int = 200, **headers: str) -> Reply:
    """Answer as one should; `content_type="text/html"` gives the header Content-Type."""
    named = {"content-length": str(len(body)), **_named(headers)}

    def reply(handler: Handler) -> None:
        handler.head(code, named)
        handler.wfile.write(body)

    return reply


def status(code: int, body: bytes = b"", **headers: str) -> Reply:
    return answer(body, code, **headers)


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def page() -> Reply:
    """A page of HTML with status 200, as gateways send it."""
    return answer(b"<html><body>Please wait</body></html>", content_type="text/html")


def redirect(to: str, code: int = 302) -> Reply:
    return status(code, location=to)


def revalidated(body: bytes, etag: str = ETAG) -> Reply:
    """Answer 304 to who knows the ETag."""

    def reply(handler: Handler) -> None:
        known = handler.headers.get("if-none-match") == etag
        (status(304, etag=etag) if known else answer(body, etag=etag))(handler)

    return reply


def close() -> Reply:
    """Close without an answer."""
    return lambda handler: None


def reset(before: bytes = b"") -> Reply:
    """Send some of an answer of 100 bytes, and reset the connection."""

    def reply(handler: Handler) -> None:
        if before:
            handler.head(200, {"content-length": "100"})
            handler.wfile.write(before)
            handler.wait(0.05)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    return reply


def stall(seconds: float = 30.0, before: bytes | None = None) -> Reply:
    """Fall silent: at once, or after the headers and some bytes."""

    def reply(handler: Handler) -> None:
        if before is not None:
            handler.head(200, {"content-length": "100"})
            handler.wfile.write(before)
        handler.wait(seconds)

    return reply


def drip(every: float = 0.05, headers_too: bool = False) -> Reply:
    """Send a byte now and then, without end."""

    def reply(handler: Handler) -> None:
        if not headers_too:
            handler.head(200, {"content-length": "1000000"})
        else:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
        while not handler.server.faults.over.is_set():
            handler.wfile.write(b"x")
            handler.wait(every)

    return reply


def truncated(body: bytes, missing: int = 10, **headers: str) -> Reply:
    """Promise more bytes than are sent."""

    def reply(handler: Handler) -> None:
        handler.head(200, {"content-length": str(len(body) + missing), **_named(headers)})
        handler.wfile.write(body)

    return reply


def chunked(*blocks: bytes, end: bytes = b"0\r\n\r\n", **headers: str) -> Reply:
    """Send in chunks; with another end, broken."""

    def reply(handler: Handler) -> None:
        handler.head(200, {"transfer-encoding": "chunked", **_named(headers)})
        for block in blocks:
            handler.wfile.write(f"{len(block):x}\r\n".encode() + block + b"\r\n")
        handler.wfile.write(end)

    return reply


def packed(body: bytes, cut: int = 0) -> Reply:
    """Send packed by gzip; the last `cut` bytes are missing, though the length is right."""
    data = gzip.compress(body)
    return answer(data[: len(data) - cut], content_encoding="gzip")


def bomb(megabytes: int) -> Reply:
    """Send zeros, packed a thousandfold."""
    return packed(bytes(megabytes << 20))


def file(
    data: bytes,
    *,
    etag: str = ETAG,
    ranges: bool = True,
    breaks_after: int | None = None,
    pause: float = 0.0,
    **headers: str,
) -> Reply:
    """Serve a file.

    Parameters
    ----------
    etag : str
        Not sent if empty.
    ranges : bool
        Whether ranges are served, on the condition of If-Range; else the whole is sent.
    breaks_after : int, optional
        Bytes after which the connection ends.
    pause : float
        Seconds after each 1,000 bytes.
    """
    identity = {"etag": etag} if etag else {}

    def reply(handler: Handler) -> None:
        start = _wanted(handler, etag) if ranges else 0
        if start >= len(data) > 0:
            handler.head(416, {"content-range": f"bytes */{len(data)}", "content-length": "0"})
            return
        span = {"content-range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if start else {}
        length = {"content-length": str(len(data) - start)}
        handler.head(206 if start else 200, {**length, **identity, **span, **_named(headers)})
        _pour(handler, data[start:][:breaks_after], pause)

    return reply


def _wanted(handler: Handler, etag: str) -> int:
    """Give the first byte that is asked for."""
    found = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("range", ""))
    same = handler.headers.get("if-range", etag) == etag
    return int(found[1]) if found and same else 0


def _pour(handler: Handler, data: bytes, pause: float) -> None:
    step = 1000 if pause else max(len(data), 1)
    for place in range(0, len(data), step):
        handler.wfile.write(data[place : place + step])
        if pause:
            handler.wait(pause)
