"""Which files are read: those named, those of a folder, those they import; never one outside, and each once."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.source import SourceError
from ingest.sources.modelindex.shape import tidy
from ingest.sources.modelindex.zoo import Zoo, read

MODEL = "Models: [{Name: a}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "zoo" / "configs" / "a").mkdir(parents=True)
    return tmp_path / "zoo"


def write(path: Path, text: str = MODEL) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(zoo: Zoo) -> list[str]:
    return [file.name for file in zoo.files]


def problems(zoo: Zoo) -> dict[str, str]:
    return {problem.pointer: problem.reason for problem in zoo.problems}


def models(zoo: Zoo) -> list[tuple[str, object]]:
    return [model for file in zoo.files for model in file.models]


# Which files


def test_of_a_folder_the_files_with_the_names_of_model_indexes_are_read(folder: Path) -> None:
    for name in ("model-index.yml", "configs/a/metafile.yml", "configs/metafile.yaml", "dataset-index.yml", "a.txt"):
        write(folder / name)
    assert sorted(names(read([folder]))) == ["configs/a/metafile.yml", "configs/metafile.yaml", "model-index.yml"]


def test_imports_are_followed_from_the_file_that_states_them(folder: Path) -> None:
    index = write(folder / "model-index.yml", "Import: [configs/a/first.yml, ./configs/a/metafile.yml]")
    write(folder / "configs/a/first.yml", "Import: second.yml\n" + MODEL)
    write(folder / "configs/a/second.yml")
    write(folder / "configs/a/metafile.yml")
    expected = ["model-index.yml", "configs/a/first.yml", "configs/a/metafile.yml", "configs/a/second.yml"]
    assert names(read([index])) == expected
    assert sorted(names(read([folder]))) == sorted(expected)


def test_a_file_is_read_once_however_often_it_is_met(folder: Path) -> None:
    index = write(
        folder / "model-index.yml", "Import: [configs/metafile.yml, configs/a/../metafile.yml, model-index.yml]"
    )
    write(folder / "configs/metafile.yml", "Import: [../model-index.yml]\n" + MODEL)
    zoo = read([index, folder, index])
    assert sorted(names(zoo)) == ["configs/metafile.yml", "model-index.yml"]
    assert not zoo.problems


def test_a_long_chain_of_imports_is_followed_to_its_end(folder: Path) -> None:
    for number in range(1500):
        write(folder / f"{number}.yml", f"Import: {number + 1}.yml")
    write(folder / "1500.yml")
    assert len(read([folder / "0.yml"]).files) == 1501


@pytest.mark.parametrize(
    "target",
    ["../outside.yml", "configs/../../outside.yml", "{absolute}", "link.yml", "linked/outside.yml"],
)
def test_an_import_that_leads_out_of_the_folder_is_rejected_and_not_read(folder: Path, target: str) -> None:
    outside = write(folder.parent / "outside.yml")
    (folder / "link.yml").symlink_to(outside)
    (folder / "linked").symlink_to(folder.parent)
    write(folder / "model-index.yml", f"Import: [{target.format(absolute=outside)}]\n" + MODEL)
    zoo = read([folder])
    assert names(zoo) == ["model-index.yml"]
    assert "leads out of the folder" in problems(zoo)["model-index.yml#/Import/0"]


def test_a_metafile_that_is_a_link_out_of_the_folder_is_rejected(folder: Path) -> None:
    write(folder / "model-index.yml")
    (folder / "metafile.yml").symlink_to(write(folder.parent / "outside.yml"))
    zoo = read([folder])
    assert names(zoo) == ["model-index.yml"]
    assert "leads out of the folder" in problems(zoo)["metafile.yml"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("gone.yml", "no such file"), ("configs", "no such file"), ("configs/*.yml", "no such file"),
        ('"a\\0b.yml"', "no such file"), ("x" * 5000, "no such file"), ("loop.yml", "no such file"),
        ("fifo.yml", "no such file"), ("README.md", "only YAML is read"), ("[a, b]", "expected the name of a file"),
        ("{a: b}", "expected the name of a file"),
    ],
)  # fmt: skip
def test_an_import_that_cannot_be_followed_is_rejected(folder: Path, target: str, reason: str) -> None:
    (folder / "loop.yml").symlink_to(folder / "loop.yml")
    os.mkfifo(folder / "fifo.yml")
    write(folder / "README.md")
    index = write(folder / "model-index.yml", f"Models: [{{Name: a}}]\nImport:\n- configs/metafile.yml\n- {target}")
    write(folder / "configs" / "metafile.yml")
    zoo = read([index])
    assert reason in problems(zoo)["model-index.yml#/Import/1"]
    assert len(zoo.files) == 2


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file or folder"):
        read([tmp_path / "gone"])


def test_a_folder_without_a_model_index_is_an_error_that_says_what_is_looked_for(tmp_path: Path) -> None:
    write(tmp_path / "other.yml")
    with pytest.raises(SourceError, match=r"metafile\.yaml or metafile\.yml or model-index\.yaml"):
        read([tmp_path])


@pytest.mark.parametrize("text", ["", "a: 1", "- 1\n- 2", "just text", "[]", "repos: [{repo: x}]"])
def test_a_file_that_is_no_model_index_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match="is no model index"):
        read([write(tmp_path / "a.yml", text)])


def test_a_broken_import_stops_all_and_is_named(folder: Path) -> None:
    index = write(folder / "model-index.yml", "Import: configs/a/metafile.yml")
    write(folder / "configs/a/metafile.yml", "Models: ]")
    with pytest.raises(SourceError, match=r"configs/a/metafile\.yml: line 1, column 9"):
        read([index])


# What is in them


def test_each_document_and_each_item_of_a_list_has_its_pointer(folder: Path) -> None:
    several = write(folder / "several.yml", "Models: [{Name: a}]\n---\nCollections: {Name: c}\nModels: {Name: b}")
    listed = write(
        folder / "listed.yml", "- Name: a\n  Results: null\n- Models: [{Name: b}, {Name: c}]\n- 5\n- [{Name: d}]"
    )
    zoo = read([several, listed])
    assert [pointer for pointer, _ in models(zoo)] == [
        "several.yml#/0/Models/0", "several.yml#/1/Models/0",
        "listed.yml#/0", "listed.yml#/1/Models/0", "listed.yml#/1/Models/1", "listed.yml#/3/0",
    ]  # fmt: skip
    assert zoo.files[0].collections == (("several.yml#/1/Collections/0", {"Name": "c"}),)
    assert problems(zoo) == {"listed.yml#/2": "neither collections, models nor imports"}


def test_a_key_that_stands_twice_is_reported_with_its_line(folder: Path) -> None:
    zoo = read([write(folder / "a.yml", "Models:\n- Name: a\n  Name: b\n")])
    assert models(zoo) == [("a.yml#/Models/0", {"Name": "b"})]
    assert problems(zoo) == {"a.yml:3": "the key stands twice in one mapping; the last counts"}


# The one shape


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ({"Results": None}, {}),
        ({"Results": {"Task": "t"}}, {"Results": [{"Task": "t"}]}),
        ({"Results": [{"Task": "t"}, None]}, {"Results": [{"Task": "t"}, None]}),
        ({"Paper": "https://e.org"}, {"Paper": {"URL": "https://e.org"}}),
        ({"Paper": {"URL": "u", "Title": None}}, {"Paper": {"URL": "u"}}),
        ({"Converted From": {"Code": "c"}}, {"Converted From": {"Code": {"URL": "c"}}}),
        ({"Metadata": {"Training Data": "D", "FLOPs": None}}, {"Metadata": {"Training Data": ["D"]}}),
        ({"Metrics": {"paper": "1"}}, {"Metrics": [{"Name": "paper", "Value": "1"}]}),
        ({"Metrics": {"a": None}}, {"Metrics": [{"Name": "a", "Value": None}]}),
        ({"Metrics": [{"a": "1"}, "b"]}, {"Metrics": [{"Name": "a", "Value": "1"}, "b"]}),
        ({"name": "n", "in collection": "c"}, {"Name": "n", "In Collection": "c"}),
        ({"name": "n", "Name": "m", "Other": "o"}, {"name": "n", "Name": "m", "Other": "o"}),
        ({None: "n"}, {None: "n"}),
        ("text", "text"),
    ],
)  # fmt: skip
def test_every_shape_in_use_becomes_the_one(sent: object, seen: object) -> None:
    assert tidy(sent) == seen


KEYS = st.sampled_from(["Name", "Results", "paper", "Code", "Metadata", "Training Data", "Converted From", "Other", ""])
ANY = st.recursive(
    st.none() | st.text(max_size=5), lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=10
)


@given(ANY)
def test_what_has_the_one_shape_keeps_it(value: object) -> None:
    once = tidy(value)
    assert tidy(once) == once
