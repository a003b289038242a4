"""Choosing sites that make ways shortest, with whole tables; arguments as those of the kernels."""

import numpy as np

from inroads.engine.scales import Floats

BEST = 64  # how many sites of the largest gain an exchange looks at, besides those that are near


def saved(first, site, cost, price, out) -> None:
    """What each site would save the areas that now pay a price more than their way to it."""
    less = np.repeat(price, np.diff(first)) - cost
    out[:] = np.bincount(site, weights=np.maximum(less, 0), minlength=len(out))


def served(first, site, cost, price, share, out) -> None:
    """By how many sites each area is served that cost less than its price, given these shares of sites."""
    area = np.repeat(np.arange(len(price)), np.diff(first))
    out[:] = np.bincount(area, weights=share[site] * (cost < price[area]), minlength=len(out))


def improve(
    first, site, cost, cap, first_area, area, reverse, row, use, room, price, chosen
) -> float:
    """Add sites, the one that saves most for its price first, then exchange them while that saves; answers the cost."""
    table = np.repeat(cap[:, None], len(chosen), axis=1)
    of = np.repeat(np.arange(len(cap)), np.diff(first))
    table[of, site] = np.minimum(cost, cap[of])

    def paid(sites) -> Floats:
        return np.minimum(table[:, sites].min(axis=1, initial=np.inf), cap)

    def fits(sites) -> bool:
        used = np.zeros(len(room))
        for rows, uses in zip(row, use, strict=True):
            np.add.at(used, rows[sites], uses[sites])
        return bool((used <= room).all())

    def gains(now: Floats) -> Floats:
        return np.maximum(now[:, None] - table, 0).sum(axis=0)

    better = True
    while better:
        better = False
        while True:
            taken = np.flatnonzero(chosen)
            gain = gains(paid(taken))
            free = [s for s in np.flatnonzero((chosen == 0) & (gain > 0)) if fits([*taken, s])]
            if not free:
                break
            chosen[min(free, key=lambda s: (-(gain[s] / price[s]), s))] = 1
        for out in range(len(chosen)):
            if not chosen[out]:
                continue
            taken = np.flatnonzero(chosen)
            rest = taken[taken != out]
            now, then = paid(taken), paid(rest)
            alone, gain = gains(now), gains(then) - (then - now).sum()
            order = [s for s in np.argsort(-alone, kind="stable") if not chosen[s] and alone[s] > 0]
            top = [s for s in order[:BEST] if fits([*rest, s])][:1]
            mine = np.flatnonzero(then > now)
            near = (np.maximum(then[mine, None] - np.maximum(table[mine], now[mine, None]), 0)).sum(
                axis=0
            ) > 0
            some = [*top, *(s for s in np.flatnonzero(near & (chosen == 0)) if fits([*rest, s]))]
            into = min(some, key=lambda s: (-gain[s], s), default=None)
            if into is not None and gain[into] > 0:
                chosen[out], chosen[into] = 0, 1
                better = True
    return float(paid(np.flatnonzero(chosen)).sum())
