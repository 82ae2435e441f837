"""The command on what the records of a leaderboard owed to."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.analysis.steps import Descent, Entry, Step
from kg.analysis.steps import steps as compared
from kg.cli.ask import BenchmarkName, BetterWhen, Format, Metric
from kg.cli.boards import entries
from kg.cli.build import Home
from kg.cli.output import TableFormat, say, show, show_json
from kg.entries import Entries, Said
from kg.looks import amount, relation
from kg.projection import Projection
from kg.values import Table, Value

_COLUMNS = (
    "date", "model", "value", "margin", "before", "techniques_entered", "techniques_left", "introduced", "lineage",
    "parameters", "ratio", "extra_data", "extra_data_before", "datasets_entered", "extra_samples",
    "techniques_said_by", "parameters_said_by", "extra_data_said_by", "paper", "result", "result_before",
)  # fmt: skip

_MOST = 4
"""Techniques that a paper introduced, in a table for people."""


def steps(
    benchmark: BenchmarkName,
    metric: Metric = None,
    direction: BetterWhen = None,
    form: Format = TableFormat.table,
    home: Home = Path(),
) -> None:
    """Show what entered with each new best result of a benchmark: techniques, parameters, extra data; and who says so.

    Each record is compared with the one that it replaced. What nobody says of either is unknown, which is not the same
    as none. Lineage: that a technique which entered derives from one that was there, with the place that says so.
    """
    found = entries(home, benchmark, metric, direction)
    told = compared(found.holders, Projection.open(home).lineage)
    writer = _Writer(found)
    if form is TableFormat.json:
        show_json([writer.document(step) for step in told])
    elif form is TableFormat.table:
        columns = ("from", "model", "value", "margin", "techniques", "parameters", "extra_data", "said_by")
        show(Table(columns, [writer.people(step) for step in told]), form)
    else:
        show(Table(_COLUMNS, [writer.machines(step) for step in told]), form)
    say(_coverage(found.holders))


def _coverage(holders: list[Entry]) -> str:
    """Say of how many records it is known what they are compared by."""
    known = ", ".join(
        f"{what} of {sum(getattr(entry, name) is not None for entry in holders)}"
        for what, name in (("techniques", "techniques"), ("parameters", "parameters"), ("extra data", "extra_data"))
    )
    return f"of {len(holders)} records are known: {known}"


@dataclass(frozen=True)
class _Writer:
    """Puts steps into words, rows and documents, with names for IRIs."""

    found: Entries

    @cached_property
    def papers(self) -> dict[str, str | None]:
        return dict(self.found.table.select("result", "paper").iter_rows())

    def people(self, step: Step) -> tuple[Value, ...]:
        entry, known = step.entry, self.found.known[step.entry.result]
        said = _briefly([*_sayers(known.techniques), *_sayers(known.parameters), *_sayers(known.extra_data)])
        return (
            entry.date, entry.model, Decimal(entry.value), _number(entry.margin), self._novelties(step), _size(step),
            self._extra(step), said,
        )  # fmt: skip

    def machines(self, step: Step) -> tuple[Value, ...]:
        entry, known = step.entry, self.found.known[step.entry.result]
        datasets = None if step.datasets is None else [self._set_name(dataset) for dataset in step.datasets]
        row: dict[str, Value] = {
            "date": entry.date, "model": entry.model, "value": Decimal(entry.value), "margin": _number(entry.margin),
            "techniques_entered": self._listed(step.entered), "techniques_left": self._listed(step.left),
            "introduced": self._listed(sorted(entry.introduced) or None),
            "lineage": "; ".join(map(self._descent, step.descents)) or None, "parameters": entry.parameters,
            "ratio": None if step.ratio is None else float(step.ratio), "extra_data": entry.extra_data,
            "datasets_entered": _joined(datasets), "extra_samples": entry.samples,
            "techniques_said_by": _by(known.techniques), "parameters_said_by": _by(known.parameters),
            "extra_data_said_by": _by(known.extra_data), "paper": self.papers.get(entry.result), "result": entry.result,
        }  # fmt: skip
        if before := step.before:
            row |= {"before": before.model, "extra_data_before": before.extra_data, "result_before": before.result}
        return tuple(row.get(column) for column in _COLUMNS)

    def document(self, step: Step) -> dict[str, Any]:
        entry, known = step.entry, self.found.known[step.entry.result]
        return {
            "record": self._entry(entry), "before": step.before and self._entry(step.before),
            "margin": _number(entry.margin),
            "techniques": {"entered": self._things(step.entered), "left": self._things(step.left),
                           "introduced": self._things(sorted(entry.introduced)), "said_by": _sayers(known.techniques)},
            "lineage": [asdict(descent) for descent in step.descents],
            "parameters": {"value": entry.parameters, "ratio": step.ratio and float(step.ratio),
                           "said_by": _sayers(known.parameters)},
            "extra_data": {"value": entry.extra_data, "samples": entry.samples,
                           "datasets_entered": self._things(step.datasets), "said_by": _sayers(known.extra_data)},
        }  # fmt: skip

    def _entry(self, entry: Entry) -> dict[str, Any]:
        return {
            "date": entry.date, "model": entry.model, "value": Decimal(entry.value), "result": entry.result,
            "paper": self.papers.get(entry.result),
        }  # fmt: skip

    def _novelties(self, step: Step) -> str:
        """Tell which techniques entered, and what those grew from that was there."""
        if step.before is None:
            return "(the first record)"
        entered = step.entered or ()
        words = sorted(self._with_origins(technique, step.descents) for technique in entered)
        words += ["unknown"] if step.entered is None else [] if entered else ["none new"]
        brought = sorted(self._with_origins(one, step.descents) for one in step.entry.introduced.difference(entered))
        more = [f"{len(brought) - _MOST} more"] if len(brought) > _MOST else []
        return ", ".join(words) + (f"; introduces {', '.join([*brought[:_MOST], *more])}" if brought else "")

    def _with_origins(self, technique: str, descents: Iterable[Descent]) -> str:
        of = [
            f"{relation(descent.kind)} {self._name(descent.origin)}{f': {descent.place}' if descent.place else ''}"
            for descent in descents if descent.technique == technique
        ]  # fmt: skip
        return self._name(technique) + (f" ({'; '.join(of)})" if of else "")

    def _descent(self, descent: Descent) -> str:
        words = f"{self._name(descent.technique)} {relation(descent.kind)} {self._name(descent.origin)}"
        return words + (f" ({descent.place})" if descent.place else "")

    def _extra(self, step: Step) -> str:
        entry = step.entry
        if not entry.extra_data:
            return "unknown" if entry.extra_data is None else "no"
        new = step.datasets or ()
        names = [f"{self._set_name(one)}{' (new)' * (one in new)}" for one in sorted(entry.datasets or ())]
        return ", ".join([*(names or ["yes"]), *([f"{amount(entry.samples)} samples"] if entry.samples else [])])

    def _name(self, technique: str) -> str:
        return self.found.technique_names.get(technique, technique)

    def _set_name(self, dataset: str) -> str:
        return self.found.dataset_names.get(dataset, dataset)

    def _listed(self, techniques: Iterable[str] | None) -> str | None:
        return _joined(None if techniques is None else [self._name(one) for one in techniques])

    def _things(self, things: Iterable[str] | None) -> list[dict[str, str]] | None:
        """Give things with their names; None, that is unknown, stays so."""
        if things is None:
            return None
        known = self.found.technique_names | self.found.dataset_names
        return [{"iri": thing, "name": known.get(thing, thing)} for thing in things]


def _joined(names: list[str] | None) -> str | None:
    """Join names: nothing where it is not known, ``none`` where there are none."""
    return None if names is None else "; ".join(names) or "none"


def _size(step: Step) -> str:
    parameters = step.entry.parameters
    if parameters is None:
        return "unknown"
    return amount(parameters) + ("" if step.ratio is None else f" (×{float(step.ratio):.3g})")


def _sayers(said: Said[Any] | None) -> list[str]:
    return [] if said is None else list(said.by)


def _by(said: Said[Any] | None) -> str | None:
    return "; ".join(_sayers(said)) or None


def _briefly(sayers: Iterable[str]) -> str | None:
    """Join who says something, without places that only a program can follow (``dump.json#/3/rows/1``)."""
    short = {", ".join(part for part in sayer.split(", ") if "#/" not in part) for sayer in sayers}
    covered = {one for one in short for other in short if other.startswith(f"{one}, ")}
    return "; ".join(sorted(short - covered)) or None


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


COMMANDS = (steps,)
