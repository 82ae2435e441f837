"""What the description of a technique says of the techniques that it links to, by the rules of `kinds`.

One link after the other is judged within its sentence, where the other links are single marks:

1. Words after the link decide ("[B] is used"), unless a contrast stands right before it ("instead of [B]").
2. Else the last words of a rule before the link decide, if they reach it: no other clause begins between,
   and what stands between is short or a list.
3. The link mentions where no rule reaches, where the sentence speaks of other works, and where the edge
   would run the other way ("is used in [B]").
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ingest.sources.paperswithcode import kinds
from ingest.sources.paperswithcode.kinds import LINK, Rule
from ingest.sources.paperswithcode.sentences import Link, Sentence, sentences

_WINDOW = 300
"""How many characters before and after a link are looked at."""
_MENTIONS = Rule("no-rule", "mentions", "")
_TAKEN_FROM = Rule("taken-from", "builds-on", "")
_LISTING = {"component", "compared"}
_CONTRASTS = {"replaces", "removes", "compared"}
_OWN_WORDS = {"component", "builds-on", "variant"}
_BETWEEN = (
    rf"[^\s,;:{LINK}]{{0,15}}(?:(?:, (?=and |or |{LINK})| )"
    r"(?!(?:to|that|which|in|with|from|by|for|where|as|can|but|is|are|was|were|has|have|and then)\b)[^\s,;:]+){0,6}?"
)
"""What may stand between a link and the words after it: a noun, or the rest of a list."""


@dataclass(frozen=True, slots=True)
class Claim:
    """That a sentence links to the method `slug` and what it says of it; `rule` names the rule that decided."""

    slug: str
    kind: str
    sentence: Sentence
    rule: str


def claims(description: str) -> Iterator[Claim]:
    """Give what a description says of the methods that it links to.

    Parameters
    ----------
    description : str
        Markdown.

    Yields
    ------
    Claim
        In the order of the text; one for each method, kind and sentence.

    Examples
    --------
    >>> text = "A is a [B](/method/b) that replaces [C](/method/c) with [D](/method/d). It is used in [E](/method/e)."
    >>> [(claim.slug, claim.kind, claim.rule) for claim in claims(text)]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('b', 'variant', 'is-a'), ('c', 'replaces', 'replaces'), ('d', 'component', 'with'),
     ('e', 'mentions', 'is-used-in')]
    """
    for sentence in sentences(description):
        seen = set()
        for link, rule in judge(sentence):
            if (link.slug, rule.kind) not in seen:
                seen.add((link.slug, rule.kind))
                yield Claim(link.slug, rule.kind, sentence, rule.name)


def judge(sentence: Sentence) -> Iterator[tuple[Link, Rule]]:
    """Give each link of a sentence with the rule that decides on it."""
    masked, places = _masked(sentence)
    previous = _MENTIONS
    for link, place in zip(sentence.links, places, strict=True):
        before, after = masked[max(0, place - _WINDOW) : place], masked[place + 1 : place + _WINDOW]
        previous = _rule(before, after, previous)
        yield link, previous


def _masked(sentence: Sentence) -> tuple[str, list[int]]:
    """Put one mark for the words of each link; give the text and where the marks stand."""
    parts, places, at, length = [], [], 0, 0
    for link in sentence.links:
        parts += [sentence.text[at : link.start], LINK]
        length += link.start - at + 1
        places.append(length - 1)
        at = link.end
    return "".join([*parts, sentence.text[at:]]), places


def _rule(before: str, after: str, previous: Rule) -> Rule:
    nearest, between = _nearest(before, previous)
    contrasted = nearest.kind in _CONTRASTS
    if not contrasted and nearest.name != "is-used-in" and (grown := _first(_grown(), after)):
        return grown
    if contrasted and LINK not in between:
        return nearest
    if (follows := _first(_after(), after)) and not kinds.OTHERS.match(before):
        return _placed(follows, before)
    return nearest


def _first(pattern: re.Pattern[str], after: str) -> Rule | None:
    found = pattern.match(after)
    return _RULES[found.lastgroup] if found and found.lastgroup else None


def _nearest(before: str, previous: Rule) -> tuple[Rule, str]:
    """Find the words before the link that stand nearest, and see whether they reach it."""
    *_, last = [None, *_before().finditer(before)]
    if last is None or last.lastgroup is None:
        return _MENTIONS, before
    rule, between = _RULES[last.lastgroup], kinds.SUCH_AS.sub("", before[last.end() :])
    if not _reaches(rule, between) or (rule.kind in _OWN_WORDS and _of_others(before, previous)):
        return _MENTIONS, between
    return _placed(rule, between), between


def _reaches(rule: Rule, between: str) -> bool:
    if kinds.BREAK.search(between):
        return False
    *lists, last = between.split(LINK)
    if lists and not kinds.LISTED.match(last):
        return False
    parted = "," in between.rstrip(", ") or ":" in between
    return len(last.split()) <= rule.reach and (bool(lists) or rule.kind in _LISTING or not parted)


def _of_others(before: str, previous: Rule) -> bool:
    """Tell whether the words speak of another work: the sentence's subject, or the link that a "which" follows."""
    if kinds.OTHERS.match(before):
        return True
    return bool(kinds.RELATIVE.search(before)) and previous.name not in kinds.SUBJECT_KEPT


def _placed(rule: Rule, between: str) -> Rule:
    """Tell a part itself from what it is taken from, where it is put, and what it is for."""
    inside = rule.kind not in ("builds-on", "compared") and kinds.INSIDE.search(between)
    if inside or kinds.PURPOSE.search(between):
        return _MENTIONS
    if rule.kind == "component" and kinds.TAKEN_FROM.search(between) and not kinds.AMOUNT.search(between):
        return _TAKEN_FROM
    return rule


def _alternatives(rules: Iterable[Rule], start: str, end: str) -> re.Pattern[str]:
    groups = "|".join(f"(?P<{_group(rule)}>{rule.words})" for rule in rules)
    return re.compile(f"{start}(?:{groups}){end}", re.IGNORECASE)


def _group(rule: Rule) -> str:
    return f"rule{_EVERY.index(rule)}"


_EVERY = (*kinds.BEFORE, *kinds.AFTER, *kinds.GROWN)
_RULES = {_group(rule): rule for rule in _EVERY}


@cache
def _before() -> re.Pattern[str]:
    return _alternatives(kinds.BEFORE, r"(?<![\w-])(?=[a-z])", r"(?![\w-])")


@cache
def _after() -> re.Pattern[str]:
    return _alternatives(kinds.AFTER, f"{_BETWEEN} ", "")


@cache
def _grown() -> re.Pattern[str]:
    return _alternatives(kinds.GROWN, "", "")
