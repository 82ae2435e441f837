"""The source `opencitations` from its service: the references and citations of each DOI, whole in one answer.

The service takes one identifier a time and does not tell a work that it does not know from one that has no citations,
so the coverage of an empty answer is unknown.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ingest import record as rec
from ingest.citing import (
    COMPLETE,
    REFERENCES,
    UNKNOWN,
    Answers,
    Harvested,
    ListPlan,
    Pair,
    Question,
    below,
    mint,
)
from ingest.harvest import Page, Walk
from ingest.http import Secret, get
from ingest.sources.opencitations.source import LICENCE, SOURCE
from ingest.sources.opencitations.works import identify
from ingest.sources.paperswithcode.fields import rejected

BASE = "https://api.opencitations.net"
KEY = "OPENCITATIONS_ACCESS_TOKEN"
_SAFE = "/:;().,-_~<>"
"""Characters of an identifier that stand in an address as they are."""
_ASKED = {"arxiv": "doi:10.48550/arxiv.", "doi": "doi:", "pmid": "pmid:", "omid": "omid:"}


@dataclass(frozen=True)
class Index(ListPlan):
    """A plan for the service; arXiv ids are asked for as DOIs."""

    base: str = BASE
    source = SOURCE
    TITLE = "OpenCitations"
    LOOKED_UP = tuple(_ASKED)

    def least(self) -> int:
        return self.first() * len(self.lists)

    def walk(self) -> Walk:
        came, done = Answers(), set[Pair]()
        waiting = list(dict.fromkeys(self.identifiers))
        for _ in range(self.depth):
            named: dict[Pair, None] = {}
            for pair in waiting:
                if pair in done or self.enough(done):
                    continue
                done.add(pair)
                for what in self.lists:
                    page = yield self._question(pair, what, len(done))
                    rows = _rows(page)
                    came.add(mint(*pair), what, COMPLETE if rows else UNKNOWN, page.retrieved, len(rows))
                    named.update(dict.fromkeys(filter(None, (_other(row, what) for row in rows))))
            waiting = [pair for pair in named if pair not in done]
        return came.summary()

    def _question(self, pair: Pair, what: str, done: int) -> Question:
        secret = Secret.environment(KEY, header="authorization")
        request = get(f"{self.base}/index/v2/{what}/{_ASKED[pair[0]]}{quote(pair[1], safe=_SAFE)}", secrets=[secret])
        return Question(request, _rows, done=done, what=what, of=mint(*pair))


def _rows(page: Page) -> list[dict[str, Any]]:
    """Give the rows of an answer.

    Raises
    ------
    ValueError
        If it is none.
    """
    found = page.json()
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ValueError("a list of citations is expected")
    return found


def _other(row: dict[str, Any], what: str) -> Pair | None:
    """Give the identifier by which the other work of a row can be asked for."""
    try:
        _, identifiers = identify(str(row.get("cited" if what == REFERENCES else "citing") or ""))
    except ValueError:
        return None
    return next((pair for pair in identifiers if pair[0] in _ASKED), None)


@dataclass(frozen=True)
class OpenCitations(Harvested):
    """A harvest of the index."""

    LICENCE = LICENCE
    TITLE = "OpenCitations Index API"

    def read(self, ask: Question, page: Page, at: rec.Place) -> rec.Records:
        for number, row in enumerate(_rows(page)):
            where = below(at, f"/{number}")
            try:
                yield from _citation(row, where)
            except ValueError as error:
                yield rejected(where, str(error), row)


def _citation(row: dict[str, Any], at: rec.Place) -> rec.Records:
    ends = []
    for end in ("citing", "cited"):
        if not isinstance(row.get(end), str):
            raise ValueError(f"{end} is no text")
        ends.append(identify(row[end]))
    for minted, identifiers in ends:
        yield rec.Work(at=at, iri=minted, identifiers=identifiers)
    yield rec.Citation(at=at, citing=ends[0][0], cited=ends[1][0])
