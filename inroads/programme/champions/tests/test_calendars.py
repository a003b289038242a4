"""A champion's shifts and a venue's sessions stand in the calendar of a telephone, by a secret address that can end."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from inroads.foundations.history.recording import Machine
from inroads.foundations.people.actions import erase_person
from inroads.programme.champions.actions import make_calendar, revoke_calendar, set_status
from inroads.programme.champions.models import CalendarLink
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_venue, queries_of
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.tests.factories import a_booking, a_session, someone

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")


@pytest.fixture
def champion(council):
    return a_champion(council)


def of(secret):
    """The calendar, as a stranger's telephone fetches it."""
    answer = Client().get(reverse("champions_calendar", args=[secret]))
    return Calendar.from_ical(answer.content) if answer.status_code == 200 else None


def test_a_champions_shifts_stand_there_with_when_and_where(champion, now):
    session = a_session(venue=champion.venue, starts_at=now.replace(microsecond=0))
    champion.shifts.create(session=session)
    a_session(starts_at=now)  # that somebody else promised
    a_booking(session, someone(name="CANARY"))
    _, secret = make_calendar(champion=champion, at=now, by=SAMPLE)

    calendar = of(secret)

    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == session.starts_at
    assert event.decoded("dtend") == session.ends_at
    assert str(champion.venue) in event["location"]
    assert event["status"] == "CONFIRMED"
    text = calendar.to_ical().decode()
    assert "CANARY" not in text
    assert "Gabriel" not in text


def test_a_cancelled_session_is_said_to_be_cancelled_and_a_draft_is_not_there(champion, now):
    for status in (Session.Status.CANCELLED, Session.Status.DRAFT):
        champion.shifts.create(session=a_session(starts_at=now, status=status))
    _, secret = make_calendar(champion=champion, at=now, by=SAMPLE)

    assert [event["status"] for event in of(secret).walk("VEVENT")] == ["CANCELLED"]


def test_a_venues_calendar_has_its_sessions_and_no_others(now):
    venue = a_venue(name="Knollsea Library")
    for days in (1, 20, 400):
        a_session(venue=venue, starts_at=now + timedelta(days=days))
    a_session(starts_at=now)
    _, secret = make_calendar(venue=venue, at=now, by=SAMPLE)

    assert len(of(secret).walk("VEVENT")) == 2


def test_a_new_address_ends_the_one_before(champion, now):
    _, first = make_calendar(champion=champion, at=now, by=SAMPLE)
    _, second = make_calendar(champion=champion, at=now, by=SAMPLE)

    assert (of(first), of(second) is None) == (None, False)


@pytest.mark.parametrize("end", ["revoked", "left", "erased"])
def test_an_address_that_has_ended_answers_no_longer(champion, now, end):
    link, secret = make_calendar(champion=champion, at=now, by=SAMPLE)
    if end == "revoked":
        revoke_calendar(link, at=now, by=SAMPLE)
    elif end == "left":
        set_status(champion, status="left", on=now.date(), by=SAMPLE)
    else:
        erase_person(champion.person, at=now, by=SAMPLE)

    assert of(secret) is None


@pytest.mark.parametrize("secret", ["wrong", "é", "a" * 300, "%00"])
def test_a_wrong_address_is_not_there(secret):
    assert Client().get(f"/champions/calendar/{secret}.ics").status_code == 404


def test_a_champion_makes_their_own_on_their_page(signed_in, helper, council):
    own = a_champion(council, person=someone(user=helper))

    page = signed_in(helper).post(reverse("champions_calendar_make", args=[own.pk]))

    html = page.content.decode()
    secret = re.search(r"/champions/calendar/([\w-]+)\.ics", html)[1]
    assert 'href="webcal://' in html
    assert of(secret) is not None
    assert secret not in str(list(CalendarLink.objects.values()))


def test_a_venues_calendar_is_made_and_taken_back(manager, signed_in):
    venue, client = a_venue(), signed_in(manager)
    client.post(reverse("champions_calendars_make", args=[venue.pk]))
    link = CalendarLink.objects.get()

    page = client.post(reverse("champions_calendars_revoke", args=[link.pk]), follow=True)

    assert "Taken back" in page.content.decode()
    link.refresh_from_db()
    assert link.revoked_at


def test_a_champions_own_calendar_is_not_taken_back_as_a_venues(manager, signed_in, champion, now):
    link, _ = make_calendar(champion=champion, at=now, by=SAMPLE)

    answer = signed_in(manager).post(reverse("champions_calendars_revoke", args=[link.pk]))

    assert answer.status_code == 404


def test_a_calendar_costs_the_same_however_many_sessions_stand_in_it(champion, now, client):
    _, secret = make_calendar(champion=champion, at=now, by=SAMPLE)
    address, costs = reverse("champions_calendar", args=[secret]), []
    for _ in range(2):
        for days in range(5):
            champion.shifts.create(session=a_session(starts_at=now + timedelta(days=days)))
        costs.append(queries_of(client, address))

    assert costs[0] == costs[1]
