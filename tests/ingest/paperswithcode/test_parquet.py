"""A dump as parquet gives the records of the JSON, whichever way it holds what parquet cannot say."""

import datetime as dt
import gzip
import itertools
import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pyarrow import parquet as pq

from ingest import record as rec
from ingest.source import SourceError
from ingest.sources.paperswithcode import datasets, links, methods, papers, parquet
from ingest.sources.paperswithcode.evaluation import Evaluation
from ingest.sources.paperswithcode.jsonstream import MOST_TEXT, TooLong, open_dump
from ingest.sources.paperswithcode.jsonstream import elements as json_elements
from tests.conftest import REPOSITORY, SHARED
from tests.ingest.paperswithcode.seeds import JFT, LINK, ORIGIN, PAGE, VIT, sampled

DUMPS = SHARED / "data" / "paperswithcode"
METHOD: dict[str, Any] = {
    "url": f"{PAGE}/method/gelu", "name": "GELU", "full_name": "Gaussian Error Linear Units", "description": "Smooth.",
    "paper": {"title": "GELUs", "url": f"{PAGE}/paper/gelus"}, "introduced_year": 2000, "source_url": None,
    "source_title": None, "code_snippet_url": None, "num_papers": 3,
    "collections": [{"collection": "Activation Functions", "area_id": "general", "area": "General"}],
}  # fmt: skip


def row(model: str, **metrics: str | None) -> dict[str, Any]:
    return {
        "model_name": model, "paper_title": "T", "paper_url": "https://arxiv.org/abs/2101.00001",
        "paper_date": "2021-01-01",
        "metrics": {name.replace("_", " "): value for name, value in metrics.items()},
        "code_links": [{"title": "a/b", "url": "https://github.com/a/b"}], "model_links": [],
        "uses_additional_data": False,
    }  # fmt: skip


def board(name: str, rows: list[Any], below: list[Any]) -> dict[str, Any]:
    return {
        "dataset": name, "description": "", "dataset_links": [], "dataset_citations": [], "subdatasets": below,
        "sota": {"metrics": ["Top 1 Accuracy", "Params"], "rows": rows},
    }  # fmt: skip


def task(name: str, boards: list[Any], below: list[Any]) -> dict[str, Any]:
    return {
        "task": name, "description": "d", "categories": ["Computer Vision"], "datasets": boards, "subtasks": below,
        "synonyms": ["[s]"], "source_link": None,
    }  # fmt: skip


ROWS = [row("Net", Top_1_Accuracy="88.5%", Params="480M"), row("Net+", Params="2,200"), row("N", FPS="0.57 ± 0.23")]
TASKS = [
    task("A", [board("D", ROWS[:2], [board("E", ROWS[2:], [])])], [task("B", [board("F", ROWS[1:], [])], [])]),
    task("C", [], []),
]

Change = Callable[[Any], Any]


def walk(change: Change, found: Any) -> Any:
    """Change an element from its leaves up."""
    if isinstance(found, dict):
        return change({key: walk(change, value) for key, value in found.items()})
    return [walk(change, item) for item in found] if isinstance(found, list) else found


def replacing(key: str, make: Change) -> Change:
    """Give a change of what stands under a key, where that is an object or a list of objects."""

    def change(found: dict[str, Any]) -> dict[str, Any]:
        value = found.get(key)
        named = isinstance(value, list) and all(isinstance(item, str) for item in value) and key == "metrics"
        return found if key not in found or named else found | {key: make(value)}

    return partial(walk, change)


def pairs(metrics: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in metrics.items()]


def shuffled_to_the_front(metrics: dict[str, Any]) -> dict[str, Any]:
    """Give each row all metrics of the dump, null where it has none, as a struct does."""
    return {name: metrics.get(name) for name in ("Top 1 Accuracy", "Params", "FPS")}


