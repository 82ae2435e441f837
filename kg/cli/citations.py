"""Commands for the citation indexes: ingest opencitations, semanticscholar, openalex; and coverage."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from ingest.citing import CITATIONS, REFERENCES, SCHEMES, Harvested, ListPlan, Pair, best, identifier, known_by
from ingest.harvest import Harvest, harvest, standing
from ingest.http import Client, apart, get
from ingest.source import Source
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
    list[Path] | None, typer.Argument(metavar="FILE_OR_FOLDER", show_default=False, help="Dumps, instead of asking.")
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
    given = _Given(paths, paper, papers_in_graph, lists, depth, limit, refresh, dry_run, base, retrieved, home)
    api = opencitations_api
    given.run(api.Index, api.OpenCitations, lambda files: OpenCitationsDump(files, given.only(), retrieved))


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
    given = _Given(paths, paper, papers_in_graph, lists, depth, limit, refresh, dry_run, base, retrieved, home)
    api = semanticscholar_api
    given.run(api.Papers, api.SemanticScholar, lambda files: SemanticScholarDump(given.whole(files), retrieved))


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
    given = _Given(paths, paper, papers_in_graph, lists, depth, limit, refresh, dry_run, base, retrieved, home)
    api = openalex_api
    given.run(api.Works, api.OpenAlex, lambda files: OpenAlexDump(given.whole(files), retrieved))


def coverage(
    form: Annotated[TableFormat, typer.Option("--format", help="How to print it.")] = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Count the papers whose citations each index was asked for, and how complete the answers were."""
    found = catalogue.find("coverage").run(GraphStore.open(home)).table()
    show(found, form)
    if not found.rows:
        say("no index was asked yet; ask one with: kg ingest openalex --papers-in-graph, then kg load")


COMMANDS = (coverage,)


@dataclass(frozen=True)
class _Given:
    """What a person gave to one of the commands, which are alike but for the service and its dumps."""

    paths: list[Path] | None
    paper: list[str] | None
    papers_in_graph: bool
    lists: Lists
    depth: int
    limit: int | None
    refresh: bool
    dry_run: bool
    base: str | None
    retrieved: str | None
    home: Path

    def run(
        self,
        plan: type[ListPlan],
        source: Callable[[ListPlan, Harvest], Harvested],
        dump: Callable[[tuple[Path, ...]], Source],
    ) -> None:
        """Read files, or ask the service."""
        if self.paths:
            self._insist_on_no_asking()
            write_snapshot(dump(tuple(self.paths)), self.home)
        else:
            self._ask(plan, source)

    def whole(self, files: tuple[Path, ...]) -> tuple[Path, ...]:
        """Let files pass that are read whole."""
        if self._names_papers:
            raise UsageProblem("this source reads whole files, or asks for papers: name files, or papers")
        return files

    def only(self) -> frozenset[str] | None:
        """Give the IRIs of the papers that are named; None where all of a dump is wanted."""
        if not self._names_papers:
            return None
        return frozenset(known_by([pair]).iri for known in self._papers() for pair in known)

    def _ask(self, plan: type[ListPlan], source: Callable[[ListPlan, Harvest], Harvested]) -> None:
        if self.retrieved:
            raise UsageProblem("--retrieved goes with files; what is asked for is dated by itself")
        lists = (REFERENCES, CITATIONS) if self.lists is Lists.both else (self.lists.value,)
        base = get(self.base).url.rstrip("/") if self.base else plan.base
        asked = plan(_best(self._papers(), plan.LOOKED_UP), lists, self.depth, self.limit, base)
        if self.dry_run:
            _tell(asked, self.home, self.refresh)
        else:
            write_snapshot(source(asked, _harvest(asked, self.home, self.refresh)), self.home)

    @property
    def _names_papers(self) -> bool:
        return bool(self.paper) or self.papers_in_graph

    def _papers(self) -> list[tuple[Pair, ...]]:
        """Give the identifiers of each paper that is asked for."""
        found: list[tuple[Pair, ...]] = [(identifier(text),) for text in self.paper or []]
        if self.papers_in_graph:
            found += _in_graph(self.home)
        if not found:
            raise UsageProblem("name files, or papers by --paper ID, or all that are there by --papers-in-graph")
        return found

    def _insist_on_no_asking(self) -> None:
        given = {
            "--lists": self.lists is not Lists.both, "--depth": self.depth > 1, "--limit": self.limit,
            "--refresh": self.refresh, "--dry-run": self.dry_run, "--base": self.base,
        }  # fmt: skip
        if wrong := [name for name, value in given.items() if value]:
            raise UsageProblem(f"{', '.join(wrong)} goes with asking the service, not with files")


def _harvest(plan: ListPlan, home: Path, refresh: bool) -> Harvest:
    with counting("papers") as bar:
        task = bar.task_ids[0]
        return harvest(
            Client(home), plan, home, refresh=refresh, progress=lambda done, total: bar.update(task, completed=done)
        )


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
    found, named = [best(known, schemes) for known in papers], ", ".join(schemes)
    missing = found.count(None)
    if missing == len(found):
        raise UsageProblem(f"no paper has an identifier that the service looks up; name one by: {named}")
    if missing:
        say(f"{missing:,} of {len(found):,} papers have no identifier that the service looks up ({named})")
    return tuple(dict.fromkeys(pair for pair in found if pair is not None))


def _tell(plan: ListPlan, home: Path, refresh: bool) -> None:
    """Say what a plan would ask."""
    host, there = urlsplit(plan.base).hostname or plan.base, standing(plan, home)
    if there.complete and not refresh:
        say(f"{host}: nothing, since all {there.pages:,} answers are there; --refresh asks anew")
        return
    kept = 0 if refresh else there.pages
    seconds, least = apart(plan.base), max(plan.least() - kept, 0)
    time = f", which takes {least * seconds:,.0f} s or more" if seconds else ""
    say(f"{host}: {least:,} {'request' if least == 1 else 'requests'} or more{time}; {kept:,} answers are there")
