"""What stands in a calendar (RFC 5545): when and where, and nobody's name."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import Q
from icalendar import Calendar, Event

from inroads.programme.champions.models import CalendarLink
from inroads.programme.timetable.models import Session

BEFORE, AHEAD = timedelta(days=30), timedelta(days=180)
LOOK_AGAIN = "PT4H"


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def opened_calendar(secret: str) -> CalendarLink | None:
    """The calendar of this secret, if it was not taken back and its champion still helps."""
    links = CalendarLink.objects.filter(digest=digest_of(secret), revoked_at=None)
    link = links.select_related("champion__person", "venue").first()
    if link and link.champion and (not link.champion.is_current or link.champion.person.erased_at):
        return None
    return link


def sessions_in(link: CalendarLink, at: datetime) -> Iterable[Session]:
    """The sessions that stand in a calendar, cancelled ones too: a telephone is told that they are."""
    own = Q(shifts__champion=link.champion) if link.champion else Q(venue=link.venue)
    sessions = Session.objects.filter(own, starts_at__gt=at - BEFORE, starts_at__lt=at + AHEAD)
    sessions = sessions.exclude(status=Session.Status.DRAFT)
    return sessions.select_related("service", "venue").order_by("starts_at", "pk")


def calendar_of(link: CalendarLink, at: datetime) -> bytes:
    """The calendar as a telephone subscribes to it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Inroads//Sessions//EN")
    calendar.add("version", "2.0")
    name = str(link.venue) if link.venue else "Sessions I promised"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", LOOK_AGAIN)
    for session in sessions_in(link, at):
        event = Event()
        event.add("uid", f"session-{session.pk}@{settings.ADDRESS.partition('://')[2]}")
        event.add("dtstamp", at)
        event.add("dtstart", session.starts_at)
        event.add("dtend", session.ends_at)
        event.add("summary", str(session.service))
        event.add("location", f"{session.venue}, {session.venue.postcode}")
        event.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
        calendar.add_component(event)
    return calendar.to_ical()
