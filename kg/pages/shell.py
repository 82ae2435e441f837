"""The frame of the explorer: its pages, and what is shown when one cannot be."""

from collections.abc import Callable
from importlib import import_module

import streamlit as st

from kg.errors import KgError
from kg.pages import look, show

PAGES = {
    "overview": "Overview",
    "leaderboard": "Leaderboard",
    "lineage": "Lineage",
    "claims": "Claims",
    "sparql": "SPARQL",
}
"""The module and address of each page, and its title."""


def run() -> None:
    """Draw the explorer: called once a run by the entry file."""
    st.set_page_config(page_title="Paperkin", page_icon=look.ICON, layout="wide")
    st.logo(look.LOGO, size="large")
    chosen = st.navigation([page(name) for name in PAGES], position="top")
    chosen.run()


def page(name: str) -> st.Page:
    """Give a page of the explorer, to go to or to link to."""
    return st.Page(_runner(name), title=PAGES[name], url_path=name, default=name == "overview")


def draw(name: str) -> None:
    """Draw one page; a problem that a person can mend is shown as one line."""
    show.style()
    try:
        import_module(f"kg.pages.{name}").draw()
    except KgError as error:
        show.problem(str(error))


def _runner(name: str) -> Callable[[], None]:
    return lambda: draw(name)
