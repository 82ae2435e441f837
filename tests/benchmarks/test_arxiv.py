"""Synthetic lines of the bulk snapshot look like the real ones, and are the same each time."""

import json
from pathlib import Path

import pytest

from benchmarks.arxiv import write
from ingest import record as rec
from ingest.sources.arxiv.bulk import ArxivBulk
from tests.ingest.arxiv.upstream import DATA


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lines") / "arxiv.json"
    write(path, 2000)
    return path


def test_every_line_is_a_paper_of_its_own(path: Path) -> None:
    papers = list(ArxivBulk(path).records())
    assert {type(one) for one in papers} == {rec.Paper}
    assert len({one.iri for one in papers if isinstance(one, rec.Paper)}) == 2000


def test_the_same_lines_are_written_each_time(path: Path, tmp_path: Path) -> None:
    write(tmp_path / "again.json", 2000)
    assert (tmp_path / "again.json").read_bytes() == path.read_bytes()


@pytest.mark.skipif(not DATA.exists(), reason="the real lines lie in ../shared, which is absent here")
def test_the_lines_have_the_fields_and_the_size_of_real_ones(path: Path) -> None:
    real = (DATA / "kaggle-snapshot-head" / "arxiv-metadata-oai-snapshot.json").read_text("utf-8").splitlines()
    made = path.read_text("utf-8").splitlines()
    assert list(json.loads(made[0])) == list(json.loads(real[0]))
    sizes = [sum(map(len, lines)) / len(lines) for lines in (made, real)]
    assert 0.7 < sizes[0] / sizes[1] < 1.5
