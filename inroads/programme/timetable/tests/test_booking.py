"""A place is kept, given up, and never kept twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Machine
from inroads.programme.timetable.actions import (
    book,
    cancel_booking,
    cancel_session,
    change_capacity,
)
from inroads.programme.timetable.models import Booking, Session
from inroads.programme.timetable.tests.factories import THURSDAY_10, a_session, someone

SAMPLE = Machine("sample")


def test_a_place_is_kept_and_counted(db):
    session = a_session(capacity=2)

    booking = book(session, someone(), by=SAMPLE)

    assert (session.taken, session.places_left) == (1, 1)
    assert len(booking.code) == 6


def test_the_same_person_is_not_booked_twice(db):
    session, person = a_session(), someone()
    book(session, person, by=SAMPLE)

    with pytest.raises(Refused, match="have a place at this session already"):
        book(session, person, by=SAMPLE)

    session.refresh_from_db()
    assert session.taken == 1


def test_a_full_session_is_full(db):
    session = a_session(capacity=1)
    book(session, someone(), by=SAMPLE)

    with pytest.raises(Refused, match="This session is full"):
        book(session, someone(), by=SAMPLE)


def test_nobody_is_booked_at_a_cancelled_session(db):
    session = cancel_session(a_session(), at=THURSDAY_10, by=SAMPLE)

    with pytest.raises(Refused, match="cancelled"):
        book(session, someone(), by=SAMPLE)


def test_a_place_given_up_is_free_for_another_and_for_the_same_again(db):
    session, person = a_session(capacity=1), someone()
    booking = cancel_booking(book(session, person, by=SAMPLE), at=THURSDAY_10, by=SAMPLE)

    with pytest.raises(Refused, match="given up already"):
        cancel_booking(booking, at=THURSDAY_10, by=SAMPLE)

    assert book(session, person, by=SAMPLE).status == Booking.Status.KEPT


def test_two_cards_never_have_the_same_code(db, monkeypatch):
    codes = iter(["AAAAAA", "AAAAAA", "AAAAAA", "CCCCCC"])
    monkeypatch.setattr(Booking._meta.get_field("code"), "_get_default", lambda: next(codes))
    session = a_session()

    first = book(session, someone(), by=SAMPLE)
    second = book(session, someone(), by=SAMPLE)

    assert [first.code, second.code] == ["AAAAAA", "CCCCCC"]


def test_room_is_never_made_smaller_than_what_is_taken(db):
    session = a_session(capacity=3)
    for _ in range(2):
        book(session, someone(), by=SAMPLE)

    with pytest.raises(Refused, match="2 people have a place already"):
        change_capacity(session, capacity=1, at=THURSDAY_10, by=SAMPLE)

    assert change_capacity(session, capacity=2, at=THURSDAY_10, by=SAMPLE).places_left == 0


def test_the_database_itself_refuses_an_overbooked_session(db):
    session = a_session(capacity=1)

    with pytest.raises(IntegrityError):
        Session.objects.filter(pk=session.pk).update(taken=2)


def all_at_once(jobs):
    """Each job in a thread of its own, started together; what each returned or was refused."""
    barrier = Barrier(len(jobs))

    def run(job):
        barrier.wait()
        try:
            return job()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_exactly_one_of_many_at_once():
    session = a_session(capacity=1)
    people = [someone() for _ in range(12)]

    answers = all_at_once(
        [lambda person=person: book(session, person, by=SAMPLE) for person in people]
    )

    assert sum(isinstance(answer, Booking) for answer in answers) == 1
    assert answers.count("This session is full") == 11
    session.refresh_from_db()
    assert (session.taken, session.bookings.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_person_booked_many_times_at_once_has_one_place():
    session, person = a_session(capacity=20), someone()

    answers = all_at_once([lambda: book(session, person, by=SAMPLE)] * 8)

    assert sum(isinstance(answer, Booking) for answer in answers) == 1
    session.refresh_from_db()
    assert (session.taken, session.bookings.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_places_given_up_and_taken_at_once_stay_counted():
    session = a_session(capacity=6)
    kept = [book(session, someone(), by=SAMPLE) for _ in range(6)]
    newcomers = [someone() for _ in range(6)]

    all_at_once(
        [
            lambda booking=booking: cancel_booking(booking, at=THURSDAY_10, by=SAMPLE)
            for booking in kept
        ]
        + [lambda person=person: book(session, person, by=SAMPLE) for person in newcomers]
    )

    session.refresh_from_db()
    assert session.taken == session.bookings.filter(status="kept").count()
