"""Commands that make the graph: ingest, load, build."""

import time
from pathlib import Path
from typing import Annotated

import typer

from ingest import mapping, snapshot
from ingest.http import Client
from ingest.source import Source
from ingest.sources.modelindex.source import UNKNOWN, ModelIndex
from ingest.sources.paperswithcode import archive
from ingest.sources.paperswithcode.source import PapersWithCode
from ingest.sources.review import SHIPPED, ReviewSource
from kg import load as loading
from kg.cli.output import counting, downloading, say, stages
from kg.errors import UsageProblem
from kg.workspace import Generation, Workspace
from ontology.terms import XSD

Home = Annotated[
    Path,
    typer.Option("--home", show_default=False, file_okay=False, help="The workspace; else KG_HOME, else ./kg-data."),
]

ingest = typer.Typer(no_args_is_help=True, help="Read one source and write its snapshot.")


def day(text: str | None) -> str | None:
    """Let pass what an option says, if it is a day."""
    try:
        if text is None or mapping.date_type(text) == XSD.date:
            return text
    except ValueError:
        pass
    raise typer.BadParameter(f"{text!r} is no day; write it as YYYY-MM-DD")


Retrieved = Annotated[
    str | None,
    typer.Option(callback=day, help="Date on which they were taken from upstream; else the newest file's."),
]

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
    write_snapshot(ReviewSource(folder), home)


@ingest.command()
def paperswithcode(
    given: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE_OR_FOLDER_OR_URL...",
            show_default=False,
            help="Dumps: JSON, gzip or parquet. An address may end in #sha256=DIGEST.",
        ),
    ] = None,
    latest: Annotated[bool, typer.Option("--latest", help="Fetch the newest archive on Hugging Face.")] = False,
    hub: Annotated[
        str | None, typer.Option(help="With --latest: address of a mirror.", show_default=archive.HUB)
    ] = None,
    retrieved: Retrieved = None,
    home: Home = Path(),
) -> None:
    """Dumps of Papers with Code: evaluation tables, methods, papers, links to code, datasets."""
    if bool(given) == latest:
        raise UsageProblem("name dumps, folders or addresses, or give --latest; see: kg ingest paperswithcode --help")
    if hub and not latest:
        raise UsageProblem("--hub goes with --latest")
    client, folder = Client(home), home / "downloads"
    if latest:
        paths = _download(client, archive.archive(client, hub or archive.HUB), folder)
        write_snapshot(PapersWithCode(paths, retrieved, archive.UPSTREAM), home)
    else:
        named = [_path(client, text, folder) for text in given or []]
        write_snapshot(PapersWithCode(tuple(named), retrieved), home)


@ingest.command()
def model_index(
    paths: Annotated[
        list[Path], typer.Argument(help="Files, or folders whose model-index.yml and metafile.yml count.")
    ],
    repository: Annotated[str | None, typer.Option(help="Address of the zoo's repository.")] = None,
    licence: Annotated[str, typer.Option(show_default="not evaluated", help="IRI of the files' licence.")] = UNKNOWN,
    retrieved: Retrieved = None,
    home: Home = Path(),
) -> None:
    """What model zoos publish of their models: model-index.yml and metafile.yml."""
    write_snapshot(ModelIndex(tuple(paths), retrieved, repository, licence), home)


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
        write_snapshot(SOURCES[name](), home)
    _load(home)


COMMANDS = (build, load)


def _path(client: Client, text: str, folder: Path) -> Path:
    """Give the path of a dump, fetching it first where it is an address."""
    if not text.strip():
        raise UsageProblem("an empty name is no dump")
    if not archive.is_address(text):
        return Path(text)
    return _download(client, [archive.addressed(text)], folder)[0]


def _download(client: Client, remotes: list[archive.Remote], folder: Path) -> tuple[Path, ...]:
    with downloading() as bar:
        tasks = {remote.name: bar.add_task(remote.name, total=None) for remote in remotes}
        return archive.fetch(
            client, remotes, folder, lambda name, done, total: bar.update(tasks[name], completed=done, total=total)
        )


def write_snapshot(source: Source, home: Path) -> None:
    """Write the snapshot of a source, and say what came of its records."""
    with counting("records") as bar:
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
    with stages(loading.STAGES) as bar:
        task = bar.task_ids[0]
        made = loading.load(home, lambda stage: bar.update(task, advance=1, description=stage))
    say(f"generation {made.number} of {home} is current; loaded in {time.monotonic() - begun:.1f} s")
    if older := [found.id for found in Workspace(home).all_snapshots() if found.id not in made.snapshots]:
        say(f"left out, since there is a newer snapshot of the same: {', '.join(older)}")
    return made
