"""From what a person types to one thing: an IRI, an identifier (``arxiv:2010.11929``), or a name."""

from collections.abc import Collection
from difflib import get_close_matches

import polars as pl

from kg.errors import UsageProblem
from kg.projection import Names
from ontology.iri import arxiv_id, doi


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
    if found.is_empty():
        raise UsageProblem(f"no {what} is named {typed!r}{_suggestion(among, typed)}")
    listed = "; ".join(f"{row['kind']} <{row['iri']}>" for row in found.iter_rows(named=True))
    raise UsageProblem(f"{typed!r} is ambiguous; take one of: {listed}")


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
    known = {name.lower(): name for name in among["name"].to_list()}
    close = get_close_matches(typed.lower(), list(known), n=3, cutoff=0.5)
    return "; did you mean " + ", ".join(repr(known[name]) for name in close) + "?" if close else ""
