"""Names beside points, placed so that none hides another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from kg.looks import GREY, INK
from kg.plot.canvas import SMALL, extent, fitted, literal

Boxes = NDArray[np.float64]

_WAYS = (
    (1, 0),
    (-1, 0),
    (0, 1),
    (0, -1),
    (1, 1),
    (-1, 1),
    (1, -1),
    (-1, -1),
    (1, 0.5),
    (-1, 0.5),
    (1, -0.5),
    (-1, -0.5),
)
_STEPS = (0.025, 0.09, 0.2, 0.3, 0.42, 0.58, 0.78)
"""How far a name may stand from its point, in inches."""
_POINT = 0.045
"""Half of the side of a point, in inches."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name of the point at (x, y), in units of the axes; one that `must` be there may hide something."""

    text: str
    x: float
    y: float
    must: bool = False
    bold: bool = False
    size: float = SMALL


def write(
    axes: Axes, labels: Sequence[Label], points: Sequence[tuple[float, float]],
    lines: Sequence[tuple[float, float]] = (), *, radii: Sequence[float] | None = None,
    toward: tuple[float, float] = (0.0, 0.0), longest: float = 1.9,
) -> int:  # fmt: skip
    """Write names beside their points, the first ones first.

    A name stands where it hides no other name, and as few points and lines as may be; far from its point, a thin line
    leads to it. Limits of the axes must be set before.

    Parameters
    ----------
    axes : Axes
    labels : sequence of Label
    points : sequence of pairs
        Where points are, in units of the axes: not to be hidden if it can be helped.
    lines : sequence of pairs
        Places on lines; it is less bad to hide these.
    radii : sequence of float, optional
        Of the points, in inches.
    toward : pair of float
        The way in which there is most room: across and up, each -1, 0 or 1.
    longest : float
        Inches; longer names are cut.

    Returns
    -------
    int
        How many names found no place.
    """
    found = _Places(axes, points, lines, radii, toward)
    left_out = 0
    for label in labels:
        text = fitted(literal(label.text), label.size, longest, bold=label.bold)
        place = found.take(label, extent(text, label.size, bold=label.bold))
        left_out += place is None
        if place is not None:
            _put(axes, label, text, *place)
    return left_out


def _put(axes: Axes, label: Label, text: str, across: float, up: float, far: bool) -> None:
    """Write a name at a place, given in inches from the point, with a line to it where that is far."""
    leader = {"arrowstyle": "-", "color": GREY, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3} if far else None
    axes.annotate(
        text, (label.x, label.y), (across * 72, up * 72), textcoords="offset points", va="center", ha="center",
        size=label.size, weight="bold" if label.bold else "normal", color=INK, zorder=6, arrowprops=leader,
        bbox={"facecolor": "white", "alpha": 0.65, "edgecolor": "none", "pad": 0.3},
    )  # fmt: skip


