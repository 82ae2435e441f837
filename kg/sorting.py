"""Sorting more lines than memory holds: sorted runs in files, merged as they are read."""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, groupby
from pathlib import Path
from typing import IO

RUN = 32 << 20
"""Bytes of text that are sorted in memory at a time."""


def sorted_lines(files: Iterable[Path], aside: Path, run: int = RUN) -> Iterator[bytes]:
    r"""Yield the lines of some files in the order of their bytes, each once.

    Parameters
    ----------
    files : iterable of Path
        Every line in them ends with a line feed.
    aside : Path
        A folder for sorted runs, where there is more than one.
    run : int
        Bytes of a run.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     one, aside = Path(place, "one"), Path(place, "aside")
    ...     _ = aside.mkdir(), one.write_bytes(b"b\na\nc\na\n")
    ...     list(sorted_lines([one], aside, run=4))
    [b'a\n', b'b\n', b'c\n']
    """
    runs = chain.from_iterable(_runs(path, run) for path in files)
    first, second = next(runs, []), next(runs, None)
    if second is None:
        yield from _each_once(first)
        return
    with ExitStack() as opened:
        written = [
            _put(lines, aside / f"{number}.run", opened) for number, lines in enumerate(chain([first, second], runs))
        ]
        first, second = [], None
        yield from _each_once(heapq.merge(*written))


def _runs(path: Path, run: int) -> Iterator[list[bytes]]:
    with path.open("rb") as file:
        while lines := file.readlines(run):
            lines.sort()
            yield lines


def _put(lines: list[bytes], path: Path, opened: ExitStack) -> IO[bytes]:
    path.write_bytes(b"".join(lines))
    lines.clear()
    return opened.enter_context(path.open("rb"))


def _each_once(lines: Iterable[bytes]) -> Iterator[bytes]:
    return (line for line, _ in groupby(lines))
