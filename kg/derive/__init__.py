"""What follows from the loaded statements: ranks, reigns, verdicts, the field's terms, columns for analysis."""
