"""The citation index OpenCitations: dumps of it as CSV, and its service on the web."""
