"""The cheapest shifts or sessions that remove points of failure (set cover), with a proven bound."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, eye_array, hstack

from inroads.engine.checking import amounts
from inroads.engine.coverage import Coverage, Flags, Ints, merge_areas
from inroads.engine.covering import Covering, greedy
from inroads.engine.limits import limits_of_groups, no_limit
from inroads.engine.scales import Floats
from inroads.engine.solver import Rows, cheapest
from inroads.engine.solving import FEW_NODES, SMALL, Effort, most_covered


class Mend(NamedTuple):
    """What to add, and how much less could do."""

    chosen: Ints  # the shifts, rising
    left: Ints  # the points of failure that stay
    hopeless: Ints  # those of them that no shift removes
    cost: float
    bound: float  # nothing that removes as many points costs less
    gap: float  # the share by which the bound lies below
    proved: bool  # whether no choice removes more, and none that removes as many costs less


def cheapest_mend(
    removes: Coverage,
    cost: ArrayLike | None = None,
    *,
    at_most: Sequence[tuple[ArrayLike, ArrayLike]] = (),
    exact: bool | None = None,
    seconds: float = 60.0,
    rng: np.random.Generator,
) -> Mend:
    """The shifts that remove every point of failure that can be removed, at the least cost.

    Where limits leave no choice that removes all, first as many as possible are removed, then at the least cost.
    Greedy choice, less whatever turns out to be needless, finds the shifts; where the problem is small, or when
    asked, a solver finds the best; otherwise it proves a bound with parts of shifts allowed.

    Parameters
    ----------
    removes : Coverage
        The points that each shift removes, from ``cover.extra_shifts`` or ``cover.extra_sessions``.
    cost : array_like of shape (n_shifts,), optional
        What each costs, 0 or more; 1 by default, so that fewest are chosen.
    at_most : sequence of pairs, optional
        Each a group for each shift (the champion, or the champion and the hour), and how many of one group may be
        chosen: one number, or one for each group.
    exact : bool, optional
        Whether the solver must try; by default it does where the problem is small.
    seconds : float, default 60
        How long it may try when asked. An answer that is not proved by then can differ from run to run.
    rng : numpy.random.Generator
        Decides where a search goes, if limits make one necessary.

    Returns
    -------
    Mend

    Raises
    ------
    ValueError
        If a cost or a limit cannot be meant.

    References
    ----------
    Chvátal (1979), A greedy heuristic for the set-covering problem, Mathematics of Operations Research 4(3), 233-235.

    Examples
    --------
    >>> from inroads.engine.coverage import coverage_of_table
    >>> removes = coverage_of_table([[True, True, False], [False, True, False], [True, False, False]])
    >>> mend = cheapest_mend(removes, rng=np.random.default_rng(1))
    >>> mend.chosen, mend.left, mend.cost, mend.proved
    (array([0]), array([2]), 1.0, True)
    """
    n = removes.n_sites
    costs = amounts(np.ones(n) if cost is None else cost, n, "cost", "shift")
    patience = float(amounts([seconds], 1, "seconds", "solver")[0])
    stays = np.zeros(0, np.int64)
    families = [limits_of_groups(n, stays, group, most)[0] for group, most in at_most]
    hopeless = np.flatnonzero(~removes.covered(np.arange(n)))
    merged = merge_areas(removes, np.ones(removes.n_areas))
    covering = Covering(merged.coverage, merged.weight, tuple(families) or (no_limit(n),))
    start, most, sure = _most_removed(covering, bool(families), Effort(exact, patience), rng)
    chosen = _cheaper(covering, costs, start, most)
    known = float(costs[chosen].sum())
    step = 1.0 if (costs == np.floor(costs)).all() else 0.0
    bound = 0.0
    if known > 0:
        small = len(removes.area) <= SMALL
        whole = bool(exact or (exact is None and small))
        limit = (patience, None) if exact or not whole else (None, FEW_NODES)
        better, bound = _solved(covering, costs, most, known, whole, *limit)
        if better is not None and costs[better].sum() < known:
            chosen, known = better, float(costs[better].sum())
        bound = min(float(np.ceil(bound - 1e-6)) if step else bound, known)
    proved = bool(sure and known <= bound * (1 + 1e-9))
    left = np.flatnonzero(~removes.covered(np.flatnonzero(chosen)))
    gap = 1 - bound / known if known else 0.0
    return Mend(np.flatnonzero(chosen), left, hopeless, known, bound, gap, proved)


def _most_removed(
    covering: Covering, limited: bool, effort: Effort, rng: np.random.Generator
) -> tuple[Flags, float, bool]:
    """Shifts that remove as many points as can be, how many that is, and whether it is sure that none remove more."""
    if not limited:
        return np.ones(covering.n_sites, bool), float(covering.weight.sum()), True
    found = most_covered(covering, effort, rng)
    return found.chosen, found.value, found.proved


def _cheaper(covering: Covering, costs: Floats, start: Flags, most: float) -> Flags:
    """What greed finds, if it removes as much, or else the start; less what is needless, the dearest first."""
    price = np.maximum(costs, 1e-9 * costs.max(initial=0) + 1e-300)
    taken, _ = greedy(covering, price)
    options = [start.copy()]
    if covering.value(np.isin(np.arange(covering.n_sites), taken)) >= most:
        options.append(np.isin(np.arange(covering.n_sites), taken))
    for chosen in options:
        times = covering.coverage.times(np.flatnonzero(chosen))
        for shift in sorted(np.flatnonzero(chosen), key=lambda shift: (-costs[shift], -shift)):
            points = covering.coverage.areas_of(int(shift))
            if (times[points] > 1).all():
                times[points] -= 1
                chosen[shift] = False
    return min(options, key=lambda chosen: (costs[chosen].sum(), chosen.sum()))


def _solved(
    covering: Covering,
    costs: Floats,
    most: float,
    known: float,
    whole: bool,
    seconds: float | None,
    nodes: int | None,
) -> tuple[Flags | None, float]:
    """The shifts that the solver finds, and what none that remove as much can cost less than."""
    n, m = covering.n_sites, len(covering.weight)
    scale = float(costs[costs > 0].mean())
    removed = csr_array(covering.coverage.turned.astype(float))
    if most == covering.weight.sum():  # all: no need to say which
        m = 0
        rows = [Rows(removed, 1.0, np.inf)]
    else:
        every = csr_array(np.concatenate([np.zeros(n), covering.weight])[None])
        rows = [
            Rows(csr_array(hstack([removed, -eye_array(m)])), 0.0, np.inf),
            Rows(every, most, np.inf),
        ]
    for row, use, room in covering.limits:
        table = csr_array((use, (row, np.arange(n))), shape=(len(room), n + m))
        rows.append(Rows(table, -np.inf, room))
    each = np.concatenate([costs / scale, np.zeros(m)])
    rows.append(Rows(csr_array(each[None]), -np.inf, known * (1 + 1e-9) / scale))
    found = cheapest(
        each, rows, (np.arange(n + m) < n) & whole, seconds=seconds, nodes=nodes, gap=1e-9
    )
    bound = max(found.bound * scale, 0.0) if np.isfinite(found.bound) else 0.0
    if found.values is None or not whole:
        return None, bound
    chosen = found.values[:n] > 0.5
    return (chosen if covering.value(chosen) >= most and covering.allows(chosen) else None), bound
