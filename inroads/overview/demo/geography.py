"""The county of Wessex: towns, wards, small areas with their outlines. Nothing here is a real place.

Distances are in kilometres east and north of the county's south-west corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, pi, radians, sin

import numpy as np

Point = tuple[float, float]
Ring = list[Point]

CORNER_LAT, CORNER_LON = 50.52, -2.95
KM_EAST = 111.32 * cos(radians(50.8))
KM_NORTH = 111.2
VILLAGE_SPREAD, STREET_SPREAD = 3.2, 0.75  # how far a ward's small areas lie from its middle
MOST_STEP = 1.2  # an outline longer than this bends
ON_THE_EDGE = 0.01

# The coast runs from the west along the south; the Isle is tied to Budmouth by a beach.
OUTLINE: Ring = [
    (0, 19), (6, 16.5), (12, 13), (19, 11.5), (25, 9), (31, 6.5), (34.5, 5.6), (35.2, 1.6), (37.6, 1.2),
    (38, 5.4), (41, 8), (47, 7.4), (53, 6.2), (59, 6.6), (64, 8.2), (69, 7), (73, 8.6), (73.1, 12),
    (72.5, 14.2), (73, 16), (75, 17.5), (80, 22), (78, 29), (72, 33), (70, 40), (63, 46), (55, 49),
    (47, 54), (38, 52), (31, 47), (24, 45), (16, 39), (9, 33), (3, 27),
]  # fmt: skip


@dataclass(frozen=True)
class Town:
    """A town or a stretch of country: where, how many wards, how poor (0 to 1), how built up (0 to 1)."""

    name: str
    east: float
    north: float
    wards: Sequence[str]
    poverty: float
    built_up: float


TOWNS = [
    Town("Budmouth", 36.3, 9.2, ["Budmouth Harbour", "Budmouth Regis", "Creston", "Overcombe", "The Isle"], 0.72, 1.0),
    Town("Casterbridge", 38.5, 19.5, ["Casterbridge Cornmarket", "Durnover", "Mixen Lane"], 0.45, 0.9),
    Town("Port Bredy", 14.5, 15.5, ["Port Bredy", "Port Bredy Quay"], 0.5, 0.7),
    Town("Shaston", 58.0, 43.5, ["Shaston Hill", "Shaston Vale"], 0.4, 0.6),
    Town("Sherton Abbas", 33.5, 44.0, ["Sherton Abbas East", "Sherton Abbas West"], 0.3, 0.7),
    Town("Stourcastle", 49.5, 40.5, ["Stourcastle"], 0.4, 0.5),
    Town("Anglebury", 60.0, 14.8, ["Anglebury", "Anglebury Heath"], 0.42, 0.6),
    Town("Knollsea", 68.2, 9.3, ["Knollsea"], 0.4, 0.6),
    Town("Warborne", 68.0, 26.0, ["Warborne North", "Warborne South"], 0.35, 0.8),
    Town("Toneborough", 13.0, 31.0, ["Toneborough"], 0.55, 0.6),
    Town("Havenpool", 74.0, 22.0, ["Havenpool Quay", "Havenpool Heath"], 0.62, 0.9),
    Town("Kingsbere", 50.5, 22.5, ["Kingsbere"], 0.35, 0.3),
    Town("Weatherbury", 44.5, 21.5, ["Weatherbury"], 0.25, 0.2),
    Town("Mellstock", 42.0, 17.0, ["Mellstock"], 0.22, 0.25),
    Town("Emminster", 21.5, 29.5, ["Emminster"], 0.35, 0.3),
    Town("Abbot’s Cernel", 34.0, 28.5, ["Abbot’s Cernel"], 0.28, 0.15),
    Town("Marlott", 53.5, 46.0, ["Marlott"], 0.38, 0.2),
    Town("Evershead", 25.5, 34.5, ["Evershead"], 0.3, 0.1),
    Town("Chalk-Newton", 31.0, 23.0, ["Chalk-Newton"], 0.28, 0.15),
    Town("Flintcomb-Ash", 41.5, 30.0, ["Flintcomb-Ash"], 0.5, 0.1),
    Town("Nuttlebury", 42.5, 42.0, ["Nuttlebury"], 0.32, 0.1),
    Town("Shottsford", 57.5, 31.0, ["Shottsford Forum"], 0.4, 0.5),
    Town("Wellbridge", 53.0, 14.0, ["Wellbridge"], 0.36, 0.2),
    Town("Lulstead", 48.5, 9.6, ["Lulstead Cove"], 0.3, 0.1),
    Town("Norcombe", 19.5, 21.5, ["Norcombe"], 0.33, 0.1),
    Town("Little Hintock", 28.5, 39.5, ["The Hintocks"], 0.34, 0.1),
    Town("Chaseborough", 65.0, 37.0, ["The Chase"], 0.3, 0.1),
]  # fmt: skip


@dataclass
class SmallArea:
    """About 1,700 people who live near one another."""

    town: Town
    ward: str
    name: str
    middle: Point
    ring: Ring = field(default_factory=list)

    @property
    def square_km(self) -> float:
        return abs(area_of(self.ring))


def draw_county(rng: np.random.Generator, areas_wanted: int) -> list[SmallArea]:
    """The small areas of the county, each with the land that lies nearer to its middle than to any other."""
    wards = [(town, ward, spot) for town in TOWNS for ward, spot in ward_spots(town, rng)]
    shares = np.array([0.45 + town.built_up * 0.75 for town, _, _ in wards])
    areas: list[SmallArea] = []
    for (town, ward, spot), number in zip(wards, share_out(shares, areas_wanted), strict=True):
        spread = STREET_SPREAD * town.built_up + VILLAGE_SPREAD * (1 - town.built_up)
        for letter in range(number):
            middle = a_spot(rng, spot, spread, [area.middle for area in areas])
            areas.append(SmallArea(town, ward, f"{ward} {letter + 1:03d}", middle))
    middles = np.array([area.middle for area in areas])
    # Once to see where each lies within its land, and again from there: the outlines grow rounder (Lloyd 1982).
    rings = [nearest_land(number, middles) for number in range(len(areas))]
    middles = (middles + np.array([centre_of(ring) for ring in rings])) / 2
    for number, area in enumerate(areas):
        area.middle = (float(middles[number, 0]), float(middles[number, 1]))
        area.ring = bend(nearest_land(number, middles))
    return areas


def ward_spots(town: Town, rng: np.random.Generator) -> list[tuple[str, Point]]:
    """The middles of the town's wards, in a circle round its own; the Isle is where the Isle is."""
    turn = rng.uniform(0, 2 * pi)
    around = 1.4 if len(town.wards) > 1 else 0.0
    spots = []
    for number, ward in enumerate(town.wards):
        angle = turn + 2 * pi * number / len(town.wards)
        spot = (town.east + around * cos(angle), town.north + around * sin(angle))
        spots.append((ward, (36.4, 3.4) if ward == "The Isle" else spot))
    return spots


