"""The citation index Semantic Scholar: its Graph API."""
