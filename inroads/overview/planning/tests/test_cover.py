"""What a week's sessions rest on: who stands alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.places.models import Area, AreaKind
from inroads.overview.planning.tests.factories import a_venue, wessex
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.timetable.tests.factories import a_session, someone

COVER = "/planning/cover/E06000900/"
ON_FOOT = {"travel": "foot", "minutes": "20"}


@pytest.fixture
def hall(db):
    """A venue in the first of three areas that lie far apart."""
    place = wessex()
    for number, area in enumerate(Area.objects.filter(kind=AreaKind.LSOA).order_by("code")):
        Area.objects.filter(pk=area.pk).update(lat=50.705, lon=-2.495 + 0.2 * number)
    return a_venue(place)


@pytest.fixture
def noon():
    day = timezone.localtime(timezone.now())
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


def alone(client, **asked) -> dict[str, list[str]]:
    page = client.get(COVER, ON_FOOT | asked)
    assert page.status_code == 200
    kinds = page.context["cover"].kinds
    return {kind: [each.name for each in found] for kind, found in kinds.items()}


def a_named_champion(council, name):
    return a_champion(council, person=someone(name=name))


def test_whoever_alone_holds_up_the_only_session_in_reach_is_named_with_the_mend(
    signed_in, coordinator, council, hall, noon
):
    session = a_session(venue=hall, starts_at=noon)
    a_named_champion(council, "Anne Garland").shifts.create(session=session)

    page = signed_in(coordinator).get(COVER, ON_FOOT)

    (anne,) = page.context["cover"].kinds["Champions"]
    assert (anne.name, anne.named, anne.people) == ("Anne Garland", "Wessex 001A", 1000)
    assert anne.sessions == [session]
    assert reverse("champions_for_session", args=[session.pk]) in page.text


def test_with_a_second_champion_nobody_stands_alone(signed_in, coordinator, council, hall, noon):
    session = a_session(venue=hall, starts_at=noon)
    for name in ("Anne Garland", "John Loveday"):
        a_named_champion(council, name).shifts.create(session=session)

    found = alone(signed_in(coordinator))

    assert found["Champions"] == []
    assert found["Venues"] == [str(hall)]
    assert len(found["Partners"]) == 1


def test_a_session_elsewhere_within_reach_takes_the_weight_off_the_venue(
    signed_in, coordinator, council, hall, noon
):
    place = Area.objects.get(kind=AreaKind.COUNCIL)
    a_session(venue=hall, starts_at=noon)
    a_session(venue=a_venue(place, "Overcombe Hall"), starts_at=noon)

    assert alone(signed_in(coordinator))["Venues"] == []


def test_a_session_that_nobody_promised_rests_on_no_champion(signed_in, coordinator, hall, noon):
    a_session(venue=hall, starts_at=noon)

    assert alone(signed_in(coordinator))["Champions"] == []


def test_a_week_without_sessions_rests_on_nobody(signed_in, coordinator, hall):
    assert alone(signed_in(coordinator)) == {"Champions": [], "Venues": [], "Partners": []}


@pytest.mark.parametrize("who", ["referrer", "partner_admin", "auditor", "stranger", "helper"])
def test_nobody_else_sees_who_stands_alone(who, signed_in, request, hall):
    assert signed_in(request.getfixturevalue(who)).get(COVER).status_code == 403


def test_what_makes_no_sense_is_said_beside_its_field(signed_in, coordinator, hall):
    assert signed_in(coordinator).get(COVER, {"minutes": "-1"}).status_code == 422


def test_more_sessions_and_champions_ask_the_database_no_more(
    signed_in, coordinator, council, hall, noon
):
    client = signed_in(coordinator)
    client.get(COVER)

    def queries(more):
        for number in range(more):
            venue = a_venue(Area.objects.get(kind=AreaKind.COUNCIL), f"Hall {more} {number}")
            session = a_session(venue=venue, starts_at=noon)
            a_named_champion(council, f"Champion {more} {number}").shifts.create(session=session)
        with CaptureQueriesContext(connection) as counted:
            client.get(COVER)
        return len(counted)

    assert queries(2) == queries(20) <= 20
