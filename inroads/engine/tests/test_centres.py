"""The sites with the shortest longest way, against trying all and against published optima."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.medians import median_instance
from inroads.engine import centres
from inroads.engine.centres import needed, place_centres
from inroads.engine.coverage import coverage_of_table
from inroads.engine.journeys import journeys_from_table

unhurried = settings(max_examples=60, deadline=None)


@st.composite
def towns(draw):
    """Minutes from areas to sites, with ties and ways that do not exist, and people."""
    world = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_areas, n_sites = draw(st.integers(1, 8)), draw(st.integers(1, 7))
    minutes = world.integers(0, draw(st.sampled_from([3, 30])), (n_areas, n_sites)).astype(float)
    minutes[world.random(minutes.shape) < draw(st.sampled_from([0.0, 0.3]))] = np.inf
    return minutes, world.integers(0, 4, n_areas).astype(float), world


@unhurried
@given(towns(), st.integers(0, 5))
def test_small_maps_are_solved_to_the_best_that_trying_all_finds(town, count):
    minutes, people, world = town
    n_sites = minutes.shape[1]
    cost = world.integers(0, 4, n_sites).astype(float)
    budget = float(world.integers(0, 8))
    priority = world.integers(1, 4, len(people)).astype(float)
    fixed = np.flatnonzero(world.random(n_sites) < 0.2)
    forbidden = np.setdiff1d(np.flatnonzero(world.random(n_sites) < 0.2), fixed)
    free = np.setdiff1d(range(n_sites), [*fixed, *forbidden])
    ways = (minutes * priority[:, None])[people > 0]
    best = min(
        ways[:, [*fixed, *chosen]].min(axis=1, initial=np.inf).max(initial=0)
        for size in range(count + 1)
        for chosen in combinations(free, size)
        if cost[list(chosen)].sum() <= budget
    )

    def ask():
        return place_centres(
            journeys_from_table(minutes),
            people,
            count,
            priority=priority,
            fixed=fixed,
            forbidden=forbidden,
            cost=cost,
            budget=budget,
        )

    if np.isinf(best):
        with pytest.raises(ValueError, match="No choice of sites within the limits reaches"):
            ask()
        return
    found = ask()
    assert (found.longest, found.bound, found.gap, found.proved) == (best, best, 0, True)
    assert {*found.chosen} <= {*free}
    assert len(found.chosen) <= count
    assert cost[found.chosen].sum() <= budget
    assert ways[:, [*fixed, *found.chosen]].min(axis=1, initial=np.inf).max(initial=0) == best


@unhurried
@given(towns(), st.integers(1, 4))
def test_where_the_solver_may_not_branch_the_bound_still_holds(town, count):
    minutes, people, _ = town
    journeys = journeys_from_table(np.minimum(minutes, 99))

    best = place_centres(journeys, people, count)
    with pytest.MonkeyPatch.context() as hurried:
        hurried.setattr(centres, "FEW_NODES", 0)
        found = place_centres(journeys, people, count)

    assert found.bound <= best.longest <= found.longest


@unhurried
@given(towns(), st.integers(1, 4))
def test_another_place_never_lengthens_the_longest_way_and_a_unit_does_not_matter(town, count):
    minutes, people, _ = town
    journeys = journeys_from_table(np.minimum(minutes, 99))

    one, more = (place_centres(journeys, people, number) for number in (count, count + 1))
    seconds = place_centres(journeys_from_table(np.minimum(minutes, 99) * 60), people, count)

    assert more.longest <= one.longest
    assert seconds.longest == one.longest * 60


@unhurried
@given(st.integers(0, 2**32 - 1))
def test_what_is_left_out_as_needless_changes_no_cover(seed):
    world = np.random.default_rng(seed)
    covers = world.random((world.integers(1, 6), world.integers(1, 6))) < 0.5
    covers[world.integers(0, len(covers), covers.shape[1]), np.arange(covers.shape[1])] = True
    use = world.integers(1, 3, len(covers)).astype(float)

    sites, areas = needed(coverage_of_table(covers), use[None])

    def cheapest(some):
        return min(
            use[list(chosen)].sum()
            for size in range(1, len(some) + 1)
            for chosen in combinations(some, size)
            if covers[list(chosen)][:, areas].any(axis=0).all()
        )

    everything = [*range(len(covers))]
    assert cheapest(sites) == cheapest(everything)
    covered = [
        chosen
        for size in range(1, len(sites) + 1)
        for chosen in combinations(sites, size)
        if covers[list(chosen)][:, areas].any(axis=0).all()
    ]
    assert all(covers[list(chosen)].any(axis=0).all() for chosen in covered)


def test_nobody_at_all_needs_no_site():
    found = place_centres(journeys_from_table([[3.0]]), [0], 1)

    assert (found.chosen.tolist(), found.longest, found.proved) == ([], 0, True)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"people": [1, np.nan]}, "people of each area must be a number"),
        ({"priority": [1, -1]}, "cannot be below zero"),
        ({"count": None}, "how many sites may be opened"),
        ({"count": 0}, "No choice of sites within the limits reaches"),
        ({"fixed": [1], "forbidden": [1]}, "both fixed and forbidden"),
        ({"forbidden": [0, 1]}, "No choice of sites within the limits reaches"),
        ({"cost": [1, 2]}, "costs need a budget"),
        ({"seconds": -1}, "cannot be below zero"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(asked, why):
    question = {"people": [3, 4], "count": 1, **asked}

    with pytest.raises(ValueError, match=why):
        place_centres(journeys_from_table([[1, 2], [2, 3]]), **question)


@pytest.mark.parametrize("number", [1, 3, 5, 7, 9, 11, 15])
def test_published_instances_come_out_at_their_optima_and_proved(settings, number):
    folder = settings.SHARED / "data" / "orlib" / "pmed"
    if not folder.exists():
        pytest.skip("the published data are not here: set INROADS_SHARED")
    optimum = int((folder / "kcenteropt.txt").read_text().split()[number - 1])
    lengths, count = median_instance(folder / f"pmed{number}.txt")

    found = place_centres(journeys_from_table(lengths), np.ones(len(lengths)), count)

    assert (found.longest, found.bound, found.proved) == (optimum, optimum, True)
