"""A leaderboard: who ranks where, as of a date, and what it took."""

from typing import Any

import polars as pl
import streamlit as st

from kg.errors import UsageProblem
from kg.pages import charts, data, show, state

_TABLE = (
    "rank", "model", "shown", "parameters", "samples", "title", "web", "date", "family", "place", "printed",
)  # fmt: skip


def draw() -> None:
    st.title("Leaderboard")
    folder = data.folder()
    listed = data.board_list(folder)
    if listed.is_empty():
        raise UsageProblem("this graph holds no benchmark; load a source that has results, then reload this page")
    board, metric, as_of = _choose(listed)
    found = data.standings(folder, board["board"], metric["metric"], as_of)
    _caption(found, metric, as_of)
    if found.is_empty():
        return
    measure = f"{metric['measure']} ({metric['unit']})" if metric["unit"] else str(metric["measure"])
    _charts(found, measure)
    _table(found, measure)


def _choose(listed: pl.DataFrame) -> tuple[dict[str, Any], dict[str, Any], str | None]:
    one, two, three = st.columns([3, 2, 1.3])
    names = listed["name"].unique(maintain_order=True).to_list()
    with one:
        name = st.selectbox("Benchmark", names, **state.choice("benchmark", names, names[0], clears=("metric",)))
    rows = listed.filter(pl.col("name") == name)
    measures = rows["measure"].unique(maintain_order=True).to_list()
    with two:
        measure = st.selectbox("Metric", measures, **state.choice("metric", measures, measures[0]))
    with three:
        as_of = st.date_input("As of (optional)", format="YYYY-MM-DD", **state.day("as_of"))
    _warn("benchmark", names)
    _warn("metric", measures)
    if state.read("as_of") and not as_of:
        show.note("The link asks for a date that is not one; all dates are shown.", state.read("as_of"))
    chosen = rows.filter(pl.col("measure") == measure).to_dicts()[0]
    return chosen, chosen, as_of.isoformat() if as_of else None


def _warn(parameter: str, known: list[str]) -> None:
    asked = state.read(parameter)
    if asked and asked not in known:
        show.note(f"The link asks for a {parameter} that this graph does not hold.", asked)


def _caption(found: pl.DataFrame, metric: dict[str, Any], as_of: str | None) -> None:
    when = f" as of {as_of}; undated results are left out" if as_of else ""
    if metric["direction"] is None:
        st.info("Whether more or less is better is not known for this metric: sorted by value, not ranked.")
    if found.is_empty():
        st.info("No results on this benchmark by this metric up to that date.")
    else:
        st.caption(f"{len(found)} results{when}. Equal values share a rank; the next rank is skipped.")


def _charts(found: pl.DataFrame, measure: str) -> None:
    both, ranks = st.tabs(["What accuracy takes", "By rank"])
    with both:
        _pair(
            charts.against(found, "parameters", "Parameters (log scale)", measure),
            charts.against(found, "samples", "Extra training samples (log scale)", measure),
            f"{measure} against parameters", f"{measure} against extra training samples",
        )  # fmt: skip
    with ranks:
        if found["rank"].is_null().all():
            st.info("There are no ranks to draw.")
            return
        _pair(
            charts.by_rank(found, "parameters", "Parameters (log scale)", measure),
            charts.by_rank(found, "samples", "Extra training samples (log scale)", measure),
            "Parameters by rank", "Extra training samples by rank",
        )  # fmt: skip


def _pair(one: dict[str, Any], other: dict[str, Any], first: str, second: str) -> None:
    left, right = st.columns(2, gap="medium")
    left.vega_lite_chart(one, alt=first + "; the table below holds the same numbers")
    right.vega_lite_chart(other, alt=second + "; the table below holds the same numbers")
    st.caption("Hollow marks: no extra training data. Point at a mark for its model, paper and place in the source.")


def _table(found: pl.DataFrame, measure: str) -> None:
    st.header("Results")
    web = pl.when(pl.col("arxiv").is_not_null()).then("https://arxiv.org/abs/" + pl.col("arxiv"))
    frame = found.with_columns(web=web, shown=pl.col("value"), parameters=pl.col("parameters") / 1e6,
                               samples=pl.col("samples") / 1e6).select(_TABLE)  # fmt: skip
    column = st.column_config
    config: dict[str, Any] = {
        "rank": column.NumberColumn("Rank", width=60),
        "printed": column.NumberColumn("Rank in source", width=115),
        "model": column.TextColumn("Model", width=205),
        "shown": column.NumberColumn(measure, width=135),
        "parameters": column.NumberColumn("Parameters (M)", format="localized", width=112),
        "samples": column.NumberColumn("Extra samples (M)", format="localized", width=130),
        "title": column.TextColumn("Paper", width=190),
        "web": column.LinkColumn("arXiv", display_text=r"https://arxiv\.org/abs/(.*)", width=95),
        "date": column.TextColumn("Date", width=90),
        "family": column.TextColumn("Family", width=197),
        "place": column.TextColumn("Stated in", width=120),
    }
    st.dataframe(frame, hide_index=True, height=520, column_config=config, alt="The ranked results")
    st.download_button("Download as CSV", frame.write_csv(), "leaderboard.csv", "text/csv")
