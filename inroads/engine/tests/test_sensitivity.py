"""What must hold of how far an index depends on its weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from inroads.engine import sensitivity as module
from inroads.engine.need import ranks, sum_to_one, weighted_need
from inroads.engine.sensitivity import (
    drawn_weights,
    effective_weights,
    most_need_probability,
    rank_intervals,
    reasons,
)

unhurried = settings(max_examples=40, deadline=None)


@st.composite
def tables(draw, missing=True, most=30):
    """Scaled indicators with many ties, their weights, and draws around them."""
    shape = draw(st.tuples(st.integers(1, most), st.integers(1, 4)))
    steps = draw(st.sampled_from([1, 4, 1000]))
    numbers = st.integers(0, steps).map(lambda number: number / steps)
    elements = st.one_of(numbers, st.just(np.nan)) if missing else numbers
    table = draw(arrays(float, shape, elements=elements))
    weights = draw(st.lists(st.integers(0, 9), min_size=shape[1], max_size=shape[1]).filter(any))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return table, np.array(weights, float), drawn_weights(weights, rng, draws=11)


@unhurried
@given(tables())
def test_the_parts_of_the_variance_add_up_to_one_unless_all_score_alike(given):
    table, weights, _ = given

    found = effective_weights(table, weights)

    score = weighted_need(table, weights).score
    apart = not np.isnan(score).all() and np.nanmax(score) - np.nanmin(score) > 1e-6
    assert found.variance.sum() == pytest.approx(1 if apart else 0, abs=1e-6)
    np.testing.assert_allclose(found.given, sum_to_one(weights))
    assert (found.variance[weights == 0] == 0).all()


def test_an_indicator_that_is_alike_everywhere_does_nothing_whatever_its_weight():
    rng = np.random.default_rng(2)
    table = np.column_stack([rng.random(50), np.full(50, 0.5), rng.random(50)])

    found = effective_weights(table, [1, 8, 1])

    assert found.variance[1] == pytest.approx(0, abs=1e-12)
    assert found.places[1] == 0
    assert (found.places[[0, 2]] > 5).all()


def test_without_the_only_indicator_that_counts_there_is_no_index():
    found = effective_weights([[0.2, 0.3], [0.4, 0.1]], [1, 0])

    assert np.isnan(found.places[0])
    assert found.places[1] == 0
    assert found.variance.tolist() == pytest.approx([1, 0])


@unhurried
@given(tables(missing=False))
def test_how_many_places_an_area_moves_is_counted_by_leaving_out(given):
    table, weights, _ = given

    found = effective_weights(table, weights)

    before = weighted_need(table, weights).rank
    for k in range(len(weights)):
        rest = weights.copy()
        rest[k] = 0
        if rest.any():
            moved = abs(weighted_need(table, rest).rank - before).mean()
            assert found.places[k] == pytest.approx(moved)


@unhurried
@given(st.lists(st.integers(0, 9), min_size=1, max_size=8).filter(any), st.integers(0, 99))
def test_drawn_weights_add_up_to_one_and_nothing_stays_nothing(weights, seed):
    drawn = drawn_weights(weights, np.random.default_rng(seed), draws=7)

    again = drawn_weights(weights, np.random.default_rng(seed), draws=7)
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    assert (drawn[:, np.array(weights) == 0] == 0).all()
    assert drawn.tobytes() == again.tobytes()


def test_drawn_weights_lie_about_those_given_as_close_as_is_said():
    drawn = drawn_weights([5, 3, 2], np.random.default_rng(4), draws=40_000, concentration=20)

    np.testing.assert_allclose(drawn.mean(axis=0), [0.5, 0.3, 0.2], atol=0.005)
    shares = np.array([0.5, 0.3, 0.2])
    np.testing.assert_allclose(drawn.std(axis=0), np.sqrt(shares * (1 - shares) / 21), rtol=0.02)


@unhurried
@given(tables(), st.sampled_from([0.1, 0.3, 1.0]))
def test_in_every_draw_the_tenth_holds_as_many_areas_and_equals_come_in_their_order(given, most):
    table, weights, drawn = given

    found = most_need_probability(table, weights, drawn, most=most)

    scored = ~np.isnan(weighted_need(table, weights).score)
    wanted = int(scored.sum() * most + 1e-9)
    assert (np.isnan(found) == ~scored).all()
    assert np.nansum(found) == pytest.approx(wanted)
    times = np.zeros(len(table))
    for shares in drawn:
        score = weighted_need(table[scored], shares, enough_known=0).score
        # An area of which the draw counts nothing has no score, and comes last.
        order = np.lexsort((np.arange(len(score)), -np.nan_to_num(score, nan=-1).round(8)))
        times[np.flatnonzero(scored)[order[:wanted]]] += 1
    np.testing.assert_allclose(found[scored], times[scored] / len(drawn))


@unhurried
@given(tables(most=60), st.sampled_from([0.1, 0.5]))
def test_the_compiled_count_is_that_of_the_plain_twin(given, most):
    table, weights, drawn = given

    answers = []
    for compiled in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "COMPILED", compiled)
            answers.append(most_need_probability(table, weights, drawn, most=most))

    np.testing.assert_array_equal(*answers)


@pytest.mark.parametrize("values", ["spread", "crowded", "alike"])
def test_the_count_is_exact_where_thousands_of_areas_crowd_about_the_threshold(values):
    rng = np.random.default_rng(8)
    table = rng.random((5000, 3))
    if (
        values == "crowded"
    ):  # all but the ends in one of the buckets that the threshold is looked for in
        table = 0.5 + (table - 0.5) * 1e-6
        table[0], table[1] = 0, 1
    if values == "alike":
        table[:] = 0.25
    table[rng.random(table.shape) < 0.05] = np.nan
    drawn = drawn_weights([1, 2, 3], rng, draws=20)

    answers = []
    for compiled in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "COMPILED", compiled)
            answers.append(most_need_probability(table, [1, 2, 3], drawn))

    np.testing.assert_array_equal(*answers)


def test_however_the_draws_are_divided_the_answer_is_the_same():
    rng = np.random.default_rng(8)
    table = rng.random((200, 3))
    drawn = drawn_weights([1, 2, 3], rng, draws=300)

    whole = most_need_probability(table, [1, 2, 3], drawn)
    parts = [
        most_need_probability(table, [1, 2, 3], drawn[part]) for part in np.split(np.arange(300), 3)
    ]

    np.testing.assert_allclose(np.mean(parts, axis=0), whole)


@unhurried
@given(tables())
def test_one_draw_of_the_weights_themselves_gives_their_ranks(given):
    table, weights, _ = given

    found = rank_intervals(table, weights, [sum_to_one(weights)])

    score = weighted_need(table, weights).score
    for ends in found:
        np.testing.assert_array_equal(ends, ranks(score / 10))


@unhurried
@given(tables(), st.floats(0.05, 0.95), st.floats(0, 0.99))
def test_a_surer_interval_is_never_narrower(given, confidence, less):
    table, weights, drawn = given

    wide = rank_intervals(table, weights, drawn, confidence=confidence)
    narrow = rank_intervals(table, weights, drawn, confidence=max(confidence * less, 0.01))

    scored = ~np.isnan(wide.middle)
    for lower, upper in [
        (wide.lowest, narrow.lowest),
        (narrow.lowest, narrow.middle),
        (narrow.middle, narrow.highest),
        (narrow.highest, wide.highest),
    ]:
        assert (lower <= upper)[scored].all()
    assert np.isnan(wide.middle[~scored]).all()


def test_nine_of_ten_draws_lie_within_the_interval():
    rng = np.random.default_rng(5)
    table, weights = rng.random((40, 4)), [4, 3, 2, 1]
    drawn = drawn_weights(weights, rng, draws=200)

    found = rank_intervals(table, weights, drawn, confidence=0.9)

    places = np.array([ranks(table @ shares) for shares in drawn])
    held = ((places >= found.lowest) & (places <= found.highest)).mean(axis=0)
    assert (held >= 0.9).all()


@unhurried
@given(tables(), st.booleans())
def test_the_reasons_add_up_to_how_far_the_score_lies_from_the_mean(given, framed):
    table, weights, _ = given
    frame = np.full(table.shape[1], 0.3) if framed else None

    found = reasons(table, weights, frame_mean=frame)

    scored = ~np.isnan(found.score)
    np.testing.assert_allclose(
        np.nansum(found.excess, axis=1)[scored], (found.score - found.mean)[scored], atol=1e-9
    )
    assert (np.isnan(found.excess[scored]) == np.isnan(table[scored])).all()
    assert np.isnan(found.excess[~scored]).all()


@unhurried
@given(tables(missing=False))
def test_where_all_is_published_the_mean_of_the_reasons_is_the_mean_score(given):
    table, weights, _ = given

    found = reasons(table, weights)

    np.testing.assert_allclose(found.mean, found.score.mean(), atol=1e-9)
    np.testing.assert_allclose(found.excess.sum(axis=0), 0, atol=1e-9)


def test_without_areas_there_is_nothing_and_no_error():
    none, drawn = np.zeros((0, 2)), [[0.5, 0.5]]

    assert most_need_probability(none, [1, 1], drawn).tolist() == []
    assert rank_intervals(none, [1, 1], drawn).middle.tolist() == []
    assert effective_weights(none, [1, 1]).variance.tolist() == [0, 0]
    assert reasons(none, [1, 1]).excess.shape == (0, 2)


def test_one_area_is_never_a_tenth_and_always_first():
    assert most_need_probability([[0.3]], [1], [[1.0]]).tolist() == [0]
    assert rank_intervals([[0.3]], [1], [[1.0]]).highest.tolist() == [1]


TABLE, DRAWN = [[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.5]]


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (lambda: most_need_probability([[np.inf, 1]], [1, 1], DRAWN), "infinite"),
        (lambda: most_need_probability([[1e9, 1]], [1, 1], DRAWN), "near 0 to 1"),
        (lambda: most_need_probability(TABLE, [1, -1], DRAWN), "below zero"),
        (lambda: most_need_probability(TABLE, [1], DRAWN), "one weight for each"),
        (lambda: most_need_probability(TABLE, [1, 1], [[1.0]]), "one weight for each"),
        (lambda: most_need_probability(TABLE, [1, 1], np.zeros((0, 2))), "one draw"),
        (lambda: most_need_probability(TABLE, [1, 1], [[np.nan, 1]]), "add up to one"),
        (lambda: most_need_probability(TABLE, [1, 1], [[2, -1]]), "add up to one"),
        (lambda: most_need_probability(TABLE, [1, 1], [[0.5, 0.6]]), "add up to one"),
        (lambda: most_need_probability(TABLE, [1, 1], DRAWN, most=0), "above 0"),
        (lambda: rank_intervals(TABLE, [1, 1], DRAWN, confidence=1), "between 0 and 1"),
        (lambda: reasons(TABLE, [1, 1], frame_mean=[0.5]), "one mean for each"),
        (lambda: reasons(TABLE, [1, 1], frame_mean=[0.5, np.nan]), "one mean for each"),
        (lambda: drawn_weights([0, 0], np.random.default_rng(1)), "more than zero"),
        (lambda: drawn_weights([1], np.random.default_rng(1), draws=0), "one draw"),
        (lambda: drawn_weights([1], np.random.default_rng(1), concentration=0), "above zero"),
        (lambda: drawn_weights(np.ones(10**7), np.random.default_rng(1)), "ask for fewer"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(ask, why):
    with pytest.raises(ValueError, match=why):
        ask()


def test_more_draws_than_fit_are_refused():
    many, few = np.zeros((600_001, 1)), np.ones((1000, 1))

    with pytest.raises(ValueError, match="fewer draws"):
        rank_intervals(many, [1], few)
