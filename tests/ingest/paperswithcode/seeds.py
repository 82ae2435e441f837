"""What the tests of the dumps share: an origin, small entries of facts, and arbitrary JSON."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from ingest import mapping
from ingest import record as rec
from tests.conftest import SHARED

ORIGIN = rec.Origin("paperswithcode", "https://example.org/dumps", "https://example.org/licence", "2025-07-28")
PAGE = "https://paperswithcode.com"
SAMPLES = SHARED / "data" / "paperswithcode" / "samples"

VIT: dict[str, Any] = {
    "paper_url": f"{PAGE}/paper/an-image-is-worth-16x16-words-transformers-1",
    "arxiv_id": "2010.11929",
    "title": "An Image is Worth 16x16 Words",
    "url_abs": "https://arxiv.org/abs/2010.11929v2",
    "url_pdf": "https://arxiv.org/pdf/2010.11929v2.pdf",
    "proceeding": "ICLR 2021 1",
    "authors": ["Alexey Dosovitskiy", "Lucas Beyer"],
    "tasks": ["Image Classification", "Fine-Grained Image Classification"],
    "date": "2020-10-22",
    "methods": [{"name": "Vision Transformer", "full_name": "Vision Transformer", "main_collection": None}],
}
LINK: dict[str, Any] = {
    "paper_url": VIT["paper_url"],
    "paper_title": VIT["title"],
    "paper_arxiv_id": "2010.11929",
    "paper_url_abs": VIT["url_abs"],
    "repo_url": "https://github.com/google-research/vision_transformer",
    "is_official": True,
    "framework": "jax",
}
JFT: dict[str, Any] = {
    "url": f"{PAGE}/dataset/jft-3b",
    "name": "JFT-3B",
    "full_name": "Joint Foto Tree 3B",
    "description": "A larger JFT.",
    "paper": {"title": "Scaling Vision Transformers", "url": f"{PAGE}/paper/scaling-vision-transformers"},
    "license_name": "Private",
    "modalities": ["Images"],
    "languages": ["English"],
    "variants": ["JFT-3B", "JFT-3b"],
    "tasks": [{"task": "Image Classification", "url": f"{PAGE}/task/image-classification"}],
    "num_papers": 12,
    "parent_dataset": None,
}

Read = Callable[[Iterable[tuple[str, object]], rec.Origin], rec.Records]


def numbered(*found: object) -> list[tuple[str, object]]:
    return [(f"dump.json#/{number}", element) for number, element in enumerate(found)]


def read(reader: Read, *found: object) -> list[rec.Record]:
    """Give the records of elements; each can be written, and says where it stands."""
    records = list(reader(numbered(*found), ORIGIN))
    for record in records:
        assert record.at.origin is ORIGIN
        if not isinstance(record, rec.Rejected):
            assert list(mapping.statements(record))
    return records


def without(entry: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in keys}


def of(kind: type[rec.Record], records: list[rec.Record]) -> list[Any]:
    return [record for record in records if type(record) is kind]


def refusals(records: list[rec.Record]) -> dict[str, str]:
    """Give the pointer and the reason of each refusal."""
    return {record.at.pointer.removeprefix("dump.json"): record.reason for record in of(rec.Rejected, records)}


def sample(name: str) -> Path:
    path = SAMPLES / f"{name}.sample.json"
    if not path.exists():
        pytest.skip(f"the real sample {path.name} is not in this checkout")
    return path


def sampled(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(sample(name).read_text(encoding="utf-8"))
    return found


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False)
    | st.text(st.characters(exclude_categories=()), max_size=20)
    | st.sampled_from([PAGE, f"{PAGE}/paper/a", "https://doi.org/10.1/%20", "http://[", "2010.11929v1", "2020-02-30"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
"""Any decoded JSON, lone surrogates among it, and values that nearly mean something."""


def entries_like(entry: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Give entries with the keys of `entry` of which some hold anything."""
    changed = st.dictionaries(st.sampled_from(sorted(entry)), anything, max_size=len(entry))
    return changed.map(lambda change: entry | change)
