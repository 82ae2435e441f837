"""How techniques spread: papers that use them, by year or month."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, PercentFormatter

from kg.analysis.adoption import Adoption
from kg.looks import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION
from kg.plot import times
from kg.plot.canvas import TEXT, Sheet, begin, fitted, literal

SHOWN = {
    "cumulative": "papers that use it, in all", "papers": "papers that use it",
    "share": "share of all papers of the time", "share_of_known": "share of papers with known techniques",
}  # fmt: skip
"""What a curve may show, by column, with words for the axis."""

_COLOURS = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, INK, GREY)
_MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")


@dataclass(frozen=True, slots=True)
class Spread:
    """One technique, by name."""

    name: str
    adoption: Adoption


def draw(sheet: Sheet, spreads: Sequence[Spread], show: str = "cumulative") -> Figure:
    """Draw the curves of some techniques, with a tick at the time when each was introduced.

    Parameters
    ----------
    sheet : Sheet
    spreads : sequence of Spread
        At least one has a curve.
    show : str
        One of `SHOWN`.
    """
    figure, axes = begin(sheet, 3.8, below=0.3)
    handles, days = [], []
    for place, spread in enumerate(spreads):
        colour, marker = _COLOURS[place % len(_COLOURS)], _MARKS[(place + place // len(_COLOURS)) % len(_MARKS)]
        points = _points(spread.adoption, show)
        days += [day for day, _ in points]
        often = max(1, len(points) // 24)
        axes.plot(*zip(*points, strict=True), color=colour, marker=marker, markersize=4, markevery=often, linewidth=1.5,
                  zorder=4, clip_on=False) if points else None  # fmt: skip
        handles.append(Line2D([], [], color=colour, marker=marker, markersize=4, label=_legend(spread, sheet.width)))
        if introduced := times.day(spread.adoption.introduced):
            days.append(introduced)
            axes.plot(
                [introduced], [0], marker="|", markersize=12, markeredgewidth=2, color=colour, clip_on=False, zorder=5
            )
    times.span(axes, days, before=0.02, after=0.03)
    axes.set_ylim(bottom=0)
    if show.startswith("share"):
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=None))
    else:
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=2))
    axes.set_ylabel(SHOWN[show])
    if any(spread.adoption.introduced for spread in spreads):
        handles.append(
            Line2D([], [], color=GREY, linestyle="", marker="|", markersize=9, markeredgewidth=2, label="introduced")
        )
    axes.legend(handles=handles, loc="upper left")
    return figure


def _points(found: Adoption, show: str) -> list[tuple[float, float]]:
    rows = found.curve.select("period", show).iter_rows()
    return [
        (day, float(value)) for period, value in rows if value is not None and (day := times.day(period)) is not None
    ]


def _legend(spread: Spread, width: float) -> str:
    """Give the name for the legend; matplotlib drops names that begin with an underscore."""
    name = fitted(literal(spread.name), TEXT, width / 2.5)
    return f"\u200a{name}" if name.startswith("_") else name
