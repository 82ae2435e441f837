"""Papers that may be the same because they look alike: scored, listed, and never joined for that."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import polars as pl
from rapidfuzz import fuzz

from kg.identity.decisions import pair
from kg.store import GraphStore

_LETTERS = r"[^\p{L}\p{N}]+"
_FEW = 4
"""Papers of one title that are compared with each other; more than these share a title that says nothing
("Preface"), and are left out."""
_PORTION = 500
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


def scored(store: GraphStore, pairs: Iterable[tuple[str, str]]) -> Iterator[Candidate]:
    """Score pairs of papers by what the store says of them."""
    pairs = list(pairs)
    known = describe(store, sorted({paper for two in pairs for paper in two}))
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


def describe(store: GraphStore, papers: list[str]) -> Mapping[str, Described]:
    """Ask for titles, authors and years of papers, some hundreds at a time."""
    found: dict[str, dict[str, set[str]]] = {
        paper: {"title": set(), "author": set(), "date": set()} for paper in papers
    }
    for start in range(0, len(papers), _PORTION):
        named = " ".join(f"<{paper}>" for paper in papers[start : start + _PORTION])
        for row in store.select(_ASKED.replace("$papers", named)):
            found[str(row["paper"])][str(row["kind"])].add(str(row["value"]))
    return {
        paper: Described(
            frozenset(title.casefold() for title in said["title"]),
            frozenset(name.split()[-1].casefold() for name in said["author"] if name.strip()),
            frozenset(int(date[:4]) for date in said["date"] if date[:4].isdigit()),
        )
        for paper, said in found.items()
    }


_ASKED = """
SELECT DISTINCT ?paper ?kind (STR(?said) AS ?value) WHERE {
  VALUES ?paper { $papers }
  { ?paper pk:title ?said BIND("title" AS ?kind) }
  UNION { ?paper dcterms:creator ?person . ?person pk:name ?said BIND("author" AS ?kind) }
  UNION { ?paper pk:submitted|pk:published|pk:publicationYear ?said BIND("date" AS ?kind) }
}
"""
