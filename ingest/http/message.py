"""What is asked and what is answered, as values."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from ingest.http.secret import Secret, hide, reveals
from ingest.source import SourceError

Params = Mapping[str, str | int] | Iterable[tuple[str, str | int]]

SCHEMES = {"http": 80, "https": 443}
_FOR_SECRETS = {"authorization", "cookie", "proxy-authorization"}
_NEXT = "see whether the address is right"


@dataclass(frozen=True, slots=True)
class Request:
    """A question to an upstream. Make it with `get` or `post`; keys are in `secrets` alone."""

    method: str
    url: str
    """Whole, with its parameters, without keys."""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    secrets: tuple[Secret, ...] = ()

    @property
    def key(self) -> str:
        """Digest of all that decides the answer, keys apart."""
        parts = [self.method, self.shown(self.url), self.headers, hashlib.sha256(self.body).hexdigest()]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def shown(self, text: str) -> str:
        """Give a text without the keys of this request."""
        return hide(text, self.secrets)

    def at(self, url: str, more: Mapping[str, str]) -> requests.PreparedRequest:
        """Give what goes over the wire to `url`: keys are in it only if that is the place first asked.

        Parameters
        ----------
        url : str
            The request's own, or one that it was redirected to.
        more : mapping
            Headers of this attempt.
        """
        headers = {**dict(self.headers), **more}
        if same_place(self.url, url):
            headers |= {secret.header: secret.value for secret in self.secrets if secret.header}
            url = self._with_parameters(url)
        return requests.Request(self.method, url, headers=headers, data=self.body or None).prepare()

    def _with_parameters(self, url: str) -> str:
        there = {name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}
        missing = [(s.parameter, s.value) for s in self.secrets if s.parameter and s.parameter not in there]
        return _prepared(url, missing)

    def reveals_itself(self, data: bytes | str) -> bool:
        """Tell whether a key of this request stands in `data`."""
        return reveals(data, self.secrets)


def get(
    url: str, params: Params = (), *, headers: Mapping[str, str] | None = None, secrets: Iterable[Secret | None] = ()
) -> Request:
    """Make a GET request.

    Parameters
    ----------
    url : str
        http or https.
    params : mapping or pairs
        Added to the query, in this order.
    headers : mapping, optional
        No keys.
    secrets : iterable of Secret or None
        Keys; None is none.

    Raises
    ------
    SourceError
        If the address cannot be asked.

    Examples
    --------
    >>> get("https://example.org/works", {"filter": "a b", "page": 2}).url
    'https://example.org/works?filter=a+b&page=2'
    """
    return Request("GET", checked(url, params), _headers(headers or {}), b"", _present(secrets))


def post(
    url: str,
    json_body: object,
    params: Params = (),
    *,
    headers: Mapping[str, str] | None = None,
    secrets: Iterable[Secret | None] = (),
) -> Request:
    """Make a POST request that asks with a JSON body, changes nothing upstream, and so may be sent again.

    Parameters
    ----------
    json_body : object
        What `json.dumps` takes.
    url, params, headers, secrets
        As for `get`.

    Raises
    ------
    SourceError
        If the address cannot be asked.
    """
    body = json.dumps(json_body, separators=(",", ":"), allow_nan=False).encode()
    named = _headers({**(headers or {}), "content-type": "application/json"})
    return Request("POST", checked(url, params), named, body, _present(secrets))


def _present(secrets: Iterable[Secret | None]) -> tuple[Secret, ...]:
    return tuple(secret for secret in secrets if secret is not None)


def _headers(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    named = {name.lower(): value for name, value in headers.items()}
    if wrong := _FOR_SECRETS & named.keys():
        raise ValueError(f"pass {', '.join(sorted(wrong))} as a Secret")
    return tuple(sorted(named.items()))


def checked(url: str, params: Params = ()) -> str:
    """Give an address whole and quoted, without its fragment.

    Raises
    ------
    SourceError
        If it is not http or https, names no host, or holds a user's name or password.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise SourceError(f"{url!r} is no web address ({error}); {_NEXT}") from None
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise SourceError(f"{url!r} is no http or https address; {_NEXT}")
    if parts.username is not None or parts.password is not None:
        raise SourceError(f"an address at {parts.hostname} holds a user's name or password; take it out")
    return _prepared(url, params).partition("#")[0]


def _prepared(url: str, params: Params) -> str:
    pairs = params.items() if isinstance(params, Mapping) else params
    prepared = requests.PreparedRequest()
    try:
        prepared.prepare_url(url, [(name, str(value)) for name, value in pairs])
    except (requests.RequestException, UnicodeError) as error:
        raise SourceError(f"{url!r} is no web address ({error}); {_NEXT}") from None
    return str(prepared.url)


def same_place(first: str, second: str) -> bool:
    """Tell whether two addresses lead to one server, be it by http first and https then.

    Examples
    --------
    >>> same_place("http://a.org/x", "https://A.org/y"), same_place("http://a.org:81/", "http://a.org:82/")
    (True, False)
    """
    one, two = urlsplit(first), urlsplit(second)
    if one.hostname != two.hostname:
        return False
    ports = one.port or SCHEMES[one.scheme], two.port or SCHEMES[two.scheme]
    return ports[0] == ports[1] or ports == (80, 443)


@dataclass(frozen=True, slots=True)
class Hop:
    """An address that answered with a redirect."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer, decoded."""

    url: str
    """Where it came from in the end, without keys."""
    status: int
    headers: Mapping[str, str]
    """Content-Type, Date, ETag, Last-Modified and Link where given; names in small letters."""
    body: bytes = field(repr=False)
    retrieved: datetime
    """In UTC: when the upstream gave it, or last said that it still holds."""
    history: tuple[Hop, ...] = ()
    cached: bool = False
    """True where the upstream did not send the body this time."""

    def json(self) -> Any:
        """Decode the body.

        Raises
        ------
        ValueError
            If it is not JSON in UTF-8.
        """
        return json.loads(self.body.decode("utf-8-sig"))
