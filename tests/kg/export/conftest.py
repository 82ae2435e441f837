"""The tiny graph, for the tests of the exports."""

import pytest

from kg.projection import Projection
from kg.store import GraphStore
from tests.kg.export.tiny import both_store, tiny_projection, tiny_store


@pytest.fixture(scope="session")
def tiny() -> GraphStore:
    return tiny_store()


@pytest.fixture(scope="session")
def tiny_tables(tiny: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> Projection:
    return tiny_projection(tiny, tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def both() -> GraphStore:
    return both_store()


@pytest.fixture(scope="session")
def both_tables(both: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> Projection:
    return tiny_projection(both, tmp_path_factory.mktemp("both"))
