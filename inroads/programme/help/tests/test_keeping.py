"""What a telephone kept without a signal arrives later: once, in its order, at the time when it was given."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.core.rules import today
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic, a_venue
from inroads.programme.help.keeping import in_milliseconds, moment_given
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.tests.factories import SECRET, a_help, a_link
from inroads.programme.timetable.tests.factories import a_booking, a_session, someone

pytestmark = pytest.mark.django_db

HOUR, DAY = 3_600_000, 86_400_000


def kept(topic, now, **given):
    """One help as the page keeps it, with a clock that is right."""
    return {
        "sender_id": str(uuid4()),
        "topic": str(topic.pk),
        "minutes": "15",
        "outcome": "sorted",
        "where": "elsewhere",
        "card": "",
        "at": in_milliseconds(now),
        "skew": 0,
        "seen": in_milliseconds(now) - HOUR,
    } | given


def hand_in(*helps, now, secret=SECRET, body=None):
    told = json.dumps({"now": in_milliseconds(now), "helps": helps}) if body is None else body
    client = Client(enforce_csrf_checks=True)
    return client.post(
        reverse("help_kept", args=[secret]), told, content_type="text/plain;charset=UTF-8"
    )


def test_what_was_kept_is_written_down_in_its_order(link, topic, now):
    other = a_topic(name="Blue badge")
    helps = [kept(which, now) for which in (topic, other, topic)]

    answer = hand_in(*helps, now=now).json()

    assert answer["received"] == [one["sender_id"] for one in helps]
    assert (answer["refused"], answer["this_week"]) == ({}, 3)
    made = HelpRecord.objects.order_by("pk").values_list("topic__name", "door", "champion")
    assert [name for name, *_ in made] == ["Online banking", "Blue badge", "Online banking"]
    assert {row[1:] for row in made} == {("tap", link.champion_id)}


def test_sent_again_it_is_received_again_and_counts_once(link, topic, now):
    one = kept(topic, now)

    answers = [hand_in(one, now=now).json()["received"] for _ in range(3)]

    assert answers == [[one["sender_id"]]] * 3
    assert HelpRecord.objects.count() == 1


def test_it_was_given_when_the_telephone_says(link, topic, now):
    yesterday = now - timedelta(days=1)

    hand_in(kept(topic, yesterday), now=now)

    assert abs(HelpRecord.objects.get().given_at - yesterday) < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "skew", "clock_now"),
    [
        (-2 * HOUR, 0, 0),  # a right clock
        (-2 * HOUR - DAY, DAY, -DAY),  # a clock a day behind, before and after
        (-2 * HOUR + DAY, -DAY, DAY),  # a day ahead
        (-2 * HOUR, 0, DAY),  # put wrong since
        (-2 * HOUR - DAY, DAY, 0),  # put right since
        (-2 * HOUR + 400 * DAY, 0, 400 * DAY),  # put wrong before it was given
    ],
)
def test_a_wrong_clock_changes_nothing(at, skew, clock_now):
    received = datetime(2026, 3, 29, 9, tzinfo=UTC)
    now = in_milliseconds(received)

    given_at = moment_given(
        now + at, skew, now - 5 * HOUR, skew_now=-clock_now, received_at=received
    )

    assert given_at == received - timedelta(hours=2)


milliseconds = st.integers(0, 32_503_680_000_000)


@given(at=milliseconds, skew=milliseconds, seen=milliseconds, skew_now=milliseconds)
def test_whatever_the_clocks_say_it_was_given_lately_and_not_later_than_it_arrived(
    at, skew, seen, skew_now
):
    received = datetime(2026, 3, 29, 9, tzinfo=UTC)

    given_at = moment_given(at, -skew, seen, skew_now=-skew_now, received_at=received)

    assert received - timedelta(days=61) < given_at <= received


def test_the_session_of_that_day_is_where_it_was(link, topic, now):
    yesterday = now - timedelta(days=1)
    session = a_session(venue=link.champion.venue, starts_at=yesterday)

    hand_in(kept(topic, yesterday, where=f"s{session.pk}"), now=now)

    assert HelpRecord.objects.get().session == session


def test_a_session_of_another_day_is_only_a_venue(link, topic, now):
    session = a_session(venue=link.champion.venue, starts_at=now - timedelta(days=3))

    hand_in(kept(topic, now, where=f"s{session.pk}"), now=now)

    made = HelpRecord.objects.get()
    assert (made.session, made.venue) == (None, link.champion.venue)


def test_a_session_that_is_not_theirs_is_nowhere(link, topic, now):
    session = a_session(venue=a_venue(), starts_at=now)

    hand_in(kept(topic, now, where=f"s{session.pk}"), now=now)

    made = HelpRecord.objects.get()
    assert (made.session, made.venue) == (None, None)


@pytest.mark.parametrize("where", ["elsewhere", "s", "sx", "v999999", "s99999999999999", "٣", "-1"])
def test_a_place_that_is_none_is_nowhere_and_nothing_is_lost(link, topic, now, where):
    assert hand_in(kept(topic, now, where=where), now=now).status_code == 200

    assert HelpRecord.objects.get().venue is None


def test_a_card_of_that_day_joins_the_help_to_the_person(link, topic, now):
    session = a_session(venue=link.champion.venue, starts_at=now)
    booking = a_booking(session, code="CODE77")

    hand_in(kept(topic, now, card="CODE77"), kept(topic, now, card="GONE77"), now=now)

    people = HelpRecord.objects.order_by("pk").values_list("person", flat=True)
    assert list(people) == [booking.person_id, None]


def test_a_topic_retired_since_is_still_what_it_was_about(link, topic, now):
    topic.retired = True
    topic.save()

    assert hand_in(kept(topic, now), now=now).json()["refused"] == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"topic": "0"},
        {"topic": "999999"},
        {"topic": "x"},
        {"topic": ""},
        {"topic": None},
        {"topic": ["1"]},
        {"minutes": "7"},
        {"outcome": "won"},
        {"where": ""},
        {"where": "x" * 1000},
        {"sender_id": "1"},
        {"at": "now"},
        {"at": -1},
        {"at": 10**30},
        {"skew": "9" * 40},
        {"seen": None},
    ],
)
def test_of_several_the_one_that_cannot_be_is_said_and_the_others_arrive(link, topic, now, wrong):
    good, bad = kept(topic, now), kept(topic, now) | wrong

    answer = hand_in(bad, good, now=now)

    assert answer.status_code == 200
    assert answer.json()["received"] == [good["sender_id"]]
    assert list(answer.json()["refused"]) == [bad["sender_id"]]
    assert HelpRecord.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"now": "1", "helps": []}',
        '{"now": true, "helps": []}',
        '{"now": 1e99, "helps": []}',
        '{"now": 1, "helps": 1}',
        '{"now": 1, "helps": [1]}',
        '{"now": 1, "helps": [{}]}',
        '{"now": 1, "helps": {"sender_id": "1"}}',
        '{"now": 1, "helps": "abc"}',
        "[" * 100_000,
        json.dumps({"now": 1, "helps": [{"sender_id": "1"}] * 51}),
    ],
)
def test_what_is_no_message_of_our_page_is_refused_whole(link, now, body):
    assert hand_in(now=now, body=body).status_code == 422


def test_the_id_of_another_champions_help_is_not_overwritten(link, topic, council, now):
    theirs = a_help(champion=a_champion(council, person=someone(name="Marty South")))

    answer = hand_in(kept(topic, now, sender_id=str(theirs.sender_id)), now=now).json()

    assert list(answer["refused"]) == [str(theirs.sender_id)]
    assert HelpRecord.objects.count() == 1


def test_too_many_at_once_wait_and_are_not_lost(link, topic, now, monkeypatch):
    monkeypatch.setattr("inroads.programme.help.views.keeping.MOST_HELPS_LATELY", 2)
    helps = [kept(topic, now) for _ in range(3)]

    answer = hand_in(*helps, now=now)

    assert answer.status_code == 429
    assert answer.json()["received"] == [one["sender_id"] for one in helps[:2]]


def test_a_link_that_was_revoked_takes_nothing_in_and_a_new_one_does(link, topic, now):
    link.revoked_at = now
    link.save()
    one = kept(topic, now)

    assert hand_in(one, now=now).status_code == 410
    assert hand_in(one, now=now, secret="wrong").status_code == 404

    a_link(link.champion, secret="new")
    assert hand_in(one, now=now, secret="new").json()["received"] == [one["sender_id"]]


def test_the_page_knows_the_sessions_of_two_weeks_and_names_nobody(link, now, client):
    for days in (1, 13, 20):
        a_session(venue=link.champion.venue, starts_at=now + timedelta(days=days))

    page = client.get(reverse("help_record", args=[SECRET])).content.decode()

    assert page.count(f'"day": "{today() + timedelta(days=1)}"') == 1
    assert page.count('"key": "s') == 2
    assert "Gabriel" not in page


def test_the_worker_and_the_manifest_are_for_the_recording_page_only(link, client):
    address = reverse("help_record", args=[SECRET])

    manifest = client.get(reverse("help_manifest", args=[SECRET]))
    worker = client.get(reverse("help_worker"))

    assert manifest.json()["start_url"] == manifest.json()["scope"] == address
    assert manifest["Referrer-Policy"] == "no-referrer"
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker["Cache-Control"] == "public, no-cache" or "no-cache" in worker["Cache-Control"]
