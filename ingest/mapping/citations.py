"""Who cites whom, who builds on whom, and how much of that a source was asked for."""

from collections.abc import Iterator
from hashlib import blake2b

import polars as pl

from ingest import record
from ingest.mapping.thing import Thing, path, paths, statements
from ingest.nquads import Triple, term
from ingest.nquads import iri as node
from ontology import iri
from ontology.terms import CITO, PK, RDF


@statements.register
def _citation(rec: record.Citation) -> Iterator[Triple]:
    if rec.cited:
        yield node(rec.citing), term(CITO.cites), node(rec.cited)
    if rec.place is not None:
        work = [str(rec.number)] if rec.number is not None else paths(rec.cited)
        yield from _act(rec, *work, rec.place, *paths(rec.technique))
    elif rec.sentence or rec.intents or rec.influential:
        words = [blake2b(rec.sentence.encode(), digest_size=8).hexdigest()] if rec.sentence else []
        yield from _act(rec, *paths(rec.cited), rec.at.origin.source, *words)


def _act(rec: record.Citation, *keys: str) -> Iterator[Triple]:
    """Describe one act of citing, of which more is known than who cites whom."""
    thing = Thing(iri.part(rec.citing, "citation", *keys), PK.Citation)
    thing.link(PK.citingEntity, rec.citing).link(PK.citedEntity, rec.cited)
    thing.number(PK.referenceNumber, rec.number).text(PK.place, rec.place).text(PK.sentence, rec.sentence)
    thing.link(PK.citedTechnique, rec.technique).links(PK.intent, rec.intents).flag(PK.isInfluential, rec.influential)
    yield from thing.link(PK.statedBy, rec.citing if rec.place else None).triples


def many(rec: record.Citations, graph: str) -> str:
    """Write the statements of many citations as N-Quads in the named graph `graph` (a term).

    The columns hold IRIs that `ontology.iri` minted, and identifiers without characters that need an escape but the
    quote and the backslash.
    """
    kind, known, cites = (term(one) for one in (RDF.type, PK.identifier, CITO.cites))
    spelt = rec.identifiers.str.replace_many({"\\": "\\\\", '"': '\\"'})
    works = rec.works.to_frame("iri").with_columns(spelt.alias("identifier"))
    typed_once = works.select("iri").unique(maintain_order=True)
    ends = rec.citing.to_frame("a").with_columns(rec.cited.alias("b"))
    parts = (
        typed_once.select(pl.format(f"<{{}}> {kind} {term(PK.Work)} {graph} .\n", "iri")),
        works.select(pl.format(f'<{{}}> {known} "{{}}" {graph} .\n', "iri", "identifier")),
        ends.select(pl.format(f"<{{}}> {cites} <{{}}> {graph} .\n", "a", "b")),
    )
    return "".join(str(part.to_series().str.join("")[0]) for part in parts)


@statements.register
def _coverage(rec: record.Coverage) -> Iterator[Triple]:
    source = rec.at.origin.source
    me = iri.part(rec.paper, "coverage", source, rec.asked_for.rsplit("#")[-1], rec.day)
    thing = Thing(me, PK.Coverage).link(PK.coverageOf, rec.paper).text(PK.sourceName, source)
    thing.link(PK.askedFor, rec.asked_for).link(PK.completeness, rec.completeness)
    thing.date(PK.answeredOn, rec.day).number(PK.answerCount, rec.count)
    yield from thing.number(PK.statedTotal, rec.total).triples


@statements.register
def _lineage(rec: record.Lineage) -> Iterator[Triple]:
    yield node(rec.subject), term(rec.relation), node(rec.object)
    keys = (rec.relation.rsplit("#")[-1], path(rec.object), *paths(rec.stated_by), rec.place)
    claim = iri.part(rec.subject, "claim", *keys)
    thing = Thing(claim, PK.LineageClaim).link(PK.claimSubject, rec.subject)
    thing.link(PK.claimRelation, rec.relation).link(PK.claimObject, rec.object)
    thing.link(PK.statedBy, rec.stated_by)
    thing.text(PK.place, rec.place).text(PK.sentence, rec.sentence).link(PK.basis, rec.basis)
    yield from thing.triples
