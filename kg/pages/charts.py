"""Charts of a leaderboard as Vega-Lite specifications. Pure: a frame goes in, plain values come out."""

from collections.abc import Sequence
from math import log10
from typing import Any

import polars as pl

from kg import looks
from kg.looks import amount
from kg.pages import look

UNKNOWN = "not in a family"

_NAMED = 6
"""Ranks whose models are named in the chart."""

_LETTER = 0.0125
"""The width of a letter of a name, as a share of the width of the chart."""


def points(standings: pl.DataFrame) -> list[dict[str, Any]]:
    """Give one point a result, with what its tooltip says.

    Parameters
    ----------
    standings : DataFrame
        As `kg.pages.data.standings` gives it.
    """
    frame = standings.with_columns(
        family=pl.col("family").str.split("; ").list.first().replace("", None).fill_null(UNKNOWN),
        families=pl.col("family"),
        extra=pl.when(pl.col("samples") == 0).then(pl.lit("none")).when(pl.col("samples") > 0).then(pl.lit("some")),
        shown_parameters=pl.col("parameters").map_elements(amount, pl.String()),
        shown_samples=pl.col("samples").map_elements(amount, pl.String()),
    )
    return frame.drop("result").to_dicts()


def families(standings: pl.DataFrame) -> list[str]:
    """Give the families in a fixed order, so that a colour always means the same one."""
    found = {str(point["family"]) for point in points(standings)}
    return sorted(found, key=lambda name: (name == UNKNOWN, name))


def against(standings: pl.DataFrame, across: str, title: str, measure: str) -> dict[str, Any]:
    """Chart the value against ``parameters`` or ``samples``, on a logarithmic scale with a place for zero."""
    kept = standings.filter(pl.col(across).is_not_null())
    y = _channel("value", measure) | {"scale": {"zero": False, "nice": True}}
    return _chart(kept, _amounts(kept, across, title), y, families(standings), measure, [_names(kept, across, measure)])


def by_rank(standings: pl.DataFrame, up: str, title: str, measure: str) -> dict[str, Any]:
    """Chart ``parameters`` or ``samples`` by rank, as the review's figures do."""
    kept = standings.filter(pl.col(up).is_not_null() & pl.col("rank").is_not_null())
    x = _channel("rank", "Rank") | {
        "axis": {"tickMinStep": 1, "grid": False, "labelExpr": "datum.value === 0 ? '' : datum.label"},
        "scale": {"domainMin": 0, "nice": False},
    }
    return _chart(kept, x, _amounts(kept, up, title), families(standings), measure, [])


def _chart(
    kept: pl.DataFrame,
    x: dict[str, Any],
    y: dict[str, Any],
    order: Sequence[str],
    measure: str,
    more: list[dict[str, Any]],
) -> dict[str, Any]:
    marks = {"mark": {"type": "point", "size": 90, "strokeWidth": 1.8}, "encoding": _marks(order) | {"y": y}}
    legend = {"orient": "bottom", "columns": 3, "labelLimit": 260, "labelFontSize": 12, "symbolSize": 80}
    axis = {"titlePadding": 10, "labelFontSize": 12, "titleFontSize": 12}
    return {
        "data": {"values": points(kept)},
        "height": 480,
        "encoding": {"x": x, "tooltip": _tooltip(measure)},
        "layer": [marks, *more],
        "config": {"legend": legend | {"title": None, "columnPadding": 14}, "axis": axis},
    }


