"""Analysis: plain functions on tables of columns and on networkx graphs. Knows nothing of RDF."""
