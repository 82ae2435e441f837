"""Records: what a source says, as small frozen values.

No record can be built without its `Place`: the source, its licence and the spot within it. Things are
referred to by IRI (minted by `ontology.iri`), relations and enumerations by ontology term.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a snapshot's facts come from and under which terms."""

    source: str
    upstream: str
    licence: str
    retrieved_at: str
    """Date (ISO 8601) on which the upstream was read."""


@dataclass(frozen=True, slots=True)
class Place:
    """A spot within an origin: a JSON pointer, or a file and line."""

    origin: Origin
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    at: Place


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a paper on a preprint server."""

    number: int
    date: str | None
    size: str | None = None
    """As the server writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Record):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed(Record):
    """A paper that its source has taken out: a tombstone."""

    iri: str
    identifiers: tuple[tuple[str, str], ...]
    """Pairs of scheme and identifier."""
    removed: str
    """Day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique(Record):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Use(Record):
    paper: str
    technique: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Record):
    iri: str
    name: str
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    """IRI and name of each area."""
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset(Record):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Record):
    iri: str
    name: str
    unit: str | None = None
    direction: str | None = None
    """Ontology term, or None: unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark(Record):
    iri: str
    name: str
    task: str
    dataset: str
    metrics: tuple[str, ...]
    primary_metric: str | None = None
    split: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Record):
    iri: str
    paper: str
    number: int
    family: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One cell: a metric's value as written, and the number that it means (None: not a number)."""

    metric: str
    raw: str
    value: str | None
    spread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Record):
    iri: str
    name: str
    paper: str | None
    parameters: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Record):
    """The spot that states a result: a table's row or a sentence. Several may state the same result."""

    iri: str
    label: str
    pointer: str
    table: str | None = None
    number: int | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Record):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage(Record):
    subject: str
    relation: str
    object: str
    stated_by: str | None
    """The work that says so; None where the source itself does."""
    place: str
    basis: str
    sentence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Record):
    """A work of which a source gives identifiers alone."""

    iri: str
    identifiers: tuple[tuple[str, str], ...]
    """Pairs of scheme and identifier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Record):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Citations(Record):
    """Many citations at once, in columns of text: dumps have them by the million."""

    citing: "pl.Series"
    cited: "pl.Series"
    """As many IRIs, one pair for each citation."""
    works: "pl.Series"
    identifiers: "pl.Series"
    """IRI and identifier, with its scheme in front, of the works that come for the first time."""
    repeats: int = 0
    """Citations that were given before, and are not given again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Record):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    iri: str
    text: str
    stated_by: str
    place: str
    value: str
    comparison: str
    reading: str | None = None
    undecidable_because: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository(Record):
    iri: str
    url: str
    paper: str | None = None
    official: bool = False
    framework: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Record):
    """Upstream says here what it said at an earlier place; counted, not written."""

    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected(Record):
    """Something upstream sent that could not become a record: where, why, and how it looked."""

    reason: str
    raw: str = field(default="")


Records = Iterator[Record]
