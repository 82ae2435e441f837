"""Writing a file whole: it stands under its name when it is finished, or not at all."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE
from typing import IO

from kg.errors import EngineFailure, KgError, UsageProblem

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
STANDARD_OUTPUT = Path("-")


@contextmanager
def opened(target: Path) -> Iterator[IO[bytes]]:
    """Open standard output where the target is ``-``, else a file as `replacing` does."""
    if target != STANDARD_OUTPUT:
        with replacing(target) as stream:
            yield stream
        return
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes the place of `target` when the block ends well.

    The bytes go to a hidden file in the same folder, reach the disk, and then replace the target in one step.
    Where the block raises, the hidden file goes away and the old target stays as it was. A link is followed.

    Parameters
    ----------
    target : Path
        Where the file is wanted; an older file there keeps its permissions.

    Yields
    ------
    binary file
        To write to.

    Raises
    ------
    UsageProblem
        If the folder is missing, or the target is no file, or may not be written.
    EngineFailure
        If the disk is full, or a limit on the size of files is reached.
    """
    with _explained(target):
        place = _place(target)
        partial = place.with_name(f".export-{token_hex(8)}.partial")
        stream = partial.open("xb")
    try:
        with _filling(target), stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        with _explained(target):
            _take_over(partial, place)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _place(target: Path) -> Path:
    """Find where the file really goes, and refuse what cannot be replaced."""
    if target.is_dir():
        raise UsageProblem(f"{target} is a folder; name a file in it")
    if target.exists() and not target.is_file():
        raise UsageProblem(f"{target} is not a plain file, so it cannot be replaced; name another")
    place = Path(os.path.realpath(target))
    if not place.parent.is_dir():
        raise UsageProblem(f"cannot write {target}: there is no folder {target.parent}; make it first")
    return place


def _take_over(partial: Path, place: Path) -> None:
    with suppress(FileNotFoundError):
        partial.chmod(S_IMODE(place.stat().st_mode))
    partial.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Turn what the system says about the target into one clear line."""
    try:
        with _filling(target):
            yield
    except OSError as error:
        raise UsageProblem(f"cannot write {target}: {error.strerror or error}") from None


@contextmanager
def _filling(target: Path) -> Iterator[None]:
    """Say clearly that there is no room; other errors of the block are not about the target."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _no_room(target, error) from None
        raise


def _no_room(target: Path, error: OSError) -> KgError:
    return EngineFailure(f"cannot write {target}: {error.strerror}; make room and try again")
