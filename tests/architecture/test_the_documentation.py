"""What the documentation names by its path is there."""

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from tests.architecture.code_rules import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMED = re.compile(r"`((?:[a-z_]{2,}/)+[a-z_]+(?:\.py)?)(?:::(\w+))?`")
ADDRESS = re.compile(r"`(/(?:[a-z0-9-]+/)+)`")
LINKED = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
WINGS = ["foundations", "programme", "overview"]
FROM = [ROOT, ROOT / "inroads", *(ROOT / "inroads" / wing for wing in WINGS)]


def not_there(text: str, page: Path) -> list[str]:
    """Paths and names in code, and links, that lead nowhere."""
    wrong = [link for link in LINKED.findall(text) if not (page.parent / link).exists()]
    for path, name in NAMED.findall(text):
        found = [start / path for start in FROM if (start / path).exists()]
        defines = re.compile(rf"^(def|class) {name}\b", re.MULTILINE)
        if not found or (name and not defines.search(found[0].read_text())):
            wrong.append(f"{path}::{name}" if name else path)
    return wrong


@pytest.mark.parametrize("document", PAGES, ids=lambda document: document.name)
def test_every_path_and_link_leads_somewhere(document):
    assert not_there(document.read_text(), document) == []


def addresses_of_nothing(text: str) -> list[str]:
    """Addresses of pages in code at which there is no page."""
    wrong = []
    for address in ADDRESS.findall(text):
        try:
            resolve(address)
        except Resolver404:
            wrong.append(address)
    return wrong


@pytest.mark.parametrize("document", PAGES, ids=lambda document: document.name)
def test_every_address_is_that_of_a_page(document):
    assert addresses_of_nothing(document.read_text()) == []


def test_an_address_of_nothing_is_noticed():
    text = "`/people/`, `/people/12/`, `/notifications/gone/`, `/etc/inroads.env`"

    assert addresses_of_nothing(text) == ["/notifications/gone/"]


def test_a_path_that_leads_nowhere_is_noticed():
    text = "`engine/need.py::ranks` `engine/need.py::gone` `tests/gone.py` [a](docs/gone.md) [b](README.md)"

    assert not_there(text, ROOT / "x.md") == [
        "docs/gone.md",
        "engine/need.py::gone",
        "tests/gone.py",
    ]
