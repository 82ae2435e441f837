"""The dump `datasets`: data sets with their tasks, modalities, languages and introducing papers.

A data set has the IRI of its name, as the evaluation tables know nothing else of it. Where two pages share a name,
the second has the IRI of its page, so that they stay apart.

What is left out, and why:

- `homepage`, `license_url`: a record holds one address, the page on Papers with Code;
- `license_name`: a free text; taken is only that it says that the data are private;
- `short_description`: a part of the description;
- `image`, `audio`, `thumbnail`, `default_image`, `verified_image`, `default_youtube_link`: pictures and sounds;
- `introduced_date`: the introducing paper has a date;
- `mention_count`: `num_papers` counts the papers, and says what it counts;
- `verified_name`, `verified_paper`, `warning`: notes of the editors; they repeat `name` and `paper`;
- `data_loaders`: code that reads the data, which is neither the data nor a paper's code.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest import record as rec
from ingest.sources.paperswithcode.fields import Entry, read_each
from ingest.sources.paperswithcode.identity import SOURCE, Identity, Known, named_paper, paper_iri
from ingest.sources.paperswithcode.papers import Tasks, task_iri
from ontology import iri

_PRIVATE = re.compile(r"\bprivate\b|\bnot publicly available\b", re.IGNORECASE)


def records(elements: Iterable[tuple[str, object]], origin: rec.Origin, known: Known | None = None) -> rec.Records:
    """Yield data sets, their tasks, and papers known from here alone; what is malformed as `Rejected`.

    Parameters
    ----------
    elements : iterable of (str, object)
        JSON pointers and decoded elements.
    origin : Origin
    known : Known, optional
        The papers that other dumps of the same snapshot gave.

    Yields
    ------
    Dataset, Task, Paper or Rejected
    """
    return read_each(elements, origin, _Datasets(known or Known()).records)


@dataclass
class _Datasets:
    known: Known
    tasks: Tasks = field(default_factory=Tasks)
    pages: dict[str, str | None] = field(default_factory=dict)
    """The page of each name: some ten thousand."""

    def records(self, entry: Entry) -> rec.Records:
        name, url = entry.needed("name"), entry.address("url")
        tasks = [task for found in entry.entries("tasks") if (task := found.text("task"))]
        aliases = (entry.text("full_name"), *entry.texts("variants"))
        paper, title = _paper(entry.entry("paper"))
        yield rec.Dataset(
            at=entry.at, iri=self._iri(name, url), name=name, description=entry.text("description"), url=url,
            aliases=tuple(dict.fromkeys(alias for alias in aliases if alias and alias != name)),
            introduced_by=paper.iri if paper else None, subset_of=_parent(entry, name), public=_public(entry),
            modalities=_once(entry.texts("modalities")), languages=_once(entry.texts("languages")),
            papers=entry.number("num_papers"), tasks=tuple(task_iri(task) for task in dict.fromkeys(tasks)),
        )  # fmt: skip
        yield from self.tasks.records(tasks, entry.at)
        if paper:
            yield from named_paper(entry.at, paper, title, self.known)

    def _iri(self, name: str, url: str | None) -> str:
        first = self.pages.setdefault(name, url)
        if url is None or first in (None, url):
            return iri.thing("dataset", SOURCE, name)
        return iri.thing("dataset", f"{SOURCE}-page", url)


def _paper(entry: Entry | None) -> tuple[Identity | None, str | None]:
    """Give the introducing paper and its title."""
    if entry is None:
        return None, None
    url, title = entry.text("url"), entry.text("title")
    return paper_iri(None, url, url, title), title


def _parent(entry: Entry, name: str) -> str | None:
    """Give the data set that this one is a part of; upstream names it, alone or within an object."""
    parent = entry.name_in("parent_dataset")
    if parent and "://" in parent:
        entry.refuse("parent_dataset", "an address, which does not tell the name of the data set", parent)
        return None
    return iri.thing("dataset", SOURCE, parent) if parent and parent != name else None


def _public(entry: Entry) -> bool | None:
    """Tell whether the data are public: upstream says at most that they are not."""
    return False if _PRIVATE.search(entry.text("license_name") or "") else None


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
