"""Elements come one at a time whatever the file; what is wrong is named with its file and byte."""

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.source import SourceError
from ingest.sources.paperswithcode import jsonstream
from ingest.sources.paperswithcode.jsonstream import TooLong, elements, open_dump

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False).map(float),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def read(content: bytes) -> list[object]:
    return [element for _, element in elements(io.BytesIO(content), "dump.json")]


def until_it_fails(content: bytes) -> tuple[list[object], str]:
    """Give the elements before a failure, and its message."""
    found: list[object] = []
    with pytest.raises(SourceError) as caught:
        found.extend(element for _, element in elements(io.BytesIO(content), "dump.json"))
    return found, str(caught.value)


@contextmanager
def windows_of(size: int) -> Iterator[None]:
    with patch.object(jsonstream, "CHUNK", size):
        yield


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# What is read


@given(st.lists(JSON), st.sampled_from([None, 1, 40]), st.booleans(), st.integers(1, 60))
def test_the_elements_are_those_of_the_whole_file_whatever_the_window(
    array: list[object], indent: int | None, ascii_only: bool, size: int
) -> None:
    text = json.dumps(array, indent=indent, ensure_ascii=ascii_only)
    with windows_of(size):
        assert read(text.encode("utf-8")) == json.loads(text, parse_float=Decimal)


def test_each_element_comes_with_its_pointer() -> None:
    assert list(elements(io.BytesIO(b' [ {"a": 1} ,\r\n\t"b" ] \n'), "d.json")) == [
        ("d.json#/0", {"a": 1}),
        ("d.json#/1", "b"),
    ]


def test_numbers_are_exact() -> None:
    (found,) = read(b"[[0.1, 1e-3, 100000000000000000000000000000001, 1.10]]")
    assert isinstance(found, list)
    assert [str(number) for number in found] == ["0.1", "0.001", "100000000000000000000000000000001", "1.10"]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_number_at_the_edge_of_the_window_is_whole(size: int) -> None:
    with windows_of(size):
        assert read(b"[12345, 67890 ,1234567890123]") == [12345, 67890, 1234567890123]


def test_an_empty_array_has_no_elements() -> None:
    assert read(b"[]") == read(b" [ ] ") == read(b"\xef\xbb\xbf[]\n") == []


def test_elements_come_before_the_rest_is_read() -> None:
    stream = io.BytesIO(b"[1," + b" " * 5_000_000 + b"2]")
    assert next(elements(stream, "d.json")) == ("d.json#/0", 1)
    assert stream.tell() <= 2 * jsonstream.CHUNK


def test_memory_does_not_grow_with_the_file() -> None:
    content = b"[" + b",".join([b'{"abstract": "' + b"word " * 400 + b'"}'] * 20_000) + b"]"
    stream = io.BytesIO(content)
    tracemalloc.start()
    try:
        assert sum(1 for _ in elements(stream, "d.json")) == 20_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(content) > 40_000_000
    assert peak < 4_000_000


# Files


def test_gzip_is_told_by_the_first_bytes_not_by_the_name(tmp_path: Path) -> None:
    packed = write(tmp_path / "dump.json", gzip.compress(b"[1]"))
    plain = write(tmp_path / "dump.json.gz", b"[1]")
    for path in (packed, plain):
        with open_dump(path) as stream:
            assert [element for _, element in elements(stream, path.name)] == [1]


def test_an_opened_dump_can_be_read_as_any_file(tmp_path: Path) -> None:
    with open_dump(write(tmp_path / "d", gzip.compress(b'{"a": [1]}'))) as stream:
        assert json.load(stream) == {"a": [1]}


def test_several_packed_parts_in_a_row_are_one_text(tmp_path: Path) -> None:
    with open_dump(write(tmp_path / "d", gzip.compress(b"[1,") + gzip.compress(b"2]"))) as stream:
        assert [element for _, element in elements(stream, "d")] == [1, 2]


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(SourceError, match=str(path)), open_dump(path):
            pass


def _packed_failure(path: Path) -> tuple[list[object], str]:
    found: list[object] = []
    with open_dump(path) as stream, pytest.raises(SourceError) as caught:
        found.extend(element for _, element in elements(stream, path.name))
    assert str(path) in str(caught.value)
    return found, str(caught.value)


