"""A dump of ten million citations: reading it, beside the fastest CSV reader that does nothing else.

``ROWS=10000000 python -m benchmarks opencitations`` takes three minutes and 4 GB of disk (in the folder ``SPACE``, else
where temporary files go); without ROWS, a million rows are measured. The rows are made up, in the columns, lengths and
repetitions of the Index. Measured are, each in a process of its own:

- pyarrow's streaming CSV reader over all columns, which is the fastest of those that were tried, and Python's own;
- reading: rows to IRIs of works, with what is refused told;
- the whole of `kg ingest opencitations`: duplicates found, statements written and packed.
"""

import csv
import os
import shutil
import tempfile
from pathlib import Path
from random import Random

import pyarrow
from pyarrow import csv as arrow

from benchmarks.measure import Measured, measure
from ingest import snapshot
from ingest.sources.opencitations.files import files
from ingest.sources.opencitations.reader import read_ahead
from ingest.sources.opencitations.source import OpenCitationsDump

HEADER = ("oci", "citing", "cited", "creation", "timespan", "journal_sc", "author_sc")
_LINE = '"0200100000{oci}-0200100000{number:011d}","{citing}","{cited}","{date}","P{years}Y{months}M","no","no"\n'
_CITED = 4_000_000
"""How many works are cited, the first of them far more often."""
_BLOCK = 16 << 20


def run() -> None:
    """Print the figures."""
    rows = int(os.environ.get("ROWS", "1000000"))
    folder = Path(tempfile.mkdtemp(prefix="paperkin-bench-", dir=os.environ.get("SPACE")))
    try:
        path = written(folder / "dump.csv", rows)
        print(f"{rows:,} rows, {path.stat().st_size >> 20:,} MiB")
        fastest = measure("pyarrow reads the CSV, all columns", arrow_reads, path, runs=3)
        plain = measure("Python's csv reads it", python_reads, path, runs=3)
        reading = measure("we read it: works told, bad rows refused", we_read, path, runs=3)
        whole = measure("kg ingest opencitations", we_ingest, path, folder / "home", runs=3)
        for found in (fastest, plain, reading, whole):
            print(f"{found}   {_times(found, fastest)}")
    finally:
        shutil.rmtree(folder)


def _times(one: Measured, other: Measured) -> str:
    return f"{one.wall / other.wall:.1f} times"


def written(path: Path, rows: int, seed: int = 7) -> Path:
    """Write a dump; the same arguments give the same bytes."""
    chance = Random(seed)
    with path.open("w", encoding="ascii") as out:
        out.write(",".join(f'"{name}"' for name in HEADER) + "\n")
        number = 0
        while number < rows:
            count = min(rows - number, chance.randint(5, 70))
            out.writelines(_references(chance, number, count))
            number += count
    return path


def _references(chance: Random, number: int, count: int) -> list[str]:
    """Make the references of one paper, which stand together as in the Index."""
    citing = f"10.{chance.randint(1000, 1200)}/j.x{chance.randint(0, 10**7)}"
    if chance.random() < 0.1:
        citing = f"10.48550/arxiv.{chance.randint(1000, 2512)}.{chance.randint(0, 18_000):05d}"
    date = f"{chance.randint(1990, 2025)}-{chance.randint(1, 12):02d}"
    cited = [int(_CITED * chance.random() ** 2) for _ in range(count)]
    return [
        _LINE.format(oci=number + place, number=other, citing=citing, cited=_name(other), date=date,
                     years=other % 20, months=other % 11 + 1)
        for place, other in enumerate(cited)
    ]  # fmt: skip


def _name(number: int) -> str:
    ending = f"s{number:08d}({number % 90})" if number % 9 == 0 else f"ref.{number:08d}-{number % 7}"
    return f"10.{1000 + number % 200}/{ending}"


def arrow_reads(path: Path) -> None:
    text = arrow.ConvertOptions(column_types={name: pyarrow.string() for name in HEADER})
    with arrow.open_csv(path, arrow.ReadOptions(block_size=_BLOCK), convert_options=text) as batches:
        for _ in batches:
            pass


def python_reads(path: Path) -> None:
    with path.open(encoding="ascii", newline="") as file:
        for _ in csv.reader(file):
            pass


def we_read(path: Path) -> None:
    for _ in read_ahead(block for file in files([path]) for block in file.blocks()):
        pass


def we_ingest(path: Path, home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    snapshot.write(OpenCitationsDump((path,)), home)
