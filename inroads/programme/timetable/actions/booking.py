"""What happens to places at sessions: kept, waited for, given up, and who came."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.notifications.actions import tell_person
from inroads.foundations.people.models import Person
from inroads.programme.timetable.models import Booking, Session
from inroads.programme.timetable.queries import EARLY, kept_or_waiting, waiting_bookings

TRIES_FOR_A_CODE = 5


@transaction.atomic
def book(session: Session, person: Person, *, by: Actor) -> Booking:
    """A place is kept for the person. One conditional UPDATE takes it, so that the last goes to one only."""
    free = Session.objects.filter(
        pk=session.pk, status=Session.Status.PLANNED, taken__lt=F("capacity")
    )
    if not free.update(taken=F("taken") + 1):
        session.refresh_from_db()
        if session.is_cancelled:
            raise Refused("This session is cancelled")
        if session.is_draft:
            raise Refused("This session is only a draft")
        raise Refused("This session is full")
    booking = _keep_place(session, person)
    session.refresh_from_db(fields=["taken"])
    record("booking.kept", booking, by=by, changes={"session": session.pk})
    return booking


@transaction.atomic
def cancel_booking(booking: Booking, *, at: datetime, by: Actor) -> Booking:
    """The place is given up, and goes to whoever has waited longest; or nobody waits for it any more."""
    # The session is held first, as `book` does, so that the two never wait for one another.
    session = locked(booking.session)
    ours = Booking.objects.filter(pk=booking.pk)
    if ours.filter(status=Booking.Status.KEPT).update(status=Booking.Status.CANCELLED):
        Session.objects.filter(pk=session.pk).update(taken=F("taken") - 1)
    elif not ours.filter(status=Booking.Status.WAITING).update(
        status=Booking.Status.CANCELLED, rank=None
    ):
        raise Refused("This place has been given up already")
    booking.refresh_from_db()
    record("booking.cancelled", booking, by=by, changes={"session": session.pk})
    fill_free_places(session, at=at, by=by)
    return booking


@transaction.atomic
def wait_for_place(session: Session, person: Person, *, at: datetime, by: Actor) -> Booking:
    """The session is full: the person is told as soon as a place is free, whoever waits longest first."""
    session = locked(session)
    if session.status != Session.Status.PLANNED or session.is_over(at):
        raise Refused("Nobody can wait for this session")
    if session.places_left:
        raise Refused("There is a place. Keep it for them")
    highest = waiting_bookings(session).aggregate(Max("rank"))["rank__max"] or 0
    booking = _keep_place(session, person, status=Booking.Status.WAITING, rank=highest + 1)
    record("booking.waits", booking, by=by, changes={"session": session.pk})
    return booking


@transaction.atomic
def fill_free_places(session: Session, *, at: datetime, by: Actor) -> list[Booking]:
    """Free places go to those who wait, in their order, and they are told; none once the session is over."""
    session = locked(session)
    if session.status != Session.Status.PLANNED or session.is_over(at):
        return []
    moved = list(waiting_bookings(session).select_related("person")[: session.places_left])
    for booking in moved:
        booking.status, booking.rank = Booking.Status.KEPT, None
        booking.save(update_fields=["status", "rank"])
        record("booking.kept", booking, by=by, changes={"session": session.pk, "waited": True})
        tell_person(
            booking.person,
            subject="A place is free for you",
            body=(
                f"A place is free and kept for you: {session.when}, at {session.venue}."
                f" Your card: {booking.code}. If you cannot come, ring {settings.HELPLINE}."
            ),
            about=booking,
            once=f"place-free-{booking.pk}",
            at=at,
            by=by,
        )
    Session.objects.filter(pk=session.pk).update(taken=F("taken") + len(moved))
    return moved


@transaction.atomic
def take_attendance(
    session: Session, *, came: Iterable[Booking], walk_ins: int, at: datetime, by: Actor
) -> Session:
    """Who came of those with a place, and how many came without; taken again, the last time counts."""
    session = locked(session)
    if session.status != Session.Status.PLANNED:
        raise Refused("This session does not take place")
    if session.starts_at - EARLY > at:
        raise Refused("This session has not begun yet")
    there = [booking.pk for booking in came]
    kept = Booking.objects.filter(session=session, status=Booking.Status.KEPT)
    kept.filter(pk__in=there).update(came=True)
    kept.exclude(pk__in=there).update(came=False)
    session.walk_ins, session.attendance_at = walk_ins, at
    session.save(update_fields=["walk_ins", "attendance_at"])
    changes = {"came": kept.filter(came=True).count(), "walk_ins": walk_ins}
    record("attendance.taken", session, by=by, changes=changes)
    return session


@transaction.atomic
def change_capacity(session: Session, *, capacity: int, at: datetime, by: Actor) -> Session:
    """Room for more or fewer, but never for fewer than have a place already."""
    if session.is_over(at):
        raise Refused("This session is over")
    before = session.capacity
    room = Session.objects.filter(pk=session.pk, taken__lte=capacity).update(capacity=capacity)
    session.refresh_from_db(fields=["capacity", "taken"])
    if not room:
        raise Refused(
            f"{session.taken} people have a place already. Enter {session.taken} or more",
            field="capacity",
        )
    record("session.changed", session, by=by, changes={"capacity": [before, capacity]})
    fill_free_places(session, at=at, by=by)
    return session


# What the actions above share


def _keep_place(session: Session, person: Person, **given: Any) -> Booking:
    """The booking itself, with a code that no other card has."""
    for _ in range(TRIES_FOR_A_CODE):
        try:
            with transaction.atomic():
                return Booking.objects.create(session=session, person=person, **given)
        except IntegrityError:
            earlier = kept_or_waiting(session).filter(person=person).first()
            if earlier and earlier.is_waiting:
                raise Refused("They wait for a place at this session already") from None
            if earlier:
                raise Refused("They have a place at this session already") from None
    raise Refused("No card could be made. Try again")
