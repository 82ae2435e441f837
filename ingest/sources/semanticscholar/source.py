"""The source `semanticscholar`: papers by batches, then the lists of each, page by page.

The index gives at most 10,000 entries of a list, and some publishers let it give no references; then the coverage is
partial.
"""

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ingest import record as rec
from ingest.citing import CITATIONS, COMPLETE, PARTIAL, REFERENCES, UNKNOWN, Answers, Harvested, ListPlan, Question
from ingest.harvest import Page, Walk
from ingest.http import Secret, get, post
from ingest.sources.paperswithcode.fields import Entry, UnusableError
from ingest.sources.semanticscholar import answers
from ingest.sources.semanticscholar.answers import SOURCE

BASE = "https://api.semanticscholar.org"
KEY = "SEMANTIC_SCHOLAR_API_KEY"
LICENCE = "https://www.semanticscholar.org/product/api/license"
BATCH = 500
PAGE = 1_000
MOST = 10_000
"""Entries of one list that the index gives: an offset and a limit stay below it together."""
TRIES = 3
"""How often an empty page is asked for where there should be entries."""
PAPERS = "papers"

_FIELDS = "paperId,corpusId,externalIds,title,authors,venue,year,publicationDate"
_LISTED = f"contexts,intents,isInfluential,contextsWithIntent,{_FIELDS}"
_COUNTS = f"{_FIELDS},referenceCount,citationCount"
_TOTAL = {REFERENCES: "referenceCount", CITATIONS: "citationCount"}
_SPELT = {
    "arxiv": "ARXIV:", "doi": "DOI:", "corpusid": "CorpusId:", "acl": "ACL:", "mag": "MAG:", "pmid": "PMID:",
    "pmcid": "PMCID:", SOURCE: "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """A paper that the index knows."""

    own: str
    iri: str
    totals: Mapping[str, int | None]


@dataclass(frozen=True)
class Papers(ListPlan):
    """A plan for the API."""

    base: str = BASE
    source = SOURCE
    TITLE = "Semantic Scholar"
    LOOKED_UP = tuple(_SPELT)

    def least(self) -> int:
        return -(-len(self.identifiers) // BATCH) + self.first() * len(self.lists)

    def walk(self) -> Walk:
        came, done = Answers(), set[str]()
        waiting = list(dict.fromkeys(f"{_SPELT[scheme]}{value}" for scheme, value in self.identifiers))
        for _ in range(self.depth):
            known = yield from self._papers(waiting, came)
            named: dict[str, None] = {}
            for paper in known:
                if paper.own in done or self.enough(done):
                    continue
                done.add(paper.own)
                for what in self.lists:
                    named.update(dict.fromkeys((yield from self._list(paper, what, came, len(done)))))
            waiting = [own for own in named if own not in done]
        return came.summary()

    def _papers(self, waiting: list[str], came: Answers) -> Generator[Question, Page, list[_Found]]:
        known: list[_Found] = []
        for some in _batches(waiting):
            request = post(
                f"{self.base}/graph/v1/paper/batch", {"ids": list(some)}, {"fields": _COUNTS}, secrets=[_key()]
            )
            page = yield Question(request, partial(_is_batch, len(some)), (200, 400), what=PAPERS)
            for asked, one in zip(some, _batch(page, len(some)), strict=True):
                if one is None:
                    came.unknown.append(asked)
                elif found := _found(one):
                    known.append(found)
        return known

    def _list(self, paper: _Found, what: str, came: Answers, done: int) -> Generator[Question, Page, list[str]]:
        """Take a list page by page; give what it names."""
        named: list[str] = []
        offset, count, tries, total = 0, 0, 0, paper.totals[what]
        while True:
            limit = min(PAGE, MOST - 1 - offset)
            params: dict[str, str | int] = {"fields": _LISTED, "offset": offset, "limit": limit}
            request = get(f"{self.base}/graph/v1/paper/{paper.own}/{what}", params, secrets=[_key()])
            check = partial(_is_page, offset, limit, what, frozenset(named))
            page = yield Question(request, check, (200, 404), done=done, what=what, of=paper.iri)
            found = page.json() if page.status == 200 else {"data": []}
            entries, following = found.get("data"), found.get("next")
            tries += 1
            if entries == [] and page.status == 200 and offset < (total or 0) and tries < TRIES:
                continue
            tries = 0
            count += len(entries or [])
            named += _named(entries or [], what)
            if following is None or following >= MOST - 1:
                break
            offset = following
        withheld = entries is None or (entries == [] and offset < (total or 0)) or following is not None
        completeness = PARTIAL if withheld else COMPLETE if count else UNKNOWN
        came.add(paper.iri, what, completeness, page.retrieved, count, total)
        return named


def _batches(waiting: list[str]) -> list[list[str]]:
    return [waiting[first : first + BATCH] for first in range(0, len(waiting), BATCH)]


def _key() -> Secret | None:
    return Secret.environment(KEY, header="x-api-key")


def _is_batch(count: int, page: Page) -> None:
    """Raise ValueError on what answers no batch."""
    _batch(page, count)


def _batch(page: Page, count: int) -> list[Any]:
    found = page.json()
    if page.status == 400:
        if isinstance(found, dict) and "No valid paper ids" in str(found.get("error")):
            return [None] * count
        raise ValueError(f"it refuses the batch: {str(found)[:200]}")
    if (
        not isinstance(found, list)
        or len(found) != count
        or not all(one is None or isinstance(one, dict) for one in found)
    ):
        raise ValueError(f"a list of {count} papers is expected")
    return found


def _found(one: dict[str, Any]) -> _Found | None:
    """Tell which paper it is; None where it has no identifier at the index, so that its lists cannot be asked for."""
    own = one.get("paperId")
    if not isinstance(own, str) or not own:
        return None
    try:
        who = answers.identity(Entry(_NOWHERE, one))
    except UnusableError:
        who = answers.identity(Entry(_NOWHERE, {"paperId": own}))
    totals = {what: one.get(key) if isinstance(one.get(key), int) else None for what, key in _TOTAL.items()}
    return _Found(own, who.iri, totals)


_NOWHERE = rec.Place(rec.Origin(SOURCE, "", LICENCE, ""), "")


def _is_page(offset: int, limit: int, what: str, before: frozenset[str], page: Page) -> None:
    """Raise ValueError on what is no page of a list, is another one, or repeats what came before."""
    if page.status == 404:
        return
    found = page.json()
    entries = found.get("data", []) if isinstance(found, dict) else 0
    if not isinstance(entries, list | None) or found.get("offset", offset) != offset:
        raise ValueError(f"the page of {what} at {offset} is expected")
    following = found.get("next")
    if following is not None and (not isinstance(following, int) or not entries or following <= offset):
        raise ValueError(
            f"the page of {what} at {offset} holds {len(entries or [])} entries, and the next is {following!r}"
        )
    named = _named(entries or [], what)
    if named and before.issuperset(named):
        raise ValueError(f"the page of {what} at {offset} repeats what came before")
    if not entries and offset:
        raise ValueError(f"the page of {what} at {offset} is empty, though the page before names it")


def _named(entries: list[Any], what: str) -> list[str]:
    key = "citingPaper" if what == CITATIONS else "citedPaper"
    inner = (one.get(key) for one in entries if isinstance(one, dict))
    own = (one.get("paperId") for one in inner if isinstance(one, dict))
    return [one for one in own if isinstance(one, str)]


@dataclass(frozen=True)
class SemanticScholar(Harvested):
    """A harvest of the index."""

    LICENCE = LICENCE
    TITLE = "Semantic Scholar Graph API"

    def read(self, ask: Question, page: Page, at: rec.Place) -> rec.Records:
        if ask.what == PAPERS:
            return answers.papers(_batch(page, len(page.json())), at, _asked(ask))
        return answers.entries(page.json().get("data") or [], at, ask.what, ask.of)


def _asked(ask: Question) -> list[str]:
    found: list[str] = json.loads(ask.request.body)["ids"]
    return found
