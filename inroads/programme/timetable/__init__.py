"""Dated sessions, and the places kept in them."""
