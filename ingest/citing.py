"""What the citation indexes have in common: how they name works, and how a harvest of one becomes a snapshot."""

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from ingest import record as rec
from ingest.harvest import AGAIN, Ask, Harvest, Page, Plan, Walk
from ingest.identity import Identity
from ingest.source import SourceError
from ontology import iri, schemes
from ontology.terms import PK

SCHEMES = (*schemes.SCHEMES, *schemes.OF_VOLUMES)
"""What an identifier may be of, the strongest first."""

_DOI = re.compile(r"10\.[0-9.]+/[^\s\x00-\x1f\x7f-\x9f\ufffe\uffff]+")
_PLAIN = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\ufffe\uffff]+")

REFERENCES, CITATIONS = "references", "citations"
LISTS = {REFERENCES: PK.References, CITATIONS: PK.CitedBy}
"""What an index can be asked of a paper, as its address has it."""
COMPLETE, PARTIAL, UNKNOWN = "complete", "partial", "unknown"
_COMPLETENESS = {COMPLETE: PK.Complete, PARTIAL: PK.Partial, UNKNOWN: PK.Unknown}

Pair = tuple[str, str]
"""Scheme and identifier."""


def mint(scheme: str, value: str) -> str:
    """Mint the IRI of a work that is known by one identifier.

    Raises
    ------
    ValueError
        If the identifier is none of its scheme.

    Examples
    --------
    >>> mint("openalex", "W7")
    'https://w3id.org/paperkin/paper/openalex/W7'
    """
    if scheme == "arxiv":
        return iri.paper(arxiv=value)
    return iri.paper(doi_name=value) if scheme == "doi" else iri.paper(own=(scheme, value))


def known_by(pairs: Iterable[Pair]) -> Identity:
    """Tell which work is meant by identifiers, the strongest of which names it; a DOI of arXiv is an arXiv id.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> known_by([("openalex", "W7"), ("doi", "10.48550/ARXIV.2010.11929")]).identifiers
    (('arxiv', '2010.11929'), ('openalex', 'W7'))
    """
    found = sorted({_spelt(*pair) for pair in pairs}, key=lambda pair: (SCHEMES.index(pair[0]), pair[1]))
    if not found:
        raise ValueError("there is no identifier")
    return Identity(mint(*found[0]), tuple(found))


def usable(scheme: str, value: str) -> bool:
    """Tell whether an identifier is one of its scheme, so that it can name a work.

    Examples
    --------
    >>> usable("arxiv", "2010.11929v2"), usable("doi", "10.48550/arXiv.nothing"), usable("mag", "7 8")
    (True, False, False)
    """
    if scheme == "arxiv":
        return iri.arxiv_id(value) is not None
    if scheme == "doi":
        name = iri.doi(value)
        stray = name.startswith("10.48550/arxiv") and iri.arxiv_id(name) is None
        return _DOI.fullmatch(name) is not None and not stray
    return _PLAIN.fullmatch(value) is not None


def _spelt(scheme: str, value: str) -> Pair:
    if on_arxiv := iri.arxiv_id(value) if scheme in ("arxiv", "doi") else None:
        return "arxiv", on_arxiv
    return (scheme, iri.doi(value)) if scheme == "doi" else (scheme, value)


def identifier(text: str) -> Pair:
    """Read an identifier that a person typed, with its scheme in front; arXiv ids and DOIs may stand alone.

    Raises
    ------
    SourceError
        If it is none.

    Examples
    --------
    >>> identifier("arxiv:2010.11929v2"), identifier("10.1109/5.726791"), identifier("openalex:W7")
    (('arxiv', '2010.11929'), ('doi', '10.1109/5.726791'), ('openalex', 'W7'))
    """
    bare = text.strip()
    if on_arxiv := iri.arxiv_id(bare):
        return "arxiv", on_arxiv
    scheme, sign, value = bare.partition(":")
    if sign and scheme.lower() in SCHEMES and scheme.lower() not in ("arxiv", "doi") and value.strip():
        return scheme.lower(), value.strip()
    try:
        iri.paper(doi_name=bare)
    except ValueError:
        known = ", ".join(SCHEMES)
        raise SourceError(
            f"{text!r} is no identifier of a paper; write its scheme in front, such as arxiv:2010.11929 ({known})"
        ) from None
    return "doi", iri.doi(bare)


def best(known: Iterable[Pair], schemes: Iterable[str]) -> Pair | None:
    """Give the identifier of the strongest of some schemes; None where there is none.

    Examples
    --------
    >>> best([("doi", "10.1/x"), ("arxiv", "2010.11929")], ("arxiv", "doi"))
    ('arxiv', '2010.11929')
    """
    listed = list(known)
    return next((pair for scheme in schemes for pair in listed if pair[0] == scheme), None)


@dataclass(frozen=True, slots=True)
class Question(Ask):
    """A question of an index, and what it is about."""

    what: str = ""
    """A name of the list, or `papers`."""
    of: str = ""
    """IRI of the paper whose list it is."""


