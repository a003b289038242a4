"""Every setting and every command stands in docs/reference, and nothing else does."""

import re

from inroads.__main__ import COMMANDS
from inroads.config.options import OPTIONS
from tests.architecture.code_rules import ROOT

SETTINGS = ROOT / "docs/reference/settings.md"
COMMAND_PAGE = ROOT / "docs/reference/commands.md"


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


def test_a_setting_that_is_left_out_or_unknown_is_noticed():
    planted = "| `INROADS_OLD` | gone |"

    assert missing_or_unknown({"INROADS_NEW"}, planted, r"^\| `(INROADS_\w+)`") == {
        "INROADS_NEW",
        "INROADS_OLD",
    }
