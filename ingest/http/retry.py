"""Asking again: after which waits, how often, and with what error in the end."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar

from ingest.http.errors import Trouble, UpstreamError
from ingest.http.limits import Limits
from ingest.http.message import Request
from ingest.http.wire import Answer

RETRIED = frozenset({429, 500, 502, 503, 504})
"""Statuses that may heal."""

_EXCERPT = 200
_TEXTS = ("application/json", "text/plain", "application/problem+json")
_LOG = logging.getLogger(__name__)
_FAR = 400 * 366 * 86400
"""Seconds; more does not go into a date."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """Tries again with exponential backoff and full jitter, or as the upstream asks.

    Parameters
    ----------
    limits : Limits
    sleep : callable
        Takes seconds.
    clock : callable
        Unix time in seconds.
    random : callable
        Uniform over [0, 1).

    References
    ----------
    M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """

    limits: Limits
    sleep: Callable[[float], None]
    clock: Callable[[], float]
    random: Callable[[], float]

    def run(self, request: Request, attempt: Callable[[], T]) -> T:
        """Call `attempt` until it succeeds.

        Raises
        ------
        UpstreamError
            If it cannot, or did not in so many attempts.
        """
        attempts = failures = 0
        while True:
            try:
                return attempt()
            except Trouble as found:
                trouble = found
            attempts += 1
            failures = 1 if trouble.progress else failures + 1
            asked = trouble.wait or 0.0
            if trouble.final or failures >= self.limits.attempts or asked > self.limits.longest_retry_after:
                break
            self._rest(request, trouble, max(asked, self._backoff(failures)))
        raise self._error(request, trouble, attempts)

    def _backoff(self, failures: int) -> float:
        # The exponent is bounded, as a float's is.
        most = self.limits.backoff * 2.0 ** min(failures - 1, 64)
        return self.random() * min(most, self.limits.longest_backoff)

    def _rest(self, request: Request, trouble: Trouble, seconds: float) -> None:
        shown = request.shown(f"{request.url}: {trouble.reason}")
        _LOG.info("%s; again in %.1f s", shown, seconds)
        self.sleep(seconds)

    def _error(self, request: Request, trouble: Trouble, attempts: int) -> UpstreamError:
        retry_at, remedy = None, trouble.remedy
        if trouble.wait is not None:
            retry_at = datetime.fromtimestamp(self.clock(), UTC) + timedelta(seconds=min(trouble.wait, _FAR))
            remedy = f"it asks to be left alone until {retry_at:%Y-%m-%d %H:%M:%S} UTC; try again then"
        return UpstreamError(
            request.shown(request.url), request.shown(trouble.reason),
            status=trouble.status, attempts=attempts, remedy=request.shown(remedy), retry_at=retry_at,
        )  # fmt: skip


def insist_on_status(answer: Answer, statuses: Collection[int], retried: Collection[int], now: float) -> None:
    """Raise `Trouble` on a status that is no answer.

    Parameters
    ----------
    answer : Answer
    statuses, retried : collection of int
        Those that are answers, and those that may heal.
    now : float
        Unix time.
    """
    status = answer.status
    if status in statuses:
        return
    if status in retried:
        raise Trouble(f"status {status}{_excerpt(answer)}", status=status, wait=retry_after(answer, now))
    remedy = "see whether the address and the key are right"
    raise Trouble(f"status {status}{_excerpt(answer)}", status=status, final=True, remedy=remedy)


def _excerpt(answer: Answer) -> str:
    """Give the beginning of what an upstream says about an error, if that is text."""
    if not answer.header("content-type").lower().startswith(_TEXTS):
        return ""
    try:
        text = " ".join(answer.body(1 << 16).decode("utf-8", "replace").split())
    except Trouble:
        return ""
    return f" ({text[:_EXCERPT]})" if text else ""


def retry_after(answer: Answer, now: float) -> float | None:
    """Read `Retry-After`, which is seconds or a date (RFC 9110, 10.2.3).

    Parameters
    ----------
    answer : Answer
    now : float
        Unix time, for a date of an answer that does not tell its own.

    Returns
    -------
    float or None
        Seconds to wait, at least 0; None if absent or unreadable.
    """
    said = answer.header("retry-after")
    if said.isascii() and said.isdigit():
        return float(said[:18])
    then = _http_date(said)
    if then is None:
        return None
    here = _http_date(answer.header("date"))
    return max(0.0, then - (now if here is None else here))


def _http_date(text: str) -> float | None:
    """Give Unix time; a date without a zone is in UTC."""
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
