"""What a source is: a name, an origin, a fingerprint of its bytes, and an iterator of records."""

from typing import Protocol

from ingest.record import Origin, Records


class SourceError(Exception):
    """A source cannot be read at all. The message names the place and what to do."""

    exit_code = 2
    """What the command line ends with: 2 where the input is wrong, 3 where something else failed."""


class Busy(SourceError):
    """Another process is at it."""

    exit_code = 3


class Source(Protocol):
    """The whole of what the core knows about a source.

    One that says ``large = True`` is read in a process of its own, so it must be picklable.
    """

    @property
    def origin(self) -> Origin: ...

    def fingerprint(self) -> str:
        """Give the sha256 of the upstream bytes, in hexadecimal."""

    def records(self) -> Records:
        """Yield records in an order that depends on the input alone; what is unusable as `Rejected`."""
