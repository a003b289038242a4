"""What one place more, one fewer, or one elsewhere changes, for whom, before anything is changed.

The best places to add are those that ``siting.place_sites`` finds with what is open as ``fixed``.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from inroads.engine.checking import amounts, numbers_of, whole_number
from inroads.engine.coverage import Coverage, Flags, Ints
from inroads.engine.journeys import Journeys
from inroads.engine.medians import nearest_of
from inroads.engine.scales import Floats


class Change(NamedTuple):
    """Who comes into reach and who falls out of it."""

    gained: Flags  # (n_areas,) in reach only after
    lost: Flags  # (n_areas,) in reach only before
    gain: float  # people who come into reach
    loss: float  # people who fall out of it
    before: float  # people in reach
    after: float


def change(coverage: Coverage, people: ArrayLike, before: ArrayLike, after: ArrayLike) -> Change:
    """Who gains and who loses if these sites are open instead of those.

    Parameters
    ----------
    coverage : Coverage
        Which areas each site covers.
    people : array_like of shape (n_areas,)
    before, after : array_like of int
        The sites that are open.

    Returns
    -------
    Change
        ``after - before`` equals ``gain - loss``.

    Raises
    ------
    ValueError
        If people cannot be counted, or there is no such site.

    Examples
    --------
    >>> from inroads.engine.coverage import coverage_of_table
    >>> near = coverage_of_table([[True, True, False], [False, True, True]])
    >>> moved = change(near, [300, 50, 1140], before=[0], after=[1])
    >>> moved.gain, moved.loss, moved.after
    (1140.0, 300.0, 1190.0)
    """
    worth = amounts(people, coverage.n_areas, "people", "area")
    then, now = (
        coverage.covered(numbers_of(sites, coverage.n_sites, "site")) for sites in (before, after)
    )
    return Change(
        gained=now & ~then,
        lost=then & ~now,
        gain=float(worth[now & ~then].sum()),
        loss=float(worth[then & ~now].sum()),
        before=float(worth[then].sum()),
        after=float(worth[now].sum()),
    )


class OneSite(NamedTuple):
    """What each single site is worth beside those that are open."""

    gain: Floats  # (n_sites,) people whom opening it would bring into reach; 0 for a site that is open
    loss: Floats  # (n_sites,) people whom closing it would leave out of reach; 0 for a site that is not


def one_more_or_fewer(coverage: Coverage, people: ArrayLike, opened: ArrayLike) -> OneSite:
    """What opening each further site would add, and what closing each open one would lose.

    Parameters
    ----------
    coverage : Coverage
    people : array_like of shape (n_areas,)
    opened : array_like of int
        The sites that are open.

    Returns
    -------
    OneSite

    Raises
    ------
    ValueError
        If people cannot be counted, or there is no such site.

    Examples
    --------
    >>> from inroads.engine.coverage import coverage_of_table
    >>> near = coverage_of_table([[True, True, False], [False, True, False], [False, True, True]])
    >>> one_more_or_fewer(near, [30, 50, 20], [0, 1])
    OneSite(gain=array([ 0.,  0., 20.]), loss=array([30.,  0.,  0.]))
    """
    worth = amounts(people, coverage.n_areas, "people", "area")
    now = numbers_of(opened, coverage.n_sites, "site")
    times = coverage.times(now)
    is_open = np.isin(np.arange(coverage.n_sites), now)
    return OneSite(
        gain=np.where(is_open, 0.0, coverage.sums(worth * (times == 0))),
        loss=np.where(is_open, coverage.sums(worth * (times == 1)), 0.0),
    )


class Moves(NamedTuple):
    """Ways to close one site and open another, the one that brings most people into reach first."""

    out: Ints  # (k,) the site that closes
    into: Ints  # (k,) the site that opens
    gain: Floats  # (k,) people who come into reach
    loss: Floats  # (k,) people who fall out of it


def best_moves(
    coverage: Coverage,
    people: ArrayLike,
    opened: ArrayLike,
    most: int = 10,
    *,
    stay: ArrayLike = (),
    forbidden: ArrayLike = (),
) -> Moves:
    """The best moves of one open site to elsewhere, out of all there are.

    Only moves after which more people are in reach than before; of equal ones first the one that takes
    reach from fewer people, then the one of lower numbers.

    Parameters
    ----------
    coverage : Coverage
    people : array_like of shape (n_areas,)
    opened : array_like of int
        The sites that are open.
    most : int, default 10
        How many moves are wanted.
    stay : array_like of int, optional
        Open sites that must not close.
    forbidden : array_like of int, optional
        Sites that must not open.

    Returns
    -------
    Moves

    Raises
    ------
    ValueError
        If people cannot be counted, or there is no such site.

    Examples
    --------
    >>> from inroads.engine.coverage import coverage_of_table
    >>> near = coverage_of_table([[True, True, False], [False, True, True]])
    >>> best_moves(near, [300, 50, 1140], [0])
    Moves(out=array([0]), into=array([1]), gain=array([1140.]), loss=array([300.]))
    """
    worth = amounts(people, coverage.n_areas, "people", "area")
    now = numbers_of(opened, coverage.n_sites, "site")
    wanted = whole_number(most, "number of moves")
    barred = np.union1d(now, numbers_of(forbidden, coverage.n_sites, "site"))
    others = np.setdiff1d(np.arange(coverage.n_sites), barred)
    times = coverage.times(now)
    gain = (coverage.sums(worth * (times == 0)))[others]
    found: list[tuple[float, float, int, int, float]] = []
    for out in np.setdiff1d(now, numbers_of(stay, coverage.n_sites, "site")):
        alone = coverage.areas_of(out)[times[coverage.areas_of(out)] == 1]
        kept = _covering_of(coverage, alone, worth)[others]
        loss = worth[alone].sum() - kept
        net = gain - loss
        top = np.flatnonzero(net > 0)
        if len(top) > wanted > 0:
            least = np.partition(net[top], -wanted)[-wanted]
            top = top[net[top] >= least]
        found += [(-net[i], loss[i], int(out), int(others[i]), gain[i]) for i in top]
    found = sorted(found)[:wanted]
    return Moves(
        out=np.array([move[2] for move in found], np.int64),
        into=np.array([move[3] for move in found], np.int64),
        gain=np.array([move[4] for move in found], float),
        loss=np.array([move[1] for move in found], float),
    )


def _covering_of(coverage: Coverage, areas: Ints, worth: Floats) -> Floats:
    """The people of these areas whom each site covers."""
    rows = coverage.turned[areas]
    weight = np.repeat(worth[areas], np.diff(rows.indptr))
    return np.bincount(rows.indices, weights=weight, minlength=coverage.n_sites).astype(float)


class Nearer(NamedTuple):
    """How long the way to the nearest open site is, before and after."""

    before: Floats  # (n_areas,) in the unit of the journeys; inf where there is none
    after: Floats  # (n_areas,)
    people_nearer: float
    people_farther: float


def nearer(journeys: Journeys, people: ArrayLike, before: ArrayLike, after: ArrayLike) -> Nearer:
    """Whose way to the nearest open site becomes shorter, and whose longer.

    Parameters
    ----------
    journeys : Journeys
        From areas to sites.
    people : array_like of shape (n_areas,)
    before, after : array_like of int
        The sites that are open.

    Returns
    -------
    Nearer

    Raises
    ------
    ValueError
        If people cannot be counted, or there is no such site.

    Examples
    --------
    >>> from inroads.engine.journeys import journeys_from_table
    >>> nearer(journeys_from_table([[5, 20], [30, 10]]), [40, 70], before=[0], after=[1])
    Nearer(before=array([ 5., 30.]), after=array([20., 10.]), people_nearer=70.0, people_farther=40.0)
    """
    worth = amounts(people, journeys.n_areas, "people", "area")
    then, now = (
        nearest_of(journeys, numbers_of(sites, journeys.n_sites, "site")).length
        for sites in (before, after)
    )
    return Nearer(then, now, float(worth[now < then].sum()), float(worth[now > then].sum()))
