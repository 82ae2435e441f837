"""One run of a source becomes one snapshot: compressed N-Quads, a manifest, and the rejected records.

    <home>/snapshots/<source>-<digest>.nq.gz          the statements, in the snapshot's named graph
    <home>/snapshots/<source>-<digest>.json           the manifest; its presence says: complete
    <home>/snapshots/<source>-<digest>.rejects.jsonl  what was refused, with place and reason

The digest covers the upstream bytes and the code that reads and maps them, so the same input gives the same names
and the same bytes, and a change of the code another snapshot. Files are written beside their place and renamed,
the manifest last.
"""

import hashlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from filelock import FileLock, Timeout

from ingest import apart, mapping
from ingest.disk import NamedFile, writing
from ingest.nquads import Triple, lines, string, typed
from ingest.nquads import iri as node
from ingest.packing import Packer, packing
from ingest.record import Citation, Citations, Origin, Record, Rejected, Repeat
from ingest.source import Busy, Source, SourceError
from ontology import iri, terms
from ontology.terms import PK, RDF, XSD

Progress = Callable[[int], None]
"""Called with the number of records read so far."""


@dataclass(slots=True)
class Counts:
    """The fate of every record."""

    read: int = 0
    kept: int = 0
    duplicate: int = 0
    rejected: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    """How many of the kept are of which kind of record."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot is: its graph, where it came from, its licence, and how many records it holds."""

    id: str
    graph: str
    source: str
    upstream: str
    upstream_sha256: str
    licence: str
    retrieved_at: str
    software: str
    code: str
    """Digest of the code that reads and maps."""
    statements: int
    nquads_sha256: str
    """Of the uncompressed N-Quads."""
    file_sha256: str
    """Of the compressed file."""
    written_at: str = field(compare=False)
    """UTC. Of several snapshots of one source and upstream, the one written last counts. Alone here, it differs
    from run to run."""
    records: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    manifest: Manifest
    path: Path
    unchanged: bool
    """True where a whole snapshot of the same input was there already."""


def write(source: Source, home: Path, progress: Progress | None = None) -> Written:
    """Write the snapshot of a source, or find that it is there already.

    Parameters
    ----------
    source : Source
    home : Path
        The workspace; made if absent.
    progress : callable, optional
        Called with the number of records read.

    Raises
    ------
    SourceError
        If the source cannot be read, its origin is unusable, there is no room, or another process is writing
        snapshots here.
    """
    folder = home / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    with writing(folder), _only_writer(folder):
        _sweep(folder)
        return _write(source, folder, progress)


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Busy(f"another process is writing snapshots in {folder}; wait for it, then try again") from None
    try:
        yield
    finally:
        lock.release()


def _sweep(folder: Path) -> None:
    """Remove what a killed run left half-written."""
    for leftover in folder.glob("*.partial"):
        leftover.unlink()


def _write(source: Source, folder: Path, progress: Progress | None) -> Written:
    _insist_on(source.origin)
    upstream = source.fingerprint()
    recipe = f"{upstream} {_software()} {code(source)}"
    digest = hashlib.sha256(recipe.encode()).hexdigest()[:16]
    stem = folder / f"{source.origin.source}-{digest}"
    known = read_manifest(stem.with_suffix(".json"))
    if known and _sha256(stem.with_suffix(".nq.gz")) == known.file_sha256:
        if _is_outdated(known, folder):
            known = replace(known, written_at=_now())
            _put_manifest(known, stem)
        return Written(known, stem.with_suffix(".nq.gz"), unchanged=True)
    manifest = _Run(source, stem, iri.snapshot(source.origin.source, digest), upstream).run(progress)
    return Written(manifest, stem.with_suffix(".nq.gz"), unchanged=False)


def _insist_on(origin: Origin) -> None:
    try:
        node(origin.licence)
        if mapping.date_type(origin.retrieved_at) != XSD.date:
            raise ValueError(f"not a day: {origin.retrieved_at!r}")
    except ValueError as error:
        raise SourceError(f"the licence or the date of {origin.source} is unusable: {error}") from None


