"""Keeping what stands under some licences: the named graphs that may go together, and columns of them alone."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from kg.errors import UsageProblem
from kg.export.facts import first
from kg.projection import Projection
from kg.store import GraphStore
from ontology.terms import CITO, NAMESPACE, PK, PREFIXES

_ONTOLOGY = NAMESPACE.removesuffix("#")
_LICENCE = PREFIXES["dcterms"] + "license"
_CC = re.compile(r"creativecommons\.org/licenses/([a-z-]+)/([0-9.]+)")
_SPDX = re.compile(r"spdx\.org/licenses/([^/]+?)(?:\.html)?/?$")
_KNOWN = {
    "creativecommons.org/publicdomain/zero/1.0": "CC0-1.0",
    "opendatacommons.org/licenses/by/1-0": "ODC-By-1.0",
    "opendatacommons.org/licenses/odbl/1-0": "ODbL-1.0",
    "opendatacommons.org/licenses/pddl/1-0": "PDDL-1.0",
    "www.apache.org/licenses/license-2.0": "Apache-2.0",
    "opensource.org/licenses/mit": "MIT",
}
_LABELS = (PK.title, PK.name, PK.identifier)
_DATES = (PK.submitted, PK.published, PK.publicationYear)
_CLAIMS = """
PREFIX pk: <https://w3id.org/paperkin/ontology#>
SELECT DISTINCT ?source ?target ?kind ?place ?basis ?stated_by ?sentence WHERE {
  ?claim a pk:LineageClaim ; pk:claimSubject ?source ; pk:claimObject ?target ; pk:claimRelation ?relation ;
         pk:basis ?how .
  OPTIONAL { ?claim pk:statedBy ?stated_by } OPTIONAL { ?claim pk:place ?place }
  OPTIONAL { ?claim pk:sentence ?sentence }
  BIND(STRAFTER(STR(?relation), "#") AS ?kind) BIND(STRAFTER(STR(?how), "#") AS ?basis)
}
"""


@dataclass(frozen=True, slots=True)
class Permitted:
    """Which graphs may be exported together."""

    licences: tuple[str, ...]
    """What was asked for, as SPDX names them where they do."""
    graphs: tuple[str, ...]
    left_out: tuple[str, ...]


def short(licence: str) -> str:
    """Give the SPDX identifier of a licence, or what it is called where there is none.

    Examples
    --------
    >>> short("https://creativecommons.org/licenses/by-sa/4.0/")
    'CC-BY-SA-4.0'
    >>> short("http://spdx.org/licenses/MIT.html"), short("https://example.org/terms")
    ('MIT', 'https://example.org/terms')
    """
    bare = licence.strip().split("://")[-1].rstrip("/")
    if found := _CC.match(bare):
        return f"CC-{found[1].upper()}-{found[2]}"
    if found := _SPDX.match(bare):
        return found[1]
    return _KNOWN.get(bare.lower(), licence.strip())


def permitted(store: GraphStore, asked: Sequence[str]) -> Permitted:
    """Find the graphs that stand under one of the licences.

    A snapshot stands under its own. What several snapshots state alike may go if one of them may; what was computed
    may go if all that it was computed from may.

    Parameters
    ----------
    store : GraphStore
    asked : sequence of str
        SPDX identifiers, or licences as the snapshots name them.

    Raises
    ------
    UsageProblem
        If nothing stands under one of them.
    """
    named = {short(licence).lower(): short(licence) for licence in asked}
    under = {graph: short(str(of)) for graph, of in store.pairs(PK.licence)}
    under |= {graph: short(str(of)) for graph, of in store.pairs(_LICENCE, [_ONTOLOGY]) if graph == _ONTOLOGY}
    spelt = {of.lower(): of for of in under.values()}
    for key, licence in named.items():
        if key not in spelt:
            raise UsageProblem(f"nothing stands under {licence!r}; there are: {', '.join(sorted(set(under.values())))}")
    good = {graph for graph, of in under.items() if of.lower() in named}
    stated, computed = _origins(store, PK.assertedBy), _origins(store, PK.computedFrom)
    good |= {graph for graph, of in stated.items() if of & good and graph not in under}
    good |= {graph for graph, of in computed.items() if of <= good and graph not in under}
    graphs = store.graphs()
    kept = tuple(graph for graph in graphs if graph in good)
    return Permitted(tuple(sorted(spelt[key] for key in named)), kept, tuple(sorted(set(graphs) - good)))


def _origins(store: GraphStore, relation: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for graph, origin in store.pairs(relation):
        found.setdefault(graph, set()).add(str(origin))
    return found


@dataclass(frozen=True)
class LicensedProjection(Projection):
    """The tables of a generation, with nothing in them but what some graphs state.

    Things keep their rows; those that the graphs do not describe have no label.
    """

    store: GraphStore = field(kw_only=True)
    graphs: Collection[str] = field(kw_only=True)

    def _read(self, table: str) -> pl.DataFrame:
        found = super()._read(table)
        if table == "citations":
            return found.filter(self._stated(found, CITO.cites, "source", "target"))
        if table == "uses":
            return found.filter(self._stated(found, PK.usesTechnique, "paper", "technique"))
        if table == "lineage":
            rows = self.store.query(_CLAIMS, graphs=self.graphs).table().rows
            return pl.DataFrame(rows, schema=found.schema, orient="row").sort(found.columns)
        return self._described(found) if table == "things" else found

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {iri: row for row, iri in enumerate(self.things["iri"])}

    def _stated(self, table: pl.DataFrame, relation: str, source: str, target: str) -> pl.Series:
        """Tell which rows of a table of edges the graphs state."""
        rows, size = self._rows, len(self._rows)
        known = ((rows.get(one), rows.get(str(two))) for one, two in self.store.pairs(relation, self.graphs))
        codes = np.fromiter((one * size + two for one, two in known if one is not None and two is not None), np.int64)
        return pl.Series(np.isin(table[source].to_numpy().astype(np.int64) * size + table[target].to_numpy(), codes))

    def _described(self, things: pl.DataFrame) -> pl.DataFrame:
        iris = dict.fromkeys(things["iri"])

        def said(relation: str) -> list[str | None]:
            found = first(self.store, relation, iris, self.graphs)
            return [found.get(iri) for iri in iris]

        paper = pl.when(kind="paper").then("iri").otherwise(pl.Series(said(PK.introducedBy), dtype=pl.String))
        labels = [pl.Series(said(relation), dtype=pl.String) for relation in _LABELS]
        dates = [pl.Series(said(relation), dtype=pl.String) for relation in _DATES]
        told = things.with_columns(pl.coalesce(*labels).alias("label"), paper.alias("paper"))
        dated = pl.DataFrame({"paper": things["iri"], "date": pl.select(pl.coalesce(*dates))[:, 0]})
        return told.drop("date").join(dated, on="paper", how="left", maintain_order="left").select(things.columns)
