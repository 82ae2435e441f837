"""Evaluation tables: every row is kept, a repeat, or rejected with its place; different things stay different."""

import copy
import gzip
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import record as rec
from ingest.sources.paperswithcode.evaluation import NAMELESS, Evaluation
from ontology.terms import PK
from tests.conftest import SHARED

ORIGIN = rec.Origin("paperswithcode", "a test", "https://creativecommons.org/licenses/by-sa/4.0/", "2026-01-01")
DUMP = SHARED / "data" / "paperswithcode" / "evaluation-tables.json.gz"


def row(model: str = "Net", url: str = "http://arxiv.org/abs/2101.00001v2", **others: Any) -> dict[str, Any]:
    return {
        "model_name": model, "paper_url": url, "paper_title": "A title", "paper_date": "2021-01-01",
        "metrics": {"Top 1 Accuracy": "90.1%"}, "code_links": [], "model_links": [], **others,
    }  # fmt: skip


def table(*rows: object, dataset: str = "D", **others: Any) -> dict[str, Any]:
    return {"dataset": dataset, "sota": {"metrics": ["Top 1 Accuracy"], "rows": list(rows)}, **others}


def task(*tables: object, name: str = "T", subtasks: Iterable[object] = (), **others: Any) -> dict[str, Any]:
    return {"task": name, "datasets": list(tables), "subtasks": list(subtasks), **others}


def read(*tasks: object) -> list[rec.Record]:
    elements = ((f"e.json#/{position}", element) for position, element in enumerate(tasks))
    return list(Evaluation(ORIGIN).records(elements, "dump"))


def of(kind: type, records: list[rec.Record]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


def results(*tasks: object) -> list[rec.Result]:
    return of(rec.Result, read(*tasks))


def test_a_row_becomes_a_result_with_its_place_date_and_numbers() -> None:
    records = read(task(table(row(metrics={"Top 1 Accuracy": "90.1 ± 0.2%", "Params": "1.5M", "Note": "yes"}))))
    (found,), (place,) = of(rec.Result, records), of(rec.Row, records)
    assert (place.file, place.pointer) == ("e.json", "/0/datasets/0/sota/rows/0")
    assert found.date == "2021-01-01"
    assert [(cell.raw, cell.value, cell.spread) for cell in found.cells] == [
        ("90.1 ± 0.2%", "90.1", "0.2"), ("1.5M", "1500000", None), ("yes", None, None),
    ]  # fmt: skip
    assert found.paper is not None
    assert found.paper.endswith("/paper/arxiv/2101.00001")


def test_versions_of_an_arxiv_paper_are_one_paper() -> None:
    urls = (
        "http://arxiv.org/abs/2101.00001v1",
        "https://arxiv.org/abs/2101.00001",
        "https://arxiv.org/pdf/2101.00001v3.pdf",
    )
    assert len({result.iri for result in results(task(table(*(row(url=url) for url in urls))))}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row("Net"), row("Net+")),
        (row("M (384)"), row("M 384")),
        (row("Net"), row("net")),
        (row(url="http://arxiv.org/abs/2101.00001"), row(url="http://arxiv.org/abs/2101.00002")),
        (row(url="https://e.org/a"), row(url="https://e.org/b")),
        (row(url="", paper_title="One"), row(url="", paper_title="Two")),
    ],
)
def test_what_differs_stays_apart(one: dict[str, Any], other: dict[str, Any]) -> None:
    first, second = results(task(table(one, other)))
    assert first.iri != second.iri
    assert first.model != second.model


def test_the_same_model_on_two_datasets_is_one_model_with_two_results() -> None:
    first, second = results(task(table(row()), table(row(), dataset="E")))
    assert first.model == second.model
    assert first.iri != second.iri


def test_a_padded_name_is_the_same_model() -> None:
    first, second = results(task(table(row("Net "), row(" Net", metrics={"Top 1 Accuracy": "90.2"}))))
    assert first.iri == second.iri


def test_a_task_under_two_parents_is_one_task_and_its_rows_are_repeats() -> None:
    below = task(table(row()), name="Below")
    records = read(task(name="A", subtasks=[below]), task(name="B", subtasks=[below]))
    parents = {parent for found in of(rec.Task, records) if found.name == "Below" for parent in found.parents}
    assert len(parents) == 2
    assert len(of(rec.Result, records)) == 1
    (repeat,) = of(rec.Repeat, records)
    assert repeat.of == "e.json#/0/subtasks/0/datasets/0/sota/rows/0"
    assert repeat.at.pointer == "e.json#/1/subtasks/0/datasets/0/sota/rows/0"