def read_manifest(path: Path) -> Manifest | None:
    """Read a manifest; None where there is none, it is damaged, or its statements are gone."""
    if not path.exists() or not path.with_suffix(".nq.gz").exists():
        return None
    try:
        return Manifest(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        return None


def _is_outdated(known: Manifest, folder: Path) -> bool:
    """Tell whether another snapshot of the same source and upstream was written later."""
    others = filter(None, map(read_manifest, folder.glob(f"{known.source}-*.json")))
    same = (other for other in others if (other.source, other.upstream) == (known.source, known.upstream))
    return any(other.written_at > known.written_at for other in same)


def _put_manifest(manifest: Manifest, stem: Path) -> None:
    with _replacing(stem.with_suffix(".json")) as out:
        out.write((json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n").encode())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


class _Run:
    """One pass over a source's records into three files."""

    def __init__(self, source: Source, stem: Path, graph: str, upstream: str) -> None:
        self.source, self.stem, self.upstream = source, stem, upstream
        self.graph = graph
        self.counts = Counts()
        self.seen: set[bytes] = set()
        """Digests of what was said: the records themselves would not fit into memory."""
        self.described: set[bytes] = set()
        """Digests of the authors described so far."""

    def run(self, progress: Progress | None) -> Manifest:
        nquads, rejects = self.stem.with_suffix(".nq.gz"), self.stem.with_suffix(".rejects.jsonl")
        with _replacing(nquads) as raw, _replacing(rejects) as refused, packing(raw) as packer:
            self._records(packer, refused, progress)
        manifest = self._manifest(packer, _sha256(nquads))
        _put_manifest(manifest, self.stem)
        return manifest

    def _records(self, packer: Packer, refused: IO[bytes], progress: Progress | None) -> None:
        graph = node(self.graph)
        for rec in _found(self.source):
            if isinstance(rec, Citations):
                self._keep_many(rec, packer, graph, progress)
                continue
            self.counts.read += 1
            if isinstance(rec, Repeat):
                self.counts.duplicate += 1
                continue
            reason = rec.reason if isinstance(rec, Rejected) else self._keep(rec, packer, graph)
            if reason is not None:
                self._reject(rec, reason, refused)
            if progress and self.counts.read % 100 == 0:
                progress(self.counts.read)
        packer.put(lines(self._about(), graph))

    def _keep(self, rec: Record, packer: Packer, graph: str) -> str | None:
        """Write a record's statements; give the reason where it cannot be written."""
        try:
            block = lines(mapping.statements(rec), graph)
        except ValueError as error:
            return str(error)
        digest = hashlib.blake2b(block.encode(), digest_size=16).digest()
        if digest in self.seen:
            self.counts.duplicate += 1
            return None
        self.seen.add(digest)
        block += self._new_authors(rec, graph)
        self.counts.kept += 1
        kind = type(rec).__name__
        self.counts.kinds[kind] = self.counts.kinds.get(kind, 0) + 1
        packer.put(block)
        return None

    def _keep_many(self, rec: Citations, packer: Packer, graph: str, progress: Progress | None) -> None:
        """Write citations that the source has made sure not to repeat."""
        count, kinds = len(rec.citing), self.counts.kinds
        self.counts.read += count + rec.repeats
        self.counts.kept += count
        self.counts.duplicate += rec.repeats
        kinds[Citation.__name__] = kinds.get(Citation.__name__, 0) + count
        packer.put(mapping.many(rec, graph))
        if progress:
            progress(self.counts.read)

    def _new_authors(self, rec: Record, graph: str) -> str:
        """Describe the authors that no record before named: most are named by many."""
        found: list[Triple] = []
        for who, name in mapping.authors(rec):
            digest = hashlib.blake2b(who.encode(), digest_size=16).digest()
            if digest not in self.described:
                self.described.add(digest)
                found += mapping.author(who, name)
        return lines(found, graph)

    def _reject(self, rec: Record, reason: str, refused: IO[bytes]) -> None:
        self.counts.rejected += 1
        raw = rec.raw if isinstance(rec, Rejected) else repr(rec)
        refused.write(json.dumps({"place": rec.at.pointer, "reason": reason, "record": raw}).encode() + b"\n")

    def _about(self) -> Iterator[tuple[str, str, str]]:
        """Describe the snapshot in its own graph, so that the description travels with it."""
        me, origin, counts = node(self.graph), self.source.origin, self.counts
        yield me, node(RDF.type), node(PK.Snapshot)
        yield me, node(PK.name), string(f"Snapshot of {origin.source}, {origin.retrieved_at}")
        yield me, node(PK.assertedBy), me
        yield me, node(PK.sourceName), string(origin.source)
        yield me, node(PK.upstream), string(origin.upstream)
        yield me, node(PK.sha256), string(self.upstream)
        yield me, node(PK.licence), node(origin.licence)
        yield me, node(PK.retrievedAt), typed(origin.retrieved_at, XSD.date)
        yield me, node(PK.softwareVersion), string(_software())
        for predicate, count in (
            (PK.recordsRead, counts.read), (PK.recordsKept, counts.kept),
            (PK.recordsDuplicate, counts.duplicate), (PK.recordsRejected, counts.rejected),
        ):  # fmt: skip
            yield me, node(predicate), typed(str(count), XSD.integer)

    def _manifest(self, packer: Packer, file_sha256: str) -> Manifest:
        origin = self.source.origin
        return Manifest(
            id=self.stem.name, graph=self.graph, source=origin.source, upstream=origin.upstream,
            upstream_sha256=self.upstream, licence=origin.licence, retrieved_at=origin.retrieved_at,
            software=_software(), code=code(self.source), statements=packer.lines,
            nquads_sha256=packer.sha256(), file_sha256=file_sha256, written_at=_now(),
            records=asdict(self.counts),
        )  # fmt: skip


def _found(source: Source) -> Iterator[Record]:
    return apart.records(source) if getattr(source, "large", False) else source.records()


def code(source: Source) -> str:
    """Digest the code that decides what a snapshot says, so that a change of it gives another snapshot."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in decisive(source))).hexdigest()[:16]


def decisive(source: Source) -> list[Path]:
    """List the files that decide what a snapshot says."""
    file = getattr(sys.modules[type(source).__module__], "__file__", None)
    own = [Path(file)] if file else []
    read = [path for one in own for path in ([one] if one.parent.name == "sources" else one.parent.glob("*.py"))]
    here = Path(__file__).parent
    read += [*here.glob("*.py"), *here.glob("mapping/*.py"), here / "data" / "metrics.csv"]
    read += [Path(str(module.__file__)) for module in (iri, terms)]
    return sorted(read)


def _software() -> str:
    return f"paperkin {version('paperkin')}"


@contextmanager
def _replacing(path: Path) -> Iterator[IO[Any]]:
    """Open a file beside `path` that takes its place, flushed to disk, when all went well."""
    partial = path.with_name(path.name + ".partial")
    try:
        with io.BufferedWriter(NamedFile(partial, path)) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
