"""Bytes made here, read by an engine as a file: through a pipe, so that it need not come back to Python for them."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_SIZE = 1 << 20
"""Bytes that the pipe holds, where the system lets us say so."""
_SET_SIZE = getattr(fcntl, "F_SETPIPE_SZ", None)


@contextmanager
def poured(chunks: Iterator[bytes]) -> Iterator[str]:
    """Give the path of a file that holds the chunks one after the other, and that can be read once.

    A thread of its own makes the chunks while the file is read. If making one fails, the file ends there, and
    what was raised is raised when the block is left, whatever became of the file.

    Examples
    --------
    >>> with poured(iter([b"a", b"b"])) as path:
    ...     with open(path, "rb") as file:
    ...         file.read()
    b'ab'
    """
    out, into = os.pipe()
    if _SET_SIZE is not None:
        with suppress(OSError):
            fcntl.fcntl(into, _SET_SIZE, _SIZE)
    raised: list[BaseException] = []
    writer = threading.Thread(target=_pour, args=(chunks, into, raised))
    writer.start()
    try:
        yield f"/dev/fd/{out}"
    finally:
        os.close(out)
        writer.join()
        if raised:
            raise raised[0]


def _pour(chunks: Iterator[bytes], into: int, raised: list[BaseException]) -> None:
    try:
        with os.fdopen(into, "wb", 0) as file:
            for chunk in chunks:
                _write(file.fileno(), chunk)
    except BrokenPipeError:
        pass  # the reader has given up, and says itself why
    except BaseException as error:  # noqa: BLE001 (raised again where the file was asked for)
        raised.append(error)


def _write(descriptor: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