def _channel(field: str, title: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": title}


def _amounts(kept: pl.DataFrame, column: str, title: str) -> dict[str, Any]:
    return _channel(column, title) | {"scale": _scale(kept, column), "axis": _axis(kept, column)}


def _marks(order: Sequence[str]) -> dict[str, Any]:
    """Give each family a colour and a shape; marks of results without extra data are hollow."""
    colours = {"domain": list(order), "range": _cycle(look.FAMILY_COLOURS, len(order))}
    shapes = {"domain": list(order), "range": _cycle(look.FAMILY_SHAPES, len(order))}
    hollow = {"condition": {"test": "datum.extra === 'some'", "value": 0.75}, "value": 0}
    return {
        "color": {"field": "family", "type": "nominal", "scale": colours},
        "fill": {"field": "family", "type": "nominal", "scale": colours},
        "shape": {"field": "family", "type": "nominal", "scale": shapes},
        "fillOpacity": hollow,
    }


def _names(kept: pl.DataFrame, across: str, measure: str) -> dict[str, Any]:
    """Name the models of the best ranks at the left of their points; names that would overlap stand lower."""
    best = kept.filter(pl.col("rank") <= _NAMED).sort("value", across, descending=[True, False])
    values = [
        {"model": model, across: x, "level": level}
        for model, x, level in zip(best["model"], best[across], _levels(kept, best, across), strict=True)
    ]
    mark = {"type": "text", "align": "right", "dx": -9, "fontSize": 11, "color": looks.INK, "limit": 230}
    encoding = {
        "y": _channel("level", measure),
        "text": {"field": "model", "type": "nominal"},
        "tooltip": None,
    }
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _levels(kept: pl.DataFrame, best: pl.DataFrame, across: str) -> list[float]:
    """Give the height of each name: that of its point, or lower where a name above it is in the way."""
    gap = (_number(kept["value"].max()) - _number(kept["value"].min())) / 26
    unit = _smallest(kept, across) / 4 or 1.0
    places = [log10(x / unit + 1) for x in kept[across]]
    letter = _LETTER * (max(places) - min(places)) if places else 0.0
    ends = [log10(x / unit + 1) for x in best[across]]
    spans = [(end - letter * len(name), end) for end, name in zip(ends, best["model"], strict=True)]
    levels: list[float] = []
    for (begin, end), value in zip(spans, best["value"], strict=True):
        above = [level for (left, right), level in zip(spans, levels, strict=False) if begin < right and left < end]
        levels.append(min([value, *(level - gap for level in above if level - value < gap)]))
    return levels


def _tooltip(measure: str) -> list[dict[str, Any]]:
    fields = (("model", "Model"), ("rank", "Rank"), ("value", measure), ("shown_parameters", "Parameters"),
              ("shown_samples", "Extra samples"), ("families", "Family"), ("title", "Paper"),
              ("date", "Date"), ("place", "Stated in"))  # fmt: skip
    return [{"field": field, "title": title, "type": "nominal"} for field, title in fields]


def _scale(kept: pl.DataFrame, column: str) -> dict[str, Any]:
    """Give a logarithmic scale; where there are zeros, one that is linear close to zero."""
    if kept.filter(pl.col(column) == 0).is_empty():
        return {"type": "log", "nice": False, "padding": 24}
    return {"type": "symlog", "constant": _smallest(kept, column) / 4 or 1.0, "nice": False, "padding": 24}


def _axis(kept: pl.DataFrame, column: str) -> dict[str, Any]:
    """Mark the powers of ten, and zero where it occurs."""
    largest, smallest = _number(kept[column].max()), _smallest(kept, column)
    powers = [10**exponent for exponent in range(3, 15) if smallest / 10 <= 10**exponent <= largest]
    zero = [0] if column == "samples" else []
    label = "datum.value === 0 ? 'none' : replace(format(datum.value, '~s'), 'G', 'B')"
    return {"values": zero + powers, "labelExpr": label, "grid": True}


def _smallest(kept: pl.DataFrame, column: str) -> float:
    """Give the smallest amount above zero; zero where there is none."""
    return _number(kept.filter(pl.col(column) > 0)[column].min())


def _number(found: Any) -> float:
    return float(found) if found is not None else 0.0


def _cycle(values: Sequence[str], count: int) -> list[str]:
    return [values[index % len(values)] for index in range(count)]
