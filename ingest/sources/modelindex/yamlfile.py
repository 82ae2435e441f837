"""The documents of a YAML file, read so that a number stays as it is written and nothing hostile is built.

Every scalar but null is a text: `69.30` does not become 69.3, nor a model called `1e3` a number. Aliases, which may
write out to more than any memory holds, are measured before anything is built of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from ingest import files
from ingest.source import SourceError

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

MOST_BYTES = 8 << 20
"""Of one file. The largest real one has 60,000."""
MOST_DEPTH = 60
"""Levels of lists and mappings. A model index needs 7; libyaml overflows the stack at some ten thousand."""
MOST_NODES = 300_000
"""Values of one document, each alias written out."""

_TAG = "tag:yaml.org,2002:"
_MERGE = f"{_TAG}merge"


class _Loader(SafeLoader):
    """Builds mappings, lists, nulls and texts; refuses every other tag."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in found if tag in (f"{_TAG}null", _MERGE)]
        for first, found in SafeLoader.yaml_implicit_resolvers.items()
    }
    yaml_constructors = {  # noqa: RUF012
        None: SafeLoader.construct_undefined,
        f"{_TAG}map": SafeLoader.construct_yaml_map,
        f"{_TAG}seq": SafeLoader.construct_yaml_seq,
        f"{_TAG}null": SafeLoader.construct_yaml_null,
        **{f"{_TAG}{name}": SafeLoader.construct_yaml_str for name in ("str", "int", "float", "bool", "timestamp")},
    }


@dataclass(frozen=True, slots=True)
class Repeated:
    """A key that stands twice in one mapping; the last counts."""

    line: int
    key: str


@dataclass(frozen=True, slots=True)
class Document:
    found: object
    repeated: tuple[Repeated, ...]


def read(path: Path) -> str:
    """Give the text of a file.

    Raises
    ------
    SourceError
        If it cannot be read, is not UTF-8, or has more than `MOST_BYTES` bytes.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from None
    if size > MOST_BYTES:
        raise SourceError(f"{path}: {size} bytes; a model index has at most {MOST_BYTES}; see whether it is one")
    return files.text(path)


def documents(text: str, name: str) -> list[Document]:
    """Read the documents of a YAML text.

    Parameters
    ----------
    text : str
    name : str
        The file's name, for messages.

    Raises
    ------
    SourceError
        If the text is no YAML, has a tag that is not of plain data, or is too deep or too large. The message names
        the line and the column.

    Examples
    --------
    >>> [one.found for one in documents("{a: 1.50, b: ~}", "x.yml")]
    [{'a': '1.50', 'b': None}]
    """
    try:
        _watch_depth(text)
        return list(_documents(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "its end"
        raise SourceError(f"{name}: {place}: {error.problem or error.context}; mend the file or leave it out") from None
    except yaml.reader.ReaderError as error:
        raise SourceError(
            f"{name}: character {error.position}: {error.reason}; mend the file or leave it out"
        ) from None


def _watch_depth(text: str) -> None:
    """See that the text can be composed: libyaml's composer does not watch its stack, its parser has none."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            _refuse(event.start_mark, f"more than {MOST_DEPTH} levels")


def _documents(text: str) -> Iterator[Document]:
    loader = _Loader(text)
    try:
        while loader.check_node() and (node := loader.get_node()):
            survey = _Survey()
            survey.measure(node)
            yield Document(loader.construct_document(node), tuple(survey.repeated))
    finally:
        loader.dispose()


@dataclass
class _Survey:
    """Walks over each node of a document once, aliases or not."""

    repeated: list[Repeated] = field(default_factory=list)
    _known: dict[int, tuple[int, int] | None] = field(default_factory=dict)
    """The measure of each node; None while it is being taken."""

    def measure(self, node: yaml.Node) -> tuple[int, int]:
        """Count the nodes of a node and its levels, aliases written out."""
        if id(node) not in self._known:
            self._known[id(node)] = None
            self._known[id(node)] = self._below(node)
        known = self._known[id(node)]
        if known is None:
            _refuse(node.start_mark, "holds itself")
        return known

    def _below(self, node: yaml.Node) -> tuple[int, int]:
        if isinstance(node, yaml.MappingNode):
            self._keys(node)
        below = [self.measure(part) for part in _parts(node)]
        nodes, levels = 1 + sum(size for size, _ in below), 1 + max((height for _, height in below), default=0)
        if nodes > MOST_NODES:
            _refuse(node.start_mark, f"more than {MOST_NODES} values, aliases written out")
        if levels > MOST_DEPTH:
            _refuse(node.start_mark, f"more than {MOST_DEPTH} levels, aliases written out")
        return nodes, levels

    def _keys(self, node: yaml.MappingNode) -> None:
        known = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != _MERGE:
                if key.value in known:
                    self.repeated.append(Repeated(key.start_mark.line + 1, key.value))
                known.add(key.value)


def _parts(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _refuse(mark: Any, problem: str) -> NoReturn:
    raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
