"""The receiver takes a person on or declines, or the sender takes the referral back."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.notifications.actions import tell_organisation
from inroads.foundations.organisations.models import Purpose
from inroads.foundations.people.actions import end_holding, withdraw_consent
from inroads.programme.referrals.models import Referral, Route
from inroads.programme.referrals.queries import may_name
from inroads.programme.referrals.wording import told_of_declining


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
    referral.answered_by = by if isinstance(by, User) else None
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
