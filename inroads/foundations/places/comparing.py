"""Sets the rows of a file beside what is known: which are new, changed, or the same already."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from inroads.foundations.places.models import (
    Area,
    AreaChange,
    AreaKind,
    Boundary,
    Postcode,
    Statistic,
    StatisticValue,
    Venue,
)
from inroads.foundations.places.rows import (
    AreaRow,
    BoundaryRow,
    ChangeRow,
    PostcodeRow,
    Scheme,
    VenueRow,
)

NEW, CHANGED, UNCHANGED, LEFT_OUT = "new", "changed", "unchanged", "left_out"


def areas_by_code(kind: str, codes: Iterable[str], vintage: int | None = None) -> dict[str, Area]:
    """The areas of a kind with these codes."""
    areas = Area.objects.filter(kind=kind, code__in=set(codes) - {""})
    if vintage is not None:
        areas = areas.filter(vintage=vintage)
    return {area.code: area for area in areas.select_related("parent", "council")}


def statistics_of(scheme: Scheme) -> list[Statistic | None]:
    """The statistics of a scheme, in its order; None where one is not loaded yet."""
    loaded = Statistic.objects.filter(area_kind=AreaKind.LSOA, area_vintage=scheme.vintage)
    by_key = {statistic.key: statistic for statistic in loaded}
    return [by_key.get(facts.key) for facts in scheme.statistics]


def values_of_areas(
    areas: Iterable[Area], statistics: Sequence[Statistic | None]
) -> dict[tuple[int, int], float]:
    """The values kept for these areas and statistics."""
    keys = {statistic.pk for statistic in statistics if statistic}
    pks = [area.pk for area in areas]
    if not keys or not pks:
        return {}
    # All of an area's values are read and sorted out here: one index serves, and two long lists would not.
    kept = StatisticValue.objects.filter(area__in=pks)
    rows = kept.values_list("area_id", "statistic_id", "value").iterator(chunk_size=10_000)
    return {(area, statistic): value for area, statistic, value in rows if statistic in keys}


def is_as_told(area: Area, row: AreaRow) -> bool:
    """The area already is what the row says of it; what the row does not say does not count."""
    lies_in = row.ward[0] or row.council[0]
    return (
        area.name == row.name
        and (row.lat is None or (area.lat == row.lat and area.lon == row.lon))
        and (not row.rural_urban or area.rural_urban == row.rural_urban)
        and (
            not row.council[0] or (area.council is not None and area.council.code == row.council[0])
        )
        and (not lies_in or (area.parent is not None and area.parent.code == lies_in))
    )


def has_values(
    area: Area,
    row: AreaRow,
    statistics: Sequence[Statistic | None],
    kept: dict[tuple[int, int], float],
) -> bool:
    """Every value of the row is kept as it stands there."""
    pairs = zip(statistics, row.values, strict=True)
    return all(
        value is None if statistic is None else kept.get((area.pk, statistic.pk)) == value
        for statistic, value in pairs
    )


def compare_areas(rows: list[AreaRow], scheme: Scheme) -> Counter:
    statistics = statistics_of(scheme)
    areas = areas_by_code(AreaKind.LSOA, (row.code for row in rows), scheme.vintage)
    kept = values_of_areas(areas.values(), statistics)
    counts: Counter = Counter()
    for row in rows:
        area = areas.get(row.code)
        if area is None:
            counts[LEFT_OUT if scheme.bare else NEW] += 1
        elif (scheme.bare or is_as_told(area, row)) and has_values(area, row, statistics, kept):
            counts[UNCHANGED] += 1
        else:
            counts[CHANGED] += 1
    return counts


def compare_boundaries(rows: list[BoundaryRow], kind: str, vintage: int) -> Counter:
    areas = areas_by_code(kind, (row.code for row in rows), vintage_of(kind, vintage))
    kept = kept_boundaries(areas.values())
    return Counter(boundary_state(row, areas.get(row.code), kept, kind) for row in rows)


def vintage_of(kind: str, vintage: int) -> int | None:
    """The vintage by which areas of a kind are found: there is one record for each council and region."""
    return None if kind in (AreaKind.COUNCIL, AreaKind.REGION) else vintage


def kept_boundaries(areas: Iterable[Area]) -> dict[int, Any]:
    found = Boundary.objects.filter(area__in=[area.pk for area in areas])
    return dict(found.values_list("area_id", "geometry"))


def boundary_state(row: BoundaryRow, area: Area | None, kept: dict[int, Any], kind: str) -> str:
    """Small areas must be loaded before their boundaries; wards come into being with theirs."""
    if area is None:
        return NEW if kind != AreaKind.LSOA and row.name else LEFT_OUT
    if area.pk not in kept:
        return NEW
    renamed = kind != AreaKind.LSOA and row.name not in ("", area.name)
    return CHANGED if kept[area.pk] != row.geometry or renamed else UNCHANGED


def compare_postcodes(rows: list[PostcodeRow], areas: "PostcodeAreas") -> Counter:
    found = Postcode.objects.filter(pk__in=[row.postcode for row in rows])
    kept = {postcode.pk: postcode for postcode in found}
    return Counter(postcode_state(row, kept.get(row.postcode), areas) for row in rows)


def postcode_state(row: PostcodeRow, kept: Postcode | None, areas: "PostcodeAreas") -> str:
    if kept is None:
        return NEW
    told = (row.lat, row.lon, *areas.of(row, kept))
    had = (kept.lat, kept.lon, kept.small_area_id, kept.ward_id, kept.parish_id, kept.council_id)
    return UNCHANGED if told == had else CHANGED


class PostcodeAreas:
    """The areas that a file of postcodes speaks of, by their codes."""

    def __init__(self, small_vintage: int, ward_vintage: int, parish_vintage: int):
        self.tell_parishes = parish_vintage > 0
        self.small = ids_by_code(AreaKind.LSOA, small_vintage)
        self.wards = ids_by_code(AreaKind.WARD, ward_vintage)
        self.parishes = ids_by_code(AreaKind.PARISH, parish_vintage)
        self.councils = ids_by_code(AreaKind.COUNCIL)

    def of(self, row: PostcodeRow, kept: Postcode | None) -> tuple[int | None, ...]:
        """The small area, the ward, the parish and the council of a row, as far as they are known.

        Few files tell parishes: after one that does not, a postcode keeps the parish that it had.
        """
        return (
            self.small.get(row.small_area),
            self.wards.get(row.ward),
            self.parish_of(row, kept),
            self.councils.get(row.council),
        )

    def parish_of(self, row: PostcodeRow, kept: Postcode | None) -> int | None:
        if self.tell_parishes:
            return self.parishes.get(row.parish[0])
        return kept.parish_id if kept else None


def ids_by_code(kind: str, vintage: int | None = None) -> dict[str, int]:
    areas = Area.objects.filter(kind=kind)
    if vintage is not None:
        areas = areas.filter(vintage=vintage)
    return dict(areas.values_list("code", "pk"))


def compare_changes(rows: list[ChangeRow], vintages: tuple[int, int]) -> Counter:
    before = areas_by_code(AreaKind.LSOA, (row.before for row in rows), vintages[0])
    after = areas_by_code(AreaKind.LSOA, (row.after for row in rows), vintages[1])
    kept = kept_changes(before.values())
    return Counter(
        change_state(row, before.get(row.before), after.get(row.after), kept) for row in rows
    )


def kept_changes(before: Iterable[Area]) -> dict[tuple[int, int], str]:
    found = AreaChange.objects.filter(before__in=[area.pk for area in before])
    rows = found.values_list("before_id", "after_id", "change")
    return {(first, second): change for first, second, change in rows}


def change_state(
    row: ChangeRow, before: Area | None, after: Area | None, kept: dict[tuple[int, int], str]
) -> str:
    """A change is kept where both of its areas are loaded."""
    if before is None or after is None:
        return LEFT_OUT
    had = kept.get((before.pk, after.pk))
    return NEW if had is None else UNCHANGED if had == row.change else CHANGED


def compare_venues(rows: list[VenueRow]) -> Counter:
    found = Venue.objects.filter(source_key__in=[row.source_key for row in rows])
    kept = {venue.source_key: venue for venue in found}
    return Counter(venue_state(row, kept.get(row.source_key)) for row in rows)


def venue_state(row: VenueRow, kept: Venue | None) -> str:
    if kept is None:
        return NEW
    same = all(getattr(kept, name) == value for name, value in row.details.items())
    return UNCHANGED if same else CHANGED
