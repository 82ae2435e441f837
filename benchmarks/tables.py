"""Synthetic evaluation tables: tasks that hang under several parents, boards of very unequal size, untidy cells.

The shares and quantiles are those of a whole dump of 2020: 28,183 rows as nested, of which 15,518 differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Any

from benchmarks.archive import AREAS, BOARDS, DATASETS, PAPERS, RESULT_PAPERS, ROOTS, TASKS, Archive
from benchmarks.words import Prose, at_quantile, coin, skewed

Json = dict[str, Any]

_BOARD_SIZES = [(0, 1), (0.26, 1), (0.5, 2), (0.75, 5), (0.9, 13), (0.95, 23), (0.99, 43), (0.999, 150), (1, 800)]
_METRIC_COUNTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
_METRIC_ODDS = (1864, 431, 223, 108, 48, 33, 17, 7, 3, 4)
_PARENTS = (1, 2, 3, 4, 5, 6, 11, 22)
_PARENT_ODDS = (620, 255, 90, 18, 9, 8, 3, 2)
_LINKS = (0, 1, 2, 3, 4, 5, 7, 11, 41, 51)
_LINK_ODDS = (3415, 5284, 1861, 971, 434, 438, 560, 300, 226, 199)
_DEEPEST = 4
_METRICS = (
    ("Accuracy", 30, 100, 31), ("Score", 0, 5000, 20), ("F1", 20, 98, 11), ("PSNR", 20, 45, 5), ("EM", 20, 92, 5),
    ("MAP", 10, 95, 5), ("AP", 10, 70, 4), ("SSIM", 0.5, 1, 3), ("Top 1 Accuracy", 50, 91, 3), ("mIoU", 30, 88, 3),
    ("Percentage error", 30, 0.2, 3), ("Top 5 Accuracy", 70, 99.5, 3), ("AUC", 0.5, 1, 3), ("Rank-1", 30, 99, 2),
    ("FID", 60, 1.5, 2), ("BLEU score", 10, 46, 2), ("MRR", 0.1, 0.9, 2), ("MAE", 90, 0.4, 2), ("RMSE", 9, 0.1, 1),
    ("Precision", 30, 99, 2), ("Recall", 30, 99, 2), ("Hits@10", 0.2, 0.97, 1), ("Test perplexity", 120, 8, 1),
    ("ROUGE-L", 20, 48, 1), ("Bit per Character (BPC)", 2, 0.9, 1),
)  # fmt: skip
"""Name, a poor value, a good value, and how often it is met."""
_PARAMS = "Number of params"
_SHAPES = (
    ("{0:.2f}", 12000), ("{0:.1f}", 6700), ("{0:.1f}%", 2100), ("{0:.2f}%", 1000), ("{0:.0f}", 1036), (" {0:.2f}", 51),
    ("-", 50), ("{0:.2f} ", 21), ("{0:.2f} ± 0.{1}", 25), ("N/A", 33), ("{0:,.1f}", 24), ("{0:.1f}/{1}.5", 7),
    ("**{0:.1f}**", 7), ("{0:.2f} %", 4), ("--", 3), ("{0:.1f}*", 3), ("{0:.1f}%%", 3), ("\ufeff{0:.2f}", 1), ("", 2),
    ("YES", 12), ("{0:.1f} ({1}k)", 3), (">{0:.0f}", 1),
)  # fmt: skip
_SHAPE_TEXTS = [text for text, _ in _SHAPES]
_SHAPE_ODDS = list(accumulate(odds for _, odds in _SHAPES))
_VARIANTS = ("", "+", "++", "-S", "-B", "-L", " (384)", " 384", "*", " (ensemble)", "-v2", " + TTA", "_101")


@dataclass
class Tables:
    """The evaluation tables of an archive.

    Parameters
    ----------
    archive : Archive
    prose : Prose
    changed : float
        Share of the rows that a later dump changes; a fifth as many are removed, and as many added.
    """

    archive: Archive
    prose: Prose
    changed: float = 0.0
    _below: dict[int, list[int]] = field(default_factory=dict)
    """The tasks that hang under each task."""
    _boards: dict[int, dict[int, int]] = field(default_factory=dict)
    """The boards of each task, by data set."""

    def __post_init__(self) -> None:
        hung = self._hang()
        self._place(hung)

    def elements(self) -> Iterator[Json]:
        """Yield the root tasks, each with all that hangs below it."""
        return map(self._task, range(self.archive.count(ROOTS)))

    def _hang(self) -> list[int]:
        """Hang the tasks that are no roots under earlier ones; give how often each task is met."""
        archive, chance = self.archive, self.archive.chance("hierarchy")
        roots, tasks = archive.count(ROOTS), archive.count(TASKS)
        depth, met = [0] * tasks, [1] * tasks
        for task in range(roots, tasks):
            wanted = chance.choices(_PARENTS, _PARENT_ODDS)[0]
            among = {self._parent(chance, roots, task, depth) for _ in range(wanted)}
            depth[task] = 1 + max(depth[parent] for parent in among)
            met[task] = sum(met[parent] for parent in among)
            for parent in sorted(among):
                self._below.setdefault(parent, []).append(task)
        return met

    def _parent(self, chance: Random, roots: int, task: int, depth: list[int]) -> int:
        """Pick a root, or at times an earlier task that is not too deep."""
        other = chance.randrange(roots, task) if task > roots and chance.random() < 0.22 else 0
        return other if other and depth[other] < _DEEPEST else skewed(chance, roots)

    def _place(self, met: list[int]) -> None:
        """Give each board a task and a data set; tasks that are met often have more boards."""
        archive, chance = self.archive, self.archive.chance("boards")
        odds = [chance.random() ** 6 * min(times, 9) ** 0.4 for times in met]
        tasks = chance.choices(range(len(met)), odds, k=archive.count(BOARDS))
        for board, task in enumerate(tasks):
            own = self._boards.setdefault(task, {})
            dataset = skewed(chance, 3 * archive.count(DATASETS), 1.6)
            while dataset in own:
                dataset += 1
            own[dataset] = board

    @cached_property
    def _sizes(self) -> list[int]:
        """The rows of each board."""
        boards = self.archive.count(BOARDS)
        sizes = [at_quantile(_BOARD_SIZES, (board + 0.5) / boards) for board in range(boards)]
        self.archive.chance("sizes").shuffle(sizes)
        return sizes

    def _task(self, number: int) -> Json:
        chance = self.archive.chance("about task", number)
        return {
            "task": self.archive.task(number),
            "description": self.prose.text(chance, 1, 5) if chance.random() < 0.46 else "",
            "categories": chance.sample(AREAS, chance.choices((0, 1, 2), (48, 49, 3))[0]),
            "datasets": [self._board(*found) for found in sorted(self._boards.get(number, {}).items())],
            "subtasks": [self._task(below) for below in self._below.get(number, [])],
            "synonyms": [], "source_link": None,
        }  # fmt: skip

    def _board(self, dataset: int, board: int) -> Json:
        rows = Board(self.archive, board, self._sizes[board])
        return {
            "dataset": self.archive.dataset(dataset), "description": "", "subdatasets": [],
            "dataset_links": [], "dataset_citations": [],
            "sota": {"metrics": [name for name, _, _ in rows.metrics], "rows": list(rows.later(self.changed))},
        }  # fmt: skip


class Board:
    """The rows of one board, the same whenever they are asked for.

    Parameters
    ----------
    archive : Archive
    number : int
        Of the board.
    size : int
        Rows before any change.
    """

    def __init__(self, archive: Archive, number: int, size: int) -> None:
        self._archive, self._number, self._size = archive, number, size
        self._chance = archive.chance("board", number)
        self.metrics = self._choose()

    def later(self, changed: float) -> Iterator[Json]:
        """Yield the rows as a later dump has them."""
        chance = self._archive.chance("later", self._number)
        for row in self._rows():
            fate = chance.random() / changed if changed else 9
            if fate < 1:
                yield self._altered(row, chance)
            elif fate >= 1.2:
                yield row
            if 1.2 <= fate < 1.4:
                yield row | {"model_name": f"{coin(chance.randrange(10**6))} (new)"}

    def _altered(self, row: Json, chance: Random) -> Json:
        """Change the date, or the first value: three decimals are met nowhere else."""
        if row["paper_date"] and chance.random() < 0.2:
            return row | {"paper_date": f"{row['paper_date'][:8]}{int(row['paper_date'][8:]) % 28 + 1:02d}"}
        name = next(iter(row["metrics"]), self.metrics[0][0])
        return row | {"metrics": row["metrics"] | {name: f"{chance.randrange(10, 99)}.{chance.randrange(100, 999)}"}}

    def _choose(self) -> list[tuple[str, float, float]]:
        """Choose the metrics: well-known ones; on some boards by parts of the data, or one of their own."""
        chance = self._chance
        count = chance.choices(_METRIC_COUNTS, _METRIC_ODDS)[0]
        known = chance.choices(_METRICS, [odds for *_, odds in _METRICS], k=count)
        chosen = {name: (float(poor), float(good)) for name, poor, good, _ in known}
        odd = chance.random()
        if odd < 0.2:
            chosen = {f"{name} ({coin(skewed(chance, 900))})": ends for name, ends in chosen.items()}
        elif odd < 0.26:
            chosen = {coin(skewed(chance, 900)).upper(): (0.0, 1.0)} | chosen
        elif odd < 0.29:
            chosen |= {"Top 1 Accuracy": (50.0, 91.0), "Top-1 Accuracy": (50.0, 91.0)}
        return [(name, *ends) for name, ends in chosen.items()]

    def _rows(self) -> Iterator[Json]:
        chance, left = self._chance, self._size
        counted = chance.random() < 0.05
        while left > 0:
            several = min(left, chance.choices((1, 2, 3, 5, 9), (70, 16, 7, 5, 2))[0])
            yield from self._of_paper(several, counted)
            left -= several

    def _of_paper(self, rows: int, counted: bool) -> Iterator[Json]:
        """Yield the rows of one paper: variants of one model, better year by year."""
        chance, papers = self._chance, self._archive.count(PAPERS)
        some = min(papers, self._archive.count(RESULT_PAPERS))
        number = papers - 1 - skewed(chance, some, 4 if chance.random() < 0.08 else 1.25) * papers // some
        about = _of_nobody() if chance.random() < 0.04 else self._about(number)
        better = 0.3 + 0.02 * max(0, int((about["paper_date"] or "2015")[:4]) - 2005) + chance.gauss(0, 0.06)
        careless = chance.random() < 0.02
        for variant in chance.choices(_VARIANTS[:2], k=rows) if careless else chance.sample(_VARIANTS, rows):
            yield {
                "model_name": self._name(number, variant), **about, "metrics": self._cells(better, counted),
                "model_links": [], "uses_additional_data": chance.random() < 0.1,
            }  # fmt: skip
            better += 0 if careless and chance.random() < 0.5 else chance.gauss(0.01, 0.02)

    def _about(self, number: int) -> Json:
        paper, chance = self._archive.paper(number), self._archive.chance("code", number)
        names = [
            f"{coin(chance.randrange(80_000))}/{coin(number)}" for _ in range(chance.choices(_LINKS, _LINK_ODDS)[0])
        ]
        newer = paper.arxiv and self._chance.random() < 0.002
        return {
            "paper_title": paper.title, "paper_date": paper.date,
            "paper_url": f"https://arxiv.org/abs/{paper.arxiv}v10" if newer else paper.address,
            "code_links": [{"title": name, "url": f"https://github.com/{name}"} for name in names],
        }  # fmt: skip

    def _name(self, number: int, variant: str) -> str:
        odd = self._chance.random()
        name = f"{coin(number).capitalize()}{variant}"
        return "" if odd < 0.0008 else f"{name} " if odd < 0.0043 else name

    def _cells(self, better: float, counted: bool) -> dict[str, str]:
        chance = self._chance
        if chance.random() < 0.0001:
            return {}
        kept = [self.metrics[0], *(metric for metric in self.metrics[1:] if chance.random() < 0.85)]
        cells = {name: self._cell(poor + (good - poor) * min(better, 0.999)) for name, poor, good in kept}
        if counted:
            cells[_PARAMS] = chance.choice(("{}M", "{}.3m", "{}00k", "{}.8B", "{}")).format(chance.randrange(1, 900))
        return cells

    def _cell(self, value: float) -> str:
        """Write a value as people do; one in two thousand has its point in the wrong place."""
        shape = self._chance.choices(_SHAPE_TEXTS, cum_weights=_SHAPE_ODDS)[0]
        slip = 100 if self._chance.random() < 0.0005 else 1
        return shape.format(value * slip, self._chance.randrange(10, 99))


def _of_nobody() -> Json:
    return {"paper_title": "", "paper_date": None, "paper_url": "", "code_links": []}
