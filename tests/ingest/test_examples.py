"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import ingest

MODULES = sorted(found.name for found in pkgutil.walk_packages(ingest.__path__, "ingest."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    modules = [importlib.import_module(name) for name in MODULES]
    assert sum(bool(found.examples) for module in modules for found in finder.find(module)) > 20
