"""Which work an identifier of the index means: the IRI, and the identifiers that are known of it.

Nearly all are plain DOIs, which are told in columns. The rest is told one by one, by the same rules: `identify` is
the rule, `told` the fast way to it, and a test holds that they agree.
"""

import re

import polars as pl

from ingest.citing import SCHEMES, mint
from ontology import iri
from ontology.iri import BASE

Identified = tuple[str, tuple[tuple[str, str], ...]]
"""The IRI of a work, and pairs of scheme and identifier, the strongest first."""

_OTHER = ("pmid", "pmcid", "isbn", "openalex", "omid")
"""Besides arXiv and DOI; the index gives several parted by blanks."""
_DOI = re.compile(r"10\.[0-9.]+/[^\s\x00-\x1f\x7f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_PLAIN = r"\A10\.[0-9.]+/[A-Za-z0-9._~()/:;<>\[\]-]+\z"
_ON_ARXIV = r"\A10\.48550/arxiv\.([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?\z"
_ARXIV = "10.48550/arxiv"
_ENCODED = {mark: f"%{ord(mark):02X}" for mark in "()/:;<>[]"}


def identify(text: str) -> Identified:
    """Tell which work is meant.

    Parameters
    ----------
    text : str
        A DOI, bare or as an address; or several identifiers, each with its scheme in front.

    Raises
    ------
    ValueError
        If there is none in it, or it is of no known kind.

    Examples
    --------
    >>> identify("10.48550/arXiv.2010.11929")
    ('https://w3id.org/paperkin/paper/arxiv/2010.11929', (('arxiv', '2010.11929'),))
    >>> identify("omid:br/0612 doi:10.1/x pmid:7")[1]
    (('doi', '10.1/x'), ('pmid', '7'), ('omid', 'br/0612'))
    """
    if not text.strip():
        raise ValueError("there is no identifier")
    if _CONTROL.search(text):
        raise ValueError("an identifier holds a control character")
    found = sorted(_pairs(text.strip()), key=lambda pair: SCHEMES.index(pair[0]))
    if not found:
        raise ValueError("no identifier of a known kind")
    return mint(*found[0]), tuple(dict.fromkeys(found))


def _pairs(text: str) -> list[tuple[str, str]]:
    tokens = text.split() if text.partition(":")[0].lower() in SCHEMES else [text]
    return [pair for token in tokens if (pair := _pair(token))]


def _pair(token: str) -> tuple[str, str] | None:
    scheme, _, value = token.partition(":")
    if scheme.lower() in _OTHER:
        return (scheme.lower(), value) if value else None
    name = iri.doi(token)
    if on_arxiv := iri.arxiv_id(name):
        return "arxiv", on_arxiv
    if name.startswith(_ARXIV):
        raise ValueError("a DOI of arXiv without an arXiv identifier")
    return ("doi", name) if _DOI.fullmatch(name) else None


def told(texts: pl.Series) -> pl.Series:
    """Tell which works are meant, in columns.

    Parameters
    ----------
    texts : Series of String, without nulls

    Returns
    -------
    Series
        The IRI that each text means; null where it is not of the plain kinds, so that `identify` must tell.
    """
    starts = texts.ne_missing(texts.shift(1))
    if starts.sum() * 2 > len(texts):
        return _told(texts)
    # Citations stand together by who cites, so a text is mostly that of the row before.
    return _told(texts.filter(starts)).gather(starts.cum_sum() - 1)


def _told(texts: pl.Series) -> pl.Series:
    lower = texts.str.to_lowercase()
    path = lower.str.replace_many(list(_ENCODED), list(_ENCODED.values()))
    plain = texts.str.contains(_PLAIN)
    frame = pl.DataFrame({"lower": lower, "path": path, "plain": plain})
    by_doi = pl.when("plain").then(pl.format(f"{BASE}paper/doi/{{}}", "path"))
    on_arxiv = lower.str.starts_with(_ARXIV)
    if not on_arxiv.any():
        return frame.select(by_doi.alias("iri")).to_series()
    by_arxiv = pl.format(f"{BASE}paper/arxiv/{{}}", pl.col("lower").str.extract(_ON_ARXIV))
    return frame.select(pl.when(on_arxiv).then(by_arxiv).otherwise(by_doi).alias("iri")).to_series()


def spelt(minted: pl.Series) -> pl.Series:
    """Give the identifiers, with the scheme in front, that `told` minted IRIs from.

    Examples
    --------
    >>> spelt(told(pl.Series(["10.1/A(b)", "10.48550/arXiv.2010.11929"]))).to_list()
    ['doi:10.1/a(b)', 'arxiv:2010.11929']
    """
    bare = minted.str.strip_prefix(f"{BASE}paper/").str.replace("/", ":", literal=True)
    return bare.str.replace_many(list(_ENCODED.values()), list(_ENCODED))