SHAPES: dict[str, list[Change]] = {
    "struct": [replacing("metrics", shuffled_to_the_front), replacing("subtasks", json.dumps)],
    "pairs": [replacing("metrics", pairs), replacing("subtasks", json.dumps)],
    "text": [replacing("metrics", json.dumps), replacing("subtasks", json.dumps)],
    "texts in a list": [replacing("metrics", json.dumps), replacing("subtasks", lambda all: [*map(json.dumps, all)])],
    "text of all boards": [replacing("subtasks", json.dumps), replacing("datasets", json.dumps)],
    "text of all rows": [replacing("subtasks", json.dumps), replacing("rows", json.dumps)],
}  # fmt: skip


def save(path: Path, elements: Iterable[Any], schema: pa.Schema | None = None, **options: Any) -> Path:
    pq.write_table(pa.Table.from_pylist(list(elements), schema), path, **options)
    return path


def read(path: Path) -> list[object]:
    return [element for _, element in parquet.elements(path)]


def one(path: Path, value: object, kind: pa.DataType, key: str = "a") -> object:
    """Write one value and read it back."""
    pq.write_table(pa.table({key: pa.array([value], kind)}), path / "one.parquet")
    (found,) = read(path / "one.parquet")
    assert isinstance(found, dict)
    return found[key]


def shaped(changes: list[Change], element: Any) -> Any:
    for change in changes:
        element = change(element)
    return element


def as_json(elements: Iterable[object]) -> list[tuple[str, object]]:
    return [(f"d.json#/{place}", element) for place, element in enumerate(elements)]


def evaluated(elements: Iterable[object]) -> list[rec.Record]:
    return list(Evaluation(ORIGIN).records(as_json(elements), "dump"))


# The five dumps


@pytest.mark.parametrize("shape", SHAPES)
def test_evaluation_tables_give_the_same_records_in_every_shape(tmp_path: Path, shape: str) -> None:
    path = save(tmp_path / "e.parquet", [shaped(SHAPES[shape], found) for found in TASKS])
    found = evaluated(read(path))
    assert found == evaluated(TASKS)
    assert sum(isinstance(record, rec.Result) for record in found) == 5


def test_a_row_of_parquet_can_be_found_again(tmp_path: Path) -> None:
    path = save(tmp_path / "e.parquet", [shaped(SHAPES["pairs"], found) for found in reversed(TASKS)])
    rows = [one for one in Evaluation(ORIGIN).records(parquet.elements(path), "dump") if isinstance(one, rec.Row)]
    assert (rows[0].file, rows[0].pointer) == ("e.parquet", "/rows/1/datasets/0/sota/rows/0")


def test_metrics_may_be_a_map(tmp_path: Path) -> None:
    kind = pa.struct([("model_name", pa.string()), ("metrics", pa.map_(pa.string(), pa.string()))])
    value = {"model_name": "Net", "metrics": [("Top 1", "88.5%"), ("Params", None)]}
    assert one(tmp_path, value, kind) == {"model_name": "Net", "metrics": {"Top 1": "88.5%"}}


@pytest.mark.parametrize(
    ("reader", "entries"),
    [
        (methods.records, [METHOD, METHOD | {"url": f"{PAGE}/method/a", "paper": None, "collections": []}]),
        (papers.records, [VIT, VIT | {"arxiv_id": "2010.11930", "methods": [], "tasks": []}]),
        (links.records, [LINK, LINK | {"framework": None}]),
        (datasets.records, [JFT, JFT | {"url": f"{PAGE}/dataset/b", "name": "B", "paper": None, "num_papers": None}]),
    ],
)  # fmt: skip
def test_the_other_dumps_give_the_same_records(tmp_path: Path, reader: Any, entries: list[Any]) -> None:
    expected = list(reader(as_json(entries), ORIGIN))
    plain = save(tmp_path / "d.parquet", entries)
    assert list(reader(as_json(read(plain)), ORIGIN)) == expected
    texts = [walk(lambda found: found, entry) for entry in entries]
    for entry in texts:
        entry.update({key: json.dumps(value) for key, value in entry.items() if isinstance(value, list | dict)})
    as_texts = save(tmp_path / "d.parquet", texts)
    assert list(reader(as_json(read(as_texts)), ORIGIN)) == expected


