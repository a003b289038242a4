"""What happens to a referral, from being sent to what became of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.notifications.actions import tell_organisation
from inroads.foundations.organisations.models import Organisation, Purpose, SharedField
from inroads.foundations.people.actions import (
    add_person,
    change_person,
    end_holding,
    hold,
    take_consent,
    withdraw_consent,
)
from inroads.foundations.people.models import Consent, ContactWay, Person
from inroads.programme.champions.actions import promise_shift
from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Topic
from inroads.programme.referrals.models import Referral, Route, Step
from inroads.programme.referrals.queries import (
    holdings_no_longer_needed,
    may_name,
    may_pass_on,
    no_agreement,
    places_with,
    shared_fields,
)
from inroads.programme.referrals.telling import tell_both, tell_receiver, tell_sender
from inroads.programme.referrals.wording import (
    told_champion,
    told_of_cancelling,
    told_of_declining,
    told_person,
)
from inroads.programme.timetable.actions import book, cancel_booking
from inroads.programme.timetable.models import Booking, Session

# Which facts of a person each shared field covers.
COVERED = {
    SharedField.NAME: ["name", "birth_year"],
    SharedField.CONTACT: ["contact_ways"],
    SharedField.PLACE: ["postcode", "address"],
    SharedField.LANGUAGE: ["languages", "needs_interpreter"],
    SharedField.ACCESS: ["access_needs"],
}


@transaction.atomic
def refer_person(
    *,
    person: Person | None,
    details: dict[str, Any],
    sender: Organisation,
    receiver: Organisation,
    topics: Iterable[Topic],
    note: str,
    words: str,
    how: str,
    journey: UUID,
    promise_on: date,
    at: datetime,
    by: Actor,
) -> Referral:
    """A whole journey at once: the person (new, unless one was chosen), their consent, the referral.

    The journey's id is unique, so that whatever is sent twice makes one referral.
    """
    if earlier := Referral.objects.filter(journey=journey, sender=sender).first():
        return earlier
    fields = agreed_fields(sender, receiver, timezone.localdate(at))
    try:
        with transaction.atomic():
            if person is None:
                allowed = {name for field in fields for name in COVERED.get(SharedField(field), [])}
                given = {name: value for name, value in details.items() if name in allowed}
                person = add_person(**given, at=at, by=by)
            elif not may_pass_on(person, fields):
                raise Refused("Your agreement does not cover all that is kept of this person")
            elif SharedField.CONTACT in fields:
                add_ways(person, details.get("contact_ways", []), by=by)
            hold(person, sender, Purpose.REFERRING, on=timezone.localdate(at), by=by)
            consent = take_consent(
                person, sender, Purpose.REFERRING, words=words, how=how, at=at, by=by
            )
            return send_referral(
                person,
                sender=sender,
                receiver=receiver,
                consent=consent,
                topics=topics,
                note=note,
                at=at,
                promise_on=promise_on,
                by=by,
                journey=journey,
            )
    except IntegrityError as error:
        earlier = Referral.objects.filter(journey=journey, sender=sender).first()
        if earlier is None:
            raise Refused("This could not be sent. Start the referral again") from error
        return earlier


@transaction.atomic
def send_referral(
    person: Person,
    *,
    sender: Organisation,
    receiver: Organisation,
    consent: Consent,
    topics: Iterable[Topic],
    note: str,
    at: datetime,
    promise_on: date,
    by: Actor,
    journey: UUID | None = None,
) -> Referral:
    """One organisation asks another to help a person who said yes to it; both hold the person from now."""
    on = timezone.localdate(at)
    fields = agreed_fields(sender, receiver, on)
    if consent.person_id != person.pk or not consent.stands:
        raise Refused("They have not said yes to this")
    covers_need = SharedField.NEED in fields
    referral = Referral.objects.create(
        person=person,
        sender=sender,
        receiver=receiver,
        consent=consent,
        sent_by=user_or_nobody(by),
        note=note if covers_need else "",
        sent_at=at,
        promise_on=promise_on,
        journey=journey or uuid4(),
    )
    if covers_need:
        referral.topics.set(topics)
    hold(person, sender, Purpose.REFERRING, on=on, by=by)
    hold(person, receiver, Purpose.ARRANGING, on=on, by=by)
    tell_receiver(referral, at=at, by=by)
    record("referral.sent", referral, by=by)
    return referral


@transaction.atomic
def accept_referral(referral: Referral, *, at: datetime, by: Actor) -> Route:
    """The receiver takes the person on. Of two who accept at once, one does and the other is told who."""
    referral = locked(referral)
    refuse_if_answered(referral)
    if not referral.consent.stands:
        raise Refused("They have changed their mind and no longer say yes to this. Decline it")
    answer(referral, Referral.Status.ACCEPTED, at=at, by=by)
    route = Route.objects.create(referral=referral, opened_at=at)
    record("referral.accepted", referral, by=by)
    return route


@transaction.atomic
def decline_referral(referral: Referral, *, reason: str, at: datetime, by: Actor) -> Referral:
    """The receiver cannot help, and tells the sender why; it keeps no record of the person for it."""
    referral = locked(referral)
    refuse_if_answered(referral)
    if not reason.strip():
        raise Refused("Enter why you cannot take this referral", field="reason")
    answer(referral, Referral.Status.DECLINED, at=at, by=by, reason=reason)
    stop_arranging(referral, on=timezone.localdate(at), by=by)
    if not referral.is_walk_in:
        subject, body = told_of_declining(
            referral, by_name=may_name(referral, timezone.localdate(at))
        )
        tell_organisation(
            referral.sender,
            subject=subject,
            body=body,
            about=referral,
            once=f"declined-{referral.pk}",
            at=at,
            by=by,
        )
    record("referral.declined", referral, by=by)
    return referral


@transaction.atomic
def withdraw_referral(referral: Referral, *, at: datetime, by: Actor, reason: str = "") -> Referral:
    """The sender takes it back before it is answered; the consent that was given for it ends too."""
    referral = locked(referral)
    if referral.status in (Referral.Status.ACCEPTED, Referral.Status.DECLINED):
        answered = referral.get_status_display().lower()
        raise Refused(
            f"{referral.receiver} has already {answered} this referral. Ring them instead"
        )
    refuse_if_answered(referral)
    answer(referral, Referral.Status.WITHDRAWN, at=at, by=by, reason=reason)
    if referral.consent.stands:
        withdraw_consent(referral.consent, at=at, by=by)
    stop_arranging(referral, on=timezone.localdate(at), by=by)
    record("referral.withdrawn", referral, by=by)
    return referral


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
    if step := route.steps.filter(session=session, status=Step.Status.AGREED).first():
        return agreed_before(step, champion)
    if session.starts_at <= at:
        raise Refused("This session has already started. Choose a later one")
    if places_with(champion) < 1:
        raise Refused(f"{champion} cannot take on anyone else now. Choose another champion")

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
        cancel_booking(step.booking, by=by)
    step.status = Step.Status.CANCELLED
    step.save(update_fields=["status"])
    if at < step.session.starts_at and not step.session.is_cancelled:
        champion = told_of_cancelling(step, champion=True)
        person = told_of_cancelling(step, champion=False)
        tell_both(step, champion, person, key="cancelled", at=at, by=by)
    record("step.cancelled", step, by=by)
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
    for step in route.steps.filter(status=Step.Status.AGREED).select_related("session"):
        if step.session.starts_at > at:
            cancel_step(step, at=at, by=by)
        else:
            step.status = Step.Status.DONE
            step.save(update_fields=["status"])
            record("step.done", step, by=by)
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


def add_ways(person: Person, ways: list[dict], *, by: Actor) -> None:
    """Ways to reach somebody already known that were not known yet; those that were are kept as they are."""
    known: list[dict] = list(person.contact_ways.values("kind", "value", "note", "preferred"))  # type: ignore[arg-type]
    pairs = {(way["kind"], way["value"]) for way in known}
    fresh = [
        {**way, "preferred": False}
        for way in ways
        if (way["kind"], way["value"]) not in pairs
        and (way["kind"] != ContactWay.Kind.POST or person.written_to_at)
    ]
    if fresh:
        change_person(person, contact_ways=[*known, *fresh], by=by)


def agreed_fields(sender: Organisation, receiver: Organisation, on: date) -> set[str]:
    """What may be passed; a refusal if nothing was agreed."""
    fields = shared_fields(sender, receiver, on)
    if fields is None:
        raise Refused(no_agreement(sender, receiver))
    return fields


def refuse_if_answered(referral: Referral) -> None:
    if referral.is_waiting:
        return
    who = f" by {referral.answered_by}" if referral.answered_by else ""
    if referral.status == Referral.Status.WITHDRAWN:
        who = f" by {referral.sender}"
    raise Refused(f"This referral has already been {referral.get_status_display().lower()}{who}")


def answer(referral: Referral, status: str, *, at: datetime, by: Actor, reason: str = "") -> None:
    referral.status = status
    referral.answered_at = at
    referral.answered_by = user_or_nobody(by)
    referral.reason = reason.strip()
    referral.save(update_fields=["status", "answered_at", "answered_by", "reason"])


def stop_arranging(referral: Referral, *, on: date, by: Actor) -> None:
    """End what the receiver began to hold for this referral, unless it has another reason to."""
    others = Referral.objects.filter(
        person=referral.person,
        receiver=referral.receiver,
        status__in=[Referral.Status.SENT, Referral.Status.ACCEPTED],
    )
    if others.exists():
        return
    for holding in referral.person.holdings.filter(
        organisation=referral.receiver,
        purpose=Purpose.ARRANGING,
        starts_on__gte=timezone.localdate(referral.sent_at),
        ends_on=None,
    ):
        end_holding(holding, on=on, by=by)


def user_or_nobody(by: Actor) -> User | None:
    return by if isinstance(by, User) else None


def refuse_if_closed(route: Route) -> None:
    if not route.is_open:
        raise Refused("This route is already closed")


def agreed_before(step: Step, champion: Champion) -> Step:
    """The step that was agreed a moment ago, if it is the same; a person is at a session once."""
    if step.champion_id != champion.pk:
        raise Refused(f"They already have a place at this session, with {step.champion}")
    return step
