"""The elements of a big JSON array, one at a time, and files that may be packed, broken or hostile.

The standard library's decoder is given a window of text that grows until one element is whole. A file of
300 MB took the same time as with ijson (yajl2_c), in 15 MiB of memory, and this way every error has its byte.
"""

import codecs
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import IO, Any, NoReturn

from ingest.packing import DAMAGED, unpacked
from ingest.source import SourceError

CHUNK = 1 << 18
"""Bytes read at a time; the least size of the window."""
MOST_ELEMENT = 64 << 20
"""Characters of one element. The largest real one, a task with all its boards, has 4 million."""
MOST_TEXT = 1 << 20
"""Characters of one text within an element."""
MOST_UNPACKED = 64 << 30
"""Bytes of one unpacked file. The largest real one has 2 GB."""
MOST_RATIO = 200
"""Unpacked bytes for each packed byte, once `RATIO_COUNTS_FROM` bytes are unpacked; real dumps have 12."""
RATIO_COUNTS_FROM = 100_000_000

_GZIP = b"\x1f\x8b"
_SPACE = re.compile(r"[ \t\n\r]*")
_EXCERPT = 20
_GOES_ON = ("", ".", "e", "E")
_LONGEST_TOKEN = 16
"""A word that the end of the window cuts off, or the rest of a number, begins at most so many characters before it."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """Stands where a text of more than `MOST_TEXT` characters stood; it is no text."""

    length: int

    def __str__(self) -> str:
        return f"a text of {self.length} characters; at most {MOST_TEXT} are taken"


@contextmanager
def open_dump(path: Path) -> Iterator[IO[bytes]]:
    """Open a dump for reading, unpacked; its first bytes, not its name, tell whether it is gzip.

    Raises
    ------
    SourceError
        If the file cannot be opened; and while it is read, if it is truncated or damaged, or unpacks to more
        than `MOST_UNPACKED` bytes or `MOST_RATIO` times its size.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}; name a file that can be read") from None
    with raw:
        inner = unpacked(raw) if raw.peek(2)[:2] == _GZIP else raw
        with io.BufferedReader(_Checked(path, raw, inner), CHUNK) as stream:
            yield stream


class _Checked(io.RawIOBase):
    """What a file unpacks to, with its failures named and its size watched."""

    def __init__(self, path: Path, raw: io.BufferedReader, inner: io.BufferedReader) -> None:
        self._path, self._raw, self._inner = path, raw, inner
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any, /) -> int:
        try:
            block = self._inner.read1(len(room))
        except EOFError:
            self._fail("the gzip stream breaks off; fetch the file again")
        except DAMAGED as error:
            self._fail(f"the file is damaged ({error}); fetch it again")
        room[: len(block)] = block
        self._given += len(block)
        self._watch()
        return len(block)

    def _watch(self) -> None:
        if self._given > MOST_UNPACKED:
            self._fail(f"unpacks to more than {MOST_UNPACKED} bytes")
        if self._given > RATIO_COUNTS_FROM and self._given > MOST_RATIO * self._raw.tell():
            self._fail(f"unpacks to more than {MOST_RATIO} times its size, as no real dump does")

    def _fail(self, what: str) -> NoReturn:
        raise SourceError(f"{self._path}: byte {self._given} (unpacked): {what}")


def elements(stream: IO[bytes], name: str) -> Iterator[tuple[str, object]]:
    """Yield the elements of a JSON array one at a time, each with its JSON pointer (RFC 6901).

    Memory is bounded by the largest element. Numbers with a fraction are `Decimal`. A text of more than
    `MOST_TEXT` characters is replaced by `TooLong`.

    Parameters
    ----------
    stream : binary file
        UTF-8, with or without a byte order mark.
    name : str
        The file's name, for pointers and messages.

    Raises
    ------
    SourceError
        If the bytes are no JSON array (RFC 8259) in UTF-8, or an element has more than `MOST_ELEMENT`
        characters; the message names the byte and the element. What stands before was yielded.

    Examples
    --------
    >>> list(elements(io.BytesIO(b'[1, {"a": 0.50}]'), "dump.json"))
    [('dump.json#/0', 1), ('dump.json#/1', {'a': Decimal('0.50')})]
    """
    window = _Window(stream, name)
    if not window.begin():
        return
    for number in count():
        yield f"{name}#/{number}", window.element(number)
        if not window.goes_on():
            return


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON number")


_decode = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_constant).raw_decode


