"""Every page, from its address: as it opens, by a deep link, by a bad link, without a workspace."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kg.catalogue import named_queries
from kg.pages import shell
from kg.store import GraphStore
from tests.pages.conftest import Open, texts

PREFIX = "PREFIX pk: <https://w3id.org/paperkin/ontology#>"


def _frames(app: AppTest) -> list:
    return [element.value for element in app.dataframe]


@pytest.mark.parametrize("name", shell.PAGES)
def test_every_page_opens_without_an_error(open_page: Open, name: str) -> None:
    app = open_page(name)
    assert not app.exception
    assert app.title


@pytest.mark.parametrize("name", shell.PAGES)
def test_a_missing_workspace_is_one_line_that_says_what_to_do(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("KG_HOME", str(tmp_path / "nowhere"))
    app = AppTest.from_function(_draw, args=(name,), default_timeout=30).run()
    assert not app.exception
    assert [line for line in texts(app) if "kg build" in line]


def _draw(name: str) -> None:
    from kg.pages import shell

    shell.draw(name)


def test_the_whole_app_opens_at_the_overview(whole_app: AppTest) -> None:
    app = whole_app.run()
    assert not app.exception
    assert "family tree" in app.title[0].value


def test_the_overview_counts_what_the_store_holds(open_page: Open, store: GraphStore) -> None:
    app = open_page("overview")
    counted = store.select(f"{PREFIX} SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE {{ ?p a pk:Paper }}")
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Papers"] == str(counted[0]["n"])


def test_the_overview_names_the_licence_and_date_of_each_snapshot(open_page: Open) -> None:
    frame = _frames(open_page("overview"))[-1]
    assert frame["licence"].str.startswith("https://").all()
    assert frame["date"].str.match(r"\d{4}-\d{2}-\d{2}").all()


def test_the_leaderboard_ranks_and_names_the_place_of_each_row(open_page: Open) -> None:
    frame = _frames(open_page("leaderboard"))[-1]
    assert list(frame["rank"]) == sorted(frame["rank"])
    best = frame.iloc[0]
    assert (best["model"], best["shown"]) == ("CoAtNet-7", 90.88)
    assert best["web"] == "https://arxiv.org/abs/2106.04803"
    assert re.fullmatch(r"Table 2, row 1", best["place"])


def test_a_deep_link_to_a_date_leaves_later_results_out(open_page: Open) -> None:
    app = open_page("leaderboard", as_of="2020-12-31")
    frame = _frames(app)[-1]
    assert (frame["date"] <= "2020-12-31").all()
    assert frame.iloc[0]["model"].startswith("Meta Pseudo Labels")
    assert 0 < len(frame) < len(_frames(open_page("leaderboard"))[-1])


def test_a_leaderboard_before_all_results_says_that_it_is_empty(open_page: Open) -> None:
    app = open_page("leaderboard", as_of="1999-01-01")
    assert not app.exception
    assert any("No results" in info.value for info in app.info)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("benchmark", "No such benchmark"), ("metric", "No such metric"), ("as_of", "someday")],
)
def test_a_bad_link_to_a_leaderboard_is_named_and_shows_the_default(
    open_page: Open, parameter: str, value: str
) -> None:
    app = open_page("leaderboard", **{parameter: value})
    assert not app.exception
    assert value in texts(app)
    assert len(_frames(app)[-1]) > 30


def test_a_metric_without_a_direction_is_listed_but_not_ranked(open_page: Open) -> None:
    app = open_page("leaderboard", metric="Number of params")
    frame = _frames(app)[-1]
    assert frame["rank"].isna().all()
    assert any("not ranked" in info.value for info in app.info)


def test_choosing_a_metric_writes_it_to_the_address(open_page: Open) -> None:
    app = open_page("leaderboard")
    app.selectbox(key="url-metric").select("Number of params").run()
    assert app.query_params["metric"] in ("Number of params", ["Number of params"])


def test_a_deep_link_to_claims_filters_by_verdict_and_shows_the_chosen_one(open_page: Open) -> None:
    app = open_page("claims", verdict="differs", claim="fixefficientnet-year")
    assert not app.exception
    frame = _frames(app)[0]
    assert set(frame["verdict"]) == {"≠ differs"}
    assert "2020" in texts(app)
    assert any("SELECT" in code.value for code in app.code)


def test_the_verdicts_add_up_and_are_told_in_words(open_page: Open, store: GraphStore) -> None:
    frame = _frames(open_page("claims"))[0]
    rows = store.select("PREFIX pk: <https://w3id.org/paperkin/ontology#> SELECT ?s WHERE { ?s a pk:Statement }")
    assert len(frame) == len({row["s"] for row in rows})
    assert set(frame["verdict"]) <= {"✓ holds", "≠ differs", "? undecidable"}


def test_a_bad_link_to_a_claim_is_named(open_page: Open) -> None:
    app = open_page("claims", claim="no-such-claim")
    assert not app.exception
    assert "no-such-claim" in texts(app)


def test_a_named_query_runs_with_the_parameters_of_the_link(open_page: Open) -> None:
    app = open_page("sparql", query="review-table", **{"p.table": "2"})
    frame = _frames(app)[0]
    assert list(frame.columns) == list(named_queries()["review-table"].columns)
    assert list(frame["rank"]) == [1, 3, 19]
    assert {button.label for button in app.get("download_button")} == {"Download CSV", "Download JSON"}


def test_a_named_query_waits_for_its_parameters(open_page: Open) -> None:
    app = open_page("sparql", query="review-table")
    assert not app.dataframe
    assert any("table" in info.value for info in app.info)


def test_a_parameter_of_the_wrong_kind_is_one_line(open_page: Open) -> None:
    app = open_page("sparql", query="review-table", **{"p.table": "two"})
    assert not app.exception
    assert any("integer" in line for line in texts(app))


def test_a_name_stands_for_an_iri_parameter(open_page: Open) -> None:
    frame = _frames(open_page("sparql", query="lineage-claims", **{"p.thing": "CSWin"}))[0]
    assert len(frame) > 0
    assert ((frame["subject"] == "CSWin Transformer") | (frame["object"] == "CSWin Transformer")).all()


def test_an_unknown_query_is_named(open_page: Open) -> None:
    app = open_page("sparql", query="nonesuch")
    assert not app.exception
    assert "nonesuch" in texts(app)


def test_a_link_fills_in_a_query_of_ones_own_but_does_not_run_it(open_page: Open) -> None:
    app = open_page("sparql", query="own", text="ASK { ?s ?p ?o }")
    assert app.text_area[0].value == "ASK { ?s ?p ?o }"
    assert not app.metric
    app.button[0].click().run()
    assert app.metric[0].value == "yes"


@pytest.mark.parametrize(
    ("text", "part"),
    [("SELECT nonsense", "malformed"), ("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", "SERVICE")],
)
def test_a_refused_query_is_one_friendly_line(open_page: Open, text: str, part: str) -> None:
    app = open_page("sparql", query="own", text=text)
    app.button[0].click().run()
    assert not app.exception
    assert any(part.lower() in line.lower() for line in texts(app))


def test_a_constructed_graph_is_shown_as_turtle(open_page: Open) -> None:
    app = open_page("sparql", query="own", text="CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3")
    app.button[0].click().run()
    assert not app.exception
    assert any("<http" in code.value for code in app.code)
