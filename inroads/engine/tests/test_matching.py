"""A matching is the best there is, proves it, and breaks no rule, whatever is put in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from inroads.engine.candidates import Candidates
from inroads.engine.matching import cut_short, match, verify
from inroads.engine.tests.matching_instances import (
    all_best,
    candidates_of,
    instances,
    made_up,
    offers_of,
    total_of,
)

ONE = Candidates([0, 1], [0], [10], n_champions=1)


def least_by_slots(found, capacity, penalty):
    """The least total by a dense assignment, each place a column, and one column for being left unserved."""
    column = np.repeat(np.arange(len(capacity)), capacity)
    table = np.full((len(penalty), len(column) + len(penalty)), 1e9)
    for person in range(len(penalty)):
        for j, minutes in offers_of(found, person):
            table[person, : len(column)][column == j] = minutes
        table[person, len(column) + person] = penalty[person]
    return table[linear_sum_assignment(table)].sum()


@given(instances())
def test_nothing_costs_less_than_what_is_found(given):
    found, capacity, penalty = given

    answer = match(found, capacity, penalty)

    least, matchings = all_best(found, capacity, penalty)
    assert answer.cost == answer.lower_bound == least
    assert answer.gap == 0
    assert tuple(answer.champion.tolist()) in matchings


@given(instances())
def test_no_hard_rule_is_broken(given):
    found, capacity, penalty = given

    champion = match(found, capacity, penalty).champion

    for person, j in enumerate(champion):
        assert j == -1 or j in dict(offers_of(found, person))
    used = np.bincount(champion[champion >= 0], minlength=found.n_champions)
    assert (used <= capacity).all()


@given(instances())
def test_nobody_is_left_out_who_could_have_a_free_place(given):
    found, capacity, penalty = given

    champion = match(found, capacity, penalty).champion

    used = np.bincount(champion[champion >= 0], minlength=found.n_champions)
    for person in np.flatnonzero(champion < 0):
        for j, minutes in offers_of(found, person):
            assert used[j] == capacity[j] or minutes > penalty[person]


def test_a_free_place_is_taken_even_at_the_very_most_that_it_may_cost():
    found = candidates_of([[0, 1]], [[1, 600]], 2)

    assert match(found, [0, 1], [600]).champion.tolist() == [1]
    assert match(found, [0, 1], [599]).champion.tolist() == [-1]


@given(instances())
def test_the_price_is_what_one_more_place_would_save_everyone(given):
    found, capacity, penalty = given

    answer = match(found, capacity, penalty)

    for j, price in enumerate(answer.price):
        more = capacity + (np.arange(len(capacity)) == j)
        assert price == answer.cost - all_best(found, more, penalty)[0]


@given(instances(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_of_champions_does_not_change_the_total(given, random):
    found, capacity, penalty = given
    people, champions = list(range(len(penalty))), list(range(len(capacity)))
    random.shuffle(people)
    random.shuffle(champions)

    rows = [
        [(champions.index(j), minutes) for j, minutes in offers_of(found, person)]
        for person in people
    ]
    turned = candidates_of(
        [[j for j, _ in row] for row in rows], [[m for _, m in row] for row in rows], len(champions)
    )
    answer = match(turned, capacity[champions], penalty[people])

    assert answer.cost == match(found, capacity, penalty).cost


@given(instances(), st.sampled_from([0.2, 0.5, 1, 3]))
def test_a_near_answer_is_no_further_off_than_it_says(given, slack):
    found, capacity, penalty = given

    near = match(found, capacity, penalty, slack_minutes=slack)

    least, _ = all_best(found, capacity, penalty)
    assert near.lower_bound <= least <= near.cost
    assert near.cost <= least + slack * len(penalty)
    assert near.cost == total_of(found, penalty, near.champion)
    if near.lower_bound:
        assert near.gap == (near.cost - near.lower_bound) / near.lower_bound


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("room", [0.7, 1.3])
def test_hundreds_of_people_are_matched_as_well_as_by_a_dense_assignment(seed, room):
    found, capacity, penalty, _ = made_up(300, 20, seed, room=room)

    assert match(found, capacity, penalty).cost == least_by_slots(found, capacity, penalty)


@pytest.mark.parametrize("seed", range(3))
def test_thousands_of_people_prove_their_own_matching(seed):
    found, capacity, penalty, band = made_up(6_000, 300, seed, room=0.95)

    for least in (penalty, 10**7 * (1 + band), np.full(6_000, 3), np.zeros(6_000, int)):
        answer = match(found, capacity, least)
        proof = verify(found, capacity, least, answer.champion, answer.price)
        assert (proof.gap, proof.worst_minutes) == (0, 0)
        assert proof.cost == answer.cost == answer.lower_bound


@pytest.mark.parametrize("pairs_at_once", [1, 3, 1 << 20])
def test_people_laid_along_a_curve_are_matched_as_well(monkeypatch, pairs_at_once):
    found, capacity, penalty, _ = made_up(400, 25, 7)
    rng = np.random.default_rng(1)
    curved = found._replace(curve=(rng.permutation(400), rng.permutation(25)))

    monkeypatch.setattr("inroads.engine.matching.PAIRS_AT_ONCE", pairs_at_once)
    answer = match(curved, capacity, penalty)

    assert answer.cost == least_by_slots(found, capacity, penalty)
    assert total_of(found, penalty, answer.champion) == answer.cost


def test_the_same_is_answered_every_time():
    found, capacity, penalty, _ = made_up(500, 30, 3)

    once, again = (match(found, capacity, penalty) for _ in range(2))

    np.testing.assert_array_equal(once.champion, again.champion)
    np.testing.assert_array_equal(once.price, again.price)


def test_of_two_people_who_are_alike_the_same_one_is_served_every_time():
    alike = Candidates([0, 1, 2], [0, 0], [10, 10], n_champions=1)

    answers = {tuple(match(alike, [1], [50, 50]).champion) for _ in range(5)}

    assert len(answers) == 1
    assert sorted(answers.pop()) == [-1, 0]


def test_nobody_is_served_if_it_counts_for_less_than_any_journey():
    found, capacity, _, _ = made_up(50, 5, 1)

    answer = match(found, capacity, np.zeros(50, int))

    shortest = found.minutes.min()
    assert shortest > 0
    assert (answer.champion == -1).all()
    assert answer.cost == 0


def test_nobody_in_reach_leaves_everyone_unserved():
    answer = match(Candidates([0, 0, 0], [], [], n_champions=3), [5, 5, 5], [100, 200])

    assert answer.champion.tolist() == [-1, -1]
    assert (answer.cost, answer.lower_bound, answer.price.tolist()) == (300, 300, [0, 0, 0])


def test_a_champion_without_room_serves_nobody_and_shows_what_room_would_be_worth():
    answer = match(Candidates([0, 1, 2], [0, 0], [10, 30], n_champions=1), [0], [100, 150])

    assert answer.champion.tolist() == [-1, -1]
    assert answer.price.tolist() == [120]
    assert match(ONE, [0], [100], slack_minutes=1).gap == 0


def test_one_champion_for_ten_thousand_people_serves_those_for_whom_it_counts_most():
    rng = np.random.default_rng(5)
    minutes, penalty = rng.integers(1, 90, 10_000), rng.integers(100, 500, 10_000)
    found = Candidates(np.arange(10_001), np.zeros(10_000, int), minutes, n_champions=1)

    for room in (0, 1, 9_000, 10_000, 10**9):
        answer = match(found, [room], penalty)
        worth = np.sort(penalty - minutes)[::-1]
        assert answer.cost == penalty.sum() - worth[:room].sum()
        assert answer.price[0] == (worth[room] if room < 10_000 else 0)
    near = match(found, [9_000], penalty, slack_minutes=1)
    assert near.cost - match(found, [9_000], penalty).cost <= 9_000


def test_no_people_and_no_champions_are_no_trouble():
    assert match(Candidates([0], [], [], n_champions=0), [], []).cost == 0
    assert match(Candidates([0], [], [], n_champions=2), [1, 1], []).price.tolist() == [0, 0]
    assert match(Candidates([0, 0], [], [], n_champions=0), [], [7]).cost == 7


@given(instances(), st.data())
def test_any_prices_bound_the_total_from_below(given, data):
    found, capacity, penalty = given
    champion = match(found, capacity, penalty).champion
    prices = data.draw(st.lists(st.integers(0, 20), min_size=len(capacity), max_size=len(capacity)))

    proof = verify(found, capacity, penalty, champion, np.array(prices, int))

    assert proof.lower_bound <= proof.cost == total_of(found, penalty, champion)
    assert (proof.worst_minutes == 0) <= (proof.lower_bound == proof.cost)


@pytest.mark.parametrize(
    ("champion", "price", "why"),
    [
        ([0, 0, -1], [0, 0], "more people than room"),
        ([1, -1, -1], [0, 0], "not among their candidates"),
        ([2, -1, -1], [0, 0], "does not exist"),
        ([-3, -1, -1], [0, 0], "does not exist"),
        ([0, -1], [0, 0], "for each person"),
        ([0.0, -1, -1], [0, 0], "for each person"),
        ([0, -1, -1], [-1, 0], "not below zero"),
        ([0, -1, -1], [np.nan, 0], "not below zero"),
        ([0, -1, -1], [0], "for each champion"),
    ],
)
def test_a_matching_that_cannot_be_is_not_verified(champion, price, why):
    found = Candidates([0, 1, 2, 3], [0, 0, 1], [5, 5, 5], n_champions=2)

    with pytest.raises(ValueError, match=why):
        verify(found, [1, 1], [9, 9, 9], champion, price)


@pytest.mark.parametrize(
    ("changed", "capacity", "penalty", "why"),
    [
        ({}, [1, 1], [9], "one capacity for each"),
        ({}, [1], [9, 9], "one penalty for each"),
        ({}, [-1], [9], "below zero"),
        ({}, [1.5], [9], "whole number"),
        ({}, [np.nan], [9], "whole number"),
        ({}, [np.inf], [9], "without end"),
        ({}, ["many"], [9], "whole number"),
        ({}, [2**40], [9], "too large"),
        ({}, [1], [-9], "below zero"),
        ({}, [1], [2**62], "too large"),
        ({"minutes": [-1]}, [1], [9], "below zero"),
        ({"minutes": [2.5]}, [1], [9], "whole number"),
        ({"minutes": [np.nan]}, [1], [9], "whole number"),
        ({"minutes": [2**31]}, [1], [9], "without end"),
        ({"minutes": [1, 2]}, [1], [9], "for each pair"),
        ({"indices": [1]}, [1], [9], "does not exist"),
        ({"indices": [-1]}, [1], [9], "below zero"),
        ({"indptr": [0, 2]}, [1], [9], "begin and end"),
        ({"indptr": [1, 1]}, [1], [9], "begin and end"),
        ({"indptr": [[0, 1]]}, [1], [9], "in one row"),
        ({"indptr": [0, 2], "indices": [0, 0], "minutes": [1, 2]}, [1], [9], "listed twice"),
    ],
)
def test_what_cannot_be_matched_is_refused_with_the_reason(changed, capacity, penalty, why):
    with pytest.raises(ValueError, match=why):
        match(ONE._replace(**changed), capacity, penalty)


@pytest.mark.parametrize("slack", [0, -1, np.nan, np.inf, 1e-9])
def test_a_slack_must_be_some_minutes(slack):
    with pytest.raises(ValueError, match="slack"):
        match(ONE, [1], [9], slack_minutes=slack)


def test_penalties_too_far_apart_for_an_auction_are_said_to_need_an_exact_match():
    found = candidates_of([[0, 1]] * 9, [[1, 1]] * 9, 2)

    with pytest.raises(ValueError, match="exact"):
        match(found, [1, 1], [10**9] * 9, slack_minutes=0.01)
    assert match(found, [1, 1], [10**9] * 9).cost == 7 * 10**9 + 2


@given(instances(most_people=6), st.integers(1, 3))
def test_lists_that_were_cut_and_are_not_too_short_give_the_best_of_all(given, most):
    found, capacity, penalty = given
    rows = [
        sorted(offers_of(found, person), key=lambda offer: offer[1])
        for person in range(len(penalty))
    ]
    kept = [row[:most] for row in rows]
    short = candidates_of(
        [[j for j, _ in row] for row in kept], [[m for _, m in row] for row in kept], len(capacity)
    )._replace(unlisted=np.array([len(row) - len(row[:most]) for row in rows], int))

    answer = match(short, capacity, penalty)

    if not len(cut_short(short, penalty, answer.price)):
        assert answer.cost == all_best(found, capacity, penalty)[0]


def test_nobody_knows_whether_a_list_is_too_short_without_being_told_what_was_left_off():
    with pytest.raises(ValueError, match="left off"):
        cut_short(ONE, [9], [0])


@pytest.mark.parametrize(("size", "least"), [(100, 305), (200, 475), (300, 626), (400, 804)])
def test_the_assignments_of_the_or_library(settings, size, least):
    path = settings.SHARED / "data" / "orlib" / "assign" / f"assign{size}.txt"
    if not path.exists():
        pytest.skip("the published instances are not here: set INROADS_SHARED")
    numbers = np.array(path.read_text().split(), int)
    found = Candidates(
        np.arange(size + 1) * size, np.tile(np.arange(size), size), numbers[1:], n_champions=size
    )

    answer = match(found, np.ones(size, int), np.full(size, 10_000))

    assert (answer.cost, answer.gap) == (least, 0)
    assert sorted(answer.champion) == list(range(size))
