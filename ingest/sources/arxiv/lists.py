"""What to ask of OAI-PMH: a set, since a day, until a day; a walk that begins again where its token is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from ingest.harvest import Ask, Page, Walk
from ingest.http import Request, get
from ingest.source import SourceError
from ingest.sources.arxiv import oai
from ingest.sources.arxiv.papers import SOURCE
from ingest.sources.arxiv.plans import Forecast, first

OAI = "https://oaipmh.arxiv.org/oai"
FORMATS = ("arXiv", "arXivRaw")
RESTARTS = 3
"""How often in a row a list begins again without anything new."""


@dataclass(frozen=True)
class Listed:
    """A set of OAI-PMH, or all of arXiv: what changed from one day until another."""

    set: str | None = None
    since: str | None = None
    until: str | None = None
    format: str = "arXiv"
    limit: int | None = None
    base: str = OAI
    source: str = field(default=SOURCE, init=False)
    kind: ClassVar[str] = "set"

    @property
    def label(self) -> str:
        span = "".join(f" {word} {day}" for word, day in (("from", self.since), ("until", self.until)) if day)
        return f"{self.whole}{span}{first(self.limit)}"

    @property
    def whole(self) -> str:
        """Say what the set is, at any time."""
        return f"arXiv by OAI-PMH, {'the set ' + self.set if self.set else 'all sets'} as {self.format}"

    def about(self) -> Mapping[str, object]:
        names = ("base", "set", "since", "until", "format", "limit")
        return {"kind": self.kind, **{name: getattr(self, name) for name in names}}

    def forecast(self) -> Forecast:
        return Forecast((self._begin(self.since),), None)

    def walk(self) -> Walk:
        walk = _List(self)
        request: Request | None = self._begin(self.since)
        while request is not None:
            page = yield Ask(request, walk.check, (200, 400), done=len(walk.seen), total=walk.size)
            request = walk.after(oai.listing(page.body))
        return {"records": len(walk.seen), "last": walk.next_time, "restarts": walk.restarts}

    def _begin(self, since: str | None) -> Request:
        named = {"set": self.set, "from": since, "until": self.until}
        given = {name: value for name, value in named.items() if value}
        return get(self.base, {"verb": "ListRecords", "metadataPrefix": self.format, **given})

    def _go_on(self, token: str) -> Request:
        return get(self.base, {"verb": "ListRecords", "resumptionToken": token})


class _List:
    """Where a walk through a list stands. It begins again, from the last day seen, when its token is refused."""

    def __init__(self, plan: Listed) -> None:
        self.plan = plan
        self.seen: set[str] = set()
        self.restarts = self._idle = 0
        self._last: str | None = None
        self._ordered = True
        self._responded: str | None = None
        self._known = 0
        self._anew()

    def _anew(self) -> None:
        self._here: set[str] = set()
        self._tokens: set[str] = set()
        self._count = 0
        self.size: int | None = None

    @property
    def next_time(self) -> str | None:
        """The day from which the next harvest is to ask: the last one seen, but none after this one began.

        A paper that changes while the list is walked through may have been passed already.
        """
        days = [day for day in (self._last, self._responded) if day]
        return min(days) if self._last and days else self.plan.since or self._responded

    def check(self, page: Page) -> None:
        """Raise on a page that is not what it must be."""
        listing = oai.listing(page.body)
        if listing.error:
            return
        if not listing.items:
            raise ValueError("it is empty, and says nothing of an error")
        if self._here.issuperset(item.id for item in listing.items):
            raise ValueError("it repeats the records of the pages before")
        if listing.token in self._tokens:
            raise ValueError("it repeats a resumption token, so that the list would not end")
        size = listing.size or self.size
        if listing.token is None and size and self._count + len(listing.items) < size:
            raise ValueError(f"the list ends after {self._count + len(listing.items)} of {size} records")

    def after(self, listing: oai.Listing) -> Request | None:
        """Take a page; give what to ask next, None at the end."""
        self._responded = self._responded or listing.responded
        if listing.error:
            return self._refused(listing)
        for item in listing.items:
            self._ordered = self._ordered and item.datestamp >= (self._last or "")
            self._last = max(self._last or "", item.datestamp)
        self._here.update(item.id for item in listing.items)
        self.seen.update(item.id for item in listing.items)
        self._count += len(listing.items)
        self.size = listing.size or self.size
        if listing.token is None or len(self.seen) >= (self.plan.limit or len(self.seen) + 1):
            return None
        self._tokens.add(listing.token)
        return self.plan._go_on(listing.token)

    def _refused(self, listing: oai.Listing) -> Request | None:
        if listing.error == "noRecordsMatch" and not self.seen:
            return None
        if listing.error != "badResumptionToken" or not self._tokens:
            said = f" ({listing.message})" if listing.message else ""
            raise SourceError(
                f"arXiv refuses {self.plan.label}: {listing.error}{said}; correct the set, the days or the format"
            )
        self._idle = 0 if len(self.seen) > self._known else self._idle + 1
        self._known = len(self.seen)
        if self._idle >= RESTARTS:
            raise SourceError(
                f"{self.plan.label}: arXiv refuses its own resumption tokens, {RESTARTS} times after "
                f"{len(self.seen)} records; try again later, or take less at a time by --from and --until"
            )
        self.restarts += 1
        self._anew()
        return self.plan._begin(self._last if self._ordered else self.plan.since)
