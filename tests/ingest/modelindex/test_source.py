"""The source as a whole: the real files of a zoo against a count of our own, and what a snapshot's name covers."""

import gzip
import json
import os
import re
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest import record as rec
from ingest import snapshot
from ingest.source import SourceError
from ingest.sources.modelindex.source import UNKNOWN, ModelIndex
from ontology import iri
from tests.conftest import REPOSITORY, SHARED

FOLDER = SHARED / "data" / "model-index" / "mmpretrain"
ADDRESS = "https://github.com/open-mmlab/mmpretrain"
APACHE = "https://spdx.org/licenses/Apache-2.0"

real = pytest.mark.skipif(not FOLDER.exists(), reason="the real files lie in ../shared, which is absent here")


@pytest.fixture(scope="module")
def records() -> list[rec.Record]:
    return list(ModelIndex((FOLDER,), "2026-11-22", ADDRESS, APACHE).records())


@pytest.fixture(scope="module")
def documents() -> list[dict[str, Any]]:
    """The real files as any reader of YAML sees them."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.yml"))]
    return [yaml.safe_load(text) for text in texts]


def each(documents: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [found for document in documents for found in document.get(key, [])]


def of(kind: type[rec.Record], records: list[rec.Record]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


# The real files


@real
def test_every_real_file_model_and_result_is_there_or_rejected(
    records: list[rec.Record], documents: list[dict[str, Any]]
) -> None:
    assert len(documents) == 85
    models = each(documents, "Models")
    rows = [row for model in models for row in model.get("Results") or []]
    stating = [row for row in rows if any(value is not None for value in (row["Metrics"] or {}).values())]
    refused = [found for found in of(rec.Rejected, records) if "Results" in found.at.pointer]
    assert len(of(rec.Model, records)) == len(models) == 548
    assert len(of(rec.Result, records)) == len(of(rec.Row, records)) == len(stating) == 464
    assert len(refused) == len(rows) - len(stating) == 9
    assert len(of(rec.Paper, records)) == len(each(documents, "Collections")) == 84
    assert Counter(found.reason for found in of(rec.Rejected, records)) == {
        "the row states no value of any metric": 9,
        "expected a web address, found 'v0.19.0'": 1,
        "an address at arXiv without an identifier": 1,
    }


@real
def test_every_real_number_is_the_one_that_another_reader_finds(
    records: list[rec.Record], documents: list[dict[str, Any]]
) -> None:
    expected = Counter(
        (model["Name"], row["Task"], row["Dataset"], name, Decimal(str(value)))
        for model in each(documents, "Models")
        for row in model.get("Results") or []
        for name, value in (row["Metrics"] or {}).items()
        if value is not None
    )
    names = {model.iri: model.name for model in of(rec.Model, records)}
    boards = {board.iri: (iri.key(board.task), iri.key(board.dataset)) for board in of(rec.Benchmark, records)}
    found = Counter(
        (names[result.model], *boards[result.benchmark], iri.key(cell.metric), Decimal(cell.value))
        for result in of(rec.Result, records)
        for cell in result.cells
    )
    assert found == expected
    assert found.total() == 859


@real
def test_every_real_value_is_kept_as_it_is_written(records: list[rec.Record]) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.yml"))
    written = Counter(re.findall(r"^ +[^:\n]+(?:@\d+)?: (\d+\.\d+) *(?:#.*)?$", text, re.MULTILINE))
    assert written == Counter(cell.raw for result in of(rec.Result, records) for cell in result.cells)


@real
def test_real_parameters_and_training_data_are_those_of_another_reader(
    records: list[rec.Record], documents: list[dict[str, Any]]
) -> None:
    models = each(documents, "Models")
    assert Counter((one.name, one.parameters) for one in of(rec.Model, records)) == Counter(
        (model["Name"], model["Metadata"]["Parameters"]) for model in models
    )
    both = [
        row
        for model in models
        for row in model.get("Results") or []
        if "ImageNet-21k" in (model["Metadata"].get("Training Data") or []) and any((row["Metrics"] or {}).values())
    ]
    stated = [one for one in of(rec.Result, records) if "ImageNet-21k" in map(iri.key, one.extra_datasets)]
    assert len(stated) == len(both) > 50


@real
def test_every_key_of_the_real_files_is_in_the_documentation(documents: list[dict[str, Any]]) -> None:
    said = (REPOSITORY / "docs" / "model-index.md").read_text(encoding="utf-8")
    keys = {key for document in documents for key in document}
    for found in (*each(documents, "Collections"), *each(documents, "Models")):
        keys |= found.keys() | found["Metadata"].keys()
        keys |= {key for part in ("Paper", "Code", "Converted From") for key in found.get(part) or {}}
        keys |= {key for row in found.get("Results") or [] for key in row}
    assert not [key for key in keys if f"`{key}`" not in said]


@real
def test_the_same_files_give_the_same_bytes_wherever_they_lie(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "copy")
    (tmp_path / "copy").chmod(0o755)
    made = []
    for home, folder in (("a", FOLDER), ("b", tmp_path / "copy")):
        written = snapshot.write(ModelIndex((folder,), "2026-11-22", ADDRESS, APACHE), tmp_path / home)
        made.append((written.manifest.id, written.manifest.records, gzip.decompress(written.path.read_bytes())))
    assert made[0] == made[1]
    assert made[0][1]["read"] == made[0][1]["kept"] + made[0][1]["rejected"]


@real
def test_importing_all_from_the_index_gives_the_statements_of_the_folder(tmp_path: Path) -> None:
    whole, index = (
        sorted(gzip.decompress(snapshot.write(source, tmp_path / name).path.read_bytes()).splitlines())
        for name, source in (
            ("a", ModelIndex((FOLDER,), "2026-11-22", ADDRESS)),
            ("b", ModelIndex((FOLDER / "model-index.yml",), "2026-11-22", ADDRESS)),
        )
    )
    graph = re.compile(rb"<https://w3id.org/paperkin/snapshot/model-index/\w+>")
    plain = [sorted({graph.sub(b"", line) for line in lines if b"#sha256>" not in line}) for lines in (whole, index)]
    told = {line for lines in plain for line in lines if b"paperkin/row/" in line}
    assert len(told) > 3000
    assert [line for line in plain[0] if line in told] == [line for line in plain[1] if line in told]


# The source


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "zoo" / "model-index.yml"
    path.parent.mkdir()
    path.write_text(
        "Models: [{Name: a, Results: {Task: t, Dataset: d, Metrics: {Acc: 1}}}]\nImport: [gone.yml]", "utf-8"
    )
    os.utime(path, (1_600_000_000, 1_600_000_000))
    return path


def test_the_origin_names_the_repository_else_the_folder(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ModelIndex((file,), repository=ADDRESS).origin.upstream == f"model index of {ADDRESS}"
    assert ModelIndex((file,)).origin.upstream == "model index of zoo/model-index.yml"
    monkeypatch.chdir(file.parent)
    assert ModelIndex((Path(),)).origin.upstream == "model index of zoo"


def test_the_licence_is_unknown_unless_it_is_told(file: Path) -> None:
    assert ModelIndex((file,)).origin.licence == UNKNOWN
    assert ModelIndex((file,), licence=APACHE).origin.licence == APACHE


def test_the_date_is_that_of_the_newest_file_unless_it_is_told(file: Path) -> None:
    assert ModelIndex((file,)).origin.retrieved_at == "2020-09-13"
    assert ModelIndex((file,), "2021-01-01").origin.retrieved_at == "2021-01-01"


def test_the_fingerprint_covers_all_that_decides_what_is_written(file: Path) -> None:
    def prints() -> list[str]:
        told: list[dict[str, str]] = [{}, {"repository": ADDRESS}, {"licence": APACHE}, {"retrieved_at": "2021-01-01"}]
        return [ModelIndex((file,), **others).fingerprint() for others in told]  # type: ignore[arg-type]

    before = prints()
    assert len(set(before)) == 4
    assert prints() == before
    (file.parent / "gone.yml").write_text("Models: []", encoding="utf-8")
    os.utime(file.parent / "gone.yml", (1_600_000_000, 1_600_000_000))
    assert not set(prints()) & set(before)


def test_a_snapshot_counts_a_missing_import_among_the_rejected(file: Path, tmp_path: Path) -> None:
    written = snapshot.write(ModelIndex((file,)), tmp_path)
    rejects = written.path.with_name(f"{written.manifest.id}.rejects.jsonl").read_text(encoding="utf-8")
    assert json.loads(rejects) == {
        "place": "model-index.yml#/Import/0",
        "reason": "no such file",
        "record": '"gone.yml"',
    }
    assert written.manifest.records["kinds"]["Result"] == 1


def test_a_path_of_which_nothing_can_be_read_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Models: []", encoding="utf-8")
    with pytest.raises(SourceError, match=r"README\.md: only YAML is read"):
        ModelIndex((tmp_path / "README.md",)).fingerprint()


def test_a_change_between_the_fingerprint_and_the_records_is_not_mixed_in(file: Path) -> None:
    source = ModelIndex((file,))
    source.fingerprint()
    file.write_text("Models: [{Name: other}]", encoding="utf-8")
    assert [one.name for one in source.records() if isinstance(one, rec.Model)] == ["a"]
