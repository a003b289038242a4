"""The help that reaches one small area: venues, sessions to come, helps recorded, champions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from inroads.foundations.places.models import Area, Venue
from inroads.foundations.places.queries import venues_near
from inroads.programme.champions.candidates import distance_in_words, miles_in
from inroads.programme.champions.models import Champion
from inroads.programme.champions.queries import current_champions
from inroads.programme.help.queries import helps_between
from inroads.programme.timetable.local_time import local
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.queries import sessions_between

NEAR_MILES = 5
VENUES, SESSIONS = 3, 8  # so many of each are named
DAYS = 7
FEW = 5  # a smaller count says too much of single people


@dataclass(frozen=True)
class Nearby:
    """What there is near an area: the nearest venues even if they are far, and counts for those that are near."""

    venues: list[tuple[Venue, str]]
    sessions: list[Session]
    more_sessions: int
    helps: str
    champions: str
    year: int


def help_near(area: Area, at: datetime) -> Nearby | None:
    """The help near the middle of an area; None if it is not known where that is."""
    if area.lat is None or area.lon is None:
        return None
    on = local(at).date()
    found = venues_near(area.lat, area.lon)
    near = [venue.pk for far, venue in found if miles_in(far) <= NEAR_MILES]
    planned = sessions_between(on, on + timedelta(days=DAYS - 1)).filter(
        venue__in=near, status=Session.Status.PLANNED, ends_at__gt=at
    )
    helps = helps_between(on.replace(month=1, day=1), on).filter(venue__in=near)
    champions = current_champions().filter(venue__in=near, status=Champion.Status.ACTIVE)
    return Nearby(
        venues=[(venue, distance_in_words(far)) for far, venue in found[:VENUES]],
        sessions=list(planned[:SESSIONS]),
        more_sessions=max(planned.count() - SESSIONS, 0),
        helps=count_in_words(helps.count()),
        champions=count_in_words(champions.count()),
        year=on.year,
    )


def count_in_words(count: int) -> str:
    """A count that tells nobody about one person.

    >>> [count_in_words(count) for count in (0, 3, 5, 1234)]
    ['none', 'fewer than 5', '5', '1,234']
    """
    if count == 0:
        return "none"
    return f"fewer than {FEW}" if count < FEW else f"{count:,}"
