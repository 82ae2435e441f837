"""What a technique or paper grew from and what grew from it, drawn against time and listed with evidence."""

from collections.abc import Mapping

import networkx as nx
import polars as pl
import streamlit as st

from kg import looks
from kg.analysis import lineage
from kg.errors import UsageProblem
from kg.pages import data, detail, drawing, facts, show, state
from kg.pages.edges import Edge, busiest, edges_of, related
from kg.pages.facts import Thing

MOST_OFFERED = 2000
"""How many things the list offers; any other can be typed."""

MOST_DRAWN = 250
"""How many things are drawn, the nearest ones; the table always holds all edges."""

_DEPTHS = ("1", "2", "3", "all")
_PICKED = ("node", "edge")


def draw() -> None:
    st.title("Lineage")
    folder = data.folder()
    projection, things = data.projection(folder), facts.things(folder)
    if not projection.lineage.number_of_edges():
        raise UsageProblem("this graph holds no lineage; load a source that states some, then reload")
    typed = state.read("thing") or busiest(projection, things).ref
    direction, depth, kinds = _choose(folder, typed)
    start = _start(folder, typed)
    if start is None:
        return
    walked = lineage.descent(projection.lineage_of(start.iri, start.kind), kinds)
    near = lineage.neighbourhood(walked, start.iri, direction, depth)
    found = edges_of(near, things)
    left, right = st.columns([2.35, 1], gap="medium")
    with left:
        _chart(near, things, found, start)
        _table(found)
    with right:
        _panel(folder, near, things, found, start)


def _choose(folder: str, typed: str) -> tuple[str, int | None, list[str]]:
    """Show the choices; give direction, depth and kinds of edge."""
    names = {typed: typed} | _offered(folder)
    one, two, three = st.columns([2.2, 1.5, 1.3], gap="medium")
    with one:
        st.selectbox(
            "Technique or paper", list(names), format_func=lambda ref: names.get(ref, ref),
            accept_new_options=True, help="Pick one, or type any name, arXiv identifier or IRI",
            **state.text("thing", typed, clears=_PICKED),
        )  # fmt: skip
    with two:
        tied = state.choice("direction", lineage.DIRECTIONS, "both", clears=_PICKED)
        direction = st.segmented_control("Direction", lineage.DIRECTIONS, required=True, **tied)
    with three:
        tied = state.choice("depth", _DEPTHS, "2", clears=_PICKED)
        depth = st.segmented_control("Generations", _DEPTHS, required=True, **tied)
    tied = state.several("kinds", looks.RELATIONS, lineage.DESCENT, clears=_PICKED)
    kinds = st.pills("Kinds of edge", list(looks.RELATIONS), format_func=looks.relation, selection_mode="multi", **tied)
    return str(direction), None if depth == "all" else int(str(depth)), list(kinds) or list(lineage.DESCENT)


@st.cache_resource(max_entries=2, show_spinner=False)
def _offered(folder: str) -> dict[str, str]:
    """Give the references that the list offers, each with what the list says for it."""
    found = related(data.projection(folder), facts.things(folder), MOST_OFFERED)
    return {thing.ref: _entry(thing) for thing in found}


def _entry(thing: Thing) -> str:
    also = f" ({', '.join(thing.others[:2])})" if thing.others and thing.kind == "technique" else ""
    return f"{looks.shorten(thing.label, 70)}{also} · {thing.kind}"


def _start(folder: str, typed: str) -> Thing | None:
    """Find the thing that is meant; where several are, let a person take one."""
    meant = facts.named(folder, typed)
    if len(meant) < 2:
        return facts.find(folder, typed)
    show.note("Several things go by this name. Take one:", typed)
    for thing in meant:
        name, take = st.columns([4, 1], vertical_alignment="center")
        name.text(_entry(thing))
        take.button("Take this one", key=f"take-{thing.iri}", on_click=detail.centre, args=(thing.ref,))
    return None


