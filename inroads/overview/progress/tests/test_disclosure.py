"""No hidden count of 1 to 4 can be worked out, not even by somebody who knows the rule."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.overview.progress.disclosure import SMALL, hide_small, with_sum

counts = st.one_of(st.integers(0, 12), st.integers(0, 3000))
tables = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.tuples(*[counts] * width), min_size=1, max_size=12)
)


def whole(table) -> tuple:
    """The table with its sums, as nobody outside may see it."""
    rows = [with_sum(row) for row in table]
    return (*rows, tuple(sum(column) for column in zip(*rows, strict=True)))


def page(table) -> tuple:
    """All that somebody outside sees."""
    shown = hide_small(table)
    return (*shown.rows, shown.totals)


@given(tables)
def test_what_is_shown_is_true_and_holds_no_small_count(table):
    for seen, true in zip(page(table), whole(table), strict=True):
        assert seen is None or (seen == true and not set(seen) & set(SMALL))


@given(tables)
def test_nothing_is_hidden_without_need(table):
    if not any(set(row) & set(SMALL) for row in whole(table)):
        assert None not in page(table)


@given(tables)
def test_of_a_table_with_large_rows_only_the_small_and_the_least_are_hidden(table):
    shown = hide_small(table)
    large = [with_sum(row) for row in table if any(row) and not set(with_sum(row)) & set(SMALL)]

    hidden = {
        row
        for row, seen in zip(map(with_sum, table), shown.rows, strict=True)
        if seen is None and row in large
    }

    assert len({max(row) for row in hidden}) <= 1
    assert all(max(row) == min(map(max, large)) for row in hidden)


@given(tables)
@settings(max_examples=300)
def test_every_hidden_small_count_has_another_value_on_the_same_page(table):
    """Exchange its row with another hidden one, or change it: the page does not move, the count does."""
    seen, true = page(table), whole(table)
    hidden = [n for n, row in enumerate(seen[:-1]) if row is None]
    for n in hidden:
        for j, count in enumerate(table[n]):
            if count in SMALL:
                others = [exchanged(table, n, m) for m in hidden if table[m][j] != count]
                others += [changed(table, n, j, value) for value in SMALL if value != count]
                assert any(page(other) == seen for other in others), (true, seen, n, j)


def exchanged(table, n, m) -> list:
    other = list(table)
    other[n], other[m] = other[m], other[n]
    return other


def changed(table, n, j, value) -> list:
    other = [list(row) for row in table]
    other[n][j] = value
    return other


@pytest.mark.parametrize(
    "height, width, most, checked",
    [(2, 1, 14, 8), (3, 1, 14, 8), (4, 1, 9, 6), (2, 2, 12, 8), (2, 3, 5, 5), (3, 2, 5, 5)],
)
def test_of_all_small_tables_none_gives_a_hidden_count_away(height, width, most, checked):
    """Brute force: of all tables that give the same page, no hidden small count is the same in each.

    Counts up to `most` are tried for tables with counts up to `checked`, as a larger one may hide a smaller.
    """
    same_page = defaultdict(list)
    for numbers in product(range(most + 1), repeat=height * width):
        table = [numbers[row * width : (row + 1) * width] for row in range(height)]
        same_page[page(table)].append(whole(table))

    for seen, possible in same_page.items():
        if max(max(row) for row in possible[0][:-1]) <= checked * width:
            for n, row in enumerate(seen):
                if row is None:
                    for column in zip(*(table[n] for table in possible), strict=True):
                        assert len(set(column)) > 1 or column[0] not in SMALL, seen


def test_a_zero_is_shown_beside_a_hidden_count():
    shown = hide_small([[3], [0], [12], [40]])

    assert shown.rows == (None, (0,), None, (40,))
    assert shown.totals == (55,)


def test_two_rows_that_could_both_have_been_taken_are_both_hidden():
    assert hide_small([[4], [6], [6], [9]]).rows == (None, None, None, (9,))


def test_what_is_left_over_is_small_too():
    """Five of six were helped: the one who was not is a small count."""
    assert hide_small([[5, 1], [20, 30], [9, 9]]).rows == (None, (20, 30, 50), None)


def test_the_total_is_hidden_where_nothing_else_can_be():
    shown = hide_small([[3], [4], [0]])

    assert shown.rows == (None, None, (0,))
    assert shown.totals is None


def test_a_table_without_rows_has_nothing_to_hide():
    assert hide_small([]).rows == ()
