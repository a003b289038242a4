"""The county: no gap, no overlap, nothing that could be taken for a real place."""

import re

import numpy as np
import pytest

from inroads.foundations.places.postcodes import tidy
from inroads.overview.demo.county import describe, inward
from inroads.overview.demo.geography import (
    OUTLINE,
    area_of,
    draw_county,
    geojson,
    is_inside,
    share_out,
)


@pytest.fixture(scope="module", params=[1874, 7])
def drawn(request):
    return draw_county(np.random.default_rng(request.param), 220)


def test_the_small_areas_cover_the_county_once(drawn):
    together = sum(area.square_km for area in drawn)

    assert together == pytest.approx(abs(area_of(OUTLINE)), rel=0.01)


def test_each_small_area_has_land_around_its_middle(drawn):
    assert all(area.square_km > 0.05 for area in drawn)
    assert sum(is_inside(area.middle, area.ring) for area in drawn) >= 0.97 * len(drawn)


def test_neighbours_share_the_points_of_their_outlines(drawn):
    """A point of an outline that is not on the edge of the county belongs to two areas at least."""
    times: dict = {}
    for area in drawn:
        for east, north in {(round(e, 6), round(n, 6)) for e, n in area.ring}:
            times[east, north] = times.get((east, north), 0) + 1
    alone = sum(count == 1 for count in times.values())

    assert alone < 0.16 * len(times)


def test_towns_are_dense_and_heaths_are_wide(drawn):
    sizes = {
        town: [area.square_km for area in drawn if area.town.name == town]
        for town in ("Budmouth", "Flintcomb-Ash")
    }

    assert np.median(sizes["Budmouth"]) < np.median(sizes["Flintcomb-Ash"]) / 4


def test_the_same_seed_draws_the_same_county():
    first, again, other = (
        [area.ring for area in draw_county(np.random.default_rng(seed), 60)] for seed in (1, 1, 2)
    )

    assert first == again != other


def test_outlines_are_closed_and_run_anticlockwise(drawn):
    for area in drawn:
        (ring,) = geojson(area.ring)["coordinates"]
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert area_of([tuple(point) for point in ring[:-1]]) > 0


def test_whole_numbers_are_shared_out_to_the_last(drawn):
    assert sum(share_out(np.array([1.0, 2.5, 0.2, 7.0]), 50)) == 50
    assert min(share_out(np.array([1.0, 0.0]), 10)) >= 1


def test_statistics_go_together_as_they_do(drawn):
    values = describe(drawn, np.random.default_rng(1))
    share75 = values["aged75plus"] / values["pop2021"]

    def together(a, b) -> float:
        return float(np.corrcoef(a, b)[0, 1])

    assert together(values["income_score"], values["imd2025_score"]) > 0.8
    assert together(values["income_score"], values["adult_low_skills_share"]) > 0.6
    assert together(values["income_score"], share75) < 0
    assert 350_000 < values["pop2021"].sum() < 410_000
    deprived = sum(values[f"hh_dep{number}"] for number in range(5))
    assert np.array_equal(deprived, values["households"])
    for name in ("aged65plus", "hh_social_rented", "hh_private_rented", "disabled"):
        assert (values[name] >= 0).all()
        assert (values[name] <= values["pop2021"]).all()


def test_postcodes_are_well_formed_and_lie_in_an_area_that_does_not_exist():
    made = [
        f"WX{district} {inward(number)}" for district in (1, 27) for number in range(0, 3600, 7)
    ]

    assert len(set(made)) == len(made)
    assert all(tidy(postcode) == postcode for postcode in made)
    assert all(re.match(r"WX\d", postcode) for postcode in made)
