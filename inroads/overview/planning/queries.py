"""Need as arrays: published statistics in, the index and what it is made of out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db.models import Count, F, Max, Min, Q, Sum, TextField
from django.db.models.functions import Cast, Length

from inroads.engine.need import NeedIndex, sum_to_one, weighted_need
from inroads.engine.scales import Floats, scale_by_range, share
from inroads.engine.sensitivity import (
    EffectiveWeights,
    RankIntervals,
    drawn_weights,
    effective_weights,
    rank_intervals,
)
from inroads.foundations.design.maps import Outline, kept_outline
from inroads.foundations.places.carrying import carried_over
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
from inroads.foundations.places.queries import statistics_matrix
from inroads.overview.planning.indicators import Indicator, in_their_order, indicators_among

TOP = 10
# A table begins with as many areas; `?all=1` shows the rest. The map and the file hold every one.
FIRST_AREAS = 25
ENOUGH_KNOWN = 0.75
# How often the weights are drawn anew for the places that an area could have, and from which chance: always the same.
DRAWS, SEED = 500, 1


@dataclass(frozen=True)
class Need:
    """The need index of a council's small areas: what went in, and what came out."""

    council: Area
    areas: list[Area]
    wards: dict[int, str]
    indicators: list[Indicator]
    weights: Floats  # (n_indicators,) adding up to one
    values: Floats  # (n_areas, n_indicators) each in its own unit
    scaled: Floats  # (n_areas, n_indicators) from 0, the least need, to 1, the most
    index: NeedIndex
    everywhere: bool  # whether the scales run over all loaded areas, or over the council's
    areas_in_frame: int

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each area, by its code."""
        return {area.code: row for row, area in enumerate(self.areas)}

    @property
    def vintage(self) -> int:
        """As of which year the areas are drawn; 0 if there are none."""
        return self.areas[0].vintage if self.areas else 0

    @cached_property
    def by_need(self) -> list[int]:
        """The rows from the most need to the least, equal areas by their code; those without a score last."""
        rank = self.index.rank
        return sorted(
            range(len(self.areas)),
            key=lambda row: (np.isnan(rank[row]), rank[row], self.areas[row].code),
        )

    @cached_property
    def effect(self) -> EffectiveWeights:
        """What each indicator does to the scores and the places, beside the weight it was given."""
        return effective_weights(self.scaled, self.weights, enough_known=ENOUGH_KNOWN)

    @cached_property
    def intervals(self) -> RankIntervals:
        """Between which places each area stands in nine of ten draws of the weights around those given."""
        drawn = drawn_weights(self.weights, np.random.default_rng(SEED), draws=DRAWS)
        return rank_intervals(self.scaled, self.weights, drawn, enough_known=ENOUGH_KNOWN)

    @property
    def summary(self) -> list[dict]:
        """Each indicator with its share of the weight, what it does, and for how many areas it was not published."""
        missing, effect = np.isnan(self.values).sum(axis=0), self.effect
        return [
            {
                "indicator": one,
                "weight": f"{100 * self.weights[column]:.1f}%",
                "does": f"{100 * effect.variance[column]:.1f}%".replace("-", "\N{MINUS SIGN}"),
                "moves": places_in_words(effect.places[column]),
                "missing": int(missing[column]),
            }
            for column, one in enumerate(self.indicators)
        ]

    def ward_of(self, area: Area) -> str:
        return self.wards.get(area.parent_id or 0, "")


def indicators_of(council: Area) -> list[Indicator]:
    """What can go into the index of the council's small areas.

    Figures about the areas of the newest vintage, and of those figures that are published about older areas
    only, those that the look-up carries over.
    """
    newest = newest_vintage(council)
    by_vintage: dict[int, list[Statistic]] = {}
    for statistic in Statistic.objects.filter(area_kind=AreaKind.LSOA):
        by_vintage.setdefault(statistic.area_vintage, []).append(statistic)
    found = indicators_among(by_vintage.get(newest, []))
    for vintage in sorted((year for year in by_vintage if year < newest), reverse=True):
        known = {one.key for one in found}
        more = [one for one in indicators_among(by_vintage[vintage]) if one.key not in known]
        if more and is_linked(vintage, newest):
            found = in_their_order(found + more)
    return found


def newest_vintage(council: Area) -> int:
    """The newest year as of which small areas of the council are loaded; 0 if none are."""
    small = Area.objects.filter(kind=AreaKind.LSOA, council__code=council.code)
    return small.aggregate(newest=Max("vintage"))["newest"] or 0


def is_linked(before: int, after: int) -> bool:
    """The look-up from the areas of one year to those of another is loaded."""
    return AreaChange.objects.filter(before__vintage=before, after__vintage=after).exists()


def need_of(
    council: Area, indicators: Sequence[Indicator], weights: Sequence[float], *, everywhere: bool
) -> Need:
    """The need of each small area of the council, by the indicators that have a weight."""
    chosen = [one for one, weight in zip(indicators, weights, strict=True) if weight > 0]
    positive = [weight for weight in weights if weight > 0]
    areas, values = values_of(council, chosen)
    frame = extent_everywhere(chosen) if everywhere else None
    scaled = scale_by_range(values, [one.more_is_need for one in chosen], frame=frame)
    return Need(
        council=council,
        areas=areas,
        wards=names_of({area.parent_id for area in areas if area.parent_id}),
        indicators=chosen,
        weights=sum_to_one(positive),
        values=values,
        scaled=scaled,
        index=weighted_need(scaled, positive, top=TOP, enough_known=ENOUGH_KNOWN),
        everywhere=everywhere,
        areas_in_frame=areas_like(areas) if everywhere else len(areas),
    )


def places_in_words(places: float) -> str:
    """How many places an area moves on average if a figure is left out.

    >>> [places_in_words(each) for each in (12.34, 0.96, float("nan"))]
    ['12.3 places', '1.0 places', 'nothing is left without it']
    """
    return "nothing is left without it" if np.isnan(places) else f"{places:.1f} places"


def values_of(council: Area, indicators: Sequence[Indicator]) -> tuple[list[Area], Floats]:
    """The council's areas, and each indicator in each of them; counts as shares of their whole."""
    statistics = list(
        {source.pk: source for one in indicators for source in one.made_from}.values()
    )
    newest = newest_vintage(council)
    there = [each for each in statistics if each.area_vintage == newest]
    carried = {
        each.pk: carried_over(each, newest, council)
        for each in statistics
        if each.area_vintage != newest
    }
    areas, matrix = statistics_matrix(council, there)
    known = {each.pk: matrix[:, number] for number, each in enumerate(there)}
    for key, over in carried.items():
        areas, known[key] = over.areas, over.values
    values = np.empty((len(areas), len(indicators)))
    for number, one in enumerate(indicators):
        values[:, number] = known[one.statistic.pk]
        if one.whole:
            values[:, number] = share(values[:, number], known[one.whole.pk])
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


def postcodes_of(area: Area) -> list[str]:
    """The live postcodes in a small area."""
    return list(
        Postcode.objects.filter(small_area=area).order_by("pk").values_list("postcode", flat=True)
    )


def venues_of(council: Area) -> list[Venue]:
    """The open venues in the council's wards."""
    venues = Venue.objects.filter(is_open=True, ward__council__code=council.code)
    return list(venues.filter(lat__isnull=False, lon__isnull=False))
