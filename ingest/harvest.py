"""Harvests: what an upstream answered, page by page, on disk, so that a run that was killed goes on where it stood.

    <home>/harvests/<source>/<digest of the plan>/<when it began>/
        plan.json       what was asked for, and the day
        000001.gz ...   the pages, each with the request that it answers, and the sha256 of its body
        complete.json   the plan's summary, how many pages there are, and a digest of them all; written last

A plan is a walk: a generator that yields what to ask, is sent the page that answered, and returns a summary. Going on
means to send the pages that are there through the walk again, so a plan holds no state of its own. A page is kept
after the walk took it, so an answer that the walk refuses is asked for again by the next run.
"""

import hashlib
import shutil
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from ingest.disk import writing
from ingest.http import RETRIED, Client, Request, Response
from ingest.pages import AGAIN, Page, as_json, page_name, put, read_json, read_page, write
from ingest.source import Busy, SourceError

__all__ = [
    "AGAIN", "Ask", "Harvest", "Page", "Plan", "Progress", "Standing", "Walk", "complete", "harvest", "standing",
]  # fmt: skip

PLAN, COMPLETE = "plan.json", "complete.json"

Progress = Callable[[int, int | None], object]
"""Called with how many things have come, and how many there are in all, None if unknown."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of a walk."""

    request: Request
    check: Callable[[Page], object] = lambda page: None
    """Raises ValueError on a page that is not what it must be; then it is asked for again, some times."""
    statuses: Collection[int] = (200,)
    """Those that are answers; the walk sees them in `Page.status`."""
    retried: Collection[int] = RETRIED
    done: int = 0
    """How many things came so far, for people who wait."""
    total: int | None = None


Walk = Generator[Ask, Page, Mapping[str, object]]
"""Yields questions, is sent pages, returns a summary that JSON can hold; may raise SourceError on a page."""


class Plan(Protocol):
    """What to ask an upstream."""

    @property
    def source(self) -> str: ...

    def about(self) -> Mapping[str, object]:
        """Give all that decides what is asked, as JSON can hold it; no keys."""

    def walk(self) -> Walk: ...


@dataclass(frozen=True)
class Harvest:
    """A complete harvest."""

    folder: Path

    @cached_property
    def about(self) -> dict[str, Any]:
        """What was asked for, as the plan told it."""
        about: dict[str, Any] = read_json(self.folder / PLAN)["about"]
        return about

    @cached_property
    def began(self) -> str:
        """When it began: date and time, ISO 8601, UTC."""
        return str(read_json(self.folder / PLAN)["began"])

    @property
    def day(self) -> str:
        return self.began[:10]

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What the walk returned."""
        summary: dict[str, Any] = read_json(self.folder / COMPLETE)["summary"]
        return summary

    @cached_property
    def sha256(self) -> str:
        """Digest of all bodies, in their order."""
        return str(read_json(self.folder / COMPLETE)["sha256"])

    def __len__(self) -> int:
        return int(read_json(self.folder / COMPLETE)["pages"])

    def page(self, number: int) -> Page:
        """Read a page, from 1.

        Raises
        ------
        SourceError
            If it is gone or damaged.
        """
        return read_page(self.folder / page_name(number))

    def pages(self) -> Iterator[Page]:
        for number in range(1, len(self) + 1):
            yield self.page(number)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the newest run of a plan is."""

    folder: Path | None
    pages: int
    complete: bool


def harvest(
    client: Client,
    plan: Plan,
    home: Path,
    *,
    refresh: bool = False,
    progress: Progress = lambda done, total: None,
) -> Harvest:
    """Ask what a plan asks, going on where an earlier run broke off; a complete harvest is not asked for again.

    Parameters
    ----------
    client : Client
    plan : Plan
    home : Path
        The workspace.
    refresh : bool, optional
        Begin anew. What was there before goes when the new harvest is complete.
    progress : callable, optional

    Raises
    ------
    SourceError
        If an upstream gives no answer, or none that the walk takes, there is no room, or another process is at this
        plan.
    """
    place = _place(plan, home)
    with writing(place):
        place.mkdir(parents=True, exist_ok=True)
        return _harvest(client, plan, place, refresh, progress)


