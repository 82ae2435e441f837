"""What the pages show of one paper or technique, found by a short reference that an address can hold."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import streamlit as st

from kg.identity.precedence import rank
from kg.pages import data
from kg.resolve import resolve
from kg.values import Iri, Value
from ontology.terms import PK

KINDS = ("technique", "paper")

_PREFIX = "PREFIX pk: <https://w3id.org/paperkin/ontology#>\n"
_PAPER = """
SELECT (MIN(?id) AS ?arxiv) (MIN(?name) AS ?doi) ?paper WHERE {
  { ?paper pk:arxivId ?id } UNION { ?paper pk:doi ?name }
}
GROUP BY ?paper
"""
_VENUES = """
SELECT DISTINCT ?venue ?source ?paper WHERE {
  GRAPH ?said { ?paper pk:venue ?venue } OPTIONAL { ?said pk:sourceName ?source }
}
ORDER BY ?venue ?source
"""
_AUTHORS = """
SELECT DISTINCT ?position ?name ?source ?paper WHERE {
  ?paper pk:hasAuthorship ?entry . ?entry pk:authorPosition ?position .
  GRAPH ?said { ?entry pk:author ?person } OPTIONAL { ?said pk:sourceName ?source }
  ?person pk:name ?known . OPTIONAL { ?entry pk:nameAsPrinted ?printed } BIND(COALESCE(?printed, ?known) AS ?name)
}
ORDER BY ?position ?name ?source
"""
_INTRODUCES = """
SELECT DISTINCT ?name ?paper WHERE { ?thing pk:introducedBy ?paper ; pk:name ?name } ORDER BY ?name
"""
_RESULTS = """
SELECT DISTINCT ?model ?board ?measure ?value ?place ?paper WHERE {
  ?result pk:reportedIn ?paper ; pk:ofModel ?system ; pk:benchmark ?on ; pk:hasMeasurement ?measurement .
  ?system pk:name ?model . ?on pk:name ?board .
  ?measurement pk:metric ?metric ; pk:rawValue ?value . ?metric pk:name ?measure ; pk:direction ?direction .
  OPTIONAL { ?measurement pk:sourceRow ?row . ?row pk:name ?place }
}
ORDER BY ?board ?measure DESC(?value) ?model
"""
_COLLECTIONS = """
SELECT DISTINCT ?name ?technique WHERE { ?technique pk:inCollection ?group . ?group pk:name ?name }
ORDER BY ?name
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """A node of the lineage graph."""

    iri: str
    ref: str
    """What an address says for it: its name, its arXiv identifier, or its IRI; `resolve` finds it by that."""
    kind: str
    label: str
    date: str | None
    paper: str | None
    others: tuple[str, ...]
    """Its other names."""


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    date: str
    venue: str
    authors: tuple[str, ...]
    web: str
    """Its page at arXiv, else at its DOI; empty where neither is known."""
    introduces: tuple[str, ...]
    results: pl.DataFrame
    """Columns model, board, measure, value, place."""


@st.cache_resource(max_entries=2, show_spinner=False)
def things(folder: str) -> dict[str, Thing]:
    """Give every technique and paper by IRI, in the order of their names."""
    names = _names(folder)
    taken = pl.concat(list(names.values())) if names else pl.DataFrame()
    shared = _shared(taken)
    rows = data.projection(folder).things.iter_rows(named=True)
    made = [_thing(row["iri"], row, names.get(row["iri"]), shared) for row in rows]
    return {
        thing.iri: thing for thing in sorted(made, key=lambda thing: (thing.kind != "technique", thing.label.lower()))
    }


def named(folder: str, typed: str) -> list[Thing]:
    """Give the things that go by a name, in any case; an identifier or an IRI names none."""
    wanted = typed.strip().lower()
    rows = data.projection(folder).names.filter(
        pl.col("kind").is_in(KINDS) & (pl.col("name").str.to_lowercase() == wanted)
    )
    return [things(folder)[iri] for iri in rows["iri"].unique(maintain_order=True)]


