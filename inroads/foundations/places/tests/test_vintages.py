"""Statistics as arrays, and how they are carried from one vintage to the next."""

import numpy as np
import pytest

from inroads.foundations.core.rules import Refused
from inroads.foundations.places.carrying import carried_over
from inroads.foundations.places.models import AreaChange
from inroads.foundations.places.queries import (
    councils,
    find_postcode,
    small_areas,
    statistics_matrix,
    venues_near,
    wards,
)
from inroads.foundations.places.tests.factories import (
    a_council,
    a_postcode,
    a_statistic,
    a_value,
    a_venue,
    a_ward,
    an_area,
)

pytestmark = pytest.mark.django_db


def test_a_matrix_has_a_row_for_each_area_and_nan_where_nothing_was_published():
    council, other = a_council(), a_council("E06000058", "Melchester")
    one, two = an_area("E01000001", council=council), an_area("E01000002", council=council)
    elsewhere = an_area("E01000003", council=other)
    people, older = a_statistic(), a_statistic("aged65plus")
    a_value(people, one, 1500), a_value(people, two, 1600), a_value(older, two, 300)
    a_value(people, elsewhere, 9)

    areas, matrix = statistics_matrix(council, [older, people])

    assert areas == [one, two]
    np.testing.assert_array_equal(matrix, [[np.nan, 1500], [300, 1600]])
    assert statistics_matrix(None, [people])[1].tolist() == [[1500], [1600], [9]]


def test_statistics_of_two_vintages_make_no_matrix():
    with pytest.raises(Refused, match="different areas"):
        statistics_matrix(a_council(), [a_statistic(), a_statistic("pop2019", area_vintage=2011)])


def test_a_matrix_of_nothing_is_empty():
    areas, matrix = statistics_matrix(a_council(), [])

    assert (areas, matrix.shape) == ([], (0, 0))


def test_councils_are_those_with_small_areas():
    council = a_council()
    a_council("E06000058", "Melchester")
    an_area(council=council)

    assert list(councils()) == [council]


def test_areas_of_a_council_are_of_the_newest_vintage_unless_one_is_named():
    council = a_council()
    old, new = an_area(vintage=2011, council=council), an_area(vintage=2021, council=council)
    a_ward(vintage=2024, council=council)
    ward = a_ward(vintage=2025, council=council)

    assert list(small_areas(council)) == [new]
    assert list(small_areas(council, 2011)) == [old]
    assert list(wards(council)) == [ward]


def test_a_postcode_is_found_however_it_is_typed():
    kept = a_postcode("DT1 1AA")

    assert find_postcode(" dt11aa ") == kept
    assert find_postcode("DT1 1AB") is None
    assert find_postcode("nonsense") is None


def test_venues_near_a_point_are_open_ones_nearest_first():
    far = a_venue("Far", lat=50.9, lon=-2.4)
    near = a_venue("Near", lat=50.71, lon=-2.44)
    a_venue("Shut", lat=50.71, lon=-2.44, is_open=False)
    a_venue("Nowhere")

    assert [venue for _, venue in venues_near(50.71, -2.44)] == [near, far]


def changed(before, after, change):
    return AreaChange.objects.create(before=before, after=after, change=change)


@pytest.fixture
def two_vintages():
    """2011: A unchanged, B split into B1 and B2, C and D merged into E, F irregular, G has no value."""
    before = {name: an_area(f"E0100001{n}", vintage=2011) for n, name in enumerate("ABCDFG")}
    after = {
        name: an_area(f"E0100002{n}", vintage=2021)
        for n, name in enumerate(["A", "B1", "B2", "E", "F", "G", "new"])
    }
    changed(before["A"], after["A"], "U")
    changed(before["B"], after["B1"], "S")
    changed(before["B"], after["B2"], "S")
    changed(before["C"], after["E"], "M")
    changed(before["D"], after["E"], "M")
    changed(before["F"], after["F"], "X")
    changed(before["G"], after["G"], "U")
    return before, after


def values_of(statistic, before, **given):
    for name, value in given.items():
        a_value(statistic, before[name], value)


def test_counts_are_carried_over_where_that_is_exact_and_missing_elsewhere(two_vintages):
    before, after = two_vintages
    people = a_statistic("pop2019", area_vintage=2011)
    values_of(people, before, A=10, B=20, C=30, D=40, F=50)

    carried = carried_over(people, 2021)

    found = {area.code: value for area, value in zip(carried.areas, carried.values, strict=True)}
    assert found[after["A"].code] == 10
    assert found[after["E"].code] == 70
    assert carried.missing == 5
    told = {name: carried.reasons.get(area.code, "") for name, area in after.items()}
    assert "split" in told["B1"]
    assert "split" in told["B2"]
    assert "irregular" in told["F"]
    assert "no value was published" in told["G"]
    assert "look-up does not say" in told["new"]
    assert all(np.isnan(found[code]) for code in carried.reasons)


def test_scores_of_merged_areas_are_not_added_up(two_vintages):
    before, after = two_vintages
    score = a_statistic("imd2019_score", area_vintage=2011, unit="score")
    values_of(score, before, A=10, C=30, D=40)

    carried = carried_over(score, 2021)

    assert carried.values[0] == 10
    assert "only counts" in carried.reasons[after["E"].code]


def test_a_sum_with_a_part_missing_is_missing(two_vintages):
    before, after = two_vintages
    people = a_statistic("pop2019", area_vintage=2011)
    values_of(people, before, C=30)

    assert "some are not loaded" in carried_over(people, 2021).reasons[after["E"].code]


def test_nothing_is_carried_over_without_a_look_up():
    an_area(vintage=2021)

    with pytest.raises(Refused, match="No look-up"):
        carried_over(a_statistic("pop2019", area_vintage=2011), 2021)
    with pytest.raises(Refused, match="already"):
        carried_over(a_statistic(), 2021)
