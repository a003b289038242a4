"""What a cell of a table that leaves may hold, so that no spreadsheet runs it as a formula."""

import re
from datetime import datetime
from typing import Any

from django.utils import timezone

# What makes a spreadsheet take a cell for a formula, in plain and in full-width letters. Some programs trim blanks
# and unseen characters first, so that a formula may hide behind them.
FORMULA = re.compile(r"[\t\r\n]|[\s\x00-\x1f\x7f\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠]")
PLAIN_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?\Z", re.ASCII)


def safe_cell(value: Any) -> Any:
    """The value as a cell may hold it: text that would start a formula gets an apostrophe in front.

    >>> safe_cell("=1+1"), safe_cell("Anglebury"), safe_cell("-3.5"), safe_cell(-3.5), safe_cell(None)
    ("'=1+1", 'Anglebury', '-3.5', -3.5, '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    text = str(value)
    if FORMULA.match(text) and not PLAIN_NUMBER.match(text):
        return "'" + text
    return text
