"""What went wrong on the wire, in words for people: the libraries' own tell of their insides."""

import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3

from ingest.http.errors import LATER, Trouble
from ingest.http.limits import Limits

HERE = "see whether the address is right and this machine is online"
THERE = "see whether the address is right and the service is up"
_PROXY = "see whether HTTP_PROXY and HTTPS_PROXY are right"
_CERTIFICATE = "see who answers in its place, or set REQUESTS_CA_BUNDLE"

_HOPELESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidHeader,
    requests.exceptions.InvalidProxyURL,
    urllib3.exceptions.LocationParseError,
)
_PROXIED = (requests.exceptions.ProxyError, urllib3.exceptions.ProxyError)


def trouble(error: BaseException, limits: Limits) -> Trouble:
    """Say what an error means that a connection raised.

    Parameters
    ----------
    error : BaseException
        Of requests, urllib3 or the system; it may wrap others.
    limits : Limits
        Those of the attempt.
    """
    chain = list(_chain(error))
    cause = chain[-1]
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Trouble(f"its certificate is not trusted: {cause.verify_message}", final=True, remedy=_CERTIFICATE)
    reason, remedy = _system(cause) or _timeout(chain, limits) or (_protocol(cause), LATER)
    if any(isinstance(one, _PROXIED) for one in chain):
        reason, remedy = f"the proxy does not serve: {reason}", _PROXY
    return Trouble(reason, final=isinstance(error, _HOPELESS), remedy=remedy)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, and those that the libraries have wrapped in it, the innermost last."""
    seen: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in seen:
        yield found
        seen.append(found)
        inner = [getattr(found, "reason", None), *found.args, found.__cause__]
        found = next((one for one in inner if isinstance(one, BaseException)), None)


def unknown(host: str) -> str:
    """Say that a host cannot be found."""
    return f"name not known: {host}" if host else "name not known"


def _system(cause: BaseException) -> tuple[str, str] | None:
    """Tell what the system says, and what to do; None where that is something else."""
    if isinstance(cause, socket.gaierror):
        return unknown(""), HERE
    if isinstance(cause, ConnectionRefusedError):
        return "connection refused", THERE
    if isinstance(cause, http.client.RemoteDisconnected):
        return "connection closed without an answer", LATER
    if isinstance(cause, ssl.SSLError):
        return f"no secure connection: {_plain(cause.reason or str(cause))}", THERE
    if isinstance(cause, OSError) and not isinstance(cause, TimeoutError) and cause.strerror:
        return _plain(cause.strerror), LATER if isinstance(cause, ConnectionError) else HERE
    return None


def _plain(text: str) -> str:
    """Give a message of a system as a part of a sentence.

    Examples
    --------
    >>> _plain("Network is unreachable"), _plain("WRONG_VERSION_NUMBER")
    ('network is unreachable', 'wrong version number')
    """
    return text.replace("_", " ").lower() if text.isupper() else text[:1].lower() + text[1:]


def _timeout(chain: list[BaseException], limits: Limits) -> tuple[str, str] | None:
    if any(isinstance(one, urllib3.exceptions.ConnectTimeoutError) for one in chain):
        return f"connecting timed out after {limits.connect:g} s", THERE
    if isinstance(chain[-1], TimeoutError | urllib3.exceptions.TimeoutError | requests.Timeout):
        return f"timed out after {limits.read:g} s without a byte", LATER
    return None


def _protocol(cause: BaseException) -> str:
    """Tell what is wrong with an answer."""
    if isinstance(cause, http.client.IncompleteRead):
        missing = f": {cause.expected:,} bytes are missing" if cause.expected else ""
        return f"the answer breaks off{missing}"
    if isinstance(cause, http.client.BadStatusLine):
        return f"what answers does not speak HTTP: {str(cause)[:60]!r}"
    return _plain(str(cause)) or repr(cause)
