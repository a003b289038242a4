"""What is loaded: for each council, and each statistic with where it comes from."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

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
from inroads.foundations.places.queries import councils

# Where the areas and the outlines of each kind are counted.
AREAS = {AreaKind.LSOA: "small_areas", AreaKind.WARD: "wards", AreaKind.PARISH: "parishes"}
BOUNDARIES = {
    AreaKind.LSOA: "boundaries",
    AreaKind.WARD: "ward_boundaries",
    AreaKind.PARISH: "parish_boundaries",
}


@dataclass
class Loaded:
    """What is loaded of one council; areas and boundaries by their vintage."""

    council: Area
    small_areas: dict[int, int] = field(default_factory=dict)
    boundaries: dict[int, int] = field(default_factory=dict)
    wards: dict[int, int] = field(default_factory=dict)
    ward_boundaries: dict[int, int] = field(default_factory=dict)
    parishes: dict[int, int] = field(default_factory=dict)
    parish_boundaries: dict[int, int] = field(default_factory=dict)
    postcodes: int = 0
    venues: int = 0


def loaded_by_council(chosen: QuerySet[Area] | list[Area] | None = None) -> list[Loaded]:
    """What is loaded of each council, in a handful of queries however many councils there are."""
    found = {area.pk: Loaded(area) for area in (councils() if chosen is None else chosen)}
    areas = Area.objects.filter(council__in=found)
    by_vintage = areas.order_by().values_list("council", "kind", "vintage")
    for council, kind, vintage, count in by_vintage.annotate(Count("pk")):
        getattr(found[council], AREAS[kind])[vintage] = count
    outlines = Boundary.objects.filter(area__council__in=found).order_by()
    by_area = outlines.values_list("area__council", "area__kind", "area__vintage")
    for council, kind, vintage, count in by_area.annotate(Count("pk")):
        getattr(found[council], BOUNDARIES[kind])[vintage] = count
    postcodes = Postcode.objects.filter(council__in=found).values_list("council")
    for council, count in postcodes.annotate(Count("pk")):
        found[council].postcodes = count
    venues = Venue.objects.filter(ward__council__in=found).order_by().values_list("ward__council")
    for council, count in venues.annotate(Count("pk")):
        found[council].venues = count
    return list(found.values())


def statistics_loaded() -> list[tuple[Statistic, int]]:
    """Each statistic with the number of areas that it is known for."""
    counts = dict(StatisticValue.objects.values_list("statistic").annotate(Count("pk")))
    order = ["-area_vintage", "source", "title"]
    return [
        (statistic, counts.get(statistic.pk, 0)) for statistic in Statistic.objects.order_by(*order)
    ]


def changes_loaded() -> Counter:
    """How many small areas of 2011 are known to have changed, and how."""
    rows = AreaChange.objects.values_list("change").annotate(Count("pk"))
    return Counter(dict(rows))
