"""Author lists that arXiv gives as one line of LaTeX: "B. Gr\\"obner (Linz) and C. Bal\\'azs, et al"."""

import re
import unicodedata
from collections.abc import Iterator

_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328",
    "r": "\u030a",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
}  # fmt: skip
_SIGN = re.compile(r"\\(['`^\"~=.])\s*(?:\{\s*(\\?[A-Za-z]{1,2})\s*\}|\\([ij])(?![A-Za-z])\s?|([A-Za-z]))")
_WORD = re.compile(r"\\([uvHcdbkr])(?:\s*\{\s*(\\?[A-Za-z]{1,2})\s*\}|\s+\\([ij])(?![A-Za-z])|\s+([A-Za-z]))")
_LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|aa|AA|dh|DH|th|TH|dj|DJ|o|O|l|L|i|j)(?![A-Za-z])\s?(?:\{\})?")
_DOTLESS = {"i": "i", "j": "j"}
_AND = re.compile(r"\s+and\s+|\s*&\s*|\s*;\s*|\s*,\s*(?:and\s+)?|^and\s+", re.IGNORECASE)
_OTHERS = re.compile(r"et\.? al\.?|others", re.IGNORECASE)
_AND_OTHERS = re.compile(r"\b(?:et\.? al|and others)\b", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr)\.?|I{2,3}|IV|V", re.IGNORECASE)
_INITIAL = re.compile(r"(?<=[A-Z]\.)(?=[A-Z-])")


def plain(text: str) -> str:
    """Decode the accents and letters of LaTeX, and drop braces; other commands stay as they are.

    Examples
    --------
    >>> plain(r"C. Bal\\'azs and H. R{\\"o}glin, {\\L}. \\v{S}imko, \\'{\\i}")
    'C. Balázs and H. Röglin, Ł. Šimko, í'
    """
    if "\\" in text:
        text = _WORD.sub(_accented, _SIGN.sub(_accented, text))
        text = _LETTER.sub(lambda found: _LETTERS[found[1]], text)
    return unicodedata.normalize("NFC", text.replace("{", "").replace("}", "").replace("~", " "))


def _accented(found: re.Match[str]) -> str:
    letter: str = next(filter(None, found.groups()[1:])).removeprefix("\\")
    if len(letter) > 1:
        return _LETTERS.get(letter, letter) + _ACCENTS[found[1]]
    return letter + _ACCENTS[found[1]]


def authors(text: str) -> tuple[tuple[str, ...], bool]:
    """Split an author list into names, in its order, and tell whether it is whole.

    What stands in parentheses is an affiliation, and is left out. "et al" says that the list is not whole. A group
    before a colon or alone, as "The ATLAS Collaboration", is a name like others.

    Examples
    --------
    >>> authors("P.A. Evans (1), K. L. Page (1,2) and N. J. Evans, II ((1) Leicester, (2) Penn State), et al")
    (('P. A. Evans', 'K. L. Page', 'N. J. Evans II'), False)
    """
    names: list[str] = []
    whole = True
    for part in _AND.split(" ".join(_outside(plain(text)).replace(":", ",").split())):
        name, others = _without_others(part.strip(" ."), part)
        whole = whole and not others
        if name and _SUFFIX.fullmatch(name) and names:
            names[-1] += f" {name}"
        elif name:
            names.append(_INITIAL.sub(" ", name))
    return tuple(names), whole


def is_whole(text: str) -> bool:
    """Tell whether an author list does not end in "et al"."""
    return (" al" not in text and "others" not in text) or not _AND_OTHERS.search(text)


def _without_others(bare: str, part: str) -> tuple[str, bool]:
    words = part.strip().split()
    if _OTHERS.fullmatch(bare):
        return "", True
    if len(words) > 2 and _OTHERS.fullmatch(" ".join(words[-2:]).rstrip(".")):
        return " ".join(words[:-2]), True
    return part.strip(), False


def _outside(text: str) -> str:
    """Give what stands outside of parentheses; those that are not closed are closed at the end."""
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    depth = 0
    for piece in re.split(r"([()])", text):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield piece
