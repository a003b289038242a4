"""Reach comes out as an independent program computed it for Dorset and its neighbours."""

import csv
import gzip

import numpy as np
import pytest

from inroads.engine.distances import distances
from inroads.engine.reach import (
    enhanced_two_step_floating_catchment,
    nearest,
    reachable,
    two_step_floating_catchment,
)
from inroads.engine.travel import on_the_globe


@pytest.fixture
def rows(settings):
    """A function that reads the rows of a published file."""

    def read(name: str) -> list[dict[str, str]]:
        path = settings.SHARED / "data" / name
        if not path.exists():
            pytest.skip("the published data are not here: set INROADS_SHARED")
        opened = gzip.open if name.endswith(".gz") else open
        with opened(path, "rt", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    return read


def column(rows, name):
    return np.array([float(row[name]) for row in rows])


@pytest.fixture
def dorset(rows):
    """Areas, open libraries, and what PySAL's `access` and a plain program say about them."""
    areas = rows("dorset_bcp_lsoa21.csv")
    said = {row["lsoa21cd"]: row for row in rows("oracle_2sfca_dorset_bcp.csv")}
    libraries = [
        row
        for row in rows("libraries_uk.csv.gz")
        if row["lad25cd"] in ("E06000058", "E06000059")
        and not row["year_closed"]
        and float(row["weekly_staffed_hours"] or 0) > 0
    ]
    places = [on_the_globe(column(some, "lat"), column(some, "lon")) for some in (areas, libraries)]
    return (
        distances(*places),
        column(areas, "aged65plus"),
        column(libraries, "weekly_staffed_hours"),
        [said[row["lsoa21cd"]] for row in areas],
    )


def test_floating_catchments_of_dorset_libraries(dorset):
    ways, demand, supply, said = dorset
    through_pairs = reachable(ways, 10_000)

    for found in (ways, through_pairs):
        plain = two_step_floating_catchment(demand, supply, found, 10_000)
        enhanced = enhanced_two_step_floating_catchment(
            demand, supply, found, [3000, 6000, 10_000], [1, 0.68, 0.22]
        )
        np.testing.assert_allclose(plain.access, column(said, "tsfca_10km"), rtol=0, atol=1e-12)
        np.testing.assert_allclose(
            enhanced.access, column(said, "e2sfca_3_6_10km"), rtol=0, atol=1e-12
        )
        assert np.count_nonzero(plain.access == 0) == 2
        assert demand @ plain.access == pytest.approx(1731, abs=1e-9)
        assert demand @ enhanced.access == pytest.approx(1731, abs=1e-9)


def test_the_nearest_dorset_library(dorset):
    ways, _, _, said = dorset

    # Published to four decimals of a kilometre.
    assert abs(nearest(ways).length / 1000 - column(said, "nearest_library_km")).max() <= 0.00005
