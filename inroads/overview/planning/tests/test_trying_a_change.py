"""What a change would do is seen before anything is changed."""

from datetime import date, time, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.places.models import Area, AreaKind, Venue
from inroads.overview.planning.actions import put_in, take_out
from inroads.overview.planning.models import Change
from inroads.overview.planning.planner_drawings import areas_of, effect_in_words, fifths_of
from inroads.overview.planning.reaching import Asked
from inroads.overview.planning.tests.factories import a_scenario, a_venue, wessex
from inroads.overview.planning.trying import Effect, Held, access_with, asked_of, trial_of
from inroads.programme.directory.tests.factories import a_service, a_topic
from inroads.programme.timetable.local_time import moment
from inroads.programme.timetable.models import Session
from inroads.programme.timetable.tests.factories import a_session

Kind = Change.Kind
# Areas stand in a row, 14 km apart: on foot one reaches only a venue in one's own.
APART = 0.2
WEDNESDAY = 2


@pytest.fixture
def area_of_wessex(db):
    return in_a_row()


def in_a_row(areas: int = 3) -> Area:
    council = wessex(areas)
    for number, area in enumerate(Area.objects.filter(kind=AreaKind.LSOA).order_by("code")):
        area.lat, area.lon = 50.705, -2.495 + APART * number
        area.save()
    return council


def venue_in(council: Area, number: int):
    venue = a_venue(council, f"Hall {number + 1}")
    venue.lon = -2.495 + APART * number
    venue.save()
    return venue


@pytest.fixture
def scenario(area_of_wessex, manager, council):
    return a_scenario(area_of_wessex, manager, council)


def session_of(scenario, venue, weekday: int = WEDNESDAY, **given):
    day = scenario.monday + timedelta(days=weekday)
    begins, ends = moment(day, time(10)), moment(day, time(12))
    return a_session(venue=venue, starts_at=begins, ends_at=ends, **given)


def new_session(venue, weekday: int = WEDNESDAY, **given):
    hours = {"weekday": weekday, "starts": time(10), "ends": time(12)}
    return {"venue": venue, "service": a_service(), "capacity": 8} | hours | given


def to_wednesday(venue, weekday: int = WEDNESDAY):
    return {"venue": venue, "weekday": weekday, "starts": time(10), "ends": time(12)}


def test_a_session_more_brings_those_near_it_into_reach(scenario, area_of_wessex, manager):
    put_in(scenario, Kind.ADD, **new_session(venue_in(area_of_wessex, 1)), by=manager)

    effect = trial_of(scenario).whole

    assert (effect.gain, effect.loss) == (1000, 0)
    assert effect_in_words(effect) == "+1,000 in reach"


def test_a_session_that_moves_gains_for_some_what_it_loses_for_others(
    scenario, area_of_wessex, manager
):
    session = session_of(scenario, venue_in(area_of_wessex, 0))
    put_in(
        scenario,
        Kind.MOVE,
        session=session,
        **to_wednesday(venue_in(area_of_wessex, 2)),
        by=manager,
    )

    effect = trial_of(scenario).whole

    assert (effect.gain, effect.loss) == (1000, 1000)
    assert effect_in_words(effect) == "+1,000, −1,000 in reach"


def test_nothing_is_changed_by_trying(scenario, area_of_wessex, manager):
    session = session_of(scenario, venue_in(area_of_wessex, 0))
    put_in(scenario, Kind.CLOSE, session=session, by=manager)

    assert trial_of(scenario).whole.loss == 1000

    session.refresh_from_db()
    assert session.status == Session.Status.PLANNED


def test_a_venue_that_closes_takes_all_its_sessions_and_those_that_would_move_there(
    scenario, area_of_wessex, manager
):
    first, second = venue_in(area_of_wessex, 0), venue_in(area_of_wessex, 1)
    session_of(scenario, first)
    moved = session_of(scenario, second)
    put_in(scenario, Kind.MOVE, session=moved, **to_wednesday(first), by=manager)
    put_in(scenario, Kind.CLOSE_VENUE, venue=first, by=manager)

    effect = trial_of(scenario).whole

    assert effect.loss == 2000


def test_each_change_is_judged_by_itself_too(scenario, area_of_wessex, manager):
    for number in (1, 2):
        put_in(scenario, Kind.ADD, **new_session(venue_in(area_of_wessex, number)), by=manager)

    trial = trial_of(scenario)

    assert [effect.gain for effect in trial.alone] == [1000, 1000]
    assert trial.whole.gain == 2000