def share_out(shares: np.ndarray, total: int) -> list[int]:
    """Whole numbers in proportion to the shares, at least one each, that come to the total (largest remainder)."""
    exact = shares / shares.sum() * (total - len(shares))
    whole = np.floor(exact).astype(int)
    for number in np.argsort(-(exact - whole))[: total - len(shares) - whole.sum()]:
        whole[number] += 1
    return [int(number) + 1 for number in whole]


def a_spot(rng: np.random.Generator, near: Point, spread: float, others: list[Point]) -> Point:
    """A place on land near another one, and not on top of any."""
    while True:
        spot = (float(rng.normal(near[0], spread)), float(rng.normal(near[1], spread)))
        gap = min((np.hypot(spot[0] - e, spot[1] - n) for e, n in others), default=9.0)
        if is_inside(spot, OUTLINE) and gap > spread / 4:
            return spot
        spread *= 1.02


def nearest_land(number: int, middles: np.ndarray) -> Ring:
    """The part of the county that is nearer to this middle than to any other (a Voronoi cell)."""
    here = middles[number]
    distance = np.hypot(*(middles - here).T)
    ring = list(OUTLINE)
    for other in np.argsort(distance)[1:]:
        reach = max(np.hypot(e - here[0], n - here[1]) for e, n in ring)
        if distance[other] > 2 * reach:
            break
        ring = cut(ring, here, middles[other])
    return on_one_shore(ring)


