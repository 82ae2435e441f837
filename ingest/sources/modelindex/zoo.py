"""The files of a model zoo: those that are named, those of a folder, and those that they import."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from ingest.source import SourceError
from ingest.sources.modelindex import yamlfile
from ingest.sources.modelindex.shape import tidy

NAMES = frozenset({"model-index.yml", "model-index.yaml", "metafile.yml", "metafile.yaml"})
"""What the files of a model index are called; a folder may hold other YAML."""
SUFFIXES = frozenset({".yml", ".yaml"})
_KEYS = ("Collections", "Models", "Import")


class Problem(NamedTuple):
    """What cannot be used: where, why, and how it looked."""

    pointer: str
    reason: str
    raw: object


Element = tuple[str, object]
"""A JSON pointer with the file in front (``metafile.yml#/Models/3``) and what stands there, in the one shape."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """One file: its name within the folder that was given, the sha256 of its text, and what it holds."""

    name: str
    path: Path
    sha256: str
    collections: tuple[Element, ...]
    models: tuple[Element, ...]


class _Part(NamedTuple):
    """What one mapping of a document holds."""

    collections: list[Element]
    models: list[Element]
    imports: list[Element]


@dataclass
class Zoo:
    """All files, in the order in which they were met; each is read once, however often it is imported."""

    files: list[Indexed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _met: set[Path] = field(default_factory=set)
    _left: deque[tuple[Path, Path]] = field(default_factory=deque)
    """Files that are to be read, each with the folder that it may not lead out of."""


def read(paths: Iterable[Path]) -> Zoo:
    """Read files and folders with all that they import.

    Parameters
    ----------
    paths : iterable of Path
        Files; or folders, of which all files called as in `NAMES` are read, below them too.

    Raises
    ------
    SourceError
        If a path does not exist, a folder holds no such file, or a file is no YAML or no model index.
    """
    zoo = Zoo()
    for path in paths:
        for file, root in _given(path):
            _follow(zoo, file, root, file.name, str(file))
        while zoo._left:
            _read(zoo, *zoo._left.popleft())
    return zoo


def _given(path: Path) -> Iterator[tuple[Path, Path]]:
    if path.is_file():
        yield path.resolve(), path.resolve().parent
        return
    if not path.is_dir():
        raise SourceError(f"no such file or folder: {path}")
    found = sorted(file for file in path.rglob("*") if file.name in NAMES and file.is_file())
    if not found:
        raise SourceError(f"no file in {path} is called {' or '.join(sorted(NAMES))}; name the file itself")
    yield from ((file, path) for file in found)


def _follow(zoo: Zoo, file: Path, root: Path, pointer: str, raw: object) -> None:
    """Take a file among those to be read, if it is one, is YAML, and lies within the folder."""
    try:
        target, inside = file.resolve(), root.resolve()
        reason = "" if target.is_file() else "no such file"
    except (OSError, RuntimeError, ValueError):
        reason = "no such file"
    else:
        reason = reason if target.is_relative_to(inside) else "it leads out of the folder, so it is not read"
        if not reason and target.suffix.lower() not in SUFFIXES:
            reason = "only YAML is read (.yml, .yaml)"
    if reason:
        zoo.problems.append(Problem(pointer, reason, raw))
    elif target not in zoo._met:
        zoo._met.add(target)
        zoo._left.append((target, inside))


def _read(zoo: Zoo, file: Path, root: Path) -> None:
    text, name = yamlfile.read(file), file.relative_to(root).as_posix()
    found = yamlfile.documents(text, str(file))
    parts: list[_Part] = []
    for number, document in enumerate(found):
        zoo.problems += (
            Problem(f"{name}:{twice.line}", "the key stands twice in one mapping; the last counts", twice.key)
            for twice in document.repeated
        )
        parts += _parts(zoo, f"{name}#/{number}" if len(found) > 1 else f"{name}#", tidy(document.found))
    if not parts:
        raise SourceError(f"{file} is no model index: it has none of {', '.join(_KEYS)}")
    collections, models, imports = (list(chain.from_iterable(listed)) for listed in zip(*parts, strict=True))
    zoo.files.append(Indexed(name, file, hashlib.sha256(text.encode()).hexdigest(), tuple(collections), tuple(models)))
    for pointer, target in imports:
        if isinstance(target, str):
            _follow(zoo, file.parent / target, root, pointer, target)
        else:
            zoo.problems.append(Problem(pointer, "expected the name of a file", target))


def _parts(zoo: Zoo, pointer: str, found: object) -> Iterator[_Part]:
    """Give the parts of a document: itself, or the items of a list, which may be models without a heading."""
    if isinstance(found, list):
        for place, item in enumerate(found):
            yield from _parts(zoo, f"{pointer}/{place}", item)
    elif isinstance(found, dict) and found.keys() & set(_KEYS):
        yield _Part(*([(f"{pointer}/{key}/{at}", item) for at, item in enumerate(found.get(key, []))] for key in _KEYS))
    elif isinstance(found, dict) and "Name" in found:
        yield _Part([], [(pointer, found)], [])
    elif found is not None:
        zoo.problems.append(Problem(pointer, "neither collections, models nor imports", found))
