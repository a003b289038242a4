"""Cover: whose stopping alone would leave areas without any session in reach, the worst first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.urls import reverse

from inroads.engine.cover import (
    SinglePoints,
    by_topic,
    extra_shifts,
    sessions_that_stop,
    single_points,
)
from inroads.engine.coverage import Coverage, coverage_of_journeys
from inroads.engine.distances import distances
from inroads.engine.mending import cheapest_mend
from inroads.engine.reach import reachable
from inroads.engine.scales import Floats
from inroads.engine.travel import metres_within, on_the_globe
from inroads.foundations.places.models import Area
from inroads.overview.planning.reaching import TRAVELS, Asked, lying_of, people_of, planned
from inroads.programme.champions.models import Shift
from inroads.programme.directory.models import Topic
from inroads.programme.timetable.models import Session

KINDS = {"champion": "Champions", "venue": "Venues", "partner": "Partners"}
# So many areas are named; the rest are counted.
NAMED = 4
# The search for a mend needs no chance here: there are no limits. It is the same whenever one looks.
SEED = 1


@dataclass(frozen=True)
class Lost:
    """A topic for which an area has no session in reach any more if one supporter stops."""

    topic: Topic
    areas: list[Area]


# How safe an area is, as the map has it.
OUT, ONE_CHAMPION, ONE_OTHER, SAFE = 1, 2, 3, 4
STANDINGS = [
    "No session in reach",
    "Rests on one champion",
    "Rests on one venue or partner",
    "Rests on nobody alone",
]


@dataclass(frozen=True)
class Supporter:
    """One champion, venue or partner, and what would be lost without them."""

    name: str
    url: str
    people: float  # of the group, in the areas below
    areas: list[Area]
    sessions: list[Session]  # those that stop and on which an area depends
    topics: list[Lost]  # topics that areas lose, whatever other sessions they still reach

    @property
    def named(self) -> str:
        """The areas, by their names as far as there is room."""
        names = [area.name for area in self.areas[:NAMED]]
        more = len(self.areas) - len(names)
        return ", ".join(names) + (f" and {more} more" if more else "")


@dataclass(frozen=True)
class Mending:
    """The fewest champions more that leave no area resting on one champion alone."""

    sessions: list[Session]  # still to come, where one champion more is wanted
    points: int  # areas that rest on one champion, each counted for each champion
    left: int  # of them, those that no session to come mends
    fewest: bool  # proved: fewer cannot


@dataclass(frozen=True)
class Cover:
    """What a week's sessions rest on."""

    asked: Asked
    sessions: int
    reached: int  # areas with a session in reach
    kinds: dict[str, list[Supporter]]  # by the words of each kind, the worst first
    mending: Mending
    standing: dict[int, int]  # how safe each area is, by its key: see `STANDINGS`

    @property
    def worst(self) -> Supporter | None:
        """Whose stopping would leave most people without a session, among champions if there is one."""
        return next((each for found in self.kinds.values() for each in found if each.areas), None)


@dataclass(frozen=True)
class Week:
    """The sessions of a week as arrays: what each serves, and what each is about."""

    sessions: list[Session]
    areas: list[Area]
    people: Floats
    serves: Coverage  # areas within reach of each session
    topics: list[Topic]
    about: Coverage  # (area, topic) pairs that each session serves

    def people_by_topic(self) -> Floats:
        return np.repeat(self.people, max(len(self.topics), 1))


def week_of_council(council: Area, areas: Sequence[Area], asked: Asked) -> Week:
    sessions = list(
        planned(asked)
        .select_related("service__organisation", "venue")
        .prefetch_related("service__topics")
    )
    lying = lying_of(areas)
    here = np.flatnonzero(~np.isnan(lying).any(axis=1))
    serves = served(sessions, lying[here], asked)
    topics = sorted(
        {topic for one in sessions for topic in one.service.topics.all()},
        key=lambda topic: topic.name,
    )
    number = {topic.pk: place for place, topic in enumerate(topics)}
    pairs = [
        (place, number[topic.pk])
        for place, one in enumerate(sessions)
        for topic in one.service.topics.all()
    ]
    return Week(
        sessions=sessions,
        areas=[areas[row] for row in here.tolist()],
        people=np.nan_to_num(people_of(council, areas, asked.group))[here],
        serves=serves,
        topics=topics,
        about=by_topic(serves, np.array(pairs, np.int64).reshape(-1, 2), max(len(topics), 1)),
    )


def cover_of(council: Area, areas: Sequence[Area], asked: Asked, at: datetime) -> Cover:
    """Who holds up the only session in reach of an area, among champions, venues and partners.

    All sessions of the days asked for count; what mends it are those still to come.

    A session that no champion has promised rests on its venue and its partner only.
    """
    week = week_of_council(council, areas, asked)
    by_kind: dict[str, dict] = {"champion": promised(week.sessions), "venue": {}, "partner": {}}
    for number, session in enumerate(week.sessions):
        by_kind["venue"].setdefault(session.venue, []).append(number)
        by_kind["partner"].setdefault(session.service.organisation, []).append(number)
    kinds = {KINDS[kind]: supporters(pairs, week) for kind, pairs in by_kind.items()}
    reached = np.bincount(week.serves.area, minlength=len(week.areas)) > 0
    return Cover(
        asked=asked,
        sessions=len(week.sessions),
        reached=int(reached.sum()),
        kinds=kinds,
        mending=mending_of(by_kind["champion"], week, at),
        standing=standing_of(week, reached, kinds),
    )


