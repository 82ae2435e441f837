"""What a bibliography says of papers: titles, authors in their order, venues, identifiers; and keys to cite them by."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

import polars as pl

from kg.export.content import Content
from kg.export.facts import first, values
from kg.projection import Projection
from kg.store import GraphStore
from ontology.terms import PK

_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+|[^\W\d_]")
_SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)")
_SEVERAL = re.compile(r"[,;&/()]|\b(?:and|et al)\b", re.IGNORECASE)
_PREPRINT = re.compile(r"(?:arxiv|corr|biorxiv|medrxiv|preprint)\b", re.IGNORECASE)
_JOURNAL = re.compile(
    r"\b(?:transactions|journal|letters|magazine)\b|^proceedings of the (?:ieee$|national academy|royal society)",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:proceedings|conference|symposium|workshops?|meeting|congress|neurips|nips|icml|iclr|cvpr|iccv|eccv|aaai|ijcai"
    r"|acl|emnlp|naacl|eacl|coling|interspeech|icassp|kdd|sigir|bmvc|wacv|accv|miccai|aistats|uai|colt|siggraph)\b",
    re.IGNORECASE,
)
_MEETING_OF_YEAR = re.compile(r"([A-Z][\w&*-]* (?:19|20)\d\d)(?: \d{1,2})?")
"""As Papers with Code prints it, such as ``CVPR 2020 6``; the last number is the month."""
_WORD = re.compile(r"[a-z0-9]+")
_STOP = frozenset({
    "a", "an", "and", "are", "as", "at", "by", "for", "from", "how", "in", "into", "is", "it", "of", "on", "or", "that",
    "the", "to", "towards", "via", "what", "with",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed, and its parts where these are clear."""

    printed: str
    given: str = ""
    particle: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    iri: str
    title: str
    authors: tuple[Name, ...] = ()
    date: str | None = None
    """Of its publication where a venue is known, else of its first version; as exact as it is known."""
    venue: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    category: str | None = None
    reference: str | None = None
    """Where it was published, as the authors write it."""
    url: str | None = None

    @property
    def kind(self) -> str:
        """Give ``preprint``, ``meeting`` or ``journal``; a paper without a venue counts as a preprint."""
        if self.venue is None or _PREPRINT.match(self.venue):
            return "preprint"
        if _JOURNAL.search(self.venue):
            return "journal"
        return "meeting" if _MEETING.search(self.venue) or _MEETING_OF_YEAR.fullmatch(self.venue) else "journal"


def name(printed: str) -> Name:
    """Find the parts of a name, where there is only one way to read it: given name, initials, particles, family name.

    Examples
    --------
    >>> name("Laurens van der Maaten")
    Name(printed='Laurens van der Maaten', given='Laurens', particle='van der', family='Maaten')
    >>> name("Diederik P. Kingma").family, name("María García López").family, name("OpenAI").family
    ('Kingma', '', '')
    """
    whole = Name(" ".join(printed.split()))
    words = whole.printed.split()
    if len(words) < 2 or _SEVERAL.search(printed) or words[0][0].islower():
        return whole
    family, between = words[-1], words[1:-1]
    if _INITIALS.fullmatch(family) or _SUFFIX.fullmatch(family) or family[0].islower():
        return whole
    initials = [word for word in between if _INITIALS.fullmatch(word)]
    particles = between[len(initials) :]
    if between[: len(initials)] != initials or not all(word.islower() for word in particles):
        return whole
    return Name(whole.printed, " ".join([words[0], *initials]), " ".join(particles), family)


def papers_in(made: Content) -> list[str]:
    """Give the papers of a view, and those that introduced its techniques, by IRI."""
    nodes = made.nodes.frame
    found = set(nodes.filter(kind="paper")["iri"]) if "kind" in nodes.columns else set()
    return sorted(found | set(nodes["paper"].drop_nulls() if "paper" in nodes.columns else ()))


