"""Intervals come out as their authors printed them, and hold the truth as often as they say."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from inroads.engine.intervals import (
    difference_interval,
    rate_interval,
    share_interval,
    standardised_rate_interval,
)

unhurried = settings(deadline=None)

counts = st.integers(0, 300)


@st.composite
def parts(draw):
    whole = draw(st.integers(1, 400))
    return draw(st.integers(0, whole)), whole


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_shares_that_newcombe_printed_in_1998(count, total, low, high):
    found = share_interval(count, total)

    assert (found.low.round(4), found.high.round(4)) == (low, high)


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_the_differences_that_newcombe_printed_in_1998(given, low, high):
    found = difference_interval(*given)

    assert (found.low.round(4), found.high.round(4)) == (low, high)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0, 3.689),
        (1, 0.0253, 5.572),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (100, 81.36, 121.63),
    ],
)
def test_the_usual_table_of_limits_for_a_poisson_count(count, low, high):
    found = rate_interval(count, 1)

    assert found.low == pytest.approx(low, abs=0.005)
    assert found.high == pytest.approx(high, abs=0.005)


@unhurried
@given(counts.filter(bool), st.floats(0.5, 0.999))
def test_the_ends_of_a_rate_leave_half_the_rest_on_either_side(count, confidence):
    found = rate_interval(count, 1, confidence=confidence)

    assert poisson.sf(count - 1, found.low) == pytest.approx((1 - confidence) / 2, rel=1e-6)
    assert poisson.cdf(count, found.high) == pytest.approx((1 - confidence) / 2, rel=1e-6)


def test_a_share_is_held_about_as_often_as_is_said_even_for_few_answers():
    held = []
    for total in (10, 20, 50):
        count = np.arange(total + 1)
        found = share_interval(count, total)
        chance = [comb(total, int(k)) for k in count]
        for true in np.linspace(0.02, 0.98, 97):
            likely = chance * true**count * (1 - true) ** (total - count)
            held.append(likely[(found.low <= true) & (true <= found.high)].sum())

    assert np.mean(held) == pytest.approx(0.95, abs=0.01)
    assert min(held) > 0.9


def test_a_rate_is_held_at_least_as_often_as_is_said():
    count = np.arange(200)
    found = rate_interval(count, 1)

    for true in np.linspace(0.05, 40, 150):
        likely = poisson.pmf(count, true)
        assert likely[(found.low <= true) & (true <= found.high)].sum() >= 0.95 - 1e-9


@unhurried
@given(parts(), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_an_interval_holds_its_share_and_widens_with_the_confidence(part, one, other):
    sure, unsure = sorted([one, other], reverse=True)

    wide, narrow = (share_interval(*part, confidence=confidence) for confidence in (sure, unsure))

    assert 0 <= wide.low <= narrow.low <= narrow.value <= narrow.high <= wide.high <= 1


@unhurried
@given(parts())
def test_yes_and_no_mirror_each_other(part):
    count, total = part

    yes, no = share_interval(count, total), share_interval(total - count, total)

    assert no.low == pytest.approx(1 - yes.high, abs=1e-12)
    assert no.high == pytest.approx(1 - yes.low, abs=1e-12)


@unhurried
@given(parts(), parts())
def test_now_less_before_mirrors_before_less_now(now, before):
    there, back = difference_interval(*now, *before), difference_interval(*before, *now)

    assert -1 <= there.low <= there.value <= there.high <= 1
    assert back.low == pytest.approx(-there.high, abs=1e-12)


@unhurried
@given(parts())
def test_four_times_the_answers_about_halve_the_interval(part):
    count, total = part

    few, many = share_interval(count, total), share_interval(count * 4, total * 4)

    assert (many.high - many.low) < (few.high - few.low)


@unhurried
@given(counts, st.floats(0.1, 1000))
def test_one_group_alone_is_its_own_standard(count, exposure):
    one = rate_interval(count, exposure)
    standard = standardised_rate_interval([count], [exposure], [7])

    np.testing.assert_allclose(np.array(standard), np.array(one), rtol=1e-9, atol=1e-12)


@unhurried
@given(st.lists(st.tuples(counts, st.floats(1, 1000), st.floats(0.1, 10)), min_size=1, max_size=5))
def test_a_standardised_rate_lies_within_its_interval_and_knows_no_unit(groups):
    happened, people, weights = (np.array(column) for column in zip(*groups, strict=True))

    found = standardised_rate_interval(happened, people, weights)
    in_thousands = standardised_rate_interval(happened, people / 1000, weights * 5)

    assert 0 <= found.low <= found.value <= found.high
    np.testing.assert_allclose(np.array(in_thousands), 1000 * np.array(found), rtol=1e-9)


def test_where_nobody_answered_nothing_is_known():
    assert np.isnan(share_interval(0, 0).value)
    assert share_interval(0, 0)[1:] == (0, 1)
    assert np.isnan(difference_interval(3, 5, 0, 0).value)
    assert difference_interval(3, 5, 0, 0)[1:] == (-1, 1)
    assert np.isnan(rate_interval(0, 0).value)
    assert rate_interval(0, 0)[1:] == (0, np.inf)


def test_empty_columns_have_empty_intervals():
    for found in (
        share_interval([], []),
        rate_interval([], []),
        difference_interval([], [], [], []),
    ):
        assert [end.shape for end in found] == [(0,)] * 3


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (lambda: share_interval(3, 2), "more than its whole"),
        (lambda: share_interval(-1, 2), "below zero"),
        (lambda: share_interval(0.5, 2), "whole number"),
        (lambda: share_interval(np.nan, 2), "must be a number"),
        (lambda: share_interval(1, np.inf), "must be a number"),
        (lambda: share_interval("few", 2), "must be a number"),
        (lambda: share_interval(1, 2, confidence=1), "between 0 and 1"),
        (lambda: share_interval(1, 2, confidence=np.nan), "between 0 and 1"),
        (lambda: difference_interval(1, 2, 3, 2), "more than its whole"),
        (lambda: rate_interval(1, 0), "without an exposure"),
        (lambda: rate_interval(1, -1), "below zero"),
        (lambda: rate_interval(1.5, 1), "whole number"),
        (lambda: standardised_rate_interval([1], [1], [0]), "one weight"),
        (lambda: standardised_rate_interval([1, 2], [1], [1]), "one weight"),
        (lambda: standardised_rate_interval([1], [1, 2], [1]), "one weight"),
        (lambda: standardised_rate_interval([1], [0], [1]), "needs an exposure"),
        (lambda: standardised_rate_interval([1], [1], [-1]), "below zero"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_the_reason(ask, why):
    with pytest.raises(ValueError, match=why):
        ask()
