"""Commands that ask the graph: query, ranks, reigns, claims, smells, stats."""

import sys
from collections import Counter
from datetime import date
from enum import Enum, StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import boards, catalogue, worker
from kg.cli.build import Home
from kg.cli.output import TableFormat, out, show, show_json
from kg.errors import UsageProblem
from kg.projection import Projection
from kg.resolve import resolve
from kg.store import Answer, GraphStore
from kg.values import Binding, Table, Value

Format = Annotated[TableFormat, typer.Option("--format", help="How to print it.")]
Metric = Annotated[str | None, typer.Option(help="Name of the metric; the benchmark's primary one if absent.")]
BenchmarkName = Annotated[str, typer.Argument(help='IRI or name, such as "Image Classification on ImageNet".')]
_HUMAN = {"paper": "title"}


class Direction(Enum):
    HIGHER = "higher"
    LOWER = "lower"


class QueryFormat(StrEnum):
    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    xml = "xml"
    turtle = "turtle"
    nt = "nt"


class Outcome(StrEnum):
    holds = "holds"
    differs = "differs"
    undecidable = "undecidable"


BetterWhen = Annotated[Direction | None, typer.Option(help="Which values are better, where nobody says.")]


def ranks(
    benchmark: BenchmarkName,
    metric: Metric = None,
    as_of: Annotated[str | None, typer.Option(help="Rank as of this date (YYYY-MM-DD).")] = None,
    direction: BetterWhen = None,
    top: Annotated[int | None, typer.Option(min=1, help="Only ranks up to this one.")] = None,
    form: Format = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Rank the results of a benchmark, today or as of a date."""
    found = board_of(home, benchmark, metric, direction).ranks(_date(as_of))
    rows = [row for row in found.rows if top is None or int(str(row[0])) <= top]
    _show_board(Table(found.columns, rows), ("rank", "model", "value", "paper", "date"), form)


def reigns(
    benchmark: BenchmarkName,
    metric: Metric = None,
    direction: BetterWhen = None,
    form: Format = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Show who held the best result of a benchmark, from when to when, and by how much."""
    board = board_of(home, benchmark, metric, direction)
    _show_board(board.reigns(), ("model", "value", "paper", "from", "until", "margin"), form)


def claims(
    verdict: Annotated[Outcome | None, typer.Option(help="Only those with this verdict.")] = None,
    form: Format = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Check what the review states against the graph."""
    found = catalogue.find("review-claims").run(GraphStore.open(home)).table()
    if form is TableFormat.table:
        columns: tuple[str, ...] = ("claim", "reading", "place", "review", "graph", "verdict")
    else:
        columns, found = ("claim", "place", "review", "graph", "verdict"), _with_readings(found)
    position = found.columns.index("verdict")
    rows = [row for row in found.rows if verdict is None or row[position] == verdict]
    show(Table(found.columns, rows), form, columns)


def _with_readings(claims: Table) -> Table:
    """Tell rows of one statement apart by the way in which each reads it."""
    claim, reading = claims.columns.index("claim"), claims.columns.index("reading")
    times = Counter(row[claim] for row in claims.rows)
    rows: list[tuple[Value, ...]] = [
        (*row[:claim], f"{row[claim]} Read as: {row[reading]}", *row[claim + 1 :])
        if times[row[claim]] > 1 and row[reading] else row
        for row in claims.rows
    ]  # fmt: skip
    return Table(claims.columns, rows)


def smells(
    form: Format = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Count what maintainers of leaderboards look for; kg query NAME lists each."""
    store = GraphStore.open(home)
    queries = [query for name, query in catalogue.named_queries().items() if name.startswith("smell-")]
    rows: list[tuple[Value, ...]] = [(query.name, query.title, len(query.run(store).table().rows)) for query in queries]
    show(Table(("query", "smell", "found"), rows), form)


def stats(form: Format = TableFormat.table, home: Home = Path()) -> None:
    """Count the things of each class, and list the snapshots."""
    store = GraphStore.open(home)
    classes = catalogue.find("classes").run(store).table()
    snapshots = catalogue.find("snapshots").run(store).table()
    if form is TableFormat.json:
        show_json({"classes": {str(name): count for name, count in classes.rows}, "snapshots": snapshots.dicts()})
        return
    show(classes, form)
    if form is TableFormat.table:
        out().print()
        show(snapshots, form, ("source", "retrieved", "read", "kept", "duplicate", "rejected", "licence"))


def query(
    name: Annotated[str | None, typer.Argument(help="A named query, a file, or - for standard input.")] = None,
    param: Annotated[list[str] | None, typer.Option(help="A parameter, as name=value; repeatable.")] = None,
    form: Annotated[QueryFormat, typer.Option("--format", help="How to print the answer.")] = QueryFormat.table,
    timeout: Annotated[
        float, typer.Option(min=0.1, max=worker.LONGEST_TIMEOUT, help="Seconds.")
    ] = worker.DEFAULT_TIMEOUT,
    listing: Annotated[bool, typer.Option("--list", help="List the named queries and their parameters.")] = False,
    home: Home = Path(),
) -> int:
    """Run a named query or one of your own, read-only, over all named graphs together; exit 1 where ASK says no."""
    if listing:
        _list_queries(form)
        return 0
    if name is None:
        raise UsageProblem("name a query, a file or -; kg query --list shows the named ones")
    answer = _ask(name, _params(param or []), timeout, home)
    _print_answer(answer, form)
    return 1 if answer.says_no else 0


COMMANDS = (query, ranks, reigns, claims, smells, stats)


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise UsageProblem(f"--as-of takes a date as YYYY-MM-DD, not {text!r}")


def board_of(home: Path, benchmark: str, metric: str | None, direction: Direction | None) -> boards.Board:
    names = Projection.open(home).names
    try:
        found = resolve(names, benchmark, ["benchmark"])
    except UsageProblem as problem:
        raise UsageProblem(f"{problem}; kg query benchmarks lists all") from None
    return boards.board(GraphStore.open(home), found, metric, direction.value if direction else None)


def _show_board(table: Table, columns: tuple[str, ...], form: TableFormat) -> None:
    """Print identifiers for machines, titles for people."""
    if form is TableFormat.table:
        columns = tuple(_HUMAN.get(name, name) for name in columns)
    show(table, form, columns)


def _list_queries(form: QueryFormat) -> None:
    known = catalogue.named_queries().values()
    rows = [
        (query.name, ", ".join(f"{p.name} ({p.kind})" for p in query.parameters) or None, query.question)
        for query in known
    ]
    show(Table(("name", "parameters", "question"), [tuple(row) for row in rows]), _table_format(form))


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise UsageProblem(f"--param takes name=value, not {text!r}")
    return name, value


def _params(given: list[str]) -> dict[str, str]:
    pairs = [_pair(text) for text in given]
    names = [name for name, _ in pairs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise UsageProblem(f"--param {twice[0]} is given more than once")
    return dict(pairs)


def _ask(name: str, params: dict[str, str], timeout: float, home: Path) -> Answer:
    known = catalogue.named_queries().get(name)
    if known:
        return worker.query(home, known.text, known.bindings(params), timeout).only(known.columns)
    bindings: dict[str, Binding] = dict(params)
    return worker.query(home, _text(name), bindings, timeout)


def _text(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.buffer.read().decode() if sys.stdin else ""
        return Path(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageProblem(f"no query and no file named {name!r}; kg query --list shows the named queries") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(f"cannot read {name}: {error}") from None


def _print_answer(answer: Answer, form: QueryFormat) -> None:
    if answer.kind == "graph":
        sys.stdout.write(answer.text("turtle" if form is QueryFormat.table else form))
    elif answer.kind == "table" and form is QueryFormat.table:
        show(answer.table(), TableFormat.table)
    elif answer.kind == "boolean" and form is QueryFormat.table:
        print("no" if answer.says_no else "yes")
    else:
        sys.stdout.write(answer.text(form))


def _table_format(form: QueryFormat) -> TableFormat:
    try:
        return TableFormat(form)
    except ValueError:
        raise UsageProblem(f"the list of queries comes as: {', '.join(TableFormat)}") from None
