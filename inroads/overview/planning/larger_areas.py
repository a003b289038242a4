"""Need beside reach by ward or parish: what the small areas in each come to together, nothing more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import Count

from inroads.engine.scales import Floats
from inroads.foundations.design.maps import AreaMap, MapArea, Outline
from inroads.foundations.places.models import Area, AreaKind, Postcode
from inroads.overview.planning.drawings import in_points
from inroads.overview.planning.queries import Need
from inroads.overview.planning.reach_drawings import minutes_in_words
from inroads.overview.planning.reaching import Reach

# A larger area is hatched if more of its people than this share have no session within reach.
MOST_OUT = 0.5
PLURAL = {AreaKind.WARD: "wards", AreaKind.PARISH: "parishes"}
HEADER = ["areas", "need", "people", "people_out_of_reach", "share_out_of_reach", "minutes"]


@dataclass(frozen=True)
class Lying:
    """The small areas that lie in a larger one, at least in part."""

    rows: np.ndarray  # of the areas
    shares: Floats  # (n_rows,) how much of each lies in it, more than 0 and at most 1


@dataclass(frozen=True)
class LargerArea:
    """The small areas of one ward or parish together."""

    area: Area | None  # None for what lies in no known one
    name: str
    lying: Lying
    need: float  # the mean of their scores over people; nan if none is scored
    people: float
    people_out: float
    minutes: float  # to the nearest session, the mean over people; nan if nothing is on

    @property
    def share_out(self) -> float:
        return self.people_out / self.people if self.people else 0.0

    @property
    def is_out(self) -> bool:
        """Most of its people have no session within reach."""
        return self.share_out > MOST_OUT

    @property
    def url(self) -> str:
        return self.area.get_absolute_url() if self.area else ""

    @property
    def need_in_words(self) -> str:
        return "–" if np.isnan(self.need) else in_points(self.need)

    @property
    def minutes_in_words(self) -> str:
        return "nothing is on" if np.isnan(self.minutes) else minutes_in_words(self.minutes)

    @property
    def out_in_words(self) -> str:
        return f"{self.people_out:,.0f} ({100 * self.share_out:.0f}%)"


def kinds_of(council: Area) -> list[AreaKind]:
    """By which larger areas the council can be looked at: parishes only where postcodes tell them."""
    told = Postcode.objects.filter(small_area__council=council, parish__isnull=False)
    return [AreaKind.WARD, *([AreaKind.PARISH] if told.exists() else [])]


def larger_areas_of(kind: AreaKind, need: Need, reach: Reach) -> list[LargerArea]:
    """Those where most people are out of reach first, those of more need before the others."""
    lying = lying_in_wards(need.areas) if kind == AreaKind.WARD else lying_in_parishes(need.areas)
    known = Area.objects.in_bulk([key for key in lying if key])
    found = [
        together(known.get(key), kind, parts, need, reach) for key, parts in sorted(lying.items())
    ]
    return sorted(found, key=lambda each: (not each.is_out, -np.nan_to_num(each.need), each.name))


def lying_in_wards(areas: Sequence[Area]) -> dict[int, Lying]:
    """Which small areas lie in each ward, by its key; each lies in one. Under 0 those of no known ward."""
    keys = np.array([area.parent_id or 0 for area in areas], np.int64)
    return {
        int(key): Lying(rows := np.flatnonzero(keys == key), np.ones(len(rows)))
        for key in np.unique(keys)
    }


def lying_in_parishes(areas: Sequence[Area]) -> dict[int, Lying]:
    """How much of each small area lies in each parish, by its key: as much as of its postcodes.

    Parishes and small areas cut across each other. Under 0 stands what lies in no known parish.
    """
    row_of = {area.pk: row for row, area in enumerate(areas)}
    counted = (
        Postcode.objects.filter(small_area__in=row_of)
        .order_by()
        .values_list("parish", "small_area")
    )
    parts = [
        (parish or 0, row_of[small], number)
        for parish, small, number in counted.annotate(Count("pk"))
    ]
    told = {row for _, row, _ in parts}
    parts += [(0, row, 1) for row in range(len(areas)) if row not in told]
    keys, rows, numbers = np.array(parts, np.int64).reshape(-1, 3).T
    shares = numbers / np.bincount(rows, weights=numbers)[rows]
    return {int(key): Lying(rows[keys == key], shares[keys == key]) for key in np.unique(keys)}


def together(
    area: Area | None, kind: AreaKind, lying: Lying, need: Need, reach: Reach
) -> LargerArea:
    """What the small areas, or the parts of them, come to."""
    rows = lying.rows
    people = np.nan_to_num(reach.people[rows]) * lying.shares
    return LargerArea(
        area=area,
        name=area.name if area else f"{kind.label} not known",
        lying=lying,
        need=mean(need.index.score[rows], people, lying.shares),
        people=float(people.sum()),
        people_out=float(people[reach.is_out[rows]].sum()),
        minutes=mean(reach.minutes[rows], people, lying.shares),
    )


def mean(values: Floats, people: Floats, shares: Floats) -> float:
    """The mean over people of what is known and has an end; over areas where nobody lives."""
    known = np.isfinite(values)
    if not known.any():
        return float("nan")
    weights = people[known] if people[known].sum() else shares[known]
    return float(np.average(values[known], weights=weights))


def map_of_larger_areas(
    drawing: AreaMap, kind: AreaKind, found: list[LargerArea], own: Outline
) -> AreaMap:
    """The same map by larger areas, hatched where most of one is out of reach.

    In their own outlines where all of them are loaded; else each small area has the colour of that in which most
    of it lies.
    """
    known = [each for each in found if each.area]
    if known and all(each.area and each.area.code in own.paths for each in known):
        outline, areas = (
            own,
            [on_map(each, each.area.code, each.url) for each in known if each.area],
        )
    else:
        outline = drawing.outline
        areas = [
            on_map(each, area.code, area.url)
            for area, each in zip(drawing.areas, where_most_lies(found), strict=True)
        ]
    return replace(
        drawing,
        outline=outline,
        areas=areas,
        heading=kind.label,
        description=described(kind, found),
        marked_name=f"Most people of the {kind.label.lower()} out of reach",
    )


def described(kind: AreaKind, found: list[LargerArea]) -> str:
    """The map in two sentences."""
    name, out = kind.label.lower(), [each for each in found if each.is_out]
    those = f"In {len(out)} of {len(found)} {PLURAL[kind]}, those that are hatched, most people have no session"
    none = f"There is no {name} where most people have no session"
    return f"The darker a {name}, the more need. {those if out else none} within reach."


def where_most_lies(found: list[LargerArea]) -> list[LargerArea]:
    """For each small area, in their order, where most of it lies; of two halves, the first by name."""
    most: dict[int, tuple[float, LargerArea]] = {}
    for each in sorted(found, key=lambda each: each.name):
        for row, share in zip(each.lying.rows.tolist(), each.lying.shares.tolist(), strict=True):
            if row not in most or share > most[row][0]:
                most[row] = share, each
    return [most[row][1] for row in sorted(most)]


def on_map(each: LargerArea, code: str, url: str) -> MapArea:
    return MapArea(
        code=code,
        name=each.name,
        value=None if np.isnan(each.need) else each.need,
        text=f"need {each.need_in_words}; out of reach: {each.out_in_words}",
        url=url,
        marked=each.is_out,
    )


def file_of_larger_areas(kind: AreaKind, found: list[LargerArea]) -> tuple[list[str], list[list]]:
    """Every one as a line of a file."""
    name = kind.label.lower()
    return [f"{name}_code", name, *HEADER], [
        [
            each.area.code if each.area else None,
            each.name,
            round(float(each.lying.shares.sum()), 9),
            None if np.isnan(each.need) else round(each.need, 9),
            round(each.people, 9),
            round(each.people_out, 9),
            round(each.share_out, 9),
            None if np.isnan(each.minutes) else round(each.minutes, 9),
        ]
        for each in found
    ]