def test_on_the_day_that_is_looked_at_only_what_falls_on_it_counts(
    area_of_wessex, manager, council
):
    thursdays = a_scenario(area_of_wessex, manager, council, day="3")
    venue = venue_in(area_of_wessex, 1)
    on_wednesday = put_in(thursdays, Kind.ADD, **new_session(venue), by=manager)
    assert trial_of(thursdays).whole.gain == 0

    take_out(on_wednesday, by=manager)
    put_in(thursdays, Kind.ADD, **new_session(venue, weekday=3), by=manager)

    assert trial_of(thursdays).whole.gain == 1000


def test_what_is_about_another_topic_does_not_count(area_of_wessex, manager, council):
    banking, photographs = a_topic(name="Online banking"), a_topic(name="Photographs")
    about_banking = a_scenario(area_of_wessex, manager, council, topic=str(banking.pk))
    other = a_service(name="Photograph club")
    other.topics.add(photographs)
    venue = venue_in(area_of_wessex, 1)
    put_in(about_banking, Kind.ADD, **new_session(venue, service=other), by=manager)

    assert trial_of(about_banking).whole.gain == 0


def test_who_gains_is_told_by_need(scenario, area_of_wessex, manager):
    put_in(scenario, Kind.ADD, **new_session(venue_in(area_of_wessex, 2)), by=manager)

    gains = {fifth.name: fifth.gain for fifth in fifths_of(trial_of(scenario))}

    # The last area has the most need.
    assert list(gains.values()) == ["+1,000", "0", "0"]


def test_areas_that_fall_out_of_reach_stand_first(scenario, area_of_wessex, manager):
    session = session_of(scenario, venue_in(area_of_wessex, 0))
    put_in(
        scenario,
        Kind.MOVE,
        session=session,
        **to_wednesday(venue_in(area_of_wessex, 2)),
        by=manager,
    )

    rows = areas_of(trial_of(scenario))

    assert [(row.falls_out, row.comes_in) for row in rows][:2] == [(True, False), (False, True)]


def test_a_topic_that_was_retired_does_not_break_what_was_tried(area_of_wessex, manager, council):
    topic = a_topic()
    scenario = a_scenario(area_of_wessex, manager, council, topic=str(topic.pk))
    topic.retired = True
    topic.save()

    assert asked_of(scenario).topic is None
    assert trial_of(scenario).whole.gain == 0


def test_a_week_that_has_gone_is_still_shown(scenario, area_of_wessex, manager):
    gone = scenario.monday - timedelta(weeks=60)
    scenario.monday, scenario.asked = gone, scenario.asked | {"week": gone.isoformat()}
    scenario.save()

    assert asked_of(scenario).monday == gone


A_WEEK = Asked(date(2026, 11, 23), None, None, "bus", 30, None)
places = st.tuples(st.floats(50.6, 51.0), st.floats(-3.0, -2.0))
some_places = st.lists(places, max_size=6)


def held_at(places) -> list[Held]:
    return [Held(Venue(lat=lat, lon=lon), 8) for lat, lon in places]


def effect_of(areas, people, before, after) -> Effect:
    lying, many = np.array(areas).reshape(-1, 2), np.array(people, float)
    access = [access_with(held_at(places), lying, many, A_WEEK) for places in (before, after)]
    return Effect(many, *access)


@st.composite
def peopled(draw):
    """Areas anywhere, with people in them."""
    areas = draw(st.lists(places, min_size=1, max_size=8))
    people = st.integers(0, 5000)
    return areas, draw(st.lists(people, min_size=len(areas), max_size=len(areas)))


@given(area=peopled(), there=some_places, more=some_places)
def test_a_session_more_takes_reach_from_nobody(area, there, more):
    effect = effect_of(*area, there, there + more)

    assert effect.loss == effect.people_farther == 0
    assert effect.in_reach[1] - effect.in_reach[0] == effect.gain


@given(area=peopled(), before=some_places, after=some_places)
def test_before_and_after_differ_by_who_gains_and_who_loses(area, before, after):
    effect = effect_of(*area, before, after)

    assert effect.in_reach[1] - effect.in_reach[0] == effect.gain - effect.loss
    assert not (effect.gained & effect.lost).any()


@given(area=peopled(), before=some_places, after=some_places)
def test_what_one_way_gains_the_way_back_loses(area, before, after):
    there, back = effect_of(*area, before, after), effect_of(*area, after, before)

    assert (there.gain, there.loss) == (back.loss, back.gain)
    assert (there.people_nearer, there.people_farther) == (back.people_farther, back.people_nearer)


@given(area=peopled(), before=some_places, data=st.data())
def test_the_order_of_sessions_changes_nothing(area, before, data):
    other = data.draw(st.permutations(before))

    assert not effect_of(*area, before, other).touched.any()
