"""The arXiv metadata snapshot in bulk: reading it as records, beside readers of JSON that do nothing else.

``python -m benchmarks arxiv`` writes ``LINES`` (200,000) lines whose fields have the sizes of the real ones: 1.5 kB a
line, four authors at the median and now and then hundreds, an abstract of a thousand characters. Each reader runs in a
process of its own.
"""

import json
import math
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from benchmarks.measure import measure
from benchmarks.words import coin
from ingest import snapshot
from ingest.sources.arxiv.bulk import ArxivBulk

CATEGORIES = ("cs.CV", "cs.LG", "cs.CL", "hep-ph", "astro-ph.GA", "math.CO", "quant-ph", "cond-mat.mes-hall", "stat.ML")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def run() -> None:
    """Print the figures."""
    lines = int(os.environ.get("LINES", "200000"))
    home = Path(tempfile.mkdtemp(prefix="paperkin-bench-", dir=os.environ.get("SPACE")))
    try:
        path = home / "arxiv-metadata.json"
        write(path, lines)
        print(f"{lines:,} lines, {path.stat().st_size / 1e6:,.0f} MB")
        found = [measure(name, reader, str(path)) for name, reader in _readers().items()]
        ours = measure("ours: records of papers", read, str(path))
        for measured in (*found, ours):
            print(" ", measured, f"{lines / measured.wall:,.0f} lines/s")
        for one in found:
            cpu, wall = ours.cpu / one.cpu, ours.wall / one.wall
            print(f"  ours takes {cpu:.2f} times the CPU of {one.name} ({wall:.2f} times by the clock)")
        print(" ", measure("the whole snapshot, mapped and packed", ingest, str(path), str(home), runs=1))
    finally:
        shutil.rmtree(home)


def _readers() -> dict[str, Callable[[str], None]]:
    found = {"json.loads, each line": plain, "msgspec, each line": fast}
    # The project does not need orjson; where somebody has it, it is the one to beat.
    return found | ({"orjson, each line": faster} if find_spec("orjson") else {})


def plain(path: str) -> None:
    _each(path, json.loads)


def fast(path: str) -> None:
    _each(path, msgspec.json.Decoder().decode)


def faster(path: str) -> None:
    import orjson

    _each(path, orjson.loads)


def _each(path: str, decode: Callable[[bytes], Any]) -> None:
    with Path(path).open("rb") as file:
        for line in file:
            decode(line)


def read(path: str) -> None:
    for _ in ArxivBulk(Path(path)).records():
        pass


def ingest(path: str, home: str) -> None:
    snapshot.write(ArxivBulk(Path(path)), Path(home))


# Lines like the real ones


def write(path: Path, lines: int) -> None:
    """Write so many lines; the same ones each time."""
    chance = Random(7)
    vocabulary = [coin(number) for number in range(5000)]
    with path.open("w", encoding="utf-8") as out:
        for number in range(lines):
            out.write(json.dumps(entry(number, chance, vocabulary), separators=(",", ":")) + "\n")


def entry(number: int, chance: Random, vocabulary: list[str]) -> dict[str, Any]:
    """Give a line's object."""
    authors = list(_authors(chance, vocabulary))
    month = number // 10_000
    versions = [_date(chance, month + later * 2) for later in range(1 + min(int(chance.expovariate(1.4)), 9))]
    return {
        "id": f"{7 + month // 12:02}{1 + month % 12:02}.{number % 10_000:04}",
        "submitter": " ".join(reversed(authors[0][:2])),
        "authors": ", ".join(f"{fore} {family}" for family, fore, _ in authors),
        "title": _wrapped(chance, vocabulary, 75),
        "comments": _wrapped(chance, vocabulary, 40) if chance.random() < 0.8 else None,
        "journal-ref": f"J. {_wrapped(chance, vocabulary, 20)} {number % 99} (2008)" if chance.random() < 0.4 else None,
        "doi": f"10.1103/PhysRevD.{number % 99}.{number:06}" if chance.random() < 0.5 else None,
        "report-no": None,
        "categories": " ".join(chance.sample(CATEGORIES, 1 + int(chance.random() * 2))),
        "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/" if chance.random() < 0.7 else None,
        "abstract": f"  {_wrapped(chance, vocabulary, 960)}\n",
        "versions": [{"version": f"v{place}", "created": date} for place, date in enumerate(versions, 1)],
        "update_date": "2008-11-26",
        "authors_parsed": authors,
    }


def _authors(chance: Random, vocabulary: list[str]) -> Iterator[list[str]]:
    count = min(1 + int(math.exp(chance.gauss(1.1, 0.8))), 800)
    for _ in range(count):
        yield [
            chance.choice(vocabulary).title(),
            f"{chance.choice(vocabulary).title()} {chance.choice('ABCDEFG')}.",
            "",
        ]


def _date(chance: Random, month: int) -> str:
    """Give a date in a month, counted from January 2007; a paper is submitted in the month of its identifier."""
    day, hour = chance.randint(1, 28), chance.randint(0, 23)
    return f"Mon, {day} {MONTHS[month % 12]} {2007 + month // 12} {hour:02}:18:42 GMT"


def _wrapped(chance: Random, vocabulary: list[str], characters: int) -> str:
    """Give words on lines of some 80 characters, as arXiv wraps them; a rare one in LaTeX."""
    words, size, line = [], 0, 0
    wanted = characters * chance.uniform(0.4, 1.6)
    while size < wanted:
        word = chance.choice(vocabulary) if chance.random() > 0.01 else "$\\alpha_{k}$"
        line += len(word) + 1
        if line > 78:
            words.append("\n")
            line = 0
        words.append(word)
        size += len(word) + 1
    return " ".join(words).replace(" \n ", "\n")
