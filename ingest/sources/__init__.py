"""One file or folder a source; each is a `ingest.source.Source`."""
