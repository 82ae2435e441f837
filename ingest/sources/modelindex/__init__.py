"""The files `model-index.yml` and `metafile.yml` that model zoos publish for Papers with Code."""
