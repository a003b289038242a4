"""What reach must hold to wherever areas and sites lie."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.engine.distances import distances
from inroads.engine.journeys import journeys, journeys_from_table
from inroads.engine.reach import (
    enhanced_two_step_floating_catchment,
    nearest,
    reachable,
    three_step_floating_catchment,
    two_step_floating_catchment,
    within_reach_of_areas,
    within_reach_of_sites,
)
from inroads.engine.travel import EARTH, on_the_globe

unhurried = settings(max_examples=60, deadline=None)

BREAKS, WEIGHTS = [3000, 6000, 10_000], [1, 0.68, 0.22]
METHODS = [enhanced_two_step_floating_catchment, three_step_floating_catchment]


@st.composite
def maps(draw, least=0):
    """Areas and sites on a coarse map, so that many lie at one place or exactly at a limit."""
    coordinates = st.tuples(st.integers(-15, 15), st.integers(-15, 15))
    areas = draw(st.lists(coordinates, min_size=least, max_size=14))
    sites = draw(st.lists(coordinates, min_size=least, max_size=14))
    people = draw(st.lists(st.integers(0, 500), min_size=len(areas), max_size=len(areas)))
    places = draw(st.lists(st.integers(0, 40), min_size=len(sites), max_size=len(sites)))
    scale = draw(st.sampled_from([1000, 333.25]))
    return (
        np.array(areas, float).reshape(-1, 2) * scale,
        np.array(people, float),
        np.array(sites, float).reshape(-1, 2) * scale,
        np.array(places, float),
    )


def table_of(areas, sites):
    """Every distance, by the plainest formula."""
    return np.sqrt(((areas[:, None, :] - sites[None, :, :]) ** 2).sum(axis=2))


def by_hand(demand, supply, metres, three_steps=False):
    """The published formulas on the whole table."""
    weight = np.zeros(metres.shape)
    for limit, counts in zip(BREAKS[::-1], WEIGHTS[::-1], strict=True):
        weight[metres <= limit * (1 + 1e-12)] = counts
    choice = np.ones(metres.shape)
    if three_steps:
        total = weight.sum(axis=1, keepdims=True)
        choice = np.divide(weight, total, out=np.zeros(metres.shape), where=total > 0)
    load = demand @ (weight * choice)
    share = np.divide(supply, load, out=np.zeros(len(supply)), where=load > 0)
    return (weight * choice) @ share


@unhurried
@given(maps())
@pytest.mark.parametrize("method", METHODS)
def test_coordinates_and_journeys_say_what_the_formula_on_the_whole_table_says(method, given):
    areas, demand, sites, supply = given
    metres = table_of(areas, sites)

    from_places = method(demand, supply, distances(areas, sites), BREAKS, WEIGHTS)
    from_table = method(demand, supply, journeys_from_table(metres), BREAKS, WEIGHTS)

    expected = by_hand(demand, supply, metres, method is three_step_floating_catchment)
    np.testing.assert_allclose(from_places.access, expected, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(from_table.access, expected, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(from_places.load, from_table.load, rtol=1e-12)


@unhurried
@given(maps())
@pytest.mark.parametrize("method", METHODS)
def test_what_is_shared_out_is_what_there_is_to_share(method, given):
    areas, demand, sites, supply = given

    found = method(demand, supply, distances(areas, sites), BREAKS, WEIGHTS)

    assert demand @ found.access == pytest.approx(supply[found.load > 0].sum(), abs=1e-9)


@unhurried
@given(maps(least=1), st.data())
@pytest.mark.parametrize("method", METHODS)
def test_more_supply_anywhere_lowers_access_nowhere(method, given, data):
    areas, demand, sites, supply = given
    more = supply.copy()
    more[data.draw(st.integers(0, len(sites) - 1))] += data.draw(st.integers(1, 30))
    ways = distances(areas, sites)

    before, after = (
        method(demand, places, ways, BREAKS, WEIGHTS).access for places in (supply, more)
    )

    assert (after >= before).all()


@unhurried
@given(maps(), st.randoms(use_true_random=False), st.sampled_from([0.001, 1 / 3, 1000.0]))
def test_neither_order_nor_unit_matters(given, random, unit):
    areas, demand, sites, supply = given
    rows, columns = list(range(len(areas))), list(range(len(sites)))
    random.shuffle(rows)
    random.shuffle(columns)

    before = enhanced_two_step_floating_catchment(
        demand, supply, distances(areas, sites), BREAKS, WEIGHTS
    )
    after = enhanced_two_step_floating_catchment(
        demand[rows],
        supply[columns],
        distances(areas[rows] * unit, sites[columns] * unit),
        np.array(BREAKS) * unit,
        WEIGHTS,
    )

    np.testing.assert_allclose(after.access, before.access[rows], rtol=1e-12)
    np.testing.assert_allclose(after.share, before.share[columns], rtol=1e-12)


@unhurried
@given(maps())
def test_the_enhanced_method_with_one_zone_is_the_plain_one(given):
    areas, demand, sites, supply = given
    ways = distances(areas, sites)

    plain = two_step_floating_catchment(demand, supply, ways, 6000)

    within = table_of(areas, sites) <= 6000 * (1 + 1e-12)
    np.testing.assert_array_equal(plain.load, demand @ within)
    np.testing.assert_array_equal(within_reach_of_sites(demand, ways, 6000), plain.load)
    np.testing.assert_array_equal(within_reach_of_areas(supply, ways, 6000), within @ supply)


@unhurried
@given(maps(), st.sampled_from([0, 1000, 5000, 5000.25, 1e9]))
def test_reachable_pairs_are_those_no_further_apart_than_the_limit(given, limit):
    areas, _, sites, _ = given
    metres = table_of(areas, sites)

    pairs = reachable(distances(areas, sites), limit)
    again = reachable(journeys_from_table(metres), limit)

    rows = np.repeat(np.arange(len(areas)), np.diff(pairs.first))
    near = np.argwhere(metres <= limit * (1 + 1e-12))
    assert list(zip(rows, pairs.site, strict=True)) == [tuple(pair) for pair in near]
    np.testing.assert_allclose(pairs.length, metres[rows, pairs.site], rtol=1e-12)
    for one, other in zip(vars(pairs).items(), vars(again).items(), strict=True):
        np.testing.assert_allclose(one[1], other[1], rtol=1e-12)


@unhurried
@given(maps())
def test_the_nearest_of_equals_is_the_first_in_the_list(given):
    areas, _, sites, _ = given
    metres = table_of(areas, sites)

    for found in (nearest(distances(areas, sites)), nearest(journeys_from_table(metres))):
        if not len(sites):
            assert (found.site == -1).all()
            assert np.isinf(found.length).all()
        elif len(areas):
            least = metres.min(axis=1)
            np.testing.assert_allclose(found.length, least, rtol=1e-12)
            first = (metres <= least[:, None] * (1 + 1e-12)).argmax(axis=1)
            np.testing.assert_array_equal(found.site, first)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-90, 90), st.floats(0.05, 179))
def test_on_the_globe_reach_follows_great_circles_even_over_a_pole_and_the_date_line(
    seed, latitude, width
):
    rng = np.random.default_rng(seed)
    north = np.clip(latitude + rng.uniform(-width, width, (2, 20)), -90, 90)
    east = 180 + rng.uniform(-width, width, (2, 20))
    east[east > 180] -= 360
    demand, supply = rng.integers(1, 90, 20).astype(float), rng.integers(1, 9, 20).astype(float)
    one, other = (on_the_globe(*place) for place in zip(north, east, strict=True))
    half = np.sqrt(((one[:, None] - other[None]) ** 2).sum(axis=2)) / 2 / EARTH
    metres = 2 * EARTH * np.arcsin(np.minimum(half, 1))
    # Half-way between two distances: on a globe no distance is known to the last digit.
    steps = np.sort(metres.ravel())
    place = rng.choice(np.flatnonzero(np.diff(steps) > 1))
    limit = steps[place : place + 2].mean()

    ways = distances(one, other)
    found = two_step_floating_catchment(demand, supply, ways, limit)

    within = metres <= limit
    np.testing.assert_array_equal(found.load, demand @ within)
    assert len(reachable(ways, limit).site) == within.sum()
    np.testing.assert_allclose(nearest(ways).length, metres.min(axis=1), rtol=1e-9, atol=1e-6)


def test_ways_there_may_take_longer_than_ways_back():
    """Only the journey to the site counts: people travel to help, not help to people."""
    there = np.array([[0, 10, 40], [35, 0, 10], [10, 50, 0]], float)
    demand, supply = np.array([10.0, 20, 30]), np.array([3.0, 2, 1])

    found = two_step_floating_catchment(demand, supply, journeys_from_table(there), catchment=30)

    assert found.load.tolist() == [10 + 30, 10 + 20, 20 + 30]
    back = two_step_floating_catchment(demand, supply, journeys_from_table(there.T), catchment=30)
    assert back.load.tolist() == [10 + 20, 20 + 30, 10 + 30]


def test_any_number_of_threads_gives_the_same_bits():
    rng = np.random.default_rng(3)
    ways = distances(rng.normal(0, 9000, (900, 2)), rng.normal(0, 9000, (700, 2)))
    demand, supply = rng.random(900), rng.random(700)

    found = [
        enhanced_two_step_floating_catchment(demand, supply, ways, BREAKS, WEIGHTS, threads=threads)
        for threads in (1, 2, 5)
    ]

    assert {answer.access.tobytes() for answer in found} == {found[0].access.tobytes()}
    assert {answer.load.tobytes() for answer in found} == {found[0].load.tobytes()}


def test_a_site_that_nobody_reaches_shares_nothing_out_and_an_area_without_a_site_has_none():
    found = two_step_floating_catchment(
        [5, 5], [7, 9], distances([[0, 0], [0, 1]], [[0, 5], [0, 99]]), 4
    )

    assert found.access.tolist() == [0, 1.4]
    assert found.share.tolist() == [1.4, 0]
    assert found.load.tolist() == [5, 0]


def test_an_area_where_nobody_is_in_need_still_has_access():
    found = two_step_floating_catchment([0, 4], [2], distances([[0, 0], [1, 0]], [[0, 0]]), 4)

    assert found.access.tolist() == [0.5, 0.5]


def test_one_area_and_one_site_at_the_same_place():
    ways = distances([[400_000, 90_000]], [[400_000, 90_000]])

    assert two_step_floating_catchment([4], [2], ways, 0).access.tolist() == [0.5]
    assert two_step_floating_catchment([4], [2], ways, 1e300).access.tolist() == [0.5]


def test_without_areas_or_without_sites_there_is_nothing_and_no_error():
    for areas, sites in ((0, 2), (2, 0), (0, 0)):
        for ways in (
            distances(np.zeros((areas, 2)), np.zeros((sites, 2))),
            journeys_from_table(np.zeros((areas, sites))),
        ):
            found = three_step_floating_catchment(np.ones(areas), np.ones(sites), ways, BREAKS)
            assert found.access.tolist() == [0] * areas
            assert found.load.tolist() == [0] * sites
            assert nearest(ways).site.tolist() == [-1] * areas
            assert len(reachable(ways, 5).site) == 0


@pytest.mark.parametrize(
    ("demand", "supply", "breaks", "weights", "why"),
    [
        ([np.nan, 1], [1], [5], [1], "demand of each area must be a number"),
        ([-1, 1], [1], [5], [1], "demand of an area cannot be below zero"),
        ([1, 1], [-1], [5], [1], "supply of a site cannot be below zero"),
        ([1, 1], [np.inf], [5], [1], "supply of each site must be a number"),
        ([1], [1], [5], [1], "one demand for each area"),
        ([1, 1], [1, 1], [5], [1], "one supply for each site"),
        (["a", 1], [1], [5], [1], "must be a number"),
        ([1, 1], [1], [np.nan], [1], "must be numbers"),
        ([1, 1], [1], [np.inf], [1], "must be numbers"),
        ([1, 1], [1], [-5], [1], "rise"),
        ([1, 1], [1], [5, 5], [1, 1], "rise"),
        ([1, 1], [1], [5, 9], [1], "one limit and one weight"),
        ([1, 1], [1], [], [], "one limit and one weight"),
        ([1, 1], [1], [5, 9], [0.5, 1], "never rise"),
        ([1, 1], [1], [5], [-1], "between 0 and 1"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(demand, supply, breaks, weights, why):
    for ways in (distances([[0, 0], [1, 0]], [[0, 0]]), journeys_from_table([[0], [1]])):
        for method in METHODS:
            with pytest.raises(ValueError, match=why):
                method(demand, supply, ways, breaks, weights)


@pytest.mark.parametrize(
    ("areas", "sites", "why"),
    [
        ([[np.nan, 0]], [[0, 0]], "left out first"),
        ([[0, np.inf]], [[0, 0]], "left out first"),
        ([[0, 1e13]], [[0, 0]], "so large"),
        ([["here", 0]], [[0, 0]], "must be a number"),
        ([0, 0], [[0, 0]], "two coordinates"),
        ([[0, 0]], [[EARTH, 0, 0]], "both on the globe"),
        ([[0, 0, 1]], [[EARTH, 0, 0]], "must lie on the globe"),
    ],
)
def test_places_that_are_nowhere_are_refused(areas, sites, why):
    with pytest.raises(ValueError, match=why):
        distances(areas, sites)


@pytest.mark.parametrize(
    ("first", "site", "length", "why"),
    [
        ([0, 2], [0, 0], [1, 2], "two journeys to one site"),
        ([0, 1], [2], [1], "one of the sites"),
        ([0, 1], [-1], [1], "one of the sites"),
        ([0, 1], [0], [-1], "0 or more"),
        ([0, 1], [0], [np.nan], "0 or more"),
        ([0, 1], [0, 1], [1], "one site and one length"),
        ([0, 1], [0], ["far"], "must be a number"),
        ([1, 1], [0], [1], "must rise"),
        ([0, 2, 1], [0], [1], "must rise"),
        ([], [0], [1], "must rise"),
        ([0, 1.5], [0], [1], "whole numbers"),
    ],
)
def test_journeys_that_do_not_fit_together_are_refused(first, site, length, why):
    with pytest.raises(ValueError, match=why):
        journeys(first, site, length, n_sites=2)


def test_a_journey_without_end_is_no_journey():
    there = journeys([0, 2, 3], [1, 0, 1], [np.inf, 4, 3], n_sites=2)

    assert (there.first.tolist(), there.site.tolist()) == ([0, 1, 2], [0, 1])


def test_work_needs_at_least_one_thread():
    for ways in (distances([[0, 0]], [[0, 0]]), journeys_from_table([[0]])):
        with pytest.raises(ValueError, match="at least one thread"):
            within_reach_of_areas([1], ways, 5, threads=0)
