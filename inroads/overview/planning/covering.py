"""Cover: whose stopping alone would leave areas without any session in reach, the worst first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.urls import reverse

from inroads.engine.cover import SinglePoints, sessions_that_stop, single_points
from inroads.engine.coverage import Coverage, coverage_of_journeys
from inroads.engine.distances import distances
from inroads.engine.reach import reachable
from inroads.engine.scales import Floats
from inroads.engine.travel import metres_within, on_the_globe
from inroads.foundations.places.models import Area
from inroads.overview.planning.reaching import TRAVELS, Asked, people_of, planned
from inroads.programme.champions.models import Shift
from inroads.programme.timetable.models import Session

KINDS = {"champion": "Champions", "venue": "Venues", "partner": "Partners"}
# So many areas are named; the rest are counted.
NAMED = 4


@dataclass(frozen=True)
class Supporter:
    """One champion, venue or partner, and what would be lost without them."""

    name: str
    url: str
    people: float  # of the group, in the areas below
    areas: list[Area]
    sessions: list[Session]  # those that stop: where one champion more would mend it

    @property
    def named(self) -> str:
        """The areas, by their names as far as there is room."""
        names = [area.name for area in self.areas[:NAMED]]
        more = len(self.areas) - len(names)
        return ", ".join(names) + (f" and {more} more" if more else "")


@dataclass(frozen=True)
class Cover:
    """What a week's sessions rest on."""

    asked: Asked
    sessions: int
    reached: int  # areas with a session in reach
    kinds: dict[str, list[Supporter]]  # by the words of each kind, the worst first


def cover_of(council: Area, areas: Sequence[Area], asked: Asked) -> Cover:
    """Who holds up the only session in reach of an area, among champions, venues and partners.

    A session that no champion has promised rests on its venue and its partner only.
    """
    sessions = list(planned(asked).select_related("service__organisation", "venue"))
    lying = np.array([(area.lat, area.lon) for area in areas], dtype=float).reshape(-1, 2)
    here = np.flatnonzero(~np.isnan(lying).any(axis=1))
    people = np.nan_to_num(people_of(council, areas, asked.group))[here]
    serves = served(sessions, lying[here], asked)
    placed = [areas[row] for row in here.tolist()]
    by_kind = {"champion": promised(sessions), "venue": {}, "partner": {}}
    for number, session in enumerate(sessions):
        by_kind["venue"].setdefault(session.venue, []).append(number)
        by_kind["partner"].setdefault(session.service.organisation, []).append(number)
    return Cover(
        asked=asked,
        sessions=len(sessions),
        reached=int((np.bincount(serves.area, minlength=len(here)) > 0).sum()),
        kinds={
            KINDS[kind]: supporters(pairs, sessions, serves, placed, people)
            for kind, pairs in by_kind.items()
        },
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


def supporters(
    pairs: dict, sessions: Sequence[Session], serves: Coverage, areas: list[Area], people: Floats
) -> list[Supporter]:
    """Those whose stopping alone would cost an area its last session, the most people first."""
    who = list(pairs)
    supporter = [place for place, each in enumerate(who) for _ in pairs[each]]
    session = [number for each in who for number in pairs[each]]
    needed = np.zeros(len(sessions), dtype=np.int64)
    needed[session] = 1
    stops = sessions_that_stop(supporter, session, len(who), len(sessions), needed)
    points = single_points(stops, serves, people)
    return [
        supporter_of(who[place], place, points, stops, serves, sessions, areas)
        for place in dict.fromkeys(points.supporter.tolist())
    ]


def supporter_of(
    each,
    place: int,
    points: SinglePoints,
    stops: Coverage,
    serves: Coverage,
    sessions: Sequence[Session],
    areas: list[Area],
) -> Supporter:
    """One of them, with the areas that would lose everything and the sessions that would stop there."""
    lost = points.thing[points.supporter == place]
    lost_here = set(lost.tolist())
    stopping = [
        sessions[number]
        for number in stops.areas_of(place)
        if lost_here & set(serves.areas_of(int(number)).tolist())
    ]
    return Supporter(
        name=str(each),
        url=address_of(each),
        people=float(points.lost[place]),
        areas=[areas[row] for row in lost],
        sessions=stopping,
    )


def address_of(each) -> str:
    """Where a champion, a venue or a partner has a page of their own."""
    if hasattr(each, "get_absolute_url"):
        return each.get_absolute_url()
    return reverse("places_venue", args=[each.pk])
