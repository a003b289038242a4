"""Who waits for a place gets it in their turn, and is told; whatever happens in whatever order."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.models import Message
from inroads.programme.timetable.actions import (
    book,
    cancel_booking,
    cancel_session,
    change_capacity,
    wait_for_place,
)
from inroads.programme.timetable.models import Booking, Session
from inroads.programme.timetable.queries import waiting_bookings
from inroads.programme.timetable.tests.factories import THURSDAY_10, a_session, someone
from inroads.programme.timetable.tests.test_booking import all_at_once

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")
BEFORE = THURSDAY_10 - timedelta(days=3)


def full_session(capacity=1, **given):
    session = a_session(capacity=capacity, **given)
    kept = [book(session, someone(), by=SAMPLE) for _ in range(capacity)]
    return session, kept


def waits(session, **given):
    return wait_for_place(session, someone(**given), at=BEFORE, by=SAMPLE)


def test_a_place_given_up_goes_to_whoever_waited_longest_and_they_are_told():
    session, (kept,) = full_session()
    first = waits(session, text="+447700900111")
    second = waits(session, text="+447700900222")

    cancel_booking(kept, at=BEFORE, by=SAMPLE)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (Booking.Status.KEPT, Booking.Status.WAITING)
    message = Message.objects.get()
    assert message.person == first.person
    assert first.code in message.body
    session.refresh_from_db()
    assert session.taken == 1


def test_more_room_lets_as_many_in_as_it_has_room_for():
    session, _ = full_session()
    waiting = [waits(session) for _ in range(3)]

    change_capacity(session, capacity=3, at=BEFORE, by=SAMPLE)

    assert [b.pk for b in waiting_bookings(session)] == [waiting[2].pk]
    session.refresh_from_db()
    assert session.taken == 3


def test_nobody_waits_while_there_is_a_place():
    with pytest.raises(Refused, match="There is a place"):
        waits(a_session(capacity=1))


def test_nobody_waits_twice_nor_with_a_place():
    session, (kept,) = full_session()
    waiting = waits(session)

    with pytest.raises(Refused, match="They wait for a place at this session already"):
        wait_for_place(session, waiting.person, at=BEFORE, by=SAMPLE)
    with pytest.raises(Refused, match="They have a place at this session already"):
        wait_for_place(session, kept.person, at=BEFORE, by=SAMPLE)


def test_who_waits_no_longer_is_passed_over():
    session, (kept,) = full_session()
    first, second = waits(session), waits(session)
    cancel_booking(first, at=BEFORE, by=SAMPLE)

    cancel_booking(kept, at=BEFORE, by=SAMPLE)

    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.status, second.status) == (Booking.Status.CANCELLED, Booking.Status.KEPT)


def test_once_it_is_over_nobody_moves_up():
    session, (kept,) = full_session()
    waiting = waits(session)

    cancel_booking(kept, at=session.ends_at, by=SAMPLE)

    waiting.refresh_from_db()
    assert waiting.is_waiting
    with pytest.raises(Refused, match="Nobody can wait for this session"):
        wait_for_place(session, someone(), at=session.ends_at, by=SAMPLE)


def test_who_waits_hears_too_that_it_is_cancelled():
    session, _ = full_session()
    waits(session, text="+447700900111")

    cancel_session(session, at=BEFORE, by=SAMPLE)

    assert "is cancelled" in Message.objects.get().body


def test_the_database_itself_refuses_two_of_the_same_rank():
    session, _ = full_session()
    waits(session)

    with pytest.raises(IntegrityError):
        Booking.objects.create(session=session, person=someone(), status="waiting", rank=1)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_begin_to_wait_at_once_each_has_a_rank_of_their_own():
    session, _ = full_session()
    people = [someone() for _ in range(10)]

    answers = all_at_once(
        [
            lambda person=person: wait_for_place(session, person, at=BEFORE, by=SAMPLE)
            for person in people
        ]
    )

    assert all(isinstance(answer, Booking) for answer in answers)
    ranks = waiting_bookings(session).values_list("rank", flat=True)
    assert list(ranks) == list(range(1, 11))


def test_booking_and_waiting_in_any_order():
    class Story(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.savepoint = transaction.atomic()
            self.savepoint.__enter__()
            self.session = a_session(capacity=2)
            self.people = [someone() for _ in range(6)]
            self.began: list[int] = []

        def teardown(self):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

        def attempt(self, action, *args, **given):
            try:
                with transaction.atomic():
                    return action(*args, **given, by=SAMPLE)
            except Refused:
                return None

        @rule(which=st.integers(0, 5))
        def book(self, which):
            self.attempt(book, self.session, self.people[which])

        @rule(which=st.integers(0, 5))
        def wait(self, which):
            booking = self.attempt(wait_for_place, self.session, self.people[which], at=BEFORE)
            if booking:
                self.began.append(booking.pk)

        @rule(which=st.integers(0, 20))
        def give_up(self, which):
            bookings = list(self.session.bookings.order_by("pk"))
            if bookings:
                self.attempt(cancel_booking, bookings[which % len(bookings)], at=BEFORE)

        @rule(capacity=st.integers(0, 5))
        def make_room(self, capacity):
            self.attempt(change_capacity, self.session, capacity=capacity, at=BEFORE)

        @invariant()
        def places_are_counted_and_never_too_many(self):
            session = Session.objects.get(pk=self.session.pk)
            kept = session.bookings.filter(status="kept").count()
            assert session.taken == kept <= session.capacity

        @invariant()
        def nobody_waits_beside_a_free_place(self):
            session = Session.objects.get(pk=self.session.pk)
            assert not (session.places_left and waiting_bookings(session).exists())

        @invariant()
        def whoever_waits_longest_is_first(self):
            waiting = list(waiting_bookings(self.session).values_list("pk", flat=True))
            assert waiting == [key for key in self.began if key in waiting]

        @invariant()
        def nobody_is_there_twice(self):
            here = self.session.bookings.filter(status__in=["kept", "waiting"])
            people = list(here.values_list("person", flat=True))
            assert len(people) == len(set(people))

    run(
        Story,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


# On the page


def test_a_place_is_kept_for_somebody_known(coordinator, council, signed_in, now):
    session = a_session(starts_at=now + timedelta(days=2), capacity=1)
    tess, angel = someone(held_by=council), someone(held_by=council, name="Angel Clare")
    client, address = signed_in(coordinator), reverse("timetable_book", args=[session.pk])

    found = client.get(address, {"words": "durbey"}).content.decode()
    assert "keep a place" in found
    assert "Angel" not in found
    kept = client.post(address, {"person": tess.pk}, follow=True).content.decode()
    assert "A place is kept for Tess Durbeyfield" in kept

    found = client.get(address, {"words": "angel"}).content.decode()
    assert "let them wait" in found
    waits = client.post(address, {"person": angel.pk, "wait": "wait"}, follow=True).content.decode()
    assert "Angel Clare waits for a place" in waits
    assert "Who waits for a place" in waits


@pytest.mark.parametrize("person", ["", "x", "999999", "9" * 30, "٣"])
def test_nobody_is_booked_who_is_not_known(coordinator, signed_in, now, person):
    session = a_session(starts_at=now + timedelta(days=2))

    answer = signed_in(coordinator).post(
        reverse("timetable_book", args=[session.pk]), {"person": person}
    )

    assert answer.status_code == 404
    assert not Booking.objects.exists()


def test_somebody_whom_the_user_may_not_see_is_not_booked(coordinator, signed_in, now):
    session, hidden = a_session(starts_at=now + timedelta(days=2)), someone()

    answer = signed_in(coordinator).post(
        reverse("timetable_book", args=[session.pk]), {"person": hidden.pk}
    )

    assert answer.status_code == 404