@dataclass(slots=True)
class Answers:
    """What came of asking for lists, as JSON can hold it; the summary of a walk."""

    lists: list[list[object]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Identifiers that the index does not know."""

    def add(self, paper: str, what: str, completeness: str, day: str, count: int, total: int | None = None) -> None:
        self.lists.append([paper, what, completeness, day[:10], count, total])

    def summary(self) -> Mapping[str, object]:
        return {"lists": self.lists, "unknown": self.unknown}


@dataclass(frozen=True)
class ListPlan(ABC):
    """A plan: the lists of some papers, and of what these lists name, and so on; each index says how it is asked.

    Parameters
    ----------
    identifiers : sequence of (str, str)
        Scheme and identifier of each paper.
    lists : sequence of str, optional
        `references`, `citations` or both.
    depth : int, optional
        1: the lists of the papers themselves.
    limit : int, optional
        The most papers whose lists are asked for.
    base : str, optional
        Address of the index, or of a mirror.

    Raises
    ------
    SourceError
        If the index looks up no identifiers of such a scheme.
    """

    identifiers: tuple[Pair, ...]
    lists: tuple[str, ...] = (REFERENCES, CITATIONS)
    depth: int = 1
    limit: int | None = None
    base: str = ""
    source: ClassVar[str]
    TITLE: ClassVar[str]
    LOOKED_UP: ClassVar[tuple[str, ...]]
    """Schemes by which a paper can be asked for, the best first."""

    def __post_init__(self) -> None:
        if strange := next((pair for pair in self.identifiers if pair[0] not in self.LOOKED_UP), None):
            raise SourceError(f"{self.TITLE} knows no {strange[0]}; give another identifier of {':'.join(strange)}")

    def about(self) -> Mapping[str, object]:
        return {
            "identifiers": [list(pair) for pair in self.identifiers], "lists": list(self.lists), "depth": self.depth,
            "limit": self.limit, "base": self.base,
        }  # fmt: skip

    @abstractmethod
    def least(self) -> int:
        """Give how many requests it takes at least."""

    @abstractmethod
    def walk(self) -> Walk:
        """Ask for the lists."""

    def first(self) -> int:
        """Give of how many papers the lists are asked for before it goes deeper."""
        return len(self.identifiers) if self.limit is None else min(len(self.identifiers), self.limit)

    def enough(self, done: Sized) -> bool:
        """Tell whether the lists of as many papers as are wanted were asked for."""
        return self.limit is not None and len(done) >= self.limit


def replay(plan: Plan, harvest: Harvest) -> Iterator[tuple[Ask, Page]]:
    """Yield the questions of a plan, each with the page that answered it.

    Raises
    ------
    SourceError
        If the pages are not those of the plan.
    """
    walk = plan.walk()
    try:
        ask = next(walk)
        for page in harvest.pages():
            if page.key != ask.request.key:
                raise SourceError(f"{harvest.folder} answers other questions than are asked now; {AGAIN}")
            yield ask, page
            ask = walk.send(page)
    except StopIteration:
        return


@dataclass(frozen=True)
class Harvested(ABC):
    """A harvest of an index as a source; each index says how a page is read."""

    plan: Plan
    harvest: Harvest
    LICENCE: ClassVar[str]
    TITLE: ClassVar[str]

    @cached_property
    def origin(self) -> rec.Origin:
        upstream = f"{self.TITLE}, asked for the plan {self.harvest.folder.parent.name}"
        return rec.Origin(self.plan.source, upstream, self.LICENCE, self.harvest.day)

    def fingerprint(self) -> str:
        return hashlib.sha256(
            f"{self.harvest.folder.parent.name} {self.harvest.sha256} {self.harvest.day}".encode()
        ).hexdigest()

    def records(self) -> rec.Records:
        for number, (ask, page) in enumerate(replay(self.plan, self.harvest), 1):
            at = rec.Place(self.origin, f"page {number}#")
            if isinstance(ask, Question) and page.status == 200:
                yield from self.read(ask, page, at)
        yield from self._coverage()

    @abstractmethod
    def read(self, ask: Question, page: Page, at: rec.Place) -> rec.Records:
        """Yield what a page says."""

    def _coverage(self) -> rec.Records:
        summary = self.harvest.summary
        at = rec.Place(self.origin, "summary")
        for paper, what, completeness, day, count, total in summary["lists"]:
            yield rec.Work(at=at, iri=paper, identifiers=(_named_by(paper),))
            yield rec.Coverage(
                at=at, paper=paper, asked_for=LISTS[what], completeness=_COMPLETENESS[completeness],
                day=day, count=count, total=total,
            )  # fmt: skip
        for text in summary["unknown"]:
            yield rec.Rejected(at=at, reason="the index does not know this paper", raw=text)


def _named_by(paper: str) -> Pair:
    """Give the identifier that an IRI was minted from."""
    return paper.removeprefix(f"{iri.BASE}paper/").partition("/")[0], iri.key(paper)


def below(at: rec.Place, pointer: str) -> rec.Place:
    """Give a place within a place."""
    return rec.Place(at.origin, f"{at.pointer}{pointer}")
