"""Who waits for a champion, who could help them and where: read for the matching of all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db.models import Count, Prefetch

from inroads.engine.scales import Floats
from inroads.engine.travel import minutes_for, on_the_globe
from inroads.foundations.people.models import Language, Person
from inroads.foundations.people.permissions import holdings_in_force
from inroads.foundations.places.models import Area, Postcode, Venue
from inroads.overview.planning.queries import indicators_of, need_of
from inroads.overview.planning.reaching import TRAVELS
from inroads.programme.champions.checking import cleared
from inroads.programme.champions.models import Champion
from inroads.programme.referrals.models import Referral, Route, Step
from inroads.programme.referrals.queries import OPEN, Offered, open_sessions, steps_on_hand
from inroads.programme.timetable.models import Booking, Session

BANDS = 5
# Of whom it is not known where they live, neither the most nor the least need is assumed.
MIDDLE = 2
# Where somebody lives, in degrees, as far as it is known.
Home = tuple[float, float] | None


@dataclass(frozen=True)
class Waiting:
    """Somebody in the matching: who waits, or who has an agreed champion."""

    referral: Referral
    band: int
    days: int
    topics: frozenset[int]
    languages: frozenset[str]
    home: Home
    busy: frozenset[int]  # sessions that they cannot come to
    step: Step | None  # what is agreed with them

    @property
    def route(self) -> Route:
        return self.referral.route

    @property
    def person(self) -> Person:
        return self.referral.person


@dataclass(frozen=True)
class Offer:
    """A champion, the sessions at which they could help somebody more, and for how many they have room."""

    champion: Champion
    sessions: list[Session]
    room: int
    on_hand: int
    topics: frozenset[int]
    languages: frozenset[str]


def in_the_matching(referrals, at: datetime, on: date) -> list[Waiting]:
    """Of these referrals, whoever waits for a champion, and whoever has an agreed one at a session to come.

    Whoever changed their mind, or whose record is held no longer, is not among them.
    """
    steps = Step.objects.select_related("session__venue", "booking", "champion")
    found = list(
        referrals.filter(OPEN, person__erased_at=None)
        .select_related("person__small_area__council", "route", "consent", "receiver")
        .prefetch_related("topics", Prefetch("route__steps", steps))
        .order_by("pk")
    )
    held = set(holdings_in_force(on).values_list("organisation", "person"))
    found = [
        each for each in found if each.consent.stands and (each.receiver_id, each.person_id) in held
    ]
    bands, homes, busy = bands_of(found), homes_of(found), busy_of(found)
    waiting = []
    for each in found:
        agreed = [step for step in each.route.steps.all() if step.will_happen]
        to_come = [step for step in agreed if step.session.starts_at > at]
        if agreed and not to_come:
            continue  # they have been helped: what becomes of it is decided elsewhere
        waiting.append(
            Waiting(
                referral=each,
                band=bands.get(each.person.small_area_id or 0, MIDDLE),
                days=max((at - each.sent_at).days, 0),
                topics=frozenset(topic.pk for topic in each.topics.all()),
                languages=spoken_by(each.person),
                home=homes.get(each.person.postcode),
                busy=busy.get(each.person_id, frozenset()),
                step=to_come[0] if to_come else None,
            )
        )
    return waiting


def spoken_by(person: Person) -> frozenset[str]:
    """What they speak: English, where nothing else is known."""
    return frozenset(person.languages or [Language.ENGLISH])


def bands_of(referrals: Sequence[Referral]) -> dict[int, int]:
    """The band of need of each small area in which one of them lives: 4 is the fifth with the most need."""
    lived_in = {each.person.small_area for each in referrals if each.person.small_area}
    councils = {area.council for area in lived_in if area.council}
    bands: dict[int, int] = {}
    for council in councils:
        indicators = indicators_of(council)
        weights = [one.weight for one in indicators]
        if any(weights):
            need = need_of(council, indicators, weights, everywhere=False)
            bands |= bands_by_rank(need.areas, need.index.rank)
    return bands


def bands_by_rank(areas: Sequence[Area], rank: Floats) -> dict[int, int]:
    scored = ~np.isnan(rank)
    fifth = np.ceil(BANDS * np.nan_to_num(rank, nan=1) / max(int(scored.sum()), 1)).astype(int)
    return {area.pk: BANDS - int(fifth[row]) for row, area in enumerate(areas) if scored[row]}


def homes_of(referrals: Sequence[Referral]) -> dict[str, tuple[float, float]]:
    """Where the postcodes lie at which they live."""
    wanted = {each.person.postcode for each in referrals if each.person.postcode}
    rows = Postcode.objects.filter(postcode__in=wanted).values_list("postcode", "lat", "lon")
    return {postcode: (lat, lon) for postcode, lat, lon in rows}


def busy_of(referrals: Sequence[Referral]) -> dict[int, frozenset[int]]:
    """The sessions that are on while somebody has a place elsewhere, those at which they have one among them."""
    people = [each.person_id for each in referrals]
    kept = list(
        Booking.objects.filter(
            person__in=people,
            status=Booking.Status.KEPT,
            session__status=Session.Status.PLANNED,
        ).select_related("session")
    )
    if not kept:
        return {}
    first = min(each.session.starts_at for each in kept)
    last = max(each.session.ends_at for each in kept)
    then = list(
        Session.objects.filter(
            status=Session.Status.PLANNED, starts_at__lt=last, ends_at__gt=first
        ).only("pk", "starts_at", "ends_at")
    )
    busy: dict[int, set[int]] = {}
    for each in kept:
        on_during = {other.pk for other in then if other.is_on_during(each.session)}
        busy.setdefault(each.person_id, set()).update(on_during)
    return {person: frozenset(sessions) for person, sessions in busy.items()}


def offers_for(waiting: Sequence[Waiting], among, at: datetime, on: date) -> list[Offer]:
    """The active champions, with room for those who wait and for those with whom they have agreed."""
    offered = Offered.of(list(open_sessions(at, on)))
    agreed: dict[int, int] = {}
    for each in waiting:
        if each.step:
            agreed[each.step.champion_id] = agreed.get(each.step.champion_id, 0) + 1
    people = Count("steps__route", filter=steps_on_hand(), distinct=True)
    champions = (
        cleared(among, on)
        .filter(status=Champion.Status.ACTIVE, person__erased_at=None)
        .annotate(people_on_hand=people)
        .select_related("person", "venue")
        .prefetch_related("topics")
        .order_by("pk")
    )
    found = []
    for champion in champions:
        sessions = offered.to(champion)
        own = agreed.get(champion.pk, 0)
        seats = sum(session.places_left for session in sessions)
        room = min(champion.capacity - champion.people_on_hand, seats) + own
        found.append(
            Offer(
                champion=champion,
                sessions=sessions,
                room=max(room, own),
                on_hand=champion.people_on_hand,
                topics=frozenset(topic.pk for topic in champion.topics.all()),
                languages=spoken_by(champion.person),
            )
        )
    return found


@dataclass(frozen=True)
class Meetings:
    """Every champion at every session of theirs, one row each, in the order of the champions."""

    champion: np.ndarray  # (n,) row of the offer
    session: list[Session]
    key: np.ndarray  # (n,) of the session
    xyz: Floats  # (n, 3) metres; nan where it is not known where the venue is
    starts: np.ndarray  # (n,) seconds


def meetings_of(offers: Sequence[Offer]) -> Meetings:
    rows = [(number, each) for number, offer in enumerate(offers) for each in offer.sessions]
    sessions = [session for _, session in rows]
    places = np.array([(one.venue.lat, one.venue.lon) for one in sessions], dtype=float)
    return Meetings(
        champion=np.array([number for number, _ in rows], dtype=np.int64),
        session=sessions,
        key=np.array([one.pk for one in sessions], dtype=np.int64),
        xyz=metres_at(places.reshape(-1, 2)),
        starts=np.array([one.starts_at.timestamp() for one in sessions], dtype=float),
    )


def metres_at(places: Floats) -> Floats:
    """Latitude and longitude as metres from the middle of the globe; nan where a place is not known."""
    xyz = np.full((len(places), 3), np.nan)
    known = ~np.isnan(places).any(axis=1)
    xyz[known] = on_the_globe(*places[known].T)
    return xyz


def minutes_to(home: Home, meetings: Meetings, travel: str, unknown: int) -> np.ndarray:
    """Whole minutes from home to each meeting, rounded up; so many where either place is not known."""
    return whole_minutes(home, meetings.xyz, travel, unknown)


def minutes_between(home: Home, venue: Venue, travel: str, unknown: int) -> int:
    """Whole minutes from home to a venue, rounded up; so many where either place is not known."""
    there = metres_at(np.array([(venue.lat, venue.lon)], dtype=float))
    return int(whole_minutes(home, there, travel, unknown)[0])


def whole_minutes(home: Home, xyz: Floats, travel: str, unknown: int) -> np.ndarray:
    if home is None:
        return np.full(len(xyz), unknown, dtype=np.int64)
    metres = np.sqrt(((xyz - metres_at(np.array([home]))) ** 2).sum(axis=1))
    minutes = np.ceil(minutes_for(np.nan_to_num(metres), TRAVELS[travel]) - 1e-9)
    return np.where(np.isnan(metres), unknown, minutes).astype(np.int64)
