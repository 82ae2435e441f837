"""The address of the page is its state: the only module that reads or writes the query parameters.

A widget is tied to one parameter. The parameter is the truth: on every run it is copied into the
widget, and a change of the widget is written to it before the run.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

import streamlit as st


def read(name: str) -> str:
    """Give a parameter of the address; empty where it is absent."""
    return str(st.query_params.get(name, ""))


def write(**parameters: str) -> None:
    """Set parameters of the address; an empty value removes its parameter."""
    for name, value in parameters.items():
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def beginning(prefix: str) -> tuple[str, ...]:
    """List the parameters of the address whose names begin so."""
    return tuple(name for name in st.query_params if name.startswith(prefix))


def choice(name: str, options: Collection[str], default: str, *, clears: Collection[str] = ()) -> dict[str, Any]:
    """Tie a widget with one choice to a parameter.

    Parameters
    ----------
    name : str
        The parameter.
    options : collection of str
        What it may be; anything else in the address counts as `default`.
    default : str
        Stands for the absent parameter.
    clears : collection of str, optional
        Parameters that make no sense any more after a change.

    Returns
    -------
    dict
        Arguments for the widget.
    """
    given = read(name)
    return _tie(name, given if given in options else default, default, clears)


def text(name: str, default: str = "", *, clears: Collection[str] = ()) -> dict[str, Any]:
    """Tie a widget that takes any text to a parameter."""
    return _tie(name, read(name) or default, default, clears)


def several(
    name: str, options: Collection[str], default: Collection[str], *, clears: Collection[str] = ()
) -> dict[str, Any]:
    """Tie a widget with several choices to a parameter, which holds them with commas between."""
    given = [part for part in read(name).split(",") if part in options]
    return _tie(name, given or list(default), ",".join(default), clears)


def day(name: str) -> dict[str, Any]:
    """Tie a widget for a date to a parameter in ISO 8601; a malformed date counts as none."""
    return _tie(name, parse_day(read(name)), "", ())


def parse_day(written: str) -> date | None:
    """Read an ISO date; None where it is not one."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _tie(name: str, shown: Any, default: str, clears: Collection[str]) -> dict[str, Any]:
    key = f"url-{name}"
    st.session_state[key] = shown
    return {"key": key, "on_change": _store, "args": (name, default, tuple(clears))}


def _store(name: str, default: str, clears: tuple[str, ...]) -> None:
    value = _written(st.session_state[f"url-{name}"])
    write(**{name: "" if value == default else value}, **dict.fromkeys(clears, ""))


def _written(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
