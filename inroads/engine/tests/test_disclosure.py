"""No small count can be worked out: not from totals, overlaps, earlier tables, or the rule itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array

from inroads.engine.disclosure import could_be, hide_small
from inroads.engine.tables import Cell, with_earlier, with_totals

few = settings(max_examples=20, deadline=None)
fewest = settings(max_examples=6, deadline=None)
# Many small ones, some noughts, a few large.
often_small = st.one_of(st.integers(0, 6), st.integers(0, 6), st.integers(5, 60))


def tables(most=4, dimensions=2):
    shapes = st.tuples(*[st.integers(1, most)] * dimensions)
    return shapes.flatmap(lambda shape: arrays(np.int64, shape, elements=often_small))


def small(counts):
    return (counts >= 1) & (counts <= 4)


def hidden_of(counts):
    """A table with its totals in one row, its sums, and what is hidden of it."""
    whole, sums = with_totals(counts)
    return whole.ravel(), sums, hide_small(whole.ravel(), sums)


@few
@given(st.one_of(tables(), tables(most=3, dimensions=3), tables(most=6, dimensions=1)))
def test_no_small_count_is_shown_and_the_proof_holds(counts):
    whole, sums, found = hidden_of(counts)

    assert (found.small == small(whole)).all()
    assert not (found.small & found.shown).any()
    assert found.shown[whole == 0].all()
    assert found.gives_nothing_away(whole, sums)
    # Each of the other tables agrees in what is shown, keeps the rule, and no count is hidden for nothing.
    for other in found.others:
        assert (other[found.shown] == whole[found.shown]).all()
        assert not (sums @ other).any()
        assert ((other == 0) == (whole == 0)).all()
    # Most of them keep the small ones small and the others large, and change every count that is not weaker.
    knowing = [other for other in found.others if (small(other) == small(whole)).all()]
    assert (
        (knowing != whole).any(axis=0)[small(whole) & ~found.weaker].all()
        if knowing
        else (found.weaker == small(whole)).all()
    )
    if len(found.others):
        assert (found.others != whole).any(axis=0)[~found.shown].all()
    if not small(whole).any():
        assert found.shown.all()


@few
@given(tables(most=3))
def test_the_audit_by_programming_finds_no_hidden_count_narrowed_to_one_number(counts):
    whole, sums, found = hidden_of(counts)

    for knowing, safe in ((True, found.small & ~found.weaker), (False, ~found.shown)):
        lowest, highest = could_be(whole, found.shown, sums, knowing=knowing)
        assert (lowest < highest)[safe].all()
        assert (lowest <= whole).all()
        assert (whole <= highest).all()
        if knowing:  # and what is called weaker is so whatever is hidden
            everything = could_be(whole, whole == 0, sums)
            assert (everything[0] == everything[1])[found.weaker].all()


@fewest
@given(arrays(np.int64, (2, 2), elements=st.integers(0, 6)), arrays(bool, 9))
def test_the_audit_says_what_trying_every_table_says(counts, shown):
    whole, sums = with_totals(counts)
    true = whole.ravel()
    shown = shown | (true == 0)

    lowest, highest = could_be(true, shown, sums)

    tried = np.stack(np.meshgrid(*[np.arange(26)] * 4, indexing="ij"), axis=-1).reshape(-1, 2, 2)
    every = np.zeros((len(tried), 3, 3), int)
    every[:, :2, :2], every[:, 2, :2], every[:, :2, 2] = tried, tried.sum(axis=1), tried.sum(axis=2)
    every[:, 2, 2] = tried.sum(axis=(1, 2))
    every = every.reshape(-1, 9)
    alike = (every[:, shown] == true[shown]).all(axis=1)
    every = every[alike & (small(every) == small(true)).all(axis=1)]
    found = every[((every == 0) == (true == 0)).all(axis=1)]
    assert (found.min(axis=0) == lowest).all()
    ended = np.isfinite(highest)
    assert (found.max(axis=0)[ended] == highest[ended]).all()
    assert (found.max(axis=0)[~ended] >= 25).all()


def test_four_ones_are_safe_only_while_nobody_knows_that_their_sum_is_small():
    whole, sums, found = hidden_of([[1, 1], [1, 1]])

    assert found.weaker.all()
    assert not found.shown.any()
    lowest, highest = could_be(whole, found.shown, sums)
    assert (lowest == highest).all()
    lowest, highest = could_be(whole, found.shown, sums, knowing=False)
    assert (lowest < highest).all()


def test_hiding_the_small_counts_alone_gives_them_away():
    whole, sums = with_totals([[3, 20, 30], [40, 25, 60]])
    true = whole.ravel()

    lowest, highest = could_be(true, ~small(true), sums)

    assert (lowest == highest).all()


def test_a_total_may_be_the_thing_that_must_go():
    whole, sums, found = hidden_of([[3], [0], [40]])

    assert not found.shown.reshape(4, 2)[0].any()
    lowest, highest = could_be(whole, found.shown, sums)
    assert (highest > lowest)[found.small].all()


def test_a_ward_that_a_parish_overlaps_is_one_more_sum():
    """Two parishes share out a ward and a hamlet: the ward is their sum less the hamlet."""
    # wards a, b, c, and their total; a parish of a and b; another of c and a hamlet of 2 outside.
    counts = np.array([30, 12, 25, 67, 42, 27, 2])
    lines = np.array(
        [
            [1, 1, 1, -1, 0, 0, 0],
            [1, 1, 0, 0, -1, 0, 0],
            [0, 0, 1, 0, 0, -1, 1],
        ]
    )
    sums = csr_array(lines.astype(float))

    found = hide_small(counts, sums)

    lowest, highest = could_be(counts, found.shown, sums)
    assert not found.shown[6]
    assert (highest - lowest)[6] >= 1
    assert not found.shown[[2, 5]].all()


@fewest
@given(tables(most=3), st.data())
def test_this_month_beside_the_months_before_gives_nothing_away(counts, data):
    more = st.one_of(st.just(0), st.integers(0, 5))
    grown = arrays(np.int64, counts.shape, elements=more)
    earlier: list = []
    for _ in range(3):
        whole, sums = with_totals(counts)
        now, lines, cells = with_earlier(whole.ravel(), sums, earlier)

        found = hide_small(now, lines, cells)

        assert found.gives_nothing_away(now, lines)
        assert (found.small == small(now) & (cells != Cell.PUBLIC)).all()
        lowest, highest = could_be(now, found.shown, lines, cells)
        assert (lowest < highest)[found.small & ~found.weaker].all()
        lowest, highest = could_be(now, found.shown, lines, cells, knowing=False)
        assert (lowest < highest)[found.small].all()
        earlier = [*earlier, (whole.ravel(), found.shown[: whole.size])]
        counts = counts + data.draw(grown)


def test_growing_by_two_is_hidden_although_neither_count_is_small():
    counts, sums = with_totals([39, 30])

    now, lines, cells = with_earlier(counts, sums, [([37, 30, 67], [True] * 3)])

    assert hide_small(now, lines, cells).shown[:3].tolist() == [False, True, False]
    now, lines, cells = with_earlier(counts, sums, [([34, 30, 64], [True] * 3)])
    assert hide_small(now, lines, cells).shown[:3].all()


@few
@given(tables(most=4), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_to_what_is_protected(counts, random):
    order = list(range(len(counts)))
    random.shuffle(order)

    for rows in (counts, counts[order]):
        whole, sums, found = hidden_of(rows)
        assert found.gives_nothing_away(whole, sums)


def test_the_same_table_is_hidden_in_the_same_way_every_time():
    rng = np.random.default_rng(6)
    counts = rng.negative_binomial(1, 0.1, (12, 5))

    first, second = (hidden_of(counts)[2] for _ in range(2))

    assert (first.shown == second.shown).all()
    assert (first.others == second.others).all()


def test_a_dear_count_is_spared_where_another_will_do():
    whole, sums = with_totals([3, 20, 30])

    spared = hide_small(whole, sums, price=[1, 100, 1, 100]).shown

    assert spared.tolist() == [False, True, False, True]


def test_other_limits_of_what_is_small():
    whole, sums = with_totals([7, 20, 30])

    found = hide_small(whole, sums, small=(1, 9))

    assert found.shown.tolist() == [False, False, True, True]


def test_a_proof_that_does_not_hold_is_seen():
    whole, sums, found = hidden_of([3, 20, 30])

    assert not found._replace(shown=np.ones(4, bool)).gives_nothing_away(whole, sums)
    assert not found._replace(others=found.others[:0]).gives_nothing_away(whole, sums)
    assert not found._replace(others=found.others + 1).gives_nothing_away(whole, sums)
    assert not found._replace(others=whole[None]).gives_nothing_away(whole, sums)


def test_tables_without_cells_or_without_sums():
    assert hide_small([], csr_array((0, 0))).shown.tolist() == []
    assert hide_small([3, 9, 0], csr_array((0, 3))).shown.tolist() == [False, True, True]
    assert with_totals([])[0].tolist() == [0]


def test_where_nothing_helps_the_whole_table_is_refused():
    whole, sums = with_totals([3, 0])
    cells = [Cell.FREE, Cell.FREE, Cell.PUBLIC]

    with pytest.raises(ValueError, match="show nothing of this table"):
        hide_small(whole, sums, cells)


LINE = csr_array([[1.0, 1.0, -1.0]])


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (lambda: hide_small([1.5, 2, 3.5], LINE), "whole number"),
        (lambda: hide_small([np.nan, 2, 3], LINE), "whole number"),
        (lambda: hide_small(["few", 2, 3], LINE), "whole number"),
        (lambda: hide_small([-1, 2, 1], LINE), "below zero"),
        (lambda: hide_small([1, 2, 4], LINE), "do not add up"),
        (lambda: hide_small([1, 2, 3], csr_array([[0.5, 0.5, -0.5]])), "do not add up"),
        (lambda: hide_small([1, 2], LINE), "one number for each count"),
        (lambda: hide_small([1, 2, 3], LINE, [0, 0]), "free, public"),
        (lambda: hide_small([1, 2, 3], LINE, [0, 0, 9]), "free, public"),
        (lambda: hide_small([1, 2, 3], LINE, small=(0, 4)), "from 1 or more"),
        (lambda: hide_small([1, 2, 3], LINE, small=(4, 1)), "from 1 or more"),
        (lambda: hide_small([1, 2, 3], LINE, price=[1, 2]), "one price"),
        (lambda: hide_small([1, 2, 3], LINE, price=[1, 2, np.nan]), "one price"),
        (lambda: could_be([1, 2, 3], [True], LINE), "shown or not"),
        (lambda: with_earlier([1, 2, 3], LINE, [([1, 2], [True, True])]), "same cells"),
        (lambda: with_earlier([1, 2, 3], LINE, [([2, 2, 4], [True] * 3)]), "less than it was"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(ask, why):
    with pytest.raises(ValueError, match=why):
        ask()
