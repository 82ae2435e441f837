"""The example graph of `tiny.trig`, and the golden files that are made from it.

Run `python -m tests.kg.export.tiny` to write the golden files anew, then read what changed.
"""

import io
import tempfile
from pathlib import Path

import pyoxigraph as ox

from kg.columns import Columns
from kg.derive import tables as columns
from kg.export import graphml, rdf, tables
from kg.export.views import view
from kg.projection import Projection
from kg.statements import of_nquads
from kg.store import GraphStore

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"


def tiny_store() -> GraphStore:
    quads = ox.parse((HERE / "tiny.trig").read_bytes(), ox.RdfFormat.TRIG)
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
    graphml.write(view("full", projection, store), folder / "full.graphml", name="full")
    for name in tables.VIEWS:
        tables.write(view(name, projection, store), name, folder / f"{name}.csv")
        rdf.write(store, folder / f"{name}.nt", "nt", name)
    rdf.write(store, folder / "full.jsonld", "jsonld")
    _drop_context(folder / "full.jsonld")
    return names(folder)


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
