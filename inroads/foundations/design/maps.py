"""Maps of areas as plain SVG: an outline, drawn once and kept, and the values laid over it.

    outline = kept_outline("E06000059-2021", lambda: {area.code: boundary for …})   # GeoJSON geometries, in degrees
    area_map = AreaMap(
        title="Need in Dorset", description="Need is highest in Weymouth.", outline=outline,
        areas=[MapArea("E01020432", "Dorset 005A", 0.63, url="…"), MapArea("E01020433", "Dorset 005B", None)],
        measure="Need index", spots=[Spot("Library", 50.7, -2.4)],
    )
    {% area_map area_map %}

The colours are five classes with the same number of areas in each, unless `breaks` says otherwise;
each class also has its own texture, and every area its words.
"""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, radians
from zlib import crc32

from inroads.foundations.design.charts import in_figures

WIDTH = 4000.0  # of the drawing, in its own units; about five to a pixel on a wide page
TALLEST = 5000.0
TOLERANCE = 2.0  # units: less than half a pixel
CLASSES = 5
KEPT = 24

Degrees = Sequence[float]
XY = tuple[float, float]


@dataclass(frozen=True)
class Outline:
    """The areas of a map as SVG paths, and how degrees become places on it."""

    paths: Mapping[str, str]
    west: float
    north: float
    squeeze: float  # how much narrower a degree of longitude is here
    units: float  # of the drawing in a degree of latitude
    height: float

    def place(self, lon: float, lat: float) -> XY:
        return (lon - self.west) * self.squeeze * self.units, (self.north - lat) * self.units


def outline(geometries: Mapping[str, Mapping], tolerance: float = TOLERANCE) -> Outline:
    """Project (equirectangular at the middle latitude) and simplify GeoJSON polygons."""
    points = [point for shape in geometries.values() for ring in rings(shape) for point in ring]
    if not points:
        return Outline({}, 0, 0, 1, 1, 1)
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = cos(radians((south + north) / 2))
    wide, tall = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    units = min(WIDTH / wide, TALLEST / tall)
    empty = Outline({}, west, north, squeeze, units, round(tall * units))
    paths = {code: drawn(shape, empty, tolerance) for code, shape in geometries.items()}
    return Outline(paths, west, north, squeeze, units, empty.height)


_kept: OrderedDict[str, Outline] = OrderedDict()


def kept_outline(key: str, load: Callable[[], Mapping[str, Mapping]]) -> Outline:
    """The outline under a key that changes when the boundaries do; `load` is called only if it is not here."""
    if key not in _kept:
        _kept[key] = outline(load())
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def rings(geometry: Mapping) -> Iterator[Sequence[Degrees]]:
    """Every ring of a Polygon, MultiPolygon or GeometryCollection."""
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon
    elif geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from rings(part)


