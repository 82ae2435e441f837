"""From what a person types to one thing: an IRI, an identifier (``arxiv:2010.11929``), or a name."""

from collections.abc import Collection

import polars as pl
from rapidfuzz import fuzz, process

from kg.errors import UsageProblem
from kg.projection import Names
from ontology.iri import arxiv_id, doi

_SUGGESTIONS = 3
_ALIKE = 70.0
"""Least similarity of a suggestion, of 100."""
_LONGEST_ECHO = 80
_MOST_LISTED = 10


def resolve(names: Names, typed: str, kinds: Collection[str]) -> str:
    """Find the one thing that is meant.

    Parameters
    ----------
    names : DataFrame
        Columns iri, kind, name.
    typed : str
        An IRI, an identifier with its scheme, or a name; names ignore case unless that is ambiguous.
    kinds : collection of str
        The kinds that are meant (``technique``, ``paper``, ``benchmark``, ...); none comes before another.

    Returns
    -------
    str
        The IRI.

    Raises
    ------
    UsageProblem
        If nothing, or more than one thing, goes by that name; the message lists the candidates.
    """
    among = names.filter(pl.col("kind").is_in(list(kinds)))
    found = _named(among, typed)
    if len(found) == 1:
        return str(found["iri"][0])
    what = " or ".join(kinds)
    shown = typed if len(typed) <= _LONGEST_ECHO else typed[:_LONGEST_ECHO] + "..."
    if found.is_empty():
        raise UsageProblem(f"no {what} is named {shown!r}{_suggestion(among, typed)}")
    listed = "; ".join(f"{row['kind']} <{row['iri']}>" for row in found.head(_MOST_LISTED).iter_rows(named=True))
    more = f" and {len(found) - _MOST_LISTED} more" if len(found) > _MOST_LISTED else ""
    narrower = " (or say which kind)" if found["kind"].n_unique() > 1 else ""
    raise UsageProblem(f"{shown!r} is ambiguous; take one of{narrower}: {listed}{more}")


def _named(among: Names, typed: str) -> Names:
    """Give the rows that go by that name, one a thing: by IRI, identifier, exact name, then in any case."""
    wanted = _identifier(typed)
    tests = (
        pl.col("iri") == typed.strip().removeprefix("<").removesuffix(">"),
        pl.col("name") == wanted,
        pl.col("name").str.to_lowercase() == wanted.lower(),
    )
    for test in tests:
        found = among.filter(test).unique("iri").sort("kind", "iri")
        if not found.is_empty():
            return found
    return among.clear()


def _identifier(typed: str) -> str:
    """Bring an identifier into its one spelling; leave a name alone."""
    if arxiv := arxiv_id(typed):
        return f"arxiv:{arxiv}"
    bare = doi(typed)
    return f"doi:{bare}" if bare.startswith("10.") and "/" in bare else typed.strip()


def _suggestion(among: Names, typed: str) -> str:
    """Name what holds the typed words, the shortest first, then what is spelt alike."""
    known = {name.lower(): name for name in among["name"].to_list()}
    words = typed.lower().split()
    holding = sorted((name for name in known if words and all(word in name for word in words)), key=len)
    alike = process.extract(
        typed.lower(), list(known), scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=_SUGGESTIONS
    )
    close = list(dict.fromkeys([*holding[:_SUGGESTIONS], *(name for name, _, _ in alike)]))[:_SUGGESTIONS]
    return "; did you mean " + ", ".join(repr(known[name]) for name in close) + "?" if close else ""
