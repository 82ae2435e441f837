"""The citation index OpenAlex: its API, and its snapshots as JSON Lines."""
