"""The built style sheet: whose letters, which rules, how heavy."""

import gzip
import re

import pytest
from django.conf import settings

from inroads.foundations.design.management.commands import buildassets


@pytest.fixture(scope="module")
def sheet():
    if not (settings.BASE / "node_modules/govuk-frontend").exists():
        pytest.skip("the npm packages are not here: call npm ci")
    theirs = buildassets.theirs("css")
    return buildassets.in_our_colours(buildassets.without_unused(theirs)) + buildassets.theme()


def test_no_letters_of_gds_and_no_crown(sheet):
    assert "GDS Transport" not in sheet
    assert "crown" not in sheet
    assert ".govuk-header" not in sheet


def test_what_we_use_is_still_there(sheet):
    for part in (
        "button",
        "radios__input",
        "checkboxes__input",
        "error-summary",
        "details",
        "tabs",
        "table",
    ):
        assert f".govuk-{part}" in sheet


def test_the_sheet_is_whole(sheet):
    assert sheet.count("{") == sheet.count("}")
    assert not re.search(r"@media[^{}]*\{\s*\}", sheet)
    assert not re.search(r"(^|\})\s*\{", sheet)


def test_every_colour_comes_from_a_property_that_is_named(sheet):
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", sheet))
    named = set(re.findall(r"(--[a-z0-9-]+):", sheet))

    assert used - named == set()
    theirs = buildassets.in_our_colours(buildassets.without_unused(buildassets.theirs("css")))
    rest = theirs[theirs.index("}") :]
    assert "#0b0c0c" not in rest
    assert "#f3f3f3" not in rest


def test_a_first_visit_weighs_little(sheet):
    letters, *_ = buildassets.letters()
    script = buildassets.theirs("js").encode()

    weight = (
        len(gzip.compress(sheet.encode())) + letters.stat().st_size + len(gzip.compress(script))
    )

    assert weight < 50_000  # the page itself is the rest of the 60 kB
