"""What a scenario would change: who comes into reach of a session and who falls out of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from inroads.engine.scales import Floats
from inroads.foundations.places.models import Area, Venue
from inroads.overview.planning.forms import ReachForm
from inroads.overview.planning.models import Change, Scenario
from inroads.overview.planning.queries import Need, indicators_of, need_of
from inroads.overview.planning.reaching import (
    TRAVELS,
    Access,
    Asked,
    access_of,
    groups_of,
    lying_of,
    people_of,
    planned,
    small_areas_of,
)
from inroads.programme.timetable.models import Session

Kind = Change.Kind
FIFTHS = 5


@dataclass(frozen=True)
class Held:
    """A session as it is, or would be, held: where, and with room for how many."""

    venue: Venue
    rooms: int


@dataclass(frozen=True)
class Effect:
    """What changes between two weeks: one as it is, one as it would be."""

    people: Floats  # (n_areas,) of the group
    before: Access
    after: Access

    @cached_property
    def gained(self) -> NDArray[np.bool_]:
        """The areas that come into reach of a session."""
        return (self.before.sessions == 0) & (self.after.sessions > 0)

    @cached_property
    def lost(self) -> NDArray[np.bool_]:
        return (self.before.sessions > 0) & (self.after.sessions == 0)

    @property
    def gain(self) -> float:
        """How many people come into reach."""
        return self.among(self.gained)

    @property
    def loss(self) -> float:
        return self.among(self.lost)

    @property
    def people_nearer(self) -> float:
        """For how many the way to the nearest session becomes shorter."""
        return self.among(self.after.minutes < self.before.minutes)

    @property
    def people_farther(self) -> float:
        return self.among(self.after.minutes > self.before.minutes)

    @cached_property
    def touched(self) -> NDArray[np.bool_]:
        """The areas for which anything changes: the way to a session, or how many are in reach."""
        ways = self.after.minutes != self.before.minutes
        counts = self.after.sessions != self.before.sessions
        return (ways | counts) & ~np.isnan(self.before.sessions)

    @property
    def in_reach(self) -> tuple[float, float]:
        """People with a session in reach, before and after."""
        return self.among(self.before.sessions > 0), self.among(self.after.sessions > 0)

    @property
    def mean_minutes(self) -> tuple[float, float]:
        """The way to the nearest session, averaged over people; nan if nothing is on."""
        return mean(self.before.minutes, self.people), mean(self.after.minutes, self.people)

    def of(self, areas: NDArray[np.bool_]) -> "Effect":
        """The effect on some of the areas alone."""
        before, after = (
            Access(*(values[areas] for values in access)) for access in (self.before, self.after)
        )
        return Effect(self.people[areas], before, after)

    def among(self, areas: NDArray[np.bool_]) -> float:
        return float(np.nansum(self.people[areas]))


def mean(values: Floats, weights: Floats) -> float:
    """The mean over people of what is known and has an end."""
    known = np.isfinite(values) & np.isfinite(weights)
    total = weights[known].sum()
    return float((values[known] * weights[known]).sum() / total) if total else float("nan")


@dataclass(frozen=True)
class Trial:
    """A scenario tried out: all changes together, and each by itself."""

    scenario: Scenario
    asked: Asked
    areas: list[Area]
    need: Need | None
    changes: list[Change]
    whole: Effect
    alone: list[Effect]
    venues: list[Venue]  # where sessions would be

    @cached_property
    def fifths(self) -> NDArray[np.int64]:
        """(n_areas,) the fifth that each area falls in, 1 with the most need; 0 without a score."""
        if self.need is None:
            return np.zeros(len(self.areas), np.int64)
        rank = {code: self.need.index.rank[row] for code, row in self.need.places.items()}
        ranks = np.array([rank.get(area.code, np.nan) for area in self.areas])
        scored = ~np.isnan(ranks)
        found = np.zeros(len(ranks), np.int64)
        found[scored] = np.ceil(FIFTHS * ranks[scored] / scored.sum()).astype(int)
        return found


def form_of(scenario: Scenario) -> ReachForm:
    """What is looked at, as it was chosen; its week is that of the scenario, also when that has gone."""
    groups = groups_of(scenario.council)
    form = ReachForm(scenario.asked, groups=groups, on=scenario.monday)
    if not form.is_valid():
        # A topic that was retired or a group that is no longer loaded: the rest still holds.
        kept = {name: typed for name, typed in scenario.asked.items() if name not in form.errors}
        form = ReachForm(kept, groups=groups, on=scenario.monday)
        form.is_valid()
    return form


def asked_of(scenario: Scenario) -> Asked:
    return form_of(scenario).asked


def trial_of(scenario: Scenario) -> Trial:
    """Try it out on the week as it is planned now."""
    council, asked = scenario.council, asked_of(scenario)
    areas = small_areas_of(council)
    people, lying = people_of(council, areas, asked.group), lying_of(areas)
    sessions, changes = list(planned(asked)), changes_in(scenario)

    def access(held: Sequence[Held]) -> Access:
        return access_with(held, lying, people, asked)

    before, together = access(held_after(sessions, [], asked)), held_after(sessions, changes, asked)
    return Trial(
        scenario=scenario,
        asked=asked,
        areas=areas,
        need=need_by_standard(council),
        changes=changes,
        whole=Effect(people, before, access(together)),
        alone=[
            Effect(people, before, access(held_after(sessions, [change], asked)))
            for change in changes
        ],
        venues=list({held.venue.pk: held.venue for held in together}.values()),
    )


def access_with(held: Sequence[Held], lying: Floats, people: Floats, asked: Asked) -> Access:
    """What each area gets of the help of a week if these sessions are held."""
    standing = np.array([(each.venue.lat, each.venue.lon) for each in held], dtype=float)
    rooms = np.array([each.rooms for each in held], dtype=float)
    return access_of(
        lying,
        people,
        standing.reshape(-1, 2),
        np.ones(len(held)),
        rooms,
        travel=TRAVELS[asked.travel],
        minutes=asked.minutes,
    )


def changes_in(scenario: Scenario) -> list[Change]:
    """The changes of a scenario with all that is said of them."""
    changes = scenario.changes.select_related(
        "scenario", "venue", "service", "session__service", "session__venue"
    )
    return list(changes.prefetch_related("service__topics", "session__service__topics"))


def venues_after(scenario: Scenario, asked: Asked) -> list[Venue]:
    """Where sessions would be, each venue once."""
    held = held_after(planned(asked), changes_in(scenario), asked)
    return list({each.venue.pk: each.venue for each in held}.values())


def held_after(sessions: Iterable[Session], changes: Sequence[Change], asked: Asked) -> list[Held]:
    """The sessions of the week that are looked at, after these changes."""
    gone = {change.session_id for change in changes if change.session_id}
    closed = {change.venue_id for change in changes if change.kind == Kind.CLOSE_VENUE}
    held = [Held(one.venue, one.capacity) for one in sessions if one.pk not in gone]
    held += [
        Held(change.venue, change.rooms)
        for change in changes
        if change.makes_a_session and change.venue and is_looked_at(change, asked)
    ]
    return [each for each in held if each.venue.pk not in closed]


def is_looked_at(change: Change, asked: Asked) -> bool:
    """What would be new falls on the day and on the topic that are looked at, and it is known where the venue is."""
    on_the_day = asked.weekday in (None, change.weekday)
    topics = change.offered.topics.all() if change.offered else []
    about = asked.topic is None or not topics or asked.topic in topics
    still_planned = not change.session or change.session.status == Session.Status.PLANNED
    placed = change.venue is not None and change.venue.lat is not None
    return on_the_day and about and still_planned and placed


def need_by_standard(council: Area) -> Need | None:
    """Need by the standard weights; none where no figures are loaded."""
    indicators = indicators_of(council)
    weights = [one.weight for one in indicators]
    return need_of(council, indicators, weights, everywhere=False) if any(weights) else None
