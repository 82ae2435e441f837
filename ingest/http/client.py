"""The client: one answer held in memory, or one download."""

import os
import random as chance
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from ingest.http.cache import Cache
from ingest.http.download import Download, Downloaded, Progress, Wish
from ingest.http.errors import Trouble
from ingest.http.limits import Limits
from ingest.http.message import Hop, Request, Response
from ingest.http.redirect import Sender
from ingest.http.retry import RETRIED, Patience, insist_on_status
from ingest.http.secret import keep_out_of_logs
from ingest.http.spacing import SPACING, Spacing
from ingest.http.wire import Answer
from ingest.source import SourceError

Accept = Callable[[Response], object]
"""Raises ValueError or SourceError on an answer that is none: a page of HTML, an empty feed."""

CONTACT = "PAPERKIN_CONTACT"
_KEPT = ("content-type", "date", "etag", "last-modified", "link")


@dataclass(frozen=True)
class Client:
    """Asks upstreams, politely and with patience.

    Parameters
    ----------
    home : Path
        The workspace; cache and spacing are kept under its folder `http`.
    limits : Limits, optional
    spacing : mapping of str to float, optional
        Seconds between two requests, by domain.
    sleep, clock, random : callable, optional
        As `time.sleep`, `time.time` and `random.random`; tests give others.
    """

    home: Path
    limits: Limits = field(default_factory=Limits)
    spacing: Mapping[str, float] = field(default_factory=lambda: SPACING)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time
    random: Callable[[], float] = chance.random

    def __post_init__(self) -> None:
        keep_out_of_logs()

    def fetch(
        self,
        request: Request,
        *,
        accept: Accept = lambda response: None,
        max_age: float | None = None,
        statuses: Collection[int] = (200,),
        retried: Collection[int] = RETRIED,
    ) -> Response:
        """Get one answer, whole and accepted, from upstream or from the cache.

        Parameters
        ----------
        request : Request
        accept : callable, optional
            Raises on what is no answer; then it is asked again, and never cached.
        max_age : float, optional
            Seconds. A cached answer up to this age is given without asking; an older one is revalidated, so 0
            always asks. None: the cache is left alone.
        statuses : collection of int, optional
            Those that are answers.
        retried : collection of int, optional
            Those after which to ask again.

        Raises
        ------
        UpstreamError
            If the upstream gives no answer.
        DiskError
            If the workspace cannot be written.
        """
        known = self._cache.find(request) if max_age is not None else None
        if known and not _acceptable(known, accept, statuses):
            known = None
        if known and max_age is not None and 0 <= self._age(known) < max_age:
            return known

        def attempt() -> Response:
            response = self._asked(request, known, statuses, retried)
            _insist(response, accept)
            return response

        response = self._patience.run(request, attempt)
        if max_age is not None:
            self._cache.store(request, response)
        return response

    def download(
        self,
        request: Request,
        target: Path,
        *,
        sha256: str | None = None,
        accept: Callable[[Path], object] = lambda path: None,
        limit: int | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Downloaded:
        """Get a large file, going on where an earlier run was broken off.

        The bytes are kept as they are sent. Until all is well they are in `<target>.partial`.

        Parameters
        ----------
        request : Request
        target : Path
            Is replaced, unless it has the sha256 that is asked for.
        sha256 : str, optional
            In hexadecimal; a file with another one is thrown away.
        accept : callable, optional
            Takes the path of the whole file, and raises ValueError or SourceError if it is not what was wanted.
        limit : int, optional
            The most bytes; that of the client's limits if absent.
        progress : callable, optional
            Called with the bytes that are there and the bytes in all, None if unknown.

        Raises
        ------
        UpstreamError
            If the upstream does not give the file, or another one.
        DiskError
            If there is no room, or another process downloads to the same target.
        """
        most = self.limits.download if limit is None else limit
        wish = Wish(request, target, sha256, accept, most, progress)
        return Download(self._sender, self.clock, self._headers("identity"), wish).run(self._patience)

    @property
    def _cache(self) -> Cache:
        return Cache(self.home / "http" / "cache")

    @property
    def _patience(self) -> Patience:
        return Patience(self.limits, self.sleep, self.clock, self.random)

    @property
    def _sender(self) -> Sender:
        turns = Spacing(self.home / "http" / "spacing", self.spacing, self.sleep, self.clock)
        return Sender(self.limits, turns)

    def _headers(self, encoding: str) -> dict[str, str]:
        return {"user-agent": user_agent(), "accept-encoding": encoding, "connection": "close"}

    def _age(self, response: Response) -> float:
        return self.clock() - response.retrieved.timestamp()

    def _asked(
        self, request: Request, known: Response | None, statuses: Collection[int], retried: Collection[int]
    ) -> Response:
        """Ask once."""
        common = self._headers("gzip")

        def headers(url: str) -> Mapping[str, str]:
            return {**common, **_conditions(known, request.shown(url))}

        with self._sender.send(request, self.limits.total, headers) as (answer, url, history):
            if answer.status == 304 and known and _conditions(known, request.shown(url)):
                return replace(known, retrieved=self._now())
            insist_on_status(answer, statuses, retried, self.clock())
            body = answer.body(self.limits.body)
        return self._response(request, answer, url, history, body)

    def _response(self, request: Request, answer: Answer, url: str, history: tuple[Hop, ...], body: bytes) -> Response:
        shown = request.shown
        headers = {name: shown(answer.header(name)) for name in _KEPT if answer.header(name)}
        hops = tuple(Hop(hop.status, shown(hop.url)) for hop in history)
        return Response(shown(url), answer.status, headers, body, self._now(), hops)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.clock(), UTC)


def _conditions(known: Response | None, url: str) -> dict[str, str]:
    """Give the headers that ask whether a known answer still holds, at the address that gave it."""
    if known is None or known.url != url:
        return {}
    named = {"if-none-match": "etag", "if-modified-since": "last-modified"}
    return {condition: known.headers[name] for condition, name in named.items() if name in known.headers}


def _acceptable(response: Response, accept: Accept, statuses: Collection[int]) -> bool:
    try:
        accept(response)
    except (ValueError, SourceError):
        return False
    return response.status in statuses


def _insist(response: Response, accept: Accept) -> None:
    try:
        accept(response)
    except (ValueError, SourceError) as error:
        raise Trouble(f"status {response.status}, yet no answer: {error}", status=response.status) from None


def user_agent() -> str:
    """Say who asks, and whom to write to if the environment names one.

    Raises
    ------
    SourceError
        If the contact cannot stand in a header.
    """
    contact = os.environ.get(CONTACT, "").strip()
    if not (contact.isascii() and contact.isprintable()) or set("()<>;, ") & set(contact):
        raise SourceError(f"{CONTACT} is no address of electronic mail: {contact!r}; set it anew")
    about = "+https://w3id.org/paperkin" + (f"; mailto:{contact}" if contact else "")
    return f"paperkin/{version('paperkin')} ({about})"
