"""Charts of a leaderboard as Vega-Lite specifications. Pure: a frame goes in, plain values come out."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from kg.pages import look

UNKNOWN = "not in a family"
_EXTRA = "no extra data"


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
        extra=pl.when(pl.col("samples") == 0)
        .then(pl.lit("none"))
        .when(pl.col("samples") > 0)
        .then(pl.lit("some")),
        shown_parameters=pl.col("parameters").map_elements(amount, pl.String()),
        shown_samples=pl.col("samples").map_elements(amount, pl.String()),
    )
    return frame.drop("result").to_dicts()


def amount(number: int) -> str:
    """Write a large number short, with at most four digits.

    Examples
    --------
    >>> amount(14_700_000_000), amount(86_000_000), amount(0), amount(1234)
    ('14.7 B', '86 M', '0', '1234')
    """
    for unit, name in ((10**9, "B"), (10**6, "M")):
        if number >= unit:
            return f"{number / unit:.4g} {name}"
    return str(number)


def families(standings: pl.DataFrame) -> list[str]:
    """Give the families in a fixed order, so that a colour always means the same one."""
    found = {str(point["family"]) for point in points(standings)}
    return sorted(found, key=lambda name: (name == UNKNOWN, name))


def against(standings: pl.DataFrame, across: str, title: str, measure: str) -> dict[str, Any]:
    """Chart the value against ``parameters`` or ``samples``, on a logarithmic scale that has a place for zero."""
    kept = standings.filter(pl.col(across).is_not_null())
    x = {
        "field": across,
        "type": "quantitative",
        "title": title,
        "scale": _scale(kept, across),
        "axis": _axis(kept, across),
    }
    y = {"field": "value", "type": "quantitative", "title": measure, "scale": {"zero": False, "nice": True}}
    return _chart(kept, x, y, families(standings), measure, names=6)


def by_rank(standings: pl.DataFrame, up: str, title: str, measure: str) -> dict[str, Any]:
    """Chart ``parameters`` or ``samples`` by rank, as the review's figures do."""
    kept = standings.filter(pl.col(up).is_not_null() & pl.col("rank").is_not_null())
    x = {"field": "rank", "type": "quantitative", "title": "Rank", "axis": {"tickMinStep": 1, "grid": False},
         "scale": {"domainMin": 0, "nice": False}}  # fmt: skip
    y = {
        "field": up,
        "type": "quantitative",
        "title": title,
        "scale": _scale(kept, up),
        "axis": _axis(kept, up),
    }
    return _chart(kept, x, y, families(standings), measure, names=0)


def _chart(
    kept: pl.DataFrame, x: dict[str, Any], y: dict[str, Any], order: Sequence[str], measure: str, names: int
) -> dict[str, Any]:
    layers = [{"mark": {"type": "point", "size": 90, "strokeWidth": 1.8}, "encoding": _marks(order)}]
    if names:
        layers.append(_names(names))
    encoding = {"x": x, "y": y, "tooltip": _tooltip(measure)}
    return {
        "data": {"values": points(kept)}, "height": 380, "encoding": encoding, "layer": layers,
        "config": {"legend": {"orient": "bottom", "columns": 3, "labelLimit": 260, "title": None, "symbolSize": 90},
                   "axis": {"titlePadding": 10, "labelFontSize": 12, "titleFontSize": 12}},
    }  # fmt: skip


def _marks(order: Sequence[str]) -> dict[str, Any]:
    """Give each family a colour and a shape; marks of results without extra data are hollow."""
    colours = {"domain": list(order), "range": _cycle(look.FAMILY_COLOURS, len(order))}
    shapes = {"domain": list(order), "range": _cycle(look.FAMILY_SHAPES, len(order))}
    hollow = {"condition": {"test": "datum.extra === 'some'", "value": 0.75}, "value": 0}
    return {
        "color": {"field": "family", "type": "nominal", "scale": colours},
        "fill": {"field": "family", "type": "nominal", "scale": colours, "legend": None},
        "shape": {"field": "family", "type": "nominal", "scale": shapes},
        "fillOpacity": hollow,
    }


def _names(most: int) -> dict[str, Any]:
    """Name the models of the best ranks beside their points."""
    return {
        "transform": [{"filter": f"datum.rank !== null && datum.rank <= {most}"}],
        "mark": {"type": "text", "align": "right", "dx": -9, "fontSize": 11, "color": look.INK, "limit": 150},
        "encoding": {"text": {"field": "model", "type": "nominal"}},
    }


def _tooltip(measure: str) -> list[dict[str, Any]]:
    fields = (("model", "Model"), ("rank", "Rank"), ("value", measure), ("shown_parameters", "Parameters"),
              ("shown_samples", "Extra samples"), ("families", "Family"), ("title", "Paper"), ("date", "Date"),
              ("place", "Stated in"))  # fmt: skip
    return [{"field": field, "title": title, "type": "nominal"} for field, title in fields]


def _scale(kept: pl.DataFrame, column: str) -> dict[str, Any]:
    """Give a logarithmic scale; where there are zeros, one that is linear close to zero."""
    smallest = kept.filter(pl.col(column) > 0)[column].min()
    if kept.filter(pl.col(column) == 0).is_empty() or smallest is None:
        return {"type": "log", "nice": False, "padding": 24}
    return {"type": "symlog", "constant": float(str(smallest)) / 4, "nice": False, "padding": 24}


def _axis(kept: pl.DataFrame, column: str) -> dict[str, Any]:
    """Mark the powers of ten, and zero where it occurs."""
    largest, smallest = (
        _number(found) for found in (kept[column].max(), kept.filter(pl.col(column) > 0)[column].min())
    )
    powers = [10**exponent for exponent in range(3, 15) if smallest / 10 <= 10**exponent <= largest]
    zero = [0] if column == "samples" else []
    label = "datum.value === 0 ? 'none' : replace(format(datum.value, '~s'), 'G', 'B')"
    return {"values": zero + powers, "labelExpr": label, "grid": True}


def _number(found: Any) -> float:
    return float(found) if found is not None else 0.0


def _cycle(values: Sequence[str], count: int) -> list[str]:
    return [values[index % len(values)] for index in range(count)]
