"""How a postcode is written."""

import re

# Area (one or two letters), district (a digit, perhaps another digit or a letter), sector, unit.
SHAPE = re.compile(
    r"([A-PR-UWYZ](?:[0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9]{1,2}|[A-HK-Y][0-9][ABEHMNPRV-Y]))"
    r"([0-9][ABD-HJLNP-UW-Z]{2})\Z"
)
GIROBANK = "GIR0AA"


def tidy(text: str) -> str:
    """The postcode in capitals with one space before the last three; ValueError if it is none.

    >>> tidy(" dt11aa ")
    'DT1 1AA'
    """
    joined = re.sub(r"[\s.\-]+", "", text).upper() if len(text) <= 40 else ""
    if joined == GIROBANK:
        return "GIR 0AA"
    match = SHAPE.match(joined)
    if not match:
        raise ValueError("Enter a full UK postcode, like DT1 1AA")
    return f"{match[1]} {match[2]}"
