"""Persons, how to reach them, who holds their record and why, consent, erasure."""
