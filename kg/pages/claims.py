"""What a review states, checked against the graph."""

from typing import Any

import polars as pl
import streamlit as st

from kg.pages import data, look, show, state

_COMPARED = {
    "equal": "must be equal",
    "nearly": "may be up to 5 percent below it, not above",
    "over": "must be more",
    "under": "must be less",
}


def draw() -> None:
    st.title("Claims")
    st.markdown("What the review states, and what the graph says to it. Each verdict comes from one small query.")
    found = data.statements(data.folder())
    chosen = _filter(found)
    if found.is_empty():
        st.info("This graph holds no checkable statements.")
        return
    left, right = st.columns([2.3, 1], gap="medium")
    with left:
        _table(chosen)
    with right:
        _detail(found)


def _filter(found: pl.DataFrame) -> pl.DataFrame:
    counts = dict(found["verdict"].value_counts().iter_rows())
    options = ["all", *look.VERDICTS]
    labels = {name: f"{mark} ({counts.get(name, 0)})" for name, mark in look.VERDICTS.items()}
    labels["all"] = f"all ({len(found)})"
    tied = state.choice("verdict", options, "all")
    verdict = st.segmented_control("Verdict", options, format_func=labels.__getitem__, required=True, **tied)
    return found if verdict == "all" else found.filter(pl.col("verdict") == verdict)


def _table(chosen: pl.DataFrame) -> None:
    numbers = pl.col("review", "graph").map_elements(look.separated, pl.String())
    frame = chosen.with_columns(pl.col("verdict").replace(look.VERDICTS), numbers)
    column = st.column_config
    config: dict[str, Any] = {
        "verdict": column.TextColumn("Verdict", width=100),
        "claim": column.TextColumn("The review says", width=290),
        "review": column.TextColumn("Review", width=85),
        "graph": column.TextColumn("Graph", width=85),
        "place": column.TextColumn("Place", width=150),
    }
    show.picker(
        "claims", frame.select(list(config)), chosen["key"].to_list(), state.read("claim"), _pick,
        column_config=config, height=560, row_height=36, alt="Statements of the review with their verdicts",
    )  # fmt: skip


def _pick(key: str) -> None:
    state.write(claim=key)


def _detail(found: pl.DataFrame) -> None:
    key = state.read("claim")
    chosen = found.filter(pl.col("key") == key).to_dicts()
    if not chosen:
        if key:
            show.note("The link asks for a statement that this graph does not hold.", key)
        st.info("Select a row: how it is read, where it stands and its query appear here.")
        return
    row = chosen[0]
    with st.container(border=True):
        show.name(row["claim"], "claim")
        st.markdown(f"**{look.VERDICTS[row['verdict']]}**")
        compared = _COMPARED.get(row["comparison"], "")
        stated = row["review"] and f"{look.separated(row['review'])} (the graph's value {compared})"
        rows = [
            ("The review's value", stated), ("The graph's value", look.separated(row["graph"])),
            ("How it is read", row["reading"]), ("Why it is open", row["reason"]),
            ("Place in the review", row["place"]),
        ]  # fmt: skip
        show.facts(rows, "claim")
        _query(key)


def _query(key: str) -> None:
    query = data.claim_query(key)
    if query:
        with st.expander("The query that checks it", expanded=False):
            st.code(query, language="sparql", wrap_lines=True)
    else:
        st.caption("No query checks this statement.")
