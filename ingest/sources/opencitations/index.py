"""The source `opencitations` from its service: the references and citations of each DOI, whole in one answer.

The service takes one identifier a time and does not tell a work that it does not know from one that has no citations,
so the coverage of an empty answer is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ingest import record as rec
from ingest.citing import CITATIONS, COMPLETE, REFERENCES, UNKNOWN, Answers, Harvested, Pair, Question, below, mint
from ingest.harvest import Page, Walk
from ingest.http import Secret, get
from ingest.source import SourceError
from ingest.sources.opencitations.source import LICENCE, SOURCE
from ingest.sources.opencitations.works import identify
from ingest.sources.paperswithcode.fields import rejected

BASE = "https://api.opencitations.net"
KEY = "OPENCITATIONS_ACCESS_TOKEN"
_SAFE = "/:;().,-_~<>"
"""Characters of an identifier that stand in an address as they are."""
_ASKED = {"arxiv": "doi:10.48550/arxiv.", "doi": "doi:", "pmid": "pmid:", "omid": "omid:"}
LOOKED_UP = tuple(_ASKED)
"""Schemes by which a work can be asked for, the best first."""


@dataclass(frozen=True)
class Index:
    """A plan: the lists of some works, and of what these lists name, and so on.

    Parameters
    ----------
    identifiers : sequence of (str, str)
        Scheme and identifier of each work; arXiv ids are asked for as DOIs.
    lists : sequence of str, optional
        `references`, `citations` or both.
    depth : int, optional
        1: the lists of the works themselves.
    limit : int, optional
        The most works whose lists are asked for.
    base : str, optional
        Address of the service.
    """

    identifiers: tuple[Pair, ...]
    lists: tuple[str, ...] = (REFERENCES, CITATIONS)
    depth: int = 1
    limit: int | None = None
    base: str = BASE
    source: str = SOURCE

    def __post_init__(self) -> None:
        if strange := next((pair for pair in self.identifiers if pair[0] not in _ASKED), None):
            raise SourceError(f"OpenCitations knows no {strange[0]}; give the DOI of {':'.join(strange)}")

    def about(self) -> Mapping[str, object]:
        return {
            "identifiers": [list(pair) for pair in self.identifiers], "lists": list(self.lists), "depth": self.depth,
            "limit": self.limit, "base": self.base,
        }  # fmt: skip

    def least(self) -> int:
        """Give how many requests it takes at least."""
        return min(len(self.identifiers), self.limit or len(self.identifiers)) * len(self.lists)

    def walk(self) -> Walk:
        came, done = Answers(), set[Pair]()
        waiting = list(dict.fromkeys(self.identifiers))
        for _ in range(self.depth):
            named: dict[Pair, None] = {}
            for pair in waiting:
                if pair in done or (self.limit is not None and len(done) >= self.limit):
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