def standing_of(
    week: Week, reached: np.ndarray, kinds: dict[str, list[Supporter]]
) -> dict[int, int]:
    """How safe each area is: whether all it reaches rests on one champion, or else on one venue or partner."""
    found = {
        area.pk: SAFE if is_reached else OUT
        for area, is_reached in zip(week.areas, reached.tolist(), strict=True)
    }
    for kind, how in (("Partners", ONE_OTHER), ("Venues", ONE_OTHER), ("Champions", ONE_CHAMPION)):
        for supporter in kinds[kind]:
            found |= dict.fromkeys((area.pk for area in supporter.areas), how)
    return found


def mending_of(pairs: dict, week: Week, at: datetime) -> Mending:
    """The fewest extra shifts, of anybody who is not there already, that remove every point of failure of champions."""
    newcomer = len(pairs)
    stops = stopping(pairs, week, n_supporters=newcomer + 1)
    points = single_points(stops, week.serves, week.people)
    if not len(points.thing):
        return Mending([], 0, 0, fewest=True)
    to_come = np.array(
        [row for row, session in enumerate(week.sessions) if not session.is_over(at)], np.int64
    )
    removes = extra_shifts(points, stops, week.serves, np.full(len(to_come), newcomer), to_come)
    mend = cheapest_mend(removes, rng=np.random.default_rng(SEED))
    return Mending(
        sessions=[week.sessions[row] for row in to_come[mend.chosen].tolist()],
        points=len(points.thing),
        left=len(mend.left),
        fewest=mend.proved,
    )


def served(sessions: Sequence[Session], lying: np.ndarray, asked: Asked) -> Coverage:
    """The areas within reach of each session."""
    standing = np.array(
        [(each.venue.lat, each.venue.lon) for each in sessions], dtype=float
    ).reshape(-1, 2)
    ways = distances(on_the_globe(*lying.T), on_the_globe(*standing.T))
    limit = float(metres_within(asked.minutes, TRAVELS[asked.travel]))
    return coverage_of_journeys(reachable(ways, limit))


def promised(sessions: Sequence[Session]) -> dict:
    """Each champion with the sessions that they promised, by their number."""
    number = {session.pk: place for place, session in enumerate(sessions)}
    found: dict = {}
    for shift in Shift.objects.filter(session__in=number).select_related("champion__person"):
        found.setdefault(shift.champion, []).append(number[shift.session_id])
    return found


def stopping(pairs: dict, week: Week, *, n_supporters: int) -> Coverage:
    """The sessions that stop with each supporter: those that nobody else of the same kind holds up."""
    supporter = [place for place, held in enumerate(pairs.values()) for _ in held]
    session = [number for held in pairs.values() for number in held]
    needed = np.zeros(len(week.sessions), dtype=np.int64)
    needed[session] = 1
    return sessions_that_stop(supporter, session, n_supporters, len(week.sessions), needed)


def supporters(pairs: dict, week: Week) -> list[Supporter]:
    """Those whose stopping alone would cost an area its last session, or its last about a topic; the worst first."""
    who = list(pairs)
    stops = stopping(pairs, week, n_supporters=len(who))
    points = single_points(stops, week.serves, week.people)
    by_subject = single_points(stops, week.about, week.people_by_topic())
    order = dict.fromkeys([*points.supporter.tolist(), *by_subject.supporter.tolist()])
    return [supporter_of(who[place], place, points, by_subject, stops, week) for place in order]


def supporter_of(
    each,
    place: int,
    points: SinglePoints,
    by_subject: SinglePoints,
    stops: Coverage,
    week: Week,
) -> Supporter:
    """One of them, with the areas that would lose everything and the sessions that would stop there."""
    lost = points.thing[points.supporter == place]
    lost_here = set(lost.tolist())
    sessions = [
        week.sessions[number]
        for number in stops.areas_of(place)
        if lost_here & set(week.serves.areas_of(int(number)).tolist())
    ]
    return Supporter(
        name=str(each),
        url=address_of(each),
        people=float(points.lost[place]),
        areas=[week.areas[row] for row in lost],
        sessions=sessions,
        topics=topics_lost(by_subject.thing[by_subject.supporter == place], lost_here, week),
    )


def topics_lost(things: np.ndarray, without_any: set[int], week: Week) -> list[Lost]:
    """The topics that areas lose which still reach other sessions; the topic of most areas first."""
    found: dict[Topic, list[Area]] = {}
    for thing in things.tolist():
        area, topic = divmod(thing, max(len(week.topics), 1))
        if area not in without_any:
            found.setdefault(week.topics[topic], []).append(week.areas[area])
    ordered = sorted(found.items(), key=lambda each: (-len(each[1]), each[0].name))
    return [Lost(topic, areas) for topic, areas in ordered]


def address_of(each) -> str:
    """Where a champion, a venue or a partner has a page of their own."""
    if hasattr(each, "get_absolute_url"):
        return each.get_absolute_url()
    return reverse("places_venue", args=[each.pk])
