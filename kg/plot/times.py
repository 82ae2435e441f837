"""Dates on an axis: a time axis counts days, and a date of less precision stands in the middle of what it says."""

from collections.abc import Iterable
from datetime import date, timedelta

from matplotlib.axes import Axes

from kg.timeline import moment

_DAY = 86_400_000
_EPOCH = date(1970, 1, 1)
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
"""Months between marks."""
_YEAR = 12
_MOST = {True: 7, False: 10}
"""Marks on an axis: of months, and of years, whose names are short."""


def day(date: str | None) -> float | None:
    """Give a date (ISO 8601, of any precision) as days since 1970; None where it says none.

    Examples
    --------
    >>> day("1970-01-03"), day("1970") == day("1970-07-01"), day(None)
    (2.0, True, None)
    """
    found = moment(date)
    return None if found is None else found / _DAY


def span(axes: Axes, days: Iterable[float], *, before: float = 0.04, after: float = 0.06) -> None:
    """Let the axis reach from the first to the last of some days, with shares of that beside them, and mark it."""
    found = list(days)
    first, last = min(found), max(found)
    length = (last - first) or 365
    axes.set_xlim(first - before * length, last + after * length)
    mark(axes, *axes.get_xlim())


def mark(axes: Axes, since: float, until: float) -> None:
    """Mark months or years between two days on the axis."""
    found = marks(since, until)
    axes.set_xticks([day for day, _ in found], [name for _, name in found])


def marks(since: float, until: float) -> list[tuple[float, str]]:
    """Give the days to mark between two days, and their names: months of a short time, years of a long one.

    Examples
    --------
    >>> marks(0, 200)[:2], marks(0, 4000)[:2]
    ([(0, 'Jan 1970'), (31, 'Feb 1970')], [(0, '1970'), (730, '1972')])
    """
    first, last = ((_EPOCH + timedelta(end)).year for end in (since, until))
    for step in _STEPS:
        months = range(first * 12 // step * step, (last + 1) * 12, step)
        begun = [date(max(month, 12) // 12, month % 12 + 1, 1) for month in months]
        inside = [begin for begin in begun if since <= (begin - _EPOCH).days <= until]
        if len(inside) <= _MOST[step < _YEAR]:
            return [((begin - _EPOCH).days, f"{begin:{'%b %Y' if step < _YEAR else '%Y'}}") for begin in inside]
    return []
