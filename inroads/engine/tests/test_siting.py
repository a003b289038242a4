"""What a choice of sites must hold to whatever is asked."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.engine.coverage import coverage_of_pairs, coverage_of_table
from inroads.engine.siting import place_sites

unhurried = settings(max_examples=25, deadline=None)


def rng():
    return np.random.default_rng(1891)


@st.composite
def maps(draw, whole=True):
    """Which sites cover which areas, with the people in each; ties, twins, empty areas and all."""
    n_sites, n_areas = draw(st.integers(1, 7)), draw(st.integers(1, 9))
    covers = draw(
        st.lists(
            st.lists(st.booleans(), min_size=n_areas, max_size=n_areas),
            min_size=n_sites,
            max_size=n_sites,
        )
    )
    number = st.integers(0, 5).map(float) if whole else st.floats(0, 9)
    people = draw(st.lists(number, min_size=n_areas, max_size=n_areas))
    return np.array(covers), np.array(people)


def best_by_trying(covers, people, allowed):
    """The most people that any set of sites covers which is allowed."""
    sites = range(len(covers))
    sets = (chosen for size in range(len(covers) + 1) for chosen in combinations(sites, size))
    return max(
        people[covers[list(chosen)].any(axis=0)].sum() if chosen else 0.0
        for chosen in sets
        if allowed(set(chosen))
    )


@unhurried
@given(maps(), st.integers(0, 8))
def test_small_maps_are_solved_to_the_best_that_trying_all_finds(given, count):
    covers, people = given

    found = place_sites(coverage_of_table(covers), people, count, rng=rng())

    assert found.proved
    assert found.covered == best_by_trying(covers, people, lambda chosen: len(chosen) <= count)
    assert found.covered == people[covers[found.chosen].any(axis=0)].sum()
    assert len(found.chosen) <= count


@unhurried
@given(maps(), st.integers(0, 8), st.sampled_from([0, 3, 40]))
def test_the_bound_is_never_below_the_best_even_where_sites_tie(given, count, rounds):
    covers, people = given

    found = place_sites(
        coverage_of_table(covers), people, count, exact=False, search=0, rounds=rounds, rng=rng()
    )

    best = best_by_trying(covers, people, lambda chosen: len(chosen) <= count)
    assert found.covered <= best <= found.bound
    assert found.gap == pytest.approx(1 - found.covered / found.bound if found.bound else 0)
    assert found.proved == (found.gap == 0)


@unhurried
@given(maps(whole=False), st.integers(0, 8))
def test_people_need_not_be_whole(given, count):
    covers, people = given

    found = place_sites(coverage_of_table(covers), people, count, rng=rng())

    best = best_by_trying(covers, people, lambda chosen: len(chosen) <= count)
    assert found.covered == pytest.approx(best, rel=1e-8, abs=1e-300)
    assert best <= found.bound * (1 + 1e-8)


@unhurried
@given(maps(), st.data())
def test_every_limit_is_kept_and_the_best_within_them_is_found(given, data):
    covers, people = given
    sites = len(covers)
    each = {"min_size": sites, "max_size": sites}
    cost = np.array(data.draw(st.lists(st.integers(0, 4), **each)), float)
    group = np.array(data.draw(st.lists(st.integers(0, 2), **each)))
    count, budget = data.draw(st.integers(0, 5)), data.draw(st.integers(0, 9))
    fixed = data.draw(st.sets(st.integers(0, sites - 1), max_size=2))
    forbidden = data.draw(st.sets(st.integers(0, sites - 1), max_size=2)) - fixed
    most = max(1, *np.bincount(group[list(fixed)], minlength=1)) if fixed else 1

    found = place_sites(
        coverage_of_table(covers),
        people,
        count,
        cost=cost,
        budget=budget,
        group=group,
        most_in_group=most,
        fixed=sorted(fixed),
        forbidden=sorted(forbidden),
        rng=rng(),
    )

    def allowed(chosen):
        new = chosen - fixed
        return (
            fixed <= chosen
            and not chosen & forbidden
            and len(new) <= count
            and cost[list(new)].sum() <= budget
            and np.bincount(group[list(chosen)], minlength=1).max(initial=0) <= most
        )

    everyone = {*found.chosen.tolist(), *fixed}
    assert allowed(everyone)
    assert not {*found.chosen.tolist()} & fixed
    assert found.covered == best_by_trying(covers, people, allowed)
    assert found.proved


@unhurried
@given(maps(), st.integers(0, 8), st.data())
def test_another_place_never_lowers_coverage(given, count, data):
    covers, people = given
    near = coverage_of_table(covers)
    extra = data.draw(st.integers(0, len(covers) - 1))

    fewer = place_sites(near, people, count, rng=rng())
    more = place_sites(near, people, count + 1, rng=rng())
    given_one = place_sites(near, people, count, fixed=[extra], rng=rng())

    assert fewer.covered <= more.covered
    assert fewer.covered <= given_one.covered


@unhurried
@given(maps(), st.integers(0, 5), st.randoms(use_true_random=False))
def test_the_order_of_sites_and_areas_and_the_unit_do_not_matter(given, count, random):
    covers, people = given
    rows, columns = list(range(covers.shape[0])), list(range(covers.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)

    one = place_sites(coverage_of_table(covers), people, count, rng=rng())
    other = place_sites(
        coverage_of_table(covers[rows][:, columns]), people[columns] * 1000, count, rng=rng()
    )
    tiny = place_sites(coverage_of_table(covers), people / 1024, count, rng=rng())

    assert other.covered == one.covered * 1000
    assert tiny.covered == one.covered / 1024
    assert tiny.chosen.tolist() == one.chosen.tolist()


@unhurried
@given(maps(), st.integers(1, 5))
def test_each_site_adds_what_is_said_and_never_more_than_the_one_before(given, count):
    covers, people = given

    found = place_sites(coverage_of_table(covers), people, count, rng=rng())

    reached = np.zeros(len(people), bool)
    for site, gain in zip(found.chosen, found.gain, strict=True):
        assert gain == people[covers[site] & ~reached].sum() > 0
        reached |= covers[site]
    assert (np.diff(found.gain) <= 0).all()
    assert found.gain.sum() == found.covered


def test_with_as_many_places_as_sites_everyone_in_reach_is_covered_by_no_more_than_needed():
    covers = np.array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]], bool)

    found = place_sites(coverage_of_table(covers), [5, 6, 7, 8], 10**7, rng=rng())

    assert found.covered == found.bound == 18
    assert found.chosen.tolist() == [0, 2]


def test_an_area_that_every_site_covers_decides_nothing():
    covers = np.array([[1, 1, 0], [1, 0, 1]], bool)

    found = place_sites(coverage_of_table(covers), [1000, 1, 2], 1, rng=rng())

    assert found.chosen.tolist() == [1]


def test_people_of_more_priority_count_for_more():
    covers = np.eye(2, dtype=bool)

    found = place_sites(coverage_of_table(covers), [100, 60], 1, priority=[1, 2], rng=rng())

    assert found.chosen.tolist() == [1]
    assert found.covered == 120


def test_nothing_to_cover_and_nobody_to_reach_have_an_obvious_answer():
    nowhere = coverage_of_pairs([], [], 3, 2)
    for near, people in (
        (nowhere, [4, 5]),
        (coverage_of_table(np.ones((2, 2), bool)), [0, 0]),
        (coverage_of_pairs([], [], 0, 0), []),
    ):
        found = place_sites(near, people, 2, rng=rng())
        assert found.chosen.tolist() == []
        assert (found.covered, found.bound, found.gap, found.proved) == (0, 0, 0, True)


def test_sites_that_are_fixed_cost_nothing_and_are_not_counted():
    covers = np.eye(3, dtype=bool)

    found = place_sites(
        coverage_of_table(covers), [9, 5, 4], 1, fixed=[0], cost=[7, 7, 1], budget=2, rng=rng()
    )

    assert (found.chosen.tolist(), found.covered) == ([2], 13)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"people": [1, np.nan]}, "people of each area must be a number"),
        ({"people": [1, np.inf]}, "people of each area must be a number"),
        ({"people": [1, -1]}, "cannot be below zero"),
        ({"people": [1]}, "one number of people for each area"),
        ({"people": ["many", 1]}, "must be a number"),
        ({"people": [1e308, 1e308]}, "cannot be added up"),
        ({"priority": [1, -1]}, "priority of each area cannot be below zero"),
        ({"people": [1e300, 1], "priority": [1e300, 1]}, "counted people"),
        ({"count": -1}, "whole number, 0 or more"),
        ({"count": 1.5}, "whole number, 0 or more"),
        ({"count": np.nan}, "whole number, 0 or more"),
        ({"count": None}, "how many sites may be opened"),
        ({"fixed": [0], "forbidden": [0]}, "Site 0 is both fixed and forbidden"),
        ({"fixed": [2]}, "There is no site 2"),
        ({"fixed": [-1]}, "There is no site -1"),
        ({"forbidden": [0.5]}, "named by its number"),
        ({"cost": [1, 2]}, "costs need a budget"),
        ({"budget": 3}, "needs the cost of each site"),
        ({"cost": [1, np.nan], "budget": 3}, "cost of each site must be a number"),
        ({"cost": [1, 1], "budget": -1}, "budget of each choice cannot be below zero"),
        ({"group": [0, 0]}, "most of each group"),
        ({"group": [0], "most_in_group": 1}, "one group for each site"),
        ({"group": [0, -1], "most_in_group": 1}, "one group for each site"),
        ({"group": [0, 1], "most_in_group": [1, 2, 3]}, "one for each group"),
        ({"group": [0, 0], "most_in_group": 1, "fixed": [0, 1]}, "more sites are fixed"),
        ({"seconds": np.nan}, "must be a number"),
        ({"search": -1}, "whole number, 0 or more"),
        ({"rounds": 0.5}, "whole number, 0 or more"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(asked, why):
    question = {"people": [3, 4], "count": 1, **asked}

    with pytest.raises(ValueError, match=why):
        place_sites(coverage_of_table(np.eye(2, dtype=bool)), **question, rng=rng())


def test_coverage_that_does_not_fit_together_is_refused():
    with pytest.raises(ValueError, match="one site and one area"):
        coverage_of_pairs([0, 1], [0], 2, 2)
    with pytest.raises(ValueError, match="none of the sites"):
        coverage_of_pairs([2], [0], 2, 2)
    with pytest.raises(ValueError, match="none of the areas"):
        coverage_of_pairs([0], [-1], 2, 2)
    with pytest.raises(ValueError, match="True or False"):
        coverage_of_table([[0.5]])


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_same_question_and_seed_give_the_same_bits(seed):
    world = np.random.default_rng(seed)
    covers = world.random((40, 60)) < 0.1
    people = world.random(60) * 100
    near = coverage_of_table(covers)

    one, other = (
        place_sites(near, people, 5, exact=False, rng=np.random.default_rng(seed)) for _ in range(2)
    )

    for mine, yours in zip(one, other, strict=True):
        np.testing.assert_array_equal(mine, yours)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_no_single_exchange_improves_the_answer(seed):
    world = np.random.default_rng(seed)
    covers = world.random((30, 80)) < 0.1
    people = world.integers(1, 50, 80).astype(float)

    found = place_sites(coverage_of_table(covers), people, 4, exact=False, search=0, rng=rng())

    for out in found.chosen:
        rest = covers[[site for site in found.chosen if site != out]].any(axis=0)
        best = max(people[rest | row].sum() for row in covers)
        assert best <= found.covered
