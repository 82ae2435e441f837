"""Techniques, tasks, datasets and metrics; repositories."""

from collections.abc import Iterator

from ingest import record
from ingest.mapping.thing import Thing, members, one, statements
from ingest.nquads import Triple, term
from ingest.nquads import iri as node
from ontology.terms import PK


@statements.register
def _technique(rec: record.Technique) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Technique).text(PK.name, rec.name)
    thing.text(PK.fullName, rec.full_name).texts(PK.alternateName, rec.aliases)
    thing.link(PK.introducedBy, rec.introduced_by).text(PK.description, rec.description)
    thing.addresses(PK.url, one(rec.url)).addresses(PK.codeSnippet, one(rec.code)).number(PK.paperCount, rec.papers)
    yield from members(thing, PK.inCollection, PK.Collection, rec.collections)
    yield from members(thing, PK.inArea, PK.Area, rec.areas)
    yield from thing.triples


@statements.register
def _use(rec: record.Use) -> Iterator[Triple]:
    yield node(rec.paper), term(PK.usesTechnique), node(rec.technique)


@statements.register
def _task(rec: record.Task) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Task).text(PK.name, rec.name).texts(PK.alternateName, rec.aliases)
    thing.links(PK.parentTask, rec.parents).text(PK.description, rec.description)
    yield from members(thing, PK.inArea, PK.Area, rec.areas)
    yield from thing.triples


@statements.register
def _dataset(rec: record.Dataset) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Dataset).text(PK.name, rec.name).texts(PK.alternateName, rec.aliases)
    thing.number(PK.sampleCount, rec.samples).flag(PK.isPublic, rec.public)
    thing.link(PK.introducedBy, rec.introduced_by).text(PK.description, rec.description)
    thing.addresses(PK.url, one(rec.url)).link(PK.subsetOf, rec.subset_of).links(PK.aboutTask, rec.tasks)
    thing.texts(PK.modality, rec.modalities).texts(PK.language, rec.languages).number(PK.paperCount, rec.papers)
    yield from thing.triples


@statements.register
def _metric(rec: record.Metric) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Metric).text(PK.name, rec.name).text(PK.unit, rec.unit)
    yield from thing.link(PK.direction, rec.direction).triples


@statements.register
def _repository(rec: record.Repository) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Repository).text(PK.name, rec.url).addresses(PK.url, [rec.url])
    yield from thing.text(PK.framework, rec.framework).triples
    if rec.paper:
        yield node(rec.paper), term(PK.repository), node(rec.iri)
        if rec.official:
            yield node(rec.paper), term(PK.officialRepository), node(rec.iri)
