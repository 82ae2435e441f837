"""A child process that does not outlive its parent, however that one ends.

The parent holds the writing end of a pipe; the system closes it when the parent is gone, and the child, which waits
at the reading end, then ends itself.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VARIABLE = "KG_LEASH"
"""Names the descriptor to the child."""


@contextmanager
def leash() -> Iterator[int]:
    """Make a leash; give the descriptor that the child inherits (``pass_fds``) and finds in `VARIABLE`."""
    theirs, ours = os.pipe()
    try:
        yield theirs
    finally:
        os.close(theirs)
        os.close(ours)


def heed() -> None:
    """End this process when its parent is gone; without a leash, do nothing."""
    if held := os.environ.pop(VARIABLE, None):
        threading.Thread(target=_wait, args=(int(held),), daemon=True).start()


def _wait(descriptor: int) -> None:
    os.read(descriptor, 1)
    os._exit(1)
