"""Reach by ward or parish: what the small areas come to together, and no more than that."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inroads.foundations.places.models import Area, AreaKind, Boundary, Postcode
from inroads.overview.planning.tests.factories import a_square, a_venue, an_area, wessex
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
    return {each.name: each for each in page.context["larger"]}


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


def test_parishes_are_offered_only_where_postcodes_tell_them(signed_in, coordinator, two_wards):
    council = two_wards
    an_area(AreaKind.PARISH, "E04000009", "Only drawn", parent=council, council=council)

    page = signed_in(coordinator).get(REACH, {"show": "parishes"})

    assert page.status_code == 422
    assert "Parishes" not in page.text


@pytest.fixture
def two_parishes(two_wards):
    """The first area half in Abbey and half in Bere, the second all in Bere; of the others nothing is known."""
    council = two_wards
    abbey, bere = (
        an_area(AreaKind.PARISH, f"E0400000{number}", name, parent=council, council=council)
        for number, name in enumerate(("Abbey", "Bere"))
    )
    first, second, *_ = Area.objects.filter(kind=AreaKind.LSOA).order_by("code")
    for number, (area, parish) in enumerate([(first, abbey), (first, bere), (second, bere)]):
        Postcode.objects.create(
            postcode=f"WX1 {number}AA", lat=50.7, lon=-2.5, small_area=area, parish=parish
        )
    return abbey, bere


def test_a_parish_has_as_much_of_an_area_as_of_its_postcodes(signed_in, coordinator, two_parishes):
    parishes = wards_on(signed_in(coordinator), show="parishes")

    assert {name: (each.people, each.people_out) for name, each in parishes.items()} == {
        "Abbey": (500, 0),
        "Bere": (1500, 1000),
        "Parish not known": (2000, 2000),
    }


def test_each_small_area_has_the_colour_of_the_parish_where_most_of_it_lies(
    signed_in, coordinator, two_parishes
):
    page = signed_in(coordinator).get(REACH, BY_WARD | {"show": "parishes"})

    names = [area.name for area in page.context["map"].areas]
    assert names == ["Abbey", "Bere", "Parish not known", "Parish not known"]


def test_parishes_are_drawn_in_their_own_outlines_once_all_are_loaded(
    signed_in, coordinator, two_parishes
):
    reader = signed_in(coordinator)
    asked = BY_WARD | {"show": "parishes"}
    for number, parish in enumerate(two_parishes, 1):
        Boundary.objects.create(area=parish, geometry=a_square(-2.5, 50.6))
        areas = reader.get(REACH, asked).context["map"].areas
        assert len(areas) == (4 if number == 1 else 2)

    assert [area.code for area in areas] == ["E04000001", "E04000000"]
    assert areas[0].url == two_parishes[1].get_absolute_url()


def test_by_whatever_they_are_shown_it_is_the_same_people(signed_in, coordinator, two_parishes):
    reader = signed_in(coordinator)

    for show in ("wards", "parishes"):
        larger = wards_on(reader, show=show).values()
        assert sum(each.people for each in larger) == pytest.approx(4000)
        assert sum(each.people_out for each in larger) == pytest.approx(3000)


def test_the_number_of_queries_does_not_grow_with_parishes(
    signed_in, coordinator, two_parishes, django_assert_max_num_queries
):
    reader = signed_in(coordinator)
    council = two_parishes[0].council
    area = Area.objects.filter(kind=AreaKind.LSOA).first()
    with CaptureQueriesContext(connection) as before:
        wards_on(reader, show="parishes")
    for number in range(30):
        parish = an_area(
            AreaKind.PARISH, f"E0401{number:04d}", f"P{number}", parent=council, council=council
        )
        Postcode.objects.create(
            postcode=f"WX2 {number}AA", lat=50.7, lon=-2.5, small_area=area, parish=parish
        )

    with django_assert_max_num_queries(len(before)):
        assert len(wards_on(reader, show="parishes")) == 33
