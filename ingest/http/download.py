"""Large files: fetched piece by piece, kept across failures, and in place only when whole.

Beside the target stand `<target>.partial`, the bytes so far, and `<target>.partial.version`, which version they are of.
A later attempt or run asks for the rest, on the condition that the version is still the same (RFC 9110, 13.1.5).
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NoReturn

from filelock import FileLock, Timeout

from ingest.disk import DiskError
from ingest.http.cache import replaced, sync
from ingest.http.errors import Trouble
from ingest.http.message import Request
from ingest.http.redirect import Sender
from ingest.http.retry import RETRIED, Patience, insist_on_status
from ingest.http.wire import Answer
from ingest.source import SourceError

Progress = Callable[[int, int | None], object]
"""Called with the bytes that are there, and the bytes in all if known."""

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)", re.ASCII)
_AGAIN = "run it again: it goes on where it stopped"


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A whole file."""

    path: Path
    url: str
    """As asked for, without keys."""
    sha256: str
    size: int
    """Bytes."""
    retrieved: datetime
    """In UTC."""
    unchanged: bool = False
    """True where the file was there already."""


@dataclass(frozen=True, slots=True)
class Version:
    """What the bytes of a partial file are of."""

    key: str
    url: str
    etag: str
    last_modified: str
    length: int | None

    @property
    def validator(self) -> str:
        """What a server compares; empty if it named nothing that identifies the bytes."""
        return self.last_modified if self.etag.startswith("W/") or not self.etag else self.etag


