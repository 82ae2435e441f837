"""How the nodes of a graph are named in files whose formats do not take every text."""

import re

import polars as pl

from kg.export.content import Content
from ontology.iri import BASE

_UNFIT = re.compile(r"[^A-Za-z0-9.-]")
_FREQUENT = {"/": ":", "%": "_25", "_": "_5F", "(": "_28", ")": "_29", ":": "_3A", ";": "_3B"}
"""How signs are spelled that IRIs of ours have often."""


def node_id(name: str) -> str:
    """Spell a node's name as the schema wants it (`xs:NMTOKEN`): different names stay different.

    The common beginning of our IRIs is dropped, ``/`` becomes ``:``, and every other character that does not
    fit, ``_`` too, becomes ``_`` and its UTF-8 bytes in hexadecimal. Other names begin with ``_:``.

    Examples
    --------
    >>> node_id("https://w3id.org/paperkin/paper/arxiv/2010.11929")
    'paper:arxiv:2010.11929'
    >>> node_id("https://w3id.org/paperkin/model/arxiv/1905.00546/Net%2B")
    'model:arxiv:1905.00546:Net_252B'
    >>> node_id("http://example.org/a b")
    '_:http_3A::example.org:a_20b'
    """
    own = name.startswith(BASE) and name != BASE
    spelled = _UNFIT.sub(_spell, name.removeprefix(BASE) if own else name)
    return spelled if own else f"_:{spelled}"


def _spell(found: re.Match[str]) -> str:
    if found[0] == "/":
        return ":"
    return "".join(f"_{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))


def node_ids(made: Content) -> pl.Series:
    """Give `node_id` of each node."""
    iri = made.iris
    bare = iri.str.strip_prefix(BASE)
    plain = iri.str.starts_with(BASE) & (bare != "") & ~bare.str.contains(r"[^A-Za-z0-9./%_():;-]")
    ids = bare.str.replace_many(list(_FREQUENT), list(_FREQUENT.values()))
    rare = {row: made.odd.get(row, iri[row]) for row in (~plain).arg_true().to_list()} | dict(made.odd)
    if rare:
        ids = ids.scatter(list(rare), [node_id(name) for name in rare.values()])
    return ids.alias("id")


def keys(made: Content) -> pl.Series:
    """Give each node the text that names it in the file: its IRI; where that had to be cleaned, a spelling of it."""
    if not made.odd:
        return made.iris
    return pl.Series("iri", [node_id(made.odd[row]) if row in made.odd else iri for row, iri in enumerate(made.iris)])
