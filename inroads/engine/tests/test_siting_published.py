"""Published instances of maximal covering come out at their known optima, and proved."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

from bench.siting import covering_instance
from inroads.engine.coverage import coverage_of_pairs
from inroads.engine.siting import place_sites


@pytest.fixture
def instance(settings):
    """A function that reads a published instance: its sites, its points, and how many people are at each."""

    def read(name: str):
        path = settings.SHARED / "data" / "mclp" / f"{name}.txt"
        if not path.exists():
            pytest.skip("the published data are not here: set INROADS_SHARED")
        return covering_instance(path)

    return read


def within(sites, points, radius):
    pairs = cKDTree(sites).sparse_distance_matrix(cKDTree(points), radius, output_type="ndarray")
    return coverage_of_pairs(
        pairs["i"].astype(int), pairs["j"].astype(int), len(sites), len(points)
    )


@pytest.mark.parametrize(
    ("name", "radius", "count", "optimum"),
    [
        ("SJC324", 800, 1, 5461),
        ("SJC324", 800, 3, 11604),
        ("SJC402", 800, 4, 15658),
        ("SJC500", 800, 5, 18859),
        ("SJC818", 800, 7, 26974),
        ("BDS10000A", 4, 15, 395780),
        ("BDS10000A", 3.25, 20, 356433),
    ],
)
def test_published_instances_come_out_at_their_optima(instance, name, radius, count, optimum):
    sites, points, people = instance(name)

    found = place_sites(within(sites, points, radius), people, count, rng=np.random.default_rng(1))

    assert (found.covered, found.bound, found.proved) == (optimum, optimum, True)


@pytest.mark.parametrize(("count", "optimum"), [(3, 11604), (4, 12106)])
def test_without_the_solver_the_gap_that_is_shown_is_true(instance, count, optimum):
    sites, points, people = instance("SJC324")

    found = place_sites(
        within(sites, points, 800), people, count, exact=False, rng=np.random.default_rng(1)
    )

    assert found.covered <= optimum <= found.bound
    assert found.gap < 0.02


@pytest.mark.parametrize(("name", "radius"), [("PCB3038", 263.3), ("ZDS1800", 1.9)])
def test_where_no_optimum_is_known_the_gap_is_stated_and_small(instance, name, radius):
    sites, points, people = instance(name)
    near = within(sites, points, radius)

    found = place_sites(near, people, 10, rng=np.random.default_rng(1))

    assert people[near.covered(found.chosen)].sum() == found.covered <= found.bound
    assert found.gap == pytest.approx(1 - found.covered / found.bound)
    assert found.gap < 0.01
