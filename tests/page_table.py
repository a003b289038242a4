"""The table of pages in docs/reference/pages.md: which page exists, and what each member of the cast gets."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).parents[1] / "docs/reference/pages.md"
CAST = [
    "nobody", "manager", "coordinator", "helper", "referrer", "partner_admin", "stranger", "auditor",
]  # fmt: skip
# What a mark in the table promises of the answer.
MARKS = {
    "yes": {200, 302, 303, 409, 422},
    "sign in": {302},
    "no": {403},
    "–": {404},
    "gone": {410},
}
# Addresses that other packages bring, each with tests of its own there.
NOT_OURS = re.compile(r"^(account_|mfa_|usersessions_|socialaccount_|openid_connect_)")


class Row(NamedTuple):
    """One line of the table."""

    name: str
    method: str
    promised: dict[str, str]


def rows(text: str) -> Iterator[Row]:
    """Read the Markdown table: page, method, then one column for each member of the cast."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if match := re.fullmatch(r"`(\w+)`", cells[0]):
            yield Row(match[1], cells[1], dict(zip(CAST, cells[2:], strict=True)))


def url_names(patterns=None) -> set[str]:
    """The name of every address of ours."""
    found: set[str] = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            found |= url_names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            found.add(pattern.name or str(pattern.pattern))
    return {name for name in found if not NOT_OURS.match(name)}


def not_in_table(names: set[str], text: str) -> set[str]:
    """Pages that the table leaves out, and lines of the table that are no page."""
    return names ^ {row.name for row in rows(text)}
