"""Inroads runs a place's digital skills and inclusion programme."""
