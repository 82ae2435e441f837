"""The source `openalex` from the API: works by filters of many identifiers, and what cites each of them by cursors."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from ingest import record as rec
from ingest.citing import (
    CITATIONS,
    COMPLETE,
    PARTIAL,
    REFERENCES,
    UNKNOWN,
    Answers,
    Harvested,
    ListPlan,
    Pair,
    Question,
)
from ingest.harvest import Page, Walk
from ingest.http import Secret, get
from ingest.source import SourceError
from ingest.sources.openalex import works
from ingest.sources.openalex.works import SOURCE, work_id
from ingest.sources.paperswithcode.fields import Entry

BASE = "https://api.openalex.org"
KEY = "OPENALEX_API_KEY"
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
BATCH = 50
PAGE = 200
WORKS, ALONE = "papers", "alone"
TOO_FAST, BUDGET = 403, 429
_RETRIED = (TOO_FAST, 500, 502, 503, 504)
FIELDS = (
    "id,doi,ids,title,display_name,publication_year,publication_date,authorships,is_authors_truncated,"
    "primary_location,locations,abstract_inverted_index,referenced_works,referenced_works_count,cited_by_count"
)
"""Of a work, as they are asked for."""
_FILTERS = {"doi": "doi", SOURCE: "openalex", "pmid": "pmid", "mag": "mag"}


_Found = tuple[dict[str, Any], str]
"""A work, and when it was retrieved."""


class Spent(SourceError):
    """The day's budget of requests is spent."""

    exit_code = 3


