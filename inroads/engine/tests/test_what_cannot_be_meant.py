"""What cannot be meant is refused in words by every method; what can be meant, however odd, has a right answer."""

from functools import partial

import numpy as np
import pytest

from inroads.engine.candidates import Candidates, Champions, People, candidates
from inroads.engine.cascade import choose_champions, likely_spread
from inroads.engine.centres import place_centres
from inroads.engine.changes import best_moves, change
from inroads.engine.cover import sessions_that_stop, single_points
from inroads.engine.coverage import coverage_of_table
from inroads.engine.distances import distances
from inroads.engine.hours import match_hours
from inroads.engine.intervals import rate_interval, share_interval
from inroads.engine.journeys import journeys_from_table
from inroads.engine.matching import match
from inroads.engine.medians import place_medians
from inroads.engine.mending import cheapest_mend
from inroads.engine.need import need_index, weighted_need
from inroads.engine.priorities import penalties
from inroads.engine.reach import (
    enhanced_two_step_floating_catchment,
    three_step_floating_catchment,
    two_step_floating_catchment,
    within_reach_of_areas,
)
from inroads.engine.roomy import place_with_room
from inroads.engine.scales import scale_by_range
from inroads.engine.sensitivity import drawn_weights, effective_weights, most_need_probability
from inroads.engine.siting import place_sites
from inroads.engine.travel import CAR, metres_within, minutes_for

NEAR = coverage_of_table([[True, True, False], [False, True, True]])
TIES = coverage_of_table([[False, True], [True, False]])
MINUTES = journeys_from_table([[0, 9], [9, 0], [20, 6]])
FOUND = Candidates([0, 2, 3], [0, 1, 0], [5, 9, 6], n_champions=2)
TABLE = [[1.0, 0.4], [0.9, 0.6], [0.0, 0.0]]
XY = [[0.0, 0.0], [0.0, 900.0]]


def dice():
    return np.random.default_rng(1)


def by_enhanced(people, places, minutes=MINUTES):
    return enhanced_two_step_floating_catchment(
        people, places, minutes, breaks=[5, 10], weights=[1, 0.5]
    )


def by_three_steps(people, places, minutes=MINUTES):
    return three_step_floating_catchment(people, places, minutes, breaks=[5, 10], weights=[1, 0.5])


# A method, and for each number or list of numbers that it takes one that it can be asked with.
METHODS = {
    "the way of a distance": (partial(minutes_for, travel=CAR), {"metres": [100.0]}),
    "the distance of a way": (partial(metres_within, travel=CAR), {"minutes": [30.0]}),
    "2SFCA": (
        lambda people, places, limit: two_step_floating_catchment(people, places, MINUTES, limit),
        {"people": [1.0, 2.0, 3.0], "places": [4.0, 5.0], "limit": 9.0},
    ),
    "E2SFCA": (by_enhanced, {"people": [1.0, 2.0, 3.0], "places": [4.0, 5.0]}),
    "3SFCA": (by_three_steps, {"people": [1.0, 2.0, 3.0], "places": [4.0, 5.0]}),
    "what lies within reach": (
        lambda amounts, limit: within_reach_of_areas(amounts, MINUTES, limit),
        {"amounts": [1.0, 2.0], "limit": 9.0},
    ),
    "siting": (
        lambda people, count: place_sites(NEAR, people, count, rng=dice()),
        {"people": [1.0, 2.0, 3.0], "count": 1.0},
    ),
    "medians": (
        lambda people, count: place_medians(MINUTES, people, count, rng=dice()),
        {"people": [1.0, 2.0, 3.0], "count": 1.0},
    ),
    "centres": (
        lambda people, count: place_centres(MINUTES, people, count),
        {"people": [1.0, 2.0, 3.0], "count": 1.0},
    ),
    "medians with room": (
        place_with_room,
        {"length": [[1.0, 5.0], [2.0, 3.0]], "need": [1.0, 1.0], "room": [2.0, 2.0], "count": 2.0},
    ),
    "a change": (
        lambda people: change(NEAR, people, [0], [1]),
        {"people": [1.0, 2.0, 3.0]},
    ),
    "the best moves": (lambda people: best_moves(NEAR, people, [0]), {"people": [1.0, 2.0, 3.0]}),
    "single points": (
        lambda people: single_points(sessions_that_stop([0], [0], 1, 2, [1, 0]), NEAR, people),
        {"people": [1.0, 2.0, 3.0]},
    ),
    "a mend": (lambda cost: cheapest_mend(NEAR, cost, rng=dice()), {"cost": [1.0, 2.0]}),
    "matching": (
        lambda capacity, penalty: match(FOUND, capacity, penalty),
        {"capacity": [1.0, 1.0], "penalty": [100.0, 100.0]},
    ),
    "matching by hours": (
        lambda hours, room, penalty: match_hours(FOUND, hours, room, penalty),
        {"hours": [1.0, 1.0], "room": [2.0, 2.0], "penalty": [100.0, 100.0]},
    ),
    "penalties": (lambda band: penalties("by_band", band, FOUND), {"band": [0.0, 1.0]}),
    "candidates": (
        lambda xy, limit, pace: candidates(People(xy, limit, pace), Champions(XY, [30, 30])),
        {"xy": XY, "limit": [30.0, 30.0], "pace": [100.0, 100.0]},
    ),
    "weights": (lambda weights: weighted_need(TABLE, weights), {"weights": [2.0, 1.0]}),
    "effective weights": (lambda weights: effective_weights(TABLE, weights), {"weights": [2, 1.0]}),
    "drawn weights": (lambda weights: drawn_weights(weights, dice()), {"weights": [2.0, 1.0]}),
    "a share": (share_interval, {"count": [1.0], "total": [4.0]}),
    "a rate": (rate_interval, {"count": [1.0], "exposure": [4.0]}),
    "whom to ask": (
        lambda weight, count: choose_champions(TIES, [0, 1], count, weight=weight, rng=dice()),
        {"weight": [1.0, 1.0], "count": 1.0},
    ),
    "spread": (
        lambda chance: likely_spread(TIES, chance, [0], rng=dice()),
        {"chance": 0.5},
    ),
}  # fmt: skip
EACH = [(name, argument) for name, (_, asked) in METHODS.items() for argument in asked]


