"""What happens to sessions: planned week by week, added, cancelled."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record, record_each
from inroads.foundations.notifications.actions import tell_person
from inroads.foundations.places.models import Venue
from inroads.programme.directory.actions import add_schedule
from inroads.programme.directory.models import Schedule, Service
from inroads.programme.directory.queries import schedules_in_force
from inroads.programme.timetable.local_time import hours_on, moment
from inroads.programme.timetable.models import Closure, Session
from inroads.programme.timetable.queries import cancelled_key, kept_or_waiting, sessions_between
from inroads.programme.timetable.recurring import days_by_rule, days_of

WEEKS_AHEAD = 8


@transaction.atomic
def add_weekly_time(
    service: Service, *, on: date, by: Actor, **given: Any
) -> tuple[Schedule, list[Session]]:
    """The service happens weekly at this time and place; its sessions of the next weeks are there at once.

    What is given is as for `add_schedule`.
    """
    schedule = add_schedule(service, **given, by=by)
    last = on + timedelta(weeks=WEEKS_AHEAD)
    return schedule, plan_sessions(schedule, first=on, last=last, by=by)


@transaction.atomic
def plan_sessions(schedule: Schedule, *, first: date, last: date, by: Actor) -> list[Session]:
    """The dated sessions of a weekly time from the first day to the last; a second call adds none.

    A session that was cancelled stays cancelled.
    """
    _add_missing(schedule, first, last, by=by)
    return list(_planned_from(schedule, first, last))


@transaction.atomic
def plan_ahead(on: date, *, by: Actor) -> int:
    """Plan every weekly time eight weeks ahead; how many sessions are new.

    Sessions whose weekly time, service or venue has ended since are cancelled if nobody has a place at them. Those with
    bookings stay, marked on the timetable, until somebody decides and the people are told.
    """
    last = on + timedelta(weeks=WEEKS_AHEAD)
    for session in _outlived(on):
        cancel_session(session, at=moment(on, time(0)), by=by)
    return sum(_add_missing(schedule, on, last, by=by) for schedule in schedules_in_force(on, last))


@transaction.atomic
def add_session(
    *,
    service: Service,
    venue: Venue,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
    is_draft: bool = False,
    by: Actor,
) -> Session:
    """One more session, besides what the weekly times make; a draft is seen only by those who may plan it."""
    if service.retired:
        raise Refused("This service has ended", field="service")
    if not venue.is_open:
        raise Refused("This venue is closed. Choose another", field="venue")
    if ends_at <= starts_at:
        raise Refused("It must end later than it starts", field="ends")
    try:
        with transaction.atomic():
            session = Session.objects.create(
                service=service,
                venue=venue,
                starts_at=starts_at,
                ends_at=ends_at,
                capacity=capacity,
                status=Session.Status.DRAFT if is_draft else Session.Status.PLANNED,
            )
    except IntegrityError:
        raise Refused(
            "This service already has a session there at that time", field="starts"
        ) from None
    record("session.drafted" if is_draft else "session.added", session, by=by)
    return session


@transaction.atomic
def confirm_draft(session: Session, *, at: datetime, by: Actor) -> Session:
    """A draft becomes a session like any other."""
    session = locked(session)
    _refuse_if_no_draft(session)
    if session.is_over(at):
        raise Refused("This session is over")
    if session.is_no_longer_offered:
        raise Refused("Its service or its venue has ended. Discard the draft")
    session.status = Session.Status.PLANNED
    session.save(update_fields=["status"])
    record("session.confirmed", session, by=by)
    return session


@transaction.atomic
def discard_draft(session: Session, *, by: Actor) -> None:
    """A draft that nobody wants is there no longer; nobody had a place at it."""
    session = locked(session)
    _refuse_if_no_draft(session)
    record("session.discarded", session, by=by)
    session.delete()


@transaction.atomic
def cancel_session(session: Session, *, at: datetime, by: Actor) -> Session:
    """It does not happen. Everyone with a place is told by text, letter or e-mail.

    Their bookings stay on the cancelled session, so that whoever cannot be told in writing is seen there
    and rung, and nobody is forgotten.
    """
    session = locked(session)
    if session.is_cancelled:
        raise Refused("This session has been cancelled already")
    if session.is_draft:
        raise Refused("This session is only a draft: discard it")
    if session.is_over(at):
        raise Refused("This session is over")
    session.status = Session.Status.CANCELLED
    session.save(update_fields=["status"])
    record("session.cancelled", session, by=by)
    for booking in kept_or_waiting(session).select_related("person"):
        tell_person(
            booking.person,
            subject="Your session is cancelled",
            body=(
                f"The session on {session.when} at {session.venue} is cancelled. We are sorry."
                f" We will find you another. Ring {settings.HELPLINE} if you have a question."
            ),
            about=booking,
            once=cancelled_key(booking),
            at=at,
            by=by,
        )
    return session


@transaction.atomic
def close_for_days(
    *, venue: Venue | None, first: date, last: date, why: str, at: datetime, by: Actor
) -> Closure:
    """A venue, or everywhere, is closed on these days: what was planned is cancelled, and everyone is told."""
    if last < first:
        raise Refused("The last day must not come before the first", field="last")
    closure = Closure.objects.create(venue=venue, first=first, last=last, why=why)
    record("closure.added", closure, by=by)
    planned = sessions_between(first, last).filter(status=Session.Status.PLANNED, ends_at__gt=at)
    for session in planned.filter(venue=venue) if venue else planned:
        cancel_session(session, at=at, by=by)
    return closure


@transaction.atomic
def open_again(closure: Closure, *, by: Actor) -> None:
    """It is not closed after all. What was cancelled stays so; what is planned from now on takes place."""
    record("closure.ended", closure, by=by)
    closure.delete()


# What the actions above share


def _refuse_if_no_draft(session: Session) -> None:
    if not session.is_draft:
        raise Refused("This session is a draft no longer")


def _planned_from(schedule: Schedule, first: date, last: date):
    """The sessions that stand at the times of this schedule, whoever added them."""
    days = days_by_rule(schedule, first, last)
    starts = [moment(day, schedule.starts) for day in days]
    return Session.objects.filter(
        service=schedule.service, venue=schedule.venue, starts_at__in=starts
    ).order_by("starts_at")


def _add_missing(schedule: Schedule, first: date, last: date, *, by: Actor) -> int:
    """Add the sessions that are not there, not even as cancelled ones; how many.

    A draft at that time was waiting for this: it becomes the session.
    """
    there = _planned_from(schedule, first, last)
    drafts = list(there.filter(status=Session.Status.DRAFT))
    there.filter(status=Session.Status.DRAFT).update(
        status=Session.Status.PLANNED, schedule=schedule, capacity=schedule.capacity
    )
    record_each("session.confirmed", drafts, by=by)
    known = set(there.values_list("starts_at", flat=True))
    missing = [
        session
        for day in days_of(schedule, first, last, Closure.objects.filter(last__gte=first))
        if (session := _session_on(schedule, day)).starts_at not in known
    ]
    Session.objects.bulk_create(missing, ignore_conflicts=True)
    if missing:
        record("schedule.planned", schedule, by=by, changes={"sessions": len(missing)})
    return len(missing) + len(drafts)


def _session_on(schedule: Schedule, day: date) -> Session:
    starts_at, ends_at = hours_on(day, schedule.starts, schedule.ends)
    return Session(
        service=schedule.service,
        schedule=schedule,
        venue=schedule.venue,
        starts_at=starts_at,
        ends_at=ends_at,
        capacity=schedule.capacity,
    )


def _outlived(on: date) -> list[Session]:
    """Sessions to come, with nobody booked, whose weekly time, service or venue has ended before them."""
    to_come = Session.objects.filter(
        Q(schedule__valid_to__isnull=False) | Q(service__retired=True) | Q(venue__is_open=False),
        status=Session.Status.PLANNED,
        taken=0,
        starts_at__gte=moment(on, time(0)),
    ).select_related("schedule", "service", "venue")
    return [session for session in to_come if session.is_no_longer_offered]
