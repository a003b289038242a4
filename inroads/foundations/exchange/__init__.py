"""Spreadsheets in (upload, check, confirm) and out."""
