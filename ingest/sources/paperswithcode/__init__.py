"""The dumps of Papers with Code: one reader a kind of dump, one rule for which paper is meant."""
