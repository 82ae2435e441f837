"""The formats by name: which room writes each, and by which suffix of a file it is known."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.errors import UsageProblem
from kg.export import bibtex, csl, dot, gexf, gml, graphjson, graphml, tables
from kg.export.content import Content
from kg.export.papers import Paper
from kg.export.report import Report
from kg.store import RDF_FORMATS

GRAPHS: Mapping[str, Callable[[Content, Path], Report]] = {
    "graphml": graphml.write, "gexf": gexf.write, "json": graphjson.write_node_link,
    "cytoscape": graphjson.write_cytoscape, "gml": gml.write, "dot": dot.write,
}  # fmt: skip
TABLES: Mapping[str, Callable[[Content, Path, str], Report]] = {
    "csv": tables.write_csv, "parquet": tables.write_parquet,
}  # fmt: skip
BIBLIOGRAPHIES: Mapping[str, Callable[[list[Paper], Path], Report]] = {"bibtex": bibtex.write, "csl": csl.write}
FORMATS = (*GRAPHS, *TABLES, *BIBLIOGRAPHIES, *RDF_FORMATS)

_SUFFIXES = {
    ".graphml": "graphml", ".gexf": "gexf", ".json": "json", ".cyjs": "cytoscape", ".gml": "gml", ".dot": "dot",
    ".gv": "dot", ".csv": "csv", ".parquet": "parquet", ".bib": "bibtex", ".csl.json": "csl", ".ttl": "turtle",
    ".nt": "nt", ".nq": "nquads", ".trig": "trig", ".jsonld": "jsonld",
}  # fmt: skip


def of_file(out: Path) -> str:
    """Give the format that the suffix of a file tells.

    Raises
    ------
    UsageProblem
        If it tells none.

    Examples
    --------
    >>> of_file(Path("swin.bib")), of_file(Path("swin.csl.json")), of_file(Path("Swin.TTL"))
    ('bibtex', 'csl', 'turtle')
    """
    fitting = [suffix for suffix in _SUFFIXES if out.name.lower().endswith(suffix)]
    if not fitting:
        raise UsageProblem(f"the name {out.name!r} tells no format; name one: {', '.join(FORMATS)}")
    return _SUFFIXES[max(fitting, key=len)]
