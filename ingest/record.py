"""Records: what a source says, as small frozen values.

No record can be built without its `Place`: the source, its licence and the spot within it. Things are
referred to by IRI (minted by `ontology.iri`), relations and enumerations by ontology term.

They are structs of msgspec, which are made five times as fast as frozen dataclasses and are as fixed; nothing frozen
can be part of a cycle, so the garbage collector need not look at them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import polars as pl


class Origin(Struct, frozen=True, gc=False):
    """Where a snapshot's facts come from and under which terms."""

    source: str
    upstream: str
    licence: str
    retrieved_at: str
    """Date (ISO 8601) on which the upstream was read."""


class Place(Struct, frozen=True, gc=False):
    """A spot within an origin: a JSON pointer, or a file and line."""

    origin: Origin
    pointer: str


class Record(Struct, frozen=True, gc=False):
    at: Place


class Version(Struct, frozen=True, gc=False):
    """A version of a paper on a preprint server."""

    number: int
    date: str | None
    size: str | None = None
    """As the server writes it."""


class Paper(Record, frozen=True):
    iri: str
    title: str
    authors: tuple[str, ...]
    """Names in the order of the paper."""
    authors_complete: bool | None = None
    """Whether `authors` are all there are, where the source tells."""
    identifiers: tuple[tuple[str, str], ...] = ()
    """Pairs of scheme (`arxiv`, `doi`, ...) and identifier."""
    submitted: str | None = None
    """First submission to arXiv, as YYYY, YYYY-MM or YYYY-MM-DD."""
    published: str | None = None
    """Publication date of a work that was never on arXiv, with the same precisions."""
    year: int | None = None
    """Year as the source prints it."""
    venue: str | None = None
    abstract: str | None = None
    urls: tuple[str, ...] = ()
    """Pages about the paper."""
    tasks: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    revised: str | None = None
    """Submission of the newest version, where that is not the first."""
    versions: tuple[Version, ...] = ()
    categories: tuple[str, ...] = ()
    """Of arXiv, the primary one first."""
    subjects: tuple[str, ...] = ()
    """Classes of other schemes, and subjects in words."""
    journal_reference: str | None = None
    comments: str | None = None
    """Of the authors, for readers."""
    licence: str | None = None
    """IRI."""
    report_number: str | None = None
    withdrawn: bool | None = None
    """True where the authors say so."""


class Removed(Record, frozen=True, kw_only=True):
    """A paper that its source has taken out: a tombstone."""

    iri: str
    identifiers: tuple[tuple[str, str], ...]
    """Pairs of scheme and identifier."""
    removed: str
    """Day."""


class Technique(Record, frozen=True, kw_only=True):
    iri: str
    name: str
    full_name: str | None = None
    aliases: tuple[str, ...] = ()
    collections: tuple[tuple[str, str], ...] = ()
    """IRI and name of each collection."""
    areas: tuple[tuple[str, str], ...] = ()
    """IRI and name of each area."""
    introduced_by: str | None = None
    description: str | None = None
    url: str | None = None
    code: str | None = None
    """Address of a snippet of code."""
    papers: int | None = None
    """How many papers use it, as the source counts."""


class Use(Record, frozen=True, kw_only=True):
    paper: str
    technique: str


class Task(Record, frozen=True, kw_only=True):
    iri: str
    name: str
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    """IRI and name of each area."""
    description: str | None = None


class Dataset(Record, frozen=True, kw_only=True):
    iri: str
    name: str
    aliases: tuple[str, ...] = ()
    samples: int | None = None
    public: bool | None = None
    introduced_by: str | None = None
    description: str | None = None
    url: str | None = None
    subset_of: str | None = None
    tasks: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    papers: int | None = None
    """How many papers use it, as the source counts."""


class Metric(Record, frozen=True, kw_only=True):
    iri: str
    name: str
    unit: str | None = None
    direction: str | None = None
    """Ontology term, or None: unknown."""