@pytest.mark.parametrize("name", ["papers-with-abstracts", "links-between-papers-and-code", "datasets"])
def test_the_real_samples_come_back_as_they_were(tmp_path: Path, name: str) -> None:
    expected = json.loads(json.dumps(sampled(name)), parse_float=Decimal)
    assert read(save(tmp_path / "s.parquet", sampled(name))) == expected


def test_real_methods_come_back_as_they_were(tmp_path: Path) -> None:
    expected = real("methods")
    assert read(save(tmp_path / "m.parquet", expected, row_group_size=500)) == expected


def test_real_evaluation_tables_give_the_same_records(tmp_path: Path) -> None:
    tasks = real("evaluation-tables")
    paired = map(replacing("metrics", pairs), tasks)
    texts = (found | {"subtasks": json.dumps(found["subtasks"])} for found in paired)
    path = save(tmp_path / "evaluation-tables.parquet", texts, row_group_size=200)
    found, expected = evaluated(read(path)), evaluated(tasks)
    assert [*map(without_raw, found)] == [*map(without_raw, expected)]
    assert sum(isinstance(record, rec.Row) for record in found) == 15_517


def without_raw(record: rec.Record) -> rec.Record:
    """Leave out how a refused row looked: no metrics are an empty list of pairs in parquet."""
    return replace(record, raw="") if isinstance(record, rec.Rejected) else record


def real(name: str) -> list[Any]:
    path = DUMPS / f"{name}.json.gz"
    if not path.exists():
        pytest.skip(f"the real dump {path.name} is not in this checkout")
    found: list[Any] = json.loads(gzip.decompress(path.read_bytes()))
    return found


# Values


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (pa.date32(), dt.date(2020, 10, 22), "2020-10-22"), (pa.date64(), dt.date(2020, 10, 22), "2020-10-22"),
        (pa.timestamp("s"), dt.datetime(2020, 10, 22), "2020-10-22"),
        (pa.timestamp("ns"), dt.datetime(2020, 10, 22, 23, 59), "2020-10-22"),
        (pa.timestamp("ms", "UTC"), dt.datetime(2020, 10, 22, tzinfo=dt.UTC), "2020-10-22"),
        (pa.timestamp("us"), None, None), (pa.float64(), 12.0, 12), (pa.float64(), math.nan, None),
        (pa.float64(), math.inf, None), (pa.float64(), 0.1, Decimal("0.1")), (pa.float64(), 1e300, Decimal("1e+300")),
        (pa.float32(), -0.5, Decimal("-0.5")), (pa.int8(), -3, -3), (pa.bool_(), True, True),
        (pa.decimal128(5, 2), Decimal("1.50"), Decimal("1.50")), (pa.large_string(), "ß", "ß"),
        (pa.binary(), "ß".encode(), "ß"), (pa.dictionary(pa.int8(), pa.string()), "a", "a"),
        (pa.list_(pa.string()), None, []),
        (pa.large_list(pa.string()), ["a", None], ["a", None]),
        (pa.struct([("b", pa.list_(pa.int8()))]), {"b": None}, {"b": []}), (pa.struct([("b", pa.int8())]), None, None),
        (pa.null(), None, None), (pa.list_(pa.list_(pa.date32())), [[None]], [[None]]),
        (pa.string(), '{"b": 1}', '{"b": 1}'), (pa.list_(pa.float64()), [1.0, math.nan], [1, None]),
    ],
)  # fmt: skip
def test_a_value_is_what_json_would_have(tmp_path: Path, kind: pa.DataType, value: object, expected: object) -> None:
    found = one(tmp_path, value, kind)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("subtasks", '[{"a": 1.50}]', [{"a": Decimal("1.50")}]), ("paper", "null", "null"), ("subtasks", "[", "["),
        ("subtasks", "", ""), ("subtasks", "[" * 100_000, "[" * 100_000),
        ("authors", "[" * 900 + "]" * 900, "[" * 900 + "]" * 900), ("task", "[1]", "[1]"),
        ("authors", '["A", "B"]', ["A", "B"]), ("metrics", '["Top 1"]', ["Top 1"]),
        ("metrics", '{"a": "1"}', {"a": "1"}), ("rows", '[{"metrics": "[]"}]', [{"metrics": []}]),
        ("rows", '[{"metrics": [{"key": "a", "value": null}]}]', [{"metrics": {"a": None}}]),
    ],
)  # fmt: skip
def test_only_what_is_nested_is_decoded_and_what_is_no_json_stays(
    tmp_path: Path, key: str, value: str, expected: object
) -> None:
    assert one(tmp_path, value, pa.string(), key) == expected


