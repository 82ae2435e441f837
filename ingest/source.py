"""What a source is: a name, an origin, a fingerprint of its bytes, and an iterator of records."""

from typing import Protocol

from ingest.record import Origin, Records


class SourceError(Exception):
    """A source cannot be read at all. The message names the place and what to do."""


class Source(Protocol):
    """The whole of what the core knows about a source."""

    @property
    def origin(self) -> Origin: ...

    def fingerprint(self) -> str:
        """Give the sha256 of the upstream bytes, in hexadecimal."""

    def records(self) -> Records:
        """Yield records in an order that depends on the input alone; what is unusable as `Rejected`."""
