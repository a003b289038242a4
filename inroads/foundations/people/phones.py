"""Telephone numbers: typed in any of the ways people write them, kept in international form."""

import re
import unicodedata

# What people put between the digits, and the (0) that some write after +44.
BETWEEN = re.compile(r"(?<!^)\(0\)|[\s().\-‐‑‒–—/]")
UNITED_KINGDOM = re.compile(r"0(?:[1235789]\d{9}|1\d{8}|800\d{6})")
ELSEWHERE = re.compile(r"\+(?!44)[1-9]\d{7,14}")
PATTERNS = [
    (re.compile(r"(02\d)(\d{4})(\d{4})"), r"\1 \2 \3"),
    (re.compile(r"(01\d1|011\d|03\d\d|08\d\d|09\d\d)(\d{3})(\d{4})"), r"\1 \2 \3"),
    (re.compile(r"(0800)(\d{6})"), r"\1 \2"),
    (re.compile(r"(07\d{3}|01\d{3}|05\d{3})(\d{3})(\d{2,3})"), r"\1 \2 \3"),
]


def international(text: str) -> str:
    """The number as `+441632960001`; a ValueError if nobody could ring it.

    A number without a country is one of the United Kingdom.

    >>> international("(01632) 960-001")
    '+441632960001'
    >>> international("0044 7700 900 123")
    '+447700900123'
    """
    digits = BETWEEN.sub("", "".join(plain(mark) for mark in text.strip()))
    digits = re.sub(r"^00", "+", digits)
    if re.fullmatch(r"44[1235789]\d{8,9}", digits):
        digits = f"+{digits}"
    at_home = re.sub(r"^\+440?", "0", digits)
    if UNITED_KINGDOM.fullmatch(at_home):
        return f"+44{at_home[1:]}"
    if ELSEWHERE.fullmatch(digits):
        return digits
    raise ValueError("not a telephone number")


def plain(mark: str) -> str:
    """A digit of any script as one of ours; another character as it is."""
    digit = unicodedata.decimal(mark, None)
    return mark if digit is None else str(digit)


def as_written(number: str) -> str:
    """The number as people here write it: `01632 960 001`.

    >>> as_written("+441632960001"), as_written("+442079460018"), as_written("+48221234567")
    ('01632 960 001', '020 7946 0018', '+48221234567')
    """
    if not number.startswith("+44"):
        return number
    at_home = f"0{number[3:]}"
    for pattern, spaced in PATTERNS:
        if pattern.fullmatch(at_home):
            return pattern.sub(spaced, at_home)
    return at_home


def takes_texts(number: str) -> bool:
    """Texts reach mobile numbers; of numbers abroad we cannot tell, so they may be tried."""
    return not number.startswith("+44") or re.match(r"\+447[1-57-9]", number) is not None
