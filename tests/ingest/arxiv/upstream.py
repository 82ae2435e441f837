"""A small arXiv on loopback: papers that are functions of their number, given by the API and by OAI-PMH."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from ingest import mapping
from ingest import record as rec
from ingest.harvest import Harvest, Plan, harvest
from ingest.http import Client, Limits
from ingest.sources.arxiv.source import Arxiv
from tests.conftest import SHARED
from tests.faults import Handler, Reply, answer

DATA = SHARED / "data" / "arxiv"
LIMITS = Limits(connect=1.0, read=0.4, total=0.8, attempts=3)
ORIGIN = rec.Origin("arxiv", "arXiv", "https://creativecommons.org/publicdomain/zero/1.0/", "2026-11-24")
AT = rec.Place(ORIGIN, "here")
ATOM = "http://www.w3.org/2005/Atom"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"


def client(home: Path, waits: list[float] | None = None) -> Client:
    """Give a client that notes its waits and does not wait."""
    return Client(home, LIMITS, {}, (waits if waits is not None else []).append, random=lambda: 1.0)


def read(plan: Plan, done: Harvest) -> list[rec.Record]:
    return list(Arxiv((done.folder,), str(plan.about()["kind"])).records())


def ids(records: list[rec.Record]) -> list[str]:
    """Give the identifiers of the papers; each paper can be written."""
    papers = [one for one in records if isinstance(one, rec.Paper)]
    for one in papers:
        assert list(mapping.statements(one))
    return [one.identifiers[0][1] for one in papers]


def take(plan: Plan, home: Path) -> list[rec.Record]:
    """Harvest and read."""
    return read(plan, harvest(client(home), plan, home))


def name(number: int) -> str:
    return f"2101.{number:05}"


def names(count: int, begin: int = 0) -> list[str]:
    return [name(number) for number in range(begin, begin + count)]


def replying(body: Callable[[dict[str, str]], bytes]) -> Reply:
    """Answer with what a function gives for the parameters."""

    def reply(handler: Handler) -> None:
        answer(body(dict(parse_qsl(urlsplit(handler.path).query))), content_type="application/xml")(handler)

    return reply


# The API


def entry(paper: str, title: str = "A title") -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{paper}v1</id><title>{title} of {paper}</title>"
        "<updated>2021-01-01T10:00:00Z</updated><published>2021-01-01T10:00:00Z</published>"
        "<summary>It is so.</summary><author><name>Ada B. Lovelace</name></author>"
        '<category term="cs.LG"/></entry>'
    )


def feed(papers: list[str], total: int, start: int = 0) -> bytes:
    entries = "".join(map(entry, papers))
    return (
        f'<feed xmlns="{ATOM}" xmlns:o="{OPENSEARCH}"><o:totalResults>{total}</o:totalResults>'
        f"<o:startIndex>{start}</o:startIndex>{entries}</feed>"
    ).encode()


@dataclass
class Api:
    """The API, of so many papers."""

    count: int = 30

    def __call__(self, asked: dict[str, str]) -> bytes:
        if "id_list" in asked:
            known = [one for one in asked["id_list"].split(",") if one in names(self.count)]
            return feed(known, len(known))
        start, size = int(asked["start"]), int(asked["max_results"])
        return feed(names(self.count)[start : start + size], self.count, start)

    @property
    def reply(self) -> Reply:
        return replying(self)


# OAI-PMH


def record(paper: str, day: str, title: str = "A title") -> str:
    return (
        f"<record><header><identifier>oai:arXiv.org:{paper}</identifier><datestamp>{day}</datestamp></header>"
        f'<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{paper}</id><created>2021-01-01</created>'
        "<authors><author><keyname>Lovelace</keyname><forenames>Ada B.</forenames></author></authors>"
        f"<title>{title} of {paper}</title><categories>cs.LG</categories></arXiv></metadata></record>"
    )


def deleted(paper: str, day: str) -> str:
    return (
        f'<record><header status="deleted"><identifier>oai:arXiv.org:{paper}</identifier>'
        f"<datestamp>{day}</datestamp></header></record>"
    )


def oai(inner: str, responded: str = "2021-03-01T00:00:00Z") -> bytes:
    return (
        f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>{responded}</responseDate>'
        f"<request>x</request>{inner}</OAI-PMH>"
    ).encode()


def error(code: str, message: str = "so it is") -> bytes:
    return oai(f'<error code="{code}">{message}</error>')


def page(records: list[str], token: str = "", size: int | None = None) -> bytes:
    told = f' completeListSize="{size}"' if size is not None else ""
    return oai(f"<ListRecords>{''.join(records)}<resumptionToken{told}>{token}</resumptionToken></ListRecords>")


def day_of(number: int) -> str:
    return (date(2021, 2, 1) + timedelta(number // 3)).isoformat()


@dataclass
class Oai:
    """The list of so many papers, three a day, so many on a page."""

    count: int = 30
    size: int = 10
    titles: str = "A title"
    gone: set[int] = field(default_factory=set)

    def __call__(self, asked: dict[str, str]) -> bytes:
        since, start = asked.get("from", ""), 0
        if token := asked.get("resumptionToken"):
            since, _, place = token.partition("|")
            start = int(place)
        matching = [number for number in range(self.count) if day_of(number) >= since]
        if not matching:
            return error("noRecordsMatch")
        shown, end = matching[start : start + self.size], start + self.size
        token = f"{since}|{end}" if end < len(matching) else ""
        return page([self._record(number) for number in shown], token, len(matching))

    def _record(self, number: int) -> str:
        if number in self.gone:
            return deleted(name(number), day_of(number))
        return record(name(number), day_of(number), self.titles)

    @property
    def reply(self) -> Reply:
        return replying(self)
