"""What is known of the results of a board, out of the graph: whose word counts, and what stays unknown."""

from collections.abc import Iterable

import pytest

from kg import boards
from kg.entries import Entries, Known
from kg.store import GraphStore
from ontology.terms import PK, RDF, XSD

BASE = "https://w3id.org/paperkin/"
BOARD, ACCURACY, SIZE = f"{BASE}benchmark/b", f"{BASE}metric/a", f"{BASE}metric/size"
RESULT, MODEL, PAPER = f"{BASE}result/r", f"{BASE}model/m", f"{BASE}paper/p"


def iri(name: str) -> str:
    return f"<{name}>"


def number(value: str, kind: str = XSD.integer) -> str:
    return f'"{value}"^^<{kind}>'


FRAME = [
    (BOARD, RDF.type, iri(PK.Benchmark)), (BOARD, PK.name, '"Board"'),
    (ACCURACY, PK.name, '"Accuracy"'), (ACCURACY, PK.direction, iri(PK.HigherIsBetter)),
    (SIZE, PK.name, '"Number of params"'),
    (RESULT, RDF.type, iri(PK.Result)), (RESULT, PK.benchmark, iri(BOARD)), (RESULT, PK.ofModel, iri(MODEL)),
    (RESULT, PK.reportedIn, iri(PAPER)), (RESULT, PK.hasMeasurement, iri(f"{RESULT}/1")),
    (f"{RESULT}/1", PK.metric, iri(ACCURACY)), (f"{RESULT}/1", PK.value, number("90.5", XSD.decimal)),
    (MODEL, PK.name, '"Net"'), (RESULT, PK.sourceRow, iri(f"{BASE}row/1")),
    (f"{BASE}row/1", PK.name, '"Table 1, row 2"'),
]  # fmt: skip
"""One result, as the source named review states it."""


def known(*statements: tuple[str, str, str], of: Iterable[tuple[str, tuple[str, str, str]]] = ()) -> Known:
    """Say what is known of the result where the review says these too, and other sources say the others."""
    said = [("review", one) for one in (*FRAME, *statements)] + list(of)
    lines = [f"<{s}> <{p}> {o} <{BASE}snapshot/{source}> ." for source, (s, p, o) in said]
    for source in {source for source, _ in said}:
        me = f"<{BASE}snapshot/{source}>"
        lines += [f"{me} <{PK.assertedBy}> {me} {me} .", f'{me} <{PK.sourceName}> "{source}" {me} .']
    store = GraphStore.of_quads("\n".join(lines).encode())
    return Entries(boards.board(store, BOARD, "Accuracy"), store).known[RESULT]


def sized(value: str) -> tuple[tuple[str, str, str], ...]:
    cell = f"{RESULT}/2"
    return ((RESULT, PK.hasMeasurement, iri(cell)), (cell, PK.metric, iri(SIZE)),
            (cell, PK.value, number(value, XSD.decimal)))  # fmt: skip


def test_what_nobody_says_is_unknown() -> None:
    assert known() == Known(None, None, None, None, None, None)


def test_parameters_are_the_models_with_the_row_of_who_says_so() -> None:
    found = known((MODEL, PK.parameterCount, number("5000000")), *sized("7000000")).parameters
    assert found is not None
    assert (found.value, found.by) == (5_000_000, ("review, Table 1, row 2",))


def test_parameters_may_stand_in_a_column_but_not_without_their_unit() -> None:
    found = known(*sized("7000000")).parameters
    assert found is not None
    assert found.value == 7_000_000
    assert known(*sized("7")).parameters is None
    assert known(*sized("7000000.5")).parameters is None


@pytest.mark.parametrize("other", ["paperswithcode", "openalex"])
def test_where_sources_differ_the_word_of_the_first_counts(other: str) -> None:
    size = (MODEL, PK.parameterCount, number("5000000"))
    found = known(size, of=[(other, (MODEL, PK.parameterCount, number("6000000")))]).parameters
    assert found is not None
    assert (found.value, found.by) == (5_000_000, ("review, Table 1, row 2",))


def test_all_sources_that_say_the_same_are_named() -> None:
    uses = (PAPER, PK.usesTechnique, iri(f"{BASE}technique/t"))
    found = known(uses, of=[("paperswithcode", (MODEL, PK.usesTechnique, iri(f"{BASE}technique/u")))]).techniques
    assert found is not None
    assert found.value == {f"{BASE}technique/t", f"{BASE}technique/u"}
    assert found.by == ("paperswithcode", "review")


def test_a_number_of_extra_samples_says_whether_there_is_extra_data() -> None:
    for samples, extra in (("0", False), ("300", True)):
        found = known((RESULT, PK.extraTrainingSamples, number(samples)))
        assert found.extra_data is not None
        assert found.extra_data.value is extra
        assert (found.datasets is None) == extra


def test_what_a_paper_introduces_is_a_technique_and_no_dataset() -> None:
    technique, dataset = f"{BASE}technique/t", f"{BASE}dataset/d"
    found = known(
        (technique, RDF.type, iri(PK.Technique)), (technique, PK.introducedBy, iri(PAPER)),
        (dataset, RDF.type, iri(PK.Dataset)), (dataset, PK.introducedBy, iri(PAPER)),
    ).introduced  # fmt: skip
    assert found is not None
    assert found.value == {technique}
