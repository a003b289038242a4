"""What no choice of median sites can undercut: prices that areas pay, and where they leave a gap, branches."""

from typing import NamedTuple

import numpy as np

from inroads.engine.coverage import Flags, Ints
from inroads.engine.limits import Limits, allows, shares_that_earn_most
from inroads.engine.scales import Floats
from inroads.engine.shortening import Shortening, improved

ROOT_ROUNDS, BRANCH_ROUNDS = 1_500, 60
SHORTEST_STEP = 2e-3


class Priced(NamedTuple):
    """What areas would pay to be served, and what follows from it."""

    bound: float  # no choice costs less
    price: Floats  # (n_areas,)
    tolls: Floats  # (n_limits,) what a unit of each limit but the first costs
    earns: Floats  # (n_sites,) what each site saves at these prices, less its tolls


class Sites(NamedTuple):
    """How sites use up the limits, each limit in a unit of its own so that none outweighs the others."""

    uses: Floats  # (n_limits, n_sites)
    rooms: Floats  # (n_limits,)

    @classmethod
    def of(cls, limits: tuple[Limits, ...]) -> "Sites":
        scales = [max(float(each.use.max(initial=0)), 1.0) for each in limits]
        return cls(
            np.array([each.use / scale for each, scale in zip(limits, scales, strict=True)]),
            np.array([each.room[0] / scale for each, scale in zip(limits, scales, strict=True)]),
        )


def priced(
    problem: Shortening,
    sites: Sites,
    status: Ints,
    start: Priced,
    known: float,
    rounds: int,
    step: float,
) -> Priced:
    """A proven bound from prices that areas pay: deflected steps along the subgradient (Lagrangian dual).

    At any prices, all that is paid less the most that sites within the limits could save is no more than the cost
    of any choice. A price rises where nobody serves the area and falls where several do.

    Parameters
    ----------
    problem : Shortening
    sites : Sites
    status : ndarray of int, of shape (n_sites,)
        1 where a site must be chosen, -1 where it must not be, 0 where it is open.
    start : Priced
        Prices and tolls to go on from.
    known : float
        The cost of a choice; steps are measured by how far the bound lies below it.
    rounds : int
    step : float
        How far to go at first; 1 is as far as the known cost would have it.
    """
    uses, rooms, cap = sites.uses, sites.rooms, problem.cap
    low = np.where(np.diff(problem.first) > 0, np.append(problem.cost, 0)[problem.first[:-1]], cap)
    forced, free = status == 1, np.flatnonzero(status == 0)
    left = Limits(np.zeros(len(free), np.int64), uses[0, free], rooms[:1] - uses[0] @ forced)
    price, tolls, best = start.price, start.tolls, start._replace(bound=-np.inf)
    patience, shorter = (6, 0.6) if rounds <= BRANCH_ROUNDS else (30, 0.7)
    way, slope, stall = np.zeros(len(cap)), np.zeros(len(rooms)), 0
    for _ in range(rounds):
        earns = problem.saved(price) - tolls @ uses
        share = forced.astype(float)
        share[free] = shares_that_earn_most(earns[free], left)
        bound = float(price.sum() - earns @ share - tolls @ rooms)
        bound -= 1e-12 * float(price.sum() + abs(earns) @ share)  # more than all rounding
        stall = stall + 1 if bound < best.bound + 1e-6 * abs(best.bound) else 0
        if bound > best.bound:
            best = Priced(bound, price, tolls, earns)
        if best.bound > enough(known) or step < SHORTEST_STEP:
            break
        if stall >= patience:
            step, stall, price, tolls = shorter * step, 0, best.price, best.tolls
            way, slope = np.zeros(len(cap)), np.zeros(len(rooms))
            continue
        way = 0.5 * way + 0.5 * (1 - problem.served(price, share))
        slope = 0.5 * slope + 0.5 * (uses @ share - rooms)
        slope[0] = 0.0  # the first limit is kept, and needs no toll
        length = float(way @ way + slope @ slope)
        if length == 0:
            break
        by = step * (1.005 * known - bound) / length
        price = np.clip(price + by * way, low, cap)
        tolls = np.maximum(tolls + by * slope, 0)
    return best


def enough(known: float) -> float:
    """What a bound must exceed to show that nothing is cheaper: costs are whole, and a billionth part is nothing."""
    return known - max(1 - 1e-6, 1e-9 * known)


class Branched(NamedTuple):
    """The best choice, and what none undercuts."""

    chosen: Flags
    cost: float
    bound: float


