"""The text of the review, cut into what its facts were read from; only where the text is at hand."""

import re
from dataclasses import dataclass
from functools import cache

import pytest

from tests.conftest import SHARED

_ROW = re.compile(r"(\d+)\t([\d.]+%)\t([^\t]+)\t([\d.]+[MB]|0)[^\t]*\t(.*)")
_CAPTION = re.compile(r"\s*(Table|Fig\.) \d\.")


@dataclass(frozen=True)
class Printed:
    """A row of a table as the review prints it, without the marks of LaTeX."""

    table: int
    rank: str
    top1: str
    parameters: str
    extra_samples: str
    reference: str


@dataclass(frozen=True)
class Paragraph:
    place: str
    text: str

    @property
    def first_words(self) -> str:
        return " ".join(self.text.split()[:3])

    @property
    def citations(self) -> list[str]:
        return re.findall(r"\[(\d+)\]", self.text)


@cache
def text() -> str:
    folder = SHARED / "seed"
    found = sorted(folder.glob("*.txt"))
    if not found:
        pytest.skip(f"the text of the review is not in {folder}: it does not ship with the project")
    return found[0].read_text(encoding="utf-8")


def body() -> str:
    """Give the text from the abstract to the bibliography."""
    return text().split("\nReferences\n")[0].partition("\nAbstract. ")[2]


@cache
def rows() -> list[Printed]:
    """Read the tables, in the order of the text, which is that of their numbers."""
    found: list[Printed] = []
    table = 0
    for block in re.split(r"\n\s*\n", body()):
        table += "Rank\ttop-1" in block
        for lines in re.split(r"\n(?=\d+\t)", block):
            if cells := _ROW.match(lines):
                reference = re.findall(r"\[(\d+)\]", lines)[-1]
                found.append(Printed(table, cells[1], cells[2], _plain(cells[3]), cells[4], reference))
    return found


def _plain(cell: str) -> str:
    return re.sub(r"\\mathrm|[${}\s]", "", cell)


@cache
def paragraphs(headings: tuple[str, ...]) -> list[Paragraph]:
    """Count the paragraphs under each heading; one that a table or a page cuts in two is one."""
    found: list[Paragraph] = []
    section, number = "A", 0
    for block in map(str.strip, re.split(r"\n\s*\n", body())):
        if block in headings:
            section, number = block.split()[0], 0
        elif "\t" in block or _CAPTION.match(block) or block.startswith("Keywords:") or not block:
            continue
        elif found and number and not re.search(r"[.?!\"]$|\)\.$", found[-1].text):
            found[-1] = Paragraph(found[-1].place, f"{found[-1].text} {block}")
        else:
            number += 1
            found.append(Paragraph("A" if section == "A" else f"{section}:{number}", block))
    return found


@cache
def bibliography() -> dict[str, str]:
    """Read the entries of the bibliography, by number; they stand in their order."""
    listed = text().split("\nReferences\n")[1]
    entries = re.split(r"\n(?=- )", f"\n{listed.strip()}")
    real = [re.sub(r"\s+", " ", entry[2:]) for entry in entries if re.search(r"\(", entry)]
    return {str(number): re.sub(r"^\d+\. ", "", entry) for number, entry in enumerate(real, 1)}
