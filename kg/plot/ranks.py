"""The results of a board by date, and the line of the best ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kg.looks import BLUE, GREY, INK, ORANGE
from kg.plot import labels, times
from kg.plot.canvas import TEXT, Sheet, begin, fitted, literal


@dataclass(frozen=True, slots=True)
class Point:
    """A result of a board."""

    model: str
    value: float
    date: str | None
    parameters: int | None
    extra_data: bool | None
    best: bool
    """Whether it was the best when it came, or is on a Pareto front."""
    on_front: bool = False
    """Whether it is on the Pareto front of all results."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How results are marked by the answer to whether they had extra training data."""

    words: str
    colour: str
    marker: str
    filled: bool


KINDS: dict[bool | None, Kind] = {
    True: Kind("extra training data", BLUE, "o", True),
    False: Kind("no extra training data", ORANGE, "s", True),
    None: Kind("not known whether", GREY, "o", False),
}


def draw(sheet: Sheet, points: Sequence[Point], measure: str, *, higher: bool, names: int = 30) -> Figure:
    """Draw the results of a board by date.

    Parameters
    ----------
    sheet : Sheet
    points : sequence of Point
        Those without a date, or whose value is too large to be drawn, are left out; at least one must remain.
    measure : str
        What the values are, for the axis.
    higher : bool
        Whether a higher value is better.
    names : int
        How many of the best ones are named, the last ones first.
    """
    placed = [(day, point) for point in points if (day := times.day(point.date)) is not None and isfinite(point.value)]
    figure, axes = begin(sheet, 4.4, below=0.3, above=0.22)
    times.span(axes, (day for day, _ in placed))
    for answer in KINDS:
        mark(axes, [(day, point) for day, point in placed if point.extra_data is answer], answer)
    record = sorted(((day, point) for day, point in placed if point.best), key=lambda pair: (pair[0], pair[1].model))
    corners = _stairs([(day, point.value) for day, point in record], axes.get_xlim()[1])
    axes.plot(*zip(*corners, strict=True), color=INK, linewidth=1.1, zorder=2) if corners else None
    axes.set_ylabel(fitted(literal(measure), TEXT, 3))
    axes.margins(y=0.09)
    axes.set_ylim(axes.get_ylim())
    legend(
        axes, {point.extra_data for _, point in placed}, [Line2D([], [], color=INK, linewidth=1.1, label="best so far")]
    )
    named = [labels.Label(point.model, day, point.value) for day, point in reversed(record)][:names]
    labels.write(axes, named, [(day, point.value) for day, point in placed], between(corners),
                 toward=(-1, 1 if higher else -1))  # fmt: skip
    return figure


def mark(axes: Axes, placed: Sequence[tuple[float, Point]], answer: bool | None) -> None:
    """Mark results of one kind; the best ones are larger."""
    kind = KINDS[answer]
    for best, size in ((False, 13), (True, 26)):
        chosen = [(x, point.value) for x, point in placed if point.best is best]
        if chosen:
            across, up = zip(*chosen, strict=True)
            axes.scatter(
                across, up, s=size, marker=kind.marker, zorder=4 if best else 3, linewidths=0.8,
                edgecolors=kind.colour if not best else INK, facecolors=kind.colour if kind.filled else "white",
                alpha=1 if best else 0.75,
            )  # fmt: skip


def legend(axes: Axes, answers: set[bool | None], more: Sequence[Line2D]) -> None:
    """Explain the marks that occur, above the axes at the right."""
    handles = [
        Line2D([], [], linestyle="", marker=kind.marker, markersize=4.5, markeredgecolor=kind.colour,
               markerfacecolor=kind.colour if kind.filled else "white", label=kind.words)
        for answer, kind in KINDS.items() if answer in answers
    ]  # fmt: skip
    axes.legend(handles=[*handles, *more], loc="lower left", bbox_to_anchor=(0, 1), ncols=4, borderaxespad=0.2,
                handletextpad=0.5, columnspacing=1.6)  # fmt: skip


def _stairs(record: Sequence[tuple[float, float]], until: float) -> list[tuple[float, float]]:
    """Give the corners of the line of the best value, which goes on to the end."""
    corners: list[tuple[float, float]] = []
    for day, value in record:
        corners += [(day, corners[-1][1])] if corners else []
        corners.append((day, value))
    return [*corners, (until, corners[-1][1])] if corners else []


def between(corners: Sequence[tuple[float, float]], pieces: int = 24) -> list[tuple[float, float]]:
    """Give places on a line between its corners."""
    return [
        (x + (right - x) * step / pieces, y + (up - y) * step / pieces)
        for (x, y), (right, up) in pairwise(corners) for step in range(pieces)
    ]  # fmt: skip
