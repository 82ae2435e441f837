"""Spacing of requests, host by host, between all processes of a workspace and across restarts.

A host has a lock, held while a request is under way, so that there is one connection at a time; and a file with the
time at which the last one ended. Waiting is done without the lock, else the process that had it would keep it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from filelock import BaseFileLock, FileLock, Timeout

from ingest.disk import DiskError, unwritten

SPACING: Mapping[str, float] = {"arxiv.org": 3.0, "semanticscholar.org": 1.0}
"""Seconds between two requests to a domain and all that is under it, as its terms ask for."""

LONGEST_TURN = 3600.0
"""Seconds after which a turn is no longer waited for."""


def apart(url: str, seconds: Mapping[str, float] = SPACING) -> float:
    """Give the seconds that lie between two requests to the host of an address.

    Examples
    --------
    >>> [apart(f"https://{host}/x") for host in ("arxiv.org", "export.arxiv.org", "notarxiv.org")]
    [3.0, 3.0, 0.0]
    """
    domain = _domain(urlsplit(url).hostname or "", seconds)
    return seconds[domain] if domain else 0.0


def _domain(host: str, seconds: Mapping[str, float]) -> str | None:
    """Give the nearest domain that a host is in."""
    name = host.lower().rstrip(".")
    found = [domain for domain in seconds if name == domain or name.endswith(f".{domain}")]
    return max(found, key=len, default=None)


@dataclass(frozen=True)
class Spacing:
    """Whose turn it is.

    Parameters
    ----------
    folder : Path
        Where the locks and times are; made when needed.
    seconds : mapping of str to float
        By domain.
    sleep, clock : callable
        The clock gives Unix time, as it must mean the same to all processes and after a restart.
    """

    folder: Path
    seconds: Mapping[str, float]
    sleep: Callable[[float], None]
    clock: Callable[[], float]

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Hold the turn to send one request to a host, from when it is due until its answer is read.

        Raises
        ------
        DiskError
            If the state cannot be kept, or another process holds the turn for more than `LONGEST_TURN`.
        """
        domain = _domain(host, self.seconds)
        if domain is None:
            yield
            return
        lock = self._acquired(domain)
        try:
            yield
        finally:
            try:
                self._write(domain, repr(self.clock()))
            finally:
                lock.release()

    def _acquired(self, domain: str) -> BaseFileLock:
        lock = FileLock(self.folder / f"{domain}.lock", timeout=LONGEST_TURN)
        while True:
            self._lock(lock)
            try:
                wait = self._wait(domain)
                if wait <= 0:
                    self._write(domain, "")
                    return lock
            except BaseException:
                lock.release()
                raise
            lock.release()
            self.sleep(wait)

    def _lock(self, lock: BaseFileLock) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            raise DiskError(f"another process holds {lock.lock_file} for {LONGEST_TURN:.0f} s; end it") from None
        except OSError as error:
            raise DiskError(
                f"cannot lock {lock.lock_file}: {error.strerror or error}; see who may write there"
            ) from None

    def _wait(self, domain: str) -> float:
        """Give the seconds until the next request is due."""
        now, every = self.clock(), self.seconds[domain]
        last = self._last(domain)
        if last is None or not last <= now:
            # The process before was killed while it asked, or the clock was put back: count from now.
            self._write(domain, repr(now))
            return every
        return last + every - now

    def _last(self, domain: str) -> float | None:
        """Give when the last request ended; None where that is unknown."""
        try:
            return float(self._file(domain).read_text(encoding="ascii"))
        except FileNotFoundError:
            return float("-inf")
        except ValueError:
            return None
        except OSError as error:
            raise DiskError(
                f"cannot read {self._file(domain)}: {error.strerror or error}; see who may read there"
            ) from None

    def _write(self, domain: str, text: str) -> None:
        try:
            self._file(domain).write_text(text, encoding="ascii")
        except OSError as error:
            raise unwritten(self._file(domain), error) from None

    def _file(self, domain: str) -> Path:
        return self.folder / f"{domain}.last"