def drawn(geometry: Mapping, on: Outline, tolerance: float) -> str:
    """One area as the `d` of a path in whole units, each point relative to the last."""
    parts = []
    for ring in rings(geometry):
        kept = simplified([on.place(point[0], point[1]) for point in ring], tolerance)
        (x, y), *rest = whole = [(round(x), round(y)) for x, y in kept]
        if len(set(whole)) < 3:  # smaller than can be seen: a dot, so that the area is not lost
            parts.append(f"M{x} {y}h5v5h-5z")
            continue
        steps = []
        for next_x, next_y in rest[:-1]:  # z goes back to the first point by itself
            steps.append(f"{next_x - x} {next_y - y}")
            x, y = next_x, next_y
        parts.append(f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(parts)


def simplified(line: Sequence[XY], tolerance: float) -> list[XY]:
    """The line with the points left out that lie within the tolerance of it (Douglas and Peucker 1973)."""
    if len(line) < 3:
        return list(line)
    keep = [False] * len(line)
    keep[0] = keep[-1] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far, distance = first, tolerance
        for i in range(first + 1, last):
            if (d := off_the_line(line[i], line[first], line[last])) > distance:
                far, distance = i, d
        if far != first:
            keep[far] = True
            spans += [(first, far), (far, last)]
    return [point for point, kept in zip(line, keep, strict=True) if kept]


def off_the_line(point: XY, start: XY, end: XY) -> float:
    """The distance of a point from the piece of line between two others."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    along = ((x - x1) * dx + (y - y1) * dy) / ((dx * dx + dy * dy) or 1)
    along = min(max(along, 0.0), 1.0)
    return float(((x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2) ** 0.5)


@dataclass(frozen=True)
class MapArea:
    """An area and its value; `text` stands in its place. A marked area is hatched over its colour."""

    code: str
    name: str
    value: float | None
    text: str = ""
    url: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Spot:
    """A place on the map, such as a venue."""

    name: str
    lat: float
    lon: float
    url: str = ""


@dataclass(frozen=True)
class AreaMap:
    """A map of values by area, and of a second measure if some are marked.

    `table` is the id of a table of the page's own that holds the same figures.
    """

    title: str
    description: str
    outline: Outline
    areas: Sequence[MapArea]
    measure: str
    heading: str = "Area"
    unit: str = ""
    decimals: int | None = None
    spots: Sequence[Spot] = field(default_factory=list)
    spots_name: str = "Venues"
    breaks: Sequence[float] = ()
    names: Sequence[str] = ()  # of the classes, where a range says less than a word
    marked_name: str = ""
    missing: str = "No figure"
    table: str = ""

    @property
    def id(self) -> str:
        return f"map-{crc32(self.title.encode()):x}"

    @property
    def has_links(self) -> bool:
        """A picture may hold no links; a group may. The keyboard goes by the table: 200 stops would be a trap."""
        return any(area.url for area in self.areas)

    @property
    def box(self) -> str:
        """The view box: the drawing with a margin for the strokes at its edge."""
        return f"-20 -20 {WIDTH + 40:.0f} {self.outline.height + 40:.0f}"

    @cached_property
    def edges(self) -> list[float]:
        """The upper edge of each class but the last."""
        if self.breaks:
            return list(self.breaks)
        values = sorted(area.value for area in self.areas if area.value is not None)
        if not values:
            return []
        cuts = {values[max(len(values) * k // CLASSES - 1, 0)] for k in range(1, CLASSES)}
        return sorted(cut for cut in cuts if cut < values[-1])

    def level(self, value: float | None) -> int:
        """The class of a value, 1 to 5; 0 for a missing one."""
        return 0 if value is None else bisect_left(self.edges, value) + 1

    def shown(self, value: float | None) -> str:
        return self.missing if value is None else in_figures(value, self.decimals, self.unit)

    @cached_property
    def rows(self) -> list[dict]:
        """Each area with its path, class and words."""
        return [
            {
                "name": area.name,
                "text": area.text or self.shown(area.value),
                "level": self.level(area.value),
                "path": self.outline.paths.get(area.code, ""),
                "url": area.url,
                "fill": f"{self.level(area.value)}{'m' if area.marked else ''}",
            }
            for area in self.areas
        ]

    @cached_property
    def marked(self) -> int:
        """How many areas are marked."""
        return sum(area.marked for area in self.areas)

    @property
    def levels(self) -> range:
        return range(CLASSES + 1)

    @cached_property
    def marks(self) -> list[dict]:
        """Each spot, where it stands."""
        places = [(spot, self.outline.place(spot.lon, spot.lat)) for spot in self.spots]
        return [
            {"name": s.name, "url": s.url, "x": round(x), "y": round(y)} for s, (x, y) in places
        ]

    @cached_property
    def legend(self) -> list[dict]:
        """Each class that has areas: its range in figures and how many areas are in it."""
        found = []
        for level in (*range(1, len(self.edges) + 2), 0):
            values = [area.value for area in self.areas if self.level(area.value) == level]
            if values:
                known = sorted(value for value in values if value is not None)
                ends = [self.shown(known[0]), self.shown(known[-1])] if known else [self.missing]
                text = " to ".join(dict.fromkeys(ends))
                if known and self.names:
                    text = self.names[level - 1]
                found.append({"level": level, "text": text, "areas": len(values)})
        return found