def test_names_in_a_list_are_not_taken_for_json(tmp_path: Path) -> None:
    for key in ("authors", "synonyms", "tasks", "metrics"):
        assert one(tmp_path, ["[1]", '"x"', "null", "[]"], pa.list_(pa.string()), key) == ["[1]", '"x"', "null", "[]"]


def test_a_text_that_is_too_long_is_replaced_wherever_it_stands(tmp_path: Path) -> None:
    long = "a" * (MOST_TEXT + 1)
    assert one(tmp_path, long, pa.string()) == TooLong(len(long))
    assert one(tmp_path, [long, "a"], pa.list_(pa.string())) == [TooLong(len(long)), "a"]
    assert one(tmp_path, json.dumps([{"a": long}]), pa.string(), "subtasks") == [{"a": TooLong(len(long))}]
    assert one(tmp_path, json.dumps(["a"] * 400_000), pa.string(), "authors") == ["a"] * 400_000


KINDS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, min_size=1, max_size=1) | st.dictionaries(st.sampled_from("abc"), inner, min_size=1),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["x", "y", "z"]), KINDS, min_size=1))
def test_whatever_json_parquet_can_hold_comes_back(
    tmp_path_factory: pytest.TempPathFactory, element: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.parquet"
    assert read(save(path, [element])) == [element]


# Files


def test_each_row_has_its_place_across_row_groups(tmp_path: Path) -> None:
    path = save(tmp_path / "train-00000-of-00003.parquet", ({"a": place} for place in range(50)), row_group_size=7)
    found = list(parquet.elements(path))
    assert found == [(f"{path.name}#/rows/{place}", {"a": place}) for place in range(50)]


def test_a_file_without_rows_has_no_elements(tmp_path: Path) -> None:
    assert read(save(tmp_path / "e.parquet", [], pa.schema([("a", pa.string())]))) == []


def test_parquet_is_told_by_its_first_bytes(tmp_path: Path) -> None:
    assert parquet.is_parquet(save(tmp_path / "dump.json", [{"a": 1}]))
    for content in (b"", b"PAR", b"[1]", gzip.compress(b"[1]")):
        (tmp_path / "dump.parquet").write_bytes(content)
        assert not parquet.is_parquet(tmp_path / "dump.parquet")
    with pytest.raises(SourceError, match="name a file that can be read"):
        parquet.is_parquet(tmp_path / "gone.parquet")


@pytest.mark.parametrize("compression", ["snappy", "gzip", "zstd", "brotli", "none"])
def test_every_packing_is_read(tmp_path: Path, compression: str) -> None:
    assert read(save(tmp_path / "p.parquet", [METHOD], compression=compression)) == [METHOD]


def until_it_fails(path: Path) -> tuple[list[object], str]:
    found: list[object] = []
    with pytest.raises(SourceError) as caught:
        found.extend(element for _, element in parquet.elements(path))
    return found, str(caught.value)


@pytest.mark.parametrize("kept", [4, 8, 100, -1, -5, -50])
def test_a_truncated_file_is_named_and_gives_nothing(tmp_path: Path, kept: int) -> None:
    path = save(tmp_path / "t.parquet", [METHOD] * 100)
    path.write_bytes(path.read_bytes()[:kept])
    found, message = until_it_fails(path)
    assert found == []
    assert message.startswith(f"{path}: the footer, after 0 rows: ")
    assert "\n" not in message


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1PAR1", b"PAR1" + b"\xff" * 60 + b"PAR1", b"[1, 2]"])
def test_a_file_that_is_no_parquet_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "n.parquet").write_bytes(content)
    assert str(tmp_path / "n.parquet") in until_it_fails(tmp_path / "n.parquet")[1]