class _Window:
    """A part of the text, and the place in it from which on it is unread."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._source, self._name = _Decoded(stream, name), name
        self._text, self._place, self._number = "", 0, 0

    def begin(self) -> bool:
        """Step into the array; tell whether it holds anything."""
        first = self._next()
        if first == "\ufeff":
            self._place += 1
            first = self._next()
        if first != "[":
            self._fail(f"expected a JSON array, found {self._excerpt()}; see whether it is the right file")
        self._place += 1
        if self._next() != "]":
            return True
        self._end()
        return False

    def goes_on(self) -> bool:
        """Step behind an element; tell whether another one follows."""
        mark = self._next()
        if mark == ",":
            self._place += 1
            self._number += 1
            return True
        if mark != "]":
            self._fail(f"expected a comma or the end of the array, found {self._excerpt()}")
        self._end()
        return False

    def _end(self) -> None:
        self._place += 1
        if self._next():
            self._fail(f"the array has ended, yet there follows {self._excerpt()}")

    def element(self, number: int) -> object:
        """Decode the element that begins here."""
        self._number = number
        if not self._next():
            self._fail("the file ends within the array")
        while True:
            try:
                found, end = _decode(self._text, self._place)
            except (ValueError, ArithmeticError, RecursionError) as error:
                self._need_more(error)
            else:
                size = end - self._place
                if self._is_whole(end) or not self._extend():
                    return self._take(found, size)

    def _is_whole(self, end: int) -> bool:
        """Tell whether an element that ends here cannot be a number that goes on behind the window."""
        return self._text[end : end + 1] not in _GOES_ON or end + _LONGEST_TOKEN <= len(self._text)

    def _take(self, found: object, size: int) -> object:
        self._place += size
        return _without_long_texts(found) if size > MOST_TEXT else found

    def _need_more(self, error: Exception) -> None:
        """Enlarge the window if that can cure the error."""
        if len(self._text) - self._place > MOST_ELEMENT:
            self._fail(f"an element of more than {MOST_ELEMENT} characters")
        ahead = error.pos - self._place if isinstance(error, json.JSONDecodeError) else 0
        if not self._may_be_cut_off(error) or not self._extend():
            self._fail(_reason(error), ahead)

    def _may_be_cut_off(self, error: Exception) -> bool:
        if not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated string") or error.pos + _LONGEST_TOKEN > len(self._text)

    def _next(self) -> str:
        """Go to the next character that is no white space, and give it; empty at the end."""
        while True:
            self._place = _end_of_space(self._text, self._place)
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._extend():
                return ""

    def _extend(self) -> bool:
        """Forget what was read, and read as much again as is left; tell whether anything came."""
        self._text, self._place = self._text[self._place :], 0
        try:
            more = self._source.read(len(self._text))
        except SourceError as error:
            raise SourceError(f"{error}; the elements before {self._pointer()} were read") from None
        self._text += more
        return bool(more)

    def _excerpt(self) -> str:
        with suppress(SourceError):
            while len(self._text) - self._place < _EXCERPT and self._extend():
                pass
        return repr(self._text[self._place :][:_EXCERPT]) if self._text else "nothing"

    def _pointer(self) -> str:
        return f"#/{self._number}"

    def _fail(self, what: str, ahead: int = 0) -> NoReturn:
        byte = self._source.given - len(self._text[self._place + ahead :].encode())
        raise SourceError(f"{self._name}: byte {byte}, element {self._pointer()}: {what}")


def _end_of_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, ArithmeticError):
        return "a number beyond all bounds"
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)


class _Decoded:
    """The text of a stream. A failure comes only after the text that stands before it was given."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._read = getattr(stream, "read1", stream.read)
        self._name, self._bytes = name, 0
        self.given = 0
        """Bytes of the text that was given."""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._failure: SourceError | None = None

    def read(self, size: int) -> str:
        """Give `size` characters and some more, or fewer if the stream ends."""
        parts = [self._part()]
        while parts[-1] and (size := size - len(parts[-1])) > 0:
            parts.append(self._part())
        text = "".join(parts)
        if self._failure and not text:
            raise self._failure
        return text

    def _part(self) -> str:
        """Give the next characters; none at the end or before a failure."""
        while not self._failure:
            block = self._block()
            text = "" if self._failure else self._decoded(block)
            if text or not block:
                return text
        return ""

    def _block(self) -> bytes:
        block = b""
        try:
            block = self._read(CHUNK)
        except SourceError as error:
            self._failure = error
        self._bytes += len(block)
        return block

    def _decoded(self, block: bytes) -> str:
        try:
            text = self._decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            self.given = self._bytes - len(error.object) + error.start
            self._failure = SourceError(f"{self._name}: byte {self.given}: not UTF-8 ({error.reason})")
            return error.object[: error.start].decode()
        self.given = self._bytes - len(self._decoder.getstate()[0])
        return text


def _without_long_texts(found: object) -> object:
    if isinstance(found, str):
        return TooLong(len(found)) if len(found) > MOST_TEXT else found
    if isinstance(found, list):
        return [_without_long_texts(item) for item in found]
    if isinstance(found, dict):
        return dict(_short_item(key, value) for key, value in found.items())
    return found


def _short_item(key: str, value: object) -> tuple[str, object]:
    if len(key) > MOST_TEXT:
        return key[:100], TooLong(len(key))
    return key, _without_long_texts(value)