def branched(problem: Shortening, chosen: Flags, branches: int) -> Branched:
    """Divide the problem by whether a site is chosen, until no part can hold anything cheaper or branches run out.

    References
    ----------
    Beasley (1985), A note on solving large p-median problems, European Journal of Operational Research 21(2), 270-273.
    """
    sites, paid = Sites.of(problem.limits), problem.paid(chosen)
    cost = float(paid.sum())
    start = Priced(-np.inf, paid, np.zeros(len(problem.limits)), np.zeros(problem.n_sites))
    parts = [(start, np.zeros(problem.n_sites, np.int64))]
    for branch in range(1 + branches):
        while parts and parts[-1][0].bound > enough(cost):
            parts.pop()
        if not parts:
            break
        before, status = parts.pop()
        if (sites.uses @ (status == 1) > sites.rooms + 1e-9).any():
            continue
        status = without_what_is_full(sites, status)
        rounds, step = (BRANCH_ROUNDS, 0.1) if branch else (ROOT_ROUNDS, 1.0)
        found = priced(problem, sites, status, before, cost, rounds, step)
        option = filled(sites, status, found.earns)
        if allows(problem.limits, option):
            option, other = improved(problem, option)
            if other < cost:
                chosen, cost = option, other
        undecided = problem.n_sites + 1
        while undecided > (undecided := int((status == 0).sum())):
            status = decided(sites, status, found, cost)
        free = np.flatnonzero(status == 0)
        found = found._replace(bound=max(found.bound, before.bound))
        if not len(free):
            # One choice is left in this part, if the limits allow it.
            option = status == 1
            if allows(problem.limits, option) and problem.paid(option).sum() < cost:
                chosen, cost = option, float(problem.paid(option).sum())
            continue
        first = free[np.argmax(found.earns[free])]
        for choice in (-1, 1):
            part = status.copy()
            part[first] = choice
            parts.append((found, part))
    bound = min((part[0].bound for part in parts), default=np.inf)
    if bound > enough(cost):
        return Branched(chosen, cost, cost - (1e-9 * cost if cost > 1e9 else 0.0))
    return Branched(chosen, cost, float(np.ceil(bound - 1e-6)))


def without_what_is_full(sites: Sites, status: Ints) -> Ints:
    """The same part, but sites that no longer fit are left out."""
    left = sites.rooms - sites.uses @ (status == 1)
    full = (sites.uses > left[:, None] + 1e-9).any(axis=0)
    return np.where((status == 0) & full, -1, status)


def filled(sites: Sites, status: Ints, earns: Floats) -> Flags:
    """What must be chosen, and as many more as fit of those that earn most for what they use."""
    chosen = status == 1
    free = np.flatnonzero(status == 0)
    rate = earns[free] / np.maximum(sites.uses[0, free], 1e-9)
    order = free[np.argsort(-rate, kind="stable")]
    left = sites.rooms - sites.uses @ chosen
    used = np.cumsum(sites.uses[:, order], axis=1)
    chosen[order[(used <= left[:, None] + 1e-9).all(axis=0)]] = True
    return chosen


def decided(sites: Sites, status: Ints, found: Priced, cost: float) -> Ints:
    """The same part, less what cannot belong to anything cheaper.

    To choose a site that the bound leaves out raises the bound by what it uses, at the rate that others earn, less
    what it earns itself; to leave out one that it takes, the other way round.
    """
    free = np.flatnonzero(status == 0)
    use, earns = sites.uses[0, free], found.earns[free]
    left = float(sites.rooms[0] - sites.uses[0] @ (status == 1))
    order = np.flatnonzero((earns > 0) & (use > 0))
    order = order[np.argsort(-earns[order] / use[order], kind="stable")]
    rate = np.append(earns[order] / use[order], 0.0)
    used = np.cumsum(use[order])
    whole = int(np.searchsorted(used, left + 1e-9, side="right"))  # how many are taken in full
    partly = whole < len(order) and (used[whole - 1] if whole else 0.0) < left - 1e-9
    if whole == len(order) and (used[-1] if whole else 0.0) < left - 1e-9:
        inside = outside = 0.0  # there is room to spare
    else:
        outside = rate[whole]
        inside = rate[whole] if partly or not whole else rate[whole - 1]
    taken = (use == 0) & (earns > 0)
    taken[order[:whole]] = True
    none = ~taken
    if partly:
        none[order[whole]] = False
    status = status.copy()
    too_dear = found.bound + inside * use - earns > enough(cost)
    needed = found.bound + earns - outside * use > enough(cost)
    status[free[none & too_dear]] = -1
    status[free[taken & needed]] = 1
    return status
