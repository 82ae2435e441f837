"""How long we wait and how much we take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the client; times in seconds, sizes in bytes."""

    connect: float = 10.0
    read: float = 30.0
    """Between two bytes."""
    total: float = 300.0
    """For one whole answer that is held in memory, each redirect apart."""
    attempts: int = 5
    """In a row, without progress."""
    backoff: float = 1.0
    """The first wait is at most this, each next one at most twice the one before."""
    longest_backoff: float = 60.0
    longest_retry_after: float = 300.0
    """A server that asks for more is not waited for."""
    redirects: int = 5
    body: int = 64 << 20
    """Of an answer held in memory, packed and unpacked."""
    download: int = 64 << 30
    slow_window: float = 60.0
    slow_bytes: int = 64 << 10
    """A download that brings less than this in each window is broken off, and goes on with a new connection."""
