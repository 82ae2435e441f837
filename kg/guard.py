"""What no query may do to us: reach outwards, or nest until the engine's parser dies."""

import re

from kg.errors import UsageProblem

DEEPEST = 200
"""Brackets within brackets. The engine's parser overflows its stack at about 5,000."""
LONGEST = 200_000
"""Characters in a query."""
MOST_OPERATORS = 2_000
"""``||``, ``&&``, ``UNION`` and arithmetic signs: a chain of 10,000 overflows the parser too."""

_TOKENS = re.compile(
    r'(?P<text>"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\')'
    r"|(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)"
    r"|(?P<comment>#[^\n]*)"
    r"|(?P<name>[?$]\w+|[\w.-]*:[\w.:%-]*)"
    r"|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<open>[({\[])|(?P<close>[)}\]])"
    r"|(?P<operator>\|\||&&|[-+*/|^!])",
    re.DOTALL,
)


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
    depth = operators = 0
    for token in _TOKENS.finditer(query):
        kind = token.lastgroup
        depth += (kind == "open") - (kind == "close")
        operators += kind == "operator" or token[0].upper() == "UNION"
        problem = _problem(kind, token[0], depth, operators)
        if problem:
            line = query.count("\n", 0, token.start()) + 1
            raise UsageProblem(f"line {line}: {problem}")


def _problem(kind: str | None, text: str, depth: int, operators: int) -> str | None:
    if kind == "word" and text.upper() in {"SERVICE", "LOAD"}:
        return f"{text.upper()} is refused: a query never leaves this machine"
    if depth > DEEPEST:
        return f"more than {DEEPEST} brackets within brackets"
    if operators > MOST_OPERATORS:
        return f"more than {MOST_OPERATORS:,} operators"
    return None