def _harvest(client: Client, plan: Plan, place: Path, refresh: bool, progress: Progress) -> Harvest:
    with _only_one(place):
        newest = _newest(place)
        folder = newest if newest and not refresh else _begin(place, plan, client)
        if not (folder / COMPLETE).exists():
            _Run(client, plan, folder, progress).run()
        _remove_others(place, folder)
        return Harvest(folder)


def standing(plan: Plan, home: Path) -> Standing:
    """Tell how far a plan is, without asking anything."""
    newest = _newest(_place(plan, home))
    if newest is None:
        return Standing(None, 0, complete=False)
    return Standing(newest, len(list(newest.glob("[0-9]*.gz"))), (newest / COMPLETE).exists())


def complete(home: Path, source: str) -> list[Harvest]:
    """List the complete harvests of a source, in the order in which they began."""
    marks = (home / "harvests" / source).glob(f"*/*/{COMPLETE}")
    return sorted((Harvest(mark.parent) for mark in marks), key=lambda one: (one.folder.name, one.folder))


class _Run:
    """One run of a walk, over the pages that are there and then over those that upstream gives."""

    def __init__(self, client: Client, plan: Plan, folder: Path, progress: Progress) -> None:
        self.client, self.plan, self.folder, self.progress = client, plan, folder, progress
        self.digest = hashlib.sha256()
        self.number = 0

    def run(self) -> None:
        walk = self.plan.walk()
        try:
            ask = next(walk)
            while True:
                self.progress(ask.done, ask.total)
                ask = self._step(walk, ask)
        except StopIteration as end:
            self._finish(end.value)

    def _step(self, walk: Walk, ask: Ask) -> Ask:
        """Send the walk its next page; keep the page, also where it is the last one."""
        path = self.folder / page_name(self.number + 1)
        kept = path.exists()
        page = self._kept(path, ask) if kept else self._asked(ask)
        try:
            following = walk.send(page)
        except StopIteration:
            self._keep(path, page, kept)
            raise
        self._keep(path, page, kept)
        return following

    def _keep(self, path: Path, page: Page, kept: bool) -> None:
        if not kept:
            put(path, page)
        self.number += 1
        self.digest.update(hashlib.sha256(page.body).digest())

    def _kept(self, path: Path, ask: Ask) -> Page:
        page = read_page(path)
        if page.key != ask.request.key:
            raise SourceError(f"{path} answers another question than the one due now: the plan has changed; {AGAIN}")
        return page

    def _asked(self, ask: Ask) -> Page:
        key = ask.request.key
        response = self.client.fetch(
            ask.request,
            accept=lambda found: ask.check(_answered(key, found)),
            statuses=ask.statuses,
            retried=ask.retried,
        )
        if ask.request.reveals_itself(response.body):
            raise SourceError(f"{response.url} repeats the key in its answer, which is not kept; ask without a key")
        return _answered(key, response)

    def _finish(self, summary: Mapping[str, object]) -> None:
        mark = {"summary": summary, "pages": self.number, "sha256": self.digest.hexdigest()}
        write(self.folder / COMPLETE, as_json(mark))


def _answered(key: str, response: Response) -> Page:
    history = tuple((hop.status, hop.url) for hop in response.history)
    return Page(
        key, response.url, response.status, response.body, response.retrieved.isoformat(timespec="seconds"), history
    )


def _place(plan: Plan, home: Path) -> Path:
    digest = hashlib.sha256(as_json(plan.about())).hexdigest()[:16]
    return home / "harvests" / plan.source / digest


def _newest(place: Path) -> Path | None:
    return max((mark.parent for mark in place.glob(f"*/{PLAN}")), default=None)


def _begin(place: Path, plan: Plan, client: Client) -> Path:
    now = datetime.fromtimestamp(client.clock(), UTC)
    newest = _newest(place)
    name = max(f"{now:%Y%m%dT%H%M%S.%f}", f"{newest.name}0" if newest else "")
    folder = place / name
    folder.mkdir(exist_ok=True)
    write(folder / PLAN, as_json({"about": plan.about(), "began": now.isoformat(timespec="seconds")}))
    return folder


def _remove_others(place: Path, folder: Path) -> None:
    for other in place.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def _only_one(place: Path) -> Iterator[None]:
    lock = FileLock(place / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Busy(f"another process asks for the same in {place}; wait for it, then try again") from None
    try:
        yield
    finally:
        lock.release()
