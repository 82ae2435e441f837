"""The rooms and who may import whom, held over the syntax tree."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

ROOMS = {
    "ontology": {"ontology"},
    "ingest": {"ingest", "ontology"},
    "kg": {"kg", "ontology"},
    "kg/cli": {"kg", "ingest", "ontology"},
    "app.py": {"kg"},
}
"""Our own packages that the files of a room may import; the longest matching room counts."""

ONLY = {
    "pyoxigraph": {"kg/store"},
    "oxrdflib": {"kg/store"},
    "streamlit": {"app.py", "kg/pages"},
    "requests": {"ingest/http"},
    "typer": {"kg/cli"},
    "click": {"kg/cli"},
    "rich": {"kg/cli"},
    "matplotlib": {"kg/plot"},
}
"""Packages that only these files and rooms may name."""

NEVER = {
    "kg/analysis": {"rdflib", "pyoxigraph", "kg.store", "kg.values", "ontology"},
    "kg/plot": {"rdflib", "pyoxigraph", "oxrdflib", "kg.store", "kg.values", "ontology"},
    "kg/pages": {"rdflib", "pyoxigraph", "oxrdflib"},
    "app.py": {"rdflib", "pyoxigraph", "oxrdflib"},
    "ingest": {"rdflib", "pyoxigraph"},
}
"""What the files of a room may not import, besides."""

OURS = {"kg", "ingest", "ontology", "tests", "benchmarks", "app"}


def _files() -> list[Path]:
    found = [REPOSITORY / "app.py"]
    for room in ("ingest", "kg", "ontology"):
        found += sorted((REPOSITORY / room).rglob("*.py"))
    return found


def _name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides the room"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _within(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}/")


@pytest.mark.parametrize("path", _files(), ids=_name)
def test_a_file_imports_only_what_its_room_may(path: Path) -> None:
    name, imported = _name(path), set(_imports(path))
    room = max((room for room in ROOMS if _within(name, room)), key=len)
    top_level = {module.split(".")[0] for module in imported}
    assert top_level & OURS <= ROOMS[room]
    for package, places in ONLY.items():
        assert package not in top_level or any(_within(name, place) for place in places), package
    for where, forbidden in NEVER.items():
        assert not _within(name, where) or not imported & forbidden, imported & forbidden


def test_every_room_of_the_table_exists() -> None:
    named = {*ROOMS, *NEVER, *(place for places in ONLY.values() for place in places)}
    assert all((REPOSITORY / place).exists() for place in named)


def test_importing_a_room_does_no_work_that_prints_or_opens_the_workspace(tmp_path: Path) -> None:
    paths = [path for path in _files() if path.name not in ("app.py", "__main__.py") and "pages" not in path.parts]
    modules = [_name(path)[:-3].replace("/", ".") for path in paths]
    script = f"import importlib\nfor name in {modules}:\n importlib.import_module(name)"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
    assert list(tmp_path.iterdir()) == []
