"""The sites with the shortest ways, against trying all, against a plain twin, and against published optima."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.medians import median_instance
from inroads.engine import shortening
from inroads.engine.compiling import COMPILED
from inroads.engine.journeys import journeys_from_table
from inroads.engine.kernels import medians as compiled
from inroads.engine.medians import place_medians
from inroads.engine.plain import medians as plain

unhurried = settings(max_examples=40, deadline=None)


def rng():
    return np.random.default_rng(1891)


@st.composite
def towns(draw):
    """Minutes from areas to sites, with ties and ways that do not exist, and people."""
    world = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_areas, n_sites = draw(st.integers(1, 8)), draw(st.integers(1, 7))
    minutes = world.integers(0, draw(st.sampled_from([3, 30])), (n_areas, n_sites)).astype(float)
    people = world.integers(0, 4, n_areas).astype(float)
    return minutes, people, world


def cost_of(minutes, people, sites, beyond=np.inf):
    nearest = minutes[:, list(sites)].min(axis=1, initial=np.inf)
    return people[people > 0] @ np.minimum(nearest, beyond)[people > 0]


@unhurried
@given(towns(), st.integers(1, 8))
def test_small_maps_are_solved_to_the_best_that_trying_all_finds(town, count):
    minutes, people, _ = town

    found = place_medians(journeys_from_table(minutes), people, count, rng=rng())

    sites = range(minutes.shape[1])
    best = min(
        cost_of(minutes, people, chosen)
        for size in range(1, min(count, len(sites)) + 1)
        for chosen in combinations(sites, size)
    )
    assert found.total == cost_of(minutes, people, found.chosen) == best
    assert 1 <= len(found.chosen) <= count
    assert (found.bound, found.gap, found.proved) == (best, 0, True)
    assert (
        minutes[range(len(people)), found.nearest] == minutes[:, found.chosen].min(axis=1)
    ).all()


@unhurried
@given(towns(), st.integers(0, 4), st.sampled_from([1, 1 / 3]))
def test_every_limit_is_kept_and_the_best_within_them_is_found(town, count, unit):
    minutes, people, world = town
    n_sites = minutes.shape[1]
    minutes = np.where(world.random(minutes.shape) < 0.3, np.inf, minutes * unit)
    cost = world.integers(0, 4, n_sites).astype(float)
    budget = float(world.integers(0, 8))
    fixed = np.flatnonzero(world.random(n_sites) < 0.2)
    forbidden = np.setdiff1d(np.flatnonzero(world.random(n_sites) < 0.2), fixed)

    found = place_medians(
        journeys_from_table(minutes),
        people,
        count,
        beyond=25 * unit,
        cost=cost,
        budget=budget,
        fixed=fixed,
        forbidden=forbidden,
        rng=rng(),
    )

    free = np.setdiff1d(range(n_sites), [*fixed, *forbidden])
    best = min(
        cost_of(minutes, people, [*fixed, *chosen], 25 * unit)
        for size in range(count + 1)
        for chosen in combinations(free, size)
        if cost[list(chosen)].sum() <= budget
    )
    assert {*found.chosen} <= {*free}
    assert len(found.chosen) <= count
    assert cost[found.chosen].sum() <= budget
    assert found.total == pytest.approx(best)
    assert found.proved
    assert found.bound == pytest.approx(best, rel=1e-8)
    assert found.bound <= best * (1 + 1e-12)


@unhurried
@given(towns(), st.integers(1, 4), st.integers(0, 2))
def test_the_bound_is_never_above_the_best(town, count, branches):
    minutes, people, _ = town
    journeys = journeys_from_table(minutes)

    best = place_medians(journeys, people, count, rng=rng()).total
    found = place_medians(journeys, people, count, search=0, branches=branches, rng=rng())

    assert found.bound <= best <= found.total


@unhurried
@given(towns(), st.integers(1, 4))
def test_another_place_never_lengthens_the_ways_and_a_unit_does_not_matter(town, count):
    minutes, people, _ = town
    journeys = journeys_from_table(minutes)

    one = place_medians(journeys, people, count, rng=rng())
    more = place_medians(journeys, people, count + 1, rng=rng())
    seconds = place_medians(journeys_from_table(minutes * 60), people, count, rng=rng())

    assert more.total <= one.total
    assert seconds.total == one.total * 60


@pytest.mark.skipif(not COMPILED, reason="there is no compiler here")
@unhurried
@given(towns(), st.booleans())
def test_the_loops_say_what_their_plain_twins_say(town, capped):
    minutes, _, world = town
    n_areas, n_sites = minutes.shape
    order = np.argsort(minutes, axis=1, kind="stable")
    first = np.arange(n_areas + 1) * n_sites
    ways = (first, order.astype(np.int32).ravel(), np.take_along_axis(minutes, order, 1).ravel())
    cap = minutes.max(axis=1) - world.integers(0, 3, n_areas) * capped
    price = world.integers(0, 30, n_areas) / 2
    share = world.random(n_sites)
    turned = (
        np.arange(n_sites + 1) * n_areas,
        np.tile(np.arange(n_areas, dtype=np.int32), n_sites),
        np.ascontiguousarray(minutes.T).ravel(),
    )
    limits = (
        np.arange(2, dtype=np.int32)[:, None].repeat(n_sites, axis=1),
        np.array([np.ones(n_sites), world.integers(0, 3, n_sites)], float),
        np.array([world.integers(0, 4), world.integers(0, 6)], float),
    )
    answers = []
    for module in (compiled, plain):
        saved, served = np.empty(n_sites), np.empty(n_areas)
        module.saved(*ways, price, saved)
        module.served(*ways, price, share, served)
        chosen = np.zeros(n_sites, np.uint8)
        cost = module.improve(*ways, cap, *turned, *limits, np.ones(n_sites), chosen)
        answers.append((saved, served, chosen, cost))

    for mine, plainly in zip(*answers, strict=True):
        np.testing.assert_allclose(mine, plainly, rtol=1e-12)


@pytest.mark.skipif(not COMPILED, reason="there is no compiler here")
@settings(max_examples=10, deadline=None)
@given(towns(), st.integers(1, 3))
def test_the_answer_is_the_same_where_there_is_no_compiler(town, count):
    minutes, people, _ = town
    journeys = journeys_from_table(minutes / 3)

    with_compiler = place_medians(journeys, people, count, search=5, rng=rng())
    with pytest.MonkeyPatch.context() as without:
        without.setattr(shortening, "loops", plain)
        alone = place_medians(journeys, people, count, search=5, rng=rng())

    for mine, plainly in zip(with_compiler, alone, strict=True):
        np.testing.assert_allclose(mine, plainly, rtol=1e-12)


def test_areas_without_people_and_ways_that_nobody_needs_do_not_matter():
    minutes = journeys_from_table([[5, np.inf], [np.inf, np.inf]])

    found = place_medians(minutes, [3, 0], 1, beyond=60, rng=rng())

    assert (found.chosen.tolist(), found.nearest.tolist(), found.total) == ([0], [0, -1], 15)


def test_nobody_at_all_has_no_way_to_go():
    found = place_medians(journeys_from_table(np.zeros((2, 3))), [0, 0], 2, rng=rng())

    assert (found.total, found.mean, found.proved) == (0, 0, True)


def test_sites_that_are_open_anyway_cost_nothing_and_are_not_counted():
    minutes = journeys_from_table([[0, 50, 50], [50, 0, 50], [50, 50, 0]])

    found = place_medians(minutes, [9, 2, 4], 1, fixed=[0], rng=rng())

    assert (found.chosen.tolist(), found.total) == ([2], 100)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"people": [1, np.nan]}, "people of each area must be a number"),
        ({"people": [-1, 1]}, "cannot be below zero"),
        ({"count": None}, "how many sites may be opened"),
        ({"count": 0}, "a way to every site"),
        ({"count": -2}, "whole number, 0 or more"),
        ({"fixed": [1], "forbidden": [1]}, "both fixed and forbidden"),
        ({"forbidden": [0, 1]}, "a way to every site"),
        ({"journeys": journeys_from_table([[1, np.inf], [2, 3]])}, "a way to every site"),
        ({"beyond": -1}, "cannot be below zero"),
        ({"beyond": np.inf}, "must be a number"),
        ({"cost": [1, 2]}, "costs need a budget"),
        ({"people": [1e308, 1e308]}, "cannot be added up"),
        ({"branches": 1.5}, "whole number, 0 or more"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(asked, why):
    question = {
        "journeys": journeys_from_table([[1, 2], [2, 3]]),
        "people": [3, 4],
        "count": 1,
        **asked,
    }

    with pytest.raises(ValueError, match=why):
        place_medians(**question, rng=rng())


@pytest.mark.parametrize("number", [1, 3, 5, 7, 9, 13, 15, 19, 25, 33, 37])
def test_published_instances_come_out_at_their_optima_and_proved(settings, number):
    folder = settings.SHARED / "data" / "orlib" / "pmed"
    if not folder.exists():
        pytest.skip("the published data are not here: set INROADS_SHARED")
    optimum = int((folder / "pmedopt.txt").read_text().split()[number - 1])
    lengths, count = median_instance(folder / f"pmed{number}.txt")

    found = place_medians(journeys_from_table(lengths), np.ones(len(lengths)), count, rng=rng())

    assert (found.total, found.bound, found.proved) == (optimum, optimum, True)
