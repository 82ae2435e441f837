"""YAML is read as text and plain structures; what is hostile or broken is named with its line and column."""

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ingest.source import SourceError
from ingest.sources.modelindex import yamlfile
from ingest.sources.modelindex.yamlfile import MOST_DEPTH, Repeated, documents
from tests.conftest import REPOSITORY

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\u0085\ufeff\ufffe\uffff")
)
PLAIN = st.recursive(st.none() | TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=15)


def found(text: str) -> list[object]:
    return [document.found for document in documents(text, "a.yml")]


def refusal(text: str) -> str:
    with pytest.raises(SourceError) as caught:
        documents(text, "a.yml")
    return str(caught.value)


@pytest.mark.parametrize(
    "written",
    [
        "69.30",
        "1e3",
        "0x1F",
        "010",
        "1_000",
        "1:30",
        "2020-01-01",
        "yes",
        "NO",
        "true",
        ".nan",
        ".inf",
        "=",
        "+7",
        "76.85%",
    ],
)
def test_a_scalar_stays_the_text_that_it_is(written: str) -> None:
    assert found(f"value: {written}") == [{"value": written}]


@pytest.mark.parametrize("tag", ["str", "int", "float", "bool", "timestamp"])
def test_a_tag_of_a_scalar_changes_nothing(tag: str) -> None:
    assert found(f"value: !!{tag} 76.50") == [{"value": "76.50"}]


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_only_null_is_null(written: str) -> None:
    assert found(f"value: {written}") == [{"value": None}]


def test_quotes_are_taken_off_and_commas_stay() -> None:
    assert found("""{a: '76.85%', b: "1,014.45", c: "~"}""") == [{"a": "76.85%", "b": "1,014.45", "c": "~"}]


def test_a_file_may_hold_several_documents_or_none() -> None:
    assert found("a: 1\n---\n- b\n---\n") == [{"a": "1"}, ["b"], None]
    assert found("") == found("# a comment\n") == []


def test_anchors_and_merges_give_what_they_stand_for() -> None:
    text = "base: &b {x: 1, y: 2}\nown: {<<: *b, y: 3}\nmore: {<<: [*b, {z: 4}]}\nsame: *b"
    assert found(text) == [
        {
            "base": {"x": "1", "y": "2"}, "own": {"x": "1", "y": "3"}, "more": {"x": "1", "y": "2", "z": "4"},
            "same": {"x": "1", "y": "2"},
        }
    ]  # fmt: skip


@given(PLAIN)
def test_what_is_written_as_yaml_is_read_back(value: object) -> None:
    assert found(yaml.safe_dump(value, default_style='"')) == [json.loads(json.dumps(value))]


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(SourceError):
        documents(text, "a.yml")


# Repeated keys


def test_a_key_that_stands_twice_is_named_with_its_line_and_the_last_counts() -> None:
    (one,) = documents("a:\n  Top 1: 70\n  Top 5: 90\n  Top 1: 71\n", "a.yml")
    assert one.found == {"a": {"Top 1": "71", "Top 5": "90"}}
    assert one.repeated == (Repeated(4, "Top 1"),)


def test_merged_keys_and_aliases_are_no_repetition() -> None:
    (one,) = documents("a: &a {<<: &b {x: 1}, x: 2}\nc: {<<: *a, x: 3}\nd: *a\ne: {<<: *b, <<: *a}", "a.yml")
    assert one.repeated == ()


# What is broken


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: ]", "line 1, column 4"), ("a: b: c", "line 1, column 5"), ("a: 1\n\tb: 2", "line 2, column 1"),
        ("a: *nothing", "line 1, column 4"), ('a: "b', "line 1, column 6"), ("? [a]\n: b", "line 1, column 3"),
        ("a: &x\n  - b\n - c", "line 3, column 2"),
    ],
)  # fmt: skip
def test_a_syntax_error_names_file_line_and_column(text: str, place: str) -> None:
    assert refusal(text).startswith(f"a.yml: {place}: ")


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system [id]", "!!python/object:ingest.record.Origin {}", "!!python/name:os.system ''",
     "!mine {}", "!!set {a, b}", "!!binary aGk=", "!!omap [a: 1]"],
)  # fmt: skip
def test_a_tag_that_is_not_of_plain_data_is_refused_where_it_stands(tag: str) -> None:
    message = refusal(f"Models:\n  - Name: {tag}")
    assert "line 2, column 11" in message
    assert "could not determine a constructor for the tag" in message


@pytest.mark.parametrize("text", ["a: \x07", "\x00", "a: \ufffe"])
def test_a_character_that_yaml_forbids_is_refused(text: str) -> None:
    assert refusal(text).startswith("a.yml: character ")


# What is hostile


def laughs(levels: int, width: int = 10) -> str:
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines)


def test_a_billion_laughs_are_refused_at_once() -> None:
    begun = time.monotonic()
    assert f"more than {yamlfile.MOST_NODES} values, aliases written out" in refusal(laughs(40))
    assert time.monotonic() - begun < 1


def test_a_billion_merged_keys_are_refused_at_once() -> None:
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 30)]
    begun = time.monotonic()
    assert "aliases written out" in refusal("\n".join(lines))
    assert time.monotonic() - begun < 1


def test_a_few_laughs_are_read() -> None:
    assert isinstance(found(laughs(4))[0], dict)


@pytest.mark.parametrize("text", ["&a [*a]", "a: &x {b: {c: *x}}", "&a [[*a], 1]"])
def test_a_value_that_holds_itself_is_refused(text: str) -> None:
    assert "holds itself" in refusal(text)


def test_a_chain_of_aliases_is_as_deep_as_it_is_written_out() -> None:
    chain = "\n".join(["a0: &a0 []", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 2000))])
    assert f"more than {MOST_DEPTH} levels, aliases written out" in refusal(chain)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_before_it_overflows_the_stack(opening: str) -> None:
    script = (
        "from ingest.source import SourceError\nfrom ingest.sources.modelindex.yamlfile import documents\n"
        f"try:\n documents({opening!r} * 300_000, 'a.yml')\nexcept SourceError as error:\n print(error)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"more than {MOST_DEPTH} levels" in done.stdout


def test_a_nesting_that_is_just_allowed_is_read() -> None:
    assert found("[" * (MOST_DEPTH - 1) + "]" * (MOST_DEPTH - 1))


# Files


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"\xef\xbb\xbfa: 1")
    assert found(yamlfile.read(tmp_path / "a.yml")) == [{"a": "1"}]


@pytest.mark.parametrize("content", ["a: 1".encode("utf-16"), b"a: \xff", b"\x1f\x8b\x08\x00"])
def test_a_file_that_is_not_utf_8_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.yml").write_bytes(content)
    with pytest.raises(SourceError, match=r"a\.yml"):
        yamlfile.read(tmp_path / "a.yml")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.yml").open("wb") as out:
        out.truncate(1 << 40)
    with pytest.raises(SourceError, match="a model index has at most"):
        yamlfile.read(tmp_path / "a.yml")


def test_a_file_that_is_gone_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot read .*a\.yml"):
        yamlfile.read(tmp_path / "a.yml")
