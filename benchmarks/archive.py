"""What the synthetic dumps speak of: papers, tasks, data sets and methods, each made from its number alone.

Because a thing is a function of the seed and its number, every dump can name it and none is held in memory.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from random import Random

from benchmarks.words import coin, slug

PAPERS, LINKS, METHODS, DATASETS, BOARDS, ROOTS, TASKS = 576_000, 300_000, 8_700, 15_000, 13_690, 4_300, 7_765
"""Counts of the archive of July 2025; the last three are five times those of a dump of 2020."""
RESULT_PAPERS = 22_000
"""Papers that may have results; some 19,500 of them have."""
SITE = "https://paperswithcode.com"
AREAS = (
    "Computer Vision", "Natural Language Processing", "General", "Graphs", "Reinforcement Learning", "Sequential",
    "Audio",
)  # fmt: skip

_FIRST_YEAR, _LAST_MONTH = 1995, 30 * 12 + 7
_KINDS = (
    "Neural", "Deep", "Sparse", "Robust", "Efficient", "Bayesian", "Adaptive", "Contrastive", "Hierarchical",
    "Multimodal", "Causal",
)  # fmt: skip
_NOUNS = (
    "Networks", "Transformers", "Attention", "Representations", "Embeddings", "Kernels", "Ensembles", "Inference",
    "Optimization", "Pretraining", "Distillation", "Retrieval", "Priors", "Policies", "Graphs",
)  # fmt: skip
_PURPOSES = (
    "Classification", "Detection", "Segmentation", "Translation", "Parsing", "Tracking", "Generation", "Forecasting",
    "Ranking",
)  # fmt: skip
_WAYS = (
    "{coin}: {kind} {noun} for {rare} {purpose}", "{kind} {noun} with {coin} for {purpose}",
    "Towards {kind} {purpose} of {coin} by {noun}", "{coin} and {rare}: On {kind} {noun}",
    "Learning {kind} {noun} from {coin} $k$-{rare} Data", "{rare}-free {coin}: {purpose} without {noun}?",
)  # fmt: skip
_PLACES = (
    ("http://openaccess.thecvf.com/content/{name}.html", 40), ("https://www.aclweb.org/anthology/{name}/", 28),
    ("https://doi.org/10.1109/{name}", 16), ("https://openreview.net/forum?id={name}", 9),
    ("http://papers.nips.cc/paper/{name}.pdf", 7), ("https://ieeexplore.ieee.org/document/{name}", 5),
    ("https://www.example.org/~{name}/paper (final).pdf", 2),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What several dumps say of one paper; `arxiv` has no version, `address` has the one that is listed."""

    slug: str
    title: str
    date: str
    arxiv: str | None
    address: str

    @property
    def page(self) -> str:
        return f"{SITE}/paper/{self.slug}"


@dataclass(frozen=True)
class Archive:
    """The things of an archive.

    Parameters
    ----------
    seed : int
        The same seed and scale give the same things.
    scale : float
        1 is the size of the archive of July 2025.
    """

    seed: int
    scale: float

    def count(self, whole: int) -> int:
        """Give the number that stands for `whole` at this scale, at least 1."""
        return max(1, round(whole * self.scale))

    def chance(self, what: str, number: int = 0) -> Random:
        """Give the random numbers that decide on one thing, the same whenever they are asked for."""
        return Random(f"{self.seed} {what} {number}")

    def paper(self, number: int) -> PaperFacts:
        """Tell a paper's identity; papers are numbered by their month, from 0."""
        chance = self.chance("paper", number)
        month = bisect_right(self._months, number) - 1
        year = _FIRST_YEAR + month // 12
        date = f"{year}-{month % 12 + 1:02d}-{chance.randint(1, 28):02d}"
        named = number - 1 if number % 500 == 499 else number
        title = _title(self.chance("title", named), named)
        name = slug(title, 6)
        arxiv = _arxiv(date, number - self._months[month]) if chance.random() < 0.86 else None
        address = _on_arxiv(chance, arxiv) if arxiv else _elsewhere(chance, number)
        return PaperFacts(name if named == number else f"{name}-1", title, date, arxiv, address)

    def task(self, number: int) -> str:
        """Name a task."""
        chance = self.chance("task", number)
        words = [coin(number * 7).capitalize(), *([chance.choice(_KINDS)] if chance.random() < 0.4 else [])]
        return " ".join([*words, chance.choice(_PURPOSES)]) + (" (few-shot)" if chance.random() < 0.04 else "")

    def dataset(self, number: int) -> str:
        """Name a data set."""
        name = coin(number * 11 + 5)
        ways = name.capitalize, name.upper, lambda: f"{name}-{number % 90 + 10}K", lambda: f"{name}, {number} Labels"
        return ways[self.chance("dataset", number).choice((0, 0, 0, 1, 1, 2, 3))]()

    def method(self, number: int) -> str:
        """Name a method."""
        name = coin(number * 13 + 3).capitalize()
        return f"{name} {_NOUNS[number % len(_NOUNS)]}" if number % 3 else f"{name}Net"

    @cached_property
    def _months(self) -> list[int]:
        """The number of the first paper of each month: a third more every year, until 2020."""
        years = [_FIRST_YEAR + month // 12 for month in range(_LAST_MONTH)]
        totals = list(accumulate(1.33 ** min(0, year - 2020) for year in years))
        papers = self.count(PAPERS)
        return [0, *(int(papers * total / totals[-1]) for total in totals[:-1])]


def _title(chance: Random, number: int) -> str:
    word = coin(number)
    return chance.choice(_WAYS).format(
        coin=word.upper() if chance.random() < 0.2 else word.capitalize(), rare=coin(chance.randrange(90_000)),
        kind=chance.choice(_KINDS), noun=chance.choice(_NOUNS), purpose=chance.choice(_PURPOSES),
    )  # fmt: skip


def _arxiv(date: str, place: int) -> str:
    """Number the paper within its month, in the form that arXiv used then."""
    month = f"{date[2:4]}{date[5:7]}"
    if date < "2007-04":
        return f"cs/{month}{place + 1:03d}"
    return f"{month}.{place + 1:04d}" if date < "2015" else f"{month}.{place + 1:05d}"


def _on_arxiv(chance: Random, arxiv: str) -> str:
    scheme = "http" if chance.random() < 0.55 else "https"
    version = "" if chance.random() < 0.02 else f"v{min(9, int(1 + chance.expovariate(0.9)))}"
    return f"{scheme}://arxiv.org/abs/{arxiv}{version}"


def _elsewhere(chance: Random, number: int) -> str:
    places, odds = zip(*_PLACES, strict=True)
    return str(chance.choices(places, odds)[0]).format(name=coin(number * 5))
