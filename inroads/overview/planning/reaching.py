"""Need beside reach: whether the help that is on in a week can be reached from each small area."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np
from django.db.models import Count, Max, Q, QuerySet, Sum

from inroads.engine.distances import distances
from inroads.engine.reach import nearest, two_step_floating_catchment, within_reach_of_areas
from inroads.engine.scales import Floats
from inroads.engine.travel import (
    BUS,
    CAR,
    FOOT,
    Travel,
    metres_within,
    minutes_for,
    on_the_globe,
)
from inroads.foundations.places.models import Area, AreaKind, Statistic, Venue
from inroads.foundations.places.queries import statistics_matrix
from inroads.programme.directory.models import Topic
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.queries import sessions_between

# The speeds, and what the road adds to the straight line, stand in docs/explanation/reach.md.
TRAVELS: dict[str, Travel] = {"bus": BUS, "car": CAR, "foot": FOOT}
IN_WORDS = {"bus": "by bus", "car": "by car", "foot": "on foot"}
# Who may be looked at: counts of people, as they are published.
EVERYONE = "pop2021"
GROUPS = {
    EVERYONE: "everyone",
    "aged65plus": "people aged 65 or over",
    "aged75plus": "people aged 75 or over",
    "disabled": "disabled people",
}


@dataclass(frozen=True)
class Asked:
    """What is looked at: which sessions, whose journeys, and how long a journey may be."""

    monday: date
    weekday: int | None
    topic: Topic | None
    travel: str
    minutes: int
    group: Statistic | None  # None where no count of people is loaded: then each area counts as one

    @property
    def how(self) -> str:
        """The way of travelling, in words."""
        return IN_WORDS[self.travel]

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that is looked at."""
        if self.weekday is None:
            return self.monday, self.monday + timedelta(days=6)
        return (self.monday + timedelta(days=self.weekday),) * 2


@dataclass(frozen=True)
class Reach:
    """For each area, in the order of `areas`; nan where it is not known where the area is."""

    asked: Asked
    areas: list[Area]
    people: Floats  # (n_areas,) of the group; nan where not published
    minutes: Floats  # (n_areas,) to the nearest session; inf if there is none at all
    sessions: Floats  # (n_areas,) within reach
    places: Floats  # (n_areas,) within reach, shared with all who can reach them: for every 1,000 of the group
    venues: list[Venue]  # where the sessions are
    total: int  # sessions looked at

    @cached_property
    def is_out(self) -> np.ndarray:
        """No session lies within reach."""
        return self.sessions == 0

    @cached_property
    def people_out(self) -> float:
        """How many of the group live out of reach."""
        return float(np.nansum(self.people[self.is_out]))

    @cached_property
    def people_known(self) -> float:
        return float(np.nansum(self.people[~np.isnan(self.sessions)]))


def small_areas_of(council: Area) -> list[Area]:
    """The council's small areas, in the newest vintage that is loaded."""
    small = Area.objects.filter(kind=AreaKind.LSOA, council__code=council.code)
    newest = small.aggregate(newest=Max("vintage"))["newest"]
    return list(small.filter(vintage=newest).order_by("code"))


def groups_of(council: Area) -> list[Statistic]:
    """The counts of people that are loaded for the council's small areas, in the newest vintage."""
    small = Area.objects.filter(kind=AreaKind.LSOA, council__code=council.code)
    newest = small.aggregate(newest=Max("vintage"))["newest"]
    loaded = Statistic.objects.filter(
        area_kind=AreaKind.LSOA, area_vintage=newest, key__in=GROUPS, unit=Statistic.Unit.PERSONS
    )
    return sorted(loaded, key=lambda each: list(GROUPS).index(each.key))


def reach_of(council: Area, areas: Sequence[Area], asked: Asked) -> Reach:
    """The reach of each area: sessions anywhere count, also those of the council next door."""
    venues, counts, rooms = supply(asked)
    areas = list(areas)
    people = people_of(council, areas, asked.group)
    standing = np.array([(each.lat, each.lon) for each in venues], dtype=float).reshape(-1, 2)
    travel = TRAVELS[asked.travel]
    found = access_of(
        lying_of(areas), people, standing, counts, rooms, travel=travel, minutes=asked.minutes
    )
    return Reach(asked, areas, people, *found, venues, int(counts.sum()))


def lying_of(areas: Sequence[Area]) -> Floats:
    """Where the middle of each area is: latitude and longitude, nan where it is not known."""
    return np.array([(area.lat, area.lon) for area in areas], dtype=float).reshape(-1, 2)


class Access(NamedTuple):
    """What each area gets of the help of a week; nan where it is not known where the area is."""

    minutes: Floats  # (n_areas,) to the nearest session; inf if there is none at all
    sessions: Floats  # (n_areas,) within reach
    places: Floats  # (n_areas,) within reach, shared with all who can reach them: for every 1,000 people


def access_of(
    lying: Floats,
    people: Floats,
    standing: Floats,
    sessions: Floats,
    rooms: Floats,
    *,
    travel: Travel,
    minutes: float,
) -> Access:
    """From where areas lie and venues stand (latitude, longitude), whoever lives there, and what is on."""
    here = np.flatnonzero(~np.isnan(lying).any(axis=1))
    found = Access(*(np.full(len(lying), np.nan) for _ in Access._fields))
    if len(here):
        ways = distances(on_the_globe(*lying[here].T), on_the_globe(*standing.T))
        limit = float(metres_within(minutes, travel))
        demand = np.nan_to_num(people[here])
        shared = two_step_floating_catchment(demand, rooms, ways, limit).access
        found.minutes[here] = minutes_for(nearest(ways).length, travel)
        found.sessions[here] = within_reach_of_areas(sessions, ways, limit)
        found.places[here] = 1000 * shared
    return found


def planned(asked: Asked) -> QuerySet[Session]:
    """The sessions that fit what was asked, at venues of which it is known where they are."""
    sessions = sessions_between(*asked.days).filter(
        status=Session.Status.PLANNED, venue__lat__isnull=False, venue__lon__isnull=False
    )
    if asked.topic:
        about = Q(service__topics=asked.topic) | Q(service__topics=None)
        sessions = sessions.filter(pk__in=sessions.filter(about).values("pk"))
    return sessions


def supply(asked: Asked) -> tuple[list[Venue], Floats, Floats]:
    """The venues with sessions in the days asked for, how many there are, and for how many people."""
    rows = {
        venue: (number, room)
        for venue, number, room in planned(asked)
        .order_by()
        .values_list("venue")
        .annotate(Count("pk"), Sum("capacity"))
    }
    venues = list(Venue.objects.filter(pk__in=rows).order_by("name", "pk"))
    table = np.array([rows[venue.pk] for venue in venues], dtype=float).reshape(-1, 2)
    return venues, table[:, 0], table[:, 1]


def people_of(council: Area, areas: Sequence[Area], group: Statistic | None) -> Floats:
    """How many of the group live in each area."""
    if group is None:
        return np.ones(len(areas))
    found, values = statistics_matrix(council, [group])
    known = {area.pk: value for area, value in zip(found, values[:, 0], strict=True)}
    return np.array([known.get(area.pk, np.nan) for area in areas], dtype=float)
