"""The drawing of a lineage: an ECharts option, made of plain Python values. Pure: knows no Streamlit.

Names go in as text that ECharts draws on a canvas, tooltips too, so nothing is read as HTML.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import looks, timeline
from kg.pages.edges import Edge
from kg.pages.facts import Thing

LABEL = 32
"""The most characters of a label."""

LANE = 38
"""Pixels from lane to lane."""

_MARGINS = 96
_TURNS = (0.12, 0.26, -0.16, 0.4)


@dataclass(frozen=True, slots=True)
class Drawing:
    option: dict[str, Any]
    height: int
    """Pixels."""


def draw(
    generations: Mapping[str, int],
    things: Mapping[str, Thing],
    edges: Sequence[Edge],
    start: str,
    chosen: str,
) -> Drawing:
    """Draw a lineage on a time axis.

    Parameters
    ----------
    generations : mapping of IRI to int
        What to draw: negative for ancestors of `start`, positive for its descendants.
    things : mapping of IRI to Thing
    edges : sequence of Edge
        Drawn and numbered in this order: a selection gives their index.
    start : str
        The IRI of the thing whose lineage it is.
    chosen : str
        The reference of the thing or the edge that is to stand out; may be empty.
    """
    shown = [things[iri] for iri in generations]
    nodes = [timeline.Node(thing.iri, _label(thing), timeline.moment(thing.date)) for thing in shown]
    layout = timeline.arrange(nodes, [(edge.subject.iri, edge.object.iri) for edge in edges], start)
    dots = [_dot(thing, layout.spots[thing.iri], generations[thing.iri], chosen) for thing in shown]
    series = [_series(dots, _lines(edges, chosen), layout), *_key(edges)]
    return Drawing(_frame(layout) | {"series": series}, layout.lanes * LANE + _MARGINS)


def _frame(layout: timeline.Layout) -> dict[str, Any]:
    marks = [] if layout.since is None else timeline.ticks(layout.since, layout.last)
    form = "{yyyy}" if len(marks) < 2 or marks[1] - marks[0] > 300 * 86_400_000 else "{MMM} {yyyy}"
    return {
        "animation": False,
        "grid": {"left": 12, "right": 12, "top": 44, "bottom": 30},
        "tooltip": {"renderMode": "richText", "confine": True},
        "legend": {"top": 0, "left": 8, "selectedMode": False, "itemWidth": 34, "itemGap": 18,
                   "textStyle": {"fontSize": 12, "color": looks.INK}, "icon": None},
        "xAxis": {"type": "time", "min": layout.left, "max": layout.right, "splitLine": {"show": bool(marks)},
                  "axisLine": {"onZero": False},
                  "axisLabel": {"customValues": marks, "formatter": form, "hideOverlap": True},
                  "axisTick": {"customValues": marks, "show": True}, "axisPointer": {"show": False}},
        "yAxis": {"type": "value", "inverse": True, "min": -0.6, "max": layout.lanes - 0.4, "show": False},
    }  # fmt: skip


def _series(dots: list[dict[str, Any]], lines: list[dict[str, Any]], layout: timeline.Layout) -> dict[str, Any]:
    return {
        "type": "graph", "coordinateSystem": "cartesian2d", "id": "lineage", "selectedMode": "single",
        "data": dots, "links": lines, "edgeSymbol": ["none", "arrow"], "edgeSymbolSize": [0, 9], "z": 3,
        "emphasis": {"focus": "adjacency", "lineStyle": {"width": 4}},
        "blur": {"itemStyle": {"opacity": 0.35}},
        "markArea": _undated(layout),
    }  # fmt: skip


def _undated(layout: timeline.Layout) -> dict[str, Any]:
    """Shade the band of the things without a date, which is no place in time."""
    until = layout.right if layout.since is None else layout.since
    bare = layout.since is not None and all(x >= layout.since for x, _ in layout.spots.values())
    area = [] if bare else [[{"xAxis": layout.left}, {"xAxis": until}]]
    title = {"show": True, "formatter": "no date known", "position": "insideBottomLeft", "color": looks.GREY}
    return {"silent": True, "itemStyle": {"color": "rgba(107,119,133,0.09)"}, "label": title, "data": area}


def _dot(thing: Thing, spot: tuple[float, int], generation: int, chosen: str) -> dict[str, Any]:
    start = generation == 0
    colour = looks.INK if start else looks.BLUE if generation < 0 else looks.ORANGE
    style = {"color": colour if thing.date else "#FFFFFF", "borderColor": colour, "borderWidth": 2}
    if thing.ref == chosen:
        style |= {"borderColor": looks.VERMILION, "borderWidth": 4}
    words = f"{thing.label}\n{thing.kind}, {thing.date or 'no date known'}"
    return {
        "id": thing.iri, "value": list(spot), "symbol": "circle" if thing.kind == "technique" else "rect",
        "symbolSize": 18 if start else 13, "itemStyle": style, "select": {"itemStyle": style},
        "label": {"show": True, "position": "right", "distance": 6, "formatter": _label(thing),
                  "fontSize": 12, "color": looks.INK, "fontWeight": "bold" if start else "normal",
                  "textBorderColor": "#FFFFFF", "textBorderWidth": 3},
        "tooltip": {"formatter": _literal(words)},
    }  # fmt: skip


def _lines(edges: Sequence[Edge], chosen: str) -> list[dict[str, Any]]:
    between: dict[frozenset[str], int] = {}
    lines = []
    for edge in edges:
        pair = frozenset((edge.subject.iri, edge.object.iri))
        turn = between[pair] = between.get(pair, -1) + 1
        lines.append(_line(edge, _TURNS[turn % len(_TURNS)], edge.ref == chosen))
    return lines


def _line(edge: Edge, curveness: float, chosen: bool) -> dict[str, Any]:
    words = f"{edge.subject.label}\n{looks.relation(edge.kind)}\n{edge.object.label}\n({edge.places})"
    style = _style(edge.kind) | {"curveness": curveness, "opacity": 1 if chosen else 0.75}
    if chosen:
        style |= {"width": 5}
    ends = {"source": edge.subject.iri, "target": edge.object.iri}
    return ends | {"lineStyle": style, "tooltip": {"formatter": _literal(words)}}


def _key(edges: Sequence[Edge]) -> list[dict[str, Any]]:
    """Empty series, one a kind that occurs: they only put its line into the legend."""
    kinds = [kind for kind in looks.LINES if any(edge.kind == kind for edge in edges)]
    return [
        {"type": "line", "name": looks.relation(kind), "data": [], "symbol": "none", "lineStyle": _style(kind),
         "itemStyle": {"opacity": 0}, "silent": True}
        for kind in kinds
    ]  # fmt: skip


def _style(kind: str) -> dict[str, Any]:
    colour, dash, width = looks.LINES.get(kind, (looks.GREY, "solid", 1.5))
    return {"color": colour, "type": dash, "width": width}


def _label(thing: Thing) -> str:
    return _literal(looks.shorten(thing.label, LABEL))


def _literal(text: str) -> str:
    """Replace the braces, which ECharts would read as a template."""
    return text.replace("{", "(").replace("}", ")")