def test_rows_of_one_result_that_differ_are_both_kept() -> None:
    first, second = results(task(table(row(), row(metrics={"Top 1 Accuracy": "91"}))))
    assert first.iri == second.iri
    assert first.row != second.row


def test_results_four_tasks_deep_are_there() -> None:
    deep = task(table(row()), name="4")
    for name in ("3", "2", "1"):
        deep = task(name=name, subtasks=[deep])
    assert len(results(deep)) == 1


def test_a_subdataset_is_a_board_of_its_own_below_its_dataset() -> None:
    records = read(task(table(row(), subdatasets=[table(row(), dataset="hard")])))
    first, second = of(rec.Result, records)
    assert first.benchmark != second.benchmark
    below = next(found for found in of(rec.Dataset, records) if found.name == "hard")
    assert below.subset_of == next(found.iri for found in of(rec.Dataset, records) if found.name == "D")


def test_directions_are_known_by_name_and_unknown_stays_unknown() -> None:
    metrics = {"Top 1 Accuracy": "1", "Perplexity": "1", "Top-5 Error": "1", "Number of params": "1", "Ensemble": "1"}
    found = {metric.name: metric.direction for metric in of(rec.Metric, read(task(table(row(metrics=metrics)))))}
    lower = {name for name, direction in found.items() if direction == PK.LowerIsBetter}
    assert found["Top 1 Accuracy"] == PK.HigherIsBetter
    assert lower == {"Perplexity", "Top-5 Error", "Number of params"}
    assert found["Ensemble"] is None


def test_a_row_without_paper_or_model_is_kept_and_can_be_found() -> None:
    records = read(task(table(row("", url="", paper_title="", paper_date=None))))
    (found,) = of(rec.Result, records)
    assert (found.paper, found.date) == (None, None)
    assert [model.name for model in of(rec.Model, records)] == [NAMELESS]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(metrics={}), "no value"),
        (row(metrics=None), "no value"),
        (row(metrics={"Top 1 Accuracy": " "}), "no value"),
        ("text", "object is expected"),
        (None, "object is expected"),
        (row(model=3), "model_name is text"),
        (row("\ud800"), "surrogate|UTF-8|encode"),
    ],
)  # fmt: skip
def test_an_unusable_row_is_rejected_with_its_place_and_the_others_stay(bad: object, reason: str) -> None:
    records = read(task(table(bad, row("Other"))))
    (refused,) = of(rec.Rejected, records)
    assert refused.at.pointer == "e.json#/0/datasets/0/sota/rows/0"
    assert __import__("re").search(reason, refused.reason)
    assert [model.name for model in of(rec.Model, records)] == ["Other"]


@pytest.mark.parametrize("null", ["datasets", "subtasks", "synonyms", "categories"])
def test_null_where_a_list_belongs_is_an_empty_list(null: str) -> None:
    entry = task(table(row())) | {null: None}
    assert not of(rec.Rejected, read(entry))


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150)
@given(st.sampled_from(["task", "datasets", "dataset", "sota", "rows", "metrics", "model_name", "paper_url"]), ANY)
def test_whatever_stands_anywhere_nothing_raises(key: str, value: object) -> None:
    """One place of a sound dump is replaced by any JSON at all."""
    entry = task(table(row()), subtasks=[task(table(row()), name="Below")])
    for node in _nodes(entry := copy.deepcopy(entry)):
        if key in node:
            node[key] = value
    assert all(isinstance(record, rec.Record) for record in read(entry, value))


def _nodes(value: object) -> list[dict[str, Any]]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [node for one in list(inner) for node in _nodes(one)]
    return [value, *found] if isinstance(value, dict) else found


@pytest.mark.skipif(not DUMP.exists(), reason="the real dump lies in ../shared, which is absent here")
def test_every_row_of_the_real_dump_is_kept_repeated_or_rejected() -> None:
    records = read(*json.loads(gzip.decompress(DUMP.read_bytes())))
    kinds = Counter(type(record).__name__ for record in records)
    assert kinds["Row"] + kinds["Repeat"] + kinds["Rejected"] == 28_183
    assert kinds["Rejected"] == 1
    # 15,494 by the plain key of task, dataset, trimmed model and address; 4 fewer where http and https or a DOI
    # and its link name one paper, and 1 rejected for lack of any value.
    assert len({result.iri for result in of(rec.Result, records)}) == 15_489
    # 2,736 tables with rows; 5 dataset names differ by a space around them alone.
    assert len({result.benchmark for result in of(rec.Result, records)}) == 2_731
    assert len({found.iri for found in of(rec.Task, records)}) == 1_553
    arxiv = {paper.iri for paper in of(rec.Paper, records) if paper.identifiers[0][0] == "arxiv"}
    assert len(arxiv) == 3_893
