"""What the sources say of who is who: the identifiers of every paper and work."""

from collections.abc import Iterator, Sequence

import polars as pl

from kg.ahead import ahead
from kg.columns import plain
from kg.statements import portions
from kg.workspace import Snapshot
from ontology import iri
from ontology.schemes import SCHEMES
from ontology.terms import PK

_SAYS = f"> <{PK.identifier}> ".encode()
_PAPERS = f"{iri.BASE}paper/".encode()
_SCHEMA = {"thing": pl.String, "scheme": pl.String, "value": pl.String}


def identifiers(snapshots: Sequence[Snapshot]) -> pl.DataFrame:
    """Read the identifiers that snapshots give to papers and works.

    Returns
    -------
    DataFrame
        Columns thing (IRI), scheme, value: each once, of the schemes that mean one paper. Addresses and titles are
        not among them: a page may be that of a whole volume, and two papers may share a title.

    Raises
    ------
    EngineFailure
        If a snapshot is damaged.
    """
    said = [pl.DataFrame(schema=_SCHEMA)]
    for snapshot in snapshots:
        end = f" <{snapshot.graph}> .".encode()
        said += [_parsed(list(_said(portion, end))) for portion in ahead(portions(snapshot))]
    return pl.concat(said).unique(maintain_order=True)


def _said(portion: bytes, end: bytes) -> Iterator[tuple[str, str]]:
    """Find thing and identifier (a term) in some lines: searching bytes is three times as fast as splitting them."""
    at = portion.find(_SAYS)
    while at >= 0:
        start, stop = portion.rfind(b"\n", 0, at) + 2, portion.find(b"\n", at)
        if portion.startswith(_PAPERS, start):
            yield portion[start:at].decode(), portion[at + len(_SAYS) : stop].removesuffix(end).decode()
        at = portion.find(_SAYS, stop)


def _parsed(said: list[tuple[str, str]]) -> pl.DataFrame:
    found = pl.DataFrame(said, schema={"thing": pl.String, "term": pl.String}, orient="row")
    parts = plain(found["term"]).str.splitn(":", 2).struct.rename_fields(["scheme", "value"]).struct.unnest()
    known = pl.concat([found.select("thing"), parts], how="horizontal")
    return known.drop_nulls().filter(pl.col("scheme").is_in(SCHEMES)).select(*_SCHEMA)


def mint(scheme: str, value: str) -> str:
    """Give the IRI of the paper that has this identifier."""
    if scheme == "arxiv":
        return iri.paper(arxiv=value)
    return iri.paper(doi_name=value) if scheme == "doi" else iri.paper(own=(scheme, value))
