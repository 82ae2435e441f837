"""Lines are sorted as Python sorts them, however little memory there is; blank nodes get names that stay."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import blanks
from kg.sorting import sorted_lines
from kg.store import GraphStore

lines = st.lists(st.binary(max_size=12).map(lambda text: text.replace(b"\n", b"") + b"\n"), max_size=60)


@given(files=st.lists(lines, max_size=3), run=st.sampled_from([1, 8, 40, 1 << 20]))
def test_lines_are_sorted_and_stand_once(files: list[list[bytes]], run: int, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("sorting")
    (aside := folder / "aside").mkdir()
    paths = [folder / str(number) for number, _ in enumerate(files)]
    for path, held in zip(paths, files, strict=True):
        path.write_bytes(b"".join(held))
    assert list(sorted_lines(paths, aside, run)) == sorted({line for held in files for line in held})


def test_a_statement_about_a_blank_node_is_renamed_and_no_text_that_looks_like_one(tmp_path: Path) -> None:
    plain = b'<x:a> <x:p> "_: no node" .\n<x:a> <x:p> "x _:b" .\n'
    (tmp_path / "a").write_bytes(plain + b"_:one <x:p> <x:a> .\n<x:a> <x:p> _:one .\n")
    (tmp_path / "b").write_bytes(plain)
    seen = {}

    def renamed(found: blanks.Lines) -> dict[str, bytes]:
        seen.update(found)
        return {graph: b"".join(held).replace(b"_:one", b"_:c14n0") for graph, held in found.items()}

    blanks.name({"x:g": tmp_path / "a", "x:h": tmp_path / "b"}, renamed)
    assert seen == {"x:g": [b"_:one <x:p> <x:a> .\n", b"<x:a> <x:p> _:one .\n"], "x:h": []}
    assert (tmp_path / "a").read_bytes() == plain + b"_:c14n0 <x:p> <x:a> .\n<x:a> <x:p> _:c14n0 .\n"
    assert (tmp_path / "b").read_bytes() == plain


def test_chosen_graphs_are_all_that_is_asked() -> None:
    store = GraphStore.of_quads(b'<x:a> <x:p> "1" <x:g> .\n<x:a> <x:p> "2" <x:h> .\n')
    assert store.graphs() == ["x:g", "x:h"]
    asked = "SELECT ?o WHERE { ?s <x:p> ?o } ORDER BY ?o"
    assert [row["o"] for row in store.select(asked)] == ["1", "2"]
    assert [row["o"] for row in store.select(asked, graphs=["x:h"])] == ["2"]
    assert [value.lexical for _, value in store.pairs("x:p", ["x:g"])] == ["1"]
    assert [value.lexical for _, value in store.pairs("x:p", subject="x:b")] == []


@pytest.mark.parametrize("graphs", [[], ["x:g"]])
def test_a_construct_goes_to_a_file(graphs: list[str], tmp_path: Path) -> None:
    store = GraphStore.of_quads(b'<x:a> <x:p> "1" <x:g> .\n<x:b> <x:p> "2" <x:h> .\n')
    store.construct("CONSTRUCT { ?s <x:q> ?o } WHERE { ?s <x:p> ?o }", tmp_path / "a.nt", graphs=graphs)
    found = sorted((tmp_path / "a.nt").read_bytes().splitlines())
    assert found == [b'<x:a> <x:q> "1" .', b'<x:b> <x:q> "2" .'][: 1 if graphs else 2]
