"""What no query may do to us: reach outwards, or nest until the engine's parser dies."""

import re
from collections.abc import Iterator

from kg.errors import UsageProblem

DEEPEST = 200
"""Brackets within brackets. The engine's parser overflows its stack at about 5,000."""
LONGEST = 200_000
"""Characters in a query."""
LONGEST_IRI = 2_000
"""Characters between ``<`` and ``>``; where they are comparison signs, an expression may hide there."""
MOST_OPERATORS = 2_000
"""Operators, groups, separators and clauses. Chains of 4,000 ``BIND`` or 10,000 ``||`` overflow the engine."""

_GAP = r"(?:[ \t\r\n]|\#[^\r\n]*[\r\n])*"
_SERVICE = re.compile(
    rf"""[?$]\w+                                                     # a variable, whatever it is called
    | (?P<service>SERVICE{_GAP}(?:SILENT{_GAP})?
        (?:[?$][^ \t\r\n{{\#<]+ | <[^<>]*> | [^ \t\r\n{{}}<>\#\\:]*:(?:\\.|[^ \t\r\n{{}}<>\#\\])*)
        {_GAP}\{{)""",
    re.VERBOSE | re.IGNORECASE,
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
    r"|(?P<open>[({\[])|(?P<close>[)}\]])"
    r"|(?P<operator>\|\||&&|[-+*/|^!.;,])",
    re.DOTALL,
)
_CLAUSES = {"UNION", "BIND", "FILTER", "HAVING", "VALUES", "MINUS", "OPTIONAL", "GRAPH"}
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
    unescaped = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), query)
    for reading in {query: None, unescaped: None}:
        for start, problem in (*_services(reading), *_excesses(reading)):
            line = reading.count("\n", 0, start) + 1
            raise UsageProblem(f"line {line}: {problem}")


def _services(query: str) -> Iterator[tuple[int, str]]:
    for found in _SERVICE.finditer(query):
        if found["service"]:
            yield found.start(), "SERVICE is refused: a query never leaves this machine"


def _excesses(query: str) -> Iterator[tuple[int, str]]:
    depth = operators = 0
    for token in _TOKENS.finditer(query):
        kind, text = token.lastgroup, token[0]
        depth = max(0, depth + (kind == "open") - (kind == "close") + _hidden(kind, text))
        operators += kind == "operator" or text == "{" or text.upper() in _CLAUSES
        problem = _problem(kind, text, depth, operators)
        if problem:
            yield token.start(), problem
            return


def _hidden(kind: str | None, text: str) -> int:
    """Count brackets that stay open in what looks like an IRI, but is an expression where `<` compares."""
    return max(0, text.count("(") - text.count(")")) if kind == "iri" else 0


def _problem(kind: str | None, text: str, depth: int, operators: int) -> str | None:
    if kind == "word" and text.upper() == "LOAD":
        return "LOAD is refused: a query never leaves this machine"
    if kind == "iri" and (len(text) > LONGEST_IRI or text.count("(") > DEEPEST):
        return f"an IRI of more than {LONGEST_IRI:,} characters or {DEEPEST} brackets"
    if depth > DEEPEST:
        return f"more than {DEEPEST} brackets within brackets"
    if operators > MOST_OPERATORS:
        return f"more than {MOST_OPERATORS:,} operators, groups and separators"
    return None
