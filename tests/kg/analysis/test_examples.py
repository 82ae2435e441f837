"""The examples in the docstrings of the analysis run, and give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import kg.analysis

MODULES = [found.name for found in pkgutil.iter_modules(kg.analysis.__path__, "kg.analysis.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
