"""What the graph says of joins and candidates."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import blake2b

from kg.identity.candidates import Candidate
from kg.identity.joins import Joins
from kg.values import Iri, Statement
from ontology import iri
from ontology.terms import PK, RDF

NAME = "identity"


def merged(joins: Joins) -> Iterator[Statement]:
    """Say of each other name of a paper which name its statements are kept under, and what keeps papers apart."""
    for alias, canonical in joins.renamed.iter_rows():
        yield alias, PK.mergedInto, Iri(canonical)
    for identifier, thing in joins.conflicts.iter_rows():
        yield thing, PK.conflictingIdentifier, identifier


def candidates(found: Iterable[Candidate]) -> Iterator[Statement]:
    """Describe each pair, with its score and what that is made of."""
    for one in found:
        key = blake2b(f"{one.one} {one.other}".encode(), digest_size=8).hexdigest()
        me = iri.part(iri.derived(NAME), "candidate", key)
        yield me, RDF.type, Iri(PK.IdentityCandidate)
        yield me, PK.candidate, Iri(one.one)
        yield me, PK.candidate, Iri(one.other)
        yield me, PK.score, Decimal(str(one.score))
        yield me, PK.reason, one.reason
        yield me, PK.basis, Iri(PK.Derived)
        yield one.one, PK.possiblySame, Iri(one.other)
        yield one.other, PK.possiblySame, Iri(one.one)
