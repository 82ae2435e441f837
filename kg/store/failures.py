"""What the engine says when it fails, in words for people."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import EngineFailure

_LONGEST_COMPLAINT = 200
_NO_ROOM = re.compile(r"(.*?) \(os error (27|28|122)\)")
"""What the engine says where a file grows too large, a disk is full, or a quota is used up."""


@contextmanager
def reading() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise EngineFailure(damage(error) or f"the store cannot be read ({first_line(error)})") from None


def damage(error: OSError | RuntimeError) -> str | None:
    """Say what to do about a failure of the files; None where the engine means something else."""
    if found := _NO_ROOM.match(first_line(error)):
        place = tempfile.gettempdir()
        return f"no room for temporary files in {place}: {found[1]}; make room, or name another folder in TMPDIR"
    if isinstance(error, OSError) or first_line(error).startswith(("Corruption", "IO error")):
        return f"the store is damaged or cannot be read ({first_line(error)}); run: kg load"
    return None


def shortened(text: str) -> str:
    """Keep the place and the first of the words that a parser would have taken: there may be a hundred."""
    return text if len(text) <= _LONGEST_COMPLAINT else text[:_LONGEST_COMPLAINT].rpartition(",")[0] + " ..."


def first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0]
