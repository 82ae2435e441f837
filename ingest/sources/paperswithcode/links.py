"""The dump `links-between-papers-and-code`: repositories and the papers that they are for.

A paper that no dump before described is given by its title alone. What is left out: `mentioned_in_paper` and
`mentioned_in_github` (how Papers with Code found the link; the graph has no relation for it) and `paper_url_pdf`
(papers-with-abstracts has it).
"""

from collections.abc import Iterable
from functools import partial

from ingest import record as rec
from ingest.sources.paperswithcode.fields import Entry, UnusableError, read_each
from ingest.sources.paperswithcode.identity import Known, named_paper, paper_iri
from ontology import iri

_NO_FRAMEWORK = "none"


def records(elements: Iterable[tuple[str, object]], origin: rec.Origin, known: Known | None = None) -> rec.Records:
    """Yield repositories, and papers known from here alone; what is malformed as `Rejected`, never an exception.

    Parameters
    ----------
    elements : iterable of (str, object)
        JSON pointers and decoded elements.
    origin : Origin
    known : Known, optional
        The papers that other dumps of the same snapshot gave.

    Yields
    ------
    Repository, Paper or Rejected
    """
    return read_each(elements, origin, partial(_link, known=known or Known()))


def _link(entry: Entry, known: Known) -> rec.Records:
    url, title = entry.address("repo_url"), entry.text("paper_title")
    if url is None:
        raise UnusableError("repo_url is missing or no web address")
    paper = paper_iri(entry.text("paper_arxiv_id"), entry.text("paper_url_abs"), entry.text("paper_url"), title)
    if paper is None:
        raise UnusableError("nothing tells which paper it is")
    framework = entry.text("framework")
    yield rec.Repository(
        at=entry.at, iri=iri.thing("repository", "web", url), url=url, paper=paper.iri,
        official=entry.flag("is_official") or False, framework=None if framework == _NO_FRAMEWORK else framework,
    )  # fmt: skip
    yield from named_paper(entry.at, paper, title, known)
