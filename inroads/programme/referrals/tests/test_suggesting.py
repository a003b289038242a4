"""Champions and sessions are suggested, with the reasons in words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.programme.referrals.queries import suggestions
from inroads.programme.referrals.tests.factories import (
    TEST,
    a_champion,
    a_help,
    a_person,
    a_postcode,
    a_referral,
    a_session,
    a_shift,
    a_topic,
    a_venue,
    accepted,
    agreed,
    held,
)
from inroads.programme.timetable.actions import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return a_topic()


@pytest.fixture
def referral(surgery, council, agreement, topic):
    a_postcode("DT9 4AA", 50.9690, -2.52)
    person = a_person(postcode="DT9 4AA", languages=["pl", "en"])
    return a_referral(surgery, council, person, topics=[topic])


def names(referral) -> list[str]:
    return [str(each.champion) for each in suggestions(referral, today())]


def test_the_reasons_are_said_in_words(council, referral, topic):
    venue = a_venue(lat=50.95, lon=-2.52)
    champion = a_champion(council, venue=venue, languages=["en", "pl"], topics=[topic])
    a_session(council, venue, capacity=2)
    for _ in range(2):
        a_help(champion=champion, topic=topic)

    (found,) = suggestions(referral, today())

    assert found.far == "1.3 miles away"
    assert found.reasons == [
        "Speaks Polish",
        "Helps with online banking",
        "Has helped twice with this",
        "2 places left",
    ]


def test_language_counts_first_then_nearness_then_topic_then_distance_then_load(
    council, referral, topic
):
    near, nearest, far = (
        a_venue("Near", lat=50.96),
        a_venue("Nearest", lat=50.968),
        a_venue("Far", lat=50.5),
    )
    for venue in (near, nearest, far):
        a_session(council, venue)
    a_champion(council, "Polish, far", venue=far, languages=["pl"])
    a_champion(council, "Topic, far", venue=far, topics=[topic])
    a_champion(council, "Nearest", venue=nearest)
    a_champion(council, "Topic, near", venue=near, topics=[topic])
    a_champion(council, "Near", venue=near)
    busy = a_champion(council, "Near, busy", venue=near)
    a_champion(council, "Far", venue=far)
    a_champion(council, "Other language", venue=near, languages=["fr"])
    elsewhere = a_venue("Elsewhere")
    agreed(
        accepted(a_referral(council, council, a_person("Other"))),
        busy,
        a_session(council, elsewhere, days=4),
    )
    found = [
        str(each.champion)
        for each in suggestions(referral, today())
        if each.session.venue != elsewhere
    ]

    assert found == [
        "Polish, far",
        "Topic, near",
        "Nearest",
        "Near",
        "Near, busy",
        "Topic, far",
        "Far",
        "Other language",
    ]


def test_who_comes_first_by_their_language_alone_may_be_far_and_that_is_said(council, referral):
    far = a_venue("Far", lat=50.679)
    a_session(council, far)
    a_champion(council, venue=far, languages=["pl"])

    (found,) = suggestions(referral, today())

    assert found.reasons[0] == "Speaks Polish, but 20 miles away"


def test_without_a_known_postcode_no_distance_is_said(
    signed_in, coordinator, council, surgery, referral
):
    venue = a_venue()
    a_champion(council, venue=venue)
    a_session(council, venue)
    referral.person.postcode = "ZE1 0AA"
    referral.person.save()
    accepted(referral)

    (found,) = suggestions(referral, today())
    page = signed_in(coordinator).get(reverse("referrals_suggest", args=[referral.pk]))

    assert found.kilometres is None
    assert found.far == ""
    assert "We do not know where they live" in page.content.decode()


def test_only_active_champions_with_room_are_suggested(council, referral):
    venue = a_venue()
    a_session(council, venue)
    a_champion(council, "Resting", venue=venue, status="resting")
    a_champion(council, "Left", venue=venue, status="left")
    a_champion(council, "Takes nobody", venue=venue, capacity=0)
    full = a_champion(council, "Full", venue=venue, capacity=1)
    agreed(
        accepted(a_referral(council, council, a_person("Other"))),
        full,
        a_session(council, venue, days=4),
    )

    assert names(referral) == []


def test_a_champion_is_free_again_when_the_route_closes(council, referral, now):
    venue = a_venue()
    champion = a_champion(council, venue=venue, capacity=1)
    session = a_session(council, venue)
    route = accepted(a_referral(council, council, a_person("Other")))
    agreed(route, champion, session)
    assert names(referral) == []

    route.outcome, route.closed_at = "sorted", now
    route.save()

    assert names(referral) == ["Giles Winterborne"]


def test_only_sessions_to_come_with_a_place_left_are_suggested(council, referral):
    venue = a_venue()
    a_champion(council, venue=venue)
    a_session(council, venue, days=-1)
    a_session(council, venue, days=30)
    a_session(council, venue, days=2, capacity=1, taken=1)
    a_session(council, venue, days=3, status="cancelled")
    closed = a_venue("Closed", is_open=False)
    a_champion(council, "Closed", venue=closed)
    a_session(council, closed, days=4)

    assert names(referral) == []


def test_a_session_that_has_begun_is_not_suggested(council, referral, now):
    venue = a_venue()
    a_champion(council, venue=venue)
    a_session(council, venue, starts_at=now - timedelta(minutes=5))

    assert suggestions(referral, today(), after=timezone.now()) == []


def test_a_champion_is_suggested_where_they_promised_to_be(council, referral):
    own, other = a_venue("Own"), a_venue("Other")
    champion = a_champion(council, venue=own, days=[])
    promised = a_session(council, other)
    a_session(council, other, days=5)
    a_shift(champion, promised)

    (found,) = suggestions(referral, today())

    assert found.session == promised


def test_a_champion_is_suggested_on_their_own_days(council, referral):
    venue = a_venue()
    day = today() + timedelta(days=3)
    a_champion(council, venue=venue, days=[day.weekday()])
    wanted = a_session(council, venue, days=3)
    a_session(council, venue, days=4)

    (found,) = suggestions(referral, today())

    assert found.session == wanted


def test_nobody_is_sent_to_themselves_or_to_a_session_twice(council, referral):
    venue = a_venue()
    champion = a_champion(council, venue=venue, capacity=5)
    session = a_session(council, venue)
    agreed(accepted(referral), champion, session)

    assert names(referral) == []

    own = a_referral(council, council, champion.person)
    assert names(own) == []


def test_a_champion_who_left_the_programme_is_not_shown(
    signed_in, coordinator, council, housing, referral
):
    venue = a_venue()
    champion = a_champion(council, "Shown", venue=venue)
    unseen = a_champion(council, "Unseen", venue=venue)
    unseen.person.holdings.all().delete()
    held(unseen.person, housing, "helping")
    session = a_session(council, venue)
    accepted(referral)
    client = signed_in(coordinator)

    page = client.get(reverse("referrals_suggest", args=[referral.pk])).content.decode()
    addresses = [
        reverse("referrals_choose", args=[referral.pk, who.pk, session.pk])
        for who in (champion, unseen)
    ]

    assert "Shown" in page
    assert "Unseen" not in page
    assert [client.get(url).status_code for url in addresses] == [200, 404]
    assert client.post(addresses[1]).status_code == 404


def test_other_days_of_one_champion_are_shown(signed_in, coordinator, council, referral):
    venue = a_venue()
    champion = a_champion(council, venue=venue)
    for days in (2, 3, 4):
        a_session(council, venue, days=days)
    accepted(referral)
    url = reverse("referrals_suggest", args=[referral.pk])
    client = signed_in(coordinator)

    assert len(client.get(url).context["found"]) == 1
    assert len(client.get(f"{url}?champion={champion.pk}").context["found"]) == 3
    assert client.get(f"{url}?champion=nonsense").context["found"] == []


def test_the_number_of_queries_does_not_grow(council, referral, topic):
    def queries(more: int) -> int:
        for number in range(more):
            venue = a_venue(f"V{number}")
            a_champion(council, f"C{number}", venue=venue, topics=[topic])
            a_session(council, venue, days=number % 20 + 1)
        with CaptureQueriesContext(connection) as captured:
            assert suggestions(referral, today())[0].reasons
        return len(captured)

    assert queries(2) == queries(20) <= 8


def test_a_champion_is_not_suggested_while_they_are_elsewhere(council, referral):
    near, elsewhere = a_venue("Near"), a_venue("Elsewhere", lat=50.7)
    champion = a_champion(council, venue=near)
    here, there = a_session(council, near), a_session(council, elsewhere, capacity=0)
    later = a_session(council, near, days=4)
    champion.shifts.create(session=there)

    assert [each.session for each in suggestions(referral, today())] == [later]
    assert here.starts_at == there.starts_at


def test_a_person_is_not_suggested_two_places_at_once(council, referral):
    near, elsewhere = a_venue("Near"), a_venue("Elsewhere", lat=50.7)
    a_champion(council, venue=near)
    a_session(council, near)
    book(a_session(council, elsewhere), referral.person, by=TEST)

    assert suggestions(referral, today()) == []
