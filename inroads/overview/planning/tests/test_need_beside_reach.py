"""Whether the help that is on in a week can be reached from where the need is."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inroads.foundations.places.models import Area, AreaKind
from inroads.overview.planning.tests.factories import a_council, a_venue, wessex
from inroads.programme.directory.tests.factories import a_topic
from inroads.programme.timetable.tests.factories import a_session

REACH = "/planning/reach/E06000900/"
# Three areas in a row, 14 km apart; the session is in the first.
APART = 0.2
ON_FOOT = {"travel": "foot", "minutes": "20"}


@pytest.fixture
def three_areas(db):
    council = wessex()
    for number, area in enumerate(small_areas()):
        area.lat, area.lon = 50.705, -2.495 + APART * number
        area.save()
    return council


@pytest.fixture
def wednesday():
    """Noon in the middle of this week."""
    noon = timezone.localtime(timezone.now()).replace(hour=12, minute=0, second=0, microsecond=0)
    return noon + timedelta(days=2 - noon.weekday())


@pytest.fixture
def venue(three_areas):
    return a_venue(three_areas)


def small_areas():
    return Area.objects.filter(kind=AreaKind.LSOA).order_by("code")


def rows_on(client, **asked):
    page = client.get(REACH, asked)
    assert page.status_code == 200, page.text
    return {row.area.name[7:10]: row for row in page.context["rows"]}


def test_an_area_is_out_of_reach_if_no_session_is_near_enough(
    signed_in, coordinator, venue, wednesday
):
    a_session(venue=venue, starts_at=wednesday)

    rows = rows_on(signed_in(coordinator), **ON_FOOT)

    assert [rows[name].is_out for name in ("001", "002", "003")] == [False, True, True]
    assert rows["001"].minutes == "next door"
    assert rows["001"].sessions == "1"
    assert rows["003"].minutes == "7 h 38 min"


def test_a_longer_journey_or_a_faster_one_reaches_more(signed_in, coordinator, venue, wednesday):
    a_session(venue=venue, starts_at=wednesday)
    client = signed_in(coordinator)

    def reached(**asked):
        return sum(not row.is_out for row in rows_on(client, **asked).values())

    assert reached(travel="foot", minutes="15") == 1
    assert reached(travel="car", minutes="40") == 2
    assert reached(travel="car", minutes="60") == 2
    assert reached(travel="bus", minutes="15") == 1


def test_what_there_is_is_shared_out_to_the_last_place(signed_in, coordinator, venue, wednesday):
    a_session(venue=venue, starts_at=wednesday, capacity=12)

    reach = signed_in(coordinator).get(REACH, {"travel": "car", "minutes": "60"}).context["reach"]

    assert (reach.people * reach.places).sum() / 1000 == pytest.approx(12)


@pytest.mark.parametrize("why", ["cancelled", "last week", "next week", "another day", "topic"])
def test_only_sessions_that_fit_are_looked_at(why, signed_in, coordinator, venue, wednesday):
    topic, other = a_topic(name="Banking"), a_topic(name="E-mail")
    days = {"last week": -7, "next week": 7, "another day": 1}.get(why, 0)
    session = a_session(
        venue=venue,
        starts_at=wednesday + timedelta(days=days),
        status="cancelled" if why == "cancelled" else "planned",
    )
    session.service.topics.set([other if why == "topic" else topic])

    rows = rows_on(signed_in(coordinator), day="2", topic=str(topic.pk))

    assert all(row.is_out for row in rows.values())
    assert {row.minutes for row in rows.values()} == {"nothing is on"}


def test_a_session_about_nothing_in_particular_counts_for_every_topic(
    signed_in, coordinator, venue, wednesday
):
    topic = a_topic(name="Banking")
    a_session(venue=venue, starts_at=wednesday).service.topics.clear()

    assert rows_on(signed_in(coordinator), topic=str(topic.pk))["001"].sessions == "1"


def test_the_areas_out_of_reach_come_first_and_the_sentences_count_them(
    signed_in, coordinator, venue, wednesday
):
    a_session(venue=venue, starts_at=wednesday)

    page = signed_in(coordinator).get(REACH, ON_FOOT)

    assert [row.area.name for row in page.context["rows"]] == [
        "Wessex 003A",
        "Wessex 002A",
        "Wessex 001A",
    ]
    assert page.context["summary"] == [
        "2 of 3 areas have no session within 20 minutes on foot.",
        "2,000 of 3,000 live there (67% of everyone).",
        "The area with the most need is among them.",
    ]
    assert page.text.count("No session within reach") == 1
    assert "2 areas are hatched" in page.text
    assert "Out of reach" in page.text


def test_who_is_looked_at_can_be_chosen(signed_in, coordinator, venue, wednesday):
    a_session(venue=venue, starts_at=wednesday)

    page = signed_in(coordinator).get(REACH, ON_FOOT | {"group": "aged75plus"})

    assert page.context["summary"][1] == ("230 of 330 live there (70% of people aged 75 or over).")


def test_an_area_that_is_not_on_the_map_is_neither_in_nor_out(
    signed_in, coordinator, venue, wednesday
):
    a_session(venue=venue, starts_at=wednesday)
    small_areas().filter(name="Wessex 002A").update(lat=None)

    row = rows_on(signed_in(coordinator), **ON_FOOT)["002"]

    assert (row.sessions, row.minutes, row.is_out) == ("not on the map", "not on the map", False)


@pytest.mark.parametrize(
    "asked",
    [
        {"week": "2026-13-99"},
        {"week": "1999-01-04"},
        {"day": "9"},
        {"topic": "-1"},
        {"topic": "1" * 400},
        {"travel": "rocket"},
        {"minutes": "1e9"},
        {"group": "income_score"},
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(signed_in, coordinator, three_areas, asked):
    page = signed_in(coordinator).get(REACH, asked)

    assert page.status_code == 422
    assert "Choose from the list" in page.text


def test_a_place_without_figures_or_sessions_says_so(signed_in, coordinator, db):
    a_council()
    client = signed_in(coordinator)
    assert "no figures about them" in client.get(REACH).text
    wessex(3, "E06000901", "Mercia")

    assert "No session is planned that fits" in client.get("/planning/reach/E06000901/").text


def test_the_file_holds_every_area(signed_in, coordinator, venue, wednesday):
    a_session(venue=venue, starts_at=wednesday)

    answer = signed_in(coordinator).get(f"{REACH}download/", ON_FOOT)
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert [line["out_of_reach"] for line in lines] == ["1", "1", "0"]
    assert lines[0]["area"] == "Wessex 003A"
    assert float(lines[2]["places_per_1000"]) > 0


def test_more_areas_and_sessions_ask_the_database_no_more(signed_in, coordinator, db, wednesday):
    few, many = wessex(3), wessex(40, "E06000901", "Mercia")
    for council, number in ((few, 1), (many, 25)):
        for one in range(number):
            hall = a_venue(council, f"Hall {one} of {council}")
            a_session(venue=hall, starts_at=wednesday + timedelta(minutes=one))
    client = signed_in(coordinator)

    def queries(code):
        client.get(f"/planning/reach/{code}/")
        with CaptureQueriesContext(connection) as counted:
            assert client.get(f"/planning/reach/{code}/").status_code == 200
        return len(counted)

    assert queries("E06000900") == queries("E06000901") <= 24
