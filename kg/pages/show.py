"""Putting things on the page. Text from upstream is shown as it is; no markup in it is read."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any

import polars as pl
import streamlit as st

from kg.pages import look


def style() -> None:
    """Apply the style sheet."""
    st.html(look.STYLE)


def name(text: str, key: str) -> None:
    """Show the name of a thing."""
    with st.container(key=f"name-{key}"):
        st.text(text)


def quiet(text: str, key: str) -> None:
    """Show text of less weight."""
    with st.container(key=f"quiet-{key}"):
        st.text(text)


def facts(rows: Iterable[tuple[str, str]], key: str) -> None:
    """Show labelled facts, without the empty ones. The labels are ours, the values need not be."""
    with st.container(key=f"facts-{key}", gap="small"):
        for label, value in filter(all, rows):
            with st.container(gap=None):
                st.caption(label)
                st.text(value)


def problem(text: str) -> None:
    """Show what went wrong in one plain line."""
    with st.container(border=True, key="problem"):
        st.markdown("**This cannot be shown**")
        st.text(text)


def web_link(label: str, url: str) -> None:
    """Show a link that leaves the explorer; nothing is fetched unless it is followed. The label is ours."""
    if url.startswith("https://"):
        st.link_button(label, url)


def note(ours: str, theirs: str) -> None:
    """Show a remark of ours about a text that is not ours."""
    with st.container(border=True):
        st.markdown(ours)
        st.text(theirs)


def picker(
    what: str,
    frame: pl.DataFrame,
    refs: Sequence[str],
    chosen: str,
    pick: Callable[[str], None],
    turn: int = 0,
    **arguments: Any,
) -> None:
    """Show a table of which one row can be chosen.

    Parameters
    ----------
    what : str
        Names the widget.
    frame : DataFrame
    refs : sequence of str
        What each row stands for.
    chosen : str
        The row that is chosen when the table is first shown.
    pick : callable
        Told the reference of the row that a person chooses, or an empty text.
    turn : int
        A new number makes a new widget, which starts from `chosen` again.
    **arguments
        More arguments for `st.dataframe`.
    """
    name = key(what, refs, turn)
    rows = [list(refs).index(chosen)] if chosen in refs else []

    def changed() -> None:
        now = st.session_state[name]["selection"]["rows"]
        pick(refs[now[0]] if now else "")

    st.dataframe(
        frame, hide_index=True, key=name, on_select=changed, selection_mode="single-row",
        selection_default={"selection": {"rows": rows}}, **arguments,
    )  # fmt: skip


def key(what: str, refs: Sequence[str], turn: int = 0) -> str:
    """Give a widget key that changes with what is shown, so that no selection outlives it."""
    return f"{what}-{turn}-{blake2b(chr(0).join(refs).encode(), digest_size=8).hexdigest()}"
