"""Loading: all snapshots become a new generation of the store, which replaces the old one in one step.

Killed at any moment, readers find the old generation or the new one, whole.
"""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from kg import boards, claims, integrity, proofs
from kg.ahead import ahead
from kg.assertions import Assertions, insist_on_its_manifest
from kg.columns import Columns
from kg.derive import smells, standings, statistics, tables
from kg.derive.alignment import Alignment
from kg.errors import NoAnswer, UsageProblem
from kg.identity import decisions
from kg.identity import statements as identity
from kg.identity.candidates import alike, scored
from kg.identity.decisions import Decisions
from kg.identity.evidence import identifiers
from kg.identity.joins import Joins, joined
from kg.identity.renaming import Renaming
from kg.statements import Block
from kg.store import Builder, GraphStore, as_block, turtle_block
from kg.values import Iri, Statement
from kg.workspace import Generation, Snapshot, Workspace
from ontology import ONTOLOGY, iri, text
from ontology.terms import NAMESPACE, PK, RDF

Say = Callable[[str], None]
"""Told the name of each stage as it begins."""

STAGES = 5
"""How many stages a load has."""


_ONTOLOGY_GRAPH = NAMESPACE.removesuffix("#")
_TITLES = {
    "assertions": "Who makes the statements of several",
    "ranks": "Ranks computed from the results",
    "reigns": "Reigns computed from the dated results",
    "smells": "What maintainers of leaderboards look for",
    identity.NAME: "Which names mean one paper, and which papers may be the same",
    "verdicts": "Verdicts on the statements of reviews",
    statistics.NAME: "Counts of the things of each class, and of the results on each benchmark and leaderboard",
    "properties": "Statements in wider properties",
    "types": "Types in the vocabularies of the field",
}
"""The graphs of derived statements."""


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
    decided = decisions.read(home)
    with workspace.only_writer():
        partial = workspace.begin()
        try:
            _build(partial, snapshots, decided, say)
            made = workspace.publish(partial, _software(), tuple(snapshot.id for snapshot in snapshots))
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        workspace.forget_old()
    return made


def _build(partial: Path, snapshots: list[Snapshot], decided: Decisions, say: Say) -> None:
    builder, aside = Builder(partial / "store"), partial / "aside"
    aside.mkdir()
    passing = _Passing(builder, Columns(aside))
    say("join papers")
    for snapshot in snapshots:
        insist_on_its_manifest(snapshot)
    joins = joined(identifiers(snapshots), decided.accepted)
    say("load " + ", ".join(snapshot.id for snapshot in snapshots))
    passing.load(_first(passing.columns, snapshots, joins, decided, say))
    passing.load(_last(passing.columns, builder.reader()))
    say("settle, and write columns")
    with ThreadPoolExecutor(1) as beside:
        settled = beside.submit(builder.finish)
        sources = {snapshot.graph: snapshot.source for snapshot in snapshots}
        tables.write(passing.columns, builder.reader(), partial / "tables", sources)
        sure = proofs.proven(passing.columns)
        settled.result()
    shutil.rmtree(aside)
    say("check integrity")
    sure |= {rule.name for rule in integrity.rules() if rule.severity != "error"}
    _insist(integrity.violations(builder.reader(), sure))


class _Passing:
    """Statements on their way into the store, seen by all who need to know them."""

    def __init__(self, builder: Builder, columns: Columns) -> None:
        self.columns, self._builder = columns, builder

    def load(self, blocks: Iterator[Block]) -> None:
        """Load blocks and what follows from them; they are made ready while the engine takes others in."""
        self._builder.load(ahead(block.nquads() for block in self._with_wider(blocks)))

    def _with_wider(self, blocks: Iterator[Block]) -> Iterator[Block]:
        alignment = Alignment()
        for block in blocks:
            yield block
            if block.graph != _ONTOLOGY_GRAPH:
                self.columns.add(block)
                yield from alignment.of(block)
        yield alignment.rest()


def _first(columns: Columns, snapshots: list[Snapshot], joins: Joins, decided: Decisions, say: Say) -> Iterator[Block]:
    """Give nearly everything: the engine settles in one go what it takes in at once."""
    assertions = Assertions(snapshots, Renaming(joins.renamed))
    yield turtle_block(text(ONTOLOGY), _ONTOLOGY_GRAPH)
    yield from assertions.blocks()
    say("derive")
    ranked = boards.ranked(standings.results(columns))
    yield from standings.ranks(ranked)
    yield from standings.reigns(ranked)
    yield from smells.smells(columns)
    yield as_block(iri.derived(statistics.NAME), statistics.of_benchmarks(columns))
    yield as_block(iri.derived("assertions"), assertions.about())
    yield as_block(iri.derived(identity.NAME), identity.merged(joins))
    pairs = alike(columns.said(PK.title), decided.refused)
    yield as_block(iri.derived(identity.NAME), identity.candidates(scored(columns, pairs)))
    for name in _TITLES:
        yield as_block(iri.derived(name), _about(name, [snapshot.graph for snapshot in snapshots]))


def _last(columns: Columns, reader: GraphStore) -> Iterator[Block]:
    """Give what is found by asking the store, and what counts it."""
    yield as_block(iri.derived("verdicts"), claims.derived(reader))
    yield as_block(iri.derived(statistics.NAME), statistics.of_classes(columns, _vocabulary(reader)))


def _vocabulary(reader: GraphStore) -> dict[str, int]:
    """Count the things of each of our classes that the ontology itself holds: outcomes, directions."""
    found = reader.select(
        f"SELECT ?kind (COUNT(*) AS ?n) FROM <{_ONTOLOGY_GRAPH}> WHERE {{ ?s a ?kind "
        f"FILTER(STRSTARTS(STR(?kind), '{NAMESPACE}')) }} GROUP BY ?kind"
    )
    return {str(row["kind"]): int(str(row["n"])) for row in found}


def _about(name: str, graphs: list[str]) -> Iterator[Statement]:
    """Say of a derived graph what it was derived from."""
    me = iri.derived(name)
    yield me, RDF.type, Iri(PK.DerivedGraph)
    yield me, PK.name, _TITLES[name]
    yield me, PK.softwareVersion, _software()
    for graph in graphs:
        yield me, PK.computedFrom, Iri(graph)


def _insist(violations: list[integrity.Violation]) -> None:
    if violations:
        first = violations[0]
        count = f"{len(violations)} integrity violations, the first: {first.rule}"
        raise NoAnswer(f"{count}: {first.what}; the graph that was there stays")


def _software() -> str:
    return f"paperkin {version('paperkin')}"
