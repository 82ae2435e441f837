"""The lineage page: what is drawn, listed and told of what is chosen."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from kg.analysis import lineage
from kg.pages import drawing
from kg.projection import Projection
from kg.resolve import resolve
from tests.pages.conftest import Open, texts

EDGE = "CSWin Transformer | buildsOn | Swin Transformer"


def _option(app: AppTest) -> dict:
    return json.loads(app.get("echarts_chart")[0].proto.spec)


def _drawn(app: AppTest) -> dict:
    return _option(app)["series"][0]


def _edges(app: AppTest) -> list[tuple[str, str, str]]:
    frame = app.dataframe[0].value
    return list(zip(frame["subject"], frame["relation"], frame["object"], strict=True))


def test_a_deep_link_draws_and_lists_the_same_edges(open_page: Open, projection: Projection) -> None:
    app = open_page("lineage", thing="CSWin Transformer", depth="2", direction="ancestors")
    start = resolve(projection.names, "CSWin Transformer", ["technique"])
    walked = lineage.descent(projection.lineage)
    expected = lineage.neighbourhood(walked, start, "ancestors", 2)
    assert {dot["id"] for dot in _drawn(app)["data"]} == set(expected)
    assert len(_drawn(app)["links"]) == len(_edges(app)) == expected.number_of_edges()


def test_a_thing_without_a_date_stands_left_of_all_dates_and_is_listed(open_page: Open, projection: Projection) -> None:
    app = open_page("lineage", thing="CSWin Transformer", depth="all")
    dots = {dot["id"]: dot["value"][0] for dot in _drawn(app)["data"]}
    undated = {iri for iri in dots if projection.lineage.nodes[iri]["date"] is None}
    assert undated
    since = _drawn(app)["markArea"]["data"][0][1]["xAxis"]
    assert max(dots[iri] for iri in undated) < since < min(dots[iri] for iri in dots.keys() - undated)
    listed = next(line for line in texts(app) if line.startswith("No date known"))
    assert all(projection.lineage.nodes[iri]["label"] in listed for iri in undated)


def test_another_name_and_an_identifier_lead_to_the_same_thing(open_page: Open) -> None:
    by_name, by_other = open_page("lineage", thing="Vision Transformer"), open_page("lineage", thing="ViT")
    assert _edges(by_name) == _edges(by_other)
    paper = open_page("lineage", thing="arxiv:2107.00652")
    assert any(text.startswith("CSWin Transformer: A General") for text in texts(paper))


def test_a_chosen_edge_tells_its_place_its_basis_and_who_says_so(open_page: Open) -> None:
    app = open_page("lineage", thing="CSWin Transformer", edge=EDGE)
    shown = texts(app)
    assert "Section 2, paragraph 7" in shown
    assert any(text.startswith("described:") for text in shown)
    assert any("A Review" in text for text in shown)


def test_a_chosen_edge_stands_out_in_the_drawing(open_page: Open) -> None:
    links = _drawn(open_page("lineage", thing="CSWin Transformer", edge=EDGE))["links"]
    assert [link["lineStyle"]["width"] for link in links].count(5) == 1


def test_a_chosen_thing_tells_its_paper_authors_date_and_results(open_page: Open) -> None:
    app = open_page("lineage", thing="CSWin Transformer", node="Swin Transformer")
    shown = texts(app)
    assert "2021-03-25" in shown
    assert any("Ze Liu" in text for text in shown)
    assert list(app.dataframe[1].value["model"]) == ["Swin-L"]


def test_the_centre_button_goes_to_the_lineage_of_the_chosen_thing(open_page: Open) -> None:
    app = open_page("lineage", thing="CSWin Transformer", node="Swin Transformer")
    next(button for button in app.button if button.label == "Show the lineage of this").click().run()
    assert "Swin Transformer" in str(app.query_params["thing"])
    assert "node" not in app.query_params


def test_a_bad_name_suggests_close_ones(open_page: Open) -> None:
    app = open_page("lineage", thing="Swin Transformr")
    assert not app.exception
    assert any("did you mean" in text for text in texts(app))


def test_an_ambiguous_name_offers_each_thing_of_that_name(open_page: Open) -> None:
    app = open_page("lineage", thing="Meta Pseudo Labels")
    assert not app.exception
    takes = [button for button in app.button if button.label == "Take this one"]
    assert len(takes) == 2
    takes[0].click().run()
    assert app.get("echarts_chart")


def test_a_bad_link_to_an_edge_is_named(open_page: Open) -> None:
    app = open_page("lineage", thing="CSWin Transformer", edge="A | buildsOn | B")
    assert not app.exception
    assert "A | buildsOn | B" in texts(app)


@pytest.mark.parametrize(("name", "value"), [("direction", "sideways"), ("depth", "-3"), ("kinds", "likes")])
def test_a_bad_choice_counts_as_the_default(open_page: Open, name: str, value: str) -> None:
    assert _edges(open_page("lineage", thing="BEiT", **{name: value})) == _edges(open_page("lineage", thing="BEiT"))


def test_more_kinds_of_edge_are_shown_where_they_are_asked_for(open_page: Open) -> None:
    app = open_page("lineage", thing="CvT", kinds="removes", depth="1", direction="ancestors")
    assert {relation for _, relation, _ in _edges(app)} == {"removes"}


def test_a_large_lineage_says_how_much_of_it_is_drawn(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pages.lineage.MOST_DRAWN", 5)
    app = open_page("lineage", thing="CSWin Transformer")
    assert len(_drawn(app)["data"]) == 5
    assert any("5 nearest" in info.value for info in app.info)
    assert len(_edges(app)) > len(_drawn(app)["links"])


def test_names_reach_the_drawing_as_text_and_never_as_a_template(open_page: Open) -> None:
    option = _option(open_page("lineage", thing="CSWin Transformer"))
    assert option["tooltip"]["renderMode"] == "richText"
    assert drawing._literal("{b} <img src=x>") == "(b) <img src=x>"
