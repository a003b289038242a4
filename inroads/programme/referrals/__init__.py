"""Asking help for a person; their way from need to outcome."""
