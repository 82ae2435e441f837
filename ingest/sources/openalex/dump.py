"""The source `openalex` from files: works as JSON Lines, as its snapshots have them."""

from dataclasses import dataclass

from ingest import record as rec
from ingest.jsonlines import JsonLines
from ingest.sources.openalex import works
from ingest.sources.openalex.source import LICENCE
from ingest.sources.openalex.works import SOURCE


@dataclass(frozen=True)
class OpenAlexDump(JsonLines):
    """Some files of works."""

    SOURCE = SOURCE
    TITLE = "works of OpenAlex"
    LICENCE = LICENCE

    def read(self, at: rec.Place, found: object) -> rec.Records:
        return works.records([(at.pointer, found)], at.origin)