NUMBERS = json.dumps([str(number * 7919 % 10007) for number in range(200_000)]).encode()


def test_a_truncated_gzip_file_gives_what_is_whole_and_says_where_it_breaks_off(tmp_path: Path) -> None:
    packed = gzip.compress(NUMBERS)
    found, message = _packed_failure(write(tmp_path / "d.json.gz", packed[: len(packed) // 2]))
    assert found == json.loads(NUMBERS)[: len(found)]
    assert 50_000 < len(found) < 150_000
    assert "breaks off" in message
    assert f"before #/{len(found)} were read" in message


@pytest.mark.parametrize("cut", [1, 8, 9])
def test_a_gzip_file_without_its_last_bytes_is_not_whole(tmp_path: Path, cut: int) -> None:
    found, message = _packed_failure(write(tmp_path / "d.json.gz", gzip.compress(b"[1, 2, 3]")[:-cut]))
    assert found[:2] in ([], [1, 2])
    assert "breaks off" in message


def test_a_damaged_gzip_file_is_told_from_a_truncated_one(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(NUMBERS))
    packed[-5] ^= 0xFF
    found, message = _packed_failure(write(tmp_path / "d.json.gz", bytes(packed)))
    assert len(found) >= 199_000
    assert "damaged" in message


@pytest.mark.parametrize("at", [0.3, 0.5, 0.9])
def test_a_gzip_file_that_is_damaged_in_the_middle_is_refused(tmp_path: Path, at: float) -> None:
    packed = bytearray(gzip.compress(NUMBERS))
    place = int(at * len(packed))
    packed[place : place + 40] = bytes(40)
    with (
        open_dump(write(tmp_path / "d.json.gz", packed)) as stream,
        pytest.raises(SourceError, match=r"d\.json\.gz: byte"),
    ):
        list(elements(stream, "d.json.gz"))


@pytest.mark.parametrize("filler", [b" ", b'"a",'], ids=["white space", "elements"])
def test_a_gzip_bomb_is_refused_before_it_fills_memory_or_time(tmp_path: Path, filler: bytes) -> None:
    path = tmp_path / "bomb.json.gz"
    with gzip.open(path, "wb") as out:
        out.write(b"[")
        for _ in range(120):
            out.write(filler * (1_000_000 // len(filler)))
    with open_dump(path) as stream, pytest.raises(SourceError, match=r"bomb.*200 times its size"):
        for _ in elements(stream, "bomb"):
            pass


def test_a_file_beyond_all_size_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "d.json", NUMBERS)
    with (
        patch.object(jsonstream, "MOST_UNPACKED", 1000),
        open_dump(path) as stream,
        pytest.raises(SourceError, match="more than 1000 bytes"),
    ):
        stream.read()


# What is wrong


@pytest.mark.parametrize(
    ("content", "before", "message"),
    [
        (b"", 0, "dump.json: byte 0, element #/0: expected a JSON array, found nothing"),
        (b" \n", 0, "byte 2, element #/0: expected a JSON array, found nothing"),
        (b'{"a": 1}', 0, "byte 0, element #/0: expected a JSON array, found '{\"a\": 1}'"),
        (b"PAR1\x15\x04", 0, "expected a JSON array, found 'PAR1"),
        (b"[", 0, "byte 1, element #/0: the file ends within the array"),
        (b"[1", 1, "byte 2, element #/0: expected a comma or the end of the array, found nothing"),
        (b"[1,", 1, "byte 3, element #/1: the file ends within the array"),
        (b'[1, {"a": "b', 1, "byte 10, element #/1: Unterminated string"),
        (b'[1, {"a": tru', 1, "byte 10, element #/1: Expecting value"),
        (b'["\xc3\xa4", {"a" 1}, 3]', 1, "byte 12, element #/1: Expecting ':'"),
        (b"[1 2]", 1, "byte 3, element #/0: expected a comma or the end of the array, found '2]'"),
        (b"[1,]", 1, "byte 3, element #/1: Expecting value"),
        (b"[1]]", 1, "byte 3, element #/0: the array has ended, yet there follows ']'"),
        (b"[1]\x00", 1, "the array has ended"),
        (b"[1, NaN]", 1, "element #/1: NaN is no JSON number"),
        (b"[1, [-Infinity]]", 1, "element #/1: -Infinity is no JSON number"),
        (b'["a\x01b"]', 0, "byte 3, element #/0: Invalid control character"),
        (b'["a\\qb"]', 0, "byte 3, element #/0: Invalid \\escape"),
        (b"[1, 1e9999999999999999999999]", 1, "element #/1: a number beyond all bounds"),
        (b"[1, " + b"9" * 5000 + b"]", 1, "element #/1: Exceeds the limit"),
        (b"[" * 200_000, 0, "element #/0: nested too deeply"),
        (b'[1, "ab\xffc"]', 1, "byte 7: not UTF-8 (invalid start byte); the elements before #/1 were read"),
        (b'[1, "ab\xe2\x82', 1, "byte 7: not UTF-8 (unexpected end of data); the elements before #/1"),
        (b'[1, "\xed\xa0\x80"]', 1, "byte 5: not UTF-8"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 7, 1 << 18])
def test_what_is_wrong_is_named_with_its_place_after_what_is_right(
    content: bytes, before: int, message: str, size: int
) -> None:
    with windows_of(size):
        found, said = until_it_fails(content)
    assert len(found) == before
    assert message[:40] in said if content.startswith(b"PAR1") else message in said
    assert "dump.json" in said


def test_corruption_in_the_middle_is_told_before_the_rest_is_read() -> None:
    stream = io.BytesIO(b'[{"a": 1}, {"a": oops}' + b', {"a": "b"}' * 500_000 + b"]")
    with pytest.raises(SourceError, match="byte 17, element #/1: Expecting value"):
        list(elements(stream, "d.json"))
    assert stream.tell() <= jsonstream.CHUNK


def test_a_place_far_into_the_file_is_counted_in_bytes() -> None:
    good = b'"\xe2\x82\xac",' * 300_000
    found, message = until_it_fails(b"[" + good + b"oops]")
    assert len(found) == 300_000
    assert f"byte {len(good) + 1}, element #/300000: Expecting value" in message


def test_an_element_beyond_the_limit_is_refused() -> None:
    with patch.object(jsonstream, "MOST_ELEMENT", 1_000_000):
        found, message = until_it_fails(b'[1, ["' + b"a" * 3_000_000 + b'"]]')
    assert found == [1]
    assert "byte 4, element #/1: an element of more than 1000000 characters" in message


def test_a_text_of_20_mib_is_replaced_by_a_mark_and_the_rest_is_kept() -> None:
    long = b'"' + b"a" * (20 << 20) + b'"'
    found = read(b'[1, {"a": ' + long + b', "b": [' + long + b', "c", 0.5]}, ' + long + b", 2]")
    mark = TooLong(20 << 20)
    assert found == [1, {"a": mark, "b": [mark, "c", Decimal("0.5")]}, mark, 2]
    assert str(mark) == "a text of 20971520 characters; at most 1048576 are taken"


def test_a_key_of_20_mib_is_cut_and_its_value_is_gone() -> None:
    (found,) = read(b'[{"' + b"k" * (20 << 20) + b'": "v", "a": 1}]')
    assert found == {"k" * 100: TooLong(20 << 20), "a": 1}


def test_a_text_as_long_as_is_allowed_is_kept() -> None:
    assert read(b'["' + b"a" * jsonstream.MOST_TEXT + b'"]') == ["a" * jsonstream.MOST_TEXT]


@given(st.binary(max_size=60), st.integers(1, 9))
def test_any_bytes_are_read_or_refused_as_the_whole_file_would_be(content: bytes, size: int) -> None:
    content = b"[" + content
    with windows_of(size):
        try:
            found = read(content)
        except SourceError:
            with pytest.raises(ValueError, match=r"\S"):
                json.loads(content.decode("utf-8"), parse_float=Decimal, parse_constant=jsonstream._no_constant)
        else:
            assert found == json.loads(content.decode("utf-8"), parse_float=Decimal)


@given(st.lists(JSON, min_size=1), st.data())
def test_a_text_that_is_cut_anywhere_is_refused(array: list[object], data: st.DataObject) -> None:
    content = json.dumps(array, ensure_ascii=False).encode()
    cut = data.draw(st.integers(0, len(content) - 1))
    with windows_of(data.draw(st.integers(1, 30))), pytest.raises(SourceError):
        read(content[:cut])
