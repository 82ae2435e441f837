"""Benchmarks, models and their results, the places that state them, and what is claimed of them in words."""

from collections.abc import Iterator

from ingest import record
from ingest.mapping.thing import Thing, statements
from ingest.nquads import Triple, term
from ingest.nquads import iri as node
from ontology import iri
from ontology.terms import PK, XSD


@statements.register
def _benchmark(rec: record.Benchmark) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Benchmark).text(PK.name, rec.name)
    thing.link(PK.task, rec.task).link(PK.dataset, rec.dataset).text(PK.split, rec.split)
    yield from thing.links(PK.reportsMetric, rec.metrics).link(PK.primaryMetric, rec.primary_metric).triples


@statements.register
def _table(rec: record.Table) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Table).text(PK.name, f"Table {rec.number}")
    thing.link(PK.ofPaper, rec.paper).number(PK.tableNumber, rec.number).text(PK.family, rec.family)
    yield from thing.triples


@statements.register
def _model(rec: record.Model) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Model).text(PK.name, rec.name).link(PK.describedIn, rec.paper)
    yield from thing.number(PK.parameterCount, rec.parameters).triples


@statements.register
def _row(rec: record.Row) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Row).text(PK.name, rec.label).text(PK.pointer, rec.pointer)
    thing.text(PK.fileName, rec.file)
    yield from thing.link(PK.inTable, rec.table).number(PK.rowNumber, rec.number).triples


@statements.register
def _result(rec: record.Result) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Result).link(PK.benchmark, rec.benchmark).link(PK.ofModel, rec.model)
    thing.link(PK.reportedIn, rec.paper).link(PK.sourceRow, rec.row)
    thing.date(PK.resultDate, rec.date).text(PK.resultDateBasis, rec.date_basis if rec.date else None)
    thing.number(PK.extraTrainingSamples, rec.extra_samples).links(PK.trainedOn, rec.extra_datasets)
    thing.flag(PK.usesExtraData, rec.uses_extra_data)
    yield from thing.triples
    for cell in rec.cells:
        yield from _measurement(rec, cell)
    if rec.rank is not None:
        yield from _asserted_rank(rec)


def _measurement(rec: record.Result, cell: record.Measured) -> Iterator[Triple]:
    measurement = iri.part(rec.row, "measurement", iri.key(cell.metric))
    yield node(rec.iri), term(PK.hasMeasurement), node(measurement)
    thing = Thing(measurement, PK.Measurement).link(PK.metric, cell.metric).link(PK.sourceRow, rec.row)
    thing.literal(PK.value, cell.value, XSD.decimal).text(PK.rawValue, cell.raw)
    yield from thing.literal(PK.spread, cell.spread, XSD.decimal).triples


def _asserted_rank(rec: record.Result) -> Iterator[Triple]:
    thing = Thing(iri.part(rec.row, "rank"), PK.Rank).link(PK.result, rec.iri)
    thing.link(PK.benchmark, rec.benchmark).link(PK.metric, rec.rank_metric).number(PK.position, rec.rank)
    yield from thing.link(PK.basis, PK.Asserted).link(PK.sourceRow, rec.row).triples


@statements.register
def _statement(rec: record.Statement) -> Iterator[Triple]:
    thing = Thing(rec.iri, PK.Statement).text(PK.claimText, rec.text).text(PK.reading, rec.reading)
    thing.link(PK.statedBy, rec.stated_by).text(PK.place, rec.place).text(PK.comparison, rec.comparison)
    yield from thing.text(PK.statedValue, rec.value).text(PK.reason, rec.undecidable_because).triples
