"""What drawings on the screen and in print share: colours, lines, and words for kinds of edge and for numbers."""

ORANGE, SKY, GREEN, BLUE, VERMILION, PURPLE = "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7"
INK, GREY, FAINT = "#1F2933", "#6B7785", "#E4E7EB"
"""From the palette of Okabe and Ito, which people with any colour vision can tell apart, without its yellow."""

RELATIONS = {
    "buildsOn": "builds on",
    "variantOf": "is a variant of",
    "hasComponent": "has component",
    "replaces": "replaces",
    "removes": "removes",
    "comparedWith": "is compared with",
}
"""The kinds of lineage edge, in words between subject and object."""

LINES = {
    "buildsOn": (BLUE, "solid", 2.0),
    "variantOf": (GREEN, "solid", 2.0),
    "hasComponent": (GREY, "dotted", 1.6),
    "replaces": (VERMILION, "solid", 3.0),
    "removes": (VERMILION, "dashed", 2.0),
    "comparedWith": (PURPLE, "dashed", 1.6),
}
"""Colour, dash and width in pixels of each kind of edge: no two differ by colour alone."""


def relation(kind: str) -> str:
    """Give a kind of edge in words; an unknown kind is its own name."""
    return RELATIONS.get(kind, kind)


def amount(number: int) -> str:
    """Write a large number short, with at most four digits.

    Examples
    --------
    >>> amount(14_700_000_000), amount(86_000_000), amount(0), amount(1234)
    ('14.7 B', '86 M', '0', '1234')
    """
    for unit, name in ((10**9, "B"), (10**6, "M")):
        if number >= unit:
            return f"{number / unit:.4g} {name}"
    return str(number)


def shorten(text: str, most: int) -> str:
    """Cut a text to at most `most` characters, at a word where that is near.

    Examples
    --------
    >>> shorten("An Image is Worth 16x16 Words", 16)
    'An Image is…'
    >>> shorten("ViT", 16)
    'ViT'
    """
    if len(text) <= most:
        return text
    head, _, tail = text[:most].rpartition(" ")
    return (head if head and len(tail) < most // 2 else text[: most - 1]).rstrip(" :,-") + "…"


def headline(title: str) -> str:
    """Give the name of a method that a title begins with, else the title.

    Examples
    --------
    >>> headline("CvT: Introducing Convolutions to Vision Transformers"), headline("Deep Residual Learning")
    ('CvT', 'Deep Residual Learning')
    """
    head, colon, _ = title.partition(": ")
    return head if colon and len(head) <= _LONGEST_NAME else title


_LONGEST_NAME = 30
