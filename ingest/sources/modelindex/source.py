"""The source `model-index`: what model zoos publish of their models, in files for Papers with Code."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from ingest import record as rec
from ingest.source import SourceError
from ingest.sources.modelindex import zoo
from ingest.sources.modelindex.records import SOURCE, Reader
from ingest.sources.paperswithcode.fields import rejected

UNKNOWN = "http://rightsstatements.org/vocab/CNE/1.0/"
"""Copyright not evaluated: a model index does not say under which licence it stands."""


@dataclass(frozen=True)
class ModelIndex:
    """The files of one model zoo, read as one snapshot.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders of which all files named as model indexes are; what they import is read too.
    retrieved_at : str, optional
        Date (YYYY-MM-DD) on which they were taken from upstream; the newest file's date if absent.
    repository : str, optional
        Address of the zoo's repository: what tells this zoo from others, and code for each of its papers.
    licence : str
        IRI of the licence of the files; `UNKNOWN` if absent.
    """

    paths: tuple[Path, ...]
    retrieved_at: str | None = None
    repository: str | None = None
    licence: str = UNKNOWN

    @cached_property
    def origin(self) -> rec.Origin:
        where = self.repository or ", ".join(map(_shown, self.paths))
        return rec.Origin(SOURCE, f"model index of {where}", self.licence, self.retrieved_at or self._newest())

    @cached_property
    def _zoo(self) -> zoo.Zoo:
        found = zoo.read(self.paths)
        if not found.files:
            first = found.problems[0]
            raise SourceError(f"nothing can be read of {', '.join(map(str, self.paths))}: {first.raw}: {first.reason}")
        return found

    def _newest(self) -> str:
        newest = max(file.path.stat().st_mtime for file in self._zoo.files)
        return datetime.fromtimestamp(newest, UTC).date().isoformat()

    def fingerprint(self) -> str:
        origin, found = self.origin, hashlib.sha256()
        found.update(f"{origin.retrieved_at}\n{origin.upstream}\n{origin.licence}".encode())
        for file in self._zoo.files:
            found.update(f"\n{file.name} {file.sha256}".encode())
        return found.hexdigest()

    def records(self) -> rec.Records:
        for pointer, reason, raw in self._zoo.problems:
            yield rejected(rec.Place(self.origin, pointer), reason, raw)
        yield from Reader(self.origin, self.repository).records(self._zoo.files)


def _shown(path: Path) -> str:
    """Name a folder by itself, and a file by its folder too: all of them are called alike."""
    whole = path.resolve()
    return whole.name if whole.is_dir() else f"{whole.parent.name}/{whole.name}"
