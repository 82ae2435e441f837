"""Commands that make the graph: ingest, load, build."""

import time
from pathlib import Path
from typing import Annotated

import typer

from ingest import snapshot
from ingest.source import Source
from ingest.sources.paperswithcode.source import PapersWithCode
from ingest.sources.review import SHIPPED, ReviewSource
from kg import load as loading
from kg.cli.output import progress, say
from kg.errors import UsageProblem
from kg.workspace import Generation, Workspace

Home = Annotated[
    Path,
    typer.Option("--home", show_default=False, file_okay=False, help="The workspace; else KG_HOME, else ./kg-data."),
]

ingest = typer.Typer(no_args_is_help=True, help="Read one source and write its snapshot.")

SOURCES = {"review": ReviewSource}
"""Sources that `kg build` can make without being told where their data lie."""


@ingest.callback()
def _sources() -> None:
    """Read one source and write its snapshot."""


@ingest.command()
def review(
    folder: Annotated[
        Path,
        typer.Argument(show_default="the shipped facts", help="A folder of facts, as docs/review.md says."),
    ] = SHIPPED,
    home: Home = Path(),
) -> None:
    """The facts of a review; the shipped one if no folder is given."""
    _ingest(ReviewSource(folder), home)


@ingest.command()
def paperswithcode(
    paths: Annotated[list[Path], typer.Argument(help="Dumps (JSON, gzip or not), or folders of them.")],
    retrieved: Annotated[
        str | None, typer.Option(help="Date on which they were taken from upstream; else the newest file's.")
    ] = None,
    home: Home = Path(),
) -> None:
    """Dumps of Papers with Code: evaluation tables, methods, papers, links to code, datasets."""
    _ingest(PapersWithCode(tuple(paths), retrieved), home)


def load(home: Home = Path()) -> None:
    """Build a new generation of the store from the newest snapshot of each source, and make it current."""
    _load(home)


def build(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources to ingest too.")] = None,
    home: Home = Path(),
) -> None:
    """Ingest the shipped review (and the given sources), then load: the main job."""
    names = dict.fromkeys(["review", *(sources or [])])
    for name in names:
        if name not in SOURCES:
            raise UsageProblem(f"no source named {name!r}; there are: {', '.join(SOURCES)}")
    for name in names:
        _ingest(SOURCES[name](), home)
    _load(home)


COMMANDS = (build, load)


def _ingest(source: Source, home: Path) -> None:
    with progress(None) as bar:
        task = bar.task_ids[0]
        written = snapshot.write(source, home, lambda read: bar.update(task, completed=read))
    counts, manifest = written.manifest.records, written.manifest
    fate = "unchanged: " if written.unchanged else ""
    say(
        f"{manifest.id}: {fate}{counts['read']:,} records read, {counts['kept']:,} kept, "
        f"{counts['duplicate']:,} duplicate, {counts['rejected']:,} rejected; {manifest.statements:,} statements"
    )
    if counts["rejected"]:
        say(f"the rejected, with place and reason: {written.path.with_name(manifest.id + '.rejects.jsonl')}")


def _load(home: Path) -> Generation:
    begun = time.monotonic()
    with progress(loading.STAGES) as bar:
        task = bar.task_ids[0]
        made = loading.load(home, lambda stage: bar.update(task, advance=1, description=stage))
    say(f"generation {made.number} of {home} is current; loaded in {time.monotonic() - begun:.1f} s")
    if older := [found.id for found in Workspace(home).all_snapshots() if found.id not in made.snapshots]:
        say(f"left out, since there is a newer snapshot of the same: {', '.join(older)}")
    return made
