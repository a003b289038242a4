"""What a week's sessions rest on: who stands alone."""

import csv
import io
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.foundations.places.models import Area, AreaKind
from inroads.overview.planning.covering import cover_of
from inroads.overview.planning.reaching import Asked
from inroads.overview.planning.tests.factories import a_venue, wessex
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_service, a_topic
from inroads.programme.timetable.local_time import moment, week_of
from inroads.programme.timetable.tests.factories import a_session, someone

COVER = "/planning/cover/E06000900/"
# Next week: nothing of it is over, whenever the tests are run.
MONDAY = week_of(today())[0] + timedelta(weeks=1)
ON_FOOT = {"travel": "foot", "minutes": "20", "week": MONDAY.isoformat()}


@pytest.fixture
def hall(db):
    """A venue in the first of three areas that lie far apart."""
    place = wessex()
    for number, area in enumerate(Area.objects.filter(kind=AreaKind.LSOA).order_by("code")):
        Area.objects.filter(pk=area.pk).update(lat=50.705, lon=-2.495 + 0.2 * number)
    return a_venue(place)


@pytest.fixture
def noon():
    return moment(MONDAY + timedelta(days=2), time(12))


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


def test_the_worst_is_said_in_a_sentence_first(signed_in, coordinator, council, hall, noon):
    session = a_session(venue=hall, starts_at=noon)
    a_named_champion(council, "Anne Garland").shifts.create(session=session)

    page = signed_in(coordinator).get(COVER, ON_FOOT)

    assert "If Anne Garland stops, Wessex 001A has no session within 20 minutes." in page.text


def test_the_fewest_champions_more_that_mend_it_all_are_named(
    signed_in, coordinator, council, hall, noon
):
    """Anne holds up two sessions at one hall: one champion more at either is enough."""
    anne = a_named_champion(council, "Anne Garland")
    for number in range(2):
        session = a_session(venue=hall, starts_at=noon, service=a_service(name=f"S{number}"))
        anne.shifts.create(session=session)

    page = signed_in(coordinator).get(COVER, ON_FOOT)

    mending = page.context["cover"].mending
    assert (len(mending.sessions), mending.points, mending.fewest) == (1, 1, True)
    assert "One champion more, at this session," in page.text


def test_a_session_that_is_over_is_named_as_no_mend(signed_in, coordinator, council, hall):
    session = a_session(venue=hall, starts_at=timezone.now() - timedelta(hours=3))
    a_named_champion(council, "Anne Garland").shifts.create(session=session)
    this_week = week_of(session.day)[0].isoformat()

    cover = cover_of(
        hall.ward.council,
        list(Area.objects.filter(kind=AreaKind.LSOA).order_by("code")),
        Asked(week_of(session.day)[0], None, None, "foot", 20, None),
        timezone.now(),
    )

    assert (cover.mending.sessions, cover.mending.left) == ([], 1)
    page = signed_in(coordinator).get(COVER, ON_FOOT | {"week": this_week})
    assert reverse("champions_for_session", args=[session.pk]) not in page.text.split("Venues")[0]


def test_where_nobody_stands_alone_nothing_needs_mending(signed_in, coordinator, hall, noon):
    a_session(venue=hall, starts_at=noon)

    page = signed_in(coordinator).get(COVER, ON_FOOT)

    assert "No area rests on one champion alone." in page.text


def test_a_topic_that_is_lost_is_named_though_other_sessions_go_on(
    signed_in, coordinator, council, hall, noon
):
    about = {name: a_service(name=name) for name in ("Banking", "Photographs")}
    for name, service in about.items():
        service.topics.add(a_topic(name=name))
        session = a_session(venue=hall, starts_at=noon, service=service)
        a_named_champion(council, f"{name} champion").shifts.create(session=session)

    page = signed_in(coordinator).get(COVER, ON_FOOT)

    found = {each.name: each for each in page.context["cover"].kinds["Champions"]}
    banking = found["Banking champion"]
    assert banking.areas == []
    assert [(lost.topic.name, len(lost.areas)) for lost in banking.topics] == [("Banking", 1)]
    assert "Banking: 1 area" in page.text


def test_the_map_says_how_safe_each_area_is(signed_in, coordinator, council, hall, noon):
    session = a_session(venue=hall, starts_at=noon)
    a_named_champion(council, "Anne Garland").shifts.create(session=session)

    drawing = signed_in(coordinator).get(COVER, ON_FOOT).context["map"]

    assert [area.text for area in drawing.areas] == [
        "rests on one champion",
        "no session in reach",
        "no session in reach",
    ]


def test_the_file_names_all_who_stand_alone(signed_in, coordinator, council, hall, noon):
    session = a_session(venue=hall, starts_at=noon)
    a_named_champion(council, "=Anne").shifts.create(session=session)

    answer = signed_in(coordinator).get(f"{COVER}download/", ON_FOOT)

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["kind"] for row in rows} == {"Champions", "Venues", "Partners"}
    assert rows[0]["who"] == "'=Anne"
