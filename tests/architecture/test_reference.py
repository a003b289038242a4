"""Every setting and every command stands in docs/reference, and nothing else does."""

import re

from inroads.__main__ import COMMANDS
from inroads.config.options import OPTIONS
from inroads.foundations.places.catalogue import CATALOGUE
from inroads.foundations.places.rows import Facts
from tests.architecture.code_rules import ROOT

SETTINGS = ROOT / "docs/reference/settings.md"
COMMAND_PAGE = ROOT / "docs/reference/commands.md"
FILES = ROOT / "docs/reference/files.md"
IN_WORDS = {"more": "higher", "less": "lower", "none": "–"}


def named(text: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, text, re.MULTILINE))


def missing_or_unknown(expected: set[str], text: str, pattern: str) -> set[str]:
    """What the page leaves out, and what it names that does not exist."""
    return expected ^ named(text, pattern)


def test_every_setting_stands_in_the_reference():
    expected = {option.name for option in OPTIONS}

    assert missing_or_unknown(expected, SETTINGS.read_text(), r"^\| `(INROADS_\w+)`") == set()


def test_the_reference_says_what_each_setting_means():
    text = SETTINGS.read_text()

    assert [option.name for option in OPTIONS if option.meaning not in text] == []


def test_every_command_stands_in_the_reference():
    text = COMMAND_PAGE.read_text()

    assert missing_or_unknown(set(COMMANDS), text, r"^## `inroads ([a-z ]+?)`$") == set()


def catalogue_line(facts: Facts) -> str:
    """A known column as its line in the table reads."""
    headed = "; ".join(f"`{heading}`" for heading in facts.headings)
    out_of = facts.out_of and f"`{facts.out_of}`"
    cells = [f"`{facts.key}`", facts.title, facts.unit, IN_WORDS[facts.direction], out_of, headed]
    return "".join(f"| {cell} " if cell else "| " for cell in cells) + "|"


def catalogue_on(text: str) -> set[tuple[str, str, str]]:
    """Every line about a figure, with the vintage and the source that it stands under."""
    found, vintage, source = set(), "", ""
    for line in text.partition("## Figures about small areas")[2].splitlines():
        if told := re.fullmatch(r"### Small areas of (\d{4})", line):
            vintage = told[1]
        elif told := re.fullmatch(r"\*\*(.+)\*\*", line):
            source = told[1]
        elif line.startswith("| `"):
            found.add((vintage, source, line))
    return found


def test_every_column_that_places_import_knows_stands_in_the_reference_as_it_is():
    expected = {
        (str(vintage), facts.source, catalogue_line(facts))
        for vintage, columns in CATALOGUE.items()
        for facts in columns.values()
    }

    assert sorted(expected ^ catalogue_on(FILES.read_text())) == []


def test_a_column_under_the_wrong_year_or_source_is_noticed():
    heading = "## Figures about small areas\n### Small areas of 2021\n**The office**\n"

    assert catalogue_on(heading + "| `deri` | Risk |") == {
        ("2021", "The office", "| `deri` | Risk |")
    }
    assert catalogue_on("| `deri` | elsewhere on the page |") == set()


def test_a_setting_that_is_left_out_or_unknown_is_noticed():
    planted = "| `INROADS_OLD` | gone |"

    assert missing_or_unknown({"INROADS_NEW"}, planted, r"^\| `(INROADS_\w+)`") == {
        "INROADS_NEW",
        "INROADS_OLD",
    }
