"""The file of decisions is read to the letter, or its fault is named."""

from pathlib import Path

import pytest

from kg.errors import UsageProblem
from kg.identity import decisions
from ontology.iri import paper

A, B, C = (paper(own=("review", key)) for key in "abc")


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert decisions.read(tmp_path) == decisions.Decisions()


def test_pairs_are_accepted_or_refused_and_the_last_word_counts(tmp_path: Path) -> None:
    lines = f"one,other,verdict,by,why\n{B},{A},refuse,me,x\n{A},{B},accept,me,\n{C},{A}, Refuse ,you,\n"
    (tmp_path / decisions.FILE).write_text(lines)
    found = decisions.read(tmp_path)
    assert (found.accepted, found.refused) == ({(A, B)}, {(A, C)})


def test_papers_may_be_named_as_they_are_printed(tmp_path: Path) -> None:
    (tmp_path / decisions.FILE).write_text(f"one,other,verdict,by,why\nreview/a,{B},accept,me,x\n")
    assert decisions.read(tmp_path).accepted == {(A, B)}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (f"{A},{B},perhaps,,", "neither accept nor refuse"),
        (f"{A},https://example.org/b,accept,,", "not the IRI of a paper"),
        (f"{A},{A},accept,,", "twice in one line"),
        (f"{A}", "not the IRI of a paper"),
    ],
)
def test_a_line_that_cannot_be_understood_is_an_error(line: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / decisions.FILE).write_text(f"one,other,verdict,by,why\n{line}\n")
    with pytest.raises(UsageProblem, match=rf"same.csv, line 2: .*{fault}"):
        decisions.read(tmp_path)


def test_a_file_of_something_else_is_an_error(tmp_path: Path) -> None:
    (tmp_path / decisions.FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageProblem, match="columns are one,other"):
        decisions.read(tmp_path)
