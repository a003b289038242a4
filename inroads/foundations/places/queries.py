"""What is known of places: councils, areas, postcodes, distances, statistics as arrays."""

from collections.abc import Iterable, Sequence
from math import asin, cos, radians, sin, sqrt

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from inroads.foundations.core.rules import Refused
from inroads.foundations.places.models import (
    Area,
    AreaKind,
    Postcode,
    Statistic,
    StatisticValue,
    Venue,
)
from inroads.foundations.places.postcodes import tidy

EARTH_KM = 6371.0088


def find_postcode(text: str) -> Postcode | None:
    """The postcode with its areas, however it was typed; None if it is not loaded, or is no postcode."""
    try:
        postcode = tidy(text)
    except ValueError:
        return None
    found = Postcode.objects.select_related("small_area", "ward", "parish", "council")
    return found.filter(postcode=postcode).first()


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The distance as the crow flies, on a sphere (haversine).

    >>> round(kilometres(50.7154, -2.4406, 50.6139, -2.4576), 1)
    11.3
    """
    north, east = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    chord = sin(north) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))


def councils() -> QuerySet[Area]:
    """The councils whose small areas are loaded."""
    small = Area.objects.filter(kind=AreaKind.LSOA, council=OuterRef("pk"))
    return Area.objects.filter(Exists(small), kind=AreaKind.COUNCIL).order_by("name")


def small_areas(council: Area, vintage: int | None = None) -> QuerySet[Area]:
    """The council's small areas of one vintage, or of the newest that is loaded, in the order of their names."""
    return areas_of(council, AreaKind.LSOA, vintage)


def wards(council: Area, vintage: int | None = None) -> QuerySet[Area]:
    """The council's wards of one vintage, or of the newest that is loaded: those that postcodes lie in."""
    return areas_of(council, AreaKind.WARD, vintage)


def parishes(council: Area, vintage: int | None = None) -> QuerySet[Area]:
    """The council's parishes of one vintage, or of the newest that is loaded."""
    return areas_of(council, AreaKind.PARISH, vintage)


def areas_of(council: Area, kind: str, vintage: int | None) -> QuerySet[Area]:
    """Areas of a kind in a council, of one vintage or of the newest that is loaded."""
    areas = Area.objects.filter(kind=kind, council=council)
    newest = areas.order_by("-vintage").values("vintage")[:1]
    return areas.filter(vintage=vintage or Subquery(newest)).order_by("name")


def parts_of(area: Area) -> QuerySet[Area]:
    """The areas that an area is the next larger one of: of a ward its small areas, as they are drawn now first."""
    return area.children.order_by("-vintage", "name")


def open_venues(besides: object = None) -> QuerySet[Venue]:
    """The venues to choose from: those that are open, and the one that is chosen already, as it was sent or is kept."""
    key = str(getattr(besides, "pk", besides))
    offered = Q(is_open=True)
    if key.isascii() and key.isdecimal() and len(key) < 19:
        offered |= Q(pk=int(key))
    return Venue.objects.filter(offered)


def venues_near(
    lat: float, lon: float, venues: Iterable[Venue] | None = None
) -> list[tuple[float, Venue]]:
    """Open venues with their distance in kilometres, nearest first."""
    if venues is None:
        venues = Venue.objects.filter(is_open=True, lat__isnull=False, lon__isnull=False)
    placed = [venue for venue in venues if venue.lat is not None and venue.lon is not None]
    found = [(kilometres(lat, lon, venue.lat, venue.lon), venue) for venue in placed]  # type: ignore[arg-type]
    return sorted(found, key=lambda pair: (pair[0], pair[1].name))


def statistics_matrix(
    council: Area | None, statistics: Sequence[Statistic]
) -> tuple[list[Area], np.ndarray]:
    """The areas of a council (or of everywhere) and their statistics, a row for each area, NaN where missing.

    The statistics must all be of one kind and vintage of area: two vintages cannot be joined by code.
    """
    if not statistics:
        return [], np.empty((0, 0))
    kind, vintage = one_vintage(statistics)
    found = Area.objects.filter(kind=kind, vintage=vintage)
    if council is not None:
        found = found.filter(council=council)
    areas = list(found.order_by("code"))
    line = {area.pk: number for number, area in enumerate(areas)}
    column = {statistic.pk: number for number, statistic in enumerate(statistics)}
    values = StatisticValue.objects.filter(statistic__in=column)
    if council is not None:
        values = values.filter(area__council=council)
    matrix = np.full((len(areas), len(statistics)), np.nan)
    rows = values.values_list("area_id", "statistic_id", "value")
    for area, statistic, value in rows.iterator(chunk_size=5000):
        if area in line:
            matrix[line[area], column[statistic]] = value
    return areas, matrix


def one_vintage(statistics: Sequence[Statistic]) -> tuple[str, int]:
    """The one kind and vintage of area that these statistics are about, or a refusal."""
    kinds = {(statistic.area_kind, statistic.area_vintage) for statistic in statistics}
    if len(kinds) > 1:
        told = " and ".join(f"{AreaKind(kind).label} {year}" for kind, year in sorted(kinds))
        raise Refused(
            f"These statistics are about different areas ({told}). An area’s code alone cannot join them:"
            " carry one over with the look-up of changes first."
        )
    return kinds.pop()
