"""Value against parameters, with the Pareto front of each kind of training data."""

from collections.abc import Sequence
from math import isfinite

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from kg.looks import INK, amount
from kg.plot import labels
from kg.plot.canvas import TEXT, Sheet, begin, fitted, literal
from kg.plot.ranks import KINDS, Point, between, legend, mark


def draw(sheet: Sheet, points: Sequence[Point], measure: str, *, higher: bool, names: int = 30) -> Figure:
    """Draw the results of a board by size.

    Parameters
    ----------
    sheet : Sheet
    points : sequence of Point
        Those without parameters, or whose value is too large to be drawn, are left out; at least one must remain.
        `best` are those on the front of all, or of their kind.
    measure : str
        What the values are, for the axis.
    higher : bool
        Whether a higher value is better.
    names : int
        How many on the fronts are named, the best ones first.
    """
    placed = [(float(point.parameters), point) for point in points if point.parameters and isfinite(point.value)]
    figure, axes = begin(sheet, 4.6, above=0.22)
    _sizes(axes, [size for size, _ in placed])
    lines: list[tuple[float, float]] = []
    for answer, kind in KINDS.items():
        of = [(size, point) for size, point in placed if point.extra_data is answer]
        mark(axes, of, answer)
        if answer is not None:
            corners = _front([(size, point.value) for size, point in of if point.best])
            lines += _line(axes, corners, kind.colour, 1.2)
    lines += _line(axes, _front([(size, point.value) for size, point in placed if point.on_front]), INK, 0.7)
    axes.set_ylabel(fitted(literal(measure), TEXT, 3))
    axes.set_xlabel("parameters")
    axes.margins(y=0.09)
    axes.set_ylim(axes.get_ylim())
    answers = {point.extra_data for _, point in placed}
    words = "Pareto front" + (" (in colour: of each)" if answers != {None} else "")
    legend(axes, answers, [Line2D([], [], color=INK, linewidth=0.7, label=words)])
    best = sorted(
        (pair for pair in placed if pair[1].best), key=lambda pair: (pair[1].value, pair[1].model), reverse=higher
    )
    named = [labels.Label(point.model, size, point.value) for size, point in best[:names]]
    labels.write(axes, named, [(size, point.value) for size, point in placed], lines,
                 toward=(-1, 1 if higher else -1))  # fmt: skip
    return figure


def _sizes(axes: Axes, sizes: Sequence[float]) -> None:
    """Make the axis logarithmic, with sizes in words."""
    axes.set_xscale("log")
    axes.set_xlim(min(sizes) / 1.9, max(sizes) * 1.9)
    wide = max(sizes) / min(sizes) > 100
    axes.xaxis.set_major_locator(LogLocator(10, subs=(1.0,) if wide else (1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda size, _: amount(round(size))))
    axes.xaxis.set_minor_formatter(NullFormatter())


def _line(axes: Axes, corners: Sequence[tuple[float, float]], colour: str, width: float) -> list[tuple[float, float]]:
    """Draw a line, and give places on it."""
    if len(corners) < 2:
        return []
    axes.plot(*zip(*corners, strict=True), color=colour, linewidth=width, zorder=2)
    return between(corners)


def _front(found: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Give the corners of a front: a value holds until a larger result is better."""
    corners: list[tuple[float, float]] = []
    for size, value in sorted(found):
        corners += [(size, corners[-1][1])] if corners else []
        corners.append((size, value))
    return corners