class _Places:
    """What is taken on the axes, in inches from their lower left corner."""

    def __init__(
        self, axes: Axes, points: Sequence[tuple[float, float]], lines: Sequence[tuple[float, float]],
        radii: Sequence[float] | None, toward: tuple[float, float],
    ) -> None:  # fmt: skip
        figure = axes.get_figure(root=True)
        assert figure is not None
        self._axes, self._dpi = axes, figure.dpi
        self._astray = _ASTRAY * np.array([1 - _cosine(way, toward) for way in _WAYS])
        corner = axes.get_window_extent()
        self._corner = np.array([corner.x0, corner.y0])
        self._size = np.array([corner.width, corner.height]) / self._dpi
        spots = self._inches(points)
        reach = np.full(len(spots), _POINT) if radii is None else np.asarray(radii, float)
        self._points = np.hstack([spots - reach[:, None], spots + reach[:, None]])
        self._reach = {tuple(point): float(far) for point, far in zip(points, reach, strict=True)}
        marks = self._inches(lines)
        self._lines = np.hstack([marks, marks])
        self._names: Boxes = np.empty((0, 4))

    def take(self, label: Label, size: tuple[float, float]) -> tuple[float, float, bool] | None:
        """Find the best place of a name: its middle, in inches from the point, and whether it is far from it."""
        spot = self._inches([(label.x, label.y)])[0]
        half = np.array([size[0] + 0.06, size[1] + 0.02]) / 2
        reach = self._reach.get((label.x, label.y), _POINT)
        offsets = np.array([np.array(way) * (step + reach + half) for step in _STEPS for way in _WAYS])
        boxes = np.hstack([spot + offsets - half, spot + offsets + half])
        inside = np.asarray((boxes[:, :2] >= 0).all(1) & (boxes[:, 2:] <= self._size).all(1), bool)
        best = self._best(boxes, inside, self._cost(spot, offsets, boxes), label.must)
        if best is None:
            return None
        self._names = np.vstack([self._names, boxes[best]])
        far = best // len(_WAYS) >= _FAR
        if far:
            way = _leader(spot, offsets[[best]])
            self._lines = np.vstack([self._lines, np.hstack([way, way])])
        return float(offsets[best, 0]), float(offsets[best, 1]), far

    def _cost(self, spot: Boxes, offsets: Boxes, boxes: Boxes) -> Boxes:
        """Tell how bad each place of a name is: what it hides, how far it is, and whose name its line crosses."""
        far = np.repeat(np.arange(len(_STEPS)) >= _FAR, len(_WAYS))
        ways = _leader(spot, offsets)
        crossed = _hits(np.hstack([ways, ways]), self._names).reshape(len(boxes), -1).sum(1)
        distance = np.repeat(_STEPS, len(_WAYS)) * 18 + np.tile(self._astray + _LATER, len(_STEPS))
        found: Boxes = (
            3 * _hits(boxes, self._points) + 0.7 * _hits(boxes, self._lines) + distance + far * (1 + 2 * crossed)
        )
        return found

    def _best(self, boxes: Boxes, inside: NDArray[np.bool_], cost: Boxes, must: bool) -> int | None:
        hidden = _hits(boxes, self._names)
        free = inside & (hidden == 0)
        if must and not free.any():
            free, cost = inside if inside.any() else np.ones(len(boxes), bool), cost + 100 * hidden
        allowed = np.where(free, cost, np.inf)
        best = int(np.argmin(allowed))
        return best if must or allowed[best] <= _WORST else None

    def _inches(self, places: Sequence[tuple[float, float]]) -> Boxes:
        if not len(places):
            return np.empty((0, 2))
        found: Boxes = (self._axes.transData.transform(np.asarray(places, float)) - self._corner) / self._dpi
        return found


_ASTRAY = 1.0
"""How bad it is to stand on the side opposite of where there is room, by half."""
_LATER = np.arange(len(_WAYS)) * 0.05
"""Of places that are alike otherwise, the first is taken."""
_FAR = 2
"""The step from which on a line leads from the point to its name."""
_WORST = 12.0
"""A name that needs not be there is left out rather than put where it hides this much."""


def _cosine(one: tuple[float, float], other: tuple[float, float]) -> float:
    lengths = float(np.hypot(*one) * np.hypot(*other))
    return (one[0] * other[0] + one[1] * other[1]) / lengths if lengths else 0.0


def _leader(spot: Boxes, offsets: Boxes) -> Boxes:
    """Give places on the lines from a point to the names at some offsets."""
    parts = np.linspace(0.1, 0.8, 8)
    return np.asarray(spot + (offsets[:, None, :] * parts[None, :, None]).reshape(-1, 2))


def _hits(boxes: Boxes, others: Boxes) -> NDArray[np.int64]:
    """Count how many of the others each box meets."""
    apart = (
        (boxes[:, None, 0] > others[None, :, 2]) | (boxes[:, None, 2] < others[None, :, 0])
        | (boxes[:, None, 1] > others[None, :, 3]) | (boxes[:, None, 3] < others[None, :, 1])
    )  # fmt: skip
    found: NDArray[np.int64] = (~apart).sum(1)
    return found
