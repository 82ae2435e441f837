"""One exchange on the wire: a connection of its own, an end to all waiting, and a body taken in small pieces."""

import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from types import TracebackType
from typing import Any, Self

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from ingest.http.errors import Trouble
from ingest.http.limits import Limits
from ingest.http.words import trouble

CHUNK = 1 << 16
"""Bytes taken at a time."""

Permitted = Callable[[str], bool]
"""Tells whether we may talk to an IP address."""


class Guard:
    """Sees to it that a connection leads where it may, and ends when its time is up.

    A timeout of a socket starts anew at each byte. So a thread cuts the connection, whatever is awaited then:
    the TLS handshake, the headers or the body.
    """

    def __init__(self, seconds: float, permitted: Permitted) -> None:
        self._seconds, self._permitted = seconds, permitted
        self._ends = time.monotonic() + seconds
        self._over = threading.Event()
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._wait, daemon=True)
        self.cut = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        for sock in self._sockets:
            sock.close()

    def watch(self, sock: socket.socket) -> None:
        """Take on a new connection, before anything is sent over it."""
        peer = sock.getpeername()[0]
        if not self._permitted(peer):
            sock.close()
            raise Trouble(
                f"a redirect leads to {peer}, an address within a network", final=True, remedy="do not follow it"
            )
        with self._lock:
            # TLS takes the socket's descriptor away; a second one to the same connection stays ours.
            self._sockets.append(sock.dup())
            if self.cut:
                self._cut()

    def extend(self, seconds: float) -> None:
        """Grant so much time from now on."""
        self._seconds, self._ends = seconds, time.monotonic() + seconds

    def check(self) -> None:
        """Raise if the time was up: what looked like the end of a body was the cut."""
        if self.cut:
            raise Trouble(f"the answer was not whole after {self._seconds:g} s")

    def _wait(self) -> None:
        while (left := self._ends - time.monotonic()) > 0:
            if self._over.wait(left):
                return
        with self._lock:
            self.cut = True
            self._cut()

    def _cut(self) -> None:
        for sock in self._sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


class _Watched(HTTPConnection):
    def __init__(self, guard: Guard, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guard = guard

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        self._guard.watch(sock)
        return sock


class _WatchedTLS(_Watched, HTTPSConnection):
    """The same, as its `_new_conn` comes before the handshake."""


class _Adapter(HTTPAdapter):
    """Makes connections that the guard watches."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1)
        self._guard = guard

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = partial(_WatchedTLS if pool.scheme == "https" else _Watched, self._guard)
        return pool


class Answer:
    """The status and headers of an answer, whose body is still to be taken."""

    def __init__(self, sent: requests.Response, guard: Guard, limits: Limits) -> None:
        self.status: int = sent.status_code
        self._headers: Mapping[str, str] = sent.headers
        self._raw: urllib3.HTTPResponse = sent.raw
        self._guard, self._limits = guard, limits

    def header(self, name: str) -> str:
        """Give a header; empty if absent."""
        return self._headers.get(name, "").strip()

    def length(self) -> int | None:
        """Give the bytes that the body as sent has, if that was said."""
        said = self.header("content-length")
        return int(said) if said.isascii() and said.isdigit() else None

    def chunks(self) -> Iterator[bytes]:
        """Yield the body as sent, as it comes."""
        while block := self._block():
            yield block

    def _block(self) -> bytes:
        with _named(self._guard, self._limits):
            block = self._raw.read1(CHUNK, decode_content=False)
        if not block:
            self._guard.check()
        return block

    def extend(self, seconds: float) -> None:
        """Grant the rest of the body so much time from now on."""
        self._guard.extend(seconds)

    def body(self, limit: int) -> bytes:
        """Take the whole body, decoded.

        Raises
        ------
        Trouble
            If it breaks off, is damaged, or has more than `limit` bytes, packed or unpacked.
        """
        if (self.length() or 0) > limit:
            raise _too_big(limit)
        body = bytearray()
        for block in self._decoded(_bounded(self.chunks(), limit)):
            body += block
            if len(body) > limit:
                raise _too_big(limit)
        return bytes(body)

    def _decoded(self, blocks: Iterable[bytes]) -> Iterable[bytes]:
        coding = self.header("content-encoding").lower()
        if coding in ("", "identity"):
            return blocks
        if coding in ("gzip", "x-gzip"):
            return gunzipped(blocks)
        raise Trouble(f"the body is packed as {coding!r}, which was not asked for", status=self.status)


def _too_big(limit: int) -> Trouble:
    return Trouble(f"the body has more than {limit} bytes", final=True, remedy="ask for less at a time")


def _bounded(blocks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Pass blocks on; end at a limit, for a packed stream may give nothing for ever."""
    taken = 0
    for block in blocks:
        taken += len(block)
        if taken > limit:
            raise _too_big(limit)
        yield block


def gunzipped(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip, one or several members, in pieces of at most `CHUNK` bytes.

    Raises
    ------
    Trouble
        If it is damaged or breaks off.
    """
    unpacker = None
    try:
        for block in blocks:
            while block:
                if unpacker is None or unpacker.eof:
                    unpacker = zlib.decompressobj(wbits=31)
                yield unpacker.decompress(block, CHUNK)
                block = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as error:
        raise Trouble(f"the gzip body is damaged ({error})") from None
    if unpacker is not None and not unpacker.eof:
        raise Trouble("the gzip body breaks off")


@contextmanager
def exchange(
    request: requests.PreparedRequest, limits: Limits, seconds: float, permitted: Permitted
) -> Iterator[Answer]:
    """Send one request over a connection of its own, and give the answer while it is open.

    Parameters
    ----------
    request : PreparedRequest
    limits : Limits
    seconds : float
        After which the connection is cut, unless the answer's time is extended.
    permitted : callable
        Tells whether we may talk to an IP address.

    Raises
    ------
    Trouble
        If no answer comes; and while the body is taken, if it breaks off.
    """
    with Guard(seconds, permitted) as guard:
        adapter = _Adapter(guard)
        try:
            with _named(guard, limits):
                around = requests.Session().merge_environment_settings(request.url, {}, True, None, None)
                wait, verify = (limits.connect, limits.read), around["verify"]
                sent = adapter.send(request, True, wait, True if verify is None else verify, None, around["proxies"])
            try:
                yield Answer(sent, guard, limits)
            finally:
                sent.close()
        finally:
            adapter.close()


@contextmanager
def _named(guard: Guard, limits: Limits) -> Iterator[None]:
    """Turn what a connection may raise into `Trouble`."""
    try:
        yield
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        guard.check()
        raise trouble(error, limits) from None
