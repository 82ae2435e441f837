"""Citation graphs of any size that look like real ones, and how fast they are read."""

import numpy as np
from numpy.typing import NDArray

from kg.analysis.arrays import ArrayGraph

REFERENCES = 14
"""Mean number of references of a paper."""
COPIED = 0.5
"""Share of references that go to what an earlier reference went to: those who are cited are cited more."""
RECENT = 0.07
"""How far back the other references go, as a mean share of all earlier papers."""


def citations(papers: int, references: float = REFERENCES, seed: int = 0) -> ArrayGraph:
    """Make a graph of citations, in which newer papers cite older ones and few are cited much.

    Parameters
    ----------
    papers : int
        A paper's name is its number; the higher is the newer.
    references : float
        Mean number of references; their numbers are spread geometrically. What a paper would cite twice, it cites once,
        so there are a few less.
    seed : int
        The same seed gives the same graph.

    References
    ----------
    D. J. de Solla Price: A general theory of bibliometric and other cumulative advantage processes. Journal of the
    American Society for Information Science 27 (1976), 292-306. Copying earlier references gives the same advantage:
    J. Kleinberg et al., The web as a graph, COCOON 1999.
    """
    random = np.random.default_rng(seed)
    source = np.repeat(np.arange(papers), random.geometric(1 / references, papers))
    source = source[source > 0]
    back = np.ceil(random.exponential(RECENT * source)).astype(np.int64)
    target = np.maximum(source - np.maximum(back, 1), 0)
    first = np.searchsorted(source, source)
    copied = (random.random(len(source)) < COPIED) & (first > 0)
    pointer = np.where(copied, (random.random(len(source)) * first).astype(np.int64), np.arange(len(source)))
    target = target[_roots(pointer)]
    pairs = np.unique(source * papers + target)
    return ArrayGraph(range(papers), pairs // papers, pairs % papers, name="citations")


def _roots(pointer: NDArray[np.int64]) -> NDArray[np.int64]:
    """Follow each pointer to one that points to itself."""
    while True:
        further = pointer[pointer]
        if np.array_equal(further, pointer):
            return pointer
        pointer = further
