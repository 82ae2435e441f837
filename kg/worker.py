"""Queries of a person's own run in a process of their own, because only a process can be stopped.

The engine has no limit of time or memory, and some texts make it abort. The child gets its request as JSON on
standard input and answers with one JSON header line and the bytes of the answer.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from kg import leash
from kg.errors import EngineFailure, KgError, UsageProblem
from kg.store import Answer, GraphStore
from kg.values import Binding, from_json, to_json

DEFAULT_TIMEOUT = 60.0
"""Seconds."""
LONGEST_TIMEOUT = 86_400.0
"""Seconds: a day."""
MOST_MEMORY = 4 << 30
"""Bytes of address space that a query may take. The engine aborts where it gets no more."""

_OUT_OF_MEMORY = (b"memory", b"bad_alloc", b"resource temporarily unavailable")
"""What a dying child says where it gets no more: of Rust, of C++, and of a thread that finds no room for its stack."""


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
    try:
        done = _child(request.encode(), timeout)
    except subprocess.TimeoutExpired:
        raise QueryTimeout(f"stopped after {timeout:g} s; narrow the query, or raise --timeout") from None
    head, _, data = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head:
        raise EngineFailure(_cause(done))
    return _answer(json.loads(head), data)


def _child(request: bytes, timeout: float) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-P", "-m", "kg.worker"]
    with leash.leash() as held:
        return subprocess.run(
            command, input=request, capture_output=True, timeout=timeout, check=False,
            pass_fds=[held], env=os.environ | {leash.VARIABLE: str(held)},
        )  # fmt: skip


def _cause(done: "subprocess.CompletedProcess[bytes]") -> str:
    said = done.stderr.lower()
    if any(sign in said for sign in _OUT_OF_MEMORY):
        return f"this query needs more than {MOST_MEMORY >> 30} GiB of memory; narrow it, or add a LIMIT"
    return f"the engine died of this query (exit {done.returncode}); simplify it"


def _answer(head: dict[str, str], data: bytes) -> Answer:
    if "error" in head:
        raise (UsageProblem if head["error"] == "usage" else EngineFailure)(head["message"])
    return Answer(head["kind"], data)


def _limit_memory() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    known = [limit for limit in (soft, hard, MOST_MEMORY) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(known), hard))


def _serve() -> None:
    leash.heed()
    _limit_memory()
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
