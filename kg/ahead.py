"""Making things ready while the last ones are in use."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")


def ahead(items: Iterator[_T], depth: int = 3) -> Iterator[_T]:
    """Yield `items`, which a thread of their own makes, at most `depth` ahead of their use.

    What the making raises is raised here, in its place.

    Examples
    --------
    >>> list(ahead(iter("abc")))
    ['a', 'b', 'c']
    """
    pool = ThreadPoolExecutor(1)
    try:
        ready = deque(pool.submit(_next, items) for _ in range(depth))
        while found := ready.popleft().result():
            ready.append(pool.submit(_next, items))
            yield found[0]
    finally:
        pool.shutdown(cancel_futures=True)


def _next(items: Iterator[_T]) -> tuple[_T] | None:
    """Give the next item in a box, or None where there is none."""
    for item in items:
        return (item,)
    return None
