"""Reach ward by ward: what the small areas come to together, and no more than that."""

import csv
import io

import pytest
from django.utils import timezone

from inroads.foundations.places.models import Area, AreaKind
from inroads.overview.planning.tests.factories import a_venue, an_area, wessex
from inroads.programme.timetable.tests.factories import a_session

REACH = "/planning/reach/E06000900/"
BY_WARD = {"show": "wards", "travel": "foot", "minutes": "20"}


@pytest.fixture
def two_wards(db):
    """Four areas 14 km apart, the last in a ward of its own; a session in the first."""
    council = wessex(4)
    venue = a_venue(council)
    other = an_area(AreaKind.WARD, "W2", "Far ward", parent=council, council=council)
    for number, area in enumerate(Area.objects.filter(kind=AreaKind.LSOA).order_by("code")):
        area.lat, area.lon = 50.705, -2.495 + 0.2 * number
        if number == 3:
            area.parent = other
        area.save()
    a_session(venue=venue, starts_at=timezone.now())
    return council


def wards_on(client, **asked):
    page = client.get(REACH, BY_WARD | asked)
    assert page.status_code == 200, page.text
    return {ward.name: ward for ward in page.context["wards"]}


def test_people_out_of_reach_are_added_up(signed_in, coordinator, two_wards):
    wards = wards_on(signed_in(coordinator))

    assert {name: (ward.people, ward.people_out) for name, ward in wards.items()} == {
        "Far ward": (1000, 1000),
        "Wessex ward": (3000, 2000),
    }


def test_the_need_of_a_ward_is_the_mean_of_its_areas_over_people(signed_in, coordinator, two_wards):
    reader = signed_in(coordinator)
    areas = {
        row.area.name: float(row.score) for row in reader.get(REACH, {"all": "1"}).context["rows"]
    }

    wards = wards_on(reader)

    inside = [score for name, score in areas.items() if name != "Wessex 004A"]
    assert wards["Wessex ward"].need == pytest.approx(sum(inside) / 3, abs=0.01)
    assert wards["Far ward"].need == pytest.approx(areas["Wessex 004A"], abs=0.01)


def test_the_map_is_coloured_by_ward(signed_in, coordinator, two_wards):
    page = signed_in(coordinator).get(REACH, BY_WARD)

    values = [area.value for area in page.context["map"].areas]
    assert len(set(values)) == 2
    assert "hatched" in page.text


def test_the_file_holds_the_wards(signed_in, coordinator, two_wards):
    answer = signed_in(coordinator).get(f"{REACH}download/", BY_WARD)

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sorted(row["ward"] for row in rows) == ["Far ward", "Wessex ward"]
    assert {row["share_out_of_reach"] for row in rows} == {"1.0", "0.666666667"}


def test_an_area_of_no_known_ward_is_counted_too(signed_in, coordinator, two_wards):
    Area.objects.filter(kind=AreaKind.LSOA).update(parent=None)

    wards = wards_on(signed_in(coordinator))

    assert [(name, ward.people) for name, ward in wards.items()] == [("Ward not known", 4000)]
