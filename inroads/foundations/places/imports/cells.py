"""Reads a cell of a published table: a code, a number, a point."""

import math
import re

from inroads.foundations.exchange.importers import Wrong
from inroads.foundations.places.forms import COUNCIL
from inroads.foundations.places.postcodes import tidy

# How publishers say that there is no figure: withheld, not applicable, too small to tell.
NOT_PUBLISHED = {
    "",
    "-",
    "–",
    "..",
    ":",
    "*",
    "c",
    "x",
    "z",
    "u",
    "[c]",
    "[x]",
    "[z]",
    "[u]",
    "[w]",
}
NOT_PUBLISHED |= {"n/a", "na", "null", "none", "suppressed", "nan"}

CODES = {
    "lsoa": re.compile(r"[EWS]01\d{6}|95\w\w\d\dS\d|N2[01]\d{6}"),
    "ward": re.compile(r"[EW]05\d{6}|S13\d{6}|N0[6-9]\d{6}|95\w\w\d\d"),
    # Also the places that are in no parish, which the ONS gives codes of their own.
    "par": re.compile(r"[EW](?:04|43)\d{6}"),
    "lad": COUNCIL,
    "rgn": re.compile(r"E12\d{6}|[EWSN]92\d{6}|[WSN]99999999"),
}
CALLED = {
    "lsoa": "small area, like E01020432",
    "ward": "ward, like E05012716",
    "par": "parish, like E04012345",
    "lad": "council, like E06000059",
    "rgn": "region, like E12000009",
}
# The ONS writes such codes where a place lies in no area of the kind.
PSEUDO = re.compile(r"[EWSNLM]99999999")
# In Latin digits, plain or grouped by commas; Python itself would take 1_000 and ١٢ as well.
NUMBER = re.compile(
    r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII | re.IGNORECASE
)

# The United Kingdom, with some sea around it.
SOUTH, NORTH, WEST, EAST = 49.0, 61.5, -9.0, 2.5


def area_code(kind: str, text: str, column: str) -> str:
    """The code of an area, in capitals; Wrong if it is none of this kind."""
    code = text.upper()
    if not CODES[kind].fullmatch(code):
        told = f"“{text[:20]}” is not the code of a {CALLED[kind]}" if text else "is empty"
        raise Wrong(column, told)
    return code


def optional_code(kind: str, text: str, column: str) -> str:
    """The code of an area, or "" if there is none."""
    return area_code(kind, text, column) if text and not PSEUDO.fullmatch(text.upper()) else ""


def postcode_in(text: str, column: str) -> str:
    """A postcode as we keep it; Wrong if it is none."""
    try:
        return tidy(text)
    except ValueError:
        told = f"“{text[:20]}” is not a postcode" if text else "is empty"
        raise Wrong(column, told) from None


def number(text: str, column: str, low: float = -math.inf, high: float = math.inf) -> float | None:
    """The number in a cell; None where none was published."""
    if text.casefold() in NOT_PUBLISHED:
        return None
    value = float(text.replace(",", "")) if NUMBER.fullmatch(text) else math.inf
    if not math.isfinite(value):
        raise Wrong(column, f"“{text[:30]}” is not a number")
    if not low <= value <= high:
        bounds = f"below {low:g}" if value < low else f"above {high:g}"
        raise Wrong(column, f"{text[:30]} cannot be right: it is {bounds}")
    return value


def point(lat: str, lon: str, columns: tuple[str, str]) -> tuple[float | None, float | None]:
    """A place in degrees, within the United Kingdom; two Nones if there is none."""
    north, east = number(lat, columns[0]), number(lon, columns[1])
    if north is None and east is None:
        return None, None
    if north is None or east is None:
        raise Wrong(
            columns[north is not None], "is empty, but the other half of the point is there"
        )
    if not SOUTH <= north <= NORTH:
        raise Wrong(columns[0], f"{lat} is no latitude in the United Kingdom")
    if not WEST <= east <= EAST:
        raise Wrong(columns[1], f"{lon} is no longitude in the United Kingdom")
    return north, east


def text(value: str, column: str, longest: int) -> str:
    """Words in one line, no longer than there is room for."""
    words = " ".join(value.replace("\x00", "").split())
    if len(words) > longest:
        raise Wrong(column, f"is longer than {longest} letters")
    return words
