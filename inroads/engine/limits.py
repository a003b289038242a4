"""What limits a choice of sites: their number, their cost, how many of each group; all in whole numbers."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inroads.engine.checking import Ints, amounts, whole_number
from inroads.engine.scales import Floats

MOST_UNITS = 2.0**50  # sums stay below 2^53, where every whole number is exact
SMALLEST = 5e-324  # above nothing


class Units(NamedTuple):
    """Amounts as whole numbers of one unit."""

    whole: Floats
    unit: float
    exact: bool  # whether nothing was rounded


def in_units(values: Floats, total: float | None = None) -> Units:
    """Amounts as whole numbers of one unit, so that their sums are exact and do not hang on their order.

    ``total`` is the largest sum that will be asked for; by default that of all of them.
    """
    total = float(values.sum()) if total is None else total
    if total <= MOST_UNITS and (values == np.floor(values)).all():
        return Units(values.astype(float), 1.0, True)
    unit = max(2.0 ** float(np.floor(np.log2(total)) - 48), SMALLEST)
    return Units(np.rint(values / unit), unit, False)


class Limits(NamedTuple):
    """Limits of one family: each site counts towards one of them, by so much."""

    row: Ints  # (n_sites,) which limit of the family
    use: Floats  # (n_sites,) whole numbers, 0 or more
    room: Floats  # (n_limits,) whole numbers

    def only(self, sites: Ints) -> "Limits":
        """The same for some of the sites."""
        return Limits(self.row[sites], self.use[sites], self.room)


def no_limit(n_sites: int) -> Limits:
    """A family of limits that keeps nothing out."""
    return Limits(np.zeros(n_sites, np.int64), np.zeros(n_sites), np.zeros(1))


def limit_of_number(n_sites: int, count: int | None) -> list[Limits]:
    """How many sites may be chosen; no limit if that is not said."""
    if count is None:
        return []
    most = min(whole_number(count, "number of sites"), n_sites)
    return [Limits(np.zeros(n_sites, np.int64), np.ones(n_sites), np.array([float(most)]))]


def limit_of_cost(n_sites: int, cost: ArrayLike | None, budget: float | None) -> list[Limits]:
    """What the chosen sites may cost together; no limit if that is not said."""
    if cost is None and budget is None:
        return []
    if cost is None or budget is None:
        raise ValueError("A budget needs the cost of each site, and costs need a budget")
    costs = in_units(amounts(cost, n_sites, "cost", "site"))
    most = float(amounts([budget], 1, "budget", "choice")[0])
    room = np.floor(min(most / costs.unit * (1 + 1e-12), costs.whole.sum()))
    return [Limits(np.zeros(n_sites, np.int64), costs.whole, np.array([room]))]


def limits_of_groups(
    n_sites: int, stays: Ints, group: ArrayLike | None, most_in_group: ArrayLike | None
) -> list[Limits]:
    """The limit of each group, less what stays anyway; none if there are no groups."""
    if group is None and most_in_group is None:
        return []
    if group is None or most_in_group is None:
        raise ValueError(
            "Groups need the most of each group, and that needs the group of each site"
        )
    row = np.asarray(group)
    if row.shape != (n_sites,) or (n_sites and row.dtype.kind not in "iu") or (row < 0).any():
        raise ValueError("There must be one group for each site, a whole number from 0")
    n_groups = int(row.max(initial=-1)) + 1
    most = np.asarray(most_in_group)
    if most.shape not in ((), (n_groups,)) or most.dtype.kind not in "iu" or (most < 0).any():
        raise ValueError("The most of each group must be one whole number, or one for each group")
    row = row.astype(np.int64)
    room = np.broadcast_to(most, n_groups) - np.bincount(row[stays], minlength=n_groups)
    if (room < 0).any():
        full = int(np.argmax(room < 0))
        raise ValueError(f"Of group {full} more sites are fixed than may be open")
    return [Limits(row, np.ones(n_sites), room.astype(float))]


def for_loops(limits: tuple[Limits, ...], n_sites: int) -> tuple[NDArray[np.int32], Floats, Floats]:
    """All families as the compiled loops take them: the row of each site, what it uses, and the room of each row."""
    rows, offset = np.zeros((len(limits), n_sites), np.int32), 0
    for family, each in enumerate(limits):
        rows[family] = each.row + offset
        offset += len(each.room)
    return (
        rows,
        np.array([each.use for each in limits], float),
        np.concatenate([each.room for each in limits]).astype(float),
    )


def allows(limits: tuple[Limits, ...], chosen: NDArray[np.bool_]) -> bool:
    """Whether the limits allow these sites together."""
    return all(
        (np.bincount(row, weights=use * chosen, minlength=len(room)) <= room).all()
        for row, use, room in limits
    )


def most_earned(earns: Floats, limits: Limits) -> float:
    """The most that shares of sites can earn within these limits."""
    return float(np.maximum(earns, 0) @ shares_that_earn_most(earns, limits))


def shares_that_earn_most(earns: Floats, limits: Limits) -> Floats:
    """The share of each site, from 0 to 1, with which they earn most: in each limit those first that earn most for
    what they use.
    """
    row, use, room = limits
    share = ((use == 0) & (earns > 0)).astype(float)
    if len(room) == 1 and len(use) and (use == use[0]).all() and use[0] > 0:
        # Only their number counts: no need to sort them.
        most = room[0] / use[0]
        whole = int(min(most, len(use)))
        top = np.argpartition(-earns, min(whole, len(use) - 1))
        share[top[:whole]] = 1
        share[top[whole : whole + 1]] = most - whole
        return share * (earns > 0)
    paying = np.flatnonzero((use > 0) & (earns > 0))
    order = paying[np.lexsort((-earns[paying] / use[paying], row[paying]))]
    used = np.cumsum(use[order])
    _, start, count = np.unique(row[order], return_index=True, return_counts=True)
    used -= np.repeat(used[start] - use[order][start], count)
    left = room[row[order]] - (used - use[order])
    share[order] = np.clip(left / use[order], 0, 1)
    return share
