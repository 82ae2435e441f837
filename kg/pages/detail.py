"""The panel beside a lineage: all that is known of one thing, or of one edge."""

import polars as pl
import streamlit as st

from kg import looks
from kg.pages import facts, show, state
from kg.pages.edges import Edge
from kg.pages.facts import Thing

_BASES = {
    "Stated": "stated: the text says it outright",
    "Described": "described: it follows from what the text describes there",
    "Extracted": "extracted: a program found it in the text",
    "Asserted": "asserted: a source gives it as data",
    "Derived": "derived: computed from other statements",
}
_MOST_AUTHORS = 12


def thing(folder: str, shown: Thing, *, is_start: bool) -> None:
    """Show a technique or a paper, with the paper that introduced it."""
    st.caption("Technique" if shown.kind == "technique" else "Paper")
    show.name(shown.label, "thing")
    if not is_start:
        st.button("Show the lineage of this", on_click=centre, args=(shown.ref,), width="stretch")
    if shown.kind == "technique":
        rows = [
            ("Also called", ", ".join(shown.others)),
            ("Kind", ", ".join(facts.collections(folder, shown.iri))),
        ]
        show.facts(rows, "thing")
    if not shown.paper:
        st.caption("No paper is known to have introduced it, so it has no date.")
        return
    _paper(facts.paper(folder, shown.paper), introduced=shown.kind == "technique")


def edge(folder: str, shown: Edge) -> None:
    """Show a statement of lineage: what it says, where it stands, who says so."""
    st.caption("Statement")
    show.name(shown.subject.label, "subject")
    st.text(looks.relation(shown.kind))
    show.name(shown.object.label, "object")
    bases = [_BASES.get(basis, basis) for basis in shown.basis.split("; ")]
    sources = [facts.paper(folder, iri) for iri in shown.stated_by.split("; ") if iri]
    rows = [
        ("Where it stands", "\n".join(shown.places.split("; "))), ("Basis", "\n".join(bases)),
        ("Who says so", "\n".join(source.title for source in sources)), ("In its words", shown.sentence),
    ]  # fmt: skip
    show.facts(rows, "edge")
    for number, end in enumerate((shown.subject, shown.object)):
        label = "Show the lineage of the subject" if number == 0 else "Show the lineage of the object"
        st.button(label, key=f"centre-{number}", on_click=centre, args=(end.ref,), width="stretch")


def centre(ref: str) -> None:
    """Go to the lineage of another thing."""
    state.write(thing=ref, node="", edge="")


def _paper(paper: facts.Paper, *, introduced: bool) -> None:
    rows = [
        ("Introduced by" if introduced else "", paper.title if introduced else ""),
        ("Authors", _authors(paper.authors)), ("Date", paper.date), ("Venue", paper.venue),
        ("Introduces", ", ".join(paper.introduces)),
    ]  # fmt: skip
    show.facts(rows, "paper")
    show.web_link("Open at arXiv" if "arxiv.org" in paper.web else "Open at its DOI", paper.web)
    if not paper.results.is_empty():
        _results(paper.results)


def _authors(authors: tuple[str, ...]) -> str:
    more = len(authors) - _MOST_AUTHORS
    return ", ".join(authors[:_MOST_AUTHORS]) + (f" and {more} more" if more > 0 else "")


def _results(results: pl.DataFrame) -> None:
    st.caption("Results")
    column = st.column_config
    config = {
        "model": column.TextColumn("Model", width=150), "value": column.TextColumn("Value", width=70),
        "measure": column.TextColumn("Metric", width=110), "board": column.TextColumn("Benchmark", width=220),
        "place": column.TextColumn("Stated in", width=120),
    }  # fmt: skip
    st.dataframe(results.select(list(config)), hide_index=True, column_config=config, alt="Results of this paper")
