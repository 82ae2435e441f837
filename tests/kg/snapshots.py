"""Snapshots changed by hand, with a manifest that fits."""

import gzip
import hashlib
import json
from pathlib import Path


def read(manifest: Path) -> str:
    """Give the statements beside a manifest."""
    return gzip.decompress(manifest.with_suffix(".nq.gz").read_bytes()).decode()


def write(manifest: Path, lines: str, facts: dict[str, object]) -> None:
    """Write lines of N-Quads and a manifest with these facts; it says what the file is."""
    packed = gzip.compress(lines.encode())
    manifest.with_suffix(".nq.gz").write_bytes(packed)
    manifest.write_text(json.dumps(facts | {"file_sha256": hashlib.sha256(packed).hexdigest()}))
