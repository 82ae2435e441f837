"""Descriptions of methods: markdown to sentences, and the links to other methods within them.

Only what the descriptions hold is understood: links, emphasis, code, math between dollar signs, list items.
The rules that read a kind of lineage out of a sentence are in `kinds`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 4000
"""A sentence of more characters than this is cut, so that text without an end costs no more than text with one."""

_TEXT = r"[^\[\]]{0,400}"
_ADDRESS = r"[^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?"
_LINK = rf"\[(?P<outer>\[)?(?P<text>{_TEXT})\]\(\s?(?P<address>{_ADDRESS})(?:\s\"[^\"\n]{{0,200}}\")?\s?\)"
_INLINE = re.compile(
    rf"""
      (?P<math>\$\$(?:(?!\]\()[^$]){{1,3000}}\$\$ | \$(?:(?!\]\()[^$]){{1,1000}}\$)
    | (?P<code>`[^`]{{1,1000}}`)
    | !?{_LINK}(?(outer)\]\([^()\s]{{0,1000}}\))
    | \\(?P<escaped>[\\`*_{{}}\[\]()#+.!-])
    | (?P<emphasis>\*{{1,3}} | (?<!\w)_{{1,2}}(?=\w) | (?<=\w)_{{1,2}}(?!\w))
    | (?P<space>\s+)
    """,
    re.VERBOSE,
)
_METHOD = re.compile(
    r"(?:https?://(?:www\.)?paperswithcode\.com)?/?method/(?P<slug>[^/?#\s]+)/?(?:[?#].*)?", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*+]|\d{1,3}[.)])\s)|\n(?=#{1,6} )")
_MARKER = re.compile(r"\s*(?:(?:[-*+]|\d{1,3}[.)]|#{1,6})\s+)?")
_STOP = re.compile(r"[.!?]+[\"'”’)\]]{0,3}(?= [\"'“‘(\[]{0,2}[A-Z0-9$])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:e\.?g|i\.?e|c\.?f|al|vs|viz|resp|approx|figs?|eqs?|eqn|secs?|refs?|tabs?|nos?|dr|prof|mr|st|ca|w\.r\.t|[A-Z])\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a method: its slug, and where its text stands in the sentence."""

    slug: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as plain text; `number` counts from 1 within the description."""

    number: int
    text: str
    links: tuple[Link, ...] = ()
