"""A covering problem with parts of sites allowed: a proven bound, and which sites are worth looking at."""

from typing import NamedTuple

import numpy as np

from inroads.engine.covering import Covering
from inroads.engine.limits import Limits, most_earned
from inroads.engine.scales import Floats

CHECK_EVERY = 40  # rounds


class Relaxed(NamedTuple):
    """The problem with parts of sites allowed."""

    share: Floats  # (n_sites,) how much of each site
    bound: float  # no choice of whole sites covers more weight


def relaxed(covering: Covering, rounds: int, enough: float = -np.inf) -> Relaxed:
    """Nearly the best shares of sites, and a proven bound, by a primal-dual method.

    Each area has a price, from nothing to its weight, that sites earn by covering it. Whatever the prices, all
    weight that is not for sale plus the most that sites within the limits can earn is at least what any choice
    covers. Sites follow the prices and prices follow the sites; their means come near the best of both.

    Parameters
    ----------
    covering : Covering
    rounds : int
        Each passes twice over all pairs.
    enough : float, optional
        Stop when the bound is less than one unit above this.

    References
    ----------
    Chambolle and Pock (2011), A first-order primal-dual algorithm for convex problems, Journal of Mathematical
    Imaging and Vision 40, 120-145; Applegate et al. (2021), Practical large-scale linear programming using
    primal-dual hybrid gradient, NeurIPS 34 (restarts to the mean).
    """
    n, weight = covering.n_sites, covering.weight
    sites, areas = (
        each.astype(float) for each in (covering.coverage.table, covering.coverage.turned)
    )
    scale = float(weight.mean())
    slow_price = scale / np.diff(areas.indptr)
    slow_site = 1 / (scale * np.maximum(np.diff(sites.indptr), 1))
    price = weight / np.diff(areas.indptr)
    share = np.zeros(n)
    ahead = share
    tolls = [np.zeros(len(limits.room)) for limits in covering.limits]
    best, sum_share, sum_price, summed = np.inf, np.zeros(n), np.zeros(len(weight)), 0
    for turn in range(1, rounds + 1):
        price = np.clip(price - slow_price * (areas @ ahead - 1), 0, weight)
        wish = share + slow_site * (sites @ price)
        new = within_limits(wish, slow_site, covering.limits, tolls)
        ahead, share = 2 * new - share, new
        sum_share += share
        sum_price += price
        summed += 1
        if turn % CHECK_EVERY and turn != rounds:
            continue
        before = best
        mean = sum_price / summed
        best = min(best, bound_of(covering, price, tolls), bound_of(covering, mean, tolls))
        if best < enough + 1 or best > before * (1 - 5e-6):
            break
        if summed >= 0.36 * turn:
            share = ahead = sum_share / summed
            price, summed = mean, 0
            sum_share, sum_price = np.zeros(n), np.zeros(len(weight))
    return Relaxed(sum_share / summed if summed else share, best)


def within_limits(
    wish: Floats, slow: Floats, limits: tuple[Limits, ...], tolls: list[Floats]
) -> Floats:
    """The shares from 0 to 1 nearest to what is wished that nearly keep the limits.

    Each limit takes a toll, which is found by Newton's steps; ``tolls`` are changed, and the next call goes on
    from there.
    """
    costs = sum(toll[row] * use for (row, use, _), toll in zip(limits, tolls, strict=True))
    for family, (row, use, room) in enumerate(limits):
        others = wish - slow * (costs - tolls[family][row] * use)
        toll = tolls[family]
        steepest = np.bincount(row, weights=slow * use * use, minlength=len(room))
        for _ in range(4):
            share = np.clip(others - slow * toll[row] * use, 0, 1)
            over = np.bincount(row, weights=use * share, minlength=len(room)) - room
            moves = (share > 0) & (share < 1)
            slope = np.bincount(row, weights=slow * use * use * moves, minlength=len(room))
            slope = np.where(slope > 0, slope, steepest)
            toll = np.maximum(toll + over / np.maximum(slope, 1e-300), 0)
        costs = costs + (toll - tolls[family])[row] * use
        tolls[family] = toll
    return np.clip(wish - slow * costs, 0, 1)


def bound_of(covering: Covering, price: Floats, tolls: list[Floats]) -> float:
    """What no choice of sites can exceed, by these prices of areas and tolls of limits (weak duality).

    The limits of the first family are kept, parts of sites allowed; those of the others only cost their toll.
    """
    earns = covering.coverage.sums(price)
    total = float((covering.weight - price).sum())
    for (row, use, room), toll in zip(covering.limits[1:], tolls[1:], strict=True):
        earns = earns - toll[row] * use
        total += float((toll * room).sum())
    total += most_earned(earns, covering.limits[0])
    return total + 1e-11 * abs(total)  # more than all rounding
