"""Points of failure are those that stopping each supporter in turn finds, and a mend really mends."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.engine.cover import (
    by_topic,
    extra_sessions,
    extra_shifts,
    sessions_that_stop,
    single_points,
    together,
)
from inroads.engine.coverage import coverage_of_pairs, coverage_of_table
from inroads.engine.mending import cheapest_mend

unhurried = settings(max_examples=40, deadline=None)


def rng():
    return np.random.default_rng(1891)


@st.composite
def services(draw):
    """Champions and sessions (true where one supports the other), what each needs, and what it serves."""
    world = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    champions, sessions = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    supports = world.random((champions, sessions)) < 0.5
    needed = np.minimum(supports.sum(axis=0), world.integers(0, 3, sessions))
    serves = world.random((sessions, draw(st.integers(1, 6)))) < 0.4
    return supports, needed, serves


def lost_without(supports, needed, serves, supporter):
    """The things that nothing serves any more when one supporter has stopped."""
    there = supports.copy()
    there[supporter] = False
    on = there.sum(axis=0) >= needed
    return serves.any(axis=0) & ~serves[on].any(axis=0)


@unhurried
@given(services())
def test_points_of_failure_are_what_stopping_each_supporter_loses(service):
    supports, needed, serves = service
    people = np.arange(1.0, serves.shape[1] + 1)
    stops = sessions_that_stop(*np.nonzero(supports), *supports.shape, needed)

    found = single_points(stops, coverage_of_table(serves), people)

    for supporter in range(len(supports)):
        lost = lost_without(supports, needed, serves, supporter)
        assert sorted(found.thing[found.supporter == supporter]) == np.flatnonzero(lost).tolist()
        assert found.lost[supporter] == people[lost].sum()
    assert (np.diff(found.lost[found.supporter]) <= 0).all()


@unhurried
@given(services())
def test_a_mend_leaves_no_point_that_could_be_removed(service):
    supports, needed, serves = service
    stops = sessions_that_stop(*np.nonzero(supports), *supports.shape, needed)
    things = coverage_of_table(serves)
    points = single_points(stops, things)
    who, where = np.nonzero(~supports)  # anyone could come to any session that they are not at

    mend = cheapest_mend(extra_shifts(points, stops, things, who, where), rng=rng())

    supports[who[mend.chosen], where[mend.chosen]] = True
    now = single_points(sessions_that_stop(*np.nonzero(supports), *supports.shape, needed), things)
    left = {*zip(points.supporter[mend.left], points.thing[mend.left], strict=True)}
    assert {*zip(now.supporter, now.thing, strict=True)} == left
    assert mend.left.tolist() == mend.hopeless.tolist()
    if (needed < len(supports)).all():  # somebody more can come to every session
        assert not len(mend.left)


def test_one_shift_more_can_mend_several_points_and_the_champion_himself_none():
    held = sessions_that_stop([0, 1], [0, 1], 3, 2)
    reached = coverage_of_table([[True, True, False], [False, False, True]])
    points = single_points(held, reached)

    removes = extra_shifts(points, held, reached, champion=[2, 0, 1], session=[0, 0, 0])

    assert [len(removes.areas_of(shift)) for shift in range(3)] == [2, 0, 2]
    mend = cheapest_mend(removes, rng=rng())
    assert (mend.chosen.tolist(), len(mend.left), mend.proved) == ([0], 1, True)


def test_a_new_session_mends_a_venue_that_closes_unless_it_is_in_it():
    venues = sessions_that_stop([0, 0], [0, 1], 2, 2)
    reached = coverage_of_table([[True, False], [False, True]])
    points = single_points(venues, reached, [30, 70])

    removes = extra_sessions(
        points,
        sessions_that_stop([0, 1], [0, 1], 2, 2),
        coverage_of_table([[True, True], [True, True]]),
    )

    assert points.supporter.tolist() == [0, 0]
    assert points.thing.tolist() == [1, 0]
    assert [len(removes.areas_of(session)) for session in range(2)] == [0, 2]


def test_kinds_of_supporters_stand_in_one_list():
    champions = sessions_that_stop([0, 1], [0, 0], 2, 1)
    venue = sessions_that_stop([0], [0], 1, 1)

    found = single_points(together(champions, venue), coverage_of_table([[True]]), [8])

    assert (found.supporter.tolist(), found.lost.tolist()) == ([2], [0, 0, 8])


def test_a_topic_can_be_lost_where_the_area_is_not():
    stops = sessions_that_stop([0, 1], [0, 1], 2, 2)
    reached = coverage_of_table([[True, True], [True, False]])
    asked = by_topic(reached, [[0, 0], [0, 1], [1, 0]], n_topics=2)

    areas, topics = single_points(stops, reached), single_points(stops, asked)

    assert [*zip(areas.supporter, areas.thing, strict=True)] == [(0, 1)]
    assert {*zip(topics.supporter, *np.divmod(topics.thing, 2), strict=True)} == {
        (0, 0, 1),
        (0, 1, 0),
        (0, 1, 1),
    }


@st.composite
def shifts(draw):
    """Which points each shift removes, what it costs, and of which group at most how many can be chosen."""
    world = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    removes = world.random((draw(st.integers(0, 6)), draw(st.integers(1, 6)))) < 0.4
    cost = world.integers(0, 4, len(removes)).astype(float) * draw(st.sampled_from([1, 0.3]))
    limits = []
    if draw(st.booleans()):
        limits.append((world.integers(0, 2, len(removes)), 1))
    if draw(st.booleans()):
        limits.append((world.integers(0, 3, len(removes)), 2))
    return removes, cost, limits


@unhurried
@given(shifts(), st.booleans())
def test_the_mend_is_the_cheapest_that_trying_all_finds(given, exact):
    removes, cost, limits = given

    mend = cheapest_mend(
        coverage_of_table(removes), cost, at_most=limits, exact=exact or None, rng=rng()
    )

    sets = chain.from_iterable(combinations(range(len(cost)), k) for k in range(len(cost) + 1))
    best = min(
        (-int(removes[list(chosen)].any(axis=0).sum()), cost[list(chosen)].sum())
        for chosen in sets
        if all(
            np.bincount(group[list(chosen)], minlength=1).max(initial=0) <= most
            for group, most in limits
        )
    )
    assert removes.shape[1] - len(mend.left) == -best[0]
    assert mend.cost == pytest.approx(best[1])
    assert mend.proved
    assert mend.hopeless.tolist() == np.flatnonzero(~removes.any(axis=0)).tolist()


@unhurried
@given(shifts())
def test_without_the_solver_the_bound_is_never_above_the_cheapest(given):
    removes, cost, _ = given

    best = cheapest_mend(coverage_of_table(removes), cost, rng=rng())
    mend = cheapest_mend(coverage_of_table(removes), cost, exact=False, rng=rng())

    assert mend.bound <= best.cost + 1e-9
    assert mend.cost >= best.cost - 1e-9
    assert mend.left.tolist() == best.left.tolist()


def test_nothing_to_mend_costs_nothing():
    mend = cheapest_mend(coverage_of_pairs([], [], 3, 0), rng=rng())

    assert (len(mend.chosen), mend.cost, mend.bound, mend.proved) == (0, 0, 0, True)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (lambda: sessions_that_stop([0], [0], 1, 2), "Session 1 has fewer supporters"),
        (lambda: sessions_that_stop([0], [0], 1, 1, [0.5]), "one whole number"),
        (lambda: sessions_that_stop([0], [0], 1, 1, -1), "fewer supporters than none"),
        (lambda: sessions_that_stop([2], [0], 1, 1), "none of the sites"),
        (lambda: by_topic(coverage_of_table([[True]]), [[0, 0, 0]], 1), "pair of a session"),
        (
            lambda: single_points(coverage_of_table([[True]]), coverage_of_table([[True]] * 2)),
            "the same sessions",
        ),
        (
            lambda: single_points(coverage_of_table([[True]]), coverage_of_table([[True]]), [-1]),
            "cannot be below zero",
        ),
        (
            lambda: cheapest_mend(coverage_of_table([[True]]), [np.inf], rng=rng()),
            "must be a number",
        ),
        (
            lambda: cheapest_mend(coverage_of_table([[True]]), at_most=[([0, 1], 1)], rng=rng()),
            "one group for each",
        ),
        (
            lambda: together(coverage_of_table([[True]]), coverage_of_table([[True, True]])),
            "the same sessions",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(asked, why):
    with pytest.raises(ValueError, match=why):
        asked()
