"""Every two colours that meet can be told apart, by day and by night (WCAG 2.2, level AA)."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[1] / "assets/theme/00-colours.css"
PAPER = ["govuk-body-background-colour"]
GROUNDS = [
    *PAPER,
    "govuk-template-background-colour",
    "govuk-surface-background-colour",
    "raised",
    "field",
]

WORDS = [  # text and what it stands on: 4.5 to 1
    *[("govuk-text-colour", ground) for ground in [*GROUNDS, "govuk-hover-colour"]],
    *[("govuk-link-colour", ground) for ground in GROUNDS],
    *[("govuk-link-visited-colour", ground) for ground in GROUNDS],
    *[("govuk-link-hover-colour", ground) for ground in GROUNDS],
    *[("govuk-secondary-text-colour", ground) for ground in GROUNDS],
    *[("govuk-error-colour", ground) for ground in ["field", "raised", *PAPER]],
    *[("govuk-success-colour", ground) for ground in ["field", *PAPER]],
    ("govuk-focus-text-colour", "govuk-focus-colour"),
    ("on-colour", "button"),
    ("on-colour", "button-hover"),
    ("on-colour", "warning-button"),
    ("on-colour", "warning-button-hover"),
    ("on-colour", "govuk-brand-colour"),
    ("on-colour", "govuk-success-colour"),
    ("warning-button-hover", "field"),
    *[
        (f"tag{kind}-text", f"tag{kind}")
        for kind in ["", "-green", "-red", "-yellow", "-purple", "-grey"]
    ],
]
SHAPES = [  # parts that must be seen: 3 to 1
    ("govuk-input-border-colour", "field"),
    ("govuk-input-border-colour", "govuk-body-background-colour"),
    ("govuk-error-colour", "field"),
    ("govuk-focus-text-colour", "govuk-focus-colour"),
    ("bar", "govuk-body-background-colour"),
    ("bar", "faint"),
    ("bar", "band"),
    ("shift", "govuk-body-background-colour"),
    ("sea", "on-colour"),
    ("edge", "govuk-body-background-colour"),
    ("edge", "map-0"),
]


def colours(scheme):
    """The custom properties in force by day, or by night."""
    day, night = SHEET.read_text().split("@media screen")
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", day))
    if scheme == "dark":
        found |= dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", night))
    return found


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_that_of_the_standard():
    assert ratio("#000", "#ffffff") == pytest.approx(21)
    assert ratio("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pairs, least", [(WORDS, 4.5), (SHAPES, 3.0)])
def test_what_meets_can_be_told_apart(scheme, pairs, least):
    now = colours(scheme)

    poor = {
        f"{a} on {b}": round(ratio(now[a], now[b]), 2)
        for a, b in pairs
        if ratio(now[a], now[b]) < least
    }

    assert poor == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_classes_of_a_map_go_one_way_from_light_to_dark(scheme):
    now = colours(scheme)
    ladder = [luminance(now[f"map-{level}"]) for level in range(1, 6)]

    assert ladder == sorted(ladder, reverse=scheme == "light")
    assert all(ratio(now[f"map-{n}"], now[f"map-{n + 1}"]) > 1.2 for n in range(1, 5))


def test_both_schemes_name_the_same_colours_and_no_other_sheet_writes_one_out():
    own = {"card", "letter", "foot"}  # paper is white in any light, and the sea is dark
    for sheet in SHEET.parent.glob("[0-9]*.css"):
        for rule in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet.read_text()):
            if sheet != SHEET and re.search(r"#[0-9a-f]{3,6}", rule[1]):
                assert any(f".{name}" in rule[0] for name in own), (sheet.name, rule)
    assert set(colours("dark")) == set(colours("light"))
