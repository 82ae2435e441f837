"""Small random graphs that tests of analysis share."""

from datetime import date
from typing import Any

import networkx as nx
from hypothesis import strategies as st

NODES = 9
PAIRS = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=30, unique=True)
YEARS = st.lists(st.integers(2010, 2016), min_size=NODES, max_size=NODES)
DATES = st.lists(
    st.one_of(
        st.none(),
        st.integers(2010, 2016).map(str),
        st.builds("{}-{:02}".format, st.integers(2010, 2016), st.integers(1, 12)),
        st.dates(min_value=date(2010, 1, 1), max_value=date(2016, 12, 31)).map(str),
    ),
    min_size=NODES,
    max_size=NODES,
)


def directed(pairs: list[tuple[int, int]], **facts: list[Any]) -> nx.DiGraph:
    """Make a graph of nine nodes, without loops; `facts` are attributes of the nodes, None where one is not known."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(NODES))
    graph.add_edges_from(pair for pair in pairs if pair[0] != pair[1])
    for name, values in facts.items():
        known = {node: value for node, value in enumerate(values) if value is not None}
        nx.set_node_attributes(graph, known, name)
    return graph


def undirected(pairs: list[tuple[int, int]]) -> nx.Graph:
    return nx.Graph(directed(pairs))
