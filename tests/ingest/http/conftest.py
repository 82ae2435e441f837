"""A fault server, and a client whose waits are noted and not waited for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.http import Client, Limits
from tests.faults import FaultServer

LIMITS = Limits(connect=1.0, read=0.4, total=0.8, attempts=3, body=1 << 20, slow_window=0.6, slow_bytes=1000)


@dataclass
class Time:
    """A clock that only waiting moves."""

    now: float = 1_800_000_000.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.waits.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' servers are on loopback, which no proxy reaches."""
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.delenv("PAPERKIN_CONTACT", raising=False)


@pytest.fixture
def other() -> Iterator[FaultServer]:
    """Another host: the same address, another port."""
    with FaultServer() as running:
        yield running


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def client(tmp_path: Path, time: Time) -> Client:
    """Waits as long as it may, as its random numbers are all 1."""
    return Client(tmp_path / "home", LIMITS, {}, time.sleep, time.clock, lambda: 1.0)
