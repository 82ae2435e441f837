"""Sources may list more or fewer authors of one paper: each list is judged by itself, wherever its parts stand."""

from pathlib import Path

import pytest

from ingest import record as rec
from ingest import snapshot
from kg.load import load
from kg.store import GraphStore
from ontology.iri import paper
from tests.ingest.sources_for_tests import Given

NAMES = ("A. First", "B. Second", "C. Third")


def said_by(source: str, authors: tuple[str, ...]) -> Given:
    origin = rec.Origin(source, "https://example.org/", "https://example.org/licence", "2026-01-01")
    record = rec.Paper(
        at=rec.Place(origin, "#"), iri=paper(arxiv="2010.11929"), title="T", authors=authors,
        identifiers=(("arxiv", "2010.11929"),),
    )  # fmt: skip
    return Given(lambda: [record], source, origin)


@pytest.mark.parametrize("counts", [(1, 2), (3, 1, 2), (0, 3)])
def test_lists_of_several_lengths_load(tmp_path: Path, counts: tuple[int, ...]) -> None:
    for number, count in enumerate(counts):
        snapshot.write(said_by(f"source-{number}", NAMES[:count]), tmp_path)
    load(tmp_path)
    asked = "PREFIX pk: <https://w3id.org/paperkin/ontology#> SELECT ?entry { ?paper pk:hasAuthorship ?entry }"
    assert len(GraphStore.open(tmp_path).select(asked)) == max(counts)
