"""Data sets: the node that the evaluation tables mean, with what the dump says of it."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given

from ingest import record as rec
from ingest.record import Dataset, Paper, Rejected, Task
from ingest.sources.paperswithcode import datasets
from ingest.sources.paperswithcode.identity import Known
from ontology import iri
from tests.ingest.paperswithcode.seeds import (
    JFT,
    ORIGIN,
    PAGE,
    anything,
    entries_like,
    of,
    read,
    refusals,
    sampled,
    without,
)  # fmt: skip

read_datasets = partial(read, datasets.records)
AT = rec.Place(ORIGIN, "dump.json#/0")
TASK = iri.thing("task", "paperswithcode", "Image Classification")
SCALING = iri.paper(own=("paperswithcode", "scaling-vision-transformers"))


def dataset(entry: dict[str, Any]) -> rec.Dataset:
    (found,) = of(Dataset, read_datasets(entry))
    assert isinstance(found, rec.Dataset)
    return found


def named(name: str) -> str:
    return iri.thing("dataset", "paperswithcode", name)


def test_an_entry_becomes_a_data_set_its_tasks_and_its_paper() -> None:
    assert read_datasets(JFT) == [
        Dataset(
            at=AT, iri=named("JFT-3B"), name="JFT-3B", aliases=("Joint Foto Tree 3B", "JFT-3b"), public=False,
            introduced_by=SCALING, description="A larger JFT.", url=f"{PAGE}/dataset/jft-3b", tasks=(TASK,),
            modalities=("Images",), languages=("English",), papers=12,
        ),
        Task(at=AT, iri=TASK, name="Image Classification"),
        Paper(
            at=AT, iri=SCALING, title="Scaling Vision Transformers", authors=(),
            identifiers=(("paperswithcode", "scaling-vision-transformers"),),
        ),
    ]  # fmt: skip


def test_the_real_sample_is_read_to_its_last_field() -> None:
    (entry,) = sampled("datasets")
    found = read_datasets(entry)
    paper = iri.paper(own=("paperswithcode", entry["paper"]["url"].rsplit("/")[-1]))
    assert found[0] == Dataset(
        at=AT, iri=named(entry["name"]), name=entry["name"], public=False, introduced_by=paper,
        description=entry["description"], url=entry["url"], modalities=tuple(entry["modalities"]),
        tasks=tuple(iri.thing("task", "paperswithcode", one["task"]) for one in entry["tasks"]),
        languages=tuple(entry["languages"]), papers=entry["num_papers"],
    )  # fmt: skip
    assert [one.title for one in of(Paper, found)] == [entry["paper"]["title"]]
    assert not refusals(found)


def test_every_key_of_the_real_sample_is_taken_or_named_as_left_out() -> None:
    taken = {"url", "name", "full_name", "description", "paper", "modalities", "tasks", "languages", "variants"}
    taken |= {"num_papers", "parent_dataset", "license_name"}
    assert datasets.__doc__
    for entry in sampled("datasets"):
        assert all(f"`{key}`" in datasets.__doc__ for key in entry.keys() - taken)


@pytest.mark.parametrize(
    ("licence", "public"),
    [
        ("Private (not publicly available)", False), ("private", False), ("Not publicly available", False),
        ("CC BY 4.0", None), ("Privately funded, open", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_data_set_is_private_only_if_its_licence_says_so(licence: str | None, public: bool | None) -> None:
    assert dataset(JFT | {"license_name": licence}).public is public


@pytest.mark.parametrize("parent", ["JFT", " JFT ", {"name": "JFT", "url": f"{PAGE}/dataset/jft"}])
def test_a_part_of_a_data_set_leads_to_the_whole(parent: object) -> None:
    assert dataset(JFT | {"parent_dataset": parent}).subset_of == named("JFT")


@pytest.mark.parametrize("parent", [None, "", "JFT-3B", {"name": "JFT-3B"}, {}])
def test_no_data_set_is_a_part_of_itself_or_of_nothing(parent: object) -> None:
    assert dataset(JFT | {"parent_dataset": parent}).subset_of is None


@pytest.mark.parametrize("parent", [f"{PAGE}/dataset/jft", ["JFT"], 7, {"name": 7}])
def test_a_parent_that_is_not_named_is_refused(parent: object) -> None:
    found = read_datasets(JFT | {"parent_dataset": parent})
    assert [place.startswith("#/0/parent_dataset") for place in refusals(found)] == [True]
    assert of(Dataset, found)[0].subset_of is None


def test_the_paper_on_arxiv_is_the_arxiv_paper() -> None:
    entry = JFT | {"paper": {"title": "Scaling", "url": "https://arxiv.org/abs/2106.04560v1"}}
    assert dataset(entry).introduced_by == iri.paper(arxiv="2106.04560")


@pytest.mark.parametrize("paper", [None, {}, {"title": "", "url": None}])
def test_a_data_set_without_a_paper_has_none(paper: object) -> None:
    found = read_datasets(JFT | {"paper": paper})
    assert of(Dataset, found)[0].introduced_by is None
    assert not of(Paper, found)
    assert not refusals(found)


def test_a_paper_that_was_given_is_not_named_again() -> None:
    known = Known()
    known.whole(SCALING)
    assert not of(Paper, read(partial(datasets.records, known=known), JFT, JFT | {"name": "Other"}))


def test_two_pages_of_one_name_are_two_data_sets_and_the_same_page_is_one() -> None:
    other = JFT | {"url": f"{PAGE}/dataset/jft-3b-1"}
    first, second, again = of(Dataset, read_datasets(JFT, other, JFT))
    assert first.iri == again.iri == named("JFT-3B")
    assert second.iri == iri.thing("dataset", "paperswithcode-page", other["url"])
    assert second.name == "JFT-3B"


def test_an_entry_without_a_page_is_the_one_of_its_name() -> None:
    found = of(Dataset, read_datasets(without(JFT, "url"), JFT, without(JFT, "url")))
    assert {one.iri for one in found} == {named("JFT-3B")}


def test_names_that_differ_by_one_sign_are_two_data_sets() -> None:
    assert dataset(JFT | {"name": "A (1)"}).iri != dataset(JFT | {"name": "A 1"}).iri


def test_repeats_within_a_list_count_once() -> None:
    twice = {"modalities": ["Images", "Images"], "languages": ["English"] * 2, "tasks": JFT["tasks"] * 2}
    assert dataset(JFT | twice) == dataset(JFT)
    assert len(of(Task, read_datasets(JFT | twice))) == 1


@pytest.mark.parametrize(
    ("change", "places"),
    [
        ({"modalities": None}, {"modalities"}), ({"languages": "English"}, {"languages"}),
        ({"languages": ["English", 5]}, {"languages/1"}), ({"variants": [None]}, {"variants/0"}),
        ({"tasks": None}, {"tasks"}), ({"tasks": ["T"]}, {"tasks/0"}), ({"tasks": [{"task": 7}]}, {"tasks/0/task"}),
        ({"num_papers": "12"}, {"num_papers"}), ({"num_papers": -1}, {"num_papers"}),
        ({"num_papers": True}, {"num_papers"}),
        ({"paper": "Scaling"}, {"paper"}), ({"paper": {"title": 5, "url": 6}}, {"paper/title", "paper/url"}),
        ({"url": "jft"}, {"url"}), ({"license_name": 0}, {"license_name"}), ({"full_name": "\ud83d"}, {"full_name"}),
        ({"description": {"en": "x"}, "num_papers": 1.5}, {"description", "num_papers"}),
    ],
)  # fmt: skip
def test_a_broken_field_is_refused_with_its_place_and_the_data_set_is_kept(
    change: dict[str, Any], places: set[str]
) -> None:
    found = read_datasets(JFT | change)
    assert set(refusals(found)) == {f"#/0/{place}" for place in places}
    assert of(Dataset, found)[0].name == "JFT-3B"


@pytest.mark.parametrize("name", [None, "", "\t", 5, "\udc00"])
def test_a_data_set_without_a_usable_name_is_refused(name: object) -> None:
    (found,) = read_datasets(JFT | {"name": name})
    assert isinstance(found, Rejected)
    assert found.reason == "name is missing"


def test_a_refusal_says_what_was_there() -> None:
    found = read_datasets(JFT | {"num_papers": "12", "tasks": None, "description": ["x"]})
    assert refusals(found) == {
        "#/0/num_papers": "expected a count, found '12'",
        "#/0/tasks": "expected a list, found null",
        "#/0/description": "expected a text, found a list",
    }
    assert {record.raw for record in of(Rejected, found)} == {'"12"', "null", '["x"]'}


@given(anything)
def test_any_element_becomes_records_or_a_refusal(element: object) -> None:
    assert read_datasets(element)


@given(entries_like(JFT | {"homepage": "", "warning": None}))
def test_any_values_in_the_fields_become_a_data_set_that_can_be_written_or_a_refusal(entry: dict[str, Any]) -> None:
    found = read_datasets(entry)
    assert len(of(Dataset, found)) == 1 or [type(record) for record in found] == [Rejected]
