"""Commands for the citation indexes: ingest opencitations, semanticscholar, openalex; and coverage."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Protocol
from urllib.parse import urlsplit

import typer

from ingest.citing import CITATIONS, REFERENCES, SCHEMES, Harvested, Pair, best, identifier, known_by
from ingest.harvest import Harvest, Plan, harvest, standing
from ingest.http import SPACING, Client
from ingest.sources.openalex import source as openalex_api
from ingest.sources.openalex.dump import OpenAlexDump
from ingest.sources.opencitations import index as opencitations_api
from ingest.sources.opencitations.source import OpenCitationsDump
from ingest.sources.semanticscholar import source as semanticscholar_api
from ingest.sources.semanticscholar.dump import SemanticScholarDump
from kg import catalogue
from kg.cli.build import Home, Retrieved, ingest, write_snapshot
from kg.cli.output import TableFormat, counting, say, show
from kg.errors import UsageProblem
from kg.projection import Projection
from kg.store import GraphStore


class Lists(StrEnum):
    references = REFERENCES
    citations = CITATIONS
    both = "both"


class _Asked(Plan, Protocol):
    """A plan that can tell what it costs."""

    @property
    def base(self) -> str: ...

    def least(self) -> int: ...


Papers = Annotated[
    list[str] | None,
    typer.Option("--paper", metavar="ID", show_default=False, help="A paper, as arxiv:2010.11929; repeatable."),
]
InGraph = Annotated[bool, typer.Option("--papers-in-graph", help="The papers of the current graph.")]
Which = Annotated[Lists, typer.Option("--lists", help="Which lists of each paper.")]
Depth = Annotated[int, typer.Option(min=1, help="2: the lists of what the lists name, too; and so on.")]
Limit = Annotated[
    int | None, typer.Option(min=1, show_default=False, help="The most papers whose lists are asked for.")
]
Refresh = Annotated[bool, typer.Option("--refresh/--resume", help="Ask anew, or go on where an earlier run stood.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be asked, and send nothing.")]
Base = Annotated[str | None, typer.Option(show_default=False, help="Address of the service, or of a mirror.")]
Files = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE_OR_FOLDER...", show_default=False, help="Dumps, instead of asking.")
]


@ingest.command()
def opencitations(
    paths: Files = None,
    paper: Papers = None,
    papers_in_graph: InGraph = False,
    lists: Which = Lists.both,
    depth: Depth = 1,
    limit: Limit = None,
    refresh: Refresh = False,
    dry_run: DryRun = False,
    base: Base = None,
    retrieved: Retrieved = None,
    home: Home = Path(),
) -> None:
    """Citations of the OpenCitations Index: dumps (CSV, gzip, zip), or its service; papers named make dumps smaller."""
    if paths:
        _insist_on_no_asking(limit, refresh, dry_run, base)
        named = _papers(paper, papers_in_graph, home) if paper or papers_in_graph else None
        only = None if named is None else frozenset(known_by([pair]).iri for known in named for pair in known)
        write_snapshot(OpenCitationsDump(tuple(paths), only, retrieved), home)
        return
    _insist_on_no_files(retrieved)
    names = _best(_papers(paper, papers_in_graph, home), opencitations_api.LOOKED_UP)
    plan = opencitations_api.Index(names, _lists(lists), depth, limit, base or opencitations_api.BASE)
    _ask(plan, opencitations_api.OpenCitations, home, refresh, dry_run)


@ingest.command()
def semanticscholar(
    paths: Files = None,
    paper: Papers = None,
    papers_in_graph: InGraph = False,
    lists: Which = Lists.both,
    depth: Depth = 1,
    limit: Limit = None,
    refresh: Refresh = False,
    dry_run: DryRun = False,
    base: Base = None,
    retrieved: Retrieved = None,
    home: Home = Path(),
) -> None:
    """Papers and citations of Semantic Scholar, with intents and sentences; the key is in SEMANTIC_SCHOLAR_API_KEY."""
    if paths:
        _insist_on_no_asking(limit, refresh, dry_run, base)
        _insist_on_no_papers(paper, papers_in_graph)
        write_snapshot(SemanticScholarDump(tuple(paths), retrieved), home)
        return
    _insist_on_no_files(retrieved)
    names = _best(_papers(paper, papers_in_graph, home), semanticscholar_api.LOOKED_UP)
    plan = semanticscholar_api.Papers(names, _lists(lists), depth, limit, base or semanticscholar_api.BASE)
    _ask(plan, semanticscholar_api.SemanticScholar, home, refresh, dry_run)


@ingest.command()
def openalex(
    paths: Files = None,
    paper: Papers = None,
    papers_in_graph: InGraph = False,
    lists: Which = Lists.both,
    depth: Depth = 1,
    limit: Limit = None,
    refresh: Refresh = False,
    dry_run: DryRun = False,
    base: Base = None,
    retrieved: Retrieved = None,
    home: Home = Path(),
) -> None:
    """Works and citations of OpenAlex: snapshots (JSON Lines), or its API; the key is in OPENALEX_API_KEY."""
    if paths:
        _insist_on_no_asking(limit, refresh, dry_run, base)
        _insist_on_no_papers(paper, papers_in_graph)
        write_snapshot(OpenAlexDump(tuple(paths), retrieved), home)
        return
    _insist_on_no_files(retrieved)
    names = _best(_papers(paper, papers_in_graph, home), openalex_api.LOOKED_UP)
    plan = openalex_api.Works(names, _lists(lists), depth, limit, base or openalex_api.BASE)
    _ask(plan, openalex_api.OpenAlex, home, refresh, dry_run)


def coverage(
    form: Annotated[TableFormat, typer.Option("--format", help="How to print it.")] = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Count the papers whose citations each index was asked for, and how complete the answers were."""
    show(catalogue.find("coverage").run(GraphStore.open(home)).table(), form)


