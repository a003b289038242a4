"""Calendars for telephones: a secret address is made, one at a time, and taken back."""

import secrets
from datetime import datetime

from django.db import transaction

from inroads.foundations.history.recording import Actor, record
from inroads.foundations.places.models import Venue
from inroads.programme.champions.calendars import digest_of
from inroads.programme.champions.checking import require_current
from inroads.programme.champions.models import CalendarLink, Champion


@transaction.atomic
def make_calendar(
    *, champion: Champion | None = None, venue: Venue | None = None, at: datetime, by: Actor
) -> tuple[CalendarLink, str]:
    """A new address, which ends the one before. The secret in it is told now and kept nowhere."""
    if champion:
        require_current(champion)
    for earlier in CalendarLink.objects.filter(champion=champion, venue=venue, revoked_at=None):
        revoke_calendar(earlier, at=at, by=by)
    secret = secrets.token_urlsafe(16)
    link = CalendarLink.objects.create(
        champion=champion, venue=venue, digest=digest_of(secret), made_at=at
    )
    record("calendar.made", link, by=by)
    return link, secret


@transaction.atomic
def revoke_calendar(link: CalendarLink, *, at: datetime, by: Actor) -> None:
    """The address answers no longer."""
    if CalendarLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at):
        record("calendar.revoked", link, by=by)
