"""Errors that a door shows as one line, each with its exit code."""


class KgError(Exception):
    """Base of all errors meant for a person: the message names the thing, the place and the next step."""

    exit_code = 3


class UsageProblem(KgError):
    """The request or the input is wrong."""

    exit_code = 2


class NoAnswer(KgError):
    """The request is sound and the answer is no."""

    exit_code = 1


class EngineFailure(KgError):
    """The store or the machine failed: disk full, another writer, damaged files."""

    exit_code = 3
