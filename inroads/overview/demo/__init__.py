"""Wessex, the sample place."""
