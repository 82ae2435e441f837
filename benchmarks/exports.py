"""Every export of a graph with a million citations of 72,000 papers: seconds, and memory at the peak.

``CITATIONS=1000000 PAPERS=72000 python -m benchmarks exports`` makes a workspace of made-up papers and citations (in
the folder ``SPACE``, else where temporary files go; ``HOME_KEPT`` names one to keep and use again), and writes each
format once in a process of its own. Views: citations; of RDF also everything.
"""

import os
import shutil
import tempfile
from pathlib import Path
from random import Random

from benchmarks import arxiv
from benchmarks.measure import measure
from benchmarks.opencitations import HEADER
from ingest import snapshot
from ingest.sources.arxiv.bulk import ArxivBulk
from ingest.sources.opencitations.source import OpenCitationsDump
from kg.export import FORMATS, export
from kg.load import load
from kg.projection import Projection
from kg.store import RDF_FORMATS, GraphStore


def run() -> None:
    """Print the figures."""
    kept = os.environ.get("HOME_KEPT")
    home = Path(kept or tempfile.mkdtemp(prefix="paperkin-bench-", dir=os.environ.get("SPACE")))
    try:
        if not (home / "CURRENT").exists():
            build(home, int(os.environ.get("PAPERS", "72000")), int(os.environ.get("CITATIONS", "1000000")))
        _report(home)
    finally:
        if not kept:
            shutil.rmtree(home)


def _report(home: Path) -> None:
    citations = Projection.open(home).citations
    print(f"{len(citations):,} papers, {citations.number_of_edges():,} citations")
    print(" ", measure("the columns alone, read", read_columns, home, runs=3))
    out = home / "export"
    for view, forms in (("citations", FORMATS), ("full", RDF_FORMATS)):
        for form in forms:
            found = measure(f"{view}, {form}", write, home, out, form, view, runs=1)
            print(f"  {found} {out.stat().st_size >> 20:,} MiB")
            out.unlink()


def read_columns(home: Path) -> None:
    """Do what every export of the citations begins with."""
    GraphStore.open(home)
    Projection.open(home).view("citations")


def write(home: Path, out: Path, form: str, view: str) -> None:
    export(form, out, view, home=home)


def build(home: Path, papers: int, citations: int, seed: int = 11) -> None:
    """Make a workspace; the same arguments give the same graph."""
    home.mkdir(exist_ok=True)
    described, dump = home / "papers.json", home / "citations.csv"
    arxiv.write(described, papers)
    chance = Random(seed)
    with dump.open("w", encoding="ascii") as file:
        file.write(",".join(f'"{name}"' for name in HEADER) + "\n")
        for number in range(citations):
            file.write(_line(number, chance, papers))
    for source in (ArxivBulk(described), OpenCitationsDump((dump,))):
        snapshot.write(source, home)
    load(home)
    described.unlink()
    dump.unlink()


def _line(number: int, chance: Random, papers: int) -> str:
    """Let a paper cite an earlier one, often one of the first."""
    citing = chance.randrange(1, papers)
    cited = int(citing * chance.random() ** 2)
    return f'"{number}","{_doi(citing)}","{_doi(cited)}","2020-01","","no","no"\n'


def _doi(number: int) -> str:
    month = number // 10_000
    return f"10.48550/arxiv.{7 + month // 12:02}{1 + month % 12:02}.{number % 10_000:04}"
