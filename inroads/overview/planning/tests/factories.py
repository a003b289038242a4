"""Councils with small areas and figures, made directly; and Dorset as it is published."""

import csv
import json

import pytest
from django.test import Client
from django.utils import timezone

from inroads.foundations.accounts.models import User
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.places.models import (
    Area,
    AreaKind,
    Boundary,
    Statistic,
    StatisticValue,
    Venue,
)
from inroads.overview.planning.actions import (
    Drafted,
    add_scenario,
    answer_proposal,
    ask_proposal,
    begin_work,
)
from inroads.overview.planning.answering.asking import ask
from inroads.overview.planning.models import Proposal, ProposedPair, Question, Run, Scenario
from inroads.overview.planning.working import work_through
from inroads.programme.champions.models import Champion
from inroads.programme.referrals.models import Route
from inroads.programme.timetable.local_time import week_of
from inroads.programme.timetable.models import Session

UNITS = {
    "aged75plus": "persons",
    "pop2021": "persons",
    "disabled": "persons",
    "residents_ts038": "persons",
    "households": "households",
    "hh_social_rented": "households",
    "income_score": "share",
    "adult_low_skills_share": "share",
    "digital_connectivity_indicator": "score",
    "dft_connectivity_score": "score",
    "imd2025_rank": "rank",
}
OUT_OF = {
    "aged75plus": "pop2021",
    "disabled": "residents_ts038",
    "hh_social_rented": "households",
}
WHOLES = set(OUT_OF.values())


def a_statistic(key: str, **given) -> Statistic:
    direction = "none" if key in WHOLES else "less" if key.startswith("dft") else "more"
    filled = {
        "title": f"Published {key}",
        "source": "Census 2021, Office for National Statistics",
        "licence": "Open Government Licence v3.0",
        "unit": UNITS.get(key, "score"),
        "direction": direction,
        "year": 2021,
        "out_of": OUT_OF.get(key, ""),
    }
    found, _ = Statistic.objects.get_or_create(
        key=key,
        area_kind=AreaKind.LSOA,
        area_vintage=given.pop("area_vintage", 2021),
        defaults=filled | given,
    )
    return found


def an_area(kind: AreaKind, code: str, name: str, **given) -> Area:
    return Area.objects.create(kind=kind, vintage=2021, code=code, name=name, **given)


def a_council(code: str = "E06000900", name: str = "Wessex", areas: int = 3) -> Area:
    """A council with one ward and a row of square areas in it."""
    council = an_area(AreaKind.COUNCIL, code, name)
    ward = an_area(AreaKind.WARD, f"W{code[1:]}", f"{name} ward", parent=council, council=council)
    for number in range(areas):
        area = an_area(
            AreaKind.LSOA,
            f"E{code[-4:]}{number:04}",
            f"{name} {number + 1:03}A",
            parent=ward,
            council=council,
        )
        Boundary.objects.create(area=area, geometry=a_square(-2.5 + number / 100, 50.7))
    return council


def a_square(west: float, south: float) -> dict:
    """A hundredth of a degree each way."""
    east, north = west + 0.01, south + 0.01
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def figures(council: Area, key: str, values: list[float | None], **given) -> Statistic:
    """A figure for each area of the council in the order of their codes; None is not published."""
    statistic = a_statistic(key, **given)
    areas = Area.objects.filter(kind=AreaKind.LSOA, council=council).order_by("code")
    StatisticValue.objects.bulk_create(
        StatisticValue(statistic=statistic, area=area, value=value)
        for area, value in zip(areas, values, strict=True)
        if value is not None
    )
    return statistic


def wessex(areas: int = 3, code: str = "E06000900", name: str = "Wessex") -> Area:
    """A council with the whole standard index: each area older and poorer than the one before."""
    council = a_council(code, name, areas)
    figures(council, "pop2021", [1000.0] * areas)
    figures(council, "aged75plus", [100.0 + 10 * n for n in range(areas)])
    figures(council, "residents_ts038", [990.0] * areas)
    figures(council, "disabled", [200.0 + n for n in range(areas)])
    figures(council, "households", [400.0] * areas)
    figures(council, "hh_social_rented", [40.0 + n for n in range(areas)])
    figures(council, "income_score", [0.1 + n / 100 for n in range(areas)])
    figures(council, "adult_low_skills_share", [0.2 + n / 100 for n in range(areas)])
    figures(council, "digital_connectivity_indicator", [-0.5 + n / 10 for n in range(areas)])
    return council


