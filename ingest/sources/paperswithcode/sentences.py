"""Descriptions in markdown to sentences of plain text, with the links to methods that stand in them.

Only what descriptions of methods hold is understood: links, emphasis, code, escapes, math between dollar
signs, paragraphs and list items. Every repetition is bounded, so that hostile text takes linear time.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 4000
"""A longer sentence is cut, so that text without an end does not stand whole in every claim."""

_INLINE = re.compile(
    r"""
      (?P<math> \$\$ (?:(?!\]\()[^$]){1,3000} \$\$ | \$ (?:(?!\]\()[^$]){1,1000} \$ )
    | ` (?P<code> [^`]{1,1000} ) `
    | !? \[ (?P<outer>\[)? (?P<text>[^\[\]]{1,400}) \]
        \( \s? (?P<address> [^()\s]{0,1000} (?:\([^()\s]{0,200}\)[^()\s]{0,200})? ) (?:\s"[^"\n]{0,200}")? \s? \)
        (?(outer) \] \( [^()\s]{0,1000} \) )
    | \\ (?P<escaped> [\\`*_{}\[\]()#+.!-] )
    | (?P<emphasis> \*{1,3}(?=\S) | (?<=\S)\*{1,3} | (?<!\w)_{1,2}(?=\w) | (?<=\w)_{1,2}(?!\w) )
    | (?P<space> \s{2,} | [^\S\ ] )
    """,
    re.VERBOSE,
)
_METHOD = re.compile(r"(?:https?://(?:www\.)?paperswithcode\.com)?/?method/([^/?#\s]+)/?(?:[?#].*)?", re.IGNORECASE)
_BLOCK = re.compile(r"\n[^\S\n]{0,99}\n|\n(?=[^\S\n]{0,99}(?:[-*+•]|\d{1,3}[.)])\s)|\n(?=#{1,6}\s)")
_MARKER = re.compile(r"\s*(?:(?:[-*+•]|\d{1,3}[.)]|#{1,6})\s+)?")
_STOP = re.compile(r"[.!?]{1,3}[\"'”’)\]]{0,3}(?= [\"'“‘(\[]{0,2}[A-Z0-9$])")
_ABBREVIATION = re.compile(
    r"\b(?:e\.?g|i\.?e|c\.?f|al|vs|viz|resp|approx|dr|prof|w\.r\.t|(?-i:[A-Z]))\.$", re.IGNORECASE
)
_NUMBERED = re.compile(r"\b(?:figs?|eqs?|eqn|secs?|refs?|tabs?|nos?|ch|vol)\.$", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]{0,500}\)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a method: the name of its page, and where the words of the link stand in the sentence."""

    slug: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as plain text; `number` counts from 1 within the description."""

    number: int
    text: str
    links: tuple[Link, ...] = ()


def method_slug(address: str) -> str | None:
    """Give the name of the method's page that a link leads to; None where it leads elsewhere.

    Examples
    --------
    >>> method_slug("http://www.paperswithcode.com/method/resnet/#code"), method_slug("/method/resnet")
    ('resnet', 'resnet')
    >>> method_slug("https://paperswithcode.com/methods/category/transformers") is None
    True
    >>> method_slug("https://paperswithcode.com/method/category/transformers") is None
    True
    """
    found = _METHOD.fullmatch(address.strip())
    return found[1] if found else None


def sentences(description: str) -> Iterator[Sentence]:
    """Split a description into sentences of plain text.

    A sentence ends at a full stop, question mark or exclamation mark before a capital, a digit or math, and
    with its paragraph or list item. A stop within math, code, the words of a link or brackets ends nothing,
    nor does the one of an abbreviation.

    Parameters
    ----------
    description : str
        Markdown, with any line ends.

    Yields
    ------
    Sentence
        In the order of the text.

    Examples
    --------
    >>> text = "**A** uses [B](/method/b), e.g. $x. Y$. See [C](https://example.org)."
    >>> [sentence.text for sentence in sentences(text)]
    ['A uses B, e.g. $x. Y$.', 'See C.']
    >>> next(sentences(text)).links
    (Link(slug='b', start=7, end=8),)
    """
    number = 0
    for block in _BLOCK.split(description.replace("\r\n", "\n").replace("\r", "\n")):
        plain = _Plain(block)
        for start, end in plain.sentences():
            number += 1
            yield Sentence(number, plain.text[start:end], plain.links_within(start, end))


class _Plain:
    """A paragraph or list item as plain text, its links, and the spans that no stop divides."""

    def __init__(self, block: str) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.links: list[Link] = []
        self.whole: list[Span] = []
        self._read(block.rstrip(), _MARKER.match(block).end())  # type: ignore[union-attr]
        self.text = "".join(self.parts)
        self.whole = sorted(self.whole + [found.span() for found in _BRACKETS.finditer(self.text)])

    def _read(self, block: str, at: int) -> None:
        for found in _INLINE.finditer(block, at):
            self._add(block[at : found.start()])
            self._take(found)
            at = found.end()
        self._add(block[at:])

    def _add(self, text: str) -> Span:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def _take(self, found: re.Match[str]) -> None:
        match found.lastgroup:
            case "math":
                self.whole.append(self._add(" ".join(re.sub(r"\\([_*])", r"\1", found["math"]).split())))
            case "code":
                self.whole.append(self._add(found["code"]))
            case "space":
                self._add(" ")
            case "escaped":
                self._add(found["escaped"])
            case "emphasis":
                pass
            case _:
                self._link(found["text"], found["address"])

    def _link(self, text: str, address: str) -> None:
        span = self._add(_without_marks(text))
        self.whole.append(span)
        if slug := method_slug(address):
            self.links.append(Link(slug, *span))

    def sentences(self) -> Iterator[Span]:
        """Give the spans of the sentences, without the space around them."""
        start = 0
        for end in [*self._stops(), self.length]:
            yield from self._trimmed(start, end)
            start = end

    def _stops(self) -> Iterator[int]:
        start = 0
        for found in _STOP.finditer(self.text):
            for cut in self._cuts(start, found.end()):
                yield (start := cut)
            if not self._is_whole(found) and not self._abbreviates(found):
                yield (start := found.end())
        yield from self._cuts(start, self.length)

    def _cuts(self, start: int, end: int) -> Iterator[int]:
        """Cut what is too long at a space, if there is one, that stands in no link."""
        while end - start > LONGEST:
            cut = self.text.rfind(" ", start + 1, start + LONGEST)
            cut = cut if cut > start else start + LONGEST
            before = bisect_left(self.links, cut, key=lambda link: link.start) - 1
            if before >= 0 and start < self.links[before].start < cut < self.links[before].end:
                cut = self.links[before].start
            yield cut
            start = cut

    def _is_whole(self, stop: re.Match[str]) -> bool:
        """Tell whether a span that is not to be divided holds the stop and goes on after it."""
        before = bisect_right(self.whole, stop.start(), key=lambda span: span[0])
        return any(end > stop.end() for _, end in self.whole[max(0, before - 3) : before])

    def _abbreviates(self, stop: re.Match[str]) -> bool:
        words = self.text[max(0, stop.start() - 12) : stop.start() + 1]
        return bool(_ABBREVIATION.search(words) or (_NUMBERED.search(words) and self.text[stop.end() + 1].isdigit()))

    def _trimmed(self, start: int, end: int) -> Iterator[Span]:
        text = self.text[start:end]
        if text.strip():
            yield start + len(text) - len(text.lstrip()), start + len(text.rstrip())

    def links_within(self, start: int, end: int) -> tuple[Link, ...]:
        first = bisect_left(self.links, start, key=lambda link: link.start)
        last = bisect_left(self.links, end, key=lambda link: link.start)
        return tuple(Link(link.slug, link.start - start, link.end - start) for link in self.links[first:last])


def _without_marks(text: str) -> str:
    found = re.sub(r"\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)|\\(?=[_*])", "", text)
    return " ".join(found.split())
