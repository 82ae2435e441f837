"""Which paper an entry of a source means: the same rule for every source, so that their papers meet."""

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import unquote

from ingest import record as rec
from ontology import iri

SOURCE = "paperswithcode"

_SLUG = re.compile(r"https?://(?:www\.)?paperswithcode\.com/paper/([^/?#\s]+)(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_ARXIV = re.compile(
    r"(?:https?://)?(?:(?:[a-z]+\.)?arxiv\.org|arxiv-export-lb\.library\.cornell\.edu)"
    r"/(?:abs|pdf|html|format|ps)/([^?#\s]+)",
    re.IGNORECASE,
)
"""The second host served the same pages, and stands in real files."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/].*", re.IGNORECASE | re.DOTALL)
_DOI = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(10\.[0-9.]+(?:/|%2F)\S+)", re.IGNORECASE)
_DOI_NAME = re.compile(r"10\.[0-9.]+/\S+")


class Identity(NamedTuple):
    """The IRI of a paper, and every identifier that is known of it as pairs of scheme and value."""

    iri: str
    identifiers: tuple[tuple[str, str], ...]


def paper_iri(arxiv: str | None, url: str | None, slug_url: str | None, title: str | None) -> Identity | None:
    """Tell which paper is meant, from the strongest of what an entry says about it.

    The order is arXiv (the identifier, else in `url`), DOI (a link to doi.org), the name of the paper's page
    on Papers with Code, any other address, the title. Identifiers weaker than the strongest are given too,
    so that a paper that another dump knows by its address alone can be joined; the title only where it is all.

    Parameters
    ----------
    arxiv : str, optional
        An arXiv identifier, with or without a version; what is none is passed over.
    url : str, optional
        The page of the paper, on arXiv or elsewhere.
    slug_url : str, optional
        The paper's page on Papers with Code.
    title : str, optional

    Returns
    -------
    Identity or None
        None where nothing tells which paper is meant.

    Raises
    ------
    ValueError
        If what tells the paper holds a lone surrogate, which no IRI can carry.

    Examples
    --------
    >>> paper_iri(None, "http://arxiv.org/abs/2010.11929v2", None, None).iri
    'https://w3id.org/paperkin/paper/arxiv/2010.11929'
    >>> paper_iri(None, "https://example.org/p.pdf", "https://paperswithcode.com/paper/a-b", "A B")
    ... # doctest: +NORMALIZE_WHITESPACE
    Identity(iri='https://w3id.org/paperkin/paper/paperswithcode/a-b',
             identifiers=(('paperswithcode', 'a-b'), ('url', 'https://example.org/p.pdf')))
    """
    if arxiv and not url and not slug_url and (name := iri.arxiv_id(arxiv)):
        return Identity(iri.paper(arxiv=name), (("arxiv", name),))
    found = tuple(_known(arxiv or "", (url or "").strip(), slug_url or ""))
    if not found and title and title.strip():
        found = (("title", title.strip()),)
    return Identity(_mint(*found[0]), found) if found else None


def _known(arxiv: str, url: str, slug_url: str) -> list[tuple[str, str]]:
    on_arxiv, registered = arxiv_in(url), doi_in(url)
    page = slug(slug_url) or slug(url)
    known = on_arxiv or registered or slug(url)
    elsewhere = url if not known and _ADDRESS.fullmatch(url) else None
    schemes = ("arxiv", iri.arxiv_id(arxiv) or on_arxiv), ("doi", registered), (SOURCE, page), ("url", elsewhere)
    return [(scheme, value) for scheme, value in schemes if value]


def _mint(scheme: str, value: str) -> str:
    if scheme == "arxiv":
        return iri.paper(arxiv=value)
    return iri.paper(doi_name=value) if scheme == "doi" else iri.paper(own=(scheme, value))


def slug(url: str) -> str | None:
    """Give the name of a paper's page on Papers with Code; None where `url` is no such page.

    Examples
    --------
    >>> slug("https://paperswithcode.com/paper/a-paper/review/")
    'a-paper'
    """
    found = _SLUG.fullmatch(url.strip())
    return found[1] if found else None


def arxiv_in(url: str) -> str | None:
    """Give the arXiv identifier that a web address leads to, without its version.

    Examples
    --------
    >>> arxiv_in("https://arxiv.org/pdf/2010.11929v2.pdf#page=3")
    '2010.11929'
    >>> arxiv_in("https://doi.org/10.48550/arXiv.2010.11929")
    '2010.11929'
    """
    found = _ARXIV.match(url.strip()) or _DOI.fullmatch(url.strip())
    return iri.arxiv_id(unquote(found[1]).rstrip("/")) if found else None


def doi_in(url: str) -> str | None:
    """Give the DOI that an address at doi.org leads to; an arXiv DOI is none, because it is an arXiv identifier.

    Examples
    --------
    >>> doi_in("https://dx.doi.org/10.3389%2FFphys.2018.01206")
    '10.3389/fphys.2018.01206'
    """
    found = _DOI.fullmatch(url.strip())
    name = iri.doi(unquote(found[1])) if found and not arxiv_in(url) else ""
    return name if _DOI_NAME.fullmatch(name) else None


class Known:
    """The papers that were given so far, as digests of 8 bytes: a million papers take 80 MB."""

    def __init__(self) -> None:
        self._whole: set[int] = set()
        self._named: set[int] = set()

    def whole(self, mint: str) -> bool:
        """Note that a paper is given with all that is known of it; tell whether it is for the first time."""
        before = len(self._whole)
        self._whole.add(_digest(mint))
        return len(self._whole) > before

    def named(self, mint: str) -> bool:
        """Note that a paper is given by its title alone; tell whether nothing was given of it before."""
        digest = _digest(mint)
        if digest in self._whole or digest in self._named:
            return False
        self._named.add(digest)
        return True


def _digest(mint: str) -> int:
    return int.from_bytes(blake2b(mint.encode(), digest_size=8).digest(), "big")


def named_paper(at: rec.Place, who: Identity, title: str | None, known: Known) -> Iterator[rec.Paper]:
    """Give a paper of which an entry says the title alone, unless it was given before."""
    if title and known.named(who.iri):
        yield rec.Paper(at=at, iri=who.iri, title=title, authors=(), identifiers=who.identifiers)
