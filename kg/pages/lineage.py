"""What a technique or paper grew from and what grew from it, drawn against time and listed with its evidence."""

from collections.abc import Mapping
from hashlib import blake2b

import networkx as nx
import polars as pl
import streamlit as st

from kg.analysis import lineage
from kg.errors import UsageProblem
from kg.pages import data, detail, drawing, facts, look, show, state
from kg.pages.drawing import Edge
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
    graph, things = data.projection(folder).lineage, facts.things(folder)
    if not graph.number_of_edges():
        raise UsageProblem(
            "this graph holds no lineage; load a source that states some, then reload this page"
        )
    typed = state.read("thing") or _busiest(graph, things)
    chosen = _choose(graph, things, typed)
    start = facts.find(folder, typed)
    near = _near(graph, start, *chosen)
    edges = _edges(near, things)
    left, right = st.columns([2.35, 1], gap="medium")
    with left:
        _chart(near, things, edges, start)
        _table(edges)
    with right:
        _panel(folder, near, things, edges, start)


def _choose(
    graph: nx.MultiDiGraph, things: Mapping[str, Thing], typed: str
) -> tuple[str, int | None, list[str]]:
    """Show the choices; give direction, depth and kinds of edge."""
    offered = _offered(graph, things)
    names = {thing.ref: _entry(thing) for thing in offered}
    one, two, three = st.columns([2.2, 1.5, 1.3], gap="medium")
    with one:
        st.selectbox(
            "Technique or paper", list(names), format_func=lambda ref: names.get(ref, ref), accept_new_options=True,
            help="Pick one, or type any name, arXiv identifier or IRI", **state.text("thing", typed, clears=_PICKED),
        )  # fmt: skip
    with two:
        tied = state.choice("direction", lineage.DIRECTIONS, "both", clears=_PICKED)
        direction = st.segmented_control("Direction", lineage.DIRECTIONS, required=True, **tied)
    with three:
        tied = state.choice("depth", _DEPTHS, "2", clears=_PICKED)
        depth = st.segmented_control("Generations", _DEPTHS, required=True, **tied)
    tied = state.several("kinds", look.RELATIONS, lineage.DESCENT, clears=_PICKED)
    kinds = st.pills(
        "Kinds of edge", list(look.RELATIONS), format_func=look.relation, selection_mode="multi", **tied
    )
    return str(direction), None if depth == "all" else int(str(depth)), list(kinds) or list(lineage.DESCENT)


def _offered(graph: nx.MultiDiGraph, things: Mapping[str, Thing]) -> list[Thing]:
    """Give the things that have lineage, by name; where there are too many, those with the most edges."""
    related = sorted((iri for iri in things if graph.degree(iri)), key=lambda iri: -graph.degree(iri))[
        :MOST_OFFERED
    ]
    kept = set(related)
    return [thing for iri, thing in things.items() if iri in kept]


def _entry(thing: Thing) -> str:
    also = f" ({', '.join(thing.others[:2])})" if thing.others and thing.kind == "technique" else ""
    return f"{look.shorten(thing.label, 70)}{also} · {thing.kind}"


def _busiest(graph: nx.MultiDiGraph, things: Mapping[str, Thing]) -> str:
    techniques = [iri for iri in things if things[iri].kind == "technique"] or list(things)
    return things[max(techniques, key=lambda iri: graph.degree(iri))].ref


def _near(
    graph: nx.MultiDiGraph, start: Thing, direction: str, depth: int | None, kinds: list[str]
) -> nx.MultiDiGraph:
    return lineage.neighbourhood(lineage.descent(graph, kinds), start.iri, direction, depth)


def _edges(near: nx.MultiDiGraph, things: Mapping[str, Thing]) -> list[Edge]:
    found = [
        _edge(things[one], kind, things[two], told)
        for one, two, kind, told in near.edges(keys=True, data=True)
    ]
    return sorted(found, key=lambda edge: (edge.subject.label.lower(), edge.kind, edge.object.label.lower()))


def _edge(one: Thing, kind: str, two: Thing, told: Mapping[str, str]) -> Edge:
    evidence = [str(told.get(name) or "") for name in ("place", "basis", "stated_by", "sentence")]
    return Edge(f"{one.ref} | {kind} | {two.ref}", one, kind, two, *evidence)


def _chart(near: nx.MultiDiGraph, things: Mapping[str, Thing], edges: list[Edge], start: Thing) -> None:
    generations = dict(sorted(near.nodes(data="generation"), key=lambda item: abs(item[1]))[:MOST_DRAWN])
    drawn = [edge for edge in edges if edge.subject.iri in generations and edge.object.iri in generations]
    if not drawn:
        st.info("No edges of these kinds in this direction. Try another direction, or more kinds of edge.")
        return
    if len(generations) < len(near):
        st.info(
            f"Drawn are the {len(generations)} nearest of {len(near)} things; the table below holds all edges."
        )
    made = drawing.draw(generations, things, drawn, start.iri)
    key = _key("chart", [edge.ref for edge in drawn])
    known = {"node": [things[iri].ref for iri in generations], "edge": [edge.ref for edge in drawn]}
    alt = f"Lineage of {start.label}: {len(generations)} things, {len(drawn)} edges; the table below lists the edges"
    st.echarts_chart(
        made.option, height=made.height, key=key, on_select=lambda: _clicked(key, known), alt=alt
    )
    st.caption(
        "Arrows run from a thing to what it came from. Blue: ancestors; orange: descendants; squares: papers; "
        "a thing stands at the date of the paper that introduced it. Click a mark or a line for its evidence."
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
    _pick(*(fresh or found or [("", "")])[0])


def _pick(kind: str, ref: str) -> None:
    state.write(**{name: ref if name == kind else "" for name in _PICKED})


def _table(edges: list[Edge]) -> None:
    st.header(f"The same {len(edges)} edges as a table")
    rows = [
        {"subject": edge.subject.label, "relation": look.relation(edge.kind), "object": edge.object.label,
         "place": edge.places, "basis": edge.basis.lower()}
        for edge in edges
    ]  # fmt: skip
    frame = pl.DataFrame(
        rows, schema=dict.fromkeys(("subject", "relation", "object", "place", "basis"), pl.String())
    )
    column = st.column_config
    config = {
        "subject": column.TextColumn("Subject", width=200), "relation": column.TextColumn("Relation", width=115),
        "object": column.TextColumn("Object", width=200), "place": column.TextColumn("Where it stands", width=210),
        "basis": column.TextColumn("Basis", width=80),
    }  # fmt: skip
    refs = [edge.ref for edge in edges]
    key = _key("table", refs)
    st.dataframe(
        frame, hide_index=True, column_config=config, key=key, on_select=lambda: _row(key, refs),
        selection_mode="single-row", height=min(420, 38 + 35 * max(len(rows), 1)), alt="Edges of the drawing",
    )  # fmt: skip


def _row(key: str, refs: list[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    _pick("edge", refs[rows[0]] if rows else "")


def _panel(
    folder: str, near: nx.MultiDiGraph, things: Mapping[str, Thing], edges: list[Edge], start: Thing
) -> None:
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


def _key(what: str, refs: list[str]) -> str:
    """Give a widget key that changes with what is shown, so that no selection outlives it."""
    return f"lineage-{what}-{blake2b(' '.join(refs).encode(), digest_size=8).hexdigest()}"
