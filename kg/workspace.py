"""The workspace on disk: snapshots, generations of the store, and the one pointer between them.

    <home>/snapshots/              written by ingest; see its manifest files
    <home>/generations/<n>/        store/ (the engine's files), tables/ (columns for analysis), generation.json
    <home>/CURRENT                 the number of the generation that readers open

A generation is built under a name that readers never open, and becomes current by replacing one file.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from kg.errors import EngineFailure, UsageProblem

FORMAT = 2
"""Version of the layout. A reader refuses a generation with another one: its tables have other columns."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot as its manifest describes it."""

    id: str
    graph: str
    source: str
    upstream: str
    licence: str
    retrieved_at: str
    statements: int
    records: dict[str, Any]
    file_sha256: str
    written_at: str
    path: Path


@dataclass(frozen=True, slots=True)
class Generation:
    """A built store and the snapshots that it was built from."""

    number: int
    folder: Path
    format: int
    software: str
    snapshots: tuple[str, ...]

    @property
    def store(self) -> Path:
        return self.folder / "store"

    @property
    def tables(self) -> Path:
        return self.folder / "tables"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths and rules of one workspace; making the object touches nothing on disk."""

    home: Path

    @property
    def generations(self) -> Path:
        return self.home / "generations"

    @property
    def pointer(self) -> Path:
        return self.home / "CURRENT"

    def snapshots(self) -> list[Snapshot]:
        """List the newest snapshot of each source and upstream, in the order of their names.

        Raises
        ------
        EngineFailure
            If a manifest cannot be read.
        """
        newest = {(found.source, found.upstream): found for found in self.all_snapshots()}
        return sorted(newest.values(), key=lambda snapshot: snapshot.id)

    def all_snapshots(self) -> list[Snapshot]:
        """List every snapshot, the one written last at the end; raises as `snapshots` does."""
        found = map(_snapshot, (self.home / "snapshots").glob("*.json"))
        return sorted(found, key=lambda snapshot: (snapshot.written_at, snapshot.id))

    def current(self) -> Generation:
        """Find the generation that readers open.

        Raises
        ------
        UsageProblem
            If nothing was built here yet, or a Paperkin with another layout built it.
        EngineFailure
            If the pointer or the generation is damaged.
        """
        if not self.pointer.exists():
            raise UsageProblem(f"no graph in {self.home}; build one with: kg build --home {self.home}")
        number = self.pointer.read_text(encoding="utf-8", errors="replace").strip()
        return self._generation(number)

    def _generation(self, number: str) -> Generation:
        folder = self.generations / number
        facts = _facts(folder / "generation.json") if number.isdigit() else None
        made_with = None if facts is None else facts.get("format")
        if facts is None or not isinstance(made_with, int):
            raise EngineFailure(
                f"{self.pointer} names generation {number!r}, which is damaged; run: kg load --home {self.home}"
            )
        if made_with != FORMAT:
            made_by = facts.get("software", "another Paperkin")
            other = f"{folder} has format {made_with}, by {made_by}; this Paperkin reads format {FORMAT}"
            upgrade = "upgrade paperkin, or " if made_with > FORMAT else ""
            raise UsageProblem(f"{other}; {upgrade}run: kg load --home {self.home}")
        return Generation(int(number), folder, made_with, facts["software"], tuple(facts["snapshots"]))

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Hold the right to build generations.

        Raises
        ------
        EngineFailure
            If another process holds it.
        """
        self.generations.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.generations / ".lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise EngineFailure(f"another process is loading into {self.home}; wait for it, then try again") from None
        try:
            yield
        finally:
            lock.release()

    def begin(self) -> Path:
        """Make the folder for the next generation, clearing what killed loads left. Needs `only_writer`."""
        for leftover in self.generations.glob("*.partial"):
            shutil.rmtree(leftover)
        taken = [int(path.name) for path in self.generations.iterdir() if path.name.isdigit()]
        folder = self.generations / f"{max(taken, default=0) + 1:06d}.partial"
        folder.mkdir()
        return folder

    def publish(self, partial: Path, software: str, snapshots: tuple[str, ...]) -> Generation:
        """Name a finished generation, then swap the pointer to it in one step. Needs `only_writer`."""
        final = partial.with_suffix("")
        made = Generation(int(final.name), final, FORMAT, software, snapshots)
        facts = asdict(made) | {"folder": None}
        _write_whole(partial / "generation.json", json.dumps(facts, indent=2) + "\n")
        partial.rename(final)
        _sync_folder(self.generations)
        _write_whole(self.pointer, f"{final.name}\n")
        return made

    def forget_old(self, keep: int = 2) -> None:
        """Remove all but the newest `keep` generations, never the current one. Needs `only_writer`."""
        numbers = sorted(path.name for path in self.generations.iterdir() if path.name.isdigit())
        current = self.pointer.read_text(encoding="utf-8").strip()
        for name in numbers[:-keep]:
            if name != current:
                shutil.rmtree(self.generations / name, ignore_errors=True)


def _snapshot(path: Path) -> Snapshot:
    facts = _facts(path)
    if facts is None:
        raise EngineFailure(f"{path} is not a snapshot manifest; ingest its source again")
    wanted = [name.name for name in fields(Snapshot) if name.name != "path"]
    try:
        return Snapshot(**{name: facts[name] for name in wanted}, path=path.with_suffix(".nq.gz"))
    except KeyError as error:
        raise EngineFailure(
            f"{path} lacks {error}: another Paperkin wrote it; remove it, and ingest its source again"
        ) from None


def _facts(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write_whole(path: Path, text: str) -> None:
    partial = path.with_name(path.name + ".new")
    with partial.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
