"""What people decided on candidates: a file in the workspace, `same.csv`, that is edited by hand."""

import csv
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageProblem
from ontology import iri

FILE = "same.csv"
COLUMNS = ("one", "other", "verdict", "by", "why")
ACCEPT, REFUSE = "accept", "refuse"
_PAPERS = f"{iri.BASE}paper/"


@dataclass(frozen=True)
class Decisions:
    """Pairs of IRIs, the lesser first: those that are one paper, and those that are not."""

    accepted: frozenset[tuple[str, str]] = frozenset()
    refused: frozenset[tuple[str, str]] = frozenset()


def pair(one: str, other: str) -> tuple[str, str]:
    """Give two IRIs in the order of text."""
    return (one, other) if one <= other else (other, one)


def read(home: Path) -> Decisions:
    """Read the decisions of a workspace; none where there is no file.

    Raises
    ------
    UsageProblem
        If a line cannot be understood; the message names it.
    """
    path = home / FILE
    if not path.exists():
        return Decisions()
    made: dict[tuple[str, str], str] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in (reader := csv.DictReader(file)):
                made |= _decision(row, reader.line_num)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageProblem(f"{path} cannot be read ({error}); its columns are {','.join(COLUMNS)}") from None
    except ValueError as error:
        raise UsageProblem(f"{path}, {error}; its columns are {','.join(COLUMNS)}") from None
    return Decisions(
        frozenset(found for found, verdict in made.items() if verdict == ACCEPT),
        frozenset(found for found, verdict in made.items() if verdict == REFUSE),
    )


def _decision(row: dict[str, str | None], line: int) -> dict[tuple[str, str], str]:
    try:
        decided = _pair(row)
        return {decided: _verdict(row)}
    except ValueError as error:
        raise ValueError(f"line {line}: {error}") from None


def _pair(row: dict[str, str | None]) -> tuple[str, str]:
    one, other = (_paper((row.get(name) or "").strip()) for name in ("one", "other"))
    if one == other:
        raise ValueError(f"{one!r} stands twice in one line")
    return pair(one, other)


def _paper(name: str) -> str:
    """Read the IRI of a paper, or what `kg same` prints of it: ``arxiv/2010.11929``."""
    full = name if name.startswith(_PAPERS) else _PAPERS + name
    if not (name and "/" in full.removeprefix(_PAPERS) and iri.valid(full)) or (":" in name and full != name):
        raise ValueError(f"{name!r} is not the IRI of a paper")
    return full


def _verdict(row: dict[str, str | None]) -> str:
    verdict = (row.get("verdict") or "").strip().lower()
    if verdict not in (ACCEPT, REFUSE):
        raise ValueError(f"{verdict!r} is neither {ACCEPT} nor {REFUSE}")
    return verdict
