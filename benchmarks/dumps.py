"""Synthetic dumps of Papers with Code, at the size and with the skews of the archive of July 2025.

``python -m benchmarks.dumps OUT --scale 1.0 --seed 7`` writes five dumps; ``--changed 0.01`` writes them as they
might be some months later: one in a hundred rows of the evaluation tables differs, others went or came. The same
arguments give the same bytes.
"""

import argparse
import gzip
import io
import json
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.archive import AREAS, DATASETS, LINKS, METHODS, PAPERS, SITE, TASKS, Archive
from benchmarks.tables import Tables
from benchmarks.words import PEOPLE, Prose, at_quantile, coin, person, skewed, slug

Json = dict[str, Any]

_AUTHORS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 14, 40)
_AUTHOR_ODDS = (8, 15, 20, 18, 13, 9, 6, 4, 5, 2, 0.1)
_FEW = (0, 1, 2, 3, 4, 6, 8)
_TASK_ODDS = (22, 25, 20, 14, 10, 7, 2)
_METHOD_ODDS = (58, 12, 9, 7, 6, 5, 3)
_FRAMEWORKS = ("none", "pytorch", "tf", "jax", "mxnet", "paddle", "caffe2", "mindspore", "torch", "chainer")
_FRAMEWORK_ODDS = (36, 46, 13, 2, 0.6, 0.5, 0.4, 0.4, 0.3, 0.2)
_VENUES = ("NeurIPS", "ICML", "ICLR", "CVPR", "ACL", "EMNLP", "ICCV", "AAAI", "LREC", "IJCNLP")
_USED = [(0, 20_000), (0.01, 3_700), (0.1, 98), (0.25, 15), (0.5, 3), (0.75, 1), (1, 1)]
"""How many papers use a method, by its rank."""
_MODALITIES = ("Images", "Texts", "Videos", "Audio", "Graphs", "Tabular", "3D", "Time series", "Point cloud")
_LANGUAGES = ("English", "Chinese", "German", "French", "Arabic", "Hindi", "Swahili")
_LICENCES = ("", "CC BY 4.0", "MIT", "Custom (research-only)", "Private (not publicly available)", None)
_PHRASES = (
    "**{me}** is a type of {a} that uses {b}.", "It is based on {a}, with {b} in place of {c}.",
    "**{me}** extends {a} with {b} and {c}.", "Unlike {a}, it does not use {b}.", "It is used in {a}.",
    "The architecture consists of {a} followed by {b}.", "**{me}** builds on {a} and replaces {b} with {c}.",
)  # fmt: skip
_FORMULA = "\r\n\r\n$$ y = \\sigma\\left(W x + b\\right) $$\r\n\r\n"


