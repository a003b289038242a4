"""The county as places: areas with outlines, invented statistics about them, and invented postcodes.

Codes begin with X and postcodes with WX, which no real ones do.
"""

from dataclasses import dataclass

import numpy as np

from inroads.foundations.places.catalogue import CATALOGUE
from inroads.foundations.places.models import (
    Area,
    AreaKind,
    Boundary,
    Postcode,
    Statistic,
    StatisticValue,
)
from inroads.overview.demo.geography import (
    TOWNS,
    SmallArea,
    draw_county,
    geojson,
    is_inside,
    latitude,
    longitude,
)
from inroads.overview.demo.sizes import Size

SMALL_AREA_YEAR, WARD_YEAR = 2021, 2024
SOURCE = "Invented for Wessex, the sample place"
LICENCE = "Nobody’s: it describes no real place"
LAST_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True)
class County:
    """What the rest of Wessex is built on."""

    council: Area
    drawn: list[SmallArea]
    areas: list[Area]
    wards: dict[str, Area]
    postcodes: list[Postcode]
    need: np.ndarray  # (n_areas,) how likely help is wanted there, adding up to one

    def postcodes_of(self, ward: Area) -> list[Postcode]:
        return [postcode for postcode in self.postcodes if postcode.ward_id == ward.pk]


def make_county(rng: np.random.Generator, size: Size) -> County:
    """Draw it, describe it, and write it down."""
    drawn = draw_county(rng, size.areas)
    region = Area.objects.create(
        kind=AreaKind.REGION, vintage=WARD_YEAR, code="X12000001", name="The West of Wessex"
    )
    council = Area.objects.create(
        kind=AreaKind.COUNCIL, vintage=WARD_YEAR, code="X06000001", name="Wessex", parent=region
    )
    wards = make_wards(drawn, council)
    areas = make_small_areas(drawn, wards, council)
    values = describe(drawn, rng)
    make_statistics(areas, values)
    postcodes = make_postcodes(drawn, areas, council, rng, size.postcodes)
    need = values["pop2021"] * (values["income_score"] + values["aged75plus"] / values["pop2021"])
    return County(council, drawn, areas, wards, postcodes, need / need.sum())


def make_wards(drawn: list[SmallArea], council: Area) -> dict[str, Area]:
    names = list(dict.fromkeys(small.ward for small in drawn))
    middles = {
        name: np.mean([small.middle for small in drawn if small.ward == name], axis=0)
        for name in names
    }
    wards = Area.objects.bulk_create(
        Area(
            kind=AreaKind.WARD,
            vintage=WARD_YEAR,
            code=f"X05{number:06d}",
            name=name,
            parent=council,
            council=council,
            lat=latitude(float(middles[name][1])),
            lon=longitude(float(middles[name][0])),
        )
        for number, name in enumerate(names, 1)
    )
    return {ward.name: ward for ward in wards}


def make_small_areas(drawn: list[SmallArea], wards: dict[str, Area], council: Area) -> list[Area]:
    areas = Area.objects.bulk_create(
        Area(
            kind=AreaKind.LSOA,
            vintage=SMALL_AREA_YEAR,
            code=f"X01{number:06d}",
            name=small.name,
            parent=wards[small.ward],
            council=council,
            lat=latitude(small.middle[1]),
            lon=longitude(small.middle[0]),
            rural_urban="UN1" if small.town.built_up > 0.5 else "RSN1",
        )
        for number, small in enumerate(drawn, 1)
    )
    Boundary.objects.bulk_create(
        Boundary(area=area, geometry=geojson(small.ring))
        for area, small in zip(areas, drawn, strict=True)
    )
    return areas


