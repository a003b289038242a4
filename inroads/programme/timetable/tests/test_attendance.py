"""Who came is one tap each, and whoever just came needs no name."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.programme.timetable.actions import cancel_session, take_attendance
from inroads.programme.timetable.models import Booking
from inroads.programme.timetable.tests.factories import a_booking, a_session, someone

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")


@pytest.fixture
def session(now):
    return a_session(starts_at=now - timedelta(hours=1))


def address(session):
    return reverse("timetable_attendance", args=[session.pk])


def test_twelve_people_are_marked_at_once(session, coordinator, council, signed_in):
    people = [someone(held_by=council, name=f"Person {n:02}") for n in range(12)]
    bookings = [Booking.objects.create(session=session, person=person) for person in people]
    client = signed_in(coordinator)
    assert client.get(address(session)).content.decode().count('type="checkbox"') == 12

    answer = client.post(
        address(session), {"came": [b.pk for b in bookings[:10]], "walk_ins": "4"}, follow=True
    )

    html = answer.content.decode()
    assert "4 came without a place" in html
    came = list(session.bookings.order_by("pk").values_list("came", flat=True))
    assert came == [True] * 10 + [False] * 2
    assert Event.objects.get(verb="attendance.taken").changes == {"came": 10, "walk_ins": 4}


def test_taken_again_the_last_time_counts(session, coordinator, signed_in):
    booking = a_booking(session)
    client = signed_in(coordinator)
    for came in ([booking.pk], []):
        client.post(address(session), {"came": came, "walk_ins": "0"})

    booking.refresh_from_db()
    assert booking.came is False


def test_nobody_is_named_to_whom_the_user_may_not_see(session, coordinator, signed_in):
    a_booking(session, code="CODE77")

    html = signed_in(coordinator).get(address(session)).content.decode()

    assert "Someone with this card, card CODE77" in html
    assert "Tess" not in html


@pytest.mark.parametrize("walk_ins", ["", "-1", "501", "x", "9" * 30])
def test_a_number_that_is_none_is_said_and_what_was_ticked_stays(
    session, coordinator, signed_in, walk_ins
):
    booking = a_booking(session)

    answer = signed_in(coordinator).post(
        address(session), {"came": [booking.pk], "walk_ins": walk_ins}
    )

    assert answer.status_code == 422
    assert "checked" in answer.content.decode()
    booking.refresh_from_db()
    assert booking.came is None


def test_only_those_booked_here_came(session, coordinator, signed_in):
    elsewhere = a_booking(a_session())
    a_booking(session)

    answer = signed_in(coordinator).post(
        address(session), {"came": [elsewhere.pk], "walk_ins": "0"}
    )

    assert answer.status_code == 422
    elsewhere.refresh_from_db()
    assert elsewhere.came is None


def test_before_it_begins_nobody_has_come(now):
    later = a_session(starts_at=now + timedelta(hours=2))

    with pytest.raises(Refused, match="has not begun yet"):
        take_attendance(later, came=[], walk_ins=0, at=now, by=SAMPLE)


def test_nobody_came_to_what_was_cancelled(now):
    session = cancel_session(a_session(starts_at=now + timedelta(hours=1)), at=now, by=SAMPLE)

    with pytest.raises(Refused, match="does not take place"):
        take_attendance(session, came=[], walk_ins=0, at=session.ends_at, by=SAMPLE)
