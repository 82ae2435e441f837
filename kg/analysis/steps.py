"""What a record step owed to: the techniques, the parameters and the extra data that entered with each new best result.

What is not known stays unknown (None): that nobody says which techniques a model uses does not mean that it uses none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import networkx as nx


@dataclass(frozen=True)
class Entry:
    """What is known of one result.

    Parameters
    ----------
    result, model : str
    value : str
        As written.
    date : str
    margin : str or None
        How much better than the best before.
    techniques : frozenset of str, or None
        What its paper or its model uses.
    parameters : int or None
    extra_data : bool or None
        Whether it was trained on more than the data of the benchmark.
    datasets : frozenset of str, or None
        Which those were.
    samples : int or None
        How many samples those have.
    introduced : frozenset of str
        Techniques that its paper introduced, as far as that is known.
    """

    result: str
    model: str
    value: str
    date: str
    margin: str | None
    techniques: frozenset[str] | None = None
    parameters: int | None = None
    extra_data: bool | None = None
    datasets: frozenset[str] | None = None
    samples: int | None = None
    introduced: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Descent:
    """A technique that entered derives from one that was there before."""

    technique: str
    kind: str
    origin: str
    place: str | None
    stated_by: str | None


@dataclass(frozen=True)
class Step:
    """A new best result beside the one that it replaced.

    Parameters
    ----------
    entry : Entry
    before : Entry or None
        None for the first reign. Where several results shared the reign before, there is a step for each.
    entered, left : tuple of str, or None
        Techniques that the new one uses and the old one did not, and the other way round; None where those of either
        are not known.
    descents : tuple of Descent
        From what entered, or was introduced, to what the old one used or introduced.
    ratio : Fraction or None
        Parameters of the new one by those of the old one.
    datasets : tuple of str, or None
        Extra training data of the new one that the old one did not have.
    """

    entry: Entry
    before: Entry | None
    entered: tuple[str, ...] | None
    left: tuple[str, ...] | None
    descents: tuple[Descent, ...]
    ratio: Fraction | None
    datasets: tuple[str, ...] | None


def steps(entries: Sequence[Entry], lineage: nx.MultiDiGraph) -> list[Step]:
    """Compare each record holder with the one before.

    Parameters
    ----------
    entries : sequence of Entry
        The holders of a board, by date; those of one day share a reign.
    lineage : MultiDiGraph
        Techniques; edges run from the derived one to its origin, keyed by kind.

    Returns
    -------
    list of Step
        By date, then in the order of the entries.

    Examples
    --------
    >>> old = Entry("r1", "A", "80", "2019", None, frozenset({"s"}), 10)
    >>> new = Entry("r2", "B", "85", "2020", "5", frozenset({"s", "t"}), 25)
    >>> last = steps([old, new], nx.MultiDiGraph([("t", "s", "buildsOn")]))[-1]
    >>> last.entered, last.ratio, last.descents[0].origin
    (('t',), Fraction(5, 2), 's')
    """
    reigns: dict[str, list[Entry]] = {}
    for entry in entries:
        reigns.setdefault(entry.date, []).append(entry)
    found: list[Step] = []
    before: list[Entry] = []
    for _, holders in sorted(reigns.items()):
        others: list[Entry] | list[None] = before or [None]
        found += [_step(holder, other, lineage) for holder in holders for other in others]
        before = holders
    return found


def _step(entry: Entry, before: Entry | None, lineage: nx.MultiDiGraph) -> Step:
    if before is None:
        return Step(entry, None, None, None, (), None, None)
    entered = _without(entry.techniques, before.techniques)
    old = before.introduced.union(before.techniques or ())
    new = entry.introduced.union(entered or ()) - old
    return Step(
        entry, before, entered, _without(before.techniques, entry.techniques),
        tuple(_descents(sorted(new), old, lineage)),
        _ratio(entry.parameters, before.parameters), _without(entry.datasets, before.datasets),
    )  # fmt: skip


def _without(one: frozenset[str] | None, other: frozenset[str] | None) -> tuple[str, ...] | None:
    return None if one is None or other is None else tuple(sorted(one - other))


def _ratio(one: int | None, other: int | None) -> Fraction | None:
    return Fraction(one, other) if one and other else None


def _descents(entered: Sequence[str], origins: frozenset[str], lineage: nx.MultiDiGraph) -> Iterator[Descent]:
    for technique in entered:
        if technique in lineage:
            edges: list[tuple[str, str, str]] = sorted(lineage.out_edges(technique, keys=True))
            for _, origin, kind in edges:
                if origin in origins:
                    facts: Mapping[str, str | None] = lineage.edges[technique, origin, kind]
                    yield Descent(technique, kind, origin, facts.get("place"), facts.get("stated_by"))
