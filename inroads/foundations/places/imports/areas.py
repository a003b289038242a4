"""Takes in tables of small areas: what they lie in, and every published column about them."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from django.utils.text import slugify

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.importers import (
    Column,
    Importer,
    Report,
    Wrong,
    letters,
    listed,
)
from inroads.foundations.exchange.reading import Row, Table
from inroads.foundations.places.actions import keep_areas
from inroads.foundations.places.catalogue import (
    BOUNDS,
    SAY_WHO,
    known_column,
    unknown_column,
    vintage_told_by,
)
from inroads.foundations.places.comparing import compare_areas
from inroads.foundations.places.forms import AreaTableForm
from inroads.foundations.places.imports.cells import (
    area_code,
    number,
    optional_code,
    point,
    text,
)
from inroads.foundations.places.models import Area, AreaKind
from inroads.foundations.places.rows import AreaRow, Facts, Scheme

YEAR = r"(\d{4}|\d{2})?"
LOOKED_AT = 300
# Columns that many files have and nobody needs: grid references, other geographies, row numbers.
NEEDLESS = re.compile(
    r"centroid|(east|north)ings?|bngn?e?|(msoa|oa|rgn|cty|ctry|icb|pfa|pcon)\d*(cd|nm)|lsoa\d+nmw|(object|global|f)?id"
    r"|shape(area|length)|date|geography|geographytype"
)

CODE = Column(
    "LSOA code",
    "the code of the small area; its year is told by the heading",
    (
        rf"lsoa{YEAR}(?:cd|code)?",
        rf"lsoa(?:cd|code){YEAR}",
        "geographycode",
        "mnemonic",
        "areacode",
    ),
    needed=True,
)
NAME = Column("LSOA name", "its name", (rf"lsoa{YEAR}(?:nm|name)", rf"lsoa(?:nm|name){YEAR}"))
WARD = Column(
    "ward code", "the ward it lies in", (rf"(?:ward|wd){YEAR}(?:cd|code)", rf"wardcode{YEAR}")
)
WARD_NAME = Column("ward name", "", (rf"(?:ward|wd){YEAR}(?:nm|name)", rf"wardname{YEAR}"))
COUNCIL = Column(
    "council code",
    "the council it lies in",
    (
        rf"(?:lad|ltla|la|utla){YEAR}(?:cd|code)",
        rf"localauthority(?:district)?code{YEAR}",
    ),
)
COUNCIL_NAME = Column(
    "council name",
    "",
    (
        rf"(?:lad|ltla|la|utla){YEAR}(?:nm|name)",
        rf"localauthority(?:district)?name{YEAR}",
    ),
)
REGION = Column("region code", "", (rf"rgn{YEAR}(?:cd|code)?", rf"regioncode{YEAR}"))
REGION_NAME = Column("region name", "", (rf"rgn{YEAR}(?:nm|name)", rf"regionname{YEAR}"))
LAT = Column("lat", "its point in degrees, where its people live on average", ("latitude",))
LON = Column("lon", "", ("long", "longitude", "lng"))
RURAL = Column("rural-urban", "its rural-urban class", (rf"ruc{YEAR}(?:cd|code|ind)?",))


class AreaTable(Importer):
    """A table with one row for each small area."""

    key = "areas"
    title = "Small areas and their statistics"
    expects = "one row for each small area (LSOA), with its code, name, ward and council, and any published figures."
    columns = (
        CODE, NAME, WARD, WARD_NAME, COUNCIL, COUNCIL_NAME, REGION, REGION_NAME, LAT, LON, RURAL,
    )  # fmt: skip
    form = AreaTableForm
    seen_at = ("places_index", "See the areas and their statistics")

    def begin(self, table: Table, report: Report) -> None:
        self.vintage = self.vintage_of(table)
        ward_year, council_year = self.year(WARD), self.year(COUNCIL)
        if WARD.name in self.found and not ward_year:
            del self.found[WARD.name]
            report.notes.append(
                "The heading does not say of which year the wards are, so they are left out."
            )
        self.bare = not {NAME.name, COUNCIL.name} <= self.found.keys()
        self.wanted = set(self.options.get("councils") or [])
        self.measured = self.columns_of_figures(table, report)
        self.scheme = Scheme(
            vintage=self.vintage,
            ward_vintage=ward_year,
            council_vintage=council_year or self.vintage,
            statistics=tuple(facts for _, facts, _, _ in self.measured),
            bare=self.bare,
        )
        if self.bare:
            self.look_up_areas(report)

    def year(self, column: Column) -> int:
        found = self.found.get(column.name)
        return found.year if found else 0

    def vintage_of(self, table: Table) -> int:
        """The one year of the small areas: from the heading, or from the person; never guessed."""
        years = {CODE.year_in(heading) for heading in table.header if heading} - {None, 0}
        if len(years) > 1:
            told = " and ".join(str(year) for year in sorted(years))  # type: ignore[type-var]
            raise Refused(
                f"This file names small areas of {told} side by side. A table of areas is of one year;"
                " if it tells how one became the other, take it in as a look-up."
            )
        told_year, said = self.year(CODE), self.options.get("vintage")
        if told_year and said and told_year != said:
            raise Refused(f"The heading says that these are areas of {told_year}, not of {said}.")
        if not (told_year or said):
            raise Refused(
                "Say of which year these small areas are, 2011 or 2021: the heading does not tell.",
                field="vintage",
            )
        return told_year or said  # type: ignore[return-value]

    def columns_of_figures(
        self, table: Table, report: Report
    ) -> list[tuple[str, Facts, float, float]]:
        """Every column of numbers with what is known of it and the bounds of its unit."""
        rest = [
            heading for heading in super().unused(table) if not NEEDLESS.fullmatch(letters(heading))
        ]
        figures: dict[str, tuple[str, Facts, float, float]] = {}
        unknown: list[str] = []
        for heading in rest:
            other = vintage_told_by(heading, self.vintage)
            if other:
                raise Refused(
                    f"The column {heading} was published for small areas of {other}, but the areas of this"
                    f" file are those of {self.vintage}. Their codes do not mean the same ground, so they"
                    " cannot be joined by code."
                )
            facts = known_column(heading, self.vintage)
            if facts is None:
                unknown.append(heading)
            elif facts.key in figures:
                report.notes.append(f"{heading} is {facts.title} a second time, so it is left out.")
            else:
                low, high = BOUNDS.get(facts.unit, (-math.inf, math.inf))
                figures[facts.key] = (heading, facts, low, high)
        self.take_unknown(unknown, figures, table, report)
        return list(figures.values())

    def unused(self, table: Table) -> list[str]:
        """Of columns that are not ours, those that are needless; the others are figures."""
        return [
            heading for heading in super().unused(table) if NEEDLESS.fullmatch(letters(heading))
        ]

    def take_unknown(self, unknown: list[str], figures: dict, table: Table, report: Report) -> None:
        """Columns of numbers that are not in the catalogue come in only with a source that the person named."""
        first = list(islice(table.rows(), LOOKED_AT))
        numbers = [heading for heading in unknown if holds_numbers(heading, first)]
        words = [heading for heading in unknown if heading not in numbers]
        source = (self.options.get("source") or "").strip()
        if words:
            report.notes.append(f"Left out, as they hold no numbers: {listed(words)}.")
        if numbers and not source:
            report.notes.append(f"Left out, as they are not known: {listed(numbers)}. {SAY_WHO}")
        for heading in numbers if source else []:
            key = slugify(heading)[:60] or "column"
            if key in figures:
                report.notes.append(f"{heading} has the name of another column, so it is left out.")
                continue
            figures[key] = (heading, unknown_column(heading, key, source), -math.inf, math.inf)

    def look_up_areas(self, report: Report) -> None:
        """A file of codes and figures only is joined to areas that are loaded, of the same year and no other."""
        loaded = Area.objects.filter(kind=AreaKind.LSOA)
        if self.wanted:
            loaded = loaded.filter(council__code__in=self.wanted)
        self.known: dict[str, set[int]] = {}
        for code, vintage in loaded.values_list("code", "vintage"):
            self.known.setdefault(code, set()).add(vintage)
        report.notes.append(
            f"The file has figures only: they are added to the small areas of {self.vintage} that are loaded."
        )

    def read(self, row: Row) -> AreaRow | None:
        code = area_code("lsoa", self.cell(row, CODE.name), self.heading(CODE.name))
        council = optional_code("lad", self.cell(row, COUNCIL.name), self.heading(COUNCIL.name))
        if self.bare:
            vintages = self.known.get(code, set())
            if vintages and self.vintage not in vintages:
                raise Wrong(
                    self.heading(CODE.name),
                    f"{code} is a small area of {max(vintages)}, not one of {self.vintage}",
                )
            if not vintages:
                return None
            return AreaRow(code, "", None, None, "", NO, NO, NO, self.values(row))
        if self.wanted and council not in self.wanted:
            return None
        if not council:
            raise Wrong(self.heading(COUNCIL.name), "is empty")
        name = text(self.cell(row, NAME.name), self.heading(NAME.name), 120)
        if not name:
            raise Wrong(self.heading(NAME.name), "is empty")
        at = (self.heading(LAT.name), self.heading(LON.name))
        lat, lon = point(self.cell(row, LAT.name), self.cell(row, LON.name), at)
        return AreaRow(
            code,
            name,
            lat,
            lon,
            text(self.cell(row, RURAL.name), self.heading(RURAL.name), 8),
            self.pair(row, "ward", WARD, WARD_NAME),
            (
                council,
                text(self.cell(row, COUNCIL_NAME.name), self.heading(COUNCIL_NAME.name), 120),
            ),
            self.pair(row, "rgn", REGION, REGION_NAME),
            self.values(row),
        )

    def pair(self, row: Row, kind: str, code: Column, name: Column) -> tuple[str, str]:
        told = optional_code(kind, self.cell(row, code.name), self.heading(code.name))
        return told, text(self.cell(row, name.name), self.heading(name.name), 120)

    def values(self, row: Row) -> tuple[float | None, ...]:
        cells = row.cells
        return tuple(
            [number(cells[heading], heading, low, high) for heading, _, low, high in self.measured]
        )

    def key_of(self, item: AreaRow) -> str:
        return item.code

    def compare(self, items: list[AreaRow]) -> Counter:
        return compare_areas(items, self.scheme)

    def write(self, batches: Iterable[list[AreaRow]], *, source, by) -> Counter:
        return keep_areas(batches, scheme=self.scheme, source=source, by=by)


NO = ("", "")


def holds_numbers(heading: str, rows: list[Row]) -> bool:
    """Most of what stands in a column is numbers, and something does."""
    cells = [row.cells[heading] for row in rows if row.cells[heading]]
    right = 0
    for cell in cells:
        try:
            number(cell, heading)
            right += 1
        except Wrong:
            continue
    return bool(cells) and right * 2 > len(cells)
