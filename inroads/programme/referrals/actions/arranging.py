"""Steps of a route are agreed and cancelled, and what became of it is written down."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.people.actions import end_holding
from inroads.programme.champions.actions import promise_shift
from inroads.programme.champions.candidates import promised_then
from inroads.programme.champions.checking import why_not_alone
from inroads.programme.champions.models import Champion
from inroads.programme.referrals.models import Route, Step
from inroads.programme.referrals.queries import (
    booked_then,
    holdings_no_longer_needed,
    holds_person,
    places_with,
)
from inroads.programme.referrals.telling import tell_both, tell_sender
from inroads.programme.referrals.wording import told_champion, told_of_cancelling, told_person
from inroads.programme.timetable.actions import book, cancel_booking
from inroads.programme.timetable.models import Booking, Session


@transaction.atomic
def keep_promise(route: Route, *, on: date, by: Actor) -> Route:
    """Somebody has spoken with the person, which keeps the promise; the first day counts."""
    route = locked(route)
    refuse_if_closed(route)
    if route.spoken_on is None:
        route.spoken_on = on
        route.save(update_fields=["spoken_on"])
        record("route.spoken", route, by=by)
    return route


@transaction.atomic
def agree_step(
    route: Route,
    *,
    champion: Champion,
    session: Session,
    spoken: bool = False,
    at: datetime,
    by: Actor,
) -> Step:
    """A place is kept for the person with this champion at this session, and both are told.

    Whether somebody has spoken with the person, which keeps the promise made to them, is said and not assumed.
    """
    route, champion = locked(route), locked(champion)
    refuse_if_closed(route)
    refuse_unless_agreed_and_held(route, on=timezone.localdate(at))
    for earlier in route.steps.filter(session=session, status=Step.Status.AGREED):
        if earlier.will_happen:
            return agreed_before(earlier, champion)
        end_step(earlier, Step.Status.CANCELLED, by=by)  # its place was given up meanwhile
    if session.starts_at <= at:
        raise Refused("This session has already started. Choose a later one")
    if stops := why_not_alone(champion, timezone.localdate(at)):
        raise Refused(f"{champion} may not help one to one. {stops}. Choose another champion")
    if places_with(champion) < 1:
        raise Refused(f"{champion} cannot take on anyone else now. Choose another champion")
    if elsewhere := promised_then(champion, session):
        raise Refused(f"{champion} is at {elsewhere.venue} then. Choose another session")
    if elsewhere := booked_then(route.referral.person, session):
        raise Refused(f"They have a place at {elsewhere.venue} then. Choose another session")

    booking = book(session, route.referral.person, by=by)
    if not champion.shifts.filter(session=session).exists():
        promise_shift(champion, session, at=at, by=by)
    step = Step.objects.create(
        route=route, champion=champion, session=session, booking=booking, made_at=at
    )
    if spoken:
        keep_promise(route, on=timezone.localdate(at), by=by)
    tell_both(step, told_champion(step), told_person(step), key="agreed", at=at, by=by)
    record("step.agreed", step, by=by)
    return step


@transaction.atomic
def cancel_step(step: Step, *, at: datetime, by: Actor) -> Step:
    """The step will not take place: the kept place is free again, and both are told.

    Of a session that was cancelled as a whole they have been told already.
    """
    step = locked(step)
    if not step.is_agreed:
        raise Refused("This step is already over")
    if step.booking.status == Booking.Status.KEPT:
        cancel_booking(step.booking, at=at, by=by)
    end_step(step, Step.Status.CANCELLED, by=by)
    if at < step.session.starts_at and not step.session.is_cancelled:
        champion = told_of_cancelling(step, champion=True)
        person = told_of_cancelling(step, champion=False)
        tell_both(step, champion, person, key="cancelled", at=at, by=by)
    return step


@transaction.atomic
def close_route(
    route: Route, *, outcome: str, said_no: str = "", note: str = "", at: datetime, by: Actor
) -> Route:
    """What became of it, told to the sender. Steps still to come are cancelled, those past are done."""
    route = locked(route)
    refuse_if_closed(route)
    if outcome not in Route.Outcome.values:
        raise Refused("Choose what became of it", field="outcome")
    if outcome == Route.Outcome.SAID_NO and said_no not in Route.SaidNo.values:
        raise Refused("Choose why they said no", field="said_no")
    for step in route.steps.filter(status=Step.Status.AGREED).select_related("session", "booking"):
        if step.session.starts_at > at:
            cancel_step(step, at=at, by=by)
        else:
            took_place = step.will_happen
            end_step(step, Step.Status.DONE if took_place else Step.Status.CANCELLED, by=by)
    route.outcome = outcome
    route.said_no = said_no if outcome == Route.Outcome.SAID_NO else ""
    route.note = note
    route.closed_at = at
    route.save(update_fields=["outcome", "said_no", "note", "closed_at"])
    tell_sender(route, at=at, by=by)
    record("route.closed", route, by=by)
    return route


@transaction.atomic
def let_go_after_closing(*, on: date, by: Actor) -> int:
    """Ninety days after it is over nobody holds a person for a referral any more; how many holdings end."""
    due = holdings_no_longer_needed(on)
    ended = 0
    for holding in due.select_related("person").order_by("person", "pk"):
        locked(holding.person)  # so that nobody refers them anew in this moment
        if due.filter(pk=holding.pk).exists():
            end_holding(holding, on=on, by=by)
            ended += 1
    return ended


def refuse_if_closed(route: Route) -> None:
    if not route.is_open:
        raise Refused("This route is already closed")


def refuse_unless_agreed_and_held(route: Route, *, on: date) -> None:
    """Nothing is arranged for whoever changed their mind, or whose record was let go."""
    referral = route.referral
    if not referral.consent.stands:
        raise Refused("They have changed their mind and no longer say yes to this. Close the route")
    if not holds_person(referral.receiver, referral.person, on):
        raise Refused(f"{referral.receiver} no longer holds this person’s record. Close the route")


def end_step(step: Step, status: Step.Status, *, by: Actor) -> None:
    step.status = status
    step.save(update_fields=["status"])
    record(f"step.{status}", step, by=by)


def agreed_before(step: Step, champion: Champion) -> Step:
    """The step that was agreed a moment ago, if it is the same; a person is at a session once."""
    if step.champion_id != champion.pk:
        raise Refused(f"They already have a place at this session, with {step.champion}")
    return step
