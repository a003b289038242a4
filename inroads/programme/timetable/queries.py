"""What is shown of sessions and bookings."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from inroads.foundations.notifications.models import Message
from inroads.foundations.people.models import Person
from inroads.foundations.people.permissions import visible_people
from inroads.foundations.places.miles import distance_in_words
from inroads.foundations.places.queries import kilometres
from inroads.programme.timetable.local_time import bounds
from inroads.programme.timetable.models import Booking, Session

# Those who come early are ticked off before it begins.
EARLY = timedelta(minutes=30)
DAYS_NEAR, MOST_NEAR = 14, 5


def sessions_between(
    first: date, last: date, among: QuerySet[Session] | None = None
) -> QuerySet[Session]:
    """Sessions that begin on these days, the last one included, as they are listed."""
    begin, end = bounds(first, last)
    sessions = Session.objects.all() if among is None else among
    return (
        sessions.filter(starts_at__gte=begin, starts_at__lt=end)
        .select_related("service__organisation", "venue", "schedule")
        .order_by("starts_at", "venue__name", "pk")
    )


@dataclass(frozen=True)
class Near:
    """A session, and how far it is from somewhere."""

    session: Session
    kilometres: float

    @property
    def far(self) -> str:
        """As people say it."""
        return distance_in_words(self.kilometres)


def sessions_near(lat: float, lon: float, at: datetime) -> list[Near]:
    """The next session at each of the nearest venues, in the next two weeks; the nearest first."""
    last = at + timedelta(days=DAYS_NEAR)
    planned = Session.objects.filter(
        status=Session.Status.PLANNED,
        ends_at__gt=at,
        starts_at__lt=last,
        venue__is_open=True,
        venue__lat__isnull=False,
        venue__lon__isnull=False,
    )
    first: dict[int, Session] = {}
    for session in planned.select_related("venue", "service").order_by("starts_at", "pk"):
        first.setdefault(session.venue_id, session)
    found = [
        Near(each, kilometres(lat, lon, each.venue.lat, each.venue.lon))  # type: ignore[arg-type]
        for each in first.values()
    ]
    return sorted(found, key=lambda one: (one.kilometres, one.session.pk))[:MOST_NEAR]


def kept_bookings(session: Session) -> QuerySet[Booking]:
    """The places kept at a session, by the code on the card."""
    return session.bookings.filter(status=Booking.Status.KEPT).order_by("code")


def waiting_bookings(session: Session) -> QuerySet[Booking]:
    """Those who wait for a place, whoever waits longest first."""
    return session.bookings.filter(status=Booking.Status.WAITING).order_by("rank")


def kept_or_waiting(session: Session) -> QuerySet[Booking]:
    """The places kept and waited for."""
    return kept_bookings(session) | waiting_bookings(session)


def cancelled_key(booking: Booking) -> str:
    """The key by which a person is told only once that a session is cancelled."""
    return f"session-cancelled-{booking.pk}"


def kept_place(code: str) -> Booking | None:
    """The kept place whose card has this code."""
    kept = Booking.objects.filter(code=code, status=Booking.Status.KEPT)
    return kept.select_related("session__venue", "person").first()


def overlapping(session: Session) -> QuerySet[Session]:
    """Other planned sessions that are on at some moment of this one."""
    return Session.objects.filter(
        status=Session.Status.PLANNED,
        starts_at__lt=session.ends_at,
        ends_at__gt=session.starts_at,
    ).exclude(pk=session.pk)


@dataclass(frozen=True)
class Place:
    """A kept place, as one user may see it: by name, or by the code on the card only."""

    booking: Booking
    person: Person | None
    was_told: bool

    @property
    def who(self) -> str:
        """Their name, or that it is somebody with this card."""
        return str(self.person) if self.person else "Someone with this card"


def places_seen_by(
    user, session: Session, bookings: QuerySet[Booking] | None = None
) -> list[Place]:
    """Who is booked, or who waits: by name those whom the user may see, by code the others."""
    chosen = kept_bookings(session) if bookings is None else bookings
    bookings_here = list(chosen.select_related("person"))
    keys = [booking.person_id for booking in bookings_here]
    seen = set(visible_people(user).filter(pk__in=keys).values_list("pk", flat=True))
    told: set[str] = set()
    if session.is_cancelled:
        messages = Message.objects.filter(once__in=[cancelled_key(item) for item in bookings_here])
        told = set(messages.values_list("once", flat=True))
    return [
        Place(
            booking=booking,
            person=booking.person if booking.person_id in seen else None,
            was_told=cancelled_key(booking) in told,
        )
        for booking in bookings_here
    ]
