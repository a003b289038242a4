"""Sessions that champions promised."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.models import Message
from inroads.foundations.people.actions import erase_person
from inroads.programme.champions.actions import promise_shift, set_status, tell_of_cancelled
from inroads.programme.champions.queries import (
    current_champions,
    shifts_since,
    uncovered_sessions,
)
from inroads.programme.champions.tests.factories import a_champion, a_shift
from inroads.programme.directory.tests.factories import queries_of
from inroads.programme.timetable.actions import cancel_session
from inroads.programme.timetable.tests.factories import THURSDAY_10, a_session, someone

SAMPLE = Machine("sample")


@pytest.fixture
def soon():
    return timezone.now() + timedelta(days=3)


def test_a_promise_made_twice_is_one(council):
    champion, session = a_champion(council), a_session()

    once = promise_shift(champion, session, at=THURSDAY_10, by=SAMPLE)
    twice = promise_shift(champion, session, at=THURSDAY_10, by=SAMPLE)

    assert once == twice
    assert Event.objects.filter(verb="shift.promised").count() == 1


def test_nobody_promises_a_cancelled_session_and_nobody_who_left_promises_any(council):
    with pytest.raises(Refused, match="cancelled"):
        promise_shift(a_champion(council), a_session(status="cancelled"), at=THURSDAY_10, by=SAMPLE)
    with pytest.raises(Refused, match="no longer"):
        promise_shift(a_champion(council, status="left"), a_session(), at=THURSDAY_10, by=SAMPLE)


def test_nobody_promises_what_is_over(council):
    """Else a champion could become active by promising the past."""
    session = a_session()

    with pytest.raises(Refused, match="is over"):
        promise_shift(a_champion(council), session, at=session.ends_at, by=SAMPLE)


def test_a_champion_promises_and_withdraws_their_own(signed_in, helper, council, soon):
    champion = a_champion(council, person=someone(user=helper))
    session = a_session(venue=champion.venue, starts_at=soon)
    elsewhere = a_session(starts_at=soon)
    client = signed_in(helper)

    offered = client.get(reverse("champions_sessions", args=[champion.pk])).text
    anywhere = client.get(reverse("champions_sessions", args=[champion.pk]) + "?everywhere").text
    promise = reverse("champions_promise", args=[champion.pk, session.pk])
    looked = client.get(promise)
    client.post(promise)
    promised = list(champion.shifts.values_list("session", flat=True))
    client.post(reverse("champions_withdraw", args=[champion.shifts.get().pk]))

    assert promise in offered
    assert reverse("champions_promise", args=[champion.pk, elsewhere.pk]) in anywhere
    assert reverse("champions_promise", args=[champion.pk, elsewhere.pk]) not in offered
    assert looked.status_code == 405
    assert promised == [session.pk]
    assert not champion.shifts.exists()


def test_nobody_promises_or_withdraws_for_another(signed_in, helper, referrer, council, soon):
    a_champion(council, person=someone(user=helper))
    other = a_champion(council)
    shift = a_shift(other, a_session(starts_at=soon))

    for user in (helper, referrer):
        client = signed_in(user)
        address = reverse("champions_promise", args=[other.pk, a_session(starts_at=soon).pk])
        assert client.post(address).status_code == 404
        assert client.post(reverse("champions_withdraw", args=[shift.pk])).status_code == 404
    assert other.shifts.count() == 1


def test_who_leaves_withdraws_what_is_to_come_and_keeps_what_was(council, soon):
    champion = a_champion(council)
    past = a_shift(champion, a_session(starts_at=soon - timedelta(days=30)))
    a_shift(champion, a_session(starts_at=soon))

    set_status(champion, status="left", on=today(), by=SAMPLE)

    assert list(champion.shifts.all()) == [past]


def test_who_promised_a_cancelled_session_hears_of_it_once(council, soon):
    now = timezone.now()
    champion = a_champion(council, person=someone(text="+447700900123"))
    session = a_session(starts_at=soon)
    a_shift(champion, session)
    cancel_session(session, at=now, by=SAMPLE)

    for _ in range(2):
        tell_of_cancelled(at=now, by=SAMPLE)

    assert "You need not come" in Message.objects.get().body


@pytest.mark.parametrize("days, counted", [(0, True), (89, True), (90, False), (-1, False)])
def test_a_champion_was_at_a_session_in_the_last_ninety_days_or_not(council, days, counted):
    noon = timezone.localtime(timezone.now()).replace(hour=12, minute=0)
    champion = a_champion(council)
    a_shift(champion, a_session(starts_at=noon - timedelta(days=days)))

    evening = noon + timedelta(hours=6)
    assert shifts_since(evening).exists() is counted


def test_a_session_that_has_not_ended_has_not_taken_place(council):
    session = a_session(starts_at=timezone.now() - timedelta(hours=1))
    a_shift(a_champion(council), session)

    moments = [session.ends_at - timedelta(minutes=1), session.ends_at]

    assert [shifts_since(at).exists() for at in moments] == [False, True]


def test_a_cancelled_session_does_not_count(council):
    before = timezone.now() - timedelta(days=2)
    a_shift(a_champion(council), a_session(starts_at=before, status="cancelled"))

    assert not shifts_since(timezone.now()).exists()


def test_who_was_erased_covers_no_session_and_counts_as_no_champion(council, soon, now):
    champion, session = a_champion(council), a_session(starts_at=soon)
    a_shift(champion, session)
    erase_person(champion.person, at=now, by=SAMPLE)
    day = timezone.localdate(soon)

    assert list(uncovered_sessions(day, day)) == [session]
    assert not current_champions().exists()


def test_a_session_without_a_champion_is_found(council, soon):
    day = timezone.localdate(soon)
    covered, bare = a_session(starts_at=soon), a_session(starts_at=soon)
    a_session(starts_at=soon, status="cancelled")
    a_shift(a_champion(council), covered)
    a_shift(a_champion(council, status="left"), bare)

    assert list(uncovered_sessions(day, day)) == [bare]


def test_what_is_over_is_not_asked_for_any_more(council, now):
    over, to_come = (a_session(starts_at=now + timedelta(hours=hours)) for hours in (-3, 3))
    first, last = timezone.localdate(over.starts_at), timezone.localdate(to_come.starts_at)

    assert list(uncovered_sessions(first, last)) == [over, to_come]
    assert list(uncovered_sessions(first, last, after=now)) == [to_come]


def test_the_sessions_without_a_champion_are_a_page_that_leads_to_whom_to_ask(
    signed_in, coordinator, council, soon
):
    bare, covered = a_session(starts_at=soon), a_session(starts_at=soon)
    a_shift(a_champion(council), covered)

    client = signed_in(coordinator)
    text = client.get(reverse("champions_uncovered")).text

    links = [reverse("champions_for_session", args=[each.pk]) in text for each in (bare, covered)]
    assert links == [True, False]
    assert reverse("champions_uncovered") in client.get(reverse("timetable_list")).text


def test_more_shifts_cost_no_more_queries(signed_in, coordinator, council, soon):
    champion = a_champion(council)
    client = signed_in(coordinator)
    sessions = reverse("champions_sessions", args=[champion.pk])

    def made(number):
        for minutes in range(number):
            at = soon + timedelta(minutes=minutes)
            a_shift(champion, a_session(starts_at=at))
            a_session(starts_at=at, venue=champion.venue)
        return [queries_of(client, page) for page in (champion.get_absolute_url(), sessions)]

    assert made(3) == made(20)
