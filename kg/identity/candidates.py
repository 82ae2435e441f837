"""Papers that may be the same because they look alike: scored, listed, and never joined for that."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import polars as pl
from rapidfuzz import fuzz

from kg.columns import Columns, hashed
from kg.identity.decisions import pair
from ontology.terms import DCTERMS, PK

_LETTERS = r"[^\p{L}\p{N}]+"
_FEW = 4
"""Papers of one title that are compared with each other; more than these share a title that says nothing
("Preface"), and are left out."""
_WEIGHTS = {"title": 0.4, "authors": 0.4, "year": 0.2}
"""What each part adds to the score. Without authors or years on either side nothing speaks for the pair, and nothing
is added."""


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Two papers, the lesser IRI first, how well they match (0 to 1), and in what."""

    one: str
    other: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Described:
    """What is compared of a paper."""

    titles: frozenset[str]
    authors: frozenset[str]
    """Last words of the names, in lower case."""
    years: frozenset[int]


def alike(titles: pl.DataFrame, refused: Collection[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """Find pairs of papers whose titles have the same letters and digits.

    Parameters
    ----------
    titles : DataFrame
        Columns s (IRI of a paper), o (title).
    refused : collection of pairs, optional
        What a person has said is not the same.
    """
    plain = pl.col("o").str.normalize("NFKD").str.to_lowercase().str.replace_all(_LETTERS, "").alias("plain")
    groups = titles.select("s", plain).filter(pl.col("plain") != "").unique().group_by("plain").agg("s")
    few = groups.filter(pl.col("s").list.len().is_between(2, _FEW))
    found = {pair(*two) for things in few["s"] for two in combinations(things.to_list(), 2)}
    return sorted(found - set(refused))


def scored(columns: Columns, pairs: Collection[tuple[str, str]]) -> Iterator[Candidate]:
    """Score pairs of papers by what is said of them."""
    known = described(columns, {paper for two in pairs for paper in two})
    for one, other in pairs:
        score, reason = score_of(known[one], known[other])
        yield Candidate(one, other, score, reason)


def score_of(one: Described, other: Described) -> tuple[float, str]:
    """Give the score of two papers, from 0 to 1, and what it is made of.

    Titles count by the best ratio of edits (rapidfuzz), authors by the share of last names that both have, years
    fully where they meet, half where they are next to each other.
    """
    title = max((fuzz.ratio(a, b) / 100 for a in one.titles for b in other.titles), default=0.0)
    parts = {"title": title}
    if one.authors and other.authors:
        parts["authors"] = len(one.authors & other.authors) / len(one.authors | other.authors)
    if one.years and other.years:
        apart = min(abs(a - b) for a in one.years for b in other.years)
        parts["year"] = {0: 1.0, 1: 0.5}.get(apart, 0.0)
    score = sum(_WEIGHTS[name] * value for name, value in parts.items())
    return round(score, 3), ", ".join(f"{name} {value:.2f}" for name, value in parts.items())


def described(columns: Columns, papers: Collection[str]) -> Mapping[str, Described]:
    """Gather titles, authors and years of papers."""
    among = pl.DataFrame({"s": sorted(papers)}, {"s": pl.String})
    dates = pl.concat([columns.said(term) for term in (PK.submitted, PK.published, PK.publicationYear)])
    found = among.select("s", hash=hashed(pl.col("s")))
    for name, said in (("title", columns.said(PK.title)), ("date", dates)):
        lists = said.join(among, on="s", how="semi").group_by("s").agg(pl.col("o").alias(name))
        found = found.join(lists, on="s", how="left")
    found = found.join(_authors(columns, found), on="hash", how="left")
    return {
        row["s"]: Described(
            frozenset(title.casefold() for title in row["title"] or ()),
            frozenset(name.split()[-1].casefold() for name in row["author"] or () if name.strip()),
            frozenset(int(date[:4]) for date in row["date"] or () if date[:4].isdigit()),
        )
        for row in found.iter_rows(named=True)
    }


def _authors(columns: Columns, papers: pl.DataFrame) -> pl.DataFrame:
    """Give the names of the authors of papers, both known by their hashes."""
    edges = columns.of(DCTERMS.creator).select(hash="s", person="o").join(papers, on="hash", how="semi")
    names = columns.said(PK.name, about=edges["person"].unique()).select(person=hashed(pl.col("s")), author="o")
    return edges.join(names, on="person").group_by("hash").agg("author")
