"""The statements of a view that are about what is left of it."""

from collections.abc import Collection, Iterator
from pathlib import Path

from ontology.terms import PK

_ENDS = frozenset(
    f"<{relation}>".encode()
    for relation in (
        PK.citingEntity, PK.citedEntity, PK.citedTechnique, PK.claimSubject, PK.claimObject, PK.ofModel, PK.benchmark,
        PK.result,
    )
)  # fmt: skip
"""Properties by which a thing is about another: it goes where that goes."""
_PARTS = frozenset(f"<{relation}>".encode() for relation in (PK.hasMeasurement, PK.sourceRow))
"""Properties of a thing whose values belong to it."""

Triple = tuple[bytes, bytes, bytes]


def narrow(path: Path, left_out: Collection[str]) -> Iterator[bytes]:
    """Yield the lines of N-Triples that have nothing to do with what was left out.

    A claim, a citation, a result or a rank about something that was left out goes too, with its measurements and rows.

    Parameters
    ----------
    path : Path
        Read several times.
    left_out : collection of str
        IRIs.
    """
    gone = {f"<{iri}>".encode() for iri in left_out}
    before = -1
    while len(gone) > before:
        before = len(gone)
        gone |= {subject for subject, relation, object_ in _triples(path) if relation in _ENDS and object_ in gone}
    parts = [triple for triple in _triples(path) if triple[1] in _PARTS]
    gone |= {part for of, _, part in parts if of in gone} - {part for of, _, part in parts if of not in gone}
    for subject, relation, object_ in _triples(path):
        if subject not in gone and object_ not in gone:
            yield b"%b %b %b .\n" % (subject, relation, object_)


def _triples(path: Path) -> Iterator[Triple]:
    with path.open("rb") as file:
        for line in file:
            subject, relation, object_ = line[:-3].split(b" ", 2)
            yield subject, relation, object_
