"""XML from afar: read with no entities, no network and bounded depth; control characters are read as spaces."""

import re
from typing import NamedTuple

from lxml import etree

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));")


class Page(NamedTuple):
    root: etree._Element
    controls: int
    """How many control characters were read as spaces."""


def read(body: bytes) -> Page:
    """Parse a page.

    Raises
    ------
    ValueError
        If it is not well-formed XML in UTF-8, or declares entities.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 ({error})") from None
    text, controls = _CONTROL.subn(" ", text)
    references = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal references
        good = _allowed(int(found[1], 16) if found[1] else int(found[2]))
        references += not good
        return found[0] if good else " "

    if "&#" in text:
        text = _REFERENCE.sub(replaced, text)
    return Page(_parsed(text), controls + references)


def _allowed(code: int) -> bool:
    """Tell whether XML 1.0 (section 2.2) allows a character."""
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _parsed(text: str) -> etree._Element:
    if "<!DOCTYPE" in text.upper():
        raise ValueError("it declares a document type, which may hold entities")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.lstrip().encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is not well-formed XML ({error.msg})") from None


def name(element: etree._Element) -> str:
    """Give the name of an element without its namespace."""
    return etree.QName(element).localname


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """Give the children with one of these names, in whichever namespace."""
    return [child for child in element if name(child) in names]


def child(element: etree._Element, wanted: str) -> etree._Element | None:
    return next(iter(children(element, wanted)), None)


def text(element: etree._Element | None) -> str | None:
    """Give all text within an element; None where it is absent or blank."""
    if element is None:
        return None
    return "".join(str(part) for part in element.itertext()).strip() or None


def text_of(element: etree._Element, wanted: str) -> str | None:
    """Give the text of the first child of that name."""
    return text(child(element, wanted))