def test_a_damaged_page_is_found_and_the_rows_before_it_are_given(tmp_path: Path) -> None:
    entries = [{"a": f"{place} " * 40} for place in range(100)]
    path = save(tmp_path / "d.parquet", entries, row_group_size=50, write_page_checksum=True, use_dictionary=False)
    column = pq.ParquetFile(path).metadata.row_group(1).column(0)
    content = bytearray(path.read_bytes())
    content[column.data_page_offset + column.total_compressed_size - 10] ^= 0xFF
    path.write_bytes(content)
    found, message = until_it_fails(path)
    assert found == entries[:50]
    assert "row group 1 of 2, after 50 rows: " in message


def test_an_encrypted_file_says_that_it_is(tmp_path: Path) -> None:
    (tmp_path / "e.parquet").write_bytes(b"PARE" + bytes(100) + b"PARE")
    assert parquet.is_parquet(tmp_path / "e.parquet")
    assert "the file is encrypted; decrypt it first" in until_it_fails(tmp_path / "e.parquet")[1]


def test_text_that_is_not_utf_8_is_refused_with_its_row_group(tmp_path: Path) -> None:
    texts = pa.StringArray.from_buffers(
        2, pa.array([b"a", b"\xff"]).buffers()[1], pa.array([b"a", b"\xff"]).buffers()[2]
    )
    pq.write_table(pa.table({"a": texts}), tmp_path / "u.parquet")
    found, message = until_it_fails(tmp_path / "u.parquet")
    assert found == [{"a": "a"}]
    assert "row group 0 of 1, after 1 rows: 'utf-8' codec can't decode" in message


def test_a_file_that_claims_to_unpack_beyond_all_bounds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "MOST_UNPACKED", 1000)
    path = save(tmp_path / "b.parquet", [{"a": "b" * 600}, {"a": "c" * 600}])
    assert "unpacks to more than 1000 bytes" in until_it_fails(path)[1]


def test_a_failure_of_the_one_who_reads_is_not_taken_for_the_file_s(tmp_path: Path) -> None:
    path = save(tmp_path / "f.parquet", [{"a": 1}, {"a": 2}])
    with pytest.raises(ZeroDivisionError):
        [1 / 0 for _ in parquet.elements(path)]


def test_rows_come_before_the_rest_is_read_and_memory_is_that_of_a_few(tmp_path: Path) -> None:
    """A row group of 200 MB, in a process that may use 120 MB more than it needs for a small one."""
    batches = itertools.repeat(pa.table({"a": [f"{place}{'a' * 20_000}" for place in range(1000)]}), 10)
    with pq.ParquetWriter(tmp_path / "big.parquet", pa.schema([("a", pa.string())]), use_dictionary=False) as out:
        whole = pa.concat_tables(batches)
        out.write_table(whole, row_group_size=whole.num_rows)
    save(tmp_path / "small.parquet", [{"a": "a"}])
    assert pq.ParquetFile(tmp_path / "big.parquet").num_row_groups == 1
    script = (
        "import resource, sys\nfrom pathlib import Path\nfrom ingest.sources.paperswithcode import parquet\n"
        "print(sum(1 for _ in parquet.elements(Path(sys.argv[1]))), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    used = {}
    for name in ("small", "big"):
        command = [sys.executable, "-c", script, str(tmp_path / f"{name}.parquet")]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
        rows, peak = map(int, done.stdout.split())
        used[name] = (rows, peak)
    assert (used["small"][0], used["big"][0]) == (1, 10_000)
    assert used["big"][1] - used["small"][1] < 120_000


def test_json_and_parquet_of_one_dump_are_told_apart_and_read_alike(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([METHOD]), encoding="utf-8")
    save(tmp_path / "b.json", [METHOD])
    assert [parquet.is_parquet(tmp_path / name) for name in ("a.json", "b.json")] == [False, True]
    with open_dump(tmp_path / "a.json") as stream:
        assert [element for _, element in json_elements(stream, "a.json")] == read(tmp_path / "b.json")
