"""What the need index must hold to whatever is put in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bench.need import made_up, twin
from inroads.engine.need import deciles, need_index, ranks, sum_to_one, weighted_need

usable = st.lists(st.floats(0, allow_infinity=False), min_size=1, max_size=8).filter(any)


@st.composite
def scaled_with_weights(draw, missing=True):
    shape = draw(st.tuples(st.integers(1, 10), st.integers(1, 4)))
    numbers = st.floats(0, 1).map(lambda number: round(number, 4))
    elements = st.one_of(numbers, st.just(np.nan)) if missing else numbers
    table = draw(arrays(float, shape, elements=elements))
    weights = draw(st.lists(st.integers(0, 100), min_size=shape[1], max_size=shape[1]).filter(any))
    return table, np.array(weights, float)


@given(usable)
def test_weights_add_up_to_one_whatever_is_typed(weights):
    shares = sum_to_one(weights)

    assert shares.sum() == pytest.approx(1, abs=1e-12)
    assert ((shares >= 0) & (shares <= 1)).all()


@given(usable)
def test_weights_that_add_up_to_one_stay_as_they_are(weights):
    shares = sum_to_one(weights)

    np.testing.assert_allclose(sum_to_one(shares), shares, rtol=1e-12)


@pytest.mark.parametrize(
    ("weights", "why"),
    [
        ([1, -1], "below zero"),
        ([0, 0], "more than zero"),
        ([], "more than zero"),
        (["much"], "a number"),
        ([None], "a number"),
        ([np.nan, 1], "a number"),
        ([np.inf, 1], "a number"),
        ([[1, 2]], "one number for each"),
    ],
)
def test_weights_that_cannot_be_used_are_refused_with_the_reason(weights, why):
    with pytest.raises(ValueError, match=why):
        sum_to_one(weights)


@given(scaled_with_weights())
def test_the_contributions_add_up_to_the_score(given):
    need = weighted_need(*given)

    scored = ~np.isnan(need.score)
    assert (np.nansum(need.contributions, axis=1)[scored] == need.score[scored]).all()
    assert np.isnan(need.contributions[~scored]).all()


@given(scaled_with_weights())
def test_what_is_missing_is_stated_and_not_guessed(given):
    scaled, weights = given

    need = weighted_need(scaled, weights, enough_known=0.6)

    present = ~np.isnan(scaled) @ (weights / weights.sum())
    np.testing.assert_allclose(need.known, present, atol=1e-12)
    assert (need.known[~np.isnan(scaled).any(axis=1)] == 1).all()
    assert np.isnan(need.score[present < 0.599]).all()
    assert not np.isnan(need.score[present >= 0.6]).any()
    assert (np.isnan(need.score) == np.isnan(need.rank)).all()


@given(scaled_with_weights(), st.floats(0, 1))
def test_the_score_lies_between_the_lowest_and_the_highest_it_could_be(given, guess):
    scaled, weights = given

    need = weighted_need(scaled, weights)
    guessed = weighted_need(np.where(np.isnan(scaled), guess, scaled), weights)

    for score in (need.score[~np.isnan(need.score)], need.lowest, need.highest):
        assert ((score >= -1e-9) & (score <= 10 + 1e-9)).all()
    assert (need.lowest <= guessed.score + 1e-9).all()
    assert (need.highest >= guessed.score - 1e-9).all()


@given(scaled_with_weights(missing=False), st.randoms(use_true_random=False))
def test_the_order_of_areas_and_of_indicators_does_not_matter(given, random):
    scaled, weights = given
    rows, columns = list(range(scaled.shape[0])), list(range(scaled.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)

    before = weighted_need(scaled, weights)
    after = weighted_need(scaled[rows][:, columns], weights[columns])

    np.testing.assert_allclose(after.score, before.score[rows], atol=1e-12)
    np.testing.assert_array_equal(after.rank, before.rank[rows])
    np.testing.assert_array_equal(after.decile, before.decile[rows])


@given(scaled_with_weights(missing=False))
def test_turning_every_direction_round_mirrors_the_score(given):
    values, weights = given
    more = np.ones(values.shape[1], dtype=bool)

    upwards, downwards = (need_index(values, weights, way).score for way in (more, ~more))

    np.testing.assert_allclose(downwards, 10 - upwards, atol=1e-9)


@given(scaled_with_weights(missing=False), st.data())
def test_more_of_an_indicator_never_lowers_the_score(given, data):
    scaled, weights = given
    area = data.draw(st.integers(0, scaled.shape[0] - 1))
    indicator = data.draw(st.integers(0, scaled.shape[1] - 1))
    raised = scaled.copy()
    raised[area, indicator] = 1

    before, after = weighted_need(scaled, weights), weighted_need(raised, weights)

    assert after.score[area] >= before.score[area] - 1e-12
    assert after.rank[area] <= before.rank[area]


def test_an_indicator_without_weight_may_be_missing():
    need = weighted_need([[0.5, np.nan]], [1, 0])

    assert (need.score, need.known) == (5, 1)


def test_an_area_of_which_nothing_is_known_has_no_score_however_little_is_asked():
    need = weighted_need([[np.nan, 1]], [1, 0], enough_known=0)

    assert np.isnan(need.score)
    assert (need.known, need.lowest, need.highest) == (0, 0, 10)


@given(st.lists(st.one_of(st.integers(0, 5).map(float), st.just(np.nan)), max_size=30))
def test_equal_areas_share_the_better_place_and_never_fall_in_two_tenths(scores):
    score = np.array(scores, float)

    rank = ranks(score)
    tenth = deciles(rank)

    scored = score[~np.isnan(score)]
    for one, place in zip(score, rank, strict=True):
        assert np.isnan(place) if np.isnan(one) else place == 1 + np.count_nonzero(scored > one)
    assert set(tenth[~np.isnan(tenth)]) <= set(range(1, 11))
    assert len({*zip(rank[~np.isnan(rank)], tenth[~np.isnan(rank)], strict=True)}) == len(
        {*rank[~np.isnan(rank)]}
    )


def test_a_hundred_areas_make_ten_tenths_of_ten():
    tenth = deciles(ranks(np.arange(100.0)))

    assert np.bincount(tenth.astype(int))[1:].tolist() == [10] * 10
    assert (tenth[-1], tenth[0]) == (1, 10)


def test_scores_that_differ_only_by_rounding_share_a_place():
    assert ranks([0.1 + 0.2, 0.3]).tolist() == [1, 1]


def test_weights_and_columns_must_agree():
    with pytest.raises(ValueError, match="one weight for each"):
        weighted_need([[0.5, 0.5]], [1])


def test_the_arrays_say_what_a_plain_loop_says():
    values, weights, more = made_up(500, np.random.default_rng(1))

    need = need_index(values, weights, more)
    score, rank, decile = twin(values.tolist(), weights.tolist(), more.tolist())

    np.testing.assert_allclose(need.score, score, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(need.rank, rank)
    np.testing.assert_array_equal(need.decile, decile)
