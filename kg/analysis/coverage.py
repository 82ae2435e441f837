"""How much of the truth a citation graph holds: of how many of its papers are references known?"""

from dataclasses import dataclass

import networkx as nx

from kg.analysis.arrays import ArrayGraph, arrays, node_facts


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many papers there are, and of how many of them references are known.

    Examples
    --------
    >>> str(Coverage(400, 22))
    'references are known of 22 of 400 papers (5.5%)'
    """

    papers: int
    with_references: int

    def __str__(self) -> str:
        share = f" ({100 * self.with_references / self.papers:.1f}%)" if self.papers else ""
        return f"references are known of {self.with_references:,} of {self.papers:,} papers{share}"


def coverage(graph: nx.Graph | ArrayGraph) -> Coverage:
    """Count the papers of which references are known.

    Parameters
    ----------
    graph : networkx graph or ArrayGraph
        Edges run from the citing to the cited paper. Where nodes have the attribute ``references``, the number of
        known references inside and outside of this graph, that counts; else the edges do.

    Examples
    --------
    >>> coverage(nx.DiGraph([("a", "b"), ("a", "c")]))
    Coverage(papers=3, with_references=1)
    """
    told = [count for count in node_facts(graph, "references") if count is not None]
    counts = told or arrays(graph).out_degrees.tolist()
    return Coverage(len(graph), sum(count > 0 for count in counts))