def _chart(near: nx.MultiDiGraph, things: Mapping[str, Thing], edges: list[Edge], start: Thing) -> None:
    generations = dict(sorted(near.nodes(data="generation"), key=lambda item: abs(item[1]))[:MOST_DRAWN])
    drawn = [edge for edge in edges if edge.subject.iri in generations and edge.object.iri in generations]
    if not drawn:
        st.info("No edges of these kinds in this direction. Try another direction, or more kinds.")
        return
    if len(generations) < len(near):
        st.info(f"Drawn are the {len(generations)} nearest of {len(near)} things; the table holds all edges.")
    made = drawing.draw(generations, things, drawn, start.iri, state.read("edge") or state.read("node"))
    key = show.key("chart", [edge.ref for edge in drawn], _round("chart"))
    known = {"node": [things[iri].ref for iri in generations], "edge": [edge.ref for edge in drawn]}
    alt = f"Lineage of {start.label}: {len(generations)} things, {len(drawn)} edges, listed in the table"
    st.echarts_chart(made.option, height=made.height, key=key, on_select=lambda: _clicked(key, known), alt=alt)
    st.caption(
        "Arrows run from a thing to what it came from. Blue: ancestors; orange: descendants; "
        "squares: papers; hollow: no date known. "
        "A thing stands at the date of the paper that introduced it. "
        "Click a mark or a line for its evidence."
    )
    _undated([things[iri] for iri in generations])


def _undated(shown: list[Thing]) -> None:
    names = sorted(thing.label for thing in shown if thing.date is None)
    if names:
        show.quiet(f"No date known, so not on the time axis: {', '.join(names)}.", "undated")


def _clicked(key: str, known: Mapping[str, list[str]]) -> None:
    """Write to the address what was clicked in the drawing: of a mark and a line, the one that is new."""
    found = [
        (str(group["data_type"]), known[str(group["data_type"])][index])
        for group in st.session_state[key]["selection"]["selected"]
        for index in group["data_indices"]
        if group["data_type"] in known
    ]
    fresh = [(kind, ref) for kind, ref in found if state.read(kind) != ref]
    _pick("table", *(fresh or found or [("", "")])[0])


def _pick(other: str, kind: str, ref: str) -> None:
    """Write a choice to the address, and let the `other` widget forget its own."""
    state.write(**{name: ref if name == kind else "" for name in _PICKED})
    st.session_state[f"lineage-round-{other}"] = _round(other) + 1


def _round(widget: str) -> int:
    return int(st.session_state.get(f"lineage-round-{widget}", 0))


def _table(edges: list[Edge]) -> None:
    if not edges:
        return
    st.header(f"The same {len(edges)} edges as a table")
    rows = [
        {"subject": edge.subject.label, "relation": looks.relation(edge.kind), "object": edge.object.label,
         "place": edge.places, "basis": edge.basis.lower()}
        for edge in edges
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("subject", "relation", "object", "place", "basis"), pl.String()))
    column = st.column_config
    config = {
        "subject": column.TextColumn("Subject", width=225),
        "relation": column.TextColumn("Relation", width=115),
        "object": column.TextColumn("Object", width=200),
        "place": column.TextColumn("Where it stands", width=215),
        "basis": column.TextColumn("Basis", width=80),
    }  # fmt: skip
    show.picker(
        "edges", frame, [edge.ref for edge in edges], state.read("edge"),
        lambda ref: _pick("chart", "edge", ref), turn=_round("table"), alt="Edges of the drawing",
        column_config=config, height=min(420, 38 + 35 * max(len(rows), 1)),
    )  # fmt: skip


def _panel(folder: str, near: nx.MultiDiGraph, things: Mapping[str, Thing], edges: list[Edge], start: Thing) -> None:
    """Show what is selected: an edge, a thing, or else the thing whose lineage it is."""
    asked_node, asked_edge = state.read("node"), state.read("edge")
    edge = next((edge for edge in edges if edge.ref == asked_edge), None)
    thing = next((things[iri] for iri in near if things[iri].ref == asked_node), None)
    if (asked_edge and not edge) or (asked_node and not thing):
        show.note("The link asks for something that is not in this drawing.", asked_edge or asked_node)
    with st.container(border=True):
        if edge:
            detail.edge(folder, edge)
        else:
            detail.thing(folder, thing or start, is_start=thing in (None, start))
