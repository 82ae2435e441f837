"""Records made in a process of their own, so that reading and mapping share two cores.

The child gets the pickled source on standard input and answers with pickled lists of records on standard output, then
None, or the error that ended it. It is this program, started by this program: nobody else writes what is unpickled.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from typing import IO

from ingest.record import Record
from ingest.source import Source, SourceError

_BATCH = 500
"""Records sent at a time."""


def records(source: Source) -> Iterator[Record]:
    """Yield what ``source.records()`` yields, in its order; a SourceError that it raises is raised here.

    The source must be picklable. The process ends when its records are no longer taken.
    """
    command = [sys.executable, "-P", "-m", "ingest.apart"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin
        assert child.stdout
        child.stdin.write(pickle.dumps(source))
        child.stdin.close()
        try:
            yield from _received(child.stdout)
        finally:
            child.kill()


def _received(batches: IO[bytes]) -> Iterator[Record]:
    while (found := _next(batches)) is not None:
        if isinstance(found, SourceError):
            raise found
        yield from found


def _next(batches: IO[bytes]) -> list[Record] | SourceError | None:
    try:
        found: list[Record] | SourceError | None = pickle.load(batches)
    except (EOFError, pickle.UnpicklingError):
        raise RuntimeError("the process that reads the source died; what it said stands above") from None
    return found


def _serve() -> None:
    source: Source = pickle.load(sys.stdin.buffer)
    try:
        found = iter(source.records())
        while batch := list(islice(found, _BATCH)):
            _send(batch)
        _send(None)
    except SourceError as error:
        _send(error)


def _send(found: list[Record] | SourceError | None) -> None:
    pickle.dump(found, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        _serve()
    except (BrokenPipeError, KeyboardInterrupt):
        sys.stderr.close()
        sys.exit(1)
