"""What a scale must keep whatever the indicator is measured in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from inroads.engine.scales import extent, scale_by_range, scale_by_rank, share, stretch

numbers = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
tables = arrays(
    float,
    st.tuples(st.integers(1, 12), st.integers(1, 4)),
    elements=st.one_of(numbers, st.just(np.nan)),
)


@st.composite
def tables_with_directions(draw):
    table = draw(tables)
    more = draw(st.lists(st.booleans(), min_size=table.shape[1], max_size=table.shape[1]))
    return table, np.array(more)


def test_a_share_is_missing_where_the_whole_is_nothing_or_not_published():
    shares = share([1, 0, 5, np.nan], [4, 0, np.nan, 7])

    assert shares[0] == 0.25
    assert np.isnan(shares[1:]).all()


def test_a_count_below_zero_is_refused():
    with pytest.raises(ValueError, match="below zero"):
        share([-1], [4])


@given(tables_with_directions())
def test_a_scale_by_range_runs_from_nought_to_one_and_keeps_what_is_missing(given):
    table, more = given

    scaled = scale_by_range(table, more)

    assert (np.isnan(scaled) == np.isnan(table)).all()
    assert ((scaled >= 0) & (scaled <= 1) | np.isnan(scaled)).all()


@given(tables_with_directions(), st.floats(0.001, 1000), st.floats(-1000, 1000))
def test_the_unit_and_the_zero_of_an_indicator_do_not_matter(given, unit, zero):
    table, more = given

    before, after = scale_by_range(table, more), scale_by_range(table * unit + zero, more)

    # Where all values lie within rounding of one another there is nothing to scale.
    lowest, highest = extent(table)
    told_apart = (highest - lowest) * unit > 1e-3 * (
        1 + abs(zero) + np.nanmax(abs(table), initial=0)
    )
    np.testing.assert_allclose(after[:, told_apart], before[:, told_apart], atol=1e-9)


@given(tables_with_directions(), st.sampled_from([scale_by_range, scale_by_rank]))
def test_a_higher_value_never_means_less_need_unless_the_direction_says_so(given, scale):
    table, more = given

    scaled = scale(table, more)

    for column, upwards in enumerate(more):
        seen = ~np.isnan(table[:, column])
        order = np.argsort(table[seen, column], kind="stable")
        steps = np.diff(scaled[seen, column][order])
        assert (steps >= 0).all() if upwards else (steps <= 0).all()


@given(tables_with_directions())
def test_turning_the_direction_round_mirrors_a_scale(given):
    table, more = given

    np.testing.assert_allclose(
        scale_by_range(table, ~more), 1 - scale_by_range(table, more), atol=1e-12
    )
    areas = np.count_nonzero(~np.isnan(table), axis=0)
    with np.errstate(divide="ignore"):
        mirrored = 1 + 1 / areas - scale_by_rank(table, more)
    np.testing.assert_allclose(scale_by_rank(table, ~more), mirrored, atol=1e-12)


@given(tables_with_directions(), st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(given, random):
    table, more = given
    order = list(range(len(table)))
    random.shuffle(order)

    for scale in (scale_by_range, scale_by_rank):
        np.testing.assert_array_equal(scale(table, more)[order], scale(table[order], more))


def test_an_indicator_that_is_the_same_everywhere_moves_no_area():
    assert scale_by_range([[7.0], [7.0], [np.nan]], [False]).tolist()[:2] == [[0.5], [0.5]]
    assert scale_by_range([[7.0]], [True]).tolist() == [[0.5]]


def test_an_indicator_published_nowhere_stays_missing_without_a_warning():
    nothing = np.full((3, 1), np.nan)

    assert np.isnan(scale_by_range(nothing, [True])).all()
    assert np.isnan(scale_by_rank(nothing, [True])).all()
    assert np.isnan(extent(nothing)).all()


def test_no_areas_at_all_is_no_error():
    assert scale_by_range(np.empty((0, 2)), [True, False]).shape == (0, 2)
    assert scale_by_rank(np.empty((0, 2)), [True, False]).shape == (0, 2)


def test_the_widest_numbers_there_are_can_be_scaled():
    widest = np.finfo(float).max

    assert scale_by_range([[-widest], [0], [widest]], [True]).ravel().tolist() == [0, 0.5, 1]


def test_a_wider_frame_sets_the_ends_of_the_scale():
    council, england = np.array([[2.0], [4.0]]), np.array([[0.0], [2.0], [4.0], [10.0]])

    scaled = scale_by_range(council, [True], extent(england))

    np.testing.assert_allclose(scaled.ravel(), [0.2, 0.4])


def test_the_stretch_is_the_one_of_the_english_indices():
    printed = 100 * stretch([0, 0.9, 1])

    np.testing.assert_allclose(printed, [0, -23 * np.log(1 - 0.9 * (1 - np.exp(-100 / 23))), 100])


@pytest.mark.parametrize("outside", [-0.1, 1.1])
def test_only_a_share_of_areas_can_be_stretched(outside):
    with pytest.raises(ValueError, match="between 0 and 1"):
        stretch([outside])


@pytest.mark.parametrize(
    ("values", "more"),
    [
        ([[np.inf]], [True]),
        ([["many"]], [True]),
        ([1.0, 2.0], [True]),
        ([[1.0, 2.0]], [True]),
        ([[1.0]], [1]),
    ],
)
def test_what_is_no_table_of_numbers_is_refused(values, more):
    for scale in (scale_by_range, scale_by_rank):
        with pytest.raises(ValueError, match=r"."):
            scale(values, more)


def test_a_frame_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="lowest and a highest"):
        scale_by_range([[1.0, 2.0]], [True, True], ([0.0], [1.0]))
