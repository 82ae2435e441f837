"""Places in a paper: the short codes of the review's files, spelt out."""

import re

_KINDS = {"F": "Figure", "R": "Reference"}
_PLACE = re.compile(
    r"A|T(?P<table>\d+)(?::(?P<row>\d+))?|(?P<kind>[FR])(?P<number>\d+)"
    r"|(?P<section>\d+(?:\.\d+)*)(?::(?P<paragraph>\d+))?",
    re.ASCII,
)


def place_text(code: str) -> str:
    """Spell a place code out.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> place_text("2:3"), place_text("T1:3"), place_text("A"), place_text("F2"), place_text("R27")
    ('Section 2, paragraph 3', 'Table 1, row 3', 'Abstract', 'Figure 2', 'Reference 27')
    """
    found = _PLACE.fullmatch(code)
    if found is None:
        raise ValueError(f"not a place: {code!r}")
    if found["kind"]:
        return f"{_KINDS[found['kind']]} {found['number']}"
    if found["table"]:
        return _within(f"Table {found['table']}", "row", found["row"])
    if found["section"]:
        return _within(f"Section {found['section']}", "paragraph", found["paragraph"])
    return "Abstract"


def _within(whole: str, part: str, number: str | None) -> str:
    return f"{whole}, {part} {number}" if number else whole


def places_text(codes: str) -> str:
    """Spell out several codes, joined by `|` in the file.

    Raises
    ------
    ValueError
        If there is none, or one is no place.

    Examples
    --------
    >>> places_text("A|8:1")
    'Abstract; Section 8, paragraph 1'
    """
    return "; ".join(map(place_text, codes.split("|")))
