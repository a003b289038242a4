"""Need as arrays: published statistics in, the index and what it is made of out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db.models import Count, F, Max, Min, Q, Sum, TextField
from django.db.models.functions import Cast, Length

from inroads.engine.need import NeedIndex, need_index, sum_to_one
from inroads.engine.scales import Floats, share
from inroads.foundations.design.maps import Outline, kept_outline
from inroads.foundations.places.models import (
    Area,
    AreaKind,
    Boundary,
    Statistic,
    StatisticValue,
    Venue,
)
from inroads.foundations.places.queries import statistics_matrix
from inroads.overview.planning.indicators import Indicator, indicators_among

TOP = 10
# A table begins with as many areas; `?all=1` shows the rest. The map and the file hold every one.
FIRST_AREAS = 25
ENOUGH_KNOWN = 0.75


@dataclass(frozen=True)
class Need:
    """The need index of a council's small areas: what went in, and what came out."""

    council: Area
    areas: list[Area]
    wards: dict[int, str]
    indicators: list[Indicator]
    weights: Floats  # (n_indicators,) adding up to one
    values: Floats  # (n_areas, n_indicators) each in its own unit
    index: NeedIndex
    everywhere: bool  # whether the scales run over all loaded areas, or over the council's
    areas_in_frame: int

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each area, by its code."""
        return {area.code: row for row, area in enumerate(self.areas)}

    @cached_property
    def by_need(self) -> list[int]:
        """The rows from the most need to the least, equal areas by their code; those without a score last."""
        rank = self.index.rank
        return sorted(
            range(len(self.areas)),
            key=lambda row: (np.isnan(rank[row]), rank[row], self.areas[row].code),
        )

    @property
    def summary(self) -> list[dict]:
        """Each indicator with its share of the weight, and for how many areas it was not published."""
        missing = np.isnan(self.values).sum(axis=0)
        return [
            {"indicator": one, "weight": f"{100 * weight:.1f}%", "missing": int(gone)}
            for one, weight, gone in zip(self.indicators, self.weights, missing, strict=True)
        ]

    def ward_of(self, area: Area) -> str:
        return self.wards.get(area.parent_id or 0, "")


def indicators_of(council: Area) -> list[Indicator]:
    """What can go into the index of the council's small areas, in the newest vintage that is loaded."""
    small = Area.objects.filter(kind=AreaKind.LSOA, council__code=council.code)
    newest = small.aggregate(newest=Max("vintage"))["newest"]
    loaded = Statistic.objects.filter(area_kind=AreaKind.LSOA, area_vintage=newest)
    return indicators_among(loaded)


def need_of(
    council: Area, indicators: Sequence[Indicator], weights: Sequence[float], *, everywhere: bool
) -> Need:
    """The need of each small area of the council, by the indicators that have a weight."""
    chosen = [one for one, weight in zip(indicators, weights, strict=True) if weight > 0]
    positive = [weight for weight in weights if weight > 0]
    areas, values = values_of(council, chosen)
    frame = extent_everywhere(chosen) if everywhere else None
    more_is_need = [indicator.more_is_need for indicator in chosen]
    return Need(
        council=council,
        areas=areas,
        wards=names_of({area.parent_id for area in areas if area.parent_id}),
        indicators=chosen,
        weights=sum_to_one(positive),
        values=values,
        index=need_index(
            values, positive, more_is_need, frame=frame, top=TOP, enough_known=ENOUGH_KNOWN
        ),
        everywhere=everywhere,
        areas_in_frame=areas_like(areas) if everywhere else len(areas),
    )


def values_of(council: Area, indicators: Sequence[Indicator]) -> tuple[list[Area], Floats]:
    """The council's areas, and each indicator in each of them; counts as shares of their whole."""
    statistics = list(
        {source.pk: source for one in indicators for source in one.made_from}.values()
    )
    areas, matrix = statistics_matrix(council, statistics)
    column = {statistic.pk: number for number, statistic in enumerate(statistics)}
    values = np.empty((len(areas), len(indicators)))
    for number, one in enumerate(indicators):
        values[:, number] = matrix[:, column[one.statistic.pk]]
        if one.whole:
            values[:, number] = share(values[:, number], matrix[:, column[one.whole.pk]])
    return areas, values


def extent_everywhere(indicators: Sequence[Indicator]) -> tuple[Floats, Floats]:
    """The lowest and the highest value of each indicator over every loaded area: found in the database."""
    plain = StatisticValue.objects.filter(
        statistic__in=[one.statistic.pk for one in indicators if not one.whole]
    )
    found = {
        statistic: ends
        for statistic, *ends in plain.values_list("statistic").annotate(Min("value"), Max("value"))
    }
    pairs = Q(pk__in=[])
    for one in indicators:
        if one.whole:
            pairs |= Q(statistic=one.statistic.pk, area__statistics__statistic=one.whole.pk)
    whole = F("area__statistics__value")
    shares = StatisticValue.objects.filter(pairs, area__statistics__value__gt=0)
    found |= {
        statistic: ends
        for statistic, *ends in shares.values_list("statistic").annotate(
            low=Min(F("value") / whole), high=Max(F("value") / whole)
        )
    }
    ends = [found.get(one.statistic.pk, (np.nan, np.nan)) for one in indicators]
    low, high = np.array(ends, dtype=float).reshape(len(indicators), 2).T
    return low, high


def areas_like(areas: Sequence[Area]) -> int:
    """How many areas of the same kind and vintage are loaded."""
    if not areas:
        return 0
    return Area.objects.filter(kind=areas[0].kind, vintage=areas[0].vintage).count()


def names_of(keys: set[int]) -> dict[int, str]:
    """The names of areas by their key."""
    return dict(Area.objects.filter(pk__in=keys).values_list("pk", "name"))


def outline_of(council: Area, areas: Sequence[Area]) -> Outline:
    """The council's areas drawn as paths; drawn again only when their boundaries have changed."""
    boundaries = Boundary.objects.filter(area__council__code=council.code)
    if areas:
        boundaries = boundaries.filter(area__kind=areas[0].kind, area__vintage=areas[0].vintage)
    state = boundaries.aggregate(
        shapes=Count("pk"),
        newest=Max("pk"),
        letters=Sum(Length(Cast("geometry", TextField()))),
    )
    key = "-".join([council.code, *(str(value) for value in state.values())])
    return kept_outline(key, lambda: dict(boundaries.values_list("area__code", "geometry")))


def venues_of(council: Area) -> list[Venue]:
    """The open venues in the council's wards."""
    venues = Venue.objects.filter(is_open=True, ward__council__code=council.code)
    return list(venues.filter(lat__isnull=False, lon__isnull=False))
