"""What the documents say is true: commands, outputs, links, names."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.store import GraphStore
from tests.conftest import REPOSITORY

DOCUMENTS = sorted([REPOSITORY / "README.md", *(REPOSITORY / "docs").glob("*.md")])
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def _examples() -> list[tuple[str, str]]:
    """Give each command of the README with the output that stands below it."""
    blocks = CONSOLE.findall((REPOSITORY / "README.md").read_text(encoding="utf-8"))
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def _run(command: str, home: Path) -> str:
    name, *arguments = shlex.split(command)
    assert name == "kg"
    environment = os.environ | {"KG_HOME": str(home), "COLUMNS": "120"}
    whole = [sys.executable, "-m", "kg", *arguments]
    done = subprocess.run(whole, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _tidy(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(("command", "output"), _examples(), ids=[command for command, _ in _examples()])
def test_a_command_of_the_readme_prints_what_the_readme_says(home: Path, command: str, output: str) -> None:
    """After a change: run the command with KG_HOME of a fresh `kg build`, and paste what it prints."""
    assert _tidy(_run(command, home)) == _tidy(output)


def test_the_readme_shows_examples() -> None:
    assert len(_examples()) >= 3


def test_the_manual_of_the_commands_is_current() -> None:
    """Regenerate with: make docs"""
    command = [
        sys.executable,
        "-m",
        "typer",
        "kg.cli.app",
        "utils",
        "docs",
        "--name",
        "kg",
        "--title",
        "Commands",
    ]
    environment = {name: value for name, value in os.environ.items() if name != "KG_HOME"}
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True)
    written = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
    assert _tidy(done.stdout) == _tidy(written)


def _queries() -> list[tuple[str, str]]:
    texts = ((path.name, path.read_text(encoding="utf-8")) for path in DOCUMENTS)
    return [(name, query) for name, text in texts for query in re.findall(r"```sparql\n(.*?)```", text, re.DOTALL)]


@pytest.mark.parametrize(("name", "query"), _queries())
def test_a_query_that_a_document_shows_finds_something(store: GraphStore, name: str, query: str) -> None:
    assert store.query(query).table().rows, name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        assert target.startswith("http") or (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_terms_that_documents_name_are_declared(path: Path) -> None:
    from ontology.terms import CLASSES, PK, PROPERTIES

    known = {iri.rsplit("#", 1)[1] for iri in (*CLASSES, *PROPERTIES)} | set(vars(PK))
    named = set(re.findall(r"`pk:(\w+)`", path.read_text(encoding="utf-8")))
    assert named <= known


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_that_documents_name_exist(path: Path) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)", path.read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
