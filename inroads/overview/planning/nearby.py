"""The help that reaches one small area by the journey that was chosen: venues, sessions, helps, champions."""

from dataclasses import dataclass
from datetime import date

from inroads.engine.travel import metres_within, minutes_for
from inroads.foundations.places.miles import distance_in_words
from inroads.foundations.places.models import Area, Venue
from inroads.foundations.places.queries import venues_near
from inroads.overview.planning.reach_drawings import minutes_in_words
from inroads.overview.planning.reaching import TRAVELS, Asked, planned
from inroads.programme.champions.models import Champion
from inroads.programme.champions.queries import current_champions
from inroads.programme.help.queries import helps_between
from inroads.programme.timetable.models import Session

VENUES, SESSIONS = 3, 8  # so many of each are named
FEW = 5  # a smaller count says too much of single people


@dataclass(frozen=True)
class Nearby:
    """What there is near an area: the nearest venues even if they are far, and counts for those within reach."""

    venues: list[tuple[Venue, str, str]]  # with how far it is, and how long the journey takes
    sessions: list[Session]
    more_sessions: int
    helps: str
    champions: str
    year: int


def help_near(area: Area, asked: Asked, on: date) -> Nearby | None:
    """The help that can be reached from the middle of an area; None if it is not known where that is."""
    if area.lat is None or area.lon is None:
        return None
    travel = TRAVELS[asked.travel]
    found = venues_near(area.lat, area.lon)
    longest = float(metres_within(asked.minutes, travel)) / 1000
    near = [venue.pk for far, venue in found if far <= longest]
    sessions = planned(asked).filter(venue__in=near).select_related("venue")
    helps = helps_between(on.replace(month=1, day=1), on).filter(venue__in=near)
    champions = current_champions().filter(venue__in=near, status=Champion.Status.ACTIVE)
    return Nearby(
        venues=[
            (venue, distance_in_words(far), journey_in_words(1000 * far, asked))
            for far, venue in found[:VENUES]
        ],
        sessions=list(sessions[:SESSIONS]),
        more_sessions=max(sessions.count() - SESSIONS, 0),
        helps=count_in_words(helps.count()),
        champions=count_in_words(champions.count()),
        year=on.year,
    )


def journey_in_words(metres: float, asked: Asked) -> str:
    """How long it takes, and how one travels unless it is next door."""
    minutes = float(minutes_for(metres, TRAVELS[asked.travel]))
    return f"{minutes_in_words(minutes)} {asked.how}" if minutes else minutes_in_words(minutes)


def count_in_words(count: int) -> str:
    """A count that tells nobody about one person.

    >>> [count_in_words(count) for count in (0, 3, 5, 1234)]
    ['none', 'fewer than 5', '5', '1,234']
    """
    if count == 0:
        return "none"
    return f"fewer than {FEW}" if count < FEW else f"{count:,}"
