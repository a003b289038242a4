"""Recording links are made, sent and taken back."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.notifications.actions import tell_person
from inroads.foundations.notifications.models import Message
from inroads.foundations.places.models import Venue
from inroads.programme.champions.checking import require_current
from inroads.programme.champions.models import Champion
from inroads.programme.help.models import RecordingLink, VenueLink
from inroads.programme.help.queries import digest_of, opened_link
from inroads.programme.help.wording import words_of


@transaction.atomic
def make_link(
    champion: Champion, *, at: datetime, days: int = 90, by: Actor
) -> tuple[RecordingLink, str]:
    """A champion's own address for recording help. The secret in it is told now and kept nowhere."""
    require_current(champion)
    secret = secrets.token_urlsafe(16)
    link = RecordingLink.objects.create(
        champion=champion,
        digest=digest_of(secret),
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    record("link.made", link, by=by)
    return link, secret


@transaction.atomic
def send_link(link: RecordingLink, secret: str, *, at: datetime, by: Actor) -> Message | None:
    """The champion gets their link by text, letter or e-mail, once; None if they can only be spoken with."""
    if opened_link(secret, at) != link:
        raise Refused("This link no longer works. Make a new one")
    message = tell_person(
        link.champion.person,
        subject="Your page for recording help",
        body=words_of(link, secret),
        about=link,
        once=f"recording-link-{link.pk}",
        at=at,
        by=by,
    )
    record("link.sent", link, by=by, changes={"sent": bool(message)})
    return message


@transaction.atomic
def revoke_link(link: RecordingLink, *, at: datetime, by: Actor) -> RecordingLink:
    """The link stops working at once, as when a telephone is lost."""
    link = locked(link)
    if link.revoked_at is None:
        link.revoked_at = at
        link.save()
        record("link.revoked", link, by=by)
    return link


@transaction.atomic
def make_venue_link(venue: Venue, *, at: datetime, by: Actor) -> tuple[VenueLink, str]:
    """The address behind a venue's QR code. The secret in it is told now and kept nowhere."""
    if not venue.is_open:
        raise Refused("This venue is closed")
    secret = secrets.token_urlsafe(16)
    link = VenueLink.objects.create(venue=venue, digest=digest_of(secret), made_at=at)
    record("venue_link.made", link, by=by)
    return link, secret


@transaction.atomic
def revoke_venue_link(link: VenueLink, *, at: datetime, by: Actor) -> VenueLink:
    """The code on the wall stops working, as when it was photographed and passed round."""
    link = locked(link)
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        record("venue_link.revoked", link, by=by)
    return link
