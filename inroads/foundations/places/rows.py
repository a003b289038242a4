"""One row of each kind of file about places, read and found to be right."""

from dataclasses import dataclass
from typing import NamedTuple


class AreaRow(NamedTuple):
    """A small area with what it lies in, and its statistics in the order of the scheme."""

    code: str
    name: str
    lat: float | None
    lon: float | None
    rural_urban: str
    ward: tuple[str, str]
    council: tuple[str, str]
    region: tuple[str, str]
    values: tuple[float | None, ...]


class BoundaryRow(NamedTuple):
    """The outline of an area."""

    code: str
    name: str
    council: str
    geometry: dict


class PostcodeRow(NamedTuple):
    """A postcode and the codes of the areas it lies in, "" where a file does not say; of a parish also its name."""

    postcode: str
    lat: float
    lon: float
    small_area: str
    ward: str
    parish: tuple[str, str]
    council: str


class ChangeRow(NamedTuple):
    """What a small area of 2011 became."""

    before: str
    after: str
    change: str


class VenueRow(NamedTuple):
    """A venue: its key in its source, and the details that the file tells."""

    source_key: str
    details: dict


@dataclass(frozen=True)
class Facts:
    """What is known of a published column."""

    key: str
    title: str
    unit: str
    direction: str
    source: str
    year: int | None = None
    out_of: str = ""
    licence: str = "Open Government Licence v3.0"
    # The headings under which others publish the same column.
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scheme:
    """Of which years the areas of a file are, and which statistics its rows hold."""

    vintage: int
    ward_vintage: int = 0
    council_vintage: int = 0
    statistics: tuple[Facts, ...] = ()
    # The file names no area: it only adds statistics to areas that are loaded.
    bare: bool = False
