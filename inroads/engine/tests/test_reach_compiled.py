"""The compiled sums over what lies within reach say what their plain twin says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.engine import distances as module
from inroads.engine.distances import distances
from inroads.engine.travel import on_the_globe

unhurried = settings(max_examples=60, deadline=None)


@st.composite
def sums(draw):
    """Values about places, on a map or the globe, with many places twice and limits exactly met."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (draw(st.integers(1, 60)), 2)
    stretch = draw(st.sampled_from([(20, 20), (400, 1), (1, 400), (1, 1), (3000, 3000)]))
    places = rng.integers(-1, 2, shape) * rng.integers(0, stretch, shape) + [4e5, 9e4]
    areas, sites = places[: len(places) // 2 + 1], places[len(places) // 3 :]
    if draw(st.booleans()):
        areas, sites = (on_the_globe(p[:, 1] / 9e5 + 50, p[:, 0] / 4e5 - 3) for p in (areas, sites))
    radii = np.array(sorted(draw(st.sets(st.sampled_from([0, 1, 5, 13, 100, 5000]), min_size=1))))
    weights = np.sort(rng.integers(0, 9, len(radii)) / 8)[::-1]
    return distances(areas, sites), radii.astype(float), weights, rng


@unhurried
@given(sums())
def test_the_compiled_sums_are_those_of_the_plain_twin(given):
    ways, radii, weights, rng = given
    of_areas = rng.integers(0, 100, ways.n_areas).astype(float)
    of_sites = rng.random(ways.n_sites)

    answers = []
    for compiled in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "COMPILED", compiled)
            near = ways.catchments(radii, weights)
            answers.append((near.at_sites(of_areas), near.at_areas(of_sites)))

    for ours, twin in zip(*answers, strict=True):
        np.testing.assert_allclose(ours, twin, rtol=1e-12, atol=1e-12)
