"""No need is shown without the help that reaches it."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.foundations.places.models import Area
from inroads.overview.planning.tests.factories import a_venue, wessex
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.help.tests.factories import a_help
from inroads.programme.timetable.local_time import moment, week_of
from inroads.programme.timetable.tests.factories import a_session

AREA = "/planning/need/E06000900/E09000001/"


@pytest.fixture
def place(db):
    """A council whose areas have a middle, with a venue that is near and one that is far."""
    council = wessex()
    Area.objects.filter(kind="lsoa").update(lat=50.705, lon=-2.495)
    near = a_venue(council, "Near Hall")
    far = a_venue(council, "Far Hall")
    far.lat = 50.9
    far.save()
    return near, far


def page_of(client, **chosen) -> str:
    return " ".join(client.get(AREA, chosen).text.split())


def next_week() -> tuple[str, datetime]:
    """The Monday of next week as the address names it, and its Wednesday at noon."""
    monday = week_of(today())[0] + timedelta(days=7)
    return monday.isoformat(), moment(monday + timedelta(days=2), time(12))


def test_the_nearest_venues_are_named_with_how_far_they_are(signed_in, coordinator, place):
    text = page_of(signed_in(coordinator))

    assert text.index("Near Hall</a>, less than half a mile away, next door") < text.index(
        "Far Hall</a>, 13 miles away, 1 h 47 min by bus"
    )


def test_the_sessions_of_the_chosen_week_that_the_chosen_journey_reaches(
    signed_in, coordinator, place
):
    near, far = place
    monday, wednesday = next_week()
    shown = a_session(venue=near, starts_at=wednesday)
    distant = a_session(venue=far, starts_at=wednesday)
    others = [
        a_session(venue=near, starts_at=wednesday + timedelta(days=7)),
        a_session(venue=near, starts_at=wednesday + timedelta(hours=1), status="cancelled"),
    ]
    reader = signed_in(coordinator)

    by_bus, by_car = (
        page_of(reader, week=monday),
        page_of(reader, week=monday, travel="car", minutes="60"),
    )

    assert shown.get_absolute_url() in by_bus
    assert distant.get_absolute_url() not in by_bus
    assert distant.get_absolute_url() in by_car
    assert "Within 60 minutes by car" in by_car
    assert not any(other.get_absolute_url() in by_bus + by_car for other in others)


def test_the_map_and_the_table_of_reach_lead_to_an_area_with_the_journey_that_was_chosen(
    signed_in, coordinator, place
):
    page = signed_in(coordinator).get("/planning/reach/E06000900/", {"travel": "foot"})

    assert {row.url.partition("?")[2] for row in page.context["rows"]} == {"travel=foot"}
    assert {area.url.partition("?")[2] for area in page.context["map"].areas} == {"travel=foot"}


@pytest.mark.parametrize("wrong", [{"travel": "broom"}, {"minutes": "x"}, {"week": "1066-10-14"}])
def test_a_journey_that_makes_no_sense_is_the_usual_one(signed_in, coordinator, place, wrong):
    assert "Within 40 minutes by bus" in page_of(signed_in(coordinator), **wrong)


@pytest.mark.parametrize("number, words", [(0, "None"), (4, "Fewer than 5"), (6, "6")])
def test_helps_and_champions_are_counted_and_a_few_are_not_told_apart(
    signed_in, coordinator, council, place, now, number, words
):
    near, _ = place
    year = timezone.localdate(now).year
    for _ in range(number):
        a_help(venue=near, given_at=now)
        a_help(venue=near, given_at=now.replace(year=year - 1))
        a_champion(council, venue=near)
        a_champion(council, venue=near, status="left")

    text = page_of(signed_in(coordinator))

    for key in (
        f"Helps recorded at venues within reach in {year}",
        "Champions who mostly help there",
    ):
        answer = text.split(key)[1].split("<dd")[1].split("</dd>")[0]
        assert answer.split(">")[1] == words


def test_an_area_whose_middle_is_not_known_says_so(signed_in, coordinator):
    wessex()

    assert "It is not known where the middle of this area is" in page_of(signed_in(coordinator))
