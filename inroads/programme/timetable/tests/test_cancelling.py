"""A session does not happen, and nobody is forgotten."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.models import Message
from inroads.programme.directory.tests.factories import a_service
from inroads.programme.timetable.actions import add_session, cancel_session, change_capacity
from inroads.programme.timetable.models import Booking
from inroads.programme.timetable.tests.factories import (
    THURSDAY_10,
    a_booking,
    a_session,
    someone,
)

SAMPLE = Machine("sample")


def test_everyone_with_a_place_is_told_once(db):
    session = a_session()
    a_booking(session, someone(text="+447700900123"))
    a_booking(session, someone(text="+447700900124"), status=Booking.Status.CANCELLED)

    cancel_session(session, at=THURSDAY_10, by=SAMPLE)

    message = Message.objects.get()
    assert "Thursday 5 March, 10am to midday" in message.body
    assert "is cancelled" in message.body


def test_what_is_over_is_neither_cancelled_nor_made_larger_and_nobody_is_told(db):
    session = a_session()
    a_booking(session, someone(text="+447700900123"))

    with pytest.raises(Refused, match="This session is over"):
        cancel_session(session, at=session.ends_at, by=SAMPLE)
    with pytest.raises(Refused, match="This session is over"):
        change_capacity(session, capacity=20, at=session.ends_at, by=SAMPLE)

    session.refresh_from_db()
    assert (session.is_cancelled, session.capacity) == (False, 6)
    assert not Message.objects.exists()


def test_a_second_cancelling_is_refused_and_tells_nobody_again(db):
    session = a_session()
    a_booking(session, someone(text="+447700900123"))
    session = cancel_session(session, at=THURSDAY_10, by=SAMPLE)

    with pytest.raises(Refused, match="already"):
        cancel_session(session, at=THURSDAY_10, by=SAMPLE)

    assert Message.objects.count() == 1


def test_whoever_cannot_be_written_to_is_shown_as_to_be_rung(signed_in, coordinator, council, now):
    session = a_session(service=a_service(council), starts_at=now + timedelta(days=3))
    a_booking(session, someone(council, name="Tess", text="+447700900123"))
    a_booking(session, someone(council, name="Angel"))
    client = signed_in(coordinator)

    answer = client.post(reverse("timetable_cancel", args=[session.pk]), follow=True)

    rows = answer.text.split("<tbody")[1].split("<tr")[1:]
    told = {name: "In writing" in row for row in rows for name in ("Tess", "Angel") if name in row}
    assert told == {"Tess": True, "Angel": False}
    assert answer.text.count("Ring or visit them") == 1


def test_the_page_of_what_is_over_offers_no_change(signed_in, coordinator, council, now):
    over, to_come = (
        a_session(service=a_service(council), starts_at=now + timedelta(hours=hours))
        for hours in (-3, 3)
    )
    client = signed_in(coordinator)

    pages = [client.get(session.get_absolute_url()).text for session in (over, to_come)]

    words = ["Cancel this session", "Change how many can come", "People may also just come"]
    assert [[each in page for each in words] for page in pages] == [[False] * 3, [True] * 3]
    assert "This session is over" in pages[0]


def test_a_look_at_the_question_cancels_nothing(signed_in, coordinator, council):
    session = a_session(service=a_service(council))

    answer = signed_in(coordinator).get(reverse("timetable_cancel", args=[session.pk]))

    session.refresh_from_db()
    assert (answer.status_code, session.is_cancelled) == (200, False)


def test_another_session_may_stand_where_one_was_cancelled(db):
    session = cancel_session(a_session(), at=THURSDAY_10, by=SAMPLE)
    same = {
        "service": session.service,
        "venue": session.venue,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "capacity": 4,
    }

    assert add_session(**same, by=SAMPLE).pk
    with pytest.raises(Refused, match="already has a session"):
        add_session(**same, by=SAMPLE)
