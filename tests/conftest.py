"""What many tests share: one workspace built from the shipped review, and its store."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from ingest import snapshot
from ingest.sources.review import ReviewSource
from kg.load import load
from kg.projection import Projection
from kg.store import GraphStore
from tests.faults import FaultServer

settings.register_profile("paperkin", deadline=None)
settings.load_profile("paperkin")

REPOSITORY = Path(__file__).parent.parent
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture(autouse=True)
def _own_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the workspace of the person who runs it, nor the width of a terminal (xdist's workers have one)."""
    monkeypatch.delenv("KG_HOME", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built workspace; tests only read it."""
    os.environ.pop("KG_HOME", None)
    folder = tmp_path_factory.mktemp("workspace")
    snapshot.write(ReviewSource(), folder)
    load(folder)
    return folder


@pytest.fixture(scope="session")
def store(home: Path) -> GraphStore:
    return GraphStore.open(home)


@pytest.fixture(scope="session")
def projection(home: Path) -> Projection:
    return Projection.open(home)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    """An upstream on loopback, which no proxy reaches."""
    monkeypatch.setenv("NO_PROXY", "*")
    with FaultServer() as running:
        yield running
