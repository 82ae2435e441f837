"""Queries of a person's own run in a process of their own, because only a process can be stopped.

The engine has no time limit, and some texts make it abort. The child gets its request as JSON on standard
input and answers with one JSON header line and the bytes of the answer.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from kg.errors import EngineFailure, KgError, UsageProblem
from kg.store import Answer, GraphStore
from kg.values import Binding, from_json, to_json

DEFAULT_TIMEOUT = 60.0
"""Seconds."""


class QueryTimeout(EngineFailure):
    """The query was stopped at its time limit."""


def query(home: Path, text: str, bindings: Mapping[str, Binding] | None = None,
          timeout: float = DEFAULT_TIMEOUT) -> Answer:  # fmt: skip
    """Run a query in a child process.

    Parameters
    ----------
    home : Path
        The workspace.
    text : str
        SPARQL.
    bindings : mapping, optional
        As for `GraphStore.query`.
    timeout : float
        Seconds.

    Raises
    ------
    UsageProblem
        If the query is malformed or refused.
    QueryTimeout
        If it took longer than `timeout`.
    EngineFailure
        If the engine died of it.
    """
    request = json.dumps({"home": str(home.resolve()), "text": text, "bindings": to_json(dict(bindings or {}))})
    command = [sys.executable, "-P", "-m", "kg.worker"]
    try:
        done = subprocess.run(command, input=request.encode(), capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        raise QueryTimeout(f"stopped after {timeout:g} s; narrow the query, or raise --timeout") from None
    head, _, data = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise EngineFailure(f"the engine died of this query (exit {done.returncode}); simplify it")
    return _answer(json.loads(head), data)


def _answer(head: dict[str, str], data: bytes) -> Answer:
    if "error" in head:
        raise (UsageProblem if head["error"] == "usage" else EngineFailure)(head["message"])
    return Answer(head["kind"], data)


def _serve() -> None:
    request = json.load(sys.stdin)
    try:
        answer = GraphStore.open(Path(request["home"])).query(request["text"], from_json(request["bindings"]))
        head, data = {"kind": answer.kind}, answer.data
    except KgError as error:
        kind = "usage" if isinstance(error, UsageProblem) else "engine"
        head, data = {"error": kind, "message": str(error)}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + data)


if __name__ == "__main__":
    _serve()
