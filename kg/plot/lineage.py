"""What a thing grew from and what grew from it, on a time axis from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from kg.looks import BLUE, FAINT, GREY, INK, LINES, ORANGE, headline, relation
from kg.plot import times
from kg.plot.canvas import SMALL, Sheet, begin, extent, fitted, literal
from kg.timeline import Layout, Node, arrange, moment

_LONGEST = 1.9
"""Inches of a name; longer ones are cut."""
_MARK, _DAY, _LANE = 0.16, 86_400_000, 0.27
_SIZE = SMALL + 0.3


@dataclass(frozen=True, slots=True)
class Thing:
    """A technique or paper; `generation` is negative for ancestors, positive for descendants, else 0."""

    key: str
    label: str
    date: str | None
    kind: str
    generation: int


@dataclass(frozen=True, slots=True)
class Edge:
    """The thing `derived` comes from `origin`, in the way of `kind`."""

    derived: str
    origin: str
    kind: str


def draw(sheet: Sheet, things: Sequence[Thing], edges: Sequence[Edge]) -> Figure:
    """Draw a lineage.

    Parameters
    ----------
    sheet : Sheet
    things : sequence of Thing
        One of them, of generation 0, is what it is about.
    edges : sequence of Edge
        Between things that are there.
    """
    names = {thing.key: _name(thing) for thing in things}
    generations = {thing.key: thing.generation for thing in things}
    start = next(thing.key for thing in things if not thing.generation)
    rooms = {name: 100 * (extent(name, _SIZE, bold=True)[0] + _MARK) for name in names.values()}
    layout = arrange(
        [Node(thing.key, names[thing.key], moment(thing.date)) for thing in things],
        [(edge.derived, edge.origin) for edge in edges], start,
        width=100 * (sheet.width - 0.4), measure=rooms.__getitem__,
    )  # fmt: skip
    tall = max(layout.lanes, 3) * _LANE + 1.05 + 0.14 * len(sheet.notes)
    figure, axes = begin(sheet, tall, left=0, right=0, below=0.25, above=0.22)
    _frame(axes, layout)
    spots = {key: (x / _DAY, -lane) for key, (x, lane) in layout.spots.items()}
    for edge in edges:
        near = generations[edge.derived] - generations[edge.origin] == 1
        _arrow(axes, spots[edge.derived], spots[edge.origin], edge.kind, near)
    for thing in things:
        _mark(axes, thing, names[thing.key], spots[thing.key])
    _legend(axes, edges, things)
    return figure


def _name(thing: Thing) -> str:
    text = literal(thing.label)
    short = headline(text) if thing.kind == "paper" else text
    return fitted(short, _SIZE, _LONGEST, bold=not thing.generation)


def _frame(axes: Axes, layout: Layout) -> None:
    axes.set_xlim(layout.left / _DAY, layout.right / _DAY)
    axes.set_ylim(-layout.lanes + 0.2, 0.7)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    since = layout.right if layout.since is None else layout.since
    if layout.since is None or any(x < since for x, _ in layout.spots.values()):
        axes.axvspan(layout.left / _DAY, since / _DAY, color=FAINT, alpha=0.55, linewidth=0, zorder=0)
        axes.annotate("no date known", (0, 0), (4, 4), xycoords="axes fraction", textcoords="offset points",
                      size=SMALL, color=GREY)  # fmt: skip
    if layout.since is not None:
        times.mark(axes, layout.since / _DAY, layout.last / _DAY)
    else:
        axes.set_xticks([])


def _arrow(axes: Axes, derived: tuple[float, float], origin: tuple[float, float], kind: str, near: bool) -> None:
    """Draw an arrow to the origin, a little bent, so that arrows between the same lanes part.

    Those from one generation to the next stand out.
    """
    colour, dash, width = _line(kind)
    ends = axes.transData.transform([derived, origin])
    length = max(float(np.hypot(*(ends[0] - ends[1]))) / 72, 0.01)
    bend = -_LANE * 0.62 if derived[1] == origin[1] else 0.1 if derived[1] > origin[1] else -0.1
    axes.add_patch(
        FancyArrowPatch(
            derived, origin, arrowstyle="-|>", mutation_scale=6, shrinkA=3.5, shrinkB=4, color=colour, linestyle=dash,
            linewidth=width * 0.45, connectionstyle=f"arc3,rad={np.clip(2 * bend / length, -0.5, 0.5):.4f}",
            alpha=0.85 if near else 0.3, zorder=2,
        )
    )  # fmt: skip


def _line(kind: str) -> tuple[str, Any, float]:
    return LINES.get(kind, (GREY, "solid", 1.5))


def _mark(axes: Axes, thing: Thing, name: str, spot: tuple[float, float]) -> None:
    colour = INK if not thing.generation else BLUE if thing.generation < 0 else ORANGE
    axes.plot(
        *([value] for value in spot), marker="o" if thing.kind == "technique" else "s", color=colour, linestyle="",
        markersize=5.5 if not thing.generation else 4.2, markerfacecolor=colour if thing.date else "white", zorder=4,
    )  # fmt: skip
    axes.annotate(
        name, spot, (5, 0), textcoords="offset points", va="center", size=_SIZE, zorder=5,
        weight="normal" if thing.generation else "bold",
        bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.4},
    )  # fmt: skip


def _legend(axes: Axes, edges: Sequence[Edge], things: Sequence[Thing]) -> None:
    """Explain the arrows and the marks that occur, above the axes."""
    kinds = [kind for kind in LINES if any(edge.kind == kind for edge in edges)]
    handles = [
        Line2D([], [], color=colour, linestyle=dash, linewidth=width * 0.6, label=relation(kind))
        for kind, (colour, dash, width) in ((kind, _line(kind)) for kind in kinds)
    ]
    for colour, words, wanted in ((BLUE, "ancestor", -1), (ORANGE, "descendant", 1)):
        if any(thing.generation * wanted > 0 for thing in things):
            handles.append(Line2D([], [], color=colour, linestyle="", marker="o", markersize=4.2, label=words))
    axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(handles) or 1, borderaxespad=0.2,
                handletextpad=0.6, columnspacing=1.5, handlelength=2.2)  # fmt: skip
