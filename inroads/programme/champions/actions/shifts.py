"""Shifts are promised, offered to others, taken over, withdrawn."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.notifications.actions import tell_person
from inroads.programme.champions.candidates import promised_then
from inroads.programme.champions.checking import require_current
from inroads.programme.champions.models import Champion, Shift
from inroads.programme.timetable.models import Session


@transaction.atomic
def promise_shift(champion: Champion, session: Session, *, at: datetime, by: Actor) -> Shift:
    """The champion will be at the session. Promising it again changes nothing."""
    session = locked(session)
    champion.refresh_from_db(fields=["status"])
    if session.is_cancelled:
        raise Refused("This session is cancelled")
    if session.is_draft:
        raise Refused("This session is only a draft")
    if session.ends_at <= at:
        raise Refused("This session is over. Nobody can promise it any more")
    require_current(champion)
    shift, is_new = Shift.objects.get_or_create(champion=champion, session=session)
    if is_new:
        record("shift.promised", shift, by=by, changes={"session": session.pk})
    return shift


@transaction.atomic
def withdraw_shift(shift: Shift, *, at: datetime, by: Actor) -> None:
    """The champion will not be there; that they were cannot be taken back."""
    if shift.session.ends_at <= at:
        raise Refused("This session is over")
    drop_shift(shift, by=by)


@transaction.atomic
def drop_shift(shift: Shift, *, by: Actor) -> None:
    """The promise is there no longer."""
    record("shift.withdrawn", shift, by=by, changes={"session": shift.session_id})
    Shift.objects.filter(pk=shift.pk).delete()


@transaction.atomic
def offer_shift(shift: Shift, *, at: datetime, by: Actor) -> Shift:
    """The champion asks whether another can come instead; until one does, the promise stands."""
    shift = locked(shift)
    _refuse_if_past(shift.session, at)
    if shift.offered_at is None:
        shift.offered_at = at
        shift.save(update_fields=["offered_at"])
        record("shift.offered", shift, by=by)
    return shift


@transaction.atomic
def keep_shift(shift: Shift, *, by: Actor) -> Shift:
    """They can come after all: it is offered no longer."""
    shift = locked(shift)
    if shift.offered_at:
        shift.offered_at = None
        shift.save(update_fields=["offered_at"])
        record("shift.kept", shift, by=by)
    return shift


@transaction.atomic
def take_shift(shift: Shift, champion: Champion, *, at: datetime, by: Actor) -> Shift:
    """Another champion comes instead, and whoever offered it is told. One conditional UPDATE: one takes it."""
    _refuse_if_past(shift.session, at)
    champion.refresh_from_db(fields=["status"])
    require_current(champion)
    if elsewhere := promised_then(champion, shift.session):
        raise Refused(f"You promised to be at {elsewhere.venue} then")
    offered = Shift.objects.filter(
        pk=shift.pk, champion=shift.champion_id, offered_at__isnull=False
    )
    try:
        with transaction.atomic():
            taken = offered.update(champion=champion, offered_at=None)
    except IntegrityError:
        raise Refused("You promised this session already") from None
    if not taken:
        raise Refused("Somebody else has taken it, or it is offered no longer. Thank you")
    before = shift.champion
    shift.refresh_from_db()
    record("shift.taken", shift, by=by, changes={"champion": [before.pk, champion.pk]})
    tell_person(
        before.person,
        subject="Somebody comes instead of you",
        body=(
            f"Somebody comes instead of you on {shift.session.when}, at {shift.session.venue}."
            f" You need not come. Questions? Ring {settings.HELPLINE}."
        ),
        about=before,
        once=f"shift-taken-{shift.pk}-{before.pk}-{champion.pk}",
        at=at,
        by=by,
    )
    return shift


@transaction.atomic
def tell_of_cancelled(*, at: datetime, by: Actor) -> int:
    """Champions hear, once, that a session to come which they promised is cancelled; how many there are."""
    shifts = Shift.objects.filter(
        session__status=Session.Status.CANCELLED, session__starts_at__gt=at
    ).select_related("champion__person", "session__venue")
    for shift in shifts:
        tell_person(
            shift.champion.person,
            subject="A session you promised is cancelled",
            body=(
                f"The session on {shift.session.when} at {shift.session.venue} is cancelled."
                f" You need not come. Questions? Ring {settings.HELPLINE}."
            ),
            about=shift,
            once=f"shift-cancelled-{shift.pk}",
            at=at,
            by=by,
        )
    return len(shifts)


# What the actions above share


def _refuse_if_past(session: Session, at: datetime) -> None:
    if session.is_cancelled:
        raise Refused("This session is cancelled")
    if session.ends_at <= at:
        raise Refused("This session is over")
