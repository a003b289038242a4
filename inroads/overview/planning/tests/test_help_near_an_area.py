"""No need is shown without the help that reaches it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inroads.foundations.places.models import Area
from inroads.overview.planning.tests.factories import a_venue, wessex
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.help.tests.factories import a_help
from inroads.programme.timetable.tests.factories import a_session

AREA = "/planning/need/E06000900/E09000001/"


@pytest.fixture
def place(db):
    """A council whose areas have a middle, with a venue that is near and one that is far."""
    council = wessex()
    Area.objects.filter(kind="lsoa").update(lat=50.705, lon=-2.495)
    near = a_venue(council, "Near Hall")
    far = a_venue(council, "Far Hall")
    far.lat = 50.95
    far.save()
    return near, far


def page_of(client) -> str:
    return " ".join(client.get(AREA).text.split())


def test_the_nearest_venues_are_named_with_how_far_they_are(signed_in, coordinator, place):
    text = page_of(signed_in(coordinator))

    assert text.index("Near Hall</a>, less than half a mile away") < text.index(
        "Far Hall</a>, 17 miles away"
    )


def test_the_sessions_near_it_in_the_next_seven_days(signed_in, coordinator, place, now):
    near, far = place
    soon = now + timedelta(days=2)
    shown = a_session(venue=near, starts_at=soon)
    others = [
        a_session(venue=far, starts_at=soon),
        a_session(venue=near, starts_at=now + timedelta(days=9)),
        a_session(venue=near, starts_at=soon + timedelta(hours=1), status="cancelled"),
    ]

    text = page_of(signed_in(coordinator))

    assert shown.get_absolute_url() in text
    assert not any(other.get_absolute_url() in text for other in others)


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

    for key in (f"Helps recorded at these places in {year}", "Champions who mostly help there"):
        answer = text.split(key)[1].split("<dd")[1].split("</dd>")[0]
        assert answer.split(">")[1] == words


def test_an_area_whose_middle_is_not_known_says_so(signed_in, coordinator):
    wessex()

    assert "It is not known where the middle of this area is" in page_of(signed_in(coordinator))
