"""Answers on disk, each in one file that is written whole or not at all.

A file holds, each on its line: the sha256 of what follows, the metadata in JSON, and then the body as it is. No key is
in it, nor in its name.
"""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.disk import DiskError
from ingest.http.message import Hop, Request, Response

FORMAT = 1
_STALE = 86400.0
"""Seconds after which a half-written file is nobody's."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The answers under a folder, which is made when needed."""

    folder: Path

    def find(self, request: Request) -> Response | None:
        """Give the answer that is kept for a request; None if there is none or it is damaged."""
        path = self._path(request)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DiskError(f"cannot read {path}: {error.strerror or error}; remove it") from None
        digest, _, rest = data.partition(b"\n")
        if hashlib.sha256(rest).hexdigest().encode() != digest:
            return None
        about, _, body = rest.partition(b"\n")
        return _response(json.loads(about), body, request.key)

    def store(self, request: Request, response: Response) -> None:
        """Keep an answer in place of an older one; not if a key stands in its body.

        Raises
        ------
        DiskError
            If it cannot be written.
        """
        if request.reveals_itself(response.body):
            return
        about = json.dumps(_about(request, response), ensure_ascii=True).encode()
        rest = about + b"\n" + response.body
        try:
            _sweep(self._path(request).parent)
            replaced(self._path(request), hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)
        except OSError as error:
            raise DiskError(f"cannot write to {self.folder}: {error.strerror or error}; make room there") from None

    def _path(self, request: Request) -> Path:
        return self.folder / request.key[:2] / request.key


def replaced(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, also where two processes write it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".partial")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync(path.parent)


def _sweep(folder: Path) -> None:
    """Remove what killed runs left half-written; what is young may be another process's."""
    for leftover in folder.glob("*.partial"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _STALE:
                leftover.unlink()


def sync(folder: Path) -> None:
    """Make a renaming in a folder last, where the system can do that."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _about(request: Request, response: Response) -> Mapping[str, object]:
    return {
        "format": FORMAT,
        "key": request.key,
        "method": request.method,
        "asked": request.shown(request.url),
        "url": response.url,
        "status": response.status,
        "headers": dict(response.headers),
        "retrieved": response.retrieved.isoformat(),
        "history": [[hop.status, hop.url] for hop in response.history],
    }


def _response(about: dict[str, Any], body: bytes, key: str) -> Response | None:
    """Build an answer from what the checksum has vouched for; None if another version or request wrote it."""
    if about["format"] != FORMAT or about["key"] != key:
        return None
    history = tuple(Hop(status, url) for status, url in about["history"])
    retrieved = datetime.fromisoformat(about["retrieved"])
    return Response(about["url"], about["status"], about["headers"], body, retrieved, history, cached=True)
