"""The command on what is like a thing, and why."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from kg import alike
from kg.analysis.coverage import coverage
from kg.analysis.likeness import Alike
from kg.analysis.likeness import similar as most_alike
from kg.cli.build import Home
from kg.cli.lineage import ThingKind
from kg.cli.output import TableFormat, out, say, show, show_json
from kg.cli.scope import paper_of
from kg.cli.things import Things
from kg.errors import NoAnswer
from kg.projection import Projection
from kg.resolve import resolve
from kg.uses import Uses
from kg.values import Table, Value

_REASONS = {
    "references": "{} references in common", "cited by": "{} papers cite both", "used by": "{} papers use both",
    "kin": "{} origins or descendants in common",
}  # fmt: skip
_ONE = {
    "references": "1 reference in common", "cited by": "1 paper cites both", "used by": "1 paper uses both",
    "kin": "1 origin or descendant in common",
}  # fmt: skip
_COLUMNS = {"references": "references", "cited by": "cited_by", "used by": "used_by", "kin": "kin"}
_LONGEST = 40
"""Letters of a title among the reasons."""


def similar(
    thing: Annotated[str, typer.Argument(help="IRI, identifier (arxiv:2010.11929) or name of a paper or technique.")],
    top: Annotated[int, typer.Option(min=1, help="How many to show.")] = 10,
    kind: Annotated[
        ThingKind | None, typer.Option(show_default=False, help="What is meant; a technique where a name is of both.")
    ] = None,
    form: Annotated[TableFormat, typer.Option("--format", help="How to print it.")] = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Show what is most like a paper or a technique, and why.

    Papers are alike that cite the same (bibliographic coupling), and that are cited together; techniques that the same
    papers use, and that grew from the same or have the same descendants. Each is measured by Salton's cosine: what both
    have, as a share of the geometric mean of what each has. The likeness is the mean of the two; what is not known
    of the other thing adds nothing. The reasons that are named are those that the fewest others share.
    """
    projection = Projection.open(home)
    node = _meant(projection, thing, kind)
    things, ways = Things.of(projection), alike.ways(projection, node)
    whole = most_alike(ways, node, top)
    papers = ways[0].way == "references"
    found, equal = whole[:top], whole[top:]
    if not found:
        raise NoAnswer(f"{things.name(node)} shares nothing that is known with another; {_more(papers)}")
    if form is TableFormat.json:
        show_json({"thing": things.facts(node), "similar": [_document(things, one) for one in found]})
    elif form is TableFormat.table:
        out().print(Text(f"Like {things.name(node)}:"))
        show(_people(things, found), form)
    else:
        show(_machines(things, found), form)
    say(str(coverage(projection.citations)) if papers else str(Uses(projection)))
    if equal:
        say(f"{len(equal):,} more are as much alike as the last")


def _meant(projection: Projection, typed: str, kind: ThingKind | None) -> str:
    """Find the thing; a technique's name stands for the paper that introduced it where a paper is asked for."""
    if kind is ThingKind.paper:
        return paper_of(projection, typed)
    return resolve(projection.names, typed, [kind] if kind else list(ThingKind))


def _more(papers: bool) -> str:
    source, what = ("opencitations", "citations") if papers else ("paperswithcode", "who uses which technique")
    return f"for more of {what}: kg ingest {source} --help"


def _people(things: Things, found: Sequence[Alike]) -> Table:
    rows: list[tuple[Value, ...]] = [
        (Decimal(f"{one.score:.2f}"), things.year(one.node), things.title(one.node), "\n".join(_reasons(things, one)))
        for one in found
    ]
    return Table(("likeness", "year", "title", "why"), rows)


def _reasons(things: Things, one: Alike) -> Iterator[str]:
    for reason in one.reasons:
        if reason.count:
            counted = _ONE[reason.way] if reason.count == 1 else _REASONS[reason.way].format(reason.count)
            named = "; ".join(things.name(node, _LONGEST) for node in reason.telling)
            others = "; ..." if reason.count > len(reason.telling) else ""
            yield f"{counted} ({reason.cosine:.2f}): {named}{others}"


def _machines(things: Things, found: Sequence[Alike]) -> Table:
    ways = [_COLUMNS[reason.way] for reason in found[0].reasons]
    parts = [f"{way}_{part}" for way in ways for part in ("shared", "cosine", "telling")]
    rows: list[tuple[Value, ...]] = [
        (*things.facts(one.node).values(), one.score, *(cell for reason in one.reasons for cell in (
            reason.count, reason.cosine, " ".join(map(str, reason.telling))
        )))
        for one in found
    ]  # fmt: skip
    return Table(("thing", "title", "date", "likeness", *parts), rows)


def _document(things: Things, one: Alike) -> dict[str, Any]:
    reasons = {
        _COLUMNS[reason.way]: {
            "shared": reason.count, "cosine": reason.cosine,
            "telling": [things.facts(node) for node in reason.telling],
        }
        for reason in one.reasons
    }  # fmt: skip
    return things.facts(one.node) | {"likeness": one.score} | reasons


COMMANDS = (similar,)
