"""Takes in postcodes: where each is, and which areas it lies in."""

from collections import Counter
from collections.abc import Iterable

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.importers import Column, Importer, Report, Wrong
from inroads.foundations.exchange.reading import Row, Table
from inroads.foundations.places.actions import keep_postcodes
from inroads.foundations.places.comparing import PostcodeAreas, compare_postcodes
from inroads.foundations.places.forms import PostcodesForm
from inroads.foundations.places.imports.areas import LAT, LON, YEAR
from inroads.foundations.places.imports.cells import (
    number,
    optional_code,
    point,
    postcode_in,
    text,
)
from inroads.foundations.places.rows import PostcodeRow

POSTCODE = Column(
    "postcode", "the postcode", ("pcds", "pcd", "pcd2", "pcd7", "pcd8", "pc"), needed=True
)
SMALL = Column("LSOA code", "its small area", (rf"lsoa{YEAR}(?:cd|code)?",))
WARD = Column("ward code", "its ward", (rf"(?:ward|wd){YEAR}(?:cd|code)", "osward"))
PARISH = Column("parish code", "its parish", (rf"(?:par|parncp|parish){YEAR}(?:cd|code)", "parish"))
PARISH_NAME = Column("parish name", "", (rf"(?:par|parncp|parish){YEAR}(?:nm|name)",))
COUNCIL = Column(
    "council code", "its council", (rf"(?:lad|ltla){YEAR}(?:cd|code)", "oslaua", "laua")
)
ENDED = Column("doterm", "when it ended, if it has")
# The Office for National Statistics puts this latitude where a postcode has no point.
NOWHERE = 90


class Postcodes(Importer):
    """A table with one row for each postcode, like the ONS Postcode Directory."""

    key = "postcodes"
    title = "Postcodes"
    expects = "one row for each postcode, with its point in degrees, and its small area, ward, parish and council."
    columns = (
        POSTCODE,
        Column(LAT.name, "its point in degrees", LAT.headings, needed=True),
        Column(LON.name, "", LON.headings, needed=True),
        SMALL, WARD, PARISH, PARISH_NAME, COUNCIL, ENDED,
    )  # fmt: skip
    form = PostcodesForm
    seen_at = ("places_postcodes", "Look up a postcode")

    def begin(self, table: Table, report: Report) -> None:
        small, ward = self.found.get(SMALL.name), self.found.get(WARD.name)
        parish = self.found.get(PARISH.name)
        if small and not small.year:
            raise Refused(
                f"The heading {small.heading} does not say of which year the small areas are: call it"
                " lsoa21cd if they are those of 2021."
            )
        council = self.found.get(COUNCIL.name)
        said = self.options.get("vintage")
        if ward and ward.year and said and ward.year != said:
            raise Refused(f"The heading says that these are wards of {ward.year}, not of {said}.")
        if ward and not (ward.year or said):
            raise Refused(
                f"Say of which year the wards are: the heading {ward.heading} does not tell.",
                field="vintage",
            )
        self.small_vintage = small.year if small else 0
        self.ward_vintage = (ward.year if ward else 0) or said or (council.year if council else 0)
        self.parish_vintage = (parish.year or self.ward_vintage) if parish else 0
        if parish and not self.parish_vintage:
            raise Refused(
                f"Say of which year the parishes are: the heading {parish.heading} does not tell.",
                field="vintage",
            )
        self.wanted = set(self.options.get("councils") or [])
        if self.wanted and not council:
            raise Refused(
                "This file does not say in which council a postcode lies.", field="councils"
            )
        self.areas = PostcodeAreas(self.small_vintage, self.ward_vintage, self.parish_vintage)
        self.outside = 0
        self.report = report

    def read(self, row: Row) -> PostcodeRow | None:
        council = optional_code("lad", self.cell(row, COUNCIL.name), self.heading(COUNCIL.name))
        if (self.wanted and council not in self.wanted) or self.cell(row, ENDED.name):
            return None
        postcode = postcode_in(self.cell(row, POSTCODE.name), self.heading(POSTCODE.name))
        at = (self.heading(LAT.name), self.heading(LON.name))
        if (number(self.cell(row, LAT.name), at[0]) or 0) > NOWHERE:
            return None
        lat, lon = point(self.cell(row, LAT.name), self.cell(row, LON.name), at)
        if lat is None or lon is None:
            raise Wrong(at[0], "is empty")
        small = optional_code("lsoa", self.cell(row, SMALL.name), self.heading(SMALL.name))
        ward = optional_code("ward", self.cell(row, WARD.name), self.heading(WARD.name))
        parish = optional_code("par", self.cell(row, PARISH.name), self.heading(PARISH.name))
        named = text(self.cell(row, PARISH_NAME.name), self.heading(PARISH_NAME.name), 120)
        return PostcodeRow(postcode, lat, lon, small, ward, (parish, named), council)

    def key_of(self, item: PostcodeRow) -> str:
        return item.postcode

    def compare(self, items: list[PostcodeRow]) -> Counter:
        self.note_outside(items)
        return compare_postcodes(items, self.areas)

    def note_outside(self, items: list[PostcodeRow]) -> None:
        """Say how many lie in small areas that are not loaded, in one note that grows."""
        outside = sum(
            bool(row.small_area) and row.small_area not in self.areas.small for row in items
        )
        if outside:
            if self.outside:
                self.report.notes.pop()
            self.outside += outside
            self.report.notes.append(
                f"{self.outside:,} of these postcodes lie in small areas of {self.small_vintage} that are not"
                " loaded. Load the areas, then take in this file once more."
            )

    def write(self, batches: Iterable[list[PostcodeRow]], *, source, by) -> Counter:
        return keep_postcodes(
            batches,
            small_vintage=self.small_vintage,
            ward_vintage=self.ward_vintage,
            parish_vintage=self.parish_vintage,
            source=source,
            by=by,
        )
