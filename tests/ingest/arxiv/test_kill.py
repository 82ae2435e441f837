"""A run that is killed at any moment and run again gives the bytes of an undisturbed one."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.faults import FaultServer, Handler, Reply
from tests.ingest.arxiv.upstream import Api, Oai

KILLS = 3


def _slow(reply: Reply) -> Reply:
    def slowly(handler: Handler) -> None:
        handler.wait(0.03)
        reply(handler)

    return slowly


def _start(arguments: list[str], home: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "kg", "ingest", "arxiv", *arguments, "--home", str(home)]
    environment = os.environ | {"NO_PROXY": "*"}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def _snapshot(home: Path) -> tuple[bytes, bytes, dict[str, Any]]:
    """Give the statements, the rejected, and the manifest without the time of writing."""
    (path,) = (home / "snapshots").glob("*.json")
    manifest: dict[str, Any] = json.loads(path.read_text())
    del manifest["written_at"]
    return path.with_suffix(".nq.gz").read_bytes(), path.with_suffix(".rejects.jsonl").read_bytes(), manifest


@pytest.mark.parametrize("way", ["search", "set"])
def test_a_run_killed_at_random_points_and_run_again_gives_the_same_bytes(
    way: str, server: FaultServer, tmp_path: Path
) -> None:
    server.script("/x", _slow((Api(4500) if way == "search" else Oai(120)).reply))
    arguments = ["--query", "x"] if way == "search" else ["--set", "cs"]
    arguments += ["--base", server.url("/x")]
    calm = _start(arguments, tmp_path / "calm")
    assert calm.wait(60) == 0
    asked, chance = len(server.log), random.Random(4)
    for _ in range(KILLS):
        before = len(server.log)
        run = _start(arguments, tmp_path / "wild")
        wanted = before + chance.randint(1, max(asked // KILLS, 1))
        ends = time.monotonic() + 20
        while run.poll() is None and len(server.log) < wanted and time.monotonic() < ends:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.05)
        run.send_signal(signal.SIGKILL)
        run.wait(10)
    wild = _start(arguments, tmp_path / "wild")
    assert wild.wait(60) == 0
    assert _snapshot(tmp_path / "wild") == _snapshot(tmp_path / "calm")
    assert len(server.log) < asked * 2 + 2 * KILLS
