"""What the disk refuses, told in one line: which file, why, and what to do."""

import errno
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.source import SourceError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says where there is no room: on the disk, in a quota, for a file of this size."""


class DiskError(SourceError):
    """The workspace or the target of a download cannot be written or read."""

    exit_code = 3


def unwritten(path: Path, error: OSError) -> DiskError:
    """Say that a file cannot be written, and what to do.

    Examples
    --------
    >>> str(unwritten(Path("a/b.gz"), OSError(errno.EACCES, "Permission denied")))
    'cannot write a/b.gz: Permission denied; see who may write there'
    """
    reason = error.strerror or str(error)
    if error.errno in FULL:
        return DiskError(f"cannot write {path}: there is no room ({reason}); make room there, then run it again")
    return DiskError(f"cannot write {path}: {reason}; see who may write there")


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what a full disk raises into a `DiskError`; all else passes.

    Parameters
    ----------
    folder : Path
        What is named where the system does not tell the file.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise unwritten(Path(error.filename or folder), error) from None


class NamedFile(io.FileIO):
    """A new file whose errors name it, by the name that it is to have in the end."""

    def __init__(self, path: Path, name: Path) -> None:
        super().__init__(path, "wb")
        self._shown = str(name)

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write some bytes."""
        try:
            return super().write(data)
        except OSError as error:
            error.filename = self._shown
            raise
