"""BibTeX of the papers of a view."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kg.export.cleaning import Cleaner
from kg.export.describing import doi_page
from kg.export.files import opened
from kg.export.papers import Keys, Name, Paper
from kg.export.report import Report

_SIGNS = str.maketrans({
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "%": r"\%", "&": r"\&", "$": r"\$",
    "#": r"\#", "_": r"\_", "^": r"{\textasciicircum}", "~": r"{\textasciitilde}",
})  # fmt: skip
"""A brace that is meant as a sign may not stand as one: BibTeX counts it, with a backslash in front too."""
_VERBATIM = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "\n": "%0A", "\r": "%0D", "\t": "%09"})
_TYPES = {"preprint": "misc", "meeting": "inproceedings", "journal": "article"}
_PLACES = {"meeting": "booktitle", "journal": "journal"}


def write(papers: Sequence[Paper], out: Path) -> Report:
    """Write papers as BibTeX (UTF-8).

    A paper with a venue is `@inproceedings` or `@article`, as the name of the venue tells; any other is `@misc`. Titles
    keep their case. A name stands as it is printed, in braces where it could be read in more than one way. A line break
    in a text becomes a space.

    Parameters
    ----------
    papers : sequence of Paper
    out : Path
        Replaced in one step, or left as it was; ``-`` is standard output.

    Returns
    -------
    Report
        How many entries, and how many texts were cleaned.

    Raises
    ------
    UsageProblem, EngineFailure
        As `kg.export.files.replacing` does.

    References
    ----------
    O. Patashnik: BibTeXing. 1988. https://ctan.org/pkg/bibtex
    """
    cleaner = Cleaner()
    with opened(out) as stream:
        for paper, key in zip(papers, Keys(papers).of, strict=True):
            stream.write(_entry(paper, key, cleaner).encode())
    return Report(entries=len(papers), cleaned=cleaner.cleaned)


def _entry(paper: Paper, key: str, cleaner: Cleaner) -> str:
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(paper, cleaner))
    return f"@{_TYPES[paper.kind]}{{{key},\n{lines}\n}}\n\n"


def _fields(paper: Paper, cleaner: Cleaner) -> Iterator[tuple[str, str]]:
    def text(raw: str) -> str:
        return " ".join(cleaner.text(raw).translate(_SIGNS).split())

    if paper.authors:
        yield "author", " and ".join(_name(one, text) for one in paper.authors)
    yield "title", f"{{{text(paper.title)}}}"
    if paper.kind in _PLACES:
        yield _PLACES[paper.kind], text(paper.venue or "")
    if paper.date:
        yield "year", paper.date[:4]
    if paper.arxiv:
        yield "eprint", _verbatim(paper.arxiv, cleaner)
        yield "archivePrefix", "arXiv"
        if paper.category:
            yield "primaryClass", text(paper.category)
    if paper.doi:
        yield "doi", _verbatim(paper.doi, cleaner)
    if address := address_of(paper):
        yield "url", _verbatim(address, cleaner)
    if paper.reference:
        yield "note", text(paper.reference)


def address_of(paper: Paper) -> str | None:
    """Give the page of a paper: at its DOI where it is published, at arXiv, or what is known."""
    if paper.doi and (paper.kind != "preprint" or not paper.arxiv):
        return doi_page(paper.doi)
    return f"https://arxiv.org/abs/{paper.arxiv}" if paper.arxiv else paper.url


def _name(one: Name, text: Callable[[str], str]) -> str:
    return text(one.printed) if one.family else f"{{{text(one.printed)}}}"


def _verbatim(raw: str, cleaner: Cleaner) -> str:
    return cleaner.text(raw).translate(_VERBATIM)
