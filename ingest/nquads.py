"""N-Quads text: the terms and lines of a snapshot, in canonical form (RDF 1.1 N-Quads, RDF 1.2 canonical).

Text is written directly, because building engine objects for every term costs three times as much
and would tie the border file to one engine. Tests read it back with rdflib and with Oxigraph.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from ontology.iri import valid

Triple = tuple[str, str, str]
"""Subject, predicate and object as N-Quads terms."""

_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in [*range(0x20), 0x7F, 0xFFFE, 0xFFFF]},
    0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", 0x22: '\\"', 0x5C: "\\\\",
}  # fmt: skip
_ADDRESS = "%:/?#[]@!$&'()*+,;=-._~"
"""What an address may hold besides letters and digits (RFC 3986); an existing encoding is kept."""
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#=&%-]+")
_NEEDS_ESCAPE = re.compile(r'[\x00-\x1f\x7f\ufffe\uffff"\\]')


def iri(text: str) -> str:
    """Write an absolute IRI as a term.

    Raises
    ------
    ValueError
        If `text` is not an absolute IRI, or holds a character that an IRI may not hold.

    Examples
    --------
    >>> iri("https://w3id.org/paperkin/x")
    '<https://w3id.org/paperkin/x>'
    """
    if not valid(text):
        raise ValueError(f"not a valid IRI: {text[:200]!r}")
    return f"<{text}>"


@lru_cache(maxsize=1 << 12)
def term(text: str) -> str:
    """Write an IRI of the ontology as a term; there are few, so they are kept."""
    return iri(text)


def address(text: str) -> str:
    """Spell a web address so that it is a valid IRI: what may not stand in one is percent-encoded.

    Examples
    --------
    >>> address("http://e.org/a b<c>")
    'http://e.org/a%20b%3Cc%3E'
    """
    return text if _PLAIN_ADDRESS.fullmatch(text) else quote(text.strip(), safe=_ADDRESS, errors="strict")


def string(text: str) -> str:
    r"""Write a plain string literal as a term.

    Raises
    ------
    ValueError
        If `text` holds a lone surrogate, which no encoding of RDF can carry.

    Examples
    --------
    >>> print(string('two "lines"\n'))
    "two \"lines\"\n"
    """
    if text.isprintable():  # as nearly all texts are; the search takes twice as long
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"a lone surrogate at character {error.start}") from error
    return f'"{_NEEDS_ESCAPE.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES[ord(found[0])]


def typed(lexical: str, datatype: str) -> str:
    """Write a literal of another datatype as a term.

    Examples
    --------
    >>> typed("90.88", "http://www.w3.org/2001/XMLSchema#decimal")
    '"90.88"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    return f"{string(lexical)}^^<{datatype}>"


def lines(triples: Iterable[Triple], graph: str) -> str:
    """Write statements in the named graph `graph` (a term)."""
    end = f" {graph} .\n"
    return "".join([f"{subject} {predicate} {value}{end}" for subject, predicate, value in triples])
