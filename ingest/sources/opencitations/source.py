"""The source `opencitations` from dumps of the Index."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from ingest import record as rec
from ingest.sources.opencitations.files import File, files
from ingest.sources.opencitations.reader import Reader

SOURCE = "opencitations"
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


@dataclass(frozen=True)
class OpenCitationsDump:
    """Some tables of the Index, read as one snapshot.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders whose tables are taken in the order of their names.
    only : set of str, optional
        IRIs of papers; citations between others are passed over, uncounted.
    retrieved_at : str, optional
        Date (YYYY-MM-DD) on which they were taken from upstream; the newest file's date if absent.
    licence : str, optional
        IRI; the Index is CC0.
    """

    paths: tuple[Path, ...]
    only: frozenset[str] | None = None
    retrieved_at: str | None = None
    licence: str = LICENCE

    @cached_property
    def files(self) -> list[File]:
        return files(self.paths)

    @cached_property
    def origin(self) -> rec.Origin:
        upstream = "dumps of the OpenCitations Index: " + ", ".join(file.name for file in self.files)
        return rec.Origin(SOURCE, upstream, self.licence, self.retrieved_at or self._newest())

    def _newest(self) -> str:
        newest = max(file.path.stat().st_mtime for file in self.files)
        return datetime.fromtimestamp(newest, UTC).date().isoformat()

    def fingerprint(self) -> str:
        found = hashlib.sha256(f"{self.origin.retrieved_at} {self.licence}".encode())
        for file in self.files:
            found.update(f"\n{file.name} {file.sha256}".encode())
        for work in sorted(self.only or ()):
            found.update(f"\n{work}".encode())
        if self.only is not None:
            found.update(b"\nonly")
        return found.hexdigest()

    def records(self) -> rec.Records:
        blocks = (block for file in self.files for block in file.blocks())
        return Reader(self.origin, self.only).all_records(blocks)
