"""Takes in the outlines of areas."""

from collections import Counter
from collections.abc import Iterable

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.importers import Column, Importer, Report, Wrong
from inroads.foundations.exchange.reading import Row, Table
from inroads.foundations.places.actions import keep_boundaries
from inroads.foundations.places.comparing import compare_boundaries
from inroads.foundations.places.forms import BoundariesForm
from inroads.foundations.places.imports.areas import YEAR
from inroads.foundations.places.imports.cells import EAST, NORTH, SOUTH, WEST, area_code, text
from inroads.foundations.places.models import Area, AreaKind
from inroads.foundations.places.rows import BoundaryRow

GEOMETRY = Column("geometry", "the outline, in degrees (WGS84)", needed=True)
SMALL = Column("LSOA code", "for small areas", (rf"lsoa{YEAR}(?:cd|code)?",))
WARD = Column("ward code", "for wards", (rf"(?:ward|wd){YEAR}(?:cd|code)",))
PARISH = Column("parish code", "for parishes", (rf"(?:par|parncp|parish){YEAR}(?:cd|code)",))
COUNCIL = Column(
    "council code", "for councils, or the council it lies in", (rf"(?:lad|ltla){YEAR}(?:cd|code)",)
)
REGION = Column("region code", "for regions", (rf"rgn{YEAR}(?:cd|code)",))
NAME = Column(
    "name", "its name", (rf"(?:lsoa|ward|wd|par|parncp|parish|lad|ltla|rgn){YEAR}(?:nm|name)",)
)

# From the smallest: a file of small areas may name their council too, but never the other way round.
KINDS = [
    (SMALL, AreaKind.LSOA, "lsoa"),
    (WARD, AreaKind.WARD, "ward"),
    (PARISH, AreaKind.PARISH, "par"),
    (COUNCIL, AreaKind.COUNCIL, "lad"),
    (REGION, AreaKind.REGION, "rgn"),
]


class Boundaries(Importer):
    """A GeoJSON file with one feature for each area."""

    key = "boundaries"
    title = "Boundaries"
    expects = "one feature for each small area, ward, parish, council or region: its code, and its outline in degrees."
    columns = (GEOMETRY, SMALL, WARD, PARISH, COUNCIL, REGION, NAME)
    form = BoundariesForm
    seen_at = ("places_index", "See of which areas there are boundaries")
    reads = ("GeoJSON",)

    def begin(self, table: Table, report: Report) -> None:
        found = [entry for entry in KINDS if entry[0].name in self.found]
        if not found:
            raise Refused(
                "These features have no code of an area: a property like lsoa21cd or wd25cd."
            )
        self.column, self.kind, self.pattern = found[0]
        told, said = self.found[self.column.name].year, self.options.get("vintage")
        if told and said and told != said:
            raise Refused(f"The file says that these are areas of {told}, not of {said}.")
        if not (told or said):
            raise Refused(
                f"Say of which year these areas are: {self.heading(self.column.name)} does not tell.",
                field="vintage",
            )
        self.vintage: int = told or said  # type: ignore[assignment]
        self.wanted = set(self.options.get("councils") or [])
        self.told_council = self.kind != AreaKind.COUNCIL and COUNCIL.name in self.found
        self.in_wanted = self.areas_in_wanted()
        report.notes.append(f"Outlines of {AreaKind(self.kind).label}, {self.vintage}.")

    def areas_in_wanted(self) -> set[str]:
        """Where the file names no council, the codes of the areas that lie in the wanted ones."""
        if not self.wanted or self.told_council:
            return set()
        if self.kind == AreaKind.COUNCIL:
            return self.wanted
        areas = Area.objects.filter(
            kind=self.kind, vintage=self.vintage, council__code__in=self.wanted
        )
        return set(areas.values_list("code", flat=True))

    def read(self, row: Row) -> BoundaryRow | None:
        code = area_code(
            self.pattern, self.cell(row, self.column.name), self.heading(self.column.name)
        )
        council = ""
        if self.told_council:
            council = area_code("lad", self.cell(row, COUNCIL.name), self.heading(COUNCIL.name))
        if self.wanted and (council or code) not in (self.wanted | self.in_wanted):
            return None
        name = text(self.cell(row, NAME.name), self.heading(NAME.name), 120)
        return BoundaryRow(code, name, council, outline(row.cells.get("geometry")))

    def key_of(self, item: BoundaryRow) -> str:
        return item.code

    def compare(self, items: list[BoundaryRow]) -> Counter:
        return compare_boundaries(items, self.kind, self.vintage)

    def write(self, batches: Iterable[list[BoundaryRow]], *, source, by) -> Counter:
        return keep_boundaries(batches, kind=self.kind, vintage=self.vintage, source=source, by=by)


def outline(geometry) -> dict:
    """A polygon or several, closed and within the United Kingdom; Wrong in words if it is anything else."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise Wrong("geometry", "is no Polygon or MultiPolygon")
    coordinates = geometry.get("coordinates")
    try:
        polygons = [coordinates] if kind == "Polygon" else list(coordinates)
        if not polygons:
            raise Wrong("geometry", "is empty")
        rings = [ring(points) for polygon in polygons for points in require_rings(polygon)]
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise Wrong("geometry", "is not made of rings of points") from error
    if not rings:
        raise Wrong("geometry", "is empty")
    return {"type": kind, "coordinates": coordinates}


def require_rings(polygon) -> list:
    if not isinstance(polygon, list) or not polygon:
        raise Wrong("geometry", "has a polygon without rings")
    return polygon


def ring(points: list) -> list:
    """One closed ring of at least four points."""
    if len(points) < 4:
        raise Wrong("geometry", "has a ring of fewer than four points")
    if points[0] != points[-1]:
        raise Wrong("geometry", "has a ring that is not closed")
    for lon, lat, *_ in points:
        if not (SOUTH <= lat <= NORTH and WEST <= lon <= EAST):
            raise Wrong(
                "geometry", f"{lon}, {lat} is no longitude and latitude in the United Kingdom"
            )
    return points
