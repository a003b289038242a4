"""Whom to tell first, so that word of mouth reaches most people, with a bound that holds with a stated certainty."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from inroads.engine.cascade import chances_of, likely_spread, loops
from inroads.engine.checking import amounts, open_and_barred, the_others, whole_number
from inroads.engine.coverage import Coverage, Ints, coverage_of_turned
from inroads.engine.scales import Floats
from inroads.engine.siting import place_sites

SETS_A_PERSON, FEWEST_SETS, MOST_SETS = 40, 10_000, 4_000_000
JUDGES = 4  # for so many sets that a choice is made by one is kept back to judge it
ROUNDS = 40  # of the bound


class Influence(NamedTuple):
    """People to tell first, how far it goes, and how much farther others could bring it at most."""

    chosen: (
        Ints  # without the fixed ones; each adds more to those before it than any later one would
    )
    reached: float  # people reached, on average over fresh runs, those included who start
    error: float  # the standard error of that
    at_least: float  # with the certainty asked, on average no fewer are reached
    bound: float  # with the certainty asked, no choice reaches more on average
    gap: float  # the share by which the bound lies above what is reached at least


def choose_by_word_of_mouth(
    ties: Coverage,
    chance: ArrayLike,
    count: int,
    *,
    weight: ArrayLike | None = None,
    fixed: ArrayLike = (),
    forbidden: ArrayLike = (),
    sets: int | None = None,
    runs: int = 200,
    certainty: float = 0.99,
    rng: np.random.Generator,
) -> Influence:
    """The people to tell first, so that most are reached if each passes it on once (influence maximisation).

    For people drawn at random it is thrown out who would have reached them, had they started: their set. Who stands in
    most sets reaches most people, so that sets are covered as areas are (``siting.place_sites``). The choice always
    looks better on the sets that it was made by than it is; so it is judged by other sets, and what it reaches is
    counted in fresh runs forwards. Where there are so few sets for each person that those with most ties do better
    before these judges, they are the answer.

    Parameters
    ----------
    ties : Coverage
        The people (``area``) to whom each person (``site``) passes things on.
    chance : float or array_like of shape (n_people,)
        How likely a person takes up what one tie tells them, from 0 to 1; one for all, or one for each.
    count : int
        How many may be told first, beside the fixed ones.
    weight : array_like of shape (n_people,), optional
        How much each person counts, 1 by default.
    fixed, forbidden : array_like of int, optional
        Those who know already, and those who must not be told first.
    sets : int, optional
        How many sets the choice is made by; by default 40 for each person, within 10,000 and 4 million.
    runs : int, default 200
        Fresh runs that count what is reached.
    certainty : float, default 0.99
        How certain ``at_least`` and ``bound`` must be together, between 0 and 1.
    rng : numpy.random.Generator

    Returns
    -------
    Influence

    Raises
    ------
    ValueError
        If a chance or the certainty lies outside 0 to 1, nobody counts, or a number cannot be meant.

    References
    ----------
    Borgs, Brautbar, Chayes and Lucier (2014), Maximizing social influence in nearly optimal time, SODA, 946-957;
    Tang, Tang, Xiao and Yuan (2018), Online processing algorithms for influence maximization, SIGMOD, 991-1005
    (the two bounds).

    Examples
    --------
    >>> from inroads.engine.coverage import coverage_of_pairs
    >>> ties = coverage_of_pairs([0, 0, 0], [1, 2, 3], n_sites=5, n_areas=5)
    >>> found = choose_by_word_of_mouth(ties, 1.0, 1, rng=np.random.default_rng(1))
    >>> found.chosen, found.reached
    (array([0]), 4.0)
    """
    takes = chances_of(ties, chance)
    n = ties.n_sites
    worth = amounts(np.ones(n) if weight is None else weight, n, "weight", "person")
    drawn = int(np.clip(SETS_A_PERSON * n, FEWEST_SETS, MOST_SETS)) if sets is None else sets
    many = whole_number(drawn, "number of sets", 2)
    if not 0 < certainty < 1:
        raise ValueError("The certainty lies between 0 and 1")
    if not worth.any():
        raise ValueError("At least one person must count")
    first = sets_that_reach(ties, takes, worth, many, rng)
    found = place_sites(
        coverage_of_turned(first),
        np.ones(first.shape[0]),
        count,
        fixed=fixed,
        forbidden=forbidden,
        exact=False,
        search=0,
        rounds=ROUNDS,
        rng=rng,
    )
    others = sets_that_reach(ties, takes, worth, max(many // JUDGES, 1), rng)
    stays, never = open_and_barred(fixed, forbidden, n)
    options = [found.chosen, _most_ties(ties, the_others(n, stays, never), count)]
    hits = [_hit(others, np.concatenate([option, stays])) for option in options]
    chosen, hit = (options[0], hits[0]) if hits[0] >= hits[1] else (options[1], hits[1])
    start = np.concatenate([chosen, stays])
    # What is judged of each option, and the bound: each of the three fails with a third of what is left to certainty.
    doubt = float(np.log(3 / (1 - certainty)))
    total = float(worth.sum())
    low = (np.sqrt(hit + 2 * doubt / 9) - np.sqrt(doubt / 2)) ** 2 - doubt / 18
    high = (np.sqrt(found.bound + doubt / 2) + np.sqrt(doubt / 2)) ** 2
    forward = likely_spread(ties, takes, start, weight=worth, runs=runs, rng=rng)
    at_least = float(max(low * total / others.shape[0], worth[start].sum()))
    bound = float(max(min(high * total / first.shape[0], total), at_least))
    return Influence(
        chosen=chosen,
        reached=forward.reached,
        error=forward.error,
        at_least=at_least,
        bound=bound,
        gap=1 - at_least / bound if bound else 0.0,
    )


def _most_ties(ties: Coverage, free: Ints, count: int) -> Ints:
    order = np.argsort(-np.diff(ties.first)[free], kind="stable")
    return free[order[:count]]


def _hit(sets: csr_array, start: Ints) -> float:
    """How many of these sets somebody of those who start stands in."""
    told = np.zeros(sets.shape[1], np.int32)
    told[start] = 1
    return float((sets.astype(np.int32) @ told > 0).sum())


def sets_that_reach(
    ties: Coverage, chance: Floats, worth: Floats, count: int, rng: np.random.Generator
) -> csr_array:
    """About so many sets of people who would have reached somebody, one row each (reverse reachable sets).

    Whom they would have reached is drawn by weight; but where all who count count alike, each of them gets equally
    many sets, so that chance does not favour the sets of some: a few more are then made than were asked.
    """
    n = ties.n_sites
    back = ties.turned
    counting = np.flatnonzero(worth)
    if (worth[counting] == worth[counting[0]]).all():
        root = np.tile(counting, -(-count // len(counting)))
    else:
        root = rng.choice(n, count, p=worth / worth.sum()).astype(np.int64)
    member = np.empty(4 * len(root) + n, np.int32)
    end, seen = np.zeros(len(root) + 1, np.int64), np.full(n, -1)
    rows, sources = back.indptr.astype(np.int64), back.indices.astype(np.int32)
    done = 0
    while True:
        done = loops.reverse_sets(rows, sources, chance, root, done, seen, member, end, rng)
        if done == len(root):
            break
        member = np.concatenate([member, np.empty(len(member) // 2 + n, np.int32)])
    ones = np.ones(int(end[-1]), np.int8)
    return csr_array((ones, member[: end[-1]], end), shape=(len(root), n))
