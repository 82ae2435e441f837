"""A full disk is told in one line: which file, that there is no room, and what to do; nothing half-written is left."""

import errno
import os
import random
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.disk import FULL, unwritten, writing
from tests.conftest import REPOSITORY
from tests.faults import FaultServer
from tests.ingest.citing import upstreams

QUOTA = 64 << 10
"""Bytes that a file may have."""
COMMAND = "import sys; from kg.cli import main; sys.exit(main(sys.argv[1:]))"
REFUSALS = """
import sys
from pathlib import Path
from ingest import record as rec, snapshot
from tests.ingest.sources_for_tests import AT, Given
refused = [rec.Rejected(at=AT, reason=f"{number:0900}") for number in range(100)]
snapshot.write(Given(lambda: refused), Path(sys.argv[1]))
"""


def in_small_quota(script: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (QUOTA, QUOTA))

    return subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=REPOSITORY, preexec_fn=limit, capture_output=True, text=True,
        env=os.environ | {"NO_PROXY": "*"},
    )  # fmt: skip


def test_a_snapshot_for_which_there_is_no_room(tmp_path: Path) -> None:
    done = in_small_quota(COMMAND, "--home", str(tmp_path), "ingest", "review")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1), done.stderr
    assert done.stderr.startswith(f"kg: cannot write {tmp_path / 'snapshots' / 'review-'}")
    assert done.stderr.endswith(".nq.gz: there is no room (File too large); make room there, then run it again\n")
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == [".lock"]


def test_the_file_that_does_not_fit_is_the_one_that_is_named(tmp_path: Path) -> None:
    done = in_small_quota(REFUSALS, str(tmp_path))
    last = done.stderr.splitlines()[-1]
    assert "DiskError: cannot write" in last
    assert ".rejects.jsonl: there is no room" in last
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == [".lock"]


def test_a_page_for_which_there_is_no_room_and_the_next_run_goes_on(server: FaultServer, tmp_path: Path) -> None:
    chance = random.Random(7)
    large = [upstreams._row(1, number) | {"oci": f"{chance.getrandbits(4000):x}"} for number in range(2, 200)]
    server.script("/index/v2/references/doi:10.1/1", upstreams.body([upstreams._row(1, 2)]))
    server.script("/index/v2/citations/doi:10.1/1", upstreams.body(large))
    arguments = ("--home", str(tmp_path), "ingest", "opencitations", "--paper", "10.1/1", "--base", server.url(""))
    done = in_small_quota(COMMAND, *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1), done.stderr
    assert done.stderr.startswith(f"kg: cannot write {tmp_path / 'harvests' / 'opencitations'}")
    assert "000002.gz: there is no room (File too large); make room there, then run it again" in done.stderr
    assert not list((tmp_path / "harvests").rglob("*.partial"))
    again = subprocess.run([sys.executable, "-c", COMMAND, *arguments], cwd=REPOSITORY, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert [seen.path.split("/")[3] for seen in server.log] == ["references", "citations", "citations"]


@pytest.mark.parametrize("number", sorted(FULL))
def test_whatever_says_that_there_is_no_room_is_told_so(tmp_path: Path, number: int) -> None:
    error = unwritten(tmp_path / "x", OSError(number, os.strerror(number)))
    assert "there is no room" in str(error)
    assert error.exit_code == 3


def test_other_errors_pass_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), writing(tmp_path):
        raise OSError(errno.EACCES, "Permission denied", "upstream.json")
