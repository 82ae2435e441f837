"""The command line: doors only, each command composes the rooms behind it."""

from kg.cli.app import main

__all__ = ["main"]
