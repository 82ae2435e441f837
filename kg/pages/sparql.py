"""Asking the graph: the named queries with their parameters, or SPARQL of one's own."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import streamlit as st

from kg import worker
from kg.catalogue import NamedQuery, Parameter, named_queries
from kg.pages import data, show, state
from kg.resolve import resolve
from kg.store import Answer
from kg.values import Binding, from_json, to_json

OWN = "own"
TIMEOUT = 30.0
"""Seconds that a query may take."""

MOST_SHOWN = 5000
"""Rows that the table shows; a download holds all."""

_LONGEST_LINK = 1500
_EXAMPLE = """PREFIX pk: <https://w3id.org/paperkin/ontology#>

SELECT ?technique ?paper ?date WHERE {
  ?thing a pk:Technique ; pk:name ?technique ; pk:introducedBy ?work .
  ?work pk:title ?paper ; pk:submitted ?date .
}
ORDER BY DESC(?date)
LIMIT 20
"""
_NAMED = ("technique", "paper", "benchmark", "metric", "dataset", "task", "model", "author")


def draw() -> None:
    st.title("SPARQL")
    folder = data.folder()
    known = named_queries()
    titles = {name: query.title for name, query in known.items()} | {OWN: "A query of your own"}
    first = "classes" if "classes" in known else OWN
    tied = state.choice("query", titles, first, clears=state.beginning("p."))
    chosen = st.selectbox("Question", list(titles), format_func=titles.__getitem__, **tied)
    if state.read("query") not in ("", *titles):
        show.note("The link asks for a query that does not exist.", state.read("query"))
    if chosen == OWN:
        _own(folder)
    else:
        _named(folder, known[chosen])


def _named(folder: str, query: NamedQuery) -> None:
    st.caption(query.question)
    given = _parameters(query)
    with st.expander("The query"):
        st.code(query.text, language="sparql", wrap_lines=True)
        st.button("Edit it as a query of my own", on_click=_edit, args=(query.text,))
    missing = [parameter for parameter in query.parameters if not given[parameter.name]]
    if missing:
        st.info("Fill in " + ", ".join(parameter.name for parameter in missing) + " to run it.")
        return
    bound = query.bindings({p.name: _meant(folder, p, given[p.name]) for p in query.parameters})
    answer = _ask(folder, query.text, to_json(bound)).only(query.columns)
    _show(answer, query.name)


def _parameters(query: NamedQuery) -> dict[str, str]:
    given = {}
    columns = st.columns(max(len(query.parameters), 2))
    for column, parameter in zip(columns, query.parameters, strict=False):
        tied = state.text(f"p.{parameter.name}", parameter.default or "")
        given[parameter.name] = str(column.text_input(parameter.help, **tied)).strip()
    return given


def _meant(folder: str, parameter: Parameter, typed: str) -> str:
    """Let a name stand for the IRI of the one thing that goes by it."""
    if parameter.kind != "iri" or "://" in typed:
        return typed
    return resolve(data.projection(folder).names, typed, _NAMED)


def _edit(text: str) -> None:
    state.write(query=OWN, text="", **dict.fromkeys(state.beginning("p."), ""))
    st.session_state["own-text"] = text


def _own(folder: str) -> None:
    if "own-text" not in st.session_state:
        st.session_state["own-text"] = state.read("text") or _EXAMPLE
    st.text_area("Query", key="own-text", height=260)
    st.button("Run", type="primary", on_click=_remember)
    st.caption(f"Runs in a process of its own, for at most {TIMEOUT:g} seconds; it can only read.")
    asked = st.session_state.get("own-asked", "")
    if asked:
        _show(_ask(folder, asked, to_json({})), "query")


def _remember() -> None:
    text = str(st.session_state["own-text"])
    st.session_state["own-asked"] = text
    state.write(text=text if len(text) <= _LONGEST_LINK else "")


@st.cache_data(max_entries=20, show_spinner="Asking the graph")
def _ask(folder: str, text: str, bindings: str) -> Answer:
    """Ask in a child process; the folder only keeps answers of different generations apart."""
    bound: Mapping[str, Binding] = from_json(bindings)
    return worker.query(data.home(), text, bound, timeout=TIMEOUT)


def _show(answer: Answer, name: str) -> None:
    if answer.kind == "boolean":
        st.metric("Answer", "yes" if '"boolean":true' in answer.text("json").replace(" ", "") else "no")
    elif answer.kind == "graph":
        st.caption(f"{len(answer.data.splitlines()):,} triples")
        _text(answer.text("turtle"))
        st.download_button("Download as Turtle", answer.text("turtle"), f"{name}.ttl", "text/turtle")
    else:
        _table(answer, name)


def _text(turtle: str) -> None:
    lines = turtle.splitlines()
    if len(lines) > MOST_SHOWN:
        st.caption(f"Shown are the first {MOST_SHOWN:,} of {len(lines):,} lines; the download holds all.")
    st.code("\n".join(lines[:MOST_SHOWN]), language="turtle", height=420)


def _table(answer: Answer, name: str) -> None:
    table = answer.table()
    cut = f"; shown are the first {MOST_SHOWN:,}, a download holds all" if len(table.rows) > MOST_SHOWN else ""
    st.caption(f"{len(table.rows):,} {'row' if len(table.rows) == 1 else 'rows'}{cut}")
    columns = {
        column: [_cell(row[index]) for row in table.rows[:MOST_SHOWN]] for index, column in enumerate(table.columns)
    }
    height = min(560, 38 + 35 * max(len(table.rows), 1))
    st.dataframe(columns, hide_index=True, height=height, alt="The answer as a table")
    one, two, _ = st.columns([1, 1, 4])
    one.download_button("Download CSV", answer.text("csv"), f"{name}.csv", "text/csv", width="stretch")
    two.download_button("Download JSON", answer.text("json"), f"{name}.json", "application/json", width="stretch")


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)