def ask(name: str, **wrong):
    method, asked = METHODS[name]
    given = {**asked, **wrong}
    counted = {"count", "capacity", "penalty", "hours", "room", "band"}
    whole = {key for key in counted & given.keys() if name != "medians with room" or key == "count"}
    for key in whole:
        array = np.asarray(given[key], float)
        if np.isfinite(array).all() and (array == np.floor(array)).all():
            given[key] = array.astype(int).tolist()
    return method(**given)


def spoilt(value, number: float):
    """The same with its last number replaced."""
    array = np.array(value, float)
    if not array.ndim:
        return number
    array.ravel()[-1] = number
    return array.tolist()


@pytest.mark.parametrize("name", METHODS)
def test_what_can_be_meant_is_answered(name):
    assert ask(name) is not None


@pytest.mark.parametrize(("name", "argument"), EACH)
@pytest.mark.parametrize("number", [np.nan, -1.0], ids=["no number", "below zero"])
def test_no_number_and_less_than_nothing_are_refused(name, argument, number):
    if (name, argument, number) == ("candidates", "xy", -1.0):
        pytest.skip("a place may lie to the west")

    with pytest.raises(ValueError, match=r"[a-z] [a-z]"):
        ask(name, **{argument: spoilt(METHODS[name][1][argument], number)})


@pytest.mark.parametrize(
    ("name", "argument"), [(n, a) for n, a in EACH if np.ndim(METHODS[n][1][a])]
)
def test_too_many_numbers_are_refused(name, argument):
    _, asked = METHODS[name]
    if len(asked) == 1 and argument in ("metres", "minutes", "weights") and name != "weights":
        pytest.skip("as many as one likes")
    if name in ("a share", "a rate"):
        pytest.skip("one total for all is allowed")
    if name == "whom to ask":
        pytest.skip("a weight more is a team more, in which nobody works")
    longer = [*asked[argument], *asked[argument]]
    if name == "effective weights":
        longer = [1.0, 1.0, 1.0]

    with pytest.raises(ValueError, match=r"[a-z] [a-z]"):
        ask(name, **{argument: longer})


def test_one_area_has_a_place_of_its_own():
    one = coverage_of_table([[True]])

    assert place_sites(one, [5], 1, rng=dice()).covered == 5
    assert need_index([[3.0]], [1], [True]).rank.tolist() == [1]


def test_areas_that_are_all_equal_share_every_place():
    found = need_index([[3.0, 1.0]] * 4, [1, 1], [True, False])

    assert found.rank.tolist() == [1] * 4
    assert effective_weights(np.zeros((4, 2)), [1, 1]).variance.tolist() == [0, 0]


def test_no_areas_have_no_need():
    assert len(weighted_need(np.zeros((0, 2)), [1, 1]).score) == 0


def test_the_same_place_twice_is_two_places():
    ways = distances([[0.0, 0.0]] * 2, [[0.0, 0.0]] * 2)

    found = two_step_floating_catchment([10, 10], [4, 6], ways, 100.0)

    assert (found.access * 10).sum() == pytest.approx(10)


def test_whoever_nobody_can_reach_is_left_out_and_not_divided_by():
    nobody = journeys_from_table([[np.inf, np.inf]])

    assert two_step_floating_catchment([10], [4, 6], nobody, 30.0).access.tolist() == [0]
    with pytest.raises(ValueError, match="Not every area with people has a way"):
        place_medians(nobody, [10], 1, rng=dice())


def test_ten_million_weights_are_too_many_to_draw():
    with pytest.raises(ValueError, match="ask for fewer"):
        drawn_weights(np.ones(10_000_000), dice(), draws=1000)


def test_limits_that_contradict_one_another_are_refused():
    with pytest.raises(ValueError, match=r"[a-z] [a-z]"):
        place_sites(NEAR, [1, 2, 3], 1, fixed=[0], forbidden=[0], rng=dice())


def test_scaled_values_are_never_silently_wrong():
    with pytest.raises(ValueError, match=r"[a-z] [a-z]"):
        scale_by_range([[np.inf]], [True])
    with pytest.raises(ValueError, match=r"[a-z] [a-z]"):
        most_need_probability(TABLE, [1, 1], [[0.7, 0.7]])
