"""CSL-JSON of the papers of a view, which Zotero, pandoc and citeproc read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from kg.export.bibtex import address_of
from kg.export.cleaning import Cleaner
from kg.export.files import opened
from kg.export.papers import Keys, Name, Paper
from kg.export.report import Report

_TYPES = {"preprint": "article", "meeting": "paper-conference", "journal": "article-journal"}

Item = dict[str, Any]


def write(papers: Sequence[Paper], out: Path) -> Report:
    """Write papers as CSL-JSON: a list of items, one a line.

    Ids are the keys that BibTeX has. A name is split where there is only one way to read it; else it stands whole. A
    preprint is an `article`, as CSL 1.0.2 has it.

    Parameters, returns and errors are those of `kg.export.bibtex.write`.

    References
    ----------
    Citation Style Language 1.0.2, https://docs.citationstyles.org/en/stable/specification.html
    """
    cleaner = Cleaner()
    with opened(out) as stream:
        stream.write(b"[\n")
        for place, (paper, key) in enumerate(zip(papers, Keys(papers).of, strict=True)):
            stream.write(b",\n" * (place > 0) + msgspec.json.encode(_item(paper, key, cleaner)))
        stream.write(b"\n]\n")
    return Report(entries=len(papers), cleaned=cleaner.cleaned)


def _item(paper: Paper, key: str, cleaner: Cleaner) -> Item:
    texts = {
        "title": paper.title, "container-title": paper.venue if paper.kind != "preprint" else None, "DOI": paper.doi,
        "URL": address_of(paper), "number": f"arXiv:{paper.arxiv}" if paper.arxiv else None,
        "publisher": "arXiv" if paper.arxiv and paper.kind == "preprint" else None, "note": paper.reference,
    }  # fmt: skip
    item: Item = {"id": key, "type": _TYPES[paper.kind]}
    item |= {name: cleaner.text(text) for name, text in texts.items() if text}
    if paper.authors:
        item["author"] = [_name(one, cleaner) for one in paper.authors]
    if paper.date:
        item["issued"] = {"date-parts": [[int(part) for part in paper.date.split("-")]]}
    return item


def _name(one: Name, cleaner: Cleaner) -> Item:
    if not one.family:
        return {"literal": cleaner.text(one.printed)}
    parts = {"given": one.given, "non-dropping-particle": one.particle, "family": one.family}
    return {name: cleaner.text(part) for name, part in parts.items() if part}
