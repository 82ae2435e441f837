"""Reading the objects of a dump field by field: what is unusable becomes `Rejected`, the rest is kept.

A null list, a number where a text belongs and the like cost the field, not the entry. An entry is refused as a
whole where it lacks what names it. Blank text and absent fields say nothing. Text is trimmed at both ends.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from ingest import record as rec
from ingest.nquads import address
from ontology.iri import valid

LONGEST_RAW = 2_000
"""Characters of a refused entry that are kept."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?")
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/+=&-]*)?(?:\?[A-Za-z0-9._~/+=&-]*)?")


class UnusableError(Exception):
    """An entry that cannot become a record; the message is the reason."""


class Entry:
    """One object of a dump.

    Parameters
    ----------
    at : Place
    found : dict
        The decoded object.
    rejected : list of Rejected, optional
        Takes what turns out to be unusable; a new list if absent.
    """

    def __init__(self, at: rec.Place, found: dict[str, Any], rejected: list[rec.Rejected] | None = None) -> None:
        self.at = at
        self.rejected: list[rec.Rejected] = [] if rejected is None else rejected
        self._found = found

    def text(self, key: str) -> str | None:
        """Give a text, trimmed; None where there is none."""
        return self._usable(self._found.get(key), key)

    def needed(self, key: str) -> str:
        """Give a text that the entry cannot do without."""
        found = self.text(key)
        if found is None:
            raise UnusableError(f"{key} is missing")
        return found

    def identifier(self, key: str) -> str | None:
        """Give an identifier that upstream writes as a text or as an integer."""
        found = self._found.get(key)
        return str(found) if isinstance(found, int) and not isinstance(found, bool) else self.text(key)

    def number(self, key: str) -> int | None:
        """Give a count."""
        found = self._found.get(key)
        if found is None or (isinstance(found, int) and not isinstance(found, bool) and found >= 0):
            return found
        self.refuse(key, f"expected a count, found {_shown(found)}", found)
        return None

    def flag(self, key: str) -> bool | None:
        """Give true or false."""
        found = self._found.get(key)
        if found is None or isinstance(found, bool):
            return found
        self.refuse(key, f"expected true or false, found {_shown(found)}", found)
        return None

    def day(self, key: str) -> str | None:
        """Give a date as YYYY-MM-DD; a time behind it is cut off."""
        text = self.text(key)
        if text is None:
            return None
        try:
            return _day(text)
        except ValueError:
            self.refuse(key, f"expected a date as YYYY-MM-DD, found {_shown(text)}", text)
            return None

    def address(self, key: str) -> str | None:
        """Give a web address as upstream writes it."""
        text = self.text(key)
        if text is None or _PLAIN_ADDRESS.fullmatch(text) or _is_address(text):
            return text
        self.refuse(key, f"expected a web address, found {_shown(text)}", text)
        return None

    def addresses(self, *keys: str) -> tuple[str, ...]:
        """Give the addresses in several fields, each once."""
        return tuple(dict.fromkeys(found for key in keys if (found := self.address(key))))

    def texts(self, key: str) -> tuple[str, ...]:
        """Give the texts of a list in their order."""
        usable = (self._in_list(item, f"{key}/{place}") for place, item in enumerate(self._list(key)))
        return tuple(text for text in usable if text)

    def _in_list(self, item: object, key: str) -> str | None:
        if item is None or (isinstance(item, str) and not item.strip()):
            self.refuse(key, "an empty item of a list", item)
            return None
        return self._usable(item, key)

    def entry(self, key: str) -> "Entry | None":
        """Give an object within this one."""
        found = self._found.get(key)
        return None if found is None else self._entry(found, key)

    def without_nulls(self) -> "Entry":
        """Give the same entry, where null stands for an absent field, as some upstreams have it for lists too."""
        return Entry(self.at, {key: value for key, value in self._found.items() if value is not None}, self.rejected)

    def whole(self, key: str) -> object:
        """Give what stands in a field, whatever it is."""
        return self._found.get(key)

    def mapping(self, key: str) -> dict[str, Any]:
        """Give an object as it is; an empty one where there is none."""
        found = self._found.get(key)
        if isinstance(found, dict):
            return found
        if found is not None:
            self.refuse(key, f"expected an object, found {_shown(found)}", found)
        return {}

    def name_in(self, key: str) -> str | None:
        """Give a name that stands in the field, or in an object in the field."""
        if isinstance(self._found.get(key), dict):
            inner = self.entry(key)
            return inner.text("name") if inner else None
        return self.text(key)

    def entries(self, key: str) -> Iterator["Entry"]:
        """Give the objects of a list."""
        for place, item in enumerate(self._list(key)):
            if found := self._entry(item, f"{key}/{place}"):
                yield found

    def refuse(self, key: str, reason: str, raw: object) -> None:
        """Put a field among what is rejected."""
        place = rec.Place(self.at.origin, f"{self.at.pointer}/{key}")
        self.rejected.append(rejected(place, reason, raw))

    def _usable(self, found: object, key: str) -> str | None:
        if found is None:
            return None
        if not isinstance(found, str):
            self.refuse(key, f"expected a text, found {_shown(found)}", found)
            return None
        if not found.isascii() and _SURROGATE.search(found):
            self.refuse(key, "a lone surrogate, which is no character", found)
            return None
        return found.strip() or None

    def _list(self, key: str) -> list[Any]:
        found = self._found.get(key, [])
        if isinstance(found, list):
            return found
        self.refuse(key, f"expected a list, found {_shown(found)}", found)
        return []

    def _entry(self, found: object, key: str) -> "Entry | None":
        if isinstance(found, dict):
            return Entry(rec.Place(self.at.origin, f"{self.at.pointer}/{key}"), found, self.rejected)
        self.refuse(key, f"expected an object, found {_shown(found)}", found)
        return None


def read_each(
    elements: Iterable[tuple[str, object]], origin: rec.Origin, read: Callable[[Entry], rec.Records]
) -> rec.Records:
    """Yield the records that `read` makes of each element, and behind them what it rejected of the element.

    Where `read` raises UnusableError, one `Rejected` stands for the element, in the place of all its records.
    """
    for pointer, found in elements:
        at = rec.Place(origin, pointer)
        if not isinstance(found, dict):
            yield rejected(at, f"expected an object, found {_shown(found)}", found)
            continue
        entry = Entry(at, found)
        try:
            records = list(read(entry))
        except UnusableError as error:
            yield rejected(at, str(error), found)
        else:
            yield from records
            yield from entry.rejected


def rejected(at: rec.Place, reason: str, raw: object) -> rec.Rejected:
    """Refuse what upstream sent, with the beginning of how it looked."""
    try:
        text = json.dumps(raw, default=str)
    except RecursionError:
        text = "(nested too deeply to be shown)"
    return rec.Rejected(at=at, reason=reason, raw=text[:LONGEST_RAW])


def _day(text: str) -> str:
    found = _DAY.fullmatch(text)
    return date.fromisoformat(found[1] if found else "").isoformat()


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://", "ftp://")) and not text.endswith("//") and valid(address(text))


def _shown(found: object) -> str:
    if isinstance(found, dict | list):
        return "an object" if isinstance(found, dict) else "a list"
    return "null" if found is None else str(found)[:80] if not isinstance(found, str) else repr(found[:80])
