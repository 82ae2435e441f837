"""Where the things of a lineage stand on a time axis, such that no two labels overlap: a pure function."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

WIDTH = 760.0
"""Pixels that the drawing is planned for; a wider one only gains room."""

_LETTER, _MARK, _GAP = 6.6, 24.0, 14.0
_MONTHS = 12
_ALONE = 1e-8
"""Pixels a millisecond where all dates are the same: a day is nearly one pixel."""

_Span = tuple[float, float]
_MIDDLES: dict[int, list[int]] = {1: [7, 1], 2: [15], 3: []}


@dataclass(frozen=True, slots=True)
class Node:
    """A thing to be placed: `moment` in milliseconds since 1970, None where no date is known."""

    key: str
    label: str
    moment: float | None


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in axis units: x in milliseconds since 1970, y in lanes from the top."""

    spots: dict[str, tuple[float, int]]
    left: float
    right: float
    since: float | None
    """Where dates begin: to the left of it stand the things without a date. None where nothing is dated."""
    last: float
    """The last date."""
    lanes: int


def moment(date: str | None) -> float | None:
    """Give the middle of what a date says, in milliseconds since 1970.

    Parameters
    ----------
    date : str, optional
        ISO 8601: a day, a month or a year.

    Examples
    --------
    >>> moment("1970-01-01"), moment("2021") == moment("2021-07-01"), moment("in press")
    (0.0, True, None)
    """
    try:
        known = [int(part) for part in (date or "")[:10].split("-")]
        year, month, day = known + _MIDDLES[len(known)]
        return datetime(year, month, day, tzinfo=UTC).timestamp() * 1000
    except (ValueError, KeyError):
        return None


def room(label: str) -> float:
    """Give the pixels that a mark and its label take on the screen, as far as that can be told from its letters."""
    return len(label) * _LETTER + _MARK


def arrange(
    nodes: Sequence[Node], edges: Iterable[tuple[str, str]], first: str, *, width: float = WIDTH,
    measure: Callable[[str], float] = room,
) -> Layout:  # fmt: skip
    """Place things by date from left to right, in lanes; things without a date in a band at the left.

    A thing goes into the free lane nearest to the mean of its placed neighbours (the barycentre rule).

    Parameters
    ----------
    nodes : sequence of Node
    edges : iterable of pairs of keys
    first : str
        The key of the thing that is placed before all others, in the middle.
    width : float
        Pixels of the drawing.
    measure : callable
        Pixels that the mark and the label of a thing take.

    References
    ----------
    Sugiyama, Tagawa, Toda: Methods for visual understanding of hierarchical system structures. 1981.
    """
    dated = [(node, node.moment) for node in nodes if node.moment is not None]
    rooms = {node.key: measure(node.label) for node in nodes}
    band = max((rooms[node.key] for node in nodes if node.moment is None), default=0.0)
    begin = min((when for _, when in dated), default=0.0)
    scale = _scale([(rooms[node.key], when) for node, when in dated], begin, width - band)
    across = {node.key: band + (when - begin) * scale for node, when in dated}
    lanes = _lanes(nodes, rooms, across, edges, first)
    spots = {key: (begin + (across.get(key, 0.0) - band) / scale, lane) for key, lane in lanes.items()}
    left, right = begin - (band + _GAP) / scale, begin + (width - band) / scale
    since = begin - _GAP / scale if dated else None
    last = max((when for _, when in dated), default=begin)
    return Layout(spots, left, right, since, last, max(lanes.values(), default=0) + 1)


def ticks(since: float, until: float) -> list[float]:
    """Give the moments to mark between two moments: years, or quarters where there are few years."""
    first, last = (datetime.fromtimestamp(edge / 1000, UTC).year for edge in (since, until))
    years = last - first + 1
    step = 3 if years <= 2 else _MONTHS * max(1, -(-years // _MONTHS))
    marks = (_month(first, month) for month in range(0, years * _MONTHS + 1, step))
    return [mark for mark in marks if since <= mark <= until]


def _month(year: int, after: int) -> float:
    begin = datetime(year + after // _MONTHS, after % _MONTHS + 1, 1, tzinfo=UTC)
    return begin.timestamp() * 1000


def _scale(dated: Sequence[tuple[float, float]], begin: float, width: float) -> float:
    """Give pixels a millisecond, such that the label of the last thing still fits."""
    later = [(max(width - taken, _GAP), when - begin) for taken, when in dated if when > begin]
    return min((pixels / span for pixels, span in later), default=_ALONE)


def _lanes(
    nodes: Sequence[Node], rooms: Mapping[str, float], across: Mapping[str, float], edges: Iterable[tuple[str, str]],
    first: str,
) -> dict[str, int]:  # fmt: skip
    """Give each thing its lane, from 0 at the top."""
    beside = _neighbours(nodes, edges)
    taken: dict[int, list[_Span]] = {}
    lanes: dict[str, int] = {}
    for node in sorted(nodes, key=lambda n: (n.key != first, n.moment is None, across.get(n.key, 0.0), n.key)):
        begin = across.get(node.key, 0.0)
        span = (begin - _GAP, begin + rooms[node.key])
        placed = [lanes[other] for other in beside[node.key] if other in lanes]
        lane = _nearest_free(round(sum(placed) / len(placed)) if placed else 0, span, taken)
        taken.setdefault(lane, []).append(span)
        lanes[node.key] = lane
    top = min(lanes.values(), default=0)
    return {key: lane - top for key, lane in lanes.items()}


def _neighbours(nodes: Sequence[Node], edges: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    beside: dict[str, set[str]] = {node.key: set() for node in nodes}
    for one, other in edges:
        beside[one].add(other)
        beside[other].add(one)
    return beside


def _nearest_free(wished: int, span: _Span, taken: Mapping[int, list[_Span]]) -> int:
    offset = 0
    while True:
        for lane in (wished + offset, wished - offset):
            if all(span[1] <= begin or end <= span[0] for begin, end in taken.get(lane, ())):
                return lane
        offset += 1
