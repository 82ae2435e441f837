"""Leaderboards out of the store: which metric, which direction, as of when, and in which form values come."""

import time
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from ingest import mapping
from ingest import record as rec
from ingest.nquads import iri as node
from ingest.nquads import lines
from kg import boards
from kg.errors import NoAnswer, UsageProblem
from kg.store import GraphStore
from ontology.iri import benchmark, model, paper, result, thing
from ontology.terms import PK

ORIGIN = rec.Origin("small", "https://example.org/dump", "https://example.org/licence", "2021-07-01")
AT = rec.Place(ORIGIN, "dump.json#/0")
BOARD = benchmark("small", "Image Classification", "ImageNet")
ACCURACY, ERROR, SPEED = (thing("metric", "small", name) for name in ("Accuracy", "Error", "Speed"))
IMAGENET = benchmark("paperswithcode", "Image Classification", "ImageNet")


def graph(records: Iterable[rec.Record]) -> GraphStore:
    written = [lines(mapping.statements(record), node("https://example.org/g")) for record in records]
    return GraphStore.of_quads("".join(written).encode())


def frame_of_board(primary: str | None = ACCURACY) -> list[rec.Record]:
    """Give a benchmark with three metrics, of which nobody says what a good speed is."""
    named = ((ACCURACY, "Accuracy", PK.HigherIsBetter), (ERROR, "Error", PK.LowerIsBetter), (SPEED, "Speed", None))
    metrics = [rec.Metric(at=AT, iri=iri, name=name, direction=way, unit="%") for iri, name, way in named]
    task, dataset = thing("task", "small", "IC"), thing("dataset", "small", "IN")
    about = rec.Benchmark(
        at=AT, iri=BOARD, name="IC on IN", task=task, dataset=dataset, metrics=(ACCURACY,), primary_metric=primary
    )
    return [*metrics, about]


