"""The rule that tells which paper is meant is that of all sources; see `ingest.identity`."""

from ingest.identity import SOURCE, Identity, Known, arxiv_in, doi_in, named_paper, paper_iri, slug

__all__ = ["SOURCE", "Identity", "Known", "arxiv_in", "doi_in", "named_paper", "paper_iri", "slug"]
