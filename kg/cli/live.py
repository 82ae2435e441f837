"""Commands that ask the sources which are there now: arXiv."""

from pathlib import Path
from typing import Annotated, Protocol

import typer

from ingest.harvest import Harvest, Plan, harvest, standing
from ingest.http import Client, apart
from ingest.sources.arxiv import lists, plans
from ingest.sources.arxiv.bulk import ArxivBulk
from ingest.sources.arxiv.lists import Listed
from ingest.sources.arxiv.plans import Forecast, Named, Search
from ingest.sources.arxiv.source import Arxiv, chain, lists_there
from kg.cli.build import Home, Retrieved, day, ingest, write_snapshot
from kg.cli.output import counting, say
from kg.errors import UsageProblem

__all__ = ["arxiv", "ingest"]

_SHOWN = 20
"""Requests that a dry run prints."""


class Foreseen(Plan, Protocol):
    """A plan that tells what it would ask."""

    def forecast(self) -> Forecast: ...


@ingest.command()
def arxiv(
    file: Annotated[
        Path | None, typer.Argument(show_default=False, help="The metadata snapshot in bulk: JSON Lines, gzip or zip.")
    ] = None,
    ids: Annotated[
        list[str] | None, typer.Option("--id", help="A paper: 2010.11929, math/0309136. May be given again.")
    ] = None,
    query: Annotated[
        str | None, typer.Option(help="A search of the API: all:transformer AND cat:cs.CV. At most 30,000 papers.")
    ] = None,
    set_: Annotated[
        str | None, typer.Option("--set", help="A set of OAI-PMH: cs, cs:cs:CV, math; all for all of arXiv.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", callback=day, help="With --set: changed on this day or later.")
    ] = None,
    until: Annotated[str | None, typer.Option(callback=day, help="With --set: changed on this day or before.")] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", help="With --set: arXiv, or arXivRaw with all versions.", show_default="arXiv"),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Go on from the last day of the sets that were harvested, or of --set.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="The most papers.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a harvest that was broken off: what is done anyway.")
    ] = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again from the beginning.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be asked; ask nothing.")] = False,
    base: Annotated[
        str | None,
        typer.Option(help="Address of a mirror.", envvar="PAPERKIN_ARXIV", show_default="arXiv's own"),
    ] = None,
    retrieved: Retrieved = None,
    home: Home = Path(),
) -> None:
    """Papers of arXiv: some by identifier, a search, a set, or the metadata snapshot in bulk.

    What arXiv answers is kept, so a run that was broken off goes on where it stood.
    """
    named = {"FILE": file, "--id": ids, "--query": query, "--set": set_, "--update": update}
    given = [name for name, value in named.items() if value]
    if len(given) != 1 and given != ["--set", "--update"]:
        raise UsageProblem("name a FILE, or give one of --id, --query, --set, --update; see: kg ingest arxiv --help")
    if (not set_ and (since or until)) or (format_ and not (set_ or update)):
        raise UsageProblem("--from, --until and --format go with --set")
    if update and (since or until or limit or refresh):
        raise UsageProblem(
            "--update goes on from the last day by itself; leave out --from, --until, --limit, --refresh"
        )
    if resume and refresh:
        raise UsageProblem("--resume goes on, and --refresh begins anew; give one of them")
    if format_ and format_ not in lists.FORMATS:
        raise UsageProblem(f"no format {format_!r}; there are: {', '.join(lists.FORMATS)}")
    if file and (dry_run or refresh or resume or base):
        raise UsageProblem("nothing is asked for a FILE; leave out --dry-run, --refresh, --resume and --base")
    if retrieved and not file:
        raise UsageProblem("--retrieved goes with a FILE")
    asked = _Asked(Client(home), home, refresh, dry_run)
    if file:
        write_snapshot(ArxivBulk(file, retrieved, limit), home)
    elif update:
        _update(asked, set_, format_, base)
    else:
        plan = _plan(ids, query, base, Listed(_set(set_), since, until, format_ or "arXiv", limit, base or lists.OAI))
        if done := asked.harvest(plan):
            write_snapshot(Arxiv((done.folder,), plan.label, limit), home)


def _plan(ids: list[str] | None, query: str | None, base: str | None, listed: Listed) -> Named | Search | Listed:
    if ids:
        return Named(tuple(ids)[: listed.limit], base or plans.API)
    return Search(query, listed.limit, base or plans.API) if query else listed


def _set(name: str | None) -> str | None:
    return None if name == "all" else name


class _Asked:
    """How the user wants upstreams to be asked."""

    def __init__(self, client: Client, home: Path, refresh: bool, dry: bool) -> None:
        self.client, self.home, self.refresh, self.dry = client, home, refresh, dry

    def harvest(self, plan: Foreseen, again: bool = False) -> Harvest | None:
        """Harvest what a plan asks; None where that was only to be told."""
        refresh = self.refresh or (again and standing(plan, self.home).complete)
        if self.dry:
            _tell(plan, self.home, refresh)
            return None
        with counting("papers") as bar:
            task = bar.task_ids[0]
            return harvest(
                self.client, plan, self.home, refresh=refresh,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )  # fmt: skip


def _update(asked: _Asked, name: str | None, form: str | None, base: str | None) -> None:
    """Go on with each list that was harvested, or with the one that is named."""
    wanted = [
        one
        for one in lists_there(asked.home)
        if name in (None, one.set or "all") and form in (None, one.format) and base in (None, one.base)
    ]
    if not wanted:
        raise UsageProblem("no such set was harvested to its end here; begin with: kg ingest arxiv --set SET")
    for whole in wanted:
        before = chain(asked.home, whole)
        plan = Listed(whole.set, before[-1].summary["last"], None, whole.format, None, whole.base)
        if asked.harvest(plan, again=True):
            folders = tuple(one.folder for one in chain(asked.home, whole))
            write_snapshot(Arxiv(folders, whole.label), asked.home)


# What would be asked


def _tell(plan: Foreseen, home: Path, refresh: bool) -> None:
    """Print the requests of a plan, and say how long they take at the least."""
    now, forecast = standing(plan, home), plan.forecast()
    if now.complete and not refresh:
        say("nothing would be asked: this was harvested to its end; --refresh asks again")
        return
    if now.pages and not refresh:
        say(f"{now.pages} answers are there already; the next ones would be asked")
    for request in forecast.requests[:_SHOWN]:
        print(f"{request.method} {request.url}")
    if (more := len(forecast.requests) - _SHOWN) > 0:
        say(f"and {more} more like them")
    say(_duration(forecast, apart(forecast.requests[0].url) if forecast.requests else 0.0))


def _duration(forecast: Forecast, seconds: float) -> str:
    distance = f"{seconds:g} s apart" if seconds else "one after another"
    if forecast.most is None:
        return f"these and as many more as the answers ask for, {distance}: how many nobody knows before"
    exact = forecast.most == len(forecast.requests)
    count = f"{forecast.most} request{'s' if forecast.most != 1 else ''}"
    if exact and forecast.most == 1:
        return f"{count}, and its answer"
    whole = max(forecast.most - 1, 0) * seconds
    return f"{'' if exact else 'at most '}{count}, {distance}: {whole:,.0f} s and the answers"
