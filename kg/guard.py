"""What no query may do to us: reach outwards, or nest until the engine's parser dies."""

import re
from collections.abc import Iterator
from itertools import chain

from kg.errors import UsageProblem

DEEPEST = 200
"""Brackets within brackets. The engine's parser overflows its stack at about 5,000."""
LONGEST = 200_000
"""Characters in a query."""
LONGEST_IRI = 2_000
"""Characters between ``<`` and ``>``; where they are comparison signs, an expression may hide there."""
MOST_OPERATORS = 2_000
"""Operators, groups, separators, clauses. Chains of 4,000 ``BIND`` or 10,000 ``||`` overflow the engine."""
MOST_BRACKETS = 8_000
"""Opening brackets. A chain of 12,000 after ``HAVING`` overflows the engine."""
MOST_SERVICES = 200
"""How often the letters ``service`` may stand in a query outside the names of variables."""

_GAP = r"(?:[ \t\r\n]++|\#[^\r\n]*+[\r\n])*+"
_LOCAL = r"[^ \t\r\n{}<>\#\\]*+(?:\\.[^ \t\r\n{}<>\#\\]*+)*+"
_SERVICE = re.compile(
    rf"""[?$]\w+                                                     # a variable, whatever it is called
    | (?P<service>(?i:SERVICE){_GAP}(?:(?i:SILENT){_GAP})?
        (?:[?$][^ \t\r\n{{\#<]++ | <[^<>]*+> | [^ \t\r\n{{}}<>\#\\:]*+:{_LOCAL})
        {_GAP}\{{)
    | (?P<word>(?i:SERVICE))""",
    re.VERBOSE,
)
"""Whatever could be read as a service clause, in a string or comment too: the engine's parser knows no word
boundaries, so that ``SERVICE:x {`` and ``1SERVICEex:x {`` are clauses to it."""

_TOKENS = re.compile(
    r'(?P<text>"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\')'
    r"|(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)"
    r"|(?P<comment>#[^\n\r]*)"
    r"|(?P<name>[?$]\w+|(?:[^\W\d_][\w.-]{0,99})?:(?:[\w:%-]|\.(?=[\w:%.-])|\\.)*|@[A-Za-z-]+|\^\^)"
    r"|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<open>[({\[]|<<)|(?P<close>[)}\]]|>>)"
    r"|(?P<operator>\|\||&&|[-+*/|^!.;,])",
    re.DOTALL,
)
_CLAUSES = {"{", "AS", "BIND", "FILTER", "GRAPH", "MINUS", "OPTIONAL", "UNION", "VALUES"}
_UPDATES = {"INSERT", "DELETE", "DROP", "CLEAR", "CREATE"}
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U00(0[0-9A-Fa-f]{5}|10[0-9A-Fa-f]{4})")


def check(query: str) -> None:
    """Refuse a query that would leave the machine or crash the engine.

    Raises
    ------
    UsageProblem
        With the place (line) of what is refused.

    Examples
    --------
    >>> check('SELECT * WHERE { ?service ?p "SERVICE" }')
    >>> check("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.errors.UsageProblem: line 1: SERVICE is refused: a query never leaves this machine
    """
    if len(query) > LONGEST:
        raise UsageProblem(f"a query of {len(query):,} characters; the most is {LONGEST:,}")
    if not any(token["comment"] is None for token in _TOKENS.finditer(query)):
        raise UsageProblem("the query is empty")
    unescaped = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), query)
    for reading in {query: None, unescaped: None}:
        for start, problem in chain(_services(reading), _excesses(reading)):
            line = reading.count("\n", 0, start) + 1
            raise UsageProblem(f"line {line}: {problem}")


def names_its_dataset(query: str) -> bool:
    """Tell whether a query says with FROM over which graphs it runs.

    Examples
    --------
    >>> names_its_dataset("SELECT * FROM <http://example.org/g> WHERE { ?s ?p ?o }")
    True
    >>> names_its_dataset('SELECT ?from { ?from <http://example.org/from> "FROM" } # FROM')
    False
    """
    return any(token["word"] and token["word"].upper() == "FROM" for token in _TOKENS.finditer(query))


def _services(query: str) -> Iterator[tuple[int, str]]:
    words = 0
    for found in _SERVICE.finditer(query):
        words += bool(found["word"])
        if found["service"]:
            yield found.start(), "SERVICE is refused: a query never leaves this machine"
        if words > MOST_SERVICES:
            yield found.start(), f"the letters of SERVICE more than {MOST_SERVICES} times"


def _excesses(query: str) -> Iterator[tuple[int, str]]:
    depth = operators = brackets = 0
    for token in _TOKENS.finditer(query):
        kind, text = token.lastgroup, token[0]
        depth = max(0, depth + (kind == "open") - (kind == "close") + _hidden(kind, text))
        operators += kind == "operator" or text.upper() in _CLAUSES
        brackets += kind == "open"
        if problem := _refused(kind, text) or _too_much(depth, operators, brackets):
            yield token.start(), problem
            return


def _hidden(kind: str | None, text: str) -> int:
    """Count brackets that stay open in what looks like an IRI, but is an expression where `<` compares."""
    return max(0, text.count("(") - text.count(")")) if kind == "iri" else 0


def _refused(kind: str | None, text: str) -> str | None:
    if kind == "word" and text.upper() == "LOAD":
        return "LOAD is refused: a query never leaves this machine"
    if kind == "word" and text.upper() in _UPDATES:
        return f"{text.upper()} is refused: a query only reads"
    if kind == "iri" and (len(text) > LONGEST_IRI or text.count("(") > DEEPEST):
        return f"an IRI of more than {LONGEST_IRI:,} characters or {DEEPEST} brackets"
    return None


def _too_much(depth: int, operators: int, brackets: int) -> str | None:
    if depth > DEEPEST:
        return f"more than {DEEPEST} brackets within brackets"
    if operators > MOST_OPERATORS:
        return f"more than {MOST_OPERATORS:,} operators, groups and separators"
    if brackets > MOST_BRACKETS:
        return f"more than {MOST_BRACKETS:,} brackets"
    return None
