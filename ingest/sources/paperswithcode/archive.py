"""Fetching dumps: from any web address, and the archive of Papers with Code on Hugging Face.

The archive is five data sets of one owner, each a repository of parquet files with revisions. What a revision holds
the hub's API tells, with the size and (of files in Git LFS) the sha256 of each file.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from ingest.http import Client, Response, UpstreamError, get, same_place
from ingest.source import SourceError
from ingest.sources.paperswithcode.dump import Dump

HUB = "https://huggingface.co"
OWNER = "pwc-archive"
DATASETS = ("papers-with-abstracts", "links-between-paper-and-code", "evaluation-tables", "methods", "datasets")
UPSTREAM = f"the archive of Papers with Code, {HUB}/{OWNER}"

Progress = Callable[[str, int, int | None], object]
"""Called with a file's name, the bytes that are there, and the bytes in all if known."""

_REVISION = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"sha256=([0-9a-fA-F]{64})")
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 150
"""Characters of a file's name that are kept: its end tells more."""
_MOST_PAGES = 1_000
_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')


@dataclass(frozen=True, slots=True)
class Remote:
    """A file to be fetched: its address, the name that it gets here, and what is known of it."""

    url: str
    name: str
    sha256: str | None = None


def is_address(text: str) -> bool:
    """Tell a web address from a path."""
    return text.lower().startswith(("http://", "https://"))


def addressed(url: str) -> Remote:
    """Read an address, which may end in ``#sha256=`` and the digest that the file must have, as pip has it.

    Raises
    ------
    SourceError
        If it is no address, or what stands behind the ``#`` is something else.

    Examples
    --------
    >>> addressed("https://example.org/a/methods.json.gz?v=2").name
    'methods.json.gz'
    """
    bare, _, fragment = url.partition("#")
    get(bare)  # refuses what is no address
    found = _SHA256.fullmatch(fragment)
    if fragment and not found:
        raise SourceError(f"{url}: behind the # may stand sha256= and 64 hexadecimal digits, nothing else")
    name = _UNSAFE.sub("-", unquote(urlsplit(bare).path).rpartition("/")[2]).strip(".-")
    return Remote(bare, name[-_LONGEST_NAME:] or "dump", found[1].lower() if found else None)


def archive(client: Client, hub: str = HUB) -> list[Remote]:
    """List the files of the newest revision of the archive.

    Parameters
    ----------
    client : Client
    hub : str, optional
        Address of the hub; tests have one of their own.

    Raises
    ------
    UpstreamError
        If the hub does not answer, or with something else, or a data set holds no parquet file.
    """
    return [remote for name in DATASETS for remote in _files_of(client, hub, name)]


def fetch(client: Client, remotes: list[Remote], folder: Path, progress: Progress) -> tuple[Path, ...]:
    """Download files into `folder`, going on where an earlier run broke off; a file that is there is kept.

    Raises
    ------
    UpstreamError
        If an upstream does not give a file, or one that is no dump.
    DiskError
        If there is no room.
    """
    return tuple(_fetch(client, remote, folder, progress) for remote in remotes)


def _fetch(client: Client, remote: Remote, folder: Path, progress: Progress) -> Path:
    target = folder / sha256(remote.url.encode()).hexdigest()[:12] / remote.name
    before = (Dump(target).sha256, target.stat()) if target.is_file() else None
    found = client.download(
        get(remote.url), target, sha256=remote.sha256, accept=lambda path: Dump(path).kind,
        progress=lambda done, total: progress(remote.name, done, total),
    )  # fmt: skip
    if before and before[0] == found.sha256:
        # The same bytes are the same dump, which was retrieved when it first came.
        os.utime(target, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))
    return target


# The hub


def _files_of(client: Client, hub: str, name: str) -> list[Remote]:
    revision = _revision(client.fetch(get(f"{hub}/api/datasets/{OWNER}/{name}"), accept=_revision))
    entries = list(_entries(client, f"{hub}/api/datasets/{OWNER}/{name}/tree/{revision}?recursive=true"))
    found = [_remote(f"{hub}/datasets/{OWNER}/{name}/resolve/{revision}", name, entry) for entry in entries]
    remotes = sorted(filter(None, found), key=lambda remote: remote.name)
    if not remotes:
        raise _unfit(f"{hub}/datasets/{OWNER}/{name}", "it holds no parquet file")
    return remotes


def _entries(client: Client, url: str) -> Iterator[dict[str, Any]]:
    """Yield what the pages of a listing hold; each page names the next one, at the same hub."""
    seen: set[str] = set()
    first = url
    while url not in seen and len(seen) < _MOST_PAGES and same_place(first, url):
        seen.add(url)
        response = client.fetch(get(url), accept=_listed)
        yield from _listed(response)
        following = _NEXT.search(response.headers.get("link", ""))
        if not following:
            return
        url = urljoin(url, following[1])
    raise _unfit(first, f"the listing does not end, but leads to {url}")


def _unfit(url: str, reason: str) -> UpstreamError:
    remedy = "try again later, or download the dumps and name the files"
    return UpstreamError(url, reason, status=200, attempts=1, remedy=remedy)


def _revision(response: Response) -> str:
    found = response.json()
    revision = found.get("sha") if isinstance(found, dict) else None
    if not isinstance(revision, str) or not _REVISION.fullmatch(revision):
        raise ValueError("no revision is named")
    return revision


def _listed(response: Response) -> list[dict[str, Any]]:
    found = response.json()
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise ValueError("a list of files is expected")
    return found


def _remote(base: str, dataset: str, entry: dict[str, Any]) -> Remote | None:
    path, lfs = entry.get("path"), entry.get("lfs")
    if entry.get("type") != "file" or not isinstance(path, str) or not path.endswith(".parquet"):
        return None
    digest = lfs.get("oid") if isinstance(lfs, dict) else None
    known = isinstance(digest, str) and _SHA256.fullmatch(f"sha256={digest}")
    name = _UNSAFE.sub("-", f"{dataset}-{path.removeprefix('data/')}")
    return Remote(f"{base}/{quote(path)}", name, digest if known else None)