def a_venue(council: Area, name: str = "Knollsea Library", **given) -> Venue:
    ward = Area.objects.get(kind=AreaKind.WARD, council=council)
    return Venue.objects.create(
        name=name, postcode="DT1 1AA", lat=50.705, lon=-2.495, ward=ward, **given
    )


def dorset(shared) -> dict[str, Area]:
    """Dorset and its neighbour as they are published, with every figure that the index can use."""
    path = shared / "data" / "dorset_bcp_lsoa21.csv"
    if not path.exists():
        pytest.skip("the published data are not here: set INROADS_SHARED")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    shapes = json.loads((shared / "data" / "dorset_bcp_lsoa21.geojson").read_text())["features"]
    outlines = {shape["properties"]["lsoa21cd"]: shape["geometry"] for shape in shapes}
    councils = {
        code: an_area(AreaKind.COUNCIL, code, name)
        for code, name in sorted({(row["lad24cd"], row["lad24nm"]) for row in rows})
    }
    wards = {
        code: an_area(
            AreaKind.WARD, code, name, parent=councils[council], council=councils[council]
        )
        for code, name, council in sorted(
            {(row["ward24cd"], row["ward24nm"], row["lad24cd"]) for row in rows}
        )
    }
    areas = Area.objects.bulk_create(
        Area(
            kind=AreaKind.LSOA,
            vintage=2021,
            code=row["lsoa21cd"],
            name=row["lsoa21nm"],
            parent=wards[row["ward24cd"]],
            council=councils[row["lad24cd"]],
        )
        for row in rows
    )
    Boundary.objects.bulk_create(
        Boundary(area=area, geometry=outlines[area.code]) for area in areas
    )
    for key in UNITS:
        statistic = a_statistic(key)
        StatisticValue.objects.bulk_create(
            StatisticValue(statistic=statistic, area=area, value=float(row[key]))
            for area, row in zip(areas, rows, strict=True)
            if row[key]
        )
    return councils


def a_run(council: Area, user: User, organisation: Organisation, **given) -> Run:
    """An answer that was kept: need beside reach, worked out."""
    now = timezone.now()
    run = ask(
        given.pop("question", Question.REACH),
        council,
        given.pop("typed", {}),
        organisation=organisation.pk,
        user=user,
        seed=7,
        at=now,
        by=user,
    )
    if given.pop("worked_out", True):
        work_through(run, clock=lambda: now, by=user)
    run.refresh_from_db()
    return run


def a_scenario(council: Area, user: User, organisation: Organisation, **asked) -> Scenario:
    """A scenario of this week in which nothing is changed yet."""
    now = timezone.localtime()
    monday = week_of(now.date())[0]
    return add_scenario(
        title="Thursdays elsewhere",
        council=council,
        organisation=organisation.pk,
        user=user,
        asked={"week": monday.isoformat(), "travel": "foot", "minutes": "20"} | asked,
        monday=monday,
        at=now,
        by=user,
    )


def a_pair(route: Route, champion: Champion, session: Session, user: User, **given) -> ProposedPair:
    """A proposal of one pair that is still to be decided."""
    fields = {
        "route": route,
        "champion": champion,
        "session": session,
        "minutes": 12,
        "band": 4,
        "days_waiting": 3,
        "reasons": ["Speaks Polish"],
        "price": "Nobody else fits",
        "status": ProposedPair.Status.PROPOSED,
    }
    now = timezone.now()
    proposal = ask_proposal(
        organisation=route.referral.receiver,
        user=user,
        policy=Proposal.Policy.BY_BAND,
        asked=[["Longest journey to a session", "60 minutes"]],
        total=1,
        at=now,
        by=user,
    )
    begin_work(proposal, at=now, by=user)
    answer_proposal(
        proposal,
        pairs=[Drafted(fields | given)],
        wanted=[],
        effects=[],
        proved=True,
        at=now,
        by=user,
    )
    return proposal.pairs.get()


def proposed(reader: Client, **chosen) -> Proposal:
    """What is proposed when this reader asks."""
    answer = reader.post("/planning/matching/propose/", {"travel": "foot"} | chosen)
    assert answer.status_code == 302, answer.text
    return Proposal.objects.get(public_id=answer["Location"].split("/")[-2])
