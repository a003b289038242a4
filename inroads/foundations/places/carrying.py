"""Carries a statistic from the areas of one vintage over to those of the next, as far as that is honest."""

from collections import defaultdict
from dataclasses import dataclass
from math import nan

import numpy as np

from inroads.foundations.core.rules import Refused
from inroads.foundations.places.models import Area, AreaChange, Statistic, StatisticValue

Change = AreaChange.Change
COUNTS = {Statistic.Unit.PERSONS, Statistic.Unit.HOUSEHOLDS}

NOT_LINKED = "the look-up does not say what it was before"
NOT_PUBLISHED = "no value was published for what it was before"
SPLIT = "it is a part of an area that was split"
IRREGULAR = "its bounds changed in an irregular way"
MERGED = "it was merged from several areas, and only counts can be added up"
PARTS_MISSING = "it was merged from several areas, of which some are not loaded or have no value"


@dataclass(frozen=True)
class CarriedOver:
    """A value for each area of the new vintage, NaN where there is none, and then the reason in words."""

    areas: list[Area]
    values: np.ndarray
    reasons: dict[str, str]

    @property
    def missing(self) -> int:
        return len(self.reasons)


def carried_over(statistic: Statistic, to_vintage: int, council: Area | None = None) -> CarriedOver:
    """The statistic in the areas of another vintage.

    An unchanged area keeps its value. An area merged from several has their sum if the statistic counts people or
    households. For a part of a split area there is no value: how its people are spread over the parts is not known.
    """
    if statistic.area_vintage == to_vintage:
        raise Refused("This statistic is about areas of that year already")
    found = Area.objects.filter(kind=statistic.area_kind, vintage=to_vintage)
    if council is not None:
        found = found.filter(council=council)
    areas = list(found.order_by("code"))
    links = links_between(areas, statistic.area_vintage)
    if not links:
        raise Refused(
            f"No look-up from the areas of {statistic.area_vintage} to those of {to_vintage} is loaded"
        )
    befores = {before for pairs in links.values() for before, _ in pairs}
    kept = StatisticValue.objects.filter(statistic=statistic)
    rows = kept.values_list("area_id", "value").iterator(chunk_size=5000)
    known = {area: value for area, value in rows if area in befores}
    values, reasons = np.full(len(areas), nan), {}
    for number, area in enumerate(areas):
        value, reason = carried(links.get(area.pk, []), known, statistic.unit in COUNTS)
        values[number] = value
        if reason:
            reasons[area.code] = reason
    return CarriedOver(areas, values, reasons)


def links_between(areas: list[Area], from_vintage: int) -> dict[int, list[tuple[int, str]]]:
    """For each area, the areas it was before, each with how it changed."""
    wanted = {area.pk for area in areas}
    links: dict[int, list[tuple[int, str]]] = defaultdict(list)
    changes = AreaChange.objects.filter(before__vintage=from_vintage)
    for after, before, change in changes.values_list("after_id", "before_id", "change"):
        if after in wanted:
            links[after].append((before, change))
    return links


def carried(
    pairs: list[tuple[int, str]], known: dict[int, float], counts: bool
) -> tuple[float, str]:
    """The value of one area from what it was before, or the reason why it has none."""
    kinds = {change for _, change in pairs}
    if not pairs:
        return nan, NOT_LINKED
    if Change.IRREGULAR in kinds:
        return nan, IRREGULAR
    if Change.SPLIT in kinds:
        return nan, SPLIT
    if kinds == {Change.UNCHANGED} and len(pairs) == 1:
        value = known.get(pairs[0][0], nan)
        return value, NOT_PUBLISHED if value != value else ""
    if not counts:
        return nan, MERGED
    if len(pairs) < 2 or any(before not in known for before, _ in pairs):
        return nan, PARTS_MISSING
    return sum(known[before] for before, _ in pairs), ""