def describe(drawn: list[SmallArea], rng: np.random.Generator) -> dict[str, np.ndarray]:
    """What a census and the indices of deprivation might say: poor and old and remote go their usual ways."""
    number = len(drawn)
    poor = np.clip([area.town.poverty for area in drawn] + rng.normal(0, 0.17, number), 0.03, 0.97)
    built_up = np.array([area.town.built_up for area in drawn])
    size = np.array([area.square_km for area in drawn])
    by_the_sea = np.array([area.middle[1] < 13 for area in drawn])
    remote = np.clip(np.log1p(size) / 4, 0, 1)

    people = np.round(rng.normal(1727, 210, number).clip(1050, 2600))
    share65 = 0.21 + 0.10 * remote + 0.06 * by_the_sea - 0.07 * poor + rng.normal(0, 0.035, number)
    aged65 = np.round(people * share65.clip(0.08, 0.55))
    aged75 = np.round(aged65 * rng.normal(0.47, 0.03, number).clip(0.35, 0.6))
    aged85 = np.round(aged75 * rng.normal(0.30, 0.03, number).clip(0.18, 0.42))
    counted = people + np.round(rng.normal(0, 3, number))
    disabled = 0.12 + 0.13 * poor + 0.25 * aged75 / people + rng.normal(0, 0.015, number)
    households = np.round(people / rng.normal(2.24, 0.1, number).clip(1.8, 2.7))
    dimensions = np.stack([rng.binomial(4, 0.12 + 0.30 * p, 4000) for p in poor])
    deprived = [np.round(households * (dimensions == d).mean(axis=1)) for d in range(1, 5)]
    social = households * (0.02 + 0.36 * poor**1.6 * (0.4 + 0.6 * built_up)).clip(0, 0.7)
    private = households * (0.10 + 0.14 * built_up * rng.uniform(0.5, 1.5, number)).clip(0, 0.5)
    income = (0.025 + 0.27 * poor**1.35 + rng.normal(0, 0.012, number)).clip(0.01, 0.6)
    employment = (0.02 + 0.19 * poor**1.3 + rng.normal(0, 0.01, number)).clip(0.01, 0.5)
    low_skills = (0.12 + 0.30 * poor + rng.normal(0, 0.03, number)).clip(0.04, 0.7)
    education = (4 + 55 * poor**1.5 + rng.normal(0, 3, number)).clip(0.5, 95)
    slow = (1.35 * remote - 0.3 - 0.25 * built_up + rng.normal(0, 0.28, number)).round(3)
    buses = (66 * built_up + 18 - 16 * remote + rng.normal(0, 5, number)).clip(2, 99)
    deprivation = 3 + 42 * poor**1.25 + 6 * remote + rng.normal(0, 2, number)
    return {
        "pop2021": people,
        "aged65plus": aged65,
        "aged75plus": aged75,
        "aged85plus": aged85,
        "residents_ts038": counted,
        "disabled": np.round(counted * disabled.clip(0.05, 0.5)),
        "households": households,
        "hh_dep0": households - sum(deprived),
        **{f"hh_dep{d}": deprived[d - 1] for d in range(1, 5)},
        "hh_social_rented": np.round(social),
        "hh_private_rented": np.round(private),
        "income_score": income.round(3),
        "employment_score": employment.round(3),
        "adult_low_skills_share": low_skills.round(3),
        "education_score": education.round(3),
        "digital_connectivity_indicator": slow,
        "dft_connectivity_score": buses.round(1),
        "imd2025_score": deprivation.clip(1, 80).round(3),
    }


def make_statistics(areas: list[Area], values: dict[str, np.ndarray]) -> None:
    """Under the keys, titles and units of the published columns, so that all that reads those reads these."""
    known = {facts.key: facts for facts in CATALOGUE[SMALL_AREA_YEAR].values()}
    for key, column in values.items():
        facts = known[key]
        statistic = Statistic.objects.create(
            key=key,
            title=facts.title,
            source=SOURCE,
            licence=LICENCE,
            unit=facts.unit,
            direction=facts.direction,
            out_of=facts.out_of,
            area_kind=AreaKind.LSOA,
            area_vintage=SMALL_AREA_YEAR,
            year=SMALL_AREA_YEAR,
        )
        StatisticValue.objects.bulk_create(
            StatisticValue(statistic=statistic, area=area, value=float(value))
            for area, value in zip(areas, column, strict=True)
        )


def make_parishes(council: Area) -> list[Area]:
    """A parish around each town and village, in their order; its land is what lies nearest to the church."""
    return Area.objects.bulk_create(
        Area(
            kind=AreaKind.PARISH,
            vintage=WARD_YEAR,
            code=f"X04{number:06d}",
            name=town.name,
            parent=council,
            council=council,
        )
        for number, town in enumerate(TOWNS, 1)
    )


def make_postcodes(
    drawn: list[SmallArea],
    areas: list[Area],
    council: Area,
    rng: np.random.Generator,
    wanted: int,
) -> list[Postcode]:
    """The same number in each small area, at places on its land; a town has a district of its own."""
    district = {town.name: number for number, town in enumerate(TOWNS, 1)}
    parishes = make_parishes(council)
    churches = np.array([(town.east, town.north) for town in TOWNS])
    used: dict[int, int] = {}
    made = []
    for small, area in zip(drawn, areas, strict=True):
        for _ in range(max(1, round(wanted / len(drawn)))):
            number = district[small.town.name]
            east, north = a_place_in(small, rng)
            made.append(
                Postcode(
                    postcode=f"WX{number} {inward(used.setdefault(number, 0))}",
                    lat=latitude(north),
                    lon=longitude(east),
                    small_area=area,
                    ward_id=area.parent_id,
                    parish=parishes[int(np.hypot(*(churches - (east, north)).T).argmin())],
                    council=council,
                )
            )
            used[number] += 1
    return Postcode.objects.bulk_create(made)


def inward(number: int) -> str:
    """The last three of the postcodes of a district, one after the other.

    >>> inward(0), inward(21), inward(400)
    ('1AA', '1BB', '2AA')
    """
    sector, unit = divmod(number, len(LAST_LETTERS) ** 2)
    first, second = divmod(unit, len(LAST_LETTERS))
    return f"{sector + 1}{LAST_LETTERS[first]}{LAST_LETTERS[second]}"


def a_place_in(small: SmallArea, rng: np.random.Generator) -> tuple[float, float]:
    """A place on the land of a small area, rather near its middle."""
    spread = np.sqrt(small.square_km) / 4
    while True:
        east, north = rng.normal(small.middle, spread)
        if is_inside((east, north), small.ring):
            return float(east), float(north)
        spread *= 0.9
