"""Champions within reach of most, and how far things go round: against trying all, and against exact chances."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.engine.cascade import (
    choose_champions,
    known_over_time,
    likely_spread,
    teams_in_reach,
)
from inroads.engine.compiling import COMPILED
from inroads.engine.coverage import coverage_of_pairs
from inroads.engine.influence import choose_by_word_of_mouth, sets_that_reach
from inroads.engine.kernels import cascade as compiled
from inroads.engine.plain import cascade as plain

unhurried = settings(max_examples=30, deadline=None)


def rng(seed=1891):
    return np.random.default_rng(seed)


@st.composite
def networks(draw, people=7):
    """Ties (true where one tells the other) and who is in which team."""
    world = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(1, people))
    tells = world.random((n, n)) < draw(st.sampled_from([0.1, 0.4]))
    np.fill_diagonal(tells, False)
    return tells, world.integers(0, 3, n), world


def ties_of(tells):
    return coverage_of_pairs(*np.nonzero(tells), *tells.shape)


@unhurried
@given(networks(), st.integers(0, 3), st.booleans())
def test_the_champions_have_most_staff_in_reach_that_trying_all_finds(network, count, limited):
    tells, team, world = network
    fixed = np.flatnonzero(world.random(len(tells)) < 0.15)
    fixed = fixed[np.unique(team[fixed], return_index=True)[1]]

    found = choose_champions(
        ties_of(tells),
        team,
        count,
        fixed=fixed,
        most_in_team=1 if limited else None,
        rng=rng(),
    )

    def in_reach(some):
        teams = {*team[list(some)], *(team[j] for i in some for j in np.flatnonzero(tells[i]))}
        return np.isin(team, [*teams]).sum()

    best = max(
        in_reach({*chosen, *fixed})
        for size in range(count + 1)
        for chosen in combinations(range(len(tells)), size)
        if not limited or len({*team[list({*chosen, *fixed})]}) == len({*chosen, *fixed})
    )
    assert (found.covered, found.proved) == (best, True)
    assert in_reach({*found.chosen, *fixed}) == best


@unhurried
@given(networks())
def test_a_person_reaches_the_own_team_and_those_of_the_ties(network):
    tells, team, _ = network

    reach = teams_in_reach(ties_of(tells), team, 3)

    for person in range(len(tells)):
        wanted = {team[person], *team[tells[person]]}
        assert {*reach.areas_of(person).tolist()} == wanted


@pytest.mark.skipif(not COMPILED, reason="there is no compiler here")
@unhurried
@given(networks(), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.3, 1.0, None]))
def test_the_loops_throw_the_same_dice_as_their_plain_twins(network, seed, chance):
    tells, _, world = network
    n, ties = len(tells), ties_of(tells)
    takes = world.random(n) if chance is None else np.full(n, chance)
    start = np.unique(world.integers(0, n, 2)).astype(np.int64)
    weight = world.integers(0, 4, n).astype(float)
    stays = np.zeros(n, np.uint8)
    stays[start[:1]] = 1
    answers = []
    for module in (compiled, plain):
        dice = np.random.default_rng(seed)
        reached, times = np.zeros(5), np.zeros(n, np.int64)
        module.spread(ties.first, ties.area, takes, start, weight, reached, times, dice)
        knowing, know = np.zeros((4, 5)), np.zeros(n, np.int64)
        module.fade(*(ties.first, ties.area, takes, start, stays, 0.4, weight, knowing, know, dice))
        root, seen = np.arange(6) % n, np.full(n, -1)
        member, end = np.zeros(3 * n, np.int32), np.zeros(7, np.int64)
        done = module.reverse_sets(ties.first, ties.area, takes, root, 0, seen, member, end, dice)
        answers.append((reached, times, knowing, know, done, end, member[: end[done]]))

    for mine, plainly in zip(*answers, strict=True):
        np.testing.assert_array_equal(mine, plainly)


def exact_spread(tells, chance, start, weight):
    """The mean over every way that all dice can fall."""
    pairs = np.argwhere(tells)
    total = 0.0
    for fallen in product([False, True], repeat=len(pairs)):
        likely = np.prod(
            [chance[b] if yes else 1 - chance[b] for (_, b), yes in zip(pairs, fallen, strict=True)]
        )
        reached, line = {*start}, [*start]
        for x in line:
            for (a, b), yes in zip(pairs, fallen, strict=True):
                if yes and a == x and b not in reached:
                    reached.add(int(b))
                    line.append(int(b))
        total += likely * weight[[*reached]].sum()
    return total


SMALL = np.zeros((5, 5), bool)
SMALL[[0, 0, 1, 2, 3, 1], [1, 2, 3, 3, 4, 2]] = True
CHANCE = np.array([0.5, 0.3, 0.6, 0.4, 0.9])
WEIGHT = np.array([1.0, 2.0, 1.0, 5.0, 3.0])


def test_the_spread_is_the_mean_over_all_ways_that_dice_can_fall():
    exact = exact_spread(SMALL, CHANCE, [0], WEIGHT)

    found = likely_spread(ties_of(SMALL), CHANCE, [0], weight=WEIGHT, runs=20_000, rng=rng())

    assert abs(found.reached - exact) < 4 * found.error
    assert found.error < 0.05
    assert found.chance @ WEIGHT == pytest.approx(found.reached)


def test_sets_backwards_know_the_same_as_runs_forwards():
    n = 20_000

    sets = sets_that_reach(ties_of(SMALL), CHANCE, WEIGHT, n, rng())

    for start in ([0], [1, 2], [4]):
        exact = exact_spread(SMALL, CHANCE, start, WEIGHT)
        hit = sets[:, start].sum(axis=1) > 0
        assert abs(hit.mean() * WEIGHT.sum() - exact) < 4 * WEIGHT.sum() * hit.std() / np.sqrt(n)


@pytest.mark.parametrize("seed", range(6))
def test_word_of_mouth_finds_the_best_and_its_bounds_hold(seed):
    every = {
        start: exact_spread(SMALL, CHANCE, start, WEIGHT) for start in combinations(range(5), 2)
    }
    found = choose_by_word_of_mouth(
        ties_of(SMALL), CHANCE, 2, weight=WEIGHT, sets=4_000, rng=rng(seed)
    )

    exact = every[tuple(sorted(found.chosen.tolist()))]
    assert exact >= 0.97 * max(every.values())
    assert found.at_least <= exact
    assert found.bound >= max(every.values())
    assert abs(found.reached - exact) < 5 * found.error
    assert found.gap == pytest.approx(1 - found.at_least / found.bound)


def test_with_too_few_sets_the_answer_owns_up_to_it():
    world = rng()
    tells = world.random((300, 300)) < 0.02

    found = choose_by_word_of_mouth(ties_of(tells), 0.1, 20, sets=300, runs=500, rng=world)

    assert found.at_least <= found.reached + 4 * found.error
    assert found.bound >= found.reached - 4 * found.error
    assert found.gap > 0.2


def test_those_who_know_already_are_counted_and_not_chosen():
    found = choose_by_word_of_mouth(ties_of(SMALL), 1.0, 1, fixed=[1], sets=2_000, rng=rng())

    assert found.chosen.tolist() == [0]
    assert found.reached == 5


@unhurried
@given(networks(30), st.integers(0, 2**32 - 1))
def test_what_everyone_takes_up_reaches_everyone_connected_and_what_nobody_does_reaches_none(
    network, seed
):
    tells, _, _ = network
    ties = ties_of(tells)

    sure = likely_spread(ties, 1.0, [0], runs=3, rng=rng(seed))
    never = likely_spread(ties, 0.0, [0], runs=3, rng=rng(seed))

    reached = np.linalg.matrix_power(tells | np.eye(len(tells), dtype=bool), len(tells))[0]
    np.testing.assert_array_equal(sure.chance, reached > 0)
    assert (never.reached, never.error) == (1, 0)


def test_a_week_carries_it_one_tie_further_and_nobody_forgets_without_end():
    line = np.eye(5, k=1, dtype=bool)

    found = known_over_time(ties_of(line), 1.0, [0], 6, np.inf, runs=2, rng=rng())

    assert found.knows.tolist() == [1, 2, 3, 4, 5, 5, 5]
    assert found.chance.tolist() == [1] * 5


def test_what_nobody_passes_on_halves_with_every_half_life():
    alone = coverage_of_pairs([], [], 400, 400)

    found = known_over_time(
        alone, 0.5, np.arange(400), 8, 4, start_stays=False, runs=200, rng=rng()
    )

    wanted = 400 * 2 ** (-np.arange(9) / 4)
    assert (abs(found.knows - wanted) <= 4 * found.error).all()
    assert found.knows[0] == 400


def test_who_has_forgotten_can_learn_it_again_from_a_champion_who_stays():
    pair = np.array([[False, True], [False, False]])

    found = known_over_time(ties_of(pair), 0.5, [0], 60, 1, runs=4_000, rng=rng())

    # Each week the other forgets with a half, or learns with a half: in the end a half know.
    assert abs(found.knows[-1] - 1.5) < 4 * found.error[-1]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (lambda ties: likely_spread(ties, 1.1, [0], rng=rng()), "between 0 and 1"),
        (lambda ties: likely_spread(ties, -0.1, [0], rng=rng()), "cannot be below zero"),
        (lambda ties: likely_spread(ties, np.nan, [0], rng=rng()), "must be a number"),
        (lambda ties: likely_spread(ties, 0.5, [9], rng=rng()), "There is no person 9"),
        (lambda ties: likely_spread(ties, 0.5, [0], runs=0, rng=rng()), "1 or more"),
        (lambda ties: known_over_time(ties, 0.5, [0], 3, 0, rng=rng()), "more than 0"),
        (lambda ties: known_over_time(ties, 0.5, [0], 3, np.nan, rng=rng()), "more than 0"),
        (lambda ties: known_over_time(ties, 0.5, [0], -3, 4, rng=rng()), "0 or more"),
        (lambda ties: choose_champions(ties, [0], 1, rng=rng()), "one team for each person"),
        (lambda ties: choose_champions(ties, [0] * 4 + [-1], 1, rng=rng()), "none of the teams"),
        (
            lambda ties: choose_by_word_of_mouth(ties, 0.5, 1, certainty=1, rng=rng()),
            "between 0 and 1",
        ),
        (lambda ties: choose_by_word_of_mouth(ties, 0.5, 1, sets=1, rng=rng()), "2 or more"),
        (
            lambda ties: choose_by_word_of_mouth(ties, 0.5, 1, weight=[0] * 5, rng=rng()),
            "one person must count",
        ),
        (
            lambda _: likely_spread(coverage_of_pairs([], [], 2, 3), 0.5, [0], rng=rng()),
            "the same people",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(asked, why):
    with pytest.raises(ValueError, match=why):
        asked(ties_of(SMALL))
