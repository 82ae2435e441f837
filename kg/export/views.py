"""The views of the graph that are exported, as networkx graphs whose nodes are IRIs."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

import networkx as nx

from kg.errors import UsageProblem
from kg.export import leaderboard
from kg.export.facts import values
from kg.projection import Projection
from kg.store import GraphStore
from kg.values import Value
from ontology.iri import BASE, key
from ontology.terms import PK

VIEWS = ("citations", "lineage", "leaderboard", "full")

_CITATIONS = """
PREFIX pk: <https://w3id.org/paperkin/ontology#>
SELECT DISTINCT ?source ?target ?place ?stated_by ?sentence ?intent WHERE {
  ?citation a pk:Citation ; pk:citingEntity ?source ; pk:citedEntity ?target .
  OPTIONAL { ?citation pk:place ?place }
  OPTIONAL { ?citation pk:statedBy ?stated_by }
  OPTIONAL { ?citation pk:sentence ?sentence }
  OPTIONAL { ?citation pk:intent ?reason BIND(REPLACE(STR(?reason), "^.*[/#]", "") AS ?intent) }
}
"""
_EVIDENCE = ("place", "stated_by", "sentence", "intent")
_PAGES = (
    (PK.url, lambda address: address),
    (PK.doi, lambda name: "https://doi.org/" + quote(name, safe="/:;().")),
    (PK.arxivId, lambda name: "https://arxiv.org/abs/" + quote(name)),
)
"""Where to read about a thing; the last that is known counts."""


def view(name: str, projection: Projection, store: GraphStore, benchmark: str | None = None) -> nx.MultiDiGraph:
    """Give a view of the graph.

    The views:

    - ``citations``: papers; an edge `cites` from the citing to the cited paper, with the places in the text,
      who states them, the sentences and the intents where they are known.
    - ``lineage``: techniques, and the papers that take part; an edge from the derived thing to its origin, of
      kind `buildsOn`, `variantOf`, `hasComponent`, `replaces`, ..., with place, basis, source and sentence.
    - ``leaderboard``: models, benchmarks, papers and datasets; edges `rankedOn` from a model to a benchmark,
      one for each result and metric whose direction is known, with the derived rank and the value;
      `describedIn` from a model to a paper; `trainedOn` from a model to a dataset.
    - ``full``: all of these joined, with every paper and technique; and between what is there `introducedBy`
      from a technique or dataset to a paper, and `usesTechnique` from a paper or model to a technique.

    Parameters
    ----------
    name : str
        One of `VIEWS`.
    projection : Projection
    store : GraphStore
        Of the same generation.
    benchmark : str, optional
        IRI of the one benchmark of a ``leaderboard``; all if absent.

    Returns
    -------
    MultiDiGraph
        Frozen; an edge's key is its kind (for `rankedOn` with the result and the metric). Node attributes,
        where known: label, kind, date (ISO 8601), year, url, paper (of a technique), parameters (of a model).
        Edge attributes, where known: place, basis, stated_by, sentence, intent; `rankedOn` has those of
        `kg.export.leaderboard`.

    Raises
    ------
    UsageProblem
        If there is no such view, or `benchmark` is given for a view that has no use for it.
    """
    check(name, benchmark)
    one = name == "leaderboard"
    graph = leaderboard.graph(store, benchmark) if one else _BUILDERS[name](projection, store)
    _describe(graph, projection, store)
    return nx.freeze(graph)


def check(name: str, benchmark: str | None) -> None:
    """Refuse a view that is unknown, or that `benchmark` does not fit.

    Raises
    ------
    UsageProblem
        Naming the views that work.
    """
    if name not in VIEWS:
        raise UsageProblem(f"no view {name!r}; take one of: {', '.join(VIEWS)}")
    if benchmark is not None and name != "leaderboard":
        raise UsageProblem(f"only the leaderboard view can be of one benchmark, not {name}")


def _citations(projection: Projection, store: GraphStore) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(name="citations")
    papers = projection.citations
    pairs = zip(papers.source.tolist(), papers.target.tolist(), strict=True)
    graph.add_edges_from((papers.names[one], papers.names[two], "cites") for one, two in pairs)
    evidence: dict[tuple[str, str], list[dict[str, Value]]] = {}
    for row in store.select(_CITATIONS):
        evidence.setdefault((str(row["source"]), str(row["target"])), []).append(row)
    for source, target, facts in graph.edges(data=True):
        facts.update(_joined(evidence.get((source, target), [])))
    return graph


def _joined(rows: list[dict[str, Value]]) -> Iterator[tuple[str, list[str]]]:
    for name in _EVIDENCE:
        yield name, sorted({str(row[name]) for row in rows if row[name] is not None})


def _lineage(projection: Projection, store: GraphStore) -> nx.MultiDiGraph:
    return _copy(projection.lineage, "lineage")


def _full(projection: Projection, store: GraphStore) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(name="full")
    graph.add_nodes_from(projection.lineage)
    for part in (_citations(projection, store), _lineage(projection, store), leaderboard.graph(store, None)):
        graph.add_edges_from(part.edges(keys=True, data=True))
    for relation in (PK.introducedBy, PK.usesTechnique):
        ends = ((source, str(target)) for source, target in store.pairs(relation))
        graph.add_edges_from((s, t, _kind(relation)) for s, t in ends if s in graph and t in graph)
    return graph


_BUILDERS: dict[str, Callable[[Projection, GraphStore], nx.MultiDiGraph]] = {
    "citations": _citations, "lineage": _lineage, "full": _full,
}  # fmt: skip


def _copy(graph: nx.MultiDiGraph, name: str) -> nx.MultiDiGraph:
    """Copy what takes part: every edge, and every node but papers without an edge."""
    copy = nx.MultiDiGraph(name=name)
    copy.add_nodes_from(
        node for node, facts in graph.nodes(data=True) if facts.get("kind") != "paper" or graph.degree(node)
    )
    copy.add_edges_from((s, t, key, dict(facts)) for s, t, key, facts in graph.edges(keys=True, data=True))
    return copy


def _describe(graph: nx.MultiDiGraph, projection: Projection, store: GraphStore) -> None:
    """Give every node its label, kind, and what else is known of it."""
    things = projection.lineage.nodes
    for node, facts in graph.nodes(data=True):
        facts.update(_known(node, things.get(node, {})))
    unnamed = {node for node, facts in graph.nodes(data=True) if "label" not in facts}
    names = values(store, PK.name, unnamed)
    for node in unnamed:
        graph.nodes[node]["label"] = names.get(node, [_last(node)])[0]
    for property_, page in _PAGES:
        for node, found in values(store, property_, graph).items():
            graph.nodes[node]["url"] = page(found[0])
    for node, found in values(store, PK.parameterCount, graph).items():
        graph.nodes[node]["parameters"] = int(found[0])


def _known(node: str, facts: dict[str, str | None]) -> dict[str, object]:
    known: dict[str, object] = {name: value for name, value in facts.items() if value is not None}
    known.setdefault("kind", node.removeprefix(BASE).split("/")[0] if node.startswith(BASE) else "thing")
    if known.get("paper") == node:
        del known["paper"]
    year = str(known.get("date", ""))[:4]
    return known | ({"year": int(year)} if year.isdigit() else {})


def _kind(relation: str) -> str:
    return relation.rsplit("#", 1)[1]


def _last(node: str) -> str:
    """Make a label of an IRI that nobody names."""
    return key(node) if "/" in node else node
