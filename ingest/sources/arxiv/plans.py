"""What to ask arXiv: some papers, a search, or a set since a date. Each is a walk over pages that may go wrong."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import ClassVar

from ingest.harvest import Ask, Page, Walk
from ingest.http import Request, get
from ingest.source import SourceError
from ingest.sources.arxiv import atom
from ingest.sources.arxiv.papers import SOURCE
from ontology import iri

API = "https://export.arxiv.org/api/query"
BATCH = 200
"""Papers asked for by name at a time."""
SLICE = 1000
"""Results of a search at a time; arXiv gives at most 2,000."""
MOST = 30_000
"""Results of a search that arXiv gives at all."""
WALKS = 3
"""How often a search is walked through while its total changes."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a plan would ask."""

    requests: tuple[Request, ...]
    """Those that are known before any answer."""
    most: int | None
    """How many requests it takes at most; None if nobody knows."""


@dataclass(frozen=True)
class Named:
    """Papers by their identifiers; versions are left out, as a paper is asked for in its newest one."""

    ids: tuple[str, ...]
    base: str = API
    source: str = field(default=SOURCE, init=False)
    kind: ClassVar[str] = "ids"

    @property
    def papers(self) -> list[str]:
        """The identifiers without versions, each once.

        Raises
        ------
        SourceError
            If one is no identifier.
        """
        found = {text: iri.arxiv_id(text) for text in self.ids}
        if wrong := [text for text, name in found.items() if name is None]:
            raise SourceError(f"not an arXiv identifier: {', '.join(wrong)}; write it as 2010.11929 or math/0309136")
        return list(dict.fromkeys(filter(None, found.values())))

    @property
    def label(self) -> str:
        names = self.papers
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        return f"arXiv, the papers {shown}"

    def about(self) -> Mapping[str, object]:
        return {"kind": self.kind, "base": self.base, "ids": self.papers}

    def forecast(self) -> Forecast:
        requests = tuple(self._request(batch) for batch in _batches(self.papers))
        return Forecast(requests, len(requests))

    def walk(self) -> Walk:
        done, total = 0, len(self.papers)
        for batch in _batches(self.papers):
            page = yield Ask(self._request(batch), _whole, (200, 400), done=done, total=total)
            _answered(page)
            done += len(batch)
        return {"asked": total}

    def _request(self, batch: Sequence[str]) -> Request:
        return get(self.base, [("id_list", ",".join(batch)), ("start", 0), ("max_results", len(batch))])


def _batches(names: list[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _whole(page: Page) -> None:
    """Raise on a page that has fewer papers than it says were found."""
    feed = atom.feed(page.body)
    if feed.error is None and len(feed.entries) < feed.total:
        raise ValueError(f"it has {len(feed.entries)} papers, and says that {feed.total} were found")


def _answered(page: Page) -> atom.Feed:
    """Give the feed of a page; raise if arXiv refuses the question."""
    feed = atom.feed(page.body)
    if feed.error is not None:
        raise SourceError(f"arXiv refuses {page.url}: {feed.error}; correct what is asked for")
    if page.status != 200:
        raise SourceError(f"arXiv answers {page.url} with status {page.status}; correct what is asked for")
    return feed


@dataclass(frozen=True)
class Search:
    """The results of a search, the oldest first, so that what is submitted meanwhile comes at the end."""

    query: str
    limit: int | None = None
    base: str = API
    slice: int = SLICE
    source: str = field(default=SOURCE, init=False)
    kind: ClassVar[str] = "search"

    @property
    def label(self) -> str:
        return f"arXiv, the search {self.query}" + first(self.limit)

    def about(self) -> Mapping[str, object]:
        return {"kind": self.kind, "base": self.base, "query": self.query, "limit": self.limit, "slice": self.slice}

    def forecast(self) -> Forecast:
        return Forecast((self._request(0),), -(-min(self.limit or MOST, MOST) // self.slice))

    def walk(self) -> Walk:
        found: set[str] = set()
        for number in range(1, WALKS + 1):
            total, steady = yield from self._through(found)
            if steady and len(found) >= self.wanted(total):
                return {"papers": len(found), "total": total, "walks": number}
        raise SourceError(
            f"{self.label}: {len(found)} of {total} papers came, as the total changes while they are asked for; "
            "run it again with --refresh, or narrow the query"
        )

    def _through(self, found: set[str]) -> Generator[Ask, Page, tuple[int, bool]]:
        """Walk through once; give the last total, and whether it never fell."""
        here: set[str] = set()
        start, steady = 0, True
        total: int | None = None
        while total is None or start < self.wanted(total):
            ask = Ask(
                self._request(start),
                _Slice(self, start, frozenset(here)).check,
                (200, 400),
                done=len(found),
                total=total,
            )
            feed = _answered((yield ask))
            self._insist(feed.total)
            steady = steady and (total is None or feed.total >= total)
            total = feed.total
            here.update(feed.ids)
            found.update(feed.ids)
            start += self.slice
        return total, steady

    def wanted(self, total: int) -> int:
        """Tell how many of the papers that were found are asked for."""
        return min(total, self.limit or total)

    def _insist(self, total: int) -> None:
        if self.wanted(total) > MOST:
            raise SourceError(
                f"{self.query!r} has {total:,} results, and arXiv gives at most {MOST:,}: narrow it, as by "
                "submittedDate:[202001010000 TO 202012312359], or take a set by --set, or the first ones by --limit"
            )

    def _request(self, start: int) -> Request:
        size = min(self.slice, MOST - start, (self.limit or MOST) - start)
        order = [("sortBy", "submittedDate"), ("sortOrder", "ascending")]
        return get(self.base, [("search_query", self.query), ("start", start), ("max_results", size), *order])


@dataclass(frozen=True, slots=True)
class _Slice:
    """What a page of a search must be."""

    plan: Search
    start: int
    before: frozenset[str]
    """Papers of the pages before."""

    def check(self, page: Page) -> None:
        feed = atom.feed(page.body)
        if feed.error is not None:
            return
        due = min(self.plan.slice, self.plan.wanted(feed.total) - self.start)
        if feed.start != self.start:
            raise ValueError(f"it begins at {feed.start}, not at {self.start}")
        if not feed.entries and due > 0:
            raise ValueError(f"it is empty, and says that {feed.total} papers were found")
        if len(feed.entries) < due:
            raise ValueError(f"it has {len(feed.entries)} papers where {due} are due")
        if feed.entries and self.before.issuperset(feed.ids):
            raise ValueError("it repeats papers of the pages before")


def first(limit: int | None) -> str:
    return f", the first {limit}" if limit else ""
