"""The pages about places, and who may do what on them."""

import pytest

from inroads.foundations.history.models import Event
from inroads.foundations.places.models import Venue
from inroads.foundations.places.tests.factories import (
    a_council,
    a_postcode,
    a_statistic,
    a_value,
    a_venue,
    a_ward,
    an_area,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>"
VENUE = {"name": "Corn Exchange", "postcode": "dt11aa", "is_open": "on", "mon": "9.00 to 12:30"}
EVERYONE = ["manager", "coordinator", "helper", "auditor", "referrer", "partner_admin", "stranger"]


@pytest.fixture
def wessex():
    council = a_council(name="Wessex")
    ward = a_ward(council=council, parent=council)
    small = an_area(council=council, parent=ward)
    a_value(a_statistic(), small, 1500)
    a_postcode(small_area=small, ward=ward, council=council)
    return {"council": council, "ward": ward, "small": small}


@pytest.mark.parametrize("who", EVERYONE)
def test_everyone_who_signs_in_sees_places(who, wessex, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    venue = a_venue()

    for page in [
        "/places/",
        "/places/councils/E06000059/",
        f"/places/areas/{wessex['small'].pk}/",
        f"/places/areas/{wessex['ward'].pk}/",
        "/places/venues/",
        f"/places/venues/{venue.pk}/",
        "/places/postcodes/",
    ]:
        assert client.get(page).status_code == 200, page


def test_nobody_sees_them_without_signing_in(signed_in):
    for page in ["/places/", "/places/venues/", "/places/venues/add/", "/places/postcodes/"]:
        assert signed_in().get(page).status_code == 302


def test_what_is_not_there_is_not_found(manager, signed_in):
    client = signed_in(manager)

    for page in [
        "/places/councils/E06000000/",
        "/places/areas/999/",
        "/places/venues/999/",
        "/places/venues/999/change/",
    ]:
        assert client.get(page).status_code == 404


def test_an_area_shows_each_statistic_with_unit_and_source(manager, wessex, signed_in):
    page = signed_in(manager).get(f"/places/areas/{wessex['small'].pk}/").content.decode()

    assert "E01000001, as drawn for 2021" in page
    assert "1,500" in page
    assert "Office for National Statistics, 2021" in page
    assert "people" in page
    assert "persons" not in page


def test_a_ward_shows_its_small_areas_and_its_venues(manager, wessex, signed_in):
    venue = a_venue(ward=wessex["ward"])

    page = signed_in(manager).get(f"/places/areas/{wessex['ward'].pk}/").text

    assert f'href="/places/areas/{wessex["small"].pk}/">Casterbridge 001A' in page
    assert f'href="/places/venues/{venue.pk}/">Corn Exchange' in page


def test_a_venue_can_be_rung_and_leads_to_its_sessions(manager, signed_in):
    client = signed_in(manager)
    venue = a_venue(phone="01632 960 001")

    page = client.get(f"/places/venues/{venue.pk}/").text

    assert 'href="tel:01632960001">01632 960 001' in page
    assert "Open</dt>" not in page
    assert f'href="/timetable/?venue={venue.pk}"' in page
    assert client.get(f"/timetable/?venue={venue.pk}").status_code == 200


@pytest.mark.parametrize("who", ["manager", "coordinator"])
def test_whoever_runs_the_programme_adds_and_changes_venues(who, wessex, signed_in, request):
    client = signed_in(request.getfixturevalue(who))

    client.post("/places/venues/add/", VENUE)
    venue = Venue.objects.get()
    client.post(
        f"/places/venues/{venue.pk}/change/",
        {**VENUE, "name": "Market Hall", "mon": "", "is_open": ""},
    )

    assert (venue.postcode, venue.ward, venue.lat) == ("DT1 1AA", wessex["ward"], 50.7154)
    assert venue.opening == {"mon": "09:00-12:30"}
    venue.refresh_from_db()
    assert (venue.name, venue.opening, venue.is_open) == ("Market Hall", {}, False)
    assert [
        event.verb for event in Event.objects.filter(verb__startswith="places.venue").order_by("pk")
    ] == [
        "places.venue_added",
        "places.venue_changed",
    ]


@pytest.mark.parametrize("who", ["helper", "auditor", "referrer", "partner_admin", "stranger"])
def test_others_may_look_at_venues_but_not_touch(who, signed_in, request):
    venue = a_venue()
    client = signed_in(request.getfixturevalue(who))

    assert client.get("/places/venues/add/").status_code == 403
    assert client.post("/places/venues/add/", VENUE).status_code == 403
    assert client.get(f"/places/venues/{venue.pk}/change/").status_code == 403
    assert client.post(f"/places/venues/{venue.pk}/change/", VENUE).status_code == 403
    assert b"Change this venue" not in client.get(f"/places/venues/{venue.pk}/").content
    assert Venue.objects.count() == 1


def test_a_change_that_changes_nothing_is_no_event(manager, signed_in):
    venue = a_venue()

    signed_in(manager).post(
        f"/places/venues/{venue.pk}/change/",
        {"name": venue.name, "postcode": venue.postcode, "is_open": "on"},
    )

    assert not Event.objects.filter(verb="places.venue_changed").exists()


@pytest.mark.parametrize(
    "field, typed, told",
    [
        ("name", "", "Enter the name of the venue"),
        ("postcode", "Dorchester", "Enter a full UK postcode"),
        ("postcode", "", "Enter a full UK postcode"),
        ("mon", "mornings", "Enter hours like"),
        ("tue", "12:00-09:00", "with the earlier time first"),
        ("name", "x" * 161, "at most 160"),
    ],
)
def test_what_was_typed_wrong_is_said(manager, signed_in, field, typed, told):
    response = signed_in(manager).post("/places/venues/add/", {**VENUE, field: typed})

    assert response.status_code == 422
    assert told in response.content.decode()
    assert not Venue.objects.exists()


def test_ten_megabytes_of_text_are_refused(manager, signed_in):
    response = signed_in(manager).post(
        "/places/venues/add/", {**VENUE, "address": "x" * 10_000_000}
    )

    assert response.status_code in (400, 413, 422)
    assert not Venue.objects.exists()


def test_extra_fields_are_ignored(manager, signed_in):
    signed_in(manager).post(
        "/places/venues/add/", {**VENUE, "source_key": "uprn:1", "lat": "1", "ward": "1"}
    )

    venue = Venue.objects.get()
    assert (venue.source_key, venue.lat, venue.ward) == ("", None, None)


def test_script_in_a_venue_is_shown_as_text(manager, signed_in):
    client = signed_in(manager)
    client.post(
        "/places/venues/add/",
        {
            **VENUE,
            "name": HOSTILE,
            "address": HOSTILE,
            "travel": HOSTILE,
            "access": HOSTILE,
            "phone": HOSTILE[:30],
        },
    )
    venue = Venue.objects.get()

    for page in [
        "/places/venues/",
        f"/places/venues/{venue.pk}/",
        f"/places/venues/{venue.pk}/change/",
        "/places/postcodes/?postcode=dt11aa",
    ]:
        assert b"<script>alert" not in client.get(page).content


def test_venues_are_found_by_name_or_postcode(manager, signed_in):
    a_venue("Corn Exchange", "DT1 1AA"), a_venue("Market Hall", "BH1 1AA")

    page = signed_in(manager).get("/places/venues/?text=corn").content
    other = signed_in(manager).get("/places/venues/?text=BH1").content

    assert b"Corn Exchange" in page
    assert b"Market Hall" not in page
    assert b"Market Hall" in other


def test_a_postcode_shows_its_areas_and_the_nearest_venues(manager, wessex, signed_in):
    a_venue(lat=50.72, lon=-2.44)

    page = signed_in(manager).get("/places/postcodes/?postcode=dt11aa").content.decode()

    assert "Casterbridge 001A" in page
    assert "0.5 km as the crow flies" in page
    assert (
        "not among the postcodes"
        in signed_in(manager).get("/places/postcodes/?postcode=dt11ab").content.decode()
    )
    assert signed_in(manager).get("/places/postcodes/?postcode=no").status_code == 422


@pytest.mark.parametrize("page", ["/places/", "/places/venues/", "/places/councils/E06000059/"])
def test_lists_ask_no_more_of_the_database_when_they_are_longer(
    manager, signed_in, django_assert_max_num_queries, page
):
    council, ward = a_council(), a_ward()
    client = signed_in(manager)
    for number in range(30):
        other = a_council(f"E070000{number:02}", f"Council {number}")
        an_area(f"E010000{number:02}", council=council)
        an_area(f"E010001{number:02}", council=other)
        a_venue(f"Hall {number}", ward=ward)
    client.get(page)

    with django_assert_max_num_queries(14):
        assert client.get(page).status_code == 200
