"""The one function that the command line calls, and the golden files of the tiny graph."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import kg.export
from kg.errors import UsageProblem
from kg.export import FORMATS, VIEWS, about, export, formats
from kg.export.report import Report
from kg.projection import Projection
from kg.store import RDF_FORMATS, GraphStore
from tests.kg.export.tiny import GOLDEN, export_all, names

BOARD = "Image Classification on ImageNet"


def test_the_tiny_graph_is_written_as_the_golden_files_are(
    tiny: GraphStore, tiny_tables: Projection, tmp_path: Path
) -> None:
    """To write them anew: ``python -m tests.kg.export.tiny``, then read what changed."""
    written = export_all(tiny, tiny_tables, tmp_path)
    assert written == names(GOLDEN)
    for name in written:
        assert (tmp_path / name).read_text(encoding="utf-8") == (GOLDEN / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("view", VIEWS)
def test_every_format_of_every_view_is_written_or_refused(form: str, view: str, home: Path, tmp_path: Path) -> None:
    if refusal := _refused(form, view):
        with pytest.raises(UsageProblem, match=refusal):
            export(form, tmp_path / "out", view, home=home)
        assert names(tmp_path) == []
        return
    report = export(form, tmp_path / "out", view, home=home)
    assert names(tmp_path) == ["out", "out.about.json"]
    assert (tmp_path / "out").stat().st_size > 1_000
    assert str(report).startswith("wrote ")
    written = (report.edges > 0, report.rows > 0, report.entries > 0, report.statements > 0)
    families = (formats.GRAPHS, formats.TABLES, formats.BIBLIOGRAPHIES, RDF_FORMATS)
    assert written == tuple(form in family for family in families)


def _refused(form: str, view: str) -> str | None:
    if form in formats.TABLES and view == "full":
        return "full does not fit one table"
    return f"{view} is computed" if form in RDF_FORMATS and view in ("paper-lineage", "co-technique") else None


def test_the_file_beside_says_what_was_exported_from_what(home: Path, store: GraphStore, tmp_path: Path) -> None:
    report = export("csv", tmp_path / "board.csv", "leaderboard", home=home, benchmark=BOARD)
    about_it = json.loads((tmp_path / "board.csv.about.json").read_bytes())
    [manifest] = [json.loads(path.read_bytes()) for path in (home / "snapshots").glob("*.json")]
    assert about_it == {
        "file": "board.csv",
        "format": "csv",
        "view": "leaderboard",
        "benchmark": "https://w3id.org/paperkin/benchmark/paperswithcode/Image%20Classification/ImageNet",
        "written": {"rows": report.rows, "cleaned": 0},
        "snapshots": [{
            "source": "review", "snapshot": manifest["graph"], "retrieved": manifest["retrieved_at"],
            "licence": manifest["licence"], "sha256": manifest["upstream_sha256"],
        }],
        "software": manifest["software"],
    }  # fmt: skip


def test_chosen_graphs_stand_in_the_file_beside(home: Path, tmp_path: Path) -> None:
    ranks = "https://w3id.org/paperkin/derived/ranks"
    export("trig", tmp_path / "a.trig", home=home, graphs=[ranks])
    about_it = json.loads((tmp_path / "a.trig.about.json").read_bytes())
    assert about_it["graphs"] == [ranks]
    assert [snapshot["source"] for snapshot in about_it["snapshots"]] == ["review"], "the ranks come from it"


@pytest.mark.parametrize(
    ("graph", "named"),
    [("snapshot/tiny/1", ["tiny"]), ("derived/ranks", ["tiny"]), ("shared/1", ["tiny"]), ("derived/twice", [])],
)
def test_only_snapshots_that_a_chosen_graph_is_from_are_named(
    graph: str, named: list[str], tiny: GraphStore, tmp_path: Path
) -> None:
    about.write(tmp_path / "a", {"graphs": [f"https://w3id.org/paperkin/{graph}"]}, Report(), tiny)
    written = json.loads((tmp_path / "a.about.json").read_bytes())
    assert [snapshot["source"] for snapshot in written["snapshots"]] == named


@pytest.mark.parametrize(
    ("form", "view", "narrowed", "message"),
    [
        ("gif", "full", {}, "no format 'gif'; take one of: graphml, gexf, json"),
        ("csv", "authors", {}, "no view 'authors'; take one of: citations"),
        (
            "turtle",
            "full",
            {"benchmark": BOARD},
            "the full view in turtle is everything; narrow another view: citations, lineage, leaderboard",
        ),
        ("turtle", "leaderboard", {"benchmark": "Toy"}, "no benchmark is named 'Toy'"),
        ("graphml", "full", {"graphs": ["x:g"]}, "graphml has no named graphs; take one of: turtle"),
        (
            "trig",
            "lineage",
            {"graphs": ["x:g"]},
            "only the full view has named graphs to choose from, not lineage",
        ),
        ("trig", "full", {"graphs": ["x:g"]}, "there is no graph <x:g>; there are: https"),
    ],
)
def test_what_does_not_go_together_is_refused_in_one_line(
    form: str, view: str, narrowed: dict, message: str, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_bytes(b"old")
    with pytest.raises(UsageProblem) as caught:
        export(form, tmp_path / "out", view, home=home, **narrowed)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out", b"old")]


def test_a_workspace_without_a_graph_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="build one with: kg build"):
        export("turtle", tmp_path / "out", home=tmp_path)


def test_a_report_reads_as_a_line() -> None:
    assert str(Report(nodes=1, edges=1_234, attributes=9)) == "wrote 1 node, 1,234 edges"
    assert str(Report(rows=2, cleaned=1)) == "wrote 2 rows; cleaned 1 value"
    assert str(Report()) == "wrote nothing: the view is empty"


_LIMITED = """
import resource, sys
from pathlib import Path
from kg.errors import EngineFailure
from kg.export import FORMATS, export
home, folder = map(Path, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))
for form in FORMATS:
    try:
        export(form, folder / form, "lineage", home=home)
    except EngineFailure as error:
        print(form, error.exit_code, str(error))
"""


def test_without_room_the_old_files_stay_and_nothing_is_left_behind(home: Path, tmp_path: Path) -> None:
    for form in FORMATS:
        (tmp_path / form).write_bytes(b"old")
    command = [sys.executable, "-c", _LIMITED, str(home), str(tmp_path)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(lines) == len(FORMATS)
    for form, line in zip(FORMATS, lines, strict=True):
        target = f"{form} 3 cannot write {tmp_path / form}: File too large; make room and try again"
        aside = f"{form} 3 no room for temporary files in {tempfile.gettempdir()}: File too large; make room, or name"
        assert line.startswith(aside if form in RDF_FORMATS else target)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(FORMATS, b"old")


_ALL = """
import sys
from pathlib import Path
from kg.export import FORMATS, export
for form in FORMATS:
    export(form, Path(sys.argv[2]) / form, "leaderboard", home=Path(sys.argv[1]))
"""


def test_another_process_writes_the_same_bytes(home: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        command = [sys.executable, "-c", _ALL, str(home), str(tmp_path / seed)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    for path in (tmp_path / "1").iterdir():
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes(), path.name


def test_the_package_offers_what_it_names() -> None:
    assert all(hasattr(kg.export, name) for name in kg.export.__all__)
