"""A network of papers or techniques: what stands close together is joined; the larger, the more often it is cited."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import igraph
import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from kg.analysis.arrays import ArrayGraph, Ints
from kg.looks import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION, headline
from kg.plot import labels
from kg.plot.canvas import SMALL, Sheet, begin, fitted, literal

Places = NDArray[np.float64]

_COLOURS = (BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY)
_YEARS = ListedColormap(colormaps["viridis"](np.linspace(0, 0.92, 256)), "years")
_SMALLEST, _LARGEST = 8.0, 260.0
"""Areas of nodes, in square points."""


@dataclass(frozen=True)
class Network:
    """What is drawn of a graph: its most important nodes, and how important they are in the whole of it."""

    graph: ArrayGraph
    weights: Ints
    """How often a node is cited, or is built on, or used: what its size tells."""


def most_important(graph: ArrayGraph, most: int) -> Network:
    """Keep the nodes with the most edges to them that are joined to another of these.

    Of an undirected graph, the nodes that occur most: attribute papers, else their edges.

    Parameters
    ----------
    graph : ArrayGraph
    most : int
    """
    weights = _weights(graph)
    order = np.lexsort((np.arange(len(graph)), -weights))[:most]
    kept = np.zeros(len(graph), bool)
    kept[order] = True
    inside = kept[graph.source] & kept[graph.target] & (graph.source != graph.target)
    joined = np.zeros(len(graph), bool)
    joined[graph.source[inside]] = joined[graph.target[inside]] = True
    return Network(graph.keep(kept & joined), weights[kept & joined])


def _weights(graph: ArrayGraph) -> Ints:
    if graph.directed:
        return np.bincount(graph.target[graph.source != graph.target], minlength=len(graph))
    if "papers" in graph.facts.columns:
        return graph.facts["papers"].to_numpy().astype(np.int64)
    return graph.in_degrees + graph.out_degrees


def draw(
    sheet: Sheet, network: Network, measure: str, groups: Sequence[str | None] | None = None, *, names: int = 25
) -> Figure:
    """Draw a network.

    Parameters
    ----------
    sheet : Sheet
    network : Network
        With at least one edge.
    measure : str
        What the size of a node tells, for the legend.
    groups : sequence of str or None, optional
        What community each node is in, for its colour; its year gives the colour where absent.
    names : int
        How many nodes are named, if there is room, the largest first.
    """
    graph = network.graph
    figure, axes = begin(sheet, 6.2, left=0, right=0, below=0.36, above=0.45)
    places = _turned(_layout(graph), sheet)
    _frame(axes, places)
    _edges(axes, graph, places)
    areas = _areas(network.weights)
    years = [None if date is None else int(date[:4]) for date in graph.facts["date"]]
    colours = _by_year(axes, years) if groups is None else _by_group(axes, groups)
    axes.scatter(places[:, 0], places[:, 1], s=areas, c=colours, edgecolors="white", linewidths=0.6, zorder=3)
    _sizes(axes, network.weights, areas, measure)
    order = np.lexsort((np.arange(len(graph)), -network.weights))[:names].tolist()
    texts = [_name(graph.facts["label"][node], years[node]) for node in order]
    points = [(float(x), float(y)) for x, y in places]
    named = [labels.Label(text, *points[node]) for text, node in zip(texts, order, strict=True)]
    labels.write(axes, named, points, radii=(np.sqrt(areas) / 144).tolist(), longest=1.9)
    return figure


def _name(label: str | None, year: int | None) -> str:
    short = headline(literal(label or ""))
    return fitted(short, SMALL, 1.7) if year is None else f"{fitted(short, SMALL, 1.4)} {year}"


def _layout(graph: ArrayGraph) -> Places:
    """Place nodes by attraction along edges and repulsion of all, alike in each run.

    An edge attracts the less, the more edges its ends have (association strength), so that hubs do not draw all to one
    place.

    References
    ----------
    Fruchterman, Reingold: Graph drawing by force-directed placement. 1991.
    Van Eck, Waltman: How to normalize cooccurrence data? An analysis of some well-known similarity measures. 2009.
    """
    drawn = igraph.Graph(len(graph), list(zip(graph.source.tolist(), graph.target.tolist(), strict=True)))
    drawn.simplify()
    degrees = np.array(drawn.degree())
    ends = np.array(drawn.get_edgelist())
    weights = 4 / np.sqrt(degrees[ends[:, 0]] * degrees[ends[:, 1]])
    with _seeded():
        placed = drawn.layout_fruchterman_reingold(seed=drawn.layout_circle(), niter=2_000, weights=weights.tolist())
    return np.array(placed.coords)


@contextmanager
def _seeded() -> Iterator[None]:
    """Let igraph draw from a generator of our own, then from that of everybody again."""
    igraph.set_random_number_generator(random.Random(20))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def _turned(places: Places, sheet: Sheet) -> Places:
    """Turn the drawing so that its longest extent lies along the wide side."""
    middle = places - places.mean(0)
    _, _, axes = np.linalg.svd(middle, full_matrices=False)
    axes *= np.where(axes[np.arange(2), np.abs(axes).argmax(1)] < 0, -1, 1)[:, None]
    turned: Places = middle @ axes.T
    return turned if (sheet.height or 0) <= sheet.width else turned[:, ::-1]


def _frame(axes: Axes, places: Places) -> None:
    axes.set_axis_off()
    low, high = places.min(0), places.max(0)
    margin = np.maximum((high - low) * 0.07, 0.5)
    axes.set_xlim(low[0] - margin[0], high[0] + margin[0])
    axes.set_ylim(low[1] - margin[1], high[1] + margin[1])


def _edges(axes: Axes, graph: ArrayGraph, places: Places) -> None:
    lines = np.stack([places[graph.source], places[graph.target]], axis=1)
    alpha = float(np.clip(60 / max(len(lines), 1), 0.09, 0.5))
    width: Any = 0.5
    if "weight" in graph.edge_facts.columns:
        weights = graph.edge_facts["weight"].to_numpy()
        width = 0.4 + 2.2 * weights / weights.max()
    axes.add_collection(LineCollection(list(lines), colors=GREY, linewidths=width, alpha=alpha, zorder=1))


def _areas(weights: Ints) -> Places:
    most = max(int(weights.max()), 1)
    found: Places = _SMALLEST + (_LARGEST - _SMALLEST) * weights / most
    return found


def _by_year(axes: Axes, years: Sequence[int | None]) -> list[Any]:
    """Colour nodes by year, with a scale; grey where no year is known."""
    known = [year for year in years if year is not None]
    if not known:
        return [GREY] * len(years)
    scale = Normalize(min(known), max(known) if max(known) > min(known) else min(known) + 1)
    figure = axes.get_figure(root=True)
    assert figure is not None
    inset = axes.inset_axes((0.02, 1.05, 0.3, 0.014))
    bar = figure.colorbar(ScalarMappable(scale, _YEARS), cax=inset, orientation="horizontal")
    ticks = sorted({min(known), round((min(known) + max(known)) / 2), max(known)})
    bar.set_ticks(ticks, labels=[str(year) for year in ticks])
    bar.ax.tick_params(labelsize=SMALL, length=2)
    bar.outline.set_visible(False)
    if len(known) < len(years):
        inset.annotate("grey: no year known", (1, 0), (14, 1), xycoords="axes fraction", textcoords="offset points",
                       size=SMALL)  # fmt: skip
    return [GREY if year is None else _YEARS(scale(year)) for year in years]


def _by_group(axes: Axes, groups: Sequence[str | None]) -> list[str]:
    """Colour nodes by community, the largest communities first; the rest is grey."""
    sizes = {group: groups.count(group) for group in groups if group is not None}
    largest = sorted(sizes, key=lambda group: (-sizes[group], group))[: len(_COLOURS)]
    colours = dict(zip(largest, _COLOURS, strict=False))
    handles = [_dot(colours[group], fitted(literal(group), SMALL, 1.95)) for group in largest]
    if any(group not in colours for group in groups):
        handles.append(_dot(GREY, "others"))
    found = axes.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.1, handletextpad=0.2,
        columnspacing=1.2, labelspacing=0.3, fontsize=SMALL,
    )  # fmt: skip
    axes.add_artist(found)
    return [colours.get(group, GREY) if group is not None else GREY for group in groups]


def _sizes(axes: Axes, weights: Ints, areas: Places, measure: str) -> None:
    """Explain sizes by the smallest and the largest."""
    ends = sorted({int(weights.argmin()), int(weights.argmax())}, key=lambda node: int(weights[node]))
    words = [f"{weights[node]:,}" for node in ends]
    words[-1] += f" {literal(measure)}"
    handles = [_dot(INK, word, float(areas[node]) ** 0.5) for node, word in zip(ends, words, strict=True)]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, 0), ncols=2, borderaxespad=0.2, columnspacing=1.2)


def _dot(colour: str, words: str, size: float = 5) -> Line2D:
    return Line2D([], [], linestyle="", marker="o", markersize=size, markeredgewidth=0, color=colour, label=words)
