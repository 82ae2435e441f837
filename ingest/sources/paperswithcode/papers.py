"""The dump `papers-with-abstracts`: papers with their authors, dates, tasks and techniques.

What is left out: `short_abstract` (a part of the abstract), `conference` (a key of a page that is gone; the
printed name is in `proceeding`), `reproduces_paper` (the graph has no relation for it), and of `methods` all but
the name, because the methods dump says the rest. A method is named here without its page, so it is taken only
where exactly one technique of the methods dump goes by that name; see `by_name`.

`date` is the day of the first arXiv version where the paper is on arXiv, as a comparison with arXiv's monthly
identifiers shows (99.7% of 3,894 papers), else a date of publication.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from ingest import record as rec
from ingest.sources.paperswithcode.fields import Entry, UnusableError, read_each
from ingest.sources.paperswithcode.identity import SOURCE, Identity, Known, arxiv_in, paper_iri, slug
from ontology import iri

_PAGES = ("paper_url", "url_abs", "url_pdf", "conference_url_abs", "conference_url_pdf")
_SCHEMES = (("nips", "nips_id"), ("openreview", "openreview_id"))


def records(
    elements: Iterable[tuple[str, object]],
    origin: rec.Origin,
    known: Known | None = None,
    techniques: Mapping[str, str] | None = None,
) -> rec.Records:
    """Yield papers, and each task that they name once; what is malformed as `Rejected`, never an exception.

    Parameters
    ----------
    elements : iterable of (str, object)
        JSON pointers and decoded elements.
    origin : Origin
    known : Known, optional
        Learns which papers were given, so that the readers of other dumps need not name them again.
    techniques : mapping of str to str, optional
        IRI of the technique of each name. Without it, no methods are taken; with it, one that is not in it is
        `Rejected`.

    Yields
    ------
    Paper, Task or Rejected
    """
    return read_each(elements, origin, partial(_paper, known=known or Known(), techniques=techniques, tasks=Tasks()))


def by_name(techniques: Iterable[rec.Technique]) -> dict[str, str]:
    """Index the IRIs of techniques by name; a name that several have leads to none."""
    found: dict[str, str] = {}
    for technique in techniques:
        clash = found.setdefault(technique.name, technique.iri) != technique.iri
        found[technique.name] = "" if clash else technique.iri
    return {name: mint for name, mint in found.items() if mint}


class Tasks:
    """The tasks that were named so far: some thousands."""

    def __init__(self) -> None:
        self._named: set[str] = set()

    def records(self, names: Iterable[str], at: rec.Place) -> Iterator[rec.Task]:
        """Give the tasks that were not given before."""
        for name in dict.fromkeys(names):
            if name not in self._named:
                self._named.add(name)
                yield rec.Task(at=at, iri=task_iri(name), name=name)


def task_iri(name: str) -> str:
    return iri.thing("task", SOURCE, name)


def _paper(entry: Entry, known: Known, techniques: Mapping[str, str] | None, tasks: Tasks) -> rec.Records:
    title = entry.needed("title")
    who, named = _identity(entry, title), entry.texts("tasks")
    date, authors = entry.day("date"), entry.texts("authors")
    on_arxiv = who.identifiers[0][0] == "arxiv"
    first = known.whole(who.iri)
    if authors and not first:
        entry.refuse("authors", f"an earlier entry gives the authors of {who.iri}", authors)
    yield rec.Paper(
        at=entry.at, iri=who.iri, title=title, authors=authors if first else (),
        identifiers=who.identifiers + _identifiers(entry),
        submitted=date if on_arxiv else None, published=None if on_arxiv else date, venue=entry.text("proceeding"),
        abstract=entry.text("abstract"), urls=_addresses(entry, who),
        tasks=tuple(task_iri(name) for name in dict.fromkeys(named)), techniques=_techniques(entry, techniques),
    )  # fmt: skip
    yield from tasks.records(named, entry.at)


def _identity(entry: Entry, title: str) -> Identity:
    found = paper_iri(entry.text("arxiv_id"), entry.text("url_abs"), entry.text("paper_url"), title)
    if found is None:
        raise UnusableError("nothing tells which paper it is")
    return found


def _identifiers(entry: Entry) -> tuple[tuple[str, str], ...]:
    found = ((scheme, entry.identifier(key)) for scheme, key in _SCHEMES)
    return tuple((scheme, value) for scheme, value in found if value)


def _addresses(entry: Entry, who: Identity) -> tuple[str, ...]:
    """Give the addresses of the paper, but for those that its identifiers give."""
    return tuple(url for url in entry.addresses(*_PAGES) if not _follows(url, who))


def _follows(url: str, who: Identity) -> bool:
    found = ("arxiv", arxiv_in(url)), ("paperswithcode", slug(url))
    return any(identifier in who.identifiers for identifier in found)


def _techniques(entry: Entry, known: Mapping[str, str] | None) -> tuple[str, ...]:
    if known is None:
        return ()
    return tuple(dict.fromkeys(mint for method in entry.entries("methods") if (mint := _technique(method, known))))


def _technique(method: Entry, known: Mapping[str, str]) -> str | None:
    name = method.text("name")
    if name is None:
        method.refuse("name", "a method without a name", name)
        return None
    if name not in known:
        method.refuse("name", "no technique of the methods dump, or several, have this name", name)
    return known.get(name)
