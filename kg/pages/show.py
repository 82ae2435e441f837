"""Putting things on the page. Text from upstream is shown as it is: no markup in it is read, no image in it is loaded."""

from collections.abc import Iterable

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
    """Show labelled facts, one under the other; empty ones are left out. Labels are ours, values may be upstream's."""
    with st.container(key=f"facts-{key}", gap="small"):
        for label, value in ((label, value) for label, value in rows if value):
            with st.container(gap=None):
                st.caption(label)
                st.text(value)


def problem(text: str) -> None:
    """Show what went wrong in one plain line."""
    with st.container(border=True, key="problem"):
        st.markdown("**This cannot be shown**")
        st.text(text)


def web_link(label: str, url: str) -> None:
    """Show a link that leaves the explorer; nothing is fetched before a person follows it. The label must be ours."""
    if url.startswith("https://"):
        st.link_button(label, url)


def note(ours: str, theirs: str) -> None:
    """Show a remark of ours about a text that is not ours."""
    with st.container(border=True):
        st.markdown(ours)
        st.text(theirs)
