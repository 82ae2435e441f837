"""What stands beside an exported file: what is in it, drawn from which snapshots, under which licences."""

import json
from collections.abc import Collection
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kg import catalogue
from kg.export.facts import values
from kg.export.files import replacing
from kg.export.licences import Permitted, short
from kg.export.report import Report
from kg.store import GraphStore
from kg.values import Value
from ontology.terms import PK

_ORIGINS = (PK.assertedBy, PK.computedFrom)
_COLUMNS = ("source", "snapshot", "retrieved", "licence", "sha256")


def beside(out: Path) -> Path:
    """Give the place of the file that tells about `out`.

    Examples
    --------
    >>> beside(Path("graph.ttl")).name
    'graph.ttl.about.json'
    """
    return out.with_name(f"{out.name}.about.json")


def write(
    out: Path, asked: dict[str, Any], report: Report, store: GraphStore, allowed: Permitted | None = None
) -> None:
    """Write it; the same store gives the same bytes.

    Parameters
    ----------
    out : Path
        The exported file.
    asked : dict
        What was asked for: format and view, and what it was narrowed to.
    report : Report
    store : GraphStore
    allowed : Permitted, optional
        The graphs that may go together, where licences were chosen.
    """
    document = {"file": out.name} | {name: value for name, value in asked.items() if value}
    graphs = asked.get("graphs", ())
    if allowed is not None:
        graphs = graphs or allowed.graphs
        left_out = {name: count for name, count in (report.left_out or Report()).counts().items() if count}
        document |= {"licences": allowed.licences, "left_out": left_out | {"graphs": allowed.left_out}}
    document |= {"written": report.counts(), "snapshots": _snapshots(store, graphs, allowed)}
    document |= {"software": f"paperkin {version('paperkin')}"}
    with replacing(beside(out)) as stream:
        stream.write(json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n")


def _snapshots(store: GraphStore, graphs: Collection[str], allowed: Permitted | None) -> list[dict[str, Value]]:
    """List the snapshots; where graphs were chosen, those that state them or that they were computed from.

    Where licences were chosen too, one under another licence is not named: what it states is there because one that
    may go along states it too.
    """
    origins = {origin for relation in _ORIGINS for of in values(store, relation, graphs).values() for origin in of}
    wanted = origins | set(graphs)
    rows = catalogue.find("snapshots").run(store).table().dicts()
    named = [row for row in rows if not graphs or row["snapshot"] in wanted]
    if allowed is not None:
        named = [row for row in named if short(str(row["licence"])) in allowed.licences]
    return [{name: row[name] for name in _COLUMNS} for row in named]
