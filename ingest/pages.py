"""Pages of a harvest on disk: each in one packed file, written whole or not at all, with the sha256 of its body."""

import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.disk import unwritten
from ingest.http.cache import replaced
from ingest.source import SourceError

AGAIN = "start it anew with --refresh"


@dataclass(frozen=True, slots=True)
class Page:
    """An answer, from upstream or from disk."""

    key: str
    """Of the request that it answers."""
    url: str
    """Where it came from in the end, without keys."""
    status: int
    body: bytes = field(repr=False)
    retrieved: str
    """Date and time (ISO 8601, UTC)."""
    history: tuple[tuple[int, str], ...] = ()
    """Status and address of each redirect before it."""

    def json(self) -> Any:
        """Decode the body.

        Raises
        ------
        ValueError
            If it is not JSON in UTF-8.
        """
        return json.loads(self.body.decode("utf-8-sig"))


def page_name(number: int) -> str:
    """Name the file of a page, from 1."""
    return f"{number:06}.gz"


def as_json(value: object) -> bytes:
    """Give JSON of which the same value has always the same bytes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, indent=1).encode() + b"\n"


def write(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all.

    Raises
    ------
    DiskError
        If there is no room, or it may not be written.
    """
    try:
        replaced(path, data)
    except OSError as error:
        raise unwritten(path, error) from None


def put(path: Path, page: Page) -> None:
    """Write a page."""
    about = {
        "key": page.key, "url": page.url, "status": page.status, "retrieved": page.retrieved,
        "history": page.history, "sha256": hashlib.sha256(page.body).hexdigest(),
    }  # fmt: skip
    head = json.dumps(about, sort_keys=True).encode()
    write(path, gzip.compress(head + b"\n" + page.body, compresslevel=6, mtime=0))


def read_page(path: Path) -> Page:
    """Read a page.

    Raises
    ------
    SourceError
        If it is gone or damaged.
    """
    try:
        head, _, body = gzip.decompress(path.read_bytes()).partition(b"\n")
        about = json.loads(head)
        if about["sha256"] != hashlib.sha256(body).hexdigest():
            raise ValueError("its checksum is another")
        history = tuple((status, url) for status, url in about["history"])
        return Page(about["key"], about["url"], about["status"], body, about["retrieved"], history)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{path} is damaged ({error}); {AGAIN}") from None


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises
    ------
    SourceError
        If it is gone or damaged.
    """
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot read {path}: {error}; {AGAIN}") from None
    return found
