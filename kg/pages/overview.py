"""The first page: what the graph holds, where it comes from, and where to start."""

from typing import Any

import polars as pl
import streamlit as st

from kg.pages import data, shell, show

_MAIN = (("Paper", "Papers"), ("Technique", "Techniques"), ("Result", "Results"), ("LineageClaim", "Lineage claims"),
         ("Citation", "Citations in context"), ("Statement", "Checkable statements"))  # fmt: skip
_STARTS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("leaderboard", "Who leads ImageNet, with how many parameters and how much extra data?", {}),
    ("lineage", "What did the CSWin Transformer grow from, and who says so?", {"thing": "CSWin Transformer"}),
    ("lineage", "What grew from the Transformer?", {"thing": "Transformer", "direction": "descendants"}),
    ("claims", "Where does the review differ from its own tables?", {"verdict": "differs"}),
)


def draw() -> None:
    folder = data.folder()
    st.title("The family tree of machine-learning results")
    st.markdown(
        "Papers, techniques, dated results and citations in one graph. Every statement names its source."
    )
    _counts(data.class_counts(folder))
    left, right = st.columns([1, 1], gap="large")
    with left:
        _starts()
    with right:
        _classes(data.class_counts(folder))
    _snapshots()


def _counts(counts: dict[str, int]) -> None:
    columns = st.columns(len(_MAIN))
    for column, (name, title) in zip(columns, _MAIN, strict=True):
        column.metric(title, f"{counts.get(name, 0):,}", border=True)


def _starts() -> None:
    st.header("Start here")
    with st.container(border=True, gap="small", key="starts", height=248):
        for page, question, parameters in _STARTS:
            st.page_link(shell.page(page), label=f"{question}  →", query_params=parameters)


def _classes(counts: dict[str, int]) -> None:
    st.header("All things, by class")
    frame = pl.DataFrame({"class": list(counts), "things": list(counts.values())})
    config: dict[str, Any] = {"class": "Class", "things": st.column_config.NumberColumn("Things", format="localized")}
    st.dataframe(
        frame, hide_index=True, height=248, column_config=config, alt="Number of things of each class"
    )


def _snapshots() -> None:
    st.header("Where it comes from")
    rows = [_snapshot(snapshot) for snapshot in data.snapshots()]
    config: dict[str, Any] = {
        "licence": st.column_config.LinkColumn("Licence", width=330),
        "source": st.column_config.TextColumn("Source", width=90),
        "upstream": st.column_config.TextColumn("Taken from", width=440),
        "date": st.column_config.TextColumn("Date", width=100),
        "statements": st.column_config.NumberColumn("Statements", format="localized", width=130),
        "rejected": st.column_config.NumberColumn("Rejected records", format="localized", width=130),
    }
    st.dataframe(rows, hide_index=True, row_height=58, column_config=config, alt="Snapshots that the graph was built from")
    built = data.generation()
    show.quiet(f"Generation {built.number}, built by {built.software}.", "generation")


def _snapshot(snapshot: Any) -> dict[str, Any]:
    return {
        "source": snapshot.source, "upstream": snapshot.upstream, "date": snapshot.retrieved_at,
        "licence": snapshot.licence, "statements": snapshot.statements,
        "rejected": snapshot.records.get("rejected", 0),
    }  # fmt: skip
