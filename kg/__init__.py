"""The graph: store, load, queries, projection, analysis, export, and the doors. Never imports ``ingest``."""
