"""The first page: what the graph holds, where it comes from, and where to start."""

from typing import Any

import polars as pl
import streamlit as st

from kg.pages import data, facts, shell, show

_MAIN = (("Paper", "Papers"), ("Technique", "Techniques"), ("Result", "Results"),
         ("LineageClaim", "Lineage claims"), ("Citation", "Citations in context"),
         ("Statement", "Checkable statements"))  # fmt: skip
_STARTS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("leaderboard", "Who leads, with how many parameters and how much extra data?", {}),
    ("lineage", "What did the CSWin Transformer grow from, and who says so?", {"thing": "CSWin Transformer"}),
    ("lineage", "What grew from the Transformer?", {"thing": "Transformer", "direction": "descendants"}),
    ("claims", "Where does the graph differ from the review?", {"verdict": "differs"}),
    ("sparql", "What was loaded, from where, under which licence?", {"query": "snapshots"}),
)


def draw() -> None:
    folder = data.folder()
    st.title("The family tree of machine-learning results")
    st.markdown("Papers, techniques, dated results and citations in one graph. Every statement names its source.")
    _counts(data.class_counts(folder))
    left, right = st.columns([1, 1], gap="large")
    with left:
        _starts(folder)
    with right:
        _classes(data.class_counts(folder))
    _snapshots()


def _counts(counts: dict[str, int]) -> None:
    columns = st.columns(len(_MAIN))
    for column, (name, title) in zip(columns, _MAIN, strict=True):
        column.metric(title, f"{counts.get(name, 0):,}", border=True)


def _starts(folder: str) -> None:
    """Link to good questions, save those about a thing that this graph does not hold."""
    st.header("Start here")
    with st.container(border=True, gap="small", key="starts", height=213):
        for page, question, parameters in _STARTS:
            if "thing" not in parameters or facts.named(folder, parameters["thing"]):
                st.page_link(shell.page(page), label=f"{question}  →", query_params=parameters)


def _classes(counts: dict[str, int]) -> None:
    st.header("All things, by class")
    frame = pl.DataFrame({"class": list(counts), "things": list(counts.values())})
    config: dict[str, Any] = {
        "class": "Class",
        "things": st.column_config.NumberColumn("Things", format="localized"),
    }
    st.dataframe(frame, hide_index=True, height=213, column_config=config, alt="Number of things of each class")


def _snapshots() -> None:
    st.header("Where it comes from")
    rows = [_snapshot(snapshot) for snapshot in data.snapshots()]
    config: dict[str, Any] = {
        "licence": st.column_config.LinkColumn("Licence", width=270),
        "source": st.column_config.TextColumn("Source", width=65),
        "upstream": st.column_config.TextColumn("Taken from", width=430),
        "date": st.column_config.TextColumn("Date", width=95),
        "statements": st.column_config.NumberColumn("Statements", format="localized", width=95),
        "rejected": st.column_config.NumberColumn("Rejected", format="localized", width=95),
    }
    st.dataframe(
        rows,
        hide_index=True,
        column_config=config,
        alt="Snapshots that the graph was built from",
    )
    built = data.generation()
    show.quiet(f"Generation {built.number}, built by {built.software}.", "generation")


def _snapshot(snapshot: Any) -> dict[str, Any]:
    return {
        "source": snapshot.source, "upstream": snapshot.upstream, "date": snapshot.retrieved_at,
        "licence": snapshot.licence, "statements": snapshot.statements,
        "rejected": snapshot.records.get("rejected", 0),
    }  # fmt: skip
