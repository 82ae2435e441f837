"""The charts of a leaderboard, as specifications."""

import json

import polars as pl
import pytest

from kg import looks
from kg.pages import charts, look

ROWS = pl.DataFrame(
    {
        "result": ["r1", "r2", "r3"],
        "rank": [1, 2, 3],
        "value": [90.5, 90.5, 88.0],
        "model": ["Big", "Bigger", "Small"],
        "parameters": [2_000_000_000, 2_200_000_000, 50_000_000],
        "samples": [3_000_000_000, 0, None],
        "title": ["One", "Two", "Three"],
        "arxiv": ["1", "2", None],
        "date": ["2021-01-01", None, "2020"],
        "family": ["Transformer", "Hybrid; Training", ""],
        "place": ["Table 1, row 1", "Table 2, row 1", None],
        "printed": [1, 2, 3],
    }
)


def test_a_point_without_extra_data_is_hollow_and_one_of_unknown_data_is_left_out() -> None:
    spec = charts.against(ROWS, "samples", "Extra samples", "Accuracy")
    points = {point["model"]: point["extra"] for point in spec["data"]["values"]}
    assert points == {"Big": "some", "Bigger": "none"}
    assert spec["layer"][0]["encoding"]["fillOpacity"]["value"] == 0


def test_zero_has_a_place_on_the_scale_and_is_called_none() -> None:
    x = charts.against(ROWS, "samples", "Extra samples", "Accuracy")["encoding"]["x"]
    assert x["scale"]["type"] == "symlog"
    assert x["axis"]["values"][0] == 0
    assert "'none'" in x["axis"]["labelExpr"]


def test_amounts_without_zero_are_on_a_logarithmic_scale() -> None:
    assert charts.against(ROWS, "parameters", "P", "A")["encoding"]["x"]["scale"]["type"] == "log"


def test_names_of_close_points_do_not_stand_on_each_other() -> None:
    layer = charts.against(ROWS, "parameters", "P", "A")["layer"][1]
    levels = {row["model"]: row["level"] for row in layer["data"]["values"]}
    assert levels["Big"] == 90.5
    assert levels["Bigger"] < 90.5


def test_each_family_has_a_colour_and_a_shape_of_the_palette() -> None:
    encoding = charts.by_rank(ROWS, "parameters", "P", "A")["layer"][0]["encoding"]
    assert encoding["color"]["scale"]["domain"] == ["Hybrid", "Transformer", charts.UNKNOWN]
    assert encoding["color"]["scale"]["domain"] == encoding["shape"]["scale"]["domain"]
    assert set(encoding["color"]["scale"]["range"]) <= set(look.FAMILY_COLOURS)


@pytest.mark.parametrize("column", ["parameters", "samples"])
def test_a_specification_is_plain_json_and_names_no_web_address(column: str) -> None:
    for spec in (charts.against(ROWS, column, "X", "Y"), charts.by_rank(ROWS, column, "X", "Y")):
        assert "http" not in json.dumps(spec, allow_nan=False)


def test_a_chart_of_nothing_is_still_a_chart() -> None:
    assert charts.against(ROWS.clear(), "parameters", "X", "Y")["data"]["values"] == []


def test_no_two_kinds_of_edge_differ_by_colour_alone() -> None:
    styles = [(dash, width, colour) for colour, dash, width in looks.LINES.values()]
    assert set(looks.LINES) == set(looks.RELATIONS)
    assert len(set(styles)) == len(styles)
