"""Analysis of citations: from columns to arrays, to networkx, PageRank, components, SPC weights and main path.

``python -m benchmarks analysis`` makes citation graphs of ``EDGES`` (``1000000``; several separated by commas) with
fourteen references a paper, writes the tables that a load writes, and runs each task ``RUNS`` (5) times in a process
that has read the graph already. Beside each stand the same of networkx, igraph and scipy, up to ``PEERS`` (1000000)
edges. ``PLOT=cost.svg`` draws our costs against the number of edges.
"""

import multiprocessing
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse import csgraph

from benchmarks.citations import REFERENCES, citations
from kg.analysis.arrays import ArrayGraph
from kg.analysis.mainpath import global_path
from kg.analysis.traversal import traversal_weights
from kg.projection import Projection

TOLERANCE = 1e-12
"""At which PageRank stops: the sum of all changes."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is timed: `work` on what `ready` made of the folder of tables."""

    what: str
    who: str
    ready: Callable[[Path], Any]
    work: Callable[[Any], Any]


def run() -> None:
    """Print the figures."""
    sizes = [int(text) for text in os.environ.get("EDGES", "1000000").split(",")]
    most = int(os.environ.get("PEERS", "1000000"))
    costs: dict[str, list[tuple[int, float]]] = {}
    for size in sizes:
        home = Path(tempfile.mkdtemp(prefix="paperkin-bench-", dir=os.environ.get("SPACE")))
        try:
            edges = write(home, size)
            print(f"{edges:,} citations")
            for place, task in enumerate(TASKS):
                if task.who == OURS or edges <= 1.1 * most:
                    seconds, memory = _measured(place, home)
                    print(f"  {task.what:<28} {task.who:<44} {seconds:>9.3f} s {memory:>8.0f} MiB")
                    if task.who == OURS:
                        costs.setdefault(task.what, []).append((edges, seconds))
        finally:
            shutil.rmtree(home)
    if drawing := os.environ.get("PLOT"):
        draw(costs, Path(drawing))