def measured(name: str, date: str | None = None, row: str = "1", **values: str | None) -> list[rec.Record]:
    """Give a paper with one model and its result."""
    me = paper(own=("small", name))
    cells = tuple(rec.Measured(thing("metric", "small", metric), f"{value}", value) for metric, value in values.items())
    system = model(me, name)
    return [
        rec.Paper(at=AT, iri=me, title=f"On {name}", authors=()),
        rec.Model(at=AT, iri=system, name=name, paper=me, parameters=7),
        rec.Result(
            at=AT, iri=result(BOARD, system), row=thing("row", "small", f"{name} {row}"), benchmark=BOARD,
            model=system, paper=me, cells=cells, date=date, date_basis="b", extra_samples=0,
        ),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def small() -> GraphStore:
    return graph(
        [
            *frame_of_board(),
            *measured("old", "2019-03-01", Accuracy="80", Error="20.50", Speed="3"),
            *measured("mid", "2020-05", Accuracy="90.10", Error="9.9", Speed="2"),
            *measured("new", "2021-01-01", Accuracy="100.0", Error="10", Speed="1"),
            *measured("undated", None, Accuracy="90.1"),
        ]
    )


def ranked(found: boards.Board, as_of: str | None = None) -> list[tuple]:
    return [(row["rank"], row["model"]) for row in found.ranks(as_of).dicts()]


# Metrics and directions


def test_the_primary_metric_is_taken_where_none_is_named(small: GraphStore) -> None:
    assert boards.board(small, BOARD).metric == boards.Metric(ACCURACY, "Accuracy", "%", True, True, 4)


def test_without_a_primary_metric_the_one_of_most_results_is_taken() -> None:
    store = graph([*frame_of_board(None), *measured("a", Error="1", Accuracy="2"), *measured("b", Error="3")])
    assert boards.board(store, BOARD).metric.name == "Error"


@pytest.mark.parametrize("named", ["Error", "error", "ERROR", ERROR])
def test_a_metric_is_named_in_any_case_or_by_its_iri(small: GraphStore, named: str) -> None:
    assert boards.board(small, BOARD, named).metric.iri == ERROR


def test_an_unknown_metric_says_which_there_are(small: GraphStore) -> None:
    with pytest.raises(UsageProblem, match="no metric 'Top-1'; it has: Accuracy, Error, Speed"):
        boards.board(small, BOARD, "Top-1")


def test_a_benchmark_without_results_is_no_answer(small: GraphStore) -> None:
    with pytest.raises(NoAnswer, match="no results"):
        boards.board(small, f"{BOARD}/other")


def test_a_metric_of_unknown_direction_is_not_ranked_until_it_is_told(small: GraphStore) -> None:
    with pytest.raises(UsageProblem, match="--direction higher or --direction lower"):
        boards.board(small, BOARD, "Speed")
    assert ranked(boards.board(small, BOARD, "Speed", "higher")) == [(1, "old"), (2, "mid"), (3, "new")]
    assert ranked(boards.board(small, BOARD, "Speed", "lower")) == [(1, "new"), (2, "mid"), (3, "old")]


@pytest.mark.parametrize("direction", ["up", "", "HIGHER"])
def test_a_direction_that_is_none_is_wrong_usage(small: GraphStore, direction: str) -> None:
    with pytest.raises(UsageProblem, match="a direction is higher or lower"):
        boards.board(small, BOARD, "Speed", direction)


# Ranks


def test_100_is_above_90_and_equal_values_share_a_rank(small: GraphStore) -> None:
    assert ranked(boards.board(small, BOARD)) == [(1, "new"), (2, "mid"), (2, "undated"), (4, "old")]


def test_of_errors_the_lowest_is_first(small: GraphStore) -> None:
    assert ranked(boards.board(small, BOARD, "Error")) == [(1, "mid"), (2, "new"), (3, "old")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019-02-28", []), ("2019-03-01", [(1, "old")]), ("2020-06-01", [(1, "mid"), (2, "old")]),
        ("2030-01-01", [(1, "new"), (2, "mid"), (3, "old")]),
    ],
)  # fmt: skip
def test_as_of_a_day_only_what_was_dated_by_then_counts(small: GraphStore, day: str, expected: list) -> None:
    assert ranked(boards.board(small, BOARD), day) == expected


@pytest.mark.parametrize(
    "day", ["", "today", "2020", "2020-06", "2020-6-1", "2020-02-30", "20200601", "01.06.2020", "２０２０-06-01"]
)
def test_what_is_no_day_is_wrong_usage_and_not_all_results(small: GraphStore, day: str) -> None:
    with pytest.raises(UsageProblem, match="write it as YYYY-MM-DD"):
        boards.board(small, BOARD).ranks(day)


def test_a_rank_comes_with_what_people_want_to_read_beside_it(small: GraphStore) -> None:
    (best, *_) = boards.board(small, BOARD).ranks().dicts()
    assert best == {
        "rank": 1, "model": "new", "value": Decimal("100.0"), "paper": paper(own=("small", "new")),
        "date": "2021-01-01", "title": "On new", "parameters": 7, "extra_samples": 0,
        "result": result(BOARD, model(paper(own=("small", "new")), "new")),
    }  # fmt: skip


@pytest.mark.parametrize("way", ["higher", "lower"])
def test_of_two_values_that_rows_give_one_result_the_best_counts(way: str) -> None:
    store = graph([*frame_of_board(), *measured("a", row="1", Speed="5"), *measured("a", row="2", Speed="7")])
    (row,) = boards.board(store, BOARD, "Speed", way).ranks().dicts()
    assert row["value"] == {"higher": 7, "lower": 5}[way]


def test_a_cell_without_a_number_is_not_ranked() -> None:
    store = graph([*frame_of_board(), *measured("a", Accuracy="5"), *measured("b", Accuracy=None)])
    assert ranked(boards.board(store, BOARD)) == [(1, "a")]


