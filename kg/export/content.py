"""A graph ready to be written: its nodes and edges as two frames, whose columns have one kind each.

Every writer takes a networkx graph, an `ArrayGraph` or this; `content` makes this of the others.
"""

import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import networkx as nx
import polars as pl

from kg.analysis.arrays import ArrayGraph
from kg.export.cleaning import Cleaner, written

BATCH = 1 << 15
"""How many rows are turned into text at a time."""
_LONGS = range(-(2**63), 2**63)
_SMALLEST = sys.float_info.min
"""Readers written in C refuse a number nearer to 0 that is not 0, as they refuse one that is too large."""
_NAME = re.compile(r"[A-Za-z0-9._:-]+")
_ENDS = ("source", "target")

Facts = Mapping[str, object]
Kinds = Mapping[str, str]
"""The kind of each attribute: ``boolean``, ``long``, ``double`` or ``string``."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """Rows with attributes.

    Parameters
    ----------
    frame : DataFrame
    kinds : mapping of str to str, optional
        Of columns that hold numbers or truth values written as text; other columns tell by their data type.

    Raises
    ------
    ValueError
        If the name of an attribute is no plain word.
    """

    frame: pl.DataFrame
    kinds: Kinds = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.frame.columns:
            if not _NAME.fullmatch(name):
                raise ValueError(f"a file cannot name an attribute {name!r}; use letters, digits, and . _ : -")

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The kind of each attribute that some row has, by name in the order of names; ends of edges are none."""
        known = (name for name in self.frame.columns if name not in _ENDS and _is_known(self.frame[name]))
        return {name: self.kinds.get(name) or _kind_of_type(self.frame.schema[name]) for name in sorted(known)}

    def batches(self, cleaner: Cleaner, size: int = BATCH) -> Iterator[pl.DataFrame]:
        """Yield some rows at a time, their attributes as clean text; ends of edges stay numbers."""
        for rows in self.frame.iter_slices(size):
            yield rows.with_columns(cleaner.column(rows[name]) for name in self.attributes)


@dataclass(frozen=True, eq=False)
class Content:
    """What is to be written, in the order in which it is.

    Parameters
    ----------
    name : str
    nodes : Sheet
        Column iri, each once, and attributes.
    edges : Sheet
        Columns source and target (rows of nodes), and attributes.
    directed : bool
    odd : mapping of int to str, optional
        Names of nodes, by row, that had to be cleaned.
    cleaned : int
        How many values were changed on the way here.
    """

    name: str
    nodes: Sheet
    edges: Sheet
    directed: bool = True
    odd: Mapping[int, str] = field(default_factory=dict)
    cleaned: int = 0

    @property
    def iris(self) -> pl.Series:
        return self.nodes.frame["iri"]

    def __len__(self) -> int:
        return len(self.nodes.frame)

    def number_of_edges(self) -> int:
        return len(self.edges.frame)

    def to_networkx(self) -> nx.MultiDiGraph:
        """Make a frozen networkx graph for looking into small ones; parallel edges are told apart by their kind."""
        made = nx.MultiDiGraph(name=self.name) if self.directed else nx.MultiGraph(name=self.name)
        made.add_nodes_from((facts.pop("iri"), facts) for facts in _known(self.nodes))
        iris = self.iris.to_list()
        for facts in _known(self.edges):
            ends = iris[facts.pop("source")], iris[facts.pop("target")]
            made.add_edge(*ends, key=_key(facts), **facts)
        return nx.freeze(made)


def content(graph: nx.Graph | ArrayGraph | Content, name: str | None = None) -> Content:
    """Give a graph as frames.

    Parameters
    ----------
    graph : networkx graph, ArrayGraph or Content
        The nodes of a networkx graph are text. They and its edges are sorted, so that the same graph gives the same
        bytes; a text key of a multigraph's edge becomes its attribute `kind`, unless the edge has one. Those of an
        ArrayGraph stay in their order.
    name : str, optional
        Another name for it.

    Raises
    ------
    TypeError
        If an attribute has a value of a kind that no file here can carry.
    ValueError
        If the name of an attribute is no plain word.
    """
    if isinstance(graph, Content):
        made = graph
    elif isinstance(graph, ArrayGraph):
        made = _of_arrays(graph)
    else:
        made = _of_networkx(graph)
    if name is None or name == made.name:
        return made
    return Content(name, made.nodes, made.edges, made.directed, made.odd, made.cleaned)


