"""The source `arxiv`, as harvests hold it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest import record as rec
from ingest.harvest import Harvest, Page, complete
from ingest.sources.arxiv import atom, oai
from ingest.sources.arxiv.lists import Listed
from ingest.sources.arxiv.papers import LICENCE, SOURCE

LARGE = 20
"""Pages from which a process of its own pays off."""


@dataclass(frozen=True)
class Arxiv:
    """Complete harvests of one kind, read as one snapshot: of a paper that came several times, the newest counts.

    Parameters
    ----------
    folders : tuple of Path
        Of the harvests, in the order in which they began.
    upstream : str
        What they are, for people; of two snapshots of one upstream the newer counts.
    limit : int, optional
        The most papers.
    """

    folders: tuple[Path, ...]
    upstream: str
    limit: int | None = None

    @property
    def _harvests(self) -> list[Harvest]:
        return [Harvest(folder) for folder in self.folders]

    @property
    def large(self) -> bool:
        return sum(map(len, self._harvests)) > LARGE

    @property
    def origin(self) -> rec.Origin:
        return rec.Origin(SOURCE, self.upstream, LICENCE, self._harvests[-1].day)

    def fingerprint(self) -> str:
        parts = [self.upstream, str(self.limit), *(f"{one.day} {one.sha256}" for one in self._harvests)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def records(self) -> rec.Records:
        origin, seen = self.origin, set[str]()
        for harvest in reversed(self._harvests):
            read = _feeds if harvest.about["kind"] in ("ids", "search") else _lists
            for number in self._numbers(len(harvest)):
                at = _Spot(origin, f"{harvest.began[:10]}/{number}")
                yield from read(harvest.page(number), at, self._new(seen))
            if harvest.about["kind"] == "ids":
                yield from _missing(harvest, seen, origin)

    def _numbers(self, pages: int) -> range:
        """Number the pages in the order in which they count: the newest first, or the first ones up to a limit."""
        return range(pages, 0, -1) if self.limit is None else range(1, pages + 1)

    def _new(self, seen: set[str]) -> "New":
        """Give what notes a paper, and tells whether it is new; None where no more are wanted."""

        def new(name: str) -> bool | None:
            if name in seen:
                return False
            if self.limit is not None and len(seen) >= self.limit:
                return None
            seen.add(name)
            return True

        return new


New = Callable[[str], bool | None]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A page."""

    origin: rec.Origin
    page: str

    def place(self, position: int | None = None) -> rec.Place:
        return rec.Place(self.origin, self.page if position is None else f"{self.page}/{position}")


def _feeds(page: Page, spot: _Spot, new: New) -> Iterator[rec.Record]:
    feed = atom.feed(page.body)
    yield from _repaired(feed.controls, spot)
    for position, (name, entry) in enumerate(zip(feed.ids, feed.entries, strict=True), 1):
        at, fresh = spot.place(position), new(name)
        if fresh is None:
            return
        yield from atom.papers(entry, at) if fresh else _again(name, at)


def _lists(page: Page, spot: _Spot, new: New) -> Iterator[rec.Record]:
    listing = oai.listing(page.body)
    yield from _repaired(listing.controls, spot)
    for position, item in enumerate(listing.items, 1):
        at, fresh = spot.place(position), new(item.id)
        if fresh is None:
            return
        yield from oai.papers(item, at) if fresh else _again(item.id, at)


def _again(name: str, at: rec.Place) -> Iterator[rec.Record]:
    yield rec.Repeat(at=at, of=name)


def _repaired(controls: int, spot: _Spot) -> Iterator[rec.Record]:
    if controls:
        reason = f"{controls} control characters, which XML forbids, were read as spaces; the papers are there"
        yield rec.Rejected(at=spot.place(), reason=reason)


def _missing(harvest: Harvest, seen: set[str], origin: rec.Origin) -> Iterator[rec.Record]:
    for name in harvest.about["ids"]:
        if name not in seen:
            yield rec.Rejected(at=rec.Place(origin, name), reason=f"arXiv gives no paper {name}", raw=name)


# Going on from day to day


def chain(home: Path, plan: Listed) -> list[Harvest]:
    """List the complete harvests of the set of a plan, whatever days they are of, in the order in which they began."""
    same = ("kind", "base", "set", "format")
    wanted = plan.about()
    found = complete(home, SOURCE)
    return [
        one for one in found if all(one.about.get(key) == wanted[key] for key in same) and one.about["limit"] is None
    ]


def lists_there(home: Path) -> list[Listed]:
    """List what sets were harvested to their end, each as it was first asked for, but without an end."""
    found: dict[tuple[str, ...], Listed] = {}
    for one in complete(home, SOURCE):
        about = one.about
        if about["kind"] == Listed.kind and about["limit"] is None:
            whole = Listed(about["set"], about["since"], None, about["format"], None, about["base"])
            found.setdefault((whole.base, whole.set or "", whole.format), whole)
    return list(found.values())