@pytest.mark.parametrize("value", ["1" + "0" * 30, "0.1234567890123456789012345", "-3", "0"])
def test_numbers_of_any_length_are_kept_to_the_last_digit(value: str) -> None:
    store = graph([*frame_of_board(), *measured("a", "2020", Accuracy=value)])
    assert boards.board(store, BOARD).ranks().dicts()[0]["value"] == Decimal(value)
    assert boards.results(store)["value"].to_list() == [value]


# Reigns


def test_reigns_tell_from_when_to_when_and_by_how_much(small: GraphStore) -> None:
    columns = ("model", "value", "from", "until", "margin", "title")
    found = [tuple(row[name] for name in columns) for row in boards.board(small, BOARD).reigns().dicts()]
    assert found == [
        ("old", Decimal(80), "2019-03-01", "2020-05", None, "On old"),
        ("mid", Decimal("90.1"), "2020-05", "2021-01-01", Decimal("10.1"), "On mid"),
        ("new", Decimal(100), "2021-01-01", None, Decimal("9.9"), "On new"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "margin"), [("80", "90", "10"), ("0", "100", "100"), ("89.5", "90", "0.5")]
)
def test_a_margin_is_a_plain_number_that_loses_no_zero(before: str, after: str, margin: str) -> None:
    records = [*measured("a", "2019", Accuracy=before), *measured("b", "2020", Accuracy=after)]
    table = boards.board(graph([*frame_of_board(), *records]), BOARD).reigns()
    assert [str(row["margin"]) for row in table.dicts()] == ["None", margin]


# Results of all boards


def test_results_tell_the_direction_where_it_is_known(small: GraphStore) -> None:
    found = boards.results(small)
    assert {(row["metric"], row["higher"]) for row in found.iter_rows(named=True)} == {
        (ACCURACY, True), (ERROR, False), (SPEED, None),
    }  # fmt: skip
    assert set(boards.ranked(found)["metric"]) == {ACCURACY, ERROR}


def test_a_result_that_two_snapshots_state_alike_ranks_once() -> None:
    records = [*frame_of_board(), *measured("a", "2020", Accuracy="5")]
    written = [
        lines(mapping.statements(one), node(f"https://example.org/{graph}")) for graph in "gh" for one in records
    ]
    store = GraphStore.of_quads("".join(written).encode())
    assert ranked(boards.board(store, BOARD)) == [(1, "a")]


def test_a_large_board_is_ranked_in_little_time() -> None:
    rows = tuple(
        {"result": f"r{i}", "model": f"m{i}", "value": Decimal(i % 500), "paper": None, "date": "2020", "title": None,
         "parameters": None, "extra_samples": None, "direction": None}
        for i in range(4_000)
    )  # fmt: skip
    metric = boards.Metric(ACCURACY, "Accuracy", "%", True, True, len(rows))
    begun = time.monotonic()
    assert len(boards.Board(BOARD, metric, rows, higher=True).ranks().rows) == 4_000
    assert time.monotonic() - begun < 5


# The review


def test_the_ranks_of_the_review_follow_its_accuracies(store: GraphStore) -> None:
    table = boards.board(store, IMAGENET).ranks().dicts()
    values = [row["value"] for row in table]
    assert values == sorted(values, reverse=True)
    assert [row["rank"] for row in table] == [1 + sum(other > value for other in values) for value in values]
    assert (table[0]["model"], table[0]["value"]) == ("CoAtNet-7", Decimal("90.88"))
    assert {row["rank"] for row in table if row["value"] == Decimal("90.45")} == {2}


def test_parameters_are_not_ranked_because_nobody_says_what_is_better(store: GraphStore) -> None:
    with pytest.raises(UsageProblem, match="Number of params"):
        boards.board(store, IMAGENET, "Number of params")
    unknown = [metric.name for metric in boards.metrics(store, IMAGENET) if metric.higher is None]
    assert "Number of params" in unknown


def test_a_board_keeps_what_it_has_read(small: GraphStore) -> None:
    found = boards.board(small, BOARD)
    assert found.ranks() == found.ranks()
    assert replace(found, higher=False).ranks() != found.ranks()