class Dumps:
    """The five dumps of an archive, element by element.

    Parameters
    ----------
    archive : Archive
    changed : float
        As for `benchmarks.tables.Tables`.
    """

    def __init__(self, archive: Archive, changed: float = 0.0) -> None:
        self._archive, self._changed = archive, changed
        self._prose = Prose(archive.seed)

    def all(self) -> dict[str, Callable[[], Iterator[Json]]]:
        """Give the elements of each dump, by its name."""
        return {
            "papers-with-abstracts": self._papers,
            "links-between-papers-and-code": lambda: map(self._link, range(self._archive.count(LINKS))),
            "methods": lambda: map(self._method, range(self._archive.count(METHODS))),
            "datasets": lambda: map(self._dataset, range(self._archive.count(DATASETS))),
            "evaluation-tables": lambda: Tables(self._archive, self._prose, self._changed).elements(),
        }

    def _papers(self) -> Iterator[Json]:
        """Yield the papers, not in the order of their dates."""
        count = self._archive.count(PAPERS)
        step = next(step for step in range(int(count * 0.618) + 1, 2 * count + 2) if _coprime(step, count))
        return (self._paper(place * step % count) for place in range(count))

    def _paper(self, number: int) -> Json:
        archive, paper, chance = self._archive, self._archive.paper(number), self._archive.chance("abstract", number)
        venue = f"{chance.choice(_VENUES)} {paper.date[:4]} {int(paper.date[5:7])}" if chance.random() < 0.24 else None
        page = f"https://proceedings.example.org/{paper.slug}" if venue and chance.random() < 0.7 else None
        methods = {skewed(chance, archive.count(METHODS), 3) for _ in range(chance.choices(_FEW, _METHOD_ODDS)[0])}
        return {
            "paper_url": paper.page, "arxiv_id": paper.arxiv, "nips_id": None, "openreview_id": None,
            "title": paper.title, "abstract": self._prose.text(chance, 6, 13), "short_abstract": None,
            "url_abs": paper.address, "url_pdf": paper.address.replace("/abs/", "/pdf/") + ".pdf",
            "proceeding": venue, "authors": self._authors(chance), "tasks": self._tasks(chance, _TASK_ODDS),
            "date": paper.date, "conference_url_abs": page, "conference_url_pdf": f"{page}.pdf" if page else None,
            "conference": f"{paper.slug}-1" if venue else None, "reproduces_paper": None,
            "methods": [self._used[method] for method in sorted(methods)],
        }  # fmt: skip

    def _authors(self, chance: Random) -> list[str]:
        count = chance.choices(_AUTHORS, _AUTHOR_ODDS)[0]
        return list(dict.fromkeys(person(skewed(chance, PEOPLE)) for _ in range(count)))

    def _tasks(self, chance: Random, odds: tuple[float, ...]) -> list[str]:
        count, tasks = chance.choices(_FEW, odds)[0], self._archive.count(TASKS)
        return list(dict.fromkeys(self._archive.task(skewed(chance, tasks, 2.5)) for _ in range(count)))

    @cached_property
    def _used(self) -> list[Json]:
        """The methods as papers name them, made once: a paper has up to eight."""
        methods = (self._method(number) for number in range(self._archive.count(METHODS)))
        same = ("name", "full_name", "description", "introduced_year", "source_url", "source_title", "code_snippet_url")
        return [{key: method[key] for key in same} | {"main_collection": _main(method)} for method in methods]

    def _link(self, number: int) -> Json:
        archive, chance = self._archive, self._archive.chance("link", number)
        papers = archive.count(PAPERS)
        paper = archive.paper(papers - 1 - skewed(chance, papers, 1.5))
        owner, name = coin(skewed(chance, 90_000, 1.3)), paper.slug.split("-")[0] if chance.random() < 0.8 else "code"
        return {
            "paper_url": paper.page, "paper_title": paper.title, "paper_arxiv_id": paper.arxiv,
            "paper_url_abs": paper.address, "paper_url_pdf": paper.address.replace("/abs/", "/pdf/") + ".pdf",
            "repo_url": f"https://github.com/{owner}/{name}", "is_official": chance.random() < 0.36,
            "mentioned_in_paper": chance.random() < 0.3, "mentioned_in_github": chance.random() < 0.5,
            "framework": chance.choices(_FRAMEWORKS, _FRAMEWORK_ODDS)[0],
        }  # fmt: skip

    def _method(self, number: int) -> Json:
        archive, chance = self._archive, self._archive.chance("method", number)
        papers, methods = archive.count(PAPERS), archive.count(METHODS)
        paper = archive.paper(papers - 1 - skewed(chance, papers, 1.5)) if chance.random() < 0.91 else None
        name, groups = archive.method(number), chance.choices((0, 1, 2, 3, 4), (1, 158, 33, 6, 2))[0]
        return {
            "url": f"{SITE}/method/{slug(name)}", "name": name,
            "full_name": name if chance.random() < 0.7 else f"{name} with {coin(number)}",
            "description": self._description(number, name, chance) if chance.random() < 0.93 else "",
            "paper": {"title": paper.title, "url": paper.page} if paper else None,
            "introduced_year": 2000 if chance.random() < 0.97 else int(paper.date[:4]) if paper else 1998,
            "source_url": paper.address if paper else None, "source_title": paper.title if paper else None,
            "code_snippet_url": f"https://github.com/{coin(number)}/x.py#L7" if chance.random() < 0.32 else None,
            "num_papers": at_quantile(_USED, number / methods),
            "collections": [_collection(skewed(chance, archive.count(350))) for _ in range(groups)],
        }  # fmt: skip

    def _description(self, number: int, name: str, chance: Random) -> str:
        """Describe a method in markdown with links to others, mostly to those that many papers use."""
        parts = [self._prose.text(chance, 1, 3)]
        for phrase in chance.sample(_PHRASES, chance.choices((0, 1, 2, 4), (50, 32, 14, 4))[0]):
            others = [self._archive.method(skewed(chance, self._archive.count(METHODS), 2)) for _ in range(3)]
            links = [f"[{other}]({SITE}/method/{slug(other)})" for other in others]
            parts.append(phrase.format(me=name, **dict(zip("abc", links, strict=True))))
        if number % 400 == 9:
            parts.append(f"See also [Gone]({SITE}/method/gone-{coin(number)}).")
        return (_FORMULA if chance.random() < 0.43 else " ").join(parts)

    def _dataset(self, number: int) -> Json:
        archive, chance = self._archive, self._archive.chance("about dataset", number)
        papers, name = archive.count(PAPERS), archive.dataset(number)
        paper = archive.paper(papers - 1 - skewed(chance, papers, 1.5)) if chance.random() < 0.8 else None
        about = {"title": paper.title, "url": paper.page} if paper else None
        text, licence = self._prose.text(chance, 1, 7), chance.choices(_LICENCES, (40, 14, 10, 6, 1, 29))[0]
        return {
            "url": f"{SITE}/dataset/{slug(name)}", "name": name,
            "full_name": name if chance.random() < 0.6 else f"{name} {coin(number)}", "homepage": "",
            "description": text, "short_description": text[:200], "parent_dataset": None, "image": None,
            "audio": None, "thumbnail": None, "default_image": None, "verified_image": None,
            "default_youtube_link": None, "paper": about, "mention_count": 0,
            "introduced_date": paper.date if paper else None, "license_name": licence, "license_url": None,
            "verified_name": name, "verified_paper": about, "warning": None,
            "modalities": chance.sample(_MODALITIES, chance.choices((0, 1, 2), (15, 65, 20))[0]),
            "tasks": [{"task": task, "url": f"{SITE}/task/{slug(task)}"} for task in self._tasks(chance, _TASK_ODDS)],
            "languages": chance.sample(_LANGUAGES, chance.choices((0, 1, 3), (70, 25, 5))[0]),
            "variants": [name, *(f"{name} {part}" for part in ("test", "val") if chance.random() < 0.2)],
            "num_papers": at_quantile(_USED, number / archive.count(DATASETS)), "data_loaders": [],
        }  # fmt: skip


