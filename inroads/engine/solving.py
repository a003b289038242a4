"""The way to the most covered: a quick choice, a bound, a search, and where it is small the solver."""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from inroads.engine.coverage import Flags
from inroads.engine.covering import Covering, greedy, searched, swapped
from inroads.engine.limits import most_earned
from inroads.engine.relaxing import relaxed
from inroads.engine.scales import Floats
from inroads.engine.solver import Rows, cheapest

SMALL = 100_000  # pairs: the solver is done within a second or two
FEW_NODES = 500  # where nobody asked for proof
MANY_SITES = 5_000  # more are searched only where the bound says that it pays
STEPS_A_SITE, MOST_STEPS = 1_000, 300_000
PAIRS_OF_ROUNDS, MOST_ROUNDS = 1_200_000_000, 800


class Effort(NamedTuple):
    """How hard to try."""

    exact: bool | None = None  # None where it is small
    seconds: float = 60.0  # of the solver, when asked
    search: int | None = None  # steps
    rounds: int | None = None  # of the bound


class Found(NamedTuple):
    """The sites that were found, and what none can exceed."""

    chosen: Flags
    value: float
    bound: float  # whole: no choice covers more
    proved: bool


def most_covered(covering: Covering, effort: Effort, rng: np.random.Generator) -> Found:
    """Sites within the limits that cover nearly the most weight, and a proven bound.

    Weights are whole numbers: as soon as the bound lies less than one above what is covered, nothing is better.
    """
    if not len(covering.weight):
        return Found(np.zeros(covering.n_sites, bool), 0.0, 0.0, True)
    chosen = quick(covering)
    value = covering.value(chosen)
    bound = quick_bound(covering, chosen)
    pairs = len(covering.coverage.area)
    rounds = effort.rounds
    if rounds is None:
        rounds = int(np.clip(PAIRS_OF_ROUNDS // pairs, 40, MOST_ROUNDS))
    share = np.ones(covering.n_sites)
    if bound > value and rounds:
        share, other = relaxed(covering, rounds, enough=value)
        bound = min(bound, np.floor(other))
    steps = effort.search
    if steps is None:
        steps = int(min(STEPS_A_SITE * chosen.sum(), MOST_STEPS))
    if bound > value and steps:
        chosen = max(chosen, far_searched(covering, chosen, share, steps, rng), key=covering.value)
        value = covering.value(chosen)
    if bound > value and (effort.exact or (effort.exact is None and pairs <= SMALL)):
        seconds, nodes = (effort.seconds, None) if effort.exact else (None, FEW_NODES)
        better, proven = solved(covering, value, seconds, nodes)
        bound = min(bound, proven)
        chosen = max(chosen, better, key=covering.value)
        value = covering.value(chosen)
    # Where weights are not whole people a unit is so small that the solver cannot see it.
    proved = bool(bound <= value * (1 + 1e-9))
    return Found(chosen, value, float(max(bound, value)), proved)


def quick(covering: Covering) -> Flags:
    """What greed and exchanges find."""
    n = covering.n_sites
    prices: list[Floats | None] = [None]
    prices += [
        np.maximum(limits.use, 1e-9 * limits.use.max())
        for limits in covering.limits
        if limits.use.max() > limits.use.min()
    ]
    best = np.zeros(n, bool)
    for price in prices:
        sites, _ = greedy(covering, price)
        chosen = np.zeros(n, bool)
        chosen[sites] = True
        best = max(best, swapped(covering, chosen), key=covering.value)
    return best


def quick_bound(covering: Covering, chosen: Flags) -> float:
    """What these sites cover and the most that others could still add: no choice covers more.

    What each adds to these it cannot add less to fewer (Leskovec et al. 2007, section 3.2).
    """
    left = covering.weight * ~covering.coverage.covered(np.flatnonzero(chosen))
    gains = covering.coverage.sums(left)
    most = min(most_earned(gains, limits) for limits in covering.limits)
    return min(covering.value(chosen) + np.floor(most * (1 + 1e-12)), covering.weight.sum())


def far_searched(
    covering: Covering, chosen: Flags, share: Floats, steps: int, rng: np.random.Generator
) -> Flags:
    """What the cooling search finds; of very many sites among those that the bound has a use for."""
    if covering.n_sites <= MANY_SITES:
        return swapped(covering, searched(covering, chosen, steps, rng))
    near = np.flatnonzero((share > 1e-3) | chosen)
    part = covering.only(near)
    start = max(chosen[near], quick(part), key=part.value)
    found = np.zeros(covering.n_sites, bool)
    found[near[searched(part, start, steps, rng)]] = True
    return swapped(covering, found)


def solved(
    covering: Covering, known: float, seconds: float | None, nodes: int | None
) -> tuple[Flags, float]:
    """The sites that the solver finds, none if it finds none in time, and its bound.

    It looks for nothing that covers less than is known.

    References
    ----------
    Church and ReVelle (1974); areas of one covering set merged as in Cordeau, Furini and Ljubić (2019).
    """
    n, m = covering.n_sites, len(covering.weight)
    scale = float(covering.weight.mean())
    cost = np.concatenate([np.zeros(n), -covering.weight / scale])
    covers = covering.coverage.turned.astype(float)
    rows = [Rows(csr_array(hstack([-covers, eye_array(m)])), -np.inf, 0.0)]
    for row, use, room in covering.limits:
        most = max(float(use.max()), 1.0)
        table = csr_array((use / most, (row, np.arange(n))), shape=(len(room), n + m))
        rows.append(Rows(table, -np.inf, room / most))
    floor = known * (1 - 1e-9) - 0.5
    rows.append(Rows(csr_array(cost[None]), -np.inf, -floor / scale))
    whole = np.arange(n + m) < n
    gap = max(0.999 / max(known, 1.0), 1e-10)
    found = cheapest(cost, rows, whole, seconds=seconds, nodes=nodes, gap=gap)
    chosen = np.zeros(n, bool) if found.values is None else found.values[:n] > 0.5
    if not covering.allows(chosen):
        chosen = np.zeros(n, bool)
    # The solver's own tolerance is less than a hundredth of a unit, or a billionth part.
    bound = -found.bound * scale if np.isfinite(found.bound) else np.inf
    return chosen, float(np.floor(bound + 0.01 + 1e-9 * abs(bound)))
