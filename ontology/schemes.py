"""The schemes of identifiers of papers, in the one order by which papers are named."""

SCHEMES = (
    "arxiv", "doi", "openalex", "semanticscholar", "corpusid", "dblp", "acl", "pmid", "pmcid", "mag", "omid", "nips",
    "openreview", "paperswithcode",
)  # fmt: skip
"""Each of whose identifiers means one paper, the strongest first."""
OF_VOLUMES = ("isbn",)
"""Schemes whose identifiers the papers of a volume share: they name a paper where nothing else does, and join none."""
UNIQUE = "arxiv"
"""The scheme of which a paper has one identifier at most; of the others it may have several, as of a preprint and of
the article that came of it."""
