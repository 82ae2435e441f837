"""In which ways papers and techniques are alike: what `kg.analysis.likeness` compares, out of a generation's tables."""

import numpy as np
import polars as pl

from kg.analysis.likeness import Features, citing, kin, references, users
from kg.analysis.lineage import DESCENT
from kg.projection import Projection


def ways(projection: Projection, thing: str) -> list[Features]:
    """Give the ways in which a paper or a technique (an IRI) can be like others."""
    is_technique = (projection.things["kind"] == "technique") & (projection.things["iri"] == thing)
    return of_techniques(projection) if is_technique.any() else of_papers(projection)


def of_papers(projection: Projection) -> list[Features]:
    """Papers by what they cite, and by who cites them."""
    return [references(projection.citations), citing(projection.citations)]


def of_techniques(projection: Projection) -> list[Features]:
    """Techniques by the papers that use them, and by what they grew from and what grew from them."""
    things = projection.things["iri"]
    found = (projection.things["kind"] == "technique").to_numpy()
    techniques = things.filter(pl.Series(found)).to_list()
    row = np.cumsum(found) - 1
    uses = projection.uses.with_columns(pl.Series("technique", row[projection.uses["technique"].to_numpy()]))
    lineage = projection.view("technique-lineage")
    descent = lineage.keep_edges(lineage.edge_facts["kind"].is_in(DESCENT).to_numpy())
    return [users(uses, techniques, things.to_list()), kin(descent, techniques)]