class Partial:
    """The bytes so far, and the version that they are of."""

    def __init__(self, target: Path, key: str) -> None:
        self.path = target.with_name(target.name + ".partial")
        self._about = target.with_name(target.name + ".partial.version")
        self._key = key

    def version(self) -> Version | None:
        """Give the version; None where there are no bytes that can be gone on with."""
        try:
            found = Version(**json.loads(self._about.read_bytes()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        return found if found.key == self._key and found.validator and self.size() else None

    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def begin(self, version: Version) -> None:
        """Throw the bytes away, and begin with another version."""
        self.discard()
        self.path.touch()
        replaced(self._about, json.dumps(asdict(version)).encode())

    def discard(self) -> None:
        # In this order: bytes without a version are never taken up.
        self._about.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def finish(self, target: Path) -> None:
        """Put the file in its place, flushed to disk."""
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        self.path.replace(target)
        sync(target.parent)
        self._about.unlink(missing_ok=True)


@dataclass(frozen=True)
class Wish:
    """What is to be downloaded, and what of it is acceptable."""

    request: Request
    target: Path
    sha256: str | None
    accept: Callable[[Path], object]
    limit: int
    """Bytes."""
    progress: Progress


class Download:
    """One download, over as many connections as it takes."""

    def __init__(self, sender: Sender, clock: Callable[[], float], headers: Mapping[str, str], wish: Wish) -> None:
        self._sender, self._clock, self._headers, self._wish = sender, clock, headers, wish
        self._partial = Partial(wish.target, wish.request.key)
        self._furthest = 0
        """Bytes that were there at most, so that going in circles is no progress."""

    def run(self, patience: Patience) -> Downloaded:
        """Download, unless the file is there.

        Raises
        ------
        UpstreamError
            If the upstream does not give the file.
        DiskError
            If it cannot be written.
        """
        with _disk(self._wish.target), _only_one(self._wish.target):
            there = self._there()
            return there or patience.run(self._wish.request, self._attempt)

    def _there(self) -> Downloaded | None:
        wanted, target = self._wish.sha256, self._wish.target
        if wanted is None or not target.is_file() or _sha256(target) != wanted.lower():
            return None
        return self._downloaded(wanted.lower(), unchanged=True)

    def _downloaded(self, sha256: str, *, unchanged: bool = False) -> Downloaded:
        request, target = self._wish.request, self._wish.target
        now = datetime.fromtimestamp(self._clock(), UTC)
        return Downloaded(target, request.shown(request.url), sha256, target.stat().st_size, now, unchanged)

    def _attempt(self) -> Downloaded:
        version = self._partial.version()
        if version is None or version.length != self._partial.size():
            self._fetch(version)
        sha256 = self._verified()
        self._partial.finish(self._wish.target)
        return self._downloaded(sha256)

    def _fetch(self, version: Version | None) -> None:
        """Bring the bytes that are missing."""
        start = self._partial.size() if version else 0
        headers = dict(self._headers)
        if version:
            headers |= {"range": f"bytes={start}-", "if-range": version.validator}
        window = self._sender.limits.slow_window
        with self._sender.send(self._wish.request, window, lambda url: headers) as (answer, _, _):
            version = self._continued(answer, version, start) if answer.status in (206, 416) else self._begun(answer)
            self._insist_on_room(version.length)
            self._copy(answer, version)

    def _begun(self, answer: Answer) -> Version:
        """Begin with the first byte."""
        insist_on_status(answer, (200,), RETRIED, self._clock())
        request, length = self._wish.request, answer.length()
        if (length or 0) > self._wish.limit:
            self._too_big()
        etag, last_modified = (request.shown(answer.header(name)) for name in ("etag", "last-modified"))
        version = Version(request.key, request.shown(request.url), etag, last_modified, length)
        self._partial.begin(version)
        return version

    def _continued(self, answer: Answer, version: Version | None, start: int) -> Version:
        """Go on, if what is sent is the rest of what is there."""
        found = _RANGE.fullmatch(answer.header("content-range"))
        etag = self._wish.request.shown(answer.header("etag"))
        fits = version and answer.status == 206 and found and int(found[1]) == start and etag in ("", version.etag)
        if version is None or found is None or not fits or found[2] not in ("*", str(version.length or found[2])):
            self._partial.discard()
            raise Trouble("the rest that was sent does not fit; the file is fetched anew", status=answer.status)
        return version

    def _insist_on_room(self, length: int | None) -> None:
        missing = (length or 0) - self._partial.size()
        free = shutil.disk_usage(self._partial.path.parent).free
        if missing > free:
            raise DiskError(f"{self._partial.path} needs {missing} bytes more, {free} are free; make room and {_AGAIN}")

    def _copy(self, answer: Answer, version: Version) -> None:
        try:
            with self._partial.path.open("ab") as out:
                self._pour(answer, out, version.length)
            if version.length not in (None, self._partial.size()):
                raise Trouble(f"{self._partial.size()} of {version.length} bytes came", status=answer.status)
        except Trouble as trouble:
            size = self._partial.size()
            trouble.progress = bool(version.validator) and size >= self._furthest + self._sender.limits.slow_bytes
            self._furthest = max(size, self._furthest)
            if trouble.final:
                self._partial.discard()
            raise

    def _pour(self, answer: Answer, out: IO[bytes], total: int | None) -> None:
        limits, size, recent = self._sender.limits, out.tell(), 0
        for block in answer.chunks():
            out.write(block)
            size += len(block)
            recent += len(block)
            if size > self._wish.limit:
                self._too_big()
            if recent >= limits.slow_bytes:
                answer.extend(limits.slow_window)
                recent = 0
            self._wish.progress(size, total)

    def _too_big(self) -> NoReturn:
        raise Trouble(
            f"the file has more than {self._wish.limit} bytes", final=True, remedy="raise the limit if that is right"
        )

    def _verified(self) -> str:
        """Give the sha256 of the whole file; throw it away if it is not what was wanted."""
        path, wanted = self._partial.path, self._wish.sha256
        sha256, reason = _sha256(path), ""
        try:
            self._wish.accept(path)
        except (ValueError, SourceError) as error:
            reason = f"the file is not what was wanted: {error}"
        if wanted is not None and sha256 != wanted.lower():
            reason = f"the file has the sha256 {sha256}, not {wanted}"
        if reason:
            self._partial.discard()
            raise Trouble(reason, final=True, remedy="see whether the address is right, or the upstream has changed")
        return sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _disk(target: Path) -> Iterator[None]:
    """Name the failures of the disk; those of the network are `Trouble` by then."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise DiskError(f"{target} is a folder; name a file")
        yield
    except OSError as error:
        raise DiskError(f"cannot write {target}: {error.strerror or error}; see to it and {_AGAIN}") from None


@contextmanager
def _only_one(target: Path) -> Iterator[None]:
    lock = FileLock(target.with_name(target.name + ".partial.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise DiskError(f"another process is downloading to {target}; wait for it") from None
    try:
        yield
    finally:
        lock.release()