class Benchmark(Record, frozen=True, kw_only=True):
    iri: str
    name: str
    task: str
    dataset: str
    metrics: tuple[str, ...]
    primary_metric: str | None = None
    split: str | None = None


class Table(Record, frozen=True, kw_only=True):
    iri: str
    paper: str
    number: int
    family: str


class Measured(Struct, frozen=True, gc=False):
    """One cell: a metric's value as written, and the number that it means (None: not a number)."""

    metric: str
    raw: str
    value: str | None
    spread: str | None = None


class Model(Record, frozen=True, kw_only=True):
    iri: str
    name: str
    paper: str | None
    parameters: int | None = None


class Row(Record, frozen=True, kw_only=True):
    """The spot that states a result: a table's row or a sentence. Several may state the same result."""

    iri: str
    label: str
    pointer: str
    table: str | None = None
    number: int | None = None
    file: str | None = None


class Result(Record, frozen=True, kw_only=True):
    iri: str
    row: str
    benchmark: str
    model: str
    paper: str | None
    cells: tuple[Measured, ...]
    date: str | None = None
    date_basis: str | None = None
    """What `date` is the date of; says nothing where there is no date."""
    uses_extra_data: bool | None = None
    extra_samples: int | None = None
    extra_datasets: tuple[str, ...] = ()
    rank: int | None = None
    rank_metric: str | None = None


class Lineage(Record, frozen=True, kw_only=True):
    subject: str
    relation: str
    object: str
    stated_by: str | None
    """The work that says so; None where the source itself does."""
    place: str
    basis: str
    sentence: str | None = None


class Work(Record, frozen=True, kw_only=True):
    """A work of which a source gives identifiers alone."""

    iri: str
    identifiers: tuple[tuple[str, str], ...]
    """Pairs of scheme and identifier."""


class Citation(Record, frozen=True, kw_only=True):
    """A citation by `citing`; the work is a paper, or only a technique is known of it."""

    citing: str
    cited: str | None
    number: int | None = None
    place: str | None = None
    technique: str | None = None
    sentence: str | None = None
    """The words of `citing` around the citation, as the source found them."""
    intents: tuple[str, ...] = ()
    """Properties of CiTO."""
    influential: bool | None = None
    """Whether the source marks it as influential; by itself, that it is not makes no statement."""


class Citations(Record, frozen=True, kw_only=True):
    """Many citations at once, in columns of text: dumps have them by the million."""

    citing: "pl.Series"
    cited: "pl.Series"
    """As many IRIs, one pair for each citation."""
    works: "pl.Series"
    identifiers: "pl.Series"
    """IRI and identifier, with its scheme in front, of the works that come for the first time."""
    repeats: int = 0
    """Citations that were given before, and are not given again."""


class Coverage(Record, frozen=True, kw_only=True):
    """What came of asking a source for the references of a paper, or for what cites it."""

    paper: str
    asked_for: str
    """Ontology term: references or cited by."""
    completeness: str
    """Ontology term."""
    day: str
    """Date (YYYY-MM-DD) of the answer."""
    count: int
    """How many the source gave."""
    total: int | None = None
    """How many there are, as the source counts."""


class Statement(Record, frozen=True, kw_only=True):
    iri: str
    text: str
    stated_by: str
    place: str
    value: str
    comparison: str
    reading: str | None = None
    undecidable_because: str | None = None


class Repository(Record, frozen=True, kw_only=True):
    iri: str
    url: str
    paper: str | None = None
    official: bool = False
    framework: str | None = None


class Repeat(Record, frozen=True, kw_only=True):
    """Upstream says here what it said at an earlier place; counted, not written."""

    of: str


class Rejected(Record, frozen=True, kw_only=True):
    """Something upstream sent that could not become a record: where, why, and how it looked."""

    reason: str
    raw: str = ""


Records = Iterator[Record]