def write(folder: Path, edges: int) -> int:
    """Write the tables of a graph of about so many citations; give how many there are."""
    graph = citations(edges // REFERENCES)
    iris = pl.Series("iri", [f"https://w3id.org/paperkin/paper/arxiv/{number:07}" for number in range(len(graph))])
    labels = pl.Series("label", [f"A paper on number {number}" for number in range(len(graph))])
    years = pl.Series("date", np.linspace(1990, 2025.99, len(graph)).astype(int).astype(str))
    things = pl.DataFrame([iris, labels, years]).with_columns(kind=pl.lit("paper"), paper=pl.col("iri"))
    things.select("iri", "kind", "label", "date", "paper").write_parquet(folder / "things.parquet")
    ends = {"source": graph.source.astype(np.uint32), "target": graph.target.astype(np.uint32)}
    pl.DataFrame(ends).write_parquet(folder / "citations.parquet", compression="zstd")
    return graph.number_of_edges()


def _graph(folder: Path) -> ArrayGraph:
    return Projection(folder).citations


def _networkx(folder: Path) -> nx.DiGraph:
    graph = _graph(folder)
    return nx.DiGraph(zip(graph.source.tolist(), graph.target.tolist(), strict=True))


def _pairs(folder: Path) -> list[tuple[int, int]]:
    graph = _graph(folder)
    return list(zip(graph.source.tolist(), graph.target.tolist(), strict=True))


def _from_edgelist(pairs: list[tuple[int, int]]) -> nx.DiGraph:
    return nx.from_edgelist(pairs, nx.DiGraph)


def _bare(folder: Path) -> ArrayGraph:
    return _fresh(_graph(folder))


def _igraph(folder: Path) -> igraph.Graph:
    graph = _graph(folder)
    return igraph.Graph(n=len(graph), edges=np.stack([graph.source, graph.target], axis=1), directed=True)


def _matrix(folder: Path) -> sparse.csr_array:
    return _graph(folder).matrix()


def _networkx_pagerank(graph: nx.DiGraph) -> object:
    return nx.pagerank(graph, tol=TOLERANCE / len(graph), max_iter=1000)


def _our_pagerank(graph: ArrayGraph) -> object:
    return nx.pagerank(graph, tol=TOLERANCE / len(graph), max_iter=1000)


def _igraph_pagerank(graph: igraph.Graph) -> object:
    return graph.pagerank()


def _scipy_pagerank(matrix: sparse.csr_array) -> object:
    """Iterate with nothing but a matrix."""
    count, degrees = matrix.shape[0], matrix.sum(axis=1)
    dangling = degrees == 0
    steps = (sparse.diags_array(1 / np.where(dangling, 1, degrees)) @ matrix).T.tocsr()
    rank = np.full(count, 1 / count)
    for _ in range(1000):
        new = 0.85 * (steps @ rank + rank[dangling].sum() / count) + 0.15 / count
        if np.abs(new - rank).sum() < TOLERANCE:
            return new
        rank = new
    raise RuntimeError("no end")


def _our_components(graph: ArrayGraph) -> int:
    return int(nx.number_strongly_connected_components(graph))


def _igraph_components(graph: igraph.Graph) -> int:
    return len(graph.connected_components("strong"))


def _scipy_components(matrix: sparse.csr_array) -> int:
    return int(csgraph.connected_components(matrix, directed=True, connection="strong")[0])


def _plain_components(graph: nx.DiGraph) -> int:
    return int(nx.number_strongly_connected_components(graph))


def _plain_weights(graph: nx.DiGraph) -> dict[tuple[int, int], int]:
    """Count the paths through each edge by networkx's order and Python's integers."""
    order = list(nx.topological_sort(graph))
    down, up = dict[int, int](), dict[int, int]()
    for node in reversed(order):
        down[node] = sum(down[end] for end in graph.successors(node)) or 1
    for node in order:
        up[node] = sum(up[end] for end in graph.predecessors(node)) or 1
    return {(one, two): up[one] * down[two] for one, two in graph.edges}


def _plain_path(given: tuple[nx.DiGraph, dict[tuple[int, int], int]]) -> set[tuple[int, int]]:
    """Find the edges of all heaviest paths by networkx's order and Python's integers."""
    graph, weights = given
    order = list(nx.topological_sort(graph))
    best = dict[int, int]()
    for node in reversed(order):
        best[node] = max((weights[node, end] + best[end] for end in graph.successors(node)), default=0)
    most = max(best[node] for node in order if not graph.in_degree(node))
    waiting = [node for node in order if not graph.in_degree(node) and best[node] == most]
    found, seen = set[tuple[int, int]](), set(waiting)
    while waiting:
        node = waiting.pop()
        for end in graph.successors(node):
            if weights[node, end] + best[end] == best[node]:
                found.add((node, end))
                if end not in seen:
                    seen.add(end)
                    waiting.append(end)
    return found


def _weighed(folder: Path) -> tuple[nx.DiGraph, dict[tuple[int, int], int]]:
    graph = _networkx(folder)
    return graph, _plain_weights(graph)


def _fresh(graph: ArrayGraph) -> ArrayGraph:
    """Give the same graph without what it has worked out before."""
    return ArrayGraph(graph.names, graph.source, graph.target)


OURS = "ours"
TASKS = (
    Task("columns to arrays", OURS, Path, _graph),
    Task("arrays to networkx", OURS, _graph, ArrayGraph.to_networkx),
    Task("arrays to networkx", "ours, no attributes", _bare, ArrayGraph.to_networkx),
    Task("arrays to networkx", "networkx.from_edgelist, ready integers", _pairs, _from_edgelist),
    Task("PageRank", OURS, _graph, lambda graph: _our_pagerank(_fresh(graph))),
    Task("PageRank", "igraph", _igraph, _igraph_pagerank),
    Task("PageRank", "scipy, a plain iteration", _matrix, _scipy_pagerank),
    Task("PageRank", "networkx", _networkx, _networkx_pagerank),
    Task("strong components", OURS, _graph, lambda graph: _our_components(_fresh(graph))),
    Task("strong components", "igraph", _igraph, _igraph_components),
    Task("strong components", "scipy", _matrix, _scipy_components),
    Task("strong components", "networkx", _networkx, _plain_components),
    Task("SPC weights", OURS, _graph, lambda graph: traversal_weights(_fresh(graph))),
    Task("SPC weights", "networkx's order, big integers", _networkx, _plain_weights),
    Task("global main path", OURS, lambda folder: traversal_weights(_graph(folder)), global_path),
    Task("global main path", "networkx's order, big integers", _weighed, _plain_path),
)  # fmt: skip


def _measured(place: int, folder: Path) -> tuple[float, float]:
    """Give the median of some runs in seconds, and the peak memory in MiB, of a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(theirs, place, folder))
    child.start()
    theirs.close()
    try:
        seconds, memory = ours.recv()
    finally:
        child.join()
    return float(seconds), float(memory)


def _child(answer: Connection, place: int, folder: Path) -> None:
    task = TASKS[place]
    ready, times = task.ready(folder), []
    for _ in range(int(os.environ.get("RUNS", "5"))):
        begun = time.perf_counter()
        task.work(ready)
        times.append(time.perf_counter() - begun)
    answer.send((statistics.median(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def draw(costs: dict[str, list[tuple[int, float]]], out: Path) -> None:
    """Draw seconds against citations, both on logarithmic scales, with a line of slope one beside them."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.5), layout="constrained")
    for what, points in costs.items():
        axes.plot(*zip(*points, strict=True), marker="o", label=what)
    least, most = min(p[0][0] for p in costs.values()), max(p[-1][0] for p in costs.values())
    axes.plot([least, most], [least / 1e6, most / 1e6], color="0.6", linestyle=":", label="one second a million")
    axes.set(xscale="log", yscale="log", xlabel="citations", ylabel="seconds (median)")
    axes.legend(frameon=False)
    figure.savefig(out, metadata={"Date": None} if out.suffix == ".svg" else None)
