"""What can go wrong between us and an upstream."""

from datetime import datetime

from ingest.source import SourceError

LATER = "try again later; what was fetched is kept"


class UpstreamError(SourceError):
    """An upstream did not give what was asked for.

    Attributes
    ----------
    url : str
        Without keys.
    status : int or None
        The last status; None where no answer came.
    attempts : int
        How often it was asked.
    retry_at : datetime or None
        When the upstream said that it may be asked again.
    """

    exit_code = 3

    def __init__(
        self, url: str, reason: str, *, status: int | None, attempts: int, remedy: str, retry_at: datetime | None = None
    ) -> None:
        times = "1 attempt" if attempts == 1 else f"{attempts} attempts"
        super().__init__(f"{url}: {reason} ({times}); {remedy}")
        self.url, self.status, self.attempts, self.retry_at = url, status, attempts, retry_at


class Trouble(Exception):
    """One attempt failed. It never leaves this package: it may hold a key, until `Patience` hides it."""

    def __init__(
        self,
        reason: str,
        *,
        status: int | None = None,
        wait: float | None = None,
        final: bool = False,
        progress: bool = False,
        remedy: str = LATER,
    ) -> None:
        super().__init__(reason)
        self.reason, self.status, self.remedy = reason, status, remedy
        self.wait = wait
        """Seconds that the upstream asks us to wait."""
        self.final = final
        """Another attempt cannot help."""
        self.progress = progress
        """The attempt brought bytes that the next one need not fetch."""
