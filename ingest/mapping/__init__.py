"""Records to statements: one pure function a kind of record, nothing else decides a predicate."""

# Importing a module of this package is what makes `statements` know the kinds of records that it maps.
from ingest.mapping import citations, papers, results, things
from ingest.mapping.citations import many
from ingest.mapping.papers import author, authors
from ingest.mapping.thing import date_type, statements
from ingest.nquads import Triple

__all__ = ["Triple", "author", "authors", "citations", "date_type", "many", "papers", "results", "statements", "things"]
