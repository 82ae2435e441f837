"""What a model index states becomes records; what it states wrongly is rejected where it stands."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import mapping
from ingest import record as rec
from ingest.sources.modelindex.records import Reader
from ingest.sources.modelindex.shape import tidy
from ingest.sources.modelindex.zoo import Indexed
from ontology import iri
from ontology.terms import PK

ORIGIN = rec.Origin("model-index", "model index of a test", "https://example.org/licence", "2026-01-01")
PAPER = "https://arxiv.org/abs/2103.14030"
SWIN = iri.paper(arxiv="2103.14030")
RESULT: dict[str, Any] = {"Task": "T", "Dataset": "D", "Metrics": {"Top 1 Accuracy": "81.18"}}


def model(name: str = "swin-t", **others: Any) -> dict[str, Any]:
    return {"Name": name, **{key.replace("_", " "): value for key, value in others.items()}}


def indexed(name: str, collections: tuple[object, ...], models: tuple[object, ...]) -> Indexed:
    places = (
        tuple((f"{name}#/{kind}/{place}", tidy(found)) for place, found in enumerate(listed))
        for kind, listed in (("Collections", collections), ("Models", models))
    )
    return Indexed(name, Path(name), hashlib.sha256(name.encode()).hexdigest(), *places)


def read_files(*files: Indexed, repository: str | None = None) -> list[rec.Record]:
    """Give the records of files; each can be written."""
    records = list(Reader(ORIGIN, repository).records(list(files)))
    for record in records:
        assert isinstance(record, rec.Rejected) or list(mapping.statements(record))
    return records


def read(*models: object, collections: tuple[object, ...] = (), repository: str | None = None) -> list[rec.Record]:
    return read_files(indexed("m.yml", collections, models), repository=repository)


def of(kind: type[rec.Record], records: list[rec.Record]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


def refusals(records: list[rec.Record]) -> dict[str, str]:
    return {record.at.pointer: record.reason for record in of(rec.Rejected, records)}


def results(*found: object, **metadata: Any) -> list[rec.Result]:
    return of(rec.Result, read(model(Paper=PAPER, Metadata=metadata, Results=list(found))))


# Models and results


def test_a_result_has_its_row_its_board_and_its_numbers_as_written() -> None:
    metrics = {"Top 1 Accuracy": "69.30", "Top 5 Accuracy": "76.85%", "FPS": "1,014.45", "AP": "0.5 ± 0.1", "Note": "?"}
    records = read(model(Paper=PAPER, Results=[RESULT | {"Metrics": metrics}]))
    (found,), (row,), (board,) = of(rec.Result, records), of(rec.Row, records), of(rec.Benchmark, records)
    assert [(iri.key(cell.metric), cell.raw, cell.value, cell.spread) for cell in found.cells] == [
        ("Top 1 Accuracy", "69.30", "69.3", None), ("Top 5 Accuracy", "76.85%", "76.85", None),
        ("FPS", "1,014.45", "1014.45", None), ("AP", "0.5 ± 0.1", "0.5", "0.1"), ("Note", "?", None, None),
    ]  # fmt: skip
    assert (row.file, row.pointer, row.label) == ("m.yml", "/Models/0/Results/0", "m.yml#/Models/0/Results/0")
    assert (found.row, found.benchmark, found.paper) == (row.iri, board.iri, SWIN)
    assert board.iri == iri.benchmark("paperswithcode", "T", "D")
    assert (board.name, board.metrics) == ("T on D", tuple(cell.metric for cell in found.cells))
    assert (found.date, found.date_basis) == (None, None)


def test_metrics_have_their_direction_and_are_those_of_papers_with_code() -> None:
    metrics = {"Top 1 Accuracy": "1", "Error": "2", "Whatever": "3"}
    records = read(model(Results=[RESULT | {"Metrics": metrics}, RESULT | {"Dataset": "E", "Metrics": metrics}]))
    assert [(found.iri, found.direction) for found in of(rec.Metric, records)] == [
        (iri.thing("metric", "paperswithcode", "Top 1 Accuracy"), PK.HigherIsBetter),
        (iri.thing("metric", "paperswithcode", "Error"), PK.LowerIsBetter),
        (iri.thing("metric", "paperswithcode", "Whatever"), None),
    ]


def test_a_model_has_its_paper_its_parameters_and_the_exact_name() -> None:
    (found,) = of(rec.Model, read(model("Net+ (384)", Paper=PAPER, Metadata={"Parameters": "28.3M"})))
    assert found == rec.Model(
        at=rec.Place(ORIGIN, "m.yml#/Models/0"), iri=iri.model(SWIN, "Net+ (384)"), name="Net+ (384)", paper=SWIN,
        parameters=28_300_000,
    )  # fmt: skip


def test_a_model_without_a_paper_is_its_file_s_own() -> None:
    one, other = (read_files(indexed(name, (), (model("a", Results=[RESULT]),))) for name in ("x.yml", "y.yml"))
    first, second = of(rec.Result, one)[0], of(rec.Result, other)[0]
    assert first.model != second.model
    assert first.iri != second.iri
    assert first.paper is None


def test_models_that_differ_by_one_sign_or_by_their_paper_are_different() -> None:
    found = of(rec.Model, read(model("a", Paper=PAPER), model("a+", Paper=PAPER), model("a", Paper=f"{PAPER[:-1]}1")))
    assert len({one.iri for one in found}) == 3


def test_a_model_that_stands_twice_is_one_with_two_rows() -> None:
    twice = model(Paper=PAPER, Results=[RESULT])
    records = read(twice, twice)
    assert len({found.iri for found in of(rec.Model, records)}) == 1
    assert len({found.iri for found in of(rec.Result, records)}) == 1
    assert len({found.iri for found in of(rec.Row, records)}) == 2


@pytest.mark.parametrize("metrics", [None, {}, {"Top 1 Accuracy": None}, {"Top 1 Accuracy": " "}, []])
def test_a_row_without_a_value_is_rejected(metrics: object) -> None:
    records = read(model(Results=[RESULT | {"Metrics": metrics}, RESULT]))
    assert refusals(records) == {"m.yml#/Models/0/Results/0": "the row states no value of any metric"}
    assert len(of(rec.Result, records)) == 1


def test_an_empty_cell_beside_others_says_nothing() -> None:
    (found,) = results(RESULT | {"Metrics": {"A": None, "B": "1"}})
    assert [iri.key(cell.metric) for cell in found.cells] == ["B"]


@pytest.mark.parametrize(
    ("change", "pointer", "reason"),
    [
        ({"Task": None}, "", "Task is missing"), ({"Dataset": " "}, "", "Dataset is missing"),
        ({"Dataset": {"Name": "x"}}, "", "Dataset is missing"),
        ({"Metrics": {"A": {"B": "1"}, "C": "2"}}, "/Metrics/0/Value", "expected a text, found an object"),
        ({"Metrics": {"A": ["1"], "C": "2"}}, "/Metrics/0/Value", "expected a text, found a list"),
        ({"Metrics": {None: "1", "C": "2"}}, "/Metrics/0/Name", "a metric without a name"),
        ({"Metrics": [{"C": "1"}, {"C": "2"}]}, "/Metrics/1/Name", "another metric of the row has this name"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_result_is_rejected_where_it_stands(change: Any, pointer: str, reason: str) -> None:
    assert refusals(read(model(Results=[RESULT | change])))[f"m.yml#/Models/0/Results/0{pointer}"] == reason


@pytest.mark.parametrize("broken", ["text", [], 5, [["Name", "a"]]])
def test_a_model_or_a_result_that_is_no_mapping_is_rejected(broken: object) -> None:
    assert list(refusals(read(broken, model()))) == ["m.yml#/Models/0"]
    assert list(refusals(read(model(Results=[broken, RESULT])))) == ["m.yml#/Models/0/Results/0"]


def test_a_model_without_a_name_is_rejected_with_its_results() -> None:
    (found,) = read({"Results": [RESULT]})
    assert isinstance(found, rec.Rejected)
    assert found.reason == "Name is missing"


@pytest.mark.parametrize("written", ["many", "1.5", "-3", "50%", "1M/2M"])
def test_a_number_of_parameters_that_is_none_is_rejected_and_the_model_kept(written: str) -> None:
    records = read(model(Metadata={"Parameters": written}))
    assert refusals(records) == {"m.yml#/Models/0/Metadata/Parameters": f"expected a count, found {written!r}"}
    assert of(rec.Model, records)[0].parameters is None


@pytest.mark.parametrize(
    ("written", "count"), [("25557032", 25_557_032), ("25557032.0", 25_557_032), ("0", 0), ("1,000", 1000)]
)
def test_a_number_of_parameters_is_read_however_it_is_written(written: str, count: int) -> None:
    assert of(rec.Model, read(model(Metadata={"Parameters": written})))[0].parameters == count


# Training data


@pytest.mark.parametrize(
    ("data", "extra", "uses"),
    [
        (None, [], None), ("D", [], False), (["D", "D"], [], False), (["E", "D"], ["E"], True), ("E", ["E"], None),
        (["D", "d"], ["d"], True),
    ],
)  # fmt: skip
def test_training_data_beyond_the_benchmark_are_told(data: object, extra: list[str], uses: bool | None) -> None:
    (found,) = results(RESULT, **{"Training Data": data})
    assert [iri.key(dataset) for dataset in found.extra_datasets] == extra
    assert found.uses_extra_data is uses


# Collections


COLLECTION: dict[str, Any] = {
    "Name": "Swin",
    "Metadata": {"Training Data": "D", "Training Techniques": ["AdamW"], "Architecture": ["Layers", "Swin"]},
    "Paper": {"URL": f"{PAPER}v2", "Title": "Shifted Windows"},
    "Code": {"URL": "https://github.com/a/zoo/blob/v1/models/swin.py#L3", "Version": "v1"},
}


def test_a_collection_is_a_technique_that_its_paper_introduced() -> None:
    records = read(collections=(COLLECTION,))
    (paper,), (technique,), (code,) = (of(kind, records) for kind in (rec.Paper, rec.Technique, rec.Repository))
    assert (paper.iri, paper.title, paper.identifiers) == (SWIN, "Shifted Windows", (("arxiv", "2103.14030"),))
    assert (technique.name, technique.introduced_by) == ("Swin", SWIN)
    assert (code.url, code.paper, code.official) == ("https://github.com/a/zoo", SWIN, False)


def test_a_model_inherits_what_its_collection_says_and_it_does_not() -> None:
    own = {"Training Techniques": "LAMB", "Parameters": "5"}
    records = read(model(In_Collection="Swin", Metadata=own, Results=[RESULT]), collections=(COLLECTION,))
    (found,), (result,) = of(rec.Model, records), of(rec.Result, records)
    assert (found.paper, found.parameters, result.uses_extra_data) == (SWIN, 5, False)
    names = {technique.iri: technique.name for technique in of(rec.Technique, records)}
    assert [(use.paper, names[use.technique]) for use in of(rec.Use, records)] == [
        (found.iri, name) for name in ("Swin", "Layers", "LAMB")
    ]


def test_a_technique_that_has_the_name_of_a_collection_is_it() -> None:
    records = read(model(Metadata={"Architecture": "Swin"}), collections=(COLLECTION,))
    (technique,), (use,) = of(rec.Technique, records), of(rec.Use, records)
    assert use.technique == technique.iri
    assert technique.introduced_by == SWIN


def test_collections_of_one_name_and_different_papers_are_two_techniques() -> None:
    other = COLLECTION | {"Paper": "https://arxiv.org/abs/2010.01412"}
    files = [
        indexed(f"{name}.yml", (found,), (model(In_Collection="Swin"),))
        for name, found in (("a", COLLECTION), ("b", other))
    ]
    records = read_files(*files, indexed("c.yml", (), (model(In_Collection="Swin"),)))
    assert [found.paper for found in of(rec.Model, records)] == [SWIN, iri.paper(arxiv="2010.01412"), None]
    assert refusals(records) == {"c.yml#/Models/0/In Collection": "several collections have this name"}


def test_a_collection_is_found_in_another_file_even_a_later_one() -> None:
    records = read_files(indexed("a.yml", (), (model(In_Collection="Swin"),)), indexed("b.yml", (COLLECTION,), ()))
    assert of(rec.Model, records)[0].paper == SWIN


def test_a_model_in_a_collection_that_is_not_there_is_kept_without_it() -> None:
    records = read(model(In_Collection="Gone", Results=[RESULT]))
    assert refusals(records) == {"m.yml#/Models/0/In Collection": "no such collection"}
    assert len(of(rec.Result, records)) == 1


def test_a_collection_without_a_name_is_rejected() -> None:
    assert refusals(read(collections=({"Paper": PAPER},))) == {"m.yml#/Collections/0": "Name is missing"}


# Papers and code


@pytest.mark.parametrize(
    ("paper", "identifier"),
    [
        (PAPER, ("arxiv", "2103.14030")), ("2103.14030v2", ("arxiv", "2103.14030")),
        ({"URL": "http://arxiv-export-lb.library.cornell.edu/abs/2104.13840"}, ("arxiv", "2104.13840")),
        ({"URL": "https://doi.org/10.1000/X", "Title": "T"}, ("doi", "10.1000/x")),
        ("https://paperswithcode.com/paper/a-b", ("paperswithcode", "a-b")),
        ({"URL": "https://e.org/p.pdf", "Title": "T"}, ("url", "https://e.org/p.pdf")),
        ({"Title": "T"}, ("title", "T")), ("A Title of Words", ("title", "A Title of Words")),
    ],
)  # fmt: skip
def test_a_paper_is_known_by_the_strongest_that_is_said(paper: object, identifier: tuple[str, str]) -> None:
    records = read(model(Paper=paper))
    (found,) = of(rec.Paper, records)
    assert found.identifiers[0] == identifier
    assert not refusals(records)


def test_papers_with_a_placeholder_for_an_address_are_not_one_paper() -> None:
    records = read(*(model(Paper={"URL": "https://arxiv.org/abs/xxxx.xxxxx", "Title": title}) for title in "AB"))
    assert len({found.iri for found in of(rec.Paper, records)}) == 2
    assert set(refusals(records).values()) == {"an address at arXiv without an identifier"}


@pytest.mark.parametrize("paper", [{"URL": "a/b"}, {"URL": "10.1000/x"}, {"URL": "to be/announced", "Title": "T"}])
def test_an_address_that_tells_no_paper_is_rejected(paper: dict[str, str]) -> None:
    records = read(model(Paper=paper))
    assert refusals(records) == {"m.yml#/Models/0/Paper/URL": "nothing tells which paper it is"}
    assert len(of(rec.Paper, records)) == ("Title" in paper)


@pytest.mark.parametrize(
    ("url", "repository"),
    [
        ("https://github.com/a/b/blob/main/c.py#L8", "https://github.com/a/b"),
        ("https://gitlab.com/a/b/-/blob/main/c.py", "https://gitlab.com/a/b"),
        ("https://github.com/a/b/tree/main/project", "https://github.com/a/b/tree/main/project"),
        ("https://github.com/a/blob", "https://github.com/a/blob"),
        ("https://example.org/x/blob/y", "https://example.org/x/blob/y"),
    ],
)
def test_a_link_to_a_file_stands_for_its_repository(url: str, repository: str) -> None:
    for place in ({"Code": url}, {"Code": {"URL": url}}, {"Converted_From": {"Code": url, "Weights": "w"}}):
        (found,) = of(rec.Repository, read(model(Paper=PAPER, **place)))
        assert (found.url, found.paper) == (repository, SWIN)


def test_the_zoo_s_own_repository_has_code_for_each_paper() -> None:
    records = read(model(Paper=PAPER), model("b", Paper=PAPER), repository="https://github.com/a/zoo")
    assert [(found.url, found.paper) for found in of(rec.Repository, records)] == [("https://github.com/a/zoo", SWIN)]


def test_code_that_is_no_address_is_rejected() -> None:
    records = read(model(Code={"URL": "v0.19.0", "Version": "https://github.com/a/b"}))
    assert refusals(records) == {"m.yml#/Models/0/Code/URL": "expected a web address, found 'v0.19.0'"}


# Anything


FIELDS = st.sampled_from(
    ["Name", "Metadata", "Results", "Paper", "Code", "In Collection", "Converted From", "Task", "Dataset", "Metrics",
     "Architecture", "Training Data", "Training Techniques", "Parameters", "URL", "Title"]
)  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.text(max_size=6) | st.sampled_from([PAPER, "1e999", "https://e.org", "9" * 400, "\u2028", "%"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(FIELDS | st.none() | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=14,
)


@given(st.lists(ANYTHING, max_size=3), st.lists(ANYTHING, max_size=3))
def test_whatever_stands_in_a_file_becomes_records_or_rejections(
    models: list[object], collections: list[object]
) -> None:
    read(*models, collections=tuple(collections))
