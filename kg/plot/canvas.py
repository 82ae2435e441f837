"""The sheet that a picture is drawn on, and its bytes as SVG or PNG: the same picture gives the same bytes."""

import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from kg.looks import FAINT, GREY, INK

Picture = Figure

FORMS = ("svg", "png")

TITLE, TEXT, SMALL = 10.0, 8.0, 6.5
"""Sizes of letters, in points."""

_MARGIN = 0.12
"""Inches around everything."""

_STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    # DejaVu Sans comes with matplotlib; where a viewer of an SVG lacks it, Verdana has letters of the same width.
    "font.sans-serif": ["DejaVu Sans", "Verdana"],
    "font.size": TEXT,
    "text.parse_math": False,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": GREY, "xtick.color": GREY, "ytick.color": GREY,
    "xtick.labelcolor": INK, "ytick.labelcolor": INK,
    "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.7, "axes.axisbelow": True,
    "axes.grid": True, "grid.color": FAINT, "grid.linewidth": 0.6,
    "legend.frameon": False, "legend.fontsize": TEXT - 0.5,
    "figure.facecolor": "white", "savefig.facecolor": "white",
    "svg.fonttype": "none", "svg.hashsalt": "paperkin",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """What every picture has besides its drawing.

    Parameters
    ----------
    title : str
    notes : sequence of str
        What stands below it: what was left out, what is known, the sources; each is a line, or more where it is long.
    width : float
        Inches.
    height : float or None
        Inches; None leaves it to the picture.
    """

    title: str
    notes: Sequence[str] = ()
    width: float = 7.2
    height: float | None = None


@contextmanager
def style() -> Iterator[None]:
    """Draw in our style; what is set elsewhere stays as it was."""
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        # A sign that the font lacks becomes a box in PNG; in SVG it is text, which a viewer draws with its own fonts.
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        yield


def literal(text: str) -> str:
    """Give text that can be drawn: in one line, without signs that have no shape.

    Examples
    --------
    >>> literal("On\\n$x$ \\x07 & <y>")
    'On $x$ \\ufffd & <y>'
    """
    shaped = (
        "" if unicodedata.category(sign) == "Cf" else sign if sign.isprintable() else "\ufffd"
        for sign in " ".join(text.split())
    )  # fmt: skip
    return "".join(shaped)


def extent(text: str, size: float, *, bold: bool = False) -> tuple[float, float]:
    """Give width and height of a line of text, in inches."""
    font = FontProperties(size=size, weight="bold" if bold else "normal")
    width, height, _ = _renderer().get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 72, float(height) / 72


@cache
def _renderer() -> Any:
    canvas: Any = FigureCanvasAgg(Figure(dpi=72))
    return canvas.get_renderer()


def fitted(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """Cut a line so that it is at most `width` inches wide."""
    if extent(text, size, bold=bold)[0] <= width:
        return text
    few, many = 0, len(text)
    while many - few > 1:
        middle = (few + many) // 2
        fits = extent(text[:middle].rstrip() + "…", size, bold=bold)[0] <= width
        few, many = (middle, many) if fits else (few, middle)
    return text[:few].rstrip() + "…"


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Break text at spaces into lines of at most `width` inches."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and extent(longer, size)[0] > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [fitted(line, size, width) for line in lines]


def begin(
    sheet: Sheet, height: float, *, left: float = 0.55, right: float = 0.1, below: float = 0.45, above: float = 0.0
) -> tuple[Figure, Axes]:
    """Make a sheet with its title and notes, and the axes between them.

    Parameters
    ----------
    sheet : Sheet
    height : float
        Inches, where the sheet leaves it open.
    left, right, below, above : float
        Inches for what stands beside the axes: names of values and of the axis, a legend.
    """
    whole = sheet.height or height
    figure = Figure(figsize=(sheet.width, whole))
    room = sheet.width - 2 * _MARGIN
    figure.text(
        _MARGIN / sheet.width, 1 - _MARGIN / whole, fitted(literal(sheet.title), TITLE, room, bold=True), va="top",
        size=TITLE, weight="bold",
    )  # fmt: skip
    notes = [line for note in sheet.notes for line in wrapped(literal(note), SMALL, room)]
    line = SMALL * 1.4 / 72
    for place, note in enumerate(reversed(notes)):
        figure.text(_MARGIN / sheet.width, (_MARGIN + place * line) / whole, note, va="bottom", size=SMALL, color=GREY)
    bottom, top = _MARGIN + len(notes) * line + below, _MARGIN + TITLE * 1.7 / 72 + above
    axes = figure.add_axes((
        (_MARGIN + left) / sheet.width, bottom / whole,
        (room - left - right) / sheet.width, max(whole - bottom - top, 0.3) / whole,
    ))  # fmt: skip
    return figure, axes


def render(figure: Figure, form: str, dpi: float) -> bytes:
    """Write a picture, without the date of writing.

    Parameters
    ----------
    figure : Figure
    form : str
        One of `FORMS`.
    dpi : float
        Dots an inch, of PNG.
    """
    out = BytesIO()
    metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
    figure.savefig(out, format=form, dpi=dpi, metadata=metadata)
    return out.getvalue()
