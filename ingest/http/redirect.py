"""Redirects: following them, and where they may not lead."""

import ipaddress
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urljoin, urlsplit

from requests.utils import get_environ_proxies, select_proxy

from ingest.http.errors import Trouble
from ingest.http.limits import Limits
from ingest.http.message import Hop, Request, checked, same_place
from ingest.http.spacing import Spacing
from ingest.http.wire import Answer, Permitted, exchange
from ingest.http.words import HERE, unknown
from ingest.source import SourceError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Headers = Callable[[str], Mapping[str, str]]
"""Gives the headers of this attempt for an address."""

_REDIRECTS = {301, 302, 303, 307, 308}
_KEEP_METHOD = {307, 308}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends a request to where it leads in the end, each hop in its turn."""

    limits: Limits
    spacing: Spacing

    @contextmanager
    def send(self, request: Request, seconds: float, headers: Headers) -> Iterator[tuple[Answer, str, tuple[Hop, ...]]]:
        """Give the answer that is no redirect, its address, and the redirects before it.

        Parameters
        ----------
        request : Request
        seconds : float
            The most time for each answer.
        headers : callable

        Raises
        ------
        Trouble
            If no answer comes, or a redirect may not be followed.
        """
        url = request.url
        history: list[Hop] = []
        while True:
            prepared, permitted = request.at(url, headers(url)), _permitted(request.url, url)
            with (
                self.spacing.turn(urlsplit(url).hostname or ""),
                exchange(prepared, self.limits, seconds, permitted) as answer,
            ):
                target = _target(url, answer)
                if target is None:
                    yield answer, url, tuple(history)
                    return
            history.append(Hop(answer.status, url))
            self._insist(request, target, history)
            url = target

    def _insist(self, request: Request, target: str, history: list[Hop]) -> None:
        """Raise if a redirect may not be followed."""
        last = history[-1]
        if target in [hop.url for hop in history]:
            _refuse(last, f"redirects in a circle, back to {target}")
        if len(history) > self.limits.redirects:
            _refuse(last, f"redirects more than {self.limits.redirects} times")
        if request.method != "GET" and last.status not in _KEEP_METHOD:
            _refuse(last, f"redirects a {request.method} in a way that drops its body")
        if last.url.startswith("https:") and not target.startswith("https:"):
            _refuse(last, f"redirects from https to {target}")
        if not same_place(request.url, target) and request.reveals_itself(target):
            _refuse(last, "redirects to another host with the key in the address")
        _insist_on_address(request.url, target, last)


def _refuse(last: Hop, reason: str) -> NoReturn:
    raise Trouble(reason, status=last.status, final=True, remedy="see whether the upstream has moved")


def _target(url: str, answer: Answer) -> str | None:
    """Give where an answer redirects to; None if it does not."""
    if answer.status not in _REDIRECTS:
        return None
    here, place = Hop(answer.status, url), answer.header("location")
    if not place:
        _refuse(here, "redirects without saying where to")
    try:
        return checked(urljoin(url, place.encode("latin-1").decode("utf-8", "replace")))
    except (SourceError, ValueError) as error:
        reason = str(error)
    _refuse(here, f"redirects to what cannot be followed: {reason}")


def _insist_on_address(first: str, target: str, last: Hop) -> None:
    permitted = _permitted(first, target)
    if permitted is _anywhere:
        return
    host = urlsplit(target).hostname or ""
    for address in _resolved(host):
        if not permitted(address):
            _refuse(last, f"redirects to {host}, whose address {address} is within a network")


def _anywhere(address: str) -> bool:
    return True


def _permitted(first: str, url: str) -> Permitted:
    """Give the rule for the addresses of a hop: the host that was named may be anywhere, others only in the open.

    Through a proxy, it is the proxy that resolves and connects.
    """
    named, host = urlsplit(first).hostname or "", urlsplit(url).hostname
    if host == named or select_proxy(url, get_environ_proxies(url)):
        return _anywhere
    own = {_address(found) for found in _resolved(named)}
    return lambda address: is_public(address) or _address(address) in own


def _resolved(host: str) -> list[str]:
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        pass
    raise Trouble(unknown(host), remedy=HERE)


def _address(text: str) -> Address:
    """Read an address; one of IPv4 that is wrapped in IPv6 is unwrapped."""
    found = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(found, ipaddress.IPv4Address):
        return found
    if found in _NAT64:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or found


def is_public(address: str) -> bool:
    """Tell whether an IP address is reachable from anywhere and stands for one host.

    Examples
    --------
    >>> [is_public(one) for one in ("93.184.215.14", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1")]
    [True, False, False, False, False]
    """
    found = _address(address)
    return found.is_global and not found.is_multicast