def find(folder: str, typed: str) -> Thing:
    """Find the technique or paper that is meant; raises as `kg.resolve.resolve` does."""
    return things(folder)[resolve(data.projection(folder).names, typed, KINDS)]


@st.cache_data(max_entries=200, show_spinner=False)
def paper(folder: str, iri: str) -> Paper:
    """Describe a paper."""
    found, known = _ask(folder, _PAPER, "paper", iri), things(folder).get(iri)
    venues = _in_order(_ask(folder, _VENUES, "paper", iri), PK.venue)
    authors: dict[int, str] = {}
    for row in _in_order(_ask(folder, _AUTHORS, "paper", iri), PK.author):
        authors.setdefault(int(str(row["position"])), str(row["name"]))
    return Paper(
        title=known.label if known else iri,
        date=(known.date if known else None) or "",
        venue=str(venues[0]["venue"]) if venues else "",
        authors=tuple(authors[position] for position in sorted(authors)),
        web=_web({name: str(value) for row in found for name, value in row.items() if value}),
        introduces=tuple(str(row["name"]) for row in _ask(folder, _INTRODUCES, "paper", iri)),
        results=_results(_ask(folder, _RESULTS, "paper", iri)),
    )


@st.cache_data(max_entries=200, show_spinner=False)
def collections(folder: str, technique: str) -> tuple[str, ...]:
    """Name the collections that a technique is in."""
    return tuple(str(row["name"]) for row in _ask(folder, _COLLECTIONS, "technique", technique))


def _ask(folder: str, query: str, variable: str, iri: str) -> list[dict[str, Value]]:
    return data.store(folder).select(_PREFIX + query, {variable: Iri(iri)})


def _in_order(rows: list[dict[str, Value]], field: str) -> list[dict[str, Value]]:
    """Put first what the source says whose word on a field comes first."""
    return sorted(rows, key=lambda row: rank(field, None if row["source"] is None else str(row["source"])))


def _names(folder: str) -> dict[str, pl.DataFrame]:
    chosen = data.projection(folder).names.filter(pl.col("kind").is_in(KINDS))
    return {str(key[0]): frame for key, frame in chosen.partition_by("iri", as_dict=True, maintain_order=True).items()}


def _shared(names: pl.DataFrame) -> frozenset[str]:
    """Give the names, in lower case, that more than one thing goes by."""
    if names.is_empty():
        return frozenset()
    counted = names.group_by(pl.col("name").str.to_lowercase()).agg(pl.col("iri").n_unique())
    return frozenset(counted.filter(pl.col("iri") > 1)["name"].to_list())


def _thing(iri: str, facts: Mapping[str, str | None], names: pl.DataFrame | None, shared: frozenset[str]) -> Thing:
    known = [] if names is None else [str(name) for name in names["name"]]
    label, kind = str(facts["label"]), str(facts["kind"])
    arxiv = [name for name in known if name.startswith("arxiv:")]
    wished = label if kind == "technique" else next(iter(arxiv), "")
    ref = wished if wished and wished.lower() not in shared else iri
    others = tuple(name for name in known if name != label and not name.startswith(("arxiv:", "doi:")))
    return Thing(iri, ref, kind, label, facts["date"], facts["paper"], others)


def _web(facts: Mapping[str, str]) -> str:
    if facts.get("arxiv"):
        return f"https://arxiv.org/abs/{facts['arxiv']}"
    return f"https://doi.org/{facts['doi']}" if facts.get("doi") else ""


def _results(rows: list[dict[str, Value]]) -> pl.DataFrame:
    columns = ("model", "board", "measure", "value", "place")
    plain = [{name: None if row[name] is None else str(row[name]) for name in columns} for row in rows]
    return pl.DataFrame(plain, schema=dict.fromkeys(columns, pl.String()))