def write(folder: Path, archive: Archive, changed: float = 0.0) -> list[Path]:
    """Write the five dumps, gzip-compressed; each takes its place when it is whole.

    Parameters
    ----------
    folder : Path
        Made if absent.
    archive : Archive
    changed : float
        Share of the evaluation rows that differ from those of the same archive without this.

    Returns
    -------
    list of Path
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / f"{name}.json.gz", found()) for name, found in Dumps(archive, changed).all().items()]


def _write(path: Path, elements: Iterator[Json]) -> Path:
    partial = path.with_name(path.name + ".partial")
    with (
        partial.open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=1, fileobj=raw, mtime=0) as packed,
        io.BufferedWriter(packed, 1 << 20) as out,
    ):
        out.write(b"[")
        for place, element in enumerate(elements):
            out.write((",\n" if place else "\n").encode() + json.dumps(element).encode())
        out.write(b"\n]\n")
    return partial.replace(path)


def _coprime(one: int, other: int) -> bool:
    while other:
        one, other = other, one % other
    return one == 1


def _collection(number: int) -> Json:
    area = AREAS[number % len(AREAS)]
    return {"collection": f"{coin(number)} Blocks", "area_id": area.lower().replace(" ", "-"), "area": area}


def _main(method: Json) -> Json | None:
    if not method["collections"]:
        return None
    group = method["collections"][0]
    text = f"**{group['collection']}** are blocks of {group['area']}.\r\n\r\n"
    return {"name": group["collection"], "description": text, "parent": None, "area": group["area"]}


def main(arguments: list[str] | None = None) -> None:
    """Write the dumps that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dumps", description=__doc__)
    parser.add_argument("out", type=Path, help="the folder to write to")
    parser.add_argument("--scale", type=_positive, default=1.0, help="1 is the size of the archive of July 2025")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--changed", type=_share, default=0.0, help="share of the evaluation rows that differ")
    asked = parser.parse_args(arguments)
    for path in write(asked.out, Archive(asked.seed, asked.scale), asked.changed):
        print(path)


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value <= 10:
        raise argparse.ArgumentTypeError("a scale lies above 0, up to 10")
    return value


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 0.5:
        raise argparse.ArgumentTypeError("a share of changed rows lies between 0 and 0.5")
    return value


if __name__ == "__main__":
    main()
