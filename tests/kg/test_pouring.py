"""Chunks of bytes are read as a file, and whatever goes wrong on either side ends both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.pouring import poured


def _read(path: str) -> bytes:
    return Path(path).read_bytes()


@pytest.mark.parametrize("chunks", [[], [b""], [b"a", b"", b"bc"], [b"x" * 5_000_000, b"y" * 3]])
def test_the_file_holds_the_chunks_in_their_order(chunks: list[bytes]) -> None:
    with poured(iter(chunks)) as path:
        assert _read(path) == b"".join(chunks)


def test_a_reader_that_gives_up_ends_the_making_and_says_itself_why() -> None:
    made = []

    def endless() -> Iterator[bytes]:
        while True:
            made.append(1)
            yield b"x" * 100_000

    with pytest.raises(ValueError, match="enough"), poured(endless()):
        raise ValueError("enough")
    assert len(made) < 1000


def test_a_chunk_that_cannot_be_made_ends_the_file_and_is_raised() -> None:
    def failing() -> Iterator[bytes]:
        yield b"before"
        raise KeyError("damaged")

    found = []
    with pytest.raises(KeyError, match="damaged"), poured(failing()) as path:
        found.append(_read(path))
    assert found == [b"before"]
