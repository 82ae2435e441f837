"""The example graph of `tiny.trig`, and the golden files that are made from it.

Run `python -m tests.kg.export.tiny` to write the golden files anew, then read what changed.
"""

import io
import tempfile
from pathlib import Path

import pyoxigraph as ox

from kg.columns import Columns
from kg.derive import tables as columns
from kg.export import bibtex, csl, dot, gexf, gml, graphjson, graphml, papers, rdf, tables
from kg.export.views import view
from kg.projection import Projection
from kg.statements import of_nquads
from kg.store import GraphStore

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"


def tiny_store() -> GraphStore:
    quads = ox.parse((HERE / "tiny.trig").read_bytes(), ox.RdfFormat.TRIG)
    return GraphStore.of_quads(ox.serialize(quads, format=ox.RdfFormat.N_QUADS))


def both_store() -> GraphStore:
    """Hold the tiny graph and that of `other.trig`."""
    files = (HERE / "tiny.trig", HERE / "other.trig")
    quads = [quad for path in files for quad in ox.parse(path.read_bytes(), ox.RdfFormat.TRIG)]
    return GraphStore.of_quads(ox.serialize(quads, format=ox.RdfFormat.N_QUADS))


def tiny_projection(store: GraphStore, folder: Path) -> Projection:
    columns.write(columns_of(store), store, folder / "tables")
    return Projection(folder / "tables")


def columns_of(store: GraphStore) -> Columns:
    """Gather the columns of a store that was not built by a load."""
    found, nquads = Columns(), io.BytesIO()
    store.dump(nquads, "nquads", {})
    for line in nquads.getvalue().splitlines(True):
        graph = line.decode().rsplit(" ", 2)[1].strip("<>")
        found.add(of_nquads(line, graph))
    return found


def export_all(store: GraphStore, projection: Projection, folder: Path) -> list[str]:
    """Write every golden file to `folder` and give their names."""
    for suffix, write in _GRAPHS.items():
        write(view("full", projection, store), folder / f"full.{suffix}")
    for name in ("citations", "lineage", "leaderboard"):
        made = view(name, projection, store)
        tables.write_csv(made, folder / f"{name}.csv", tables.table_of(name, None))
        rdf.write(store, folder / f"{name}.nt", "nt", name)
    tables.write_csv(view("full", projection, store), folder / "nodes.csv", "nodes")
    found = papers.read(store, projection, papers.papers_in(view("full", projection, store)))
    bibtex.write(found, folder / "papers.bib")
    csl.write(found, folder / "papers.csl.json")
    for form, suffix in (("jsonld", "jsonld"), ("trig", "trig")):
        rdf.write(store, folder / f"full.{suffix}", form)
    _drop_context(folder / "full.jsonld")
    return names(folder)


_GRAPHS = {
    "graphml": graphml.write, "gexf": gexf.write, "json": graphjson.write_node_link,
    "cyjs": graphjson.write_cytoscape, "gml": gml.write, "dot": dot.write,
}  # fmt: skip


def names(folder: Path) -> list[str]:
    """Give the names of what is in a folder, hidden or not."""
    return sorted(path.name for path in folder.iterdir())


def _drop_context(path: Path) -> None:
    """The context stands on the first line and is the ontology's; the golden file is of the rest."""
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1])


if __name__ == "__main__":
    held = tiny_store()
    with tempfile.TemporaryDirectory() as place:
        export_all(held, tiny_projection(held, Path(place)), GOLDEN)
