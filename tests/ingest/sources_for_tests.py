"""Small sources for tests: records as they are given, and every kind of record once."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ingest import record as rec
from ontology.iri import benchmark, model, paper, result, thing
from ontology.terms import PK

ORIGIN = rec.Origin("small", "https://example.org/dump", "https://example.org/licence", "2021-07-01")
AT = rec.Place(ORIGIN, "dump.json#/0")


@dataclass(frozen=True)
class Given:
    """A source of the records that it is given; `make` is called anew for each run."""

    make: Callable[[], Iterable[rec.Record]]
    text: str = "1"
    origin: rec.Origin = ORIGIN

    def fingerprint(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def records(self) -> rec.Records:
        yield from self.make()


def tasks(*names: str) -> Given:
    """Give a source of one task a name."""
    return Given(lambda: [task(name) for name in names], text=" ".join(names))


def task(name: str, pointer: str = "dump.json#/0") -> rec.Task:
    return rec.Task(at=rec.Place(ORIGIN, pointer), iri=thing("task", "small", name), name=name)


def every_kind() -> list[rec.Record]:
    """Give one record of each kind, with every field filled."""
    one, other = paper(arxiv="2010.11929"), paper(doi_name="10.1162/neco.1991.3.1.79")
    metric, board, name = thing("metric", "small", "Acc"), benchmark("small", "IC", "IN"), "ViT-H/14"
    row, technique = thing("row", "small", "1"), thing("technique", "small", "vit")
    none = rec.Measured(thing("metric", "small", "FPS"), "-", None)
    cells = (rec.Measured(metric, "88.55 ± 0.1%", "88.55", "0.1"), none)
    return [
        rec.Paper(
            at=AT, iri=one, title="T", authors=("A. One", "B. Two"), authors_complete=False,
            identifiers=(("arxiv", "2010.11929v2"), ("doi", "10.1162/NECO.1"), ("small", "1")),
            submitted="2020-10-22", published="2021-05", year=2021, venue="ICLR", abstract="We.",
            urls=("http://e.org/a b",), tasks=(thing("task", "small", "IC"),), techniques=(technique,),
            revised="2021-06-03", versions=(rec.Version(1, "2020-10-22", "1kb"),), categories=("cs.CV",),
            subjects=("I.2",), journal_reference="J. 1", comments="c", licence="http://e.org/licence",
            report_number="R-1", withdrawn=True,
        ),
        rec.Removed(at=AT, iri=one, identifiers=(("arxiv", "2010.11929"),), removed="2021-06-04"),
        rec.Work(at=AT, iri=other, identifiers=(("doi", "10.1/X"), ("omid", "br/1"))),
        rec.Coverage(
            at=AT, paper=one, asked_for=PK.References, completeness=PK.Partial, day="2026-11-22", count=0, total=1,
        ),
        rec.Technique(
            at=AT, iri=technique, name="ViT", full_name="Vision Transformer", aliases=("vit",),
            collections=((thing("collection", "small", "c"), "c"),), areas=((thing("area", "small", "a"), "a"),),
            introduced_by=one, description="d", url="http://e.org/", code="http://e.org/code", papers=0,
        ),
        rec.Use(at=AT, paper=one, technique=technique),
        rec.Task(
            at=AT, iri=thing("task", "small", "IC"), name="IC", aliases=("Image classification",), description="d",
            parents=(thing("task", "small", "CV"),), areas=((thing("area", "small", "a"), "a"),),
        ),
        rec.Dataset(
            at=AT, iri=thing("dataset", "small", "IN"), name="IN", aliases=("ImageNet",), samples=0, public=False,
            introduced_by=other, description="d", url="http://e.org/", subset_of=thing("dataset", "small", "all"),
            tasks=(thing("task", "small", "IC"),), modalities=("Images",), languages=("English",), papers=2,
        ),
        rec.Metric(at=AT, iri=metric, name="Acc", unit="%", direction=PK.HigherIsBetter),
        rec.Benchmark(
            at=AT, iri=board, name="IC on IN", task=thing("task", "small", "IC"),
            dataset=thing("dataset", "small", "IN"), metrics=(metric,), primary_metric=metric, split="val",
        ),
        rec.Table(at=AT, iri=thing("table", "small", "1"), paper=one, number=1, family="F"),
        rec.Model(at=AT, iri=model(one, name), name=name, paper=one, parameters=632_000_000),
        rec.Row(at=AT, iri=row, label="Table 1, row 1", pointer="x:1", table=thing("table", "small", "1"), number=1,
                file="x"),
        rec.Result(
            at=AT, iri=result(board, model(one, name)), row=row, benchmark=board, model=model(one, name), paper=one,
            cells=cells, date="2020", date_basis="b", extra_samples=300, uses_extra_data=True,
            rank=1, rank_metric=metric,
            extra_datasets=(thing("dataset", "small", "JFT"),),
        ),
        rec.Lineage(
            at=AT, subject=technique, relation=PK.buildsOn, object=thing("technique", "small", "t"), stated_by=one,
            place="Abstract", basis=PK.Stated, sentence="It builds on t.",
        ),
        rec.Citation(
            at=AT, citing=one, cited=other, number=3, place="Abstract", technique=technique, sentence="As [3] says.",
            intents=("http://purl.org/spar/cito/usesMethodIn",), influential=True,
        ),
        rec.Repository(at=AT, iri=thing("repository", "small", "r"), url="http://e.org/r", paper=one, official=True,
                       framework="jax"),
        rec.Statement(
            at=AT, iri=thing("statement", "small", "s"), text="t", stated_by=one, place="Abstract", value="1",
            comparison="equal", reading="r", undecidable_because="u",
        ),
    ]  # fmt: skip
