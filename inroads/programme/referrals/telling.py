"""Who hears of a referral, of a step and of an outcome, each once, in the way they like best."""

from datetime import datetime

from django.utils import timezone

from inroads.foundations.history.recording import Actor
from inroads.foundations.notifications.actions import tell_organisation, tell_person
from inroads.programme.referrals.models import Referral, Route, Step
from inroads.programme.referrals.queries import may_name, may_tell_outcome
from inroads.programme.referrals.wording import told_of_outcome, told_of_referral


def tell_both(
    step: Step,
    champion: tuple[str, str],
    person: tuple[str, str],
    *,
    key: str,
    at: datetime,
    by: Actor,
) -> None:
    """Tell the champion and the person, each in the way they like best, once."""
    for who, (subject, body) in (
        (step.champion.person, champion),
        (step.route.referral.person, person),
    ):
        once = f"step-{step.pk}-{key}-{who.pk}"
        tell_person(who, subject=subject, body=body, about=step, once=once, at=at, by=by)


def tell_receiver(referral: Referral, *, at: datetime, by: Actor) -> None:
    """Tell the receiver's office that a referral waits, unless it is its own."""
    if referral.is_walk_in:
        return
    subject, body = told_of_referral(referral)
    once = f"sent-{referral.pk}"
    tell_organisation(
        referral.receiver, subject=subject, body=body, about=referral, once=once, at=at, by=by
    )


def tell_sender(route: Route, *, at: datetime, by: Actor) -> None:
    """Tell the sender's organisation the outcome, if it was agreed that it is told."""
    referral, on = route.referral, timezone.localdate(at)
    if referral.is_walk_in or not may_tell_outcome(referral, on):
        return
    subject, body = told_of_outcome(route, by_name=may_name(referral, on))
    tell_organisation(
        referral.sender,
        subject=subject,
        body=body,
        about=referral,
        once=f"outcome-{route.pk}",
        at=at,
        by=by,
    )
