"""Small worlds behind the three services: the same six papers, served as each service does it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest import snapshot
from ingest.citing import Harvested
from ingest.harvest import Plan, harvest
from ingest.http import Client, Limits
from ingest.sources.openalex.source import OpenAlex, Works
from ingest.sources.opencitations.index import Index, OpenCitations
from ingest.sources.semanticscholar import source as scholar
from ingest.sources.semanticscholar.source import Papers, SemanticScholar
from tests.faults import FaultServer, Reply, answer

LIMITS = Limits(connect=1.0, read=0.3, total=1.0, attempts=3, backoff=0.01)
JSON = "application/json"


def body(found: object) -> Reply:
    return answer(json.dumps(found).encode(), content_type=JSON)


@dataclass(frozen=True)
class Service:
    """One service: its plan and source, and the paths that it serves with the replies of a sound run, in order."""

    name: str
    plan: Callable[[str], Plan]
    source: Callable[[Plan, Any], Harvested]
    replies: dict[str, list[Reply]]
    paged: str
    """The path whose second page the faults hit; of a service without pages, the one answer."""
    at: int
    """Which reply of that path."""

    def script(self, server: FaultServer, *faults: Reply, forever: bool = False) -> None:
        """Serve; with faults in front of the page, or in its place."""
        for path, replies in self.replies.items():
            before, after = (replies[: self.at], replies[self.at :]) if path == self.paged else (replies, [])
            server.script(path, *before, *faults, *([] if forever and path == self.paged else after))


# Semantic Scholar: pages of two entries


def _paper(number: int) -> dict[str, Any]:
    return {
        "paperId": f"{number:040x}", "title": f"Paper {number}", "externalIds": {"DOI": f"10.1/{number}"},
        "referenceCount": 3, "citationCount": 0, "authors": [{"name": f"Author {number}"}], "year": 2020,
    }  # fmt: skip


def _entry(number: int) -> dict[str, Any]:
    return {"citedPaper": _paper(number), "intents": ["background"], "contexts": [f"As {number} says."]}


SCHOLAR = Service(
    "semanticscholar",
    lambda base: Papers((("doi", "10.1/1"),), base=base),
    SemanticScholar,
    {
        "/graph/v1/paper/batch": [body([_paper(1)])],
        f"/graph/v1/paper/{1:040x}/references": [
            body({"offset": 0, "next": 2, "data": [_entry(2), _entry(3)]}),
            body({"offset": 2, "data": [_entry(4)]}),
        ],
        f"/graph/v1/paper/{1:040x}/citations": [body({"offset": 0, "data": []})],
    },
    f"/graph/v1/paper/{1:040x}/references",
    1,
)


# OpenAlex: all at one path


def _work(number: int, *cited: int) -> dict[str, Any]:
    return {
        "id": f"https://openalex.org/W{number}", "doi": f"https://doi.org/10.1/{number}", "title": f"Paper {number}",
        "referenced_works": [f"https://openalex.org/W{one}" for one in cited], "referenced_works_count": len(cited),
    }  # fmt: skip


def page(*found: dict[str, Any], count: int, following: str | None = None) -> Reply:
    return body({"meta": {"count": count, "next_cursor": following}, "results": list(found)})


ALEX = Service(
    "openalex",
    lambda base: Works((("doi", "10.1/1"),), base=base),
    OpenAlex,
    {
        "/works": [
            page(_work(1, 2, 3), count=1),
            page(_work(4, 1), _work(5, 1), count=3, following="b"),
            page(_work(6, 1), count=3, following=None),
        ]
    },
    "/works",
    2,
)


# OpenCitations: one answer for each list


def _row(citing: int, cited: int) -> dict[str, str]:
    return {"oci": f"{citing}-{cited}", "citing": f"omid:br/{citing} doi:10.1/{citing}", "cited": f"doi:10.1/{cited}"}


CITATIONS = Service(
    "opencitations",
    lambda base: Index((("doi", "10.1/1"),), base=base),
    OpenCitations,
    {
        "/index/v2/references/doi:10.1/1": [body([_row(1, 2), _row(1, 3)])],
        "/index/v2/citations/doi:10.1/1": [body([_row(4, 1)])],
    },
    "/index/v2/citations/doi:10.1/1",
    0,
)

SERVICES = {service.name: service for service in (SCHOLAR, ALEX, CITATIONS)}


def ingested(service: Service, base: str, home: Path, sleep: Callable[[float], None] = lambda seconds: None) -> bytes:
    """Ask and write the snapshot; give its bytes."""
    return written(service, base, home, sleep).path.read_bytes()


def written(
    service: Service, base: str, home: Path, sleep: Callable[[float], None] = lambda seconds: None
) -> snapshot.Written:
    plan = service.plan(base)
    found = harvest(Client(home, LIMITS, sleep=sleep), plan, home)
    return snapshot.write(service.source(plan, found), home)


def scholar_page(offset: int, *numbers: int, following: int | None = None) -> Reply:
    found: dict[str, Any] = {"offset": offset, "data": [_entry(number) for number in numbers]}
    return body(found | ({"next": following} if following is not None else {}))


__all__ = ["SERVICES", "Service", "body", "ingested", "page", "scholar", "scholar_page", "written"]
