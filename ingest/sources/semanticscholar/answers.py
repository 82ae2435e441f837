"""Answers of the Graph API to records. What is left out is listed in `docs/citations.md`.

A paper becomes a `Paper`, or a `Work` where it has no title; a paper without an identifier is refused, because the
index knows no more of it than a title. An entry of a list becomes a citation for each sentence around it.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from ingest import record as rec
from ingest.citing import CITATIONS, Pair, known_by, usable
from ingest.identity import Identity
from ingest.sources.paperswithcode.fields import Entry, UnusableError, read_each
from ontology.terms import CITO

SOURCE = "semanticscholar"

SCHEMES = {
    "ArXiv": "arxiv", "DOI": "doi", "CorpusId": "corpusid", "ACL": "acl", "DBLP": "dblp", "MAG": "mag",
    "PubMed": "pmid", "PubMedCentral": "pmcid",
}  # fmt: skip
"""Keys of `externalIds`, and our schemes."""

INTENTS = {
    "background": f"{CITO.cites.rpartition('/')[0]}/obtainsBackgroundFrom",
    "methodology": f"{CITO.cites.rpartition('/')[0]}/usesMethodIn",
    "result": f"{CITO.cites.rpartition('/')[0]}/discusses",
}
"""Words of the index for why a paper cites, and the property of CiTO that comes nearest."""


def papers(found: list[Any], origin: rec.Place, asked: list[str] | None = None) -> rec.Records:
    """Yield the papers of a batch; null stands for one that is not known.

    Parameters
    ----------
    found : list
        The decoded answer.
    origin : Place
    asked : list of str, optional
        The identifiers that were asked for, in this order: a paper that was merged keeps the one it had.
    """
    for number, one in enumerate(found):
        if one is not None:
            alias = asked[number] if asked else ""
            pointer = f"{origin.pointer}/{number}"
            yield from read_each([(pointer, one)], origin.origin, partial(_alone, alias=alias))


def _alone(entry: Entry, alias: str) -> rec.Records:
    yield paper(entry, alias)


def entries(found: list[Any], origin: rec.Place, what: str, of: str) -> rec.Records:
    """Yield the other papers of a list, and the citations.

    Parameters
    ----------
    found : list
        What stands under `data`.
    origin : Place
    what : str
        `references` or `citations`.
    of : str
        IRI of the paper whose list it is.
    """
    elements = ((f"{origin.pointer}/data/{number}", one) for number, one in enumerate(found))
    return read_each(elements, origin.origin, lambda entry: _listed(entry, what, of))


def _listed(entry: Entry, what: str, of: str) -> rec.Records:
    inner = entry.entry("citingPaper" if what == CITATIONS else "citedPaper")
    if inner is None:
        raise UnusableError("the paper is missing")
    other = paper(inner)
    yield other
    citing, cited = (other.iri, of) if what == CITATIONS else (of, other.iri)
    yield from _citations(entry, citing, cited)


def _citations(entry: Entry, citing: str, cited: str) -> Iterator[rec.Citation]:
    entry = entry.without_nulls()
    influential = entry.flag("isInfluential")
    sentences = dict.fromkeys(entry.texts("contexts"), ()) | dict(_with_intents(entry))
    for sentence, intents in sentences.items():
        yield rec.Citation(
            at=entry.at, citing=citing, cited=cited, sentence=sentence, intents=intents, influential=influential
        )
    placed = {intent for intents in sentences.values() for intent in intents}
    rest = tuple(intent for intent in _intents(entry) if intent not in placed)
    if rest or not sentences:
        yield rec.Citation(at=entry.at, citing=citing, cited=cited, intents=rest, influential=influential)


def _with_intents(entry: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
    for inner in entry.entries("contextsWithIntent"):
        sentence = inner.text("context")
        if sentence:
            yield sentence, _intents(inner)


def _intents(entry: Entry) -> tuple[str, ...]:
    entry = entry.without_nulls()
    found = []
    for word in entry.texts("intents"):
        if word in INTENTS:
            found.append(INTENTS[word])
        else:
            entry.refuse("intents", "an intent that is not known here", word)
    return tuple(dict.fromkeys(found))


def paper(entry: Entry, alias: str = "") -> rec.Paper | rec.Work:
    """Read one paper.

    Raises
    ------
    UnusableError
        If nothing identifies it.
    """
    entry = entry.without_nulls()
    who = identity(entry, alias)
    title = entry.text("title")
    if title is None:
        return rec.Work(at=entry.at, iri=who.iri, identifiers=who.identifiers)
    return rec.Paper(
        at=entry.at, iri=who.iri, title=title, identifiers=who.identifiers,
        authors=tuple(name for author in entry.entries("authors") if (name := author.text("name"))),
        published=entry.day("publicationDate"), year=entry.number("year"), venue=entry.text("venue"),
    )  # fmt: skip


def identity(entry: Entry, alias: str = "") -> Identity:
    """Tell which paper it is."""
    try:
        return known_by(_pairs(entry, alias))
    except ValueError as error:
        raise UnusableError(f"{error}: the index knows the paper by its title alone") from None


def _pairs(entry: Entry, alias: str) -> Iterator[Pair]:
    own = entry.text("paperId")
    if own and usable(SOURCE, own):
        yield SOURCE, own
        if _is_own(alias) and alias != own:
            yield SOURCE, alias
    corpus = entry.identifier("corpusId")
    if corpus and usable("corpusid", corpus):
        yield "corpusid", corpus
    external = entry.entry("externalIds")
    for key, scheme in SCHEMES.items() if external else ():
        value = external.identifier(key) if external else None
        if value and usable(scheme, value):
            yield scheme, value
        elif value:
            entry.refuse(f"externalIds/{key}", "no such identifier", value)


def _is_own(text: str) -> bool:
    return len(text) == 40 and set(text) <= set("0123456789abcdef")