COMMANDS = (coverage,)


def _insist_on_no_asking(limit: int | None, refresh: bool, dry_run: bool, base: str | None) -> None:
    given = {"--limit": limit, "--refresh": refresh, "--dry-run": dry_run, "--base": base}
    if wrong := [name for name, value in given.items() if value]:
        raise UsageProblem(f"{', '.join(wrong)} goes with asking the service, not with files")


def _insist_on_no_papers(paper: list[str] | None, papers_in_graph: bool) -> None:
    if paper or papers_in_graph:
        raise UsageProblem("this source reads whole files, or asks for papers: name files, or papers")


def _insist_on_no_files(retrieved: str | None) -> None:
    if retrieved:
        raise UsageProblem("--retrieved goes with files; what is asked for is dated by itself")


def _lists(lists: Lists) -> tuple[str, ...]:
    return (REFERENCES, CITATIONS) if lists is Lists.both else (lists.value,)


def _papers(named: list[str] | None, in_graph: bool, home: Path) -> list[tuple[Pair, ...]]:
    """Give the identifiers of each paper that is asked for."""
    found: list[tuple[Pair, ...]] = [(identifier(text),) for text in named or []]
    if in_graph:
        found += _in_graph(home)
    if not found:
        raise UsageProblem("name papers by --paper ID, or give --papers-in-graph, or files where the source takes some")
    return found


def _in_graph(home: Path) -> list[tuple[Pair, ...]]:
    """Give the identifiers of each paper of the current graph, in the order of their IRIs."""
    names = Projection.open(home).names
    papers: dict[str, list[Pair]] = {}
    for paper, kind, name in names.select("iri", "kind", "name").sort("iri", "name").iter_rows():
        scheme, sign, value = name.partition(":")
        known = papers.setdefault(paper, []) if kind == "paper" else []
        if sign and scheme in SCHEMES and not set(value) & set(" \t\n"):
            known.append((scheme, value))
    return [tuple(found) for found in papers.values()]


def _best(papers: list[tuple[Pair, ...]], schemes: tuple[str, ...]) -> tuple[Pair, ...]:
    """Give the identifier by which each paper is best looked up, and say how many have none."""
    found = [best(known, schemes) for known in papers]
    if missing := found.count(None):
        say(f"{missing:,} of {len(found):,} papers have no identifier that the service looks up ({', '.join(schemes)})")
    if missing == len(found):
        raise UsageProblem("no paper is left to ask for; name one by another identifier")
    return tuple(dict.fromkeys(pair for pair in found if pair is not None))


def _ask(plan: _Asked, source: Callable[[Plan, Harvest], Harvested], home: Path, refresh: bool, dry_run: bool) -> None:
    if dry_run:
        _tell(plan, home)
        return
    with counting("papers") as bar:
        task = bar.task_ids[0]
        found = harvest(
            Client(home), plan, home, refresh=refresh, progress=lambda done, total: bar.update(task, completed=done)
        )
    write_snapshot(source(plan, found), home)


def _tell(plan: _Asked, home: Path) -> None:
    """Say what a plan would ask."""
    host, there = urlsplit(plan.base).hostname or plan.base, standing(plan, home)
    if there.complete:
        say(f"{host}: nothing, since all {there.pages:,} answers are there; --refresh asks anew")
        return
    apart = max((seconds for domain, seconds in SPACING.items() if host.endswith(domain)), default=0.0)
    least = max(plan.least() - there.pages, 0)
    time = f", which takes {least * apart:,.0f} s or more" if apart else ""
    say(f"{host}: {least:,} requests or more{time}; {there.pages:,} answers are there")