def columns(rows: Sequence[Facts], cleaner: Cleaner) -> Sheet:
    """Make text columns of attributes of any kinds; each column has the one kind that fits all of its values."""
    texts, kinds = {}, {}
    for name in dict.fromkeys(name for row in rows for name in row):
        values = [row.get(name) for row in rows]
        kinds[name] = _common(kind for kind in map(_kind, values) if kind)
        texts[name] = pl.Series([_text(raw, cleaner) for raw in values], dtype=pl.String)
    return Sheet(pl.DataFrame(texts), {name: kind for name, kind in kinds.items() if kind})


def _of_arrays(graph: ArrayGraph) -> Content:
    iri = pl.Series("iri", [str(name) for name in graph.names], pl.String)
    ends = {"source": graph.source, "target": graph.target}
    nodes = pl.DataFrame({"iri": iri}).hstack(graph.facts.get_columns())
    edges = pl.DataFrame(ends).hstack(graph.edge_facts.get_columns())
    return Content(graph.name, Sheet(nodes), Sheet(edges), graph.directed)


def _of_networkx(graph: nx.Graph) -> Content:
    cleaner, names = Cleaner(), sorted(graph)
    number = {name: row for row, name in enumerate(names)}
    nodes = columns([{"iri": name, **graph.nodes[name]} for name in names], cleaner)
    edges = sorted(_edges(graph), key=lambda edge: edge[:3])
    facts = columns([{"kind": key, **facts} if key else facts for _, _, key, facts in edges], cleaner)
    ends = pl.DataFrame({
        "source": pl.Series([number[edge[0]] for edge in edges], dtype=pl.UInt32),
        "target": pl.Series([number[edge[1]] for edge in edges], dtype=pl.UInt32),
    })  # fmt: skip
    if nodes.frame.is_empty():
        nodes = Sheet(pl.DataFrame(schema={"iri": pl.String}))
    nodes = Sheet(nodes.frame.with_columns(pl.col("iri").fill_null("")), nodes.kinds)
    odd = {row: name for row, name in enumerate(names) if nodes.frame["iri"][row] != name}
    joined = Sheet(ends.hstack(facts.frame.get_columns()), facts.kinds)
    name = str(graph.graph.get("name", ""))
    return Content(name, nodes, joined, graph.is_directed(), odd, cleaner.cleaned)


def _edges(graph: nx.Graph) -> Iterator[tuple[str, str, str, Facts]]:
    """Give source, target, key and attributes of each edge; the key is empty where it is no text."""
    keyed = graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges.data()
    for source, target, *key, facts in keyed:
        yield *_ends(graph, source, target), key[0] if key and isinstance(key[0], str) else "", facts


def _ends(graph: nx.Graph, source: str, target: str) -> tuple[str, str]:
    return (source, target) if graph.is_directed() or source <= target else (target, source)


def _text(raw: object, cleaner: Cleaner) -> str | None:
    value = cleaner.value(raw)
    return None if value is None else written(value)


def _kind(raw: object) -> str | None:
    """Give the kind that the value alone would have; None where it is left out."""
    if isinstance(raw, str):
        return "string" if raw else None
    value = Cleaner().value(raw)
    if value is None or isinstance(value, str):
        return "string" if value else None
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "long" if value in _LONGS else "string"
    return "double" if value == 0 or _SMALLEST <= abs(float(value)) < math.inf else "string"


def _common(kinds: Iterable[str]) -> str:
    """Give the one kind that fits; empty where there is none to fit."""
    found = set(kinds)
    if len(found) <= 1:
        return next(iter(found), "")
    return "double" if found == {"long", "double"} else "string"


def common(one: Kinds, other: Kinds) -> Kinds:
    """Give the kinds of rows that stand together, which had kinds of their own."""
    return {name: _common({of[name] for of in (one, other) if of.get(name)}) for name in {**one, **other}}


def _kind_of_type(found: pl.DataType) -> str:
    if found == pl.Boolean:
        return "boolean"
    if found.is_integer():
        return "long"
    return "double" if found.is_float() or found.is_decimal() else "string"


def _is_known(values: pl.Series) -> bool:
    return bool((values != "").any()) if values.dtype == pl.String else values.null_count() < len(values)


def _known(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """Yield the attributes of each row, without what is not known."""
    readers: dict[str, Callable[[str], object]] = {"long": int, "double": float, "boolean": "true".__eq__}
    as_text = {name: readers[kind] for name, kind in sheet.kinds.items() if kind in readers}
    for row in sheet.frame.iter_rows(named=True):
        facts = {name: value for name, value in row.items() if value is not None}
        yield facts | {name: read(facts[name]) for name, read in as_text.items() if name in facts}


def _key(facts: Facts) -> str:
    """Tell parallel edges apart: by their kind, and where results are ranked, by the result and the metric."""
    return " ".join(str(facts[name]) for name in ("kind", "result", "metric") if name in facts)
