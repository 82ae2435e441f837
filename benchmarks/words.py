"""A made-up language: words by syllables, sentences, names of people, and the skews of real archives."""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from random import Random

_ONSETS = (
    "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "br", "dr", "fl", "gr",
    "kl", "pr", "sh", "st", "th", "tr",
)  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "io", "ou")
_SYLLABLES = [onset + vowel for onset in _ONSETS for vowel in _VOWELS]
_ACCENTS = ("é", "ü", "ö", "ç", "ł", "ñ", "č", "ø")
_GLUE = (
    "the", "of", "and", "a", "in", "to", "we", "for", "is", "that", "with", "on", "this", "are", "by", "as", "our",
    "from", "which", "an", "be", "it", "can", "has", "based", "using", "these", "model", "data", "method", "results",
    "learning", "show", "propose", "approach", "between", "such", "while", "not", "both", "new", "existing",
    "training", "network",
)  # fmt: skip
_WORDS = re.compile(r"[^\W_]+")
_FIRST, _LAST = 900, 800
_SIGNS = (
    "$\\mathcal{O}(n \\log n)$", "$\\ell_2$-norm", "$x_{t+1} = f(x_t; \\theta)$", "naïve", "≈ 3×", "α-divergence",
    "\\emph{a priori}", "85.3\\%", "(e.g., 10–20 dB)", "Erdős–Rényi", '"zero-shot"', "https://github.com/",
)  # fmt: skip


def coin(number: int) -> str:
    """Make a word out of a number; different numbers give different words.

    Examples
    --------
    >>> coin(0), coin(1), coin(700_000)
    ('babea', 'bebea', 'griocici')
    """
    digits, rest = [], number + len(_SYLLABLES) * 6
    while rest:
        rest, digit = divmod(rest, len(_SYLLABLES))
        digits.append(_SYLLABLES[digit])
    return "".join(digits)


def person(number: int) -> str:
    """Name the author of that number: some 700,000 differ, every ninth with an initial, every seventh accented.

    Examples
    --------
    >>> person(3), person(9)
    ('Heabea Babea', 'Zabea J. Babea')
    """
    first, last = number % _FIRST, number // _FIRST % _LAST
    given, family = coin(first * 17).capitalize(), coin(last * 29).capitalize()
    if number % 7 == 1:
        family += _ACCENTS[number % len(_ACCENTS)]
    return f"{given} {chr(65 + number % 26)}. {family}" if number % 9 == 0 else f"{given} {family}"


def slug(text: str, words: int = 12) -> str:
    """Give the words of a text as they stand in an address.

    Examples
    --------
    >>> slug("Towards a $k$-NN: On Data", 4)
    'towards-a-k-nn'
    """
    return "-".join(_WORDS.findall(text.lower())[:words])


PEOPLE = _FIRST * _LAST


def skewed(chance: Random, count: int, power: float = 2.0) -> int:
    """Draw a number below `count`, small ones far more often than large ones."""
    return int(count * chance.random() ** power)


def at_quantile(points: Sequence[tuple[float, float]], share: float) -> int:
    """Read a distribution that is known by some quantiles; between them it is a straight line of logarithms.

    Parameters
    ----------
    points : sequence of (float, float)
        Share of all, ascending from 0 to 1, and the value there, at least 1.
    share : float
        In [0, 1).

    Examples
    --------
    >>> at_quantile([(0, 1), (0.5, 1), (1, 100)], 0.75)
    10
    """
    place = bisect_right(points, share, key=lambda point: point[0])
    (left, low), (right, high) = points[place - 1], points[place]
    return round(low * math.exp(math.log(high / low) * (share - left) / (right - left)))


class Prose:
    """A pool of sentences, from which texts are put together.

    Parameters
    ----------
    seed : int
    sentences : int
        How many different ones there are.
    """

    def __init__(self, seed: int, sentences: int = 30_000) -> None:
        chance = Random(seed)
        rare = [coin(number) for number in range(12_000)]
        words = [*_GLUE, *rare]
        odds = [6 / (rank + 2) for rank in range(len(_GLUE))] + [10 / (rank + 20) for rank in range(len(rare))]
        totals = list(accumulate(odds))
        self._pool = [_sentence(chance, words, totals) for _ in range(sentences)]

    def text(self, chance: Random, least: int, most: int) -> str:
        """Give from `least` to `most` sentences of about 110 characters; two in five texts have broken lines."""
        chosen = chance.choices(self._pool, k=chance.randint(least, most))
        return ("\n" if chance.random() < 0.4 else " ").join(chosen)


def _sentence(chance: Random, words: Sequence[str], totals: Sequence[float]) -> str:
    chosen = chance.choices(words, cum_weights=totals, k=chance.randint(10, 32))
    if chance.random() < 0.15:
        chosen[chance.randrange(len(chosen))] = chance.choice(_SIGNS)
    if chance.random() < 0.3:
        chosen[len(chosen) // 2] += ","
    chosen[0] = chosen[0][0].upper() + chosen[0][1:]
    return " ".join(chosen) + "."
