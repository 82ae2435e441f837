"""Loading: all snapshots become a new generation of the store, which replaces the old one in one step.

Killed at any moment, readers find the old generation or the new one, whole.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from kg import boards, claims, integrity
from kg.assertions import Assertions
from kg.derive import alignment, standings, tables
from kg.errors import NoAnswer, UsageProblem
from kg.store import Builder
from kg.values import Iri, Statement
from kg.workspace import Generation, Snapshot, Workspace
from ontology import ONTOLOGY, iri, text
from ontology.terms import NAMESPACE, PK, RDF

Say = Callable[[str], None]
"""Told the name of each stage as it begins."""

STAGES = 5
"""How many stages a load has."""


@dataclass(frozen=True, slots=True)
class _DerivedGraph:
    """A graph of derived statements, and what fills it."""

    name: str
    title: str
    fill: Callable[[Builder, str], None]


def _ranks(builder: Builder, graph: str) -> None:
    builder.add(graph, standings.ranks(boards.ranked(boards.results(builder.reader()))))


def _reigns(builder: Builder, graph: str) -> None:
    builder.add(graph, standings.reigns(boards.ranked(boards.results(builder.reader()))))


def _verdicts(builder: Builder, graph: str) -> None:
    builder.add(graph, claims.derived(builder.reader()))


_DERIVED = (
    _DerivedGraph("ranks", "Ranks computed from the results", _ranks),
    _DerivedGraph("reigns", "Reigns computed from the dated results", _reigns),
    _DerivedGraph("verdicts", "Verdicts on the statements of reviews", _verdicts),
    _DerivedGraph("properties", "Statements in wider properties", alignment.properties),
    _DerivedGraph("types", "Types in the vocabularies of the field", alignment.types),
)


def load(home: Path, say: Say = lambda stage: None) -> Generation:
    """Build a generation from the newest snapshots and make it current.

    Parameters
    ----------
    home : Path
        The workspace.
    say : callable, optional
        Told each stage.

    Raises
    ------
    UsageProblem
        If there are no snapshots.
    NoAnswer
        If an integrity rule is broken; the old generation stays.
    EngineFailure
        If the disk is full, a snapshot is damaged, or another process is loading.
    """
    workspace = Workspace(home)
    snapshots = workspace.snapshots()
    if not snapshots:
        raise UsageProblem(f"no snapshots in {home}; make one with: kg ingest review --home {home}")
    with workspace.only_writer():
        partial = workspace.begin()
        try:
            _build(partial, snapshots, say)
            made = workspace.publish(partial, _software(), tuple(snapshot.id for snapshot in snapshots))
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        workspace.forget_old()
    return made


def _build(partial: Path, snapshots: list[Snapshot], say: Say) -> None:
    builder = Builder(partial / "store")
    say("load " + ", ".join(snapshot.id for snapshot in snapshots))
    assertions = Assertions(snapshots)
    builder.load(assertions.chunks())
    builder.load_turtle(text(ONTOLOGY), NAMESPACE.removesuffix("#"))
    say("derive")
    graphs = [snapshot.graph for snapshot in snapshots]
    builder.add(iri.derived("assertions"), assertions.about())
    builder.add(iri.derived("assertions"), _about("assertions", "Who makes the statements of several", graphs))
    for derived in _DERIVED:
        derived.fill(builder, iri.derived(derived.name))
        builder.add(iri.derived(derived.name), _about(derived.name, derived.title, graphs))
    say("write columns")
    tables.write(builder.reader(), partial / "tables")
    say("check integrity")
    _insist(integrity.violations(builder.reader()))
    say("settle")
    builder.finish()


def _about(name: str, title: str, graphs: list[str]) -> Iterator[Statement]:
    """Say of a derived graph what it was derived from."""
    me = iri.derived(name)
    yield me, RDF.type, Iri(PK.DerivedGraph)
    yield me, PK.name, title
    yield me, PK.softwareVersion, _software()
    for graph in graphs:
        yield me, PK.computedFrom, Iri(graph)


def _insist(violations: list[integrity.Violation]) -> None:
    broken = [violation for violation in violations if violation.severity == "error"]
    if broken:
        first = broken[0]
        raise NoAnswer(
            f"{len(broken)} integrity violations, the first: {first.rule}: {first.what}; the graph that was there stays"
        )


def _software() -> str:
    return f"paperkin {version('paperkin')}"