def read(store: GraphStore, projection: Projection, iris: list[str], graphs: tuple[str, ...] = ()) -> list[Paper]:
    """Read what is known of papers, property by property; where sources differ, as `kg.identity.precedence` says.

    Parameters
    ----------
    store : GraphStore
    projection : Projection
        Of the same generation.
    iris : list of str
    graphs : tuple of str, optional
        The only named graphs to look into; all where empty.
    """
    wanted = dict.fromkeys(iris)
    rows = projection.things.filter(pl.col("iri").is_in(iris)).select("iri", "label", "date").iter_rows()
    things = {iri: (title, date) for iri, title, date in rows}
    facts = {relation: first(store, relation, wanted, graphs) for relation in _FACTS}
    authors = _authors(store, wanted, graphs)
    return [_paper(iri, *things.get(iri, (None, None)), authors.get(iri, ()), facts) for iri in iris]


_FACTS = (
    PK.published, PK.publicationYear, PK.venue, PK.doi, PK.arxivId, PK.primaryCategory, PK.journalReference, PK.url,
)  # fmt: skip

Facts = dict[str, dict[str, str]]


def _paper(iri: str, title: str | None, date: str | None, authors: tuple[Name, ...], facts: Facts) -> Paper:
    def said(relation: str) -> str | None:
        return facts[relation].get(iri)

    venue = said(PK.venue)
    if venue and (found := _MEETING_OF_YEAR.fullmatch(venue)):
        venue = found[1]
    published = said(PK.published) or said(PK.publicationYear)
    is_preprint = venue is None or bool(_PREPRINT.match(venue))
    return Paper(
        iri, title or iri, authors, date if is_preprint else published or date, venue, said(PK.doi), said(PK.arxivId),
        said(PK.primaryCategory), said(PK.journalReference), said(PK.url),
    )  # fmt: skip


def _authors(store: GraphStore, papers: dict[str, None], graphs: tuple[str, ...]) -> dict[str, tuple[Name, ...]]:
    """Give the authors of each paper in their order; of a place that several sources fill, the first source counts."""
    roles = values(store, PK.hasAuthorship, papers, graphs)
    of_role = {role: paper for paper, found in roles.items() for role in found}
    persons = first(store, PK.author, of_role, graphs)
    places = {role: int(found[0]) for role, found in values(store, PK.authorPosition, of_role, graphs).items()}
    printed = values(store, PK.nameAsPrinted, of_role, graphs)
    names = values(store, PK.name, set(persons.values()), graphs)
    lists: dict[str, dict[int, str]] = {}
    for role, person in persons.items():
        called = printed.get(role) or names.get(person)
        if called and role in places:
            lists.setdefault(of_role[role], {}).setdefault(places[role], called[0])
    return {paper: tuple(name(found[place]) for place in sorted(found)) for paper, found in lists.items()}


@dataclass
class Keys:
    """Gives each paper a key to cite it by: family name of the first author, year, first telling word of the title.

    Keys that would be the same get a, b, c. The same papers in the same order get the same keys.

    Examples
    --------
    >>> one = Paper("x:1", "An Image is Worth 16x16 Words", (name("Alexey Dosovitskiy"),), "2020-10-22")
    >>> Keys([one, one, Paper("x:2", "Über")]).of
    ['dosovitskiy2020imagea', 'dosovitskiy2020imageb', 'uber']
    """

    papers: Iterable[Paper]
    of: list[str] = field(init=False)

    def __post_init__(self) -> None:
        wished = [_key(paper) for paper in self.papers]
        times = Counter(wished)
        taken = {key for key in times if times[key] == 1}
        self.of = [key if times[key] == 1 else _free(key, taken) for key in wished]


def _free(key: str, taken: set[str]) -> str:
    made = next(made for number in count() if (made := key + _letters(number)) not in taken)
    taken.add(made)
    return made


def _letters(number: int) -> str:
    """Count in letters: a to z, then aa, ab, ...

    Examples
    --------
    >>> [_letters(number) for number in (0, 25, 26, 701, 702)]
    ['a', 'z', 'aa', 'zz', 'aaa']
    """
    before = _letters(number // 26 - 1) if number >= 26 else ""
    return before + "abcdefghijklmnopqrstuvwxyz"[number % 26]


def _key(paper: Paper) -> str:
    author = ""
    if paper.authors:
        head = paper.authors[0]
        author = "".join(_words(head.family or head.printed.split()[-1] if head.printed else ""))
    telling = [word for word in _words(paper.title) if word not in _STOP]
    return author + (paper.date or "")[:4] + next(iter(telling), "") or "paper"


def _words(text: str) -> list[str]:
    """Give the words in plain small letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _WORD.findall(plain.replace("'", "").replace("-", ""))
