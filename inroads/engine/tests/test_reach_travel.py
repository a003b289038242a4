"""How long a journey takes, and what is on in a week."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.engine.travel import BUS, CAR, FOOT, Travel, metres_within, minutes_for, on_the_globe
from inroads.engine.week import Sessions, supply_by_day

unhurried = settings(deadline=None)


@unhurried
@given(st.floats(0, 1e6), st.sampled_from([CAR, FOOT, BUS]))
def test_minutes_and_metres_are_each_others_opposite(metres, travel):
    back = metres_within(minutes_for(metres, travel), travel)

    assert back == pytest.approx(metres, rel=1e-9, abs=1e-6)


def test_a_further_place_is_never_sooner_reached():
    minutes = minutes_for([0, 1, 2, 1e5, np.inf], BUS)

    assert (np.diff(minutes) > 0).all()
    assert minutes[0] == 0
    assert np.isinf(minutes[-1])


def test_a_kilometre_on_foot_takes_a_quarter_of_an_hour():
    assert minutes_for(1000, FOOT) == pytest.approx(16.25)


@pytest.mark.parametrize(
    ("travel", "why"),
    [
        (Travel(0, 1.4), "above zero"),
        (Travel(-3, 1.4), "above zero"),
        (Travel(np.nan, 1.4), "above zero"),
        (Travel(40, 0.9), "1 or more"),
        (Travel(40, 1.4, -1), "below zero minutes"),
    ],
)
def test_an_impossible_way_of_travelling_is_refused(travel, why):
    for judge in (minutes_for, metres_within):
        with pytest.raises(ValueError, match=why):
            judge([1000], travel)


@pytest.mark.parametrize("length", [-1, np.nan, "far"])
def test_an_impossible_distance_or_time_is_refused(length):
    for judge in (minutes_for, metres_within):
        with pytest.raises(ValueError, match=r"must be a number|below zero"):
            judge([length], CAR)


@pytest.mark.parametrize(
    ("latitude", "longitude", "why"),
    [
        ([np.nan], [0], "left out first"),
        ([91], [0], "between -90 and 90"),
        ([0], [361], "between -90 and 90"),
        ([0, 1], [0], "one latitude and one longitude"),
        (["north"], [0], "must be a number"),
    ],
)
def test_coordinates_on_no_globe_are_refused(latitude, longitude, why):
    with pytest.raises(ValueError, match=why):
        on_the_globe(latitude, longitude)


@st.composite
def weeks(draw):
    count = draw(st.integers(0, 12))

    def whole(low, high):
        return draw(st.lists(st.integers(low, high), min_size=count, max_size=count))

    opens = np.array(whole(0, 1380))
    closes = np.minimum(opens + np.array(whole(1, 300)), 1440)
    topics = np.array(whole(0, 1), bool).reshape(-1, 1)
    return Sessions(whole(0, 4), whole(0, 6), opens, closes, whole(0, 30), topics)


@unhurried
@given(weeks(), st.integers(0, 1440))
def test_mornings_and_afternoons_make_the_whole_day(week, noon):
    whole = supply_by_day(week, 5)

    before, after = supply_by_day(week, 5, closes_by=noon), supply_by_day(week, 5, opens_from=noon)

    np.testing.assert_allclose(before + after, whole, atol=1e-9)
    assert whole.sum() == pytest.approx(sum(week.capacity))


@unhurried
@given(weeks())
def test_a_topic_is_part_of_all_there_is(week):
    about, everything = supply_by_day(week, 5, topic=0), supply_by_day(week, 5)

    assert (about <= everything).all()


ONE = {
    "venue": [0],
    "day": [0],
    "opens": [540],
    "closes": [720],
    "capacity": [9],
    "topics": [[True]],
}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"venue": [1]}, "a venue that there is not"),
        ({"venue": [0.5]}, "whole number"),
        ({"day": [7]}, "a day that there is not"),
        ({"opens": [np.nan]}, "must be a number"),
        ({"closes": [500]}, "closes after it opens"),
        ({"closes": [1500]}, "closes after it opens"),
        ({"capacity": [-1]}, "below zero"),
        ({"capacity": ["many"]}, "must be a number"),
        ({"topics": [[1]]}, "True or False"),
        ({"topics": []}, "Each session needs"),
    ],
)
def test_a_session_that_cannot_be_is_refused(wrong, why):
    with pytest.raises(ValueError, match=why):
        supply_by_day(Sessions(**{**ONE, **wrong}), 1)


def test_hours_and_topics_that_cannot_be_asked_for_are_refused():
    with pytest.raises(ValueError, match="within one day"):
        supply_by_day(Sessions(**ONE), 1, opens_from=700, closes_by=600)
    with pytest.raises(ValueError, match="no such topic"):
        supply_by_day(Sessions(**ONE), 1, topic=1)
