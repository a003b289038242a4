"""A first visit to a public page weighs little: page, style, script, letters and pictures, compressed."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.test import Client

from tests.world import address

ALLOWED = 60_000
ASSETS = Path(settings.BASE) / "var/assets"
# Fetched only by a page that has such letters in a heading.
SELDOM = "-latin-ext-"
PUBLIC = ["/", "/progress/", "/accessibility/", "/privacy/", "/cookies/", "/accounts/login/"]
BY_NAME = ["help_record", "help_thanks", "help_kiosk", "directory_guide"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not ASSETS.exists(), reason="the assets are not built: inroads buildassets"),
]


def fetched(text: str) -> set[str]:
    """The names of our own files that a page or a style sheet fetches, theirs included."""
    names = {name.lstrip("/") for name in re.findall(r"/static/([\w./-]+)", text)}
    names |= set(re.findall(r"url\([\"']?([\w-]+\.(?:woff2|svg|png))", text))
    inside = [Path(found) for name in names if name.endswith(".css") and (found := find(name))]
    return names.union(*(fetched(path.read_text()) for path in inside))


def weight(name: str) -> int:
    """As it travels: fonts and pictures are compressed already."""
    content = Path(find(name)).read_bytes()
    return len(content) if name.endswith((".woff2", ".png")) else len(brotli.compress(content))


@pytest.mark.parametrize("page", [*PUBLIC, *BY_NAME])
def test_a_first_visit_weighs_at_most_60_kb(page, world):
    page = page if "/" in page else address(world, page)
    html = Client().get(page).content

    names = {name for name in fetched(html.decode()) if SELDOM not in name}
    total = len(gzip.compress(html)) + sum(weight(name) for name in names)

    assert {"inroads.css", "boot.js"} <= names
    assert total <= ALLOWED, f"{page} weighs {total:,} bytes: {sorted(names)}"


def test_pages_travel_compressed(world):
    answer = Client().get("/progress/", headers={"accept-encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