def cut(ring: Ring, here: np.ndarray, other: np.ndarray) -> Ring:
    """The ring without what is nearer to the other point (Sutherland and Hodgman 1974)."""
    across = other - here
    limit = float(across @ (here + other)) / 2
    beyond = [e * across[0] + n * across[1] - limit for e, n in ring]
    kept: Ring = []
    for number, (e, n) in enumerate(ring):
        d0, d1 = beyond[number - 1], beyond[number]
        if (d0 > 0) != (d1 > 0):
            part = d0 / (d0 - d1)
            e0, n0 = ring[number - 1]
            kept.append((float(e0 + part * (e - e0)), float(n0 + part * (n - n0))))
        if d1 <= 0:
            kept.append((e, n))
    return kept


def on_one_shore(ring: Ring) -> Ring:
    """The largest piece of a ring that a bay cuts in two: the cutting leaves lines over the sea between them."""
    runs: list[Ring] = [[]]
    for number, end in enumerate(ring):
        if is_over_sea(ring[number - 1], end):
            runs.append([])
        runs[-1].append(end)
    if len(runs) == 1:
        return ring
    runs[0] = runs.pop() + runs[0]
    return max((run for run in runs if len(run) > 2), key=lambda run: abs(area_of(run)))


def is_over_sea(start: Point, end: Point) -> bool:
    """The middle of the line lies off the land, and not on its edge."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    if is_inside(middle, OUTLINE):
        return False
    return min(off(middle, OUTLINE[n - 1], point) for n, point in enumerate(OUTLINE)) > ON_THE_EDGE


def off(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a stretch of line."""
    along = np.array(end) - start
    part = np.clip((np.array(point) - start) @ along / (along @ along), 0, 1)
    return float(np.hypot(*(start + part * along - point)))


def bend(ring: Ring) -> Ring:
    """The same ring with its straight lines bent as lanes and streams are; neighbours bend alike."""
    bent: Ring = []
    for number, end in enumerate(ring):
        start = ring[number - 1]
        # Both neighbours must find the same points on the line that they share.
        low, high = sorted([start, end])
        steps = max(1, round(np.hypot(high[0] - low[0], high[1] - low[1]) / MOST_STEP))
        parts = [
            (low[0] + (high[0] - low[0]) * k / steps, low[1] + (high[1] - low[1]) * k / steps)
            for k in range(steps + 1)
        ]
        bent += [wander(point) for point in (parts if start == low else parts[::-1])[1:]]
    return bent


def wander(point: Point) -> Point:
    """Where a point of a straight line really lies: the same for all who ask."""
    e, n = point
    return (
        e + 0.22 * sin(2.1 * n + 0.7 * e) + 0.11 * sin(5.3 * n - 2.2 * e),
        n + 0.22 * sin(1.9 * e - 0.6 * n) + 0.11 * sin(4.7 * e + 2.6 * n),
    )


def is_inside(point: Point, ring: Ring) -> bool:
    """Whether a point lies in the ring (even and odd crossings)."""
    e, n = point
    inside = False
    for number, (e1, n1) in enumerate(ring):
        e0, n0 = ring[number - 1]
        if (n0 > n) != (n1 > n) and e < (e1 - e0) * (n - n0) / (n1 - n0) + e0:
            inside = not inside
    return inside


def area_of(ring: Ring) -> float:
    """Square kilometres, by the shoelace formula; negative if the ring runs clockwise."""
    return (
        sum(ring[number - 1][0] * n - e * ring[number - 1][1] for number, (e, n) in enumerate(ring))
        / 2
    )


def centre_of(ring: Ring) -> Point:
    """The centre of gravity of the land in a ring."""
    size, east, north = area_of(ring) * 6, 0.0, 0.0
    for number, (e, n) in enumerate(ring):
        e0, n0 = ring[number - 1]
        east += (e0 + e) * (e0 * n - e * n0)
        north += (n0 + n) * (e0 * n - e * n0)
    return east / size, north / size


def latitude(north: float) -> float:
    return round(CORNER_LAT + north / KM_NORTH, 5)


def longitude(east: float) -> float:
    return round(CORNER_LON + east / KM_EAST, 5)


def geojson(ring: Ring) -> dict:
    """The ring in degrees, anticlockwise and closed, as GeoJSON wants it."""
    in_order = ring if area_of(ring) > 0 else ring[::-1]
    points = [[longitude(e), latitude(n)] for e, n in in_order]
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}
