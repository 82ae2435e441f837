"""The source `arxiv`: its Atom API, its OAI-PMH interface, and its metadata snapshot in bulk."""