@dataclass(frozen=True)
class Works(ListPlan):
    """A plan for the API; arXiv ids are asked for as DOIs.

    References come with the works; citations cost a request or more for each work.
    """

    base: str = BASE
    source = SOURCE
    TITLE = "OpenAlex"
    LOOKED_UP = (SOURCE, "arxiv", "doi", "pmid", "mag")

    def least(self) -> int:
        return -(-len(self.identifiers) // BATCH) + self.first() * (CITATIONS in self.lists)

    def walk(self) -> Walk:
        came, done = Answers(), set[str]()
        waiting = list(dict.fromkeys(map(_filter, self.identifiers)))
        for _ in range(self.depth):
            known = yield from self._works(waiting, came)
            named: dict[str, None] = {}
            for own, (work, day) in known.items():
                if own in done or self.enough(done):
                    continue
                done.add(own)
                named.update(dict.fromkeys(_references(work)))
                if REFERENCES in self.lists:
                    _cover(work, day, came)
                if CITATIONS in self.lists:
                    named.update(dict.fromkeys((yield from self._citations(own, work, came, len(done)))))
            waiting = [(SOURCE, own) for own in named if own not in done]
        return came.summary()

    def _works(self, waiting: list[Pair], came: Answers) -> Generator[Question, Page, dict[str, _Found]]:
        """Take works by filters; those of OpenAlex that are not found so, one by one: they may have been merged."""
        known: dict[str, _Found] = {}
        for pair in filter(_is_alone, waiting):
            known |= yield from self._one(pair, came)
        for some in _batches([pair for pair in waiting if not _is_alone(pair)]):
            wanted = "|".join(value for _, value in some)
            page = yield self._question(
                {"filter": f"{_FILTERS[some[0][0]]}:{wanted}", "per-page": PAGE}, WORKS, _is_batch
            )
            found = _results(page)
            known |= {own: (work, page.retrieved) for work in found if (own := _own(work))}
            for pair in some:
                if any(_is(pair, work) for work in found):
                    continue
                if pair[0] == SOURCE:
                    known |= yield from self._one(pair, came)
                else:
                    came.unknown.append(":".join(pair))
        return known

    def _one(self, pair: Pair, came: Answers) -> Generator[Question, Page, dict[str, _Found]]:
        """Take one work by its own address, which leads to the work into which it was merged."""
        name = pair[1] if pair[0] == SOURCE else f"{pair[0]}:{quote(pair[1], safe='/')}"
        request = get(f"{self.base}/works/{name}", {"select": FIELDS}, secrets=[_key()])
        page = yield Question(request, _is_work, (200, 404, BUDGET), _RETRIED, what=ALONE)
        _insist_on_budget(page)
        work = page.json() if page.status == 200 else {}
        if own := _own(work):
            return {own: (work, page.retrieved)}
        came.unknown.append(":".join(pair))
        return {}

    def _citations(
        self, own: str, work: dict[str, Any], came: Answers, done: int
    ) -> Generator[Question, Page, list[str]]:
        named: list[str] = []
        seen: set[str] = set()
        cursor: str | None = "*"
        while cursor:
            params: dict[str, str | int] = {"filter": f"cites:{own}", "per-page": PAGE, "cursor": cursor}
            page = yield self._question(params, CITATIONS, partial(_is_page, frozenset(named)), done)
            found, meta = _results(page), page.json()["meta"]
            named += [other for one in found if (other := _own(one)) and other not in seen]
            seen.update(named)
            cursor = meta.get("next_cursor")
        total = meta["count"]
        completeness = UNKNOWN if not named else COMPLETE if len(named) >= total else PARTIAL
        came.add(_iri(work), CITATIONS, completeness, page.retrieved, len(named), total)
        return named

    def _question(
        self, params: dict[str, str | int], what: str, check: Callable[[Page], None], done: int = 0
    ) -> Question:
        request = get(f"{self.base}/works", {**params, "select": FIELDS}, secrets=[_key()])
        return Question(request, check, (200, BUDGET), _RETRIED, done=done, what=what)


def _key() -> Secret | None:
    return Secret.environment(KEY, parameter="api_key")


def _filter(pair: Pair) -> Pair:
    return ("doi", f"10.48550/arxiv.{pair[1]}") if pair[0] == "arxiv" else pair


def _is_alone(pair: Pair) -> bool:
    """Tell whether an identifier cannot stand in a filter, where these marks have a meaning."""
    return bool(set(",|") & set(pair[1]))


def _batches(waiting: list[Pair]) -> Iterator[list[Pair]]:
    """Part what is asked for by scheme, and into as many as one filter takes."""
    for scheme in dict.fromkeys(scheme for scheme, _ in waiting):
        same = [pair for pair in waiting if pair[0] == scheme]
        yield from (same[first : first + BATCH] for first in range(0, len(same), BATCH))


def _insist_on_budget(page: Page) -> None:
    if page.status == BUDGET:
        raise Spent(
            f"{page.url}: OpenAlex says that the day's budget is spent; run the same again tomorrow, or set {KEY}; "
            "what was fetched is kept"
        )


def _results(page: Page) -> list[dict[str, Any]]:
    """Give the works of a page.

    Raises
    ------
    ValueError
        If it is none.
    """
    _insist_on_budget(page)
    found = page.json()
    listed = found.get("results") if isinstance(found, dict) else None
    count = found["meta"].get("count") if isinstance(listed, list) and isinstance(found.get("meta"), dict) else None
    if not isinstance(listed, list) or not isinstance(count, int) or not all(isinstance(one, dict) for one in listed):
        raise ValueError("a page of works is expected")
    return listed


def _is_batch(page: Page) -> None:
    """Raise ValueError on what answers no filter. That the budget is spent is an answer."""
    if page.status != BUDGET and not _results(page) and page.json()["meta"]["count"]:
        raise ValueError("the page is empty, though there are works")


def _is_page(named: frozenset[str], page: Page) -> None:
    """Raise ValueError on a page that is empty too early, or repeats what came before."""
    if page.status == BUDGET:
        return
    found = _results(page)
    meta = page.json()["meta"]
    own = {other for one in found if (other := _own(one))}
    if not found and len(named) < meta["count"]:
        raise ValueError(f"the page is empty after {len(named)} of {meta['count']} works")
    if found and own <= named:
        raise ValueError("the page repeats what came before")
    if not isinstance(meta.get("next_cursor"), str | None):
        raise ValueError("the next cursor is no text")


def _is_work(page: Page) -> None:
    if page.status == 200 and _own(page.json()) is None:
        raise ValueError("a work is expected")


def _own(work: object) -> str | None:
    found = work.get("id") if isinstance(work, dict) else None
    return work_id(found) if isinstance(found, str) else None


def _is(pair: Pair, work: dict[str, Any]) -> bool:
    """Tell whether a work has an identifier."""
    ids = {str(value).lower().rstrip("/") for value in [work.get("id"), work.get("doi"), *_values(work.get("ids"))]}
    wanted = pair[1].lower()
    return any(one == wanted or one.endswith(f"/{wanted}") for one in ids)


def _values(found: object) -> list[object]:
    return list(found.values()) if isinstance(found, dict) else []


def _iri(work: dict[str, Any]) -> str:
    return works.identity(Entry(_NOWHERE, work)).iri


_NOWHERE = rec.Place(rec.Origin(SOURCE, "", LICENCE, ""), "")


def _references(work: dict[str, Any]) -> list[str]:
    listed = work.get("referenced_works")
    found = [work_id(one) for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    return [one for one in found if one]


def _cover(work: dict[str, Any], day: str, came: Answers) -> None:
    """Note what came of the references: none may mean that they are not known."""
    count, total = len(_references(work)), work.get("referenced_works_count")
    total = total if isinstance(total, int) else None
    completeness = UNKNOWN if not count else PARTIAL if total is not None and count < total else COMPLETE
    came.add(_iri(work), REFERENCES, completeness, day, count, total)


@dataclass(frozen=True)
class OpenAlex(Harvested):
    """A harvest of the index."""

    LICENCE = LICENCE
    TITLE = "OpenAlex API"

    def read(self, ask: Question, page: Page, at: rec.Place) -> rec.Records:
        if ask.what != ALONE:
            listed = enumerate(page.json()["results"])
            return works.records(((f"{at.pointer}/results/{number}", one) for number, one in listed), at.origin)
        asked = work_id(ask.request.url.partition("?")[0].rpartition("/")[2])
        return works.records([(at.pointer, page.json())], at.origin, (asked,) if asked else ())
